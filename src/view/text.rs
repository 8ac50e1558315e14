//! Measures text in cells, and cuts and wraps it.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::resource::display::value::{DisplayValue, until};
use crate::visible::{MOST_MARKS, seen};
pub use crate::visible::{visible, visible_lines};

/// The text of a value that is no secret. An expiry is given as the time left from `now`, in seconds since
/// 1970.
pub fn display_text(shown: &DisplayValue, now: i64) -> String {
    match shown {
        DisplayValue::Until(end, date) => format!("{} ({date})", until(end - now)),
        shown => shown.text(false).to_owned(),
    }
}

/// Width of a text in cells.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Characters that are sure to fill so many cells, with all the marks that they may have.
const fn most_chars(cells: usize) -> usize {
    cells.saturating_mul(MOST_MARKS + 2).saturating_add(MOST_MARKS + 2)
}

/// The start of a text, in which its first `cells` cells are and more.
fn head(text: &str, cells: usize) -> &str {
    text.char_indices().nth(most_chars(cells)).map_or(text, |(end, _)| &text[..end])
}

/// The end of a text, in which its last `cells` cells are and more.
fn tail(text: &str, cells: usize) -> &str {
    text.char_indices().rev().nth(most_chars(cells)).map_or(text, |(start, _)| &text[start..])
}

/// True if a text needs no more than `cells`. Of a long one only the start is looked at.
fn has_room(text: &str, cells: usize) -> bool {
    let start = head(text, cells);
    start.len() == text.len() && width(start) <= cells
}

/// The text, shortened with … at its end if it is wider than `cells`.
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    if has_room(text, cells) {
        return Cow::Borrowed(text);
    }
    if cells == 0 {
        return Cow::Borrowed("");
    }
    let end = cut(text, cells - 1);
    Cow::Owned(format!("{}…", &text[..end]))
}

/// The text, shortened with … in its middle if it is wider than `cells`: ids and ARNs differ at their ends.
pub fn fit_middle(text: &str, cells: usize) -> String {
    if has_room(text, cells) || cells < 4 {
        return fit(text, cells).into_owned();
    }
    let head = &text[..cut(text, (cells - 1) / 3)];
    let end = tail(text, cells);
    let mut start = end.len();
    for (index, _) in end.char_indices().rev() {
        if width(head) + 1 + width(&end[index..]) > cells {
            break;
        }
        start = index;
    }
    format!("{head}…{}", &end[start..])
}

/// The text, shortened with … at its start if it is wider than `cells`.
pub fn fit_start(text: &str, cells: usize) -> Cow<'_, str> {
    if has_room(text, cells) || cells == 0 {
        return fit(text, cells);
    }
    let end = tail(text, cells);
    let mut starts = end.char_indices().map(|(at, _)| &end[at..]);
    let fitting = starts.find(|rest| width(rest) < cells).unwrap_or_default();
    Cow::Owned(format!("…{fitting}"))
}

/// The byte index at which a text has filled `cells`; combining characters stay with their letter.
fn cut(text: &str, cells: usize) -> usize {
    let ends = head(text, cells).char_indices().map(|(index, char)| index + char.len_utf8());
    ends.take_while(|end| width(&text[..*end]) <= cells).last().unwrap_or(0)
}

/// Where a line may end that has no space: between the parts of a URL or an ARN, or else inside of one,
/// after a dot or a hyphen.
const BREAKS: [&[char]; 2] = [&['/', ':'], &['.', '-', ',', '@', '?', '&', '=']];

/// The text in lines of at most `cells`, broken at spaces where possible, or else between the parts of an
/// address.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    let mut rest = text;
    while !has_room(rest, cells) {
        let end = cut(rest, cells).max(rest.chars().next().map_or(1, char::len_utf8));
        let far = |at: &usize| *at > 0 && width(&rest[..*at]) * 3 > cells;
        let space = rest[..end].rfind(' ').filter(far);
        let part = |breaks: &&[char]| rest[..end].rfind(*breaks).map(|at| at + 1).filter(far);
        let space = space.or_else(|| BREAKS.iter().find_map(part));
        let at = if rest[end..].starts_with(' ') { end } else { space.unwrap_or(end) };
        lines.push(rest[..at].to_owned());
        rest = rest[at..].trim_start_matches(' ');
    }
    lines.push(rest.to_owned());
    lines
}

/// The text in pieces of at most `cells`, with every space kept.
pub fn chunks(text: &str, cells: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let first = text.chars().next().map_or(0, char::len_utf8);
        let mut end = 0;
        let mut used = 0;
        for (at, char) in text.char_indices() {
            used += UnicodeWidthChar::width(char).unwrap_or(0);
            if used > cells {
                break;
            }
            end = at + char.len_utf8();
        }
        let (chunk, more) = text.split_at(end.max(first));
        rest = (!more.is_empty()).then_some(more);
        Some(chunk)
    })
}

/// The part of a text around the cursor that fits, and the cell of the cursor in it.
pub fn window(text: &str, cursor: usize, room: usize) -> (String, usize) {
    let at = text.char_indices().nth(cursor).map_or(text.len(), |(at, _)| at);
    let near = tail(&text[..at], room);
    let before: String = seen(near).collect();
    // As much of the text before the cursor as fits, beside the … for the rest.
    let mut start = before.len();
    let mut used = 0;
    for (index, char) in before.char_indices().rev() {
        used += UnicodeWidthChar::width(char).unwrap_or(0);
        if used + 2 > room {
            break;
        }
        start = index;
    }
    let more = if start > 0 || near.len() < at { "…" } else { "" };
    let after: String = seen(&text[at..]).take(room).collect();
    (format!("{more}{}{after}", &before[start..]), width(more) + width(&before[start..]))
}

#[cfg(test)]
mod tests;
