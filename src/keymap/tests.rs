//! Tests of the properties of the table that dispatch, help and README rely on.

use super::*;
use crate::resource::{Actions, Kind, ToggleAction};

use crate::resource::tables::{CLIENT, IDENTITY_POOL};

#[test]
fn every_key_of_every_row_is_a_key_and_no_scope_binds_one_twice() {
    for row in all_scopes().flat_map(rows) {
        for word in row.keys.split(' ').filter(|word| !word.is_empty()) {
            let key: KeyPress = word.parse().unwrap_or_else(|error| panic!("{error}"));
            let same = rows(row.scope).filter(|other| other.presses().any(|other| other == key)).count();
            assert_eq!(same, 1, "{key} in {:?}", row.scope);
        }
    }
}

#[test]
fn every_scope_of_the_table_is_in_the_list_of_scopes() {
    for row in bindings() {
        assert!(SCOPES.contains(&row.scope), "{:?}", row.scope);
    }
}

#[test]
fn the_readme_prints_this_table_and_no_other() {
    let print = |(title, lines): &HelpSection| {
        let lines: Vec<_> = lines.iter().map(|(keys, help)| format!("| {keys} | {help} |\n")).collect();
        format!("\n**{}**\n\n| key | what it does |\n| --- | --- |\n{}", title, lines.concat())
    };
    let expected = table(&all_scopes().collect::<Vec<_>>()).iter().map(print).collect::<Vec<_>>().concat();
    let readme = include_str!("../../README.md");
    let printed =
        readme.split("<!-- keys -->\n").nth(1).and_then(|rest| rest.split("\n<!-- end of keys -->").next());
    assert!(printed == Some(expected.as_str()), "between its marks, the README has to print:\n{expected}");
}

#[test]
fn a_confirmation_is_never_accepted_with_the_key_that_opened_it_nor_with_enter() {
    let opening: Vec<_> = all_scopes()
        .flat_map(rows)
        .filter(|row| row.writes)
        .flat_map(|row| row.presses().collect::<Vec<_>>())
        .collect();
    // Where a name is typed, the name accepts, and no key does.
    for row in bindings()
        .filter(|row| row.action == Action::Confirm(ConfirmAction::Accept))
        .filter(|row| !matches!(row.scope, Scope::Deleting | Scope::Typed))
    {
        for press in row.presses() {
            assert!(!opening.contains(&press) && press != "enter".parse().expect("a key"));
        }
    }
}

#[test]
fn the_key_of_a_toggle_offers_only_the_toggle_of_its_own_kind() {
    static PROTECTED: Kind = Kind {
        actions: Actions {
            toggles: &[ToggleAction {
                key: "c",
                path: "DeletionProtection",
                help: "Protect from deletion or not",
                short: "protection",
                safe: "\"ACTIVE\"",
            }],
            ..Actions::EMPTY
        },
        ..Kind::EMPTY
    };
    let bound = |kind: &'static Kind, key: &str| {
        let row = lookup(&[Scope::Toggles(kind)], key.parse().expect("a key"));
        row.map(|row| (row.action, row.writes))
    };
    let toggle = |path| Some((Action::Screen(ScreenAction::Toggle(path)), true));
    assert_eq!(bound(&PROTECTED, "c"), toggle("DeletionProtection"));
    assert_eq!(bound(&PROTECTED, "u"), None);
    assert_eq!(bound(&IDENTITY_POOL, "c"), toggle("AllowClassicFlow"));
    assert_eq!(bound(&IDENTITY_POOL, "u"), toggle("AllowUnauthenticatedIdentities"));
    assert_eq!(bound(&CLIENT, "c"), None);
    let screens = [Scope::Anywhere, Scope::Rows, Scope::List, Scope::Markable, Scope::Resource];
    assert_eq!(lookup(&screens, "c".parse().expect("a key")), None);
}
