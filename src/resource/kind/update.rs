//! The requirements of AWS on the body of an update, and what an update entails.

use serde_json::Value;

use crate::resource::{Change, Document};

/// The rules by which an update's request is built from the document.
#[derive(Debug, Clone, Copy)]
pub struct UpdateRules {
    /// Members that every update names, as an empty map where the document lacks them.
    pub always_sent: &'static [&'static str],
    /// AWS keeps the top-level members that an update does not name: only those that changed are sent, each
    /// whole.
    pub partial_update: bool,
    /// Lists into which AWS takes the entries of an update one by one.
    pub merged_lists: &'static [MergedList],
    /// Structures that Describe answers empty and Update refuses empty.
    pub omit_if_empty: &'static [&'static str],
    /// Structures that an edit removes from the document when none of these members is set.
    pub requires_one_of: &'static [(&'static str, &'static [&'static str])],
    /// What else AWS does when a setting changes, beyond what the setting's values say.
    pub consequences: &'static [Consequence],
    /// The Lambda functions that Cognito calls after a change and did not call before. Their own policies
    /// have to allow that.
    pub new_functions: Option<fn(&Document, &Document) -> Vec<String>>,
}

/// A list into which AWS takes the entries of an update one by one: an entry that an update leaves out stays,
/// so only new and changed ones are sent, and none can be removed.
#[derive(Debug, Clone, Copy)]
pub struct MergedList {
    pub path: &'static str,
    /// The members by which AWS tells the entries apart.
    pub told_by: &'static [&'static str],
}

impl MergedList {
    /// True if an update with one entry replaces the other one.
    pub fn is_same(&self, one: &Value, other: &Value) -> bool {
        self.told_by.iter().all(|name| one.get(name) == other.get(name))
    }

    pub fn entries<'a>(&self, document: &'a Document) -> &'a [Value] {
        document.get(self.path).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// The entries that an update has to send.
    pub fn changed<'a>(&self, before: &Document, after: &'a Document) -> Vec<&'a Value> {
        let before = self.entries(before);
        self.entries(after).iter().filter(|entry| !before.contains(entry)).collect()
    }

    /// The entries that an update would have to remove.
    pub fn removed<'a>(&self, before: &'a Document, after: &Document) -> Vec<&'a Value> {
        let stays = |entry: &&Value| self.entries(after).iter().any(|other| self.is_same(entry, other));
        self.entries(before).iter().filter(|entry| !stays(entry)).collect()
    }

    /// Puts the entries into the order that they have in another document, in which AWS need not answer them.
    /// Each entry of the other document has one of these at most, an equal one rather than a changed one.
    pub fn sort_like(&self, model: &Document, document: &mut Document) {
        let mut rest = self.entries(document).to_vec();
        if rest.is_empty() {
            return;
        }
        let mut sorted = Vec::new();
        for entry in self.entries(model) {
            let equal = rest.iter().position(|other| other == entry);
            let same = equal.or_else(|| rest.iter().position(|other| self.is_same(entry, other)));
            sorted.extend(same.map(|at| rest.remove(at)));
        }
        sorted.append(&mut rest);
        document.set(self.path, Some(Value::Array(sorted)));
    }
}

/// What else AWS does when a setting changes.
#[derive(Debug)]
pub struct Consequence {
    /// The setting that changes, or the structure in which one does.
    pub path: &'static str,
    /// The warning, from the documents before and after.
    pub text: fn(&Document, &Document) -> Option<&'static str>,
}

impl UpdateRules {
    pub const EMPTY: Self = Self {
        always_sent: &[],
        partial_update: false,
        merged_lists: &[],
        omit_if_empty: &[],
        requires_one_of: &[],
        consequences: &[],
        new_functions: None,
    };

    /// What else AWS does because of the changes between two documents.
    pub fn consequences_of(
        &self,
        changes: &[Change],
        before: &Document,
        after: &Document,
    ) -> Vec<&'static str> {
        let is_of = |change: &Change, path: &str| {
            change.place.path.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        };
        let rows = self.consequences.iter();
        let concerned = rows.filter(|row| changes.iter().any(|change| is_of(change, row.path)));
        concerned.filter_map(|row| (row.text)(before, after)).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const IMAGES: MergedList = MergedList { path: "Assets", told_by: &["Category", "ColorMode"] };

    fn images(entries: &[(&str, u8)]) -> Document {
        let entry = |(category, bytes): &(&str, u8)| json!({"Category": category, "Bytes": bytes});
        let entries: Vec<_> = entries.iter().map(entry).collect();
        Document::from_value(json!({ "Assets": entries })).expect("an object")
    }

    fn sorted(answered: &[(&str, u8)], sent: &[(&str, u8)]) -> Document {
        let mut answered = images(answered);
        IMAGES.sort_like(&images(sent), &mut answered);
        answered
    }

    #[test]
    fn entries_that_come_back_in_another_order_are_put_into_the_order_in_which_they_were_sent() {
        assert!(
            sorted(&[("c", 3), ("new", 9), ("a", 7), ("b", 2)], &[("a", 1), ("b", 2), ("c", 3)])
                == images(&[("a", 7), ("b", 2), ("c", 3), ("new", 9)])
        );
    }

    #[test]
    fn entries_that_cannot_be_told_apart_stay_where_they_were_sent() {
        let sent = [("a", 1), ("b", 2), ("a", 3)];
        assert!(sorted(&sent, &sent) == images(&sent));
        assert!(sorted(&[("a", 3), ("b", 2), ("a", 1)], &sent) == images(&sent));
    }
}
