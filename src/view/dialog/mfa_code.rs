//! Draws the question for the code of an MFA device.

use ratatui::layout::Rect;

use crate::app::dialog::mfa_code::MfaCode;
use crate::keymap::Scope;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::{Theme, failure};

/// Draws the question; returns the cursor's position in the code, which is masked.
pub fn draw(open: &MfaCode, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let cells = cells(area).min(72);
    let inner = cells - 4;
    let mut lines: Vec<Line> = paragraph(&open.question.summary, inner, theme.plain);
    if let Some(hint) = &open.question.hint {
        lines.extend(paragraph(hint, inner, theme.quiet));
    }
    lines.push(vec![]);
    let row = u16::try_from(lines.len()).unwrap_or(0);
    let masked = "•".repeat(open.input.text().chars().count());
    lines.push(vec![(theme.accent, "▶ ".to_owned()), (theme.plain, masked)]);
    lines.push(vec![]);
    lines.extend(match (open.answer.error(), &open.note, open.answer.is_loading()) {
        (_, Some(note), _) => paragraph(note, inner, theme.warn),
        (Some(error), None, _) => failure(error, theme, inner),
        (None, None, true) => paragraph("Asking AWS…", inner, theme.quiet),
        (None, None, false) => paragraph(
            "Type the code that the device shows now. The credentials last as long as the role's session.",
            inner,
            theme.quiet,
        ),
    });
    let keys = [vec![], keys(Scope::MfaCode, theme)];
    let content = Content { title: "Sign in with a code", cells, lines: &lines, keys: &keys, above: 0 };
    let (_, inside) = boxed_lines(pen, area, &content, theme);
    let at = u16::try_from(open.input.cursor()).unwrap_or(0);
    (inside.x + 2 + at, inside.y + row)
}
