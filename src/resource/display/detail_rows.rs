//! A document as rows to read: the members of its kind's table under their headings, then every member that
//! no table knows.

mod field_rows;
mod table;
mod units;

use std::sync::Arc;

use field_rows::{field_rows, push};
use units::unit_row;

use crate::resource::display::value::unknown_value;
use crate::resource::field::unknown::{catch_all_value, unknown};
use crate::resource::{Access, DisplayValue, Document, Fact, Field, FieldKind, Key, Kind};

/// One row of a shown document.
#[derive(Debug, Clone)]
pub struct DetailRow {
    /// Empty where the row continues the value of the one above.
    pub label: String,
    pub value: DisplayValue,
    /// The indentation: 1 for an entry of a collection, 2 for a member of such an entry.
    pub depth: u8,
    /// The resource that Enter opens on this row.
    pub link: Option<Key>,
    pub help: &'static str,
    /// The API member that the row shows, such as "TokenValidityUnits.AccessToken", or empty.
    pub member: &'static str,
    /// A second API member that the row shows: that of a number's unit, or empty.
    pub also: &'static str,
    /// What `y` copies, where that is not the value on this row: the whole of a text that several rows show.
    pub copy: Option<Arc<str>>,
    /// All entries of the list that the row is of, one on each line, as a form takes them when pasted.
    pub entries: Option<Arc<str>>,
    /// The way to the field that the row shows; empty where no table has one.
    pub path: FieldPath,
    pub standing: Standing,
    /// True for a line of a table, which begins right after the label.
    pub is_line: bool,
}

/// How a row's value compares with the default of its setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is set.
    Unset,
    /// The value is the default.
    Default,
    /// The value differs from the default, or no default is known.
    Set,
    /// The row shows a fact and no setting.
    Fact,
}

/// The way to a field of a document: a field of the table, then entries of its collection and their fields.
pub type FieldPath = Vec<FieldStep>;

/// A step of the way to a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldStep {
    /// A field of a table, by its path.
    Field(&'static str),
    /// An entry of a collection, counted from 0.
    Entry(usize),
}

impl DetailRow {
    pub(crate) fn new(label: String, value: DisplayValue, depth: u8, help: &'static str) -> Self {
        let standing = if matches!(value, DisplayValue::Unset(_)) { Standing::Unset } else { Standing::Set };
        Self {
            label,
            value,
            depth,
            link: None,
            help,
            member: "",
            also: "",
            copy: None,
            entries: None,
            path: Vec::new(),
            standing,
            is_line: false,
        }
    }

    fn of_fact(fact: Fact, depth: u8) -> Self {
        Self { standing: Standing::Fact, ..Self::new(fact.label, fact.value, depth, fact.help) }
    }

    /// True for the first row of the setting at a path.
    pub fn begins_setting(&self, path: &str) -> bool {
        matches!(self.path.as_slice(), [FieldStep::Field(own)] if *own == path && !self.label.is_empty())
    }

    /// The text in which a search looks: the label, the API member and the value, which is left out where it
    /// can be masked. The entries of a collection leave its name to the row above them.
    pub fn search_text(&self) -> String {
        let value = match &self.value {
            DisplayValue::Heading => return String::new(),
            DisplayValue::Secret(_) => "",
            value => value.text(false),
        };
        let is_entry = matches!(self.path.last(), Some(FieldStep::Entry(_)));
        let member = if is_entry { "" } else { self.member };
        format!("{}\n{member}\n{}\n{value}", self.label, self.also)
    }
}

/// The heading of members that no table knows.
pub const OTHER: &str = "Other settings";
pub fn detail_rows(kind: &'static Kind, document: &Document) -> Vec<DetailRow> {
    let mut rows = Vec::new();
    let mut group = "";
    let mut facts = kind.facts.map(|facts| facts(document)).unwrap_or_default();
    let fields: Vec<&'static Field> =
        kind.visible_fields(document).filter(|field| is_readable(field)).collect();
    let mut beside = Vec::new();
    for field in &fields {
        if beside.contains(&field.path) {
            continue;
        }
        let other_keys = field.catch_all.then(|| catch_all_value(field, &fields, document));
        if other_keys.as_ref().is_some_and(Option::is_none) {
            continue;
        }
        if field.group != group {
            // The facts come right after the first group, since they are what the user comes for.
            if !group.is_empty() {
                fact_rows(&mut facts, &mut rows);
            }
            group = field.group;
            rows.push(heading(group));
        }
        let first = rows.len();
        let unit = fields.iter().find(|unit| field.unit_path == Some(unit.path));
        if let Some(row) = unit.and_then(|unit| unit_row(field, unit, document)) {
            beside.push(row.also);
            rows.push(row);
        } else {
            match other_keys {
                Some(keys) => field_rows(field, keys.as_ref(), 0, &mut rows),
                None => field_rows(field, document.get(field.path), 0, &mut rows),
            }
        }
        if let Some(row) = rows.get_mut(first).filter(|_| is_default_duration(kind, field, document)) {
            row.standing = Standing::Default;
        }
        lead(&mut rows[first..], FieldStep::Field(field.path));
    }
    fact_rows(&mut facts, &mut rows);
    let unknown = unknown(kind, document);
    if !unknown.is_empty() {
        rows.push(heading(OTHER));
    }
    for (path, value) in unknown {
        let shown = unknown_value(&path, &value);
        push(
            &mut rows,
            DetailRow::new(path, shown, 0, "A setting unknown to cognitui. It is kept as it is."),
        );
    }
    rows
}

/// The rows in the place of a document that AWS does not show.
pub fn unavailable_rows(kind: &Kind) -> Vec<DetailRow> {
    let Some(unavailable) = kind.lifecycle.unavailable else { return Vec::new() };
    let value = DisplayValue::Unset(unavailable.words.to_owned());
    vec![
        heading(&kind.title()),
        DetailRow::of_fact(
            Fact { group: "", label: unavailable.label.to_owned(), value, help: unavailable.help },
            0,
        ),
    ]
}

/// False for settings that say nothing in the details, since Describe never returns them. A secret says that
/// AWS has it.
const fn is_readable(field: &Field) -> bool {
    match field.access {
        Access::CreateOnlyWriteOnly => false,
        Access::WriteOnly => !matches!(field.kind, FieldKind::Toggle { .. }),
        _ => true,
    }
}

/// True if a number with its unit is the default: 30 of "(default: 30 days)".
fn is_default_duration(kind: &Kind, field: &Field, document: &Document) -> bool {
    let Some(unit) = field.unit_path.and_then(|path| kind.field(path)) else { return false };
    let number = document.get(field.path).and_then(serde_json::Value::as_u64);
    let unit = document.text(unit.path).or_else(|| unit.default_words());
    let seconds = |words: &str| {
        let (number, unit) = words.split_once(' ')?;
        seconds(number.parse().ok()?, unit)
    };
    let own = number.zip(unit).and_then(|(number, unit)| self::seconds(number, unit));
    own.is_some() && own == field.default_words().and_then(seconds)
}

/// A number of some unit in seconds: 3600 for 1 hour.
fn seconds(number: u64, unit: &str) -> Option<u64> {
    let of_unit = match unit.trim_end_matches('s') {
        "second" => 1,
        "minute" => 60,
        "hour" => 3600,
        "day" => 86_400,
        _ => return None,
    };
    number.checked_mul(of_unit)
}

/// Puts a step before the ways to the rows' fields.
fn lead(rows: &mut [DetailRow], step: FieldStep) {
    for row in rows {
        row.path.insert(0, step);
    }
}

/// Adds the facts of the document below their headings, once.
fn fact_rows(facts: &mut Vec<Fact>, rows: &mut Vec<DetailRow>) {
    let mut group = "";
    for fact in std::mem::take(facts) {
        if fact.group != group {
            group = fact.group;
            rows.push(heading(group));
        }
        rows.push(DetailRow::of_fact(fact, 0));
    }
}

fn heading(title: &str) -> DetailRow {
    DetailRow::new(title.to_owned(), DisplayValue::Heading, 0, "")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::resource::tables::{IDENTITY_POOL, USER_POOL};

    fn read(document: Value) -> String {
        let document = Document::from_value(document).expect("an object");
        let line = |row: &DetailRow| {
            let link = row.link.as_ref().map_or(String::new(), |key| format!(" -> {key:?}"));
            format!("{}{}: {}{link}", "  ".repeat(row.depth.into()), row.label, row.value.text(false))
        };
        detail_rows(&IDENTITY_POOL, &document).iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_pool_that_never_set_the_classic_flow_reads_as_allowed() {
        assert!(read(json!({})).contains("Classic flow: allowed (never set)"));
        assert!(read(json!({"AllowClassicFlow": true})).contains("Classic flow: allowed\n"));
        assert!(read(json!({"AllowClassicFlow": false})).contains("Classic flow: blocked\n"));
        assert!(read(json!({"AllowClassicFlow": null})).contains("Classic flow: null\n"));
    }

    #[test]
    fn a_record_leads_where_it_points_and_shows_all_its_members() {
        let text = read(json!({"CognitoIdentityProviders": [
            {"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", "ClientId": "abc", "New": 1}
        ]}));
        let provider = [
            "User-pool providers: 1 entry",
            "  Provider: cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A -> Client(abc)",
            "    Client id: abc -> Client(abc)",
            "    Token check: off (never set) -> Client(abc)",
            "    New: 1",
        ];
        assert!(text.contains(&provider.join("\n")), "{text}");
    }

    #[test]
    fn a_member_that_no_table_knows_is_shown_and_a_secret_one_is_masked() {
        let text = read(json!({"FutureSetting": {"deep": true}, "FutureSecret": "abc"}));
        assert!(
            text.ends_with(
                "Other settings: \nFutureSetting: {\n:   \"deep\": true\n: }\nFutureSecret: ••••••••"
            ),
            "{text}"
        );
    }

    #[test]
    fn a_member_that_no_table_knows_is_masked_for_a_secret_that_it_holds() {
        assert!(read(json!({"Future": [{"client_secret": "abc"}]})).ends_with("Future: ••••••••"));
    }

    #[test]
    fn a_record_that_is_only_read_takes_one_row() {
        let pool = json!({"SchemaAttributes": [
            {"Name": "email", "AttributeDataType": "String", "Required": true, "Mutable": true,
             "StringAttributeConstraints": {"MinLength": "0", "New": 1}},
            "odd",
        ]});
        let document = Document::from_value(pool).expect("an object");
        let rows = detail_rows(&USER_POOL, &document);
        let first = rows.iter().position(|row| row.label == "email").expect("a row for the attribute");
        assert_eq!(
            rows[first].value.text(false),
            "String, required, min length 0, StringAttributeConstraints.New: 1"
        );
        assert_eq!((rows[first].depth, rows[first + 1].value.text(false)), (1, "odd"));
    }

    #[test]
    fn role_mappings_read_one_rule_a_line_in_their_order() {
        let rule =
            |claim: &str| json!({"Claim": claim, "MatchType": "Equals", "Value": "x", "RoleARN": "arn:r"});
        let mapping = json!({"Type": "Rules", "RulesConfiguration": {"Rules": [rule("a"),
            {"Claim": "odd"}]}, "New": 1});
        let document = Document::from_value(
            json!({"Roles": {"authenticated": "arn:x"}, "RoleMappings": {"p:c": mapping}}),
        )
        .expect("an object");
        let line = |row: &DetailRow| {
            format!("{}{} {}", " ".repeat(row.depth.into()), row.label, row.value.text(false))
                .trim_end()
                .to_owned()
        };
        let text: Vec<_> = detail_rows(&crate::resource::tables::ROLES, &document).iter().map(line).collect();
        let mapping = [
            "Role mappings 1 entry",
            " p:c",
            "  Type Rules",
            "  Rules 2 entries",
            "   # CLAIM  MATCH   VALUE  ROLE",
            "   1 a      Equals  x      arn:r",
            "   Claim odd",
            "  New 1",
        ];
        assert_eq!(text[text.len() - mapping.len()..], mapping);
        assert_eq!(text[2], "Authenticated role arn:x");
    }

    #[test]
    fn a_value_of_an_unexpected_shape_is_shown_as_json() {
        assert!(
            read(json!({"AllowClassicFlow": "perhaps", "IdentityPoolTags": [1]}))
                .contains("Classic flow: perhaps")
        );
    }
}
