//! Makes text safe to print, so that nothing AWS returns can drive the terminal: neither on the screen, nor in
//! the log, nor in a message after the program ended.

use std::borrow::Cow;

/// The text with unsafe characters made visible: control characters as their pictures, and characters that
/// are invisible or change the direction (U+202E, zero-width space) as U+FFFD. Other characters stay the
/// same.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().all(|char| replacement(char).is_none()) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|char| replacement(char).unwrap_or(char)).collect())
}

fn replacement(char: char) -> Option<char> {
    match char {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(char)),
        '\u{7f}' => Some('\u{2421}'),
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn control_characters_are_seen_and_never_sent() {
        assert_eq!(visible("a\u{1b}[31mb\r\n\u{7f}\u{9b}c\u{202e}d"), "a␛[31mb␍␊␡\u{fffd}c\u{fffd}d");
        assert!(matches!(visible("従業員SSO Université 👩‍💻"), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn nothing_visible_controls_the_terminal(text in any::<String>()) {
            prop_assert!(!visible(&text).chars().any(char::is_control));
        }
    }
}
