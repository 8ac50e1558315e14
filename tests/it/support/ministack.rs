//! Runs ministack, a Cognito that others wrote: installs it once below the target folder, starts one on a
//! loopback port that the system chooses, and ends it by its process id. It knows nothing of the console.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::python::environment;

/// What to install, every version pinned.
const REQUIREMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ministack-requirements.txt");
/// How long it may take to start; reaching it is a failure.
const PATIENCE: Duration = Duration::from_mins(1);

/// A ministack of one test. It ends with this.
pub struct Ministack {
    process: Child,
    /// What it writes, line by line.
    log: Receiver<String>,
    url: String,
    _home: TempDir,
}

impl Ministack {
    /// Not what the embedded Cognito answers, so that nobody mistakes one for the other.
    pub const ACCOUNT: &'static str = "210987654321";

    /// Starts one, and waits until it listens.
    pub fn start() -> Self {
        let home = TempDir::new().expect("a folder for its files");
        let mut process = command(home.path()).spawn().expect("ministack can be started");
        let (write, log) = mpsc::channel();
        let output = BufReader::new(process.stderr.take().expect("its output"));
        // It is read to its end, listened to or not: ministack must never wait for a full pipe.
        std::thread::spawn(move || {
            output.lines().map_while(Result::ok).for_each(|line| drop(write.send(line)));
        });
        let mut started = Self { process, log, url: String::new(), _home: home };
        started.url = started.listens_at();
        started
    }

    /// Where it listens.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn listens_at(&self) -> String {
        let (mut said, deadline) = (String::new(), Instant::now() + PATIENCE);
        while let Ok(line) = self.log.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            if let Some((_, rest)) = line.split_once("Running on ") {
                return rest.split(' ').next().unwrap_or(rest).to_owned();
            }
            said += &line;
            said.push('\n');
        }
        panic!("ministack did not start; it said:\n{said}")
    }
}

impl Drop for Ministack {
    fn drop(&mut self) {
        drop(self.process.kill());
        drop(self.process.wait());
        if std::thread::panicking() {
            eprintln!("ministack's log:\n{}", self.log.try_iter().collect::<Vec<_>>().join("\n"));
        }
    }
}

/// Nothing of this machine reaches it: no credentials, no containers, no files but its own.
fn command(home: &Path) -> Command {
    let mut command = Command::new(python());
    command.args(["-m", "ministack"]).current_dir(home).env_clear().envs([
        ("PATH", "/usr/bin:/bin"),
        ("BIND_HOST", "127.0.0.1"),
        // The system chooses a free one, which stands in the log.
        ("GATEWAY_PORT", "0"),
        ("SERVICES", "cognito-idp,cognito-identity,sts"),
        ("MINISTACK_ACCOUNT_ID", Ministack::ACCOUNT),
        ("MINISTACK_REGION", "eu-west-1"),
        ("SFTP_ENABLED", "0"),
        ("IOT_MTLS_ENABLED", "0"),
        ("LOG_LEVEL", "INFO"),
    ]);
    command.envs([("HOME", home), ("TMPDIR", home), ("STATE_DIR", home)]);
    // Where a Docker runs, it would remove containers of earlier runs from it.
    command.env("DOCKER_HOST", format!("unix://{}/none", home.display()));
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// The Python that ministack is installed in.
fn python() -> &'static Path {
    static PYTHON: OnceLock<PathBuf> = OnceLock::new();
    PYTHON.get_or_init(|| environment("ministack", REQUIREMENTS).join("bin/python"))
}
