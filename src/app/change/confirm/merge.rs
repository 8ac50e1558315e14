//! The merge of a change with somebody else's: the choice of a side for each conflict, and the way back to
//! the review.

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::dialog::context::Context;
use crate::app::dialog::{DialogAnswer, Outcome, Rebased};
use crate::app::widget::scroll::Scroll;
use crate::resource::display::plural::plural;
use crate::resource::{Document, Side, ValidationContext};

impl Confirm {
    pub(super) fn step_conflict(&mut self, by: isize) -> Outcome {
        if let Some(conflict) = self.write.conflict_mut() {
            conflict.step(by);
            self.scroll.shows_focus = true;
        }
        Outcome::Stay
    }

    pub(super) fn choose_side(&mut self, side: Side) -> Outcome {
        if let Some(conflict) = self.write.conflict_mut() {
            conflict.choose(side);
            self.scroll.shows_focus = true;
        }
        Outcome::Stay
    }

    /// Merges the two changes if every conflict is decided, and asks again.
    pub(super) fn accept_merge(&mut self, context: &mut Context) -> Outcome {
        let undecided = self.write.undecided();
        if undecided > 0 {
            context.say(Tone::Plain, format!("Choose a side first: {}", plural(undecided, "setting")));
            return Outcome::Stay;
        }
        let Some(merged) = self.write.merged() else {
            context.say(Tone::Plain, "Nothing is left to send: theirs is what you chose.");
            return Outcome::Stay;
        };
        if let Some(text) = self.broken_by_merging(&merged, context.now) {
            context.say(Tone::Bad, format!("Together the changes break a rule. {text}"));
        }
        self.write.accept_merge();
        self.scroll = Scroll::default();
        Outcome::Inform(DialogAnswer::Rebased(Rebased {
            kind: self.write.key.kind,
            base: self.write.base.clone(),
            edited: self.write.edited.clone(),
        }))
    }

    /// The message of a rule that neither change breaks alone, and that AWS refuses to see broken.
    fn broken_by_merging(&self, merged: &Document, now: i64) -> Option<String> {
        let theirs = &self.write.conflict()?.theirs;
        let context =
            ValidationContext { companion: self.companion.ready(), now, ..ValidationContext::default() };
        let mut rules = self.write.key.kind.checks.cross_field_rules.iter().filter(|rule| rule.refused);
        rules.find_map(|rule| {
            let is_kept = |document: &Document| (rule.check)(document, &context).is_none();
            let text = (rule.check)(merged, &context)?;
            (is_kept(&self.write.edited) && is_kept(theirs)).then_some(text)
        })
    }
}
