//! Picking a value for a field of a form: one that is offered, or a resource out of lists, one inside the other.

use super::form::Form;
use super::menu::Menu;
use super::requests::{Purpose, Requests};
use crate::error::AppError;
use crate::message::{Call, Effect, Pages, Reply, RequestId};
use crate::resource::field::{Chosen, Offer};
use crate::resource::{Document, Key, ListKey};

/// A picker over a form.
#[derive(Debug)]
pub struct Picker {
    /// The form, to go back to.
    pub form: Box<Form>,
    /// The lists opened so far, the innermost last; never empty.
    levels: Vec<Level>,
    chosen: Option<&'static Chosen>,
}

/// A list to pick from.
#[derive(Debug)]
pub struct Level {
    /// What is picked: the label of the field, or the name of the list's kind.
    pub title: String,
    /// What can be picked.
    pub menu: Menu<Pick>,
    /// How its rows come.
    pub load: PickLoad,
}

/// One thing to pick.
#[derive(Debug, Clone)]
pub enum Pick {
    /// A value.
    Value(String),
    /// A resource, or the list inside it: its key and its name.
    Resource(Key, String),
}

/// How far the rows of a list have come.
#[derive(Debug)]
pub enum PickLoad {
    /// All are here.
    Ready,
    /// They are being read.
    Reading(RequestId, ListKey),
    /// They could not be read; what had come is kept.
    Failed(AppError),
}

/// What comes of taking what is chosen.
pub enum Taken {
    /// Nothing was chosen.
    Nothing(Box<Picker>),
    /// The list inside is read.
    Further(Box<Picker>, Effect),
    /// The form, with the value filled in.
    Filled(Box<Form>),
}

impl Picker {
    /// A picker for what the field under the form's focus is offered.
    ///
    /// # Errors
    /// The form, with a note on why nothing can be picked.
    pub fn new(mut form: Box<Form>, requests: &mut Requests) -> Result<(Self, Option<Effect>), Box<Form>> {
        let title = form.row().map_or("", |row| row.field.label).to_owned();
        let offered = |values: Vec<String>| Menu::new(values.into_iter().map(|value| (value.clone(), Pick::Value(value))));
        let beside = form.key.kind.beside.map_or("resource", |kind| kind().name);
        let (menu, chosen) = match form.offer() {
            Some(Offer::Usual(usual)) => (offered(usual.iter().map(|value| (*value).to_owned()).collect()), None),
            Some(Offer::Beside(told)) => match form.beside.document().map(told) {
                Some(told) if !told.is_empty() => (offered(told), None),
                Some(_) => {
                    form.note = Some(format!("The {beside} has none to pick from; it can be typed."));
                    return Err(form);
                }
                None => {
                    form.note = Some(format!("The {beside} was not read, so there is nothing to pick from; it can be typed."));
                    return Err(form);
                }
            },
            Some(Offer::Resource(chosen)) => (Menu::default(), Some(chosen)),
            Some(Offer::None) | None => return Err(form),
        };
        let mut picker = Self { form, levels: Vec::new(), chosen };
        if chosen.is_some() {
            let effect = picker.open(None, requests);
            return Ok((picker, effect));
        }
        picker.levels.push(Level { title, menu, load: PickLoad::Ready });
        Ok((picker, None))
    }

    /// The shown list.
    pub fn level(&self) -> &Level {
        &self.levels[self.levels.len() - 1]
    }

    /// The menu of the shown list, to be changed.
    pub fn menu_mut(&mut self) -> &mut Menu<Pick> {
        let last = self.levels.len() - 1;
        &mut self.levels[last].menu
    }

    /// Opens the next list, that of a resource; none where the lists end.
    fn open(&mut self, parent: Option<(&Key, &str)>, requests: &mut Requests) -> Option<Effect> {
        let kind = self.chosen?.lists.get(self.levels.len())?();
        let list = ListKey { kind, parent: parent.map(|(key, _)| key.id.clone()) };
        let label = format!("Listing {}", kind.plural.to_lowercase());
        let (id, effect) = requests.start(label, Purpose::Pick, Call::List(list.clone(), Pages::All));
        let title = parent.map_or_else(|| kind.name.to_owned(), |(_, name)| format!("{} of {name}", kind.name));
        self.levels.push(Level { title, menu: Menu::default(), load: PickLoad::Reading(id, list) });
        Some(effect)
    }

    /// Takes rows of a list as they come.
    pub fn extend(&mut self, id: RequestId, rows: &[Document]) {
        for level in &mut self.levels {
            let PickLoad::Reading(reading, list) = &level.load else { continue };
            if *reading == id {
                let item = |row: &Document| {
                    let key = list.row(row)?;
                    let name = list.kind.name_of(row).unwrap_or(&key.id);
                    let words = if name == key.id { key.id.clone() } else { format!("{name}  {}", key.id) };
                    Some((words, Pick::Resource(key.clone(), name.to_owned())))
                };
                level.menu.extend(rows.iter().filter_map(item));
            }
        }
    }

    /// Takes the end of a list.
    pub fn settle(&mut self, id: RequestId, result: &Result<Reply, AppError>) {
        for level in &mut self.levels {
            if matches!(level.load, PickLoad::Reading(reading, _) if reading == id) {
                level.load = result.as_ref().err().cloned().map_or(PickLoad::Ready, PickLoad::Failed);
            }
        }
    }

    /// Takes what is chosen: goes on into the list inside it, or back to the form with the value filled in.
    pub fn take(mut self: Box<Self>, requests: &mut Requests) -> Taken {
        match self.level().menu.taken().cloned() {
            None => Taken::Nothing(self),
            Some(Pick::Value(value)) => {
                self.form.fill_focused(&value);
                Taken::Filled(self.form)
            }
            Some(Pick::Resource(key, name)) => {
                if let Some(effect) = self.open(Some((&key, &name)), requests) {
                    return Taken::Further(self, effect);
                }
                let values = self.chosen.map(|chosen| (chosen.fills)(&key)).unwrap_or_default();
                self.form.fill(&values);
                Taken::Filled(self.form)
            }
        }
    }

    /// Goes back to the list before.
    ///
    /// # Errors
    /// The form, where there is none.
    pub fn back(mut self: Box<Self>) -> Result<Box<Self>, Box<Form>> {
        self.levels.pop();
        if self.levels.is_empty() { Err(self.form) } else { Ok(self) }
    }
}
