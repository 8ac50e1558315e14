//! The state and the one function that changes it. Nothing here waits, draws, reads a clock or knows tokio,
//! the terminal or the SDK: events come in, [`App::update`] changes the state, effects go out.

use std::collections::HashMap;

use crate::error::AppError;
use crate::keymap::{Action, Binding, Scope};
use crate::message::{Call, Caller, Connection, Drawn, Effect, Event, RequestId};
use crate::resource::{Document, Key};

mod act;
mod answer;
mod blame;
pub mod bulk;
pub mod cell;
pub mod confirm;
mod dialog;
pub mod entries;
pub mod files;
pub mod find;
mod follow;
pub mod form;
mod fuzzy;
pub mod list;
pub mod look;
pub mod menu;
mod palette;
pub mod picker;
mod prepare;
mod read;
pub mod replace;
pub mod requests;
pub mod rows;
pub mod screen;
pub mod search;
mod settle;
pub mod sheet;
pub mod text_input;
pub mod variants;
pub mod write;

use bulk::Bulk;
use confirm::{Choice, Confirm, Preparing};
use files::Files;
use find::Find;
use form::Form;
use look::Look;
use menu::Menu;
use picker::Picker;
use replace::Replace;
use requests::{Purpose, Requests};
use screen::Screen;
use search::Search;
use variants::Variants;

/// How far something has been read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Load {
    /// Not asked for yet.
    Waiting,
    /// Being read.
    Reading(RequestId),
    /// Read to the end.
    Ready,
    /// Stopped by the user; what had come is kept.
    Stopped,
    /// It failed; what had come is kept.
    Failed(AppError),
}

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
    /// When the program was started, in seconds since 1970; ages are counted from it.
    pub now: i64,
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

/// A dialog; it alone gets keys while it is open.
#[derive(Debug)]
pub enum Dialog {
    /// A resource is read before it is changed.
    Preparing(Box<Preparing>),
    /// A value is chosen.
    Choice(Box<Choice>),
    /// A write is confirmed, under way, or judged.
    Confirm(Box<Confirm>),
    /// One setting of many resources.
    Bulk(Box<Bulk>),
    /// A form.
    Form(Box<Form>),
    /// A value for a field of a form is picked.
    Picker(Box<Picker>),
    /// A file for a field of a form is picked.
    Files(Box<Files>),
    /// It is asked which host takes the place of which.
    Replace(Box<Replace>),
    /// The sort of a new resource is chosen.
    Variants(Box<Variants>),
    /// It is asked which row another name leads to.
    Find(Box<Find>),
    /// A look at what was fetched.
    Look(Box<Look>),
    /// The palette.
    Palette(Box<Menu<&'static Binding>>),
    /// The keys of where you are.
    Help {
        /// Whose keys.
        scopes: Vec<Scope>,
        /// What of it is seen.
        scroll: Scroll,
    },
}

/// What of a dialog's lines is seen: how many are scrolled away, and how many are still below.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scroll {
    /// How many lines are scrolled away above.
    pub above: usize,
    /// How many lines the last frame had no room for below.
    pub below: usize,
    /// Whether the last line was seen.
    pub seen: bool,
}

impl Scroll {
    /// Scrolls by an action, as far as there are lines; tells whether the action was one that scrolls.
    pub fn take(&mut self, action: Action, page: usize) -> bool {
        let down = match action {
            Action::Next => 1,
            Action::PageDown => page,
            Action::Last => usize::MAX,
            Action::Previous | Action::PageUp | Action::First => 0,
            _ => return false,
        }
        .min(self.below);
        let up = match action {
            Action::Previous => 1,
            Action::PageUp => page,
            Action::First => usize::MAX,
            _ => 0,
        }
        .min(self.above);
        self.above = self.above + down - up;
        self.below = self.below + up - down;
        true
    }

    const fn drawn(&mut self, drawn: Drawn) {
        self.above = drawn.above;
        self.below = drawn.below;
        self.seen |= drawn.below == 0;
    }
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
    /// Where requests go, once that is known.
    pub connection: Connection,
    /// Who the credentials belong to, once that is known.
    pub caller: Option<Caller>,
    /// AWS does not tell who the credentials belong to.
    nameless: bool,
    /// The user stopped the reading of rows in sight; reading again goes on with it.
    pub(crate) stopped_glancing: bool,
    /// Resources as they were last read, so that what only looks at them need not read them again.
    seen: HashMap<Key, Document>,
    /// Searches for the users of resources, those that are over included.
    pub searches: Vec<Search>,
    /// The screens, the shown one last; never empty.
    pub screens: Vec<Screen>,
    /// The open dialog.
    pub dialog: Option<Dialog>,
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
pub const LEAST: (u16, u16) = (40, 10);

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
            connection,
            caller: None,
            nameless: false,
            stopped_glancing: false,
            seen: HashMap::new(),
            searches: Vec::new(),
            screens: vec![Screen::home(&target)],
            dialog: None,
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
        effects.extend(app.ask_who());
        (app, effects)
    }

    /// Changes the state by one event; what is to be done outside comes back.
    #[must_use]
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = self.take(event);
        effects.extend(self.glance());
        effects.extend(self.follow());
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
            Event::Reply(id, result) => self.settle(id, result),
            Event::Connected(connection) => {
                self.connection = connection;
                self.look_again();
                vec![]
            }
            Event::Drawn(drawn) => {
                if let Some(scroll) = self.scroll_mut() {
                    scroll.drawn(drawn);
                }
                vec![]
            }
            Event::Tick => {
                self.tick = self.tick.wrapping_add(1);
                for search in self.searches.iter_mut().filter(|search| search.is_running()) {
                    search.moments += 1;
                }
                vec![]
            }
            Event::Shutdown => vec![Effect::Quit],
        }
    }

    /// Asks who the credentials belong to, unless that is known or being asked.
    pub(crate) fn ask_who(&mut self) -> Option<Effect> {
        let asking = self.requests.iter().any(|request| request.purpose == Purpose::Caller);
        (self.caller.is_none() && !self.nameless && !asking)
            .then(|| self.requests.start("Asking who you are", Purpose::Caller, Call::WhoAmI).1)
    }

    /// What is seen of the open dialog, where it may be longer than its box.
    pub(crate) fn scroll_mut(&mut self) -> Option<&mut Scroll> {
        match &mut self.dialog {
            Some(Dialog::Preparing(open)) => Some(&mut open.scroll),
            Some(Dialog::Confirm(open)) => Some(&mut open.scroll),
            Some(Dialog::Bulk(open)) => Some(&mut open.scroll),
            Some(Dialog::Help { scroll, .. }) => Some(scroll),
            Some(Dialog::Look(open)) => Some(&mut open.scroll),
            _ => None,
        }
    }

    /// The form that is open, or waits below what is open.
    pub(crate) fn form_mut(&mut self) -> Option<&mut form::Form> {
        match &mut self.dialog {
            Some(Dialog::Form(form)) => Some(form),
            Some(Dialog::Picker(open)) => Some(&mut open.form),
            Some(Dialog::Files(open)) => Some(&mut open.form),
            Some(Dialog::Look(open)) => open.form.as_deref_mut(),
            Some(Dialog::Confirm(open)) => open.form.as_deref_mut(),
            _ => None,
        }
    }

    /// The open dialog says something new: what was seen of it before does not count.
    pub(crate) fn look_again(&mut self) {
        if let Some(scroll) = self.scroll_mut() {
            scroll.seen = false;
        }
    }

    /// Whether the window is too small to show what a key would do.
    pub const fn is_too_small(&self) -> bool {
        self.size.0 < LEAST.0 || self.size.1 < LEAST.1
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
        match &self.dialog {
            Some(Dialog::Preparing(preparing)) if preparing.failure.is_some() => {
                vec![Scope::Failed, Scope::Scroll]
            }
            Some(Dialog::Preparing(_)) => vec![Scope::Preparing],
            Some(Dialog::Choice(_)) => vec![Scope::Choice],
            Some(Dialog::Confirm(confirm)) => {
                let taken_out = self.takes_out().map(|_| Scope::TakenOut);
                taken_out.into_iter().chain(confirm.scopes()).collect()
            }
            Some(Dialog::Bulk(bulk)) => bulk.scopes(),
            Some(Dialog::Form(form)) => form.scopes(),
            Some(Dialog::Picker(_) | Dialog::Variants(_)) => vec![Scope::Pick],
            Some(Dialog::Files(_)) => vec![Scope::Files],
            Some(Dialog::Find(_)) => vec![Scope::Finding],
            Some(Dialog::Look(_)) => vec![Scope::Look, Scope::Scroll],
            Some(Dialog::Replace(_)) => vec![Scope::Replace],
            Some(Dialog::Palette(_)) => vec![Scope::Palette],
            Some(Dialog::Help { .. }) => vec![Scope::Help, Scope::Scroll],
            None => self.screen_scopes(),
        }
    }

    fn screen_scopes(&self) -> Vec<Scope> {
        let screen = self.screen();
        if screen.list().is_some_and(|list| list.filter.typing) {
            return vec![Scope::Filter];
        }
        let mut scopes = Vec::new();
        if screen.subject().is_some_and(|(key, _)| !key.kind.toggles.is_empty()) {
            scopes.push(Scope::IdentityPool);
        }
        if screen.target().is_some_and(|(key, _)| key.kind.update.is_some()) {
            scopes.push(Scope::Editable);
        }
        if screen.target().is_some_and(|(key, _)| !key.kind.urls.is_empty()) {
            scopes.push(Scope::Urls);
        }
        if screen.target().is_some_and(|(key, _)| key.kind.tries.is_some()) {
            scopes.push(Scope::Tryable);
        }
        if screen.list().is_some_and(|list| list.key.kind.finder.is_some()) {
            scopes.push(Scope::Findable);
        }
        if self.fetchable().is_some() {
            scopes.push(Scope::Fetchable);
        }
        scopes.push(if screen.list().is_some() { Scope::List } else { Scope::Resource });
        if screen.list().is_some_and(list::List::can_be_marked) {
            scopes.push(Scope::Markable);
        }
        if screen.new_one().is_some_and(|(key, _)| key.kind.create.is_some()) {
            scopes.push(Scope::Creatable);
        }
        if screen.list().is_some()
            && screen.target().is_some_and(|(key, _)| key.kind.create.is_some() && key.kind.update.is_some())
        {
            scopes.push(Scope::Copyable);
        }
        if screen.target().is_some_and(|(key, _)| key.kind.delete.is_some()) {
            scopes.push(Scope::Deletable);
        }
        if screen.has_secrets() {
            scopes.push(Scope::Secrets);
        }
        scopes.push(Scope::Rows);
        if screen.tabs.len() > 1 {
            scopes.push(Scope::Tabs);
        }
        let deep = self.screens.len() > 1 || screen.list().is_some_and(list::List::is_filtered);
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
    pub fn list(&self) -> Option<&list::List> {
        self.screen().list()
    }
}
