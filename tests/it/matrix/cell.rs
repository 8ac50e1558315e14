//! One cell of the matrix: a way, a fault, where and how often it strikes, and what has to hold then.

use cognitui::demo::{Cognito, Fault, Store};
use cognitui::resource::{Operation, tables};
use std::time::Duration;

use super::console::{Console, Frame, Told};
use super::faults::Kind;
use super::ways::{Start, Then, Way};

/// More calls than anything makes of one operation.
const EVERY: usize = 60;

/// Where the fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The first read, when nothing is on the screen yet.
    First,
    /// Another read, when its rows are on the screen.
    Refresh,
    /// The second page of a list.
    LaterPage,
    /// The write itself.
    Write,
    /// The read before the write.
    Check,
    /// The read after the write.
    Verify,
}

#[derive(Debug, Clone, Copy)]
pub struct Cell {
    pub way: Way,
    pub kind: Kind,
    pub place: Place,
    /// True if the request was taken before the fault struck.
    pub taken: bool,
    /// True if every further request is struck too.
    pub always: bool,
}

/// What is wrong with a cell, each in a sentence.
pub type Complaints = Vec<String>;

fn operation(name: &str) -> Option<&'static Operation> {
    tables::reads().chain(tables::writes()).find(|operation| operation.name.as_str() == name)
}

impl Cell {
    pub fn name(&self) -> String {
        let when = if self.taken { "after" } else { "before" };
        let often = if self.always { "always" } else { "once" };
        format!("{} · {:?} · {:?} · {when} · {often}", self.way.call, self.place, self.kind)
    }

    /// The call that is struck.
    fn struck(&self) -> &'static str {
        match (self.place, self.way.then) {
            (Place::Check | Place::Verify, Then::Write { read: Some(read) }) => read,
            _ => self.way.call,
        }
    }

    fn inject(&self, server: &Cognito) {
        let struck = self.struck();
        let fault = self.kind.fault(operation(struck));
        let fault = if self.taken && !self.kind.follows() { fault.applied() } else { fault };
        // The check of a write comes before its verification, and the first page before the second one.
        let spared = usize::from(matches!(self.place, Place::Verify) && checks(self.way.call))
            + usize::from(self.place == Place::LaterPage);
        for _ in 0..spared {
            server.inject(struck, Fault::Delay(Duration::ZERO));
        }
        match (self.always, spared) {
            (true, 0) => server.inject_always(struck, fault),
            (true, _) => (0..EVERY).for_each(|_| server.inject(struck, fault.clone())),
            (false, _) => server.inject(struck, fault),
        }
    }

    /// Runs the cell; the number of keys that were tried, and what is wrong.
    pub async fn run(&self, store: Store) -> (usize, Complaints) {
        let server = Cognito::start(store).await.expect("a server");
        let at_start = self.way.step.is_empty();
        if at_start && matches!(self.place, Place::First | Place::LaterPage) {
            self.inject(&server);
        }
        let mut console = Console::start(&server, self.way.from.target());
        let mut complaints = Vec::new();
        let result = match self.way.then {
            Then::Write { .. } => self.writes(&server, &mut console, &mut complaints).await,
            Then::Rows | Then::Again { .. } => self.reads(&server, &mut console, &mut complaints).await,
        };
        complaints.extend(result.err());
        let probes = console.probes;
        let last = console.frame();
        complaints.extend(console.ends().await.err());
        if last.words().contains("ended with an internal error") {
            complaints.push("a call panicked".to_owned());
        }
        if !complaints.is_empty() {
            complaints.push(last.screen());
        }
        (probes, complaints)
    }

    /// The fault is told, and what was read before stays.
    async fn reads(
        &self,
        server: &Cognito,
        console: &mut Console,
        complaints: &mut Complaints,
    ) -> Result<(), String> {
        let step = self.way.step;
        let again = match self.way.then {
            Then::Again { step } => step,
            _ => "r",
        };
        let at_start = step.is_empty();
        if !at_start || self.place == Place::Refresh {
            console.steps(self.way.before).await?;
        }
        if self.place == Place::Refresh && !at_start {
            console.steps(&[step]).await?;
        }
        // The rows before a first read are those of another screen.
        let rows = if self.place == Place::Refresh { console.frame().rows } else { 0 };
        if self.place == Place::Refresh {
            self.inject(server);
            console.acts(again).await?;
        } else {
            if !at_start {
                self.inject(server);
            }
            console.acts(step).await?;
        }
        let after = console.frame();
        if self.place == Place::Refresh && after.rows < rows && self.kind != Kind::NotFound {
            complaints.push(format!("{} of {rows} rows are left", after.rows));
        }
        if self.has_to_fail() && after.failure.is_none() {
            complaints.push("the failure is not told".to_owned());
        }
        complaints.extend(is_told_whole(&after));
        if let Some(failure) = after.failure.filter(|_| self.way.then == Then::Rows) {
            console.steps(&["!"]).await?;
            let hint = failure.hint.unwrap_or_default();
            if !console.frame().words().contains(&start_of(&hint)) {
                complaints.push(format!("the screen does not say: {hint}"));
            }
            console.steps(&["esc"]).await?;
        }
        server.clear_faults();
        console.steps(&[again]).await?;
        let healed = console.frame();
        if healed.failure.is_some() || healed.rows < rows || healed.account.is_none() {
            complaints.push(format!("it does not recover: {:?}, {} rows", healed.failure, healed.rows));
        }
        Ok(())
    }

    /// True if no retry can help, and nothing stands for what is missing.
    fn has_to_fail(&self) -> bool {
        let optional = match self.way.call {
            // The header says that the account is unknown.
            "GetCallerIdentity" => true,
            // These are not set, or have no such provider.
            "GetPrincipalTagAttributeMap" | "GetIdentityProviderByIdentifier" => self.kind == Kind::NotFound,
            _ => false,
        };
        self.always && !optional
    }

    /// The write is sent once, what is told of it is true, and what was typed stays.
    async fn writes(
        &self,
        server: &Cognito,
        console: &mut Console,
        complaints: &mut Complaints,
    ) -> Result<(), String> {
        console.steps(self.way.before).await?;
        let before = console.frame();
        self.inject(server);
        console.acts(self.way.step).await?;
        let after = console.frame();
        let (sent, done) = (server.received(self.way.call).len(), server.served(self.way.call));
        let throttled = self.kind == Kind::Throttled && self.place == Place::Write;
        if sent > if throttled { 4 } else { 1 } {
            complaints.push(format!("{sent} were sent"));
        }
        complaints.extend(self.judge(after.told, done));
        complaints.extend(is_told_whole(&after));
        server.clear_faults();
        if matches!(after.told, Some(Told::AsBefore | Told::Unknown)) {
            console.steps(&["r"]).await?;
            let read = console.frame();
            complaints
                .extend(self.judge(read.told, done).map(|complaint| format!("read again: {complaint}")));
            if server.received(self.way.call).len() > sent {
                complaints.push("reading again sends the write again".to_owned());
            }
        } else if after.told == Some(Told::NotDone) && before.form.is_some() && done == 0 {
            console.steps(&["esc"]).await?;
            if console.frame().form != before.form {
                complaints.push("the form is not as it was".to_owned());
            }
        }
        Ok(())
    }

    /// What is told of the write is what the service did.
    fn judge(&self, told: Option<Told>, done: usize) -> Option<String> {
        let is_true = match told {
            Some(Told::Done) => done == 1,
            Some(Told::NotDone | Told::AsBefore) => done == 0,
            // Only what could not be read is unknown, or what is said to be done and can't be found.
            Some(Told::Unknown) => {
                let unread = matches!(self.way.then, Then::Write { read: None });
                self.place == Place::Verify || unread || (self.kind.pretends() && !self.taken)
            }
            None => false,
        };
        (!is_true).then(|| format!("{told:?} is told of a write that was done {done} times"))
    }
}

/// True if a write reads the resource before it is sent.
fn checks(write: &str) -> bool {
    !["Create", "Add", "SignUp"].iter().any(|create| write.starts_with(create))
}

/// A failure has a sentence and a hint, and the sentence is on the screen.
fn is_told_whole(frame: &Frame) -> Option<String> {
    let failure = frame.failure.as_ref()?;
    // The dialog of an unknown result has advice of its own.
    if failure.hint.is_none() && frame.told != Some(Told::Unknown) && frame.told != Some(Told::AsBefore) {
        return Some(format!("there is no hint: {}", failure.lines().join(" | ")));
    }
    (!frame.words().contains(&start_of(failure.why())))
        .then(|| format!("the screen does not say: {}", failure.summary))
}

/// The first words of a sentence, which are the same on a narrow line.
fn start_of(sentence: &str) -> String {
    sentence.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// All cells of a way.
pub fn of(way: Way) -> Vec<Cell> {
    let mut cells = Vec::new();
    let mut add = |place: Place, takes: bool| {
        for kind in Kind::ALL {
            for taken in [false, true] {
                let fits = if kind.follows() { taken } else { !taken || (takes && !kind.refuses()) };
                for always in [false, true].into_iter().filter(|_| fits) {
                    cells.push(Cell { way, kind, place, taken, always });
                }
            }
        }
    };
    match way.then {
        Then::Rows => {
            add(Place::First, false);
            add(Place::Refresh, false);
        }
        Then::Again { .. } => add(Place::First, false),
        Then::Write { read } => {
            add(Place::Write, true);
            if read.is_some() {
                add(Place::Verify, false);
            }
            if checks(way.call) {
                add(Place::Check, false);
            }
        }
    }
    cells
}

/// The cells of the second page of a list.
pub fn of_later_pages(
    call: &'static str,
    from: Start,
    before: &'static [&'static str],
    step: &'static str,
) -> Vec<Cell> {
    let way = Way { call, from, before, step, then: Then::Rows };
    let fits = |kind: &Kind| !matches!(kind, Kind::NotFound);
    let kinds = Kind::ALL.into_iter().filter(fits);
    let tried =
        |kind: Kind, always| Cell { way, kind, place: Place::LaterPage, taken: kind.follows(), always };
    kinds.flat_map(|kind| [tried(kind, false), tried(kind, true)]).collect()
}
