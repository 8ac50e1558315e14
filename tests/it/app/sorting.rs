//! Lists in the order of their columns.

use crate::app::shop;
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::json;

/// The names in the first column, from top to bottom.
fn names(harness: &Harness) -> Vec<String> {
    let screen = harness.screen(119, 40);
    let rows = screen.lines().skip_while(|line| !line.contains("RISK")).skip(1);
    let rows = rows.take_while(|line| !line.starts_with('─') && !line.trim().is_empty());
    rows.map(|line| {
        line[1..].trim_start_matches([' ', '▶']).split("  ").next().unwrap_or_default().trim().to_owned()
    })
    .collect()
}

/// A user pool with these app clients.
fn clients(clients: &[(&str, u64)]) -> Harness {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = &pool["UserPool"]["Id"];
    for (name, days) in clients {
        let client = json!({"UserPoolId": pool, "ClientName": name, "RefreshTokenValidity": days});
        store.call("CreateUserPoolClient", client).expect("an app client");
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter 2");
    harness
}

#[test]
fn o_sorts_by_one_column_after_the_other_and_at_last_as_the_rows_are_listed() {
    let mut harness = clients(&[("web", 90), ("Api", 7), ("kiosk 10", 30), ("kiosk 9", 365)]);
    let listed = names(&harness);
    harness.press("o").sees("CLIENT ↑").sees("Sorted by CLIENT, ascending. O turns the order around.");
    assert_eq!(names(&harness), ["Api", "kiosk 9", "kiosk 10", "web"]);
    harness.press("O").sees("CLIENT ↓");
    assert_eq!(names(&harness), ["web", "kiosk 10", "kiosk 9", "Api"]);
    harness.press("o").sees("RISK ↓").vanishes("CLIENT ↓");
    for _ in 0..20 {
        if harness.screen(119, 40).contains("TOKENS ↓") {
            assert_eq!(names(&harness), ["kiosk 9", "web", "kiosk 10", "Api"]);
        }
        if harness.screen(119, 40).contains("The rows stand as they are listed") {
            assert_eq!(names(&harness), listed);
            return;
        }
        harness.press("o");
    }
    panic!("no number of o shows the rows as they are listed:\n{}", harness.screen(119, 40));
}

#[test]
fn the_chosen_row_stays_chosen_and_keys_act_on_the_row_that_is_shown() {
    let mut harness = clients(&[("web", 30), ("api", 30), ("mobile", 30)]);
    harness.press("j").sees("▶ api").press("o").sees("▶ api");
    assert_eq!(names(&harness), ["api", "mobile", "web"]);
    harness.press("j").sees("▶ mobile").press("enter").sees("› mobile").press("esc").sees("▶ mobile");
    harness.press("D").sees("Delete app client mobile?").press("esc");
    harness.press("/").write("!api").press("enter");
    assert_eq!(names(&harness), ["mobile", "web"], "a filter keeps the order");
    harness.press("esc").sees("CLIENT ↑");
}

#[test]
fn rows_that_are_not_read_stand_last_in_both_directions_and_are_counted() {
    let mut harness = clients(&[]);
    let pool = harness.store.user_pool_id("shop");
    for name in ["a", "b", "c", "d", "e", "f"] {
        let client = json!({"UserPoolId": pool, "ClientName": name});
        harness.store.call("CreateUserPoolClient", client).expect("an app client");
    }
    harness.hold = true;
    // The list, then the first reads of its rows.
    harness.press("r").step().step();
    let unread = |harness: &Harness| -> Vec<bool> {
        let screen = harness.screen(119, 40);
        let rows = screen.lines().skip_while(|line| !line.contains("RISK")).skip(1).take(6);
        rows.map(|line| line[1..].contains("  …")).collect()
    };
    harness.press("o o").sees("RISK ↓");
    for direction in ["↓", "↑"] {
        harness.sees(&format!("RISK {direction}"));
        let unread = unread(&harness);
        assert!(unread.is_sorted() && unread.first() == Some(&false) && unread.last() == Some(&true));
        harness.press("O").sees("unread rows last");
    }
    harness.release().press("O").vanishes("unread row");
}

#[test]
fn the_order_is_kept_for_other_lists_of_the_kind() {
    let mut harness = shop();
    harness.press("o").sees("NAME ↑").press("enter").sees("› shop").press("esc").sees("NAME ↑");
    harness.press("1 2").sees("NAME ↑");
}

#[test]
fn the_history_is_sorted_too() {
    let mut harness = shop();
    harness.press("c y enter H").sees("UpdateIdentityPool").press("o").sees(" ↓").sees("Sorted by ");
}
