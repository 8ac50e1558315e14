//! Puts a text on the user's clipboard through the terminal (OSC 52), which works over SSH too if the
//! terminal allows it.

use std::ffi::OsString;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::message::NotCopied;

/// The longest sequence that terminals are known to take, in bytes.
const MOST: usize = 100_000;

/// The longest part of a sequence that GNU screen hands on, in bytes.
const SCREEN_PART: usize = 512;

/// How long tmux may take.
const PATIENCE: Duration = Duration::from_millis(500);

/// Between the program and the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Terminal,
    Tmux,
    Screen,
    /// A terminal that is known to have no clipboard for programs.
    Nowhere,
}

impl Way {
    fn of(variable: impl Fn(&'static str) -> Option<OsString>) -> Self {
        let is_set = |name| variable(name).is_some_and(|value| !value.is_empty());
        let is = |name, value: &str| variable(name).is_some_and(|it| it == value);
        if is_set("TMUX") {
            Self::Tmux
        } else if is_set("STY") {
            Self::Screen
        } else if is("TERM", "linux") || is("TERM_PROGRAM", "Apple_Terminal") {
            Self::Nowhere
        } else {
            Self::Terminal
        }
    }
}

/// Sends a text towards the clipboard. That it arrives is known of tmux only.
pub fn copy(text: &str, output: &mut impl Write) -> Result<(), NotCopied> {
    let way = Way::of(std::env::var_os);
    if way == Way::Tmux && load_buffer(text) {
        return Ok(());
    }
    let sequence = sequence(text, way)?;
    // The next frame notices a terminal that is gone.
    let _ = output.write_all(sequence.as_bytes()).and_then(|()| output.flush());
    Ok(())
}

fn sequence(text: &str, way: Way) -> Result<String, NotCopied> {
    let sequence = format!("\u{1b}]52;c;{}\u{7}", STANDARD.encode(text));
    if way == Way::Nowhere {
        return Err(NotCopied::NoClipboard);
    }
    if sequence.len() > MOST {
        return Err(NotCopied::TooLong);
    }
    Ok(match way {
        Way::Terminal | Way::Nowhere => sequence,
        Way::Tmux => format!("\u{1b}Ptmux;{}\u{1b}\\", sequence.replace('\u{1b}', "\u{1b}\u{1b}")),
        // A sequence is ASCII, so it can be cut anywhere.
        Way::Screen => {
            let parts = sequence.as_bytes().chunks(SCREEN_PART).map(String::from_utf8_lossy);
            parts.flat_map(|part| ["\u{1b}P".into(), part, "\u{1b}\\".into()]).collect()
        }
    })
}

/// Gives tmux the text, which hands it to its terminal even where it lets no sequence of a program through.
/// False if tmux is older than 3.2, or can't be asked.
fn load_buffer(text: &str) -> bool {
    let command = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
    let Ok(mut tmux) = command else { return false };
    let (text, (ended, wait)) = (text.to_owned(), channel());
    thread::spawn(move || {
        let written = tmux.stdin.take().is_some_and(|mut input| input.write_all(text.as_bytes()).is_ok());
        let is_done = tmux.wait().is_ok_and(|status| status.success());
        let _ = ended.send(written && is_done);
    });
    wait.recv_timeout(PATIENCE).unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn way(variables: &[(&'static str, &str)]) -> Way {
        Way::of(|name| {
            variables.iter().find(|(other, _)| *other == name).map(|(_, value)| OsString::from(*value))
        })
    }

    #[test]
    fn the_way_to_the_clipboard_follows_from_what_is_between() {
        assert_eq!(way(&[("TERM", "xterm-256color")]), Way::Terminal);
        assert_eq!(way(&[("TERM", "tmux-256color"), ("TMUX", "/tmp/t,1,0")]), Way::Tmux);
        assert_eq!(way(&[("TERM", "screen"), ("STY", "1.pts")]), Way::Screen);
        assert_eq!(way(&[("TERM", "linux")]), Way::Nowhere);
        assert_eq!(way(&[("TERM", "xterm-256color"), ("TERM_PROGRAM", "Apple_Terminal")]), Way::Nowhere);
        assert_eq!(way(&[("TERM", "linux"), ("TMUX", "")]), Way::Nowhere);
    }

    #[test]
    fn the_sequence_is_wrapped_for_tmux_and_in_parts_for_screen() {
        let plain = "\u{1b}]52;c;c2hvcA==\u{7}";
        assert_eq!(sequence("shop", Way::Terminal).as_deref(), Ok(plain));
        let tmux = format!("\u{1b}Ptmux;\u{1b}{plain}\u{1b}\\");
        assert_eq!(sequence("shop", Way::Tmux).as_deref(), Ok(tmux.as_str()));
        let long = "x".repeat(3000);
        let parts = sequence(&long, Way::Screen).expect("a sequence");
        let whole: String = parts.split("\u{1b}\\").map(|part| part.trim_start_matches("\u{1b}P")).collect();
        assert_eq!(Ok(whole), sequence(&long, Way::Terminal));
        assert!(parts.split("\u{1b}\\").all(|part| part.len() <= SCREEN_PART + 2));
    }

    #[test]
    fn what_no_terminal_takes_is_not_sent() {
        assert_eq!(sequence(&"x".repeat(75_001), Way::Terminal), Err(NotCopied::TooLong));
        assert!(sequence(&"x".repeat(74_000), Way::Terminal).is_ok());
        assert_eq!(sequence("shop", Way::Nowhere), Err(NotCopied::NoClipboard));
    }
}
