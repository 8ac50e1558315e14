//! Draws the preview of a fetched document.

use ratatui::layout::Rect;

use crate::app::dialog::document_preview::DocumentPreview;
use crate::app::remote::Remote;
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::resource::display::value::{DisplayValue, SOON};
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, labelled, paragraph};
use crate::view::text::display_text;
use crate::view::{Theme, failure};

/// The column at which values begin.
const COLUMN: u16 = 26;

/// Draws the preview; returns its measures.
pub fn draw(open: &DocumentPreview, now: i64, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = paragraph(&open.url, inner, theme.quiet);
    lines.push(vec![]);
    match &open.facts {
        Remote::NotAsked | Remote::Loading(_) | Remote::Stopped => {
            lines.extend(paragraph("Fetching without credentials…", inner, theme.plain));
        }
        Remote::Failed(error) => lines.extend(failure(error, theme, inner)),
        Remote::Ready(facts) => {
            for fact in facts {
                let style = match fact.value {
                    DisplayValue::Until(end, _) if end <= now => theme.bad,
                    DisplayValue::Until(end, _) if end <= now + SOON => theme.warn,
                    _ => theme.strong,
                };
                lines.extend(labelled(
                    &fact.label,
                    theme.plain,
                    COLUMN,
                    &display_text(&fact.value, now),
                    inner,
                    style,
                ));
            }
        }
    }
    let keys = [vec![], keys(Scope::DocumentPreview, theme)];
    let content = Content {
        title: "SAML metadata at the URL",
        cells,
        lines: &lines,
        keys: &keys,
        above: open.scroll.above,
    };
    boxed_lines(pen, area, &content, theme).0
}
