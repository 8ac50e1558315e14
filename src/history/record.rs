//! The two lines of a write: the record, which is written before the request goes out, and its ending.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::history::masking::{is_withheld, without_secrets};
use crate::resource::diff::SettingPath;
use crate::resource::tables::ALL;
use crate::resource::{Change, Document, Field, Key, Kind, WriteOperation, changes};

/// Version of the format of the lines. Lines of a later one are left alone.
pub const VERSION: u32 = 1;

/// One line of the history's file.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "lowercase")]
pub enum HistoryLine {
    Sent(Box<Record>),
    Ended(Box<Ending>),
    /// A write that was not sent, in the file of the drafts.
    Draft(Box<Record>),
}

/// A write, as recorded before its request goes out.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Record {
    pub v: u32,
    pub id: String,
    /// The time in UTC: "2026-11-26T10:00:00Z".
    pub at: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// AWS's name of the operation: "`UpdateIdentityPool`".
    pub operation: String,
    /// "create", "update" or "delete".
    pub write: String,
    /// The kind of resource: "`IdentityPool`".
    pub kind: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parents: Vec<String>,
    /// Id of the resource; empty for a new one until AWS has given it one.
    pub target: String,
    pub name: String,
    /// The type of a new resource, where its kind has several.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub resource_type: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<RecordedChange>,
    /// The body of the request; placeholders such as `<client_secret>` stand for what may not be recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Value>,
    /// The deleted resource, without what may not be recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Value>,
    /// Paths of the members that the document lacks because they may not be recorded.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
    /// Id of the entry whose change this write takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverts: Option<String>,
    /// Names the bulk change that the write is part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bulk: Option<String>,
}

/// One changed setting. A value that was absent is absent here too; a null is a null.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RecordedChange {
    /// The setting as the screen names it.
    pub setting: String,
    pub path: String,
    /// The key, where the setting is one entry of a map.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub before: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
    pub after: Option<Value>,
    /// The values are not recorded: one of them is secret, or too long.
    #[serde(default, skip_serializing_if = "is_false")]
    pub withheld: bool,
    /// The outermost structure around the setting that the change has made, because it was absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<String>,
    /// The same, because it was null.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null: Option<String>,
}

/// The outcome of a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RecordedOutcome {
    /// AWS accepted it, and the resource was read since.
    Applied,
    /// AWS refused it, or it was not sent: nothing changed.
    Refused,
    /// It failed, or AWS accepted it and did not do all of it.
    Failed,
    /// It may have been applied.
    Unknown,
}

/// What became of a write, as recorded after its verdict. The last one of a record counts.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Ending {
    pub v: u32,
    /// Id of the record.
    pub id: String,
    pub at: String,
    pub outcome: RecordedOutcome,
    /// Id of a new resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The verdict in a sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// Settings that are not as asked: from the asked to the actual value.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<RecordedChange>,
    /// Settings that changed unasked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<RecordedChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// AWS's id of the request that wrote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(value: &bool) -> bool {
    !*value
}

/// The words for the three ways to write.
const WRITES: [(&str, WriteOperation); 3] = [
    ("create", WriteOperation::Create),
    ("update", WriteOperation::Update),
    ("delete", WriteOperation::Delete),
];

impl Record {
    /// What the write of a resource from one document to another is, apart from who makes it and when.
    pub fn of(operation: WriteOperation, key: &Key, name: &str, before: &Document, after: &Document) -> Self {
        let kind = key.kind;
        let (document, withheld) = match operation {
            WriteOperation::Delete => {
                let (document, withheld) = without_secrets(kind, before);
                (Some(document.into_value()), withheld)
            }
            WriteOperation::Create | WriteOperation::Update => (None, Vec::new()),
        };
        let changes = match operation {
            WriteOperation::Delete => Vec::new(),
            WriteOperation::Create | WriteOperation::Update => changes(before, after, kind),
        };
        let word = WRITES.into_iter().find(|(_, write)| *write == operation).map_or("", |(word, _)| word);
        Self {
            v: VERSION,
            operation: kind.operation(operation).unwrap_or_default().to_owned(),
            write: word.to_owned(),
            kind: format!("{:?}", kind.id),
            parents: key.parents.clone(),
            target: key.id.clone(),
            name: name.to_owned(),
            changes: changes.iter().map(|change| RecordedChange::of(change, before, kind)).collect(),
            document,
            withheld,
            ..Self::default()
        }
    }

    pub fn write_operation(&self) -> Option<WriteOperation> {
        WRITES.into_iter().find(|(word, _)| *word == self.write).map(|(_, write)| write)
    }

    /// The resource that was written; `None` for a kind that this build does not know.
    pub fn key(&self) -> Option<Key> {
        let kind = ALL.into_iter().find(|kind| format!("{:?}", kind.id) == self.kind)?;
        Some(Key { kind, parents: self.parents.clone(), id: self.target.clone() })
    }
}

impl RecordedChange {
    /// The change as it is recorded. `before` is the document before the change.
    pub fn of(change: &Change, before: &Document, kind: &Kind) -> Self {
        let SettingPath { path, key } = &change.place;
        let hidden = |value: &Option<Value>| {
            value.as_ref().is_some_and(|value| is_withheld(kind, path, key.as_deref(), value))
        };
        let withheld = hidden(&change.before) || hidden(&change.after);
        let made = outermost_made(before, path, key.is_some()).filter(|_| change.before.is_none());
        let is_null = made.is_some_and(|made| before.get(made).is_some());
        let made = made.map(str::to_owned);
        let (absent, null) = if is_null { (None, made) } else { (made, None) };
        let kept = |value: &Option<Value>| value.clone().filter(|_| !withheld);
        Self {
            setting: change.label(),
            path: path.clone(),
            key: key.clone(),
            before: kept(&change.before),
            after: kept(&change.after),
            withheld,
            absent,
            null,
        }
    }

    pub fn place(&self) -> SettingPath {
        SettingPath { path: self.path.clone(), key: self.key.clone() }
    }

    /// The change as the rest of the program knows changes.
    pub fn change(&self, kind: &'static Kind) -> Change {
        let field: Option<&'static Field> = kind.field(&self.path);
        Change { place: self.place(), field, before: self.before.clone(), after: self.after.clone() }
    }
}

/// The outermost structure on the way to a setting that a document lacks or has as null; a map is on the way
/// to its entries.
fn outermost_made<'a>(document: &Document, path: &'a str, is_entry: bool) -> Option<&'a str> {
    let parents = path.match_indices('.').map(|(at, _)| &path[..at]);
    let mut way = parents.chain(is_entry.then_some(path));
    way.find(|parent| document.get(parent).is_none_or(Value::is_null))
}

impl RecordedOutcome {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl HistoryLine {
    pub fn id(&self) -> &str {
        match self {
            Self::Sent(record) | Self::Draft(record) => &record.id,
            Self::Ended(ending) => &ending.id,
        }
    }

    /// The line as it stands in the file, without its end.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// `None` where a line is torn, of another program, or of a later version.
    pub fn parse(text: &str) -> Option<Self> {
        let line: Self = serde_json::from_str(text).ok()?;
        let version = match &line {
            Self::Sent(record) | Self::Draft(record) => record.v,
            Self::Ended(ending) => ending.v,
        };
        (version == VERSION).then_some(line)
    }
}

/// Prints no name and no value, because effects are logged.
impl fmt::Debug for HistoryLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sent(record) => write!(f, "Sent({} {})", record.id, record.operation),
            Self::Ended(ending) => write!(f, "Ended({} {:?})", ending.id, ending.outcome),
            Self::Draft(record) => write!(f, "Draft({} {})", record.id, record.operation),
        }
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Record({} {})", self.id, self.operation)
    }
}

impl fmt::Debug for RecordedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RecordedChange({})", self.path)
    }
}

impl fmt::Debug for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ending({} {:?})", self.id, self.outcome)
    }
}

/// Seconds since 1970 as the history writes a time: "2026-11-26T10:00:00Z".
pub fn time(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |stamp| stamp.to_string())
}

/// Seconds since 1970 of a time in the history.
pub fn seconds(time: &str) -> Option<i64> {
    time.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::IDENTITY_POOL;

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn line() -> HistoryLine {
        let before = document(json!({"IdentityPoolId": "1", "AllowClassicFlow": null}));
        let after = document(json!({"IdentityPoolId": "1", "IdentityPoolTags": {"team": "web"}}));
        let key = Key::top(&IDENTITY_POOL, "1");
        let record = Record::of(WriteOperation::Update, &key, "shop", &before, &after);
        let record = Record { id: "a-1".to_owned(), at: time(1_760_000_000), ..record };
        HistoryLine::Sent(Box::new(record))
    }

    #[test]
    fn a_line_is_a_json_document_that_tells_absent_from_null() {
        let text = line().to_json();
        assert_eq!(
            serde_json::from_str::<Value>(&text).expect("a JSON document"),
            json!({"state": "sent", "v": 1, "id": "a-1", "at": "2025-10-09T08:53:20Z",
            "operation": "UpdateIdentityPool", "write": "update", "kind": "IdentityPool", "target": "1",
            "name": "shop", "changes": [
                {"setting": "Classic flow", "path": "AllowClassicFlow", "before": null},
                {"setting": "Tags › team", "path": "IdentityPoolTags", "key": "team", "after": "web",
                    "absent": "IdentityPoolTags"},
            ]})
        );
        assert!(HistoryLine::parse(&text) == Some(line()));
        assert_eq!(format!("{:?}", line()), "Sent(a-1 UpdateIdentityPool)");
    }

    #[test]
    fn a_line_of_a_later_version_a_torn_one_and_one_of_another_program_are_not_read() {
        let text = line().to_json();
        for odd in [text.replace("\"v\":1", "\"v\":2"), text[..text.len() / 2].to_owned(), "hello".to_owned()]
        {
            assert!(HistoryLine::parse(&odd).is_none(), "{odd}");
        }
        assert_eq!(seconds("2025-10-09T08:53:20Z"), Some(1_760_000_000));
    }
}
