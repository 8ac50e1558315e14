//! The sign that a run of the program goes on: a file whose lock it holds until it ends, however it ends.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::unix::fs::MetadataExt;

use crate::private_file::PrivateFolder;

/// What the names of these files begin with.
const PREFIX: &str = "run-";

/// How often a file that another program has just removed is made again.
const TRIES: usize = 16;

/// The sign of this run; dropping it takes it away.
#[derive(Debug)]
pub struct Running {
    folder: PrivateFolder,
    name: String,
    _lock: File,
}

/// Another run that goes on.
#[derive(Debug)]
pub struct OtherRun {
    pub run: String,
    /// Its start, in seconds since 1970.
    pub since: i64,
}

impl Running {
    pub fn start(folder: &PrivateFolder, run: &str) -> io::Result<Self> {
        let name = format!("{PREFIX}{run}");
        let folder = folder.again()?;
        for _ in 0..TRIES {
            let mut lock = folder.append(&name)?;
            lock.try_lock()?;
            // Whoever cleans up may have removed the file before it was locked.
            if lock.metadata()?.nlink() == 0 {
                continue;
            }
            lock.set_len(0)?;
            write!(lock, "{}", jiff::Timestamp::now().as_second())?;
            return Ok(Self { folder, name, _lock: lock });
        }
        Err(io::Error::other("its sign is removed again and again"))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A file that stays is removed by the next program that looks for those that run.
        let _ = self.folder.remove(&self.name);
    }
}

/// The other runs that go on. The signs of those that were killed are removed.
pub fn others(folder: &PrivateFolder, own: Option<&Running>) -> Vec<OtherRun> {
    let names = folder.names().unwrap_or_default();
    let others = names.iter().filter(|name| own.is_none_or(|own| own.name != **name));
    let other = |name: &String| {
        let run = name.strip_prefix(PREFIX)?;
        let mut file = folder.append(name).ok()?;
        if file.try_lock().is_ok() {
            let _ = folder.remove(name);
            return None;
        }
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        Some(OtherRun { run: run.to_owned(), since: text.trim().parse().unwrap_or_default() })
    };
    others.filter_map(other).collect()
}
