//! The outcomes that a write may have, told from what the last read says and from how the request was
//! answered.

use serde_json::json;

use super::*;
use crate::resource::tables::{DOMAIN, PRINCIPAL_TAGS};

/// A write whose request was sent and answered as given, and whose result is about to be verified.
fn verifying(mut run: WriteRun, answer: Result<Reply, AppError>) -> WriteRun {
    if matches!(run.write.stage, Stage::Checking(_)) {
        let base = run.write.base.clone();
        run.reads(&base);
    }
    run.answer(answer);
    assert!(matches!(run.write.stage, Stage::Verifying(..)), "{:?}", run.write.stage);
    run
}

fn lost() -> Result<Reply, AppError> {
    Err(AppError::new("The response was lost").kind(ErrorKind::Unknown))
}

/// The answer to a request that AWS took.
fn answer_of(sent: Sent) -> Result<Reply, AppError> {
    match sent {
        Sent::Accepted => Ok(Reply::Accepted),
        Sent::AnswerLost => lost(),
    }
}

/// The two ways in which AWS says that there is no such resource.
fn not_there() -> [Result<Reply, AppError>; 2] {
    [Ok(Reply::Document(None)), Err(AppError::new("It does not exist").kind(ErrorKind::NotFound))]
}

#[test]
fn a_write_is_over_at_its_outcome_and_not_before() {
    let mut run = update();
    assert!(matches!(run.write.stage, Stage::Checking(_)) && !run.write.stage.is_over());
    run.reads(&pool("shop", false, true));
    assert!(matches!(run.write.stage, Stage::Sending(_)) && !run.write.stage.is_over());
    run.answer(Ok(Reply::Accepted));
    assert!(matches!(run.write.stage, Stage::Verifying(..)) && !run.write.stage.is_over());
    run.reads(&pool("shop", false, false));
    assert!(matches!(run.write.stage, Stage::Done { .. }) && run.write.stage.is_over());
    assert!(
        !Write::new(key(), Document::default(), Document::default()).stage.is_over(),
        "not confirmed yet"
    );
    let mut run = create(Some(&[]));
    run.fails(ErrorKind::Unknown);
    assert!(matches!(run.write.stage, Stage::Identifying(_)) && !run.write.stage.is_over());
}

#[test]
fn an_update_whose_resource_is_gone_at_the_verdict_is_unknown_and_never_told_as_a_deletion() {
    for answer in not_there() {
        let mut run = verifying(update(), Ok(Reply::Accepted));
        run.answer(answer);
        assert!(
            matches!(&run.write.stage, Stage::Unknown { error, sent: Sent::Accepted, unchanged: false }
                if error.kind == ErrorKind::NotFound),
            "{:?}",
            run.write.stage
        );
    }
    for answer in not_there() {
        let mut run = verifying(update(), lost());
        run.answer(answer);
        assert!(
            matches!(&run.write.stage, Stage::Unknown { error, sent: Sent::AnswerLost, unchanged: false }
                if error.kind == ErrorKind::NotFound),
            "{:?}",
            run.write.stage
        );
    }
}

#[test]
fn a_creation_that_was_accepted_and_is_not_there_is_unknown_and_one_whose_answer_was_lost_did_not_happen() {
    // A name that the user chooses is the id, so the resource itself is read after a lost answer.
    let domain = || {
        let settings = document(json!({"Domain": "shop", "UserPoolId": "pool"}));
        WriteRun::new(Write::create(Key::child(&DOMAIN, "pool", ""), settings))
    };
    for answer in not_there() {
        let mut run = verifying(domain(), lost());
        run.answer(answer);
        assert!(
            matches!(&run.write.stage, Stage::Unknown { error, sent: Sent::AnswerLost, unchanged: true }
                if error.kind == ErrorKind::Unknown),
            "the lost answer is what hides the outcome: {:?}",
            run.write.stage
        );
    }
    for answer in not_there() {
        let accepted = Ok(Reply::Created(Key::child(&DOMAIN, "pool", "shop"), Document::default()));
        let mut run = verifying(domain(), accepted);
        run.answer(answer);
        assert!(
            matches!(&run.write.stage, Stage::Unknown { sent: Sent::Accepted, unchanged: false, .. }),
            "{:?}",
            run.write.stage
        );
    }
}

#[test]
fn a_deletion_is_told_only_when_aws_says_that_the_resource_is_gone() {
    for sent in [Sent::Accepted, Sent::AnswerLost] {
        for gone in not_there() {
            let mut run = verifying(delete(), answer_of(sent));
            run.answer(gone);
            let Stage::Removed { sent: told, going: false } = run.write.stage else {
                panic!("{:?}", run.write.stage)
            };
            assert_eq!(told, sent);
        }
        for kind in [ErrorKind::Unknown, ErrorKind::Throttled, ErrorKind::Refused, ErrorKind::Credentials] {
            let mut run = verifying(delete(), answer_of(sent));
            run.fails(kind);
            assert!(
                matches!(&run.write.stage, Stage::Unknown { error, unchanged: false, .. } if error.kind == kind),
                "a read that failed says nothing about the resource: {:?}",
                run.write.stage
            );
        }
    }
}

#[test]
fn a_deletion_that_aws_goes_on_with_by_itself_is_told_as_under_way() {
    let domain = |status: &str| document(json!({"Domain": "shop", "UserPoolId": "pool", "Status": status}));
    let run = WriteRun::new(Write::delete(Key::child(&DOMAIN, "pool", "shop"), domain("ACTIVE")));
    let mut run = verifying(run, Ok(Reply::Accepted));
    run.reads(&domain("DELETING"));
    assert!(matches!(run.write.stage, Stage::Removed { sent: Sent::Accepted, going: true }));
    let run = WriteRun::new(Write::delete(Key::child(&DOMAIN, "pool", "shop"), domain("ACTIVE")));
    let mut run = verifying(run, Ok(Reply::Accepted));
    run.reads(&domain("ACTIVE"));
    assert!(matches!(run.write.stage, Stage::Unknown { sent: Sent::Accepted, unchanged: true, .. }));
}

#[test]
fn only_a_lost_answer_leaves_open_whether_what_nothing_can_describe_was_done() {
    for kind in [ErrorKind::Refused, ErrorKind::Throttled, ErrorKind::Credentials] {
        let mut run = WriteRun::new(Write::create(Key::child(&SIGN_UP, "pool", ""), Document::default()));
        run.fails(kind);
        assert_eq!(run.steps(), ["create"]);
        assert!(
            matches!(&run.write.stage, Stage::Failed(error) if error.kind == kind),
            "{:?}",
            run.write.stage
        );
    }
}

#[test]
fn a_reply_after_the_outcome_changes_nothing() {
    let mut run = verifying(update(), Ok(Reply::Accepted));
    run.reads(&pool("shop", false, false));
    assert!(run.write.handle_reply(Ok(Reply::Document(None)), "shop").is_none());
    assert!(run.write.handle_reply(lost(), "shop").is_none());
    assert!(matches!(run.write.stage, Stage::Done { .. }));
}

#[test]
fn tags_that_read_as_unset_after_they_were_set_are_unknown_since_their_pool_may_be_gone() {
    let key = Key { kind: &PRINCIPAL_TAGS, parents: vec!["pool".to_owned()], id: "google".to_owned() };
    let mut edited = key.unset();
    edited.set("PrincipalTags", Some(json!({"department": "sub"})));
    let write = Write::new(key.clone(), key.unset(), edited);
    let mut run = verifying(WriteRun::new(write), Ok(Reply::Accepted));
    run.reads(&key.unset());
    assert!(matches!(run.write.stage, Stage::Unknown { sent: Sent::Accepted, .. }), "{:?}", run.write.stage);
}

#[test]
fn tags_that_were_never_set_and_read_so_after_a_lost_answer_are_as_before() {
    let key = Key { kind: &PRINCIPAL_TAGS, parents: vec!["pool".to_owned()], id: "google".to_owned() };
    let mut edited = key.unset();
    edited.set("PrincipalTags", Some(json!({"department": "sub"})));
    let mut run = verifying(WriteRun::new(Write::new(key.clone(), key.unset(), edited)), lost());
    run.reads(&key.unset());
    assert!(matches!(run.write.stage, Stage::Unknown { unchanged: true, .. }), "{:?}", run.write.stage);
}
