//! What terminals, window managers, users and cats on keyboards do: sizes, storms of them, signals at every stage,
//! very long pastes and random bytes. The program answers a key after each, and gives the terminal back.

mod panics;

use std::num::NonZeroU16;

use portable_pty::PtySize;

use super::{COLUMNS, Pty, ROWS};

/// Bytes of a paste, and of what a cat types.
const MANY: usize = 1 << 20;

/// How many random bytes are typed: 128 KB, or as many as the environment says. They share frames, but each
/// is a key, after which a form checks itself and keeps its draft: a build without optimizing takes 8 KB in a
/// second.
fn random_bytes() -> usize {
    std::env::var("RANDOM_BYTES").map_or(1 << 17, |bytes| bytes.parse().expect("a number of bytes"))
}

/// The keys that lead to each stage from the demo's first screen, and what is seen there.
const STAGES: [(&str, &str); 8] = [
    ("", "shop-prod"),
    ("/sh", "/ sh"),
    (":", "Actions"),
    ("?", "Navigate"),
    ("2e", "Edit shop"),
    ("2jc", "Update identity pool shop-guests?"),
    ("2jD", "Delete identity pool shop-guests?"),
    ("\r2n", "New app client"),
];

/// The demo at a stage.
fn at((keys, shows): (&str, &str)) -> Pty {
    let mut pty = Pty::demo();
    pty.sees("shop-prod");
    for key in keys.chars() {
        pty.send(key.to_string());
        if key == '2' && keys.starts_with('2') {
            pty.sees("▶ shop ");
        } else if key == '2' {
            pty.sees("App clients (");
        } else if key == '\r' {
            pty.sees("▸1 Overview");
        }
    }
    pty.sees(shows);
    pty
}

impl Pty {
    fn resize(&mut self, columns: u16, rows: u16) {
        let (_, master) = self.terminal.as_ref().expect("a terminal");
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        master.resize(size).expect("a size");
        let cells = |count| NonZeroU16::new(count).expect("a size");
        self.parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        // The alternate screen is there already, and so is what a paste is marked by.
        self.parser.process(b"\x1b[?1049h\x1b[?2004h\x1b[?25l");
    }

    /// Back at the usual size it draws everything anew and answers a key.
    fn answers(&mut self) {
        self.resize(COLUMNS.get(), ROWS.get());
        // A key that comes before the new size is known belongs to the old window, which may be too small for it.
        self.until("a frame of the usual size", |screen| screen.contents().contains("? keys"));
        self.rests();
        self.send("?");
        self.sees("Navigate");
        self.send("\x1b");
        self.until("the help is closed", |screen| !screen.contents().contains("Navigate"));
    }

    /// Quits, whatever is open.
    fn ends_by_a_signal(mut self) {
        self.signal("TERM");
        assert_eq!(self.ends(), 143);
        self.given_back();
    }
}

#[test]
fn a_signal_at_every_stage_ends_it_and_gives_the_terminal_back() {
    let signals = [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)];
    for (place, stage) in STAGES.into_iter().enumerate() {
        // Each signal at two stages; the first screen has all of them in a test of its own.
        let (name, status) = signals[place % signals.len()];
        let mut pty = at(stage);
        pty.signal(name);
        assert_eq!(pty.ends(), status, "SIG{name} at {stage:?}");
        pty.restored();
    }
}

#[test]
fn every_size_from_one_cell_to_a_wall_is_drawn_and_a_storm_of_sizes_too() {
    let mut pty = at(STAGES[0]);
    for (columns, rows) in
        [(1, 1), (2, 1), (1, 200), (500, 1), (3, 3), (39, 9), (40, 10), (79, 23), (200, 50), (500, 200)]
    {
        pty.resize(columns, rows);
        pty.send("j");
        let _ = pty.written_within(std::time::Duration::from_millis(200)).map(|bytes| pty.take(&bytes));
    }
    pty.answers();
    for step in 0..1_000u16 {
        pty.resize(1 + step * 7 % 200, 1 + step * 3 % 60);
    }
    pty.answers();
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    pty.given_back();
}

#[test]
fn a_very_long_paste_at_every_stage_is_taken_or_refused_and_the_keys_go_on() {
    let mut paste = b"\x1b[200~".to_vec();
    paste.extend(b"pasted \x1b[31m text\r\n".repeat(MANY / 19));
    paste.extend(b"\x1b[201~");
    for stage in STAGES {
        let mut pty = at(stage);
        // The terminal takes no more than the program reads.
        for part in paste.chunks(4_096) {
            pty.send(part);
            while let Ok(bytes) = pty.output.try_recv() {
                pty.take(&bytes);
            }
        }
        pty.resize(100, 30);
        pty.until("a frame after the paste", |screen| screen.contents().contains("cognitui"));
        pty.ends_by_a_signal();
    }
}

#[test]
fn a_paste_whose_end_is_lost_is_dropped_and_the_keys_work_again() {
    for stage in [STAGES[1], STAGES[5], STAGES[7]] {
        let mut pty = at(stage);
        pty.send("\x1b[200~a text that was pasted, and its end is lost");
        // They belong to the paste, as far as anybody can tell.
        pty.send("q");
        pty.send("\x03");
        pty.sees("Nothing was pasted: the end of the pasted text never came.");
        assert!(!pty.screen().contents().contains("a text that was pasted"));
        pty.send("\x03");
        pty.until("Ctrl-c works", |screen| !screen.contents().contains("never came"));
        pty.ends_by_a_signal();
    }
}

#[test]
fn random_bytes_leave_a_program_that_ends_in_order() {
    let mut pty = at(STAGES[0]);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let many = random_bytes();
    let mut bytes = Vec::with_capacity(many);
    while bytes.len() < many {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        // Without the keys that quit, or lead to an action that does: nobody would read what is typed after that. And
        // without the bytes that the terminal itself takes once it is given back, Ctrl-s among them.
        bytes.extend(
            state.to_le_bytes().iter().filter(|byte| !matches!(byte, 3 | 19 | 26 | 28 | b'q' | b':')),
        );
    }
    for part in bytes.chunks(4_096) {
        let (keys, _) = pty.terminal.as_mut().expect("a terminal");
        if std::io::Write::write_all(keys, part).is_err() {
            break;
        }
        while let Ok(bytes) = pty.output.try_recv() {
            pty.take(&bytes);
        }
    }
    pty.signal("TERM");
    assert!([0, 143].contains(&pty.ends()));
    pty.given_back();
}
