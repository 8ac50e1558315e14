//! Every screen at 80x24 and 120x40, as text. Read the snapshots like prose.

use crate::support::desk::Desk;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use serde_json::json;

/// Both sizes of a screen, under one name.
macro_rules! screens {
    ($name:literal, $desk:expr) => {{
        let desk = $desk;
        insta::assert_snapshot!(concat!($name, "_80x24"), desk.screen(80, 24));
        insta::assert_snapshot!(concat!($name, "_120x40"), desk.screen(120, 40));
    }};
}

fn user_pools() -> Desk {
    Desk::new(Target::UserPools)
}

fn identity_pools() -> Desk {
    Desk::new(Target::IdentityPools)
}

#[test]
fn the_lists() {
    screens!("user_pools", user_pools());
    screens!("identity_pools", identity_pools());
    let mut desk = identity_pools();
    desk.press("/").write("shop");
    screens!("filter", &desk);
    desk.write("zzz");
    screens!("filter_without_match", &desk);
}

#[test]
fn a_user_pool_and_what_is_in_it() {
    let mut desk = user_pools();
    desk.press("enter");
    screens!("user_pool", &desk);
    desk.press("2");
    screens!("clients", &desk);
    desk.press("enter");
    screens!("client", &desk);
    desk.press("esc 3");
    screens!("providers", &desk);
    desk.press("4");
    screens!("domains", &desk);
}

/// The identity providers of a user pool of the demo, on a day in 2026.
fn providers() -> Desk {
    let mut desk =
        Desk::with(Store::demo(), Options { now: 1_790_000_000, ..Options::default() }, Target::UserPools);
    desk.press("j enter 3").sees("従業員SSO");
    desk
}

#[test]
fn identity_providers_of_every_type() {
    let mut desk = providers();
    screens!("workforce_providers", &desk);
    desk.press("enter");
    screens!("saml_provider", &desk);
    desk.press("esc j j enter");
    screens!("saml_provider_with_a_file", &desk);
}

#[test]
fn identity_providers_are_made() {
    let mut desk = providers();
    let pool = desk.store.user_pool_id("workforce");
    desk.store
        .call("DeleteIdentityProvider", json!({"UserPoolId": pool, "ProviderName": "SignInWithApple"}))
        .expect("it goes");
    desk.press("r");
    desk.texts = vec![
        ("idp/metadata.xml".into(), include_str!("../fixtures/okta.xml").into()),
        ("idp/old.xml".into(), "<x/>".into()),
    ];
    desk.press("n");
    screens!("which_type_of_provider", &desk);
    desk.press("enter").write("okta2").press("down down down ctrl-o").write("idp/");
    screens!("picking_a_file", &desk);
    desk.press("enter");
    screens!("a_new_saml_provider", &desk);
    desk.press("ctrl-s");
    screens!("making_a_saml_provider", &desk);
    desk.press("esc esc y n")
        .write("oidc")
        .press("enter")
        .write("partner")
        .press("down down down")
        .write("made-up-id")
        .press("ctrl-s");
    screens!("a_new_oidc_provider", &desk);
    desk.press("esc y n").write("apple").press("enter ctrl-s");
    screens!("a_new_apple_provider", &desk);
}

#[test]
fn identity_providers_are_looked_at_found_and_deleted() {
    let mut desk = providers();
    let url = "https://login.acme.example/app/exk1fcia/sso/saml/metadata";
    desk.texts = vec![(url.into(), include_str!("../fixtures/shibboleth.xml").into())];
    desk.press("m");
    screens!("looking_at_metadata", &desk);
    desk.press("esc i").write("nobody.example").press("enter");
    screens!("finding_by_identifier", &desk);
    desk.press("esc j j j D");
    screens!("deleting_a_provider", &desk);
    desk.press("ctrl-t");
    screens!("taking_a_provider_out", &desk);
}

#[test]
fn domains_are_made_and_changed() {
    let mut desk = providers();
    desk.press("4 n")
        .write("auth.acme.example")
        .press("down down")
        .write("arn:aws:acm:eu-west-1:123456789012:certificate/1");
    screens!("a_new_custom_domain", &desk);
    desk.press("esc y e ctrl-u").write("2").press("ctrl-s");
    screens!("changing_a_domain", &desk);
}

#[test]
fn an_identity_pool() {
    let mut desk = identity_pools();
    desk.press("enter");
    screens!("identity_pool", &desk);
    desk.press("esc G enter");
    screens!("identity_pool_with_everything", &desk);
    desk.press("esc k enter 2");
    screens!("roles", &desk);
}

#[test]
fn the_way_of_a_toggle() {
    let mut desk = identity_pools();
    desk.press("c");
    screens!("choice", &desk);
    desk.press("enter");
    screens!("confirm", &desk);
    desk.press("y");
    screens!("done", &desk);
}

#[test]
fn the_ends_of_a_write_that_are_not_the_good_one() {
    let shop = |desk: &mut Desk, member: &str, value: serde_json::Value| {
        let id = desk.store.identity_pool_id("shop-guests");
        desk.store.identity_pool_mut(&id).insert(member.into(), value);
    };
    let mut desk = identity_pools();
    desk.press("j c");
    shop(&mut desk, "IdentityPoolTags", json!({"team": "growth"}));
    desk.press("y");
    screens!("conflict", &desk);

    let mut desk = identity_pools();
    let expired = AppError::new("Can't update the identity pool: the credentials have expired")
        .hint(
            "Sign in again in another terminal (aws sso login --profile prod, or aws login), then try again.",
        )
        .cause("ExpiredTokenException: The security token included in the request is expired");
    desk.press("j c").fails("UpdateIdentityPool", expired).press("y");
    screens!("failed", &desk);

    let mut desk = identity_pools();
    let lost = AppError::new("Can't update the identity pool: the answer was lost").kind(ErrorKind::Unknown);
    desk.press("j c").fails("UpdateIdentityPool", lost).press("y");
    screens!("unknown", &desk);

    let mut desk = identity_pools();
    desk.press("j c").hold = true;
    desk.press("y").step().step();
    shop(&mut desk, "IdentityPoolTags", json!({"team": "growth"}));
    desk.step();
    screens!("others_moved", &desk);
}

#[test]
fn the_steps_of_a_write_under_way() {
    let mut desk = identity_pools();
    desk.press("j c").hold = true;
    desk.press("y");
    screens!("checking", &desk);
    desk.step();
    screens!("sending", &desk);
    desk.step();
    screens!("verifying", &desk);
}

#[test]
fn lists_that_are_empty_or_failed() {
    screens!("empty_list", Desk::with(Store::empty(), Options::default(), Target::IdentityPools));
    let mut desk = identity_pools();
    desk.fails("ListIdentityPools", AppError::new("Can't list the identity pools: AWS keeps throttling"))
        .press("r");
    screens!("failed_list", &desk);
}

#[test]
fn many_at_once() {
    let mut desk = identity_pools();
    desk.press("a c");
    screens!("many_value", &desk);
    desk.press("enter");
    screens!("many_review", &desk);
    desk.hold = true;
    desk.press("y").step().step().step().step();
    screens!("many_writing", &desk);
    desk.release();
    screens!("many_over", &desk);
}

#[test]
fn reading_and_failing_to_read() {
    let mut desk = identity_pools();
    desk.hold = true;
    desk.press("c");
    screens!("preparing", &desk);
    let mut desk = identity_pools();
    let denied = AppError::new("Can't read the identity pool: access denied")
        .hint("The credentials need the permission cognito-identity:DescribeIdentityPool.")
        .cause("AccessDeniedException: User: arn:aws:iam::123456789012:user/ann is not authorized");
    desk.fails("DescribeIdentityPool", denied).press("enter");
    screens!("unreadable", &desk);
}

#[test]
fn the_form() {
    let mut desk = identity_pools();
    desk.press("G e");
    screens!("form", &desk);
    desk.press("end ! tab space");
    screens!("form_with_an_error", &desk);
    desk.press("esc");
    screens!("leaving_a_form", &desk);
}

#[test]
fn the_palette_and_the_keys() {
    let mut desk = identity_pools();
    desk.press("?");
    screens!("help", &desk);
    desk.press("esc :").write("classic");
    screens!("palette", &desk);
}

#[test]
fn a_window_that_is_too_small_says_so_in_a_line() {
    insta::assert_snapshot!(identity_pools().screen(39, 9), @"
    cognitui needs 40 x 10 cells; this
    window has 39 x 9. q quits.
    ");
}

#[test]
fn read_only_is_said_in_the_header() {
    let options = Options { read_only: true, profile: Some("prod".into()), ..Options::default() };
    let mut desk = Desk::with(Store::demo(), options, Target::IdentityPools);
    desk.press("c");
    screens!("read_only", &desk);
}

#[test]
fn identity_pools_are_made_and_deleted() {
    let mut desk = identity_pools();
    desk.press("n").write("new pool").press("down down down space ctrl-o");
    screens!("picking_a_user_pool", &desk);
    desk.press("enter enter ctrl-s");
    screens!("making_an_identity_pool", &desk);
    desk.press("pgdn y");
    screens!("made_an_identity_pool", &desk);
    desk.press("enter g j D").write("shop-g");
    screens!("deleting_an_identity_pool", &desk);
}

#[test]
fn roles_principal_tags_and_identities() {
    let mut desk = identity_pools();
    desk.press("j j j j enter 2 e down down down down down alt-down");
    screens!("editing_roles", &desk);
    desk.press("ctrl-s");
    screens!("changing_roles", &desk);
    desk.press("esc esc y 3");
    screens!("principal_tags", &desk);
    desk.press("4");
    screens!("identities", &desk);
}

#[test]
fn app_clients_are_edited() {
    let mut desk = user_pools();
    desk.press("enter 2 e down down down down down down");
    screens!("editing_a_client", &desk);
    desk.press("esc R").write("shop.example").press("enter").write("shop.example.org");
    screens!("replacing_a_host", &desk);
    desk.press("enter");
    screens!("replacing_a_host_in_urls", &desk);
    desk.press("esc enter 3");
    screens!("where_a_client_is_used", &desk);
    desk.press("esc D");
    screens!("deleting_a_client", &desk);
    desk.press("esc t").write("ann").press("down").write("weak");
    screens!("trying_a_sign_up", &desk);
}

#[test]
fn the_secrets_of_a_client() {
    let mut desk = user_pools();
    desk.press("enter 2 /").write("payment-gateway").press("enter enter 2");
    screens!("secrets", &desk);
    desk.press("D");
    screens!("deleting_a_secret", &desk);
}
