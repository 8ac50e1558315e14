//! The file of the drafts: one line each, replaced as a whole, so that it is never torn.

use std::io;
use std::sync::PoisonError;

use super::{HistoryFile, MOST_READ, locked};
use crate::error::AppError;
use crate::history::{DraftOrder, HistoryLine};
use crate::private_file::PrivateFolder;

/// The file that has the drafts.
pub(super) const NAME: &str = "drafts.jsonl";

impl HistoryFile {
    /// The lines of the drafts.
    ///
    /// # Errors
    /// If the file can't be read.
    pub fn read_drafts(&self) -> Result<String, AppError> {
        let Some(folder) = self.folder()? else {
            return Ok(self.drafts.lock().unwrap_or_else(PoisonError::into_inner).clone());
        };
        lines(&folder).map_err(|error| failed(&folder, "read", error))
    }

    /// Carries out orders about drafts, the oldest first.
    ///
    /// # Errors
    /// If the file can't be written. It is then as it was before.
    pub fn carry_out(&self, orders: &[DraftOrder]) -> Result<(), AppError> {
        let Some(folder) = self.folder()? else {
            let mut text = self.drafts.lock().unwrap_or_else(PoisonError::into_inner);
            *text = changed(&text, orders);
            return Ok(());
        };
        replace(&folder, orders).map_err(|error| failed(&folder, "written", error))
    }
}

fn failed(folder: &PrivateFolder, what: &str, error: io::Error) -> AppError {
    AppError::new(format!("The drafts {} can't be {what}", folder.path_of(NAME).display())).cause(error)
}

fn lines(folder: &PrivateFolder) -> io::Result<String> {
    let bytes = folder.read(NAME, MOST_READ)?.unwrap_or_default();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn replace(folder: &PrivateFolder, orders: &[DraftOrder]) -> io::Result<()> {
    let _lock = locked(folder)?;
    let before = lines(folder)?;
    let text = changed(&before, orders);
    if text == before {
        Ok(())
    } else if text.is_empty() {
        folder.remove(NAME)
    } else {
        folder.replace(NAME, text.as_bytes())
    }
}

/// The lines after the orders. What is no draft of this version is kept.
fn changed(text: &str, orders: &[DraftOrder]) -> String {
    let mut lines: Vec<String> =
        text.lines().filter(|line| !line.trim().is_empty()).map(str::to_owned).collect();
    for order in orders {
        lines.retain(|line| match HistoryLine::parse(line) {
            Some(HistoryLine::Draft(draft)) => !order.removes(&draft),
            _ => true,
        });
        if let DraftOrder::Keep(record) = order {
            lines.push(HistoryLine::Draft(record.clone()).to_json());
        }
    }
    lines.into_iter().map(|line| line + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{EntryStage, Record};
    use crate::runtime::history_file::HistoryPlace;
    use std::os::unix::fs::PermissionsExt;

    fn keep(id: &str, target: &str) -> DraftOrder {
        let (id, target) = (id.to_owned(), target.to_owned());
        DraftOrder::Keep(Box::new(Record { v: 1, id, target, ..Record::default() }))
    }

    fn kept(file: &HistoryFile) -> Vec<(String, EntryStage)> {
        let (found, _) = file.entries().expect("drafts");
        found.into_iter().map(|entry| (entry.record.id, entry.stage)).collect()
    }

    #[test]
    fn a_draft_is_kept_replaced_and_thrown_away_and_foreign_lines_stay() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join("cognitui");
        let file = HistoryFile::new(HistoryPlace::Folder(folder.clone()));
        file.carry_out(&[keep("a-1-1", "shop"), keep("a-1-2", "cart")]).expect("two drafts");
        file.carry_out(&[keep("a-1-3", "shop")]).expect("a later one of the same form");
        let draft = |id: &str| (id.to_owned(), EntryStage::Draft);
        assert_eq!(kept(&file), [draft("a-1-2"), draft("a-1-3")]);
        let path = folder.join(NAME);
        assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(&path).expect("a file");
        std::fs::write(&path, format!("not ours\n{text}")).expect("a file");
        let discard = |id: &str| DraftOrder::Discard(id.to_owned());
        file.carry_out(&[discard("a-1-2"), discard("a-1-3")]).expect("no draft");
        assert_eq!(std::fs::read_to_string(&path).expect("a file"), "not ours\n");
    }

    #[test]
    fn a_draft_and_a_write_of_a_program_that_still_runs_are_told_from_those_that_were_left() {
        let home = tempfile::tempdir().expect("a folder");
        let place = || HistoryPlace::Folder(home.path().join("cognitui"));
        let other = HistoryFile::new(place()).of_run(Some("other"));
        let line = |id: &str| {
            let at = "2100-01-01T00:00:00Z".to_owned();
            Record { v: 1, id: id.to_owned(), at, ..Record::default() }
        };
        other.add(&HistoryLine::Sent(Box::new(line("x-other-1")))).expect("a line");
        other.carry_out(&[DraftOrder::Keep(Box::new(line("x-other-2")))]).expect("a draft");
        let here = HistoryFile::new(place()).of_run(Some("here"));
        let stages = |file: &HistoryFile| kept(file).into_iter().map(|(_, stage)| stage).collect::<Vec<_>>();
        assert_eq!(stages(&here), [EntryStage::UnderWay, EntryStage::OpenDraft]);
        drop(other);
        assert_eq!(stages(&here), [EntryStage::Over, EntryStage::Draft]);
    }
}
