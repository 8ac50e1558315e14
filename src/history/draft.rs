//! Drafts: edits of a form that were not sent. A draft is a record of the write that they would be, without
//! what may not be recorded; it is laid over the resource as it is when the form is opened again.

use std::fmt;

use crate::history::record::{Record, RecordedChange};
use crate::history::revert::remove_made;
use crate::resource::verdict::holds_nothing;
use crate::resource::{Change, Document, Kind};

/// An order to the file of the drafts.
#[derive(Clone, PartialEq, Eq)]
pub enum DraftOrder {
    /// Keep a draft, in place of an earlier one of the same form.
    Keep(Box<Record>),
    /// Throw the draft with this id away.
    Discard(String),
}

/// Prints no name and no value, because effects are logged.
impl fmt::Debug for DraftOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (order, id) = match self {
            Self::Keep(record) => ("Keep", &record.id),
            Self::Discard(id) => ("Discard", id),
        };
        write!(f, "{order}({id})")
    }
}

impl DraftOrder {
    pub fn id(&self) -> &str {
        match self {
            Self::Keep(record) => &record.id,
            Self::Discard(id) => id,
        }
    }

    /// True if a draft goes when the order is carried out.
    pub fn removes(&self, draft: &Record) -> bool {
        draft.id == self.id() || matches!(self, Self::Keep(record) if record.is_of_same_form(draft))
    }
}

impl Record {
    /// True if both are of the form of one resource, or of one type of new resource, in the same place.
    pub fn is_of_same_form(&self, other: &Self) -> bool {
        let form = |record: &Self| {
            let Self { kind, parents, target, write, resource_type, endpoint, .. } = record.clone();
            (kind, parents, target, write, resource_type, endpoint)
        };
        let may_be_same =
            |own: &Option<String>, other: &Option<String>| own.is_none() || other.is_none() || own == other;
        form(self) == form(other)
            && may_be_same(&self.region, &other.region)
            && may_be_same(&self.account, &other.account)
    }

    /// True if the record has a value that a draft can bring back.
    pub fn holds_values(&self) -> bool {
        self.changes.iter().any(|change| !change.withheld)
    }

    /// Labels of the settings whose values are not recorded.
    pub fn withheld_settings(&self) -> Vec<&str> {
        let withheld = self.changes.iter().filter(|change| change.withheld);
        withheld.map(|change| change.setting.as_str()).collect()
    }
}

/// A draft beside the resource as it is now: the two documents to merge with it.
#[derive(Debug, Clone, PartialEq)]
pub struct Drafted {
    /// The resource as it is now, with the settings of the draft as they were before it.
    pub base: Document,
    /// The same with the edits of the draft.
    pub mine: Document,
}

/// Lays the changes of a draft over a resource as it is now. Those whose values are not recorded, or whose
/// place is taken by something else, are left out.
pub fn drafted(changes: &[RecordedChange], now: &Document, kind: &'static Kind) -> Drafted {
    let kept: Vec<_> = changes.iter().filter(|change| !change.withheld && has_place(change, now)).collect();
    let mut base = now.clone();
    for change in &kept {
        let value = change.place().value_in(now).cloned();
        let is_same = holds_nothing(value.as_ref()) && holds_nothing(change.before.as_ref());
        if value != change.before && !is_same {
            let before = Change { after: change.before.clone(), before: None, ..change.change(kind) };
            before.apply(&mut base);
            remove_made(change, &mut base);
        }
    }
    let mut mine = base.clone();
    for change in kept {
        change.change(kind).apply(&mut mine);
    }
    Drafted { base, mine }
}

/// True if a document can have the setting of a change.
fn has_place(change: &RecordedChange, document: &Document) -> bool {
    let map = document.get(&change.path).filter(|_| change.key.is_some());
    document.can_hold(&change.path) && map.is_none_or(|map| map.is_object() || map.is_null())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::history::revert::tests::{any_kind, recorded};
    use crate::resource::tables::IDENTITY_POOL;
    use crate::resource::{Merge, changes};

    fn pool(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn edits_merge_with_what_somebody_changed_meanwhile_and_only_the_same_setting_is_a_choice() {
        let before = pool(json!({"IdentityPoolName": "shop", "AllowClassicFlow": true, "New": 1}));
        let after = pool(json!({"IdentityPoolName": "store", "AllowClassicFlow": false, "New": 1}));
        let edits = recorded(&before, &after, &IDENTITY_POOL);
        let now = pool(json!({"IdentityPoolName": "shop", "AllowClassicFlow": true, "New": 2}));
        let Drafted { base, mine } = drafted(&edits, &now, &IDENTITY_POOL);
        let merged = Merge::new(&base, &mine, &now, &IDENTITY_POOL).merged();
        let expected = pool(json!({"IdentityPoolName": "store", "AllowClassicFlow": false, "New": 2}));
        assert_eq!(merged, Some(expected));
        let now = pool(json!({"IdentityPoolName": "market", "AllowClassicFlow": true, "New": 1}));
        let Drafted { base, mine } = drafted(&edits, &now, &IDENTITY_POOL);
        let merge = Merge::new(&base, &mine, &now, &IDENTITY_POOL);
        let conflicts: Vec<_> = merge.conflicts().map(|setting| setting.mine.place.path.as_str()).collect();
        assert_eq!(conflicts, ["IdentityPoolName"]);
    }

    #[test]
    fn a_draft_replaces_that_of_the_same_form_and_no_other() {
        let draft = |id: &str, target: &str, account: Option<&str>| Record {
            id: id.to_owned(),
            target: target.to_owned(),
            account: account.map(str::to_owned),
            ..Record::default()
        };
        let order = DraftOrder::Keep(Box::new(draft("b", "1", Some("123456789012"))));
        assert!(
            order.removes(&draft("a", "1", Some("123456789012"))) && order.removes(&draft("a", "1", None))
        );
        assert!(
            !order.removes(&draft("a", "2", None)) && !order.removes(&draft("a", "1", Some("210987654321")))
        );
        assert!(order.removes(&draft("b", "2", None)), "a later state of the same draft");
        assert_eq!(format!("{order:?}"), "Keep(b)");
    }

    proptest! {
        #[test]
        fn a_draft_over_an_unchanged_resource_is_the_edited_document((kind, before, after, _) in any_kind()) {
            let edits = recorded(&before, &after, kind);
            let laid = drafted(&edits, &before, kind);
            prop_assert_eq!(&laid.base, &before);
            if edits.iter().all(|change| !change.withheld) {
                prop_assert!(changes(&laid.mine, &after, kind).is_empty());
            }
        }

        #[test]
        fn a_draft_touches_nothing_that_was_not_edited((kind, before, after, now) in any_kind()) {
            let edits = recorded(&before, &after, kind);
            let laid = drafted(&edits, &now, kind);
            let edited = changes(&laid.base, &laid.mine, kind);
            for change in edited.into_iter().chain(changes(&now, &laid.base, kind)) {
                let is_edit = edits.iter().any(|edit| edit.place().meets(&change.place));
                prop_assert!(is_edit, "{:?}", change.place);
            }
        }
    }
}
