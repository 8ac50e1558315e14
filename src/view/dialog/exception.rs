//! Draws the question why a finding is accepted, and for how long.

use ratatui::layout::Rect;

use crate::app::dialog::exception::ExceptionDialog;
use crate::keymap::Scope;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{visible, width};
use crate::view::{Theme, failure};

/// Cells before an input: the mark and its label.
const BEFORE: u16 = 12;

/// Draws the question; returns the cursor's position in the focused input.
pub fn draw(open: &ExceptionDialog, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let cells = cells(area).min(76);
    let inner = cells - 4;
    let finding = open.finding;
    let style = theme.severity(finding.severity);
    let what = format!("{} {}: {}", finding.severity.sign(), finding.id, finding.title());
    let mut lines: Vec<Line> = paragraph(&what, inner, style);
    lines.extend(paragraph(&format!("at {}", open.place), inner, theme.plain));
    lines.push(vec![]);
    let first = u16::try_from(lines.len()).unwrap_or(0);
    let room = usize::from(inner - BEFORE);
    let mut cursor = 0;
    for (at, label) in ["Reason", "Until"].into_iter().enumerate() {
        let focused = at == open.focus;
        let mark = if focused { "▶ " } else { "  " };
        let style = if focused { theme.strong } else { theme.plain };
        let input = &open.inputs[at];
        let before: String = input.text().chars().take(input.cursor()).collect();
        // A text that is longer than its room shows the part around the cursor.
        let skipped = width(&visible(&before)).saturating_sub(room.saturating_sub(1));
        let text: String = visible(input.text()).chars().skip(skipped).take(room).collect();
        if focused {
            cursor = u16::try_from(width(&visible(&before)) - skipped).unwrap_or(0);
        }
        let text = if text.is_empty() && !focused {
            (theme.quiet, "no last day".to_owned())
        } else {
            (theme.plain, text)
        };
        lines.push(vec![(theme.accent, mark.to_owned()), (style, format!("{label:<10}")), text]);
    }
    lines.push(vec![]);
    lines.extend(match (open.answer.error(), &open.note, open.answer.is_loading(), &open.file) {
        (_, Some(note), _, _) => paragraph(note, inner, theme.warn),
        (Some(error), None, _, _) => failure(error, theme, inner),
        (None, None, true, _) => paragraph("Writing the configuration…", inner, theme.quiet),
        (None, None, false, Some(file)) => paragraph(&format!("Kept in {file}. {DAY}"), inner, theme.quiet),
        (None, None, false, None) => {
            paragraph(&format!("Holds until you quit; no file is written. {DAY}"), inner, theme.quiet)
        }
    });
    let keys = [vec![], keys(Scope::Exception, theme)];
    let content = Content { title: "Accept a finding", cells, lines: &lines, keys: &keys, above: 0 };
    let (_, inside) = boxed_lines(pen, area, &content, theme);
    let row = first + u16::try_from(open.focus).unwrap_or(0);
    (inside.x + BEFORE + cursor, inside.y + row)
}

const DAY: &str = "The last day is a date, such as 2027-03-31.";
