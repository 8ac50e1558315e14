//! What a later read says of a write whose outcome is not recorded.

use crate::history::record::{Ending, Record, RecordedOutcome, VERSION, time};
use crate::history::revert::{SettingState, state};
use crate::resource::display::plural::plural;
use crate::resource::{Document, WriteOperation};

/// What became of a write, as far as the resource tells now. The sentence says how that is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    Applied(String),
    NotApplied(String),
    /// The resource does not tell.
    Open(String),
}

/// Judges a write by the resource as it is now; `None` if AWS has no such resource.
pub fn settle(record: &Record, now: Option<&Document>) -> Settlement {
    match (record.write_operation(), now) {
        (Some(WriteOperation::Delete), None) => Settlement::Applied("AWS no longer returns it.".to_owned()),
        (Some(WriteOperation::Delete), Some(_)) => Settlement::NotApplied("It still exists.".to_owned()),
        (Some(WriteOperation::Create), None) => {
            Settlement::NotApplied("There is no such resource.".to_owned())
        }
        (Some(WriteOperation::Create | WriteOperation::Update), Some(now)) => by_settings(record, now),
        (Some(WriteOperation::Update), None) => Settlement::Open("The resource no longer exists.".to_owned()),
        (None, _) => Settlement::Open("This version does not know such a change.".to_owned()),
    }
}

fn by_settings(record: &Record, now: &Document) -> Settlement {
    let kept: Vec<_> = record.changes.iter().filter(|change| !change.withheld).collect();
    let states: Vec<_> = kept.iter().map(|change| state(change, now)).collect();
    let count = |wanted| states.iter().filter(|state| **state == wanted).count();
    let (as_asked, as_before) = (count(SettingState::AsAfter), count(SettingState::AsBefore));
    let creates = record.write_operation() == Some(WriteOperation::Create);
    if kept.is_empty() {
        Settlement::Open("The values that changed are not recorded.".to_owned())
    } else if as_asked == kept.len() {
        let verb = if kept.len() == 1 { "is" } else { "are" };
        Settlement::Applied(format!("{} {verb} as requested.", plural(kept.len(), "setting")))
    } else if creates {
        let others = plural(kept.len() - as_asked, "setting");
        Settlement::Open(format!("There is one of that name, and {others} differ from what was requested."))
    } else if as_before == kept.len() {
        Settlement::NotApplied("It is as before: not applied, or taken back since.".to_owned())
    } else {
        let moved = count(SettingState::Moved);
        Settlement::Open(format!(
            "Of {}, {as_asked} as requested, {as_before} as before, {moved} changed since.",
            plural(kept.len(), "setting")
        ))
    }
}

impl Settlement {
    /// The line of the history that tells it; `None` if the resource does not tell.
    pub fn ending(&self, record: &Record, now: i64) -> Option<Ending> {
        let (outcome, sentence) = match self {
            Self::Applied(sentence) => (RecordedOutcome::Applied, sentence),
            Self::NotApplied(sentence) => (RecordedOutcome::Failed, sentence),
            Self::Open(_) => return None,
        };
        Some(Ending {
            v: VERSION,
            id: record.id.clone(),
            at: time(now),
            outcome,
            target: None,
            verdict: Some(format!("Read later: {sentence}")),
            missing: Vec::new(),
            others: Vec::new(),
            error: None,
            request_id: None,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::history::RecordedChange;
    use crate::resource::Key;
    use crate::resource::tables::IDENTITY_POOL;

    fn pool(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn record(operation: WriteOperation, before: &Document, after: &Document) -> Record {
        Record::of(operation, &Key::top(&IDENTITY_POOL, "1"), "shop", before, after)
    }

    #[test]
    fn an_update_is_settled_only_if_all_of_it_is_there_or_nothing_of_it() {
        let before = pool(json!({"IdentityPoolName": "shop", "AllowClassicFlow": true}));
        let after = pool(json!({"IdentityPoolName": "store", "AllowClassicFlow": false}));
        let update = record(WriteOperation::Update, &before, &after);
        assert_eq!(settle(&update, Some(&after)), Settlement::Applied("2 settings are as requested.".into()));
        assert!(matches!(settle(&update, Some(&before)), Settlement::NotApplied(_)));
        let half = pool(json!({"IdentityPoolName": "market", "AllowClassicFlow": false}));
        let open = settle(&update, Some(&half));
        let sentence = "Of 2 settings, 1 as requested, 0 as before, 1 changed since.";
        assert_eq!(open, Settlement::Open(sentence.into()));
        assert!(open.ending(&update, 0).is_none());
        assert!(matches!(settle(&update, None), Settlement::Open(_)));
        let secret = vec![RecordedChange { withheld: true, ..RecordedChange::default() }];
        let secret = Record { changes: secret, ..update };
        assert!(
            matches!(settle(&secret, Some(&after)), Settlement::Open(_)),
            "nothing of it can be compared"
        );
    }

    #[test]
    fn a_deletion_is_settled_by_whether_the_resource_exists() {
        let before = pool(json!({"IdentityPoolName": "shop"}));
        let deletion = record(WriteOperation::Delete, &before, &Document::default());
        assert!(matches!(settle(&deletion, None), Settlement::Applied(_)));
        assert!(matches!(settle(&deletion, Some(&before)), Settlement::NotApplied(_)));
        let ending = settle(&deletion, None).ending(&deletion, 60).expect("an ending");
        assert_eq!(ending.verdict.as_deref(), Some("Read later: AWS no longer returns it."));
        assert_eq!((ending.outcome, ending.id), (RecordedOutcome::Applied, deletion.id));
    }
}
