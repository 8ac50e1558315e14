//! The file of the history: lines are added and synced one by one, by any number of programs at once; old
//! files are kept, and what is no line of this program is left alone.

mod drafts;
mod running;

use std::fs::{File, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::error::{AppError, ErrorKind};
use crate::history::{EntryStage, HISTORY, HistoryEntry, HistoryLine, entries};
use crate::message::{Call, Progress, Reply};
use crate::private_file::PrivateFolder;
use running::Running;

/// The file that lines are added to.
const NAME: &str = "history.jsonl";

/// The former files, newest first.
const FORMER: [&str; 3] = ["history.1.jsonl", "history.2.jsonl", "history.3.jsonl"];

/// The file whose lock a program holds while it changes the others.
const LOCK: &str = "history.lock";

/// Size at which a new file is begun, in bytes.
const MOST: u64 = 10 * 1024 * 1024;

/// Size up to which a file is read: one line can be longer than all others.
const MOST_READ: u64 = 8 * MOST;

/// How long another program may hold the lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// Where the history is kept.
#[derive(Debug, Clone, Default)]
pub enum HistoryPlace {
    /// In the state folder of this program.
    State,
    Folder(PathBuf),
    /// Nowhere: it ends with the program.
    #[default]
    Memory,
}

/// The history where it is kept.
#[derive(Debug, Default)]
pub struct HistoryFile {
    place: HistoryPlace,
    /// The lines in memory, or nothing.
    lines: Mutex<String>,
    /// The drafts in memory, or nothing.
    drafts: Mutex<String>,
    /// The sign for other programs that this run goes on.
    running: Option<Running>,
}

impl HistoryFile {
    pub const fn new(place: HistoryPlace) -> Self {
        Self { place, lines: Mutex::new(String::new()), drafts: Mutex::new(String::new()), running: None }
    }

    /// Shows other programs that the run of this name goes on, so that they don't take a write that it has
    /// sent for one whose outcome nobody knows. Without the sign they do.
    #[must_use]
    pub fn of_run(mut self, run: Option<&str>) -> Self {
        let folder = run.and_then(|_| self.folder().ok().flatten());
        self.running = folder.zip(run).and_then(|(folder, run)| Running::start(&folder, run).ok());
        self
    }

    /// The entries of all files, oldest first, then the drafts; and the number of lines that can't be read.
    ///
    /// # Errors
    /// If a file can't be read.
    pub fn entries(&self) -> Result<(Vec<HistoryEntry>, usize), AppError> {
        let (mut found, unreadable) = entries(&self.read()?);
        let (drafts, _) = entries(&self.read_drafts()?);
        found.extend(drafts);
        if let Some(folder) = self.folder()? {
            let running = running::others(&folder, self.running.as_ref());
            for entry in &mut found {
                let run = entry.record.id.split('-').nth(1).unwrap_or_default();
                let goes_on = running.iter().any(|other| other.run == run && other.since <= entry.time());
                entry.stage = match (entry.stage, goes_on) {
                    (EntryStage::Draft, true) => EntryStage::OpenDraft,
                    (EntryStage::Over, true) if entry.ending.is_none() => EntryStage::UnderWay,
                    (stage, _) => stage,
                };
            }
        }
        Ok((found, unreadable))
    }

    /// Carries out a call about the history; `None` for other calls.
    pub fn answer(&self, call: &Call, tell: &dyn Fn(Progress)) -> Option<Result<Reply, AppError>> {
        match call {
            Call::Record(line) => Some(self.add(line).map(|()| Reply::Recorded)),
            Call::List(list, _) if *list.kind == HISTORY => {
                Some(self.entries().map(|(found, unreadable)| {
                    tell(Progress::Page(found.iter().rev().map(HistoryEntry::document).collect()));
                    if unreadable > 0 {
                        tell(Progress::Skipped(unreadable));
                    }
                    Reply::Listed(None)
                }))
            }
            Call::Describe(key) if *key.kind == HISTORY => Some(self.entries().map(|(found, _)| {
                let found = found.into_iter().find(|entry| entry.record.id == key.id);
                Reply::Document(found.map(|entry| entry.document()))
            })),
            _ => None,
        }
    }

    /// Adds a line, and returns once it is on the disk.
    ///
    /// # Errors
    /// If the line can't be written. The file is then as it was before.
    pub fn add(&self, line: &HistoryLine) -> Result<(), AppError> {
        let Some(folder) = self.folder()? else {
            let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
            lines.push_str(&line.to_json());
            lines.push('\n');
            return Ok(());
        };
        append(&folder, &line.to_json()).map_err(|error| {
            AppError::new(format!("The history {} can't be written", folder.path_of(NAME).display()))
                .hint("Make room or repair the folder, or start with --no-history.")
                .cause(error)
                .kind(ErrorKind::Refused)
        })
    }

    /// The lines of all files, oldest first.
    ///
    /// # Errors
    /// If a file can't be read.
    pub fn read(&self) -> Result<String, AppError> {
        let Some(folder) = self.folder()? else {
            return Ok(self.lines.lock().unwrap_or_else(PoisonError::into_inner).clone());
        };
        read(&folder).map_err(|error| {
            AppError::new(format!("The history {} can't be read", folder.path_of(NAME).display()))
                .cause(error)
        })
    }

    /// Throws the history and the drafts away.
    ///
    /// # Errors
    /// If a file can't be removed.
    pub fn clear(&self) -> Result<(), AppError> {
        let Some(folder) = self.folder()? else {
            self.lines.lock().unwrap_or_else(PoisonError::into_inner).clear();
            self.drafts.lock().unwrap_or_else(PoisonError::into_inner).clear();
            return Ok(());
        };
        let removed = locked(&folder).and_then(|_lock| {
            FORMER.iter().chain([&NAME, &drafts::NAME]).try_for_each(|name| folder.remove(name))
        });
        removed.map_err(|error| AppError::new("The history can't be removed").cause(error))
    }

    /// The folder of the files; `None` if the history is kept in memory.
    fn folder(&self) -> Result<Option<PrivateFolder>, AppError> {
        match &self.place {
            HistoryPlace::Memory => Ok(None),
            HistoryPlace::State => PrivateFolder::of_this_program().map(Some),
            HistoryPlace::Folder(path) => PrivateFolder::open(path).map(Some).map_err(|error| {
                AppError::new(format!("The folder {} can't be used", path.display())).cause(error)
            }),
        }
    }
}

/// Waits for the lock, which is held until the file is dropped.
fn locked(folder: &PrivateFolder) -> io::Result<File> {
    let lock = folder.append(LOCK)?;
    let begun = Instant::now();
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(lock),
            Err(TryLockError::WouldBlock) if begun.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(10));
            }
            Err(TryLockError::WouldBlock) => return Err(io::Error::other("another program holds it")),
            Err(TryLockError::Error(error)) => return Err(error),
        }
    }
}

fn append(folder: &PrivateFolder, line: &str) -> io::Result<()> {
    let _lock = locked(folder)?;
    let mut file = folder.append(NAME)?;
    let mut size = file.metadata()?.len();
    if size > 0 && size + line.len() as u64 >= MOST {
        rotate(folder)?;
        file = folder.append(NAME)?;
        size = 0;
    }
    // A line that was torn ends here, so that the next one is whole.
    let mut text = if ends_with_line(&mut file, size)? { String::new() } else { "\n".to_owned() };
    text.push_str(line);
    text.push('\n');
    let written = file.write_all(text.as_bytes()).and_then(|()| file.sync_data());
    if let Err(error) = written {
        // Without the beginning of the line, nobody takes the write for one that was sent.
        file.set_len(size)?;
        return Err(error);
    }
    if size == 0 {
        File::open(folder.path_of("."))?.sync_all()?;
    }
    Ok(())
}

fn ends_with_line(file: &mut File, size: u64) -> io::Result<bool> {
    if size == 0 {
        return Ok(true);
    }
    let mut last = [0];
    file.seek(SeekFrom::Start(size - 1))?;
    file.read_exact(&mut last)?;
    Ok(last == *b"\n")
}

/// Makes room for a new file: each former one becomes one older, and the oldest goes.
fn rotate(folder: &PrivateFolder) -> io::Result<()> {
    let names: Vec<_> = std::iter::once(NAME).chain(FORMER).collect();
    for pair in names.windows(2).rev() {
        match folder.rename(pair[0], pair[1]) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn read(folder: &PrivateFolder) -> io::Result<String> {
    // Where nothing can be written, nothing is rotated meanwhile either.
    let _lock = locked(folder).ok();
    let mut text = String::new();
    for name in FORMER.iter().rev().chain([&NAME]) {
        if let Some(bytes) = folder.read(name, MOST_READ)? {
            text.push_str(&String::from_utf8_lossy(&bytes));
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::history::Record;

    fn line(id: &str, name: &str) -> HistoryLine {
        HistoryLine::Sent(Box::new(Record {
            v: 1,
            id: id.to_owned(),
            name: name.to_owned(),
            ..Record::default()
        }))
    }

    fn ids(file: &HistoryFile) -> Vec<String> {
        let (found, _) = entries(&file.read().expect("a history"));
        found.into_iter().map(|entry| entry.record.id).collect()
    }

    fn home() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    fn history(home: &tempfile::TempDir) -> HistoryFile {
        HistoryFile::new(HistoryPlace::Folder(home.path().join("cognitui")))
    }

    #[test]
    fn a_line_is_added_after_a_torn_one_which_stays() {
        let home = home();
        let file = history(&home);
        file.add(&line("a", "shop")).expect("a line");
        let path = home.path().join("cognitui/history.jsonl");
        let before = std::fs::read_to_string(&path).expect("a file");
        let torn = format!("{before}not ours\n{{\"state\":\"sent\",\"v\"");
        std::fs::write(&path, &torn).expect("a file");
        file.add(&line("b", "shop")).expect("a line");
        assert_eq!(ids(&file), ["a", "b"]);
        assert_eq!(entries(&file.read().expect("a history")).1, 2);
        assert!(std::fs::read_to_string(&path).expect("a file").starts_with(&torn));
        assert_eq!(std::fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_new_file_is_begun_at_its_size_and_three_former_ones_are_kept() {
        let home = home();
        let file = history(&home);
        let name = "x".repeat(6 * 1024 * 1024);
        for id in ["a", "b", "c", "d", "e", "f"] {
            file.add(&line(id, &name)).expect("a line");
        }
        assert_eq!(ids(&file), ["c", "d", "e", "f"]);
        file.clear().expect("no history");
        assert_eq!(ids(&file), Vec::<String>::new());
    }

    #[test]
    fn programs_that_write_at_once_lose_no_line_of_each_other() {
        let home = home();
        let writers: Vec<_> = (0..4)
            .map(|writer| {
                let file = history(&home);
                std::thread::spawn(move || {
                    (0..10)
                        .for_each(|at| file.add(&line(&format!("{writer}-{at}"), "shop")).expect("a line"));
                })
            })
            .collect();
        for writer in writers {
            writer.join().expect("its lines");
        }
        let mut found = ids(&history(&home));
        found.sort_unstable();
        let all: Vec<_> = (0..4).flat_map(|writer| (0..10).map(move |at| format!("{writer}-{at}"))).collect();
        assert_eq!(found, all);
    }

    #[test]
    fn a_history_that_can_not_be_written_says_so() {
        let home = home();
        std::fs::create_dir_all(home.path().join("cognitui/history.jsonl")).expect("a folder in its place");
        let error = history(&home).add(&line("a", "shop")).expect_err("no line");
        assert!(error.summary.starts_with("The history ") && error.summary.ends_with("can't be written"));
        assert_eq!(error.cause.as_deref(), Some("it is not a regular file"));
    }
}
