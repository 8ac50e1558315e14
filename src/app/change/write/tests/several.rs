//! Several new resources of one request, and the line in the history that comes before a request.

use serde_json::json;

use super::*;
use crate::history::{HistoryLine, Record};
use crate::resource::tables::{ATTRIBUTE, USER_POOL};

fn attribute(name: &str) -> Document {
    document(json!({"Name": format!("custom:{name}"), "AttributeDataType": "String", "Mutable": true}))
}

/// A create of two attributes of one user pool.
fn two_attributes() -> WriteRun {
    let mut settings = attribute("tier");
    settings.set("CustomAttributes", Some(json!([attribute("level").into_value()])));
    let list = Key::top(&USER_POOL, "eu-west-1_a").children(&ATTRIBUTE);
    WriteRun::new(Write::create(list.new_one(), settings))
}

/// Ids of the resources that were read so far.
fn described(run: &WriteRun) -> Vec<&str> {
    let mut ids = Vec::new();
    for call in &run.calls {
        if let Call::Describe(key) = call {
            ids.push(key.id.as_str());
        }
    }
    ids
}

#[test]
fn each_of_several_new_resources_is_read_and_one_verdict_is_about_all() {
    let mut run = two_attributes();
    let keys: Vec<_> = run.write.new_keys().into_iter().map(|key| key.id).collect();
    assert_eq!(keys, ["custom:tier", "custom:level"]);
    let key = run.write.key.clone();
    run.answer(Ok(Reply::Created(key, Document::default())));
    run.reads(&attribute("tier"));
    assert_eq!(described(&run), ["custom:tier", "custom:level"]);
    assert_eq!(run.write.key_of(Some(&attribute("level"))).id, "custom:level");
    run.reads(&attribute("level"));
    let Stage::Done { verdict, .. } = &run.write.stage else { panic!("{:?}", run.write.stage) };
    assert!(verdict.is_clean() && !verdict.changed.is_empty(), "{verdict:?}");
}

#[test]
fn a_further_new_resource_that_is_not_as_asked_is_in_the_verdict() {
    let mut run = two_attributes();
    let key = run.write.key.clone();
    run.answer(Ok(Reply::Created(key, Document::default())));
    run.reads(&attribute("tier"));
    let mut other = attribute("level");
    other.set("Mutable", Some(json!(false)));
    run.reads(&other);
    let Stage::Done { verdict, .. } = &run.write.stage else { panic!("{:?}", run.write.stage) };
    assert_eq!(verdict.missing.len(), 1, "{verdict:?}");
}

#[test]
fn an_attribute_that_is_alone_in_its_request_is_kept_as_it_was_read() {
    let list = Key::top(&USER_POOL, "eu-west-1_a").children(&ATTRIBUTE);
    let mut run = WriteRun::new(Write::create(list.new_one(), attribute("tier")));
    let key = run.write.key.clone();
    run.answer(Ok(Reply::Created(key, Document::default()))).reads(&attribute("tier"));
    let Stage::Done { now, verdict, .. } = &run.write.stage else { panic!("{:?}", run.write.stage) };
    assert_eq!((now, verdict.is_clean()), (&attribute("tier"), true));
}

#[test]
fn resources_that_were_read_in_another_order_are_told_apart_by_their_ids() {
    let mut settings = attribute("tier");
    let further = ["level", "stage"].map(|name| attribute(name).into_value());
    settings.set("CustomAttributes", Some(json!(further)));
    let list = Key::top(&USER_POOL, "eu-west-1_a").children(&ATTRIBUTE);
    let mut run = WriteRun::new(Write::create(list.new_one(), settings));
    let key = run.write.key.clone();
    run.answer(Ok(Reply::Created(key, Document::default())));
    run.reads(&attribute("tier")).reads(&attribute("level")).fails(ErrorKind::Throttled);
    assert!(matches!(run.write.stage, Stage::Unknown { .. }), "{:?}", run.write.stage);
    let step = run.write.reread("shop");
    run.take(Some(step));
    run.reads(&attribute("tier")).reads(&attribute("stage"));
    assert_eq!(
        described(&run),
        ["tier", "level", "stage", "tier", "stage"].map(|name| format!("custom:{name}"))
    );
    let Stage::Done { verdict, now, .. } = &run.write.stage else { panic!("{:?}", run.write.stage) };
    assert!(verdict.is_clean(), "{verdict:?}");
    assert_eq!(now.text("Name"), Some("custom:tier"));
}

#[test]
fn the_key_of_a_resource_that_is_alone_in_its_request_stays_whatever_was_read() {
    let run = update();
    let other = document(json!({"IdentityPoolId": "2", "IdentityPoolName": "other"}));
    assert_eq!(run.write.key_of(Some(&other)), key());
    assert_eq!(run.write.key_of(None), key());
}

#[test]
fn nothing_is_sent_before_the_line_in_the_history_is_written_and_nothing_where_it_can_not_be() {
    let line = || Call::Record(HistoryLine::Sent(Box::<Record>::default()));
    for is_written in [true, false] {
        let mut write = Write::new(key(), pool("shop", false, true), pool("shop", false, false));
        write.under_way(RequestId(1), &line());
        assert!(matches!(write.stage, Stage::Recording(RequestId(1))), "{:?}", write.stage);
        assert_eq!(write.waits_for(), Some(RequestId(1)));
        write.recording.step = Some((write.write_call("shop"), "Updating shop".to_owned()));
        let answer = if is_written { Ok(Reply::Accepted) } else { Err(AppError::new("The disk is full")) };
        let step = write.handle_reply(answer, "shop");
        assert_eq!(step.is_some(), is_written);
        assert_eq!(matches!(write.stage, Stage::Unrecorded(_)), !is_written);
        assert!(write.recording.step.is_none());
    }
}
