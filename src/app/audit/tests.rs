//! Tests of the scan's order, its stops and its words.

use serde_json::json;

use super::*;
use crate::message::Pages;
use crate::resource::tables::{CLIENT, IDENTITY_POOL, MFA, PROVIDER, RISK, ROLES, USER_POOL};

/// The call that is made when its turn comes.
fn inner(call: &Call) -> &Call {
    match call {
        Call::Scan(call) => call,
        call => panic!("{call:?} is not paced"),
    }
}

fn found() -> Reply {
    Reply::Document(Some(Document::default()))
}

/// Answers each request with what a table of rows has for its list, and an empty document otherwise.
struct Answers {
    audit: Audit,
    next: u64,
    asked: Vec<Call>,
}

fn rows(list: &ListKey) -> Vec<Document> {
    let ids: &[&str] = match list.kind.id {
        _ if *list.kind == USER_POOL => &["eu-west-1_A", "eu-west-1_B"],
        _ if *list.kind == IDENTITY_POOL => &["eu-west-1:1"],
        _ if *list.kind == CLIENT => &["one", "two"],
        _ => &[],
    };
    let row = |id: &&str| Document::from_value(json!({list.kind.id_path: id})).expect("an object");
    ids.iter().map(row).collect()
}

impl Answers {
    fn begin() -> Self {
        Self { audit: Audit::begin(Vec::new(), MAX_AGE), next: 0, asked: Vec::new() }
    }

    /// Starts what may start; returns the requests.
    fn start(&mut self) -> Vec<(RequestId, Call)> {
        let mut started = Vec::new();
        while let Some(call) = self.audit.next_call() {
            self.next += 1;
            self.audit.started(RequestId(self.next));
            self.asked.push(call.clone());
            started.push((RequestId(self.next), call));
        }
        started
    }

    fn answer(&mut self, id: RequestId, call: &Call, result: Result<Reply, AppError>) -> AuditNews {
        let result = match inner(call) {
            Call::List(list, _) if result.is_ok() => {
                self.audit.extend(id, &rows(list));
                Ok(Reply::Listed(None))
            }
            _ => result,
        };
        self.audit.handle_reply(id, result, |key| key.id.clone(), 1000)
    }

    /// Answers everything, and returns the pools in the order in which they were finished.
    fn run(&mut self) -> Vec<String> {
        let (mut open, mut finished) = (self.start(), Vec::new());
        while !open.is_empty() {
            let (id, call) = open.remove(0);
            let news = self.answer(id, &call, Ok(found()));
            finished.extend(news.finished.map(|key| key.id));
            open.extend(self.start());
        }
        finished
    }

    fn describes(&self) -> Vec<Key> {
        let keys = self.asked.iter().filter_map(|call| match inner(call) {
            Call::Describe(key) => Some(key.clone()),
            _ => None,
        });
        keys.collect()
    }
}

#[test]
fn everything_with_checks_is_read_once_and_paced() {
    let mut answers = Answers::begin();
    assert_eq!(answers.run(), ["eu-west-1_A", "eu-west-1_B", "eu-west-1:1"]);
    let mut expected: Vec<_> = ["eu-west-1_A", "eu-west-1_B"]
        .into_iter()
        .flat_map(|pool| {
            let own = [&USER_POOL, &MFA, &RISK].map(|kind| Key::top(kind, pool));
            own.into_iter().chain(["one", "two"].map(|client| Key::child(&CLIENT, pool, client)))
        })
        .chain([Key::top(&IDENTITY_POOL, "eu-west-1:1"), Key::top(&ROLES, "eu-west-1:1")])
        .map(|key| key.way())
        .collect();
    let mut asked: Vec<_> = answers.describes().iter().map(Key::way).collect();
    expected.sort();
    asked.sort();
    assert_eq!(asked, expected);
    let lists = answers.asked.iter().filter(|call| matches!(inner(call), Call::List(..))).count();
    assert_eq!(
        lists,
        2 + 2 * 3,
        "pools, and the app clients, providers and resource servers of each user pool"
    );
    assert_eq!(answers.audit.calls, answers.asked.len(), "a list of one page is one request");
    assert_eq!(
        answers.audit.sentence(1000),
        "All 3 pools read just now, 20 requests. r reads what is older than 5 minutes."
    );
    assert!(answers.audit.is_complete() && answers.audit.gaps().is_empty());
}

#[test]
fn at_most_four_requests_are_under_way() {
    let mut answers = Answers::begin();
    let open = answers.start();
    assert_eq!(open.len(), 2);
    for (id, call) in open {
        answers.answer(id, &call, Ok(Reply::Listed(None)));
    }
    assert_eq!(answers.start().len(), 3, "the three pools");
    assert_eq!(answers.audit.pools_in_words(), "0 of 3 pools read");
}

#[test]
fn a_scan_that_was_stopped_goes_on_and_reads_nothing_twice() {
    let mut whole = Answers::begin();
    whole.run();
    let mut answers = Answers::begin();
    for (id, call) in answers.start() {
        answers.answer(id, &call, Ok(Reply::Listed(None)));
    }
    let open = answers.start();
    let (id, call) = open[0].clone();
    answers.answer(id, &call, Ok(found()));
    let under_way: Vec<_> = open[1..].iter().map(|(id, _)| *id).collect();
    answers.audit.stop(&under_way);
    assert_eq!(answers.audit.stage, AuditStage::Stopped);
    assert!(answers.start().is_empty(), "nothing more is sent");
    assert_eq!(answers.audit.sentence(0), "Stopped: 0 of 3 pools read, 5 requests. r goes on.");
    let late = answers.answer(under_way[0], &open[1].1, Ok(found()));
    assert!(late.document.is_none(), "a reply that comes after all is ignored");
    answers.audit.go_on();
    answers.run();
    let mut again: Vec<_> = answers.describes().iter().map(Key::way).collect();
    again.sort();
    again.dedup();
    assert_eq!(again.len(), whole.describes().len());
    assert_eq!(answers.audit.pools_in_words(), "all 3 pools read");
}

#[test]
fn what_was_refused_is_told_as_not_checked_and_the_rest_is_read() {
    let mut answers = Answers::begin();
    let mut open = answers.start();
    while !open.is_empty() {
        let (id, call) = open.remove(0);
        let denied = matches!(inner(&call), Call::List(list, _) if *list.kind == CLIENT);
        if denied {
            let error = AppError::new("Can't list the app clients: access denied");
            answers.audit.handle_reply(id, Err(error), |key| format!("pool {}", key.id), 0);
        } else {
            answers.answer(id, &call, Ok(found()));
        }
        open.extend(answers.start());
    }
    assert!(!answers.audit.is_complete());
    let gap =
        "Not checked: app clients of pool eu-west-1_A, app clients of pool eu-west-1_B (access denied).";
    assert_eq!(answers.audit.gaps(), [gap]);
    let lists = |call: &&Call| matches!(inner(call), Call::List(list, _) if *list.kind == PROVIDER);
    assert_eq!(answers.asked.iter().filter(lists).count(), 2);
}

#[test]
fn where_no_list_can_be_read_no_pool_is_said_to_be_read() {
    let mut answers = Answers::begin();
    let mut open = answers.start();
    while let Some((id, call)) = open.pop() {
        let error = AppError::new("Can't list the pools: access denied");
        answers.answer(id, &call, Err(error));
        open.extend(answers.start());
    }
    assert_eq!(answers.audit.pools_in_words(), "no pool read");
    assert!(answers.audit.sentence(0).starts_with("No pool read "), "{}", answers.audit.sentence(0));
}

#[test]
fn without_credentials_the_scan_stops_says_why_and_goes_on_from_there() {
    let mut answers = Answers::begin();
    let open = answers.start();
    let expired = AppError::new("Can't list: the credentials have expired").kind(ErrorKind::Credentials);
    for (id, call) in open {
        answers.answer(id, &call, Err(expired.clone()));
    }
    assert!(answers.start().is_empty());
    let words = answers.audit.sentence(0);
    assert!(words.starts_with("Stopped (the credentials have expired): "), "{words}");
    answers.audit.go_on();
    assert_eq!(answers.run().len(), 3);
}

#[test]
fn a_list_is_read_page_by_page_and_goes_on_with_the_page_where_it_was_stopped() {
    let mut answers = Answers::begin();
    let asked = |call: &Call| match inner(call) {
        Call::List(list, pages) if *list.kind == USER_POOL => Some(pages.clone()),
        _ => None,
    };
    let open = answers.start();
    let (id, call) = open.iter().find(|(_, call)| asked(call).is_some()).cloned().expect("the user pools");
    assert_eq!(asked(&call), Some(Pages::One(None)));
    let page = |id: &str| vec![Document::from_value(json!({"Id": id})).expect("an object")];
    answers.audit.extend(id, &page("eu-west-1_A"));
    answers.audit.handle_reply(id, Ok(Reply::Listed(Some("2".into()))), |key| key.id.clone(), 0);
    let second = answers.start();
    let (id, call) = second.iter().find(|(_, call)| asked(call).is_some()).cloned().expect("the next page");
    assert_eq!(asked(&call), Some(Pages::One(Some("2".into()))));
    answers.audit.stop(&[id]);
    answers.audit.go_on();
    let again = answers.start();
    let (id, call) = again.iter().find(|(_, call)| asked(call).is_some()).cloned().expect("the same page");
    assert_eq!(asked(&call), Some(Pages::One(Some("2".into()))));
    answers.audit.extend(id, &page("eu-west-1_B"));
    // A page that leads to itself ends the list.
    answers.audit.handle_reply(id, Ok(Reply::Listed(Some("2".into()))), |key| key.id.clone(), 0);
    assert!(answers.start().iter().all(|(_, call)| asked(call).is_none()));
    assert_eq!(answers.audit.pools_listed(), 2);
}
