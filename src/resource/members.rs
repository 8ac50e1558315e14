//! The members of a kind by their names, as people write them on a command line or in a file.

use serde_json::Value;

use crate::resource::diff::SettingPath;
use crate::resource::{Document, Field, FieldKind, Kind};

/// A member that a path names: its place, and its row in the table.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedMember {
    pub place: SettingPath,
    pub field: &'static Field,
}

impl Kind {
    /// The member at a path: one of the table, by its name in Describe or in Update, or a key of a map.
    ///
    /// # Errors
    /// If the kind has no such member: a sentence with the nearest one.
    pub fn named_member(&self, path: &str) -> Result<NamedMember, String> {
        let at = |field: &'static Field, key: Option<&str>| NamedMember {
            place: SettingPath { path: field.path.to_owned(), key: key.map(str::to_owned) },
            field,
        };
        let is_it = |field: &&Field| field.path == path || field.update_name == Some(path);
        if let Some(field) = self.fields.iter().find(is_it) {
            return Ok(at(field, None));
        }
        let maps = self.fields.iter().filter(|field| matches!(field.kind, FieldKind::Map { .. }));
        let mut keyed = maps.filter_map(|field| {
            let key = path.strip_prefix(field.path)?.strip_prefix('.')?;
            Some((field, key))
        });
        if let Some((field, key)) = keyed.find(|(_, key)| !key.is_empty()) {
            return Ok(at(field, Some(key)));
        }
        Err(self.no_member(path))
    }

    /// The sentence for a member that the kind does not have.
    pub fn no_member(&self, path: &str) -> String {
        let inside: Vec<_> = self.members_in(path).collect();
        let name = self.name;
        if !inside.is_empty() {
            return format!("{path} is a structure: name one of its members, {}", inside.join(", "));
        }
        match self.nearest_member(path) {
            Some(near) => format!("There is no member {path} of {name}. Did you mean {near}?"),
            None => format!("There is no member {path} of {name}"),
        }
    }

    /// The members of requests and answers that name the resource and those that contain it.
    pub fn id_members(&self) -> impl Iterator<Item = &'static str> {
        let own = &self.operations;
        let operations = [&own.describe, &own.create, &own.update].into_iter().flatten();
        operations.flat_map(|operation| operation.id_members.iter().copied())
    }

    /// The members of the table inside a structure that has no row of its own.
    pub fn members_in(&self, path: &str) -> impl Iterator<Item = &'static str> {
        let inside =
            move |field: &&Field| field.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('.'));
        let has_row = self.field(path).is_some();
        self.fields.iter().filter(move |field| !has_row && inside(field)).map(|field| field.path)
    }

    /// The member that a misspelt path most likely means. The last name of a path is enough.
    pub fn nearest_member(&self, path: &str) -> Option<&'static str> {
        let last = |path: &str| path.rsplit('.').next().unwrap_or(path).to_owned();
        let whole = nearest(path, self.fields.iter().map(|field| field.path));
        let by_last = || {
            let mut same =
                self.fields.iter().filter(|field| last(field.path).eq_ignore_ascii_case(&last(path)));
            same.next().map(|field| field.path)
        };
        by_last().or(whole)
    }
}

impl Document {
    /// The value at a path, in which the keys of a map may have dots.
    pub fn value_named(&self, path: &str, kind: &Kind) -> Option<&Value> {
        self.get(path).or_else(|| kind.named_member(path).ok()?.place.value_in(self))
    }
}

/// The indefinite article of a noun.
pub fn article(noun: &str) -> &'static str {
    let vowel = noun.starts_with(['a', 'e', 'i', 'o', 'A', 'E', 'I', 'O']) || noun.starts_with("MFA");
    if vowel { "an" } else { "a" }
}

/// The candidate that a misspelt word most likely means.
pub fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let likeness = |candidate: &str| strsim::jaro_winkler(&lower, &candidate.to_lowercase());
    let rated = candidates.map(|candidate| (likeness(candidate), candidate));
    let best = rated.max_by(|(one, _), (other, _)| one.total_cmp(other));
    best.filter(|(likeness, _)| *likeness > 0.8).map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, USER_POOL};

    fn place(kind: &Kind, path: &str) -> (String, Option<String>) {
        let member = kind.named_member(path).unwrap_or_else(|error| panic!("{error}"));
        (member.place.path, member.place.key)
    }

    #[test]
    fn a_member_is_named_by_its_path_its_name_in_update_or_the_key_of_a_map() {
        assert_eq!(place(&CLIENT, "CallbackURLs"), ("CallbackURLs".to_owned(), None));
        assert_eq!(place(&USER_POOL, "PoolName"), ("Name".to_owned(), None));
        let nested = "Policies.PasswordPolicy.MinimumLength";
        assert_eq!(place(&USER_POOL, nested), (nested.to_owned(), None));
        let login = Some("graph.facebook.com".to_owned());
        assert_eq!(
            place(&IDENTITY_POOL, "SupportedLoginProviders.graph.facebook.com"),
            ("SupportedLoginProviders".to_owned(), login)
        );
    }

    #[test]
    fn a_name_that_is_not_there_gets_the_nearest_one() {
        for (kind, path, words) in [
            (&CLIENT, "CallbackURL", "Did you mean CallbackURLs?"),
            (&CLIENT, "callbackurls", "Did you mean CallbackURLs?"),
            (&USER_POOL, "MinimumLength", "Did you mean Policies.PasswordPolicy.MinimumLength?"),
            (&CLIENT, "xyz", "There is no member xyz of app client"),
            (&USER_POOL, "Policies.PasswordPolicy", "name one of its members"),
        ] {
            let said = kind.named_member(path).expect_err(path);
            assert!(said.contains(words), "{path}: {said}");
        }
    }

    #[test]
    fn a_value_is_found_also_by_a_key_with_dots_and_in_members_newer_than_the_tables() {
        let pool = json!({"SupportedLoginProviders": {"graph.facebook.com": "123"}, "Newer": {"Deep": 1}});
        let pool = Document::from_value(pool).expect("an object");
        let value = |path| pool.value_named(path, &IDENTITY_POOL);
        assert_eq!(value("SupportedLoginProviders.graph.facebook.com"), Some(&json!("123")));
        assert_eq!(value("Newer.Deep"), Some(&json!(1)));
        assert_eq!(value("AllowClassicFlow"), None);
    }
}
