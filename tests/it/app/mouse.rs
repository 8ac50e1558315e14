//! The mouse: never needed, and never more than a key.

use cognitui::app::Target;
use cognitui::message::{Call, MouseAction};

use super::bare;
use crate::support::harness::Harness;

fn writes(harness: &Harness) -> usize {
    harness.sent.iter().filter(|call| matches!(call, Call::Write(_))).count()
}

#[test]
fn a_click_chooses_a_row_and_a_second_one_opens_it() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.click("shop-guests").sees("▶ shop-guests");
    assert_eq!(harness.app.screens.len(), 1);
    harness.click("shop-guests").sees("Identity pools › shop-guests");
    harness.click("Classic flow").sees("▶ Classic flow");
}

#[test]
fn a_click_on_a_tab_shows_it() {
    let mut harness = Harness::new(Target::UserPools);
    harness.click("2 Identity pools").sees("▶ ").sees("shop-guests");
    harness.press("enter").click("2 Roles").sees("▸2 Roles");
}

#[test]
fn the_wheel_moves_the_choice_and_scrolls_what_is_longer_than_its_box() {
    let mut harness = Harness::new(Target::UserPools);
    let place = |harness: &Harness| harness.app.list().expect("a list").place();
    harness.wheel(MouseAction::WheelDown);
    assert!(place(&harness) > 0);
    harness.wheel(MouseAction::WheelUp);
    assert_eq!(place(&harness), 0);
    harness.press("?").sees("Keys").wheel(MouseAction::WheelDown).sees("above");
}

#[test]
fn an_entry_of_the_palette_is_chosen_by_a_click_and_run_by_a_second_one() {
    let mut harness = bare();
    harness.press(":").click("Allow or block guest").sees("▶ Allow or block guest");
    harness.press("esc :").write("history").click("Go to the history of changes").sees("▸4 History");
}

#[test]
fn a_click_answers_no_question_and_reaches_nothing_behind_it() {
    let mut harness = bare();
    harness.press("c enter").sees("Update identity pool bare?");
    let screen = harness.screen(80, 24);
    for text in ["y ", "bare", "Esc", "1 User pools"] {
        if screen.contains(text) {
            harness.click(text).sees("Update identity pool bare?");
        }
    }
    assert_eq!(writes(&harness), 0);
}

#[test]
fn a_click_on_the_chosen_row_while_a_filter_is_typed_opens_it_and_the_filter_stays() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("/").write("guests").click("shop-guests");
    harness.sees("Identity pools › shop-guests").press("esc").sees("/ guests");
}

#[test]
fn a_click_in_a_form_moves_the_focus_and_edits_nothing() {
    let mut harness = bare();
    harness.press("e").click("Guest access").sees("▶ Guest access").click("Guest access");
    harness.click("Name").sees("▶ Name").press("esc").sees("Identity pools");
    assert!(harness.app.dialogs.is_empty(), "there is nothing to discard");
}

#[test]
fn a_click_chooses_a_value_and_a_second_one_leads_to_the_question() {
    let mut harness = bare();
    harness.press("c").sees("▶ blocked").click("allowed     ").sees("▶ allowed").click("▶ allowed");
    harness.sees("Update identity pool bare?");
    assert_eq!(writes(&harness), 0);
}

#[test]
fn a_click_chooses_a_file_and_a_second_one_opens_it() {
    let (mut harness, _) = crate::app::user_pool();
    harness.texts = vec![("key.p8".to_owned(), String::new()), ("other.p8".to_owned(), String::new())];
    harness.press("n").write("apple").press("enter").fill("Private key", "").press("ctrl-o");
    harness.sees("Open a file").click("other.p8").sees("▶ other.p8").click("other.p8");
    harness.sees("This file is not a .p8 private key");
}
