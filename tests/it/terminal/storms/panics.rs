//! Panics of the program itself, in each of its places, by the feature `panics`, which only tests ask for.

use super::super::Pty;

/// The program with a panic in a place, and with the log of `--debug`.
fn panicking_in(place: &str) -> Pty {
    Pty::start_in(&["--demo", "--debug"], &[("COGNITUI_PANIC", place), ("RUST_BACKTRACE", "0")])
}

#[test]
fn a_panic_in_the_update_or_the_view_gives_the_terminal_back_and_says_where_it_was() {
    for place in ["update", "view"] {
        let mut pty = panicking_in(place);
        assert_eq!(pty.ends(), 101, "{place}");
        assert!(pty.written.windows(8).any(|bytes| bytes == b"\x1b[?1049h"), "it took the screen over");
        pty.given_back();
        let contents = pty.screen().contents();
        assert!(contents.contains(&format!("on purpose, in the {place}")), "{contents}");
    }
}

#[test]
fn a_panic_in_a_call_is_a_failure_on_the_screen_and_the_keys_go_on() {
    let mut pty = panicking_in("task").taken_over();
    pty.sees("The request ended with an internal error");
    pty.sees("please report it");
    assert!(!pty.screen().contents().contains("on purpose"), "{}", pty.screen().contents());
    pty.send("?");
    pty.sees("Navigate");
    pty.send("\x1b");
    pty.until("the help is closed", |screen| !screen.contents().contains("Navigate"));
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.given_back();
}

#[test]
fn no_build_panics_on_demand_unless_it_is_asked_to() {
    let manifest = include_str!("../../../../Cargo.toml");
    let features = manifest.split("[features]").nth(1).and_then(|rest| rest.split("\n[").next());
    let features = features.expect("the features");
    assert!(features.contains("\npanics = []") && !features.contains("default"), "{features}");
    let asking = manifest.lines().filter(|line| line.contains("\"panics\""));
    assert_eq!(asking.count(), 1, "the tests ask for it");
}
