//! The ids in the history: one for each change, and AWS's for its request.

use cognitui::message::{Event, Progress};

use super::shop;

#[test]
fn each_change_has_an_id_of_its_own_and_that_of_the_request_that_aws_answered() {
    let mut harness = shop();
    harness.press("c").sees("Update identity pool shop?");
    harness.hold = true;
    harness.press("G y").step().sees("Sending the update");
    let update = harness.held[0].0;
    harness.event(Event::Progress(update, Progress::Answered("aws-1".to_owned())));
    harness.release().sees("✓ 1 setting changed").press("enter c G y").sees("✓ 1 setting changed");
    let recorded = harness.recorded();
    let ids: Vec<_> = recorded.iter().map(|entry| entry.record.id.as_str()).collect();
    assert!(ids.len() == 2 && ids[0] != ids[1] && ids.iter().all(|id| !id.is_empty()), "{ids:?}");
    let requests = recorded.iter().map(|entry| entry.ending.as_ref().and_then(|it| it.request_id.as_deref()));
    assert_eq!(requests.collect::<Vec<_>>(), [Some("aws-1"), None]);
}
