//! The lines below rows that the last load could not bring up to date: what failed, and how old they are.

use crate::app::remote::Remote;
use crate::app::screen::details::Section;
use crate::app::screen::list::List;
use crate::app::screen::list::refresh::Currency;
use crate::error::ErrorKind;
use crate::keymap::{Action, Scope, ScreenAction, key_of};
use crate::resource::display::value::age;
use crate::view::Theme;
use crate::view::pen::{Line, paragraph};

/// The sign before a row that a refresh did not reach.
pub const OLD: &str = "~";

/// The sign before what the last refresh by the clock has changed.
pub const CHANGED: &str = "*";

/// The lines below the rows of a list whose last load did not reach its end.
pub fn of_list(list: &List, now: i64, theme: &Theme, cells: u16) -> Vec<Line> {
    let Some(currency) = list.currency() else { return Vec::new() };
    let (what, age) = match currency {
        Currency::Incomplete => ("Incomplete list", String::new()),
        Currency::Old { read_at, in_part, incomplete } => {
            let age = ago(now - read_at);
            let kept = if in_part { format!("{OLD} marks what was read {age}") } else { showing(&age) };
            let incomplete = if incomplete { ", incomplete" } else { "" };
            (if in_part { "Refreshed in part" } else { "Not refreshed" }, format!(" · {kept}{incomplete}"))
        }
    };
    load_line(what, &age, &list.load, theme, cells)
}

/// The lines below the rows of details of which a section could not be loaded again.
pub fn of_sections(sections: &[Section], now: i64, theme: &Theme, cells: u16) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for section in sections {
        let (what, age) = match section.read_at {
            Some(read_at) => ("Not refreshed", format!(" · {}", showing(&ago(now - read_at)))),
            None => ("Not loaded", String::new()),
        };
        for line in load_line(what, &age, &section.load, theme, cells) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
    }
    lines
}

fn showing(age: &str) -> String {
    format!("showing what was read {age}")
}

fn ago(seconds: i64) -> String {
    match age(seconds) {
        now if seconds < 60 => now,
        age => format!("{age} ago"),
    }
}

/// "✗ Not refreshed: access denied · showing what was read 4 minutes ago · ! shows why".
fn load_line(what: &str, age: &str, load: &Remote, theme: &Theme, cells: u16) -> Vec<Line> {
    match load {
        Remote::Failed(error) => {
            let key = key_of(Scope::LoadFailed, Action::Screen(ScreenAction::ShowError));
            let failed = format!("✗ {what}: {}{age} · {key} shows why", error.why());
            let mut lines = paragraph(&failed, cells, theme.bad);
            // Nothing else can be done before a sign-in.
            if let Some(hint) = error.hint.as_ref().filter(|_| error.kind == ErrorKind::Credentials) {
                lines.extend(paragraph(hint, cells, theme.plain));
            }
            lines
        }
        Remote::Stopped => {
            let key = key_of(Scope::Anywhere, Action::Screen(ScreenAction::Refresh));
            paragraph(&format!("{what}: loading stopped{age} · {key} refreshes"), cells, theme.plain)
        }
        Remote::NotAsked | Remote::Loading(_) | Remote::Ready(()) => Vec::new(),
    }
}
