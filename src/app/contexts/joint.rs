//! The joint table: the lists of several contexts in one. It is a context without a connection. Its members
//! wait aside while it is shown, and they alone make requests, each its own.

use crate::app::cache::Cache;
use crate::app::contexts::{ContextMark, ContextState, is_at};
use crate::app::findings::Totals;
use crate::app::remote::Remote;
use crate::app::screen::list::List;
use crate::app::screen::{Body, Screen};
use crate::app::{App, Tone};
use crate::error::ErrorKind;
use crate::message::{ContextChoice, ContextId, Effect, RequestId};
use crate::resource::Key;
use crate::resource::display::plural::plural;
use crate::resource::finding::FINDING;

/// The most contexts in one table.
const MOST: usize = 32;

impl ContextState {
    /// A joint table at one of its tabs.
    fn joint(id: ContextId, members: Vec<ContextId>, tab: usize) -> Self {
        let state = Self::new(id, ContextChoice::default(), tab);
        Self {
            mark: ContextMark { id, members, ..ContextMark::default() },
            screens: vec![Screen::joint(tab)],
            ..state
        }
    }

    /// A list of its top level.
    pub(crate) fn home_list(&self, tab: usize) -> Option<&List> {
        match &self.screens.first()?.tabs.get(tab)?.body {
            Body::List(list) => Some(list),
            Body::Details(_) => None,
        }
    }

    pub(crate) fn screens(&self) -> &[Screen] {
        &self.screens
    }

    pub(crate) const fn cache(&self) -> &Cache {
        &self.cache
    }

    pub(crate) const fn totals(&self) -> &Totals {
        &self.totals
    }

    pub(crate) const fn id(&self) -> ContextId {
        self.mark.id
    }
}

impl App {
    /// True while the joint table is shown.
    pub const fn is_joint(&self) -> bool {
        !self.context.members.is_empty()
    }

    /// The contexts whose rows the joint table shows.
    pub fn members(&self) -> impl Iterator<Item = &ContextState> {
        let ids = self.context.members.iter();
        ids.filter_map(|id| self.parked.iter().find(|other| other.mark.id == *id))
    }

    /// The number of members of the joint table that waits aside.
    pub(crate) fn joint_aside(&self) -> Option<usize> {
        self.parked.iter().map(|other| other.mark.members.len()).find(|members| *members > 0)
    }

    /// Shows the lists of several contexts in one table. Without choices, shows the joint table as it was.
    pub(crate) fn show_together(&mut self, choices: &[ContextChoice]) -> Vec<Effect> {
        let mut members: Vec<ContextId> = Vec::new();
        for choice in choices.iter().take(MOST) {
            let is_shown = is_at(&self.context, &self.connection, choice);
            let id = if is_shown { self.context.id } else { self.context_at(choice) };
            if !members.contains(&id) {
                members.push(id);
            }
        }
        if members.len() == 1 {
            return self.switch_to(&choices[0]);
        }
        let mut effects = self.stop_until_shown_again();
        self.reveal = false;
        let tab = self.screens.first().map_or(0, |home| home.active);
        let aside = self.parked.iter_mut().find(|other| !other.mark.members.is_empty());
        if let Some(joint) = aside {
            let id = joint.mark.id;
            if !members.is_empty() {
                joint.mark.members = members;
                joint.screens = vec![Screen::joint(tab)];
            }
            effects.extend(self.show_context(id));
        } else if self.is_joint() && !members.is_empty() {
            self.context.members = members;
            self.screens = vec![Screen::joint(tab)];
        } else if !members.is_empty() {
            let id = self.next_context();
            self.parked.push(ContextState::joint(id, members, tab));
            effects.extend(self.show_context(id));
        }
        effects.extend(self.activate());
        if self.is_joint() {
            let count = plural(self.context.members.len(), "context");
            let more = if choices.len() > MOST { format!(" {MOST} at most fit.") } else { String::new() };
            self.say(Tone::Plain, format!("{count} in one table.{more}"));
        }
        effects
    }

    /// Runs a function in every context of the joint table.
    pub(crate) fn for_members(&mut self, act: impl Fn(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let members = self.context.members.clone();
        members.into_iter().flat_map(|member| self.in_context(member, &act)).collect()
    }

    /// Requests what the shown tab of the joint table lacks.
    pub(crate) fn activate_members(&mut self) -> Vec<Effect> {
        let tab = self.screen().active;
        self.is_joint_unlisted = true;
        self.for_members(|app| app.read_home_list(tab))
    }

    /// Reads the shown tab of every context again.
    pub(crate) fn refresh_members(&mut self) -> Vec<Effect> {
        let tab = self.screen().active;
        self.for_members(|app| app.refresh_home_list(tab))
    }

    /// Reads what is in sight again, and marks what has changed.
    pub(crate) fn refresh_members_by_clock(&mut self, height: usize) -> Vec<Effect> {
        let tab = self.screen().active;
        let Some(list) = self.list() else { return vec![] };
        let is_scan = *self.joint_kind() == FINDING;
        if is_scan || !self.dialogs.is_empty() || !self.requests.is_empty() || list.filter.typing {
            return vec![];
        }
        let in_sight: Vec<_> = list.ids_in_sight(height).iter().filter_map(|id| pool_of(id)).collect();
        let mut effects = Vec::new();
        for member in self.context.members.clone() {
            let its = in_sight.iter().filter(|(context, _)| *context == member);
            let its: Vec<_> = its.map(|(_, id)| id.clone()).collect();
            effects.extend(self.in_context(member, |app| {
                let is_stopped = app.prefetch_stopped;
                if let Some(list) = app.home_list_mut(tab).filter(|list| list.load.is_ready() && !is_stopped)
                {
                    list.watch_rows(&its);
                    list.load = Remote::NotAsked;
                }
                app.read_home_list(tab)
            }));
        }
        effects
    }

    /// Describes rows for the columns that their lists do not return. Each context reads a few at a time, so
    /// that none waits for another.
    pub(crate) fn prefetch_members(&mut self) -> Vec<Effect> {
        let height = self.page();
        let Some(list) = self.list() else { return vec![] };
        let mut under_way: Vec<(ContextId, Key)> = Vec::new();
        let mut unwanted: Vec<RequestId> = Vec::new();
        for (id, context, key) in self.requests.rows() {
            let row = list.key.key(joint_id(context, &key.id));
            let is_oldest = !under_way.iter().any(|(other, _)| *other == context);
            if list.wants(&row, height, is_oldest) {
                under_way.push((context, row));
            } else {
                unwanted.push(id);
            }
        }
        let is_idle = self.dialogs.is_empty() && self.requests.iter().count() == self.requests.rows().count();
        let mut wanted: Vec<(ContextId, String)> = Vec::new();
        for member in self.members().filter(|member| !member.prefetch_stopped).map(ContextState::id) {
            let its = under_way.iter().filter(|(context, _)| *context == member);
            let its: Vec<_> = its.map(|(_, row)| row.clone()).collect();
            let is_its = |row: &Key| pool_of(&row.id).is_some_and(|(context, _)| context == member);
            let rows = list.rows_to_prefetch(height, &its, is_idle, is_its);
            wanted.extend(rows.iter().filter_map(|row| pool_of(&row.id)));
        }
        let label = list.prefetch_label();
        let kind = self.joint_kind();
        let mut effects: Vec<_> = unwanted.iter().copied().map(Effect::Cancel).collect();
        for id in unwanted {
            self.requests.finish(id);
        }
        for (member, id) in wanted {
            let (label, key) = (label.clone(), Key::top(kind, id));
            effects.extend(self.in_context(member, |app| vec![app.read_row(label, key)]));
        }
        effects
    }

    /// The member of the joint table that has failed for want of credentials.
    pub(crate) fn signed_out_member(&self) -> Option<ContextId> {
        let tab = self.screen().active;
        let is_signed_out = |member: &&ContextState| {
            let error = member.home_list(tab).and_then(|list| list.load.error());
            error.is_some_and(|error| error.kind == ErrorKind::Credentials)
        };
        self.members().find(is_signed_out).map(ContextState::id)
    }

    /// Goes on in a member after somebody signed in elsewhere.
    pub(crate) fn member_signed_in(&mut self, member: ContextId) -> Vec<Effect> {
        let tab = self.screen().active;
        self.in_context(member, |app| {
            app.accept_code();
            app.expire_failed_home_lists();
            app.read_home_list(tab)
        })
    }

    fn home_list_mut(&mut self, tab: usize) -> Option<&mut List> {
        match &mut self.screens.first_mut()?.tabs.get_mut(tab)?.body {
            Body::List(list) => Some(list),
            Body::Details(_) => None,
        }
    }

    fn read_home_list(&mut self, tab: usize) -> Vec<Effect> {
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        // Nobody scans all pools without being asked to.
        let unread =
            self.home_list_mut(tab).filter(|list| list.load == Remote::NotAsked && !list.holds_findings());
        if let Some(key) = unread.map(|list| list.key.clone()) {
            effects.push(self.read_list_of(0, &key));
        }
        effects
    }

    fn refresh_home_list(&mut self, tab: usize) -> Vec<Effect> {
        self.prefetch_stopped = false;
        self.accept_code();
        if self.home_list_mut(tab).is_some_and(|list| list.holds_findings()) {
            return self.scan();
        }
        self.cache.expire(|key| key.parents.is_empty());
        let reading = self.home_list_mut(tab).and_then(|list| list.load.request());
        let mut effects = self.cancel_loads(reading.as_slice());
        if let Some(list) = self.home_list_mut(tab) {
            list.begin_refresh();
            list.load = Remote::NotAsked;
        }
        effects.extend(self.read_home_list(tab));
        effects
    }

    /// Has the lists of the top level read again that could not be read.
    pub(super) fn expire_failed_home_lists(&mut self) {
        for list in self.screens.first_mut().into_iter().flat_map(Screen::lists_mut) {
            if matches!(list.load, Remote::Failed(_) | Remote::Stopped) {
                list.begin_refresh();
                list.load = Remote::NotAsked;
            }
        }
    }
}

/// The id of a joint row.
pub(super) fn joint_id(context: ContextId, pool: &str) -> String {
    format!("{} {pool}", context.0)
}

/// The context and the pool of a joint row; `None` for a row that is no pool.
pub(super) fn pool_of(joint_id: &str) -> Option<(ContextId, String)> {
    let (context, pool) = joint_id.split_once(' ')?;
    Some((ContextId(context.parse().ok()?), pool.to_owned()))
}
