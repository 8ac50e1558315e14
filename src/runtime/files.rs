//! Reads folders and small text files of this machine, and writes the files of exports and the configuration.

use std::fs::{OpenOptions, Permissions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use etcetera::home_dir;

use crate::error::AppError;
use crate::message::{Call, FileFormat, FolderEntry, NewException, Reply, SaveFile};
use crate::saml;
use crate::secret::Secret;

/// A megabyte, in bytes.
const MEGABYTE: u64 = 1_048_576;

/// The greatest size of a file in megabytes.
const fn most(format: FileFormat) -> u64 {
    match format {
        FileFormat::Text | FileFormat::Binary => 1,
        FileFormat::Json => 4,
    }
}

/// Carries out a call about files; `None` for other calls.
pub fn read(call: &Call) -> Option<Result<Reply, AppError>> {
    match call {
        Call::Folder(path) => Some(folder(path.reveal())),
        Call::File(format, path) => {
            Some(file(*format, path.reveal()).map(|text| Reply::Text(Secret::new(text))))
        }
        Call::Save(file) => Some(save(file)),
        Call::AddException { file, exception } => Some(add_exception(Path::new(file.reveal()), exception)),
        _ => None,
    }
}

/// A path as in a shell: the empty path is the working folder, `~` the home.
fn place(path: &str) -> PathBuf {
    match path.strip_prefix('~') {
        Some(rest) if rest.is_empty() || rest.starts_with('/') => {
            home_dir().unwrap_or_default().join(rest.trim_start_matches('/'))
        }
        _ if path.is_empty() => PathBuf::from("."),
        _ => PathBuf::from(path),
    }
}

fn folder(path: &str) -> Result<Reply, AppError> {
    let failed = |error: std::io::Error| AppError::new("Can't open this folder").cause(error);
    let whole = std::path::absolute(place(path)).map_err(failed)?;
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(&whole).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        // A link counts as its target.
        let is_folder = std::fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir());
        entries.push(FolderEntry { name: entry.file_name().to_string_lossy().into_owned(), is_folder });
    }
    entries.sort_by(|one, other| other.is_folder.cmp(&one.is_folder).then_with(|| one.name.cmp(&other.name)));
    Ok(Reply::Folder(whole.to_string_lossy().into_owned(), entries))
}

/// The text of a file, or its bytes in base64.
fn file(format: FileFormat, path: &str) -> Result<String, AppError> {
    let failed = |why: &str| AppError::new(format!("Can't read this file: {why}"));
    let place = place(path);
    let kind = std::fs::metadata(&place).map_err(|error| failed("it can't be opened").cause(error))?;
    // A read of a pipe or a device may never end.
    if !kind.is_file() {
        return Err(failed("it is not a file"));
    }
    let most = most(format);
    let bytes = bounded(&place, most * MEGABYTE).map_err(|error| failed("it can't be read").cause(error))?;
    if bytes.len() as u64 > most * MEGABYTE {
        return Err(failed(&format!("it is larger than {most} MB")));
    }
    if format == FileFormat::Binary {
        return Ok(BASE64_STANDARD.encode(&bytes));
    }
    saml::decode(&bytes).map_err(|fault| failed(&format!("it {fault}")))
}

/// Writes a file that only its owner can read. One that is replaced stays whole until the new one is written.
fn save(file: &SaveFile) -> Result<Reply, AppError> {
    let place = place(file.path.reveal());
    let failed = |error: io::Error| AppError::new("Can't write this file").cause(error);
    if place.is_dir() {
        return Err(AppError::new("Can't write this file: it is a folder"));
    }
    let text = file.text.reveal().as_bytes();
    if !file.replaces {
        return match write_new(&place, text) {
            Ok(()) => Ok(Reply::Saved),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(Reply::FileExists),
            Err(error) => Err(failed(error)),
        };
    }
    replace(&place, text, None).map(|()| Reply::Saved).map_err(failed)
}

/// Replaces a file, which stays whole until the new one is written; only its owner can read that, if there
/// are no other permissions.
fn replace(place: &Path, text: &[u8], permissions: Option<Permissions>) -> io::Result<()> {
    let mut name = place.to_owned().into_os_string();
    name.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(name);
    write_new(&new, text)?;
    let permitted = permissions.map_or(Ok(()), |permissions| std::fs::set_permissions(&new, permissions));
    permitted.and_then(|()| std::fs::rename(&new, place)).inspect_err(|_| {
        let _ = std::fs::remove_file(&new);
    })
}

/// Writes an exception into the configuration file, which need not exist. A link and the permissions of the
/// file stay as they are.
fn add_exception(file: &Path, exception: &NewException) -> Result<Reply, AppError> {
    let failed = |error: io::Error| AppError::new(format!("Can't write {}", file.display())).cause(error);
    let (place, old) = match std::fs::canonicalize(file) {
        Ok(place) => {
            let old = std::fs::metadata(&place).map_err(failed)?;
            if !old.is_file() || old.len() > MEGABYTE {
                return Err(failed(io::Error::other("it is not a regular file of at most 1 MB")));
            }
            (place, Some(old.permissions()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => (file.to_owned(), None),
        Err(error) => return Err(failed(error)),
    };
    let text = match &old {
        Some(_) => std::fs::read_to_string(&place).map_err(failed)?,
        None => String::new(),
    };
    let new = exception.added_to(&text).map_err(|why| {
        AppError::new(format!("The exception can't be written to {}", file.display()))
            .hint("`cognitui config check` tells what is wrong in the file.")
            .cause(why)
    })?;
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    replace(&place, new.as_bytes(), old).map_err(failed)?;
    Ok(Reply::Text(Secret::new(new)))
}

/// Writes a file that must not exist. Nothing is left of one that can't be written whole.
fn write_new(place: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(place)?;
    file.write_all(text).and_then(|()| file.sync_all()).inspect_err(|_| {
        let _ = std::fs::remove_file(place);
    })
}

fn bounded(place: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(place)?.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, is_folder: bool) -> FolderEntry {
        FolderEntry { name: name.to_owned(), is_folder }
    }

    #[test]
    fn a_folder_lists_its_folders_first_and_a_file_is_read_without_its_mark() {
        let home = tempfile::tempdir().expect("a folder");
        let path = |name: &str| home.path().join(name).to_string_lossy().into_owned();
        std::fs::write(path("b.xml"), "\u{feff}<a/>").expect("a file");
        std::fs::create_dir(path("c")).expect("a folder");
        let listed = folder(&path("")).expect("its entries");
        let Reply::Folder(place, entries) = listed else { panic!("a folder") };
        assert_eq!(entries, [entry("c", true), entry("b.xml", false)]);
        assert_eq!(std::path::Path::new(&place), home.path());
        assert_eq!(file(FileFormat::Text, &path("b.xml")).expect("its text"), "<a/>");
    }

    #[test]
    fn a_file_is_written_for_its_owner_alone_and_replaced_only_when_that_is_asked() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("pool.json");
        let save = |text: &str, replaces| {
            let path = Secret::new(path.to_string_lossy().into_owned());
            save(&SaveFile { path, text: Secret::new(text.to_owned()), replaces })
        };
        assert!(matches!(save("one", false), Ok(Reply::Saved)));
        assert!(matches!(save("two", false), Ok(Reply::FileExists)));
        assert_eq!(std::fs::read_to_string(&path).expect("its text"), "one");
        assert!(matches!(save("two", true), Ok(Reply::Saved)));
        assert_eq!(std::fs::read_to_string(&path).expect("its text"), "two");
        let mode = std::fs::metadata(&path).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(home.path()).expect("a folder").count(), 1);
        let folder = Secret::new(home.path().to_string_lossy().into_owned());
        let refused = super::save(&SaveFile { path: folder, text: Secret::default(), replaces: true });
        assert_eq!(refused.expect_err("a refusal").summary, "Can't write this file: it is a folder");
    }

    #[test]
    fn an_exception_is_written_through_a_link_and_the_permissions_of_the_file_stay() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().expect("a folder");
        let (real, link) = (home.path().join("dotfiles.toml"), home.path().join("config.toml"));
        std::fs::write(&real, "# mine\nmouse = false\n").expect("a file");
        std::fs::set_permissions(&real, Permissions::from_mode(0o644)).expect("a file of mine");
        std::os::unix::fs::symlink(&real, &link).expect("a link");
        let exception = NewException {
            check: "IP1".to_owned(),
            resource: "shop".to_owned(),
            reason: "The kiosk".to_owned(),
            ..NewException::default()
        };
        let Ok(Reply::Text(text)) = add_exception(&link, &exception) else { panic!("a text") };
        let written = std::fs::read_to_string(&real).expect("a file");
        assert!(written.starts_with("# mine\nmouse = false\n") && written.contains("reason = \"The kiosk\""));
        assert_eq!(*text.reveal(), written);
        assert!(std::fs::symlink_metadata(&link).expect("a link").is_symlink());
        let mode = std::fs::metadata(&real).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o644);

        let new = home.path().join("cognitui/config.toml");
        add_exception(&new, &exception).expect("a new file in a new folder");
        std::fs::write(&new, "mouse = ").expect("a file");
        let refused = add_exception(&new, &exception).expect_err("a refusal");
        assert!(refused.summary.starts_with("The exception can't be written to "), "{}", refused.summary);
        assert_eq!(std::fs::read_to_string(&new).expect("a file"), "mouse = ", "nothing was written");
    }

    #[test]
    fn what_is_no_small_text_file_is_refused_in_words() {
        let home = tempfile::tempdir().expect("a folder");
        let path = |name: &str| home.path().join(name).to_string_lossy().into_owned();
        let why = |path: &str| file(FileFormat::Text, path).expect_err("a refusal").summary;
        std::fs::write(path("large"), vec![b'x'; 1_048_577]).expect("a file");
        std::fs::write(path("latin"), b"\xe4").expect("a file");
        assert!(why(&path("large")).ends_with("it is larger than 1 MB"));
        assert!(file(FileFormat::Json, &path("large")).is_ok(), "an export may hold images");
        std::fs::write(path("huge"), vec![b'x'; 4 * 1_048_576 + 1]).expect("a file");
        let huge = file(FileFormat::Json, &path("huge")).expect_err("a refusal").summary;
        assert!(huge.ends_with("it is larger than 4 MB"), "{huge}");
        assert!(file(FileFormat::Binary, &path("large")).is_err());
        assert_eq!(file(FileFormat::Binary, &path("latin")).expect("its bytes"), "5A==");
        assert!(why(&path("latin")).ends_with("it is not UTF-8, seen in line 1: save it as UTF-8"));
        assert!(
            why(&path("")).ends_with("it is not a file") && why("/dev/zero").ends_with("it is not a file")
        );
        assert!(why(&path("none")).ends_with("it can't be opened"));
        assert!(folder(&path("none")).is_err());
    }
}
