//! Updates of identity pools: asked first, checked, sent once, verified; down to the exact request that arrives.

use std::time::Duration;

use super::described;
use crate::support::journey::{Journey, settings, shop};
use cognitui::app::{Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Fault, Gate};
use cognitui::message::{Call, WriteRequest};
use cognitui::resource::WriteOperation;
use serde_json::{Value, json};

#[tokio::test]
async fn blocking_the_classic_flow_asks_first_and_changes_nothing_else() {
    let (server, id) = shop().await;
    let before = described(&server, &id);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await.press("c").asked("Update identity pool shop?").await;
    assert!(server.received("UpdateIdentityPool").is_empty(), "nothing is sent before y");
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let mut expected = before;
    expected["AllowClassicFlow"] = json!(false);
    assert_eq!(
        server.received("UpdateIdentityPool"),
        [expected.clone()],
        "all the other settings and the unknown one go back"
    );
    assert_eq!(described(&server, &id), expected);
    let operations: Vec<_> =
        server.operations().into_iter().filter(|operation| operation.ends_with("IdentityPool")).collect();
    assert_eq!(
        operations,
        [
            "DescribeIdentityPool",
            "DescribeIdentityPool",
            "DescribeIdentityPool",
            "UpdateIdentityPool",
            "DescribeIdentityPool"
        ],
        "once for the row in sight, then for the form, before the write and after it"
    );
}

#[tokio::test]
async fn a_member_that_is_newer_than_this_build_is_kept() {
    let (server, _) = shop().await;
    server.inject_always(
        "DescribeIdentityPool",
        Fault::UnknownMember("Newest".into(), json!({"a": [1, null, ""]})),
    );
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .filled()
        .await
        .press("u")
        .asked("Update identity pool shop?")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    assert_eq!(server.last("UpdateIdentityPool")["Newest"], json!({"a": [1, null, ""]}));
    assert_eq!(server.last("UpdateIdentityPool")["FutureSetting"], json!({"deep": [1, null]}));
}

#[tokio::test]
async fn a_change_by_somebody_else_during_the_write_is_in_the_verdict() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await.press("c").asked("Update identity pool shop?").await;
    let gate = Gate::new();
    server.inject("UpdateIdentityPool", Fault::Hold(gate.clone()));
    ui.press("y").sees("Sending the update").await;
    server.inject(
        "DescribeIdentityPool",
        Fault::someone_else(move |store| drop(store.identity_pool_mut(&id).shift_remove("SamlProviderARNs"))),
    );
    gate.open();
    ui.sees("! 1 setting changed, 1 other").await.sees("SAML providers").await;
}

#[tokio::test]
async fn throttling_is_tried_again_and_said_on_the_row() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await;
    let gate = Gate::new();
    server.inject("DescribeIdentityPool", Fault::Throttle);
    server.inject("DescribeIdentityPool", Fault::Hold(gate.clone()));
    ui.press("c").sees("throttled by AWS, retrying (2)").await;
    gate.open();
    ui.asked("Update identity pool shop?").await;
    server.inject("UpdateIdentityPool", Fault::Throttle);
    ui.press("y").sees("1 setting changed, 0 others").await;
    assert_eq!(
        server.received("UpdateIdentityPool").len(),
        2,
        "a throttled write was not done, so it is sent again"
    );
}

#[tokio::test]
async fn a_write_that_may_not_have_arrived_ends_in_unknown_read_again() {
    for fault in [Fault::ResetBefore, Fault::InternalError, Fault::Html(502)] {
        let (server, _) = shop().await;
        let mut ui = Journey::identity_pools(&server);
        ui.sees("▶ shop").await.filled().await.press("c").asked("Update identity pool shop?").await;
        server.inject("UpdateIdentityPool", fault);
        ui.press("y").sees(": result unknown").await.sees("Unknown whether the update was applied").await;
        assert_eq!(server.received("UpdateIdentityPool").len(), 1, "nothing is sent twice");
        ui.press("y").sees("y does nothing here").await.press("r").sees(": result unknown").await;
        assert_eq!(server.received("UpdateIdentityPool").len(), 1);
    }
}

#[tokio::test]
async fn an_expired_token_keeps_the_dialog_and_y_tries_again() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await.press("c").asked("Update identity pool shop?").await;
    server.inject("UpdateIdentityPool", Fault::ExpiredToken);
    ui.press("y")
        .sees("the credentials have expired")
        .await
        .sees("aws sso login")
        .await
        .sees("Nothing was changed.")
        .await;
    ui.press("y").sees("1 setting changed, 0 others").await;
}

#[tokio::test]
async fn a_refused_write_says_which_permission_it_needs() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await.press("u").asked("Update identity pool shop?").await;
    server.inject("UpdateIdentityPool", Fault::AccessDenied);
    ui.press("y").sees("access denied").await.sees("cognito-identity:UpdateIdentityPool").await;
    server.inject("UpdateIdentityPool", Fault::ConcurrentModification);
    ui.press("y").sees("someone else is changing it").await.press("y").sees("1 setting changed").await;
}

#[tokio::test]
async fn read_only_refuses_every_write_where_it_would_leave() {
    let (server, id) = shop().await;
    let api = cognitui::aws::connect(&Settings { read_only: true, ..settings(&server) })
        .await
        .expect("a connection");
    let key = cognitui::resource::Key::top(&cognitui::resource::tables::IDENTITY_POOL, &id);
    let body = cognitui::resource::Document::from_value(described(&server, &id)).expect("a document");
    let tell: cognitui::aws::Tell = std::sync::Arc::new(|_| {});
    let (operation, before) = (WriteOperation::Update, body.clone());
    let call = Call::Write(Box::new(WriteRequest { operation, key, name: "shop".to_owned(), before, body }));
    let error = api.call(call, tell).await.expect_err("refused");
    assert_eq!(error.summary, "Read-only: UpdateIdentityPool was not sent");
    assert!(server.received("UpdateIdentityPool").is_empty());
}

#[tokio::test]
async fn a_hard_quota_is_never_tried_again() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await;
    let quota = || {
        Fault::Refuse(cognitui::demo::ServiceError::new(
            "LimitExceededException",
            "The pool limit is reached",
        ))
    };
    server.inject_always("DescribeIdentityPool", quota());
    ui.press("enter").sees("LimitExceededException").await;
    assert_eq!(server.received("DescribeIdentityPool").len(), 2, "one for the row, one for the screen");
    server.clear_faults();
    ui.press("esc c").asked("Update identity pool shop?").await;
    server.inject_always("UpdateIdentityPool", quota());
    ui.press("y").sees("LimitExceededException").await.sees("Nothing was changed.").await;
    assert_eq!(server.received("UpdateIdentityPool").len(), 1);
}

#[tokio::test]
async fn numbers_that_no_float_holds_go_back_as_they_came() {
    let (server, id) = shop().await;
    let odd: Value =
        serde_json::from_str(r#"{"big": 12345678901234567890123, "exact": 0.1000000000000000055, "e": 1e3}"#)
            .expect("numbers");
    server.with_store(|store| store.identity_pool_mut(&id).insert("Numbers".into(), odd));
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .filled()
        .await
        .press("u")
        .asked("Update identity pool shop?")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    let sent = server.last("UpdateIdentityPool")["Numbers"].to_string();
    assert_eq!(sent, r#"{"big":12345678901234567890123,"exact":0.1000000000000000055,"e":1e+3}"#);
}

#[tokio::test]
async fn after_an_accepted_write_the_reading_can_be_stopped_and_asked_for_again() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await.press("c").asked("Update identity pool shop?").await;
    let gate = Gate::new();
    server.inject("UpdateIdentityPool", Fault::Hold(gate.clone()));
    ui.press("y").sees("Sending the update").await;
    server.inject("DescribeIdentityPool", Fault::Hold(Gate::new()));
    gate.open();
    // The held reading has to be the one that is stopped, so it has to have arrived.
    server.wait_for_requests("DescribeIdentityPool", 4).await;
    ui.sees("AWS accepted it").await.press("esc").sees("its result can't be loaded").await;
    ui.press("r").sees("✓ 1 setting changed, 0 others").await;
    assert_eq!(server.received("UpdateIdentityPool").len(), 1);
}

#[tokio::test]
async fn a_write_that_was_left_is_not_sent_twice_and_its_result_comes_as_a_notice() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await.press("c").asked("Update identity pool shop?").await;
    let gate = Gate::new();
    server.inject("UpdateIdentityPool", Fault::Hold(gate.clone()));
    ui.press("y").sees("Sending the update").await;
    server.wait_for_requests("UpdateIdentityPool", 1).await;
    ui.press("esc").sees("shop: sent, the result is not known yet.").await.vanishes("Sending").await;
    ui.press("e").sees("Updating shop is under way. Wait for its result.").await;
    gate.open();
    ui.sees("✓ shop: 1 setting changed, 0 others · Classic flow → blocked").await.rests().await;
    assert_eq!(server.received("UpdateIdentityPool").len(), 1);
}

#[tokio::test]
async fn an_answer_that_never_ends_is_given_up_and_the_write_is_looked_up_instead_of_sent_again() {
    let (server, _) = shop().await;
    let brief = Duration::from_millis(150);
    let settings = Settings { connect_timeout: brief, read_timeout: brief, ..settings(&server) };
    let mut ui = Journey::start(settings, Target::IdentityPools, Options::default());
    ui.sees("▶ shop").await.filled().await.press("c").asked("Update identity pool shop?").await;
    server.inject("UpdateIdentityPool", Fault::Stall);
    ui.press("y").sees("The response was lost, but the change was applied.").await;
    assert_eq!(server.received("UpdateIdentityPool").len(), 1);
}

#[tokio::test]
async fn a_list_that_never_ends_is_given_up_with_a_sentence() {
    let (server, _) = shop().await;
    let brief = Duration::from_millis(150);
    let settings = Settings { connect_timeout: brief, read_timeout: brief, ..settings(&server) };
    server.inject_always("ListIdentityPools", Fault::Stall);
    let mut ui = Journey::start(settings, Target::IdentityPools, Options::default());
    ui.sees("did not end in time").await.sees("--read-timeout gives it longer").await;
}
