//! Edits as the command line writes them: `Member=value`, `Member+=value` and `Member-=value`.

use serde_json::Value;

use crate::resource::check::types::is_of_type;
use crate::resource::diff::SettingPath;
use crate::resource::edit::DocumentEdit;
use crate::resource::members::NamedMember;
use crate::resource::{Access, Field, FieldKind, Kind};

/// An assignment in its parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assignment<'a> {
    pub member: &'a str,
    pub operator: Operator,
    pub value: &'a str,
}

/// What an assignment does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    Set,
    Add,
    Remove,
}

impl<'a> Assignment<'a> {
    /// Reads `Member=value`, `Member+=value` or `Member-=value`.
    ///
    /// # Errors
    /// If it is none of them.
    pub fn parse(text: &'a str) -> Result<Self, String> {
        let no_value = || format!("'{text}' is no assignment: it has to be MEMBER=VALUE");
        let (left, value) = text.split_once('=').ok_or_else(no_value)?;
        let (member, operator) = match (left.strip_suffix('+'), left.strip_suffix('-')) {
            (Some(member), _) => (member, Operator::Add),
            (_, Some(member)) => (member, Operator::Remove),
            _ => (left, Operator::Set),
        };
        if member.is_empty() { Err(no_value()) } else { Ok(Self { member, operator, value }) }
    }

    /// The edit of a resource of a kind, with another value's text in the place of its own if it was read
    /// elsewhere.
    ///
    /// # Errors
    /// If the kind has no such member, it can't be changed, or the value is of another type.
    pub fn edit(&self, kind: &Kind, value: &str) -> Result<DocumentEdit, String> {
        let NamedMember { place, field } = changeable(kind, self.member)?;
        let field = match (&field.kind, &place.key) {
            (FieldKind::Map { value, .. }, Some(_)) => value,
            _ => field,
        };
        match self.operator {
            Operator::Set => Ok(DocumentEdit::Set(place, read(field, self.member, value)?)),
            Operator::Add | Operator::Remove => {
                if !matches!(field.kind, FieldKind::List(_) | FieldKind::Records(_)) {
                    return Err(format!("{} is {}, no list", self.member, type_of(field)));
                }
                let Value::Array(entries) = read(field, self.member, value)? else {
                    return Err(no_list(self));
                };
                Ok(match self.operator {
                    Operator::Add => DocumentEdit::Add(place, entries),
                    _ => DocumentEdit::Remove(place, entries),
                })
            }
        }
    }
}

fn no_list(assignment: &Assignment) -> String {
    format!("{} takes a list", assignment.member)
}

/// The edit that takes a member away.
///
/// # Errors
/// If the kind has no such member, or it can't be changed.
pub fn unset(kind: &Kind, member: &str) -> Result<DocumentEdit, String> {
    match changeable(kind, member) {
        Ok(named) => Ok(DocumentEdit::Unset(named.place)),
        // A structure without a row of its own may go as a whole.
        Err(_) if kind.members_in(member).next().is_some() => {
            Ok(DocumentEdit::Unset(SettingPath { path: member.to_owned(), key: None }))
        }
        Err(error) => Err(error),
    }
}

fn changeable(kind: &Kind, member: &str) -> Result<NamedMember, String> {
    let named = kind.named_member(member)?;
    match named.field.access {
        Access::Identifier => Err(format!("{member} can't be changed")),
        Access::ReadOnly => Err(format!("{member} is set by AWS")),
        Access::SentBack(reason) => Err(format!("{member}: {reason}")),
        _ => Ok(named),
    }
}

/// The value that a text is for a field.
fn read(field: &Field, member: &str, text: &str) -> Result<Value, String> {
    let wrong = || format!("{member} is {}, and '{text}' is not", type_of(field));
    let json = || {
        serde_json::from_str::<Value>(text)
            .ok()
            .filter(|value| !value.is_null() && is_of_type(field, value))
            .ok_or_else(wrong)
    };
    match field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Secret => Ok(Value::from(text)),
        FieldKind::Choice(values) if values.contains(&text) => Ok(Value::from(text)),
        FieldKind::Choice(values) => {
            Err(format!("{member} is one of {}, and '{text}' is not", values.join(", ")))
        }
        FieldKind::List(_) if !text.trim_start().starts_with('[') => {
            let entries = text.split(',').map(str::trim).filter(|entry| !entry.is_empty());
            Ok(entries.map(Value::from).collect())
        }
        FieldKind::Records(_) if text.trim_start().starts_with('{') => {
            let record = serde_json::from_str::<Value>(text).map_err(|_| wrong())?;
            let list = Value::Array(vec![record]);
            if is_of_type(field, &list) { Ok(list) } else { Err(wrong()) }
        }
        _ => json(),
    }
}

/// The type of a field in words.
pub fn type_of(field: &Field) -> String {
    match &field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Secret => "a text".to_owned(),
        FieldKind::Choice(values) => format!("one of {}", values.join(", ")),
        FieldKind::Toggle { .. } => "true or false".to_owned(),
        FieldKind::Number { .. } => "a whole number".to_owned(),
        FieldKind::Date => "a number of seconds since 1970".to_owned(),
        FieldKind::List(_) => "a list of texts".to_owned(),
        FieldKind::Map { .. } => "a map, as a JSON object".to_owned(),
        FieldKind::Records(_) => "a list of JSON objects".to_owned(),
        FieldKind::Record(_) => "a JSON object".to_owned(),
        FieldKind::Json => "JSON".to_owned(),
    }
}
