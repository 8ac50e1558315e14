//! The history on the screen: its list follows what is recorded, and the first read of it tells which changes
//! have no outcome.

use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::list::List;
use crate::app::screen::{HISTORY_TAB, Screen};
use crate::app::{App, Tone};
use crate::error::{AppError, ErrorKind};
use crate::history::{HISTORY, HistoryEntry, HistoryLine, Record, RecordedOutcome, Settlement, settle};
use crate::keymap::{Action, Scope, ScreenAction, key_of};
use crate::message::{Call, Effect, Pages, Reply};
use crate::resource::{Document, ListKey};

/// Age up to which a change without an outcome is told at the start: 7 days, in seconds.
const TOLD: i64 = 7 * 86_400;

impl App {
    /// Reads the history when the program starts, to tell which changes have no outcome.
    pub(crate) fn read_history_at_start(&mut self) -> Option<Effect> {
        self.options.history.as_ref()?;
        let key = ListKey::top(&HISTORY);
        let purpose = Purpose::List(key.clone());
        let (id, effect) = self.requests.start("Reading the history", purpose, Call::List(key, Pages::All));
        self.history_lists().for_each(|list| list.load = Remote::Loading(id));
        Some(effect)
    }

    fn history_lists(&mut self) -> impl Iterator<Item = &mut List> {
        self.screens.iter_mut().flat_map(Screen::lists_mut).filter(|list| *list.key.kind == HISTORY)
    }

    /// Has the list read again when it is shown next, after a line was added.
    pub(crate) fn expire_history(&mut self) -> Vec<Effect> {
        let reading: Vec<_> = self.history_lists().filter_map(|list| list.load.request()).collect();
        let mut effects = self.cancel_loads(&reading);
        for list in self.history_lists() {
            list.begin_refresh();
            list.load = Remote::NotAsked;
        }
        // An opened change may have another outcome now.
        let details = self.screens.iter_mut().flat_map(Screen::details_mut);
        for section in details.flat_map(|details| &mut details.sections) {
            if *section.key.kind == HISTORY && section.load.is_ready() {
                section.load = Remote::NotAsked;
            }
        }
        if self.list().is_some_and(|list| *list.key.kind == HISTORY) || self.chosen_entry().is_some() {
            effects.extend(self.activate());
        }
        effects
    }

    /// Reads the resource of the chosen change, whose outcome is not recorded, to find out what became of it.
    pub(crate) fn settle_chosen(&mut self) -> Vec<Effect> {
        let Some(record) = self.chosen_entry().and_then(HistoryEntry::record_of) else { return vec![] };
        let Some(key) = record.key().filter(|key| key.kind.can_be_described()) else {
            self.say(Tone::Plain, "AWS has no way to read this resource, so its outcome can't be known.");
            return vec![];
        };
        if let Some(elsewhere) = self.elsewhere(&record) {
            self.say(Tone::Bad, elsewhere);
            return vec![];
        }
        if key.id.is_empty() {
            let text = format!(
                "The id of the new {} is not recorded: look for {} in its list.",
                key.kind.name, record.name
            );
            self.say(Tone::Plain, text);
            return vec![];
        }
        // What is still on its way has not failed.
        if self.is_written(&key) {
            return vec![];
        }
        let label = format!("Verifying {}", record.name);
        vec![self.requests.start(label, Purpose::Settle(Box::new(record)), Call::Describe(key)).1]
    }

    /// Judges a change by its resource as it is now, and records what is certain.
    pub(crate) fn handle_settle_reply(
        &mut self,
        record: &Record,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let now = match result {
            Ok(Reply::Document(now)) => now,
            Err(error) if error.kind == ErrorKind::NotFound => None,
            Err(error) => {
                self.say(Tone::Bad, format!("{} could not be read: {}.", record.name, error.why()));
                return vec![];
            }
            Ok(_) => return vec![],
        };
        let settlement = settle(record, now.as_ref());
        if let (Some(key), Some(now)) = (record.key(), now) {
            self.document_read(&key, now);
        }
        let change = format!("{} of {}", record.operation, record.name);
        let (tone, text) = match &settlement {
            Settlement::Applied(sentence) => (Tone::Good, format!("{change} was applied. {sentence}")),
            Settlement::NotApplied(sentence) => (Tone::Plain, format!("{change}: {sentence}")),
            Settlement::Open(sentence) => {
                (Tone::Bad, format!("{change}: whether it was applied can't be known. {sentence}"))
            }
        };
        self.say(tone, text);
        let Some(ending) = settlement.ending(record, self.now) else { return vec![] };
        let call = Call::Record(HistoryLine::Ended(Box::new(ending)));
        vec![self.requests.start("Recording the outcome", Purpose::Record, call).1]
    }

    /// Tells once, after the first read, which changes have no outcome.
    pub(crate) fn tell_unfinished(&mut self) {
        if std::mem::replace(&mut self.unfinished_told, true) {
            return;
        }
        let now = self.now;
        let unknown = RecordedOutcome::Unknown.as_str();
        let seconds = |entry: &Document| entry.get("Time").and_then(serde_json::Value::as_i64);
        let recent = |entry: &&Document| seconds(entry).is_some_and(|time| now - time < TOLD);
        let rows: Vec<Document> =
            self.history_lists().flat_map(|list| list.rows()).map(|row| row.listed.clone()).collect();
        let unfinished: Vec<_> =
            rows.iter().filter(|entry| entry.text("Outcome") == Some(unknown)).filter(recent).collect();
        let Some(first) = unfinished.first() else { return };
        let what = |name| first.text(name).unwrap_or_default();
        let key = key_of(Scope::Anywhere, Action::Screen(ScreenAction::Home(HISTORY_TAB - 1)));
        let (what, more) = (format!("{} of {}", what("Operation"), what("Name")), unfinished.len() - 1);
        let more = if more > 0 { format!(" and of {more} more") } else { String::new() };
        self.say(
            Tone::Bad,
            format!("The outcome of {what}{more} is not recorded: {key} shows what to read."),
        );
    }
}
