//! The refresh by the clock: what is in sight is read again, and changes are marked.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::message::{Call, Event};
use serde_json::json;

use crate::support::harness::Harness;

/// Identity pools with these names.
fn pools(names: &[&str]) -> Harness {
    let mut store = Store::empty();
    for name in names {
        let pool = json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": false});
        store.call("CreateIdentityPool", pool).expect("a pool");
    }
    Harness::with(store, Options::default(), Target::IdentityPools)
}

/// Somebody else allows guests in a pool.
fn allow_guests(harness: &mut Harness, name: &str) {
    let listed = harness.store.call("ListIdentityPools", json!({"MaxResults": 60})).expect("a list");
    let pools = listed["IdentityPools"].as_array().expect("pools");
    let id = &pools.iter().find(|pool| pool["IdentityPoolName"] == name).expect("the pool")["IdentityPoolId"];
    let change =
        json!({"IdentityPoolId": id, "IdentityPoolName": name, "AllowUnauthenticatedIdentities": true});
    harness.store.call("UpdateIdentityPool", change).expect("an update");
}

#[test]
fn a_row_that_somebody_else_has_changed_is_marked_until_the_next_time_and_keeps_its_columns_meanwhile() {
    let mut harness = pools(&["one", "two"]);
    harness.sees("▶ one").vanishes("*");
    allow_guests(&mut harness, "two");
    harness.hold = true;
    harness.event(Event::Refresh).step().sees("blocked").vanishes(" … ");
    harness.hold = false;
    harness.release().sees("*two").vanishes("*one").press("j").sees("* has changed since the refresh before");
    harness.event(Event::Refresh).vanishes("*two");
}

#[test]
fn a_changed_setting_of_the_opened_resource_is_marked() {
    let mut harness = pools(&["one"]);
    harness.press("enter").sees("Guest access");
    allow_guests(&mut harness, "one");
    harness.event(Event::Refresh).sees("*Guest access").vanishes("*Name");
    harness.event(Event::Refresh).vanishes("*Guest access");
}

#[test]
fn what_the_user_refreshes_or_changes_is_not_marked() {
    let mut harness = pools(&["one", "two"]);
    allow_guests(&mut harness, "two");
    harness.press("r").vanishes("*").press("c enter").sees("Update identity pool one?").press("y enter");
    harness.vanishes("*");
}

#[test]
fn nothing_is_refreshed_while_a_dialog_is_open_a_filter_is_typed_or_a_read_is_under_way() {
    let reads = |harness: &Harness| harness.sent.iter().filter(|call| !matches!(call, Call::WhoAmI)).count();
    let mut harness = pools(&["one", "two"]);
    for (open, close) in [("?", "esc"), ("/", "esc"), ("e", "esc")] {
        harness.press(open);
        let before = reads(&harness);
        harness.event(Event::Refresh);
        assert_eq!(reads(&harness), before, "{open}");
        harness.press(close);
    }
    harness.hold = true;
    harness.press("r");
    let before = reads(&harness);
    harness.event(Event::Refresh);
    assert_eq!(reads(&harness), before);
}

#[test]
fn only_rows_in_sight_are_described_again() {
    let names: Vec<_> = (10..60).map(|number| format!("pool-{number}")).collect();
    let mut harness = pools(&names.iter().map(String::as_str).collect::<Vec<_>>());
    let described = |harness: &Harness| {
        harness.sent.iter().filter(|call| matches!(call, Call::Prefetch(_) | Call::Describe(_))).count()
    };
    let before = described(&harness);
    assert!(before >= 50);
    harness.event(Event::Refresh);
    assert_eq!(described(&harness) - before, harness.app.page());
}
