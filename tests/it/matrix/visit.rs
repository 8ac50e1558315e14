//! A visit: one run of the program, which goes through cells as long as each leaves all as it was.

use std::sync::atomic::{AtomicUsize, Ordering};

use cognitui::demo::{Cognito, Store};

use super::cell::{Cell, Place};
use super::console::{Console, Frame, Told};
use super::faults::Kind;
use super::ways::Then;

/// What is wrong with a cell, each in a sentence; then its screens.
pub type Complaints = Vec<String>;

/// What came of a visit.
#[derive(Debug, Default)]
pub struct Visited {
    /// How many keys were tried while a call was under way.
    pub probes: usize,
    /// What is wrong with the last cell; every other one was left as it has to be.
    pub complaints: Complaints,
}

/// Goes through cells of one way and place; `begun` counts them.
pub async fn visit(cells: &[Cell], store: Store, begun: &AtomicUsize) -> Visited {
    let Some(first) = cells.first() else { return Visited::default() };
    let server = Cognito::start(store).await.expect("a server");
    if first.is_at_start() {
        begun.fetch_add(1, Ordering::Relaxed);
        first.inject(&server);
    }
    let console = Console::start(&server, first.way.from.target());
    let mut visit = Visit { server, console, complaints: Vec::new(), acted: false };
    if let Err(error) = visit.goes_through(cells, begun).await {
        visit.complains(error);
    }
    let last = visit.console.frame();
    if last.words().contains("ended with an internal error") {
        visit.complains("a call panicked".to_owned());
    }
    let (probes, mut complaints) = (visit.console.probes, visit.complaints);
    complaints.extend(visit.console.ends().await.err());
    Visited { probes, complaints }
}

struct Visit {
    server: Cognito,
    console: Console,
    complaints: Complaints,
    /// True once the step of the way was done.
    acted: bool,
}

impl Visit {
    /// A complaint, with the screen that it is about.
    fn complains(&mut self, complaint: String) {
        let screen = self.console.frame().screen();
        self.complaints.extend([complaint, screen]);
    }

    fn holds(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        if !holds {
            self.complains(complaint());
        }
    }

    async fn goes_through(&mut self, cells: &[Cell], begun: &AtomicUsize) -> Result<(), String> {
        let is_write = |cell: &Cell| matches!(cell.way.then, Then::Write { .. });
        for cell in cells {
            if !self.acted {
                self.prepares(cell).await?;
            }
            if !cell.is_at_start() {
                begun.fetch_add(1, Ordering::Relaxed);
            }
            let again = if is_write(cell) { self.writes(cell).await? } else { self.reads(cell).await? };
            if !again || !self.complaints.is_empty() {
                break;
            }
        }
        Ok(())
    }

    /// Goes to where the fault strikes.
    async fn prepares(&mut self, cell: &Cell) -> Result<(), String> {
        if cell.is_at_start() {
            return Ok(());
        }
        self.console.steps(cell.way.before).await?;
        if cell.place == Place::Refresh {
            self.console.steps(&[cell.way.step]).await?;
            self.acted = true;
        }
        Ok(())
    }

    /// The fault is told, and what was read before stays. True if another cell can follow.
    async fn reads(&mut self, cell: &Cell) -> Result<bool, String> {
        let again = match cell.way.then {
            Then::Again { step } => step,
            _ => "r",
        };
        let repeats = cell.place == Place::Refresh || matches!(cell.way.then, Then::Again { .. });
        let step = if self.acted { again } else { cell.way.step };
        // The rows before a first read are those of another screen.
        let rows = if cell.place == Place::Refresh { self.console.frame().rows } else { 0 };
        let received = self.server.received(cell.struck()).len();
        if !cell.is_at_start() {
            cell.inject(&self.server);
        }
        self.console.acts(step).await?;
        self.acted = true;
        let after = self.console.frame();
        let left = after.rows >= rows || cell.kind == Kind::NotFound;
        self.holds(left, || format!("{} of {rows} rows are left", after.rows));
        self.holds(!cell.has_to_fail() || after.failure.is_some(), || "the failure is not told".to_owned());
        self.asked_once(cell, received);
        self.is_told_whole(&after);
        if let Some(failure) = after.failure.filter(|_| cell.way.then == Then::Rows) {
            self.console.steps(&["!"]).await?;
            let hint = failure.hint.unwrap_or_default();
            let is_said = self.console.frame().words().contains(&start_of(&hint));
            self.holds(is_said, || format!("the screen does not say: {hint}"));
            self.console.steps(&["esc"]).await?;
        }
        self.server.clear_faults();
        self.console.steps(&[again]).await?;
        let healed = self.console.frame();
        let is_well = healed.failure.is_none() && healed.rows >= rows && healed.account.is_some();
        self.holds(is_well, || format!("it does not recover: {:?}, {} rows", healed.failure, healed.rows));
        Ok(repeats)
    }

    /// What has the same answer again is not asked again.
    fn asked_once(&mut self, cell: &Cell, received: usize) {
        let mut bodies = self.server.received(cell.struck()).split_off(received);
        let all = bodies.len();
        bodies.sort_by_key(ToString::to_string);
        bodies.dedup();
        let asked_again = all - bodies.len();
        self.holds(asked_again == 0 || !cell.kind.is_final(), || {
            format!("{asked_again} requests were sent again although they were refused")
        });
    }

    /// The write is sent once, what is told of it is true, and what was typed stays. True if another cell can
    /// follow.
    async fn writes(&mut self, cell: &Cell) -> Result<bool, String> {
        let operation = cell.way.call;
        let before = self.console.frame();
        let (sent_before, done_before) =
            (self.server.received(operation).len(), self.server.served(operation));
        let read_before = self.server.received(cell.struck()).len();
        cell.inject(&self.server);
        self.console.acts(cell.way.step).await?;
        self.acted = true;
        let after = self.console.frame();
        let sent = self.server.received(operation).len() - sent_before;
        let done = self.server.served(operation) - done_before;
        let throttled = cell.kind == Kind::Throttled && cell.place == Place::Write;
        self.holds(sent <= if throttled { 4 } else { 1 }, || format!("{sent} were sent"));
        if cell.place == Place::Check {
            self.asked_once(cell, read_before);
        }
        self.is_true(cell, after.told, done, "");
        self.is_told_whole(&after);
        self.server.clear_faults();
        if matches!(after.told, Some(Told::AsBefore | Told::Unknown)) {
            self.console.steps(&["r"]).await?;
            let read = self.console.frame();
            self.is_true(cell, read.told, done, "read again: ");
            let sent_again = self.server.received(operation).len() - sent_before - sent;
            self.holds(sent_again == 0, || "reading again sends the write again".to_owned());
        }
        let is_as_before = after.told == Some(Told::NotDone) && done == 0;
        if !is_as_before && cell.way.edit().is_none() {
            return Ok(false);
        }
        self.console.steps(&["esc"]).await?;
        let now = self.console.frame().form;
        if is_as_before {
            self.holds(now == before.form, || "the form is not as it was".to_owned());
        }
        match (now, cell.way.edit().or(cell.way.question())) {
            (Some(_), _) => self.console.steps(cell.way.sending()).await?,
            // A row that is said not to exist is gone from the list.
            (None, Some(steps)) if cell.kind != Kind::NotFound => self.console.steps(steps).await?,
            (None, _) => return Ok(false),
        }
        Ok(true)
    }

    fn is_true(&mut self, cell: &Cell, told: Option<Told>, done: usize, when: &str) {
        let complaint = cell.judge(told, done);
        self.holds(complaint.is_none(), || format!("{when}{}", complaint.unwrap_or_default()));
    }

    /// A failure has a sentence and a hint, and the sentence is on the screen.
    fn is_told_whole(&mut self, frame: &Frame) {
        let Some(failure) = &frame.failure else { return };
        // The dialog of an unknown result has advice of its own.
        let has_advice = matches!(frame.told, Some(Told::Unknown | Told::AsBefore));
        self.holds(failure.hint.is_some() || has_advice, || {
            format!("there is no hint: {}", failure.lines().join(" | "))
        });
        self.holds(frame.words().contains(&start_of(failure.why())), || {
            format!("the screen does not say: {}", failure.summary)
        });
    }
}

/// The first words of a sentence, which are the same on a narrow line.
fn start_of(sentence: &str) -> String {
    sentence.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}
