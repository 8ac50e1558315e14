//! A form: the fields of a document, what was typed into them, and where the focus is. It knows no widget, no particular
//! resource and no call; submitting yields the edited document, or leaves the errors on the fields.

use serde_json::Value;

use super::confirm::Beside;
use super::entries::{Cell, CellInput, Entries, Entry};
use super::text_input::TextInput;
use crate::error::AppError;
use crate::key::KeyPress;
use crate::keymap::Scope;
use crate::resource::field::{Access, Field, FieldKind};
use crate::resource::{Document, Key, changes};

/// A form.
#[derive(Debug)]
pub struct Form {
    /// What is edited.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// The document that the edit starts from.
    pub base: Document,
    /// The fields.
    pub rows: Vec<Row>,
    /// Where the focus is.
    pub focus: Stop,
    /// Said below the fields, until the next key.
    pub note: Option<String>,
    /// Whether it is asked if the edits are to be thrown away.
    pub leaving: bool,
    /// The document read beside the resource, for the confirmation's findings.
    pub beside: Beside,
    /// Entries that were removed since the last typing, with their places, the last one last.
    removed: Vec<(Stop, Entry)>,
}

/// A field of a form.
#[derive(Debug)]
pub struct Row {
    /// Its row in the table.
    pub field: &'static Field,
    /// What is in it.
    pub input: Input,
    /// What is wrong with it as a whole.
    pub error: Option<String>,
}

/// What is in a field.
#[derive(Debug)]
pub enum Input {
    /// It cannot be edited; the sentence says why.
    Locked(&'static str),
    /// One value.
    One(Box<Cell>),
    /// A list, a map, or records.
    Many(Entries),
}

/// A place that the focus can be at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stop {
    /// The field.
    pub row: usize,
    /// The entry and the cell in it, for a collection; `None` there is the place to add an entry.
    pub cell: Option<(usize, usize)>,
}

impl Form {
    /// A form over a document: every field that can be edited by hand, and those that could be but are locked.
    pub fn new(key: Key, name: String, base: Document) -> Self {
        let editable = |field: &&Field| matches!(field.access, Access::Editable | Access::Once(_));
        let rows = key.kind.fields.iter().filter(editable).map(|field| Row::new(field, base.get(field.path))).collect();
        let mut form =
            Self { key, name, base, rows, focus: Stop::default(), note: None, leaving: false, beside: Beside::None, removed: Vec::new() };
        form.focus = form.stops().first().copied().unwrap_or_default();
        form
    }

    /// The same form over what is there now, filled with what it is to be: the edits, on top of somebody else's.
    pub fn rebased(&self, base: Document, filled: &Document) -> Self {
        let mut form = Self::new(self.key.clone(), self.name.clone(), base);
        for row in &mut form.rows {
            let (before, after) = (form.base.get(row.field.path), filled.get(row.field.path));
            if before != after && !matches!(row.input, Input::Locked(_)) {
                row.fill(after);
            }
        }
        form.beside = self.beside.clone();
        form.focus = if form.stops().contains(&self.focus) { self.focus } else { form.focus };
        form
    }

    /// Where its keys are.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.leaving {
            return vec![Scope::Leaving];
        }
        let mut scopes = vec![Scope::Form];
        let Stop { row, cell } = self.focus;
        if let Some(Input::Many(entries)) = self.rows.get(row).map(|row| &row.input) {
            scopes.push(Scope::Collection);
            let text =
                cell.and_then(|(entry, cell)| entries.cell(entry, cell)).is_some_and(|cell| matches!(cell.input, CellInput::Text(_)));
            if !text {
                scopes.push(Scope::Switch);
            }
        } else if let Some(Input::One(cell)) = self.rows.get(row).map(|row| &row.input)
            && matches!(cell.input, CellInput::Toggle { .. })
        {
            scopes.push(Scope::Switch);
        }
        scopes
    }

    /// The document as it is in the form now.
    pub fn document(&self) -> Document {
        let mut document = self.base.clone();
        for row in &self.rows {
            let before = self.base.get(row.field.path);
            let after = row.value(before);
            if after.as_ref() != before {
                document.set(row.field.path, after);
            }
        }
        document
    }

    /// Whether a field differs from the document the edit started from.
    pub fn is_row_edited(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| {
            let before = self.base.get(row.field.path);
            row.value(before).as_ref() != before
        })
    }

    /// Whether anything in it differs from the document it started from.
    pub fn is_edited(&self) -> bool {
        let added = |row: &Row| matches!(&row.input, Input::Many(entries) if entries.has_added());
        !changes(&self.base, &self.document(), self.key.kind).is_empty() || self.rows.iter().any(added)
    }

    /// The edited document, when every edited field keeps its rules and something changed; else the form says why not,
    /// and the focus is on the first field that is wrong.
    pub fn submit(&mut self) -> Option<Document> {
        self.check();
        if let Some(stop) = self.first_error() {
            self.focus = stop;
            self.note = Some("Not yet: a field is not right. The rule stands beside it.".to_owned());
            return None;
        }
        let document = self.document();
        if changes(&self.base, &document, self.key.kind).is_empty() {
            self.note = Some("Nothing changed, so there is nothing to send.".to_owned());
            return None;
        }
        Some(document)
    }

    /// Checks every field that differs from what it started from.
    pub fn check(&mut self) {
        for row in &mut self.rows {
            row.check(self.base.get(row.field.path));
        }
    }

    /// Every place that the focus can be at, from top to bottom.
    pub fn stops(&self) -> Vec<Stop> {
        let mut stops = Vec::new();
        for (row, field) in self.rows.iter().enumerate() {
            match &field.input {
                Input::Locked(_) => {}
                Input::One(_) => stops.push(Stop { row, cell: None }),
                Input::Many(entries) => {
                    let cells = |(entry, cells): (usize, usize)| (0..cells).map(move |cell| Stop { row, cell: Some((entry, cell)) });
                    stops.extend(entries.shape().flat_map(cells));
                    stops.push(Stop { row, cell: None });
                }
            }
        }
        stops
    }

    /// Moves the focus by some places, up or down, not beyond the ends.
    pub fn step(&mut self, by: isize) {
        let stops = self.stops();
        let here = stops.iter().position(|stop| *stop == self.focus).unwrap_or_default();
        let there = here.saturating_add_signed(by).min(stops.len().saturating_sub(1));
        self.focus = stops.get(there).copied().unwrap_or_default();
    }

    /// The cell under the focus; `None` on the place to add an entry.
    pub fn cell_mut(&mut self) -> Option<&mut Cell> {
        let Stop { row, cell } = self.focus;
        match (&mut self.rows.get_mut(row)?.input, cell) {
            (Input::One(cell), _) => Some(cell),
            (Input::Many(entries), Some((entry, cell))) => entries.cell_mut(entry, cell),
            _ => None,
        }
    }

    /// The field under the focus.
    pub fn field(&self) -> Option<&'static Field> {
        self.rows.get(self.focus.row).map(|row| row.field)
    }

    /// Whether keys type text where the focus is.
    pub fn types_text(&mut self) -> bool {
        self.cell_mut().is_some_and(|cell| matches!(cell.input, CellInput::Text(_)))
    }

    /// Gives a key to the text under the focus; tells whether it took it.
    pub fn type_key(&mut self, key: KeyPress) -> bool {
        let (taken, edited) = match self.cell_mut().map(|cell| &mut cell.input) {
            Some(CellInput::Text(text)) => {
                let before = text.text().to_owned();
                (text.press(key), text.text() != before)
            }
            _ => (false, false),
        };
        if edited {
            self.removed.clear();
        }
        if taken {
            self.check_focused();
        }
        taken
    }

    /// Pastes: into the text under the focus, or as one entry a line where the focus is in a list.
    pub fn paste(&mut self, text: &str) {
        let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let Stop { row, cell } = self.focus;
        let is_list = matches!(self.rows.get(row).map(|row| &row.field.kind), Some(FieldKind::List(_)));
        if is_list && lines.is_empty() {
            return;
        }
        if let (true, Some(Input::Many(entries))) =
            (is_list && (lines.len() > 1 || cell.is_none()), self.rows.get_mut(row).map(|row| &mut row.input))
        {
            let at = cell.map_or(entries.len(), |(entry, _)| entry);
            let at = entries.put_lines(at, &lines);
            self.focus = Stop { row, cell: Some((at.saturating_sub(1), 0)) };
        } else if let Some(CellInput::Text(input)) = self.cell_mut().map(|cell| &mut cell.input)
            && input.paste(text)
        {
            self.note = Some("The line breaks in the paste became spaces.".to_owned());
        }
        self.check_focused();
    }

    /// Switches the value under the focus, when it is one that switches; on the place to add an entry, adds one.
    pub fn switch(&mut self) {
        match self.cell_mut().map(|cell| &mut cell.input) {
            Some(CellInput::Toggle { value, unset }) => {
                // Back to "never set" only where it started there: unset is no value that one would choose.
                *value = match (*value, *unset) {
                    (Some(true), _) => Some(false),
                    (Some(false), true) => None,
                    (None, _) | (Some(false), false) => Some(true),
                };
                self.check_focused();
            }
            Some(CellInput::Text(_)) => {}
            None => self.add_entry(),
        }
    }

    /// Adds an entry to the collection under the focus, and goes to it.
    pub fn add_entry(&mut self) {
        let row = self.focus.row;
        match self.rows.get_mut(row).map(|row| &mut row.input) {
            Some(Input::Many(entries)) => {
                let entry = entries.add();
                self.focus = Stop { row, cell: Some((entry, 0)) };
                self.check_focused();
            }
            _ => self.note = Some("Only a collection takes entries.".to_owned()),
        }
    }

    /// Removes the entry under the focus.
    pub fn remove_entry(&mut self) {
        let Stop { row, cell } = self.focus;
        let Some((entry, _)) = cell else {
            self.note = Some("There is no entry here to remove.".to_owned());
            return;
        };
        if let Some(Input::Many(entries)) = self.rows.get_mut(row).map(|row| &mut row.input) {
            let gone = entries.remove(entry);
            let left = entries.len();
            self.focus = Stop { row, cell: (left > 0).then(|| (entry.min(left - 1), 0)) };
            self.removed.extend(gone.map(|gone| (Stop { row, cell }, gone)));
            self.note = Some("Removed; Ctrl-z brings it back.".to_owned());
        }
        self.check_focused();
    }

    /// Takes back, or makes again, the last typing in the text under the focus; an entry that was just removed comes back.
    pub fn undo(&mut self, again: bool) {
        let gone = if again { None } else { self.removed.pop() };
        if let Some((stop, entry)) = gone {
            if let Some(Input::Many(entries)) = self.rows.get_mut(stop.row).map(|row| &mut row.input) {
                entries.put_back(stop.cell.map_or(0, |(place, _)| place), entry);
            }
            self.focus = stop;
        } else if let Some(CellInput::Text(text)) = self.cell_mut().map(|cell| &mut cell.input) {
            if again { text.redo() } else { text.undo() }
        }
        self.check_focused();
    }

    fn check_focused(&mut self) {
        if let Some(row) = self.rows.get_mut(self.focus.row) {
            row.check(self.base.get(row.field.path));
        }
    }

    /// Puts the service's refusal on the field that it names; elsewhere it stays a note.
    pub fn blame(&mut self, error: &AppError) {
        let words = error.cause.clone().unwrap_or_else(|| error.summary.clone());
        let lower = words.to_ascii_lowercase();
        // The service names members as in `Value '…' at 'identityPoolName' failed to satisfy constraint`.
        let named = |row: &Row| {
            let member = row.field.member().to_ascii_lowercase();
            lower.contains(&format!("'{member}'")) || lower.contains(&format!("at '{member}.")) || lower.contains(&format!(" {member} "))
        };
        match self.rows.iter().position(named) {
            Some(row) => {
                self.rows[row].error = Some(words);
                if let Some(stop) = self.stops().iter().find(|stop| stop.row == row) {
                    self.focus = *stop;
                }
            }
            None => self.note = Some(format!("{}. {words}", error.summary)),
        }
    }

    fn first_error(&self) -> Option<Stop> {
        self.stops().into_iter().find(|stop| {
            let row = &self.rows[stop.row];
            match (&row.input, stop.cell) {
                (Input::One(cell), _) => cell.error.is_some(),
                (Input::Many(entries), Some((entry, cell))) => entries.cell(entry, cell).is_some_and(|cell| cell.error.is_some()),
                (Input::Many(_), None) => row.error.is_some(),
                (Input::Locked(_), _) => false,
            }
        })
    }
}

impl Row {
    fn new(field: &'static Field, value: Option<&Value>) -> Self {
        let input = match (field.locked(value), &field.kind) {
            (Some(reason), _) => Input::Locked(reason),
            (None, FieldKind::List(_) | FieldKind::Map { .. } | FieldKind::Records(_)) => {
                Entries::new(field, value).map_or(Input::Locked("has a shape that only AWS knows"), Input::Many)
            }
            (None, FieldKind::Toggle { .. }) => match value {
                None | Some(Value::Null | Value::Bool(_)) => Input::One(Box::new(Cell::toggle(field, value))),
                Some(_) => Input::Locked("has a shape that only AWS knows"),
            },
            (None, FieldKind::Text) => match value {
                None | Some(Value::Null | Value::String(_)) => {
                    Input::One(Box::new(Cell::text(field.rule, value.and_then(Value::as_str).unwrap_or_default())))
                }
                Some(_) => Input::Locked("has a shape that only AWS knows"),
            },
            (None, _) => Input::Locked("can't be edited in a form yet"),
        };
        Self { field, input, error: None }
    }

    /// Puts a value in, as if it had been typed.
    fn fill(&mut self, value: Option<&Value>) {
        match &mut self.input {
            Input::Locked(_) => {}
            Input::One(cell) => cell.fill(value),
            Input::Many(entries) => {
                if let Some(filled) = Entries::new(self.field, value) {
                    *entries = filled;
                }
            }
        }
    }

    /// The value in the field now. What was not touched is as it was: absent, null, empty or anything else.
    fn value(&self, before: Option<&Value>) -> Option<Value> {
        match &self.input {
            Input::Locked(_) => before.cloned(),
            Input::One(cell) => cell.value(before),
            Input::Many(entries) => entries.value(before),
        }
    }

    fn check(&mut self, before: Option<&Value>) {
        let touched = self.value(before).as_ref() != before;
        match &mut self.input {
            Input::Locked(_) => {}
            Input::One(cell) => {
                self.error = None;
                cell.check(touched, self.field.rule.required);
            }
            Input::Many(entries) => self.error = entries.check(touched, &self.field.rule),
        }
    }
}

impl From<TextInput> for CellInput {
    fn from(input: TextInput) -> Self {
        Self::Text(Box::new(input))
    }
}
