//! Drafts of the real program: whatever ends it, the form offers the edits when the program is started again.

use std::time::{Duration, Instant};

use super::{Pty, server};
use crate::terminal::LIMIT;
use cognitui::demo::Cognito;

fn arguments(server: &Cognito) -> [String; 5] {
    ["identity-pools", "--endpoint-url", &server.url(), "--region", "eu-west-1"].map(str::to_owned)
}

/// The program at the form of the pool `shop`, in a home of its own or in that of an earlier run.
fn form(server: &Cognito, home: Option<&Pty>) -> Pty {
    let home = home.map(|pty| pty.home.path().to_string_lossy().into_owned());
    let home: Vec<_> = home.iter().map(|home| ("HOME", home.as_str())).collect();
    let arguments = arguments(server);
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let mut pty = Pty::start_in(&arguments, &home).taken_over();
    pty.sees("▶ shop ");
    pty.send("e");
    pty
}

fn file(pty: &Pty) -> String {
    let path = pty.home.path().join(".local/state/cognitui/drafts.jsonl");
    std::fs::read_to_string(path).unwrap_or_default()
}

/// The form with a changed name.
fn edited(server: &Cognito) -> Pty {
    let mut pty = form(server, None);
    pty.sees("Edit shop");
    for letter in ["-", "n", "e", "w"] {
        pty.send(letter);
    }
    pty.sees("shop-new");
    pty
}

/// Holds that the form of the next run offers the edits, and has them.
fn offers(server: &Cognito, before: &Pty) {
    let mut next = form(server, Some(before));
    next.sees("You left 1 change");
    next.sees("shop → shop-new");
    next.send("\r");
    next.sees("1 change is back.");
    assert_eq!(server.received("UpdateIdentityPool").len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_and_a_lost_terminal_keep_the_edits_of_a_form() {
    let server = server().await;
    for (signal, status) in [("TERM", 143), ("HUP", 129), ("INT", 130)] {
        let mut pty = edited(&server);
        pty.signal(signal);
        assert_eq!(pty.ends(), status);
        offers(&server, &pty);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_is_killed_has_kept_all_but_the_last_second() {
    let server = server().await;
    let mut pty = edited(&server);
    let typed = Instant::now();
    while !file(&pty).contains("shop-new") {
        assert!(typed.elapsed() < LIMIT, "never kept: {}", file(&pty));
        pty.written_within(Duration::from_millis(20));
    }
    assert!(typed.elapsed() < Duration::from_secs(5), "a second, and what a busy machine adds");
    pty.signal("KILL");
    pty.ends();
    offers(&server, &pty);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_written_and_nothing_wakes_up_while_a_form_rests() {
    let server = server().await;
    let mut pty = edited(&server);
    pty.rests();
    pty.send("!");
    pty.sees("shop-new!");
    let kept = Instant::now();
    while !file(&pty).contains("shop-new!") {
        assert!(kept.elapsed() < LIMIT, "never kept");
        pty.written_within(Duration::from_millis(20));
    }
    let path = pty.home.path().join(".local/state/cognitui/drafts.jsonl");
    let changed = || std::fs::metadata(&path).and_then(|file| file.modified()).expect("a file");
    let before = changed();
    pty.rests();
    pty.rests();
    assert_eq!(changed(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_another_program_has_open_is_not_offered() {
    let server = server().await;
    let first = edited(&server);
    let mut other = form(&server, Some(&first));
    other.sees("Edit shop");
    other.rests();
    assert!(!other.screen().contents().contains("You left"), "{}", other.screen().contents());
    drop(first);
}

/// Every byte of every file below a folder.
fn bytes_below(folder: &std::path::Path) -> Vec<u8> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(bytes_below(&path));
        } else {
            found.extend(std::fs::read(&path).expect("a file"));
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_secret_that_was_typed_is_in_no_file() {
    let server = server().await;
    let url = server.url();
    let mut pty = Pty::start(&["--endpoint-url", &url, "--region", "eu-west-1", "--debug"]).taken_over();
    pty.sees("▶ shop-prod");
    pty.send("j\r3");
    pty.sees("SignInWithApple");
    pty.send("/okta\r");
    pty.rests();
    pty.send("e");
    pty.sees("Client secret");
    pty.rests();
    // The search finds the field, and typing replaces the secret.
    pty.send("\x06client secret\r");
    pty.rests();
    pty.send("S3CRET-typed");
    pty.send("\t");
    pty.send("extra");
    pty.rests();
    pty.signal("TERM");
    assert_eq!(pty.ends(), 143);
    let kept = file(&pty);
    assert!(kept.contains("extra") && kept.contains("\"withheld\":true"), "{kept}");
    let bytes = bytes_below(pty.home.path());
    assert!(!bytes.windows(6).any(|bytes| bytes == b"S3CRET"), "it is in a file");
}
