//! Changes as a reader counts them: setting by setting, also where a structure goes as a whole.

use serde_json::Value;

use crate::resource::diff::{SettingPath, changes, sort, visible_fields};
use crate::resource::{Change, Document, Field, FieldKind, Kind};

/// The same changes as a reader counts them: a structure or a map that goes as a whole is one change for each
/// setting that was in it, as it is when it comes.
pub fn setting_changes(before: &Document, after: &Document, kind: &Kind) -> Vec<Change> {
    let fields = visible_fields(before, after, kind);
    let mut found = Vec::new();
    for change in changes(before, after, kind) {
        match (&change.before, &change.after) {
            (Some(value @ Value::Object(members)), None | Some(Value::Null))
                if !members.is_empty() && change.place.key.is_none() =>
            {
                gone(&change.place.path, value, &fields, &mut found);
            }
            _ => found.push(change),
        }
    }
    sort(&mut found, &fields);
    found
}

/// Adds a change for each setting in a value that is gone.
fn gone(path: &str, value: &Value, fields: &[&'static Field], found: &mut Vec<Change>) {
    let field = fields.iter().find(|field| field.path == path).copied();
    let inside = |field: &&Field| field.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
    let is_map = field.is_some_and(|field| matches!(field.kind, FieldKind::Map { .. }));
    let change = |key: Option<&String>, before: &Value| Change {
        place: SettingPath { path: path.to_owned(), key: key.cloned() },
        field,
        before: Some(before.clone()),
        after: None,
    };
    match value {
        Value::Object(members) if is_map && !members.is_empty() => {
            for (key, value) in members {
                if fields.iter().any(|other| field.is_some_and(|field| other.is_key_of(field, key))) {
                    gone(&format!("{path}.{key}"), value, fields, found);
                } else {
                    found.push(change(Some(key), value));
                }
            }
        }
        Value::Object(members) if field.is_none() && !members.is_empty() && fields.iter().any(inside) => {
            for (name, value) in members {
                gone(&format!("{path}.{name}"), value, fields, found);
            }
        }
        _ => found.push(change(None, value)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, ROLES};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn a_structure_that_goes_counts_by_its_settings_as_it_does_when_it_comes() {
        let rotation = json!({"Feature": "ENABLED", "RetryGracePeriodSeconds": 10, "New": {"deep": 1}});
        let with =
            document(json!({"ClientName": "web", "RefreshTokenRotation": rotation, "Tags": {"a": "b"}}));
        let without = document(json!({"ClientName": "web"}));
        let labels = |before: &Document, after: &Document| -> Vec<_> {
            setting_changes(before, after, &CLIENT).iter().map(Change::label).collect()
        };
        let settings =
            ["Refresh token rotation", "Rotation grace period", "RefreshTokenRotation.New", "Tags"];
        assert_eq!(labels(&with, &without), settings);
        assert_eq!(labels(&without, &with), settings);
        assert_eq!(changes(&with, &without, &CLIENT).len(), 2, "a merge removes the structure itself");
    }

    #[test]
    fn an_entry_of_a_map_that_goes_is_one_change_however_much_is_in_it() {
        let mapping = json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"});
        let before = document(json!({"RoleMappings": {"p:c": mapping, "q:c": mapping}}));
        let after = document(json!({"RoleMappings": {"q:c": mapping}}));
        let found = setting_changes(&before, &after, &ROLES);
        assert_eq!(found, changes(&before, &after, &ROLES));
        assert_eq!(found.iter().map(Change::label).collect::<Vec<_>>(), ["Role mappings › p:c"]);
    }

    #[test]
    fn an_empty_structure_that_becomes_null_is_told_as_that() {
        let (empty, null) = (document(json!({"Newer": {}})), document(json!({"Newer": null})));
        let found = setting_changes(&empty, &null, &CLIENT);
        assert_eq!((found[0].before.clone(), found[0].after.clone()), (Some(json!({})), Some(Value::Null)));
    }
}
