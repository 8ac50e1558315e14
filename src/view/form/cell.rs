//! Draws one value of a form: a switch, a long text with what is in it, or a line of text with its hint.

use crate::app::form::field::FormField;
use crate::app::form::input::{FieldInput, InputControl};
use crate::app::widget::text_input::TextInput;
use crate::keymap::{Action, FormAction, Scope, key_of};
use crate::resource::display::value::{ABSENT, MASK};
use crate::resource::field::rule::range;
use crate::resource::{Access, Field, FieldKind, Suggestions};
use crate::view::pen::Piece;
use crate::view::text::{fit_middle, visible, width, window};
use crate::view::{Theme, labels};

use super::{FormLine, Painter};

impl Painter<'_> {
    pub(super) fn cell(
        &mut self,
        row: &FormField,
        cell: &FieldInput,
        place: &[usize],
        label: &str,
        depth: usize,
        edited: bool,
    ) {
        let theme = self.theme;
        let focused = self.form.focus == place;
        let mut line = self.label(label, depth, focused, edited);
        let column = usize::from(labels(self.cells));
        let room = usize::from(self.cells).saturating_sub(column + 4).max(4);
        let mut cursor = None;
        match &cell.input {
            InputControl::Switch(switch) => {
                let style = if focused { theme.focus } else { theme.plain };
                line.push((style, format!("‹ {} ›", switch.reads())));
                let key = key_of(Scope::Switch, Action::Form(FormAction::Switch));
                let hint = format!("  {key} switches");
                let used: usize = line.iter().map(|(_, text)| width(text)).sum();
                if focused && used + width(&hint) + 2 <= usize::from(self.cells) {
                    line.push((theme.quiet, hint));
                }
            }
            InputControl::LongText(block) => {
                let text = block.text();
                let pick = key_of(Scope::Suggested, Action::Form(FormAction::Pick));
                let words = match text.chars().count() {
                    0 if focused => format!("paste it here, or {pick} reads a file"),
                    0 => row.field.when_absent.unwrap_or(ABSENT).to_owned(),
                    count => format!("{count} characters"),
                };
                line.push((if text.is_empty() { theme.quiet } else { theme.plain }, words));
                if focused && !block.parts().is_empty() {
                    line.push((theme.quiet, format!("  {pick} chooses one, a paste replaces it")));
                } else if focused && !text.is_empty() {
                    line.push((theme.quiet, format!("  paste or {pick} replaces it")));
                }
            }
            InputControl::Text(input) => {
                let (text, at) = self.text_in(cell, input, focused, room);
                cursor = focused.then_some(column + at);
                let once = match row.field.access {
                    Access::SetOnce(reason) => Some(reason),
                    _ => None,
                };
                if text.is_empty() {
                    // A hint shows the meaning of a value that was never set; an empty text is not the same.
                    let was_empty = place.len() > 1 || self.form.base.text(row.field.path) == Some("");
                    let nothing =
                        if was_empty { None } else { Some(row.field.when_absent.unwrap_or(ABSENT)) };
                    let hint = match suggested(row.field) {
                        Some(hint) if focused => hint,
                        _ if !focused => {
                            let nothing = nothing.unwrap_or("empty");
                            once.map_or_else(|| nothing.to_owned(), |reason| format!("{nothing}  ({reason})"))
                        }
                        // Without an address there is nothing to fetch.
                        _ if matches!(row.field.suggestions, Suggestions::Fetch) => format!(" {ABSENT}"),
                        _ => once
                            .or(nothing)
                            .map(|words| {
                                if words.contains('(') || words == ABSENT {
                                    format!(" {words}")
                                } else {
                                    format!(" ({words})")
                                }
                            })
                            .unwrap_or_default(),
                    };
                    line.push((theme.quiet, hint));
                    line.extend(limits(row, focused, theme));
                } else {
                    line.push((theme.plain, text));
                    if focused && cell.is_kept() {
                        line.push((theme.quiet, "  kept until you type a new one".to_owned()));
                    }
                    if let FieldKind::Number { unit } = row.field.kind {
                        line.push((theme.quiet, format!(" {unit}")));
                    }
                    line.extend(limits(row, focused, theme));
                    if let Some(reason) = once {
                        line.push((theme.quiet, format!("  ({reason})")));
                    }
                }
            }
        }
        self.lines.push(FormLine { cursor, ..FormLine::new(line, vec![place.to_vec()]) });
        self.error(cell.error.as_ref());
        // What is wrong with a long text stands above the facts in it, which may fill the screen.
        self.row_message(row);
        if let (InputControl::LongText(block), None) = (&cell.input, &cell.error) {
            self.below_long_text(row.field, block, focused, depth);
        }
    }

    /// The text of a value as it stands in so many cells, and the column of its cursor.
    pub(super) fn text_in(
        &self,
        cell: &FieldInput,
        input: &TextInput,
        focused: bool,
        room: usize,
    ) -> (String, usize) {
        let masked = match (cell.is_secret() && !self.reveal, cell.is_kept()) {
            (false, _) => None,
            // The mask of a loaded secret does not show its length.
            (true, true) => Some(MASK.to_owned()),
            (true, false) => Some("•".repeat(input.text().chars().count())),
        };
        let typed = masked.as_deref().unwrap_or(input.text());
        if focused {
            window(typed, input.cursor().min(typed.chars().count()), room)
        } else {
            (fit_middle(&visible(typed), room), 0)
        }
    }
}

/// What to put into an empty value, where something is suggested.
pub(super) fn suggested(field: &Field) -> Option<String> {
    let pick = || key_of(Scope::Suggested, Action::Form(FormAction::Pick));
    match field.suggestions {
        Suggestions::None | Suggestions::Fetch => None,
        Suggestions::Common(usual) => Some(format!("such as {}", usual.join(", "))),
        Suggestions::File(_) => Some(format!("type it, or {} reads a file", pick())),
        _ => Some(format!("type it, or {} to choose", pick())),
    }
}

/// The limits of a focused number, before it breaks them: "  3 to 15".
fn limits(row: &FormField, focused: bool, theme: &Theme) -> Option<Piece> {
    let is_number = matches!(row.field.kind, FieldKind::Number { .. });
    let range = range(&row.field.rule).filter(|_| focused && is_number)?;
    Some((theme.quiet, format!("  {range}")))
}
