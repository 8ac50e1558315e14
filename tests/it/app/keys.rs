//! The user's own keys, and the columns that the user wants.

use cognitui::app::{Options, Target};
use cognitui::config::Config;
use cognitui::demo::Store;
use cognitui::keymap;

use crate::support::harness::Harness;

fn configured(text: &str, target: Target) -> Harness {
    let config = Config::read(text);
    assert_eq!(config.problems, []);
    Harness::with(Store::demo(), Options { config, ..Options::default() }, target)
}

#[test]
fn a_key_that_the_user_chose_works_and_the_old_one_does_not_and_footer_help_and_palette_say_so() {
    let text = "[keys.anywhere]\nhelp = \"f1\"\n[keys.list]\nsort = \"ctrl-o alt-s\"\n";
    let mut harness = configured(text, Target::IdentityPools);
    harness.app.size = (200, 24);
    harness.sees("Ctrl-o sort").sees("F1 keys");
    harness.press("o").sees("o does nothing here; F1 lists the keys");
    harness.press("alt-s").sees("Sorted by");
    harness.press("f1").sees("Ctrl-o Alt-s        Sort by").press("esc");
    harness.press(":").write("sort by").sees("Ctrl-o");
}

#[test]
fn sentences_name_the_keys_that_hold() {
    let text = "[keys.anywhere]\nrefresh = \"f5\"\n[keys.list]\nturn-sort = \"alt-o\"\n\
                [keys.nested]\nback = \"esc backspace\"\n";
    let mut harness = configured(text, Target::IdentityPools);
    harness.press("o").sees("Alt-o turns the order around.");
    harness.press("/").write("zzzz").press("enter").sees("Esc clears it.");
    harness.hold = true;
    harness.press("backspace f5 s").sees("F5 refreshes");
    let config = Config::read("[keys.list]\nturn-sort = \"\"\n").keys;
    config.hold();
    assert_eq!(keymap::named::turn_sort(), "\"Turn the order around\"");
    cognitui::keymap::KeyChanges::default().hold();
}

#[test]
fn a_key_can_be_taken_away_and_the_action_is_still_in_the_palette() {
    let mut harness = configured("[keys.list]\nsort = \"\"\n", Target::IdentityPools);
    harness.press("o").sees("o does nothing here");
    harness.press(":").write("sort by").press("enter").sees("Sorted by");
}

#[test]
fn the_mouse_does_the_same_whatever_the_keys_are() {
    let text = "[keys.rows]\nnext = \"n\"\n[keys.list]\nopen = \"f2\"\n";
    let mut harness = configured(&text.replace("\"n\"", "\"ctrl-n\""), Target::IdentityPools);
    harness.click("shop-guests").click("shop-guests").sees("Identity pools › shop-guests");
}

#[test]
fn the_rows_of_a_scope_have_names_of_their_own_and_so_have_the_scopes() {
    let mut scopes: Vec<_> = keymap::all_scopes().map(keymap::Scope::name).collect();
    for scope in keymap::all_scopes() {
        let mut names: Vec<_> = keymap::rows(scope).map(|row| row.name()).collect();
        let all = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), all, "{scope:?}");
        let is_plain =
            |name: &String| name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
        assert!(names.iter().all(is_plain) && !names.contains(&String::new()), "{names:?}");
    }
    let all = scopes.len();
    scopes.sort();
    scopes.dedup();
    assert_eq!(scopes.len(), all);
}

#[test]
fn a_list_has_the_columns_that_the_user_wants_in_that_order() {
    let text = "[columns]\nidentity-pools = [\"Guests\", \"Classic flow\"]\n";
    let harness = configured(text, Target::IdentityPools);
    let screen = harness.screen(119, 24);
    let titles = screen.lines().find(|line| line.contains("NAME")).expect("titles");
    let place = |title: &str| titles.find(title);
    assert!(place("NAME") < place("RISK") && place("RISK") < place("GUESTS"), "{titles}");
    assert!(place("GUESTS") < place("CLASSIC FLOW") && place("IDENTITY POOL ID").is_none(), "{titles}");
}

#[test]
fn sorting_goes_through_the_columns_that_are_shown() {
    let text = "[columns]\nidentity-pools = [\"Guests\"]\n";
    let mut harness = configured(text, Target::IdentityPools);
    harness.press("o o o").sees("Sorted by GUESTS");
}
