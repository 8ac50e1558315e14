//! The debug log: a file that only its owner can read. It holds this program's events only, since those of
//! the SDK may hold secrets.

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

/// Opens the log in the state folder and starts to append to it.
///
/// # Errors
/// If the file can't be opened, or is not a regular file.
pub fn open() -> Result<Log, AppError> {
    let path = path()?;
    let file = open_private(&path).map_err(|error| {
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

/// Opens a file to append to it. Only the owner gets access to the file and its folder, even if others had it
/// before. A link is refused, since it could lead anywhere.
fn open_private(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        restrict(folder, 0o700)?;
    }
    match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() => return Err(io::Error::other("it is not a regular file")),
        Ok(_) => restrict(path, 0o600)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    OpenOptions::new().append(true).create(true).mode(0o600).open(path)
}

/// Removes the permissions that `mode` does not have.
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    let is_wider = fs::metadata(path)?.permissions().mode() & 0o777 & !mode != 0;
    if is_wider { fs::set_permissions(path, Permissions::from_mode(mode)) } else { Ok(()) }
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
        drop(open_private(&path).expect("a new log"));
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));

        fs::set_permissions(&path, Permissions::from_mode(0o644)).expect("it is ours");
        fs::set_permissions(path.parent().expect("a folder"), Permissions::from_mode(0o755))
            .expect("it is ours");
        drop(open_private(&path).expect("the same log"));
        assert_eq!((mode(&path), mode(path.parent().expect("a folder"))), (0o600, 0o700));
    }

    #[test]
    fn a_link_in_the_place_of_the_log_is_refused_and_not_followed() {
        let home = tempfile::tempdir().expect("a folder");
        let (path, elsewhere) = (home.path().join("debug.log"), home.path().join("elsewhere"));
        std::os::unix::fs::symlink(&elsewhere, &path).expect("a link");
        assert_eq!(open_private(&path).expect_err("a link").to_string(), "it is not a regular file");
        assert!(!elsewhere.exists());
    }

    #[test]
    fn nothing_but_the_programs_own_events_reaches_the_log() {
        let home = tempfile::tempdir().expect("a folder");
        let path = home.path().join("debug.log");
        tracing::subscriber::with_default(subscriber(writer(open_private(&path).expect("a log"))), || {
            tracing::debug!("ours");
            tracing::error!(target: "aws_smithy_runtime::client", "s3cret");
            tracing::error!(target: "hyper", "s3cret");
        });
        let written = fs::read_to_string(&path).expect("a log");
        assert_eq!(written.lines().count(), 1, "{written}");
        assert!(written.contains("Z DEBUG cognitui::log::tests: ours"), "{written}");
    }
}
