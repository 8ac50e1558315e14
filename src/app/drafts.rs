//! Drafts: the edits of the open form are kept while the user makes them, and offered when the form is opened
//! again, or from the history.

use crate::app::change::drafts::form_of;
use crate::app::change::write::recording::{in_context, record_id};
use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::Body;
use crate::app::{App, Tone};
use crate::error::AppError;
use crate::history::record::{VERSION, time};
use crate::history::{HISTORY, HistoryEntry, Record};
use crate::keymap::{Action, Scope, ScreenAction, key_of};
use crate::message::{Effect, Event};
use crate::resource::{Document, Key, ResourceType, WriteOperation};

/// True for an event that can change a form.
pub(crate) const fn may_edit(event: &Event) -> bool {
    matches!(event, Event::Key(_) | Event::Paste(_) | Event::Reply(..))
}

impl App {
    /// Keeps the edits of the open form, if it has others than those that were kept last.
    pub(crate) fn keep_draft(&mut self) {
        let (Some(run), Some(form)) = (&self.options.history, self.dialogs.form_mut()) else { return };
        if form.draft.offered.is_some() || !form.key.kind.can_be_described() {
            return;
        }
        let document = form.document();
        if form.draft.kept.as_ref() == Some(&document) {
            return;
        }
        let record = form.record(&document);
        if !form.differs(&document) || !record.holds_values() {
            form.draft.kept = None;
            if let Some(id) = form.draft.id.take() {
                self.drafts.discard(id);
            }
            return;
        }
        let next = || format!("d{}", self.requests.upcoming());
        let id = form.draft.id.get_or_insert_with(|| record_id(self.now, run, &next())).clone();
        let record = Record { v: VERSION, id, at: time(self.now), ..record };
        form.draft.kept = Some(document);
        let service = form.key.kind.service();
        self.drafts.keep(in_context(record, service, self.caller.as_ref(), &self.connection));
    }

    /// The orders about drafts, and what the history's list needs because of them.
    pub(crate) fn order_drafts(&mut self) -> Vec<Effect> {
        let orders = std::mem::take(&mut self.drafts.orders);
        let mut effects: Vec<_> = orders.into_iter().map(Effect::Draft).collect();
        if std::mem::take(&mut self.drafts.listed_anew) {
            effects.extend(self.expire_history());
        }
        effects
    }

    /// Tells once for each draft that it can't be kept.
    pub(crate) fn draft_failed(&mut self, error: &AppError) {
        let form = self.dialogs.form();
        let id = form.and_then(|form| form.draft.id.clone());
        if id.is_none() || self.drafts.told != id {
            self.say(Tone::Bad, format!("Your edits are not kept as a draft: {}.", error.why()));
        }
        self.drafts.told = id;
    }

    /// The draft that a form of a new resource offers.
    pub(crate) fn draft_of_new(&self, key: &Key, resource_type: Option<&ResourceType>) -> Option<Record> {
        let caller = self.caller.as_ref();
        let form = form_of(WriteOperation::Create, key, resource_type, caller, &self.connection);
        self.drafts.of_form(&form).cloned()
    }

    /// The entry of the history that the cursor is on, or that is opened.
    pub(crate) fn chosen_entry(&self) -> Option<&Document> {
        let screen = self.screen();
        match screen.body() {
            Body::List(list) if *list.key.kind == HISTORY => list.chosen().map(|row| &row.listed),
            Body::List(_) => None,
            Body::Details(details) => {
                let key = &details.section().filter(|section| *section.key.kind == HISTORY)?.key;
                self.cache.get(key)
            }
        }
    }

    /// The draft that the cursor is on in the history.
    pub(crate) fn chosen_draft(&self) -> Option<Record> {
        Some(HistoryEntry::draft_of(self.chosen_entry()?)?.0)
    }

    /// Opens the form that offers the chosen draft.
    pub(crate) fn continue_draft(&mut self) -> Vec<Effect> {
        let Some(record) = self.chosen_draft() else { return vec![] };
        let (Some(key), Some(write)) = (record.key(), record.write_operation()) else {
            self.say(Tone::Plain, "This version does not know what was edited.");
            return vec![];
        };
        if let Some(elsewhere) = self.elsewhere(&record) {
            self.say(Tone::Bad, elsewhere);
            return vec![];
        }
        if write != WriteOperation::Create {
            return self.load_for_edit(key, record.name, Intent::Edit(None));
        }
        let is_its = |other: &&ResourceType| Some(other.title) == record.resource_type.as_deref();
        let resource_type = key.kind.creation.types.iter().find(is_its);
        self.open_new(key, resource_type)
    }

    /// Throws the chosen draft away, after a second press of the key.
    pub(crate) fn discard_draft(&mut self) -> Vec<Effect> {
        let Some(record) = self.chosen_draft() else { return vec![] };
        if self.drafts.asked.as_ref() != Some(&record.id) {
            let key = key_of(Scope::Draft, Action::Screen(ScreenAction::DiscardDraft));
            self.say(Tone::Bad, format!("{key} again throws the draft of {} away.", record.name));
            self.drafts.asked = Some(record.id);
            return vec![];
        }
        self.drafts.discard(record.id);
        self.say(Tone::Plain, format!("The draft of {} is thrown away.", record.name));
        if self.screen().key.is_some() {
            let mut effects = self.leave();
            effects.extend(self.activate());
            return effects;
        }
        vec![]
    }
}
