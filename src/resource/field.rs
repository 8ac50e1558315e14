//! One row of a field table: where a setting is, what it is called, how it is shown and edited, and what it
//! may be.

pub mod rule;

use serde_json::{Map, Value};

use crate::resource::display::detail_rows::Fact;
use crate::resource::{Document, Key, Kind};

/// One setting of a kind of resource.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of the row, and none depends on another"
)]
pub struct Field {
    /// Where it is: member names joined by dots, as Describe names them.
    pub path: &'static str,
    /// What it is called on the screen.
    pub label: &'static str,
    /// The heading it stands under.
    pub group: &'static str,
    /// One sentence on what it does.
    pub help: &'static str,
    /// What its value is.
    pub kind: FieldKind,
    /// What it means when AWS does not send it: "allowed (never set)". `None` reads "—".
    pub when_absent: Option<&'static str>,
    /// Whether it can be edited.
    pub access: Access,
    /// Whether one of its few values can be taken back again, which then is as if it had never been set.
    pub unsettable: bool,
    /// What it may be, taken from the service model.
    pub rule: Rule,
    /// What Update calls the member, where it differs from Describe's name.
    pub update_name: Option<&'static str>,
    /// Where Enter leads from its value, or from one of its records.
    pub link: Option<fn(&Value) -> Option<Key>>,
    /// The value that the form of a new resource starts with, as JSON; none where nothing is proposed.
    pub default_for_new: Option<&'static str>,
    /// What may be picked for it instead of typed.
    pub suggestions: Suggestions,
    /// It is there only while what lies beside it says so.
    pub visible_if: Option<VisibleIf>,
    /// It holds what no other field of its map does: keys that this build does not know.
    pub catch_all: bool,
    /// AWS works its value out where it is left out.
    pub computed: bool,
    /// What its value says on a closer look, on rows of its own in the value's place.
    pub facts: Option<fn(&str) -> Vec<Fact>>,
    /// One of its records in one line.
    pub summary: Option<fn(&Value) -> Option<String>>,
    /// The order of its entries means something, so they can be moved.
    pub ordered: bool,
}

/// Whether a field is there, told from the texts of members beside it, by path.
pub type VisibleIf = fn(&dyn Fn(&str) -> Option<String>) -> bool;

/// What the value of a field is.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// Text on one line.
    Text,
    /// Text of many lines.
    LongText,
    /// True or false, each with the word for it.
    Toggle {
        /// The word for true.
        on: &'static str,
        /// The word for false.
        off: &'static str,
    },
    /// One of a closed set of values, in AWS's own words.
    Choice(&'static [&'static str]),
    /// A whole number and what it counts.
    Number {
        /// What it counts: "days".
        unit: &'static str,
    },
    /// A point in time, in seconds since 1970 with fractions.
    Date,
    /// Text that is masked until the user asks for it.
    Secret,
    /// A list of texts.
    List(&'static Field),
    /// Texts or records by key.
    Map {
        /// What a key is.
        key: &'static Field,
        /// What a value is.
        value: &'static Field,
        /// Keys whose values are secret.
        secret: &'static [&'static str],
    },
    /// A list of records, each with members of its own.
    Records(&'static [Field]),
    /// One record, as the value of a map.
    Record(&'static [Field]),
    /// A structure that has no row of its own for each member; shown as JSON.
    Json,
}

/// Values to pick from, each with a remark or none.
pub type Annotated = Vec<(String, &'static str)>;

/// What may be picked for a value instead of typed; typing stays possible.
#[derive(Debug, Clone, Copy)]
pub enum Suggestions {
    /// Nothing is offered.
    None,
    /// Values that are usual here.
    Common(&'static [&'static str]),
    /// Values that the document read beside the resource tells, with its neighbours.
    Companion(fn(&Document, &[Document]) -> Annotated),
    /// Values that the document itself tells, as it is edited.
    OwnDocument(fn(&Document) -> Vec<String>),
    /// Some values, and those that the rows of a list of the same parent tell.
    ListSuggestions(&'static ListSuggestions),
    /// A resource, chosen from lists.
    Resource(&'static ResourceSuggestions),
    /// What a file on this machine holds; the error says what is wrong with that.
    File(fn(&str) -> Result<String, String>),
    /// Nothing to pick: what lies at the address that was typed can be fetched and looked at.
    Fetch,
}

/// Values out of a list of the resource that the edited one belongs to.
#[derive(Debug)]
pub struct ListSuggestions {
    /// Values that are there without it.
    pub common: &'static [&'static str],
    /// The kind of the list.
    pub list: fn() -> &'static Kind,
    /// The values of a row.
    pub values: fn(&Document) -> Vec<String>,
}

/// A resource chosen from lists, each that of the resource chosen before it.
#[derive(Debug)]
pub struct ResourceSuggestions {
    /// The kinds of the lists, the outermost first.
    pub lists: &'static [fn() -> &'static Kind],
    /// What the chosen resource fills in: the members of the record, by path.
    pub fills: fn(&Key) -> Vec<(&'static str, String)>,
}

/// Whether a setting can be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// By hand, at any time.
    Editable,
    /// Once: after it has a value it can never change; the sentence says so.
    SetOnce(&'static str),
    /// When the resource is made, and never again: nothing tells it afterwards.
    CreateOnlyWriteOnly,
    /// When the resource is made; Describe tells it afterwards, and Update refuses it.
    CreateOnly,
    /// At any time, and Describe never tells it.
    WriteOnly,
    /// It names the resource: sent with every update, never edited.
    Identifier,
    /// It names the resource, and is chosen when that is made.
    CreateOnlyName,
    /// Describe tells it and Update refuses it.
    ReadOnly,
}

/// A check of a text; the error is the rule in words.
pub type Check = fn(&str) -> Result<(), String>;

/// What a text, a list or a map may be. Lengths count UTF-16 units, as the service model does.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// It must be there.
    pub required: bool,
    /// The least length of a text, number of entries, or value of a number.
    pub min: Option<usize>,
    /// The greatest length of a text, number of entries, or value of a number.
    pub max: Option<usize>,
    /// A regular expression that the whole text must match; `\w`, `\d` and `\s` are ASCII.
    pub pattern: Option<&'static str>,
    /// The rule in words, without the limits: "letters, digits, spaces and + = , . @ -".
    pub words: &'static str,
    /// A further check that the service model cannot express.
    pub also: Option<Check>,
}

impl Rule {
    /// Anything goes.
    pub const ANY: Self =
        Self { required: false, min: None, max: None, pattern: None, words: "", also: None };

    /// A length from `min` to `max`.
    pub const fn length(min: usize, max: usize) -> Self {
        Self { min: Some(min), max: Some(max), ..Self::ANY }
    }

    /// At most so many entries.
    pub const fn at_most(max: usize) -> Self {
        Self { max: Some(max), ..Self::ANY }
    }

    /// The same rule for something that must be there.
    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// The same rule with a pattern and its words.
    pub const fn pattern(self, pattern: &'static str, words: &'static str) -> Self {
        Self { pattern: Some(pattern), words, ..self }
    }

    /// The same rule with a further check.
    pub const fn also(self, check: Check) -> Self {
        Self { also: Some(check), ..self }
    }

    /// Whether a text keeps the rule; else the rule in words.
    ///
    /// # Errors
    /// The sentence to show beside the text.
    pub fn check(&self, text: &str) -> Result<(), String> {
        rule::text(self, text)
    }
}

impl Field {
    /// A field with nothing said of it but what it is called; the tables say the rest.
    pub const fn new(path: &'static str, label: &'static str, group: &'static str, kind: FieldKind) -> Self {
        Self {
            path,
            label,
            group,
            help: "",
            kind,
            when_absent: None,
            access: Access::Editable,
            unsettable: false,
            rule: Rule::ANY,
            update_name: None,
            link: None,
            default_for_new: None,
            suggestions: Suggestions::None,
            visible_if: None,
            catch_all: false,
            computed: false,
            facts: None,
            summary: None,
            ordered: false,
        }
    }

    /// Tables one after the other; `N` is the number of their rows, which the compiler checks.
    ///
    /// # Panics
    /// While it is compiled, where `N` is another number.
    pub const fn joined<const N: usize>(tables: &[&[Self]]) -> [Self; N] {
        let mut all = [tables[0][0]; N];
        let (mut table, mut at) = (0, 0);
        while table < tables.len() {
            let mut row = 0;
            while row < tables[table].len() {
                all[at] = tables[table][row];
                at += 1;
                row += 1;
            }
            table += 1;
        }
        assert!(at == N, "as many fields as the tables hold");
        all
    }

    /// An entry of a list, or one side of a map: a text with its rule.
    pub const fn part(label: &'static str, rule: Rule) -> Self {
        Self { rule, ..Self::new("", label, "", FieldKind::Text) }
    }

    /// The same field with a sentence on what it does.
    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    /// The same field with what its absence means.
    pub const fn when_absent(self, when_absent: &'static str) -> Self {
        Self { when_absent: Some(when_absent), ..self }
    }

    /// The same field, whose value can be taken back.
    pub const fn unsettable(self) -> Self {
        Self { unsettable: true, ..self }
    }

    /// The same field with its rule.
    pub const fn rule(self, rule: Rule) -> Self {
        Self { rule, ..self }
    }

    /// The same field, told by Describe and refused by Update.
    pub const fn read_only(self) -> Self {
        Self { access: Access::ReadOnly, ..self }
    }

    /// The same field, naming its resource.
    pub const fn identifier(self) -> Self {
        Self { access: Access::Identifier, ..self }
    }

    /// The same field, naming its resource and chosen when that is made.
    pub const fn create_only_name(self) -> Self {
        Self { access: Access::CreateOnlyName, ..self }
    }

    /// The same field, chosen when the resource is made and told afterwards.
    pub const fn create_only(self) -> Self {
        Self { access: Access::CreateOnly, ..self }
    }

    /// The same field, never told.
    pub const fn write_only(self) -> Self {
        Self { access: Access::WriteOnly, ..self }
    }

    /// The same field, which can be given a value once.
    pub const fn set_once(self, reason: &'static str) -> Self {
        Self { access: Access::SetOnce(reason), ..self }
    }

    /// The same field, named only when the resource is made.
    pub const fn create_only_write_only(self) -> Self {
        Self { access: Access::CreateOnlyWriteOnly, ..self }
    }

    /// The same field under the name that Update knows.
    pub const fn updated_as(self, name: &'static str) -> Self {
        Self { update_name: Some(name), ..self }
    }

    /// The same field with a place that Enter leads to.
    pub const fn link(self, link: fn(&Value) -> Option<Key>) -> Self {
        Self { link: Some(link), ..self }
    }

    /// The same field with the value that a new resource's form starts with, as JSON.
    pub const fn default_for_new(self, json: &'static str) -> Self {
        Self { default_for_new: Some(json), ..self }
    }

    /// The same field with values that are usual for it.
    pub const fn common(self, values: &'static [&'static str]) -> Self {
        self.suggestions(Suggestions::Common(values))
    }

    /// The same field with what may be picked for it.
    pub const fn suggestions(self, suggestions: Suggestions) -> Self {
        Self { suggestions, ..self }
    }

    /// The same field, there only while what lies beside it says so.
    pub const fn visible_if(self, visible_if: VisibleIf) -> Self {
        Self { visible_if: Some(visible_if), ..self }
    }

    /// The same field for the keys of its map that no other field is for.
    pub const fn catch_all(self) -> Self {
        Self { catch_all: true, ..self }
    }

    /// The same field, whose value AWS works out where it is left out.
    pub const fn computed(self) -> Self {
        Self { computed: true, ..self }
    }

    /// The same field with what its value says on a closer look.
    pub const fn facts(self, facts: fn(&str) -> Vec<Fact>) -> Self {
        Self { facts: Some(facts), ..self }
    }

    /// Whether it is for a key of the map that another field is.
    pub fn is_key_of(&self, map: &Self, key: &str) -> bool {
        self.path.strip_prefix(map.path).and_then(|rest| rest.strip_prefix('.')) == Some(key)
    }

    /// Whether it is there in a document or a record.
    pub fn is_visible(&self, members: &Map<String, Value>) -> bool {
        self.visible_if.is_none_or(|visible_if| visible_if(&|path| text_at(members, path)))
    }

    /// The same field with its records in one line each.
    pub const fn summary(self, summary: fn(&Value) -> Option<String>) -> Self {
        Self { summary: Some(summary), ..self }
    }

    /// The same field with entries whose order means something.
    pub const fn ordered(self) -> Self {
        Self { ordered: true, ..self }
    }

    /// The top-level member that it is, or is part of.
    pub fn member(&self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }

    /// Why it cannot be edited in this document; `None` when it can.
    pub fn locked(&self, value: Option<&Value>) -> Option<&'static str> {
        match self.access {
            Access::Editable | Access::CreateOnlyWriteOnly | Access::WriteOnly => None,
            Access::Identifier => Some("can't be changed"),
            Access::ReadOnly => Some("set by AWS"),
            Access::SetOnce(reason) => is_set(value).then_some(reason),
            Access::CreateOnlyName | Access::CreateOnly => is_set(value).then_some("can't be changed"),
        }
    }
}

fn is_set(value: Option<&Value>) -> bool {
    value.is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
}

/// The text at a dotted path.
fn text_at(members: &Map<String, Value>, path: &str) -> Option<String> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let value = members.get(name)?;
    match rest {
        Some(rest) => text_at(value.as_object()?, rest),
        None => value.as_str().map(str::to_owned),
    }
}
