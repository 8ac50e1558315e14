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
