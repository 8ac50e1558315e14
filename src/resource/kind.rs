//! What a kind of resource is: the table that views, forms, rules, differences and requests all read.

use std::fmt;
use std::hash::{Hash, Hasher};

use crate::resource::display::detail_rows::Fact;
use crate::resource::display::value::DisplayValue;
use crate::resource::{Document, Field, Finding, Key, KindId, Rule, WriteOperation};

/// A kind of resource: everything the program knows about it is in this table.
pub struct Kind {
    /// Which one it is.
    pub id: KindId,
    /// What one is called: "identity pool".
    pub name: &'static str,
    /// What several are called, as a title: "Identity pools".
    pub plural: &'static str,
    /// The member that holds its id, both in lists and in its document.
    pub id_path: &'static str,
    /// The member that holds its name; the id again where there is no other.
    pub name_path: &'static str,
    /// The member that holds the id of what it belongs to, after that of what this belongs to and a slash;
    /// empty where requests do not name it.
    pub parent_path: &'static str,
    /// The member that holds its tags, where it has any.
    pub tags_path: Option<&'static str>,
    /// The member of a Describe answer that holds the document; `None` when the answer is the document.
    pub envelope: Option<&'static str>,
    /// The operation that reads one; empty where this build reads none.
    pub describe: &'static str,
    /// The operation that makes one; `None` where this build makes none.
    pub create: Option<&'static str>,
    /// What a new one, or a copy, lacks at first; a sentence, or nothing.
    pub create_notice: &'static str,
    /// The operation that changes one; `None` where this build only reads.
    pub update: Option<&'static str>,
    /// The operation that removes one; `None` where this build removes none.
    pub delete: Option<&'static str>,
    /// Members that every update names, as an empty map where the document lacks them.
    pub always_sent: &'static [&'static str],
    /// Its members, grouped and in the order they are shown.
    pub fields: &'static [Field],
    /// The columns of its list.
    pub columns: &'static [Column],
    /// The tabs that it opens to.
    pub tabs: &'static [Tab],
    /// Its members that hold URLs.
    pub urls: &'static [&'static str],
    /// Its settings that a key of their own turns around, in one or in many.
    pub toggles: &'static [&'static str],
    /// What can be wrong with one.
    pub findings: &'static [Finding],
    /// A second document read beside it whenever it is to be written, for its findings and for what may be
    /// picked.
    pub companion: Option<Companion>,
    /// Resources of the same parent that it has to agree with: they are read while it is edited, for its
    /// rules and for what may be picked.
    pub siblings: Option<&'static Referrers>,
    /// What its members must be to each other.
    pub cross_field_rules: &'static [CrossFieldRule],
    /// What to say of a list of so many, of what comes next.
    pub next_step: Option<fn(usize) -> &'static str>,
    /// The last one of its list can't be removed.
    pub keep_last: bool,
    /// How many there may be in one list, where that is few.
    pub max_count: Option<usize>,
    /// Structures that are nothing without one of these members: an edit that leaves none of them takes the
    /// whole out.
    pub requires_one_of: &'static [(&'static str, &'static [&'static str])],
    /// What a copy is filled with beside the settings, told from what it is a copy of.
    pub copy_overrides: Option<fn(&Document) -> Document>,
    /// What to say when the answer that made one was lost and it is there all the same.
    pub lost_answer_notice: &'static str,
    /// What can be tried with one: something of this kind is made through it.
    pub sign_up: Option<fn() -> &'static Kind>,
    /// What the form of a new one is filled with, told from the document beside it.
    pub prefill: Option<fn(&Document) -> Document>,
    /// The sorts it comes in; none where there is one only.
    pub types: &'static [ResourceType],
    /// An update keeps the top-level members that it does not name: only those that changed are sent, each
    /// whole.
    pub partial_update: bool,
    /// Structures that Describe answers empty and nothing takes back so.
    pub omit_if_empty: &'static [&'static str],
    /// What else its document tells, on rows of their own below its members.
    pub facts: Option<fn(&Document) -> Vec<Fact>>,
    /// How a row of its list is found by another name.
    pub lookup: Option<&'static LookupKey>,
    /// What can be fetched for one.
    pub fetched: Option<Fetched>,
    /// Where it says what state it is in, when that takes its time: the member, and the states that pass by
    /// themselves.
    pub transient_status: Option<TransientStatus>,
    /// Which field a refusal is about, by how its words begin: a code, or more; the first that fits counts.
    pub error_fields: &'static [(&'static str, &'static str)],
    /// What goes with one when it is removed.
    pub dependents: &'static [Dependent],
    /// What its list answers, and how far it is read.
    pub listing: Listing,
    /// It is there as long as what it belongs to: that AWS knows none means that nothing was set.
    pub exists_implicitly: bool,
}

/// What a list answers of its resources, and how far it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Names and ids; other columns are known once a resource was read.
    IdsOnly,
    /// Names and ids; the rows in sight are read for the other columns, each in its turn.
    VisibleRowsDescribed,
    /// Whole documents.
    Documents,
    /// Whole documents, page by page and only as far as one goes, since nothing bounds its length.
    PagedOnDemand,
}

/// Which document is read beside another one.
#[derive(Debug, Clone, Copy)]
pub enum Companion {
    /// That of another kind under the same id.
    Same(fn() -> &'static Kind),
    /// That of the resource it belongs to.
    Parent(fn() -> &'static Kind),
}

impl Companion {
    /// The kind of the document.
    pub fn kind(self) -> &'static Kind {
        match self {
            Self::Same(kind) | Self::Parent(kind) => kind(),
        }
    }
}

/// What members of a document must be to each other.
#[derive(Debug)]
pub struct CrossFieldRule {
    /// The member that it is said at.
    pub path: &'static str,
    /// Whether AWS refuses what breaks it; else it is advice.
    pub refused: bool,
    /// What is wrong, told from the document and what is known around it.
    pub check: fn(&Document, &ValidationContext<'_>) -> Option<String>,
}

/// What is known around a document while it is judged.
#[derive(Debug, Clone, Copy, Default)]
pub struct ValidationContext<'a> {
    /// The document read beside it, where that is here.
    pub companion: Option<&'a Document>,
    /// Its neighbours, as far as they have been read.
    pub siblings: &'a [Document],
    /// The document that an edit of it starts from; none while it is made.
    pub base: Option<&'a Document>,
    /// An address, and what was fetched from there.
    pub fetched: Option<(&'a str, &'a str)>,
    /// Whether it was meant to be whole: what it still lacks is said from then on.
    pub complete: bool,
    /// What time it is, in seconds since 1970; 0 where nobody said.
    pub now: i64,
}

/// One of the sorts that a kind of resource comes in; which one is chosen before the form of a new one opens.
#[derive(Debug)]
pub struct ResourceType {
    /// What it is called.
    pub title: &'static str,
    /// What it is for, in a few words.
    pub help: &'static str,
    /// What makes it of this sort, as JSON: members that its form can't change.
    pub fixed: &'static str,
    /// What its form proposes, as JSON.
    pub defaults: &'static str,
}

impl ResourceType {
    /// The members that make a resource of this sort.
    pub fn fixed(&self) -> Document {
        from_json(self.fixed)
    }

    /// The members that its form proposes.
    pub fn default_members(&self) -> Document {
        from_json(self.defaults)
    }

    /// Whether a resource is of this sort.
    pub fn is_of(&self, document: &Document) -> bool {
        self.fixed().members().iter().all(|(name, value)| document.get(name) == Some(value))
    }
}

/// The members of a table's JSON.
fn from_json(json: &str) -> Document {
    serde_json::from_str(json).ok().and_then(Document::from_value).unwrap_or_default()
}

/// Resources of a kind that may use another one. Nothing lists them by what they use, so each is read.
#[derive(Debug)]
pub struct Referrers {
    /// The kind of those that may use it.
    pub kind: fn() -> &'static Kind,
    /// What looking for them is called, before what they are looked for.
    pub scan_label: &'static str,
    /// Whether they belong to the same resource as it; else they stand at the top level.
    pub same_parent: bool,
    /// Whether one uses it.
    pub refers: fn(&Key, &Document) -> bool,
    /// The heading of those that do.
    pub title: &'static str,
    /// What it means that one does.
    pub help: &'static str,
    /// The list of theirs that names it, where it can be taken out of there.
    pub reference_list: Option<&'static str>,
}

/// How a row of a list is found by another name than its own.
#[derive(Debug)]
pub struct LookupKey {
    /// What the other name is called.
    pub label: &'static str,
    /// What it may be.
    pub rule: Rule,
}

/// What can be fetched for a resource from an address that it names.
#[derive(Debug, Clone, Copy)]
pub struct Fetched {
    /// The member that holds the address.
    pub path: &'static str,
    /// What it says.
    pub facts: fn(&str) -> Vec<Fact>,
}

/// How a resource says that it is on its way from one state to another.
#[derive(Debug, Clone, Copy)]
pub struct TransientStatus {
    /// The member that holds its state.
    pub path: &'static str,
    /// The states that pass by themselves.
    pub states: &'static [&'static str],
    /// The one of them at whose end it is gone.
    pub deleting: &'static str,
}

impl TransientStatus {
    /// The state of a document, where it passes by itself.
    pub fn state<'a>(&self, document: &'a Document) -> Option<&'a str> {
        document.text(self.path).filter(|state| self.states.contains(state))
    }
}

/// What hangs on a resource and goes with it.
#[derive(Debug, Clone, Copy)]
pub enum Dependent {
    /// The resources of a list; only its first page is read.
    List(fn() -> &'static Kind),
    /// Others that use it: they are looked for, and what is found stands in the dialog.
    Referrers(&'static Referrers),
    /// What its document or the one beside it tells: what it is called, and the number; none while that
    /// document is not here.
    Fact(&'static str, fn(&Document, Option<&Document>) -> Option<usize>),
}

impl Kind {
    /// A kind with nothing said of it; every table says the rest.
    pub const EMPTY: Self = Self {
        id: KindId::UserPool,
        name: "",
        plural: "",
        id_path: "",
        name_path: "",
        parent_path: "",
        tags_path: None,
        envelope: None,
        describe: "",
        create: None,
        create_notice: "",
        update: None,
        delete: None,
        always_sent: &[],
        fields: &[],
        columns: &[],
        tabs: &[],
        urls: &[],
        toggles: &[],
        findings: &[],
        companion: None,
        siblings: None,
        cross_field_rules: &[],
        next_step: None,
        keep_last: false,
        max_count: None,
        requires_one_of: &[],
        copy_overrides: None,
        lost_answer_notice: "",
        sign_up: None,
        prefill: None,
        types: &[],
        partial_update: false,
        omit_if_empty: &[],
        facts: None,
        lookup: None,
        fetched: None,
        transient_status: None,
        error_fields: &[],
        dependents: &[],
        listing: Listing::IdsOnly,
        exists_implicitly: false,
    };

    /// The operation that does it; `None` where this build does not.
    pub const fn operation(&self, order: WriteOperation) -> Option<&'static str> {
        match order {
            WriteOperation::Create => self.create,
            WriteOperation::Update => self.update,
            WriteOperation::Delete => self.delete,
        }
    }

    /// The field at a path; the first of several that are each there at other times.
    pub fn field(&self, path: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.path == path)
    }

    /// The fields that are there in a document.
    pub fn visible_fields(&self, document: &Document) -> impl Iterator<Item = &'static Field> {
        self.fields.iter().filter(|field| field.is_visible(document.members()))
    }

    /// Whether a top-level member is in the table, under its Describe name.
    pub fn knows(&self, member: &str) -> bool {
        self.fields.iter().any(|field| field.member() == member)
    }

    /// Whether it is a part of another resource, on a tab of that, rather than one of its own.
    pub const fn is_part(&self) -> bool {
        self.columns.is_empty() && self.create.is_none()
    }

    /// The one that there is already of a sort whose resources all bear the same name, so that no more can
    /// be.
    pub fn existing_singleton<'a>(
        &self,
        resource_type: &ResourceType,
        mut ids: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let fixed = resource_type.fixed();
        let name = fixed.text(self.name_path)?;
        ids.find(|id| *id == name)
    }

    /// What a new resource is called while it has neither a name nor an id: "new client secret".
    pub fn unnamed(&self) -> String {
        format!("new {}", self.name)
    }

    /// What a document calls itself: its name, or its id where it has none.
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

/// One column of a list.
#[derive(Debug)]
pub struct Column {
    /// The heading, in capitals.
    pub title: &'static str,
    /// The member it shows. Where the list answers without it, it is filled once the resource has been read.
    pub path: &'static str,
    /// What it shows of the resource, and of what was fetched for it, where that is no member.
    pub shows: Option<fn(&Document, Option<&str>) -> DisplayValue>,
    /// Whether it shows how long ago the date is that its member holds.
    pub aged: bool,
    /// The least width in cells at which it is shown; columns are left out from the right when the window is
    /// narrow.
    pub width: u16,
}

impl Column {
    /// A column that shows a member.
    pub const fn new(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { title, path, shows: None, aged: false, width }
    }

    /// A column that shows how long ago a date is.
    pub const fn age(title: &'static str, path: &'static str, width: u16) -> Self {
        Self { aged: true, ..Self::new(title, path, width) }
    }

    /// A column that shows what a resource says of itself, told from the member at a path and others, and
    /// from what was fetched for it.
    pub const fn shown(
        title: &'static str,
        path: &'static str,
        width: u16,
        shows: fn(&Document, Option<&str>) -> DisplayValue,
    ) -> Self {
        Self { shows: Some(shows), ..Self::new(title, path, width) }
    }
}

/// A tab of an opened resource.
#[derive(Debug)]
pub struct Tab {
    /// What stands on it.
    pub title: &'static str,
    /// What it shows.
    pub shows: Shows,
}

/// What a tab shows.
#[derive(Debug, Clone, Copy)]
pub enum Shows {
    /// The resource's own document.
    Itself,
    /// The document of another kind under the same id.
    Same(fn() -> &'static Kind),
    /// The list of the resources of a kind that belong to it.
    List(fn() -> &'static Kind),
    /// Those that use it.
    Referrers(&'static Referrers),
    /// The resources of a kind whose ids its document tells.
    Named(fn() -> &'static Kind, fn(&Document) -> Vec<String>),
}
