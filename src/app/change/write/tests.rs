//! Drives a write step by step, without an app: the test notes and answers each call.

mod outcome;
mod several;

use serde_json::{Value, json};

use super::*;
use crate::message::WriteRequest;
use crate::resource::Side;
use crate::resource::tables::{IDENTITY_POOL, SIGN_UP, USER_POOL};

/// A write, and the calls of its steps.
struct WriteRun {
    write: Write,
    calls: Vec<Call>,
}

impl WriteRun {
    fn new(write: Write) -> Self {
        let mut run = Self { write, calls: Vec::new() };
        let step = run.write.begin("shop");
        run.take(Some(step));
        run
    }

    fn take(&mut self, step: Option<Step>) {
        if let Some((call, _)) = step {
            self.write.under_way(RequestId(self.calls.len() as u64), &call);
            self.calls.push(call);
        }
    }

    fn answer(&mut self, result: Result<Reply, AppError>) -> &mut Self {
        assert!(self.write.waits_for().is_some(), "nothing is under way: {:?}", self.write.stage);
        let step = self.write.handle_reply(result, "shop");
        self.take(step);
        self
    }

    fn reads(&mut self, document: &Document) -> &mut Self {
        self.answer(Ok(Reply::Document(Some(document.clone()))))
    }

    fn fails(&mut self, kind: ErrorKind) -> &mut Self {
        self.answer(Err(AppError::new("It failed").kind(kind)))
    }

    /// The calls so far, one word each.
    fn steps(&self) -> Vec<&'static str> {
        let word = |call: &Call| match call {
            Call::Describe(_) => "describe",
            Call::List(..) => "list",
            Call::Write(request) => match request.operation {
                WriteOperation::Create => "create",
                WriteOperation::Update => "update",
                WriteOperation::Delete => "delete",
            },
            other => panic!("a write has no use for {other:?}"),
        };
        self.calls.iter().map(word).collect()
    }

    fn sent(&self) -> &WriteRequest {
        let mut sent = self.calls.iter().filter_map(|call| match call {
            Call::Write(request) => Some(request.as_ref()),
            _ => None,
        });
        sent.next_back().expect("a write that was sent")
    }
}

fn document(value: Value) -> Document {
    Document::from_value(value).expect("an object")
}

fn key() -> Key {
    Key::top(&IDENTITY_POOL, "1")
}

/// An identity pool with a name, two toggles, and a member that this build does not know.
fn pool(name: &str, guests: bool, classic: bool) -> Document {
    document(json!({"IdentityPoolId": "1", "IdentityPoolName": name, "Newer": "kept",
        "AllowUnauthenticatedIdentities": guests, "AllowClassicFlow": classic}))
}

/// An update that blocks the classic flow of `shop`.
fn update() -> WriteRun {
    WriteRun::new(Write::new(key(), pool("shop", false, true), pool("shop", false, false)))
}

fn delete() -> WriteRun {
    WriteRun::new(Write::delete(key(), pool("shop", false, true)))
}

/// A create of a pool where the `known` ones existed; `None` if that is unknown.
fn create(known: Option<&[&str]>) -> WriteRun {
    let settings = document(json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false}));
    let mut write = Write::create(Key::top(&IDENTITY_POOL, ""), settings);
    write.existing_ids = known.map(|ids| ids.iter().map(|id| (*id).to_owned()).collect());
    WriteRun::new(write)
}

#[test]
fn an_update_reads_compares_sends_reads_again_and_judges() {
    let mut run = update();
    run.reads(&pool("shop", false, true)).answer(Ok(Reply::Accepted)).reads(&pool("shop", false, false));
    assert_eq!(run.steps(), ["describe", "update", "describe"]);
    let Stage::Done { verdict, sent: Sent::Accepted, .. } = &run.write.stage else { panic!("not done") };
    assert!(verdict.is_clean() && verdict.changed.len() == 1);
    assert_eq!(run.write.moved_on(), Some(&pool("shop", false, false)));
}

#[test]
fn a_change_says_what_it_changes_and_what_else_aws_does() {
    let labels: Vec<_> = update().write.changes().iter().map(crate::resource::Change::label).collect();
    assert_eq!(labels, ["Classic flow"]);
    let plan = |name: &str| document(json!({"Id": "eu-west-1_a", "UserPoolTier": name}));
    let write = Write::new(Key::top(&USER_POOL, "eu-west-1_a"), plan("LITE"), plan("PLUS"));
    let consequences = write.consequences(&write.changes());
    assert_eq!(consequences, ["AWS bills each active user by the plan: this one costs more."]);
    assert_eq!(update().write.consequences(&update().write.changes()), [""; 0]);
}

#[test]
fn a_request_says_what_a_record_of_it_needs_before_it_goes_out() {
    let mut run = update();
    run.reads(&pool("shop", false, true));
    let sent = run.sent();
    assert_eq!((&sent.key, sent.name.as_str(), sent.operation), (&key(), "shop", WriteOperation::Update));
    assert_eq!(sent.before, pool("shop", false, true));
    assert_eq!(sent.body, pool("shop", false, false), "all members are sent, unknown ones included");
    let printed = format!("{sent:?}");
    assert!(!printed.contains("shop") && !printed.contains("kept"), "{printed}");
}

#[test]
fn an_update_that_completes_a_create_is_made_to_whatever_its_check_reads() {
    let (base, edited) = (pool("", false, true), pool("", false, false));
    let mut run = WriteRun::new(Write::new(key(), base, edited).starting(CheckStart::FromCheck));
    run.reads(&pool("shop", true, true));
    assert_eq!(run.sent().body, pool("shop", true, false));
    run.answer(Ok(Reply::Accepted)).reads(&pool("shop", true, false));
    assert!(matches!(&run.write.stage, Stage::Done { verdict, .. } if verdict.is_clean()));
}

#[test]
fn a_second_update_goes_on_top_of_what_somebody_changed_and_stops_at_the_same_setting() {
    let second = || {
        let write = Write::new(key(), pool("shop", false, true), pool("mine", false, true));
        WriteRun::new(write.starting(CheckStart::OnUnrelatedChanges))
    };
    let mut run = second();
    run.reads(&pool("shop", true, true));
    assert_eq!(run.sent().body, pool("mine", true, true));
    assert_eq!(run.sent().before, pool("shop", true, true));
    let mut run = second();
    run.reads(&pool("theirs", true, true));
    assert_eq!(run.steps(), ["describe"]);
    assert_eq!(run.write.undecided(), 1);
}

#[test]
fn nothing_is_sent_when_somebody_else_has_changed_the_same_setting() {
    let mut base = pool("shop", false, true);
    let mut run = WriteRun::new(Write::new(key(), base.clone(), pool("mine", false, true)));
    base.set("IdentityPoolName", Some(json!("theirs")));
    run.reads(&base);
    assert_eq!(run.steps(), ["describe"]);
    assert_eq!((run.write.undecided(), run.write.merged(), run.write.moved_on()), (1, None, Some(&base)));
    assert!(run.write.stage.is_over() && run.write.is_mergeable());
    run.write.accept_merge();
    assert!(run.write.conflict().is_some(), "a merge waits for the choice");
}

#[test]
fn the_chosen_side_of_a_setting_that_both_changed_is_what_is_sent() {
    for (side, sent) in [(Side::Mine, Some("mine")), (Side::Theirs, None)] {
        let mut run = WriteRun::new(Write::new(key(), pool("shop", false, true), pool("mine", false, true)));
        let theirs = pool("theirs", false, false);
        run.reads(&theirs);
        run.write.conflict_mut().expect("a conflict").choose(side);
        assert_eq!(run.write.merged(), sent.map(|name| pool(name, false, false)));
        run.write.accept_merge();
        assert_eq!(
            matches!(run.write.stage, Stage::Review),
            sent.is_some(),
            "theirs alone is nothing to send"
        );
    }
}

#[test]
fn a_change_that_meets_another_one_before_it_is_asked_for_begins_with_the_choice() {
    let (base, mine, now) = (pool("shop", true, true), pool("mine", true, true), pool("theirs", true, true));
    let merge = Merge::new(&base, &mine, &now, &IDENTITY_POOL);
    let write = Write::conflicting(key(), base, mine, now.clone(), merge);
    assert_eq!((write.undecided(), write.moved_on(), write.waits_for()), (1, Some(&now), None));
}

#[test]
fn a_change_of_another_setting_by_somebody_else_merges_and_is_confirmed_again() {
    let mut run = update();
    assert!(run.write.undecided() == 0 && !run.write.is_mergeable());
    run.reads(&pool("shop", true, true));
    assert_eq!((run.write.undecided(), run.write.merged()), (0, Some(pool("shop", true, false))));
    run.write.accept_merge();
    assert!(matches!(run.write.stage, Stage::Review));
    assert_eq!(run.write.base, pool("shop", true, true));
    let step = run.write.begin("shop");
    run.take(Some(step));
    run.reads(&pool("shop", true, true));
    assert_eq!(run.steps(), ["describe", "describe", "update"]);
    assert_eq!(run.sent().body, pool("shop", true, false));
}

#[test]
fn after_a_lost_answer_it_reads_what_happened_and_never_sends_twice() {
    let lost = || {
        let mut run = update();
        run.reads(&pool("shop", false, true)).fails(ErrorKind::Unknown);
        assert_eq!(run.steps(), ["describe", "update", "describe"]);
        run
    };
    let mut arrived = lost();
    arrived.reads(&pool("shop", false, false));
    assert!(matches!(arrived.write.stage, Stage::Done { sent: Sent::AnswerLost, .. }));
    let mut not_there = lost();
    not_there.reads(&pool("shop", false, true));
    assert!(matches!(not_there.write.stage, Stage::Unknown { unchanged: true, .. }));
    let mut unreadable = lost();
    unreadable.fails(ErrorKind::Unknown);
    assert!(matches!(unreadable.write.stage, Stage::Unknown { unchanged: false, .. }));
    let step = unreadable.write.reread("shop");
    unreadable.take(Some(step));
    unreadable.reads(&pool("shop", false, false));
    assert!(matches!(unreadable.write.stage, Stage::Done { sent: Sent::AnswerLost, .. }));
}

#[test]
fn a_throttled_or_refused_write_has_failed_and_begins_anew_with_a_check() {
    for kind in [ErrorKind::Throttled, ErrorKind::Refused] {
        let mut run = update();
        run.reads(&pool("shop", false, true)).fails(kind);
        assert!(matches!(&run.write.stage, Stage::Failed(error) if error.kind == kind));
        assert_eq!((run.write.waits_for(), run.write.stage.is_over()), (None, true));
        let step = run.write.begin("shop");
        run.take(Some(step));
        assert_eq!(run.steps(), ["describe", "update", "describe"]);
        assert!(matches!(run.write.stage, Stage::Checking(_)));
    }
}

#[test]
fn what_is_gone_before_the_write_is_not_written() {
    for mut run in [update(), delete()] {
        run.answer(Ok(Reply::Document(None)));
        assert_eq!(run.steps(), ["describe"]);
        assert!(matches!(&run.write.stage, Stage::Failed(error) if error.kind == ErrorKind::NotFound));
    }
}

#[test]
fn a_deletion_is_over_once_aws_returns_the_resource_no_more() {
    let mut run = delete();
    run.reads(&pool("shop", false, true));
    assert_eq!(run.sent().body, document(json!({"IdentityPoolId": "1"})));
    assert_eq!(run.sent().before, pool("shop", false, true));
    run.answer(Ok(Reply::Accepted)).fails(ErrorKind::NotFound);
    assert_eq!(run.steps(), ["describe", "delete", "describe"]);
    assert!(matches!(run.write.stage, Stage::Removed { sent: Sent::Accepted, going: false }));
}

#[test]
fn a_deletion_stops_when_the_resource_was_changed_and_says_when_it_is_still_there() {
    let mut changed = delete();
    changed.reads(&pool("shop", true, true));
    assert_eq!(changed.steps(), ["describe"]);
    assert!(matches!(changed.write.stage, Stage::Conflict { .. }) && changed.write.merged().is_none());
    let mut still_there = delete();
    let pool = pool("shop", false, true);
    still_there.reads(&pool).fails(ErrorKind::Unknown).reads(&pool);
    assert!(matches!(still_there.write.stage, Stage::Unknown { unchanged: true, .. }));
}

#[test]
fn a_creation_is_sent_at_once_and_read_under_the_key_that_aws_gave_it() {
    let mut run = create(Some(&[]));
    assert_eq!(run.steps(), ["create"]);
    assert_eq!(run.sent().before, Document::default());
    let created = document(json!({"IdentityPoolId": "1", "IdentityPoolName": "shop",
        "AllowUnauthenticatedIdentities": false}));
    run.answer(Ok(Reply::Created(key(), created.clone()))).reads(&created);
    assert_eq!(run.calls.last(), Some(&Call::Describe(key())));
    assert!(matches!(&run.write.stage, Stage::Done { verdict, .. } if verdict.is_clean()));
}

#[test]
fn a_creation_whose_answer_is_lost_is_looked_for_among_what_is_new() {
    let row = |id: &str| document(json!({"IdentityPoolId": id, "IdentityPoolName": "shop"}));
    let looked = |known: Option<&[&str]>, rows: &[&str]| {
        let mut run = create(known);
        run.fails(ErrorKind::Unknown);
        assert_eq!(run.steps(), ["create", "list"]);
        run.write.look_at(&rows.iter().map(|id| row(id)).collect::<Vec<_>>());
        run.answer(Ok(Reply::Listed(None)));
        run
    };
    let mut only = looked(Some(&["old"]), &["old", "new"]);
    assert_eq!(only.calls.last(), Some(&Call::Describe(Key::top(&IDENTITY_POOL, "new"))));
    only.reads(&document(json!({"IdentityPoolId": "new", "IdentityPoolName": "shop",
        "AllowUnauthenticatedIdentities": false})));
    assert!(matches!(only.write.stage, Stage::Done { sent: Sent::AnswerLost, .. }));
    let unchanged = |run: WriteRun| match run.write.stage {
        Stage::Unknown { unchanged, .. } => unchanged,
        other => panic!("{other:?}"),
    };
    assert!(unchanged(looked(Some(&["old"]), &["old"])), "nothing is new");
    assert!(!unchanged(looked(None, &["old"])), "it may be the new one, or one that was there");
    assert!(!unchanged(looked(Some(&[]), &["one", "two"])), "two of the name are new");
}

#[test]
fn what_nothing_can_describe_is_judged_by_its_answer_alone() {
    let sign_up = || WriteRun::new(Write::create(Key::child(&SIGN_UP, "pool", ""), Document::default()));
    let mut accepted = sign_up();
    accepted.answer(Ok(Reply::Created(Key::child(&SIGN_UP, "pool", "ann"), Document::default())));
    assert!(matches!(accepted.write.stage, Stage::Done { sent: Sent::Accepted, .. }));
    let mut lost = sign_up();
    lost.fails(ErrorKind::Unknown);
    assert_eq!(lost.steps(), ["create"]);
    assert!(matches!(lost.write.stage, Stage::Unknown { unchanged: false, .. }));
}

#[test]
fn a_read_can_be_stopped_and_what_was_sent_can_not() {
    let mut run = update();
    assert_eq!(run.write.stop_reading(), Some(RequestId(0)));
    assert!(matches!(run.write.stage, Stage::Review));
    let mut run = update();
    run.reads(&pool("shop", false, true));
    assert_eq!(run.write.stop_reading(), None);
    run.answer(Ok(Reply::Accepted));
    assert_eq!(run.write.stop_reading(), Some(RequestId(2)));
    assert!(matches!(run.write.stage, Stage::Unknown { sent: Sent::Accepted, unchanged: false, .. }));
}
