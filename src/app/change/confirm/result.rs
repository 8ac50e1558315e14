//! How one write ended, as a sentence for a notice.

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::Stage;
use crate::error::AppError;
use crate::resource::diff::lines::{ChangeLine, change_lines};
use crate::resource::{Grants, Key, Offer, Verdict, WriteOperation};

impl Confirm {
    /// What the created resource needs besides. A new secret is looked at first.
    pub fn offer(&self) -> Option<Offer> {
        let is_made =
            matches!(self.write.stage, Stage::Done { .. }) && self.write.operation == WriteOperation::Create;
        let is_free = self.secret_handled || self.new_secrets().is_empty();
        let offer = self.write.key.kind.creation.offer.filter(|_| is_made && is_free)?;
        (offer.applies)(&self.write.edited, self.companion.ready()).then_some(offer)
    }

    /// The access that others can be given to the created resource.
    pub fn grants(&self) -> Option<Grants> {
        let is_made =
            matches!(self.write.stage, Stage::Done { .. }) && self.write.operation == WriteOperation::Create;
        self.write.key.kind.creation.grants.filter(|_| is_made)
    }

    /// The original of a copy and the copy, once the copy exists.
    pub fn children_to_copy(&self) -> Option<((Key, String), (Key, String))> {
        let (original, name) = self.copied_from.clone()?;
        let is_made = matches!(self.write.stage, Stage::Done { .. }) && self.completion.is_none();
        let copy = Key { id: self.write.key.id.clone(), ..original.clone() };
        is_made.then(|| ((original, name), (copy, self.name.clone())))
    }

    /// The error by which the write has ended, if it has.
    pub const fn error(&self) -> Option<&AppError> {
        match &self.write.stage {
            Stage::Failed(error) | Stage::Unrecorded(error) | Stage::Unknown { error, .. } => Some(error),
            _ => None,
        }
    }

    /// The result in one sentence, once the write has ended.
    pub fn result(&self) -> Option<(Tone, String)> {
        let (tone, text) = self.result_of_write()?;
        let Some(earlier) = &self.earlier else { return Some((tone, text)) };
        let tone = if tone == Tone::Good { earlier.tone } else { tone };
        let text = text.strip_prefix(&format!("{}: ", self.name)).unwrap_or(&text);
        let text = format!("{}: {text}", self.write.key.kind.title());
        Some((tone, earlier.result_and(&text)))
    }

    /// What is left to say when an update that completes a create is not sent.
    pub(super) fn unsent_completion(&self) -> Option<(Tone, String)> {
        let earlier = self.earlier.as_ref()?;
        Some((Tone::Bad, earlier.result_and(&earlier.without)))
    }

    fn result_of_write(&self) -> Option<(Tone, String)> {
        let name = &self.name;
        Some(match &self.write.stage {
            Stage::Done { verdict, .. } => {
                let tone = if verdict.is_clean() { Tone::Good } else { Tone::Bad };
                (tone, format!("{name}: {}", self.verdict_in_words(verdict)))
            }
            Stage::Removed { going: true, .. } => (Tone::Good, format!("{name} is being deleted.")),
            Stage::Removed { going: false, .. } => (Tone::Good, format!("{name} is deleted.")),
            Stage::Conflict { .. } => {
                (Tone::Bad, format!("{name}: changed by someone else, so nothing was sent."))
            }
            Stage::Failed(error) => (Tone::Bad, format!("{name}: not changed. {}.", error.summary)),
            Stage::Unrecorded(error) => (Tone::Bad, format!("{name}: not sent. {}.", error.summary)),
            Stage::Unknown { error, .. } => {
                (Tone::Bad, format!("{name}: unknown whether it was applied ({}). Look at it.", error.why()))
            }
            Stage::Review
            | Stage::Checking(_)
            | Stage::Recording(_)
            | Stage::Sending(_)
            | Stage::Verifying(..)
            | Stage::Identifying(_) => return None,
        })
    }

    /// The verdict as a sentence; if one setting changed, with the setting.
    fn verdict_in_words(&self, verdict: &Verdict) -> String {
        let created = self.write.operation == WriteOperation::Create;
        let sentence = if created { verdict.sentence_of_new() } else { verdict.sentence() };
        let [only] = verdict.changed.as_slice() else { return sentence };
        match change_lines(only, 0).as_slice() {
            [ChangeLine::Turns(_, after)] => {
                format!("{sentence} · {} → {}", only.label(), after.text(false))
            }
            _ => format!("{sentence} · {}", only.label()),
        }
    }
}
