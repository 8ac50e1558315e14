//! Edits to the focused value of a form, and to the entry around it.

use serde_json::Value;

use crate::app::form::Form;
use crate::app::form::field::{self, FormPath, entries_at_mut, row_at, row_at_mut};
use crate::app::form::input::InputControl;
use crate::key::KeyPress;
use crate::keymap::{Action, FormAction, Scope, key_of};
use crate::resource::field::{FieldKind, Suggestions};

impl Form {
    /// Gives a key to the focused text; returns true if the text took it.
    pub fn type_key(&mut self, key: KeyPress) -> bool {
        if self.search.typing {
            return self.type_search(key);
        }
        let taken = self.step_of_key(key, |form| form.cell_mut().is_some_and(|cell| cell.press(key)));
        if taken {
            self.check_focused();
        }
        taken
    }

    /// Pastes into the focused text; in a list, adds one entry per line.
    pub fn paste(&mut self, text: &str) {
        if self.search.typing {
            self.paste_search(text);
            return;
        }
        self.step_of(|form| form.insert(text));
        self.check_focused();
    }

    fn insert(&mut self, text: &str) {
        if let Some(Suggestions::BinaryFile(read)) = self.offer()
            && let Ok(values) = read(text.as_bytes())
        {
            self.put_around(&values);
            return;
        }
        let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        // A pasted file is taken as it would be read, and one that can't be read is shown as it is.
        let converted = match self.offer() {
            Some(Suggestions::File(convert)) => convert(text).ok(),
            _ => None,
        };
        let list = field::collection(&self.focus).map(|(collection, entry)| (collection.to_vec(), entry));
        let list = list.filter(|(collection, _)| {
            matches!(row_at(&self.fields, collection).map(|row| row.field.kind), Some(FieldKind::List(_)))
        });
        if list.is_some() && lines.is_empty() {
            return;
        }
        if let Some((collection, at)) = list.filter(|_| lines.len() > 1 || field::adds(&self.focus))
            && let Some(entries) = entries_at_mut(&mut self.fields, &collection)
        {
            if let Some(rule) = entries.refusal_of(lines.len()) {
                self.note = Some(format!("Nothing was pasted. {rule}"));
                return;
            }
            let at = entries.put_lines(at, &lines);
            self.focus = [collection.as_slice(), &[at.saturating_sub(1), 0]].concat();
        } else if let Some(cell) =
            self.cell_mut().filter(|cell| matches!(cell.input, InputControl::LongText(_)))
        {
            let text = converted.as_deref().unwrap_or(text);
            cell.fill(Some(&Value::from(text)));
        } else if let Some(Suggestions::File(convert)) =
            self.offer().filter(|_| lines.len() > 1 || text.contains("-----BEGIN"))
        {
            // The pasted text is the content of a file.
            match convert(text) {
                Ok(value) => self.put(Some(&Value::from(value))),
                Err(fault) => self.note = Some(format!("The pasted text {fault}.")),
            }
        } else if let Some(cell) = self.cell_mut()
            && cell.paste(text)
        {
            self.note = Some("Line breaks in the pasted text became spaces.".to_owned());
        }
    }

    /// Puts a value into the focused input.
    fn put(&mut self, value: Option<&Value>) {
        if let Some(cell) = self.cell_mut() {
            cell.fill(value);
        }
    }

    /// Fills in a picked value: the focused value, or members of the record around it, by path.
    pub fn fill(&mut self, values: &[(&str, String)]) {
        self.step_of(|form| form.put_around(values));
        self.check_focused();
    }

    fn put_around(&mut self, values: &[(&str, String)]) {
        let Some((_, companion)) = self.focus.split_last() else { return };
        let companion = companion.to_vec();
        for (path, value) in values {
            let mut index = 0;
            let place = |index: usize| [companion.as_slice(), &[index]].concat();
            while let Some(row) = row_at_mut(&mut self.fields, &place(index)) {
                if row.field.path == *path {
                    row.fill(Some(&Value::from(value.as_str())));
                }
                index += 1;
            }
        }
    }

    pub fn fill_focused(&mut self, text: &str) {
        self.step_of(|form| form.put(Some(&Value::from(text))));
        self.check_focused();
    }

    pub fn empty(&mut self) {
        self.step_of(|form| form.put(None));
        self.check_focused();
    }

    /// Switches the focused value to the next one. On the line that adds an entry, adds one.
    pub fn switch(&mut self) {
        if self.cell().is_none() {
            self.add_entry();
            return;
        }
        self.step_of(|form| {
            if let Some(InputControl::Switch(switch)) = form.cell_mut().map(|cell| &mut cell.input) {
                switch.next();
            }
        });
        self.check_focused();
    }

    /// Adds an entry to the collection around the focus, and moves the focus there.
    pub fn add_entry(&mut self) {
        let collection = field::collection(&self.focus).map(|(collection, _)| collection.to_vec());
        let Some(collection) = collection else {
            self.note = Some("Only lists take entries.".to_owned());
            return;
        };
        self.step_of(|form| {
            let Some(entries) = entries_at_mut(&mut form.fields, &collection) else { return };
            if let Some(rule) = entries.refusal_of(1) {
                form.note = Some(rule);
                return;
            }
            let entry = entries.add();
            form.focus = [collection.as_slice(), &[entry, 0]].concat();
        });
        self.check_focused();
    }

    pub fn remove_entry(&mut self) {
        let in_entry = field::collection(&self.focus).filter(|_| !field::adds(&self.focus));
        let Some((collection, entry)) = in_entry.map(|(collection, entry)| (collection.to_vec(), entry))
        else {
            self.note = Some("There is no entry here to remove.".to_owned());
            return;
        };
        self.step_of(|form| {
            if let Some(entries) = entries_at_mut(&mut form.fields, &collection) {
                entries.remove(entry);
                let left = entries.len();
                let next = if left > 0 { vec![entry.min(left - 1), 0] } else { vec![0] };
                form.focus = [collection, next].concat();
            }
        });
        self.note =
            Some(format!("Removed. {} undoes it.", key_of(Scope::Form, Action::Form(FormAction::Undo))));
        self.check_focused();
    }

    /// The innermost ordered collection around the focus, and the entry's index in it.
    pub(crate) fn movable(&self) -> Option<(FormPath, usize)> {
        let mut place = self.focus.as_slice();
        while let Some((collection, entry)) = field::collection(place) {
            let ordered = row_at(&self.fields, collection).is_some_and(|row| row.field.ordered);
            if ordered && !field::adds(place) {
                return Some((collection.to_vec(), entry));
            }
            place = collection;
        }
        None
    }

    /// Moves the entry around the focus up or down by one position.
    pub fn move_entry(&mut self, down: bool) {
        let Some((collection, entry)) = self.movable() else { return };
        let at = collection.len();
        self.step_of(|form| {
            let entries = entries_at_mut(&mut form.fields, &collection);
            if let Some(to) = entries.and_then(|entries| entries.shift(entry, down)) {
                form.focus[at] = to;
            } else {
                let end = if down { "last" } else { "first" };
                form.note = Some(format!("It is already the {end} entry."));
            }
        });
        self.check_focused();
    }
}
