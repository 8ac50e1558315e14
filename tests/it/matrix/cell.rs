//! One cell of the matrix: a way, a fault, where and how often it strikes, and what has to hold then.

use std::time::Duration;

use cognitui::demo::{Cognito, Fault};
use cognitui::resource::{Operation, tables};

use super::console::Told;
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
    pub fn struck(&self) -> &'static str {
        match (self.place, self.way.then) {
            (Place::Check | Place::Verify, Then::Write { read: Some(read) }) => read,
            _ => self.way.call,
        }
    }

    pub fn inject(&self, server: &Cognito) {
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

    /// True if the fault strikes a call that the program makes at its start.
    pub fn is_at_start(&self) -> bool {
        self.way.step.is_empty() && matches!(self.place, Place::First | Place::LaterPage)
    }

    /// True if no retry can help, and nothing stands for what is missing.
    pub fn has_to_fail(&self) -> bool {
        let optional = match self.way.call {
            // The header says that the account is unknown.
            "GetCallerIdentity" => true,
            // These are not set, or there is none.
            "GetPrincipalTagAttributeMap"
            | "GetIdentityProviderByIdentifier"
            | "DescribeManagedLoginBrandingByClient" => self.kind == Kind::NotFound,
            _ => false,
        };
        self.always && !optional
    }

    /// What is told of the write is what the service did.
    pub fn judge(&self, told: Option<Told>, done: usize) -> Option<String> {
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

/// The cells of a way, those of one place together.
///
/// A fault strikes once or always. Both are tried where a call is made first, and at the check before a
/// write, but not everywhere: whether a request is sent again is decided below the screens, which know
/// nothing of it. A write is sent once, unless AWS throttled it, so there is no second one to be struck; and
/// what has the same answer again is not asked again. The cells hold that against what was received.
pub fn of(way: Way) -> Vec<Vec<Cell>> {
    let of = |place: Place| {
        let mut cells = Vec::new();
        // To the check of a write that tags are not found says that they are not set.
        let is_fault = |kind: &Kind| {
            *kind != Kind::NotFound || place != Place::Check || way.call != "SetPrincipalTagAttributeMap"
        };
        for kind in Kind::ALL.into_iter().filter(is_fault) {
            let takes = place == Place::Write;
            for taken in [false, true] {
                let fits = if kind.follows() { taken } else { !taken || (takes && !kind.refuses()) };
                let is_tried = |always: &bool| match place {
                    Place::First | Place::Check => *always || !kind.is_final(),
                    Place::Write => !*always || kind == Kind::Throttled,
                    Place::Refresh | Place::LaterPage | Place::Verify => *always,
                };
                let often = [false, true].into_iter().filter(|_| fits).filter(is_tried);
                cells.extend(often.map(|always| Cell { way, kind, place, taken, always }));
            }
        }
        cells
    };
    match way.then {
        Then::Rows => vec![of(Place::First), of(Place::Refresh)],
        Then::Again { .. } => vec![of(Place::First)],
        Then::Write { read } => {
            let mut places = vec![of(Place::Write)];
            places.extend(read.map(|_| of(Place::Verify)));
            places.extend(checks(way.call).then(|| of(Place::Check)));
            places
        }
    }
}

/// The cells of the second page of a list.
pub fn of_later_pages(
    call: &'static str,
    from: Start,
    before: &'static [&'static str],
    step: &'static str,
) -> Vec<Cell> {
    let way = Way { call, from, before, step, then: Then::Rows };
    let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::NotFound);
    kinds
        .map(|kind| Cell { way, kind, place: Place::LaterPage, taken: kind.follows(), always: true })
        .collect()
}
