//! Two resources of a kind beside each other, setting by setting. Ids, dates and what else AWS sets are left
//! out.

use serde_json::Value;

use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::diff::settings::setting_changes;
use crate::resource::diff::{SettingPath, sort, visible_fields};
use crate::resource::display::masked::masked;
use crate::resource::display::value::{ABSENT, DisplayValue, MASK, display};
use crate::resource::{Access, Change, Document, Field, FieldKind, Kind};

/// One setting of two resources, and how each side is shown.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparedSetting {
    /// From the left side's value to the right side's.
    pub change: Change,
    pub texts: [String; 2],
}

impl ComparedSetting {
    pub fn is_same(&self) -> bool {
        self.change.before == self.change.after
    }

    /// Why a copy of the left side's value could not be sent to the right side, if so.
    pub fn locked(&self) -> Option<&'static str> {
        self.change.field?.locked(self.change.after.as_ref())
    }
}

/// Every setting that one of the two resources has, in the order of the table, the unknown ones last.
pub fn comparison(left: &Document, right: &Document, kind: &Kind) -> Vec<ComparedSetting> {
    let mut found = setting_changes(left, right, kind);
    let alike = |change: &Change| {
        let value = change.place.value_in(left);
        value.is_some() && value == change.place.value_in(right)
    };
    let set = setting_changes(&Document::default(), left, kind).into_iter().filter(alike);
    let set = set.filter(|change| !found.iter().any(|other| other.place.meets(&change.place)));
    let same: Vec<_> = set.map(|change| Change { before: change.after.clone(), ..change }).collect();
    found.extend(same);
    found.retain(|change| !change.field.is_some_and(is_aside));
    sort(&mut found, &visible_fields(left, right, kind));
    let sides = [left, right].map(|side| masked(kind, side, &mut |_| MASK.to_owned()));
    found.into_iter().map(|change| ComparedSetting { texts: texts(&change, &sides), change }).collect()
}

/// A document with the values that another one has at some places. A setting that another one has taken the
/// place of follows it.
pub fn with_settings(base: &Document, places: &[SettingPath], source: &Document, kind: &Kind) -> Document {
    let mut edited = base.clone();
    for place in places {
        let after = place.value_in(source).cloned();
        Change { place: place.clone(), field: None, before: None, after }.apply(&mut edited);
    }
    kind.empty_removed(base, &mut edited);
    for field in kind.fields {
        field.follow_successor(base, &mut edited);
    }
    edited
}

/// True for what tells one resource from another, and says nothing of how it is set.
fn is_aside(field: &'static Field) -> bool {
    matches!(field.access, Access::Identifier | Access::ReadOnly) || matches!(field.kind, FieldKind::Date)
}

fn texts(change: &Change, masked: &[Document; 2]) -> [String; 2] {
    let shown = [&change.before, &change.after].map(|value| shown(change, value.as_ref()));
    if let [Some(DisplayValue::Secret(_)), Some(DisplayValue::Secret(_))] = shown {
        let other = if change.before == change.after { "the same secret" } else { "another secret" };
        return ["a secret".to_owned(), other.to_owned()];
    }
    let [left, right] = shown;
    let text = |shown: Option<DisplayValue>, side: &Document| match shown {
        Some(DisplayValue::Secret(_)) => "a secret".to_owned(),
        Some(shown) => shown.text(false).to_owned(),
        None => change.place.value_in(side).map_or_else(|| ABSENT.to_owned(), short),
    };
    [text(left, &masked[0]), text(right, &masked[1])]
}

/// A list of texts in one line, and anything else as JSON.
fn short(value: &Value) -> String {
    let texts: Option<Vec<_>> = value.as_array().and_then(|items| items.iter().map(Value::as_str).collect());
    texts.map_or_else(|| value.to_string(), |texts| texts.join(", "))
}

/// True for a list or a structure that is not empty.
fn is_full(value: &Value) -> bool {
    match value {
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => !members.is_empty(),
        _ => false,
    }
}

/// A value as details show it; `None` for a structure that has no such form.
fn shown(change: &Change, value: Option<&Value>) -> Option<DisplayValue> {
    if let (Some(field), None, None) = (change.field, &change.place.key, value) {
        return Some(display(field, None));
    }
    let value = value?;
    let alone = Change { before: Some(value.clone()), after: Some(value.clone()), ..change.clone() };
    match change_lines(&alone, 0).as_slice() {
        [ChangeLine::Turns(_, shown)] if !is_full(value) => Some(shown.clone()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::diff::merge::apply_all;
    use crate::resource::tables::{CLIENT, PROVIDER};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn lines(kind: &Kind, left: Value, right: Value) -> Vec<String> {
        let settings = comparison(&document(left), &document(right), kind);
        let sign = |setting: &ComparedSetting| if setting.is_same() { "=" } else { "≠" };
        let line = |one: &ComparedSetting| {
            format!("{} {} {} {}", one.change.label(), one.texts[0], sign(one), one.texts[1])
        };
        settings.iter().map(line).collect()
    }

    #[test]
    fn settings_stand_beside_each_other_without_ids_and_dates() {
        let left = json!({"UserPoolId": "a", "ClientId": "1", "ClientName": "web", "CreationDate": 1,
            "CallbackURLs": ["https://a.example"], "EnableTokenRevocation": true});
        let right = json!({"UserPoolId": "b", "ClientId": "2", "ClientName": "web", "CreationDate": 2,
            "CallbackURLs": ["https://b.example"], "Newer": 1});
        let found = lines(&CLIENT, left, right);
        assert!(found.iter().any(|line| line == "Name web = web"), "{found:#?}");
        assert!(
            found.iter().any(|line| line.contains("https://a.example ≠ https://b.example")),
            "{found:#?}"
        );
        assert!(found.last().is_some_and(|line| line == "Newer — ≠ 1"), "{found:#?}");
        assert!(
            !found.iter().any(|line| line.contains("ClientId") || line.contains("Created")),
            "{found:#?}"
        );
    }

    #[test]
    fn an_empty_list_beside_a_full_one_is_none() {
        let client = |urls: Value| json!({"ClientName": "web", "CallbackURLs": urls});
        let of = |urls: Value, other: Value| lines(&CLIENT, client(urls), client(other));
        let (empty, full) = (json!([]), json!(["https://a.example"]));
        for (left, right, words) in [
            (&empty, &full, "none ≠ https://a.example"),
            (&full, &empty, "https://a.example ≠ none"),
            (&empty, &empty, "none = none"),
        ] {
            let found = of(left.clone(), right.clone());
            assert!(found.iter().any(|line| line.ends_with(words)), "{words}: {found:#?}");
        }
    }

    #[test]
    fn an_unknown_structure_with_a_secret_shows_its_members_without_texts_and_an_empty_one_is_none() {
        let newer = |value: Value| json!({"Newer": value});
        let full = json!({"Days": 1, "client_secret": "s3cret"});
        let text = format!("{{\"Days\":1,\"client_secret\":\"{MASK}\"}}");
        let found = lines(&CLIENT, newer(full.clone()), newer(full.clone()));
        assert_eq!(found, [format!("Newer {text} = {text}")]);
        assert_eq!(lines(&CLIENT, newer(full), newer(json!({}))), [format!("Newer {text} ≠ none")]);
    }

    #[test]
    fn secrets_are_the_same_or_not_and_never_shown() {
        let provider = |secret: &str| {
            json!({"ProviderName": "Okta", "ProviderType": "OIDC",
                "ProviderDetails": {"client_id": "id", "client_secret": secret}})
        };
        for (other, words) in
            [("s3cret", "a secret = the same secret"), ("changed", "a secret ≠ another secret")]
        {
            let found = lines(&PROVIDER, provider("s3cret"), provider(other));
            assert!(found.iter().any(|line| line.ends_with(words)), "{found:#?}");
            assert!(!found.concat().contains("s3cret") && !found.concat().contains("changed"));
        }
    }

    proptest! {
        #[test]
        fn all_differences_copied_to_the_other_side_leave_none(
            left in prop::collection::btree_map("[A-C]", prop::collection::vec(any::<u8>(), 0..3), 0..4),
            right in prop::collection::btree_map("[A-C]", prop::collection::vec(any::<u8>(), 0..3), 0..4),
        ) {
            let of = |side: std::collections::BTreeMap<String, Vec<u8>>| -> Document {
                side.into_iter().map(|(name, value)| (name, json!(value))).collect()
            };
            let (left, right) = (of(left), of(right));
            let found = comparison(&left, &right, &CLIENT);
            let taken: Vec<_> = found.into_iter()
                .map(|one| Change { before: one.change.after, after: one.change.before, ..one.change })
                .collect();
            let copied = apply_all(&taken, &right);
            prop_assert!(comparison(&left, &copied, &CLIENT).iter().all(ComparedSetting::is_same));
        }
    }
}
