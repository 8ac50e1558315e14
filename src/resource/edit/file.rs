//! Documents as files hold them: whole or in part, as Describe answers them or as an Update or Create takes
//! them.

use serde_json::{Map, Value};

use crate::resource::edit::text::{fits, type_of};
use crate::resource::field::unknown::unknown;
use crate::resource::kind::operations::Answer;
use crate::resource::tables::ALL;
use crate::resource::{Document, Kind, Operation};

/// The members of a file's document under the names of Describe. A document in the answer of a Describe is
/// taken out of it.
///
/// # Errors
/// If the value is no document of the kind: a sentence.
pub fn document_of(value: Value, kind: &Kind) -> Result<Document, String> {
    let Value::Object(members) = value else { return Err("it is no JSON object".to_owned()) };
    let mut members = unwrapped(members, kind);
    for field in kind.fields {
        if let Some(name) = field.update_name
            && !members.contains_key(field.path)
            && let Some(value) = members.shift_remove(name)
        {
            members.insert(field.path.to_owned(), value);
        }
    }
    let document = members.into_iter().collect::<Document>();
    match other_kind(&document, kind) {
        Some(other) => Err(format!("it is a document of {}, not of {}", named(other), named(kind))),
        None => wrong_type(&document, kind).map_or(Ok(document), Err),
    }
}

/// The first member of a document that neither the kind nor another document of it has.
pub fn unknown_member(document: &Document, base: &Document, kind: &Kind) -> Option<String> {
    let ids: Vec<_> = operations(kind).flat_map(|operation| operation.id_members).collect();
    let mut found = unknown(kind, document).into_iter().map(|(path, _)| path);
    found.find(|path| base.get(path).is_none() && !ids.iter().any(|id| **id == path.as_str()))
}

fn operations(kind: &Kind) -> impl Iterator<Item = &Operation> {
    let own = &kind.operations;
    [&own.describe, &own.create, &own.update].into_iter().flatten()
}

fn unwrapped(mut members: Map<String, Value>, kind: &Kind) -> Map<String, Value> {
    let wrapper = operations(kind).find_map(|operation| match operation.answer {
        Answer::Member(name) if members.len() == 1 && members.get(name).is_some_and(Value::is_object) => {
            Some(name)
        }
        _ => None,
    });
    match wrapper.and_then(|name| members.shift_remove(name)) {
        Some(Value::Object(inner)) => inner,
        _ => members,
    }
}

/// The kind that knows every member of a document of which this one knows only the few that many share.
fn other_kind(document: &Document, kind: &Kind) -> Option<&'static Kind> {
    let unknown_to = |kind: &Kind| document.members().keys().filter(|name| !kind.knows(name)).count();
    let all = document.members().len();
    if all == 0 || unknown_to(kind) * 2 <= all {
        return None;
    }
    ALL.into_iter().filter(|other| *other != kind).find(|other| unknown_to(other) == 0)
}

fn wrong_type(document: &Document, kind: &Kind) -> Option<String> {
    kind.fields.iter().find_map(|field| {
        let value = document.get(field.path).filter(|value| !value.is_null())?;
        let mut rows = kind.fields.iter().filter(|row| row.path == field.path);
        (!rows.any(|row| fits(row, value)))
            .then(|| format!("{} is {}, and this is not", field.path, type_of(field)))
    })
}

fn named(kind: &Kind) -> String {
    let name = kind.name;
    let vowel = name.starts_with(['a', 'e', 'i', 'o']);
    match name {
        _ if name.ends_with('s') => name.to_owned(),
        _ if vowel => format!("an {name}"),
        _ => format!("a {name}"),
    }
}
