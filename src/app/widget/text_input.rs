//! A one-line text input. The editing is tui-textarea's; this file decides which keys reach it.

use tui_textarea::{CursorMove, DataCursor, Input, Key as AreaKey, TextArea};
use zeroize::{Zeroize, Zeroizing};

use crate::key::{Code, KeyPress};

/// A line of text with a cursor. It has no undo: a form has one history for all of its fields.
#[derive(Clone)]
pub struct TextInput {
    area: TextArea<'static>,
}

/// Prints nothing of the text: it may be a password.
impl std::fmt::Debug for TextInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TextInput({} characters)", self.text().chars().count())
    }
}

impl Default for TextInput {
    fn default() -> Self {
        Self::new("")
    }
}

/// The text may be a password, so it is wiped.
impl Drop for TextInput {
    fn drop(&mut self) {
        std::mem::take(&mut self.area).into_lines().zeroize();
    }
}

impl TextInput {
    /// A line with this text and the cursor at its end.
    pub fn new(text: &str) -> Self {
        let mut area = TextArea::new(vec![one_line(text)]);
        area.set_max_histories(0);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    pub fn text(&self) -> &str {
        self.area.lines().first().map_or("", String::as_str)
    }

    /// Position of the cursor, in characters.
    pub fn cursor(&self) -> usize {
        let DataCursor(_, column) = self.area.cursor();
        column
    }

    /// Edits the text or moves the cursor; returns true if the key did either.
    pub fn press(&mut self, key: KeyPress) -> bool {
        let Some(code) = area_key(key.code) else { return false };
        // Keys that would leave the line, or that a form gives another meaning.
        let own = matches!(
            key.code,
            Code::Up | Code::Down | Code::Enter | Code::Tab | Code::Esc | Code::PageUp | Code::PageDown
        ) || (key.ctrl
            && matches!(
                key.code,
                Code::Char('m' | 'n' | 'p' | 'v' | 'c' | 's' | 'd' | 'z' | 'y' | 'x' | 'r')
            ));
        if own {
            return false;
        }
        if key.ctrl && key.code == Code::Char('u') {
            // As in every shell.
            self.area.delete_line_by_head();
            return true;
        }
        let (text, cursor) = (Zeroizing::new(self.text().to_owned()), self.cursor());
        self.area.input(Input { key: code, ctrl: key.ctrl, alt: key.alt, shift: key.shift });
        key.typed().is_some()
            || text.as_str() != self.text()
            || cursor != self.cursor()
            || !matches!(key.code, Code::Char(_))
    }

    /// Inserts a text at the cursor; returns true if line breaks became spaces.
    pub fn paste(&mut self, text: &str) -> bool {
        let line = one_line(text);
        self.area.insert_str(&line);
        line != text.trim_end_matches(['\n', '\r'])
    }

    pub fn clear(&mut self) {
        self.area.move_cursor(CursorMove::End);
        self.area.delete_line_by_head();
    }
}

/// The text as one line: a trailing line break is dropped, the others become spaces.
fn one_line(text: &str) -> String {
    let text = text.trim_end_matches(['\n', '\r']);
    text.replace("\r\n", " ").replace(['\n', '\r'], " ")
}

const fn area_key(code: Code) -> Option<AreaKey> {
    Some(match code {
        Code::Char(typed) => AreaKey::Char(typed),
        Code::Backspace => AreaKey::Backspace,
        Code::Delete => AreaKey::Delete,
        Code::Left => AreaKey::Left,
        Code::Right => AreaKey::Right,
        Code::Home => AreaKey::Home,
        Code::End => AreaKey::End,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(input: &mut TextInput, keys: &str) {
        for key in keys.split(' ') {
            input.press(key.parse().expect("a key"));
        }
    }

    #[test]
    fn words_and_ends_work_as_in_any_line_editor() {
        let mut input = TextInput::new("one two");
        press(&mut input, "home X end Y");
        assert_eq!(input.text(), "Xone twoY");
        press(&mut input, "ctrl-left backspace end");
        assert_eq!(input.text(), "XonetwoY");
        press(&mut input, "left ctrl-u");
        assert_eq!(input.text(), "Y");
        press(&mut input, "end ctrl-w");
        assert_eq!(input.text(), "");
    }

    #[test]
    fn a_paste_stays_on_one_line_and_says_when_it_had_more() {
        let mut input = TextInput::new("a");
        assert!(!input.paste("b\n"));
        assert!(input.paste("c\r\nd"));
        assert_eq!(input.text(), "abc d");
    }
}
