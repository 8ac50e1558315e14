//! Faults in a pseudo-terminal and in real time: the binary, every call, and the kinds of faults that need no
//! long wait. What holds is read on the screen; the fault matrix looks closer, and has all kinds.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use cognitui::demo::{Cognito, Fault};

use super::Pty;
use crate::matrix::stores;
use crate::matrix::ways::{METADATA_URL, Start, Then, WAYS, Way};

/// How long nothing is written once all is at rest: longer than a moment of the spinner.
const REST: Duration = Duration::from_millis(400);

/// Runs at once. They wait most of the time.
const THREADS: usize = 4;

fn faults() -> [Fault; 7] {
    [
        Fault::AccessDenied,
        Fault::ExpiredToken,
        Fault::ResetBefore,
        Fault::ResetAfter,
        Fault::Truncate,
        Fault::Html(502),
        Fault::NotHttp,
    ]
}

/// A key as a terminal sends it.
fn bytes(key: &str) -> Vec<u8> {
    let named = match key {
        "enter" => "\r",
        "esc" => "\x1b",
        "tab" => "\t",
        "space" => " ",
        "end" => "\x1b[F",
        "pgdn" => "\x1b[6~",
        key => key,
    };
    match named.strip_prefix("ctrl-") {
        Some(letter) => letter.bytes().map(|letter| letter & 0x1f).collect(),
        None => named.as_bytes().to_vec(),
    }
}

impl Pty {
    /// Waits until nothing is written, the spinner included.
    fn rests_soon(&mut self) {
        while let Some(bytes) = self.written_within(REST) {
            self.take(&bytes);
        }
    }

    fn types(&mut self, step: &str) {
        if let Some(text) = step.strip_prefix('=') {
            self.send(text);
        } else {
            step.split_whitespace().for_each(|key| self.send(bytes(key)));
        }
    }

    fn steps(&mut self, steps: &[&str]) -> Result<(), String> {
        for step in steps {
            self.rests_soon();
            match step.strip_prefix('>') {
                Some(row) => self.goes_to(row)?,
                None => self.types(step),
            }
        }
        self.rests_soon();
        Ok(())
    }

    fn goes_to(&mut self, row: &str) -> Result<(), String> {
        for _ in 0..80 {
            if self.screen().contents().contains(&format!("▶ {row}")) {
                return Ok(());
            }
            self.send("\x1b[B");
            self.rests_soon();
        }
        Err(format!("there is no row {row}"))
    }
}

/// The keys before a call, and those that make it. The program starts with the user pools.
fn keys(way: &Way) -> (Vec<&'static str>, &'static str) {
    let mut before: Vec<_> = (way.from == Start::IdentityPools).then_some("2").into_iter().collect();
    before.extend(way.before);
    let step = if way.step.is_empty() { before.pop() } else { Some(way.step) };
    (before, step.unwrap_or_default())
}

/// What a fault of a call leads to; a complaint if that is not what has to be.
fn try_fault(server: &Cognito, way: &Way, fault: &Fault) -> Result<(), String> {
    let (before, step) = keys(way);
    if before.is_empty() && step.is_empty() {
        server.inject_always(way.call, fault.clone());
    }
    let mut pty = Pty::start(&["--endpoint-url", &server.url(), "--region", "eu-west-1"]).taken_over();
    pty.steps(&before)?;
    match way.then {
        Then::Write { .. } => server.inject(way.call, fault.clone()),
        _ => server.inject_always(way.call, fault.clone()),
    }
    pty.types(step);
    pty.send(bytes("ctrl-l"));
    let answer = pty.written_within(Duration::from_secs(2)).ok_or("a key is not answered")?;
    pty.take(&answer);
    pty.rests_soon();
    let screen = pty.screen().contents();
    let (sent, done) = (server.received(way.call).len(), server.served(way.call));
    let holds = match way.then {
        Then::Write { .. } if screen.contains("unknown") => sent <= 1,
        Then::Write { .. } => sent <= 1 && screen.contains('✓') == (done == 1),
        Then::Rows => screen.contains('✗'),
        Then::Again { .. } => true,
    };
    pty.signal("TERM");
    let status = pty.ends();
    pty.given_back();
    match (holds, status) {
        (true, 143) => Ok(()),
        (_, status) => Err(format!("sent {sent}, done {done}, exit status {status}\n{screen}")),
    }
}

#[test]
#[ignore = "it takes a quarter of an hour: scripts/faults"]
fn faults_of_every_call_are_told_in_a_terminal_and_no_write_is_sent_twice() {
    let only = std::env::var("FAULTS").unwrap_or_default();
    let (store, faults) = (stores::one_of_each(), faults());
    // Metadata is fetched over https, which the embedded Cognito has not.
    let ways = WAYS.iter().filter(|way| way.call.contains(&only) && way.call != METADATA_URL);
    let cells: Vec<_> = ways.flat_map(|way| faults.iter().map(move |fault| (way, fault))).collect();
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                let mut builder = tokio::runtime::Builder::new_multi_thread();
                let runtime = builder.worker_threads(1).enable_all().build().expect("threads");
                while let Some((way, fault)) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let server = runtime.block_on(Cognito::start(store.clone())).expect("a server");
                    if let Err(complaint) = try_fault(&server, way, fault) {
                        let complaint = format!("{} · {fault:?}: {complaint}", way.call);
                        failed.lock().expect("a lock").push(complaint);
                    }
                }
            });
        }
    });
    let failed = failed.into_inner().expect("no panic");
    println!("{} faults in a terminal", cells.len());
    assert!(failed.is_empty(), "{} failed:\n{}", failed.len(), failed.join("\n\n"));
}
