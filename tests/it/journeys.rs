//! What users rely on, typed into the real program over real HTTP, down to the exact request that arrives.

use std::time::Duration;

use crate::support::journey::{Journey, settings, shop};
use cognitui::app::{Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use serde_json::{Value, json};

fn described(server: &Cognito, id: &str) -> Value {
    server
        .with_store(|store| store.call("DescribeIdentityPool", json!({"IdentityPoolId": id})))
        .expect("the pool")
}

/// A server with so many identity pools.
async fn pools(count: usize) -> Cognito {
    let mut store = Store::empty();
    for number in 0..count {
        let pool =
            json!({"IdentityPoolName": format!("pool {number:04}"), "AllowUnauthenticatedIdentities": false});
        store.call("CreateIdentityPool", pool).expect("a pool");
    }
    Cognito::start(store).await.expect("a server")
}

#[tokio::test]
async fn blocking_the_classic_flow_asks_first_and_changes_nothing_else() {
    let (server, id) = shop().await;
    let before = described(&server, &id);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("c").asked("Update identity pool shop?").await;
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
        ["DescribeIdentityPool", "DescribeIdentityPool", "UpdateIdentityPool", "DescribeIdentityPool"]
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
async fn a_classic_flow_that_was_never_set_stays_unset_until_it_is_chosen() {
    let server = pools(1).await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ pool 0000")
        .await
        .press("u")
        .asked("Update identity pool “pool 0000”?")
        .await
        .press("y")
        .sees("1 setting changed")
        .await;
    assert!(server.last("UpdateIdentityPool").get("AllowClassicFlow").is_none(), "absent stays absent");
    ui.press("enter c")
        .sees("is allowed (never set)")
        .await
        .press("enter")
        .asked("→  blocked")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    assert_eq!(server.last("UpdateIdentityPool")["AllowClassicFlow"], false);
    ui.press("enter c")
        .asked("blocked  →  allowed")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    assert_eq!(server.last("UpdateIdentityPool")["AllowClassicFlow"], true);
}

#[tokio::test]
async fn a_change_by_somebody_else_between_the_readings_stops_the_write() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("c").asked("Update identity pool shop?").await;
    let changed = id.clone();
    server.inject(
        "DescribeIdentityPool",
        Fault::someone_else(move |store| {
            store.identity_pool_mut(&changed)["IdentityPoolName"] = json!("shop2");
        }),
    );
    ui.press("y").sees("was changed by someone else").await.asked("shop  →  shop2").await;
    assert!(server.received("UpdateIdentityPool").is_empty());
    ui.press("m")
        .asked("Update identity pool shop?")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    assert_eq!(server.last("UpdateIdentityPool")["IdentityPoolName"], "shop2", "theirs is kept");
    assert_eq!(server.last("UpdateIdentityPool")["AllowClassicFlow"], false, "and mine is on top");
}

#[tokio::test]
async fn a_change_by_somebody_else_during_the_write_is_in_the_verdict() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("c").asked("Update identity pool shop?").await;
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
    ui.sees("▶ shop").await;
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
async fn a_lost_answer_after_a_write_is_read_again_and_never_sent_twice() {
    for fault in [Fault::ResetAfter, Fault::Truncate] {
        let (server, id) = shop().await;
        let mut ui = Journey::identity_pools(&server);
        ui.sees("▶ shop").await.press("c").asked("Update identity pool shop?").await;
        server.inject("UpdateIdentityPool", fault);
        ui.press("y")
            .sees("The response was lost, but the change was applied")
            .await
            .sees("1 setting changed, 0 others")
            .await;
        assert_eq!(server.received("UpdateIdentityPool").len(), 1);
        assert_eq!(described(&server, &id)["AllowClassicFlow"], false);
    }
}

#[tokio::test]
async fn a_write_that_may_not_have_arrived_ends_in_unknown_read_again() {
    for fault in [Fault::ResetBefore, Fault::InternalError, Fault::Html(502)] {
        let (server, _) = shop().await;
        let mut ui = Journey::identity_pools(&server);
        ui.sees("▶ shop").await.press("c").asked("Update identity pool shop?").await;
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
    ui.sees("▶ shop").await.press("c").asked("Update identity pool shop?").await;
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
    ui.sees("▶ shop").await.press("u").asked("Update identity pool shop?").await;
    server.inject("UpdateIdentityPool", Fault::AccessDenied);
    ui.press("y").sees("access denied").await.sees("cognito-identity:UpdateIdentityPool").await;
    server.inject("UpdateIdentityPool", Fault::ConcurrentModification);
    ui.press("y").sees("someone else is changing it").await.press("y").sees("1 setting changed").await;
}

#[tokio::test]
async fn a_list_of_twelve_pages_is_complete_and_in_order() {
    let server = pools(700).await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("Identity pools (700)").await.sees("▶ pool 0000").await.press("G").sees("▶ pool 0699").await;
    assert_eq!(server.received("ListIdentityPools").len(), 12);
    let names = |screen: &str| {
        screen
            .lines()
            .filter_map(|line| line.split("pool ").nth(1)?.get(..4)?.parse().ok())
            .collect::<Vec<u32>>()
    };
    assert_eq!(names(&ui.screen()), (668..700).collect::<Vec<_>>());
    ui.press("g")
        .sees("▶ pool 0000")
        .await
        .press("/")
        .write("pool 0421")
        .sees("▶ pool 0421")
        .await
        .press("enter")
        .sees("of 700")
        .await;
    ui.press("esc").sees_no("of 700").await.sees("▶ pool 0421").await.sees("pool 0420").await;
}

#[tokio::test]
async fn rows_are_shown_and_keys_work_while_further_pages_are_on_their_way() {
    let server = pools(130).await;
    let gate = Gate::new();
    let mut ui = Journey::user_pools(&server);
    ui.sees("There are no user pools here").await;
    server.inject("ListIdentityPools", Fault::Delay(Duration::ZERO));
    server.inject("ListIdentityPools", Fault::Hold(gate.clone()));
    ui.press("2").sees("60…").await.press("j j").sees("▶ pool 0002").await;
    gate.open();
    ui.sees("Identity pools (130)").await.sees("▶ pool 0002").await;
}

#[tokio::test]
async fn a_page_that_fails_keeps_the_rows_before_it_and_says_so() {
    let server = pools(130).await;
    server.inject("ListIdentityPools", Fault::Delay(Duration::ZERO));
    server.inject("ListIdentityPools", Fault::AccessDenied);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("Incomplete list").await.sees("▶ pool 0000").await.press("r").sees("Identity pools (130)").await;
}

#[tokio::test]
async fn a_read_that_hangs_never_freezes_the_screen_and_esc_stops_it() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await;
    server.inject("DescribeIdentityPool", Fault::Hold(Gate::new()));
    ui.press("enter").sees("Loading identity pool").await;
    server.wait_for_requests("DescribeIdentityPool", 1).await;
    ui.press("?").sees("Keys").await.press("esc s").sees("Loading stopped. r refreshes.").await;
    ui.press("r").sees("Guest access").await;
    server.inject("DescribeIdentityPool", Fault::Hold(Gate::new()));
    ui.press("r").sees("Loading identity pool").await;
    server.wait_for_requests("DescribeIdentityPool", 3).await;
    ui.press("esc").sees("▶ shop").await.sees_no("Loading identity pool").await;
}

#[tokio::test]
async fn broken_answers_to_a_read_are_told_in_words_and_r_reads_again() {
    for fault in
        [Fault::Html(200), Fault::Html(403), Fault::Truncate, Fault::InternalError, Fault::ResetBefore]
    {
        let (server, _) = shop().await;
        let mut ui = Journey::identity_pools(&server);
        ui.sees("▶ shop").await;
        server.inject_always("DescribeIdentityPool", fault);
        ui.press("enter").sees("✗ Can't load the identity pool").await.sees("r refreshes.").await;
        server.clear_faults();
        ui.press("r").sees("Guest access").await;
    }
}

#[tokio::test]
async fn an_endpoint_that_nobody_answers_at_is_told_with_what_to_do() {
    let (server, _) = shop().await;
    let gone = settings(&server);
    drop(server);
    let mut ui = Journey::start(gone, Target::IdentityPools, Options::default());
    ui.sees("can't be reached").await.sees("--endpoint-url").await.sees("r refreshes").await;
}

#[tokio::test]
async fn read_only_refuses_every_write_where_it_would_leave() {
    let (server, id) = shop().await;
    let api = cognitui::aws::connect(&Settings { read_only: true, ..settings(&server) })
        .await
        .expect("a connection");
    let key = cognitui::resource::Key::top(&cognitui::resource::tables::IDENTITY_POOL, &id);
    let request = cognitui::resource::Document::from_value(described(&server, &id)).expect("a document");
    let tell: cognitui::aws::Tell = std::sync::Arc::new(|_| {});
    let error = api.call(cognitui::message::Call::Update(key, request), tell).await.expect_err("refused");
    assert_eq!(error.summary, "Read-only: UpdateIdentityPool was not sent");
    assert!(server.received("UpdateIdentityPool").is_empty());
}

#[tokio::test]
async fn a_hard_quota_is_never_tried_again() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await;
    let quota = || {
        Fault::Refuse(cognitui::demo::ServiceError::new(
            "LimitExceededException",
            "The pool limit is reached",
        ))
    };
    server.inject_always("DescribeIdentityPool", quota());
    ui.press("enter").sees("LimitExceededException").await;
    assert_eq!(server.received("DescribeIdentityPool").len(), 1);
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
async fn an_answer_that_is_not_the_resource_is_never_taken_for_one() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await;
    server.inject(
        "DescribeIdentityPool",
        Fault::UnknownMember("IdentityPoolId".into(), json!("eu-west-1:another")),
    );
    ui.press("c").sees("the response was lost or can't be read").await;
    assert!(server.received("UpdateIdentityPool").is_empty());
}

#[tokio::test]
async fn a_list_whose_token_repeats_ends_with_a_word_instead_of_never() {
    let server = pools(130).await;
    server.inject_always("ListIdentityPools", Fault::UnknownMember("NextToken".into(), json!("again")));
    let mut ui = Journey::identity_pools(&server);
    ui.sees("Incomplete list").await;
}

#[tokio::test]
async fn after_an_accepted_write_the_reading_can_be_stopped_and_asked_for_again() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("c").asked("Update identity pool shop?").await;
    let gate = Gate::new();
    server.inject("UpdateIdentityPool", Fault::Hold(gate.clone()));
    ui.press("y").sees("Sending the update").await.press("esc").sees("Waiting for the response").await;
    server.inject("DescribeIdentityPool", Fault::Hold(Gate::new()));
    gate.open();
    // The held reading has to be the one that is stopped, so it has to have arrived.
    server.wait_for_requests("DescribeIdentityPool", 3).await;
    ui.sees("AWS accepted it").await.press("esc").sees("its result can't be loaded").await;
    ui.press("r").sees("✓ 1 setting changed, 0 others").await;
    assert_eq!(server.received("UpdateIdentityPool").len(), 1);
}

#[tokio::test]
async fn a_form_that_met_a_conflict_goes_on_from_what_is_there_now() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .press("end")
        .write("2")
        .press("ctrl-s")
        .asked("Update identity pool shop?")
        .await;
    server.with_store(|store| store.identity_pool_mut(&id)["IdentityPoolName"] = json!("theirs"));
    ui.press("y")
        .sees("Both change the same setting")
        .await
        .press("esc")
        .sees("Edit shop")
        .await
        .sees("shop2")
        .await;
    ui.press("ctrl-s")
        .asked("Name  theirs  →  shop2")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    assert_eq!(server.last("UpdateIdentityPool")["IdentityPoolName"], "shop2");
}

#[tokio::test]
async fn the_account_is_asked_for_again_once_there_are_credentials() {
    let (server, _) = shop().await;
    server.inject("GetCallerIdentity", Fault::ExpiredToken);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.rests().await.sees_no("123456789012").await.press("c").sees("123456789012").await;
}

#[tokio::test]
async fn the_account_is_asked_for_and_silently_absent_when_that_is_refused() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("123456789012").await;
    server.inject_always("GetCallerIdentity", Fault::AccessDenied);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("c").sees("account unknown").await;
}

#[tokio::test]
async fn the_form_sends_the_whole_pool_with_what_was_edited() {
    let (server, id) = shop().await;
    let before = described(&server, &id);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("e").sees("Edit shop").await;
    ui.sees("login.shop  (can't be changed once set)").await;
    // The name, then the classic flow.
    ui.press("end").write(" two").press("tab tab space").sees("‹ blocked ›").await;
    ui.press("ctrl-s")
        .asked("Update identity pool shop?")
        .await
        .asked("Name  shop  →  shop two")
        .await
        .press("y")
        .sees("2 settings changed, 0 others")
        .await;
    let mut expected = before;
    expected["IdentityPoolName"] = json!("shop two");
    expected["AllowClassicFlow"] = json!(false);
    assert_eq!(server.received("UpdateIdentityPool"), [expected]);
    ui.press("enter").sees("▶ shop two").await;
}

#[tokio::test]
async fn every_collection_of_the_form_takes_new_entries_and_loses_old_ones() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("e").sees("Edit shop").await;
    // User-pool providers: name, guests, classic flow, then the first record's three cells.
    ui.press("tab tab tab ctrl-n")
        .write("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_B")
        .press("tab")
        .write("def")
        .press("tab space")
        .sees("2 Provider")
        .await;
    // Login providers: the second entry, then Google's app id changed.
    ui.press("tab")
        .sees("▶     + add an entry")
        .await
        .press("tab tab end")
        .write("2")
        .press("ctrl-n")
        .write("www.amazon.com")
        .press("tab")
        .write("amzn1")
        .sees("amzn1")
        .await;
    // OpenID Connect: removed. SAML: pasted two.
    ui.press("tab tab").sees("▶   1 ARN").await.press("ctrl-d").sees("0 entries").await.press("tab tab");
    ui.paste("arn:aws:iam::123456789012:saml-provider/a\narn:aws:iam::123456789012:saml-provider/b\n")
        .sees("3 entries")
        .await;
    // Tags: the key of the only one is changed.
    ui.press("tab tab end")
        .write("s")
        .press("ctrl-s")
        .asked("Update identity pool shop?")
        .await
        .press("y")
        .sees("0 others")
        .await;
    let sent = server.last("UpdateIdentityPool");
    assert_eq!(
        sent["CognitoIdentityProviders"],
        json!([
            {"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", "ClientId": "abc", "ServerSideTokenCheck": true},
            {"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_B", "ClientId": "def", "ServerSideTokenCheck": true},
        ])
    );
    assert_eq!(
        sent["SupportedLoginProviders"],
        json!({"accounts.google.com": "123.apps2", "www.amazon.com": "amzn1"})
    );
    assert_eq!(sent["OpenIdConnectProviderARNs"], json!([]));
    let saml = ["okta", "a", "b"].map(|name| format!("arn:aws:iam::123456789012:saml-provider/{name}"));
    assert_eq!(sent["SamlProviderARNs"], json!(saml));
    assert_eq!(sent["IdentityPoolTags"], json!({"teams": "web"}));
    assert_eq!(
        (&sent["FutureSetting"], &sent["DeveloperProviderName"]),
        (&json!({"deep": [1, null]}), &json!("login.shop"))
    );
    assert_eq!(described(&server, &id)["IdentityPoolTags"], json!({"teams": "web"}));
}

#[tokio::test]
async fn bad_input_is_refused_where_it_stands_and_nothing_is_lost() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .press("end")
        .write("!")
        .sees("✗ letters, digits, spaces and + = , . @ -")
        .await;
    ui.press("ctrl-s").sees("fixing:").await.sees("shop!").await;
    ui.press("backspace ctrl-s").sees("Nothing to send: no setting changed.").await;
    // A role where a provider belongs, an entry that is a duplicate, an empty record.
    ui.press("tab tab tab tab tab tab ctrl-n ctrl-s").sees("✗ must not be empty").await.press("ctrl-d");
    ui.press("esc").sees_no("Edit shop").await;
    assert!(server.received("UpdateIdentityPool").is_empty());
}

#[tokio::test]
async fn leaving_a_form_with_edits_asks_first() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .write("x")
        .press("esc")
        .sees("Discard the edits?")
        .await;
    ui.press("n")
        .sees_no("Discard the edits?")
        .await
        .sees("Edit shop")
        .await
        .press("esc y")
        .sees_no("Edit shop")
        .await;
    assert!(server.received("UpdateIdentityPool").is_empty());
}

#[tokio::test]
async fn what_only_the_server_can_know_comes_back_on_the_form_with_everything_still_in_it() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .press("end")
        .write("2")
        .press("ctrl-s")
        .asked("Update identity pool shop?")
        .await;
    let refusal = "1 validation error detected: Value 'shop2' at 'identityPoolName' failed to satisfy constraint: is taken";
    server.inject(
        "UpdateIdentityPool",
        Fault::Refuse(cognitui::demo::ServiceError::new("ValidationException", refusal)),
    );
    ui.press("y")
        .sees("AWS refused a value")
        .await
        .press("esc")
        .sees("Edit shop")
        .await
        .sees("shop2")
        .await
        .sees("is taken")
        .await;
}

#[tokio::test]
async fn a_user_pool_opens_to_its_clients_providers_and_domains() {
    let server = Cognito::start(Store::demo()).await.expect("a server");
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop-prod").await.press("enter").sees("Password policy").await;
    ui.press("2")
        .sees("App clients (37)")
        .await
        .press("enter")
        .sees("Authentication flows")
        .await
        .press("esc")
        .sees("▶ web")
        .await;
    ui.press("3").sees("Identity providers (2)").await.press("4").sees("SAML reply (ACS)").await;
    ui.press("esc j enter 3").sees("▶ 従業員SSO").await.press("enter").sees("rsa-sha256").await;
    assert!(server.operations().iter().all(|operation| operation.starts_with("List")
        || operation.starts_with("Describe")
        || operation.starts_with("Get")));
}

#[tokio::test]
async fn escape_sequences_in_names_are_seen_and_not_obeyed() {
    let (server, id) = shop().await;
    server.with_store(|store| {
        store.identity_pool_mut(&id)["IdentityPoolName"] = json!("evil\u{1b}[2Jname\u{202e}");
    });
    let mut ui = Journey::identity_pools(&server);
    ui.sees("evil␛[2Jname\u{fffd}").await;
}
