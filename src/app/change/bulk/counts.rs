//! How many resources of a bulk edit ended in which way.

use crate::app::Tone;
use crate::app::change::bulk::{Bulk, BulkItem, BulkItemState, BulkStage, Edit};
use crate::app::change::write::Stage;
use crate::resource::display::plural::plural;

impl Bulk {
    /// Counts of the outcomes, without those of zero: "3 changed, 1 already set, 1 refused".
    pub fn counts(&self) -> String {
        let count = |which: fn(&BulkItem) -> bool| self.items.iter().filter(|item| which(item)).count();
        let stage = |which: fn(&Stage) -> bool| {
            let is_such =
                |item: &&BulkItem| matches!(&item.state, BulkItemState::Write(write) if which(&write.stage));
            self.items.iter().filter(is_such).count()
        };
        let changed = count(|item| matches!(item.state, BulkItemState::Write(_)) && item.is_done());
        let unchanged = count(|item| matches!(item.state, BulkItemState::Already));
        let skipped = count(|item| matches!(item.state, BulkItemState::Unreadable(_)));
        let copies = matches!(self.edit, Edit::Copy(_));
        let left_out = if copies { skipped } else { 0 };
        let refused = skipped - left_out
            + stage(|stage| {
                matches!(stage, Stage::Failed(_) | Stage::Unrecorded(_) | Stage::Conflict { .. })
            });
        let unknown = stage(|stage| matches!(stage, Stage::Unknown { .. }));
        let left = stage(|stage| matches!(stage, Stage::Review));
        let rest = self.items.len() - changed - unchanged - refused - left_out - unknown - left;
        let unchanged_words = if self.edit.only_where_present() { "skipped" } else { "already set" };
        let mut words = format!("{changed} {}", if copies { "created" } else { "changed" });
        let others = [
            (unchanged, unchanged_words),
            (refused, "refused"),
            (left_out, "left out"),
            (unknown, "unknown"),
            (rest, "not applied"),
            (left, "not tried"),
        ];
        for (number, ending) in others.into_iter().filter(|(number, _)| *number > 0) {
            words = format!("{words}, {number} {ending}");
        }
        words
    }

    /// The result in one sentence, once all writes have ended.
    pub(crate) fn result(&self) -> Option<(Tone, String)> {
        let words = || format!("{}: {}", plural(self.items.len(), self.noun()), self.counts());
        let well = self.items.iter().all(BulkItem::is_done);
        (self.stage == BulkStage::Over).then(|| (if well { Tone::Good } else { Tone::Bad }, words()))
    }
}
