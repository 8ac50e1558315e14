//! The details of a resource: where the form opens, and how rows are found.

use super::shop;
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::json;

/// The details of an app client with two callback URLs.
pub(super) fn client() -> Harness {
    client_with(Options::default())
}

fn client_with(options: Options) -> Harness {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let client = json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": "web",
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": ["https://a.example/in", "https://b.example/in"], "AccessTokenValidity": 2});
    store.call("CreateUserPoolClient", client).expect("a client");
    let mut harness = Harness::with(store, options, Target::UserPools);
    harness.press("enter 2 enter").sees("▶ Name");
    harness
}

/// Goes down from the top of details until the chosen row has a text.
pub(super) fn choose(harness: &mut Harness, text: &str) {
    harness.press("g");
    for _ in 0..150 {
        let screen = harness.screen(80, 24);
        if screen.lines().any(|line| line.contains('▶') && line.contains(text)) {
            return;
        }
        harness.press("j");
    }
    panic!("there is no row {text}:\n{}", harness.screen(120, 60));
}

#[test]
fn the_form_opens_at_the_field_of_the_chosen_row() {
    for key in ["e", "enter"] {
        let mut harness = client();
        choose(&mut harness, "Access token valid");
        harness.press(key).sees("Edit web").sees("▶ Access token valid");
        harness.press("backspace 3 ctrl-s pgdn pgdn y").sees("✓ 1 setting changed");
        assert_eq!(harness.last_update()["AccessTokenValidity"], json!(3));
    }
}

#[test]
fn from_an_entry_of_a_list_the_form_opens_at_that_entry() {
    let mut harness = client();
    choose(&mut harness, "https://b.example/in");
    harness.press("enter x ctrl-s pgdn pgdn y").sees("✓ 1 setting changed");
    let urls = json!(["https://a.example/in", "https://b.example/inx"]);
    assert_eq!(harness.last_update()["CallbackURLs"], urls);
    harness.press("enter");
    choose(&mut harness, "Callback URLs");
    harness.press("e").sees("▶   1 URL");
}

#[test]
fn from_a_pair_of_a_map_the_form_opens_at_its_value_and_from_a_member_of_a_record_at_that_member() {
    let mut harness = shop();
    harness.press("enter");
    choose(&mut harness, "Token check");
    harness.press("e").sees("▶   1 cognito-idp.").sees("‹ on ›").press("esc");
    choose(&mut harness, "team");
    harness.press("e").sees("▶     Value").press("x ctrl-s pgdn pgdn y").sees("✓ 1 setting changed");
}

#[test]
fn from_a_row_that_no_form_edits_the_form_says_why_and_opens_at_the_next_field() {
    let mut harness = client();
    choose(&mut harness, "Created");
    harness
        .press("e")
        .sees("Created is set by AWS. The form starts at Authentication flows.")
        .sees("▶ Authentication flows ");
    harness.press("down esc");
    choose(&mut harness, "User pool");
    harness.press("e").sees("User pool can't be changed. The form starts at");
}

#[test]
fn a_number_shows_its_limits_before_it_breaks_them() {
    let mut harness = client();
    choose(&mut harness, "Sign-in session");
    harness
        .press("e")
        .sees("3 minutes  3 to 15")
        .press("down")
        .vanishes("3 to 15")
        .press("up backspace")
        .sees("3 to 15");
}

#[test]
fn enter_on_a_link_follows_it_and_opens_no_form() {
    let mut harness = client();
    choose(&mut harness, "User pool");
    harness.press("enter").sees("▸1 Overview").never_shows("Edit web");
}

#[test]
fn enter_opens_no_form_in_read_only_mode_and_where_only_uses_are_listed() {
    let mut harness = client_with(Options { read_only: true, ..Options::default() });
    harness.press("j j j enter").sees("Read-only: cognitui was started with --read-only");
    let mut harness = client();
    harness.press("3 enter").sees("Nothing to open: only rows marked with → are links.");
}

#[test]
fn a_short_list_is_one_row_of_which_y_copies_every_entry_and_e_edits_the_first() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2 enter").sees("Identity providers          COGNITO, Google, Facebook");
    choose(&mut harness, "COGNITO, Google");
    harness.press("y").sees("Sent to the clipboard: Identity providers");
    assert_eq!(harness.copied, ["COGNITO\nGoogle\nFacebook"]);
    harness.press("/").write("facebook").sees("▶ Identity providers").press("esc");
    harness.press("e").sees("▶   1 Provider                COGNITO");
}

#[test]
fn a_long_list_begins_beside_its_label_and_capital_y_copies_all_of_it_from_any_row() {
    let mut harness = client();
    choose(&mut harness, "https://a.example/in");
    harness.sees("▶ Callback URLs               https://a.example/in");
    harness.press("y Y").sees("Sent to the clipboard: Callback URLs").press("j y Y");
    let (a, b) = ("https://a.example/in", "https://b.example/in");
    let all = format!("{a}\n{b}");
    assert_eq!(harness.copied, [a, all.as_str(), b, all.as_str()]);
    choose(&mut harness, "Created");
    harness.press("Y").sees("Nothing was copied: this row is of no list.");
}

#[test]
fn a_number_and_its_unit_stand_on_one_line_of_the_form_and_each_has_the_focus_in_turn() {
    let mut harness = client();
    harness.press("e").focus_field("Refresh token valid").sees("‹ (default: days) ›");
    harness.press("down").sees("▶ Refresh token unit").press("space").sees("‹ seconds ›");
    harness.press("down").sees("▶ Access token valid").press("up up").sees("▶ Refresh token valid");
}
