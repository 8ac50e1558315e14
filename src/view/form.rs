//! Draws a form: its fields under their headings, each with its error, and the focus always visible.

mod cell;
mod long_text;
mod table;

use ratatui::layout::Rect;

use crate::app::form::Form;
use crate::app::form::cells::is_table;
use crate::app::form::entries::Entries;
use crate::app::form::field::{
    FieldBody, FieldMessage, FormField, FormPath, MessageSeverity, places, visible_fields,
};
use crate::keymap::{Action, FormAction, Scope, key_of};
use crate::message::Spot;
use crate::resource::display::value::in_column;
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{visible, width};
use crate::view::{LABELS, Theme, failure, labels};

/// A line of the form: the paths of its fields, and the column of the cursor.
struct FormLine {
    line: Line,
    places: Vec<FormPath>,
    /// Where the values begin, if they are the cells of a table.
    columns: Vec<usize>,
    cursor: Option<usize>,
}

impl FormLine {
    const fn new(line: Line, places: Vec<FormPath>) -> Self {
        Self { line, places, columns: Vec::new(), cursor: None }
    }
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
        let begin = |at: usize| drawn.columns.get(at).filter(|_| at > 0).map_or(0, |column| 1 + column);
        // A field that shares the line with the one before it begins where its cell does.
        let own = if drawn.columns.is_empty() { 1 } else { drawn.places.len() };
        for (at, place) in drawn.places.iter().take(own).enumerate() {
            let Some(index) = places.iter().position(|other| other == place) else { continue };
            let steps = index.cast_signed() - form.place().cast_signed();
            let column = u16::try_from(begin(at)).unwrap_or(0).min(area.width);
            let cells = Rect::new(area.x + column, y, area.width - column, 1);
            pen.spot(cells, Spot::Field(steps));
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
        self.lines.push(FormLine::new(line, Vec::new()));
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
            FieldBody::Collection(entries) => self.collection(row, entries, place, label, depth),
        }
        self.error(row.error.as_ref());
        if !matches!(row.input, FieldBody::Value(_)) {
            self.row_message(row);
        }
    }

    /// Draws a collection: its label with the number of its entries, the entries, and the line that adds one.
    fn collection(&mut self, row: &FormField, entries: &Entries, place: &[usize], label: &str, depth: usize) {
        let theme = self.theme;
        let top = place.len() == 1;
        let edited = top && self.form.is_row_edited(row);
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
            line.extend([(theme.plain, "  ".to_owned()), (style, words)]);
            self.lines.push(FormLine::new(line, vec![add]));
            return;
        }
        self.put(line);
        // Entries are indented below the label. A label inside an entry starts two cells further right, after
        // the number.
        let depth = depth + if top { 1 } else { 2 };
        if is_table(row, self.cells) {
            self.table(entries, place, depth);
        } else {
            for (number, entry) in entries.iter().enumerate() {
                for (at, row) in visible_fields(&entry.rows) {
                    let label = row.field.label;
                    let label =
                        if at == 0 { format!("{} {label}", number + 1) } else { format!("  {label}") };
                    self.row(row, &[place, &[number, at]].concat(), &label, depth);
                }
            }
        }
        let indent = (theme.plain, " ".repeat(2 * depth + 2));
        self.lines.push(FormLine::new(vec![marker(focused, theme), indent, (style, words)], vec![add]));
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
