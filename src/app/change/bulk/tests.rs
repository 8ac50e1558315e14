//! The order of a bulk edit's calls.

use serde_json::json;

use crate::app::{App, Options, Target};
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Drawn, Effect, Event, Progress, Reply, RequestId, ScrollMetrics};
use crate::resource::{Document, WriteOperation};

/// An app whose calls are held until they are answered one by one.
struct BulkRun {
    app: App,
    held: Vec<(RequestId, Call)>,
}

impl BulkRun {
    /// Starts to block the classic flow of `pools` pools, each of which allows it.
    fn new(pools: usize) -> Self {
        let (app, effects) = App::start(Options::default(), Target::IdentityPools);
        let mut run = Self { app, held: Vec::new() };
        run.hold(effects);
        let rows: Vec<_> = (0..pools).map(|pool| pool.to_string()).map(|id| document(&id, true)).collect();
        let list = run.held.iter().find(|(_, call)| matches!(call, Call::List(..))).expect("a list").0;
        run.event(Event::Progress(list, Progress::Page(rows)));
        run.event(Event::Reply(list, Ok(Reply::Listed(None))));
        // The rows in sight are read first, so that only the reads of the bulk edit are under way later.
        while let Some(key) = run.held.iter().find_map(|(_, call)| match call {
            Call::Prefetch(key) => Some(key.clone()),
            _ => None,
        }) {
            run.reads(&key.id, true);
        }
        for key in ["a", "c", "enter"] {
            run.press(key);
        }
        run
    }

    fn event(&mut self, event: Event) {
        let effects = self.app.update(event, 0);
        self.hold(effects);
        self.app.note_drawn(Drawn { scroll: Some(ScrollMetrics { above: 0, below: 0 }), ..Drawn::default() });
    }

    fn press(&mut self, key: &str) {
        self.event(Event::Key(key.parse().expect("a key")));
    }

    fn hold(&mut self, effects: Vec<Effect>) {
        self.held.extend(effects.into_iter().filter_map(|effect| match effect {
            Effect::Call(id, call) if call != Call::WhoAmI => Some((id, call)),
            _ => None,
        }));
        self.held.retain(|(id, _)| self.app.requests.get(*id).is_some());
    }

    /// The calls under way, each as a verb and an id.
    fn under_way(&self) -> Vec<String> {
        self.held.iter().map(|(_, call)| words(call)).collect()
    }

    fn answer(&mut self, call: &str, result: Result<Reply, AppError>) {
        let at = self.held.iter().position(|(_, held)| words(held) == call);
        let (id, _) = self.held.remove(at.unwrap_or_else(|| panic!("{call} of {:?}", self.under_way())));
        self.event(Event::Reply(id, result));
    }

    fn reads(&mut self, id: &str, classic: bool) {
        self.answer(&format!("read {id}"), Ok(Reply::Document(Some(document(id, classic)))));
    }

    /// Lets all pools be read, and confirms the change.
    fn confirmed(pools: usize) -> Self {
        let mut run = Self::new(pools);
        for pool in 0..pools {
            run.reads(&pool.to_string(), true);
        }
        run.press("y");
        run
    }

    /// Lets one pool be written, from its check to its verdict.
    fn writes(&mut self, id: &str) {
        self.reads(id, true);
        self.answer(&format!("update {id}"), Ok(Reply::Accepted));
        self.reads(id, false);
    }
}

fn words(call: &Call) -> String {
    match call {
        Call::Describe(key) | Call::Prefetch(key) => format!("read {}", key.id),
        Call::Write(request) if request.operation == WriteOperation::Update => {
            format!("update {}", request.key.id)
        }
        other => format!("{other:?}"),
    }
}

fn document(id: &str, classic: bool) -> Document {
    Document::from_value(json!({"IdentityPoolId": id, "IdentityPoolName": format!("pool {id}"),
        "AllowUnauthenticatedIdentities": false, "AllowClassicFlow": classic}))
    .expect("an object")
}

#[test]
fn four_are_read_at_a_time_and_the_next_one_whenever_one_has_come() {
    let mut run = BulkRun::new(6);
    assert_eq!(run.under_way(), ["read 0", "read 1", "read 2", "read 3"]);
    run.reads("2", true);
    assert_eq!(run.under_way(), ["read 0", "read 1", "read 3", "read 4"]);
    run.answer("read 0", Err(AppError::new("Throttled").kind(ErrorKind::Throttled)));
    assert_eq!(run.under_way(), ["read 1", "read 3", "read 4", "read 5"]);
}

#[test]
fn each_is_checked_sent_and_verified_before_the_next_one_begins() {
    let mut run = BulkRun::confirmed(2);
    assert_eq!(run.under_way(), ["read 0"]);
    run.reads("0", true);
    assert_eq!(run.under_way(), ["update 0"]);
    run.answer("update 0", Ok(Reply::Accepted));
    assert_eq!(run.under_way(), ["read 0"]);
    run.reads("0", false);
    assert_eq!(run.under_way(), ["read 1"]);
    run.writes("1");
    assert!(run.under_way().is_empty());
}

#[test]
fn what_is_set_already_or_cant_be_read_is_skipped_and_a_failure_stops_nothing() {
    let mut run = BulkRun::new(4);
    run.reads("0", false);
    run.answer("read 1", Err(AppError::new("Denied").kind(ErrorKind::Refused)));
    run.reads("2", true);
    run.reads("3", true);
    run.press("y");
    run.reads("2", true);
    run.answer("update 2", Err(AppError::new("Throttled").kind(ErrorKind::Throttled)));
    assert_eq!(run.under_way(), ["read 3"]);
    run.writes("3");
    assert!(run.under_way().is_empty());
}

#[test]
fn it_stops_before_the_next_one_and_never_in_the_middle_of_one() {
    let mut run = BulkRun::confirmed(2);
    run.reads("0", true);
    run.press("esc");
    assert_eq!(run.under_way(), ["update 0"]);
    run.answer("update 0", Ok(Reply::Accepted));
    run.reads("0", false);
    assert!(run.under_way().is_empty(), "the second one is not begun");
}
