//! Lists, resources and the account: read page by page, slowly, or not at all.

use super::pools;
use crate::support::journey::{Journey, settings, shop};
use cognitui::app::{Options, Target};
use cognitui::demo::{Cognito, Fault, Gate, ServiceError, Store};
use serde_json::json;
use std::time::Duration;

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
        .sees("1 match in")
        .await;
    ui.press("esc").vanishes("1 match in").await.sees("▶ pool 0000").await;
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
    server.inject("ListIdentityPools", Fault::Delay(Duration::ZERO));
    server.inject("ListIdentityPools", Fault::AccessDenied);
    ui.press("r").sees("Refreshed in part: access denied").await.press("G").sees("▶~pool 0129").await;
    ui.press("!").sees("The credentials need the permission cognito-identity:ListIdentityPools.").await;
}

#[tokio::test]
async fn a_read_that_hangs_never_freezes_the_screen_and_esc_stops_it() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await;
    server.inject("DescribeIdentityPool", Fault::Hold(Gate::new()));
    ui.press("enter").sees("Loading identity pool").await;
    server.wait_for_requests("DescribeIdentityPool", 2).await;
    ui.press("?").sees("Keys").await.press("esc s").sees("Loading stopped. r refreshes.").await;
    ui.press("r").sees("Guest access").await;
    server.inject("DescribeIdentityPool", Fault::Hold(Gate::new()));
    ui.press("r").sees("Loading identity pool").await;
    server.wait_for_requests("DescribeIdentityPool", 4).await;
    ui.press("esc").sees("▶ shop").await.vanishes("Loading identity pool").await;
}

#[tokio::test]
async fn broken_answers_to_a_read_are_told_in_words_and_r_reads_again() {
    for fault in
        [Fault::Html(200), Fault::Html(403), Fault::Truncate, Fault::InternalError, Fault::ResetBefore]
    {
        let (server, _) = shop().await;
        let mut ui = Journey::identity_pools(&server);
        ui.sees("▶ shop").await.filled().await;
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
async fn an_answer_that_is_not_the_resource_is_never_taken_for_one() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await;
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
async fn the_account_is_asked_for_again_once_there_are_credentials() {
    let (server, _) = shop().await;
    server.inject("GetCallerIdentity", Fault::ExpiredToken);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .filled()
        .await
        .rests()
        .await
        .never_shows("123456789012")
        .await
        .press("c")
        .sees("123456789012")
        .await;
}

#[tokio::test]
async fn the_account_is_asked_for_and_silently_absent_when_that_is_refused() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("123456789012").await;
    server.inject_always("GetCallerIdentity", Fault::AccessDenied);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.filled().await.press("c").sees("account unknown").await;
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

#[tokio::test]
async fn an_answer_that_is_far_too_large_is_refused_with_a_sentence() {
    let server = pools(3).await;
    let filler = json!("x".repeat(9_000_000));
    server.inject_always("ListIdentityPools", Fault::UnknownMember("Filler".into(), filler));
    let mut ui = Journey::identity_pools(&server);
    ui.sees("the response is larger than 8 MB").await;
}

#[tokio::test]
async fn a_clock_that_is_off_and_a_refused_signature_are_told_apart() {
    for (message, words) in [
        (
            "Signature expired: 20260101T000000Z is now earlier than 20260101T010000Z",
            "the clock of this machine",
        ),
        ("The request signature we calculated does not match", "AWS does not accept the credentials"),
    ] {
        let server = pools(1).await;
        let refusal = ServiceError::new("InvalidSignatureException", message);
        server.inject_always("ListIdentityPools", Fault::Refuse(refusal));
        Journey::identity_pools(&server).sees(words).await;
    }
}
