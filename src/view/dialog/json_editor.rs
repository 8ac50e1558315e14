//! Draws what became of a text that was left in the user's editor.

use ratatui::layout::Rect;

use crate::app::dialog::json_editor::{EditorStage, JsonEditor};
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::{Theme, failure};

pub fn draw(open: &JsonEditor, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = Vec::new();
    match &open.stage {
        EditorStage::Editing(_) => lines.extend(paragraph("The editor has the text.", inner, theme.plain)),
        EditorStage::Left(error) => {
            if let Some(error) = error {
                lines.extend(failure(error, theme, inner));
                lines.push(vec![]);
            }
            let text = "Nothing was sent. Your text is kept until you discard it.";
            lines.extend(paragraph(text, inner, theme.plain));
        }
    }
    let title = format!("Edit {} as JSON", open.name);
    let keys = [vec![], keys(Scope::JsonEditor, theme)];
    let content = Content { title: &title, cells, lines: &lines, keys: &keys, above: open.scroll.above };
    boxed_lines(pen, area, &content, theme).0
}
