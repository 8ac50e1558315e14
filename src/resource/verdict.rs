//! The verdict on a write, from three documents: before the write, as requested, and after the write.

use serde_json::Value;

use crate::resource::diff::SettingPath;
use crate::resource::display::plural::plural;
use crate::resource::{Access, Change, Document, Kind, changes};

/// The outcome of a write, by a comparison of what was requested with what was read after.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// Settings that have the value that was sent.
    pub changed: Vec<Change>,
    /// Settings that do not have the value that was sent: from the sent to the actual value.
    pub missing: Vec<Change>,
    /// Settings that changed although the write did not ask for it.
    pub others: Vec<Change>,
    /// Settings that were sent and that Describe never returns.
    pub unverifiable: Vec<Change>,
    /// Settings that AWS computed where the request left them out.
    pub filled: Vec<Change>,
}

impl Verdict {
    /// Compares the documents before the write, as sent, and after the write.
    ///
    /// A setting that was sent empty and is then absent, null or empty in another way counts as applied,
    /// since AWS chooses how it answers "nothing".
    pub fn new(base: &Document, sent: &Document, now: &Document, kind: &Kind) -> Self {
        let unverifiable = changes(base, sent, kind)
            .into_iter()
            .filter(|change| change.field.is_some_and(|field| field.access == Access::WriteOnly));
        let unverifiable: Vec<_> = unverifiable.collect();
        let [base, sent, now] = &[base, sent, now].map(|document| without_write_only(document, kind));
        let asked = changes(base, sent, kind);
        let mut filled = Vec::new();
        let drift: Vec<_> = changes(sent, now, kind)
            .into_iter()
            .flat_map(by_key)
            .filter(|drift| {
                // Members that every update names are asked for as empty where they were absent.
                let named = kind.update.always_sent.contains(&drift.place.path.as_str());
                let was_asked = named || asked.iter().any(|asked| asked.place.meets(&drift.place));
                !(was_asked && holds_nothing(drift.before.as_ref()) && holds_nothing(drift.after.as_ref()))
            })
            .filter_map(|drift| {
                // A value that AWS computed where it was left out is no drift.
                let computed =
                    drift.field.is_some_and(|field| field.computed) && holds_nothing(drift.before.as_ref());
                if computed {
                    filled.push(drift);
                    return None;
                }
                Some(drift)
            })
            .collect();
        let (missing, others): (Vec<_>, Vec<_>) =
            drift.into_iter().partition(|drift| asked.iter().any(|asked| asked.place.meets(&drift.place)));
        let changed = asked
            .into_iter()
            .filter(|asked| !missing.iter().any(|missing| missing.place.meets(&asked.place)))
            .collect();
        Self { changed, missing, others, unverifiable, filled }
    }

    /// Compares the document that created a resource with the resource. Values that AWS filled in are fine.
    pub fn of_new(sent: &Document, now: &Document, kind: &Kind) -> Self {
        let mut sent = sent.clone();
        for field in kind.fields.iter().filter(|field| field.access == Access::CreateOnlyWriteOnly) {
            sent.set(field.path, None);
        }
        let mut verdict = Self::new(&Document::default(), &sent, now, kind);
        verdict.fill();
        verdict.filled.retain(|change| {
            change
                .field
                .is_none_or(|field| !matches!(field.access, Access::Identifier | Access::CreateOnlyName))
        });
        verdict
    }

    /// Takes the settings that changed unasked for values that AWS filled in, since nothing was set before.
    pub fn fill(&mut self) {
        let (filled, others) =
            std::mem::take(&mut self.others).into_iter().partition(|change: &Change| change.before.is_none());
        self.filled.extend::<Vec<_>>(filled);
        self.others = others;
        self.filled.retain(|change| !holds_nothing(change.after.as_ref()));
    }

    /// True if the write did everything that was requested, and nothing else.
    pub const fn is_clean(&self) -> bool {
        self.missing.is_empty() && self.others.is_empty()
    }

    /// The verdict in one line: "1 setting changed, 0 others".
    pub fn sentence(&self) -> String {
        let settings = |count: usize| plural(count, "setting");
        let changed = settings(self.changed.len());
        let missing = match self.missing.len() {
            0 => String::new(),
            count => format!(", {} not applied", settings(count)),
        };
        let others = if self.others.len() == 1 { "other" } else { "others" };
        let unverifiable = match self.unverifiable.len() {
            0 => String::new(),
            count => format!(", {} sent that AWS never returns", settings(count)),
        };
        format!("{changed} changed{unverifiable}{missing}, {} {others}", self.others.len())
    }

    /// The verdict on a new resource in one line: "Created. All 5 settings match."
    pub fn sentence_of_new(&self) -> String {
        match (self.changed.len(), self.missing.len()) {
            (0, 0) => "Created.".to_owned(),
            (1, 0) => "Created. 1 setting matches.".to_owned(),
            (count, 0) => format!("Created. All {} match.", plural(count, "setting")),
            (count, missing) => {
                format!("Created. {} of {} not applied.", missing, plural(count + missing, "setting"))
            }
        }
    }
}

/// A document without the members that Describe never returns.
fn without_write_only(document: &Document, kind: &Kind) -> Document {
    let mut document = document.clone();
    for field in kind.fields.iter().filter(|field| field.access == Access::WriteOnly) {
        document.set(field.path, None);
    }
    document
}

/// Splits the removal of a map into its keys, since a change of one key says nothing about the others.
fn by_key(change: Change) -> Vec<Change> {
    match (&change.before, &change.after) {
        (Some(Value::Object(members)), None | Some(Value::Null))
            if change.is_map() && !members.is_empty() =>
        {
            let gone = |(key, value): (&String, &Value)| Change {
                place: SettingPath { path: change.place.path.clone(), key: Some(key.clone()) },
                field: change.field,
                before: Some(value.clone()),
                after: None,
            };
            members.iter().map(gone).collect()
        }
        _ => vec![change],
    }
}

/// True if a value is absent, null, or empty.
pub fn holds_nothing(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(items)) => items.is_empty(),
        Some(Value::Object(members)) => members.is_empty(),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::IDENTITY_POOL;

    fn shop() -> Document {
        let pool = json!({"IdentityPoolId": "eu-west-1:1", "IdentityPoolName": "shop",
            "IdentityPoolTags": {"team": "web", "stage": "prod"}});
        Document::from_value(pool).expect("an object")
    }

    #[test]
    fn the_verdict_counts_what_was_asked_and_lists_what_else_moved() {
        let mut sent = shop();
        sent.set("AllowClassicFlow", Some(json!(false)));
        assert_eq!(
            Verdict::new(&shop(), &sent, &sent, &IDENTITY_POOL).sentence(),
            "1 setting changed, 0 others"
        );

        let mut now = sent.clone();
        now.set("IdentityPoolTags", None);
        let verdict = Verdict::new(&shop(), &sent, &now, &IDENTITY_POOL);
        assert_eq!((verdict.sentence().as_str(), verdict.is_clean()), ("1 setting changed, 2 others", false));

        let verdict = Verdict::new(&shop(), &sent, &shop(), &IDENTITY_POOL);
        assert_eq!(verdict.sentence(), "0 settings changed, 1 setting not applied, 0 others");
    }

    #[test]
    fn a_map_that_vanished_loses_each_of_its_keys_in_the_verdict() {
        let mut sent = shop();
        sent.set("IdentityPoolTags", Some(json!({"team": "app", "stage": "prod"})));
        let mut now = sent.clone();
        now.set("IdentityPoolTags", None);
        let verdict = Verdict::new(&shop(), &sent, &now, &IDENTITY_POOL);
        assert_eq!(verdict.sentence(), "0 settings changed, 1 setting not applied, 1 other");
    }

    #[test]
    fn a_new_resource_is_judged_by_what_was_asked_and_what_aws_filled_in_is_told_apart() {
        let asked = |value| Document::from_value(value).expect("an object");
        let sent = asked(json!({"IdentityPoolName": "new", "AllowUnauthenticatedIdentities": false,
                "IdentityPoolTags": {"a": "b"}}));
        let mut now = sent.clone();
        now.set("IdentityPoolId", Some(json!("eu-west-1:2")));
        now.set("SamlProviderARNs", Some(json!([])));
        now.set("AllowClassicFlow", Some(json!(false)));
        let verdict = Verdict::of_new(&sent, &now, &IDENTITY_POOL);
        assert_eq!(
            (verdict.sentence_of_new().as_str(), verdict.is_clean()),
            ("Created. All 3 settings match.", true)
        );
        assert_eq!(verdict.filled.iter().map(Change::label).collect::<Vec<_>>(), ["Classic flow"]);
        now.set("IdentityPoolTags", None);
        let verdict = Verdict::of_new(&sent, &now, &IDENTITY_POOL);
        assert_eq!(
            (verdict.sentence_of_new().as_str(), verdict.is_clean()),
            ("Created. 1 of 3 settings not applied.", false)
        );
    }

    #[test]
    fn roles_that_were_absent_and_are_named_in_the_update_may_come_back_empty() {
        let roles = |value| Document::from_value(value).expect("an object");
        let base = roles(json!({"IdentityPoolId": "eu-west-1:1", "Roles": {"authenticated": "a"}}));
        let sent = roles(json!({"IdentityPoolId": "eu-west-1:1", "Roles": {"authenticated": "b"}}));
        let now = roles(
            json!({"IdentityPoolId": "eu-west-1:1", "Roles": {"authenticated": "b"}, "RoleMappings": {}}),
        );
        assert_eq!(
            Verdict::new(&base, &sent, &now, &crate::resource::tables::ROLES).sentence(),
            "1 setting changed, 0 others"
        );
    }

    #[test]
    fn a_list_that_was_emptied_and_then_is_absent_is_as_asked() {
        let mut sent = shop();
        sent.set("IdentityPoolTags", Some(json!({})));
        let mut now = sent.clone();
        now.set("IdentityPoolTags", None);
        assert!(Verdict::new(&shop(), &sent, &now, &IDENTITY_POOL).is_clean());
    }
}
