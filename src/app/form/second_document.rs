//! The settings of a second document in the form of a resource: one form over two documents, which have no
//! member in common but those that both tell.

use std::borrow::Cow;

use crate::app::form::Form;
use crate::app::form::build::edit_row;
use crate::app::form::field::{FormField, places};
use crate::error::AppError;
use crate::history::RecordedChange;
use crate::resource::{Document, Key, Kind, WriteOperation, changes};

/// The second document of a form.
#[derive(Debug, Clone)]
pub struct SecondPart {
    key: Key,
    base: Document,
    /// The document of the resource itself. The form's base has the members of both.
    own_base: Document,
}

impl SecondPart {
    fn owns(&self, path: &str) -> bool {
        owns(self.key.kind, path)
    }

    /// The members of the resource itself in the form's document.
    fn own(&self, document: &Document) -> Document {
        let is_own = |name: &String| !self.owns(name) || self.is_shared(name);
        let members = document.members().iter().filter(|(name, _)| is_own(name));
        let mut own: Document = members.map(|(name, value)| (name.clone(), value.clone())).collect();
        // The request of the second document alone changes them.
        for name in self.key.kind.related.shared_members {
            own.set(name, self.own_base.get(name).cloned());
        }
        own
    }

    fn is_shared(&self, name: &str) -> bool {
        self.key.kind.related.shared_members.contains(&name)
    }

    /// The second document, with its members as the form's document has them.
    fn second(&self, document: &Document) -> Document {
        let mut second = self.base.clone();
        let names = self.base.members().keys().chain(document.members().keys());
        let owned: Vec<_> = names.filter(|name| self.owns(name)).cloned().collect();
        for name in owned {
            second.set(&name, document.get(&name).cloned());
        }
        second
    }

    /// Both documents as one.
    fn whole(&self, own: &Document, second: &Document) -> Document {
        let mut whole = own.clone();
        for name in self.key.kind.related.shared_members {
            whole.set(name, second.get(name).cloned());
        }
        for (name, value) in second.members().iter().filter(|(name, _)| self.owns(name)) {
            whole.set(name, Some(value.clone()));
        }
        whole
    }
}

/// True if a setting of the form belongs to the second document, whose kind this is.
fn owns(second: &Kind, path: &str) -> bool {
    let member = path.split('.').next().unwrap_or(path);
    member != second.id_path && second.knows(member)
}

/// One of the documents of a form, before and after its edits.
pub(crate) struct EditedDocument {
    pub key: Key,
    pub before: Document,
    pub after: Document,
}

impl EditedDocument {
    pub(crate) fn is_changed(&self) -> bool {
        !changes(&self.before, &self.after, self.key.kind).is_empty()
    }
}

impl Form {
    /// Adds the settings of a second document, or says why they are missing.
    pub(crate) fn join_second(&mut self, key: Key, second: Result<Document, AppError>) {
        match second {
            Ok(base) => self.join(SecondPart { key, base, own_base: self.base.clone() }),
            Err(error) => {
                let text = format!("The {} are not in this form. {}.", key.kind.plural, error.summary);
                self.note = Some(text);
            }
        }
    }

    /// Puts the rows of the second document where the resource tells a member that both have: the first
    /// section there, and the others behind that section.
    fn join(&mut self, part: SecondPart) {
        let kind = part.key.kind;
        self.base = part.whole(&part.own_base, &part.base);
        let mut rows: Vec<FormField> =
            kind.fields.iter().filter_map(|field| edit_row(field, kind, &self.base)).collect();
        let at = self.fields.iter().position(|row| part.owns(row.field.path));
        let at = at.unwrap_or(self.fields.len());
        let group = self.fields.get(at).map(|row| row.field.group);
        self.fields.retain(|row| !part.owns(row.field.path));
        let beside = |row: &&FormField| Some(row.field.group) == group;
        let first = rows.iter().take_while(beside).count();
        let behind = at + self.fields[at..].iter().take_while(beside).count();
        let further = rows.split_off(first);
        self.fields.splice(behind..behind, further);
        self.fields.splice(at..at, rows);
        self.second = Some(part);
        self.focus = places(&self.fields).into_iter().next().unwrap_or_default();
        self.opened = self.document();
    }

    /// The documents of the form with these edits: the resource's own, and the second one.
    pub(crate) fn edited_documents(&self, document: &Document) -> (EditedDocument, Option<EditedDocument>) {
        let key = self.key.clone();
        let Some(part) = &self.second else {
            let (before, after) = (self.base.clone(), document.clone());
            return (EditedDocument { key, before, after }, None);
        };
        let own = EditedDocument { key, before: part.own_base.clone(), after: part.own(document) };
        let (before, after) = (part.base.clone(), part.second(document));
        (own, Some(EditedDocument { key: part.key.clone(), before, after }))
    }

    /// The kinds of the form's documents.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &'static Kind> + use<> {
        std::iter::once(self.key.kind).chain(self.second.as_ref().map(|part| part.key.kind))
    }

    /// The changes of the second document as a draft keeps them.
    pub(crate) fn second_changes(&self, document: &Document) -> Vec<RecordedChange> {
        let Some(part) = &self.second else { return Vec::new() };
        let after = part.second(document);
        let changes = changes(&part.base, &after, part.key.kind);
        changes.iter().map(|change| RecordedChange::of(change, &part.base, part.key.kind)).collect()
    }

    /// Splits the changes of a draft into those of the resource and those of the second document.
    pub(crate) fn split_changes(
        &self,
        changes: &[RecordedChange],
    ) -> (Vec<RecordedChange>, Vec<RecordedChange>) {
        let second = self.key.kind.related.second.map(|second| (second.kind)());
        let is_own = |change: &RecordedChange| !second.is_some_and(|second| owns(second, &change.path));
        changes.iter().cloned().partition(is_own)
    }

    /// The form over the current document of one kind, with the edits on top; what it has of the other kind
    /// stays.
    pub(crate) fn rebased_on(&self, kind: &Kind, base: Document, edited: &Document) -> Self {
        let (own, second) = self.edited_documents(&self.document());
        match second {
            Some(second) if *kind == *second.key.kind => {
                self.rebased_both((own.before, &own.after), (base, edited))
            }
            Some(second) => self.rebased_both((base, edited), (second.before, &second.after)),
            None => self.rebased(base, edited),
        }
    }

    /// The form over the resource and the second document, each before and after the edits.
    pub(crate) fn rebased_both(&self, own: (Document, &Document), second: (Document, &Document)) -> Self {
        let Some(part) = &self.second else { return self.rebased(own.0, own.1) };
        let filled = part.whole(own.1, second.1);
        let part = SecondPart { key: part.key.clone(), base: second.0, own_base: own.0 };
        let mut form = Self::edit(self.key.clone(), self.name.clone(), part.own_base.clone(), self.now);
        form.join(part);
        self.fill_rebased(form, &filled)
    }

    /// Takes over what this form has beside its documents, and the values in which `filled` differs.
    pub(super) fn fill_rebased(&self, mut form: Self, filled: &Document) -> Self {
        for row in &mut form.fields {
            let (before, after) =
                (row.before(&form.base).map(Cow::into_owned), row.before(filled).map(Cow::into_owned));
            if before != after {
                row.fill(after.as_ref());
            }
        }
        form.draft = self.draft.clone();
        form.beyond.clone_from(&self.beyond);
        form.fetched.clone_from(&self.fetched);
        form.companion = self.companion.clone();
        form.siblings.clone_from(&self.siblings);
        form.lists.clone_from(&self.lists);
        form.list_requests.clone_from(&self.list_requests);
        form.focus = if places(&form.fields).contains(&self.focus) { self.focus.clone() } else { form.focus };
        form
    }

    /// True if nothing differs from what was loaded.
    pub(super) fn sends_nothing(&self, document: &Document) -> bool {
        let (own, second) = self.edited_documents(document);
        let is_changed = own.is_changed() || second.is_some_and(|second| second.is_changed());
        self.operation == WriteOperation::Update && !is_changed
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::resource::tables::{MFA, USER_POOL};

    fn documents(mode: &Value, name: &Value, app: &Value, newer: &Value) -> (Document, Document) {
        let document = |value: Value| Document::from_value(value).expect("an object");
        let pool = json!({"Id": "eu-west-1_a", "Name": name, "MfaConfiguration": mode, "FutureSetting": newer,
            "SmsConfiguration": {"SnsCallerArn": name}});
        let mfa = json!({"UserPoolId": "eu-west-1_a", "MfaConfiguration": mode, "FutureSetting": name,
            "SoftwareTokenMfaConfiguration": {"Enabled": app, "FutureMember": newer}});
        let without_nulls = |document: Document| {
            let members = document.members().iter().filter(|(_, value)| !value.is_null());
            members.map(|(name, value)| (name.clone(), value.clone())).collect()
        };
        (without_nulls(document(pool)), without_nulls(document(mfa)))
    }

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            "[A-Z]{0,4}".prop_map(Value::from),
            Just(json!({})),
        ]
    }

    proptest! {
        #[test]
        fn each_document_gets_its_own_members_back_and_nothing_of_the_other(
            mode in any_value(), name in any_value(), app in any_value(), newer in any_value()
        ) {
            let (own_base, base) = documents(&mode, &name, &app, &newer);
            let key = Key::top(&MFA, "eu-west-1_a");
            let part = SecondPart { key, base: base.clone(), own_base: own_base.clone() };
            let whole = part.whole(&own_base, &base);
            // In the same order too, as people compare requests by eye.
            prop_assert_eq!(part.own(&whole).to_bytes(), own_base.to_bytes());
            prop_assert_eq!(part.second(&whole), base);
        }

        #[test]
        fn an_edit_of_one_document_leaves_the_other_one(
            before in any_value(), name in any_value(), app in any_value(), mode in any_value()
        ) {
            let (own_base, base) = documents(&before, &name, &app, &Value::from("newer"));
            let key = Key::top(&MFA, "eu-west-1_a");
            let part = SecondPart { key, base: base.clone(), own_base: own_base.clone() };
            let mut edited = part.whole(&own_base, &base);
            edited.set("MfaConfiguration", Some(mode.clone()));
            prop_assert_eq!(part.own(&edited), own_base.clone());
            let second = part.second(&edited);
            prop_assert_eq!(second.get("MfaConfiguration"), Some(&mode));
            let mut edited = part.whole(&own_base, &base);
            edited.set("Name", Some(mode.clone()));
            prop_assert_eq!(part.second(&edited), base);
            let own = part.own(&edited);
            prop_assert_eq!(own.get("Name"), Some(&mode));
        }
    }

    #[test]
    fn the_sections_of_the_second_document_stand_where_the_resource_tells_the_shared_member() {
        let (pool, mfa) = documents(&"OFF".into(), &"shop".into(), &false.into(), &Value::Null);
        let key = |kind| Key::top(kind, "eu-west-1_a");
        let mut form = Form::edit(key(&USER_POOL), "shop".to_owned(), pool, 0);
        let sections = |form: &Form| {
            let mut sections: Vec<_> = form.fields.iter().map(|row| row.field.group).collect();
            sections.dedup();
            sections
        };
        let own = sections(&form);
        let at = own.iter().position(|section| *section == "Multi-factor authentication").expect("the mode");
        let mut expected = own;
        expected.splice(at..=at, ["Multi-factor authentication", "MFA by SMS", "MFA by email", "Passkeys"]);
        form.join_second(key(&MFA), Ok(mfa));
        assert_eq!(sections(&form), expected);
    }

    #[test]
    fn the_two_kinds_share_only_the_members_that_the_table_names() {
        let second = USER_POOL.related.second.expect("a second document");
        let kind = (second.kind)();
        let shared: Vec<_> = kind
            .fields
            .iter()
            .map(crate::resource::Field::member)
            .filter(|member| USER_POOL.knows(member))
            .collect();
        assert_eq!(shared, kind.related.shared_members);
    }
}
