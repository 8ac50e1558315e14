//! Draws the offer of a form to go on with the edits of an earlier time.

use ratatui::layout::Rect;

use crate::app::form::Form;
use crate::history::Record;
use crate::history::entry::in_words;
use crate::history::record::seconds;
use crate::keymap::Scope;
use crate::resource::display::plural::plural;
use crate::resource::display::value::age;
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, labelled, paragraph};

/// The column at which values begin.
const COLUMN: u16 = 26;

pub fn draw(form: &Form, draft: &Record, now: i64, theme: &Theme, pen: &mut Pen, area: Rect) {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let kept: Vec<_> = draft.changes.iter().filter(|change| !change.withheld).collect();
    let ago = match age(now - seconds(&draft.at).unwrap_or(now)) {
        now if now == "just now" => now,
        past => format!("{past} ago"),
    };
    let sentence = format!("You left {} {ago}:", plural(kept.len(), "change"));
    let mut lines: Vec<Line> = paragraph(&sentence, inner, theme.strong);
    // The question has to stay on the screen, with its keys.
    let room = usize::from(area.height.saturating_sub(10)).max(1);
    for change in kept.iter().take(room) {
        let words = in_words(change, Some(form.key.kind));
        let words = words.lines().next().unwrap_or_default();
        let line = labelled(&format!("  {}", change.setting), theme.plain, COLUMN, words, inner, theme.plain);
        lines.extend(line.into_iter().take(1));
    }
    if kept.len() > room {
        lines.extend(paragraph(&format!("  and {} more", kept.len() - room), inner, theme.quiet));
    }
    let withheld = draft.withheld_settings();
    if !withheld.is_empty() {
        let text = format!("! Not kept, because it is secret or too long: {}", withheld.join(", "));
        lines.extend(paragraph(&text, inner, theme.warn));
    }
    let keys = [vec![], keys(Scope::OfferedDraft, theme)];
    boxed_lines(
        pen,
        area,
        &Content { title: "A draft is kept", cells, lines: &lines, keys: &keys, above: 0 },
        theme,
    );
}
