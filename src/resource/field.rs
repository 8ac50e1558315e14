//! One row of a field table: where a setting is, how it is shown and edited, and what it may be.

pub mod access;
pub mod rule;
pub mod suggestions;
pub mod unknown;

use serde_json::{Map, Value};

pub use crate::resource::field::access::Access;
pub use crate::resource::field::rule::Rule;
pub use crate::resource::field::suggestions::{
    Annotated, ListSuggestions, ReadMembers, ResourceSuggestions, Suggestions,
};
use crate::resource::verdict::holds_nothing;
use crate::resource::{Document, Fact, Key, Kind};

/// One setting of a kind of resource.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says one thing of the row, and none depends on another"
)]
pub struct Field {
    /// Member names joined by dots, as Describe names them.
    pub path: &'static str,
    pub label: &'static str,
    pub group: &'static str,
    /// One sentence on what the setting does.
    pub help: &'static str,
    pub kind: FieldKind,
    /// The meaning of an absent member: "allowed (never set)".
    pub when_absent: Option<&'static str>,
    pub access: Access,
    /// A choice can be taken back, which leaves the setting as if it had never been set.
    pub unsettable: bool,
    pub rule: Rule,
    /// The member's name in the update, if it differs from Describe's.
    pub update_name: Option<&'static str>,
    /// The resource that Enter opens, for the value or for one of its records.
    pub link: Option<fn(&Value) -> Option<Key>>,
    /// The value that the form of a new resource starts with, as JSON.
    pub default_for_new: Option<&'static str>,
    pub suggestions: Suggestions,
    pub visible_if: Option<VisibleIf>,
    /// The row of a map that takes the keys that have no row of their own.
    pub catch_all: bool,
    /// AWS computes the value where a request leaves it out.
    pub computed: bool,
    /// Facts read from a long value, displayed instead of the value.
    pub facts: Option<fn(&str) -> Vec<Fact>>,
    /// One line for a record, displayed instead of its members.
    pub summary: Option<fn(&Value) -> Option<String>>,
    /// The titles of a table with a row for each record, and the cells of a row. Records that a table can't
    /// hold whole have rows of their own.
    pub table: Option<(&'static [&'static str], RowCells)>,
    /// A form shows each entry on one line, as a row of a table.
    pub is_tabular: bool,
    /// The order of the entries matters, so they can be moved.
    pub ordered: bool,
    /// The setting that has the unit of this number.
    pub unit_path: Option<&'static str>,
    /// The list of another tab, with a noun for its rows, whose number is shown where the member is absent.
    pub counts: Option<CountedRows>,
    /// The setting that took this one's place, and the words for that. Where a document has both, AWS derives
    /// this one from the other: it is neither edited nor sent, and no difference.
    pub superseded_by: Option<Successor>,
    /// How to take one part of a long text that has several, of which AWS takes only one.
    pub parts: Option<&'static TextParts>,
    /// What `y` copies of a long value, where that is not the value itself.
    pub copied_as: Option<fn(&str) -> String>,
}

/// The path of the setting that took another one's place, and the words at the other one.
pub type Successor = (&'static str, &'static str);

/// The noun for the rows of a list, and the kind of those rows.
pub type CountedRows = (&'static str, fn() -> &'static Kind);

/// The parts of a long text, of which one is to be chosen.
#[derive(Debug)]
pub struct TextParts {
    /// The names of the parts.
    pub names: fn(&str) -> Vec<String>,
    /// The text of the part with a name.
    pub part: fn(&str, &str) -> Option<String>,
}

/// Rows that share a path take turns: one document has only one of them.
impl PartialEq for Field {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

/// True if a field applies. The argument looks up the texts of other members by path; "true" and "false"
/// stand for toggles.
pub type VisibleIf = fn(&dyn Fn(&str) -> Option<String>) -> bool;

/// The type of a value, and how it is read and edited.
#[derive(Debug, Clone, Copy)]
pub enum FieldKind {
    /// Text on one line.
    Text,
    /// Text of many lines.
    LongText,
    /// True or false, each with its word.
    Toggle { on: &'static str, off: &'static str },
    /// One of a closed set of values, in AWS's own words.
    Choice(&'static [&'static str]),
    /// A whole number of some unit: "days".
    Number { unit: &'static str },
    /// Seconds since 1970, with fractions.
    Date,
    /// Text that is masked until the user reveals it.
    Secret,
    /// A list of texts.
    List(&'static Field),
    /// Texts or records by key; the values of some keys are secret.
    Map { key: &'static Field, value: &'static Field, secret: &'static [&'static str] },
    /// A list of records, each with members of its own.
    Records(&'static [Field]),
    /// One record, as the value of a map.
    Record(&'static [Field]),
    /// A structure whose members have no rows of their own, shown as JSON.
    Json,
}

/// The cells of a record in a table; `None` if it does not fit into one.
pub type RowCells = fn(&Value) -> Option<Vec<String>>;

impl Field {
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
            table: None,
            is_tabular: false,
            ordered: false,
            unit_path: None,
            parts: None,
            copied_as: None,
            counts: None,
            superseded_by: None,
        }
    }

    /// An entry of a list, or one side of a map: a text with its rule.
    pub const fn part(label: &'static str, rule: Rule) -> Self {
        Self { rule, ..Self::new("", label, "", FieldKind::Text) }
    }

    /// Concatenates tables; `N` is the number of their rows.
    ///
    /// # Panics
    /// At compile time, where `N` is another number.
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

    pub const fn help(self, help: &'static str) -> Self {
        Self { help, ..self }
    }

    pub const fn when_absent(self, when_absent: &'static str) -> Self {
        Self { when_absent: Some(when_absent), ..self }
    }

    pub const fn unsettable(self) -> Self {
        Self { unsettable: true, ..self }
    }

    pub const fn rule(self, rule: Rule) -> Self {
        Self { rule, ..self }
    }

    pub const fn read_only(self) -> Self {
        Self { access: Access::ReadOnly, ..self }
    }

    pub const fn identifier(self) -> Self {
        Self { access: Access::Identifier, ..self }
    }

    pub const fn create_only_name(self) -> Self {
        Self { access: Access::CreateOnlyName, ..self }
    }

    pub const fn create_only(self) -> Self {
        Self { access: Access::CreateOnly, ..self }
    }

    pub const fn write_only(self) -> Self {
        Self { access: Access::WriteOnly, ..self }
    }

    /// Sets where a setting is changed that this update only sends back.
    pub const fn sent_back(self, reason: &'static str) -> Self {
        Self { access: Access::SentBack(reason), ..self }
    }

    /// Sets the setting that took this one's place, and the words for that.
    pub const fn superseded_by(self, path: &'static str, words: &'static str) -> Self {
        Self { superseded_by: Some((path, words)), ..self }
    }

    pub const fn set_once(self, reason: &'static str) -> Self {
        Self { access: Access::SetOnce(reason), ..self }
    }

    pub const fn create_only_write_only(self) -> Self {
        Self { access: Access::CreateOnlyWriteOnly, ..self }
    }

    /// Sets the name that Update has for the member.
    pub const fn updated_as(self, name: &'static str) -> Self {
        Self { update_name: Some(name), ..self }
    }

    pub const fn link(self, link: fn(&Value) -> Option<Key>) -> Self {
        Self { link: Some(link), ..self }
    }

    /// Sets the value that the form of a new resource starts with, as JSON.
    pub const fn default_for_new(self, json: &'static str) -> Self {
        Self { default_for_new: Some(json), ..self }
    }

    pub const fn common(self, values: &'static [&'static str]) -> Self {
        self.suggestions(Suggestions::Common(values))
    }

    pub const fn suggestions(self, suggestions: Suggestions) -> Self {
        Self { suggestions, ..self }
    }

    pub const fn visible_if(self, visible_if: VisibleIf) -> Self {
        Self { visible_if: Some(visible_if), ..self }
    }

    pub const fn catch_all(self) -> Self {
        Self { catch_all: true, ..self }
    }

    pub const fn computed(self) -> Self {
        Self { computed: true, ..self }
    }

    pub const fn facts(self, facts: fn(&str) -> Vec<Fact>) -> Self {
        Self { facts: Some(facts), ..self }
    }

    pub const fn table(self, titles: &'static [&'static str], cells: RowCells) -> Self {
        Self { table: Some((titles, cells)), ..self }
    }

    pub const fn tabular(self) -> Self {
        Self { is_tabular: true, ..self }
    }

    pub const fn summary(self, summary: fn(&Value) -> Option<String>) -> Self {
        Self { summary: Some(summary), ..self }
    }

    /// Sets the setting that has the unit of this number.
    pub const fn unit_in(self, path: &'static str) -> Self {
        Self { unit_path: Some(path), ..self }
    }

    pub const fn parts(self, parts: &'static TextParts) -> Self {
        Self { parts: Some(parts), ..self }
    }

    pub const fn copied_as(self, copied: fn(&str) -> String) -> Self {
        Self { copied_as: Some(copied), ..self }
    }

    /// AWS's default, which an absent member means, in words: "30 days" of "(default: 30 days)".
    pub fn default_words(&self) -> Option<&'static str> {
        self.when_absent?.strip_prefix("(default: ")?.strip_suffix(')')
    }

    pub const fn ordered(self) -> Self {
        Self { ordered: true, ..self }
    }

    /// Sets the list whose number of rows is shown where the member is absent.
    pub const fn counts(self, noun: &'static str, kind: fn() -> &'static Kind) -> Self {
        Self { counts: Some((noun, kind)), ..self }
    }

    /// True if the field has a row for this key of `map`, of which another field shows the other keys.
    pub fn is_key_of(&self, map: &Self, key: &str) -> bool {
        self.path.strip_prefix(map.path).and_then(|rest| rest.strip_prefix('.')) == Some(key)
    }

    /// True if the field applies to a document or a record.
    pub fn is_visible(&self, members: &Map<String, Value>) -> bool {
        self.visible_if.is_none_or(|visible_if| visible_if(&|path| text_at(members, path)))
    }

    /// True if a document has the setting that took this one's place.
    pub fn is_superseded(&self, document: &Document) -> bool {
        self.superseded_by.is_some_and(|(path, _)| !holds_nothing(document.get(path)))
    }

    /// Makes a superseded setting follow its successor, as AWS does: the value is the successor's, and goes
    /// with the successor.
    pub fn follow_successor(&self, base: &Document, edited: &mut Document) {
        let Some((path, _)) = self.superseded_by else { return };
        // An empty successor is none.
        let successor =
            |document: &Document| document.get(path).filter(|value| !holds_nothing(Some(value))).cloned();
        let (was, is) = (successor(base), successor(edited));
        if was != is && !holds_nothing(edited.get(self.path)) {
            edited.set(self.path, is);
        }
    }

    /// The top-level member that the field is, or is part of.
    pub fn member(&self) -> &'static str {
        self.path.split('.').next().unwrap_or(self.path)
    }

    /// Why the field can't be edited while it has a value; `None` when it can.
    pub fn locked(&self, value: Option<&Value>) -> Option<&'static str> {
        self.access.locked(value)
    }
}

/// The text at a dotted path.
fn text_at(members: &Map<String, Value>, path: &str) -> Option<String> {
    let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let value = members.get(name)?;
    match rest {
        Some(rest) => text_at(value.as_object()?, rest),
        None => value.as_bool().map(|is_on| is_on.to_string()).or_else(|| value.as_str().map(str::to_owned)),
    }
}
