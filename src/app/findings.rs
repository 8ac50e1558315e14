//! The findings of what was read: for lists, for the rows of details, and for the key that fixes one.

use std::collections::HashMap;

use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::list::List;
use crate::app::screen::{Body, Screen};
use crate::app::{App, Tone};
use crate::config::Exception;
use crate::message::Effect;
use crate::resource::display::detail_rows::DetailRow;
use crate::resource::finding::path_of;
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
    /// The checks that could not be made, because what they need was never read.
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
        self.references.update(key, self.cache.get(key), self.now);
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
        let keys: Vec<_> = self.totals.of.keys().cloned().collect();
        for key in keys {
            // A document with secrets is forgotten, but not what was found in it.
            let checked = self.check(&key).or_else(|| {
                let old = self.totals.of.get(&key)?;
                let accepted = old.accepted.iter().map(|(finding, _)| *finding);
                let mut found: Vec<_> = old.found.iter().copied().chain(accepted).collect();
                found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
                let [accepted, expired] = self.sort_out(&key, &old.name, &mut found);
                let (name, unchecked) = (old.name.clone(), old.unchecked.clone());
                let risk = old.risk.recounted(&found);
                Some(CheckedResource { name, risk, found, unchecked, accepted, expired })
            });
            self.totals.set(&key, checked);
        }
        self.screens.iter_mut().flat_map(Screen::lists_mut).for_each(List::resort);
    }

    /// Makes the checks of a resource. What a check needs may be forgotten by now, because it holds secrets:
    /// then what it found before stays.
    fn examine(&self, key: &Key) -> Option<Examination> {
        let (document, context) = self.checked(key)?;
        let before = self.totals.of.get(key);
        let mut examination = Examination { found: Vec::new(), unchecked: Vec::new() };
        for finding in key.kind.checks.findings {
            let evidence = finding.evidence.as_ref();
            let applies = if evidence.is_none_or(|needed| needed.is_known(key, document, &self.cache)) {
                (finding.applies)(document, &context)
            } else if let Some(before) = before.filter(|before| !before.unchecked.contains(&finding)) {
                let accepted = before.accepted.iter().map(|(accepted, _)| *accepted);
                before.found.iter().copied().chain(accepted).any(|found| found == finding)
            } else {
                examination.unchecked.push(finding);
                false
            };
            examination.found.extend(applies.then_some(finding));
        }
        examination.found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        Some(examination)
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

    /// Checks resources again that are still known, because something beside them is.
    pub(crate) fn recheck(&mut self, which: impl Fn(&Key) -> bool) {
        for key in self.totals.of.keys().filter(|key| which(key)).cloned().collect::<Vec<_>>() {
            if let Some(checked) = self.check(&key) {
                self.totals.set(&key, Some(checked));
            }
        }
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
        let document = self.cache.get(key)?;
        let companion = key.companion().and_then(|companion| self.cache.get(&companion));
        let context = ValidationContext {
            companion,
            key: Some(key),
            known: Some(&self.cache),
            retired_hosts: &self.options.config.retired_hosts,
            now: self.now,
            ..ValidationContext::default()
        };
        Some((document, context))
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
