//! The update that completes a create: it starts by itself once the create is verified, and its result stands
//! beside that of the create.

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::{Stage, Write};
use crate::app::dialog::context::Context;
use crate::app::widget::scroll::Scroll;
use crate::message::WriteRequest;
use crate::resource::{Change, Document, FollowUp, Key, WriteOperation, setting_changes, update_request};

/// Stands for the id of the new resource in a request that is only shown.
const NEW_ID: &str = "ID_OF_THE_NEW_ONE";

/// The update that completes a create.
#[derive(Debug)]
pub struct Completion {
    pub rules: FollowUp,
    before: Document,
    after: Document,
}

/// The create that came before the shown update.
#[derive(Debug)]
pub struct Earlier {
    /// How the create ended.
    pub tone: Tone,
    pub result: String,
    /// What holds as long as the update has not happened.
    pub without: &'static str,
}

impl Completion {
    /// Takes the settings that the create can't carry out of the new resource's document.
    pub fn take(rules: FollowUp, settings: &mut Document) -> Option<Self> {
        let (before, after) = (rules.take)(settings)?;
        Some(Self { rules, before, after })
    }

    /// The settings that the update changes.
    pub fn changes(&self) -> Vec<Change> {
        setting_changes(&self.before, &self.after, (self.rules.kind)())
    }

    /// What is said while the create may have happened and nothing followed it.
    pub fn unsent(&self) -> String {
        let operation = (self.rules.kind)().operation(WriteOperation::Update).unwrap_or_default();
        format!("The second request, {operation}, was not sent.")
    }

    /// The settings that both documents have, as they are to be.
    pub(super) fn share_with(&self, settings: &mut Document) {
        for member in (self.rules.kind)().related.shared_members {
            settings.set(member, self.after.get(member).cloned());
        }
    }

    fn named(&self, document: &Document, id: &str) -> Document {
        let mut named = document.clone();
        named.set((self.rules.kind)().id_path, Some(id.into()));
        named
    }

    /// The request, as far as it is known before the resource has an id.
    fn request(&self, name: &str) -> WriteRequest {
        let kind = (self.rules.kind)();
        let (before, after) = (self.named(&self.before, NEW_ID), self.named(&self.after, NEW_ID));
        WriteRequest {
            operation: WriteOperation::Update,
            key: Key::top(kind, NEW_ID),
            name: name.to_owned(),
            body: update_request(&before, &after, kind),
            before,
        }
    }
}

impl Confirm {
    /// The requests of the question, in the order in which they are sent.
    pub fn requests(&self) -> Vec<WriteRequest> {
        let first = self.write.request(&self.name);
        let second = self.completion.as_ref().map(|completion| completion.request(&self.name));
        std::iter::once(first).chain(second).collect()
    }

    /// Starts the update that completes the create, once the new resource was read.
    pub(super) fn complete(&mut self, context: &mut Context) {
        if !matches!(self.write.stage, Stage::Done { .. }) {
            return;
        }
        let Some(completion) = self.completion.take() else { return };
        if let Some((tone, result)) = self.result() {
            self.earlier = Some(Earlier { tone, result, without: completion.rules.without });
        }
        let key = Key { kind: (completion.rules.kind)(), ..self.write.key.clone() };
        let (before, after) =
            (completion.named(&completion.before, &key.id), completion.named(&completion.after, &key.id));
        self.write = Write::completing(key, before, after);
        self.scroll = Scroll::default();
        let step = self.write.begin(&self.name);
        self.write.start(step, context);
    }
}
