//! What must be seen is seen.

use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::*;

/// Characters that are dangerous, invisible or that look like another one.
const HOSTILE: &[char] = &[
    '\0',
    '\u{7}',
    '\t',
    '\n',
    '\r',
    '\u{1b}',
    '\u{7f}',
    '\u{85}',
    '\u{9b}',
    '\u{a0}',
    '\u{ad}',
    '\u{301}',
    '\u{34f}',
    '\u{61c}',
    '\u{115f}',
    '\u{1160}',
    '\u{180e}',
    '\u{2003}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{200e}',
    '\u{200f}',
    '\u{2028}',
    '\u{202e}',
    '\u{2060}',
    '\u{2066}',
    '\u{2069}',
    '\u{2800}',
    '\u{3000}',
    '\u{3164}',
    '\u{fe0e}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{ffa0}',
    '\u{fff9}',
    '\u{fffc}',
    '\u{e0001}',
    '\u{e0041}',
    '\u{e0100}',
    '\u{1d173}',
];

fn hostile() -> impl Strategy<Value = String> {
    let char =
        prop_oneof![any::<char>(), prop::sample::select(HOSTILE.to_vec()), prop::char::range('a', 'e')];
    prop::collection::vec(char, 0..60).prop_map(String::from_iter)
}

#[test]
fn control_characters_are_seen_and_never_sent() {
    assert_eq!(visible("a\u{1b}[31mb\r\n\u{7f}\u{9b}c\u{202e}d"), "a␛[31mb␍␊␡\u{fffd}c\u{fffd}d");
    assert!(matches!(visible("従業員SSO Université 👩‍💻"), Cow::Borrowed(_)));
    assert!(matches!(visible("Universite\u{301} ह\u{94d}न\u{94d}द\u{940}"), Cow::Borrowed(_)));
}

#[test]
fn two_names_that_differ_by_a_character_that_is_not_drawn_do_not_look_the_same() {
    for char in HOSTILE.iter().filter(|char| **char != '\u{301}') {
        let seen = visible(&format!("shop{char}pool")).into_owned();
        assert!(seen != "shoppool" && seen != "shop pool", "U+{:04X} is not seen", u32::from(*char));
        assert_eq!(seen.width(), 9, "U+{:04X} has a sign of one cell", u32::from(*char));
    }
    assert_eq!(visible("\u{301}a"), "\u{fffd}a", "a mark without a letter");
    assert_eq!(visible("a\u{200d}b"), "a\u{fffd}b", "a joiner that joins nothing");
}

#[test]
fn marks_by_the_hundred_are_seen_as_signs() {
    let seen = visible(&format!("a{}b", "\u{301}".repeat(600))).into_owned();
    assert_eq!(
        seen,
        format!("a{}{}b", "\u{301}".repeat(MOST_MARKS), SIGN.to_string().repeat(600 - MOST_MARKS))
    );
}

#[test]
fn a_text_of_many_megabytes_is_cut_and_says_so() {
    let long = "long and longer ".repeat(2_000_000);
    let seen = visible(&long);
    assert!(seen.ends_with(" more bytes are not shown)") && seen.len() < LONGEST + 100, "{}", seen.len());
    let lines = visible_lines(&"a\n".repeat(10_000_000));
    assert_eq!(lines.last().map(String::as_str), Some("… (19934464 more bytes are not shown)"));
    assert!(lines.len() < LONGEST, "{}", lines.len());
}

proptest! {
    #[test]
    fn nothing_visible_controls_the_terminal_or_hides(text in hostile()) {
        let seen = visible(&text).into_owned();
        prop_assert_eq!(seen.chars().count(), text.chars().count(), "one sign for each character");
        prop_assert_eq!(visible(&seen), seen.as_str(), "what is visible stays as it is");
        for (place, char) in seen.chars().enumerate() {
            prop_assert!(!char.is_control());
            prop_assert!(!is_ignorable(char) || char == JOINER, "U+{:04X}", u32::from(char));
            prop_assert!(char.is_ascii() || !char.is_whitespace());
            prop_assert!(place > 0 || UnicodeWidthChar::width(char) != Some(0));
        }
    }
}
