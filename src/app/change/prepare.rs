//! The first steps of a change: reads and questions before the confirmation.

use crate::app::change::bulk::{Bulk, Edit, Granting};
use crate::app::dialog::Dialog;
use crate::app::dialog::loading_for_edit::{Intent, LoadingForEdit};
use crate::app::dialog::replace_host::ReplaceHost;
use crate::app::dialog::type_picker::singleton_refusal;
use crate::app::screen::list::List;
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::display::plural::plural;
use crate::resource::urls::{self, Replacement};
use crate::resource::{Key, Kind};

impl App {
    /// Prepares a change of the chosen resource, or of the marked ones.
    pub(crate) fn prepare(&mut self, intent: Intent) -> Vec<Effect> {
        if let (Intent::Toggle(path), Some(list)) = (&intent, self.marked_list())
            && list.key.kind.actions.toggles.iter().any(|toggle| toggle.path == *path)
        {
            let edit = Edit::Toggle { path, chosen: 0 };
            let bulk = Bulk::new(list.key.kind, edit, list.marked_rows());
            let mut effects = self.open_dialog(Dialog::Bulk(Box::new(bulk)));
            effects.extend(self.fetch_caller());
            return effects;
        }
        let target = match intent {
            Intent::Toggle(_) => self.screen().subject(),
            Intent::Edit(_)
            | Intent::EditJson
            | Intent::CopySettings { .. }
            | Intent::Fix(_)
            | Intent::Copy
            | Intent::SignUp(_)
            | Intent::Delete
            | Intent::ReplaceHost(_)
            | Intent::Apply(_)
            | Intent::Revert(_)
            | Intent::RevertBoth(_) => self.screen().target(),
        };
        let Some((key, name)) = target else { return vec![] };
        let marked = self.marked_list().map_or(0, List::marked);
        if let Some(refusal) = self.refusal(&intent, key.kind) {
            self.say(Tone::Plain, refusal);
            return vec![];
        }
        let ignored = ignored_marks(marked, key.kind, &name);
        let effects = self.load_for_edit(key, name, intent);
        if let Some(ignored) = ignored {
            self.say(Tone::Plain, ignored);
        }
        effects
    }

    /// The reason to refuse a change before anything is read.
    fn refusal(&self, intent: &Intent, kind: &Kind) -> Option<String> {
        if kind.operation(intent.operation()).is_none() {
            return Some(format!("{} can't be changed in this version.", kind.plural));
        }
        if *intent == Intent::Copy {
            let listed = &self.list()?.chosen()?.listed;
            let resource_type =
                kind.creation.types.iter().find(|resource_type| resource_type.is_of(listed))?;
            return singleton_refusal(self.list(), resource_type);
        }
        let keeps_last = *intent == Intent::Delete && kind.deletion.keep_last;
        let alone = self.list().filter(|list| keeps_last && list.len() == 1)?;
        Some(alone.unread_whole().unwrap_or_else(|| format!("The last {} can't be deleted.", kind.name)))
    }

    /// Reads a resource anew, then continues with the intent.
    pub(crate) fn load_for_edit(&mut self, key: Key, name: String, intent: Intent) -> Vec<Effect> {
        if self.is_written(&key) {
            return vec![];
        }
        let loading = LoadingForEdit::new(key, name, intent);
        let mut effects = self.open_dialog(Dialog::LoadingForEdit(Box::new(loading)));
        effects.extend(self.fetch_caller());
        effects
    }

    /// True, with a notice, if a write of the resource is under way, which the user has left: a second one
    /// could overtake it.
    pub(crate) fn is_written(&mut self, key: &Key) -> bool {
        let Some(request) = self.requests.write_of(key) else { return false };
        let text = format!("{} is under way. Wait for its result.", request.label);
        self.say(Tone::Plain, text);
        true
    }

    /// Reads the companion that the sign-up form of the chosen app client needs.
    pub(crate) fn prepare_sign_up(&mut self) -> Vec<Effect> {
        let Some((through, through_name)) = self.screen().target() else { return vec![] };
        let Some(kind) = through.kind.actions.sign_up else { return vec![] };
        let new = through.children(kind()).new_one();
        let Some(key) = new.companion() else { return vec![] };
        let name = format!("{} {}", key.kind.name, key.id);
        let ignored =
            self.marked_list().and_then(|list| ignored_marks(list.marked(), list.key.kind, &through_name));
        let effects = self.load_for_edit(key, name, Intent::SignUp(new));
        if let Some(ignored) = ignored {
            self.say(Tone::Plain, ignored);
        }
        effects
    }

    /// Asks which host replaces which, in the marked resources or the chosen one.
    pub(crate) fn prepare_replace_host(&mut self) -> Vec<Effect> {
        let marked = self.marked_list().map(List::marked_rows);
        let Some(rows) = marked.or_else(|| self.screen().target().map(|target| vec![target])) else {
            return vec![];
        };
        let Some(kind) = rows.first().map(|(key, _)| key.kind) else { return vec![] };
        let documents = rows.iter().filter_map(|(key, _)| self.cache.get(key));
        let mut hosts: Vec<String> = Vec::new();
        for host in documents.flat_map(|document| urls::hosts(document, kind)) {
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        self.open_dialog(Dialog::ReplaceHost(Box::new(ReplaceHost::new(kind, rows, hosts))))
    }

    /// Reads the resources whose URLs are to be changed.
    pub(crate) fn replace_host(&mut self, rows: Vec<(Key, String)>, replacement: Replacement) -> Vec<Effect> {
        if let ([(key, name)], None) = (rows.as_slice(), self.marked_list()) {
            return self.load_for_edit(key.clone(), name.clone(), Intent::ReplaceHost(replacement));
        }
        let Some(kind) = rows.first().map(|(key, _)| key.kind) else { return vec![] };
        let bulk = Bulk::new(kind, Edit::ReplaceHost(replacement), rows);
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        effects.extend(self.open_dialog(Dialog::Bulk(Box::new(bulk))));
        effects
    }

    /// Asks which children of the marked resource to copy into the chosen one.
    pub(crate) fn copy_marked_into(&mut self) -> Vec<Effect> {
        let marked = self.marked_list().map(List::marked_rows).unwrap_or_default();
        match (marked.as_slice(), self.screen().target()) {
            ([from], Some(to)) if from.0 != to.0 => {
                let from = from.clone();
                if self.is_written(&to.0) { vec![] } else { self.copy_children(from, to) }
            }
            _ => {
                let text = "Mark the one to copy from (Space), then choose the one to copy into.";
                self.say(Tone::Plain, text);
                vec![]
            }
        }
    }

    /// Asks which children of a resource to copy into another one.
    pub(crate) fn copy_children(&mut self, from: (Key, String), to: (Key, String)) -> Vec<Effect> {
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        effects.extend(self.open_dialog(Dialog::Bulk(Box::new(Bulk::copying(from, to)))));
        effects
    }

    /// Asks which resources get access to new ones.
    pub(crate) fn grant_access(&mut self, keys: Vec<Key>) -> Vec<Effect> {
        let Some(granting) = Granting::new(keys) else { return vec![] };
        let kind = (granting.grants.kind)();
        let bulk = Bulk::new(kind, Edit::Grant(Box::new(granting)), Vec::new());
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        effects.extend(self.open_dialog(Dialog::Bulk(Box::new(bulk))));
        effects
    }

    /// The shown list, if it has marked rows.
    fn marked_list(&self) -> Option<&List> {
        self.list().filter(|list| list.marked() > 0)
    }
}

/// The notice of a change to one row while rows are marked, since the marks do not count for it.
fn ignored_marks(marked: usize, kind: &Kind, name: &str) -> Option<String> {
    let marks = plural(marked, &format!("marked {}", kind.name));
    (marked > 0).then(|| format!("This is about {name} only: {marks} stay as they are."))
}
