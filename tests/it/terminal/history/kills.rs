//! A kill at the two steps of a write that no request marks: between line and request, and between the
//! verdict and its line.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{DESCRIBE, UPDATE, asked_at, outcomes, server};
use crate::terminal::{LIMIT, Pty};
use cognitui::demo::{Fault, Gate};
use cognitui::history::RecordedOutcome;

/// Passes connections on to a server, until nothing is let through to it any more.
struct Tap {
    url: String,
    closed: Arc<AtomicBool>,
}

impl Tap {
    fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let server = server.trim_start_matches("http://").to_owned();
        let closed = Arc::new(AtomicBool::new(false));
        let is_closed = Arc::clone(&closed);
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(to_server) = TcpStream::connect(&server) else { return };
                let (from_client, from_server) = (client.try_clone(), to_server.try_clone());
                let (Ok(from_client), Ok(from_server)) = (from_client, from_server) else { return };
                let is_closed = Arc::clone(&is_closed);
                thread::spawn(move || pass(from_client, to_server, || is_closed.load(Ordering::SeqCst)));
                thread::spawn(move || pass(from_server, client, || false));
            }
        });
        Self { url, closed }
    }

    fn close(&self) {
        self.closed.store(true, Ordering::SeqCst);
    }
}

/// Passes bytes on; what comes while it is closed is swallowed.
fn pass(mut from: TcpStream, mut to: TcpStream, is_closed: impl Fn() -> bool) {
    let mut buffer = [0; 16 * 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if !is_closed() && to.write_all(&buffer[..count]).is_err() {
            return;
        }
    }
}

/// Waits until the history has a number of entries.
fn until_recorded(pty: &mut Pty, entries: usize) {
    let begun = Instant::now();
    while outcomes(pty).len() < entries {
        assert!(begun.elapsed() < LIMIT, "no line is written");
        pty.written_within(Duration::from_millis(10));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_between_the_line_and_the_request_has_sent_nothing_and_says_unknown() {
    let server = server().await;
    let tap = Tap::before(&server.url());
    let mut pty = asked_at(&tap.url);
    let before = server.received(DESCRIBE).len();
    let gate = Gate::new();
    server.inject(DESCRIBE, Fault::Hold(gate.clone()));
    pty.send("y");
    server.wait_for_requests(DESCRIBE, before + 1).await;
    tap.close();
    gate.open();
    until_recorded(&mut pty, 1);
    pty.signal("KILL");
    pty.ends();
    assert_eq!(server.received(UPDATE).len(), 0);
    assert_eq!(outcomes(&pty), [("shop-guests".to_owned(), RecordedOutcome::Unknown, false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_before_the_line_of_its_verdict_leaves_an_unknown_outcome() {
    let server = server().await;
    let mut pty = asked_at(&server.url());
    let gate = Gate::new();
    server.inject(UPDATE, Fault::Hold(gate.clone()));
    pty.send("y");
    server.wait_for_requests(UPDATE, 1).await;
    // Nothing more can be written to the history.
    let lock = pty.home.path().join(".local/state/cognitui/history.lock");
    let lock = std::fs::File::options().append(true).open(lock).expect("the lock of the history");
    lock.lock().expect("nobody else has it");
    gate.open();
    pty.sees("1 setting changed, 0 others");
    pty.signal("KILL");
    pty.ends();
    assert_eq!(server.received(UPDATE).len(), 1);
    assert_eq!(outcomes(&pty), [("shop-guests".to_owned(), RecordedOutcome::Unknown, false)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_start_reads_the_resource_and_settles_what_a_killed_program_left() {
    let server = server().await;
    let pty = super::killed(&server, UPDATE).await;
    let home = pty.home.path().to_string_lossy().into_owned();
    let arguments = ["identity-pools", "--endpoint-url", &server.url(), "--region", "eu-west-1"];
    let mut next = Pty::start_in(&arguments, &[("HOME", &home)]).taken_over();
    next.sees("The outcome of UpdateIdentityPool of shop-guests is not");
    next.send("H");
    next.sees("unknown");
    next.until("the caller", |screen| screen.contents().contains("123456789012"));
    next.send("V");
    next.until("an outcome", |screen| {
        !screen.contents().contains("unknown  ") && screen.contents().contains("shop-guests")
    });
    let found = outcomes(&pty);
    assert_eq!(found.len(), 1);
    assert!(found[0].2 && found[0].1 != RecordedOutcome::Unknown, "{found:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_between_the_two_requests_of_a_new_pool_leaves_one_that_shows_what_holds() {
    let server = server().await;
    let arguments = ["user-pools", "--endpoint-url", &server.url(), "--region", "eu-west-1"];
    let mut pty = new_pool(&arguments);
    pty.sees("Create user pool orders?");
    let before = server.received("GetUserPoolMfaConfig").len();
    server.inject("GetUserPoolMfaConfig", Fault::Hold(Gate::new()));
    confirm(&mut pty, "Create user pool orders?");
    server.wait_for_requests("GetUserPoolMfaConfig", before + 1).await;
    let begun = Instant::now();
    while outcomes(&pty) != [("orders".to_owned(), RecordedOutcome::Applied, true)] {
        assert!(begun.elapsed() < LIMIT, "the create is not recorded: {:?}", outcomes(&pty));
        pty.written_within(Duration::from_millis(10));
    }
    pty.signal("KILL");
    pty.ends();
    assert_eq!(server.received("CreateUserPool").len(), 1);
    assert_eq!(server.received("SetUserPoolMfaConfig").len(), 0);
    let home = pty.home.path().to_string_lossy().into_owned();
    let mut next = Pty::start_in(&arguments, &[("HOME", &home)]).taken_over();
    next.sees("▶ ");
    next.send("/orders\r");
    next.sees("▶ orders ");
    next.send("\r6");
    next.until("the mode that holds", |screen| {
        let is_mode = |line: &str| line.contains("MFA  ") && line.contains("OFF");
        screen.contents().lines().any(is_mode)
    });
    next.send("H");
    next.sees("CreateUserPool");
    next.sees("applied");
    assert_eq!(server.received("CreateUserPool").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_between_the_two_requests_of_an_edit_shows_what_holds_and_what_is_left() {
    let server = server().await;
    let arguments = ["user-pools", "--endpoint-url", &server.url(), "--region", "eu-west-1"];
    let mut pty = new_pool(&arguments);
    confirm(&mut pty, "Create user pool orders?");
    pty.sees("Created.");
    pty.until("the whole result", |screen| screen.contents().contains("✓ 2 settings changed"));
    pty.send("\r");
    pty.sees("▶ orders ");
    pty.send("\re");
    pty.sees("Edit orders");
    // Two rows below the name, and one above the app.
    pty.send("\x1b[B\x1b[B ");
    pty.sees("‹ INACTIVE ›");
    pty.send("\x06Authenticator app\r");
    pty.sees("▶ Authenticator app");
    pty.send("\x1b[A");
    pty.sees("▶ MFA ");
    pty.send("oo");
    pty.sees("‹ ON ›");
    pty.send("\x13");
    pty.sees("Update user pool orders?");
    let before = server.received("GetUserPoolMfaConfig").len();
    server.inject("GetUserPoolMfaConfig", Fault::Hold(Gate::new()));
    confirm(&mut pty, "Update user pool orders?");
    server.wait_for_requests("GetUserPoolMfaConfig", before + 1).await;
    let sent = server.received("SetUserPoolMfaConfig").len();
    pty.signal("KILL");
    pty.ends();
    assert_eq!(server.received("UpdateUserPool").len(), 1);
    let home = pty.home.path().to_string_lossy().into_owned();
    let mut next = Pty::start_in(&arguments, &[("HOME", &home)]).taken_over();
    next.sees("▶ ");
    next.send("/orders\r");
    next.sees("▶ orders ");
    next.send("\r");
    next.until("what holds", |screen| {
        let holds = |label: &str, value: &str| {
            screen.contents().lines().any(|line| line.contains(label) && line.contains(value))
        };
        holds("Deletion protection", "INACTIVE")
    });
    next.send("e");
    next.sees("draft");
    next.send("\r");
    next.sees("1 change is back.");
    next.send("\x13");
    next.sees("Update MFA settings of orders?");
    assert_eq!(server.received("SetUserPoolMfaConfig").len(), sent);
}

/// The question about a new user pool.
fn new_pool(arguments: &[&str]) -> Pty {
    let mut pty = Pty::start(arguments).taken_over();
    pty.sees("123456789012");
    pty.sees("▶ ");
    pty.send("n");
    pty.sees("New user pool");
    pty.send("orders\x13");
    pty
}

/// Answers a question with yes, once all of it was shown.
fn confirm(pty: &mut Pty, question: &str) {
    pty.until("the whole question", |screen| {
        let shown = screen.contents();
        shown.contains(question) && !shown.contains("account unknown")
    });
    pty.rests();
    pty.send("G");
    pty.until("the end of the question", |screen| !screen.contents().contains(": PgDn"));
    pty.send("y");
    pty.until("the answer", |screen| !screen.contents().contains(question));
}
