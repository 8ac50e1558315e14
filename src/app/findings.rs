//! The findings of what was read: for lists, for the rows of details, and for the key that fixes one.

use std::collections::HashMap;

use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::list::List;
use crate::app::screen::{Body, Screen};
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::display::detail_rows::{DetailRow, FieldStep};
use crate::resource::finding::findings;
use crate::resource::{Document, Finding, Fix, Key, Risk, Severity, ValidationContext};

/// The findings of everything that was read, in numbers; kept up to date with every read.
#[derive(Debug, Default)]
pub struct Totals {
    of: HashMap<Key, Risk>,
    counts: [usize; Severity::WORST_FIRST.len()],
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

    /// The findings of a resource when it was last read.
    pub fn get(&self, key: &Key) -> Option<&Risk> {
        self.of.get(key)
    }

    fn set(&mut self, key: &Key, risk: Option<Risk>) {
        let old = match risk {
            Some(risk) => self.of.insert(key.clone(), risk),
            None => self.of.remove(key),
        };
        for (at, severity) in Severity::WORST_FIRST.into_iter().enumerate() {
            let of = |risk: Option<Risk>| {
                let mut counts = risk.iter().flat_map(Risk::counts);
                counts.find(|(other, _)| *other == severity).map_or(0, |(_, count)| count)
            };
            self.counts[at] = (self.counts[at] + of(risk)).saturating_sub(of(old));
        }
    }
}

impl App {
    /// Counts the findings of a resource anew, and those of the one whose checks need it.
    pub(crate) fn recount(&mut self, key: &Key) {
        let of_companion =
            self.totals.of.keys().find(|other| other.companion().as_ref() == Some(key)).cloned();
        for key in of_companion.iter().chain([key]) {
            let risk = self.risk(key).filter(|_| !key.kind.checks.findings.is_empty());
            self.totals.set(key, risk);
        }
        // Findings may be what rows are sorted by.
        self.screens.iter_mut().flat_map(Screen::lists_mut).for_each(List::resort);
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

    /// The findings at the chosen row of the details, worst first.
    pub fn chosen_findings(&self) -> Vec<&'static Finding> {
        let Body::Details(details) = self.screen().body() else { return Vec::new() };
        let (Some(section), Some(row)) = (details.section(), details.chosen()) else { return Vec::new() };
        let mut found = self.findings(&section.key).unwrap_or_default();
        found.retain(|finding| is_at(finding, row));
        found
    }

    /// Fixes the worst finding at the chosen row: by an edit, in the form, or by saying where it is fixed.
    pub(crate) fn fix_finding(&mut self) -> Vec<Effect> {
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
    matches!(row.path.as_slice(), [FieldStep::Field(path)] if *path == finding.path && !row.label.is_empty())
}
