//! The three-way merge of my change to a resource with somebody else's: what each side did to each setting,
//! and the document that comes of it.

use serde_json::Value;

use crate::resource::diff::{Change, changes};
use crate::resource::{Document, Kind};

/// One of the two changes of the same document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Theirs,
    Mine,
}

impl Side {
    pub const BOTH: [Self; 2] = [Self::Theirs, Self::Mine];
}

/// The changes of both sides, setting by setting, in the order of the table.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    pub settings: Vec<MergedSetting>,
    theirs: Document,
}

/// One setting that at least one side changed. It is the outermost one where a side changed a part of what
/// the other side changed whole.
#[derive(Debug, Clone, PartialEq)]
pub struct MergedSetting {
    /// From the base to their value; no change where only I touched the setting.
    pub theirs: Change,
    /// From the base to my value; no change where only they touched the setting.
    pub mine: Change,
    pub touched: Touched,
}

/// Who changed a setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touched {
    By(Side),
    /// Both, to the same value.
    Alike,
    /// Both, to different values; the side that was chosen, if any.
    Differently(Option<Side>),
}

impl MergedSetting {
    /// The setting of the outermost of these changes, which holds the others.
    fn new(outermost: &Change, mine: &[&Change], theirs: &[&Change], documents: [&Document; 3]) -> Self {
        let untouched = |change: &Change| Change { after: change.before.clone(), ..change.clone() };
        match (mine, theirs) {
            ([only], []) => {
                let touched = Touched::By(Side::Mine);
                return Self { theirs: untouched(only), mine: (*only).clone(), touched };
            }
            ([], [only]) => {
                let touched = Touched::By(Side::Theirs);
                return Self { theirs: (*only).clone(), mine: untouched(only), touched };
            }
            _ => {}
        }
        let [before, my_value, their_value] =
            documents.map(|document| outermost.place.value_in(document).cloned());
        let change = |after: &Option<Value>| Change {
            place: outermost.place.clone(),
            field: outermost.field,
            before: before.clone(),
            after: after.clone(),
        };
        let touched = if my_value == their_value { Touched::Alike } else { Touched::Differently(None) };
        Self { theirs: change(&their_value), mine: change(&my_value), touched }
    }

    pub fn label(&self) -> String {
        self.mine.label()
    }

    /// True if the sides differ, chosen or not.
    pub const fn is_conflict(&self) -> bool {
        matches!(self.touched, Touched::Differently(_))
    }
}

impl Merge {
    /// Puts my change of a document beside somebody else's change of it.
    pub fn new(base: &Document, mine: &Document, theirs: &Document, kind: &Kind) -> Self {
        let my_changes = changes(base, mine, kind);
        let their_changes = changes(base, theirs, kind);
        let documents = [base, mine, theirs];
        let mut settings: Vec<MergedSetting> = Vec::new();
        let all = || my_changes.iter().chain(&their_changes);
        for change in all() {
            if settings.iter().any(|setting| setting.mine.place.meets(&change.place)) {
                continue;
            }
            // The changes of one side are apart from each other, but one may hold several of the other side.
            let holding = all().filter(|other| other.place.holds(&change.place));
            let Some(outermost) = holding.min_by_key(|other| other.place.names().count()) else { continue };
            let [mine, theirs] = [&my_changes, &their_changes]
                .map(|side| side.iter().filter(|one| one.place.meets(&outermost.place)).collect::<Vec<_>>());
            settings.push(MergedSetting::new(outermost, &mine, &theirs, documents));
        }
        let row = |setting: &MergedSetting| {
            kind.fields.iter().position(|field| setting.mine.field.is_some_and(|own| own == field))
        };
        settings.sort_by_key(|setting| row(setting).unwrap_or(usize::MAX));
        Self { settings, theirs: theirs.clone() }
    }

    /// The settings that both sides changed to different values.
    pub fn conflicts(&self) -> impl Iterator<Item = &MergedSetting> {
        self.settings.iter().filter(|setting| setting.is_conflict())
    }

    /// Number of conflicts for which no side is chosen yet.
    pub fn undecided(&self) -> usize {
        self.conflicts().filter(|setting| setting.touched == Touched::Differently(None)).count()
    }

    /// Chooses a side for a conflict, counted among the conflicts.
    pub fn choose(&mut self, conflict: usize, side: Side) {
        if let Some(setting) = self.settings.iter_mut().filter(|setting| setting.is_conflict()).nth(conflict)
        {
            setting.touched = Touched::Differently(Some(side));
        }
    }

    /// Their document with my changes on top, those given up for theirs aside; `None` while a choice is open.
    pub fn merged(&self) -> Option<Document> {
        (self.undecided() == 0).then(|| self.merged_so_far())
    }

    /// Their document with my changes on top, those given up for theirs aside; what is undecided is mine.
    pub fn merged_so_far(&self) -> Document {
        let is_mine = |setting: &&MergedSetting| match setting.touched {
            Touched::By(side) | Touched::Differently(Some(side)) => side == Side::Mine,
            Touched::Differently(None) => true,
            Touched::Alike => false,
        };
        let mut merged = self.theirs.clone();
        for setting in self.settings.iter().filter(is_mine) {
            setting.mine.apply(&mut merged);
        }
        merged
    }
}

/// A document with changes made to it.
pub fn apply_all(changes: &[Change], document: &Document) -> Document {
    let mut edited = document.clone();
    for change in changes {
        change.apply(&mut edited);
    }
    edited
}

#[cfg(test)]
mod tests;
