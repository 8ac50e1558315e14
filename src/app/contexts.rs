//! The contexts of this run. The shown one is part of [`App`]; the others wait aside, each with its cache and
//! its screens. A reply changes the context that its request was made in.

mod joint;
mod joint_keys;
mod joint_rows;

use crate::app::audit::Audit;
use crate::app::cache::{Cache, Unread};
use crate::app::dialog::Dialog;
use crate::app::dialog::context_picker::{ContextPicker, PickedOf};
use crate::app::findings::Totals;
use crate::app::references::References;
use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::screen::reference_scan::ReferenceScan;
use crate::app::{App, Options, Target, Tone};
use crate::message::{Caller, Connection, ContextChoice, ContextId, Effect, RequestId};
use crate::resource::{Key, ListKey};

/// Which context it is.
#[derive(Debug, Default)]
pub struct ContextMark {
    pub(crate) id: ContextId,
    /// What the user chose, with the command line for the context of the start.
    pub(crate) choice: ContextChoice,
    /// The user left the question for a code, which is asked again after a refresh.
    pub(crate) code_declined: bool,
    /// The contexts that a joint table shows; empty for a context with a connection.
    members: Vec<ContextId>,
    /// Where the user came from the joint table: with that many screens or fewer, Esc goes back there.
    joint_depth: Option<usize>,
}

impl ContextMark {
    pub(crate) fn of_start(options: &Options) -> Self {
        let choice = ContextChoice { profile: options.profile.clone(), region: options.region.clone() };
        Self { choice, ..Self::default() }
    }
}

/// The state that every context has of its own.
#[derive(Debug)]
pub struct ContextState {
    mark: ContextMark,
    connection: Connection,
    caller: Option<Caller>,
    caller_denied: bool,
    prefetch_stopped: bool,
    cache: Cache,
    totals: Totals,
    references: References,
    audit: Audit,
    scans: Vec<ReferenceScan>,
    screens: Vec<Screen>,
}

impl ContextState {
    /// A context before its first request, at the same tab of the top level as another one.
    fn new(id: ContextId, choice: ContextChoice, tab: usize) -> Self {
        let connection = Connection {
            profile: choice.profile.clone(),
            region: choice.region.clone(),
            ..Connection::default()
        };
        let home = Screen { active: tab, ..Screen::home(&Target::UserPools) };
        Self {
            mark: ContextMark { id, choice, ..ContextMark::default() },
            connection,
            caller: None,
            caller_denied: false,
            prefetch_stopped: false,
            cache: Cache::default(),
            totals: Totals::default(),
            references: References::default(),
            audit: Audit::default(),
            scans: Vec::new(),
            screens: vec![home],
        }
    }
}

/// True if a context goes through this profile and region, where one is named.
fn is_at(mark: &ContextMark, connection: &Connection, choice: &ContextChoice) -> bool {
    if !mark.members.is_empty() {
        return false;
    }
    let named = |profile: &Option<String>| profile.clone().unwrap_or_else(|| "default".to_owned());
    // A profile that is asked for has other credentials than the environment.
    let is_its_own = !connection.environment_credentials;
    let same_profile = mark.choice.profile == choice.profile
        || (is_its_own && named(&connection.profile) == named(&choice.profile));
    same_profile && (choice.region.is_none() || connection.region == choice.region)
}

impl App {
    /// Opens the picker of profiles and regions.
    pub(crate) fn pick_context(&mut self, of: PickedOf) -> Vec<Effect> {
        if self.options.demo {
            self.say(Tone::Plain, "The demo has one account and one region.");
            return vec![];
        }
        let together = self.joint_aside();
        self.open_dialog(Dialog::ContextPicker(Box::new(ContextPicker::new(of, together))))
    }

    /// Shows another context. Reads of this one stop, and begin again when the user comes back; writes go on.
    pub(crate) fn switch_to(&mut self, choice: &ContextChoice) -> Vec<Effect> {
        if is_at(&self.context, &self.connection, choice) {
            self.say(Tone::Plain, format!("This is {} already.", choice.words()));
            return vec![];
        }
        let mut effects = self.stop_until_shown_again();
        self.reveal = false;
        let context = self.context_at(choice);
        effects.extend(self.show_context(context));
        self.context.joint_depth = None;
        effects.push(Effect::Remember(choice.clone()));
        effects.extend(self.activate());
        self.say(Tone::Plain, format!("Now at {}.", choice.words()));
        effects
    }

    /// Exchanges the shown context with another one, whose reads the caller starts.
    fn show_context(&mut self, context: ContextId) -> Vec<Effect> {
        let Some(place) = self.parked_at(context) else { return vec![] };
        self.swap(place);
        let mut effects: Vec<_> = self.use_context().into_iter().collect();
        // The history is the same in every context, and may have grown meanwhile.
        effects.extend(self.expire_history());
        if !self.is_joint() {
            effects.extend(self.fetch_caller());
        }
        effects
    }

    /// The context with this profile and region that is not shown, a new one if need be.
    fn context_at(&mut self, choice: &ContextChoice) -> ContextId {
        if let Some(other) = self.parked.iter().find(|other| is_at(&other.mark, &other.connection, choice)) {
            return other.mark.id;
        }
        let id = self.next_context();
        let tab = self.screens.first().map_or(0, |home| home.active);
        self.parked.push(ContextState::new(id, choice.clone(), tab));
        id
    }

    fn next_context(&self) -> ContextId {
        ContextId(u32::try_from(self.parked.len() + 1).unwrap_or(u32::MAX))
    }

    /// Runs a function in the context of a request, which may not be the shown one. A notice then names the
    /// context.
    pub(crate) fn in_context_of(
        &mut self,
        id: RequestId,
        act: impl FnOnce(&mut Self) -> Vec<Effect>,
    ) -> Vec<Effect> {
        let Some(context) = self.requests.get(id).map(|request| request.context) else { return vec![] };
        self.in_context(context, act)
    }

    fn in_context(&mut self, context: ContextId, act: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        if context == self.context.id {
            return act(self);
        }
        let Some(place) = self.parked_at(context) else { return vec![] };
        self.is_joint_unlisted = true;
        let shown = self.notice.take();
        self.swap(place);
        let done = act(self);
        let words = self.context_words();
        let mut effects = Vec::new();
        if !done.is_empty() {
            effects.extend(self.use_context());
            effects.extend(done);
        }
        self.swap(place);
        if !effects.is_empty() {
            effects.extend(self.use_context());
        }
        self.notice = match self.notice.take() {
            Some((tone, text)) => Some((tone, format!("{words}: {text}"))),
            None => shown,
        };
        effects
    }

    fn parked_at(&self, context: ContextId) -> Option<usize> {
        self.parked.iter().position(|other| other.mark.id == context)
    }

    /// Takes where the requests of a context go.
    pub(crate) fn connected(&mut self, context: ContextId, connection: Connection) {
        if context == self.context.id {
            self.connection = connection;
            self.dialogs.reset_reached_end();
        } else if let Some(other) = self.parked.iter_mut().find(|other| other.mark.id == context) {
            other.connection = connection;
            self.is_joint_unlisted = true;
        }
    }

    fn context_words(&self) -> String {
        let Connection { profile, region, .. } = &self.connection;
        ContextChoice { profile: profile.clone(), region: region.clone() }.words()
    }

    /// Lists what was found in each context of the joint table.
    fn list_findings_of_members(&mut self) {
        for member in self.context.members.clone() {
            if let Some(place) = self.parked_at(member) {
                self.swap(place);
                self.list_findings_anyway();
                self.swap(place);
            }
        }
    }

    /// Exchanges the shown context with one that waits.
    fn swap(&mut self, place: usize) {
        let Some(other) = self.parked.get_mut(place) else { return };
        std::mem::swap(&mut self.context, &mut other.mark);
        std::mem::swap(&mut self.connection, &mut other.connection);
        std::mem::swap(&mut self.caller, &mut other.caller);
        std::mem::swap(&mut self.caller_denied, &mut other.caller_denied);
        std::mem::swap(&mut self.prefetch_stopped, &mut other.prefetch_stopped);
        std::mem::swap(&mut self.cache, &mut other.cache);
        std::mem::swap(&mut self.totals, &mut other.totals);
        std::mem::swap(&mut self.references, &mut other.references);
        std::mem::swap(&mut self.audit, &mut other.audit);
        std::mem::swap(&mut self.scans, &mut other.scans);
        std::mem::swap(&mut self.screens, &mut other.screens);
        self.requests.context = self.context.id;
    }

    /// A joint table has no connection: its members make the calls.
    fn use_context(&self) -> Option<Effect> {
        (!self.is_joint()).then(|| Effect::UseContext(self.context.id, self.context.choice.clone()))
    }

    /// Stops the reads of this context, so that they begin anew once it is shown again.
    fn stop_until_shown_again(&mut self) -> Vec<Effect> {
        if self.is_joint() {
            return self.for_members(Self::stop_until_shown_again);
        }
        let ids =
            self.requests.ids_here(|purpose| !matches!(purpose, Purpose::Write { .. } | Purpose::Record));
        let lists: Vec<_> = self.loading_lists().collect();
        let sections: Vec<_> = self.loading_sections().collect();
        let effects = self.cancel_loads(&ids);
        self.cache.retry(|_, why| *why == Unread::Stopped);
        for screen in &mut self.screens {
            for list in screen.lists_mut().filter(|list| lists.contains(&list.key)) {
                list.begin_refresh();
                list.load = Remote::NotAsked;
            }
            for section in screen.details_mut().flat_map(|details| &mut details.sections) {
                section.polling_stopped = false;
                if sections.contains(&section.key) {
                    section.load = Remote::NotAsked;
                }
            }
        }
        effects
    }

    fn loading_lists(&self) -> impl Iterator<Item = ListKey> {
        let lists = self.screens.iter().flat_map(Screen::lists);
        lists.filter(|list| list.load.is_loading()).map(|list| list.key.clone())
    }

    fn loading_sections(&mut self) -> impl Iterator<Item = Key> {
        let details = self.screens.iter_mut().flat_map(Screen::details_mut);
        let loading =
            details.flat_map(|details| &details.sections).filter(|section| section.load.is_loading());
        loading.map(|section| section.key.clone())
    }
}
