//! Takes a recorded change back: its reverse is applied to the resource as it is now.

use serde_json::{Map, Value};

use crate::history::record::RecordedChange;
use crate::resource::verdict::holds_nothing;
use crate::resource::{Change, Document, Kind};

/// A resource with a change taken back, and what of the change could not be taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Reverted {
    pub document: Document,
    /// Settings that somebody changed since. They are as they are now, unless they were to be overwritten.
    pub moved: Vec<RecordedChange>,
    /// Settings whose former value is not recorded.
    pub lost: Vec<RecordedChange>,
}

/// Takes changes back from a document. What somebody else has changed since is left alone, or overwritten.
pub fn revert(changes: &[RecordedChange], now: &Document, kind: &'static Kind, overwrite: bool) -> Reverted {
    let (mut moved, mut lost, mut taken_back) = (Vec::new(), Vec::new(), Vec::new());
    for change in changes {
        match state(change, now) {
            _ if change.withheld => lost.push(change.clone()),
            SettingState::AsBefore => {}
            SettingState::AsAfter => taken_back.push(change),
            SettingState::Moved => {
                moved.push(change.clone());
                if overwrite {
                    taken_back.push(change);
                }
            }
        }
    }
    let mut document = now.clone();
    for change in &taken_back {
        let reverse = Change { after: change.before.clone(), before: None, ..change.change(kind) };
        reverse.apply(&mut document);
    }
    for change in &taken_back {
        remove_made(change, &mut document);
    }
    Reverted { document, moved, lost }
}

/// What a setting is now, compared with a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SettingState {
    AsBefore,
    AsAfter,
    Moved,
}

pub(super) fn state(change: &RecordedChange, now: &Document) -> SettingState {
    // A value that stands where the way to the setting should be is somebody else's.
    let is_entry = change.key.is_some();
    let map = now.get(&change.path).filter(|_| is_entry);
    if !now.can_hold(&change.path) || map.is_some_and(|map| !map.is_object() && !map.is_null()) {
        return SettingState::Moved;
    }
    let value = match &change.key {
        Some(key) => map.and_then(|map| map.as_object()?.get(key)),
        None => now.get(&change.path),
    };
    let (before, after) = (change.before.as_ref(), change.after.as_ref());
    // AWS chooses how it answers "nothing", so an empty value is as good as none.
    let same = |other: Option<&Value>| holds_nothing(value) && holds_nothing(other);
    if value == after {
        SettingState::AsAfter
    } else if value == before {
        SettingState::AsBefore
    } else if same(after) {
        SettingState::AsAfter
    } else if same(before) {
        SettingState::AsBefore
    } else {
        SettingState::Moved
    }
}

/// Removes the structures that the change has made around its setting, if nothing else is in them.
pub(super) fn remove_made(change: &RecordedChange, document: &mut Document) {
    let made = change.absent.as_deref().map(|made| (made, None));
    let Some((made, was)) = made.or(change.null.as_deref().map(|made| (made, Some(Value::Null)))) else {
        return;
    };
    let mut way = Some(change.path.as_str());
    if change.key.is_none() {
        way = parent(&change.path);
    }
    while let Some(path) = way.filter(|path| path.len() >= made.len()) {
        if !document.get(path).and_then(Value::as_object).is_some_and(Map::is_empty) {
            return;
        }
        document.set(path, if path == made { was.clone() } else { None });
        way = parent(path);
    }
}

fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(parent, _)| parent)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, USER_POOL};
    use crate::resource::{Access, changes};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    pub fn recorded(before: &Document, after: &Document, kind: &'static Kind) -> Vec<RecordedChange> {
        changes(before, after, kind).iter().map(|change| RecordedChange::of(change, before, kind)).collect()
    }

    fn pool(value: Value) -> Document {
        let mut pool = document(value);
        pool.set("IdentityPoolId", Some(json!("1")));
        pool
    }

    #[test]
    fn a_setting_that_somebody_changed_since_is_left_alone_unless_it_is_chosen() {
        let before = pool(json!({"AllowClassicFlow": true, "IdentityPoolName": "shop"}));
        let after = pool(json!({"AllowClassicFlow": false, "IdentityPoolName": "store"}));
        let now = pool(json!({"AllowClassicFlow": false, "IdentityPoolName": "market", "New": 1}));
        let changes = recorded(&before, &after, &IDENTITY_POOL);
        let reverted = revert(&changes, &now, &IDENTITY_POOL, false);
        let expected = pool(json!({"AllowClassicFlow": true, "IdentityPoolName": "market", "New": 1}));
        assert_eq!(reverted.document, expected);
        assert_eq!(
            reverted.moved.iter().map(|change| change.path.as_str()).collect::<Vec<_>>(),
            ["IdentityPoolName"]
        );
        let expected = pool(json!({"AllowClassicFlow": true, "IdentityPoolName": "shop", "New": 1}));
        assert_eq!(revert(&changes, &now, &IDENTITY_POOL, true).document, expected);
        let again = revert(&changes, &before, &IDENTITY_POOL, false);
        assert_eq!((again.document, again.moved), (before, vec![]), "it is taken back already");
    }

    #[test]
    fn a_secret_can_not_come_back_and_is_named() {
        let client =
            |secret: &str| document(json!({"ClientId": "a", "ClientName": secret, "ClientSecret": secret}));
        let changes = vec![RecordedChange {
            path: "ClientSecret".to_owned(),
            withheld: true,
            ..RecordedChange::default()
        }];
        let reverted = revert(&changes, &client("new"), &CLIENT, true);
        assert_eq!((reverted.document, reverted.lost), (client("new"), changes));
    }

    #[test]
    fn a_structure_that_the_change_made_goes_unless_somebody_uses_it() {
        let before = document(json!({"Id": "1", "LambdaConfig": null}));
        let after = document(json!({"Id": "1", "LambdaConfig": {"PreSignUp": "arn"}}));
        let changes = recorded(&before, &after, &USER_POOL);
        assert_eq!(revert(&changes, &after, &USER_POOL, false).document, before);
        let now =
            document(json!({"Id": "1", "LambdaConfig": {"PreSignUp": "arn", "PostConfirmation": "other"}}));
        let left = document(json!({"Id": "1", "LambdaConfig": {"PostConfirmation": "other"}}));
        assert_eq!(revert(&changes, &now, &USER_POOL, false).document, left);
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

    /// A document with members of the table at any depth, values of any shape, and members that no table
    /// knows.
    fn any_document(kind: &'static Kind) -> impl Strategy<Value = Document> {
        let writable = kind.fields.iter().filter(|field| field.access != Access::ReadOnly);
        let mut paths: Vec<_> = writable.map(|field| field.path).collect();
        paths.extend(["Future", "Future.Deep", "IdentityPoolTags.a"]);
        let place = prop::sample::select(paths);
        prop::collection::vec((place, any_value()), 0..8).prop_map(|members| {
            let mut document = Document::default();
            for (path, value) in members {
                document.set(path, Some(value));
            }
            document
        })
    }

    pub fn any_kind() -> impl Strategy<Value = (&'static Kind, Document, Document, Document)> {
        prop::sample::select(vec![&IDENTITY_POOL, &CLIENT, &USER_POOL]).prop_flat_map(|kind| {
            let any = || any_document(kind);
            (Just(kind), any(), any(), any())
        })
    }

    proptest! {
        #[test]
        fn a_change_and_its_reverse_give_the_document_back((kind, before, after, _) in any_kind()) {
            let changes = recorded(&before, &after, kind);
            let reverted = revert(&changes, &after, kind, false);
            prop_assert_eq!(&reverted.moved, &vec![]);
            if reverted.lost.is_empty() {
                // What AWS derives from another setting is not recorded.
                let (mut found, mut expected) = (reverted.document, before.clone());
                for field in kind.fields.iter().filter(|field| field.is_superseded(&before)) {
                    found.set(field.path, None);
                    expected.set(field.path, None);
                }
                prop_assert_eq!(found, expected);
            }
        }

        #[test]
        fn a_revert_touches_only_what_the_write_did((kind, before, after, now) in any_kind(), overwrite in any::<bool>()) {
            let recorded = recorded(&before, &after, kind);
            let reverted = revert(&recorded, &now, kind, overwrite).document;
            for touched in changes(&now, &reverted, kind) {
                let of_the_write = recorded.iter().any(|change| change.place().meets(&touched.place));
                prop_assert!(of_the_write, "{:?}", touched.place);
            }
        }

        #[test]
        fn a_recorded_change_survives_its_line((kind, before, after, now) in any_kind()) {
            let recorded = recorded(&before, &after, kind);
            let text = serde_json::to_string(&recorded).expect("text");
            let read: Vec<RecordedChange> = serde_json::from_str(&text).expect("the same changes");
            prop_assert_eq!(revert(&read, &now, kind, false), revert(&recorded, &now, kind, false));
        }
    }
}
