//! A kind of resource: the table that views, forms, rules, differences, requests and the API layer read.

use std::fmt;
use std::hash::{Hash, Hasher};

pub mod actions;
pub mod checks;
pub mod creation;
pub mod deletion;
pub mod layout;
pub mod operations;
pub mod related;
pub mod status;
pub mod update;

use crate::resource::Fact;
use crate::resource::{
    Access, Actions, Checks, Column, Companion, Creation, Deletion, Document, Field, Lifecycle, ListNote,
    Listing, Operation, Operations, Related, Service, Shows, TabLayout, UpdateRules, WriteOperation, tables,
};

/// Id of a kind; no two kinds have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum KindId {
    UserPool,
    /// The MFA factors of a user pool.
    Mfa,
    Client,
    Provider,
    Domain,
    IdentityPool,
    /// The roles and role mappings of an identity pool.
    Roles,
    /// The principal tags that an identity pool draws from the tokens of one provider.
    PrincipalTags,
    Identity,
    Secret,
    /// A user who signs up through an app client.
    SignUp,
    ResourceServer,
    /// An attribute of a user pool's schema.
    Attribute,
    /// The style of an app client's login page.
    Branding,
    /// The answers to threats of a user pool.
    Risk,
    /// The answers to threats of an app client that has its own.
    ClientRisk,
    LogDelivery,
    /// The certificate by which SAML providers verify what a user pool signs.
    SigningCertificate,
    /// A write in the history of this program.
    HistoryEntry,
    /// A finding at a resource.
    Finding,
    /// User pools of several contexts.
    JointUserPool,
    /// Identity pools of several contexts.
    JointIdentityPool,
    /// Findings of several contexts.
    JointFinding,
    /// An IAM role that an identity pool hands out.
    Role,
    /// A scope that documents name.
    Scope,
    /// A host of redirect URLs.
    Host,
    /// Resources of several kinds.
    Any,
}

/// A kind of resource: everything the program knows about it.
pub struct Kind {
    pub id: KindId,
    /// Singular, lower case: "identity pool".
    pub name: &'static str,
    /// Its word in a path on the command line: "client". Empty where that is the name with hyphens.
    pub short_name: &'static str,
    /// Plural, as a heading: "Identity pools".
    pub plural: &'static str,
    /// The member that holds the id, both in lists and in documents.
    pub id_path: &'static str,
    /// The member that holds the name; the id again where there is no other name.
    pub name_path: &'static str,
    /// The kind of the resources that contain those of this kind.
    pub parent: Option<fn() -> &'static Self>,
    /// The member with the tags, if the kind has tags.
    pub tags_path: Option<&'static str>,
    pub operations: Operations,
    pub update: UpdateRules,
    pub creation: Creation,
    pub deletion: Deletion,
    pub checks: Checks,
    pub related: Related,
    pub lifecycle: Lifecycle,
    pub actions: Actions,
    /// The settings, grouped and in the order they are shown.
    pub fields: &'static [Field],
    /// More rows below the settings, computed from the document.
    pub facts: Option<fn(&Document) -> Vec<Fact>>,
    pub columns: &'static [Column],
    /// The member with the date by which the resources of a list are called older and newer.
    pub dated_by: Option<&'static str>,
    /// The content of the list's answers, and how far the list is read.
    pub listing: Listing,
    /// What is said below the rows of the list.
    pub list_note: Option<ListNote>,
    /// The tabs of an opened resource.
    pub tabs: &'static [TabLayout],
}

impl Kind {
    /// A kind without anything; every table fills in what it has.
    pub const EMPTY: Self = Self {
        id: KindId::UserPool,
        name: "",
        short_name: "",
        plural: "",
        id_path: "",
        name_path: "",
        parent: None,
        tags_path: None,
        operations: Operations::EMPTY,
        update: UpdateRules::EMPTY,
        creation: Creation::EMPTY,
        deletion: Deletion::EMPTY,
        checks: Checks::EMPTY,
        related: Related::EMPTY,
        lifecycle: Lifecycle::EMPTY,
        actions: Actions::EMPTY,
        fields: &[],
        facts: None,
        columns: &[],
        dated_by: None,
        listing: Listing::IdsOnly,
        list_note: None,
        tabs: &[],
    };

    /// AWS's name of the operation that writes a resource; `None` where this build does not.
    pub fn operation(&self, operation: WriteOperation) -> Option<&'static str> {
        self.operations.write(operation).map(|operation| operation.name.as_str())
    }

    /// The service that keeps resources of the kind.
    pub fn service(&self) -> Service {
        let operations = [&self.operations.describe, &self.operations.list, &self.operations.create];
        let first = operations.into_iter().flatten().next();
        first.map_or(Service::UserPools, |operation: &Operation| operation.name.service())
    }

    /// The kinds of the resources that contain those of this kind, outermost first.
    pub fn parents(&self) -> Vec<&'static Self> {
        let mut parents: Vec<_> =
            std::iter::successors(self.parent.map(|parent| parent()), |kind| Some((kind.parent?)()))
                .collect();
        parents.reverse();
        parents
    }

    /// Its word in a path on the command line: "client", "identity-pool".
    pub fn word(&self) -> String {
        if self.short_name.is_empty() { self.name.replace(' ', "-") } else { self.short_name.to_owned() }
    }

    /// The kinds that a path may go on to: those of which a resource has a list, and those of its parts.
    pub fn inner_kinds(&self) -> impl Iterator<Item = &'static Self> + '_ {
        let same = |tab: &TabLayout| match tab.shows {
            Shows::Same(kinds) => kinds,
            _ => &[],
        };
        let parts = self.tabs.iter().flat_map(same).map(|kind| kind());
        let lists =
            tables::ALL.into_iter().filter(move |kind| kind.parent.is_some_and(|parent| parent() == self));
        parts.chain(lists).filter(|kind| kind.can_be_described())
    }

    /// The name as a title: "Identity pool".
    pub fn title(&self) -> String {
        let (first, rest) = self.name.split_at(self.name.len().min(1));
        first.to_uppercase() + rest
    }

    /// True if resources can be read; otherwise nothing verifies a write.
    pub const fn can_be_described(&self) -> bool {
        self.operations.describe.is_some()
    }

    /// True if the trust map needs no more than the list, because its rows are the documents.
    pub fn is_mapped_by_list(&self) -> bool {
        self.listing == Listing::Documents && self.related.is_mapped
    }

    /// True if what a list no longer has is gone: the list is that of resources, and is read to its end.
    pub fn has_whole_list(&self) -> bool {
        self.can_be_described() && self.listing != Listing::PagedOnDemand
    }

    /// The field at a path; the first where several take turns.
    pub fn field(&self, path: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// The fields that apply to a document.
    pub fn visible_fields(&self, document: &Document) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| field.is_visible(document.members()))
    }

    /// True if a top-level member is in the table, under its Describe name.
    pub fn knows(&self, member: &str) -> bool {
        self.fields.iter().any(|field| field.member() == member)
    }

    /// The kind of the companion with the same id, if there is one.
    pub fn same_document(&self) -> Option<&'static Self> {
        match self.related.companion? {
            Companion::Same(kind) => Some(kind()),
            Companion::Parent(_) => None,
        }
    }

    /// True if people choose the id, which is the name, or stands beside it.
    pub fn has_chosen_id(&self) -> bool {
        self.field(self.id_path).is_some_and(|field| field.access == Access::CreateOnlyName)
    }

    /// True if the resource is a part of another one, on one of its tabs, rather than a row of a list.
    pub const fn is_part(&self) -> bool {
        self.columns.is_empty() && self.operations.create.is_none()
    }

    /// The kind of the resource on one of whose tabs a part is shown; of others the kind itself.
    pub fn whole(&'static self) -> &'static Self {
        let is_part = |part: &fn() -> &'static Self| part() == self;
        let has_part = |kind: &&'static Self| {
            kind.tabs.iter().any(|tab| matches!(tab.shows, Shows::Same(parts) if parts.iter().any(is_part)))
        };
        tables::ALL.into_iter().find(has_part).unwrap_or(self)
    }

    /// The name of a new resource that has neither a name nor an id: "new client secret".
    pub fn unnamed(&self) -> String {
        format!("new {}", self.name)
    }

    /// The new resources that a document has beside itself.
    pub fn further(&self, document: &Document) -> Vec<Document> {
        self.creation.request_list.map(|list| list.further(document)).unwrap_or_default()
    }

    /// The name of what a document creates: "custom:tier and 2 more".
    pub fn name_of_new(&self, document: &Document) -> Option<String> {
        let name = self.name_of(document)?;
        let further = self.further(document).len();
        Some(if further == 0 { name.to_owned() } else { format!("{name} and {further} more") })
    }

    /// The name of a resource, or its id where it has no name.
    pub fn name_of<'a>(&self, document: &'a Document) -> Option<&'a str> {
        document.text(self.name_path).filter(|name| !name.is_empty()).or_else(|| document.text(self.id_path))
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Kind {}

impl Hash for Kind {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Debug for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.id)
    }
}
