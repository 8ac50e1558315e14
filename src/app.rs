//! The state and the one function that changes it. Nothing here waits, draws, reads a clock or knows tokio,
//! the terminal or the SDK: events come in, [`App::update`] changes the state, effects go out.

use crate::keymap::Scope;
use crate::message::{Call, Caller, Connection, Drawn, Effect, Event};
use crate::resource::Key;

pub mod cache;
pub mod change;
mod commands;
pub mod dialog;
pub mod dialogs;
pub mod form;
mod input;
pub mod remote;
mod replies;
pub mod requests;
pub mod screen;
pub mod widget;

use crate::app::cache::Cache;
use crate::app::dialog::Dialog;
use crate::app::dialogs::Dialogs;
use crate::app::requests::{Purpose, Requests};
use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::screen::reference_scan::ReferenceScan;

/// What the program was started with, as far as the screen cares.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// Writes are refused.
    pub read_only: bool,
    /// The embedded Cognito is in use.
    pub demo: bool,
    /// The profile that was asked for.
    pub profile: Option<String>,
    /// The region that was asked for.
    pub region: Option<String>,
}

/// Where to begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Target {
    /// The list of user pools.
    #[default]
    UserPools,
    /// The list of identity pools.
    IdentityPools,
    /// One resource, opened.
    Resource(Key),
}

/// How a notice is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Plain,
    /// Something that went well.
    Good,
    /// Something that went wrong.
    Bad,
}

/// All state.
#[derive(Debug)]
pub struct App {
    /// What the program was started with.
    pub options: Options,
    /// The time of the last event, in seconds since 1970.
    pub now: i64,
    /// Where requests go, once that is known.
    pub connection: Connection,
    /// Who the credentials belong to, once that is known.
    pub caller: Option<Caller>,
    /// AWS does not tell who the credentials belong to.
    caller_denied: bool,
    /// The user stopped the reading of rows in sight; reading again goes on with it.
    pub(crate) prefetch_stopped: bool,
    /// Documents as last read, so that what only looks at them need not read them again.
    pub(crate) cache: Cache,
    /// Searches for the users of resources, those that are over included.
    pub scans: Vec<ReferenceScan>,
    /// The screens, the shown one last; never empty.
    pub screens: Vec<Screen>,
    /// The open dialogs.
    pub dialogs: Dialogs,
    /// Requests under way.
    pub requests: Requests,
    /// A line said until the next key.
    pub notice: Option<(Tone, String)>,
    /// Whether secrets are shown.
    pub reveal: bool,
    /// Counts moments while requests are under way; the spinner turns by it.
    pub tick: usize,
    /// The terminal's size: width and height in cells.
    pub size: (u16, u16),
}

/// The least window in which the program can be used, in cells.
pub const MIN_SIZE: (u16, u16) = (40, 10);

/// Rows of a window that are not rows of its list: header, path, tabs, column titles, rules, notice and
/// footer.
pub const CHROME: u16 = 8;

impl App {
    /// The state at the start, and the first effects. Nothing has been read yet.
    pub fn start(options: Options, target: Target) -> (Self, Vec<Effect>) {
        let connection = Connection {
            region: options.region.clone(),
            profile: options.profile.clone(),
            ..Connection::default()
        };
        let mut app = Self {
            options,
            now: 0,
            connection,
            caller: None,
            caller_denied: false,
            prefetch_stopped: false,
            cache: Cache::default(),
            scans: Vec::new(),
            screens: vec![Screen::home(&target)],
            dialogs: Dialogs::default(),
            requests: Requests::default(),
            notice: None,
            reveal: false,
            tick: 0,
            size: (80, 24),
        };
        if let Target::Resource(key) = target {
            app.screens.push(Screen::open(key, None));
        }
        let mut effects = app.activate();
        effects.extend(app.fetch_caller());
        (app, effects)
    }

    /// Changes the state by one event that happened at a time, in seconds since 1970; what is to be done
    /// outside comes back.
    #[must_use]
    pub fn update(&mut self, event: Event, now: i64) -> Vec<Effect> {
        self.now = now;
        if let Some(form) = self.dialogs.form_mut() {
            form.now = now;
        }
        let mut effects = self.take(event);
        effects.extend(self.prefetch());
        effects.extend(self.poll());
        effects
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.press(key),
            Event::Paste(text) => self.paste(&text),
            Event::Resize { width, height } => {
                self.size = (width, height);
                vec![]
            }
            Event::Progress(id, progress) => self.progress(id, progress),
            Event::Reply(id, result) => self.handle_reply(id, result),
            Event::Connected(connection) => {
                self.connection = connection;
                self.dialogs.reset_reached_end();
                vec![]
            }
            Event::Tick => {
                self.tick = self.tick.wrapping_add(1);
                for scan in self.scans.iter_mut().filter(|scan| scan.is_running()) {
                    scan.ticks += 1;
                }
                vec![]
            }
            Event::Shutdown => vec![Effect::Quit],
        }
    }

    /// Notes how much of the open dialog the last frame had room for.
    pub fn note_drawn(&mut self, drawn: Drawn) {
        if let Some(scroll) = self.dialogs.top_mut().and_then(Dialog::scroll_mut) {
            scroll.note_drawn(drawn);
        }
    }

    /// Asks who the credentials belong to, unless that is known or being asked.
    pub(crate) fn fetch_caller(&mut self) -> Option<Effect> {
        let asking = self.requests.iter().any(|request| request.purpose == Purpose::Caller);
        (self.caller.is_none() && !self.caller_denied && !asking)
            .then(|| self.requests.start("Identifying the caller", Purpose::Caller, Call::WhoAmI).1)
    }

    /// Whether the window is too small to show what a key would do.
    pub const fn is_too_small(&self) -> bool {
        self.size.0 < MIN_SIZE.0 || self.size.1 < MIN_SIZE.1
    }

    /// The shown screen.
    pub fn screen(&self) -> &Screen {
        &self.screens[self.screens.len() - 1]
    }

    /// The shown screen, to be changed.
    pub fn screen_mut(&mut self) -> &mut Screen {
        let last = self.screens.len() - 1;
        &mut self.screens[last]
    }

    /// How many rows a page has.
    pub fn page(&self) -> usize {
        usize::from(self.size.1.saturating_sub(CHROME)).max(1)
    }

    /// The scopes that keys are looked up in, the nearest first; computed, never stored.
    pub fn scopes(&self) -> Vec<Scope> {
        match self.dialogs.top() {
            Some(dialog) => dialog.scopes(&self.scans),
            None => self.screen_scopes(),
        }
    }

    fn screen_scopes(&self) -> Vec<Scope> {
        let screen = self.screen();
        if screen.list().is_some_and(|list| list.filter.typing) {
            return vec![Scope::Filter];
        }
        let mut scopes = Vec::new();
        if screen.subject().is_some_and(|(key, _)| !key.kind.actions.toggles.is_empty()) {
            scopes.push(Scope::IdentityPool);
        }
        if screen.target().is_some_and(|(key, _)| key.kind.operations.update.is_some()) {
            scopes.push(Scope::Editable);
        }
        if screen.target().is_some_and(|(key, _)| !key.kind.actions.url_members.is_empty()) {
            scopes.push(Scope::Urls);
        }
        if screen.target().is_some_and(|(key, _)| key.kind.actions.sign_up.is_some()) {
            scopes.push(Scope::Tryable);
        }
        if screen.list().is_some_and(|list| list.key.kind.actions.lookup.is_some()) {
            scopes.push(Scope::Findable);
        }
        if self.fetchable().is_some() {
            scopes.push(Scope::Fetchable);
        }
        scopes.push(if screen.list().is_some() { Scope::List } else { Scope::Resource });
        if screen.list().is_some_and(List::can_be_marked) {
            scopes.push(Scope::Markable);
        }
        if screen.new_one().is_some_and(|(key, _)| key.kind.operations.create.is_some()) {
            scopes.push(Scope::Creatable);
        }
        if screen.list().is_some()
            && screen.target().is_some_and(|(key, _)| {
                key.kind.operations.create.is_some() && key.kind.operations.update.is_some()
            })
        {
            scopes.push(Scope::Copyable);
        }
        if screen.target().is_some_and(|(key, _)| key.kind.operations.delete.is_some()) {
            scopes.push(Scope::Deletable);
        }
        if screen.has_secrets() {
            scopes.push(Scope::Secrets);
        }
        scopes.push(Scope::Rows);
        if screen.tabs.len() > 1 {
            scopes.push(Scope::Tabs);
        }
        let deep = self.screens.len() > 1 || screen.list().is_some_and(List::is_filtered);
        scopes.push(if deep { Scope::Deep } else { Scope::Top });
        if self.is_reading() {
            scopes.push(Scope::Reading);
        }
        scopes.push(Scope::Anywhere);
        scopes
    }

    /// Says a line until the next key.
    pub(crate) fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some((tone, text.into()));
    }

    /// What is shown, when it is a list.
    pub fn list(&self) -> Option<&List> {
        self.screen().list()
    }
}
