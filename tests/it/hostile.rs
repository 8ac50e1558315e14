//! Names and values from anywhere: no character of them drives the terminal or hides, on any screen.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::visible::visible;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::harness::Harness;
use crate::support::shop;

/// Characters that control a terminal, that are not drawn, or that look like another one.
const HOSTILE: &[char] = &[
    '\u{7}',
    '\n',
    '\r',
    '\u{1b}',
    '\u{7f}',
    '\u{9b}',
    '\u{a0}',
    '\u{ad}',
    '\u{301}',
    '\u{115f}',
    '\u{200b}',
    '\u{200c}',
    '\u{200d}',
    '\u{202e}',
    '\u{2066}',
    '\u{2800}',
    '\u{3000}',
    '\u{fe0f}',
    '\u{feff}',
    '\u{e0041}',
];

fn hostile() -> impl Strategy<Value = String> {
    let char =
        prop_oneof![any::<char>(), prop::sample::select(HOSTILE.to_vec()), prop::char::range('a', 'e')];
    prop::collection::vec(char, 0..40).prop_map(String::from_iter)
}

/// The console at an identity pool that holds such texts wherever texts are.
fn console(name: &str, value: &str) -> Harness {
    let mut store = Store::empty();
    let id = shop(&mut store);
    let pool = store.identity_pool_mut(&id);
    pool["IdentityPoolName"] = Value::from(name);
    pool["DeveloperProviderName"] = Value::from(value);
    pool["IdentityPoolTags"] = json!({name: value, "team": value});
    pool["FutureSetting"] = json!({value: [name, {"deep": value}]});
    Harness::with(store, Options::default(), Target::IdentityPools)
}

/// Lists, details, the search, the form, its confirmation and what it says of a key.
const WAYS: &[&str] = &["", "c", "esc enter", "G", "e", "down down", "ctrl-s", "esc", "esc", "y"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn no_screen_has_a_character_that_is_not_drawn(name in hostile(), value in hostile()) {
        let mut harness = console(&name, &value);
        for keys in WAYS {
            harness.press(keys);
            for line in harness.screen(100, 40).lines() {
                prop_assert_eq!(visible(line), line, "after {}", keys);
            }
        }
    }
}

#[test]
fn a_document_of_very_long_texts_is_drawn_as_far_as_anybody_reads() {
    // Longer than the longest text that is drawn whole.
    let long = "long and longer ".repeat(5_000);
    let mut harness = console(&long, &long);
    for keys in ["", "enter", "G", "g", "esc"] {
        harness.press(keys);
    }
    harness.press("enter").sees("long and longer");
}
