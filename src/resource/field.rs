//! One row of a field table: where a setting is, what it is called, how it is shown and edited, and what it may be.

use serde_json::Value;

use super::{Document, Key, Kind, check};

/// One setting of a kind of resource.
#[derive(Debug)]
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
    /// What it means when AWS does not send it: "allowed (never set)". `None` reads "not set".
    pub unset: Option<&'static str>,
    /// Whether it can be edited.
    pub access: Access,
    /// What it may be, taken from the service model.
    pub rule: Rule,
    /// What Update calls the member, where it differs from Describe's name.
    pub update_name: Option<&'static str>,
    /// Where Enter leads from its value, or from one of its records.
    pub link: Option<fn(&Value) -> Option<Key>>,
    /// The value that the form of a new resource starts with, as JSON; none where nothing is proposed.
    pub starts: Option<&'static str>,
    /// What may be picked for it instead of typed.
    pub offer: Offer,
    /// It is there only while the member beside it, at this path, has this value.
    pub when: Option<(&'static str, &'static str)>,
    /// One of its records in one line.
    pub line: Option<fn(&Value) -> Option<String>>,
    /// The order of its entries means something, so they can be moved.
    pub ordered: bool,
}

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

/// What may be picked for a value instead of typed; typing stays possible.
#[derive(Debug, Clone, Copy)]
pub enum Offer {
    /// Nothing is offered.
    None,
    /// Values that are usual here.
    Usual(&'static [&'static str]),
    /// Values that the document read beside the resource tells, each with a remark or none.
    Beside(fn(&Document) -> Vec<(String, &'static str)>),
    /// Values that the document itself tells, as it is edited.
    Own(fn(&Document) -> Vec<String>),
    /// Some values, and those that the rows of a list of the same parent tell.
    Rows(&'static Rows),
    /// A resource, chosen from lists.
    Resource(&'static Chosen),
}

/// Values out of a list of the resource that the edited one belongs to.
#[derive(Debug)]
pub struct Rows {
    /// Values that are there without it.
    pub usual: &'static [&'static str],
    /// The kind of the list.
    pub list: fn() -> &'static Kind,
    /// The values of a row.
    pub values: fn(&Document) -> Vec<String>,
}

/// A resource chosen from lists, each that of the resource chosen before it.
#[derive(Debug)]
pub struct Chosen {
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
    Once(&'static str),
    /// When the resource is made, and never again: nothing tells it afterwards.
    OnCreate,
    /// It names the resource: sent with every update, never edited.
    Id,
    /// Describe tells it and Update refuses it.
    DescribeOnly,
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
    pub const ANY: Self = Self { required: false, min: None, max: None, pattern: None, words: "", also: None };

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
        check::text(self, text)
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
            unset: None,
            access: Access::Editable,
            rule: Rule::ANY,
            update_name: None,
            link: None,
            starts: None,
            offer: Offer::None,
            when: None,
            line: None,
            ordered: false,
        }
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
    pub const fn unset(self, unset: &'static str) -> Self {
        Self { unset: Some(unset), ..self }
    }

    /// The same field with its rule.
    pub const fn rule(self, rule: Rule) -> Self {
        Self { rule, ..self }
    }

    /// The same field, told by Describe and refused by Update.
    pub const fn describe_only(self) -> Self {
        Self { access: Access::DescribeOnly, ..self }
    }

    /// The same field, naming its resource.
    pub const fn id(self) -> Self {
        Self { access: Access::Id, ..self }
    }

    /// The same field, which can be given a value once.
    pub const fn once(self, reason: &'static str) -> Self {
        Self { access: Access::Once(reason), ..self }
    }

    /// The same field, named only when the resource is made.
    pub const fn on_create(self) -> Self {
        Self { access: Access::OnCreate, ..self }
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
    pub const fn starts(self, json: &'static str) -> Self {
        Self { starts: Some(json), ..self }
    }

    /// The same field with values that are usual for it.
    pub const fn usual(self, values: &'static [&'static str]) -> Self {
        self.offer(Offer::Usual(values))
    }

    /// The same field with what may be picked for it.
    pub const fn offer(self, offer: Offer) -> Self {
        Self { offer, ..self }
    }

    /// The same field, there only while a member beside it has a value.
    pub const fn when(self, path: &'static str, value: &'static str) -> Self {
        Self { when: Some((path, value)), ..self }
    }

    /// The same field with its records in one line each.
    pub const fn line(self, line: fn(&Value) -> Option<String>) -> Self {
        Self { line: Some(line), ..self }
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
            Access::Editable | Access::OnCreate => None,
            Access::Id => Some("names the resource; it never changes"),
            Access::DescribeOnly => Some("told by AWS; it can't be set"),
            Access::Once(reason) => {
                let set = value.is_some_and(|value| !value.is_null() && value.as_str() != Some(""));
                set.then_some(reason)
            }
        }
    }
}
