//! The real program in a real terminal: it takes the screen over, and gives it back however it ends.

use std::num::NonZeroU16;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use cognitui::runtime::terminal::{Setup, TerminalGuard};

mod aws;
mod background;
mod commands;
mod editor;
mod faults;
mod history;
mod pty;
mod sign_in;
mod soak;
mod storms;

use pty::Pty;

/// The terminal's size.
const ROWS: NonZeroU16 = NonZeroU16::new(24).unwrap();
const COLUMNS: NonZeroU16 = NonZeroU16::new(80).unwrap();

/// How long anything may take before the test gives up.
const LIMIT: Duration = Duration::from_secs(20);

/// How long it must be silent to count as idle: longer than any moment of the spinner.
const SILENCE: Duration = Duration::from_millis(700);

/// The moments of the spinner, which turns while requests are under way.
const SPINNER: [char; 8] = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧'];

const SETUP: Setup = Setup { mouse: true, asks_background: false };

#[test]
fn q_quits_and_gives_the_terminal_back() {
    let mut pty = Pty::demo();
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.restored();
}

#[test]
fn it_starts_toggles_and_quits() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.send("2");
    pty.sees("▶ shop ");
    pty.send("jc");
    pty.until("the whole question", |screen| {
        let shown = screen.contents();
        shown.contains("Update identity pool shop-guests?")
            && !shown.contains("wait until it is loaded")
            && !shown.contains("loading…")
            && !shown.contains("account unknown")
    });
    pty.send("y");
    pty.sees("1 setting changed, 0 others");
    pty.send("\r");
    pty.sees("✓ shop-guests: 1 setting changed, 0 others");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.restored();
}

#[test]
fn a_signal_during_a_dialog_gives_the_terminal_back_too() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.send("2");
    pty.sees("▶ shop ");
    pty.send("e");
    pty.sees("Edit shop");
    pty.signal("TERM");
    assert_eq!(pty.ends(), 143);
    pty.restored();
}

#[test]
fn a_signal_ends_it_and_gives_the_terminal_back() {
    for (name, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let mut pty = Pty::demo();
        pty.signal(name);
        assert_eq!(pty.ends(), status, "SIG{name}");
        pty.restored();
    }
}

/// A shell with job control in a terminal, which has started the program.
fn in_a_shell(arguments: &str) -> Pty {
    let mut pty = Pty::run("/bin/sh", &["-i"], true);
    let program = env!("CARGO_BIN_EXE_cognitui");
    pty.send(format!("PS1='shell '; sh -c 'echo $$ >\"$HOME/pid\"; exec {program} {arguments}'\r"));
    pty.taken_over()
}

impl Pty {
    /// Sends a signal to the program that the shell has started.
    fn signal_job(&self, name: &str) {
        let id = std::fs::read_to_string(self.home.path().join("pid")).expect("the program's id");
        let sent = Command::new("kill").args(["-s", name, id.trim()]).status().expect("kill");
        assert!(sent.success(), "{name} can't be sent");
    }

    /// Waits until the shell has the terminal.
    fn is_back_in_the_shell(&mut self) {
        self.until("the shell's prompt", |screen| {
            !screen.alternate_screen()
                && !screen.hide_cursor()
                && screen.contents().trim_end().ends_with("shell")
        });
        self.given_back();
    }
}

#[test]
fn ctrl_z_gives_the_shell_its_terminal_and_fg_brings_the_program_back() {
    let mut pty = in_a_shell("--demo");
    pty.sees("shop-prod");
    pty.send("\x1a");
    pty.is_back_in_the_shell();
    pty.send("stty -a | tr ' ' '\\n' | grep -x echo\r");
    pty.until("a cooked terminal", |screen| screen.contents().contains("\necho\n"));
    pty.send("fg\r");
    pty = pty.taken_over();
    pty.sees("shop-prod");
    pty.send("?");
    pty.sees("Navigate");
    pty.send("\x1b");
    pty.sees("▶ shop-prod");
    pty.send("q");
    pty.is_back_in_the_shell();
}

#[test]
fn a_stop_from_outside_gives_the_terminal_back_also_in_a_form_where_ctrl_z_undoes() {
    let mut pty = in_a_shell("identity-pools --demo");
    pty.sees("▶ shop ");
    pty.send("e");
    pty.sees("Edit shop");
    pty.rests();
    pty.send("x\x1a");
    pty.rests();
    pty.sees("Edit shop");
    pty.signal_job("TSTP");
    pty.is_back_in_the_shell();
    pty.send("fg\r");
    pty.until("the form again", |screen| {
        screen.alternate_screen() && screen.contents().contains("Edit shop")
    });
    pty.signal_job("TERM");
    pty.is_back_in_the_shell();
}

#[test]
fn after_a_stop_that_nobody_can_answer_the_terminal_is_taken_again_and_drawn_whole() {
    let mut pty = in_a_shell("--demo");
    pty.sees("shop-prod");
    pty.signal_job("STOP");
    pty.until("the shell's prompt", |screen| screen.contents().contains("shell"));
    // The shell got the terminal in raw mode, where Enter is no end of a line.
    pty.send("stty sane; echo lit''ter\n");
    pty.sees("litter");
    pty.send("fg\r");
    pty.until("the whole screen again", |screen| {
        let shown = screen.contents();
        shown.contains("cognitui") && shown.contains("▶ shop-prod") && !shown.contains("litter")
    });
    pty.send("?");
    pty.sees("Navigate");
}

#[test]
fn ctrl_l_draws_the_whole_screen_again() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.until("a list at rest", |screen| !screen.contents().contains(SPINNER));
    pty.rests();
    pty.parser = vt100::Parser::new(ROWS, COLUMNS, 0);
    pty.send("\x0c");
    pty.until("the whole screen", |screen| {
        let shown = screen.contents();
        shown.contains("cognitui") && shown.contains("▶ shop-prod") && shown.contains("? keys")
    });
}

#[test]
fn the_keys_of_signals_are_keys_while_the_whole_screen_is_drawn_again() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    for _ in 0..50 {
        pty.send("\x0c");
        while pty.written_within(Duration::ZERO).is_none() {
            assert_eq!(pty.is_raw(), Some(true));
        }
    }
}

#[test]
fn without_a_shell_ctrl_z_says_that_nobody_could_continue_the_program() {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    pty.send("\x1a");
    pty.sees("Not suspended: there is no shell");
}

#[test]
fn a_signal_ends_it_although_its_loop_hangs_and_gives_the_terminal_back() {
    let this = std::env::current_exe().expect("a path");
    for signals in [1, 2] {
        let hanging = ["--exact", "terminal::hang_in_the_terminal", "--ignored", "--nocapture"];
        let mut pty = Pty::run(&this, &hanging, true).taken_over();
        let begun = Instant::now();
        for _ in 0..signals {
            pty.signal("TERM");
        }
        assert_eq!(pty.ends(), 143);
        pty.given_back();
        assert!(begun.elapsed() < LIMIT / 2, "{:?}", begun.elapsed());
    }
}

#[test]
#[ignore = "it is what the test of a hanging loop runs in a terminal"]
fn hang_in_the_terminal() {
    cognitui::runtime::watchdog::start().expect("threads");
    let (_guard, _screen) = TerminalGuard::enter(SETUP).expect("a terminal");
    loop {
        thread::park();
    }
}

#[test]
fn it_ends_when_its_terminal_is_gone() {
    assert_eq!(Pty::demo().hang_up(), 129);
    let no_signal_comes = Pty::run(env!("CARGO_BIN_EXE_cognitui"), &["--demo"], false);
    assert_eq!(no_signal_comes.taken_over().hang_up(), 129);
}

#[test]
fn a_panic_is_printed_once_the_terminal_is_given_back_and_that_of_another_thread_is_not() {
    let this = std::env::current_exe().expect("a path");
    let mut pty =
        Pty::run(this, &["--exact", "terminal::panic_in_the_terminal", "--ignored", "--nocapture"], true);
    assert_ne!(pty.ends(), 0);
    // It may come and go in one reading, so it is looked for in what was written, not on the screen.
    assert!(pty.written.windows(8).any(|bytes| bytes == b"\x1b[?1049h"), "it took the screen over");
    pty.given_back();
    let contents = pty.screen().contents();
    assert!(contents.contains("on the thread of the screen"), "{contents}");
    assert!(!contents.contains("on another thread"), "{contents}");
}

#[test]
#[ignore = "it is what the test of panics runs in a terminal"]
fn panic_in_the_terminal() {
    let (_guard, _screen) = TerminalGuard::enter(SETUP).expect("a terminal");
    let other = thread::spawn(|| panic!("on another thread"));
    assert!(other.join().is_err());
    panic!("on the thread of the screen");
}

#[test]
fn nothing_is_written_while_nothing_happens() {
    let mut pty = Pty::demo();
    // However slow the machine is: the requests are over first, and the last frame is drawn.
    pty.until("a list at rest", |screen| {
        let shown = screen.contents();
        shown.contains("shop-prod") && shown.contains("123456789012") && !shown.contains(SPINNER)
    });
    pty.rests();
    assert_eq!(pty.written_within(SILENCE), None);
}

#[test]
fn the_log_has_request_ids_and_times_and_no_secret() {
    let mut pty = Pty::start(&["--demo", "--debug"]).taken_over();
    pty.sees("shop-prod");
    pty.send("\r2");
    pty.sees("App clients (37)");
    pty.send("/backend-admin\r\r");
    pty.sees("Client secret               ••••••••");
    pty.send("x");
    pty.sees("Secrets are shown");
    let shown = pty.screen().contents();
    let secret = shown
        .lines()
        .find_map(|line| line.split("Client secret").nth(1))
        .expect("a secret")
        .trim()
        .to_owned();
    assert!(secret.len() >= 40, "{secret}");
    // The identity provider with the most to hide.
    pty.send("\x1b");
    pty.sees("/ backend-admin");
    pty.send(":user pools\r");
    pty.sees("▶ shop-prod");
    pty.send("j\r3");
    pty.sees("SignInWithApple");
    pty.send("/okta\r\r");
    pty.sees("Client secret               ••••••••");
    pty.send("x");
    pty.sees("SECRETS SHOWN");
    let shown = pty.screen().contents();
    let other = shown
        .lines()
        .find_map(|line| line.split("Client secret").nth(1))
        .expect("a secret")
        .trim()
        .to_owned();
    assert!(!other.is_empty() && !other.contains('•'), "{other}");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let log =
        std::fs::read_to_string(pty.home.path().join(".local/state/cognitui/debug.log")).expect("a log");
    assert!(!log.contains(&secret) && !log.contains(&other) && !log.contains("PRIVATE KEY"), "{log}");
    let answered = log
        .lines()
        .find(|line| line.contains("answered") && line.contains("DescribeUserPoolClient"))
        .expect("the call");
    assert!(
        answered.contains("status=200") && answered.contains("request_id=") && answered.contains("ms="),
        "{answered}"
    );
}

#[test]
fn the_log_has_neither_the_password_of_a_sign_up_nor_a_new_secret() {
    let mut pty = Pty::start(&["--demo", "--debug"]).taken_over();
    pty.sees("shop-prod");
    pty.send("\r2");
    pty.sees("App clients (37)");
    pty.send("/backend-admin\r\r2");
    pty.sees("Secrets (1)");
    pty.send("n");
    pty.sees("New client secret");
    pty.send("An+0wn+Secret+0f+the+team");
    pty.rests();
    pty.send("\x13");
    pty.sees("Create new client secret?");
    pty.rests();
    pty.send("y");
    pty.sees("✓ Created.");
    pty.send("\r");
    pty.sees("Secrets (2)");
    pty.send("\x1b");
    pty.sees("▶ backend-admin");
    pty.send("t");
    pty.sees("New user");
    pty.send("ann@shop.example\tStr0ng-Passw0rd!\tAn+0wn+Secret+0f+the+team");
    pty.rests();
    pty.send("\x13");
    pty.sees("Create user ann@shop.example?");
    pty.rests();
    pty.send("y");
    pty.sees("✓ Created.");
    pty.send("\r");
    pty.sees("▶ backend-admin");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let log =
        std::fs::read_to_string(pty.home.path().join(".local/state/cognitui/debug.log")).expect("a log");
    assert!(log.contains("SignUp") && log.contains("AddUserPoolClientSecret"), "{log}");
    for hidden in ["Passw0rd", "An+0wn", "ann@shop", "SecretHash"] {
        assert!(!log.contains(hidden), "{hidden} is in the log:\n{log}");
    }
}

#[test]
fn the_log_is_named_at_the_end_and_has_no_keys_in_it() {
    let mut pty = Pty::start(&["--demo", "--debug"]).taken_over();
    pty.rests();
    pty.send("\x1b[200~s3cret\x1b[201~");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    assert!(pty.screen().contents().starts_with("cognitui: the log is in "), "{}", pty.screen().contents());
    let log =
        std::fs::read_to_string(pty.home.path().join(".local/state/cognitui/debug.log")).expect("a log");
    assert!(log.contains("effect=Call(RequestId(1), "), "{log}");
    assert!(!log.contains("s3cret"), "{log}");
}

#[test]
fn a_terminal_that_can_not_move_its_cursor_is_told_so() {
    let mut pty = Pty::start_in(&["--demo"], &[("TERM", "dumb")]);
    assert_eq!(pty.ends(), 2);
    assert!(pty.screen().contents().contains("TERM=dumb"), "{}", pty.screen().contents());
}
