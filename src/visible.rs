//! Makes text safe to print, so that nothing AWS returns can drive the terminal or hide: neither on the
//! screen, nor in the log, nor in a message after the program ended.

use std::borrow::Cow;
use std::iter::Peekable;
use std::str::Chars;

use unicode_width::UnicodeWidthChar;

/// The most characters of a text that are drawn; nobody reads more, and drawing them would hold up the keys.
const LONGEST: usize = 65_536;

/// The most combining marks on one letter. No language needs more; by the hundred they hide what is around
/// them.
pub(crate) const MOST_MARKS: usize = 6;

/// The sign for a character that has no picture of its own.
const SIGN: char = '\u{fffd}';

/// The text with unsafe characters made visible: control characters as their pictures; characters that are
/// invisible, look like a space or change the direction (U+202E, zero-width space) as signs, and so is a mark
/// without a letter or beyond the sixth. Other characters stay the same. A text that is very long is cut, and
/// says so.
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST && text.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
        return Cow::Borrowed(text);
    }
    let (start, rest) = bounded(text);
    match rest {
        0 if seen(start).eq(start.chars()) => Cow::Borrowed(text),
        0 => Cow::Owned(seen(start).collect()),
        rest => Cow::Owned(seen(start).collect::<String>() + &not_shown(rest)),
    }
}

/// The text in lines, each visible; what is beyond the longest text is left out, and said in a line of its
/// own.
pub fn visible_lines(text: &str) -> Vec<String> {
    let (start, rest) = bounded(text);
    let mut lines: Vec<_> = start.split('\n').map(|line| visible(line).into_owned()).collect();
    if rest > 0 {
        lines.push(not_shown(rest));
    }
    lines
}

/// The part of a text that is drawn, and the bytes that are left out.
fn bounded(text: &str) -> (&str, usize) {
    let end = if text.len() <= LONGEST { None } else { text.char_indices().nth(LONGEST) };
    end.map_or((text, 0), |(end, _)| (&text[..end], text.len() - end))
}

fn not_shown(bytes: usize) -> String {
    format!("… ({bytes} more bytes are not shown)")
}

/// The characters of a text as they are drawn, one for one.
pub(crate) fn seen(text: &str) -> SeenChars<'_> {
    SeenChars { chars: text.chars().peekable(), before: None, marks: 0 }
}

/// An iterator over the characters of a text as they are drawn.
pub(crate) struct SeenChars<'a> {
    chars: Peekable<Chars<'a>>,
    /// The character before the next one.
    before: Option<char>,
    /// Combining marks since the last letter.
    marks: usize,
}

impl Iterator for SeenChars<'_> {
    type Item = char;

    fn next(&mut self) -> Option<char> {
        let char = self.chars.next()?;
        let before = self.before.replace(char);
        if UnicodeWidthChar::width(char) != Some(0) {
            self.marks = 0;
            return Some(replacement(char).unwrap_or(char));
        }
        let joins =
            before.is_some_and(is_pictograph) && self.chars.peek().copied().is_some_and(is_pictograph);
        if char == JOINER && joins {
            return Some(char);
        }
        self.marks += 1;
        let has_letter = before.is_some() && self.marks <= MOST_MARKS;
        Some(replacement(char).unwrap_or(if has_letter { char } else { SIGN }))
    }
}

/// Joins two pictographs to one. Anywhere else it is not seen.
const JOINER: char = '\u{200d}';

const fn is_pictograph(char: char) -> bool {
    matches!(char, '\u{2190}'..='\u{21ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}

fn replacement(char: char) -> Option<char> {
    match char {
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(char)),
        '\u{7f}' => Some('\u{2421}'),
        // Spaces that are no space: of another width, or where no line may break.
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some('\u{237d}')
        }
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffc}'
        // A letter of Braille without a dot, and the marks of hieroglyphs.
        | '\u{2800}' | '\u{13430}'..='\u{1343f}' => Some(SIGN),
        char if is_ignorable(char) => Some(SIGN),
        _ => None,
    }
}

/// Characters that are not drawn (Unicode's `Default_Ignorable_Code_Point`): joiners, fillers, directions,
/// tags and selectors of a variant.
const fn is_ignorable(char: char) -> bool {
    matches!(
        char,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
            | '\u{fff0}'..='\u{fff8}'
            | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

#[cfg(test)]
mod tests;
