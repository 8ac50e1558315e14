//! The choice of two resources to compare: two marked rows, or one after the other, wherever they are.

use crate::app::dialog::Dialog;
use crate::app::dialog::compare::{Compare, ComparedSide};
use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::list::List;
use crate::app::{App, Tone};
use crate::keymap::{Action, Scope, ScreenAction, key_of};
use crate::message::{ContextId, Effect};
use crate::resource::diff::SettingPath;
use crate::resource::{Document, Key};

/// A resource that waits for another one to be compared with.
#[derive(Debug)]
pub(crate) struct HeldForCompare {
    context: ContextId,
    key: Key,
    name: String,
    /// The document as last read, for a comparison in another context.
    document: Option<Document>,
}

impl App {
    /// Compares the marked rows, or the resource that was held with the chosen one.
    pub(crate) fn compare(&mut self) -> Vec<Effect> {
        let Some((key, name)) = self.compared_target() else {
            self.say(Tone::Plain, "There is no resource here to compare.");
            return vec![];
        };
        let marked = self.list().map(List::marked_rows).unwrap_or_default();
        match marked.as_slice() {
            [one, other] => return self.compare_resources(one.clone(), other.clone()),
            [one] if one.0 != key => return self.compare_resources(one.clone(), (key, name)),
            [] | [_] => {}
            more => {
                self.say(Tone::Plain, format!("{} are marked. Mark two to compare them.", more.len()));
                return vec![];
            }
        }
        let context = self.context.id;
        match self.held.take() {
            Some(held) if held.key == key && held.context == context => {
                self.say(Tone::Plain, format!("{name} is not held any more."));
                vec![]
            }
            Some(held) if held.key.kind == key.kind && held.context == context => {
                self.compare_resources((held.key, held.name), (key, name))
            }
            Some(HeldForCompare { key: held, name: other, document: Some(document), .. })
                if held.kind == key.kind =>
            {
                let sides =
                    [ComparedSide::elsewhere(other, document), ComparedSide::resource(key.clone(), name)];
                self.open_dialog(Dialog::Compare(Box::new(Compare::new(key.kind, sides))))
            }
            _ => {
                let compare = key_of(Scope::Described, Action::Screen(ScreenAction::Compare));
                let text =
                    format!("{name} is held: {compare} on another {} compares the two.", key.kind.name);
                self.say(Tone::Plain, text);
                let document = self.cache.get(&key).cloned();
                self.held = Some(HeldForCompare { context, key, name, document });
                vec![]
            }
        }
    }

    /// Compares a file with the chosen resource.
    pub(crate) fn compare_file(&mut self, path: &str) -> Vec<Effect> {
        let Some((key, name)) = self.compared_target() else {
            self.say(Tone::Plain, "There is no resource here to compare.");
            return vec![];
        };
        let sides = [ComparedSide::file(path.to_owned()), ComparedSide::resource(key.clone(), name)];
        self.open_dialog(Dialog::Compare(Box::new(Compare::new(key.kind, sides))))
    }

    /// Opens the confirmation of an edit that takes settings over from another document.
    pub(crate) fn copy_settings(
        &mut self,
        key: Key,
        name: String,
        places: Vec<SettingPath>,
        source: Document,
    ) -> Vec<Effect> {
        if let Some(effects) = self.refuse_writes_to(&key) {
            return effects;
        }
        self.load_for_edit(key, name, Intent::CopySettings { places, source })
    }

    fn compare_resources(&mut self, left: (Key, String), right: (Key, String)) -> Vec<Effect> {
        let kind = left.0.kind;
        let sides = [left, right].map(|(key, name)| ComparedSide::resource(key, name));
        self.open_dialog(Dialog::Compare(Box::new(Compare::new(kind, sides))))
    }

    /// Key and name of the resource that the cursor is on.
    pub(crate) fn compared_target(&self) -> Option<(Key, String)> {
        let key = self.inspected()?;
        let document = self.cache.get(&key);
        let named = document.and_then(|document| key.kind.name_of(document)).map(str::to_owned);
        let target = || self.screen().target().filter(|(target, _)| *target == key).map(|(_, name)| name);
        let name = named.or_else(target).unwrap_or_else(|| key.id.clone());
        Some((key, name))
    }
}
