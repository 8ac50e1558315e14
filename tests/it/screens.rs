//! Every screen at 80x24 and 120x40, and the main ones at 200x50, as text. Read the snapshots like prose.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::Event;
use serde_json::json;

/// Both sizes of a screen, under one name.
macro_rules! screens {
    ($name:literal, $harness:expr) => {{
        let harness = $harness;
        assert_eq!(harness.clipped(80, 24), [""; 0], concat!($name, ": sentences that are clipped"));
        insta::assert_snapshot!(concat!($name, "_80x24"), harness.screen(80, 24));
        insta::assert_snapshot!(concat!($name, "_120x40"), harness.screen(120, 40));
    }};
}

/// The same, and a wide window.
macro_rules! main_screens {
    ($name:literal, $harness:expr) => {{
        let harness = $harness;
        screens!($name, &*harness);
        harness.event(Event::Resize { width: 200, height: 50 });
        assert_eq!(harness.clipped(200, 50), [""; 0], concat!($name, ": sentences that are clipped"));
        insta::assert_snapshot!(concat!($name, "_200x50"), harness.screen(200, 50));
        harness.event(Event::Resize { width: 80, height: 24 });
    }};
}

mod contexts;
mod trust;

fn user_pools() -> Harness {
    Harness::new(Target::UserPools)
}

fn identity_pools() -> Harness {
    Harness::new(Target::IdentityPools)
}

#[test]
fn the_lists() {
    main_screens!("user_pools", &mut user_pools());
    main_screens!("identity_pools", &mut identity_pools());
    let mut harness = identity_pools();
    harness.press("/").write("shop");
    screens!("filter", &harness);
    harness.write("zzz");
    screens!("filter_without_match", &harness);
}

#[test]
fn the_findings_of_all_pools() {
    let mut harness = Harness::at(1_790_000_000, Store::demo(), Options::default(), Target::UserPools);
    harness.press("3");
    screens!("findings_before_a_scan", &harness);
    harness.hold = true;
    harness.press("r").step().step().step();
    screens!("findings_during_a_scan", &harness);
    harness.release();
    screens!("findings", &harness);
    harness.press("space space f");
    screens!("findings_fixed_in_bulk", &harness);
}

#[test]
fn a_user_pool_and_what_is_in_it() {
    let mut harness = user_pools();
    harness.press("enter");
    main_screens!("user_pool", &mut harness);
    harness.press("2");
    main_screens!("clients", &mut harness);
    harness.press("?");
    screens!("help_of_app_clients", &harness);
    harness.press("esc");
    harness.press("enter");
    main_screens!("client", &mut harness);
    harness.press("esc 3");
    main_screens!("providers", &mut harness);
    harness.press("4");
    screens!("domains", &harness);
}

/// The identity providers of a user pool of the demo, on a day in 2026.
fn providers() -> Harness {
    let mut harness = Harness::at(1_790_000_000, Store::demo(), Options::default(), Target::UserPools);
    harness.press("j enter 3").sees("従業員SSO");
    harness
}

#[test]
fn identity_providers_of_every_type() {
    let mut harness = providers();
    screens!("workforce_providers", &harness);
    harness.press("enter");
    screens!("saml_provider", &harness);
    harness.press("esc j j enter");
    screens!("saml_provider_with_a_file", &harness);
}

#[test]
fn identity_providers_are_made() {
    let mut harness = providers();
    let pool = harness.store.user_pool_id("workforce");
    harness
        .store
        .call("DeleteIdentityProvider", json!({"UserPoolId": pool, "ProviderName": "SignInWithApple"}))
        .expect("it goes");
    harness.press("r");
    harness.texts = vec![
        ("idp/metadata.xml".into(), include_str!("../fixtures/okta.xml").into()),
        ("idp/old.xml".into(), "<x/>".into()),
    ];
    harness.press("n");
    screens!("which_type_of_provider", &harness);
    harness.press("enter").write("okta2").press("down down down ctrl-o").write("idp/");
    screens!("picking_a_file", &harness);
    harness.press("enter");
    screens!("a_new_saml_provider", &harness);
    harness.press("ctrl-s");
    screens!("making_a_saml_provider", &harness);
    harness
        .press("esc esc y n")
        .write("oidc")
        .press("enter")
        .write("partner")
        .press("down down down")
        .write("made-up-id")
        .press("ctrl-s");
    screens!("a_new_oidc_provider", &harness);
    harness.press("esc y n").write("apple").press("enter ctrl-s");
    screens!("a_new_apple_provider", &harness);
}

#[test]
fn identity_providers_are_looked_at_found_and_deleted() {
    let mut harness = providers();
    let url = "https://login.acme.example/app/exk1fcia/sso/saml/metadata";
    harness.texts = vec![(url.into(), include_str!("../fixtures/shibboleth.xml").into())];
    harness.press("m");
    screens!("looking_at_metadata", &harness);
    harness.press("esc i").write("nobody.example").press("enter");
    screens!("finding_by_identifier", &harness);
    harness.press("esc j j j D");
    screens!("deleting_a_provider", &harness);
    harness.press("ctrl-t");
    screens!("taking_a_provider_out", &harness);
}

#[test]
fn domains_are_made_and_changed() {
    let mut harness = providers();
    harness
        .press("4 n")
        .write("auth.acme.example")
        .press("down down")
        .write("arn:aws:acm:eu-west-1:123456789012:certificate/1");
    screens!("a_new_custom_domain", &harness);
    harness.press("esc y e ctrl-u").write("2").press("ctrl-s");
    screens!("changing_a_domain", &harness);
}

#[test]
fn an_identity_pool() {
    let mut harness = identity_pools();
    harness.press("enter");
    screens!("identity_pool", &harness);
    harness.press("esc G enter");
    screens!("identity_pool_with_everything", &harness);
    harness.press("esc k enter 2");
    screens!("roles", &harness);
}

#[test]
fn the_way_of_a_toggle() {
    let mut harness = identity_pools();
    harness.press("c");
    screens!("choice", &harness);
    harness.press("enter");
    screens!("confirm", &harness);
    harness.press("y");
    screens!("done", &harness);
}

#[test]
fn the_ends_of_a_write_that_are_not_the_good_one() {
    let shop = |harness: &mut Harness, member: &str, value: serde_json::Value| {
        let id = harness.store.identity_pool_id("shop-guests");
        harness.store.identity_pool_mut(&id).insert(member.into(), value);
    };
    let mut harness = identity_pools();
    harness.press("j c");
    shop(&mut harness, "IdentityPoolTags", json!({"team": "growth"}));
    harness.press("y");
    screens!("conflict", &harness);

    let mut harness = identity_pools();
    let oidc = "arn:aws:iam::123456789012:oidc-provider";
    shop(&mut harness, "OpenIdConnectProviderARNs", json!([format!("{oidc}/ci.example.com")]));
    harness.press("j e").fill("Name", "shop-web").focus_field("1 ARN").press("ctrl-n");
    harness.write(&format!("{oidc}/mine.example.com")).press("ctrl-s");
    shop(&mut harness, "IdentityPoolTags", json!({"team": "growth"}));
    shop(&mut harness, "OpenIdConnectProviderARNs", json!([format!("{oidc}/theirs.example.com")]));
    shop(&mut harness, "IdentityPoolName", json!("shop-theirs"));
    harness.press("y left down");
    screens!("conflict_of_the_same_settings", &harness);

    let mut harness = identity_pools();
    let expired = AppError::new("Can't update the identity pool: the credentials have expired")
        .hint(
            "Sign in again in another terminal (aws sso login --profile prod, or aws login), then try again.",
        )
        .cause("ExpiredTokenException: The security token included in the request is expired");
    harness.press("j c").fails("UpdateIdentityPool", expired).press("y");
    screens!("failed", &harness);

    let mut harness = identity_pools();
    let lost =
        AppError::new("Can't update the identity pool: the response was lost").kind(ErrorKind::Unknown);
    harness.press("j c").fails("UpdateIdentityPool", lost).press("y");
    screens!("unknown", &harness);

    let mut harness = identity_pools();
    harness.press("j c").hold = true;
    harness.press("y").step().step();
    shop(&mut harness, "IdentityPoolTags", json!({"team": "growth"}));
    harness.step();
    screens!("others_moved", &harness);
}

#[test]
fn the_steps_of_a_write_under_way() {
    let mut harness = identity_pools();
    harness.press("j c").hold = true;
    harness.press("y");
    screens!("checking", &harness);
    harness.step();
    screens!("sending", &harness);
    harness.step();
    screens!("verifying", &harness);
}

#[test]
fn lists_that_are_empty_or_failed() {
    screens!("empty_list", Harness::with(Store::empty(), Options::default(), Target::IdentityPools));
    let mut harness = identity_pools();
    let throttled = AppError::new("Can't list the identity pools: AWS keeps throttling")
        .hint("Wait a little; these quotas are shared with production.")
        .cause("TooManyRequestsException: Rate exceeded");
    harness.fails("ListIdentityPools", throttled).press("r");
    screens!("failed_list", &harness);
    harness.press("!");
    screens!("why_a_list_failed", &harness);
}

#[test]
fn many_at_once() {
    let mut harness = identity_pools();
    harness.press("a c");
    screens!("many_value", &harness);
    harness.press("enter");
    screens!("many_review", &harness);
    harness.hold = true;
    harness.press("y").step().step().step().step();
    screens!("many_writing", &harness);
    harness.release();
    screens!("many_over", &harness);
}

#[test]
fn reading_and_failing_to_read() {
    let mut harness = identity_pools();
    harness.hold = true;
    harness.press("c");
    screens!("preparing", &harness);
    let mut harness = identity_pools();
    let denied = AppError::new("Can't read the identity pool: access denied")
        .hint("The credentials need the permission cognito-identity:DescribeIdentityPool.")
        .cause("AccessDeniedException: User: arn:aws:iam::123456789012:user/ann is not authorized");
    harness.fails("DescribeIdentityPool", denied).press("enter");
    screens!("unreadable", &harness);
}

#[test]
fn the_form() {
    let mut harness = identity_pools();
    harness.press("G e");
    screens!("form", &harness);
    harness.press("end ! tab space");
    screens!("form_with_an_error", &harness);
    harness.press("esc");
    screens!("leaving_a_form", &harness);
    harness.press("k e");
    screens!("form_that_offers_a_draft", &harness);
    harness.press("esc J j j j j j");
    screens!("json", &harness);
}

#[test]
fn the_palette_and_the_keys() {
    let mut harness = identity_pools();
    harness.press("?");
    screens!("help", &harness);
    harness.press("esc :").write("classic");
    screens!("palette", &harness);
}

#[test]
fn the_help_of_a_setting_ends_with_its_name_in_the_api() {
    let mut harness = identity_pools();
    harness.press("enter j j").sees("Whether guests get AWS credentials.  AllowUnauthenticatedIdentities");
    harness.press("j").sees("AllowClassicFlow").press("e").sees("› Edit ").sees("AllowClassicFlow");
}

#[test]
fn in_a_narrow_window_a_long_sentence_is_wrapped_and_not_clipped() {
    let options = Options { read_only: true, ..Options::default() };
    let mut harness = Harness::with(Store::demo(), options, Target::IdentityPools);
    harness.press("c");
    assert_eq!(harness.clipped(50, 16), [""; 0]);
    let screen = harness.screen(50, 16);
    assert!(
        screen.contains("Read-only: cognitui was started with") && screen.contains("changed."),
        "{screen}"
    );
}

#[test]
fn a_window_that_is_too_small_says_so_in_a_line() {
    insta::assert_snapshot!(identity_pools().screen(39, 9), @"
    cognitui needs a window of 40x10 or
    more. This one is 39x9. q quits.
    ");
}

#[test]
fn read_only_is_said_in_the_header() {
    let options = Options { read_only: true, profile: Some("prod".into()), ..Options::default() };
    let mut harness = Harness::with(Store::demo(), options, Target::IdentityPools);
    harness.press("c");
    screens!("read_only", &harness);
}

#[test]
fn identity_pools_are_made_and_deleted() {
    let mut harness = identity_pools();
    harness.press("n").write("new pool").press("down down down space ctrl-o");
    screens!("picking_a_user_pool", &harness);
    harness.press("enter enter ctrl-s");
    screens!("making_an_identity_pool", &harness);
    harness.press("pgdn y");
    screens!("made_an_identity_pool", &harness);
    harness.press("enter g j D").write("shop-g");
    screens!("deleting_an_identity_pool", &harness);
}

#[test]
fn roles_principal_tags_and_identities() {
    let mut harness = identity_pools();
    harness.press("j j j j enter 2 e down down down down down alt-down");
    screens!("editing_roles", &harness);
    harness.press("ctrl-s");
    screens!("changing_roles", &harness);
    harness.press("esc esc y 3");
    screens!("principal_tags", &harness);
    harness.press("4");
    screens!("identities", &harness);
}

#[test]
fn app_clients_are_edited() {
    let mut harness = user_pools();
    harness.press("enter 2 e down down down down down down");
    screens!("editing_a_client", &harness);
    harness.press("esc R").write("shop.example").press("enter").write("shop.example.org");
    screens!("replacing_a_host", &harness);
    harness.press("enter");
    screens!("replacing_a_host_in_urls", &harness);
    harness.press("esc enter 3");
    screens!("where_a_client_is_used", &harness);
    harness.press("esc D");
    screens!("deleting_a_client", &harness);
    harness.press("esc t").write("ann").press("down").write("weak");
    screens!("trying_a_sign_up", &harness);
}

#[test]
fn the_secrets_of_a_client() {
    let mut harness = user_pools();
    harness.press("enter 2 /").write("payment-gateway").press("enter enter 2");
    screens!("secrets", &harness);
    harness.press("D");
    screens!("deleting_a_secret", &harness);
}
