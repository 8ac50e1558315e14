//! The file that an editor gets: in a folder of its own, which only the owner can use. Editors put copies of
//! their own beside it, so the whole folder is removed afterwards.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use etcetera::BaseStrategy;

use crate::private_file::PrivateFolder;

/// Name of the file. Its ending tells an editor that the text is JSON with comments.
const NAME: &str = "resource.jsonc";

/// Greatest size of a text, in bytes.
const MOST: u64 = 4_194_304;

/// The folder of the open file. It is static because the end of a program that hangs can reach nothing else.
static OPEN: Mutex<Option<PathBuf>> = Mutex::new(None);

/// Removes the file of a program that is ended without its destructors.
pub fn remove_open() {
    if let Some(path) = OPEN.lock().unwrap_or_else(PoisonError::into_inner).take() {
        let _ = fs::remove_dir_all(path);
    }
}

/// A file with a text, removed when it is dropped.
#[derive(Debug)]
pub struct EditFile {
    folder: PrivateFolder,
    path: PathBuf,
    /// Locked as long as the editor may run, so that no other run of the program removes the folder.
    _lock: File,
}

impl EditFile {
    /// Writes a text to a new file.
    ///
    /// # Errors
    /// If there is no folder to write to.
    pub fn new(text: &str) -> io::Result<Self> {
        let strategy = etcetera::choose_base_strategy().map_err(io::Error::other)?;
        let state = || strategy.state_dir().unwrap_or_else(|| strategy.data_dir());
        // The runtime folder is in memory, where there is one.
        let in_memory = strategy.runtime_dir().filter(|folder| folder.is_dir());
        let attempt = in_memory.map(|folder| Self::below(&folder.join("cognitui"), text));
        match attempt {
            Some(Ok(file)) => Ok(file),
            Some(Err(_)) | None => Self::below(&state().join("cognitui"), text),
        }
    }

    /// Writes a text to a new file below a folder.
    fn below(place: &Path, text: &str) -> io::Result<Self> {
        drop(PrivateFolder::open(place)?);
        remove_abandoned(place);
        let path = place.join(format!("edit-{}", std::process::id()));
        let folder = PrivateFolder::open(&path)?;
        let lock = File::open(&path)?;
        lock.try_lock()?;
        *OPEN.lock().unwrap_or_else(PoisonError::into_inner) = Some(path.clone());
        let file = Self { folder, path, _lock: lock };
        file.folder.replace(NAME, text.as_bytes())?;
        Ok(file)
    }

    pub fn path(&self) -> PathBuf {
        self.path.join(NAME)
    }

    /// Reads the text.
    ///
    /// # Errors
    /// If there is no text of an acceptable size.
    pub fn read(&self) -> io::Result<String> {
        let bytes = self.folder.read(NAME, MOST)?.ok_or_else(|| io::Error::other("the file is gone"))?;
        String::from_utf8(bytes).map_err(|_| io::Error::other("it is not UTF-8"))
    }
}

impl Drop for EditFile {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
        OPEN.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}

/// Removes the folders of programs that were killed.
fn remove_abandoned(place: &Path) {
    let Ok(entries) = fs::read_dir(place) else { return };
    let names = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_ours = |path: &PathBuf| {
        path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.starts_with("edit-"))
    };
    for path in names.filter(is_ours) {
        let is_abandoned = File::open(&path).is_ok_and(|folder| folder.try_lock().is_ok());
        if is_abandoned {
            let _ = fs::remove_dir_all(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn only_the_owner_can_read_the_file_and_nothing_of_it_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let place = home.path().join("cognitui");
        let file = EditFile::below(&place, "{}\n").expect("a file");
        let path = file.path();
        let folder = path.parent().expect("a folder").to_owned();
        assert_eq!((mode(&path), mode(&folder)), (0o600, 0o700));
        assert_eq!(file.read().expect("the text"), "{}\n");
        fs::write(folder.join(".resource.jsonc.swp"), "a copy").expect("a file");
        drop(file);
        assert!(!folder.exists() && place.is_dir());
    }

    #[test]
    fn the_file_of_a_program_that_was_killed_is_removed_by_the_next_one() {
        let home = tempfile::tempdir().expect("a folder");
        let place = home.path().join("cognitui");
        let abandoned = place.join("edit-1");
        fs::create_dir_all(&abandoned).expect("a folder");
        fs::write(abandoned.join(NAME), "{}").expect("a file");
        let open = place.join("edit-2");
        fs::create_dir_all(&open).expect("a folder");
        let lock = File::open(&open).expect("a folder");
        lock.try_lock().expect("nobody has it");
        fs::write(place.join("history.jsonl"), "kept").expect("a file");
        let file = EditFile::below(&place, "{}").expect("a file");
        assert!(!abandoned.exists() && open.exists() && place.join("history.jsonl").exists());
        drop(file);
    }
}
