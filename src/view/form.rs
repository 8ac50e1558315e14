//! Draws a form: its fields under their headings, each with its error, and the focus always visible.

mod long_text;

use ratatui::layout::Rect;

use crate::app::form::Form;
use crate::app::form::field::{
    FieldBody, FieldMessage, FormField, FormPath, MessageSeverity, places, visible_fields,
};
use crate::app::form::input::{FieldInput, InputControl};
use crate::keymap::{Action, FormAction, Scope, key_of};
use crate::message::Spot;
use crate::resource::display::value::{ABSENT, MASK, in_column};
use crate::resource::field::rule::range;
use crate::resource::{Access, FieldKind, Suggestions};
use crate::view::pen::{Line, Pen, Piece, paragraph};
use crate::view::text::{fit_middle, visible, width, window};
use crate::view::{LABELS, Theme, failure, labels};

/// A line of the form: the paths of its fields, and the column of the cursor.
struct FormLine {
    line: Line,
    places: Vec<FormPath>,
    cursor: Option<usize>,
}

/// The results of drawing a form.
pub struct Seen {
    pub cursor: Option<(u16, u16)>,
    pub below: usize,
}

pub fn draw(form: &Form, reveal: bool, theme: &Theme, pen: &mut Pen, area: Rect) -> Seen {
    pen.rule(area, area.y, theme.quiet);
    let mut painter = Painter { form, reveal, theme, cells: area.width, lines: Vec::new() };
    let mut group = "";
    // A narrow window has no room for a unit beside its number.
    let unit = |row: &FormField| unit_of(form, row).filter(|_| !is_narrow(area.width));
    let units: Vec<_> = visible_fields(&form.fields).filter_map(|(_, row)| unit(row)).collect();
    for (index, row) in visible_fields(&form.fields).filter(|(index, _)| !units.contains(index)) {
        if row.field.group != group {
            group = row.field.group;
            if !painter.lines.is_empty() {
                painter.put(vec![]);
            }
            painter.put(vec![(theme.heading, group.to_owned())]);
        }
        let label = format!("{}{}", row.field.label, if row.field.rule.required { " *" } else { "" });
        let first = painter.lines.len();
        painter.row(row, &[index], &label, 0);
        if let Some(unit) = unit(row) {
            painter.unit(unit, first);
        }
    }
    let lines = painter.lines;
    // An error stays visible wherever the focus is.
    let refusal =
        form.refusal.as_ref().map(|error| failure(error, theme, area.width - 2)).unwrap_or_default();
    let manager = form.manager().map(|manager| format!("! {}", manager.warning()));
    let mut fixed = paragraph(&manager.unwrap_or_default(), area.width - 2, theme.warn);
    fixed.retain(|line| line.iter().any(|(_, text)| !text.is_empty()));
    fixed.extend(refusal);
    let above = u16::try_from(fixed.len()).unwrap_or(0).min(area.height / 3);
    for (line, y) in fixed.iter().take(above.into()).zip(area.y + 1..) {
        pen.sentence_line(area.x + 1, y, area.width - 2, line);
    }
    let height = usize::from(area.height.saturating_sub(1 + above));
    let focus = lines.iter().position(|line| line.places.contains(&form.focus)).unwrap_or_default();
    // The focus stays in the middle, so that its surroundings are visible.
    let first = focus.saturating_sub(height / 2).min(lines.len().saturating_sub(height));
    let mut cursor = None;
    let places = places(&form.fields);
    for (drawn, y) in lines.iter().skip(first).take(height).zip(area.y + 1 + above..) {
        pen.sentence_line(area.x + 1, y, area.width - 2, &drawn.line);
        if let (Some(column), true) = (drawn.cursor, drawn.places.contains(&form.focus)) {
            cursor = Some((area.x + 1 + u16::try_from(column).unwrap_or(0), y));
        }
        if let Some(at) = places.iter().position(|place| drawn.places.contains(place)) {
            let steps = at.cast_signed() - form.place().cast_signed();
            pen.spot(Rect::new(area.x, y, area.width, 1), Spot::Field(steps));
        }
    }
    Seen { cursor, below: lines.len().saturating_sub(first + height) }
}

/// Turns the rows of a form into lines; entries follow their collection.
struct Painter<'a> {
    form: &'a Form,
    reveal: bool,
    theme: &'a Theme,
    cells: u16,
    lines: Vec<FormLine>,
}

impl Painter<'_> {
    fn put(&mut self, line: Line) {
        self.lines.push(FormLine { line, places: Vec::new(), cursor: None });
    }

    fn row(&mut self, row: &FormField, place: &[usize], label: &str, depth: usize) {
        let theme = self.theme;
        let top = place.len() == 1;
        let unit = unit_of(self.form, row).filter(|_| top).map(|index| &self.form.fields[index]);
        let edited = top && [Some(row), unit].into_iter().flatten().any(|row| self.form.is_row_edited(row));
        match &row.input {
            FieldBody::ReadOnly(reason) => {
                let value = top.then(|| in_column(row.field, self.form.base.get(row.field.path)));
                let value = value.map(|value| format!("{}  ", value.text(false))).unwrap_or_default();
                let mut line = self.label(label, depth, false, false);
                line.push((theme.quiet, format!("{value}({reason})")));
                self.put(line);
            }
            FieldBody::Value(cell) => self.cell(row, cell, place, label, depth, edited),
            FieldBody::Collection(entries) => {
                let never_set = top && row.before(&self.form.base).is_none();
                let count = match (entries.len(), row.field.when_absent) {
                    (0, Some(unset)) if never_set => unset.to_owned(),
                    (1, _) => "1 entry".to_owned(),
                    (count, _) => format!("{count} entries"),
                };
                let add = [place, &[entries.len()]].concat();
                let focused = self.form.focus == add;
                let style = if focused { theme.focus } else { theme.quiet };
                let key = key_of(Scope::Switch, Action::Form(FormAction::Switch));
                let words = format!("+ add an entry ({key})");
                let is_empty = entries.is_empty();
                let mut line = self.label(label, depth, focused && is_empty, edited);
                line.push((theme.quiet, count));
                let used: usize = line.iter().map(|(_, text)| width(text)).sum();
                // A collection without entries takes one line, where that has room.
                let stands_beside = is_empty && used + 2 + width(&words) + 2 <= usize::from(self.cells);
                if stands_beside {
                    line.extend([(theme.plain, "  ".to_owned()), (style, words.clone())]);
                    self.lines.push(FormLine { line, places: vec![add.clone()], cursor: None });
                } else {
                    self.put(line);
                }
                // Entries are indented below the label. A label inside an entry starts two cells further
                // right, after the number.
                let depth = if top { depth + 1 } else { depth + 2 };
                for (number, entry) in entries.iter().enumerate() {
                    for (at, row) in visible_fields(&entry.rows) {
                        let label = row.field.label;
                        let label =
                            if at == 0 { format!("{} {label}", number + 1) } else { format!("  {label}") };
                        self.row(row, &[place, &[number, at]].concat(), &label, depth);
                    }
                }
                if !stands_beside {
                    let indent = (theme.plain, " ".repeat(2 * depth + 2));
                    let line = vec![marker(focused, theme), indent, (style, words)];
                    self.lines.push(FormLine { line, places: vec![add], cursor: None });
                }
            }
        }
        self.error(row.error.as_ref());
        if !matches!(row.input, FieldBody::Value(_)) {
            self.row_message(row);
        }
    }

    /// The message of the cross-field rules at a row.
    fn row_message(&mut self, row: &FormField) {
        if let Some(FieldMessage { severity, text }) = &row.message {
            let (sign, style) = match severity {
                MessageSeverity::Error => ("✗", self.theme.bad),
                MessageSeverity::Warning => ("!", self.theme.warn),
            };
            self.message(&format!("{sign} {text}"), style);
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each sort of input")]
    fn cell(
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
                let masked = match (cell.is_secret() && !self.reveal, cell.is_kept()) {
                    (false, _) => None,
                    // The mask of a loaded secret does not show its length.
                    (true, true) => Some(MASK.to_owned()),
                    (true, false) => Some("•".repeat(input.text().chars().count())),
                };
                let typed = masked.as_deref().unwrap_or(input.text());
                let (text, at) = if focused {
                    window(typed, input.cursor().min(typed.chars().count()), room)
                } else {
                    (fit_middle(&visible(typed), room), 0)
                };
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
                    let hint = match row.field.suggestions {
                        _ if !focused => {
                            let nothing = nothing.unwrap_or("empty");
                            once.map_or_else(|| nothing.to_owned(), |reason| format!("{nothing}  ({reason})"))
                        }
                        Suggestions::Common(usual) => format!("such as {}", usual.join(", ")),
                        Suggestions::None => once
                            .or(nothing)
                            .map(|words| {
                                if words.contains('(') || words == ABSENT {
                                    format!(" {words}")
                                } else {
                                    format!(" ({words})")
                                }
                            })
                            .unwrap_or_default(),
                        Suggestions::File(_) => {
                            format!(
                                "type it, or {} reads a file",
                                key_of(Scope::Suggested, Action::Form(FormAction::Pick))
                            )
                        }
                        // Without an address there is nothing to fetch.
                        Suggestions::Fetch => format!(" {ABSENT}"),
                        _ => format!(
                            "type it, or {} to choose",
                            key_of(Scope::Suggested, Action::Form(FormAction::Pick))
                        ),
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
        self.lines.push(FormLine { line, places: vec![place.to_vec()], cursor });
        self.error(cell.error.as_ref());
        // What is wrong with a long text stands above the facts in it, which may fill the screen.
        self.row_message(row);
        if let (InputControl::LongText(block), None) = (&cell.input, &cell.error) {
            self.below_long_text(row.field, block, focused, depth);
        }
    }

    /// Draws the switch of a unit into the line of its number. The label is that of the focused one.
    fn unit(&mut self, index: usize, number: usize) {
        let theme = self.theme;
        let row = &self.form.fields[index];
        let first = self.lines.len();
        self.row(row, &[index], row.field.label, 0);
        let below = self.lines.split_off(first);
        let mut below = below.into_iter();
        let (Some(unit), Some(line)) = (below.next(), self.lines.get_mut(number)) else { return };
        let (label, value) = unit.line.split_at(LABEL_PIECES.min(unit.line.len()));
        if self.form.focus == [index] {
            line.line.splice(..LABEL_PIECES, label.iter().cloned());
        }
        let at = line.line.len().min(LABEL_PIECES + 1);
        let value = value.iter().cloned();
        line.line.splice(at..at, std::iter::once((theme.plain, "  ".to_owned())).chain(value));
        line.places.extend(unit.places);
        self.lines.extend(below);
    }

    /// The marker and the label, padded to the column of values; a dot marks an edited field. In a narrow
    /// window, a label that reaches into the column has its value on the next line.
    fn label(&mut self, label: &str, depth: usize, focused: bool, edited: bool) -> Line {
        let theme = self.theme;
        let column = usize::from(labels(self.cells));
        let dot = if edited { " •" } else { "" };
        let text = format!("{}{}", "  ".repeat(depth), visible(label));
        let used = 2 + width(&text) + width(dot);
        let style = if focused { theme.strong } else { theme.plain };
        let line = vec![marker(focused, theme), (style, text), (theme.warn, dot.to_owned())];
        if is_narrow(self.cells) && used >= column {
            self.put(line);
            return vec![(theme.plain, " ".repeat(column))];
        }
        let padding = (theme.plain, " ".repeat(column.saturating_sub(used).max(1)));
        line.into_iter().chain([padding]).collect()
    }

    fn error(&mut self, error: Option<&String>) {
        if let Some(error) = error {
            self.message(&format!("✗ {error}"), self.theme.bad);
        }
    }

    fn message(&mut self, text: &str, style: ratatui::style::Style) {
        let column = labels(self.cells);
        for mut line in paragraph(text, self.cells.saturating_sub(column + 4), style) {
            line.insert(0, (self.theme.plain, " ".repeat(column.into())));
            self.put(line);
        }
    }
}

/// True if labels and values have less room than they want.
const fn is_narrow(cells: u16) -> bool {
    cells < 2 * LABELS
}

/// The limits of a focused number, before it breaks them: "  3 to 15".
fn limits(row: &FormField, focused: bool, theme: &Theme) -> Option<Piece> {
    let is_number = matches!(row.field.kind, FieldKind::Number { .. });
    let range = range(&row.field.rule).filter(|_| focused && is_number)?;
    Some((theme.quiet, format!("  {range}")))
}

/// Index of the row with the unit of a number, if both can be edited: the two stand on one line.
fn unit_of(form: &Form, row: &FormField) -> Option<usize> {
    let path = row.field.unit_path.filter(|_| matches!(row.input, FieldBody::Value(_)))?;
    let is_unit = |row: &FormField| row.field.path == path && matches!(row.input, FieldBody::Value(_));
    visible_fields(&form.fields).find(|(_, row)| is_unit(row)).map(|(index, _)| index)
}

fn marker(focused: bool, theme: &Theme) -> (ratatui::style::Style, String) {
    (theme.accent, if focused { "▶ " } else { "  " }.to_owned())
}

/// Number of the pieces before the value of a line.
const LABEL_PIECES: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_always_in_sight_and_long_text_is_cut_around_it() {
        assert_eq!(window("short", 5, 20), ("short".to_owned(), 5));
        assert_eq!(window("abcdefghij", 10, 6), ("…ghij".to_owned(), 5));
        assert_eq!(window("従業員SSO", 6, 6), ("…SSO".to_owned(), 4));
        let long = "x".repeat(1_000_000);
        for cursor in [0, 5, 500_000, 1_000_000] {
            let (text, at) = window(&long, cursor, 40);
            assert!(at < 40 && text.len() < 100);
        }
    }
}
