//! The user's configuration: what the file says, and where it is wrong. A wrong entry is left out, and the
//! others hold.

mod columns;
mod exceptions;
mod new_exception;
mod reader;
mod rules;
mod themes;

use std::time::Duration;

use crate::keymap::KeyChanges;

pub use columns::Columns;
pub use exceptions::{Exception, end_of_day};
pub use new_exception::NewException;
pub use rules::{BadgeColour, ContextRule, Facts, Policy, ReadOnlyReason, Rules};
pub use themes::{Emphasis, Role, RoleStyle, ThemeChoice, ThemeColour, ThemeName};

/// How the chosen row is told from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SelectionSetting {
    /// A marker in a remote session, otherwise a bar.
    #[default]
    Auto,
    Bar,
    Marker,
}

/// The configuration as far as it is right.
#[derive(Debug, Clone, PartialEq)]
pub struct Config {
    pub selection: SelectionSetting,
    pub theme: ThemeChoice,
    /// True if clicks and the wheel are listened to.
    pub mouse: bool,
    pub keys: KeyChanges,
    pub columns: Columns,
    /// The time after which what is on the screen is read again.
    pub refresh: Option<Duration>,
    pub rules: Rules,
    /// The findings that are accepted.
    pub exceptions: Vec<Exception>,
    /// Hosts that are no longer in use, in lower case.
    pub retired_hosts: Vec<String>,
    /// What is wrong in the file, in its order.
    pub problems: Vec<ConfigProblem>,
}

/// A mistake in the file, and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigProblem {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
    /// A sentence: what is wrong, and the nearest right name.
    pub text: String,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            selection: SelectionSetting::default(),
            theme: ThemeChoice::default(),
            mouse: true,
            keys: KeyChanges::default(),
            columns: Columns::default(),
            refresh: None,
            rules: Rules::default(),
            exceptions: Vec::new(),
            retired_hosts: Vec::new(),
            problems: Vec::new(),
        }
    }
}

impl Config {
    /// Reads the text of a configuration file.
    pub fn read(text: &str) -> Self {
        reader::read(text)
    }

    /// The default configuration, with a comment for every setting.
    pub const fn template() -> &'static str {
        include_str!("../assets/config.toml")
    }
}

#[cfg(test)]
mod tests;
