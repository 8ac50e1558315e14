//! Runs the credential process of a profile, in a process of its own: without a terminal whose keys it could
//! take, within a limit of time, and no longer than the program that needs the credentials.

use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::{Pid, setsid};
use regex::Regex;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use zeroize::Zeroizing;

use crate::aws::credential_process::MARK;

/// The time that a process has to print the credentials.
const LIMIT: Duration = Duration::from_mins(1);

/// The time between two looks at whether the process has ended, and that it has to end once it is asked to.
const STEP: Duration = Duration::from_millis(200);

/// The most bytes of credentials, and of what is printed besides.
const MOST: usize = 64 * 1024;

/// Runs a command of a profile; prints the credentials, or why there are none. Returns the exit status.
pub fn run(command: &str) -> u8 {
    // Without a controlling terminal, nothing can be asked of a user who looks at another program's screen.
    let _ = setsid();
    match supervise(command, LIMIT, || !is_reader_there()) {
        Ok(credentials) => u8::from(io::stdout().write_all(&credentials).is_err()),
        Err(ProcessFailure { why, printed }) => {
            let _ = write!(io::stderr(), "{MARK}{why}\n{}", redacted(&printed));
            1
        }
    }
}

/// The reason why there are no credentials, and what was printed besides.
#[derive(Debug)]
struct ProcessFailure {
    why: String,
    printed: String,
}

/// True while somebody reads what is printed here: the program lives, and still wants the credentials.
fn is_reader_there() -> bool {
    let output = io::stdout();
    let mut reader = [PollFd::new(&output, PollFlags::empty())];
    !matches!(poll(&mut reader, Some(&Timespec { tv_sec: 0, tv_nsec: 0 })), Ok(1..))
}

fn supervise(
    command: &str,
    limit: Duration,
    is_in_vain: impl Fn() -> bool,
) -> Result<Zeroizing<Vec<u8>>, ProcessFailure> {
    let nothing = |why: String| ProcessFailure { why, printed: String::new() };
    let spawned = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn();
    let mut child =
        spawned.map_err(|error| nothing(format!("the credential process can't start ({error})")))?;
    let deadline = Instant::now() + limit;
    let mut output = Stream::new(child.stdout.take());
    let mut errors = Stream::new(child.stderr.take());
    let status = loop {
        let was_silent = read(&mut output, &mut errors);
        // Something that it left running may keep its output open.
        match child.try_wait() {
            Ok(Some(status)) if was_silent || (output.is_over() && errors.is_over()) => break Some(status),
            Err(_) => break None,
            _ if is_in_vain() || Instant::now() >= deadline || output.bytes.len() > MOST => break None,
            _ => {}
        }
    };
    let why = match status {
        Some(status) if status.success() => return Ok(output.bytes),
        Some(status) => ended(status),
        None => {
            end(&mut child);
            if output.bytes.len() > MOST {
                "the credential process printed more than credentials".to_owned()
            } else {
                format!("the credential process gave no credentials within {} seconds", limit.as_secs())
            }
        }
    };
    Err(ProcessFailure { why, printed: String::from_utf8_lossy(&errors.bytes).into_owned() })
}

fn ended(status: ExitStatus) -> String {
    match (status.code(), status.signal()) {
        (Some(code), _) => format!("the credential process ended with exit status {code}"),
        (None, signal) => {
            format!("the credential process was ended by signal {}", signal.unwrap_or_default())
        }
    }
}

/// Ends the process and those that it started: first asks, then kills.
fn end(child: &mut Child) {
    let Ok(group) = i32::try_from(child.id()).map(Pid::from_raw) else { return };
    let _ = killpg(group, Signal::SIGTERM);
    let asked = Instant::now();
    while matches!(child.try_wait(), Ok(None)) && asked.elapsed() < STEP {
        std::thread::sleep(STEP / 10);
    }
    let _ = killpg(group, Signal::SIGKILL);
    let _ = child.wait();
}

/// What a process prints, up to a bound.
struct Stream<R> {
    from: Option<R>,
    bytes: Zeroizing<Vec<u8>>,
}

impl<R: Read + AsFd> Stream<R> {
    fn new(from: Option<R>) -> Self {
        Self { from, bytes: Zeroizing::new(Vec::with_capacity(MOST + 8192)) }
    }

    const fn is_over(&self) -> bool {
        self.from.is_none()
    }

    /// Reads what is there, after `poll` said that something is.
    fn read(&mut self) {
        let mut buffer = Zeroizing::new([0; 4096]);
        match self.from.as_mut().map(|from| from.read(buffer.as_mut_slice())) {
            Some(Ok(count @ 1..)) if self.bytes.len() <= MOST => {
                self.bytes.extend_from_slice(&buffer[..count]);
            }
            Some(Ok(1..)) => {}
            Some(Err(error)) if error.kind() == io::ErrorKind::Interrupted => {}
            Some(Ok(0) | Err(_)) | None => self.from = None,
        }
    }
}

/// Waits for a step at most and reads what came; returns true if nothing did.
fn read<A: Read + AsFd, B: Read + AsFd>(output: &mut Stream<A>, errors: &mut Stream<B>) -> bool {
    let step = Timespec { tv_sec: 0, tv_nsec: STEP.subsec_nanos().into() };
    let mut open = Vec::new();
    open.extend(output.from.as_ref().map(|from| PollFd::new(from, PollFlags::IN)));
    open.extend(errors.from.as_ref().map(|from| PollFd::new(from, PollFlags::IN)));
    let ready = poll(&mut open, Some(&step)).is_ok_and(|ready| ready > 0);
    let is_ready: Vec<_> = open.iter().map(|fd| !fd.revents().is_empty()).collect();
    drop(open);
    let mut is_ready = is_ready.into_iter();
    if !output.is_over() && is_ready.next() == Some(true) {
        output.read();
    }
    // The second one of both, or the only one.
    if !errors.is_over() && is_ready.next() == Some(true) {
        errors.read();
    }
    !ready
}

/// What a process printed, without what may be a secret: the values of what is named like one, and long words
/// of letters and digits.
fn redacted(text: &str) -> String {
    static NAMED: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let name = "secret|token|passw(?:or)?d|pwd|passphrase|credential|key|code|pin";
        Regex::new(&format!(r#"(?i)((?:{name})[\w-]*["']?\s*[:=]\s*["']?)[^\s"',]+"#)).ok()
    });
    static RANDOM: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"[A-Za-z0-9+/_=.~-]*[A-Za-z0-9+/_=~-]{16,}").ok());
    let (Some(named), Some(random)) = (NAMED.as_ref(), RANDOM.as_ref()) else { return String::new() };
    let text = named.replace_all(text, "${1}[redacted]");
    let is_random = |word: &str| {
        word.bytes().any(|byte| byte.is_ascii_digit()) && word.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let replaced = random.replace_all(&text, |found: &regex::Captures<'_>| {
        if is_random(&found[0]) { "[redacted]".to_owned() } else { found[0].to_owned() }
    });
    replaced.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn supervised(command: &str) -> Result<String, ProcessFailure> {
        let printed = supervise(command, Duration::from_secs(30), || false)?;
        Ok(String::from_utf8_lossy(&printed).into_owned())
    }

    #[test]
    fn what_the_process_prints_comes_back_also_if_it_leaves_something_running() {
        assert_eq!(supervised("echo credentials; echo noise >&2").expect("credentials"), "credentials\n");
        assert_eq!(supervised("sleep 300 & echo credentials").expect("credentials"), "credentials\n");
    }

    #[test]
    fn a_process_that_fails_is_told_with_what_it_printed() {
        let failure = supervised("echo no card >&2; exit 3").expect_err("a failure");
        assert_eq!(failure.why, "the credential process ended with exit status 3");
        assert_eq!(failure.printed, "no card\n");
        let failure = supervised("kill -9 $$").expect_err("a failure");
        assert_eq!(failure.why, "the credential process was ended by signal 9");
    }

    #[test]
    fn a_process_that_hangs_or_never_ends_to_print_is_given_up_and_ended() {
        let home = tempfile::tempdir().expect("a folder");
        let (file, name) = (home.path().join("pid"), home.path().display());
        let hanging = format!("trap '' TERM; echo $$ >'{name}/pid'; sleep 300; sleep 300");
        let failure = supervise(&hanging, Duration::from_secs(1), || false).expect_err("no credentials");
        assert_eq!(failure.why, "the credential process gave no credentials within 1 seconds");
        let pid = std::fs::read_to_string(file).expect("it began").trim().parse().expect("a number");
        assert!(nix::sys::signal::kill(Pid::from_raw(pid), None).is_err(), "it lives on");
        let failure = supervised("yes").expect_err("no credentials");
        assert_eq!(failure.why, "the credential process printed more than credentials");
    }

    #[test]
    fn a_process_whose_credentials_nobody_wants_any_more_is_ended_at_once() {
        let begun = Instant::now();
        assert!(supervise("sleep 300", Duration::from_mins(1), || true).is_err());
        assert!(begun.elapsed() < Duration::from_secs(30));
    }

    #[test]
    fn secrets_in_what_it_printed_are_redacted_and_words_stay() {
        let printed = "Error: login failed for ann@example.com at https://idp.example.com: \
            SecretAccessKey=wJalrXUtnFEMI/K7MDENG, token: \"abc\", password=hunter2 AKIAIOSFODNN7EXAMPLE \
            Card-reader not found";
        let shown = redacted(printed);
        for secret in ["wJalr", "K7MDENG", "abc\"", "hunter2", "AKIAIOSFODNN7EXAMPLE"] {
            assert!(!shown.contains(secret), "{secret}: {shown}");
        }
        for word in ["login failed for ann@example.com", "https://idp.example.com", "Card-reader not found"] {
            assert!(shown.contains(word), "{word}: {shown}");
        }
    }
}
