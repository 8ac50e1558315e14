//! The question about a change that needs no form.

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::dialog::context::Context;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::remote::Remote;
use crate::resource::check::{faults, in_words};
use crate::resource::{Document, Key, ValidationContext, changes};

pub(super) fn review(confirm: Confirm) -> Outcome {
    Outcome::Replace(Dialog::Confirm(Box::new(confirm)))
}

/// Asks for a change to be taken back, or says why there is nothing to take back.
pub(super) fn review_revert(confirm: Confirm, name: &str, context: &mut Context) -> Outcome {
    let reverting = confirm.reverting.as_ref();
    if confirm.write.changes().is_empty() && reverting.is_some_and(|it| it.moved.is_empty()) {
        let lost = reverting.is_some_and(|it| !it.lost.is_empty());
        let why = if lost { "what changed is not recorded" } else { "it is as before the change" };
        let tone = if lost { Tone::Bad } else { Tone::Good };
        context.say(tone, format!("Nothing to take back of {name}: {why}."));
        return Outcome::Close;
    }
    review(confirm)
}

/// A resource as it was just read.
pub(super) struct Loaded {
    pub key: Key,
    pub name: String,
    pub base: Document,
    pub companion: Remote<Document>,
}

/// The edited document, if its values and the rules between them allow it.
pub(super) fn checked(
    edited: Document,
    base: &Document,
    companion: &Remote<Document>,
    key: &Key,
    now: i64,
) -> Result<Document, String> {
    let around = ValidationContext { companion: companion.ready(), now, ..ValidationContext::default() };
    in_words(&faults(base, &edited, key.kind, &around)).map(|()| edited)
}

/// Asks for an edit that needs no form, or says why there is nothing to ask: what is wrong with it, or that
/// everything is so already.
pub(super) fn review_edit(
    loaded: Loaded,
    edited: Result<Document, String>,
    (tone, same): (Tone, String),
    context: &mut Context,
) -> Outcome {
    let Loaded { key, name, base, companion } = loaded;
    match edited {
        Err(fault) => {
            context.say(Tone::Bad, format!("Nothing was sent: {fault}."));
            Outcome::Close
        }
        Ok(edited) if changes(&base, &edited, key.kind).is_empty() => {
            context.say(tone, same);
            Outcome::Close
        }
        Ok(edited) => review(Confirm::new(Write::new(key, base, edited), name, companion)),
    }
}
