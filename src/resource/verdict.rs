//! The verdict on a write, from three documents: before the write, as requested, and after the write.

use serde_json::Value;

use crate::resource::diff::SettingPath;
use crate::resource::display::plural::plural;
use crate::resource::display::value::display;
use crate::resource::{Access, Change, Document, Field, Kind, changes, setting_changes};

/// The outcome of a write, by a comparison of what was requested with what was read after.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Verdict {
    /// Settings that have the value that was sent, or AWS's default for one that was emptied.
    pub changed: Vec<Change>,
    /// Those among the changed settings that were emptied, and for which AWS returns its default.
    pub defaulted: Vec<SettingPath>,
    /// Settings that do not have the value that was sent: from the sent to the actual value.
    pub missing: Vec<Change>,
    /// Settings that changed although the write did not ask for it.
    pub others: Vec<Change>,
    /// Settings that were sent and that Describe never returns.
    pub unverifiable: Vec<Change>,
    /// Settings that AWS computed, or filled in with a default, where the request left them out.
    pub filled: Vec<Change>,
}

impl Verdict {
    /// Compares the documents before the write, as sent, and after the write.
    ///
    /// A setting that was sent empty and is then absent, null or empty in another way counts as applied,
    /// since AWS chooses how it answers "nothing"; so does one that then has its default.
    pub fn new(base: &Document, sent: &Document, now: &Document, kind: &Kind) -> Self {
        let unverifiable = changes(base, sent, kind)
            .into_iter()
            .filter(|change| change.field.is_some_and(|field| field.access == Access::WriteOnly));
        let mut verdict = Self { unverifiable: unverifiable.collect(), ..Self::default() };
        let [base, sent, mut now] = [base, sent, now].map(|document| without_write_only(document, kind));
        for list in kind.update.merged_lists {
            list.sort_like(&sent, &mut now);
        }
        let [base, sent, now] = [&base, &sent, &now];
        let asked = setting_changes(base, sent, kind);
        for drift in setting_changes(sent, now, kind) {
            let was_asked = asked.iter().any(|asked| asked.place.meets(&drift.place));
            // Members that every update names are asked for as empty where they were absent.
            let named = kind.update.always_sent.contains(&drift.place.path.as_str());
            let emptied = holds_nothing(drift.before.as_ref());
            if (was_asked || named) && emptied && holds_nothing(drift.after.as_ref()) {
                continue;
            }
            // Where nothing was sent, a value that AWS computed, or a default that it put beside a member
            // that was set, is no drift.
            let computed = drift.field.is_some_and(|field| field.computed);
            let beside =
                |asked: &Change| !holds_nothing(asked.after.as_ref()) && asked.place.is_beside(&drift.place);
            if emptied && (computed || !was_asked && asked.iter().any(beside)) {
                verdict.filled.push(drift);
            } else if was_asked && emptied && is_default(&drift, now) {
                verdict.defaulted.push(drift.place);
            } else if was_asked {
                verdict.missing.push(drift);
            } else {
                verdict.others.push(drift);
            }
        }
        verdict.changed = asked
            .into_iter()
            .filter(|asked| !verdict.missing.iter().any(|missing| missing.place.meets(&asked.place)))
            .map(|asked| {
                if verdict.defaulted.contains(&asked.place) {
                    Change { after: asked.place.value_in(now).cloned(), ..asked }
                } else {
                    asked
                }
            })
            .collect();
        verdict
    }

    /// The words for a setting that was emptied and has its default now: "now the default (30 days)".
    pub fn default_words(&self, change: &Change) -> Option<String> {
        let words = change.field.and_then(Field::default_words)?;
        self.defaulted.contains(&change.place).then(|| format!("now the default ({words})"))
    }

    /// Compares the document that created a resource with the resource. Values that AWS filled in are fine.
    pub fn of_new(sent: &Document, now: &Document, kind: &Kind) -> Self {
        let (mut sent, mut now) = (sent.clone(), now.clone());
        if let Some(as_sent) = kind.creation.as_sent {
            as_sent(&sent, &mut now);
        }
        let never_read =
            |field: &&Field| field.access == Access::CreateOnlyWriteOnly && now.get(field.path).is_none();
        for field in kind.fields.iter().filter(never_read) {
            sent.set(field.path, None);
        }
        let mut verdict = Self::new(&Document::default(), &sent, &now, kind);
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

/// True if the value that came in place of an emptied one is AWS's default for the setting, as far as the
/// table can tell.
fn is_default(change: &Change, now: &Document) -> bool {
    let Some((field, words)) = change.field.and_then(|field| Some((field, field.default_words()?))) else {
        return false;
    };
    match &change.after {
        // "30 days": a number whose unit is a setting of its own has to have the unit of the default.
        Some(Value::Number(number)) => {
            let (default, unit) = words.split_once(' ').unwrap_or((words, ""));
            let unit_now = field.unit_path.and_then(|path| now.text(path));
            let is_unit = |now: &str| now.trim_end_matches('s') == unit.trim_end_matches('s');
            default == number.to_string() && unit_now.is_none_or(is_unit)
        }
        Some(Value::Array(items)) => !items.is_empty(),
        value => display(field, value.as_ref()).text(false) == words,
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
    use crate::resource::tables::{CLIENT, IDENTITY_POOL};

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

    fn client(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn a_number_that_was_emptied_and_comes_back_as_the_default_is_as_asked() {
        let units = |unit: &str| json!({"RefreshToken": unit});
        let base = client(
            json!({"RefreshTokenValidity": 60, "AuthSessionValidity": 5, "TokenValidityUnits": units("days")}),
        );
        let sent = client(json!({"TokenValidityUnits": units("days")}));
        let now = client(
            json!({"RefreshTokenValidity": 30, "AuthSessionValidity": 3, "TokenValidityUnits": units("days")}),
        );
        let verdict = Verdict::new(&base, &sent, &now, &CLIENT);
        assert_eq!((verdict.sentence().as_str(), verdict.is_clean()), ("2 settings changed, 0 others", true));
        let words: Vec<_> =
            verdict.changed.iter().filter_map(|change| verdict.default_words(change)).collect();
        assert_eq!(words, ["now the default (3 minutes)", "now the default (30 days)"]);
        assert_eq!(verdict.changed[1].after, Some(json!(30)));
    }

    #[test]
    fn a_list_or_a_toggle_that_was_emptied_and_comes_back_as_the_default_is_as_asked() {
        let settings = |flows: &[&str], context: bool| {
            client(json!({"ExplicitAuthFlows": flows, "EnablePropagateAdditionalUserContextData": context}))
        };
        let (base, sent) = (settings(&["ALLOW_USER_PASSWORD_AUTH"], true), client(json!({})));
        let now = settings(&["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"], false);
        let verdict = Verdict::new(&base, &sent, &now, &CLIENT);
        assert_eq!(
            (verdict.sentence().as_str(), verdict.defaulted.len()),
            ("2 settings changed, 0 others", 2)
        );
        let verdict = Verdict::new(&base, &sent, &settings(&[], true), &CLIENT);
        assert_eq!(verdict.sentence(), "1 setting changed, 1 setting not applied, 0 others");
    }

    #[test]
    fn a_number_that_was_emptied_and_stays_or_has_another_unit_is_not_as_asked() {
        let base = client(json!({"RefreshTokenValidity": 60}));
        let stays = Verdict::new(&base, &client(json!({})), &base, &CLIENT);
        assert_eq!(stays.sentence(), "0 settings changed, 1 setting not applied, 0 others");
        let hours = json!({"RefreshToken": "hours"});
        let base = client(json!({"RefreshTokenValidity": 60, "TokenValidityUnits": hours}));
        let now = client(json!({"RefreshTokenValidity": 30, "TokenValidityUnits": hours}));
        let verdict = Verdict::new(&base, &client(json!({"TokenValidityUnits": hours})), &now, &CLIENT);
        assert_eq!(verdict.sentence(), "0 settings changed, 1 setting not applied, 0 others");
    }

    #[test]
    fn what_aws_fills_in_beside_a_member_that_was_set_is_no_strangers_change() {
        let (base, sent) =
            (client(json!({})), client(json!({"RefreshTokenRotation": {"Feature": "ENABLED"}})));
        let rotation = json!({"Feature": "ENABLED", "RetryGracePeriodSeconds": 0});
        let now = client(json!({"RefreshTokenRotation": rotation}));
        let verdict = Verdict::new(&base, &sent, &now, &CLIENT);
        assert_eq!((verdict.sentence().as_str(), verdict.is_clean()), ("1 setting changed, 0 others", true));
        assert_eq!(verdict.filled.iter().map(Change::label).collect::<Vec<_>>(), ["Rotation grace period"]);
        let verdict = Verdict::new(&now, &now, &base, &CLIENT);
        assert_eq!(verdict.sentence(), "0 settings changed, 2 others");
    }

    #[test]
    fn a_tag_that_somebody_adds_beside_mine_is_told_as_a_change_of_somebody_else() {
        let mut sent = shop();
        sent.set("IdentityPoolTags", Some(json!({"team": "app", "stage": "prod"})));
        let mut now = sent.clone();
        now.set("IdentityPoolTags", Some(json!({"team": "app", "stage": "prod", "theirs": "x"})));
        let verdict = Verdict::new(&shop(), &sent, &now, &IDENTITY_POOL);
        assert_eq!(verdict.sentence(), "1 setting changed, 1 other");
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
