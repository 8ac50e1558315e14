//! The loop: waits for events, updates the state, runs the effects, draws. Only this module and those below
//! it know tokio and the terminal.
//!
//! All events that wait are folded into the state before one frame is drawn. While no request is under way
//! there is no timer, so an idle program uses no CPU time.

use std::error::Error;
use std::ops::ControlFlow;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::Backend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use tokio::runtime::Handle;
use tokio::time::{Instant, sleep_until};

use crate::app::{App, Options, Target};
use crate::error::AppError;
use crate::message::{Call, Drawn, Effect, Event};
use crate::view::{self, Theme};

use crate::view::theme::Background;
pub use crate::view::theme::{Colours, Look, Selection};

pub mod answer;
pub mod backend;
pub mod calls;
mod clipboard;
pub mod credential_process;
mod draft_writer;
mod editor;
mod files;
pub mod headless;
pub mod history_file;
pub mod input;
mod panics;
pub mod recent;
pub mod terminal;
mod waiting;
pub mod watchdog;

use calls::{Calls, Destination};
use editor::Editor;
use history_file::{HistoryFile, HistoryPlace};
use input::Input;
use terminal::{Setup, TerminalActions, TerminalGuard};
use waiting::{wait_until, waiting};

/// Interval of ticks, by which the spinner turns.
const TICK: Duration = Duration::from_millis(120);

/// How long a row is chosen before the preview shows it.
const REST: Duration = Duration::from_millis(100);

/// How long the terminal may take to tell its background.
const BACKGROUND: Duration = Duration::from_millis(50);

/// How long the end of the program waits for the outcome of a write that is sent: a little less than the
/// watchdog.
const LAST_WAIT: Duration = Duration::from_millis(1900);

/// The number of events folded into one frame at most, so that a flood of events can't stop the drawing.
const MAX_FOLDED: usize = 512;

/// The parsed command line: how to run the program.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The options that the state needs.
    pub options: Options,
    pub target: Target,
    pub destination: Destination,
    pub history: HistoryPlace,
    pub look: Look,
}

/// Runs the program in this terminal until the user quits; returns the exit status.
///
/// # Errors
/// If there is no terminal, it can't be used, or it is gone.
pub fn run(plan: Plan) -> Result<u8, AppError> {
    // The theme alone decides about colours; crossterm would obey NO_COLOR even against `--color always`.
    crossterm::style::force_color_output(true);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| AppError::new("cognitui can't start").cause(error))?;
    runtime.block_on(async {
        let mut input =
            Input::new().map_err(|error| AppError::new("cognitui can't listen to signals").cause(error))?;
        watchdog::start().map_err(|error| AppError::new("cognitui can't listen to signals").cause(error))?;
        let setup = Setup {
            mouse: plan.options.config.mouse,
            asks_background: plan.look.follows_background() && terminal::tells_background(),
        };
        let session = Session::new(plan)?.with_terminal(TerminalActions::of_this_process());
        let session = session.with_editor(input.keyboard());
        let (guard, mut screen) = TerminalGuard::enter(setup)?;
        let asked = setup.asks_background.then(Instant::now);
        let ended = session.run(&mut screen, &mut input, |_, _| {}).await;
        input.take_answer(asked).await;
        // The guard goes before the screen, whose own clean-up would write to a terminal that may be gone.
        drop(guard);
        match ended {
            // Nobody is left to read the error, and the hangup may be noticed only after the frame that
            // failed.
            Err(error) if input.has_lost_terminal() => {
                tracing::debug!(?error);
                Ok(input.status())
            }
            ended => ended.map(|()| input.status()),
        }
    })
}

/// One run of the program, from its first frame to its last effect. The session gets its terminal from
/// outside, so that tests can run it too.
pub struct Session {
    app: App,
    /// The effects to run once the first frame is on the screen.
    first: Vec<Effect>,
    look: Look,
    theme: Theme,
    /// Until when the background of the terminal may choose the theme.
    background_until: Instant,
    calls: Calls,
    terminal: TerminalActions,
    editor: Editor,
    /// True if the next frame has to draw every cell.
    redraw: bool,
    /// True if the frames of a wait are left out, apart from those that somebody asks for.
    only_at_rest: bool,
    /// When the preview follows the chosen row; only then is there a timer.
    rest: Option<Instant>,
    /// The next refresh by the clock; without the setting, there is no timer.
    refresh: Option<(Duration, Instant)>,
    /// The clock, in seconds since 1970.
    clock: fn() -> i64,
}

impl Session {
    /// A session before its first frame and its first call.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn new(plan: Plan) -> Result<Self, AppError> {
        let calls = Calls::new(plan.destination.clone())?;
        Ok(Self::with(plan, calls))
    }

    /// A session that makes its calls on this runtime instead of one of its own, whose clock a test may hold.
    #[must_use]
    pub fn on(runtime: Handle, plan: Plan) -> Self {
        let calls = Calls::on(runtime, plan.destination.clone());
        Self::with(plan, calls)
    }

    fn with(plan: Plan, calls: Calls) -> Self {
        let history = HistoryFile::new(plan.history).of_run(plan.options.history.as_deref());
        let refresh = plan.options.config.refresh.map(|every| (every, Instant::now() + every));
        let (app, first) = App::start(plan.options, plan.target);
        Self {
            app,
            first,
            look: plan.look,
            theme: Theme::new(plan.look),
            background_until: Instant::now() + BACKGROUND,
            calls: calls.with_history(history),
            terminal: TerminalActions::default(),
            editor: Editor::default(),
            redraw: false,
            only_at_rest: false,
            rest: None,
            refresh,
            clock: || jiff::Timestamp::now().as_second(),
        }
    }

    #[must_use]
    pub fn with_terminal(mut self, actions: TerminalActions) -> Self {
        self.terminal = actions;
        self
    }

    /// Replaces the clock, which gives seconds since 1970.
    #[must_use]
    pub fn with_clock(mut self, clock: fn() -> i64) -> Self {
        self.clock = clock;
        self
    }

    /// Leaves out the frames while requests are under way, unless a redraw is asked for: a test that waits in
    /// virtual time looks at none of them, and drawing is most of its cost.
    #[must_use]
    pub const fn with_frames_at_rest(mut self) -> Self {
        self.only_at_rest = true;
        self
    }

    /// Draws the first frame, only then makes the first calls, and goes on until the state says to quit.
    /// `on_frame` gets every frame with its state.
    ///
    /// # Errors
    /// If the terminal can't be drawn on.
    pub async fn run<B: Backend>(
        mut self,
        terminal: &mut Terminal<B>,
        mut input: impl Stream<Item = Event> + Unpin,
        mut on_frame: impl FnMut(&App, &Buffer),
    ) -> Result<(), AppError> {
        self.background_until = Instant::now() + BACKGROUND;
        let size = terminal.size().map_err(gone)?;
        let first = std::mem::take(&mut self.first);
        let _ = self.fold(Event::Resize { width: size.width, height: size.height });
        let ended = self.go_on(terminal, first, &mut input, &mut on_frame).await;
        let _ = self.editor.end(None);
        self.calls.flush_drafts();
        self.finish_writes(terminal, &mut on_frame).await;
        ended
    }

    async fn go_on<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        first: Vec<Effect>,
        input: &mut (impl Stream<Item = Event> + Unpin),
        on_frame: &mut impl FnMut(&App, &Buffer),
    ) -> Result<(), AppError> {
        self.draw(terminal, on_frame)?;
        let mut next = self.perform(first);
        let mut tick = None;
        while next.is_continue() {
            let event = self.wait(input, &mut tick).await;
            let scopes = self.app.scopes();
            next = self.fold(event);
            // A dialog that just opened is drawn before a key can answer it.
            if next.is_continue() && self.app.scopes() == scopes {
                next = self.fold_waiting(input).await;
            }
            if next.is_continue() && !self.editor.is_running() {
                self.draw(terminal, on_frame)?;
            }
        }
        Ok(())
    }

    /// Waits for what AWS answers to a request that is sent, and for its line in the history, but not for
    /// long. Nothing else is sent any more.
    async fn finish_writes<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        on_frame: &mut impl FnMut(&App, &Buffer),
    ) {
        let deadline = Instant::now() + LAST_WAIT;
        self.app.end();
        if self.app.is_writing() {
            // The terminal may be gone.
            let _ = self.draw(terminal, on_frame);
        }
        while self.app.is_writing() {
            tokio::select! {
                event = self.calls.next() => drop(self.fold(event)),
                () = sleep_until(deadline) => return,
            }
        }
    }

    fn draw<B: Backend>(
        &mut self,
        terminal: &mut Terminal<B>,
        on_frame: &mut impl FnMut(&App, &Buffer),
    ) -> Result<(), AppError> {
        if self.only_at_rest && !self.redraw && !self.app.requests.is_empty() {
            return Ok(());
        }
        if std::mem::take(&mut self.redraw) {
            (self.terminal.retake)()?;
            // Nobody tells a stopped program that its window has a new size.
            let size = terminal.size().map_err(gone)?;
            // Unlike `clear`, this does not ask the terminal for its cursor, whose answer the keys would eat.
            terminal.resize(Rect::new(0, 0, size.width, size.height)).map_err(gone)?;
            let _ = self.fold(Event::Resize { width: size.width, height: size.height });
        }
        let mut drawn = Drawn::default();
        let frame = terminal.draw(|frame| {
            panics::at("view");
            drawn = view::draw(&self.app, &self.theme, frame);
        });
        let frame = frame.map_err(gone)?;
        on_frame(&self.app, frame.buffer);
        self.app.note_drawn(drawn);
        Ok(())
    }

    /// Waits for the next event. Ticks come only while requests are under way; otherwise there is no timer.
    async fn wait(
        &mut self,
        input: &mut (impl Stream<Item = Event> + Unpin),
        tick: &mut Option<Instant>,
    ) -> Event {
        let busy = !self.app.requests.is_empty() && !self.editor.is_running();
        *tick = busy.then(|| tick.unwrap_or_else(|| Instant::now() + TICK));
        tokio::select! {
            event = input.next() => event.unwrap_or(Event::Shutdown),
            event = self.calls.next() => event,
            () = wait_until(self.rest) => {
                self.rest = None;
                Event::Rested
            }
            () = wait_until(self.refresh.map(|(_, at)| at)) => {
                self.refresh = self.refresh.map(|(every, _)| (every, Instant::now() + every));
                Event::Refresh
            }
            () = wait_until(*tick) => {
                *tick = None;
                Event::Tick
            }
        }
    }

    /// Folds all events that are ready, so that many events cost one frame.
    async fn fold_waiting(&mut self, input: &mut (impl Stream<Item = Event> + Unpin)) -> ControlFlow<()> {
        for _ in 0..MAX_FOLDED {
            let event = match waiting(input).await {
                Some(event) => event,
                None => match self.calls.take() {
                    Some(event) => event,
                    None => break,
                },
            };
            let scopes = self.app.scopes();
            self.fold(event)?;
            if self.app.scopes() != scopes {
                break;
            }
        }
        ControlFlow::Continue(())
    }

    /// Updates the state by one event, and carries out the effects.
    fn fold(&mut self, event: Event) -> ControlFlow<()> {
        log(&event);
        if let Event::Background { red, green, blue } = event {
            self.take_background(Background::of(red, green, blue));
        }
        if !self.passes_editor(&event)? {
            return ControlFlow::Continue(());
        }
        panics::at("update");
        let effects = self.app.update(event, (self.clock)());
        self.perform(effects)
    }

    /// Chooses the theme by the background, unless the terminal was slow to tell it: colours that change
    /// under the user's eyes are worse than those of a theme for any background.
    fn take_background(&mut self, background: Background) {
        if self.look.follows_background() && Instant::now() <= self.background_until {
            self.theme = Theme::on(background, self.look);
        }
    }

    fn perform(&mut self, effects: Vec<Effect>) -> ControlFlow<()> {
        for effect in effects {
            tracing::debug!(?effect);
            match effect {
                Effect::Call(id, Call::Edit(text)) => self.start_editor(id, text.reveal())?,
                Effect::Call(id, call) => self.calls.start(id, call),
                Effect::Cancel(id) => self.cancel(id),
                Effect::Draft(order) => self.calls.order_draft(order),
                Effect::Copy(text) => {
                    if let Err(why) = (self.terminal.copy)(text.reveal()) {
                        self.fold(Event::NotCopied(text, why))?;
                    }
                }
                Effect::Suspend if !(self.terminal.suspend)() => self.fold(Event::NoShell)?,
                Effect::Suspend => {}
                Effect::Stop => (self.terminal.stop)(),
                Effect::UseContext(context, choice) => self.calls.use_context(context, choice),
                Effect::WatchSignIn(context) => self.calls.watch_sign_in(context),
                Effect::Remember(choice) => self.calls.remember(choice),
                Effect::Redraw => self.redraw = true,
                Effect::Rest => self.rest = Some(Instant::now() + REST),
                Effect::Quit => return ControlFlow::Break(()),
            }
        }
        ControlFlow::Continue(())
    }
}

/// Logs an event. Keys and pasted text may be a password, so their content is left out; ticks are not logged.
fn log(event: &Event) {
    match event {
        Event::Key(_) | Event::Paste(_) | Event::Tick => {}
        event => tracing::debug!(?event),
    }
}

fn gone(error: impl Error) -> AppError {
    AppError::new("The terminal can't be drawn on").cause(error)
}
