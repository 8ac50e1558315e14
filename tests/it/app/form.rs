//! The form over any document that a service may answer: what is not touched goes back as it was, to the
//! letter.

mod errors;
mod table;

use crate::support::random;
use cognitui::app::form::Form;
use cognitui::app::form::field::{FieldBody, places};
use cognitui::key::KeyPress;
use cognitui::keymap::Scope;
use cognitui::resource::tables::{ALL, IDENTITY_POOL, ROLES};
use cognitui::resource::{Document, Field, Key, Kind, changes};
use proptest::prelude::*;
use serde_json::{Value, json};

fn form(document: &Document) -> Form {
    form_of(&IDENTITY_POOL, document)
}

fn form_of(kind: &'static Kind, document: &Document) -> Form {
    Form::edit(Key::top(kind, "eu-west-1:1"), "shop".to_owned(), document.clone(), 0)
}

fn document(value: Value) -> Document {
    Document::from_value(value).expect("an object")
}

fn press(form: &mut Form, keys: &str) {
    for key in keys.split(' ') {
        form.type_key(key.parse::<KeyPress>().expect("a key"));
    }
}

/// The focus on a field, or on a place in it; the place to add an entry where it is a collection and none is
/// named.
fn focus(form: &mut Form, path: &str, inside: &[usize]) {
    let row = form.fields.iter().position(|row| row.field.path == path).expect("a field");
    let place = [&[row], inside].concat();
    let add = places(&form.fields)
        .into_iter()
        .rfind(|other| inside.is_empty() && other[0] == row && other.len() <= 2);
    form.focus = add.unwrap_or(place);
}

/// Documents of every kind that can be edited.
fn any_document() -> impl Strategy<Value = (&'static Kind, Document)> {
    let editable: Vec<_> = ALL.into_iter().filter(|kind| kind.operations.update.is_some()).collect();
    prop::sample::select(editable)
        .prop_flat_map(|kind| random::any_document(kind).prop_map(move |document| (kind, document)))
}

proptest! {
    #[test]
    fn a_form_that_nobody_touched_is_the_document_it_was_made_from((kind, before) in any_document()) {
        let mut form = form_of(kind, &before);
        prop_assert_eq!(form.document(), before);
        prop_assert!(!form.is_edited());
        prop_assert!(form.submit().is_none());
        prop_assert_eq!(form.note.as_deref(), Some("Nothing to send: no setting changed."));
    }

    #[test]
    fn typing_into_one_field_changes_no_other((kind, mut before) in any_document(), at in 0usize..200, keys in "[a-z]{1,4}") {
        let mut form = form_of(kind, &before);
        let places = places(&form.fields);
        prop_assume!(!places.is_empty());
        form.focus = places[at % places.len()].clone();
        let field = form.fields[form.focus[0]].field.path;
        if form.types_text() {
            keys.chars().for_each(|key| press(&mut form, &key.to_string()));
        } else {
            form.switch();
        }
        let mut after = form.document();
        // A structure that the field brings, or empties, is the field's.
        for document in [&mut before, &mut after] {
            document.set(field, None);
            // What is nothing without a part of it goes as a whole.
            for (structure, _) in kind.update.requires_one_of {
                if field.strip_prefix(structure).is_some_and(|rest| rest.starts_with('.')) {
                    document.set(structure, None);
                }
            }
            // AWS's default style has no settings of its own.
            if field == "UseCognitoProvidedValues" {
                document.set("Settings", None);
                document.set("Assets", None);
            }
            // What a setting took the place of follows it.
            let follows = |other: &&Field| other.superseded_by.is_some_and(|(path, _)| path == field);
            for other in kind.fields.iter().filter(follows) {
                document.set(other.path, None);
            }
            for (end, _) in field.rmatch_indices('.') {
                let structure = &field[..end];
                if [Some(&Value::Null), Some(&json!({}))].contains(&document.get(structure)) {
                    document.set(structure, None);
                }
            }
        }
        prop_assert_eq!(before, after);
    }

    #[test]
    fn typing_and_taking_it_back_leaves_nothing_to_send((kind, before) in any_document(), at in 0usize..200) {
        let mut form = form_of(kind, &before);
        let places = places(&form.fields);
        prop_assume!(!places.is_empty());
        form.focus = places[at % places.len()].clone();
        // Typing replaces a loaded secret, so that no key takes it back but undo.
        prop_assume!(!form.scopes().contains(&Scope::Masked));
        if form.types_text() {
            press(&mut form, "x backspace");
        }
        prop_assert_eq!(form.document(), before);
    }

    #[test]
    fn moving_an_entry_down_and_up_again_leaves_nothing_to_send(before in random::any_document(&ROLES), at in 0usize..200) {
        let mut form = form_of(&ROLES, &before);
        let places = places(&form.fields);
        prop_assume!(!places.is_empty());
        form.focus = places[at % places.len()].clone();
        let focus = form.focus.clone();
        form.move_entry(true);
        if form.focus != focus {
            form.move_entry(false);
        }
        prop_assert_eq!(form.document(), before);
        prop_assert_eq!(form.focus, focus);
    }
}

/// An edit that a user can make at a place.
#[derive(Debug, Clone)]
enum Edit {
    Keys(&'static str),
    Switch,
    Paste(&'static str),
    Add,
    Remove,
    Move(bool),
    Pick(&'static str),
    Empty,
}

fn any_edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        Just(Edit::Keys("a b space c backspace backspace home d left e")),
        Just(Edit::Switch),
        Just(Edit::Paste("https://one.example\nhttps://two.example\n")),
        Just(Edit::Add),
        Just(Edit::Remove),
        any::<bool>().prop_map(Edit::Move),
        Just(Edit::Pick("picked")),
        Just(Edit::Empty),
    ]
}

fn make(form: &mut Form, edit: &Edit) {
    match edit {
        Edit::Keys(keys) => press(form, keys),
        Edit::Switch => form.switch(),
        Edit::Paste(text) => form.paste(text),
        Edit::Add => form.add_entry(),
        Edit::Remove => form.remove_entry(),
        Edit::Move(down) => form.move_entry(*down),
        Edit::Pick(text) => form.fill_focused(text),
        Edit::Empty => form.empty(),
    }
}

/// Undoes or redoes until nothing is left.
fn go_through(form: &mut Form, again: bool) {
    for _ in 0..500 {
        form.note = None;
        form.undo(again);
        if form.note.is_some() {
            return;
        }
    }
    panic!("the history has no end");
}

proptest! {
    #[test]
    fn undo_goes_back_to_the_form_as_it_was_opened_and_redo_to_its_last_edit((kind, before) in any_document(), edits in prop::collection::vec((0usize..200, any_edit()), 1..12)) {
        let mut form = form_of(kind, &before);
        for (at, edit) in &edits {
            let places = places(&form.fields);
            prop_assume!(!places.is_empty());
            form.focus = places[at % places.len()].clone();
            make(&mut form, edit);
        }
        let (edited, was_edited) = (form.document(), form.is_edited());
        go_through(&mut form, false);
        prop_assert_eq!(form.document(), before);
        prop_assert!(!form.is_edited());
        go_through(&mut form, true);
        prop_assert_eq!(form.document(), edited);
        prop_assert_eq!(form.is_edited(), was_edited);
    }
}

#[test]
fn a_word_and_a_paste_of_several_lines_are_one_step_and_steps_are_undone_in_their_order() {
    let pool = document(json!({"IdentityPoolName": "shop", "SamlProviderARNs": []}));
    let mut form = form(&pool);
    focus(&mut form, "IdentityPoolName", &[]);
    press(&mut form, "space e u space w e s t");
    focus(&mut form, "SamlProviderARNs", &[]);
    form.paste("arn:one\narn:two\narn:three");
    focus(&mut form, "AllowClassicFlow", &[]);
    form.switch();
    let name = |form: &Form| form.document().text("IdentityPoolName").unwrap_or_default().to_owned();
    let arns = |form: &Form| form.document().texts("SamlProviderARNs").count();
    form.undo(false);
    assert_eq!((form.document().get("AllowClassicFlow"), arns(&form)), (None, 3));
    form.undo(false);
    assert_eq!((arns(&form), name(&form).as_str()), (0, "shop eu west"));
    form.undo(false);
    assert_eq!(name(&form), "shop eu");
    form.undo(false);
    assert_eq!((name(&form).as_str(), form.is_edited()), ("shop", false));
    form.undo(false);
    assert_eq!(form.note.as_deref(), Some("Nothing to undo."));
    form.undo(true);
    press(&mut form, "x");
    form.undo(true);
    assert_eq!((name(&form).as_str(), form.note.as_deref()), ("shop eux", Some("Nothing to redo.")));
}

#[test]
fn the_last_200_steps_can_be_undone_and_the_form_says_so_where_they_end() {
    let mut form = form(&document(json!({"AllowClassicFlow": true})));
    focus(&mut form, "AllowClassicFlow", &[]);
    (0..201).for_each(|_| form.switch());
    (0..200).for_each(|_| form.undo(false));
    assert_eq!(form.document().get("AllowClassicFlow"), Some(&json!(false)), "as after the first step");
    form.undo(false);
    assert_eq!(form.note.as_deref(), Some("Only the last 200 edits can be undone."));
}

#[test]
fn of_a_very_long_list_only_the_last_step_can_be_undone() {
    let arns: Vec<_> =
        (0..5_000).map(|at| format!("arn:aws:iam::123456789012:saml-provider/p{at}")).collect();
    let mut form = form(&document(json!({"SamlProviderARNs": arns})));
    let row = form.fields.iter().position(|row| row.field.path == "SamlProviderARNs").expect("a field");
    form.focus = vec![row, 0, 0];
    press(&mut form, "x");
    let after_one = form.document();
    press(&mut form, "space");
    form.undo(false);
    assert_eq!(form.document(), after_one);
    form.undo(false);
    assert_eq!(form.note.as_deref(), Some("Only the last edit can be undone."));
    assert_eq!(form.document(), after_one);
}

#[test]
fn a_classic_flow_that_was_never_set_goes_round_and_back_to_never_set() {
    let mut form = form(&document(json!({"AllowUnauthenticatedIdentities": false})));
    focus(&mut form, "AllowClassicFlow", &[]);
    let mut seen = vec![];
    for _ in 0..3 {
        form.switch();
        seen.push(form.document().get("AllowClassicFlow").cloned());
    }
    assert_eq!(seen, [Some(json!(true)), Some(json!(false)), None]);
}

#[test]
fn a_letter_chooses_the_next_value_that_begins_with_it() {
    let mut form = form(&document(json!({"AllowClassicFlow": true})));
    focus(&mut form, "AllowClassicFlow", &[]);
    press(&mut form, "b");
    assert_eq!(form.document().get("AllowClassicFlow"), Some(&json!(false)));
    press(&mut form, "x A");
    assert_eq!(form.document().get("AllowClassicFlow"), Some(&json!(true)));
}

#[test]
fn a_classic_flow_that_was_set_is_never_unset_again() {
    let mut form = form(&document(json!({"AllowClassicFlow": true})));
    focus(&mut form, "AllowClassicFlow", &[]);
    form.switch();
    assert_eq!(form.document().get("AllowClassicFlow"), Some(&json!(false)));
    form.switch();
    assert_eq!(form.document().get("AllowClassicFlow"), Some(&json!(true)));
}

#[test]
fn the_developer_provider_name_can_be_set_once_and_is_locked_with_its_reason_afterwards() {
    let mut unset = form(&document(json!({})));
    focus(&mut unset, "DeveloperProviderName", &[]);
    press(&mut unset, "l o g i n");
    assert_eq!(unset.document().get("DeveloperProviderName"), Some(&json!("login")));
    let set = form(&document(json!({"DeveloperProviderName": "login"})));
    let row = set.fields.iter().find(|row| row.field.path == "DeveloperProviderName").expect("the field");
    assert!(matches!(row.input, FieldBody::ReadOnly("can't be changed once set")));
    assert!(
        !places(&set.fields).iter().any(|place| set.fields[place[0]].field.path == "DeveloperProviderName")
    );
}

#[test]
fn a_list_that_is_emptied_says_so_and_one_that_never_was_stays_away() {
    let mut pool =
        form(&document(json!({"SamlProviderARNs": ["arn:aws:iam::123456789012:saml-provider/a"]})));
    focus(&mut pool, "SamlProviderARNs", &[0, 0]);
    pool.remove_entry();
    assert_eq!(pool.document().get("SamlProviderARNs"), Some(&json!([])));
    assert_eq!(pool.document().get("OpenIdConnectProviderARNs"), None);
    focus(&mut pool, "OpenIdConnectProviderARNs", &[]);
    pool.add_entry();
    pool.remove_entry();
    assert_eq!(pool.document().get("OpenIdConnectProviderARNs"), None);
}

#[test]
fn a_record_keeps_the_members_that_no_field_knows() {
    let record = json!({"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", "ClientId": "abc", "Newer": {"deep": 1}});
    let mut pool = form(&document(json!({"CognitoIdentityProviders": [record]})));
    focus(&mut pool, "CognitoIdentityProviders", &[0, 1]);
    press(&mut pool, "d");
    let edited = pool.document();
    let found = changes(&pool.base, &edited, &IDENTITY_POOL);
    assert_eq!(found.len(), 1);
    assert_eq!(
        edited
            .get("CognitoIdentityProviders")
            .and_then(|list| list.get(0))
            .map(|record| record["Newer"].clone()),
        Some(json!({"deep": 1}))
    );
    assert_eq!(
        edited.get("CognitoIdentityProviders").and_then(|list| list[0].get("ServerSideTokenCheck")),
        None,
        "never set stays never set"
    );
}
