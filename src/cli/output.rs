//! Data on stdout: JSON, YAML, a table or text, after a `JMESPath` query, as in the AWS CLI.

use std::collections::BTreeSet;
use std::io::{self, IsTerminal, Write};

use clap::{Args, ValueEnum};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value};
use unicode_width::UnicodeWidthStr;

use crate::cli::query::DataQuery;
use crate::error::AppError;
use crate::resource::cli_command::escaped_json;
use crate::visible::visible;

/// How a command prints what it found.
#[derive(Debug, Clone, Args)]
pub struct OutputOptions {
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "json")]
    pub output: DataFormat,

    /// Print only what this `JMESPath` expression selects
    #[arg(long, value_name = "JMESPATH")]
    pub query: Option<String>,

    /// Print secrets, in whose place placeholders are printed otherwise
    #[arg(long)]
    pub show_secrets: bool,
}

/// The formats of the AWS CLI.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DataFormat {
    /// JSON on several lines
    Json,
    /// YAML
    Yaml,
    /// Columns for people
    Table,
    /// Values separated by tabs, for grep and cut
    Text,
}

impl OutputOptions {
    /// Compiles the query, so that a wrong one is told before anything is read.
    ///
    /// # Errors
    /// If the expression is wrong.
    pub fn check(&self) -> Result<(), AppError> {
        self.query.as_deref().map_or(Ok(()), |query| DataQuery::compile(query).map(|_| ()))
    }

    /// Prints data. That nobody reads it is no error.
    ///
    /// # Errors
    /// If the query can't be applied, or stdout can't be written.
    pub fn print(&self, value: Value) -> Result<(), AppError> {
        let value = match &self.query {
            Some(query) => DataQuery::compile(query)?.select(value)?,
            None => value,
        };
        let text = self.output.render(&value);
        let is_terminal = io::stdout().is_terminal();
        let text =
            if is_terminal { text.split('\n').map(visible).collect::<Vec<_>>().join("\n") } else { text };
        write(&text)
    }
}

/// Writes text to stdout. A closed pipe is no error: whoever read it has read enough.
///
/// # Errors
/// If stdout can't be written.
pub fn write(text: &str) -> Result<(), AppError> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(AppError::new("The output can't be written").cause(error))
        }
        _ => Ok(()),
    }
}

impl DataFormat {
    /// A value as text, with a newline at its end.
    pub fn render(self, value: &Value) -> String {
        match self {
            Self::Json => escaped_json(value) + "\n",
            Self::Yaml => {
                let mut text = serde_saphyr::to_string(&Yaml(value)).unwrap_or_default();
                if !text.ends_with('\n') {
                    text.push('\n');
                }
                text
            }
            Self::Table => table(value),
            Self::Text => {
                let mut text = String::new();
                text_of(value, None, None, &mut text);
                text
            }
        }
    }
}

/// A value for a serializer that knows nothing of numbers of any length.
struct Yaml<'a>(&'a Value);

impl Serialize for Yaml<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Value::Null => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
                (Some(number), _, _) => serializer.serialize_i64(number),
                (_, Some(number), _) => serializer.serialize_u64(number),
                (_, _, Some(number)) => serializer.serialize_f64(number),
                _ => serializer.serialize_str(&number.to_string()),
            },
            Value::String(text) => serializer.serialize_str(text),
            Value::Array(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                items.iter().try_for_each(|item| list.serialize_element(&Yaml(item)))?;
                list.end()
            }
            Value::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                members.iter().try_for_each(|(name, value)| map.serialize_entry(name, &Yaml(value)))?;
                map.end()
            }
        }
    }
}

/// A scalar as the AWS CLI's text has it.
fn scalar(value: &Value) -> String {
    match value {
        Value::Null => "None".to_owned(),
        Value::Bool(true) => "True".to_owned(),
        Value::Bool(false) => "False".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

const fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Array(_) | Value::Object(_))
}

/// The AWS CLI's text: the values of a structure in the order of their names, separated by tabs; what is
/// inside follows in lines of its own that begin with the name.
fn text_of(value: &Value, name: Option<&str>, columns: Option<&BTreeSet<&str>>, text: &mut String) {
    match value {
        Value::Object(members) => text_of_members(members, name, columns, text),
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let objects = items.iter().filter_map(Value::as_object).flatten();
            let columns =
                objects.filter(|(_, value)| is_scalar(value)).map(|(name, _)| name.as_str()).collect();
            for item in items {
                text_of(item, name, Some(&columns), text);
            }
        }
        Value::Array(items) => {
            let (scalars, lists): (Vec<_>, Vec<_>) = items.iter().partition(|item| is_scalar(item));
            let scalars: Vec<_> = scalars.into_iter().map(scalar).collect();
            match name {
                Some(name) => {
                    let name = name.to_uppercase();
                    for item in scalars {
                        line(&[name.clone(), item], text);
                    }
                }
                None if scalars.is_empty() => {}
                None => line(&scalars, text),
            }
            for list in lists {
                text_of(list, name, None, text);
            }
        }
        value => line(&[scalar(value)], text),
    }
}

fn text_of_members(
    members: &Map<String, Value>,
    name: Option<&str>,
    columns: Option<&BTreeSet<&str>>,
    text: &mut String,
) {
    let own: BTreeSet<_> =
        members.iter().filter(|(_, value)| is_scalar(value)).map(|(name, _)| name.as_str()).collect();
    let columns = columns.unwrap_or(&own);
    let value_of = |column: &&str| members.get(*column).filter(|value| is_scalar(value));
    let scalars = columns.iter().map(|column| value_of(column).map(scalar).unwrap_or_default());
    let scalars: Vec<_> = name.map(str::to_uppercase).into_iter().chain(scalars).collect();
    if !columns.is_empty() {
        line(&scalars, text);
    }
    let mut inside: Vec<_> = members.iter().filter(|(_, value)| !is_scalar(value)).collect();
    inside.sort_by_key(|(name, _)| *name);
    for (name, value) in inside {
        text_of(value, Some(name), None, text);
    }
}

fn line(values: &[String], text: &mut String) {
    text.push_str(&values.join("\t"));
    text.push('\n');
}

/// A table with a frame: a row for each entry of a list, or for each member of a structure.
fn table(value: &Value) -> String {
    let rows: Vec<Vec<String>> = match value {
        Value::Array(items) if items.iter().any(Value::is_object) => {
            let mut columns: Vec<&String> = Vec::new();
            for name in items.iter().filter_map(Value::as_object).flat_map(Map::keys) {
                if !columns.contains(&name) {
                    columns.push(name);
                }
            }
            let value = |item: &Value, name: &String| item.get(name).map(cell).unwrap_or_default();
            let row = |item: &Value| columns.iter().map(|name| value(item, name)).collect();
            let head = columns.iter().map(|name| (*name).clone()).collect();
            [head].into_iter().chain(items.iter().map(row)).collect()
        }
        Value::Array(items) => items.iter().map(|item| vec![cell(item)]).collect(),
        Value::Object(members) => {
            let head = vec!["Member".to_owned(), "Value".to_owned()];
            let mut rows = vec![head];
            rows.extend(members.iter().map(|(name, value)| vec![name.clone(), cell(value)]));
            rows
        }
        value => vec![vec![cell(value)]],
    };
    framed(
        &rows,
        !matches!(value, Value::Array(items) if !items.iter().any(Value::is_object)) && !is_scalar(value),
    )
}

/// A value on one line; the inside of structures as JSON.
fn cell(value: &Value) -> String {
    let text = match value {
        Value::Array(items) if items.iter().all(is_scalar) => {
            items.iter().map(scalar).collect::<Vec<_>>().join(", ")
        }
        Value::Array(_) | Value::Object(_) => value.to_string(),
        value => scalar(value),
    };
    visible(&text).into_owned()
}

fn framed(rows: &[Vec<String>], has_head: bool) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<_> = (0..columns).map(|column| width(column).unwrap_or_default()).collect();
    let rule = widths.iter().map(|width| "-".repeat(width + 2)).collect::<Vec<_>>().join("+");
    let rule = format!("+{rule}+\n");
    let mut text = rule.clone();
    for (index, row) in rows.iter().enumerate() {
        for (cell, width) in row.iter().zip(&widths) {
            let padding = " ".repeat(width.saturating_sub(cell.width()));
            text.extend(["| ", cell, &padding, " "]);
        }
        text.push_str("|\n");
        if has_head && index == 0 {
            text.push_str(&rule);
        }
    }
    if rows.len() > usize::from(has_head) {
        text.push_str(&rule);
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn client() -> Value {
        json!({"ClientName": "web", "CallbackURLs": ["https://a.example", "app://x"], "Revoked": true,
            "Units": {"AccessToken": "hours"}, "RefreshTokenValidity": 30, "CreationDate": 1_760_000_000.123})
    }

    #[test]
    fn yaml_says_the_same_as_json_and_quotes_what_would_be_read_as_another_type() {
        let value = json!({"Name": "yes", "Version": "1.0", "Size": 3, "Half": 0.5, "None": null, "Empty": [],
            "Nothing": {}, "List": ["a: b", "- c"], "Lines": "one\ntwo\n",
            "Big": 18_446_744_073_709_551_615_u64});
        let text = DataFormat::Yaml.render(&value);
        assert_eq!(
            text,
            "Name: \"yes\"\nVersion: \"1.0\"\nSize: 3\nHalf: 0.5\nNone: null\nEmpty: []\nNothing: {}\n\
             List:\n- \"a: b\"\n- \"- c\"\nLines: |\n  one\n  two\nBig: 18446744073709551615\n"
        );
        assert_eq!(DataFormat::Yaml.render(&json!("web")), "web\n");
    }

    #[test]
    fn text_is_that_of_the_aws_cli() {
        assert_eq!(
            DataFormat::Text.render(&client()),
            "web\t1760000000.123\t30\tTrue\nCALLBACKURLS\thttps://a.example\nCALLBACKURLS\tapp://x\n\
             UNITS\thours\n"
        );
        let rows = json!([{"Id": "1", "Name": "shop"}, {"Id": "2", "Size": 3, "Tags": {"a": "b"}}]);
        assert_eq!(DataFormat::Text.render(&rows), "1\tshop\t\n2\t\t3\nTAGS\tb\n");
        assert_eq!(DataFormat::Text.render(&json!(["a", "b"])), "a\tb\n");
        assert_eq!(DataFormat::Text.render(&Value::Null), "None\n");
        assert_eq!(DataFormat::Text.render(&json!([])), "");
    }

    #[test]
    fn a_table_has_a_row_for_each_entry_and_a_column_for_each_member() {
        let rows = json!([{"Id": "1", "Name": "shop"}, {"Id": "22", "Tags": ["a", "b"]}]);
        let expected = "\
+----+------+------+
| Id | Name | Tags |
+----+------+------+
| 1  | shop |      |
| 22 |      | a, b |
+----+------+------+
";
        assert_eq!(DataFormat::Table.render(&rows), expected);
        assert_eq!(DataFormat::Table.render(&json!("web")), "+-----+\n| web |\n+-----+\n");
    }

    #[test]
    fn json_escapes_what_could_drive_a_terminal_and_means_the_same() {
        let value = json!({"Name": "a\u{1b}[2J\u{202e}\u{9b}"});
        let text = DataFormat::Json.render(&value);
        assert!(text.chars().all(|char| char == '\n' || (' '..='~').contains(&char)), "{text:?}");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), value);
    }
}
