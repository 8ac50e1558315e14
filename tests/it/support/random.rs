//! Random documents of a kind, made from its table: of the right shape, mostly, with members that no table
//! knows.

use cognitui::app::form::Form;
use cognitui::app::form::field::places;
use cognitui::resource::{Document, Field, FieldKind, Kind, Suggestions};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Any document that a service may answer for a kind: members absent, null, empty, of the right shape and of
/// none.
pub fn any_document(kind: &'static Kind) -> BoxedStrategy<Document> {
    let members: Vec<_> = kind.fields.iter().map(|field| (Just(field.path), member(field))).collect();
    let unknown = prop::option::of(prop_oneof![
        Just(json!({"deep": [1, null]})),
        Just(json!("new")),
        Just(Value::Null)
    ]);
    let names: Vec<_> = kind.fields.iter().map(Field::member).collect();
    let spoiled = prop::option::weighted(0.1, (prop::sample::select(names), odd()));
    (members, unknown, spoiled)
        .prop_map(|(members, unknown, spoiled)| {
            let mut document = Document::default();
            for (path, value) in members.into_iter().filter_map(|(path, value)| Some((path, value?))) {
                document.set(path, Some(value));
            }
            if let Some(value) = unknown {
                document.set("FutureSetting", Some(value));
            }
            // A structure that is none after all.
            if let Some((name, value)) = spoiled {
                document.set(name, Some(value));
            }
            document
        })
        .boxed()
}

fn member(field: &'static Field) -> BoxedStrategy<Option<Value>> {
    prop::option::of(prop_oneof![6 => value(field), 1 => odd()]).boxed()
}

fn odd() -> BoxedStrategy<Value> {
    let values = [
        Value::Null,
        json!(""),
        json!([]),
        json!({}),
        json!(1.5),
        json!([1, null]),
        json!({"odd": true}),
        json!(false),
    ];
    prop::sample::select(values.to_vec()).boxed()
}

fn text() -> BoxedStrategy<Value> {
    "[a-zA-Z0-9 .:/_-]{0,12}".prop_map(Value::from).boxed()
}

fn value(field: &'static Field) -> BoxedStrategy<Value> {
    match &field.kind {
        FieldKind::Toggle { .. } => any::<bool>().prop_map(Value::from).boxed(),
        FieldKind::Choice(values) => {
            prop_oneof![4 => prop::sample::select(*values).prop_map(Value::from), 1 => text()].boxed()
        }
        FieldKind::Number { .. } | FieldKind::Date => (0u32..100_000).prop_map(Value::from).boxed(),
        FieldKind::List(part) => prop::collection::vec(value(part), 0..4).prop_map(Value::from).boxed(),
        FieldKind::Map { value: part, .. } => {
            prop::collection::btree_map("[a-z.:]{1,5}", value(part), 0..4).prop_map(|map| json!(map)).boxed()
        }
        FieldKind::Records(fields) => {
            prop::collection::vec(record(fields), 0..4).prop_map(Value::from).boxed()
        }
        FieldKind::Record(fields) => record(fields),
        FieldKind::Text | FieldKind::LongText | FieldKind::Secret | FieldKind::Json => {
            match field.suggestions {
                Suggestions::Common(usual) => {
                    prop_oneof![text(), prop::sample::select(usual).prop_map(Value::from)].boxed()
                }
                _ => text(),
            }
        }
    }
}

fn record(fields: &'static [Field]) -> BoxedStrategy<Value> {
    let members: Vec<_> = fields.iter().map(|field| (Just(field.path), member(field))).collect();
    (members, prop::option::of(Just(json!(1))))
        .prop_map(|(members, new)| {
            let mut record = Document::default();
            for (path, value) in
                members.into_iter().chain([("New", new)]).filter_map(|(path, value)| Some((path, value?)))
            {
                record.set(path, Some(value));
            }
            record.into_value()
        })
        .boxed()
}

/// Edits one field of a form, by typing or switching; the path of the field. `None` if nothing can be edited.
pub fn edit(form: &mut Form, at: usize) -> Option<&'static str> {
    let places = places(&form.fields);
    form.focus.clone_from(&places[at.checked_rem(places.len())?]);
    let path = form.fields[form.focus[0]].field.path;
    if form.types_text() {
        form.type_key("7".parse().expect("a key"));
    } else {
        form.switch();
    }
    Some(path)
}
