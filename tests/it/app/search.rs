//! The search in details, forms and the help, and the ways from section to section.

use super::details::{choose, client};
use super::shop;
use crate::support::harness::Harness;
use cognitui::app::Target;
use cognitui::message::Event;

#[test]
fn details_are_searched_by_label_api_name_and_value_and_n_goes_from_match_to_match() {
    let mut harness = client();
    harness.press("/").write("token valid").sees("1 of ").sees("▶ Refresh token valid");
    harness.press("enter n").sees("2 of 3").sees("▶ Access token valid");
    harness
        .press("N N")
        .sees("▶ ID token valid")
        .press("esc")
        .sees("▶ ID token valid")
        .vanishes("/ token valid");
    harness.press("g /").write("units.idtoken").sees("1 of 1").sees("▶ ID token valid").press("esc");
    harness.press("/").write("callbackurls").sees("▶ Callback URLs").sees("1 of 1");
    harness.press("enter / ").write("b.EXAMPLE").sees("▶                             https://b.example/in");
    harness.press("esc").sees("▶ Callback URLs");
}

#[test]
fn a_search_without_a_match_says_so_and_the_cursor_stays() {
    let mut harness = client();
    harness.press("j j /").write("zzz").sees("/ zzz  no match").sees("▶ User pool");
    harness.press("enter n").sees("▶ User pool").press("esc").vanishes("no match");
}

#[test]
fn during_a_search_n_creates_nothing_and_after_esc_it_is_the_key_for_a_new_one_again() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 4").sees("▸4 Domain").press("/").write("status").press("enter n n").sees("▶ Status");
    harness.vanishes("There are already 2 domains").press("esc n").sees("There are already 2 domains");
}

#[test]
fn a_masked_value_is_found_by_its_label_only() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2 /").write("backend-admin").press("enter enter /").write("client secret");
    harness.sees("▶ Client secret").press("esc x").sees("SECRETS SHOWN");
    let shown = harness.screen(120, 40);
    let secret = shown.lines().find(|line| line.contains("Client secret")).expect("the secret");
    let secret = secret.split_whitespace().last().expect("a value").to_lowercase();
    harness.press("/").write(&secret).sees("no match");
    harness.press("esc e ctrl-f").write(&secret).sees("no match");
}

#[test]
fn brackets_go_from_section_to_section() {
    let mut harness = client();
    harness.press("]").sees("▶ Authentication flows").press("]").sees("▶ Refresh token valid");
    harness.press("j j [").sees("▶ Refresh token valid").press("[").sees("▶ Authentication flows");
    harness.press("[").sees("▶ Name").press("[").sees("This is the first section.");
    harness.press("G ]").sees("This is the last section.");
}

#[test]
fn v_shows_all_then_what_is_set_then_what_differs_from_the_default() {
    let mut harness = client();
    harness.event(Event::Resize { width: 120, height: 60 });
    choose(&mut harness, "Sign-in session");
    harness.sees("Default callback URL").press("v").sees("only what is set").vanishes("Default callback URL");
    harness.sees("▶ Sign-in session             3 minutes");
    harness.press("v").sees("only what differs from the default").vanishes("Sign-in session");
    harness.sees("Callback URLs").sees("https://a.example/in").sees("Access token valid");
    harness.press("v").vanishes("only what").sees("Default callback URL").sees("Sign-in session");
}

#[test]
fn the_matches_are_counted_again_when_other_rows_are_shown() {
    let mut harness = client();
    harness.press("/").write("logout").press("enter").sees("/ logout  1 of 1");
    harness.press("v").sees("/ logout  no match").press("v v").sees("/ logout  1 match");
}

#[test]
fn the_rows_that_are_shown_are_the_rows_that_are_found_edited_and_copied() {
    let mut harness = client();
    harness
        .press("v v /")
        .write("b.example")
        .press("enter y")
        .sees("Sent to the clipboard: https://b.example/in");
    harness.press("e").sees("Edit web").sees("▶   2 URL");
}

#[test]
fn the_help_is_searched_and_scrolls_to_its_matches() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("?").vanishes("Quit").press("/").write("quit").sees("Quit").sees("/ quit  1 of 1");
    harness.press("enter").sees("Quit").press("g").vanishes("Quit").press("n").sees("Quit");
    harness.press("esc").sees("Keys").vanishes("/ quit").press("esc").vanishes("Keys");
}

#[test]
fn a_form_is_searched_with_ctrl_f_and_f3() {
    let mut harness = client();
    harness.press("e ctrl-f").write("token").sees("▶ Refresh token valid").sees("/ token  1 of ");
    harness.press("enter f3").sees("▶ Refresh token unit").press("f2 f2").sees("▶ Rotation grace period");
    harness.press("esc").sees("▶ Rotation grace period").sees("Edit web").vanishes("/ token");
    harness
        .press("f3")
        .write("AccessTokenVal")
        .sees("▶ Access token valid")
        .press("esc")
        .sees("▶ Rotation grace period");
    harness.press("ctrl-f").write("b.example").press("enter x").sees("https://b.example/inx");
}

#[test]
fn the_name_of_a_list_is_found_once_and_not_at_each_entry() {
    let mut harness = client();
    harness.press("e ctrl-f").write("callback urls").sees("1 of 1").sees("▶   1 URL");
    harness.press("esc ctrl-f").write("logouturls").sees("1 of 1");
    harness.sees("▶ Logout URLs                 0 entries  + add an entry (Space)");
}

#[test]
fn a_form_goes_from_section_to_section() {
    let mut harness = client();
    harness
        .press("e ctrl-down")
        .sees("▶ Authentication flows ")
        .press("ctrl-down")
        .sees("▶ Refresh token valid");
    harness.press("down down ctrl-up").sees("▶ Refresh token valid").press("ctrl-up ctrl-up").sees("▶ Name");
    harness.press("ctrl-up").sees("This is the first section.");
}

#[test]
fn f1_lists_the_keys_of_forms_and_so_does_a_question_mark_where_no_text_is_typed() {
    let mut harness = shop();
    harness.press("enter e f1").sees("Keys").sees("Review the changes, then confirm").press("esc");
    harness.press("?").sees("shop?").press("backspace down").sees("▶ Guest access");
    harness.press("?").sees("Keys").sees("Undo").press("esc").sees("▶ Guest access");
    let screen = harness.press("f1").screen(80, 24);
    let first = screen.lines().skip_while(|line| !line.contains("Keys")).nth(1).expect("a line");
    assert!(first.contains("│ Form "), "the form's own keys come first: {screen}");
}
