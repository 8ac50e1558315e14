//! The debug log: a file that only its owner can read. It holds this program's events only, since those of
//! the SDK may hold secrets.
//!
//! An event is one line whatever the names in it hold, so `cat` of the log does no more than the screen does.
//! Two files of 10 MB are kept at most: the log, and the one before it.

use std::fs::File;
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;

use crate::error::AppError;
use crate::private_file::PrivateFolder;
use crate::visible::visible;

const NAME: &str = "debug.log";
/// The log before the current one.
const BEFORE: &str = "debug.log.1";

/// The size at which a new log is begun, in bytes.
const MOST: u64 = 10 * 1024 * 1024;

/// The open log, which notices lost events.
pub struct Log {
    pub path: PathBuf,
    writer: Arc<Writer>,
}

impl Log {
    /// True if every event so far was written.
    pub fn is_whole(&self) -> bool {
        !self.writer.failed.load(Ordering::Relaxed)
    }
}

/// Writes to the file and remembers failures, which `tracing` ignores.
struct Writer {
    folder: PrivateFolder,
    file: Mutex<File>,
    failed: AtomicBool,
    most: u64,
}

impl Writer {
    fn new(folder: PrivateFolder, most: u64) -> io::Result<Self> {
        let file = Mutex::new(folder.append(NAME)?);
        Ok(Self { folder, file, failed: AtomicBool::new(false), most })
    }

    /// Writes one event, which `tracing` hands over whole.
    fn write_event(&self, event: &[u8]) -> io::Result<()> {
        let event = String::from_utf8_lossy(event);
        let line = format!("{}\n", visible(event.trim_end_matches('\n')));
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if file.metadata()?.len() + line.len() as u64 > self.most {
            self.begin_anew(&mut file)?;
        }
        file.write_all(line.as_bytes())
    }

    /// Begins a new log, unless another process that logs too has done so already.
    fn begin_anew(&self, file: &mut File) -> io::Result<()> {
        file.lock()?;
        let (full, current) = (file.metadata()?, self.folder.append(NAME)?);
        if current.metadata()?.ino() == full.ino() {
            self.folder.rename(NAME, BEFORE)?;
            *file = self.folder.append(NAME)?;
        } else {
            *file = current;
        }
        Ok(())
    }
}

impl Write for &Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.write_event(bytes);
        written.map(|()| bytes.len()).inspect_err(|_| self.failed.store(true, Ordering::Relaxed))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens the log in the state folder and starts to append to it.
///
/// # Errors
/// If the file can't be opened, or is not a regular file of this user's.
pub fn open() -> Result<Log, AppError> {
    let folder = PrivateFolder::of_this_program()?;
    let path = folder.path_of(NAME);
    let writer = Writer::new(folder, MOST).map_err(|error| {
        AppError::new(format!("The log {} can't be opened", path.display()))
            .hint("Start without --debug, or set XDG_STATE_HOME to a folder you can write to.")
            .cause(error)
    })?;
    let writer = Arc::new(writer);
    let subscriber = subscriber(Arc::clone(&writer));
    tracing::subscriber::set_global_default(subscriber)
        .map_err(|error| AppError::new("The log can't be started").cause(error))?;
    tracing::info!("cognitui {} started", env!("CARGO_PKG_VERSION"));
    Ok(Log { path, writer })
}

/// The subscriber that writes events to a file, with times in UTC and without colours. It prints nothing to
/// the screen when the disk is full.
fn subscriber(writer: Arc<Writer>) -> impl tracing::Subscriber + Send + Sync {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .with_ansi(false)
        .log_internal_errors(false)
        .with_writer(writer)
        .finish()
        .with(Targets::new().with_target("cognitui", LevelFilter::DEBUG))
}

#[cfg(test)]
mod tests {
    use std::fs::{self, OpenOptions};

    use super::*;

    struct Home(tempfile::TempDir);

    impl Home {
        fn new() -> Self {
            Self(tempfile::tempdir().expect("a folder"))
        }

        fn writer(&self, most: u64) -> Arc<Writer> {
            let folder = PrivateFolder::open(&self.0.path().join("cognitui")).expect("a folder");
            Arc::new(Writer::new(folder, most).expect("a log"))
        }

        fn text(&self, name: &str) -> String {
            fs::read_to_string(self.0.path().join("cognitui").join(name)).expect("a log")
        }
    }

    #[test]
    fn a_log_that_can_not_be_written_remembers_it() {
        let home = Home::new();
        let log = Log { path: PathBuf::new(), writer: home.writer(MOST) };
        *log.writer.file.lock().expect("one thread") =
            OpenOptions::new().write(true).open("/dev/full").expect("the full device of Linux");
        assert!(log.is_whole());
        tracing::subscriber::with_default(subscriber(Arc::clone(&log.writer)), || tracing::debug!("lost"));
        assert!(!log.is_whole());
    }

    #[test]
    fn nothing_but_the_programs_own_events_reaches_the_log() {
        let home = Home::new();
        tracing::subscriber::with_default(subscriber(home.writer(MOST)), || {
            tracing::debug!("ours");
            tracing::error!(target: "aws_smithy_runtime::client", "s3cret");
            tracing::error!(target: "hyper", "s3cret");
        });
        let written = home.text(NAME);
        assert_eq!(written.lines().count(), 1, "{written}");
        assert!(written.contains("Z DEBUG cognitui::log::tests: ours"), "{written}");
    }

    #[test]
    fn a_hostile_name_stays_in_its_line_and_controls_no_terminal() {
        let home = Home::new();
        tracing::subscriber::with_default(subscriber(home.writer(MOST)), || {
            tracing::debug!("id={}", "a\n2026-01-01T00:00:00Z ERROR forged\r\u{1b}]0;t\u{7}\u{202e}\u{9b}1m");
        });
        let written = home.text(NAME);
        assert!(written.contains("id=a␊2026-01-01T00:00:00Z ERROR forged␍"), "{written:?}");
        let controls = |char: char| char.is_control() || char == '\u{202e}';
        assert_eq!(written.find(controls), Some(written.len() - 1), "{written:?}");
    }

    #[test]
    fn a_log_that_is_full_is_kept_and_a_new_one_begun() {
        let home = Home::new();
        let writer = home.writer(30);
        for event in ["the first event\n", "the second event\n", "the third event\n"] {
            (&*writer).write_all(event.as_bytes()).expect("room");
        }
        assert_eq!(
            (home.text(BEFORE), home.text(NAME)),
            ("the second event\n".into(), "the third event\n".into())
        );
    }

    #[test]
    fn two_programs_that_log_to_one_full_file_begin_one_new_file() {
        let home = Home::new();
        let writers = [home.writer(40), home.writer(40)];
        for event in ["the first event\n", "the second event\n", "the third event\n"] {
            for writer in &writers {
                (&**writer).write_all(event.as_bytes()).expect("room");
            }
        }
        assert_eq!(home.text(BEFORE), "the second event\n".repeat(2));
        assert_eq!(home.text(NAME), "the third event\n".repeat(2));
    }
}
