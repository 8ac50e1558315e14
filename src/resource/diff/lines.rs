//! A change in lines to read: the value before and after, or the entries that go, come and move.

use serde_json::Value;

use crate::resource::Change;
use crate::resource::Fact;
use crate::resource::display::value::{
    ABSENT, DisplayValue, display, holds_secret, is_secret_key, plain, text_or_empty, unknown_words, until,
};
use crate::resource::document::value_at;
use crate::resource::field::unknown::uncovered;
use crate::resource::field::{Field, FieldKind};
use crate::secret::Secret;

/// One line of a shown change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChangeLine {
    /// A value becomes another one.
    Turns(DisplayValue, DisplayValue),
    /// A member of a record becomes another value.
    Member(String, DisplayValue, DisplayValue),
    Gone(String),
    Added(String),
    /// An entry has another place among those that stay, counted from 1.
    Moved(usize, String),
}

/// A change as lines: before → after, or what goes, comes and moves where it is a collection. `now` is in
/// seconds since 1970; 0 where the time is unknown.
pub fn change_lines(change: &Change, now: i64) -> Vec<ChangeLine> {
    if let (
        Some(Field {
            kind: FieldKind::Map { value: Field { kind: FieldKind::Record(fields), .. }, .. }, ..
        }),
        Some(_),
    ) = (change.field, &change.place.key)
    {
        return record_lines(fields, change.before.as_ref(), change.after.as_ref());
    }
    if let (Some(facts_of), None) = (change.field.and_then(|field| field.facts), &change.place.key) {
        return fact_lines(facts_of, change.before.as_ref(), change.after.as_ref(), now);
    }
    let lines = unknown_lines(change);
    if !lines.is_empty() {
        return lines;
    }
    let is_list = |value: &Option<Value>| matches!(value, Some(Value::Array(items)) if !items.is_empty());
    if is_list(&change.before) || is_list(&change.after) {
        let lines = list_lines(change.field, "", change.before.as_ref(), change.after.as_ref());
        if !lines.is_empty() {
            return lines;
        }
    }
    let shown = |value: &Option<Value>| match (change.field, &change.place.key, value) {
        (Some(field), None, value) => display(field, value.as_ref()),
        (_, _, None) => DisplayValue::Unset(ABSENT.to_owned()),
        (Some(Field { kind: FieldKind::Map { secret, .. }, .. }), Some(key), Some(value))
            if is_secret_key(secret, key) =>
        {
            DisplayValue::Secret(Secret::new(plain(value)))
        }
        (None, _, Some(value)) if holds_secret(&change.place.path, value) => {
            DisplayValue::Secret(Secret::new(plain(value)))
        }
        (_, _, Some(value)) => text_or_empty(value),
    };
    // An absent value whose meaning has the same text as the other value is shown as its sign instead.
    let apart = |value: &Option<Value>, other: &Option<Value>| match (shown(value), shown(other)) {
        (DisplayValue::Unset(text), DisplayValue::Unset(same)) if value.is_none() && text == same => {
            DisplayValue::Unset(ABSENT.to_owned())
        }
        (value, _) => value,
    };
    let (before, after) = (&change.before, &change.after);
    vec![ChangeLine::Turns(apart(before, after), apart(after, before))]
}

/// The texts that go from and come into a value of which no table knows the inside.
fn unknown_lines(change: &Change) -> Vec<ChangeLine> {
    let is_open = |value: &Option<Value>| match value {
        Some(Value::Object(members)) => !members.is_empty(),
        Some(Value::Array(items)) => change.field.is_none() && !items.is_empty(),
        _ => false,
    };
    if !is_open(&change.before) && !is_open(&change.after) {
        return Vec::new();
    }
    let path = &change.place.path;
    let words = |value: &Option<Value>| -> Vec<Value> {
        let words = value.iter().flat_map(|value| unknown_words(path, value));
        let inside = |words: String| {
            let inside = words.strip_prefix(path.as_str()).unwrap_or(&words);
            Value::from(inside.trim_start_matches(['.', ':', ' ']))
        };
        words.map(inside).collect()
    };
    let (was, is) = (words(&change.before), words(&change.after));
    let gone = multiset_difference(&was, &is).into_iter().map(|at| ChangeLine::Gone(plain(&was[at])));
    let added = multiset_difference(&is, &was).into_iter().map(|at| ChangeLine::Added(plain(&is[at])));
    gone.chain(added).collect()
}

/// The changes of a long text as changes of its facts.
fn fact_lines(
    facts_of: fn(&str) -> Vec<Fact>,
    before: Option<&Value>,
    after: Option<&Value>,
    now: i64,
) -> Vec<ChangeLine> {
    let words = |value: &DisplayValue| match value {
        DisplayValue::Until(end, day) if now > 0 => format!("{} ({day})", until(end - now)),
        value => value.text(false).to_owned(),
    };
    let says = |value: Option<&Value>| {
        let text = value.and_then(Value::as_str).unwrap_or_default();
        let mut lines: Vec<_> =
            if text.is_empty() { Vec::new() } else { vec![format!("{} characters", text.chars().count())] };
        if !text.is_empty() {
            lines.extend(
                facts_of(text)
                    .into_iter()
                    .map(|fact| format!("{}: {}", fact.label.trim(), words(&fact.value))),
            );
        }
        lines.into_iter().map(Value::from).collect::<Vec<_>>()
    };
    let (was, is) = (says(before), says(after));
    let gone = multiset_difference(&was, &is).into_iter().map(|at| ChangeLine::Gone(plain(&was[at])));
    let added = multiset_difference(&is, &was).into_iter().map(|at| ChangeLine::Added(plain(&is[at])));
    let lines: Vec<_> = gone.chain(added).collect();
    if lines.is_empty() {
        vec![ChangeLine::Added("a different text with the same content".to_owned())]
    } else {
        lines
    }
}

/// The changes of a record, member by member; every member where the record is added or removed.
fn record_lines(fields: &'static [Field], before: Option<&Value>, after: Option<&Value>) -> Vec<ChangeLine> {
    let mut lines = Vec::new();
    for field in fields {
        let [was, is] = [before, after].map(|record| record.and_then(|record| value_at(record, field.path)));
        if was == is {
            continue;
        }
        if matches!(was.or(is), Some(Value::Array(_))) {
            lines.extend(list_lines(Some(field), &format!("{}: ", field.label), was, is));
            continue;
        }
        let text = |value: Option<&Value>| format!("{}: {}", field.label, display(field, value).text(false));
        lines.push(match (before, after) {
            (None, _) => ChangeLine::Added(text(is)),
            (_, None) => ChangeLine::Gone(text(was)),
            _ => ChangeLine::Member(field.label.to_owned(), display(field, was), display(field, is)),
        });
    }
    let unknown = |record: Option<&Value>| {
        record.and_then(Value::as_object).map(|members| uncovered(fields, members)).unwrap_or_default()
    };
    let (was, is) = (unknown(before), unknown(after));
    let words = |(name, value): &(String, Value)| unknown_words(name, value);
    let gone = was.iter().filter(|member| !is.contains(member)).flat_map(words);
    lines.extend(gone.map(ChangeLine::Gone));
    let added = is.iter().filter(|member| !was.contains(member)).flat_map(words);
    lines.extend(added.map(ChangeLine::Added));
    lines
}

/// The entries of a list that are removed, added, or moved among those that stay.
fn list_lines(
    field: Option<&'static Field>,
    title: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Vec<ChangeLine> {
    let items = |value: Option<&Value>| value.and_then(Value::as_array).cloned().unwrap_or_default();
    let (before, after) = (items(before), items(after));
    let text = |item: &Value| format!("{title}{}", entry_words(field, item));
    let gone = multiset_difference(&before, &after).into_iter().map(|at| ChangeLine::Gone(text(&before[at])));
    // The index of an added entry matters if the order does.
    let ordered = field.is_some_and(|field| field.ordered);
    let place = |at: usize| if ordered { format!("{}. ", at + 1) } else { String::new() };
    let added = multiset_difference(&after, &before)
        .into_iter()
        .map(|at| ChangeLine::Added(format!("{title}{}{}", place(at), entry_words(field, &after[at]))));
    let mut lines: Vec<_> = gone.chain(added).collect();
    // The former index of each kept entry among the kept ones.
    let mut left: Vec<_> = before.iter().enumerate().collect();
    let stays: Vec<_> = after
        .iter()
        .enumerate()
        .filter_map(|(now, item)| {
            let at = left.iter().position(|(_, other)| *other == item)?;
            Some((now, left.remove(at).0))
        })
        .collect();
    let kept = longest_increasing(&stays.iter().map(|(_, was)| *was).collect::<Vec<_>>());
    let moved = stays.iter().enumerate().filter(|(index, _)| !kept.contains(index));
    lines.extend(moved.map(|(_, (now, _))| ChangeLine::Moved(now + 1, text(&after[*now]))));
    lines
}

/// The places of a longest increasing sequence: the entries that need not move to bring a list into order.
fn longest_increasing(numbers: &[usize]) -> Vec<usize> {
    // Of every length, the rising sequence that ends lowest.
    let mut best: Vec<Vec<usize>> = Vec::new();
    for (place, number) in numbers.iter().enumerate() {
        let shorter =
            best.iter().take_while(|rise| rise.last().is_some_and(|last| numbers[*last] < *number)).count();
        let mut rise = shorter.checked_sub(1).map(|at| best[at].clone()).unwrap_or_default();
        rise.push(place);
        if shorter < best.len() {
            best[shorter] = rise;
        } else {
            best.push(rise);
        }
    }
    best.pop().unwrap_or_default()
}

/// The places of the entries of a list that another list lacks, or has less often.
fn multiset_difference(list: &[Value], other: &[Value]) -> Vec<usize> {
    let mut left: Vec<_> = other.iter().collect();
    let mut missing = Vec::new();
    for (at, item) in list.iter().enumerate() {
        match left.iter().position(|other| *other == item) {
            Some(place) => {
                left.swap_remove(place);
            }
            None => missing.push(at),
        }
    }
    missing
}

/// An entry of a list in one line.
fn entry_words(field: Option<&Field>, item: &Value) -> String {
    if let Some(line) = field.and_then(|field| field.summary).and_then(|line| line(item)) {
        return line;
    }
    match (field.map(|field| &field.kind), item) {
        (Some(FieldKind::Records(fields)), Value::Object(members)) => {
            let known = fields.iter().filter_map(|field| {
                let value = value_at(item, field.path)?;
                Some(format!("{}: {}", field.label, display(field, Some(value)).text(false)))
            });
            let unknown =
                uncovered(fields, members).into_iter().flat_map(|(name, value)| unknown_words(&name, &value));
            known.chain(unknown).collect::<Vec<_>>().join(", ")
        }
        _ => plain(item),
    }
}

#[cfg(test)]
mod tests;
