//! The entries of the history: each record with its ending, and the document that shows an entry.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use crate::history::record::{Ending, HistoryLine, Record, RecordedChange, RecordedOutcome, seconds};
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::{Document, Key, Kind};

/// The states of edits that were not sent.
pub(super) const DRAFT: &str = "draft";
pub(super) const OPEN_DRAFT: &str = "open draft";

/// A write, and what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct HistoryEntry {
    pub record: Record,
    /// `None` while the write is under way, and for good if the program ended before it knew the outcome.
    pub ending: Option<Ending>,
    pub stage: EntryStage,
}

/// How far an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryStage {
    /// It was written, and the program that did so has nothing to add.
    Over,
    /// A program that still runs has sent it.
    UnderWay,
    /// It was not sent: the edits of a form.
    Draft,
    /// The edits of a form that another program still has open.
    OpenDraft,
}

/// The entries of the file's text, oldest first, and the number of lines that can't be read.
pub fn entries(text: &str) -> (Vec<HistoryEntry>, usize) {
    let mut found: Vec<HistoryEntry> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut unreadable = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        match HistoryLine::parse(line) {
            Some(HistoryLine::Sent(record)) => {
                places.insert(record.id.clone(), found.len());
                found.push(HistoryEntry { record: *record, ending: None, stage: EntryStage::Over });
            }
            Some(HistoryLine::Ended(ending)) => {
                // The record may be in a file that is gone.
                if let Some(entry) = places.get(&ending.id).and_then(|at| found.get_mut(*at)) {
                    entry.ending = Some(*ending);
                }
            }
            Some(HistoryLine::Draft(record)) => {
                found.push(HistoryEntry { record: *record, ending: None, stage: EntryStage::Draft });
            }
            None => unreadable += 1,
        }
    }
    (found, unreadable)
}

impl HistoryEntry {
    pub fn outcome(&self) -> RecordedOutcome {
        self.ending.as_ref().map_or(RecordedOutcome::Unknown, |ending| ending.outcome)
    }

    /// True if it was not sent.
    pub const fn is_draft(&self) -> bool {
        matches!(self.stage, EntryStage::Draft | EntryStage::OpenDraft)
    }

    /// What became of it, in a word or two.
    pub fn state(&self) -> &'static str {
        match self.stage {
            EntryStage::Over => self.outcome().as_str(),
            EntryStage::UnderWay => "under way",
            EntryStage::Draft => DRAFT,
            EntryStage::OpenDraft => OPEN_DRAFT,
        }
    }

    /// The record under the id that AWS gave a new resource.
    pub fn written(&self) -> Record {
        let target = self.ending.as_ref().and_then(|ending| ending.target.clone());
        let target = target.unwrap_or_else(|| self.record.target.clone());
        Record { target, ..self.record.clone() }
    }

    /// Time of the record, in seconds since 1970.
    pub fn time(&self) -> i64 {
        seconds(&self.record.at).unwrap_or_default()
    }

    /// The entry as a document of the history's table.
    pub fn document(&self) -> Document {
        let record = self.written();
        let key = record.key();
        let kind = key.as_ref().map(|key| key.kind);
        let mut document = Document::default();
        let mut put = |name: &str, value: Value| document.set(name, Some(value));
        put("Id", json!(record.id));
        put("Time", json!(self.time()));
        put("Operation", json!(record.operation));
        put("Name", json!(record.name));
        put("Outcome", json!(self.state()));
        put("Resource", json!(key.as_ref().map_or_else(|| record.kind.clone(), Key::way)));
        let optional = [
            ("Caller", &record.caller),
            ("Account", &record.account),
            ("Region", &record.region),
            ("Profile", &record.profile),
            ("Endpoint", &record.endpoint),
            ("Reverts", &record.reverts),
            ("Bulk", &record.bulk),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                put(name, json!(value));
            }
        }
        put("Changes", changes(&record.changes, kind));
        if let Some(time) = self.ending.as_ref().and_then(|ending| seconds(&ending.at)) {
            put("Ended", json!(time));
        }
        match &self.ending {
            None => {
                put(
                    "Verdict",
                    json!(match self.stage {
                        EntryStage::Over =>
                            "No outcome was recorded. Verify it: the resource tells what became of it.",
                        EntryStage::UnderWay => "Another cognitui has sent it, and waits for its outcome.",
                        EntryStage::Draft => "Not sent. The form of the resource offers these edits.",
                        EntryStage::OpenDraft => "Not sent. Another cognitui has the form open.",
                    }),
                );
            }
            Some(ending) => {
                for (name, value) in [
                    ("Verdict", &ending.verdict),
                    ("Error", &ending.error),
                    ("RequestId", &ending.request_id),
                ] {
                    if let Some(value) = value {
                        put(name, json!(value));
                    }
                }
                for (name, changes) in [("NotApplied", &ending.missing), ("Unasked", &ending.others)] {
                    let line =
                        |change: &RecordedChange| format!("{}: {}", change.setting, in_words(change, kind));
                    if !changes.is_empty() {
                        put(name, json!(changes.iter().map(line).collect::<Vec<_>>().join("\n")));
                    }
                }
            }
        }
        if !record.withheld.is_empty() {
            put("Withheld", json!(record.withheld));
        }
        if let Some(ending) = &self.ending {
            put("Ending", serde_json::to_value(ending).unwrap_or_default());
        }
        put("Line", serde_json::to_value(Record { request: None, ..record.clone() }).unwrap_or_default());
        if let Some(request) = record.request {
            put("Request", request);
        }
        document
    }

    /// The record in a document of the history's table.
    pub fn record_of(document: &Document) -> Option<Record> {
        let record: Record = serde_json::from_value(document.get("Line")?.clone()).ok()?;
        Some(Record { request: document.get("Request").cloned(), ..record })
    }

    /// All that is recorded in a document of the history's table: the record, with its outcome as `ended`.
    pub fn recorded(document: &Document) -> Value {
        let mut recorded = document.get("Line").cloned().unwrap_or_default();
        for (name, member) in [("request", "Request"), ("ended", "Ending")] {
            if let (Value::Object(members), Some(value)) = (&mut recorded, document.get(member)) {
                members.insert(name.to_owned(), value.clone());
            }
        }
        recorded
    }

    /// The draft in a document of the history's table, and true if another program has it open.
    pub fn draft_of(document: &Document) -> Option<(Record, bool)> {
        let state = document.text("Outcome").filter(|state| [DRAFT, OPEN_DRAFT].contains(state))?;
        Some((Self::record_of(document)?, state == OPEN_DRAFT))
    }
}

/// The changes by setting: "blocked → allowed".
fn changes(changes: &[RecordedChange], kind: Option<&'static Kind>) -> Value {
    let mut shown = Map::new();
    for change in changes {
        // No two settings of one write have the same label but by chance.
        let label = if shown.contains_key(&change.setting) { &change.path } else { &change.setting };
        shown.insert(label.clone(), json!(in_words(change, kind)));
    }
    Value::Object(shown)
}

/// A change in one line.
pub fn in_words(change: &RecordedChange, kind: Option<&'static Kind>) -> String {
    if change.withheld {
        return "changed (the values are not recorded)".to_owned();
    }
    let Some(kind) = kind else {
        let text = |value: &Option<Value>| value.as_ref().map_or_else(|| "—".to_owned(), Value::to_string);
        return format!("{} → {}", text(&change.before), text(&change.after));
    };
    let line = |line: ChangeLine| match line {
        ChangeLine::Turns(before, after) => format!("{} → {}", before.text(false), after.text(false)),
        ChangeLine::Member(label, before, after) => {
            format!("{label}: {} → {}", before.text(false), after.text(false))
        }
        ChangeLine::Gone(text) => format!("- {text}"),
        ChangeLine::Added(text) => format!("+ {text}"),
        ChangeLine::Moved(place, text) => format!("{text} moves to place {place}"),
    };
    change_lines(&change.change(kind), 0).into_iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::record::time;
    use crate::resource::WriteOperation;
    use crate::resource::tables::IDENTITY_POOL;

    fn sent(id: &str) -> HistoryLine {
        let pool = |classic: bool| {
            Document::from_value(json!({"IdentityPoolId": "1", "AllowClassicFlow": classic}))
                .expect("an object")
        };
        let key = Key::top(&IDENTITY_POOL, "1");
        let record = Record::of(WriteOperation::Update, &key, "shop", &pool(true), &pool(false));
        HistoryLine::Sent(Box::new(Record { id: id.to_owned(), at: time(60), ..record }))
    }

    fn ended(id: &str, outcome: RecordedOutcome) -> HistoryLine {
        HistoryLine::Ended(Box::new(Ending {
            v: 1,
            id: id.to_owned(),
            at: time(61),
            outcome,
            target: None,
            verdict: Some("1 setting changed, 0 others".to_owned()),
            missing: vec![],
            others: vec![],
            error: None,
            request_id: Some("r-1".to_owned()),
        }))
    }

    #[test]
    fn a_record_has_the_last_of_its_endings_and_is_unknown_without_one() {
        let lines = [
            sent("a"),
            sent("b"),
            ended("a", RecordedOutcome::Unknown),
            ended("gone", RecordedOutcome::Applied),
            ended("a", RecordedOutcome::Applied),
        ];
        let text = lines.iter().map(|line| line.to_json() + "\n").collect::<String>();
        let (found, unreadable) = entries(&format!("{text}{{\"torn\nnot ours\n"));
        let outcomes: Vec<_> =
            found.iter().map(|entry| (entry.record.id.as_str(), entry.outcome())).collect();
        assert_eq!(outcomes, [("a", RecordedOutcome::Applied), ("b", RecordedOutcome::Unknown)]);
        assert_eq!(unreadable, 2);
    }

    #[test]
    fn an_entry_reads_as_a_document_and_its_record_comes_back_from_there() {
        let text = sent("a").to_json() + "\n" + &ended("a", RecordedOutcome::Applied).to_json();
        let (found, _) = entries(&text);
        let document = found[0].document();
        assert_eq!(document.get("Changes"), Some(&json!({"Classic flow": "allowed → blocked"})));
        assert_eq!((document.text("Outcome"), document.text("RequestId")), (Some("applied"), Some("r-1")));
        assert_eq!(document.get("Time"), Some(&json!(60)));
        assert_eq!(HistoryEntry::record_of(&document), Some(found[0].record.clone()));
    }
}
