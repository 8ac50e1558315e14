//! The background that the terminal tells, early, late and never; and the mouse that it is asked for.

use std::fs;
use std::time::Duration;

use super::pty::Pty;

const QUESTION: &str = "\x1b]11;?\x1b\\";
const MOUSE: &str = "\x1b[?1000h\x1b[?1006h";

fn asked(pty: &Pty, what: &str) -> bool {
    String::from_utf8_lossy(&pty.written).contains(what)
}

#[test]
fn the_background_is_asked_for_and_a_late_answer_changes_nothing_and_is_no_key() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.rests();
    assert!(asked(&pty, QUESTION));
    let before = pty.screen().contents_formatted();
    // Each of these letters and digits is a key.
    pty.send("\x1b]11;rgb:2222/eeee/ffff");
    pty.rests();
    pty.send("\x1b\\");
    pty.rests();
    assert_eq!(pty.screen().contents_formatted(), before);
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.restored();
}

/// What is left for the shell after a program that was quit before the terminal told its background; `None`
/// if the program was gone before that.
fn left_to_the_shell(answer: &str) -> Option<String> {
    let read = "PATH=/usr/bin:/bin; \"$0\" --demo; stty raw -echo min 0 time 3; printf 'left:'; cat -v; printf ':end'";
    let mut pty = Pty::run("/bin/sh", &["-c", read, env!("CARGO_BIN_EXE_cognitui")], true).taken_over();
    pty.sees("cognitui");
    pty.send("q");
    while let Some(bytes) = pty.written_within(Duration::from_millis(60)) {
        pty.take(&bytes);
        if !pty.screen().alternate_screen() {
            return None;
        }
    }
    pty.send(answer);
    pty.sees(":end");
    let screen = pty.screen().contents();
    let (_, left) = screen.split_once("left:")?;
    Some(left.trim_end().trim_end_matches(":end").to_owned())
}

#[test]
fn an_answer_after_the_last_key_is_not_left_to_the_shell() {
    // On a busy machine the program may be gone before the answer, which then says nothing.
    let left = (0..5).find_map(|_| left_to_the_shell("\x1b]11;rgb:2222/eeee/ffff\x1b\\"));
    assert_eq!(left.as_deref(), Some(""));
}

#[test]
fn without_colours_nobody_asks_and_without_a_mouse_it_stays_the_terminals() {
    let mut pty = Pty::start_in(&["--demo"], &[("NO_COLOR", "1")]).taken_over();
    pty.sees("shop-prod");
    assert!(!asked(&pty, QUESTION) && asked(&pty, MOUSE));
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("config.toml");
    fs::write(&config, "mouse = false\ntheme = \"light\"\n").expect("a file");
    let mut pty = Pty::start(&["--demo", "--config", config.to_str().expect("a path")]).taken_over();
    pty.sees("shop-prod");
    assert!(!asked(&pty, QUESTION) && !asked(&pty, MOUSE));
}

#[test]
fn a_click_on_a_tab_of_the_real_terminal_shows_it() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.send("\x1b[<0;24;3M\x1b[<0;24;3m");
    pty.sees("▸2 Identity pools");
}
