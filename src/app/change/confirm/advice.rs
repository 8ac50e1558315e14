//! The advice in a confirmation: findings, known dependents, and the tool that manages the resource.

use crate::app::change::confirm::Confirm;
use crate::resource::finding::{Finding, Manager, findings, managed_by};
use crate::resource::{Dependent, Document, Key, Kind, ValidationContext, WriteOperation};

/// The effect of a change on a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingChange {
    /// The finding is there after the change only.
    Adds,
    /// The finding is there before and after the change.
    Keeps,
    /// The finding is there before the change only.
    Removes,
}

/// The part of the question that depends on the companion document, and on what was read of other resources.
#[derive(PartialEq)]
pub(crate) struct Advice {
    findings: Vec<(FindingChange, &'static str)>,
    dependents: Vec<(&'static str, Option<usize>)>,
    manager: Option<Manager>,
}

impl Confirm {
    /// The dependents that the documents tell about: their label, and their number if known.
    pub fn known_dependents(&self) -> impl Iterator<Item = (&'static str, Option<usize>)> {
        let companion = self.companion.ready();
        self.write.key.kind.deletion.dependents.iter().filter_map(move |dependent| match dependent {
            Dependent::Fact(label, number) => Some((*label, number(&self.write.base, companion))),
            Dependent::List(_) | Dependent::Referrers(_) => None,
        })
    }

    /// The findings of the resource, each with the change's effect on it: added ones first, each group by
    /// severity. `around` has what was read of other resources; a check for which that does not suffice,
    /// before or after the change, says nothing.
    pub fn findings(&self, around: &ValidationContext<'_>) -> Vec<(FindingChange, &'static Finding)> {
        let (kind, key) = (self.write.key.kind, Some(&self.write.key));
        let context = ValidationContext { companion: self.companion.ready(), key, ..*around };
        let (base, edited) = (&self.write.base, &self.write.edited);
        let (before, after) = match (self.write.operation, &self.completion) {
            (WriteOperation::Update, None) => told(kind, [base, edited], [context; 2]),
            (WriteOperation::Update, Some(second)) => {
                let [second_before, second_after] = second.documents();
                let key = Key { kind: second.kind, ..self.write.key.clone() };
                let own = (&self.write.key, [base, edited]);
                let second = (&key, [second_before, second_after]);
                let (mut before, mut after) = told_beside(own, second, around);
                let further = told_beside(second, own, around);
                before.extend(further.0);
                after.extend(further.1);
                (before, after)
            }
            (WriteOperation::Create, _) => {
                let mut settings = edited.clone();
                if let Some(completion) = &self.completion {
                    completion.share_with(&mut settings);
                }
                (Vec::new(), findings(kind, &settings, &context))
            }
            (WriteOperation::Delete, _) => return Vec::new(),
        };
        let was = |wanted: &Finding| before.contains(&wanted);
        let is = |wanted: &Finding| after.contains(&wanted);
        let added =
            after.iter().filter(|finding| !was(finding)).map(|finding| (FindingChange::Adds, *finding));
        let kept =
            after.iter().filter(|finding| was(finding)).map(|finding| (FindingChange::Keeps, *finding));
        let removed =
            before.iter().filter(|finding| !is(finding)).map(|finding| (FindingChange::Removes, *finding));
        added.chain(kept).chain(removed).collect()
    }

    /// The tool that manages the resource and may undo the change. A new resource is no tool's.
    pub fn managed_by(&self) -> Option<Manager> {
        let exists = self.write.operation != WriteOperation::Create;
        managed_by(self.write.key.kind, &self.write.base, self.companion.ready()).filter(|_| exists)
    }

    /// The part of the question that replies change.
    pub(crate) fn advice(&self, around: &ValidationContext<'_>) -> Advice {
        let findings =
            self.findings(around).into_iter().map(|(change, finding)| (change, finding.id)).collect();
        let dependents = match self.write.operation {
            WriteOperation::Delete => self.known_dependents().collect(),
            WriteOperation::Create | WriteOperation::Update => Vec::new(),
        };
        Advice { findings, dependents, manager: self.managed_by() }
    }
}

/// The findings of a document before and after a change. What can't be told of the other one is left out.
fn told(
    kind: &Kind,
    [before, after]: [&Document; 2],
    [around_before, around_after]: [ValidationContext<'_>; 2],
) -> (Vec<&'static Finding>, Vec<&'static Finding>) {
    let of = |document, context, other, around_other| {
        let mut found = findings(kind, document, context);
        found.retain(|finding| finding.can_be_told(other, around_other));
        found
    };
    (of(before, &around_before, after, &around_after), of(after, &around_after, before, &around_before))
}

/// The same for one of two documents that change together.
fn told_beside(
    (key, [before, after]): (&Key, [&Document; 2]),
    (other, [other_before, other_after]): (&Key, [&Document; 2]),
    around: &ValidationContext<'_>,
) -> (Vec<&'static Finding>, Vec<&'static Finding>) {
    let mut after = after.clone();
    for member in other.kind.related.shared_members {
        after.set(member, other_after.get(member).cloned());
    }
    let is_companion = key.kind.related.companion.is_some_and(|companion| companion.kind() == other.kind);
    let contexts = [other_before, other_after].map(|other| ValidationContext {
        companion: is_companion.then_some(other),
        key: Some(key),
        ..*around
    });
    told(key.kind, [before, &after], contexts)
}
