//! The findings of what was read: for lists, for the rows of details, and for the key that fixes one.

use std::collections::HashMap;

use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::list::List;
use crate::app::screen::{Body, Screen};
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::display::detail_rows::DetailRow;
use crate::resource::finding::{findings, findings_once};
use crate::resource::{Document, Finding, Fix, Key, Risk, Severity, ValidationContext};

/// The findings of everything that was read; kept up to date with every read.
#[derive(Debug, Default)]
pub struct Totals {
    of: HashMap<Key, CheckedResource>,
    counts: [usize; Severity::WORST_FIRST.len()],
    /// True if the findings differ from those that were listed last.
    is_unlisted: bool,
}

/// What the checks of a resource found when it was last read.
#[derive(Debug)]
pub struct CheckedResource {
    /// The name of the resource, or its id where it has none.
    pub name: String,
    pub risk: Risk,
    /// The findings without those that are told at its companion, worst first.
    pub found: Vec<&'static Finding>,
}

impl Totals {
    /// The severities that were found with their numbers, worst first.
    pub fn counts(&self) -> impl Iterator<Item = (Severity, usize)> {
        Severity::WORST_FIRST.into_iter().zip(self.counts).filter(|(_, count)| *count > 0)
    }

    /// Number of the resources that were read and have checks.
    pub fn read(&self) -> usize {
        self.of.len()
    }

    /// The findings of a resource in numbers when it was last read.
    pub fn get(&self, key: &Key) -> Option<&Risk> {
        self.of.get(key).map(|checked| &checked.risk)
    }

    /// The resources that were read and have checks, in no order.
    pub fn resources(&self) -> impl Iterator<Item = (&Key, &CheckedResource)> {
        self.of.iter()
    }

    /// True if the findings changed since the last time this was asked.
    pub(crate) const fn take_unlisted(&mut self) -> bool {
        std::mem::replace(&mut self.is_unlisted, false)
    }

    fn set(&mut self, key: &Key, checked: Option<CheckedResource>) {
        let number = |checked: Option<&CheckedResource>, severity: Severity| {
            let found = checked.map(|checked| checked.found.as_slice()).unwrap_or_default();
            found.iter().filter(|finding| finding.severity == severity).count()
        };
        let now = Severity::WORST_FIRST.map(|severity| number(checked.as_ref(), severity));
        let old = match checked {
            Some(checked) => self.of.insert(key.clone(), checked),
            None => self.of.remove(key),
        };
        for (at, severity) in Severity::WORST_FIRST.into_iter().enumerate() {
            self.counts[at] = (self.counts[at] + now[at]).saturating_sub(number(old.as_ref(), severity));
        }
        self.is_unlisted = true;
    }
}

impl App {
    /// Checks a resource anew, and those whose checks need it.
    pub(crate) fn recount(&mut self, key: &Key) {
        let is_beside = |other: &&Key| other.companion().as_ref() == Some(key);
        let beside: Vec<_> = self.totals.of.keys().filter(is_beside).cloned().collect();
        for other in &beside {
            // A document with secrets is forgotten, but not what was found in it.
            if let Some(checked) = self.check(other) {
                self.totals.set(other, Some(checked));
            }
        }
        let checked = self.check(key).filter(|_| !key.kind.checks.findings.is_empty());
        self.totals.set(key, checked);
        // Findings may be what rows are sorted by.
        self.screens.iter_mut().flat_map(Screen::lists_mut).for_each(List::resort);
    }

    fn check(&self, key: &Key) -> Option<CheckedResource> {
        let (document, context) = self.checked(key)?;
        Some(CheckedResource {
            name: key.kind.name_of(document).unwrap_or(&key.id).to_owned(),
            risk: Risk::of(key.kind, document, &context),
            found: findings_once(key.kind, document, &context),
        })
    }

    /// The findings of a resource by its document as last read, worst first; `None` if it was not read.
    pub fn findings(&self, key: &Key) -> Option<Vec<&'static Finding>> {
        self.checked(key).map(|(document, context)| findings(key.kind, document, &context))
    }

    /// The findings of a resource in numbers; `None` if its document was not read.
    pub fn risk(&self, key: &Key) -> Option<Risk> {
        self.checked(key).map(|(document, context)| Risk::of(key.kind, document, &context))
    }

    fn checked(&self, key: &Key) -> Option<(&Document, ValidationContext<'_>)> {
        let document = self.cache.get(key)?;
        let companion = key.companion().and_then(|companion| self.cache.get(&companion));
        Some((document, ValidationContext { companion, now: self.now, ..ValidationContext::default() }))
    }

    /// The findings at the chosen row, worst first: of the details, or the one that a row of the findings is.
    pub fn chosen_findings(&self) -> Vec<&'static Finding> {
        let details = match self.screen().body() {
            Body::Details(details) => details,
            Body::List(_) => {
                return self.chosen_row_finding().map(|(_, finding)| finding).into_iter().collect();
            }
        };
        let (Some(section), Some(row)) = (details.section(), details.chosen()) else { return Vec::new() };
        let mut found = self.findings(&section.key).unwrap_or_default();
        found.retain(|finding| is_at(finding, row));
        found
    }

    /// Fixes the worst finding at the chosen row: by an edit, in the form, or by saying where it is fixed.
    pub(crate) fn fix_finding(&mut self) -> Vec<Effect> {
        if self.list().is_some() {
            return self.fix_listed();
        }
        let found = self.chosen_findings();
        let fixable = found.iter().find(|finding| !matches!(finding.fix, Fix::Elsewhere(_)));
        match (fixable, found.first().map(|finding| finding.fix)) {
            (Some(finding), _) => self.prepare(Intent::Fix(finding)),
            (None, Some(fix)) => {
                self.say(Tone::Plain, fix.advice().unwrap_or_default());
                vec![]
            }
            (None, None) => vec![],
        }
    }
}

/// True if a row of details is the one that shows a finding: the first row of its setting.
pub fn is_at(finding: &Finding, row: &DetailRow) -> bool {
    row.begins_setting(finding.path)
}
