//! Reads folders and small text files of this machine, and writes the files of exports.

use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use etcetera::home_dir;

use crate::error::AppError;
use crate::message::{Call, FolderEntry, Reply, SaveFile};
use crate::saml;
use crate::secret::Secret;

/// Greatest size of a file, in bytes.
const MOST: u64 = 1_048_576;

/// Carries out a call about files; `None` for other calls.
pub fn read(call: &Call) -> Option<Result<Reply, AppError>> {
    match call {
        Call::Folder(path) => Some(folder(path.reveal())),
        Call::File(path) => Some(file(path.reveal()).map(|text| Reply::Text(Secret::new(text)))),
        Call::Save(file) => Some(save(file)),
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

fn file(path: &str) -> Result<String, AppError> {
    let failed = |why: &str| AppError::new(format!("Can't read this file: {why}"));
    let place = place(path);
    let kind = std::fs::metadata(&place).map_err(|error| failed("it can't be opened").cause(error))?;
    // A read of a pipe or a device may never end.
    if !kind.is_file() {
        return Err(failed("it is not a file"));
    }
    let bytes = bounded(&place).map_err(|error| failed("it can't be read").cause(error))?;
    if bytes.len() as u64 > MOST {
        return Err(failed("it is larger than 1 MB"));
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
    let mut name = place.clone().into_os_string();
    name.push(format!(".{}.new", std::process::id()));
    let new = PathBuf::from(name);
    let written = write_new(&new, text).and_then(|()| {
        std::fs::rename(&new, &place).inspect_err(|_| {
            let _ = std::fs::remove_file(&new);
        })
    });
    written.map(|()| Reply::Saved).map_err(failed)
}

/// Writes a file that must not exist. Nothing is left of one that can't be written whole.
fn write_new(place: &Path, text: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(place)?;
    file.write_all(text).and_then(|()| file.sync_all()).inspect_err(|_| {
        let _ = std::fs::remove_file(place);
    })
}

fn bounded(place: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(place)?.take(MOST + 1).read_to_end(&mut bytes)?;
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
        assert_eq!(file(&path("b.xml")).expect("its text"), "<a/>");
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
    fn what_is_no_small_text_file_is_refused_in_words() {
        let home = tempfile::tempdir().expect("a folder");
        let path = |name: &str| home.path().join(name).to_string_lossy().into_owned();
        let why = |path: &str| file(path).expect_err("a refusal").summary;
        std::fs::write(path("large"), vec![b'x'; 1_048_577]).expect("a file");
        std::fs::write(path("latin"), b"\xe4").expect("a file");
        assert!(why(&path("large")).ends_with("it is larger than 1 MB"));
        assert!(why(&path("latin")).ends_with("it is not UTF-8, seen in line 1: save it as UTF-8"));
        assert!(
            why(&path("")).ends_with("it is not a file") && why("/dev/zero").ends_with("it is not a file")
        );
        assert!(why(&path("none")).ends_with("it can't be opened"));
        assert!(folder(&path("none")).is_err());
    }
}
