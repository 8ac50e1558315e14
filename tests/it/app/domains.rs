//! Domains: how each sort is created, changed, polled and deleted.

use super::user_pool;
use crate::support::harness::Harness;
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::Call;
use cognitui::resource::tables::DOMAIN;
use cognitui::resource::{Document, update_request};
use serde_json::json;

/// The harness at the domain tab of a pool without one.
fn domains() -> (Harness, String) {
    let (mut harness, pool) = user_pool();
    harness.press("4").sees("There is no domain here.");
    (harness, pool)
}

#[test]
fn a_prefix_domain_is_made_and_followed_until_it_is_active() {
    let (mut harness, pool) = domains();
    harness.press("n").sees("New domain");
    harness.fill("Domain", "My-Shop").sees("lower-case letters, digits and hyphens");
    harness.fill("Domain", "my-cognito").sees("must not contain cognito");
    harness
        .fill("Domain", "my-shop")
        .never_shows("Certificate")
        .press("ctrl-s")
        .sees("Create domain my-shop?")
        .press("pgdn y")
        .sees(" match");
    assert_eq!(harness.last_update(), json!({"Domain": "my-shop", "UserPoolId": pool}));
    harness.press("enter").sees("Status                      ACTIVE").sees("m/oauth2/idpresponse");
    harness.press("n");
    harness.fill("Domain", "other").press("ctrl-s").sees("my-shop. Delete it first");
}

#[test]
fn a_custom_domain_wants_a_certificate_of_virginia_and_can_be_changed() {
    let (mut harness, pool) = domains();
    let arn = |region: &str| format!("arn:aws:acm:{region}:123456789012:certificate/1");
    harness.press("n");
    harness.fill("Domain", "auth.shop.example").sees("Certificate *");
    harness.fill("Certificate", &arn("eu-west-1")).sees("must be in us-east-1");
    harness
        .fill("Certificate", &arn("us-east-1"))
        .press("ctrl-s")
        .press("pgdn y")
        .sees(" match")
        .press("enter");
    assert_eq!(
        harness.last_update(),
        json!({"Domain": "auth.shop.example", "CustomDomainConfig": {"CertificateArn": arn("us-east-1")}, "UserPoolId": pool})
    );
    harness.sees("ACTIVE").press("e").focus_field("Login pages version").sees("‹ 1 ›");
    harness
        .fill("Login pages version", "2")
        .sees("‹ 2 ›")
        .press("ctrl-s")
        .press("pgdn y")
        .sees("1 setting changed, 0 others")
        .press("enter");
    let sent = harness.last_update();
    assert_eq!(
        (&sent["ManagedLoginVersion"], &sent["CustomDomainConfig"]["CertificateArn"], sent.get("Status")),
        (&json!(2), &json!(arn("us-east-1")), None)
    );
    harness.press("D").write("auth.shop.example").press("enter").sees("✓ Accepted: AWS is deleting it");
    harness.press("enter").sees("There is no domain here.");
    assert_eq!(harness.last_update(), json!({"UserPoolId": pool, "Domain": "auth.shop.example"}));
}

/// Answers all that is asked, and what follows from that, but for looks at what passes; how long the next
/// look waits.
fn waits(harness: &mut Harness) -> Option<u64> {
    for _ in 0..20 {
        if let Some(Call::DescribeAfter(_, wait)) =
            harness.held.iter().map(|(_, call)| call).find(|call| matches!(call, Call::DescribeAfter(..)))
        {
            return Some(wait.as_secs());
        }
        if harness.held.is_empty() {
            return None;
        }
        harness.step();
    }
    None
}

/// A change of the login pages of a domain that is on its way; nothing is answered by itself any more.
fn on_its_way(harness: &mut Harness, version: &str) {
    harness.hold = false;
    harness.press("e");
    harness.fill("Login pages version", version).press("ctrl-s");
    harness.hold = true;
    harness.press("pgdn y");
    waits(harness);
    harness.sees("1 setting changed").press("enter").sees("UPDATING");
}

#[test]
fn a_domain_on_its_way_is_looked_at_ever_more_rarely_and_often_again_after_the_next_change() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("1 r 4").sees("ACTIVE");
    for version in ["2", "1"] {
        on_its_way(&mut harness, version);
        let mut all = Vec::new();
        while let Some(wait) = waits(&mut harness) {
            all.push(wait);
            harness.step();
        }
        assert_eq!(all[..2], [1, 2], "{all:?}");
        harness.sees("ACTIVE");
    }
}

#[test]
fn looking_at_a_domain_on_its_way_stops_with_a_key_and_where_another_tab_is_shown() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("1 r 4").sees("ACTIVE");
    on_its_way(&mut harness, "2");
    assert!(waits(&mut harness).is_some());
    harness.press("1");
    assert_eq!(waits(&mut harness), None);
    harness.press("4");
    assert_eq!(waits(&mut harness), Some(1));
    harness.press("s").sees("Loading stopped");
    assert_eq!(waits(&mut harness), None);
    harness.press("j k").sees("UPDATING");
    assert_eq!(waits(&mut harness), None);
    harness.press("r");
    assert_eq!(waits(&mut harness), Some(1));
}

#[test]
fn a_look_that_is_refused_is_said_and_not_tried_over_and_over() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("1 r 4").sees("ACTIVE");
    on_its_way(&mut harness, "2");
    harness.fails(
        "DescribeUserPoolDomain",
        AppError::new("Can't read the domain: the credentials have expired").kind(ErrorKind::Credentials),
    );
    harness
        .step()
        .sees("✗ Not refreshed: the credentials have expired")
        .press("!")
        .sees("Can't read the domain")
        .press("esc");
    assert_eq!(waits(&mut harness), None);
}

#[test]
fn a_domain_that_is_made_again_after_it_was_deleted_is_the_chosen_one() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("1 r 4").sees("ACTIVE");
    for _ in 0..2 {
        harness.press("n");
        harness.fill("Domain", "auth.shop.example");
        harness
            .fill("Certificate", "arn:aws:acm:us-east-1:123456789012:certificate/1")
            .press("ctrl-s pgdn y")
            .sees(" match");
        harness
            .press("enter")
            .sees("▶ Domain                      auth.shop.example")
            .press("G D")
            .sees("Delete domain auth.shop.example?");
        harness.write("auth.shop.example").press("enter enter").never_shows("auth.shop.example/");
    }
}

#[test]
fn the_second_domain_of_a_pool_is_the_chosen_one_once_it_is_made() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("1 r 4").sees("▶ Domain                      my-shop").press("n");
    harness.fill("Domain", "auth.shop.example");
    harness
        .fill("Certificate", "arn:aws:acm:us-east-1:123456789012:certificate/1")
        .press("ctrl-s pgdn y")
        .sees(" match");
    harness
        .press("enter")
        .sees("▶ Domain                      auth.shop.example")
        .press("D")
        .sees("Delete domain auth.shop.example?");
}

#[test]
fn an_update_of_a_prefix_domain_sends_no_empty_custom_config() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("1 r 4").sees("my-shop").sees("ACTIVE").press("e");
    harness
        .fill("Login pages version", "2")
        .press("ctrl-s")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"Domain": "my-shop", "UserPoolId": pool, "ManagedLoginVersion": 2})
    );
}

#[test]
fn the_addresses_of_a_domain_are_copied_with_a_key() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.press("1 r 4").sees("▶ Domain").press("y j j j j j j j j y").sees("Sent to the clipboard");
    assert_eq!(harness.copied[0], "my-shop");
    assert!(
        harness.copied[1].starts_with("https://my-shop.auth.eu-west-1.amazoncognito.com/"),
        "{:?}",
        harness.copied
    );
}

/// The domain once its last change is through, which takes some looks at it.
fn settled(store: &mut Store) -> Document {
    let mut described = || {
        let mut answer =
            store.call("DescribeUserPoolDomain", json!({"Domain": "auth.shop.example"})).expect("the domain");
        Document::from_value(answer["DomainDescription"].take()).expect("a document")
    };
    (0..10).map(|_| described()).last().expect("a domain")
}

#[test]
fn changing_any_one_setting_of_a_domain_leaves_the_others_at_a_service_that_resets_what_is_omitted() {
    let arn = |name: &str| json!(format!("arn:aws:acm:us-east-1:123456789012:certificate/{name}"));
    let others = [
        ("ManagedLoginVersion", json!(1)),
        ("CustomDomainConfig.CertificateArn", arn("2")),
        ("CustomDomainConfig.SecurityPolicy", json!("TLS_V1_2_2021")),
    ];
    for (path, value) in others {
        let (mut harness, pool) = user_pool();
        let body = json!({"UserPoolId": pool, "Domain": "auth.shop.example", "ManagedLoginVersion": 2,
            "CustomDomainConfig": {"CertificateArn": arn("1"), "SecurityPolicy": "TLS_V1"}});
        harness.store.call("CreateUserPoolDomain", body).expect("a domain");
        let before = settled(&mut harness.store);
        assert_eq!(before.text("Status"), Some("ACTIVE"));
        let mut edited = before.clone();
        edited.set(path, Some(value));
        let request = update_request(&before, &edited, &DOMAIN).into_value();
        harness.store.call("UpdateUserPoolDomain", request).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(settled(&mut harness.store), edited, "{path}");
    }
}

#[test]
fn a_new_domain_waits_for_the_user_pool_and_says_so() {
    let (mut harness, _) = user_pool();
    harness.press("esc").hold = true;
    harness.press("enter 4 n").sees("The user pool is not loaded yet.");
    harness.press("s n").sees("Loading the user pool was stopped: r refreshes.").release();
    harness.fails("DescribeUserPool", AppError::new("Can't load the user pool: access denied"));
    harness
        .press("r n")
        .sees("The user pool could not be loaded: r refreshes.")
        .press("r n")
        .sees("New domain");
}

#[test]
fn a_value_that_does_not_apply_any_more_is_said_to_be_left_out() {
    let (mut harness, _) = domains();
    harness.press("n").fill("Domain", "auth.shop.example");
    harness.fill("Certificate", "arn:aws:acm:us-east-1:123456789012:certificate/1").press("up up");
    harness.press("ctrl-u").write("my-shop").press("ctrl-s").sees("Create domain my-shop?");
    harness.sees("Not sent, because it does not apply now: Certificate.");
}

#[test]
fn the_tags_of_the_user_pool_speak_for_its_domain_before_the_form_and_the_deletion() {
    let (mut harness, pool) = domains();
    harness
        .store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    harness.store.user_pool_mut("shop").insert("UserPoolTags".into(), json!({"ManagedBy": "terraform"}));
    harness.press("1 r 4").sees("my-shop").press("e").sees("Edit my-shop");
    harness.sees("! The user pool is managed by Terraform, by its tag ManagedBy, and so may this");
    harness.press("esc D").sees("The user pool is managed by Terraform").press("esc");
    harness.press("n").never_shows("managed by");
}
