//! A document as rows to read: every member of the table under its heading, then every member that no table
//! knows.

use serde_json::{Map, Value};

use crate::resource::display::value::{
    DisplayValue, display, holds_secret, is_secret_key, json_text, plain, secret_by_name, text_or_empty,
};
use crate::resource::field::{Access, Field, FieldKind};
use crate::resource::{Document, Key, Kind};
use crate::secret::Secret;

/// One row of a shown document.
#[derive(Debug, Clone)]
pub struct DetailRow {
    /// What stands on the left; empty where a row goes on with the value of the one above.
    pub label: String,
    /// What stands on the right.
    pub value: DisplayValue,
    /// How far it is indented: 1 for an entry of a collection, 2 for a member of such an entry.
    pub depth: u8,
    /// Where Enter leads.
    pub link: Option<Key>,
    /// What the setting does.
    pub help: &'static str,
    /// What is copied from the row, where that is not the id of the resource.
    pub copy: Option<String>,
}

/// Something that a value, or a whole document, tells on a closer look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The heading it stands under; empty below a value of its own.
    pub group: &'static str,
    /// What stands on the left.
    pub label: String,
    /// What stands on the right.
    pub value: DisplayValue,
    /// What it is good for.
    pub help: &'static str,
    /// Whether it is something to copy.
    pub copied: bool,
}

impl Fact {
    fn row(self, depth: u8) -> DetailRow {
        let copy = self.copied.then(|| self.value.text(false).to_owned());
        DetailRow { label: self.label, value: self.value, depth, link: None, help: self.help, copy }
    }
}

/// The heading of members that no table knows.
pub const OTHER: &str = "Other settings";
/// A longer text goes on in further rows.
const ROW_CHARS: usize = 400;

/// All rows of a document.
pub fn detail_rows(kind: &'static Kind, document: &Document) -> Vec<DetailRow> {
    let mut rows = Vec::new();
    let mut group = "";
    let mut told = kind.facts.map(|tells| tells(document)).unwrap_or_default();
    let fields: Vec<&'static Field> =
        kind.visible_fields(document).filter(|field| field.access != Access::CreateOnlyWriteOnly).collect();
    for field in &fields {
        let rest = field.catch_all.then(|| catch_all_value(field, &fields, document));
        if rest.as_ref().is_some_and(Option::is_none) {
            continue;
        }
        if field.group != group {
            // What the document tells as a whole comes right after its first group: it is what one comes for.
            if !group.is_empty() {
                fact_rows(&mut told, &mut rows);
            }
            group = field.group;
            rows.push(heading(group));
        }
        match rest {
            Some(rest) => field_rows(field, rest.as_ref(), 0, &mut rows),
            None => field_rows(field, document.get(field.path), 0, &mut rows),
        }
    }
    let rest = unknown(kind, document);
    if !rest.is_empty() {
        rows.push(heading(OTHER));
    }
    for (path, value) in rest {
        let shown = if holds_secret(&path, &value) {
            DisplayValue::Secret(Secret::new(json_text(&value)))
        } else {
            DisplayValue::Text(json_text(&value))
        };
        push(
            &mut rows,
            DetailRow {
                label: path,
                value: shown,
                depth: 0,
                link: None,
                help: "A setting unknown to cognitui. It is kept as it is.",
                copy: None,
            },
        );
    }
    rows
}

/// Puts what a document tells as a whole below its headings, once.
fn fact_rows(told: &mut Vec<Fact>, rows: &mut Vec<DetailRow>) {
    let mut group = "";
    for told in std::mem::take(told) {
        if told.group != group {
            group = told.group;
            rows.push(heading(group));
        }
        rows.push(told.row(0));
    }
}

/// What of a map no other field of the table is for; `None` where there is nothing of it.
pub fn catch_all_value(field: &Field, fields: &[&'static Field], document: &Document) -> Option<Value> {
    let map = document.get(field.path)?.as_object()?.iter();
    let rest = map.filter(|(key, _)| !fields.iter().any(|other| other.is_key_of(field, key)));
    let rest: Map<_, _> = rest.map(|(key, value)| (key.clone(), value.clone())).collect();
    (!rest.is_empty()).then_some(Value::Object(rest))
}

/// The members that no row of the table covers, structures opened where the table knows a part of them.
pub fn unknown(kind: &Kind, document: &Document) -> Vec<(String, Value)> {
    uncovered(kind.fields, document.members())
}

pub(crate) fn uncovered(fields: &[Field], members: &Map<String, Value>) -> Vec<(String, Value)> {
    fn walk(fields: &[Field], path: String, value: &Value, found: &mut Vec<(String, Value)>) {
        if fields.iter().any(|field| field.path == path) {
            return;
        }
        let inside =
            |field: &Field| field.path.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('.'));
        match value {
            Value::Object(members) if fields.iter().any(inside) => {
                for (name, value) in members {
                    walk(fields, format!("{path}.{name}"), value, found);
                }
            }
            _ => found.push((path, value.clone())),
        }
    }
    let mut found = Vec::new();
    for (name, value) in members {
        walk(fields, name.clone(), value, &mut found);
    }
    found
}

fn heading(title: &str) -> DetailRow {
    DetailRow {
        label: title.to_owned(),
        value: DisplayValue::Heading,
        depth: 0,
        link: None,
        help: "",
        copy: None,
    }
}

fn field_rows(field: &'static Field, value: Option<&Value>, depth: u8, rows: &mut Vec<DetailRow>) {
    let link = field.link.filter(|_| !matches!(field.kind, FieldKind::Records { .. }));
    let link = |value: Option<&Value>| link.and_then(|link| link(value?));
    let entry = |label: String, value: DisplayValue, depth: u8| DetailRow {
        label,
        value,
        depth,
        link: None,
        help: field.help,
        copy: None,
    };
    let count = |count: usize| {
        DisplayValue::Text(if count == 1 { "1 entry".to_owned() } else { format!("{count} entries") })
    };
    if let (Some(tells), Some(Value::String(text))) = (field.facts, value) {
        let summary = format!("{} characters", text.chars().count());
        rows.push(DetailRow {
            copy: Some(text.clone()),
            ..entry(field.label.to_owned(), DisplayValue::Text(summary), depth)
        });
        rows.extend(tells(text).into_iter().map(|told| told.row(depth + 1)));
        return;
    }
    match (&field.kind, value) {
        (FieldKind::List(_), Some(Value::Array(items))) if !items.is_empty() => {
            push(rows, entry(field.label.to_owned(), count(items.len()), depth));
            for item in items {
                let row = DetailRow {
                    link: link(Some(item)),
                    ..entry(String::new(), DisplayValue::Text(plain(item)), depth + 1)
                };
                push(rows, row);
            }
        }
        (FieldKind::Map { secret, .. }, Some(Value::Object(members))) if !members.is_empty() => {
            push(rows, entry(field.label.to_owned(), count(members.len()), depth));
            for (key, value) in members {
                if let (
                    FieldKind::Map { value: Field { kind: FieldKind::Record(fields), .. }, .. },
                    Value::Object(_),
                ) = (&field.kind, value)
                {
                    push(rows, entry(key.clone(), DisplayValue::Text(String::new()), depth + 1));
                    member_rows(fields, value, depth + 2, depth + 2, rows);
                    continue;
                }
                let hide = is_secret_key(secret, key);
                let shown =
                    if hide { DisplayValue::Secret(Secret::new(plain(value))) } else { text_or_empty(value) };
                push(rows, entry(key.clone(), shown, depth + 1));
            }
        }
        (FieldKind::Json, Some(value @ (Value::Object(_) | Value::Array(_)))) => {
            tree_rows(field.label.to_owned(), value, depth, field.help, rows);
        }
        (FieldKind::Records(fields), Some(Value::Array(items))) if !items.is_empty() => {
            let begun = rows.len();
            push(rows, entry(field.label.to_owned(), count(items.len()), depth));
            for item in items {
                let first = rows.len();
                if let Some(line) = field.summary.and_then(|line| line(item)) {
                    let number = if field.ordered { (rows.len() - begun).to_string() } else { String::new() };
                    push(rows, entry(number, DisplayValue::Text(line), depth + 1));
                } else if field.access == Access::ReadOnly {
                    push(rows, DetailRow { help: field.help, ..record_line(fields, item, depth + 1) });
                } else {
                    record_rows(fields, item, depth + 1, rows);
                }
                for row in &mut rows[first..] {
                    row.link = field.link.and_then(|link| link(item));
                }
            }
        }
        _ => {
            let row = DetailRow {
                link: link(value),
                ..entry(field.label.to_owned(), display(field, value), depth)
            };
            push(rows, row);
        }
    }
}

/// A record that can be edited: its first member on a row of its own, the others below it; members that were
/// never set are left out.
fn record_rows(fields: &'static [Field], item: &Value, depth: u8, rows: &mut Vec<DetailRow>) {
    if item.is_object() {
        member_rows(fields, item, depth, depth + 1, rows);
    } else {
        push(
            rows,
            DetailRow {
                label: String::new(),
                value: DisplayValue::Text(plain(item)),
                depth,
                link: None,
                help: "",
                copy: None,
            },
        );
    }
}

/// The members of a record, the first one at a depth of its own.
fn member_rows(fields: &'static [Field], item: &Value, first: u8, depth: u8, rows: &mut Vec<DetailRow>) {
    for (index, field) in fields.iter().enumerate() {
        let value = at(item, field.path);
        if value.is_some() || field.when_absent.is_some() {
            field_rows(field, value, if index == 0 { first } else { depth }, rows);
        }
    }
    for (name, value) in item.as_object().map(|members| uncovered(fields, members)).unwrap_or_default() {
        push(
            rows,
            DetailRow {
                label: name,
                value: DisplayValue::Text(json_text(&value)),
                depth,
                link: None,
                help: "",
                copy: None,
            },
        );
    }
}

/// A record that is only read, on one row: its first member on the left, what there is of the others on the
/// right.
fn record_line(fields: &'static [Field], item: &Value, depth: u8) -> DetailRow {
    let Some(members) = item.as_object() else {
        return DetailRow {
            label: String::new(),
            value: DisplayValue::Text(plain(item)),
            depth,
            link: None,
            help: "",
            copy: None,
        };
    };
    let (label, rest) = match fields {
        [first, rest @ ..] => (display(first, at(item, first.path)).text(false).to_owned(), rest),
        [] => (String::new(), fields),
    };
    let known = rest.iter().filter_map(|field| {
        let value = at(item, field.path)?;
        let shown = display(field, Some(value));
        let text = shown.text(false);
        let alone = matches!(
            (&field.kind, value),
            (FieldKind::Toggle { .. }, Value::Bool(_)) | (FieldKind::Choice(_), Value::String(_))
        );
        let words = if alone { text.to_owned() } else { format!("{} {text}", field.label.to_lowercase()) };
        (!text.is_empty()).then_some(words)
    });
    let unknown = uncovered(fields, members).into_iter().map(|(name, value)| format!("{name}: {value}"));
    let value = DisplayValue::Text(known.chain(unknown).collect::<Vec<_>>().join(", "));
    DetailRow { label, value, depth, link: None, help: "", copy: None }
}

/// The value at a dotted path in a record.
pub(crate) fn at<'a>(item: &'a Value, path: &str) -> Option<&'a Value> {
    path.split('.').try_fold(item, |value, name| value.as_object()?.get(name))
}

/// A value of any depth: what it holds stands below it, one step further in.
fn tree_rows(label: String, value: &Value, depth: u8, help: &'static str, rows: &mut Vec<DetailRow>) {
    let row =
        |label: String, value: DisplayValue| DetailRow { label, value, depth, link: None, help, copy: None };
    match value {
        Value::Object(members) if !members.is_empty() => {
            push(rows, row(label, DisplayValue::Text(String::new())));
            for (name, value) in members {
                tree_rows(name.clone(), value, depth.saturating_add(1), help, rows);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            push(rows, row(label, DisplayValue::Text(String::new())));
            for (index, item) in items.iter().enumerate() {
                tree_rows((index + 1).to_string(), item, depth.saturating_add(1), help, rows);
            }
        }
        value if secret_by_name(&label) => {
            push(rows, row(label, DisplayValue::Secret(Secret::new(plain(value)))));
        }
        value => push(rows, row(label, text_or_empty(value))),
    }
}

/// Puts a row, and the rest of its value in rows of their own where it is long or has several lines.
fn push(rows: &mut Vec<DetailRow>, row: DetailRow) {
    let DisplayValue::Text(text) = &row.value else {
        rows.push(row);
        return;
    };
    let mut pieces = Vec::new();
    for line in text.split('\n') {
        let chars: Vec<char> = line.chars().collect();
        pieces.extend(chars.chunks(ROW_CHARS).map(|piece| piece.iter().collect::<String>()));
        if chars.is_empty() {
            pieces.push(String::new());
        }
    }
    for (index, piece) in pieces.into_iter().enumerate() {
        let label = if index == 0 { row.label.clone() } else { String::new() };
        rows.push(DetailRow { label, value: DisplayValue::Text(piece), ..row.clone() });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

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
        assert!(text.contains("User-pool providers: 1 entry\n  Provider: cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A -> Client(abc)\n    Client id: abc -> Client(abc)\n    Token check: off (never set) -> Client(abc)\n    New: 1"), "{text}");
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
        let mapping = json!({"Type": "Rules", "RulesConfiguration": {"Rules": [rule("a"), {"Claim": "odd"}]}, "New": 1});
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
            "   1 a Equals x → arn:r",
            "   Claim odd",
            "  New 1",
        ];
        assert_eq!(text[text.len() - mapping.len()..], mapping);
        assert_eq!(text[2], "Authenticated role arn:x");
    }

    #[test]
    fn a_value_without_a_table_of_its_own_is_a_tree() {
        let mut found = Vec::new();
        let value = json!({"Type": "Rules", "Deep": {"Rules": [{"Claim": "a"}, {"Claim": "b"}]}});
        tree_rows("p:c".to_owned(), &value, 1, "", &mut found);
        let line = |row: &DetailRow| {
            format!("{}{} {}", " ".repeat(row.depth.into()), row.label, row.value.text(false))
                .trim_end()
                .to_owned()
        };
        let text: Vec<_> = found.iter().map(line).collect();
        assert_eq!(
            text,
            [" p:c", "  Type Rules", "  Deep", "   Rules", "    1", "     Claim a", "    2", "     Claim b"]
        );
    }

    #[test]
    fn a_value_of_an_unexpected_shape_is_shown_as_json() {
        assert!(
            read(json!({"AllowClassicFlow": "perhaps", "IdentityPoolTags": [1]}))
                .contains("Classic flow: perhaps")
        );
    }
}
