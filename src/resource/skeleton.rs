//! Empty documents of kinds, as a create or an update takes them.

use serde_json::{Map, Value};

use crate::resource::cli_command::escaped_json;
use crate::resource::tables::ALL;
use crate::resource::{Access, Document, FieldKind, Kind, WriteOperation};

/// The kind that can be written whose word this is.
pub fn writable_kind(word: &str) -> Option<&'static Kind> {
    ALL.into_iter().find(|kind| kind.word() == word && is_writable(kind))
}

/// The words of the kinds that can be written.
pub fn words() -> impl Iterator<Item = String> {
    ALL.into_iter().filter(|kind| is_writable(kind)).map(Kind::word)
}

fn is_writable(kind: &Kind) -> bool {
    [WriteOperation::Create, WriteOperation::Update].into_iter().any(|write| kind.operation(write).is_some())
}

/// The text of an empty document with every member that can be set: null stands for what need not be set.
pub fn text(kind: &Kind) -> String {
    escaped_json(&empty_document(kind).into_value()) + "\n"
}

fn empty_document(kind: &Kind) -> Document {
    let mut document = Document::default();
    let is_settable =
        |access: Access| !matches!(access, Access::ReadOnly | Access::Identifier | Access::SentBack(_));
    for field in kind.fields.iter().filter(|field| is_settable(field.access) && !field.catch_all) {
        let value = match &field.kind {
            _ if !field.rule.required => Value::Null,
            FieldKind::Toggle { .. } => Value::Bool(false),
            FieldKind::List(_) | FieldKind::Records(_) => Value::Array(Vec::new()),
            FieldKind::Map { .. } | FieldKind::Record(_) | FieldKind::Json => Value::Object(Map::new()),
            FieldKind::Number { .. } | FieldKind::Date => Value::from(0),
            FieldKind::Text | FieldKind::LongText | FieldKind::Choice(_) | FieldKind::Secret => {
                Value::from("")
            }
        };
        document.set(field.path, Some(value));
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::json_file;

    #[test]
    fn the_empty_document_of_every_kind_is_read_as_one_of_that_kind() {
        for word in words() {
            let kind = writable_kind(&word).expect("a kind");
            let read = json_file::read(&text(kind), kind).unwrap_or_else(|fault| panic!("{word} {fault}"));
            assert!(read.single().is_ok(), "{word}");
        }
        assert!(writable_kind("clients").is_none() && writable_kind("group-member").is_none());
    }
}
