//! A form: the fields of a document, what was typed into them, and where the focus is. It knows no widget, no particular
//! resource and no call; submitting yields the edited document, or leaves the errors on the fields.

use std::borrow::Cow;

use serde_json::Value;

use super::cell::{Cell, CellInput};
use super::confirm::Beside;
use super::entries::Entry;
use super::rows::{self, Input, Place, Row, Said, Strictness, check_rows, entries_at_mut, places, row_at, row_at_mut};
use crate::error::AppError;
use crate::key::KeyPress;
use crate::keymap::{Action, Scope, key_of};
use crate::resource::field::{Access, Field, FieldKind, Offer};
use crate::resource::{Around, Document, Key, Order, Variant, changes, finding};

/// A form.
#[derive(Debug)]
pub struct Form {
    /// What is done with it in the end: a resource is changed, or made.
    pub order: Order,
    /// What is edited; without an id while it is made.
    pub key: Key,
    /// What it is called.
    pub name: String,
    /// The document that the edit starts from; empty for what is made.
    pub base: Document,
    /// The fields.
    pub rows: Vec<Row>,
    /// Where the focus is.
    pub focus: Place,
    /// Said below the fields, until the next key.
    pub note: Option<String>,
    /// A refusal that is about no one field; it stands above the form until the next try.
    pub refusal: Option<AppError>,
    /// Whether it is asked if the edits are to be thrown away.
    pub leaving: bool,
    /// The document read beside the resource, for what may be picked and for the confirmation's findings.
    pub beside: Beside,
    /// Whether it was meant to be sent once: what is missing is said from then on.
    tried: bool,
    /// What time it is, in seconds since 1970, for rules about what ends.
    pub now: i64,
    /// An address that stands in it, and what was fetched from there.
    pub fetched: Option<(String, String)>,
    /// Its neighbours, as far as they have been read.
    pub neighbours: Vec<Document>,
    /// Entries that were removed since the last typing, with their places, the last one last.
    removed: Vec<(Place, Entry)>,
    /// The document as the form was opened with it.
    opened: Document,
}

impl Form {
    /// A form over a document: every field that can be edited by hand, and those that could be but are locked.
    pub fn edit(key: Key, name: String, base: Document) -> Self {
        let row = |field: &'static Field| match field.access {
            Access::Editable | Access::Once(_) | Access::WriteOnly if field.rest => {
                Some(Row::rest(field, key.kind.there(&base).collect(), &base))
            }
            Access::Editable | Access::Once(_) | Access::WriteOnly => Some(Row::member(field, &base)),
            Access::Made | Access::Named => Some(Row::fixed(field, &base)),
            Access::OnCreate | Access::Id | Access::DescribeOnly => None,
        };
        let rows = key.kind.fields.iter().filter_map(row).collect();
        Self::over(Order::Update, key, name, base, rows)
    }

    /// A form for a new resource, filled with what its table proposes, or what the chosen sort of it does.
    pub fn create(key: Key, variant: Option<&'static Variant>) -> Self {
        let base = variant.map(Variant::fixed).unwrap_or_default();
        let row = |field: &'static Field| match field.access {
            _ if base.get(field.path).is_some() && !field.rest => Some(Row::fixed(field, &base)),
            Access::Editable | Access::Once(_) | Access::WriteOnly if field.rest => {
                Some(Row::rest(field, key.kind.there(&base).collect(), &base))
            }
            Access::Editable | Access::Once(_) | Access::WriteOnly | Access::OnCreate | Access::Named => Some(Row::started(field)),
            Access::Made | Access::Id | Access::DescribeOnly => None,
        };
        let rows = key.kind.fields.iter().filter_map(row).collect();
        let mut form = Self::over(Order::Create, key, String::new(), base, rows);
        let proposed = variant.map(Variant::proposed).unwrap_or_default();
        form.rows.iter_mut().for_each(|row| row.propose(&proposed));
        form.opened = form.document();
        // It begins at the first thing that is missing.
        let missing = |place: &Place| match place.as_slice() {
            [row] => form.rows.get(*row).is_some_and(|row| row.field.rule.required && form.opened.get(row.field.path).is_none()),
            _ => false,
        };
        if let Some(place) = places(&form.rows).into_iter().find(missing) {
            form.focus = place;
        }
        form
    }

    /// A form for a new resource, filled with the settings of another one: all but its name and what is AWS's own.
    pub fn copy(model: &Key, name: &str, settings: &Document) -> Self {
        let variant = model.kind.variants.iter().find(|variant| variant.is_of(settings));
        let mut form = Self::create(Key { id: String::new(), ..model.clone() }, variant);
        let mut settings = settings.clone();
        settings.set(model.kind.name_path, Some(Value::from(format!("Copy of {name}"))));
        let tags = model.kind.tags_path.and_then(|path| Some((path, settings.get(path)?.as_object()?.clone())));
        if let Some((path, mut tags)) = tags {
            tags.retain(|key, _| !finding::is_of_aws(key));
            settings.set(path, Some(Value::Object(tags)));
        }
        let copied = model.kind.copied.map(|copied| copied(&settings)).unwrap_or_default();
        for row in &mut form.rows {
            if let Some(value) = copied.get(row.field.path) {
                row.fill(Some(value));
            } else if row.field.access != Access::OnCreate {
                let value = row.before(&settings).map(Cow::into_owned);
                row.fill(value.as_ref());
                row.keep();
            }
        }
        let unknown = crate::resource::show::unknown(model.kind, &settings);
        if !unknown.is_empty() {
            let names: Vec<_> = unknown.into_iter().map(|(name, _)| name).collect();
            form.note = Some(format!("Not copied, since this build does not know it: {}.", names.join(", ")));
        }
        form
    }

    /// Fills in what the document beside it tells of a new one.
    pub fn prefill(&mut self) {
        let filled = self.key.kind.prefill.zip(self.beside.document()).map(|(prefill, beside)| prefill(beside));
        if let Some(filled) = filled {
            self.rows.iter_mut().for_each(|row| row.propose(&filled));
        }
        self.opened = self.document();
    }

    fn over(order: Order, key: Key, name: String, base: Document, rows: Vec<Row>) -> Self {
        let focus = places(&rows).into_iter().next().unwrap_or_default();
        let mut form = Self {
            order,
            key,
            name,
            base,
            rows,
            focus,
            note: None,
            refusal: None,
            leaving: false,
            beside: Beside::None,
            neighbours: Vec::new(),
            tried: false,
            now: 0,
            fetched: None,
            removed: Vec::new(),
            opened: Document::default(),
        };
        form.opened = form.document();
        form
    }

    /// The same form over what is there now, filled with what it is to be: the edits, on top of somebody else's.
    pub fn rebased(&self, base: Document, filled: &Document) -> Self {
        let mut form = Self::edit(self.key.clone(), self.name.clone(), base);
        for row in &mut form.rows {
            let (before, after) = (row.before(&form.base).map(Cow::into_owned), row.before(filled).map(Cow::into_owned));
            if before != after && !matches!(row.input, Input::Locked(_)) {
                row.fill(after.as_ref());
            }
        }
        form.now = self.now;
        form.fetched.clone_from(&self.fetched);
        form.beside = self.beside.clone();
        form.neighbours.clone_from(&self.neighbours);
        form.focus = if places(&form.rows).contains(&self.focus) { self.focus.clone() } else { form.focus };
        form
    }

    /// Where its keys are.
    pub fn scopes(&self) -> Vec<Scope> {
        if self.leaving {
            return vec![Scope::Leaving];
        }
        let mut scopes = Vec::new();
        match self.offer() {
            Some(Offer::Fetched) => scopes.push(Scope::Fetched),
            Some(_) => scopes.push(Scope::Offered),
            None => {}
        }
        if self.movable().is_some() {
            scopes.push(Scope::Ordered);
        }
        if self.cell().is_some_and(Cell::is_secret) {
            scopes.push(Scope::Hidden);
        }
        scopes.push(Scope::Form);
        if rows::collection(&self.focus).is_some() {
            scopes.push(Scope::Collection);
        }
        match self.cell().map(|cell| &cell.input) {
            Some(CellInput::Text(_)) => {}
            Some(CellInput::Block(_)) => scopes.push(Scope::Block),
            Some(CellInput::Switch(_)) | None => scopes.push(Scope::Switch),
        }
        scopes
    }

    /// The document as it is in the form now.
    pub fn document(&self) -> Document {
        let mut document = rows::record(&self.rows, &self.base);
        for (structure, needs) in self.key.kind.hollow {
            let has = |name: &&str| document.text(&format!("{structure}.{name}")).is_some_and(|text| !text.is_empty());
            if document.get(structure) != self.base.get(structure) && !needs.iter().any(has) {
                document.set(structure, None);
            }
        }
        document
    }

    /// Whether a field differs from the document the edit started from.
    pub fn is_row_edited(&self, row: &Row) -> bool {
        let before = row.before(&self.base);
        self.order == Order::Update && row.value(before.as_deref()).as_ref() != before.as_deref()
    }

    /// Whether anything in it differs from what it was opened with.
    pub fn is_edited(&self) -> bool {
        let added = |row: &Row| matches!(&row.input, Input::Many(entries) if entries.has_added());
        let now = self.document();
        let added = self.order == Order::Update && self.rows.iter().any(added);
        added || !changes(&self.opened, &now, self.key.kind).is_empty()
    }

    /// The edited document, when every edited field keeps its rules and something changed; else the form says why not,
    /// and the focus is on the first field that is wrong.
    pub fn submit(&mut self) -> Option<Document> {
        self.refusal = None;
        self.tried = true;
        self.check();
        if let Some(place) = self.first_error() {
            self.focus = place;
            self.note = Some("Not yet: a field is not right. The rule stands beside it.".to_owned());
            return None;
        }
        let document = self.document();
        if self.order == Order::Update && changes(&self.base, &document, self.key.kind).is_empty() {
            self.note = Some("Nothing changed, so there is nothing to send.".to_owned());
            return None;
        }
        if self.order == Order::Create {
            let nameless = format!("a {}", self.key.kind.name);
            self.name = self.key.kind.name_of(&document).map_or(nameless, str::to_owned);
        }
        Some(document)
    }

    /// Checks every field that differs from what it started from; all of them where something is made.
    pub fn check(&mut self) {
        check_rows(&mut self.rows, &self.base, Strictness { all: self.order == Order::Create, done: true });
        self.check_across();
    }

    /// Says at each field what it is not to others. What was so before the edit stops nothing.
    pub(super) fn check_across(&mut self) {
        let kind = self.key.kind;
        if kind.across.is_empty() {
            return;
        }
        let now = self.document();
        let base = (self.order == Order::Update).then_some(&self.base);
        let fetched = self.fetched.as_ref().map(|(url, text)| (url.as_str(), text.as_str()));
        let beside = self.beside.document();
        let around = Around { beside, neighbours: &self.neighbours, base, fetched, whole: self.tried, now: self.now };
        let mut said = Vec::new();
        for across in kind.across {
            let words = (across.says)(&now, &around);
            let was = base.is_some_and(|base| words.is_some() && (across.says)(base, &around) == words);
            said.extend(words.map(|words| (across.path, Said { stops: across.refused && !was, words })));
        }
        for index in 0..self.rows.len() {
            let there = rows::is_there(&self.rows, index);
            let row = &mut self.rows[index];
            let mut of_row = said.iter().filter(|(path, _)| there && *path == row.field.path).map(|(_, said)| said);
            row.across = of_row.clone().find(|said| said.stops).or_else(|| of_row.next()).cloned();
        }
    }

    /// Moves the focus by some places, up or down, not beyond the ends.
    pub fn step(&mut self, by: isize) {
        let places = places(&self.rows);
        let here = places.iter().position(|place| *place == self.focus).unwrap_or_default();
        let there = here.saturating_add_signed(by).min(places.len().saturating_sub(1));
        self.focus = places.get(there).cloned().unwrap_or_default();
    }

    /// The row under the focus; that of the collection on the place to add an entry.
    pub fn row(&self) -> Option<&Row> {
        match rows::collection(&self.focus) {
            Some((collection, _)) if rows::adds(&self.focus) => row_at(&self.rows, collection),
            _ => row_at(&self.rows, &self.focus),
        }
    }

    /// What the way to it says: its name, and what of it is edited where that is a part.
    pub fn title(&self) -> String {
        if self.key.kind.is_part() { format!("{} of {}", self.key.kind.name, self.name) } else { self.name.clone() }
    }

    /// What the field under the focus does, or else the collection that it is in.
    pub fn help(&self) -> &'static str {
        let own = self.row().map_or("", |row| row.field.help);
        let collection = || rows::collection(&self.focus).and_then(|(place, _)| row_at(&self.rows, place)).map_or("", |row| row.field.help);
        if own.is_empty() { collection() } else { own }
    }

    /// The cell under the focus; `None` on the place to add an entry.
    pub fn cell(&self) -> Option<&Cell> {
        match &row_at(&self.rows, &self.focus)?.input {
            Input::One(cell) => Some(cell),
            _ => None,
        }
    }

    pub(super) fn cell_mut(&mut self) -> Option<&mut Cell> {
        match &mut row_at_mut(&mut self.rows, &self.focus)?.input {
            Input::One(cell) => Some(cell),
            _ => None,
        }
    }

    /// What can be picked for the value under the focus.
    pub fn offer(&self) -> Option<Offer> {
        self.cell()?;
        let field = row_at(&self.rows, &self.focus)?.field;
        (!matches!(field.offer, Offer::None)).then_some(field.offer)
    }

    /// Whether keys type text where the focus is.
    pub fn types_text(&self) -> bool {
        self.cell().is_some_and(|cell| matches!(cell.input, CellInput::Text(_)))
    }

    /// Gives a key to the text under the focus; tells whether it took it.
    pub fn type_key(&mut self, key: KeyPress) -> bool {
        let (taken, edited) = match self.cell_mut() {
            Some(cell) => {
                let before = cell.reads().to_owned();
                (cell.press(key), cell.reads() != before)
            }
            None => (false, false),
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
        self.removed.clear();
        let lines: Vec<_> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let list = rows::collection(&self.focus).map(|(collection, entry)| (collection.to_vec(), entry));
        let list =
            list.filter(|(collection, _)| matches!(row_at(&self.rows, collection).map(|row| row.field.kind), Some(FieldKind::List(_))));
        if list.is_some() && lines.is_empty() {
            return;
        }
        if let Some((collection, at)) = list.filter(|_| lines.len() > 1 || rows::adds(&self.focus))
            && let Some(entries) = entries_at_mut(&mut self.rows, &collection)
        {
            let at = entries.put_lines(at, &lines);
            self.focus = [collection.as_slice(), &[at.saturating_sub(1), 0]].concat();
        } else if let Some(cell) = self.cell_mut().filter(|cell| matches!(cell.input, CellInput::Block(_))) {
            cell.fill(Some(&Value::from(text)));
        } else if let Some(Offer::File(convert)) = self.offer().filter(|_| lines.len() > 1 || text.contains("-----BEGIN")) {
            // That is what stands in the file.
            match convert(text) {
                Ok(value) => self.fill_focused(&value),
                Err(fault) => self.note = Some(format!("What was pasted {fault}.")),
            }
        } else if let Some(cell) = self.cell_mut()
            && cell.paste(text)
        {
            self.note = Some("The line breaks in the paste became spaces.".to_owned());
        }
        self.check_focused();
    }

    /// Fills in what was picked: a value under the focus, or members of the record that it is in, by path.
    pub fn fill(&mut self, values: &[(&str, String)]) {
        let Some((_, beside)) = self.focus.split_last() else { return };
        let beside = beside.to_vec();
        for (path, value) in values {
            let mut index = 0;
            while let Some(row) = row_at_mut(&mut self.rows, &[beside.as_slice(), &[index]].concat()) {
                if row.field.path == *path {
                    row.fill(Some(&Value::from(value.as_str())));
                }
                index += 1;
            }
        }
        self.check_focused();
    }

    /// Fills the text under the focus.
    pub fn fill_focused(&mut self, text: &str) {
        self.removed.clear();
        if let Some(cell) = self.cell_mut() {
            cell.fill(Some(&Value::from(text)));
        }
        self.check_focused();
    }

    /// Empties the value under the focus.
    pub fn empty(&mut self) {
        self.removed.clear();
        if let Some(cell) = self.cell_mut() {
            cell.fill(None);
        }
        self.check_focused();
    }

    /// Takes what its neighbours are like.
    pub fn take_neighbours(&mut self, neighbours: Vec<Document>) {
        self.neighbours = neighbours;
        self.check_across();
    }

    /// Takes what was fetched from an address that stands in it.
    pub fn take_fetched(&mut self, url: &str, text: &str) {
        self.fetched = Some((url.to_owned(), text.to_owned()));
        self.check_focused();
    }

    /// Switches the value under the focus, when it is one that switches; on the place to add an entry, adds one.
    pub fn switch(&mut self) {
        match self.cell_mut().map(|cell| &mut cell.input) {
            Some(CellInput::Switch(switch)) => {
                switch.next();
                self.removed.clear();
                self.check_focused();
            }
            Some(CellInput::Text(_) | CellInput::Block(_)) => {}
            None => self.add_entry(),
        }
    }

    /// Adds an entry to the collection under the focus, and goes to it.
    pub fn add_entry(&mut self) {
        let collection = rows::collection(&self.focus).map(|(collection, _)| collection.to_vec());
        if let Some(collection) = collection
            && let Some(entries) = entries_at_mut(&mut self.rows, &collection)
        {
            let entry = entries.add();
            self.focus = [collection.as_slice(), &[entry, 0]].concat();
            self.check_focused();
        } else {
            self.note = Some("Only a collection takes entries.".to_owned());
        }
    }

    /// Removes the entry under the focus.
    pub fn remove_entry(&mut self) {
        let in_entry = rows::collection(&self.focus).filter(|_| !rows::adds(&self.focus));
        let Some((collection, entry)) = in_entry.map(|(collection, entry)| (collection.to_vec(), entry)) else {
            self.note = Some("There is no entry here to remove.".to_owned());
            return;
        };
        if let Some(entries) = entries_at_mut(&mut self.rows, &collection) {
            let gone = entries.remove(entry);
            let left = entries.len();
            let next = if left > 0 { vec![entry.min(left - 1), 0] } else { vec![0] };
            let was = std::mem::replace(&mut self.focus, [collection, next].concat());
            self.removed.extend(gone.map(|gone| (was, gone)));
            self.note = Some(format!("Removed; {} brings it back.", key_of(Scope::Form, Action::Undo)));
        }
        self.check_focused();
    }

    /// The collection of the nearest entry around the focus that can be moved, and its place there.
    fn movable(&self) -> Option<(Place, usize)> {
        let mut place = self.focus.as_slice();
        while let Some((collection, entry)) = rows::collection(place) {
            let ordered = row_at(&self.rows, collection).is_some_and(|row| row.field.ordered);
            if ordered && !rows::adds(place) {
                return Some((collection.to_vec(), entry));
            }
            place = collection;
        }
        None
    }

    /// Moves the entry under the focus by one place among the others.
    pub fn move_entry(&mut self, down: bool) {
        let Some((collection, entry)) = self.movable() else { return };
        let at = collection.len();
        match entries_at_mut(&mut self.rows, &collection).and_then(|entries| entries.shift(entry, down)) {
            Some(to) => self.focus[at] = to,
            None => self.note = Some(format!("It is the {} one already.", if down { "last" } else { "first" })),
        }
    }

    /// Takes back, or makes again, the last typing in the text under the focus; an entry that was just removed comes back.
    pub fn undo(&mut self, again: bool) {
        let gone = if again { None } else { self.removed.pop() };
        if let Some((place, entry)) = gone {
            if let Some((collection, at)) = rows::collection(&place)
                && let Some(entries) = entries_at_mut(&mut self.rows, collection)
            {
                entries.put_back(at, entry);
            }
            self.focus = place;
        } else if let Some(cell) = self.cell_mut() {
            cell.undo(again);
        }
        self.check_focused();
    }

    fn check_focused(&mut self) {
        if let Some(index) = self.focus.first().copied().filter(|index| rows::is_there(&self.rows, *index))
            && let Some(row) = self.rows.get_mut(index)
        {
            row.check(row.before(&self.base).as_deref(), Strictness { all: false, done: false });
        }
        self.check_across();
    }

    fn first_error(&self) -> Option<Place> {
        places(&self.rows).into_iter().find(|place| {
            let (at, whole) = if rows::adds(place) { (&place[..place.len() - 1], true) } else { (place.as_slice(), false) };
            let stops = |row: &Row| row.across.as_ref().is_some_and(|said| said.stops);
            match row_at(&self.rows, at) {
                Some(row @ Row { input: Input::One(cell), .. }) => cell.error.is_some() || stops(row),
                Some(row) => whole && (row.error.is_some() || stops(row)),
                None => false,
            }
        })
    }
}
