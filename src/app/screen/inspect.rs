//! What is behind a screen: the command that reads the shown resource, and the error of its last load.

use crate::app::dialog::Dialog;
use crate::app::dialog::command_view::{CommandView, cli_target};
use crate::app::dialog::error_view::ErrorView;
use crate::app::dialog::json_view::JsonView;
use crate::app::screen::Body;
use crate::app::{App, Tone};
use crate::history::{HistoryEntry, Record};
use crate::message::Effect;
use crate::resource::Key;
use crate::resource::cli_command::CliCommand;

impl App {
    /// The resource that the cursor is on: that of the section in details, or of the row in a list.
    pub(crate) fn inspected(&self) -> Option<Key> {
        let section = match self.screen().body() {
            Body::Details(details) => details.section().map(|section| section.key.clone()),
            Body::List(list) => list.chosen_key(),
        };
        section
            .or_else(|| self.screen().target().map(|(key, _)| key))
            .filter(|key| key.kind.can_be_described())
    }

    /// Shows the errors of the last load in full.
    pub(crate) fn show_error(&mut self) -> Vec<Effect> {
        let errors: Vec<_> = self.screen().load_errors().into_iter().cloned().collect();
        if errors.is_empty() {
            return vec![];
        }
        self.open_dialog(Dialog::ErrorView(Box::new(ErrorView::new(errors))))
    }

    /// Shows the document that the cursor is on as JSON; in the history, the change as it is recorded.
    pub(crate) fn show_json(&mut self) -> Vec<Effect> {
        let recorded = self.chosen_entry().and_then(|entry| {
            let record = HistoryEntry::record_of(entry)?;
            let title = format!("{} of {}", record.operation, record.name);
            Some(JsonView::plain(title, HistoryEntry::recorded(entry)))
        });
        let view = match (recorded, self.inspected()) {
            (Some(view), _) => view,
            (None, Some(key)) => {
                let document = self.cache.get(&key);
                let name = document.and_then(|document| key.kind.name_of(document)).unwrap_or(&key.id);
                JsonView::document(format!("{} {name}", key.kind.name), key.clone(), document)
            }
            (None, None) => {
                self.say(Tone::Plain, "There is no resource here to read.");
                return vec![];
            }
        };
        self.open_dialog(Dialog::JsonView(Box::new(view)))
    }

    /// Shows the AWS CLI command of the change that the cursor is on in the history.
    fn show_recorded_command(&mut self, record: &Record) -> Vec<Effect> {
        if let Some(command) = record.command() {
            self.open_dialog(Dialog::CommandView(Box::new(CommandView::recorded(command))))
        } else {
            self.say(Tone::Plain, "The request of this change is not recorded.");
            vec![]
        }
    }

    /// Shows the AWS CLI command that reads the resource, or that of a recorded change.
    pub(crate) fn show_command(&mut self) -> Vec<Effect> {
        if let Some(record) = self.chosen_entry().and_then(HistoryEntry::record_of) {
            return self.show_recorded_command(&record);
        }
        let Some(key) = self.inspected() else {
            self.say(Tone::Plain, "There is no resource here to read.");
            return vec![];
        };
        let Some(command) = CliCommand::read(&key, cli_target(&self.connection, key.kind.service())) else {
            return vec![];
        };
        self.open_dialog(Dialog::CommandView(Box::new(CommandView::reading(command))))
    }
}
