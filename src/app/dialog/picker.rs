//! Picking a value for a field of a form: one that is offered, or a resource out of lists, one inside the
//! other.

use crate::app::change::confirm::CompanionLoad;
use crate::app::form::Form;
use crate::app::requests::{Purpose, Requests};
use crate::app::widget::menu::Menu;
use crate::app::{App, Dialog};
use crate::error::AppError;
use crate::keymap::Action;
use crate::message::{Call, Effect, Pages, Reply, RequestId};
use crate::resource::field::{ListSuggestions, ResourceSuggestions, Suggestions};
use crate::resource::{Document, Key, ListKey};

/// A picker over a form.
#[derive(Debug)]
pub struct Picker {
    /// The form, to go back to.
    pub form: Box<Form>,
    /// The lists opened so far, the innermost last; never empty.
    levels: Vec<Level>,
    source: Source,
}

/// Where what can be picked comes from.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// It is here.
    Here,
    /// The rows of one list tell it.
    ListSuggestions(&'static ListSuggestions),
    /// Lists, one inside the other.
    Lists(&'static ResourceSuggestions),
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
    /// A value, and what is to be known of it.
    Value(String, &'static str),
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
    pub fn new(form: Box<Form>, requests: &mut Requests) -> Result<(Self, Option<Effect>), Box<Form>> {
        let title = form.row().map_or("", |row| row.field.label).to_owned();
        let offered = |values: Vec<String>| {
            Menu::new(values.into_iter().map(|value| (value.clone(), Pick::Value(value, ""))))
        };
        let companion = form.key.kind.related.companion.map_or("resource", |companion| companion.kind().name);
        let here = |values: Vec<String>| (offered(values), Source::Here);
        let (menu, source) = match form.offer() {
            Some(Suggestions::Common(usual)) => here(usual.iter().map(|value| (*value).to_owned()).collect()),
            Some(Suggestions::Companion(told)) => {
                match form.companion.document().map(|companion| told(companion, &form.siblings)) {
                    Some(told) if !told.is_empty() => {
                        let items = told
                            .into_iter()
                            .map(|(value, remark)| (value.clone(), Pick::Value(value, remark)));
                        (Menu::new(items), Source::Here)
                    }
                    Some(_) => {
                        return Err(noted(
                            form,
                            format!("The {companion} has no values to choose from. Type one."),
                        ));
                    }
                    None if matches!(form.companion, CompanionLoad::Reading(_)) => {
                        return Err(noted(
                            form,
                            format!("The {companion} is still loading. Try again, or type a value."),
                        ));
                    }
                    None => {
                        return Err(noted(form, format!("The {companion} can't be loaded. Type a value.")));
                    }
                }
            }
            Some(Suggestions::OwnDocument(told)) => match told(&form.document()) {
                told if told.is_empty() => {
                    return Err(noted(form, "There are no values to choose from yet. Type one.".to_owned()));
                }
                told => here(told),
            },
            Some(Suggestions::ListSuggestions(rows)) => (
                offered(rows.common.iter().map(|value| (*value).to_owned()).collect()),
                Source::ListSuggestions(rows),
            ),
            Some(Suggestions::Resource(chosen)) => (Menu::default(), Source::Lists(chosen)),
            Some(Suggestions::None | Suggestions::File(_) | Suggestions::Fetch) | None => return Err(form),
        };
        let mut picker = Self { form, levels: Vec::new(), source };
        let (load, effect) = match source {
            Source::Here => (PickLoad::Ready, None),
            Source::ListSuggestions(rows) => {
                let parents = picker.form.key.parents.clone();
                let (load, effect) = read(ListKey { kind: (rows.list)(), parents }, requests);
                (load, Some(effect))
            }
            Source::Lists(_) => {
                let effect = picker.open(None, requests);
                return Ok((picker, effect));
            }
        };
        picker.levels.push(Level { title, menu, load });
        Ok((picker, effect))
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
        let Source::Lists(chosen) = self.source else { return None };
        let kind = chosen.lists.get(self.levels.len())?();
        let list = parent.map_or_else(|| ListKey::top(kind), |(key, _)| key.children(kind));
        let (load, effect) = read(list, requests);
        let title =
            parent.map_or_else(|| kind.name.to_owned(), |(_, name)| format!("{} of {name}", kind.name));
        self.levels.push(Level { title, menu: Menu::default(), load });
        Some(effect)
    }

    /// Takes rows of a list as they come.
    pub fn extend(&mut self, id: RequestId, rows: &[Document]) {
        let source = self.source;
        for level in &mut self.levels {
            let PickLoad::Reading(reading, list) = &level.load else { continue };
            if *reading != id {
                continue;
            }
            if let Source::ListSuggestions(told) = source {
                let values = rows.iter().flat_map(|row| (told.values)(row));
                level.menu.extend(values.map(|value| (value.clone(), Pick::Value(value, ""))));
            } else {
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
    pub fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) {
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
            Some(Pick::Value(value, _)) => {
                self.form.fill_focused(&value);
                Taken::Filled(self.form)
            }
            Some(Pick::Resource(key, name)) => {
                if let Some(effect) = self.open(Some((&key, &name)), requests) {
                    return Taken::Further(self, effect);
                }
                if let Source::Lists(chosen) = self.source {
                    self.form.fill(&(chosen.fills)(&key));
                }
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

fn noted(mut form: Box<Form>, note: String) -> Box<Form> {
    form.note = Some(note);
    form
}

/// Starts to read a list.
fn read(list: ListKey, requests: &mut Requests) -> (PickLoad, Effect) {
    let label = format!("Listing {}", list.kind.plural.to_lowercase());
    let (id, effect) = requests.start(label, Purpose::Pick, Call::List(list.clone(), Pages::All));
    (PickLoad::Reading(id, list), effect)
}

impl App {
    pub(crate) fn act_picker(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Picker(mut picker)) = self.dialog.take() else { return vec![] };
        let mut effects = Vec::new();
        self.dialog = Some(match action {
            Action::Run => match picker.take(&mut self.requests) {
                Taken::Nothing(picker) => Dialog::Picker(picker),
                Taken::Further(picker, effect) => {
                    effects.push(effect);
                    Dialog::Picker(picker)
                }
                Taken::Filled(form) => Dialog::Form(form),
            },
            Action::Close => match picker.back() {
                Ok(picker) => Dialog::Picker(picker),
                Err(form) => Dialog::Form(form),
            },
            action => {
                let page = isize::try_from(self.page()).unwrap_or(1);
                let by = match action {
                    Action::Next => 1,
                    Action::Previous => -1,
                    Action::PageDown => page,
                    Action::PageUp => -page,
                    _ => 0,
                };
                picker.menu_mut().step(by);
                Dialog::Picker(picker)
            }
        });
        if !matches!(self.dialog, Some(Dialog::Picker(_))) {
            effects.extend(self.requests.cancel(|purpose| *purpose == Purpose::Pick));
        }
        effects
    }
}
