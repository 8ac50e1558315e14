//! The parts of the state that a dialog may use while it handles a key or a reply.

use crate::app::cache::Cache;
use crate::app::change::drafts::{Drafts, form_of};
use crate::app::references::References;
use crate::app::requests::{DialogId, Purpose, Requests};
use crate::app::screen::list::List;
use crate::app::screen::reference_scan::ReferenceScan;
use crate::app::screen::{Screen, pool_name};
use crate::app::{Options, Tone};
use crate::config::{Exception, Facts, ReadOnlyReason};
use crate::history::{HistoryLine, Record};
use crate::message::{Call, Caller, Connection, Effect, RequestId};
use crate::resource::{Document, Key, ListKey, Rank, WriteOperation};
use crate::secret::Secret;

/// A fact that a dialog has learned and that every screen has to know.
#[derive(Debug)]
pub enum News {
    Read(Key, Document),
    Created(Key, Document),
    Deleted(Key),
    Fetched {
        url: String,
        text: Secret<String>,
    },
    /// The draft with this id is applied, or given up.
    DraftSpent(String),
    /// The roles of the profile are assumed.
    SignedIn,
    /// The user gave no code.
    CodeDeclined,
    /// Exceptions from findings: all that hold now, or those beside the others.
    Excepted {
        exceptions: Vec<Exception>,
        are_all: bool,
    },
    /// The user wants all pools to be read.
    ScanWanted,
}

/// The parts of the app that a dialog may read and change beside its own state.
pub struct Context<'a> {
    pub(crate) dialog: DialogId,
    pub(crate) requests: &'a mut Requests,
    pub(crate) notice: &'a mut Option<(Tone, String)>,
    /// True while secrets are shown in plain text.
    pub(crate) reveal: &'a mut bool,
    pub(crate) screens: &'a [Screen],
    pub(crate) cache: &'a Cache,
    pub(crate) references: &'a References,
    pub(crate) scans: &'a [ReferenceScan],
    pub(crate) options: &'a Options,
    pub(crate) drafts: &'a Drafts,
    /// True while the program ends: nothing is sent any more.
    pub(crate) ending: bool,
    pub(crate) connection: &'a Connection,
    pub(crate) caller: Option<&'a Caller>,
    /// Rows per page, at least 1.
    pub(crate) page: usize,
    /// Columns of the window.
    pub(crate) width: u16,
    /// Seconds since 1970.
    pub(crate) now: i64,
    pub(crate) effects: Vec<Effect>,
    pub(crate) news: Vec<News>,
    /// Requests of reference scans to stop.
    pub(crate) stopped: Vec<RequestId>,
}

impl Context<'_> {
    /// Starts a request whose reply comes to this dialog.
    pub fn start(&mut self, label: impl Into<String>, call: Call) -> RequestId {
        self.request(label.into(), Purpose::Dialog { dialog: self.dialog, about: None }, call)
    }

    /// Starts a read whose progress also shows on the row of `about`.
    pub fn start_read(&mut self, label: impl Into<String>, about: &Key, call: Call) -> RequestId {
        let about = Some(about.clone());
        self.request(label.into(), Purpose::Dialog { dialog: self.dialog, about }, call)
    }

    pub fn start_write(&mut self, label: impl Into<String>, key: &Key, call: Call) -> RequestId {
        self.request(label.into(), Purpose::Write { dialog: self.dialog, key: key.clone() }, call)
    }

    /// Adds a line to the history. Nothing waits for it; a failure is told.
    pub fn record(&mut self, line: HistoryLine) {
        self.request("Recording the outcome".to_owned(), Purpose::Record, Call::Record(line));
    }

    /// Starts to read a companion document; the reply comes to this dialog and to those opened from it.
    pub fn start_companion(&mut self, label: impl Into<String>, call: Call) -> RequestId {
        self.request(label.into(), Purpose::Companion(self.dialog), call)
    }

    fn request(&mut self, label: String, purpose: Purpose, call: Call) -> RequestId {
        let (id, effect) = self.requests.start(label, purpose, call);
        self.effects.push(effect);
        id
    }

    pub fn cancel(&mut self, id: RequestId) {
        if self.requests.finish(id).is_some() {
            self.effects.push(Effect::Cancel(id));
        }
    }

    /// Cancels all requests of this dialog that are no writes.
    pub fn cancel_reads(&mut self) {
        let dialog = self.dialog;
        self.effects.extend(self.requests.cancel(|purpose| purpose.is_read_of(dialog)));
    }

    /// Stops the scans for what refers to a resource.
    pub fn stop_scans(&mut self, about: &Key) {
        let is_its = |purpose: &Purpose| matches!(purpose, Purpose::ReferenceScan(key) if key == about);
        self.stopped.extend(self.requests.ids(is_its));
    }

    pub fn say(&mut self, tone: Tone, text: impl Into<String>) {
        *self.notice = Some((tone, text.into()));
    }

    pub fn copy(&mut self, text: Secret<String>) {
        self.effects.push(Effect::Copy(text));
    }

    pub fn tell(&mut self, news: News) {
        self.news.push(news);
    }

    /// The draft that the form of a resource offers.
    pub fn draft_of(&self, key: &Key) -> Option<Record> {
        let form = form_of(WriteOperation::Update, key, None, self.caller, self.connection);
        self.drafts.of_form(&form).cloned()
    }

    /// Why a rule of the configuration forbids changes of a resource; `name` is its name as just read.
    pub fn forbidden(&self, key: &Key, name: &str) -> Option<ReadOnlyReason> {
        let is_pool = key.parents.is_empty() && !key.kind.is_part();
        let pool = if is_pool { Some(name.to_owned()) } else { pool_name(self.screens, key) };
        self.options.config.rules.policy(&self.facts(pool.as_deref())).read_only
    }

    fn facts<'b>(&'b self, pool: Option<&'b str>) -> Facts<'b> {
        Facts {
            account: self.caller.map(|caller| caller.account.as_str()),
            profile: self.connection.profile.as_deref(),
            region: self.connection.region.as_deref(),
            pool,
        }
    }

    /// True if the rules of the configuration ask for the name of a resource before it is changed; `name` is
    /// that of a new one.
    pub fn asks_for_name(&self, key: &Key, name: &str) -> bool {
        let is_new_pool = key.id.is_empty() && key.parents.is_empty();
        let pool = if is_new_pool { Some(name.to_owned()) } else { pool_name(self.screens, key) };
        self.options.config.rules.asks_for_name(&self.facts(pool.as_deref()))
    }

    pub fn shown_list(&self) -> Option<&List> {
        self.screens.last()?.list()
    }

    /// The rank by age of a resource in its list.
    pub fn rank(&self, key: &Key) -> Option<Rank> {
        self.screens.iter().flat_map(Screen::lists).find(|list| list.key.holds(key))?.rank(&key.id)
    }

    /// The name of the resource that contains another one, or its id where no screen shows its name.
    pub fn parent_name(&self, key: &Key) -> String {
        let is_parent = |own: &Key| own.is_parent_of(key);
        let screen = self.screens.iter().find(|screen| screen.key.as_ref().is_some_and(is_parent));
        let id = key.parents.last().cloned().unwrap_or_default();
        screen.map_or(id, |screen| screen.name.clone())
    }

    /// Ids of a list's rows; `None` unless the list was read to its end.
    pub fn listed_ids(&self, key: &ListKey) -> Option<Vec<String>> {
        let complete = |list: &&List| list.key == *key && list.load.is_ready() && list.next.is_none();
        let list = self.screens.iter().filter_map(Screen::list).find(complete)?;
        Some(list.ids().map(str::to_owned).collect())
    }
}
