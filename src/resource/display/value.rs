//! A value in words: what a field says of it, what kind of nothing it is, and whether it is secret.

use serde_json::Value;

pub use crate::resource::fact::{DisplayValue, MASK};
use crate::resource::field::{Field, FieldKind};
use crate::secret::Secret;

/// What stands for a value that is absent, where absence has no meaning of its own.
pub const ABSENT: &str = "—";

/// The text of a field's value: "allowed", "30", "2026-10-09 08:53:20 UTC", "—".
///
/// A value of another shape than the table says is shown as JSON: nothing that AWS sent is hidden.
pub fn display(field: &Field, value: Option<&Value>) -> DisplayValue {
    let Some(value) = value else {
        return DisplayValue::Unset(field.when_absent.unwrap_or(ABSENT).to_owned());
    };
    match (&field.kind, value) {
        (FieldKind::Toggle { on, off }, Value::Bool(value)) => {
            DisplayValue::Text(if *value { *on } else { *off }.to_owned())
        }
        (FieldKind::Number { unit }, Value::Number(number)) if !unit.is_empty() => {
            DisplayValue::Text(format!("{number} {unit}"))
        }
        (FieldKind::Date, Value::Number(seconds)) => {
            DisplayValue::Text(date(seconds.as_f64().unwrap_or_default()))
        }
        (FieldKind::Secret, Value::String(text)) if !text.is_empty() => {
            DisplayValue::Secret(Secret::new(text.clone()))
        }
        _ => text_or_empty(value),
    }
}

/// A value without a field, in words: a text as it is, nothing as what kind of nothing it is, anything else
/// as JSON.
pub(crate) fn text_or_empty(value: &Value) -> DisplayValue {
    match value {
        Value::Null => DisplayValue::Unset("null".to_owned()),
        Value::String(text) if text.is_empty() => DisplayValue::Unset("empty".to_owned()),
        Value::Array(items) if items.is_empty() => DisplayValue::Unset("none".to_owned()),
        Value::Object(members) if members.is_empty() => DisplayValue::Unset("none".to_owned()),
        Value::Array(_) | Value::Object(_) => DisplayValue::Text(json_text(value)),
        _ => DisplayValue::Text(plain(value)),
    }
}

/// How a value reads in a column: as with [`display`], but a list of strings is on one line.
pub fn in_column(field: &Field, value: Option<&Value>) -> DisplayValue {
    match value {
        Some(Value::Array(items)) if !items.is_empty() && items.iter().all(Value::is_string) => {
            DisplayValue::Text(items.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Some(Value::Array(items)) if items.is_empty() && field.when_absent.is_some() => display(field, None),
        _ => display(field, value),
    }
}

/// A text as it is, anything else as JSON.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value as JSON, on lines of its own where it holds others.
pub(crate) fn json_text(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => {
            serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
        }
        _ => value.to_string(),
    }
}

/// Whether a name says that its value is secret.
pub(crate) fn secret_by_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["secret", "password", "private_key", "privatekey", "token_value"].iter().any(|word| name.contains(word))
}

/// Whether the value of a key of a map is secret: it is listed, or its name says so where any are.
pub fn is_secret_key(listed: &[&str], key: &str) -> bool {
    listed.contains(&key) || (!listed.is_empty() && secret_by_name(key))
}

/// Whether a member is secret by its own name, or by that of one that it holds. A number or a yes is no
/// secret.
pub(crate) fn holds_secret(path: &str, value: &Value) -> bool {
    let name = path.rsplit('.').next().unwrap_or(path);
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
        Value::String(_) => secret_by_name(name),
        Value::Array(items) => items.iter().any(|item| holds_secret(name, item)),
        Value::Object(members) => {
            secret_by_name(name) || members.iter().any(|(name, value)| holds_secret(name, value))
        }
    }
}

/// Seconds since 1970 as a date and time in UTC; the number itself when it is no date.
pub fn date(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of any date fit, and a value out of range is no date"
    )]
    let stamp = jiff::Timestamp::from_millisecond((seconds * 1000.0) as i64);
    stamp.map_or_else(|_| seconds.to_string(), |stamp| stamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// The day of a point in time, in UTC: "2026-10-09".
pub fn day(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| seconds.to_string(), |stamp| stamp.strftime("%Y-%m-%d").to_string())
}

/// How long ago a point in time is: "3 days", "5 hours", "just now".
pub fn age(seconds: i64) -> String {
    let units = [(365 * 86_400, "year"), (86_400, "day"), (3600, "hour"), (60, "minute")];
    match units.into_iter().find(|(of_unit, _)| seconds >= *of_unit) {
        Some((of_unit, unit)) if seconds / of_unit == 1 => format!("1 {unit}"),
        Some((of_unit, unit)) => format!("{} {unit}s", seconds / of_unit),
        None => "just now".to_owned(),
    }
}

/// How far off an end is, in short: "7 y", "20 d", "expired".
pub fn until_short(seconds: i64) -> String {
    match seconds {
        ..=0 => "expired".to_owned(),
        1..=86_399 => format!("{} h", seconds / 3600),
        86_400..=63_071_999 => format!("{} d", seconds / 86_400),
        _ => format!("{} y", seconds / (365 * 86_400)),
    }
}

/// How far off the end of something is: "expired 3 days ago", "in 20 days", "in 5 years".
pub fn until(seconds: i64) -> String {
    let far = age(seconds.abs());
    match seconds {
        ..=0 => format!("expired {far} ago").replace("just now ago", "just now"),
        _ if far == "just now" => "in less than a minute".to_owned(),
        _ => format!("in {far}"),
    }
}

/// How long before its end something is worth a warning, in seconds: 30 days.
pub const SOON: i64 = 30 * 86_400;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_utc() {
        assert_eq!(date(1_760_000_000.123), "2025-10-09 08:53:20 UTC");
    }

    #[test]
    fn an_age_is_told_in_its_largest_unit() {
        let ages = [
            (5, "just now"),
            (60, "1 minute"),
            (7200, "2 hours"),
            (86_400 * 364, "364 days"),
            (86_400 * 800, "2 years"),
        ];
        for (seconds, words) in ages {
            assert_eq!(age(seconds), words);
        }
    }
}
