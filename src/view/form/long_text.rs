//! Draws what stands below a long text of a form: the facts in it, or how it begins.

use super::Painter;
use crate::app::form::long_text::LongText;
use crate::resource::{Field, FieldKind};
use crate::view::labels;
use crate::view::pen::paragraph;
use crate::view::text::display_text;

/// How many lines of a text are shown.
const PREVIEW: usize = 6;

impl Painter<'_> {
    pub(super) fn below_long_text(
        &mut self,
        field: &Field,
        block: &LongText,
        is_focused: bool,
        depth: usize,
    ) {
        let (theme, column) = (self.theme, usize::from(labels(self.cells)));
        for fact in block.facts() {
            let value = display_text(&fact.value, self.form.now);
            let label = format!("{}{}", " ".repeat(4 * (depth + 1)), fact.label);
            let label = (theme.quiet, format!("{label:column$}"));
            for (index, mut piece) in
                paragraph(&value, self.cells.saturating_sub(labels(self.cells) + 4), theme.quiet)
                    .into_iter()
                    .enumerate()
            {
                let indent = if index == 0 { label.clone() } else { (theme.quiet, " ".repeat(column)) };
                piece.insert(0, indent);
                self.put(piece);
            }
        }
        // JSON, and a text with facts, say nothing by how they begin.
        if is_focused && field.facts.is_none() && matches!(field.kind, FieldKind::LongText) {
            self.preview(block.text());
        }
    }

    fn preview(&mut self, text: &str) {
        let (theme, column) = (self.theme, usize::from(labels(self.cells)));
        if text.is_empty() {
            return;
        }
        let mut lines = paragraph(text, self.cells.saturating_sub(labels(self.cells) + 4), theme.quiet);
        if lines.len() > PREVIEW {
            lines.truncate(PREVIEW);
            lines.push(vec![(theme.quiet, "…".to_owned())]);
        }
        for mut line in lines {
            line.insert(0, (theme.quiet, " ".repeat(column)));
            self.put(line);
        }
    }
}
