//! JSON merge patches (RFC 7396) between documents of a kind, and the placeholders that stand for secrets in
//! them.

use serde_json::{Map, Value};

use crate::resource::display::masked::masked;
use crate::resource::{Access, Document, Field, Kind};

/// The text that stands for a secret wherever a document is printed or written to a file.
pub fn placeholder(name: &str) -> String {
    format!("<{name}>")
}

/// True for a text that may stand for a secret.
pub fn is_placeholder(text: &str) -> bool {
    text.len() > 2 && text.starts_with('<') && text.ends_with('>')
}

/// Changes what a patch names, and keeps everything else.
pub fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(members) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Value::Object(own) = target else { return };
    for (name, value) in members {
        if value.is_null() {
            own.shift_remove(name);
        } else {
            merge(own.entry(name.clone()).or_insert(Value::Null), value);
        }
    }
}

/// What makes the settings of one document those of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// The merge patch, without ids and without what AWS sets.
    pub value: Value,
    /// The differences that it leaves out because no edit can take them over: each with the reason.
    pub left_out: Vec<(&'static str, &'static str)>,
}

/// The patch from the settings of one document to those of another.
pub fn patch(from: &Document, to: &Document, kind: &Kind) -> Patch {
    let (before, mut after) = (settings(from, kind), settings(to, kind));
    let mut left_out = Vec::new();
    let visible = |field: &&Field| field.is_visible(from.members()) || field.is_visible(to.members());
    for field in kind.fields.iter().filter(visible) {
        let value = before.get(field.path);
        if value == after.get(field.path) {
            continue;
        }
        let of_creation = matches!(field.access, Access::CreateOnly | Access::CreateOnlyWriteOnly);
        let reason = field.locked(value).or_else(|| of_creation.then_some("can't be changed"));
        if let Some(reason) = reason {
            after.set(field.path, value.cloned());
            left_out.push((field.path, reason));
        }
    }
    let value = difference(&before.into_value(), &after.into_value());
    Patch { value: value.unwrap_or_else(|| Value::Object(Map::new())), left_out }
}

/// The settings of a document: without ids, without what AWS sets, and without what follows from another one.
pub fn settings(document: &Document, kind: &Kind) -> Document {
    let mut settings = document.clone();
    let is_no_setting =
        |access: Access| matches!(access, Access::ReadOnly | Access::Identifier | Access::CreateOnlyName);
    for field in kind.visible_fields(document) {
        if is_no_setting(field.access) || field.is_superseded(document) {
            settings.set(field.path, None);
        }
    }
    settings
}

fn difference(from: &Value, to: &Value) -> Option<Value> {
    let (Value::Object(from), Value::Object(to)) = (from, to) else {
        return (from != to).then(|| to.clone());
    };
    let gone = from.keys().filter(|name| !to.contains_key(*name)).map(|name| (name.clone(), Value::Null));
    let changed = to.iter().filter_map(|(name, value)| {
        let patch = match from.get(name) {
            Some(before) => difference(before, value)?,
            None => value.clone(),
        };
        Some((name.clone(), patch))
    });
    let members: Map<_, _> = gone.chain(changed).collect();
    (!members.is_empty()).then_some(Value::Object(members))
}

/// The document without its nulls, which stand for what is not set, and without the structures that hold
/// nothing else.
pub fn without_nulls(document: Document) -> Document {
    fn set_members(members: Map<String, Value>) -> Map<String, Value> {
        let set = |(name, value): (String, Value)| match value {
            Value::Null => None,
            Value::Object(inner) if !inner.is_empty() => {
                let inner = set_members(inner);
                (!inner.is_empty()).then_some((name, Value::Object(inner)))
            }
            value => Some((name, value)),
        };
        members.into_iter().filter_map(set).collect()
    }
    match document.into_value() {
        Value::Object(members) => set_members(members).into_iter().collect(),
        _ => Document::default(),
    }
}

/// The patch with the secrets of the document in the place of their placeholders.
///
/// # Errors
/// If a placeholder stands for a secret that the document does not have.
pub fn with_secrets(patch: &Value, base: &Document, kind: &Kind) -> Result<Value, String> {
    let shown = masked(kind, base, &mut placeholder).into_value();
    let mut patch = patch.clone();
    restore(&mut patch, Some(&shown), Some(&base.clone().into_value()));
    without_placeholders(&patch, kind)?;
    Ok(patch)
}

/// Fails if a placeholder is left in the place of a secret.
///
/// # Errors
/// The placeholder, in a sentence.
pub fn without_placeholders(value: &Value, kind: &Kind) -> Result<(), String> {
    let document = Document::from_value(value.clone()).unwrap_or_default();
    let mut left = None;
    crate::resource::display::masked::for_each_secret(kind, &document, &mut |secret| {
        if is_placeholder(secret) {
            left = Some(secret.to_owned());
        }
    });
    left.map_or(Ok(()), |name| Err(format!("{name} is a placeholder: put the secret in its place")))
}

fn restore(patch: &mut Value, shown: Option<&Value>, real: Option<&Value>) {
    let (Some(shown), Some(real)) = (shown, real) else { return };
    match patch {
        Value::Object(members) => {
            for (name, value) in members {
                restore(value, shown.get(name), real.get(name));
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                restore(item, shown.get(index), real.get(index));
            }
        }
        Value::String(_) if patch == shown => *patch = real.clone(),
        _ => {}
    }
}
