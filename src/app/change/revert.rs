//! Taking a recorded change back: who may, and the dialog that it begins with.

use crate::app::change::bulk::{Bulk, Edit};
use crate::app::dialog::Dialog;
use crate::app::dialog::loading_for_edit::Intent;
use crate::app::form::Form;
use crate::app::screen::Screen;
use crate::app::{App, Tone};
use crate::history::{HISTORY, HistoryEntry, Record, RecordedOutcome};
use crate::message::Effect;
use crate::resource::{Document, Key, WriteOperation};

impl App {
    /// Takes back the chosen change: in the list all of a bulk change, in its details this one alone.
    pub(crate) fn revert_chosen(&mut self) -> Vec<Effect> {
        let screen = self.screen();
        let entry = self.chosen_entry();
        let Some((entry, record)) = entry.and_then(|entry| Some((entry, HistoryEntry::record_of(entry)?)))
        else {
            return vec![];
        };
        if HistoryEntry::draft_of(entry).is_some() {
            self.say(Tone::Plain, "Nothing to take back: a draft was never sent.");
            return vec![];
        }
        if entry.text("Outcome") == Some(RecordedOutcome::Refused.as_str()) {
            self.say(Tone::Plain, "Nothing to take back: AWS refused this change.");
            return vec![];
        }
        let all = match (&record.bulk, screen.list()) {
            // Each deletion of what was created asks for itself.
            (Some(bulk), Some(list)) if record.write_operation() == Some(WriteOperation::Update) => {
                let rows = list.rows().iter().filter_map(|row| HistoryEntry::record_of(&row.listed));
                rows.filter(|other| other.bulk.as_ref() == Some(bulk)).collect()
            }
            _ => vec![record],
        };
        self.revert(all)
    }

    /// Takes back one change, or all of a bulk change.
    pub(crate) fn revert(&mut self, records: Vec<Record>) -> Vec<Effect> {
        let Some(record) = records.first().cloned() else { return vec![] };
        let (Some(key), Some(write)) = (record.key(), record.write_operation()) else {
            self.say(Tone::Plain, "This version does not know what was changed.");
            return vec![];
        };
        if let Some(effects) = self.refuse_writes() {
            return effects;
        }
        if let Some(elsewhere) = self.elsewhere(&record) {
            self.say(Tone::Bad, elsewhere);
            return vec![];
        }
        if let [last, earlier] = records.as_slice()
            && let Some(key) = key_of_both(last, earlier)
        {
            let intent = Intent::RevertBoth(Box::new([last.clone(), earlier.clone()]));
            return self.load_for_edit(key, record.name, intent);
        }
        if records.len() > 1 {
            let rows =
                records.iter().filter_map(|record| Some((record.key()?, record.name.clone()))).collect();
            let bulk = Bulk::new(key.kind, Edit::Revert(records), rows);
            let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
            effects.extend(self.open_dialog(Dialog::Bulk(Box::new(bulk))));
            return effects;
        }
        let reverse = match write {
            WriteOperation::Create => WriteOperation::Delete,
            WriteOperation::Update => WriteOperation::Update,
            WriteOperation::Delete => WriteOperation::Create,
        };
        if reverse == WriteOperation::Delete && !key.kind.creation.irreversible.is_empty() {
            self.say(Tone::Plain, key.kind.creation.irreversible);
            return vec![];
        }
        if key.kind.operation(reverse).is_none() {
            let words = match reverse {
                WriteOperation::Delete => "deleted",
                WriteOperation::Create => "created",
                WriteOperation::Update => "changed",
            };
            self.say(Tone::Plain, format!("A {} can't be {words} in this version.", key.kind.name));
            return vec![];
        }
        if key.id.is_empty() {
            let text = format!("The id of the new {} is not recorded: find it in its list.", key.kind.name);
            self.say(Tone::Plain, text);
            return vec![];
        }
        match reverse {
            WriteOperation::Create => self.create_anew(&key, &record),
            WriteOperation::Update | WriteOperation::Delete => {
                let name = record.name.clone();
                self.load_for_edit(key, name, Intent::Revert(Box::new(record)))
            }
        }
    }

    /// Why a change can't be taken back from here: it was made in another account or region.
    pub(crate) fn elsewhere(&self, record: &Record) -> Option<String> {
        let (account, region) = (self.caller.as_ref().map(|caller| &caller.account), &self.connection.region);
        let same = |was: Option<&String>, is: Option<&String>| was.is_none() || was == is;
        let kind = record.key()?.kind;
        let endpoint = self.connection.endpoint(kind.service()).map(str::to_owned);
        if account.is_none() && record.account.is_some() && !self.caller_denied {
            return Some("The account is not known yet, and has to be that of the change.".to_owned());
        }
        let account_fits = account.is_none() || same(record.account.as_ref(), account);
        if account_fits && same(record.region.as_ref(), region.as_ref()) && record.endpoint == endpoint {
            return None;
        }
        let mut options = Vec::new();
        for (option, value) in [
            ("--profile", &record.profile),
            ("--region", &record.region),
            ("--endpoint-url", &record.endpoint),
        ] {
            options.extend(value.as_ref().map(|value| format!("{option} {value}")));
        }
        let account = record.account.as_deref().unwrap_or("another account");
        Some(format!("This change was made in {account}: start cognitui with {}.", options.join(" ")))
    }

    /// Opens the form of a new resource with the settings of a deleted one.
    fn create_anew(&mut self, key: &Key, record: &Record) -> Vec<Effect> {
        let settings = record.document.clone().and_then(Document::from_value).unwrap_or_default();
        let mut effects = self.leave_deleted(key);
        effects.extend(self.open_new_form(Form::anew(key, &settings, record, self.now)));
        effects
    }

    /// True if the screen shows changes of the history.
    pub(crate) fn shows_history(screen: &Screen) -> bool {
        let listed = screen.list().is_some_and(|list| *list.key.kind == HISTORY && list.chosen().is_some());
        listed || screen.key.as_ref().is_some_and(|key| *key.kind == HISTORY)
    }
}

/// The resource of two changes, where one of them is of its second document.
fn key_of_both(one: &Record, other: &Record) -> Option<Key> {
    let (one, other) = (one.key()?, other.key()?);
    let holds = |own: &Key, other: &Key| {
        own.kind.related.second.is_some_and(|second| *(second.kind)() == *other.kind) && own.id == other.id
    };
    if holds(&one, &other) { Some(one) } else { holds(&other, &one).then_some(other) }
}
