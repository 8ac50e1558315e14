//! The state, and the one function that changes it. Nothing in `app` waits, draws, reads a clock or knows
//! tokio, the terminal or the SDK: events come in, [`App::update`] changes the state, effects go out.

use std::collections::HashMap;

use zeroize::Zeroize;

use crate::config::Config;
use crate::message::{Call, Caller, Connection, ContextId, Drawn, Effect, Event};
use crate::resource::{Key, KindId};

pub mod audit;
pub mod cache;
pub mod change;
mod commands;
mod compare;
mod contexts;
pub mod dialog;
pub mod dialogs;
mod documents;
mod drafts;
mod evidence;
mod exceptions;
mod files;
pub mod findings;
pub mod form;
pub mod headless;
mod history;
mod input;
mod palette;
mod pointer;
mod policy;
pub mod references;
pub mod remote;
mod replies;
pub mod requests;
mod scopes;
pub mod screen;
mod sign_in;
pub mod trust_map;
pub mod widget;

use crate::app::audit::Audit;
use crate::app::cache::Cache;
use crate::app::change::drafts::Drafts;
use crate::app::compare::HeldForCompare;
use crate::app::contexts::{ContextMark, ContextState};
use crate::app::dialogs::Dialogs;
use crate::app::findings::Totals;
use crate::app::references::References;
use crate::app::requests::{Purpose, Requests};
use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::screen::list::sort::Sort;
use crate::app::screen::preview::Preview;
use crate::app::screen::reference_scan::ReferenceScan;

/// The command-line options that the screen depends on.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub read_only: bool,
    /// True while the embedded Cognito is in use.
    pub demo: bool,
    /// The `--profile` option, before the environment decides.
    pub profile: Option<String>,
    /// The `--region` option, before the environment decides.
    pub region: Option<String>,
    pub config: Config,
    /// The configuration file; `None` if nothing is to be written to one.
    pub config_file: Option<String>,
    /// Name of this run, which is part of the ids of its records; `None` while no history is kept.
    pub history: Option<String>,
    /// The `--max-age` option: what a scan after another one does not read again, in seconds.
    pub max_age: Option<i64>,
}

/// The screen that the program begins with.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Target {
    #[default]
    UserPools,
    IdentityPools,
    Resource(Key),
}

/// The tone of a notice, which decides its sign and style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Plain,
    Good,
    Bad,
}

/// The whole state of the program.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "facts that do not exclude each other")]
pub struct App {
    pub options: Options,
    /// Time of the last event, in seconds since 1970.
    pub now: i64,
    /// Which context is shown.
    context: ContextMark,
    /// The other contexts of this run.
    parked: Vec<ContextState>,
    /// True if the members of the joint table may have changed since their rows were made.
    is_joint_unlisted: bool,
    /// The context whose sign-in is watched.
    watched: Option<ContextId>,
    /// Region, profile and endpoints of the requests, as far as they are known.
    pub connection: Connection,
    /// The owner of the credentials, once AWS has returned it.
    pub caller: Option<Caller>,
    /// True if the credentials may not call `GetCallerIdentity`.
    caller_denied: bool,
    /// The user stopped the prefetch of visible rows; a refresh resumes it.
    pub(crate) prefetch_stopped: bool,
    /// Documents as last read, which save reads that only display them.
    pub(crate) cache: Cache,
    /// The findings of what was read.
    pub totals: Totals,
    /// What refers to what in it.
    pub references: References,
    /// The scan of all pools for findings.
    pub audit: Audit,
    /// How lists are sorted, by kind.
    pub(crate) sorts: HashMap<KindId, Sort>,
    /// The columns of lists that the user chose in this run, by kind.
    pub(crate) columns: HashMap<KindId, Vec<usize>>,
    pub(crate) preview: Preview,
    /// Scans for the referrers of resources, finished ones included.
    pub scans: Vec<ReferenceScan>,
    /// The screens, the shown one last; never empty.
    pub screens: Vec<Screen>,
    pub dialogs: Dialogs,
    pub requests: Requests,
    pub(crate) drafts: Drafts,
    /// The resource that waits for another one to be compared with.
    held: Option<HeldForCompare>,
    /// A line in the footer, shown until the next key.
    pub notice: Option<(Tone, String)>,
    /// True while secrets are shown in plain text.
    pub reveal: bool,
    /// True after the first read of the history has told which changes have no outcome.
    unfinished_told: bool,
    /// True while the program ends: nothing is sent any more.
    ending: bool,
    /// Counter of the spinner; grows while requests are under way.
    pub tick: usize,
    /// The terminal's width and height, in cells.
    pub size: (u16, u16),
    /// What the last frame has shown.
    drawn: Drawn,
    /// True if the last key asked to quit although a change is under way.
    quit_asked: bool,
}

/// The smallest usable window: width and height, in cells.
pub const MIN_SIZE: (u16, u16) = (40, 10);

/// Rows of a window that are not rows of its list: header, path, tabs, column titles, rules, notice and
/// footer.
pub const CHROME: u16 = 8;

impl App {
    /// The state at the start, and the effects that make the first requests.
    pub fn start(options: Options, target: Target) -> (Self, Vec<Effect>) {
        options.config.keys.hold();
        let mut app = Self::at(options, &target);
        if let Target::Resource(key) = target {
            app.screens.push(Screen::open(key, None));
        }
        let mut effects = app.activate();
        effects.extend(app.fetch_caller());
        effects.extend(app.read_history_at_start());
        app.tell_config_problems();
        (app, effects)
    }

    /// The state before any request.
    fn at(options: Options, target: &Target) -> Self {
        let connection = Connection {
            region: options.region.clone(),
            profile: options.profile.clone(),
            ..Connection::default()
        };
        let context = ContextMark::of_start(&options);
        Self {
            options,
            now: 0,
            context,
            parked: Vec::new(),
            is_joint_unlisted: false,
            watched: None,
            connection,
            caller: None,
            caller_denied: false,
            prefetch_stopped: false,
            cache: Cache::default(),
            totals: Totals::default(),
            references: References::default(),
            audit: Audit::default(),
            sorts: HashMap::new(),
            columns: HashMap::new(),
            preview: Preview::default(),
            scans: Vec::new(),
            screens: vec![Screen::home(target)],
            dialogs: Dialogs::default(),
            requests: Requests::default(),
            drafts: Drafts::default(),
            held: None,
            notice: None,
            reveal: false,
            unfinished_told: false,
            ending: false,
            tick: 0,
            size: (80, 24),
            drawn: Drawn::default(),
            quit_asked: false,
        }
    }

    /// Changes the state by one event at time `now`, in seconds since 1970, and returns the effects to carry
    /// out.
    #[must_use]
    pub fn update(&mut self, event: Event, now: i64) -> Vec<Effect> {
        self.now = now;
        if let Some(form) = self.dialogs.form_mut() {
            form.now = now;
        }
        let may_edit = drafts::may_edit(&event);
        let mut effects = self.take(event);
        if may_edit {
            self.keep_draft();
        }
        effects.extend(self.order_drafts());
        self.reopen_left();
        self.show_counts();
        self.list_findings();
        self.list_joint();
        self.show_map();
        self.sort_lists();
        effects.extend(self.follow_row());
        effects.extend(self.prefetch());
        effects.extend(self.read_evidence());
        effects.extend(self.poll());
        effects.extend(self.watch_sign_in());
        effects
    }

    fn take(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Key(key) => self.press(key),
            Event::Mouse(press) => self.point(press),
            Event::Refresh => self.refresh_by_clock(),
            // The session chooses the theme.
            Event::Background { .. } => vec![],
            Event::Paste(mut text) => {
                let effects = self.paste(&text);
                // It may be a secret.
                text.zeroize();
                effects
            }
            Event::NoPaste(fault) => {
                self.say(Tone::Bad, fault.words());
                vec![]
            }
            Event::Resize { width, height } => {
                self.size = (width, height);
                self.reset_preview();
                vec![]
            }
            Event::Progress(id, progress) => self.progress(id, progress),
            Event::Reply(id, result) => self.with_questions(|app| app.handle_reply(id, result)),
            Event::Connected(context, connection) => {
                self.connected(context, connection);
                vec![]
            }
            Event::Tick => {
                self.tick = self.tick.wrapping_add(1);
                for scan in self.scans.iter_mut().filter(|scan| scan.is_running()) {
                    scan.ticks += 1;
                }
                vec![]
            }
            Event::SignInChanged(context) => self.sign_in_changed(context),
            Event::Rested => {
                self.rested();
                vec![]
            }
            Event::Stop => vec![Effect::Stop],
            Event::Continued => vec![Effect::Redraw],
            Event::NotCopied(text, reason) => self.show_uncopied(text, reason),
            Event::NoShell => {
                self.say(Tone::Plain, "Not suspended: there is no shell that could continue cognitui.");
                vec![]
            }
            Event::DraftFailed(error) => {
                self.draft_failed(&error);
                vec![]
            }
            Event::Shutdown => vec![Effect::Quit],
        }
    }

    /// Requests the owner of the credentials, unless known, denied or already requested.
    pub(crate) fn fetch_caller(&mut self) -> Option<Effect> {
        let is_asking = !self.requests.ids_here(|purpose| *purpose == Purpose::Caller).is_empty();
        (self.caller.is_none() && !self.caller_denied && !is_asking)
            .then(|| self.requests.start("Identifying the caller", Purpose::Caller, Call::WhoAmI).1)
    }

    /// Ends the program: what is sent is waited for, and nothing else is sent any more.
    pub fn end(&mut self) {
        self.ending = true;
        if self.is_writing() {
            self.say(Tone::Plain, "Waiting for the response of AWS, up to 2 seconds.");
        }
    }

    /// True while a write is under way, or its line on its way to the history.
    pub fn is_writing(&self) -> bool {
        let writes = |purpose: &Purpose| matches!(purpose, Purpose::Write { .. } | Purpose::Record);
        self.requests.iter().any(|request| writes(&request.purpose))
    }

    /// True if the window is too small to show the effect of a key.
    pub const fn is_too_small(&self) -> bool {
        self.size.0 < MIN_SIZE.0 || self.size.1 < MIN_SIZE.1
    }

    pub fn screen(&self) -> &Screen {
        &self.screens[self.screens.len() - 1]
    }

    pub fn screen_mut(&mut self) -> &mut Screen {
        let last = self.screens.len() - 1;
        &mut self.screens[last]
    }

    /// Rows per page, at least 1.
    pub fn page(&self) -> usize {
        usize::from(self.size.1.saturating_sub(CHROME)).max(1)
    }

    /// Shows a notice until the next key.
    pub(crate) fn say(&mut self, tone: Tone, text: impl Into<String>) {
        self.notice = Some((tone, text.into()));
    }

    /// The list on the shown screen, if the screen is a list.
    pub fn list(&self) -> Option<&List> {
        self.screen().list()
    }
}
