//! The debug log: a file that only its owner can read, and that only this program's own events reach. The
//! SDK's events may carry secrets, so they never do.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use etcetera::BaseStrategy;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;

use crate::error::AppError;

/// A log that is being written.
pub struct Log {
    /// Where it is.
    pub path: PathBuf,
    writer: Arc<Writer>,
}

impl Log {
    /// Whether everything could be written so far.
    pub fn is_whole(&self) -> bool {
        !self.writer.failed.load(Ordering::Relaxed)
    }
}

/// Writes to the file, and remembers when that failed: nobody else would tell.
struct Writer {
    file: File,
    failed: AtomicBool,
}

impl Write for &Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        (&self.file).write(bytes).inspect_err(|_| self.failed.store(true, Ordering::Relaxed))
    }

    fn flush(&mut self) -> io::Result<()> {
        (&self.file).flush()
    }
}

/// Begins to log, to the end of the file in the state folder.
///
/// # Errors
/// The file can't be opened, or it is not a file of its own.
pub fn open() -> Result<Log, AppError> {
    let path = path()?;
    let file = file(&path).map_err(|error| {
        AppError::new(format!("The log {} can't be opened", path.display()))
            .hint("Start without --debug, or set XDG_STATE_HOME to a folder you can write to.")
            .cause(error)
    })?;
    let writer = Arc::new(Writer { file, failed: AtomicBool::new(false) });
    let subscriber = subscriber(Arc::clone(&writer));
    tracing::subscriber::set_global_default(subscriber)
        .map_err(|error| AppError::new("The log can't be started").cause(error))?;
    tracing::info!("cognitui {} started", env!("CARGO_PKG_VERSION"));
    Ok(Log { path, writer })
}

fn path() -> Result<PathBuf, AppError> {
    let folders = etcetera::choose_base_strategy().map_err(|error| {
        AppError::new("There is no home folder to put the log into")
            .hint("Set HOME or XDG_STATE_HOME.")
            .cause(error)
    })?;
    let state = folders.state_dir().unwrap_or_else(|| folders.data_dir());
    Ok(state.join("cognitui").join("debug.log"))
}

/// What writes events to a file: the time in UTC, no colours, and never a word on the screen when the disk is
/// full.
fn subscriber(writer: Arc<Writer>) -> impl tracing::Subscriber + Send + Sync {
    tracing_subscriber::fmt()
        .with_max_level(LevelFilter::DEBUG)
        .with_ansi(false)
        .log_internal_errors(false)
        .with_writer(writer)
        .finish()
        .with(Targets::new().with_target("cognitui", LevelFilter::DEBUG))
}

/// Opens the file to append to it. It and its folder belong to their owner alone, also when they were wider
/// before; a link is refused, since it could lead anywhere.
fn file(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        tighten(folder, 0o700)?;
    }
    match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() => return Err(io::Error::other("it is not a regular file")),
        Ok(_) => tighten(path, 0o600)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    OpenOptions::new().append(true).create(true).mode(0o600).open(path)
}

fn tighten(path: &Path, mode: u32) -> io::Result<()> {
    let wider = fs::metadata(path)?.permissions().mode() & 0o777 & !mode != 0;
    if wider { fs::set_permissions(path, Permissions::from_mode(mode)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn writer(file: File) -> Arc<Writer> {
        Arc::new(Writer { file, failed: AtomicBool::new(false) })
    }

    #[test]
    fn a_log_that_can_not_be_written_remembers_it() {
        let full = OpenOptions::new().write(true).open("/dev/full").expect("the full device of Linux");
        let log = Log { path: PathBuf::new(), writer: writer(full) };
        assert!(log.is_whole());
        tracing::subscriber::with_default(subscriber(Arc::clone(&log.writer)), || tracing::debug!("lost"));
        assert!(!log.is_whole());
    }

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).expect("it is there").permissions().mode() & 0o777
    }

    #[test]
    fn only_its_owner_can_read_the_log_also_when_it_was_wider_before() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("cognitui/debug.log");
        drop(file(&path).expect("a new log"));
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));

        fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("it is ours");
        fs::set_permissions(path.parent().expect("a folder"), Permissions::from_mode(0o755))
            .expect("it is ours");
        drop(file(&path).expect("the same log"));
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
    }

    #[test]
    fn a_link_in_the_place_of_the_log_is_refused_and_not_followed() {
        let home = tempfile::tempdir().expect("a folder");
        let (path, elsewhere) = (home.path().join("debug.log"), home.path().join("elsewhere"));
        std::os::unix::fs::symlink(&elsewhere, &path).expect("a link");
        assert_eq!(file(&path).expect_err("a link").to_string(), "it is not a regular file");
        assert!(!elsewhere.exists());
    }

    #[test]
    fn nothing_but_the_programs_own_events_reaches_the_log() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("debug.log");
        tracing::subscriber::with_default(subscriber(writer(file(&path).expect("a log"))), || {
            tracing::debug!("ours");
            tracing::error!(target: "aws_smithy_runtime::client", "s3cret");
            tracing::error!(target: "hyper", "s3cret");
        });
        let written = fs::read_to_string(&path).expect("a log");
        assert_eq!(written.lines().count(), 1, "{written}");
        assert!(written.contains("Z DEBUG cognitui::log::tests: ours"), "{written}");
    }
}
