//! Lists whose entries are rows of a table: what a row shows, how the keys move in it, and where its errors
//! stand.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::message::Event;
use cognitui::resource::tables::ALL;
use cognitui::resource::{Field, FieldKind};
use serde_json::{Value, json};

use crate::support::harness::Harness;

const ROLE: &str = "arn:aws:iam::123456789012:role/partners/acme-data";

fn rule(claim: &str, value: &str) -> Value {
    json!({"Claim": claim, "MatchType": "Equals", "Value": value, "RoleARN": ROLE})
}

/// The form of roles with these rules, at the first one.
fn rules(entries: &[Value]) -> Harness {
    let mut store = Store::empty();
    let pool = json!({"IdentityPoolName": "a", "AllowUnauthenticatedIdentities": false,
        "SupportedLoginProviders": {"graph.facebook.com": "271828182845904"}});
    let id = store.call("CreateIdentityPool", pool).expect("a pool")["IdentityPoolId"].clone();
    let mapping = json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": entries}});
    let body = json!({"IdentityPoolId": id, "Roles": {"authenticated": ROLE, "unauthenticated": ROLE},
        "RoleMappings": {"graph.facebook.com": mapping}});
    store.call("SetIdentityPoolRoles", body).expect("roles");
    let mut harness = Harness::with(store, Options::default(), Target::IdentityPools);
    harness.press("enter 2 e").focus_field("If ambiguous").press("down");
    harness
}

fn line(harness: &Harness, text: &str) -> String {
    let (width, height) = harness.app.size;
    let screen = harness.screen(width, height);
    screen
        .lines()
        .find(|line| line.contains(text))
        .unwrap_or_else(|| panic!("{text} in\n{screen}"))
        .to_owned()
}

/// The column at which a text begins in a line.
fn column(line: &str, text: &str) -> usize {
    line.split_once(text).map(|(before, _)| before.chars().count()).expect("the text")
}

#[test]
fn a_rule_is_one_line_below_the_titles_and_a_long_role_is_cut_in_its_middle() {
    let harness = rules(&[rule("email", "data@acme.example"), rule("cognito:groups", "auditors")]);
    let (titles, first, second) =
        (line(&harness, "CLAIM"), line(&harness, "acme.example"), line(&harness, "auditors"));
    for (title, cells) in [
        ("CLAIM", ["email", "cognito:groups"]),
        ("MATCH", ["Equals", "Equals"]),
        ("VALUE", ["data@acme.example", "auditors"]),
        ("ROLE", ["arn:", "arn:"]),
    ] {
        let at = column(&titles, title);
        assert_eq!(
            [column(&first, cells[0]), column(&second, cells[1])],
            [at, at],
            "{title}\n{titles}\n{first}"
        );
    }
    assert!(
        first.starts_with(" ▶") && first.contains('…') && first.trim_end().ends_with("acme-data"),
        "{first}"
    );
    assert_eq!(harness.clipped(80, 24), Vec::<String>::new());
}

#[test]
fn the_arrows_go_from_cell_to_cell_and_move_in_a_text_before_they_leave_it() {
    let mut harness = rules(&[rule("a", "gold"), rule("b", "silver")]);
    let focus = |harness: &Harness| {
        let form = harness.app.dialogs.form().expect("a form");
        (form.member(), form.focus[form.focus.len() - 2])
    };
    assert_eq!(focus(&harness), ("Claim", 0));
    harness.press("right");
    assert_eq!(focus(&harness), ("MatchType", 0));
    harness.press("right down");
    assert_eq!(focus(&harness), ("Value", 1));
    harness.press("left left").write("X").sees("silvXer");
    assert_eq!(focus(&harness), ("Value", 1));
    harness.press("home left up");
    assert_eq!(focus(&harness), ("MatchType", 0));
    harness.press("left left left");
    assert_eq!(focus(&harness), ("Claim", 0), "the row ends the move");
    harness.press("up").sees("▶     If ambiguous");
    harness.press("down down down").sees("▶         + add an entry");
    harness.press("up");
    assert_eq!(focus(&harness), ("Claim", 1));
    harness.press("tab tab tab tab").sees("▶         + add an entry");
}

#[test]
fn a_change_of_one_cell_is_sent_and_undone_and_nothing_else_changes() {
    let mut harness = rules(&[rule("a", "gold"), rule("b", "silver")]);
    harness.press("down right right").write("ware").sees("silverware").press("ctrl-z").never_shows("ware");
    harness.press("ctrl-y").sees("silverware").press("left").press("ctrl-s").press("pgdn y");
    let sent = &harness.updates()[0]["RoleMappings"]["graph.facebook.com"]["RulesConfiguration"]["Rules"];
    assert_eq!(*sent, json!([rule("a", "gold"), rule("b", "silverware")]));
}

#[test]
fn an_error_marks_its_cell_and_is_told_below_the_row() {
    let mut harness = rules(&[rule("a", "gold")]);
    harness.press("ctrl-n").write("sub").press("ctrl-s");
    harness.sees("✗ Value: ").sees("✗ Role: ");
    let row = line(&harness, "2 sub");
    assert_eq!(row.matches('✗').count(), 2, "{row}");
    assert!(harness.updates().is_empty());
    // The first one has the focus.
    harness.write("gold").never_shows("✗ Value: ");
}

#[test]
fn an_empty_cell_with_the_focus_says_what_it_may_hold() {
    let mut harness = rules(&[rule("a", "gold")]);
    harness.press("ctrl-n").sees("such as cognito:groups, custom:role").press("right right right");
    harness.never_shows("such as").sees("type it, or Ctrl-o to choose");
}

#[test]
fn a_click_goes_to_its_cell() {
    let mut harness = rules(&[rule("a", "gold"), rule("b", "silver")]);
    harness.click("silver").write("!").sees("silver!");
}

#[test]
fn a_narrow_window_has_the_cells_below_each_other_and_every_one_is_reached() {
    let mut harness = rules(&[rule("a", "gold"), rule("b", "silver")]);
    harness.event(Event::Resize { width: 52, height: 24 }).never_shows("CLAIM").sees("1 Claim");
    harness
        .press("down down")
        .write("en")
        .sees("golden")
        .press("left left left left left left left left left");
    let form = harness.app.dialogs.form().expect("a form");
    assert_eq!(form.member(), "Value", "the arrows stay in the text");
}

#[test]
fn every_table_fits_the_narrowest_window_that_has_one() {
    fn tabular(fields: &'static [Field], found: &mut Vec<&'static str>) {
        for field in fields {
            let inside: &[&'static [Field]] = match &field.kind {
                FieldKind::Records(fields)
                | FieldKind::Record(fields)
                | FieldKind::Map { value: Field { kind: FieldKind::Record(fields), .. }, .. } => &[fields],
                _ => &[],
            };
            found.extend(field.is_tabular.then_some(field.label));
            for fields in inside {
                tabular(fields, found);
            }
        }
    }
    let mut found = Vec::new();
    for kind in ALL {
        tabular(kind.fields, &mut found);
    }
    assert!(found.contains(&"Rules") && found.contains(&"User-pool providers"), "{found:?}");
    let mut harness = rules(&[rule(&"c".repeat(60), &"v".repeat(100)), rule("b", "silver")]);
    harness.event(Event::Resize { width: 60, height: 24 }).sees("CLAIM");
    for _ in 0..8 {
        assert_eq!(harness.clipped(60, 24), Vec::<String>::new());
        harness.press("tab");
    }
}
