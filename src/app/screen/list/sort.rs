//! The order of a list's rows: as they are listed, or by a column.

use crate::app::screen::list::List;
use crate::app::screen::list_row::ListRow;
use crate::resource::{DisplayValue, Key, Risk, Severity};

/// What rows are sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    Risk,
    /// A column, counted from 0.
    Column(usize),
}

/// An order of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    pub by: SortBy,
    pub descending: bool,
}

impl Sort {
    /// The sign of the direction, for the column's title.
    pub const fn sign(self) -> &'static str {
        if self.descending { "↓" } else { "↑" }
    }
}

/// A part of a text by which rows are compared: a number counts as one, a duration by its seconds.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum SortPart {
    Number(i64),
    Text(String),
}

impl List {
    /// True if the list has a column with the findings of each row.
    pub fn has_risk(&self) -> bool {
        !self.key.kind.checks.findings.is_empty()
    }

    pub const fn sort(&self) -> Option<Sort> {
        self.sort
    }

    /// What the rows can be sorted by, from left to right.
    fn sorts(&self) -> Vec<SortBy> {
        let mut all: Vec<_> = self.columns().into_iter().map(SortBy::Column).collect();
        if self.has_risk() {
            all.insert(1.min(all.len()), SortBy::Risk);
        }
        all
    }

    /// The order by the next column; after the last one, as the rows are listed.
    pub(crate) fn next_sort(&self, risk: impl Fn(&Key) -> Option<Risk>) -> Option<Sort> {
        let all = self.sorts();
        let at = self.sort.and_then(|sort| all.iter().position(|by| *by == sort.by));
        let by = *all.get(at.map_or(0, |at| at + 1))?;
        // The largest number, the latest time and the worst risk come first, and so does "a".
        let is_text = |parts: &Vec<SortPart>| matches!(parts.first(), None | Some(SortPart::Text(_)));
        let first = self.rows.iter().find_map(|row| self.parts(row, by, &risk));
        let descending = by == SortBy::Risk || first.is_some_and(|parts| !is_text(&parts));
        Some(Sort { by, descending })
    }

    pub(crate) fn sort_by(&mut self, sort: Option<Sort>) {
        if self.sort != sort {
            self.sort = sort;
            self.unsort();
            self.find_place();
        }
    }

    /// Has the rows sorted again at the end of the update: their findings changed.
    pub(crate) const fn resort(&mut self) {
        self.is_unsorted = self.sort.is_some();
    }

    /// Forgets the order, because the shown rows are others.
    pub(super) fn unsort(&mut self) {
        self.order = None;
        self.resort();
    }

    /// Sorts the shown rows, if anything changed. The chosen row stays chosen.
    pub(crate) fn sort_rows(&mut self, risk: impl Fn(&Key) -> Option<Risk>) {
        let Some(sort) = self.sort.filter(|_| std::mem::take(&mut self.is_unsorted)) else { return };
        let parts: Vec<_> = self.rows.iter().map(|row| self.parts(row, sort.by, &risk)).collect();
        let mut order: Vec<_> = (0..self.shown()).filter_map(|place| self.filter.row(place)).collect();
        order.sort_by(|one, other| match (&parts[*one], &parts[*other]) {
            (Some(one), Some(other)) if sort.descending => other.cmp(one),
            (Some(one), Some(other)) => one.cmp(other),
            // What is not known is neither small nor large.
            (one, other) => other.is_some().cmp(&one.is_some()),
        });
        self.order = Some(order);
        self.find_place();
    }

    /// What a row is compared by; `None` while it is not known.
    fn parts(
        &self,
        row: &ListRow,
        by: SortBy,
        risk: &impl Fn(&Key) -> Option<Risk>,
    ) -> Option<Vec<SortPart>> {
        let at = match by {
            SortBy::Column(at) => at,
            SortBy::Risk => {
                let risk = risk(&self.key.row(&row.listed)?)?;
                let count = |severity: Severity| {
                    let mut counts = risk.counts();
                    counts.find(|(other, _)| *other == severity).map_or(0, |(_, count)| count)
                };
                let number = |severity| SortPart::Number(i64::try_from(count(severity)).unwrap_or(i64::MAX));
                return Some(Severity::WORST_FIRST.map(number).into());
            }
        };
        if self.key.kind.columns[at].rated {
            let severity = Severity::of_word(row.cells.get(at)?.as_ref()?.text(false))?;
            return Some(vec![SortPart::Number(severity as i64)]);
        }
        match row.cells.get(at)?.as_ref()? {
            DisplayValue::Since(seconds, _) | DisplayValue::Until(seconds, _) => {
                Some(vec![SortPart::Number(*seconds)])
            }
            DisplayValue::Unset(text) if text == "…" => None,
            value => Some(parts(value.text(false))),
        }
    }

    /// Number of shown rows that stand last because the column they are sorted by is not known.
    pub(crate) fn unsortable(&self, by: SortBy, risk: impl Fn(&Key) -> Option<Risk>) -> usize {
        let shown = (0..self.shown()).filter_map(|place| self.row(place)).filter(|row| !row.is_notice);
        shown.filter(|row| self.parts(row, by, &risk).is_none()).count()
    }
}

/// A text as its numbers and what is between them, in lower case.
fn parts(text: &str) -> Vec<SortPart> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end = rest.find(|char: char| char.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        match part.parse::<i64>() {
            Ok(number) if is_number => {
                let (of_unit, unit) = unit(rest);
                rest = &rest[unit..];
                parts.push(SortPart::Number(number.saturating_mul(of_unit)));
            }
            _ => parts.push(SortPart::Text(part.to_lowercase())),
        }
    }
    parts
}

/// The seconds of the unit that a text begins with, and its length: "d 1h" of "30d 1h".
fn unit(text: &str) -> (i64, usize) {
    let mut chars = text.chars();
    let seconds = match chars.next() {
        Some('s') => 1,
        Some('m') => 60,
        Some('h') => 3600,
        Some('d') => 86_400,
        _ => return (1, 0),
    };
    if chars.next().is_none_or(|next| !next.is_alphanumeric()) { (seconds, 1) } else { (1, 0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_count_as_numbers_and_durations_by_their_length() {
        for (smaller, larger) in [
            ("client 9", "client 10"),
            ("8h 1h", "1d 1h"),
            ("90m", "2h"),
            ("Alpha", "beta"),
            ("1 day", "2 days"),
        ] {
            assert!(parts(smaller) < parts(larger), "{smaller} {larger}");
        }
        assert_eq!(parts("9dx"), [SortPart::Number(9), SortPart::Text("dx".to_owned())]);
    }

    proptest! {
        #[test]
        fn any_text_has_parts_and_equal_texts_equal_ones(text in ".*") {
            prop_assert_eq!(parts(&text), parts(&text));
        }
    }
}
