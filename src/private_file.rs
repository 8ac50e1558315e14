//! Files that only their owner can read: the log and whatever else the program keeps on this machine. They
//! lie in one folder, below the state folder of the XDG rules.
//!
//! A file is checked after it was opened and through its handle, so nobody can put another one in its place
//! in between. No link is followed, symbolic or hard, since it could lead to a file of somebody else's.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, Stat};
use rustix::io::Errno;

use crate::error::AppError;

/// Only the owner may use the folder.
const FOLDER: Mode = Mode::RWXU;
/// Only the owner may read and write the file.
const FILE: Mode = Mode::RUSR.union(Mode::WUSR);

/// An open folder of files that only their owner can read.
#[derive(Debug)]
pub struct PrivateFolder {
    folder: OwnedFd,
    path: PathBuf,
}

impl PrivateFolder {
    /// The folder of this program: `cognitui` in `XDG_STATE_HOME` or `~/.local/state`. It is created if it
    /// does not exist.
    ///
    /// # Errors
    /// If there is no home folder, or the folder can't be used safely.
    pub fn of_this_program() -> Result<Self, AppError> {
        let folders = etcetera::choose_base_strategy().map_err(|error| {
            AppError::new("There is no home folder").hint("Set HOME or XDG_STATE_HOME.").cause(error)
        })?;
        let path = folders.state_dir().unwrap_or_else(|| folders.data_dir()).join("cognitui");
        Self::open(&path).map_err(|error| {
            AppError::new(format!("The folder {} can't be used", path.display()))
                .hint("Set XDG_STATE_HOME to a folder of your own that you can write to.")
                .cause(error)
        })
    }

    /// Opens the folder, and creates it and those above it where they do not exist. Others lose the
    /// permissions that they had for it.
    ///
    /// # Errors
    /// If it is a link, no folder, or somebody else's.
    pub fn open(path: &Path) -> io::Result<Self> {
        if let Some(above) = path.parent() {
            std::fs::create_dir_all(above)?;
        }
        match rustix::fs::mkdir(path, FOLDER) {
            Ok(()) | Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let folder = rustix::fs::open(path, flags, Mode::empty()).map_err(|error| match error {
            Errno::LOOP | Errno::NOTDIR => io::Error::other("it is a link, or no folder"),
            error => error.into(),
        })?;
        restrict(&folder, &rustix::fs::fstat(&folder)?, FOLDER)?;
        Ok(Self { folder, path: path.to_owned() })
    }

    /// The same folder, for an owner of its own.
    ///
    /// # Errors
    /// If the system has no room for another open file.
    pub fn again(&self) -> io::Result<Self> {
        Ok(Self { folder: self.folder.try_clone()?, path: self.path.clone() })
    }

    /// The path of a file of the folder, to show it.
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Opens a file to append to it and to read it from its start; creates it if it does not exist.
    ///
    /// # Errors
    /// If the file can't be opened, or is not a regular file of this user's with one name.
    pub fn append(&self, name: &str) -> io::Result<File> {
        self.open_file(name, OFlags::RDWR | OFlags::APPEND | OFlags::CREATE)
    }

    /// Reads a file; `None` if it does not exist.
    ///
    /// # Errors
    /// If the file can't be read, is not a regular file of this user's with one name, or is larger than
    /// `most` bytes.
    pub fn read(&self, name: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        let file = match self.open_file(name, OFlags::RDONLY) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        let mut bytes = Vec::new();
        file.take(most + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            return Err(io::Error::other(format!("it is larger than {most} bytes")));
        }
        Ok(Some(bytes))
    }

    /// Replaces a file, or creates it. Whoever reads it meanwhile, or after the machine failed, finds the old
    /// content or the new one, whole.
    ///
    /// # Errors
    /// If the new content can't be written.
    pub fn replace(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let new = format!("{name}.{}.new", std::process::id());
        // A rest of a process that had the same id.
        self.remove(&new)?;
        let mut file = self.open_file(&new, OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL)?;
        let written = file.write_all(content).and_then(|()| file.sync_all());
        written.and_then(|()| self.rename(&new, name)).inspect_err(|_| {
            let _ = self.remove(&new);
        })
    }

    /// Gives a file another name. A file that has that name is replaced.
    ///
    /// # Errors
    /// If the file does not exist, or the folder can't be changed.
    pub fn rename(&self, name: &str, new: &str) -> io::Result<()> {
        Ok(rustix::fs::renameat(&self.folder, name, &self.folder, new)?)
    }

    /// Removes a file; it need not exist.
    ///
    /// # Errors
    /// If the folder can't be changed.
    pub fn remove(&self, name: &str) -> io::Result<()> {
        match rustix::fs::unlinkat(&self.folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The names of all files of the folder, in their order.
    ///
    /// # Errors
    /// If the folder can't be read.
    pub fn names(&self) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in Dir::read_from(&self.folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        names.sort_unstable();
        Ok(names)
    }

    fn open_file(&self, name: &str, flags: OFlags) -> io::Result<File> {
        // Without NONBLOCK, a pipe in the place of the file would be waited for.
        let flags = flags | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY;
        let file = rustix::fs::openat(&self.folder, name, flags, FILE).map_err(|error| match error {
            Errno::LOOP | Errno::ISDIR | Errno::NXIO => no_regular_file(),
            error => error.into(),
        })?;
        let found = rustix::fs::fstat(&file)?;
        if FileType::from_raw_mode(found.st_mode) != FileType::RegularFile {
            return Err(no_regular_file());
        }
        if found.st_nlink != 1 {
            return Err(io::Error::other("it has more than one name, or was just removed"));
        }
        restrict(&file, &found, FILE)?;
        Ok(File::from(file))
    }
}

fn no_regular_file() -> io::Error {
    io::Error::other("it is not a regular file")
}

/// Refuses what belongs to somebody else, and removes the permissions that `mode` does not have.
fn restrict(file: impl AsFd, found: &Stat, mode: Mode) -> io::Result<()> {
    if found.st_uid != rustix::process::geteuid().as_raw() {
        return Err(io::Error::other("it belongs to somebody else"));
    }
    let all = Mode::RWXU | Mode::RWXG | Mode::RWXO;
    if (Mode::from_raw_mode(found.st_mode) & all).difference(mode).is_empty() {
        return Ok(());
    }
    Ok(rustix::fs::fchmod(file, mode)?)
}

#[cfg(test)]
mod tests {
    use std::fs::{self, Permissions};
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    fn widen(path: &Path, mode: u32) {
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("it is ours");
    }

    fn folder(home: &tempfile::TempDir) -> PrivateFolder {
        PrivateFolder::open(&home.path().join("state/cognitui")).expect("a folder")
    }

    fn home() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    #[test]
    fn only_its_owner_can_use_a_file_and_its_folder_also_when_others_could_before() {
        let home = home();
        let path = folder(&home).path_of("debug.log");
        drop(folder(&home).append("debug.log").expect("a new file"));
        let above = path.parent().expect("a folder");
        assert_eq!((mode(&path), mode(above)), (0o600, 0o700));
        widen(&path, 0o644);
        widen(above, 0o755);
        drop(folder(&home).append("debug.log").expect("the same file"));
        assert_eq!((mode(&path), mode(above)), (0o600, 0o700));
    }

    #[test]
    fn what_is_no_regular_file_with_one_name_is_refused_and_left_alone() {
        let home = home();
        let folder = folder(&home);
        let victim = home.path().join("victim");
        fs::write(&victim, "theirs").expect("a file");
        widen(&victim, 0o644);
        symlink(&victim, folder.path_of("link")).expect("a link");
        fs::hard_link(&victim, folder.path_of("twin")).expect("a link");
        fs::create_dir(folder.path_of("folder")).expect("a folder");
        rustix::fs::mkfifoat(rustix::fs::CWD, folder.path_of("pipe"), FILE).expect("a pipe");
        let refused = |name: &str| folder.append(name).expect_err(name).to_string();
        assert_eq!(refused("link"), "it is not a regular file");
        assert_eq!(refused("folder"), "it is not a regular file");
        assert_eq!(refused("pipe"), "it is not a regular file");
        assert_eq!(refused("twin"), "it has more than one name, or was just removed");
        assert!(["link", "twin", "folder", "pipe"].iter().all(|name| folder.read(name, 9).is_err()));
        assert_eq!((mode(&victim), fs::read_to_string(&victim).expect("it")), (0o644, "theirs".to_owned()));
    }

    #[test]
    fn a_folder_that_is_a_link_or_a_file_is_refused_and_its_target_left_alone() {
        let home = home();
        let theirs = home.path().join("theirs");
        fs::create_dir(&theirs).expect("a folder");
        widen(&theirs, 0o755);
        let (link, file) = (home.path().join("link"), home.path().join("file"));
        symlink(&theirs, &link).expect("a link");
        fs::write(&file, "").expect("a file");
        for path in [link, file] {
            let refused = PrivateFolder::open(&path).expect_err("a refusal").to_string();
            assert_eq!(refused, "it is a link, or no folder");
        }
        assert_eq!(mode(&theirs), 0o755);
    }

    #[test]
    fn what_belongs_to_somebody_else_is_refused() {
        let others = rustix::fs::stat("/").map(|root| root.st_uid).expect("the root folder");
        if others == rustix::process::geteuid().as_raw() {
            let home = home();
            let file = folder(&home).path_of("log");
            fs::write(&file, "").expect("a file");
            std::os::unix::fs::chown(&file, Some(65_534), None).expect("root may do so");
            let refused = folder(&home).append("log").expect_err("a refusal").to_string();
            assert_eq!(refused, "it belongs to somebody else");
        } else {
            let refused = PrivateFolder::open(Path::new("/usr")).expect_err("a refusal").to_string();
            assert_eq!(refused, "it belongs to somebody else");
        }
    }

    #[test]
    fn a_file_is_replaced_whole_read_listed_renamed_and_removed() {
        let home = home();
        let folder = folder(&home);
        assert_eq!(folder.read("draft", 9).expect("no file"), None);
        folder.replace("draft", b"one").expect("a file");
        folder.replace("draft", b"two").expect("the next content");
        assert_eq!(mode(&folder.path_of("draft")), 0o600);
        assert_eq!(folder.read("draft", 3).expect("a file").as_deref(), Some(&b"two"[..]));
        assert_eq!(folder.read("draft", 2).expect_err("too large").to_string(), "it is larger than 2 bytes");
        folder.rename("draft", "old").expect("a file");
        assert_eq!(folder.names().expect("a folder"), ["old"]);
        folder.remove("old").and_then(|()| folder.remove("old")).expect("gone");
        assert_eq!(folder.names().expect("a folder"), Vec::<String>::new());
    }

    #[test]
    fn an_appended_file_can_be_read_from_its_start() {
        let home = home();
        let folder = folder(&home);
        folder.append("log").and_then(|mut file| file.write_all(b"one\n")).expect("a file");
        let mut file = folder.append("log").expect("the same file");
        file.write_all(b"two\n").expect("a line");
        assert_eq!(folder.read("log", 99).expect("a file").as_deref(), Some(&b"one\ntwo\n"[..]));
    }
}
