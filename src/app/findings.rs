//! The findings of what was read: for lists, for the rows of details, and for the key that fixes one.

use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::Body;
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::display::detail_rows::{DetailRow, FieldStep};
use crate::resource::finding::findings;
use crate::resource::{Document, Finding, Fix, Key, Risk, ValidationContext};

impl App {
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
