//! Values as text: by their field, as JSON, masked where they are secret, and points in time as ages.

use serde_json::Value;

pub use crate::resource::fact::{DisplayValue, MASK};
use crate::resource::field::{Field, FieldKind};
use crate::secret::Secret;

/// The sign for an absent value whose absence has no meaning of its own.
pub const ABSENT: &str = "—";

/// The text of a field's value: "allowed", "30", "2026-10-09 08:53:20 UTC", "—".
///
/// A value of an unexpected shape is shown as JSON: nothing that AWS sent is hidden.
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

/// The text of a value without a field: a string as it is, an empty value by name, everything else as JSON.
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

/// The value in a column: as with [`display`], but a list of strings is on one line.
pub fn in_column(field: &Field, value: Option<&Value>) -> DisplayValue {
    match value {
        Some(Value::Array(items)) if !items.is_empty() && items.iter().all(Value::is_string) => {
            DisplayValue::Text(items.iter().map(plain).collect::<Vec<_>>().join(", "))
        }
        Some(Value::Array(items)) if items.is_empty() && field.when_absent.is_some() => display(field, None),
        _ => display(field, value),
    }
}

/// A string as it is, everything else as JSON.
pub fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// A value as JSON, on several lines where it is a list or a structure.
pub(crate) fn json_text(value: &Value) -> String {
    match value {
        Value::Array(_) | Value::Object(_) => {
            serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
        }
        _ => value.to_string(),
    }
}

/// True if the name of a member says that the value is secret.
pub(crate) fn secret_by_name(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["secret", "password", "private_key", "privatekey", "token_value"].iter().any(|word| name.contains(word))
}

/// For a map in which a value is secret only if the name of its key says so.
pub const SECRET_BY_NAME: &[&str] = &["secret"];

/// True if the value of a map's key is secret: the table lists the key, or lists any and the key's name says
/// so.
pub fn is_secret_key(listed: &[&str], key: &str) -> bool {
    listed.contains(&key) || (!listed.is_empty() && secret_by_name(key))
}

/// True if a member is secret by its name, or contains one that is. Numbers and booleans are no secrets.
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

/// The value of a member that no table knows, as JSON; masked where it is secret or contains a secret.
pub(crate) fn unknown_value(path: &str, value: &Value) -> DisplayValue {
    if holds_secret(path, value) {
        DisplayValue::Secret(Secret::new(json_text(value)))
    } else {
        DisplayValue::Text(json_text(value))
    }
}

/// A value that no table knows as lines of words, one for each text in it: "Rules.1.Claim: a". Secrets are
/// masked.
pub(crate) fn unknown_words(path: &str, value: &Value) -> Vec<String> {
    fn walk(path: &str, value: &Value, masked: bool, found: &mut Vec<String>) {
        let name = path.rsplit('.').next().unwrap_or(path);
        let masked = masked || secret_by_name(name);
        match value {
            Value::Object(members) if !members.is_empty() => {
                for (name, value) in members {
                    let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    walk(&path, value, masked, found);
                }
            }
            Value::Array(items) if items.iter().any(|item| item.is_object() || item.is_array()) => {
                for (index, value) in items.iter().enumerate() {
                    walk(&format!("{path}.{}", index + 1), value, masked, found);
                }
            }
            Value::Array(items) if !items.is_empty() => {
                let words = if masked {
                    MASK.to_owned()
                } else {
                    items.iter().map(plain).collect::<Vec<_>>().join(", ")
                };
                found.push(format!("{path}: {words}"));
            }
            Value::String(text) if masked && !text.is_empty() => found.push(format!("{path}: {MASK}")),
            value => found.push(format!("{path}: {}", text_or_empty(value).text(false))),
        }
    }
    let mut found = Vec::new();
    walk(path, value, false, &mut found);
    found
}

/// Seconds since 1970 as a date and time in UTC; the number where it is out of range.
pub fn date(seconds: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds of any date fit, and a value out of range is no date"
    )]
    let stamp = jiff::Timestamp::from_millisecond((seconds * 1000.0) as i64);
    stamp.map_or_else(|_| seconds.to_string(), |stamp| stamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// Seconds since 1970 as a day in UTC: "2026-10-09".
pub fn day(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds)
        .map_or_else(|_| seconds.to_string(), |stamp| stamp.strftime("%Y-%m-%d").to_string())
}

/// A number of seconds as an age: "3 days", "5 hours", "just now".
pub fn age(seconds: i64) -> String {
    let units = [(365 * 86_400, "year"), (86_400, "day"), (3600, "hour"), (60, "minute")];
    match units.into_iter().find(|(of_unit, _)| seconds >= *of_unit) {
        Some((of_unit, unit)) if seconds / of_unit == 1 => format!("1 {unit}"),
        Some((of_unit, unit)) => format!("{} {unit}s", seconds / of_unit),
        None => "just now".to_owned(),
    }
}

/// The time left in short: "7 y", "20 d", "expired".
pub fn until_short(seconds: i64) -> String {
    match seconds {
        ..=0 => "expired".to_owned(),
        1..=86_399 => format!("{} h", seconds / 3600),
        86_400..=63_071_999 => format!("{} d", seconds / 86_400),
        _ => format!("{} y", seconds / (365 * 86_400)),
    }
}

/// The time left: "in 20 days", "in 5 years", "expired 3 days ago".
pub fn until(seconds: i64) -> String {
    let far = age(seconds.abs());
    match seconds {
        ..=0 => format!("expired {far} ago").replace("just now ago", "just now"),
        _ if far == "just now" => "in less than a minute".to_owned(),
        _ => format!("in {far}"),
    }
}

/// Ends within this many seconds get a warning: 30 days.
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
