//! What a change that waits for its confirmation does to findings: to those of the changed resource, and to
//! those of others whose checks look at it.

use crate::app::App;
use crate::app::change::confirm::{Advice, Confirm, FindingChange};
use crate::app::change::write::{Stage, Write};
use crate::app::requests::DialogId;
use crate::message::Effect;
use crate::resource::finding::{Evidence, Known};
use crate::resource::{Document, Finding, Key, ListKey, ValidationContext, WriteOperation};

/// The effect of a change on a finding of other resources.
#[derive(Debug, PartialEq, Eq)]
pub struct FindingElsewhere {
    pub change: FindingChange,
    pub finding: &'static Finding,
    /// Each with its kind: "app client web".
    pub resources: Vec<String>,
}

/// The part of a question that depends on what is read meanwhile.
#[derive(PartialEq)]
struct Question {
    dialog: DialogId,
    advice: Advice,
    elsewhere: Vec<FindingElsewhere>,
}

/// What is known after a write as it was asked for.
#[derive(Debug)]
struct AfterWrite<'a> {
    known: &'a dyn Known,
    key: &'a Key,
    document: Option<&'a Document>,
    list: ListKey,
    rows: Option<Vec<Document>>,
}

impl<'a> AfterWrite<'a> {
    fn new(write: &'a Write, known: &'a dyn Known) -> Self {
        let (key, list) = (&write.key, write.key.list());
        let mut rows = known.whole_list(&list).map(<[Document]>::to_vec);
        match (write.operation, &mut rows) {
            (WriteOperation::Create, Some(rows)) => {
                let mut row = write.edited.clone();
                row.set(key.kind.id_path, Some(key.id.as_str().into()));
                rows.push(row);
            }
            (WriteOperation::Delete, Some(rows)) => {
                rows.retain(|row| row.text(key.kind.id_path) != Some(key.id.as_str()));
            }
            _ => {}
        }
        let document = (write.operation != WriteOperation::Delete).then_some(&write.edited);
        Self { known, key, document, list, rows }
    }
}

impl Known for AfterWrite<'_> {
    fn document(&self, key: &Key) -> Option<&Document> {
        if key == self.key { self.document } else { self.known.document(key) }
    }

    fn whole_list(&self, list: &ListKey) -> Option<&[Document]> {
        if *list == self.list { self.rows.as_deref() } else { self.known.whole_list(list) }
    }

    fn is_absent(&self, key: &Key) -> bool {
        key != self.key && self.known.is_absent(key)
    }
}

impl App {
    /// The findings of other resources that a change adds or removes, as far as that can be told by what was
    /// read: those of an app client whose secret is deleted, for one.
    pub fn findings_elsewhere(&self, write: &Write) -> Vec<FindingElsewhere> {
        let looks_at = |evidence: Evidence| evidence.kinds.iter().any(|kind| kind() == write.key.kind);
        let looking = |key: &Key| key.kind.checks.findings.iter().filter_map(|it| it.evidence).any(looks_at);
        let others = self.totals.resources().filter(|(key, _)| **key != write.key && looking(key));
        let mut others: Vec<_> = others.collect();
        others.sort_by_cached_key(|(key, checked)| (key.kind.id, checked.name.to_lowercase(), key.way()));
        let after = AfterWrite::new(write, &self.cache);
        let mut found: Vec<FindingElsewhere> = Vec::new();
        for (key, checked) in others {
            let Some((document, before)) = self.checked(key) else { continue };
            let after = ValidationContext { known: Some(&after), ..before };
            let all = key.kind.checks.findings.iter().filter(|it| it.evidence.is_some_and(looks_at));
            for finding in all {
                let told = [&before, &after].iter().all(|context| finding.can_be_told(document, context));
                let applies = |context| told && (finding.applies)(document, context);
                let change = match (applies(&before), applies(&after)) {
                    (false, true) => FindingChange::Adds,
                    (true, false) => FindingChange::Removes,
                    _ => continue,
                };
                let resource = format!("{} {}", key.kind.name, checked.name);
                let same = found.iter_mut().find(|it| (it.change, it.finding) == (change, finding));
                match same {
                    Some(same) => same.resources.push(resource),
                    None => found.push(FindingElsewhere { change, finding, resources: vec![resource] }),
                }
            }
        }
        found.sort_by_key(|it| std::cmp::Reverse(it.finding.severity));
        found
    }

    /// Handles a reply. A question that says something else by it has to be read again.
    pub(crate) fn with_questions(&mut self, handle: impl FnOnce(&mut Self) -> Vec<Effect>) -> Vec<Effect> {
        let before = self.questions();
        let effects = handle(self);
        let now = if before.is_empty() { Vec::new() } else { self.questions() };
        for question in now.iter().filter(|question| !before.contains(question)) {
            self.dialogs.has_changed(question.dialog);
        }
        effects
    }

    /// What the questions say that wait for a yes or no.
    fn questions(&self) -> Vec<Question> {
        let waits = |open: &Confirm| matches!(open.write.stage, Stage::Review);
        let asked = self.dialogs.confirmations().filter(|(_, open)| waits(open));
        let question = |(dialog, open): (DialogId, &Confirm)| Question {
            dialog,
            advice: open.advice(&self.validation_context()),
            elsewhere: self.findings_elsewhere(&open.write),
        };
        asked.map(question).collect()
    }
}
