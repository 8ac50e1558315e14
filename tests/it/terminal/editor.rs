//! The user's editor in the real terminal: a script that stands for it.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::{LIMIT, Pty};

/// A script that is started as the editor; `$1` is the file.
fn editor(folder: &TempDir, script: &str) -> String {
    let path = folder.path().join("editor.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).expect("a script");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("it is ours");
    path.to_string_lossy().into_owned()
}

/// The program at the identity pool `shop`, with an editor.
fn pty(editor: &str) -> Pty {
    let mut pty = Pty::start_in(&["identity-pools", "--demo"], &[("EDITOR", editor)]).taken_over();
    pty.sees("▶ shop ");
    pty
}

impl Pty {
    /// Discards the text.
    fn closes(&mut self) {
        self.send("\x1b");
        self.until("the list alone", |screen| !screen.contents().contains("as JSON"));
    }

    fn closes_and_quits(&mut self) {
        self.closes();
        self.send("q");
        assert_eq!(self.ends(), 0);
    }
}

/// The folders of editors that are left.
fn left(home: &Path) -> Vec<PathBuf> {
    let state = home.join(".local/state/cognitui");
    let entries = std::fs::read_dir(state).into_iter().flatten();
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.filter(|path| path.to_string_lossy().contains("/edit-")).collect()
}

/// Waits for a file that the editor writes.
fn appears(path: &Path) {
    let begun = Instant::now();
    while !path.exists() {
        assert!(begun.elapsed() < LIMIT, "{} never appears", path.display());
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn the_editor_has_the_terminal_and_its_text_leads_to_the_confirmation() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "ls -ld \"$2\" \"$(dirname \"$2\")\" | cut -c1-10 >\"$HOME/modes\"\n\
        printf 'Name? '; read -r answer\nsed -i \"s/\\\"shop\\\"/\\\"$answer\\\"/\" \"$2\"";
    let editor = format!("'{}' --wait", editor(&folder, script));
    let mut pty = pty(&editor);
    pty.send("E");
    pty.until("the editor's question", |screen| {
        !screen.alternate_screen() && !screen.hide_cursor() && screen.contents().contains("Name? ")
    });
    pty.given_back();
    pty.send("market\r");
    pty = pty.taken_over();
    pty.sees("Update identity pool shop?");
    pty.sees("market");
    assert_eq!(left(pty.home.path()), Vec::<PathBuf>::new());
    let modes = std::fs::read_to_string(pty.home.path().join("modes")).expect("the modes");
    assert!(modes.contains("-rw-------") && modes.contains("drwx------"), "{modes}");
    pty.send("\x1b");
    pty.sees("Nothing was sent. Your text is kept");
    pty.closes_and_quits();
    pty.given_back();
}

#[test]
fn an_editor_that_fails_or_is_not_there_is_told() {
    let folder = tempfile::tempdir().expect("a folder");
    let failing = editor(&folder, "exit 3");
    for (editor, told) in [
        (failing.as_str(), "ended with status 3"),
        ("/nowhere/vim -R", "The editor can't be started: /nowhere/vim"),
        ("'unclosed", "EDITOR is no command"),
    ] {
        let mut pty = pty(editor);
        pty.send("E");
        pty.sees(told);
        pty.until("the screen again", |screen| screen.alternate_screen() && screen.hide_cursor());
        assert_eq!(left(pty.home.path()), Vec::<PathBuf>::new());
        pty.closes_and_quits();
    }
}

#[test]
fn an_interrupt_is_for_the_editor_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "trap 'echo interrupted >\"$HOME/interrupted\"; exit 1' INT\n\
        echo ready\nwhile :; do sleep 0.05; done";
    let mut pty = pty(&editor(&folder, script));
    pty.send("E");
    pty.sees("ready");
    pty.send("\x03");
    pty = pty.taken_over();
    pty.sees("ended with status 1");
    assert!(pty.home.path().join("interrupted").exists());
    pty.closes();
    // Longer than the watchdog would wait.
    pty.rests();
    pty.rests();
    pty.rests();
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn what_is_typed_while_an_editor_with_a_window_of_its_own_runs_answers_nothing_and_ends_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let script = "echo ready\nwhile [ ! -e \"$HOME/closed\" ]; do sleep 0.02; done\n\
        sed -i 's/\"shop\"/\"market\"/' \"$1\"";
    let mut pty = pty(&editor(&folder, script));
    pty.send("E");
    pty.sees("ready");
    // Ctrl-D ends the input of a terminal in its usual mode.
    pty.send("y\r\x04\x04");
    pty.sees("y\n");
    std::fs::write(pty.home.path().join("closed"), "").expect("a file");
    pty = pty.taken_over();
    pty.sees("Update identity pool shop?");
    pty.rests();
    pty.sees("Update identity pool shop?");
    pty.send("\x1b");
    pty.sees("Nothing was sent. Your text is kept");
    pty.closes_and_quits();
}

#[test]
fn ctrl_z_in_an_editor_stops_nothing_where_no_shell_would_continue_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut pty = pty(&editor(&folder, "echo ready\nread -r answer\necho again\nread -r answer\nexit 1"));
    pty.send("E");
    pty.sees("ready");
    pty.send("\x1a\r");
    pty.sees("again");
    pty.send("\x1a\r");
    pty = pty.taken_over();
    pty.sees("ended with status 1");
    pty.closes_and_quits();
}

#[test]
fn a_signal_ends_the_editor_too_and_leaves_no_file_behind() {
    for (signal, status) in [("TERM", 143), ("HUP", 129)] {
        let folder = tempfile::tempdir().expect("a folder");
        let script =
            "stty raw -echo; printf '\\033[?1049h'\necho $$ >\"$HOME/editor\"\nwhile :; do sleep 0.05; done";
        let mut pty = pty(&editor(&folder, script));
        pty.send("E");
        let id = pty.home.path().join("editor");
        appears(&id);
        assert_eq!(left(pty.home.path()).len(), 1);
        pty.signal(signal);
        assert_eq!(pty.ends(), status);
        pty.given_back();
        assert_eq!(left(pty.home.path()), Vec::<PathBuf>::new());
        let id = std::fs::read_to_string(&id).expect("its id");
        assert!(!Path::new(&format!("/proc/{}", id.trim())).exists(), "the editor still runs");
    }
}
