//! The palette: what it finds, and where that leads.

use cognitui::app::Target;

use crate::support::harness::Harness;

#[test]
fn a_resource_is_found_by_its_name_and_by_its_id_wherever_it_was_read() {
    let mut harness = Harness::new(Target::IdentityPools);
    let id = harness.app.list().expect("a list").ids().nth(1).expect("a second pool").to_owned();
    harness.press("1 :").write("shop-guests").press("enter").sees("Identity pool");
    harness.press("esc").sees("▸1 User pools");
    harness.press(":").write(&id[id.len() - 12..]).press("enter").sees(&id);
}

#[test]
fn a_setting_is_found_by_its_label_and_by_its_name_in_the_api() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("enter :").write("AllowClassicFlow").press("enter").sees("▶ Classic flow");
    harness.press(":").write("guests").press("down down down down up up up up").press("esc");
    assert_eq!(harness.app.screens.len(), 2);
}

#[test]
fn a_tab_is_found_by_its_title() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter :").write("go to app clients").press("enter").sees("▸2 App clients");
}

#[test]
fn commands_with_an_argument_filter_and_sort_the_list() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press(":").write("filter guests").sees("Enter filters the list by guests").press("enter");
    harness.sees("/ guests").sees("shop-guests");
    harness.press("esc :").write("sort guests").sees("Enter sorts the list by GUESTS").press("enter");
    harness.sees("GUESTS ↑");
}

#[test]
fn what_nothing_matches_is_said() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press(":").write("zzzzzz").sees("No matching action, setting or resource");
}
