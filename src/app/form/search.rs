//! The search in a form: its texts, and the focus that follows the matches.

use crate::app::form::Form;
use crate::app::form::field::{self, FieldBody, FormField, FormPath, places, row_at};
use crate::app::form::input::InputControl;
use crate::key::KeyPress;
use crate::keymap::SearchAction;

impl Form {
    /// The texts in which a search looks, one for each place of the focus: label, API member and value. A
    /// value that can be masked is left out.
    fn search_texts(&self, places: &[FormPath]) -> Vec<String> {
        places.iter().map(|place| self.search_text(place)).collect()
    }

    fn search_text(&self, place: &[usize]) -> String {
        let name = |row: &FormField| format!("{} {} ", row.field.label, row.field.path);
        let mut text = String::new();
        // The name of a collection is found at its first place, not at each entry.
        let mut inner = place;
        while let Some((collection, entry)) = field::collection(inner) {
            let is_first = entry == 0 && (field::adds(inner) || inner.last() == Some(&0));
            if !is_first {
                break;
            }
            text.extend(row_at(&self.fields, collection).map(name));
            inner = collection;
        }
        let row = if field::adds(place) { None } else { row_at(&self.fields, place) };
        if let Some(row) = row {
            text.push_str(&name(row));
            if let FieldBody::Value(cell) = &row.input {
                match &cell.input {
                    InputControl::LongText(long) => {
                        text.extend(long.facts().iter().map(|fact| format!("{} ", fact.value.text(false))));
                    }
                    _ if cell.is_secret() => {}
                    InputControl::Text(_) | InputControl::Switch(_) => text.push_str(cell.reads()),
                }
            }
        }
        text
    }

    /// Index of the focus among its places.
    pub fn place(&self) -> usize {
        places(&self.fields).iter().position(|place| *place == self.focus).unwrap_or_default()
    }

    pub(crate) fn act_on_search(&mut self, action: SearchAction) {
        let places = places(&self.fields);
        let texts = self.search_texts(&places);
        let found = self.search.act(action, self.place(), &texts);
        self.go_to(&places, found);
    }

    /// Gives a key to the search; returns true if its text took the key.
    pub(crate) fn type_search(&mut self, key: KeyPress) -> bool {
        let places = places(&self.fields);
        let texts = self.search_texts(&places);
        let found = self.search.press(key, &texts);
        self.go_to(&places, found);
        found.is_some()
    }

    pub(crate) fn paste_search(&mut self, text: &str) {
        let places = places(&self.fields);
        let texts = self.search_texts(&places);
        let found = self.search.paste(text, &texts);
        self.go_to(&places, Some(found));
    }

    fn go_to(&mut self, places: &[FormPath], found: Option<usize>) {
        if let Some(place) = found.and_then(|found| places.get(found)) {
            self.focus.clone_from(place);
        }
    }
}
