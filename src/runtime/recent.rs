//! The contexts used last, in a file of the state folder.

use std::io;

use crate::error::AppError;
use crate::message::ContextChoice;
use crate::private_file::PrivateFolder;

const NAME: &str = "contexts.json";

/// How many contexts are kept.
const KEPT: usize = 20;

/// The largest file that is read, in bytes.
const MOST: u64 = 64 * 1024;

/// The contexts, newest first. They are a convenience: a file that can't be read counts as empty.
pub fn read() -> Vec<ContextChoice> {
    PrivateFolder::of_this_program().map(|folder| read_in(&folder)).unwrap_or_default()
}

/// Puts a context first. A failure goes to the log only.
pub fn remember(choice: &ContextChoice) {
    let written = PrivateFolder::of_this_program().and_then(|folder| {
        write_in(&folder, choice).map_err(|error| AppError::new("not written").cause(error))
    });
    if let Err(error) = written {
        tracing::debug!(?error, "the recent contexts");
    }
}

fn read_in(folder: &PrivateFolder) -> Vec<ContextChoice> {
    let bytes = folder.read(NAME, MOST).ok().flatten().unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

fn write_in(folder: &PrivateFolder, choice: &ContextChoice) -> io::Result<()> {
    let mut recent = read_in(folder);
    recent.retain(|other| other != choice);
    recent.insert(0, choice.clone());
    recent.truncate(KEPT);
    folder.replace(NAME, &serde_json::to_vec(&recent)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(profile: &str) -> ContextChoice {
        ContextChoice { profile: Some(profile.to_owned()), region: None }
    }

    #[test]
    fn the_newest_comes_first_once_and_the_oldest_goes() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = PrivateFolder::open(&home.path().join("cognitui")).expect("a folder");
        assert_eq!(read_in(&folder), []);
        for number in 0..25 {
            write_in(&folder, &choice(&number.to_string())).expect("a file");
        }
        write_in(&folder, &choice("20")).expect("a file");
        let recent = read_in(&folder);
        assert_eq!((recent.len(), &recent[..2]), (20, &[choice("20"), choice("24")][..]));
        folder.replace(NAME, b"not ours").expect("a file");
        assert_eq!(read_in(&folder), []);
    }
}
