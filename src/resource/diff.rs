//! Differences between documents: what a write will change, and what it did change.

pub mod comparison;
pub mod lines;
pub mod merge;
pub mod settings;

use serde_json::{Map, Value};

use crate::resource::{Access, Document, Field, FieldKind, Kind};

/// One setting that differs between two documents of a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub place: SettingPath,
    /// `None` for a member that no table knows.
    pub field: Option<&'static Field>,
    /// `None` when the member was absent.
    pub before: Option<Value>,
    /// `None` when the member is absent.
    pub after: Option<Value>,
}

/// The path of a setting, and the key when the setting is one entry of a map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingPath {
    pub path: String,
    pub key: Option<String>,
}

impl SettingPath {
    /// The value at this path of a document.
    pub fn value_in<'a>(&self, document: &'a Document) -> Option<&'a Value> {
        let value = document.get(&self.path)?;
        self.key.as_ref().map_or(Some(value), |key| value.get(key))
    }

    /// True if the other path is one of a member of the same structure.
    pub(super) fn is_beside(&self, other: &Self) -> bool {
        let structure = |place: &Self| place.path.rsplit_once('.').map(|(structure, _)| structure.to_owned());
        self.key.is_none()
            && other.key.is_none()
            && structure(self).is_some()
            && structure(self) == structure(other)
    }

    /// The member names that lead to the setting, and its key.
    fn names(&self) -> impl Iterator<Item = &str> {
        self.path.split('.').chain(self.key.as_deref())
    }

    /// True if the setting of the other path is this one or a part of it.
    pub(crate) fn holds(&self, other: &Self) -> bool {
        let mut names = other.names();
        self.names().all(|name| names.next() == Some(name))
    }

    /// True if the paths are the same, or one contains the other.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        self.holds(other) || other.holds(self)
    }
}

impl Change {
    /// "Classic flow", "Tags › team", or the member's own name.
    pub fn label(&self) -> String {
        let label = self.field.map_or(self.place.path.as_str(), |field| field.label);
        self.place.key.as_ref().map_or_else(|| label.to_owned(), |key| format!("{label} › {key}"))
    }

    /// Makes the same change to a document.
    pub fn apply(&self, document: &mut Document) {
        let Some(key) = &self.place.key else {
            document.set(&self.place.path, self.after.clone());
            return;
        };
        let mut map = document.get(&self.place.path).and_then(Value::as_object).cloned().unwrap_or_default();
        match &self.after {
            Some(value) => {
                map.insert(key.clone(), value.clone());
            }
            None => {
                map.shift_remove(key);
            }
        }
        document.set(&self.place.path, Some(Value::Object(map)));
    }
}

/// The settings that differ, in the order of the table, then the unknown ones.
///
/// Read-only members are no settings. A map counts by its keys, everything else as a whole. Members that no
/// table knows count too.
pub fn changes(before: &Document, after: &Document, kind: &Kind) -> Vec<Change> {
    let fields = visible_fields(before, after, kind);
    let mut found = Vec::new();
    walk("", before.members(), after.members(), &fields, &mut found);
    let is_derived = |field: &Field| field.is_superseded(before) && field.is_superseded(after);
    found.retain(|change| !change.field.is_some_and(is_derived));
    sort(&mut found, &fields);
    found
}

fn visible_fields(before: &Document, after: &Document, kind: &Kind) -> Vec<&'static Field> {
    let applies = |field: &&Field| field.is_visible(before.members()) || field.is_visible(after.members());
    kind.fields.iter().filter(applies).collect()
}

/// Puts changes into the order of the table, the unknown ones last.
fn sort(changes: &mut [Change], fields: &[&'static Field]) {
    let row = |change: &Change| fields.iter().position(|field| change.field.is_some_and(|own| own == *field));
    changes.sort_by_key(|change| row(change).unwrap_or(usize::MAX));
}

fn walk(
    parent: &str,
    before: &Map<String, Value>,
    after: &Map<String, Value>,
    fields: &[&'static Field],
    found: &mut Vec<Change>,
) {
    let catch_all = fields.iter().find(|field| field.catch_all && field.path == parent).copied();
    let added = after.keys().filter(|name| !before.contains_key(*name));
    for name in before.keys().chain(added) {
        let path = if parent.is_empty() { name.clone() } else { format!("{parent}.{name}") };
        let (before, after) = (before.get(name), after.get(name));
        match catch_all.filter(|_| before != after && !fields.iter().any(|field| field.path == path)) {
            Some(_) => found.push(Change {
                place: SettingPath { path: parent.to_owned(), key: Some(name.clone()) },
                field: catch_all,
                before: before.cloned(),
                after: after.cloned(),
            }),
            None => compare(path, before, after, fields, found),
        }
    }
}

fn compare(
    path: String,
    before: Option<&Value>,
    after: Option<&Value>,
    fields: &[&'static Field],
    found: &mut Vec<Change>,
) {
    if before == after {
        return;
    }
    let field = fields.iter().find(|field| field.path == path).copied();
    if has_only_access(fields, &path, &[Access::ReadOnly]) {
        return;
    }
    let inside =
        |field: &&&Field| field.path.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'));
    let structure = field.is_none_or(|field| field.catch_all) && fields.iter().any(|field| inside(&field))
        || is_json(fields, &path, before, after);
    let by_key = field.is_some_and(|field| matches!(field.kind, FieldKind::Map { .. }));
    let empty = Map::new();
    let sides = match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => Some((before, after)),
        (None | Some(Value::Null), Some(Value::Object(after))) if !after.is_empty() => Some((&empty, after)),
        _ => None,
    };
    if let (true, Some((before, after))) = (structure, sides) {
        walk(&path, before, after, fields, found);
        return;
    }
    if let (true, Some((before, after))) = (by_key, sides) {
        let added = after.keys().filter(|key| !before.contains_key(*key));
        for key in before.keys().chain(added).filter(|key| before.get(*key) != after.get(*key)) {
            found.push(Change {
                place: SettingPath { path: path.clone(), key: Some(key.clone()) },
                field,
                before: before.get(key).cloned(),
                after: after.get(key).cloned(),
            });
        }
        return;
    }
    found.push(Change {
        place: SettingPath { path, key: None },
        field,
        before: before.cloned(),
        after: after.cloned(),
    });
}

/// True if a value is part of a JSON structure, whose members are compared one by one. A name with a dot
/// would be taken for a path.
fn is_json(fields: &[&'static Field], path: &str, before: Option<&Value>, after: Option<&Value>) -> bool {
    let holds = |field: &&&Field| {
        let rest = path.strip_prefix(field.path);
        matches!(field.kind, FieldKind::Json)
            && rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let mut members = [before, after].into_iter().flatten().filter_map(Value::as_object).flatten();
    fields.iter().any(|field| holds(&field)) && !members.any(|(name, _)| name.contains('.'))
}

/// True if a member, or every member of a structure, has one of these kinds of access.
pub(super) fn has_only_access(fields: &[&'static Field], path: &str, accesses: &[Access]) -> bool {
    let inside = |field: &&&Field| {
        field.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let mut rows = fields.iter().filter(inside).peekable();
    rows.peek().is_some() && rows.all(|field| accesses.contains(&field.access))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{BRANDING, IDENTITY_POOL, PROVIDER, USER_POOL};
    use crate::resource::update_request;

    fn pool(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    pub(super) fn shop() -> Document {
        pool(json!({
            "IdentityPoolId": "eu-west-1:1", "IdentityPoolName": "shop",
                "AllowUnauthenticatedIdentities": false,
            "IdentityPoolTags": {"team": "web", "stage": "prod"}, "FutureSetting": {"deep": [1, 2]},
        }))
    }

    #[test]
    fn a_toggle_is_one_change_and_its_request_is_the_document_with_that_one_member() {
        let mut edited = shop();
        edited.set("AllowClassicFlow", Some(json!(false)));
        let found = changes(&shop(), &edited, &IDENTITY_POOL);
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].label().as_str(), &found[0].before, &found[0].after),
            ("Classic flow", &None, &Some(json!(false)))
        );
        let mut expected = shop().into_value();
        expected["AllowClassicFlow"] = json!(false);
        assert_eq!(update_request(&shop(), &edited, &IDENTITY_POOL).into_value(), expected);
    }

    #[test]
    fn only_members_of_the_same_structure_are_beside_each_other_and_no_keys() {
        let at = |path: &str| SettingPath { path: path.to_owned(), key: None };
        let key = |path: &str| SettingPath { key: Some("team".to_owned()), ..at(path) };
        assert!(at("A.B").is_beside(&at("A.C")));
        assert!(!at("A.B").is_beside(&at("D.C")) && !at("A").is_beside(&at("B")));
        assert!(!key("A.B").is_beside(&at("A.C")) && !at("A.B").is_beside(&key("A.C")));
        assert!(!key("A.B").is_beside(&key("A.C")));
    }

    #[test]
    fn a_setting_that_another_one_has_replaced_counts_until_both_documents_have_the_other_one() {
        let message = |old: &str, new: Option<&str>| {
            let mut pool = pool(json!({"EmailVerificationSubject": old}));
            pool.set("VerificationMessageTemplate.EmailSubject", new.map(Value::from));
            pool
        };
        let counts = |before: &Document, after: &Document| {
            changes(before, after, &USER_POOL).iter().any(|one| one.place.path == "EmailVerificationSubject")
        };
        assert!(counts(&message("a", None), &message("b", None)));
        assert!(counts(&message("a", Some("a")), &message("b", None)));
        assert!(counts(&message("a", None), &message("b", Some("b"))));
        assert!(!counts(&message("a", Some("a")), &message("b", Some("b"))));
    }

    #[test]
    fn a_setting_counts_where_it_applies_before_or_after() {
        let details = |kind: &str, scopes: &str| {
            pool(json!({"ProviderType": kind, "ProviderDetails": {"authorize_scopes": scopes}}))
        };
        let labelled = |before: &Document, after: &Document| {
            let found = changes(before, after, &PROVIDER);
            found.iter().any(|one| one.label() == "Scopes")
        };
        assert!(labelled(&details("OIDC", "openid"), &details("SAML", "email")));
        assert!(labelled(&details("SAML", "openid"), &details("OIDC", "email")));
        assert!(!labelled(&details("SAML", "openid"), &details("SAML", "email")));
    }

    #[test]
    fn json_is_compared_member_by_member_unless_a_name_would_be_taken_for_a_path() {
        let places = |before: Value, after: Value| -> Vec<String> {
            let style = |settings| pool(json!({"UserPoolId": "a", "Settings": settings}));
            let found = changes(&style(before), &style(after), &BRANDING);
            found.into_iter().map(|one| one.place.path).collect()
        };
        let deep = |color: &str| json!({"a": {"color": color, "same": 1}});
        assert_eq!(places(deep("red"), deep("blue")), ["Settings.a.color"]);
        let dotted = |color: &str| json!({"a.b": color, "c": 1});
        assert_eq!(places(dotted("red"), dotted("blue")), ["Settings"]);
    }

    #[test]
    fn a_map_counts_by_its_keys_and_an_unknown_member_as_a_whole() {
        let mut edited = shop();
        edited.set("IdentityPoolTags", Some(json!({"team": "app", "owner": "ann"})));
        edited.set("FutureSetting", Some(json!({"deep": [1]})));
        let labels: Vec<_> = changes(&shop(), &edited, &IDENTITY_POOL).iter().map(Change::label).collect();
        assert_eq!(labels, ["Tags › team", "Tags › stage", "Tags › owner", "FutureSetting"]);
    }

    #[test]
    fn absent_null_empty_and_false_differ_from_each_other() {
        let values =
            [None, Some(Value::Null), Some(json!([])), Some(json!({})), Some(json!(false)), Some(json!(""))];
        for (i, before) in values.iter().enumerate() {
            for (j, after) in values.iter().enumerate() {
                let (mut a, mut b) = (shop(), shop());
                a.set("SupportedLoginProviders", before.clone());
                b.set("SupportedLoginProviders", after.clone());
                assert_eq!(
                    changes(&a, &b, &IDENTITY_POOL).len(),
                    usize::from(i != j),
                    "{before:?} {after:?}"
                );
            }
        }
    }

    #[test]
    fn an_update_of_a_user_pool_leaves_out_what_only_describe_tells_and_renames_the_name() {
        let document = pool(json!({
            "Id": "eu-west-1_a", "Name": "shop", "Arn": "arn", "CreationDate": 1.5, "LastModifiedDate": 2.5,
            "SchemaAttributes": [], "MfaConfiguration": "OFF",
                "DcrConfiguration": {"EnableStatus": "Disabled"},
        }));
        let sent = update_request(&document, &document, &USER_POOL).into_value();
        assert_eq!(
            sent,
            json!({"UserPoolId": "eu-west-1_a", "PoolName": "shop", "MfaConfiguration": "OFF",
                "DcrConfiguration": {"EnableStatus": "Disabled"}})
        );
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[a-z]{0,3}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
                prop::collection::vec(("[a-c]", inner), 0..3)
                    .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
            ]
        })
    }

    pub(super) fn any_document() -> impl Strategy<Value = Document> {
        let names = prop::sample::select(vec![
            "IdentityPoolId",
            "IdentityPoolName",
            "AllowUnauthenticatedIdentities",
            "AllowClassicFlow",
            "SupportedLoginProviders",
            "DeveloperProviderName",
            "IdentityPoolTags",
            "FutureSetting",
            "Policies",
            "LambdaConfig",
            "Name",
            "Arn",
        ]);
        prop::collection::vec((names, any_value()), 0..8)
            .prop_map(|members| members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    proptest! {
        #[test]
        fn the_changes_between_two_documents_lead_from_one_to_the_other(
            before in any_document(),
            after in any_document(),
        ) {
            let mut walked = before.clone();
            for change in changes(&before, &after, &IDENTITY_POOL) {
                change.apply(&mut walked);
            }
            prop_assert_eq!(walked, after);
        }

        #[test]
        fn a_document_does_not_differ_from_itself_and_is_sent_whole(document in any_document()) {
            prop_assert!(changes(&document, &document, &IDENTITY_POOL).is_empty());
            prop_assert_eq!(update_request(&document, &document, &IDENTITY_POOL), document);
        }

        #[test]
        fn no_difference_of_user_pools_panics(before in any_document(), after in any_document()) {
            let _ = changes(&before, &after, &USER_POOL);
            let _ = crate::resource::Verdict::new(&before, &after, &before, &USER_POOL);
        }
    }
}
