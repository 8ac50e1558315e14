//! The picker of a value for a form's field: a suggested value, or a resource from nested lists.

use crate::app::dialog::context::Context;
use crate::app::dialog::{DialogAnswer, Outcome};
use crate::app::form::Form;
use crate::app::form::input::InputControl;
use crate::app::remote::Remote;
use crate::app::widget::menu::Menu;
use crate::error::AppError;
use crate::keymap::MenuAction;
use crate::message::{Call, Pages, Reply, RequestId};
use crate::resource::field::{Annotated, ListSuggestions, ResourceSuggestions, Suggestions};
use crate::resource::{Document, Key, ListKey};
use crate::secret::Secret;

/// The lists opened so far, and where their values come from.
#[derive(Debug)]
pub struct Picker {
    /// The lists opened so far, the innermost last; never empty once the dialog is open.
    levels: Vec<Level>,
    source: Source,
    /// Ids of the parents of the form's resource.
    parents: Vec<String>,
}

/// The place where the picker finds its values.
#[derive(Debug, Clone, Copy)]
enum Source {
    /// The values are known when the picker opens.
    Known,
    /// Further values that pass a test come from what was read.
    InSight(fn(&str) -> bool),
    /// The values come from the rows of one list.
    ListSuggestions(&'static ListSuggestions),
    /// The values are resources from nested lists.
    Lists(&'static ResourceSuggestions),
}

/// A list to pick from, and the state of its load.
#[derive(Debug)]
pub struct Level {
    /// The field's label, or the name of the list's kind.
    pub title: String,
    pub menu: Menu<Pick>,
    /// State of the list; rows already read stay in the menu.
    pub load: Remote,
    list: Option<ListKey>,
}

/// An entry of the picker: a value or a resource.
#[derive(Debug, Clone)]
pub enum Pick {
    /// A value and the remark on it.
    Value(String, &'static str),
    /// A resource: its key and its name. Its list, if there is one, opens when it is chosen.
    Resource(Key, String),
}

impl Picker {
    /// A picker for the focused field of a form.
    ///
    /// # Errors
    /// The reason why there is nothing to pick; `None` if the field has no suggestions.
    pub fn new(form: &Form) -> Result<Self, Option<String>> {
        let title = form.row().map_or("", |row| row.field.label).to_owned();
        let (menu, source) = match form.offer() {
            Some(Suggestions::Common(common)) => {
                (value_menu(common.iter().map(|value| (*value).to_owned())), Source::Known)
            }
            Some(Suggestions::Companion(suggest)) => (companion_menu(form, suggest)?, Source::Known),
            Some(Suggestions::OwnDocument(suggest)) => {
                let values = suggest(&form.document());
                if values.is_empty() {
                    return Err(Some("There are no values to choose from yet. Type one.".to_owned()));
                }
                (value_menu(values), Source::Known)
            }
            Some(Suggestions::InSight(fits)) => {
                let own = texts(&form.document(), fits);
                (value_menu(own), Source::InSight(fits))
            }
            Some(Suggestions::ListSuggestions(rows)) => {
                let common = rows.common.iter().map(|value| (*value).to_owned());
                (value_menu(common), Source::ListSuggestions(rows))
            }
            Some(Suggestions::Resource(lists)) => (Menu::default(), Source::Lists(lists)),
            Some(Suggestions::File(_)) => match form.cell().map(|cell| &cell.input) {
                Some(InputControl::LongText(text)) if !text.parts().is_empty() => {
                    (value_menu(text.parts().iter().cloned()), Source::Known)
                }
                _ => return Err(None),
            },
            Some(Suggestions::None | Suggestions::Fetch | Suggestions::BinaryFile(_)) | None => {
                return Err(None);
            }
        };
        let levels = match source {
            Source::Known | Source::InSight(_) | Source::ListSuggestions(_) => {
                vec![Level { title, menu, load: Remote::Ready(()), list: None }]
            }
            Source::Lists(_) => Vec::new(),
        };
        Ok(Self { levels, source, parents: form.key.parents.clone() })
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        match self.source {
            Source::Known => {}
            Source::InSight(fits) => {
                let mut found: Vec<_> =
                    context.cache.documents().flat_map(|(_, document)| texts(document, fits)).collect();
                found.sort();
                found.dedup();
                if let Some(level) = self.levels.first_mut() {
                    let known: Vec<_> = level.menu.found().map(|(text, _)| text.clone()).collect();
                    found.retain(|text| !known.contains(text));
                    level.menu.extend(entries(found));
                }
            }
            Source::ListSuggestions(rows) => {
                let list = ListKey { kind: (rows.list)(), parents: self.parents.clone() };
                if let Some(level) = self.levels.first_mut() {
                    level.read(list, context);
                }
            }
            Source::Lists(_) => {
                self.open_list(None, context);
            }
        }
    }

    pub fn level(&self) -> &Level {
        &self.levels[self.levels.len() - 1]
    }

    pub fn menu_mut(&mut self) -> &mut Menu<Pick> {
        let last = self.levels.len() - 1;
        &mut self.levels[last].menu
    }

    /// Opens the next list, inside `parent`; returns false if there is none.
    fn open_list(&mut self, parent: Option<(&Key, &str)>, context: &mut Context) -> bool {
        let Source::Lists(chosen) = self.source else { return false };
        let Some(kind) = chosen.lists.get(self.levels.len()).map(|kind| kind()) else { return false };
        let title =
            parent.map_or_else(|| kind.name.to_owned(), |(_, name)| format!("{} of {name}", kind.name));
        let mut level = Level { title, menu: Menu::default(), load: Remote::NotAsked, list: None };
        level.read(parent.map_or_else(|| ListKey::top(kind), |(key, _)| key.children(kind)), context);
        self.levels.push(level);
        true
    }

    /// Adds rows of a list as they arrive.
    pub(crate) fn extend(&mut self, id: RequestId, rows: &[Document]) {
        let source = self.source;
        for level in self.levels.iter_mut().filter(|level| level.load.waits_for(id)) {
            match source {
                Source::ListSuggestions(suggestions) => {
                    let values = rows.iter().flat_map(|row| (suggestions.values)(row));
                    level.menu.extend(values.map(|value| (value.clone(), Pick::Value(value, ""))));
                }
                Source::Known | Source::InSight(_) | Source::Lists(_) => level.extend(rows),
            }
        }
    }

    pub(crate) fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) -> Outcome {
        for level in &mut self.levels {
            level.load.settle(id, result.as_ref().map(|_| ()).map_err(Clone::clone));
        }
        Outcome::Stay
    }

    pub(crate) fn act(&mut self, action: MenuAction, context: &mut Context) -> Outcome {
        match action {
            MenuAction::Choose => self.choose(context),
            MenuAction::Close => {
                self.levels.pop();
                if self.levels.is_empty() { Outcome::Close } else { Outcome::Stay }
            }
            MenuAction::Mark
            | MenuAction::Next
            | MenuAction::Previous
            | MenuAction::PageDown
            | MenuAction::PageUp => {
                self.menu_mut().act(action, context.page);
                Outcome::Stay
            }
        }
    }

    /// Returns the chosen value, or opens the list inside the chosen resource.
    fn choose(&mut self, context: &mut Context) -> Outcome {
        match self.level().menu.chosen_item().cloned() {
            None => Outcome::Stay,
            Some(Pick::Value(value, _)) => Outcome::Return(DialogAnswer::Value(Secret::new(value))),
            Some(Pick::Resource(key, name)) => {
                if self.open_list(Some((&key, &name)), context) {
                    return Outcome::Stay;
                }
                match self.source {
                    Source::Lists(chosen) => Outcome::Return(DialogAnswer::Members((chosen.fills)(&key))),
                    Source::Known | Source::InSight(_) | Source::ListSuggestions(_) => Outcome::Close,
                }
            }
        }
    }
}

impl Level {
    fn read(&mut self, list: ListKey, context: &mut Context) {
        let label = format!("Listing {}", list.kind.plural.to_lowercase());
        self.load = Remote::Loading(context.start(label, Call::List(list.clone(), Pages::All)));
        self.list = Some(list);
    }

    fn extend(&mut self, rows: &[Document]) {
        let Some(list) = &self.list else { return };
        let item = |row: &Document| {
            let key = list.row(row)?;
            let name = list.kind.name_of(row).unwrap_or(&key.id).to_owned();
            let words = if name == key.id { key.id.clone() } else { format!("{name}  {}", key.id) };
            Some((words, Pick::Resource(key, name)))
        };
        self.menu.extend(rows.iter().filter_map(item));
    }
}

fn value_menu(values: impl IntoIterator<Item = String>) -> Menu<Pick> {
    Menu::new(entries(values))
}

fn entries(values: impl IntoIterator<Item = String>) -> impl Iterator<Item = (String, Pick)> {
    values.into_iter().map(|value| (value.clone(), Pick::Value(value, "")))
}

/// The texts of a document that pass a test, each once, in their order.
fn texts(document: &Document, fits: fn(&str) -> bool) -> Vec<String> {
    let mut found = Vec::new();
    document.each_text(&mut |text| {
        if fits(text) && !found.iter().any(|other| other == text) {
            found.push(text.to_owned());
        }
    });
    found
}

/// The values that the companion document suggests.
fn companion_menu(
    form: &Form,
    suggest: fn(&Document, &[Document]) -> Annotated,
) -> Result<Menu<Pick>, Option<String>> {
    let name = form.key.kind.related.companion.map_or("resource", |companion| companion.kind().name);
    let Some(companion) = form.companion.ready() else {
        return Err(Some(if form.companion.is_loading() {
            format!("The {name} is still loading. Try again, or type a value.")
        } else {
            format!("The {name} can't be loaded. Type a value.")
        }));
    };
    let values = suggest(companion, &form.siblings);
    if values.is_empty() {
        return Err(Some(format!("The {name} has no values to choose from. Type one.")));
    }
    Ok(Menu::new(values.into_iter().map(|(value, remark)| (value.clone(), Pick::Value(value, remark)))))
}
