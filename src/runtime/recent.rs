//! The contexts and the TARGETs used last, in files of the state folder. They are a convenience: a file that
//! can't be read counts as empty, and a failure to write one goes to the log only.

use std::io;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::aws;
use crate::error::AppError;
use crate::message::{ContextChoice, Contexts};
use crate::private_file::PrivateFolder;

const CONTEXTS: RecentFile = RecentFile { name: "contexts.json", kept: 20 };
const TARGETS: RecentFile = RecentFile { name: "targets.json", kept: 400 };

/// The largest file that is read, in bytes.
const MOST: u64 = 64 * 1024;

/// The contexts, newest first.
pub fn contexts() -> Vec<ContextChoice> {
    CONTEXTS.read()
}

/// The profiles and regions of the machine, and the contexts used last.
///
/// # Errors
/// If the shared files can't be read.
pub async fn all_contexts() -> Result<Contexts, AppError> {
    let recent = tokio::task::spawn_blocking(contexts).await.unwrap_or_default();
    Ok(Contexts { profiles: aws::profiles().await?, regions: aws::REGIONS, recent })
}

/// The same, for a command that does nothing else; of files that can't be read, none.
pub fn contexts_or_none() -> Contexts {
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    runtime.ok().and_then(|runtime| runtime.block_on(all_contexts()).ok()).unwrap_or_default()
}

/// Puts a context first.
pub fn remember_context(choice: &ContextChoice) {
    CONTEXTS.remember(std::slice::from_ref(choice));
}

/// The TARGETs that were found, newest first: "user-pool/shop/client/web".
pub fn targets() -> Vec<String> {
    TARGETS.read()
}

/// Puts TARGETs first.
pub fn remember_targets(targets: &[String]) {
    TARGETS.remember(targets);
}

/// A file with the values used last, and how many it keeps.
struct RecentFile {
    name: &'static str,
    kept: usize,
}

impl RecentFile {
    fn read<T: DeserializeOwned>(&self) -> Vec<T> {
        PrivateFolder::of_this_program().map(|folder| self.read_in(&folder)).unwrap_or_default()
    }

    fn remember<T: Serialize + DeserializeOwned + PartialEq + Clone>(&self, newest: &[T]) {
        let written = PrivateFolder::of_this_program().and_then(|folder| {
            self.write_in(&folder, newest).map_err(|error| AppError::new("not written").cause(error))
        });
        if let Err(error) = written {
            tracing::debug!(?error, "{}", self.name);
        }
    }

    fn read_in<T: DeserializeOwned>(&self, folder: &PrivateFolder) -> Vec<T> {
        let bytes = folder.read(self.name, MOST).ok().flatten().unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or_default()
    }

    fn write_in<T>(&self, folder: &PrivateFolder, newest: &[T]) -> io::Result<()>
    where
        T: Serialize + DeserializeOwned + PartialEq + Clone,
    {
        let before: Vec<T> = self.read_in(folder);
        if before.starts_with(newest) {
            return Ok(());
        }
        let older = before.into_iter().filter(|other| !newest.contains(other));
        let recent: Vec<_> = newest.iter().cloned().chain(older).take(self.kept).collect();
        folder.replace(self.name, &serde_json::to_vec(&recent)?)
    }
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
        assert_eq!(CONTEXTS.read_in::<ContextChoice>(&folder), []);
        for number in 0..25 {
            CONTEXTS.write_in(&folder, &[choice(&number.to_string())]).expect("a file");
        }
        CONTEXTS.write_in(&folder, &[choice("20")]).expect("a file");
        let recent: Vec<ContextChoice> = CONTEXTS.read_in(&folder);
        assert_eq!((recent.len(), &recent[..2]), (20, &[choice("20"), choice("24")][..]));
        folder.replace(CONTEXTS.name, b"not ours").expect("a file");
        assert_eq!(CONTEXTS.read_in::<ContextChoice>(&folder), []);
    }

    #[test]
    fn targets_that_are_first_already_are_not_written_again() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = PrivateFolder::open(&home.path().join("cognitui")).expect("a folder");
        let targets = ["user-pool/a", "user-pool/b"].map(str::to_owned);
        TARGETS.write_in(&folder, &targets).expect("a file");
        let file = folder.path_of(TARGETS.name);
        let written = std::fs::metadata(&file).and_then(|file| file.modified()).expect("a file");
        TARGETS.write_in(&folder, &targets[..1]).expect("a file");
        assert_eq!(std::fs::metadata(&file).and_then(|file| file.modified()).expect("a file"), written);
        TARGETS.write_in(&folder, &targets[1..]).expect("a file");
        assert_eq!(TARGETS.read_in::<String>(&folder), ["user-pool/b", "user-pool/a"]);
    }
}
