//! The rules for creating a resource of a kind.

use serde_json::Value;

use crate::resource::{Document, Kind, ValidationContext};

/// The rules and texts for creating a resource of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Creation {
    /// The types to choose from before the form opens; empty where there is only one.
    pub types: &'static [ResourceType],
    /// The form's first values, from the companion document.
    pub prefill: Option<fn(&Document) -> Document>,
    /// Members of a copy that differ from those of the original.
    pub copy_overrides: Option<fn(&Document) -> Document>,
    /// A sentence about what a copy leaves behind; may be empty.
    pub copy_notice: &'static str,
    /// The kinds of children that can be copied along. Those that others name come first.
    pub copied_children: &'static [fn() -> &'static Kind],
    /// A sentence about what copied children differ in, and what they leave behind; may be empty.
    pub children_notice: &'static str,
    /// Takes the names that are in none of the lists of the new parent out of a copy, and answers them.
    pub without_missing: Option<fn(&mut Document, &ValidationContext<'_>) -> Vec<String>>,
    /// Largest number of resources in one list, if AWS allows only a few.
    pub max_count: Option<usize>,
    /// Nothing has to be filled in: the confirmation opens at once.
    pub skips_form: bool,
    /// What is offered once the resource is created.
    pub offer: Option<Offer>,
    /// The lists of other resources that have to name a new one before they can use it.
    pub grants: Option<Grants>,
    /// A sentence about what the new resource still lacks, or what creating it entails; may be empty.
    pub notice: &'static str,
    /// A sentence about what is lost with the answer to a create; may be empty.
    pub lost_answer_notice: &'static str,
    /// The next step of a procedure, by the number of resources in the list.
    pub next_step: Option<fn(usize) -> &'static str>,
    /// A sentence about a create that nothing takes back, so that the user types the name; may be empty.
    pub irreversible: &'static str,
    /// The request holds the new resource in a list.
    pub request_list: Option<RequestList>,
    /// Gives the new resource, as it was read, the members that only its request has; from the request.
    pub as_sent: Option<fn(&Document, &mut Document)>,
    /// The update that completes a create.
    pub follow_up: Option<FollowUp>,
}

/// The list in the request of a create that holds the new resource. More of them can be created by the same
/// request: they stand in the document of the first one, in the member with the name of the list.
#[derive(Debug, Clone, Copy)]
pub struct RequestList {
    pub member: &'static str,
    /// The new resource as an entry of the list.
    pub entry: fn(Document) -> Document,
    /// An entry of the list as a new resource.
    pub document: fn(Document) -> Document,
}

impl RequestList {
    /// The new resources that a document has beside itself.
    pub fn further(&self, document: &Document) -> Vec<Document> {
        let entries = document.get(self.member).and_then(Value::as_array).into_iter().flatten();
        entries.cloned().filter_map(Document::from_value).collect()
    }
}

/// The update of a second document that completes a create, because the create can't carry a setting.
#[derive(Debug, Clone, Copy)]
pub struct FollowUp {
    /// The kind of the second document, which has the id of the new resource.
    pub kind: fn() -> &'static Kind,
    /// Takes the setting out of the new resource's document, and answers the second document before and
    /// after its update; `None` where the create is enough.
    pub take: fn(&mut Document) -> Option<(Document, Document)>,
    /// A sentence about the second request.
    pub notice: &'static str,
    /// What holds as long as only the create has happened.
    pub without: &'static str,
}

impl Creation {
    pub const EMPTY: Self = Self {
        types: &[],
        prefill: None,
        copy_overrides: None,
        copy_notice: "",
        copied_children: &[],
        children_notice: "",
        without_missing: None,
        max_count: None,
        skips_form: false,
        offer: None,
        grants: None,
        notice: "",
        lost_answer_notice: "",
        next_step: None,
        irreversible: "",
        request_list: None,
        as_sent: None,
        follow_up: None,
    };
}

/// Another resource, without which a new one is not complete.
#[derive(Debug, Clone, Copy)]
pub struct Offer {
    /// The kind of the resource, which is a child of the new one.
    pub kind: fn() -> &'static Kind,
    /// True if the new resource may need it, by its document and its companion, if that was read.
    pub applies: fn(&Document, Option<&Document>) -> bool,
    /// What is missing, as a sentence.
    pub words: &'static str,
}

/// The lists of other resources, with the same parent, that give access to a new one by its id.
#[derive(Debug, Clone, Copy)]
pub struct Grants {
    pub kind: fn() -> &'static Kind,
    /// Each goes with those before it.
    pub lists: &'static [GrantedList],
    /// What is missing, as a sentence.
    pub words: &'static str,
}

/// A list that gives access.
#[derive(Debug, Clone, Copy)]
pub struct GrantedList {
    pub path: &'static str,
    /// What the names in it allow: "read".
    pub verb: &'static str,
    /// The names that the list stands for while it was never set.
    pub when_absent: fn() -> Vec<&'static str>,
}

impl PartialEq for Grants {
    fn eq(&self, other: &Self) -> bool {
        (self.kind)() == (other.kind)() && self.words == other.words
    }
}

impl Eq for Grants {}

/// One of the types that a kind of resource comes in, such as SAML or Google.
#[derive(Debug)]
pub struct ResourceType {
    pub title: &'static str,
    /// The purpose of the type, in a few words.
    pub help: &'static str,
    /// Members that define the type, as JSON; its form can't change them.
    pub fixed: &'static str,
    /// Members that the form proposes, as JSON.
    pub defaults: &'static str,
}

impl ResourceType {
    /// The members that define the type.
    pub fn fixed(&self) -> Document {
        from_json(self.fixed)
    }

    /// The members that the form proposes.
    pub fn default_members(&self) -> Document {
        from_json(self.defaults)
    }

    /// The id of the existing resource of this type, where the type defines the name, so that AWS allows only
    /// one.
    pub fn existing_singleton<'a>(
        &self,
        name_path: &str,
        mut ids: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let fixed = self.fixed();
        let name = fixed.text(name_path)?;
        ids.find(|id| *id == name)
    }

    pub fn is_of(&self, document: &Document) -> bool {
        self.fixed().members().iter().all(|(name, value)| document.get(name) == Some(value))
    }
}

fn from_json(json: &str) -> Document {
    serde_json::from_str(json).ok().and_then(Document::from_value).unwrap_or_default()
}
