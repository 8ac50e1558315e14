//! Measures text in cells, and cuts and wraps it.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::resource::display::value::{DisplayValue, until};
pub use crate::visible::visible;

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

/// The text, shortened with … at its end if it is wider than `cells`.
pub fn fit(text: &str, cells: usize) -> Cow<'_, str> {
    if width(text) <= cells {
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
    if width(text) <= cells || cells < 4 {
        return fit(text, cells).into_owned();
    }
    let head = &text[..cut(text, (cells - 1) / 3)];
    let mut tail = text.len();
    for (index, _) in text.char_indices().rev() {
        if width(head) + 1 + width(&text[index..]) > cells {
            break;
        }
        tail = index;
    }
    format!("{head}…{}", &text[tail..])
}

/// The byte index at which a text has filled `cells`; combining characters stay with their letter.
fn cut(text: &str, cells: usize) -> usize {
    let ends = text.char_indices().map(|(index, char)| index + char.len_utf8());
    ends.take_while(|end| width(&text[..*end]) <= cells).last().unwrap_or(0)
}

/// The text in lines of at most `cells`, broken at spaces where possible.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(2);
    let mut lines = Vec::new();
    let mut rest = text;
    while width(rest) > cells {
        let end = cut(rest, cells).max(rest.chars().next().map_or(1, char::len_utf8));
        let far = |at: &usize| *at > 0 && width(&rest[..*at]) * 3 > cells;
        let space = rest[..end]
            .rfind(' ')
            .filter(far)
            .or_else(|| rest[..end].rfind('/').map(|slash| slash + 1).filter(far));
        let at = if rest[end..].starts_with(' ') { end } else { space.unwrap_or(end) };
        lines.push(rest[..at].to_owned());
        rest = rest[at..].trim_start_matches(' ');
    }
    lines.push(rest.to_owned());
    lines
}

/// The part of a text around the cursor that fits, and the cell of the cursor in it.
pub fn window(text: &str, cursor: usize, room: usize) -> (String, usize) {
    let seen = visible(text);
    let at = seen.char_indices().nth(cursor).map_or(seen.len(), |(at, _)| at);
    // As much of the text before the cursor as fits, beside the … for the rest.
    let mut start = at;
    let mut used = 0;
    for (index, char) in seen[..at].char_indices().rev() {
        used += UnicodeWidthChar::width(char).unwrap_or(0);
        if used + 2 > room {
            break;
        }
        start = index;
    }
    let more = if start > 0 { "…" } else { "" };
    let end = seen[at..].char_indices().nth(room).map_or(seen.len(), |(end, _)| at + end);
    (format!("{more}{}", &seen[start..end]), width(more) + width(&seen[start..at]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_text_is_cut_by_cells_and_combining_characters_stay_with_their_letter() {
        assert_eq!(fit("従業員SSO", 6), "従業…");
        assert_eq!(fit("Universite\u{301} de", 11), "Universite\u{301}…");
        assert_eq!(fit("short", 5), "short");
        assert_eq!(fit("short", 0), "");
    }

    #[test]
    fn the_middle_of_an_id_goes_first() {
        assert_eq!(
            fit_middle("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12", 24),
            "cognito…m/eu-west-1_Ab12"
        );
        assert_eq!(fit_middle("short", 5), "short");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        assert_eq!(wrap("guests are allowed here", 12), ["guests are", "allowed here"]);
        assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrap("amazonaws.com/eu-west-1_Ab", 20), ["amazonaws.com/", "eu-west-1_Ab"]);
    }

    proptest! {
        #[test]
        fn no_text_ever_takes_more_cells_than_there_are(text in "\\PC{0,40}", cells in 2usize..20) {
            let text = visible(&text).into_owned();
            prop_assert!(width(&fit(&text, cells)) <= cells);
            prop_assert!(width(&fit_middle(&text, cells)) <= cells);
            for line in wrap(&text, cells) {
                prop_assert!(width(&line) <= cells, "{line:?}");
            }
        }
    }
}
