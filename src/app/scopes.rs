//! The scopes in which keys are looked up, from what is on the screen.

use crate::app::App;
use crate::app::screen::Body;
use crate::app::screen::list::List;
use crate::history::RecordedOutcome;
use crate::keymap::Scope;
use crate::resource::Key;

impl App {
    /// The scopes in which keys are looked up, the nearest first; computed, never stored.
    pub fn scopes(&self) -> Vec<Scope> {
        let mut scopes = match self.dialogs.top() {
            Some(dialog) => dialog.scopes(&self.scans),
            None => self.screen_scopes(),
        };
        scopes.push(Scope::Terminal);
        scopes
    }

    fn screen_scopes(&self) -> Vec<Scope> {
        let screen = self.screen();
        if let Some(list) = screen.list().filter(|list| list.filter.typing) {
            let asks = list.asks_to_read().then_some(Scope::LongFilter);
            return asks.into_iter().chain([Scope::Filter]).collect();
        }
        let mut scopes = Vec::new();
        if let Body::Details(details) = screen.body() {
            if details.search.typing {
                return vec![Scope::Searching];
            }
            scopes.extend(details.search.is_on().then_some(Scope::Search));
        }
        // On a tab with what belongs to a resource, a key is for that and not for the resource around it.
        let is_elsewhere = |key: &Key| {
            let of_list = screen.list().is_some_and(|list| list.key.kind != key.kind);
            of_list
                || screen
                    .target()
                    .is_some_and(|(target, _)| target.kind != key.kind && !target.kind.is_part())
        };
        let subject = screen.subject().filter(|(key, _)| !is_elsewhere(key));
        if let Some((key, _)) = subject.filter(|(key, _)| !key.kind.actions.toggles.is_empty()) {
            scopes.push(Scope::Toggles(key.kind));
        }
        if let Some((key, _)) = screen.target() {
            scopes.extend(key.kind.operations.update.is_some().then_some(Scope::Editable));
            scopes.extend((!key.kind.actions.url_members.is_empty()).then_some(Scope::Urls));
            scopes.extend(key.kind.actions.sign_up.is_some().then_some(Scope::SignUp));
        }
        if self.chosen_draft().is_some() {
            scopes.push(Scope::Draft);
        } else if Self::shows_history(screen) {
            scopes.push(Scope::History);
        }
        if let Some(entry) = self.chosen_entry() {
            let is_unknown = entry.text("Outcome") == Some(RecordedOutcome::Unknown.as_str());
            scopes.extend(is_unknown.then_some(Scope::Unsettled));
            scopes.push(Scope::Entry);
        }
        if screen.list().is_some_and(|list| list.key.kind.actions.lookup.is_some()) {
            scopes.push(Scope::LookupList);
        }
        if screen.list().is_some_and(List::holds_findings) {
            scopes.push(Scope::Findings);
        }
        if !self.chosen_findings().is_empty() {
            scopes.push(Scope::Finding);
        }
        if self.fetchable().is_some() {
            scopes.push(Scope::Fetchable);
        }
        // Without rows there is nothing to open, to filter or to search, unless they are on their way.
        match screen.body() {
            _ if screen.stays_empty() => {}
            Body::List(_) => scopes.push(Scope::List),
            Body::Details(details) if !details.is_of_documents() => scopes.push(Scope::Resource),
            Body::Details(_) => scopes.extend([Scope::Resource, Scope::Settings]),
        }
        if screen.list().is_some_and(List::can_be_marked) && !screen.stays_empty() {
            scopes.push(Scope::Markable);
        }
        let has_children = |list: &List| !list.key.kind.creation.copied_children.is_empty();
        if screen.list().is_some_and(has_children) && !screen.stays_empty() {
            scopes.push(Scope::CopyTarget);
        }
        let new_one = screen.new_one().filter(|_| !screen.can_have_none()).map(|(key, _)| key.kind);
        let new_one = new_one.or_else(|| screen.unknown_named().map(|(kind, _)| kind));
        if new_one.is_some_and(|kind| kind.operations.create.is_some()) {
            scopes.push(Scope::Creatable);
        }
        if screen.list().is_some()
            && screen.target().is_some_and(|(key, _)| {
                let can_be_made = key.kind.creation.max_count != Some(1);
                key.kind.operations.create.is_some() && key.kind.operations.update.is_some() && can_be_made
            })
        {
            scopes.push(Scope::Copyable);
        }
        if screen.target().is_some_and(|(key, _)| key.kind.operations.delete.is_some()) {
            scopes.push(Scope::Deletable);
        }
        scopes.extend(self.inspected().is_some().then_some(Scope::Described));
        scopes.extend(self.mapped().is_some().then_some(Scope::Mapped));
        if screen.has_secrets() {
            scopes.push(Scope::Secrets);
        }
        scopes.push(Scope::Rows);
        if screen.tabs.len() > 1 {
            scopes.push(Scope::Tabs);
        }
        let is_filtered = screen.list().is_some_and(List::is_filtered);
        let deep = self.screens.len() > 1 || is_filtered || self.is_from_joint();
        scopes.push(if deep { Scope::Nested } else { Scope::TopLevel });
        if self.is_reading() {
            scopes.push(Scope::Reading);
        }
        if !screen.load_errors().is_empty() {
            scopes.push(Scope::LoadFailed);
        }
        scopes.push(Scope::Anywhere);
        scopes
    }
}
