//! A long stay: random keys at a service with random faults, while the process is watched from outside.

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use cognitui::demo::{Cognito, Fault, Store};

use super::Pty;

/// Keys of one character. None quits, but the palette's action may.
const CHARACTERS: &str = "jkgG12345678/:?rsenNcuymxiRtD abowdflpv=[]!CEFHJLOPSTUVY\r\t\x1b\x7f";

/// Other keys as a terminal sends them: with Ctrl and Alt, arrows and pages, and a paste.
const SEQUENCES: &[&str] = &[
    "\x04",
    "\x0c",
    "\x0e",
    "\x0f",
    "\x13",
    "\x14",
    "\x18",
    "\x19",
    "\x1a",
    "\x1bc",
    "\x1bj",
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x1b[Z",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[1;5A",
    "\x1b[1;5B",
    "\x1b[200~pasted text\x1b[201~",
];

/// A generator of pseudorandom numbers (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % end as u64).expect("a small number")
    }

    fn key(&mut self) -> &'static str {
        let at = self.below(CHARACTERS.len() + SEQUENCES.len());
        CHARACTERS.get(at..=at).unwrap_or_else(|| SEQUENCES[at - CHARACTERS.len()])
    }

    fn fault(&mut self) -> Fault {
        let faults = [
            Fault::Throttle,
            Fault::InternalError,
            Fault::AccessDenied,
            Fault::ExpiredToken,
            Fault::ConcurrentModification,
            Fault::ResetBefore,
            Fault::ResetAfter,
            Fault::Truncate,
            Fault::Html(502),
            Fault::Delay(Duration::from_millis(300)),
        ];
        faults[self.below(faults.len())].clone()
    }
}

/// What a process has: memory of its own in KiB, threads, open files, the tasks of its calls, and contexts
/// beside the first one.
#[derive(Debug, Clone, Copy)]
struct Sample {
    memory: u64,
    threads: usize,
    files: usize,
    tasks: usize,
    contexts: usize,
}

impl Sample {
    fn of(pty: &Pty) -> Self {
        let process = pty.id;
        let status = fs::read_to_string(format!("/proc/{process}/status")).expect("it runs");
        // Without the pages of the executable: how many of them are mapped depends on the system's cache.
        let memory = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).expect("its memory");
        let log = end_of(&pty.home.path().join(".local/state/cognitui/debug.log"));
        let count = |what: &str| fs::read_dir(format!("/proc/{process}/{what}")).expect("it runs").count();
        Self {
            memory: memory.trim().trim_end_matches(" kB").parse().expect("a number"),
            threads: count("task"),
            files: count("fd"),
            // Those that were alive when the last call started.
            tasks: numbers(&log, "alive_tasks=").last().unwrap_or_default(),
            contexts: numbers(&log, "UseContext(ContextId(").max().unwrap_or_default(),
        }
    }
}

/// The last part of the log; empty before the first call.
fn end_of(log: &Path) -> String {
    const END: u64 = 64 * 1024;
    let Ok(mut file) = File::open(log) else { return String::new() };
    let size = file.metadata().expect("a size").len();
    file.seek(SeekFrom::Start(size.saturating_sub(END))).expect("a place in the log");
    let mut end = Vec::new();
    file.read_to_end(&mut end).expect("the end of the log");
    String::from_utf8_lossy(&end).into_owned()
}

/// The numbers that follow a text in the log, in their order.
fn numbers<'a>(log: &'a str, text: &'a str) -> impl Iterator<Item = usize> + 'a {
    log.split(text).skip(1).filter_map(|rest| {
        let end = rest.find(|char: char| !char.is_ascii_digit()).unwrap_or(rest.len());
        rest[..end].parse().ok()
    })
}

/// The far ends of a process's connections.
fn peers(process: u32) -> Vec<String> {
    let links = fs::read_dir(format!("/proc/{process}/fd")).expect("it runs").filter_map(Result::ok);
    let links: Vec<_> = links.filter_map(|link| fs::read_link(link.path()).ok()).collect();
    let is_own = |inode: &str| links.iter().any(|link| link.to_string_lossy() == format!("socket:[{inode}]"));
    let tables = ["tcp", "tcp6", "udp", "udp6"]
        .map(|table| fs::read_to_string(format!("/proc/{process}/net/{table}")));
    let rows: Vec<String> = tables
        .into_iter()
        .filter_map(Result::ok)
        .flat_map(|table| table.lines().skip(1).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let peer = |row: &String| {
        let columns: Vec<_> = row.split_whitespace().collect();
        is_own(columns.get(9)?).then(|| columns[2].to_owned())
    };
    rows.iter().filter_map(peer).collect()
}

fn start(server: &Cognito) -> Pty {
    let mut pty =
        Pty::start(&["--debug", "--endpoint-url", &server.url(), "--region", "eu-west-1"]).taken_over();
    pty.sees("shop-prod");
    pty
}

/// The most of the middle third, which is what it may have, and the most of the last one.
fn levels(samples: &[Sample], of: impl Fn(&Sample) -> u64) -> (u64, u64) {
    let third = samples.len() / 3;
    let most = |samples: &[Sample]| samples.iter().map(&of).max().unwrap_or_default();
    (most(&samples[third..2 * third]), most(&samples[2 * third..]))
}

/// Keeps the samples of the longer run, and begins anew.
fn keep_longer(longest: &mut Vec<Sample>, samples: &mut Vec<Sample>) {
    if samples.len() > longest.len() {
        *longest = std::mem::take(samples);
    }
    samples.clear();
}

/// What may be added for a form with all that can be undone in it, in KiB.
const GROWTH: u64 = 5 * 1024;

/// What no moment of any run may take with one context, in KiB: twice what is usual.
const MOST: u64 = 32 * 1024;

/// What may be added for a context that was opened, in KiB: its screens, what it has read, its connections.
const CONTEXT: u64 = 2 * 1024;

/// The longest that keys may change nothing on the screen: a busy machine's worth of what a frame takes.
const STILL: Duration = Duration::from_secs(5);

/// The seconds after which what a run has stands for what it keeps.
const LEVEL: usize = 30;

#[test]
#[ignore = "it takes as long as it is told to: scripts/soak"]
fn random_keys_and_faults_for_as_long_as_told_leak_nothing_and_reach_nobody_else() {
    let told = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = Duration::from_secs(told("SOAK_SECONDS").unwrap_or(120));
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("a time");
    let seed = told("SOAK_SEED").unwrap_or(now.as_secs());
    println!("seed {seed}, for {time:?}");
    let mut random = Random(seed);
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("threads");
    let server = runtime.block_on(Cognito::start(Store::demo())).expect("a server");
    let here = format!(
        "0100007F:{:04X}",
        server.url().rsplit(':').next().and_then(|port| port.parse::<u16>().ok()).expect("a port")
    );
    let mut pty = start(&server);
    let (mut samples, mut longest, mut keys, mut runs) = (Vec::new(), Vec::new(), 0u64, 1);
    let mut contexts = 0;
    let mut fullest = (0, String::new());
    let (begun, mut last_sample) = (Instant::now(), Instant::now());
    let (mut last_output, mut silence) = (Instant::now(), Duration::ZERO);
    while begun.elapsed() < time {
        match random.below(10) {
            0 => server.inject("*", random.fault()),
            1 => server.clear_faults(),
            2 => server.inject_always("*", random.fault()),
            _ => {}
        }
        for _ in 0..=random.below(12) {
            let key = random.key();
            pty.send(key);
            keys += 1;
            // Together with the next key it would be another one.
            if key == "\x1b" {
                break;
            }
        }
        std::thread::sleep(Duration::from_millis(10));
        while let Ok(bytes) = pty.output.try_recv() {
            // The screen is not looked at, and what was written is not kept.
            pty.parser.process(&bytes);
            silence = silence.max(last_output.elapsed());
            last_output = Instant::now();
        }
        if let Ok(status) = pty.status.try_recv() {
            assert_eq!(status, 0, "it ended by itself after {keys} keys:\n{}", pty.screen().contents());
            server.clear_faults();
            (pty, runs, contexts) = (start(&server), runs + 1, 0);
            last_output = Instant::now();
            keep_longer(&mut longest, &mut samples);
        }
        if last_sample.elapsed() > Duration::from_secs(1) {
            last_sample = Instant::now();
            let mut sample = Sample::of(&pty);
            contexts = contexts.max(sample.contexts);
            sample.contexts = contexts;
            let memory = sample.memory.saturating_sub(CONTEXT * contexts as u64);
            if memory > fullest.0 {
                fullest = (memory, pty.screen().contents());
            }
            samples.push(sample);
            let others: Vec<_> = peers(pty.id).into_iter().filter(|peer| *peer != here).collect();
            assert!(others.is_empty(), "it talks to {others:?} and not only to {here}");
        }
    }
    silence = silence.max(last_output.elapsed());
    println!("{keys} keys, {runs} runs, {:?} at the end, still for {silence:?} at most", samples.last());
    keep_longer(&mut longest, &mut samples);
    let memory = levels(&longest, |sample| sample.memory);
    let threads = levels(&longest, |sample| sample.threads as u64);
    // Connections are files too.
    let files = levels(&longest, |sample| sample.files as u64);
    let tasks = levels(&longest, |sample| sample.tasks as u64);
    let contexts = levels(&longest, |sample| sample.contexts as u64);
    println!(
        "the longest run, {} s: memory {memory:?} KiB, threads {threads:?}, files {files:?}, tasks {tasks:?}, \
         contexts {contexts:?}",
        longest.len()
    );
    assert!(
        longest.len() >= LEVEL.min(usize::try_from(time.as_secs()).unwrap_or(LEVEL) / 2),
        "no run was long"
    );
    let (most, screen) = fullest;
    let growth = GROWTH + CONTEXT * (contexts.1 - contexts.0);
    assert!(memory.1 <= memory.0 + growth, "memory goes up: {memory:?} KiB; the most at\n{screen}");
    assert!(most <= MOST, "{most} KiB without contexts at\n{screen}");
    assert!(silence <= STILL, "keys changed nothing for {silence:?}");
    assert!(threads.1 <= threads.0 + 2, "threads: {threads:?}");
    assert!(files.1 <= files.0 + 12, "files: {files:?}");
    assert!(tasks.0 > 0, "the log names no tasks");
    // Each open connection has a task.
    assert!(tasks.1 <= tasks.0 + 12, "tasks: {tasks:?}");
    server.clear_faults();
    pty.signal("TERM");
    assert_eq!(pty.ends(), 143);
    pty.given_back();
}
