//! The commands that dialogs leave to the app when they close.

use crate::app::dialog::Command;
use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::Screen;
use crate::app::{App, Tone};
use crate::keymap::named;
use crate::message::Effect;
use crate::resource::{Document, Key, ListKey};

impl App {
    pub(crate) fn execute(&mut self, command: Command) -> Vec<Effect> {
        match command {
            Command::Run(binding) => self.run(&binding),
            Command::Open(key, name) => self.open_resource(key, name),
            Command::OpenInMember(context, key, name) => self.open_in_member(context, key, name),
            Command::OpenAt(key, path) => self.show(Screen::open_at(&key, path)),
            Command::FindUrl(url) => self.find_url(&url),
            Command::ShowTab(tab) => self.choose_tab(tab),
            Command::ChooseRow(place) => {
                self.choose_row(place);
                vec![]
            }
            Command::Filter(words) => {
                self.filter_by(&words);
                vec![]
            }
            Command::SortBy(column) => {
                self.sort_by_column(column);
                vec![]
            }
            Command::Load(key, name, intent) => self.load_for_edit(key, name, intent),
            Command::Create(key, resource_type) => self.open_new(key, resource_type),
            Command::ReplaceHost(rows, replacement) => self.replace_host(rows, replacement),
            Command::EndBulk { settled, detached } => self.end_bulk(&settled, detached.as_deref()),
            Command::Revert(records) => self.revert(records),
            Command::CopySettings { key, name, places, source } => {
                self.copy_settings(key, name, places, source)
            }
            Command::CopyChildren { from, to } => self.copy_children(from, to),
            Command::Grant(keys) => self.grant_access(keys),
            Command::CreateFrom { key, settings, note } => self.open_new_from(&key, &settings, &note),
            Command::Export(path) => self.export(path),
            Command::Import(path) => self.import(path),
            Command::Skeleton(kind, path) => self.write_skeleton(kind, path),
            Command::CompareFile(path) => self.compare_file(&path),
            Command::ArrangeColumns(kind, columns) => {
                self.arrange_columns(kind, columns);
                vec![]
            }
            Command::Switch(choice) => self.switch_to(&choice),
            Command::ShowTogether(choices) => self.show_together(&choices),
            Command::LeaveDeleted(key) => self.leave_deleted(&key),
            Command::ShowFound { list, wanted, document } => {
                self.show_found(&list, &wanted, document);
                vec![]
            }
        }
    }

    pub(crate) fn unmark(&mut self, ids: &[String]) {
        for list in self.screens.iter_mut().flat_map(Screen::lists_mut) {
            for id in ids {
                list.unmark(id);
            }
        }
    }

    /// Removes the marks of settled resources, and continues with the delete of the resource that was
    /// detached from them.
    fn end_bulk(&mut self, settled: &[String], detached: Option<&str>) -> Vec<Effect> {
        self.unmark(settled);
        let target = self.screen().target();
        if detached.is_some_and(|id| target.is_some_and(|(key, _)| key.id == id)) {
            return self.prepare(Intent::Delete);
        }
        vec![]
    }

    /// Closes the screens of a deleted resource.
    pub(crate) fn leave_deleted(&mut self, key: &Key) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.screen().key.as_ref() == Some(key) {
            effects.extend(self.leave());
            effects.extend(self.activate());
        }
        effects
    }

    /// Chooses the row of the document that a lookup has found.
    fn show_found(&mut self, list: &ListKey, wanted: &str, document: Document) {
        let id = document.text(list.kind.id_path).unwrap_or_default().to_owned();
        let key = list.key(id.as_str());
        let mut opens = format!("{} opens it", named::open());
        let now = self.now;
        if let Some(shown) = self.screen_mut().list_mut().filter(|shown| shown.key == *list) {
            if shown.load.is_ready() {
                // It may have been created since the list was read.
                shown.insert(&key, &document, now);
            } else if !shown.ids().any(|listed| listed == id) {
                shown.choose_when_listed(&id);
                "It is selected once the list has loaded".clone_into(&mut opens);
            }
            shown.choose_id(&id);
        }
        self.say(Tone::Good, format!("{wanted} belongs to {id}. {opens}."));
        self.document_read(&key, document);
    }
}
