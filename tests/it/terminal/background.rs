//! The background that the terminal tells, early, late and never; and the mouse that it is asked for.

use std::fs;

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
