//! Key presses, and their names in the table of key bindings and in the help.

use std::fmt;
use std::str::FromStr;

/// A key with the modifiers that were held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyPress {
    pub code: Code,
    pub ctrl: bool,
    pub alt: bool,
    /// Not set for characters, where Shift is part of the character.
    pub shift: bool,
}

/// A key of the keyboard, without modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    Char(char),
    Enter,
    Esc,
    Tab,
    Backspace,
    Delete,
    Up,
    Down,
    Left,
    Right,
    Home,
    End,
    PageUp,
    PageDown,
    /// A function key, counted from 1.
    F(u8),
}

const NAMES: [(&str, Code); 14] = [
    ("enter", Code::Enter),
    ("esc", Code::Esc),
    ("tab", Code::Tab),
    ("space", Code::Char(' ')),
    ("backspace", Code::Backspace),
    ("delete", Code::Delete),
    ("up", Code::Up),
    ("down", Code::Down),
    ("left", Code::Left),
    ("right", Code::Right),
    ("home", Code::Home),
    ("end", Code::End),
    ("pgup", Code::PageUp),
    ("pgdn", Code::PageDown),
];

impl KeyPress {
    pub const fn plain(code: Code) -> Self {
        Self { code, ctrl: false, alt: false, shift: false }
    }

    /// The character that the key types, if any.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            Code::Char(typed) if !self.ctrl && !self.alt => Some(typed),
            _ => None,
        }
    }
}

/// Parses names such as `j`, `G`, `ctrl-s`, `shift-tab` and `pgdn`.
impl FromStr for KeyPress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let mut press = Self::plain(Code::Esc);
        let mut rest = text;
        loop {
            if let Some(after) = rest.strip_prefix("ctrl-") {
                (press.ctrl, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("alt-") {
                (press.alt, rest) = (true, after);
            } else if let Some(after) = rest.strip_prefix("shift-") {
                (press.shift, rest) = (true, after);
            } else {
                break;
            }
        }
        let named = NAMES.iter().find(|(name, _)| *name == rest).map(|(_, code)| *code);
        let named = named.or_else(|| rest.strip_prefix('f')?.parse().ok().map(Code::F));
        let mut chars = rest.chars();
        press.code = match (named, chars.next(), chars.next()) {
            (Some(code), ..) => code,
            (None, Some(only), None) => Code::Char(only),
            _ => return Err(format!("'{text}' names no key")),
        };
        Ok(press)
    }
}

impl fmt::Display for KeyPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modifiers = [(self.ctrl, "Ctrl-"), (self.alt, "Alt-"), (self.shift, "Shift-")];
        for (_, name) in modifiers.iter().filter(|(held, _)| *held) {
            f.write_str(name)?;
        }
        match self.code {
            Code::Up => f.write_str("↑"),
            Code::Down => f.write_str("↓"),
            Code::Left => f.write_str("←"),
            Code::Right => f.write_str("→"),
            Code::PageUp => f.write_str("PgUp"),
            Code::PageDown => f.write_str("PgDn"),
            Code::Char(' ') => f.write_str("Space"),
            Code::Char(typed) => write!(f, "{typed}"),
            Code::F(number) => write!(f, "F{number}"),
            code => {
                let name = NAMES.iter().find(|(_, named)| *named == code).map_or("", |(name, _)| name);
                let mut chars = name.chars();
                chars
                    .next()
                    .map_or(Ok(()), |first| write!(f, "{}{}", first.to_ascii_uppercase(), chars.as_str()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_from_their_words_and_printed_as_people_write_them() {
        for (words, printed) in [
            ("j", "j"),
            ("G", "G"),
            ("ctrl-s", "Ctrl-s"),
            ("shift-tab", "Shift-Tab"),
            ("pgdn", "PgDn"),
            ("space", "Space"),
            ("-", "-"),
            ("f", "f"),
            ("shift-f3", "Shift-F3"),
        ] {
            assert_eq!(words.parse::<KeyPress>().map(|key| key.to_string()), Ok(printed.to_owned()));
        }
        assert!("nokey".parse::<KeyPress>().is_err());
    }
}
