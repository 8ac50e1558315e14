//! The user's configuration: what the file says, and where it is wrong. A wrong entry is left out, and the
//! others hold.

mod reader;
mod rules;

pub use rules::{BadgeColour, ContextRule, Facts, Policy, ReadOnlyReason, Rules};

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
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Config {
    pub selection: SelectionSetting,
    pub rules: Rules,
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
