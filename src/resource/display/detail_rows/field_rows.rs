//! The rows of one setting: a value on one row, a collection with its entries below it.

use std::sync::Arc;

use serde_json::Value;

use super::table::Table;
use super::{DetailRow, FieldStep, Standing, lead};
use crate::resource::DisplayValue;
use crate::resource::display::plural::plural;
use crate::resource::display::value::{
    display, is_secret_key, plain, secret_by_name, text_or_empty, unknown_value, unknown_words,
};
use crate::resource::document::value_at;
use crate::resource::field::unknown::uncovered;
use crate::resource::field::{Access, Field, FieldKind};
use crate::secret::Secret;

/// A longer text continues in further rows.
const ROW_CHARS: usize = 400;

/// The entries of a list stand on one row up to this length, which fits a window of 80 columns.
const JOINED_CHARS: usize = 46;

pub(super) fn field_rows(field: &'static Field, value: Option<&Value>, depth: u8, rows: &mut Vec<DetailRow>) {
    let link = field.link.filter(|_| !matches!(field.kind, FieldKind::Records { .. }));
    let link = |value: Option<&Value>| link.and_then(|link| link(value?));
    let entry = |label: String, value: DisplayValue, depth: u8| DetailRow {
        member: field.path,
        ..DetailRow::new(label, value, depth, field.help)
    };
    let count = |count: usize| DisplayValue::Text(plural(count, "entry"));
    if let (Some(facts), Some(Value::String(text))) = (field.facts, value) {
        let summary = format!("{} characters", text.chars().count());
        rows.push(DetailRow {
            copy: Some(field.copied_as.map_or_else(|| text.as_str().into(), |copied| copied(text).into())),
            ..entry(field.label.to_owned(), DisplayValue::Text(summary), depth)
        });
        rows.extend(facts(text).into_iter().map(|fact| DetailRow::of_fact(fact, depth + 1)));
        return;
    }
    match (&field.kind, value) {
        (FieldKind::List(_), Some(Value::Array(items))) if !items.is_empty() => {
            list_rows(field, items, depth, rows);
        }
        (FieldKind::Map { secret, .. }, Some(Value::Object(members))) if !members.is_empty() => {
            push(rows, entry(field.label.to_owned(), count(members.len()), depth));
            for (index, (key, value)) in members.iter().enumerate() {
                let first = rows.len();
                if let (
                    FieldKind::Map { value: Field { kind: FieldKind::Record(fields), .. }, .. },
                    Value::Object(_),
                ) = (&field.kind, value)
                {
                    push(rows, entry(key.clone(), DisplayValue::Text(String::new()), depth + 1));
                    member_rows(fields, value, depth + 2, depth + 2, rows);
                } else {
                    let hide = is_secret_key(secret, key);
                    let secret = || DisplayValue::Secret(Secret::new(plain(value)));
                    let shown = if hide { secret() } else { text_or_empty(value) };
                    push(rows, entry(key.clone(), shown, depth + 1));
                }
                lead(&mut rows[first..], FieldStep::Entry(index));
            }
        }
        (FieldKind::Json, Some(value @ (Value::Object(_) | Value::Array(_)))) => {
            tree_rows(field.label.to_owned(), value, depth, field.help, rows);
        }
        (FieldKind::Records(fields), Some(Value::Array(items))) if !items.is_empty() => {
            let begun = rows.len();
            let table = Table::of(field, items);
            let what = table.as_ref().and_then(|table| table.shared.as_deref());
            let what = what.map(|shared| format!(", roles of {shared}")).unwrap_or_default();
            let words = DisplayValue::Text(format!("{}{what}", plural(items.len(), "entry")));
            push(rows, entry(field.label.to_owned(), words, depth));
            if let Some(table) = &table {
                let titles = entry("#".to_owned(), DisplayValue::Unset(table.titles.clone()), depth + 1);
                rows.push(DetailRow { standing: Standing::Fact, is_line: true, ..titles });
            }
            for (index, item) in items.iter().enumerate() {
                let first = rows.len();
                if let Some((line, whole)) = table.as_ref().and_then(|table| table.lines.get(index)?.clone())
                {
                    let row = entry((index + 1).to_string(), DisplayValue::Text(line), depth + 1);
                    rows.push(DetailRow { copy: Some(whole.into()), is_line: true, ..row });
                } else if let Some(line) = field.summary.and_then(|line| line(item)) {
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
                lead(&mut rows[first..], FieldStep::Entry(index));
            }
        }
        _ => {
            let mut row = DetailRow {
                link: link(value),
                ..entry(field.label.to_owned(), display(field, value), depth)
            };
            if row.standing == Standing::Set && is_default(field, row.value.text(false)) {
                row.standing = Standing::Default;
            }
            push(rows, row);
        }
    }
}

/// The rows of a list: all entries on one row where they are short, or else one entry on each, the first one
/// beside the label.
fn list_rows(field: &'static Field, items: &[Value], depth: u8, rows: &mut Vec<DetailRow>) {
    let texts: Vec<_> = items.iter().map(plain).collect();
    let all: Arc<str> = texts.join("\n").into();
    let row = |label: &str, text: String| DetailRow {
        member: field.path,
        entries: Some(Arc::clone(&all)),
        ..DetailRow::new(label.to_owned(), DisplayValue::Text(text), depth, field.help)
    };
    if let Some(joined) = joined(field, items) {
        rows.push(DetailRow {
            copy: (items.len() > 1).then(|| Arc::clone(&all)),
            ..row(field.label, joined)
        });
        return;
    }
    for (index, (item, text)) in items.iter().zip(texts).enumerate() {
        let first = rows.len();
        let label = if index == 0 { field.label } else { "" };
        push(rows, DetailRow { link: field.link.and_then(|link| link(item)), ..row(label, text) });
        // The first row is that of the setting too.
        if index > 0 {
            lead(&mut rows[first..], FieldStep::Entry(index));
        }
    }
}

/// The entries of a list on one line, where that is short and nothing in it reads as two entries. Addresses
/// and links have rows of their own.
fn joined(field: &Field, items: &[Value]) -> Option<String> {
    let is_word = |item: &Value| {
        let text = item.as_str().filter(|text| !text.is_empty());
        let ends = |char: char| char == ',' || char.is_whitespace();
        text.is_some_and(|text| !text.contains(ends) && !text.contains("://"))
    };
    let is_linked = |item: &Value| field.link.is_some_and(|link| link(item).is_some());
    if !items.iter().all(is_word) || items.iter().any(is_linked) {
        return None;
    }
    let joined = items.iter().map(plain).collect::<Vec<_>>().join(", ");
    (joined.chars().count() <= JOINED_CHARS).then_some(joined)
}

/// True if a value reads as what an absent one means: "3 minutes" of "(default: 3 minutes)", "off" of "off
/// (never set)".
fn is_default(field: &Field, text: &str) -> bool {
    field.when_absent.is_some_and(|absent| {
        let default = absent.strip_prefix("(default: ").and_then(|words| words.strip_suffix(')'));
        default.or_else(|| absent.strip_suffix(" (never set)")) == Some(text)
    })
}

/// The rows of a record that can be edited: the first member, then the others below it. Members that were
/// never set are left out.
fn record_rows(fields: &'static [Field], item: &Value, depth: u8, rows: &mut Vec<DetailRow>) {
    if item.is_object() {
        member_rows(fields, item, depth, depth + 1, rows);
    } else {
        push(rows, DetailRow::new(String::new(), DisplayValue::Text(plain(item)), depth, ""));
    }
}

/// The rows of a record's members, the first one at its own depth.
fn member_rows(fields: &'static [Field], item: &Value, first: u8, depth: u8, rows: &mut Vec<DetailRow>) {
    for (index, field) in fields.iter().enumerate() {
        let value = value_at(item, field.path);
        if value.is_some() || field.when_absent.is_some() {
            let begun = rows.len();
            field_rows(field, value, if index == 0 { first } else { depth }, rows);
            lead(&mut rows[begun..], FieldStep::Field(field.path));
        }
    }
    for (name, value) in item.as_object().map(|members| uncovered(fields, members)).unwrap_or_default() {
        let shown = unknown_value(&name, &value);
        push(rows, DetailRow::new(name, shown, depth, ""));
    }
}

/// A read-only record on one row: the first member on the left, the others on the right.
fn record_line(fields: &'static [Field], item: &Value, depth: u8) -> DetailRow {
    let Some(members) = item.as_object() else {
        return DetailRow::new(String::new(), DisplayValue::Text(plain(item)), depth, "");
    };
    let (label, others) = match fields {
        [first, others @ ..] => (display(first, value_at(item, first.path)).text(false).to_owned(), others),
        [] => (String::new(), fields),
    };
    let known = others.iter().filter_map(|field| {
        let value = value_at(item, field.path)?;
        let shown = display(field, Some(value));
        let text = shown.text(false);
        let alone = matches!(
            (&field.kind, value),
            (FieldKind::Toggle { .. }, Value::Bool(_)) | (FieldKind::Choice(_), Value::String(_))
        );
        let words = if alone { text.to_owned() } else { format!("{} {text}", field.label.to_lowercase()) };
        (!text.is_empty()).then_some(words)
    });
    let unknown =
        uncovered(fields, members).into_iter().flat_map(|(name, value)| unknown_words(&name, &value));
    let value = DisplayValue::Text(known.chain(unknown).collect::<Vec<_>>().join(", "));
    DetailRow::new(label, value, depth, "")
}

/// The rows of a nested value, each level indented.
fn tree_rows(label: String, value: &Value, depth: u8, help: &'static str, rows: &mut Vec<DetailRow>) {
    let row = |label: String, value: DisplayValue| DetailRow::new(label, value, depth, help);
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

/// Adds a row, or several where the value is long or has several lines.
pub(super) fn push(rows: &mut Vec<DetailRow>, row: DetailRow) {
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
    let whole = (pieces.len() > 1).then(|| text.as_str().into());
    let copy = row.copy.clone().or(whole);
    for (index, piece) in pieces.into_iter().enumerate() {
        let label = if index == 0 { row.label.clone() } else { String::new() };
        let copy = copy.clone();
        rows.push(DetailRow { label, value: DisplayValue::Text(piece), copy, ..row.clone() });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

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
}
