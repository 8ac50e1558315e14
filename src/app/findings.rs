//! The findings of what was read: for lists, for the rows of details, and for the key that fixes one.

mod confirmed;

use std::collections::HashMap;

use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::list::List;
use crate::app::screen::{Body, Screen};
use crate::app::{App, Tone};
use crate::config::Exception;
use crate::message::Effect;
use crate::resource::display::detail_rows::DetailRow;
use crate::resource::finding::{Known, Need, findings, path_of};
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
    /// The checks that could not be made, because what they need was not read.
    pub unchecked: Vec<&'static Finding>,
    /// The findings that an exception of the configuration accepts.
    pub accepted: Vec<(&'static Finding, Exception)>,
    /// The exceptions that accepted some of what was found, and have expired.
    pub expired: Vec<(&'static Finding, Exception)>,
}

/// What the checks of a resource say now.
struct Examination {
    /// Worst first.
    found: Vec<&'static Finding>,
    unchecked: Vec<&'static Finding>,
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

    /// What was found at a resource when it was last read, worst first.
    pub fn found(&self, key: &Key) -> Option<&[&'static Finding]> {
        self.of.get(key).map(|checked| checked.found.as_slice())
    }

    /// The resources that were read and have checks, in no order.
    pub fn resources(&self) -> impl Iterator<Item = (&Key, &CheckedResource)> {
        self.of.iter()
    }

    /// True if the findings changed since the last time this was asked.
    pub(crate) const fn take_unlisted(&mut self) -> bool {
        std::mem::replace(&mut self.is_unlisted, false)
    }

    /// Forgets a resource that no longer exists.
    pub(crate) fn remove(&mut self, key: &Key) {
        self.set(key, None);
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
        self.references.update(key, self.cache.document(key), self.now);
        self.recheck(|other| other.companion().as_ref() == Some(key));
        // A scan checks once more what it has read of a pool, when it has read all of it.
        if !self.audit.is_running() {
            self.recheck_needing(|need| match need {
                Need::Documents(list) => list.holds(key),
                Need::Document(needed) | Need::Existence(needed) => needed == key,
                Need::List(_) => false,
            });
        }
        let checked = self.check(key).filter(|_| !key.kind.checks.findings.is_empty());
        self.totals.set(key, checked);
        // Findings may be what rows are sorted by.
        self.screens.iter_mut().flat_map(Screen::lists_mut).for_each(List::resort);
    }

    fn check(&self, key: &Key) -> Option<CheckedResource> {
        let (document, _) = self.checked(key)?;
        let Examination { mut found, unchecked } = self.examine(key)?;
        found.retain(|finding| !finding.is_told_elsewhere(key.kind));
        let name = key.kind.name_of(document).unwrap_or(&key.id).to_owned();
        let [accepted, expired] = self.sort_out(key, &name, &mut found);
        Some(CheckedResource { name, risk: self.risk(key)?, found, unchecked, accepted, expired })
    }

    /// Removes the accepted findings, and tells which ones were accepted until their exceptions expired.
    fn sort_out(
        &self,
        key: &Key,
        name: &str,
        found: &mut Vec<&'static Finding>,
    ) -> [Vec<(&'static Finding, Exception)>; 2] {
        let [mut accepted, mut expired] = [Vec::new(), Vec::new()];
        found.retain(|finding| {
            let Some(exception) = self.exception(key, name, finding) else { return true };
            let is_expired = !exception.holds_at(self.now);
            let list = if is_expired { &mut expired } else { &mut accepted };
            list.push((*finding, exception.clone()));
            is_expired
        });
        [accepted, expired]
    }

    /// Sorts the findings of everything that was read anew, because there are other exceptions.
    pub(crate) fn recheck_exceptions(&mut self) {
        self.recheck(|_| true);
        self.screens.iter_mut().flat_map(Screen::lists_mut).for_each(List::resort);
    }

    /// Makes the checks of a resource.
    fn examine(&self, key: &Key) -> Option<Examination> {
        let (document, context) = self.checked(key)?;
        let all = key.kind.checks.findings.iter();
        let unchecked = all.filter(|finding| !finding.can_be_told(document, &context)).collect();
        Some(Examination { found: findings(key.kind, document, &context), unchecked })
    }

    /// The exception of the configuration that accepts a finding, or else one that did and has expired.
    pub(crate) fn exception(&self, key: &Key, name: &str, finding: &Finding) -> Option<&Exception> {
        let exceptions = &self.options.config.exceptions;
        if exceptions.is_empty() {
            return None;
        }
        let (place, path) = (self.place_of(key, name), path_of(key));
        let (exact, names) = (finding.exact_name(), [key.id.as_str(), &path, name, &place]);
        let is_its = |exception: &&Exception| exception.is_about(&[finding.id, &exact], &names);
        let mut its = exceptions.iter().filter(is_its);
        its.clone().find(|exception| exception.holds_at(self.now)).or_else(|| its.next_back())
    }

    fn is_accepted(&self, key: &Key, document: &Document, finding: &Finding) -> bool {
        let name = key.kind.name_of(document).unwrap_or(&key.id);
        self.exception(key, name, finding).is_some_and(|exception| exception.holds_at(self.now))
    }

    /// Checks what may refer to a resource that was created or deleted.
    pub(crate) fn recheck_around(&mut self, key: &Key) {
        let pool = key.outermost_parent().map(str::to_owned);
        self.recheck(|other| {
            other.outermost_parent() == pool.as_deref()
                || other.kind.parent.is_none() && !other.kind.is_part()
        });
    }

    /// Checks resources again, because something beside them is known now.
    pub(crate) fn recheck(&mut self, which: impl Fn(&Key) -> bool) {
        let keys: Vec<_> = self.totals.of.keys().filter(|key| which(key)).cloned().collect();
        self.recheck_each(&keys);
    }

    /// Checks the resources again whose checks look at what was just read.
    pub(crate) fn recheck_needing(&mut self, is_read: impl Fn(&Need) -> bool) {
        let needs = |key: &&Key| self.needs_of(key).iter().any(&is_read);
        let keys: Vec<_> = self.totals.of.keys().filter(needs).cloned().collect();
        self.recheck_each(&keys);
    }

    fn recheck_each(&mut self, keys: &[Key]) {
        for key in keys {
            let checked = self.check(key);
            self.totals.set(key, checked);
        }
    }

    /// What the checks of a resource need beside it.
    pub(crate) fn needs_of(&self, key: &Key) -> Vec<Need> {
        let Some(document) = self.cache.document(key) else { return Vec::new() };
        let evidence = key.kind.checks.findings.iter().filter_map(|finding| finding.evidence);
        evidence.flat_map(|evidence| (evidence.of)(key, document, &self.cache)).collect()
    }

    /// The findings of a resource by its document as last read, worst first, without accepted ones; `None` if
    /// it was not read.
    pub fn findings(&self, key: &Key) -> Option<Vec<&'static Finding>> {
        if let Some((member, key)) = self.joined(key) {
            return member.totals().found(&key).map(<[_]>::to_vec);
        }
        let (document, _) = self.checked(key)?;
        let Examination { mut found, .. } = self.examine(key)?;
        found.retain(|finding| !self.is_accepted(key, document, finding));
        Some(found)
    }

    /// What the checks may use beside the documents that they are about.
    pub fn validation_context(&self) -> ValidationContext<'_> {
        ValidationContext {
            known: Some(&self.cache),
            retired_hosts: &self.options.config.retired_hosts,
            now: self.now,
            ..ValidationContext::default()
        }
    }

    /// The findings of a resource in numbers; `None` if its document was not read.
    pub fn risk(&self, key: &Key) -> Option<Risk> {
        if let Some((member, key)) = self.joined(key) {
            return member.totals().get(&key).copied();
        }
        let (_, context) = self.checked(key)?;
        let mut risk = Risk::counting(&self.findings(key)?, key.kind, &context);
        risk.is_complete &= self.examine(key)?.unchecked.is_empty();
        Some(risk)
    }

    fn checked<'a>(&'a self, key: &'a Key) -> Option<(&'a Document, ValidationContext<'a>)> {
        let document = self.cache.document(key)?;
        let companion = key.companion().and_then(|companion| self.cache.document(&companion));
        Some((document, ValidationContext { companion, key: Some(key), ..self.validation_context() }))
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
            (Some(finding), _) if matches!(finding.fix, Fix::OnPart(..)) => {
                let Body::Details(details) = self.screen().body() else { return vec![] };
                let Some(key) = details.section().map(|section| section.key.clone()) else { return vec![] };
                let (name, (part, finding)) = (self.checked_name(&key), finding.fixed_at(&key));
                self.load_for_edit(part, name, Intent::Fix(finding))
            }
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
