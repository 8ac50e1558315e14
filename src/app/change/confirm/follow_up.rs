//! The second request of a question: it starts by itself once the first one is verified, and its result
//! stands beside that of the first.

use std::borrow::Cow;

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::{CheckStart, Stage, Write};
use crate::app::dialog::Rebased;
use crate::app::dialog::context::Context;
use crate::app::form::second_document::EditedDocument;
use crate::app::remote::Remote;
use crate::app::widget::scroll::Scroll;
use crate::history::Record;
use crate::message::WriteRequest;
use crate::resource::{Change, Document, FollowUp, Key, Kind, WriteOperation, setting_changes};

/// Stands for the id of the new resource in a request that is only shown.
const NEW_ID: &str = "ID_OF_THE_NEW_ONE";

/// The update that completes a create or another update.
#[derive(Debug)]
pub struct Completion {
    pub kind: &'static Kind,
    /// The document to update; `None` for that of a new resource, which has no id yet.
    key: Option<Key>,
    before: Document,
    after: Document,
    /// A sentence about the second request.
    pub notice: Cow<'static, str>,
    /// What holds as long as only the first request has happened.
    without: Cow<'static, str>,
    /// Id of the draft that has the edits until all are applied.
    pub(crate) draft: Option<String>,
    /// Id of the entry whose change the second request takes back.
    pub(super) reverts: Option<String>,
}

/// The write that came before the shown one.
#[derive(Debug)]
pub struct Earlier {
    /// How it ended.
    pub tone: Tone,
    pub result: String,
    /// What holds as long as the shown update has not happened.
    pub without: Cow<'static, str>,
    /// The first write, to take it back; `None` for a create.
    pub(super) record: Option<Record>,
    /// The document that it left; `None` for a create.
    pub(super) rebased: Option<Rebased>,
}

impl Earlier {
    /// How the first write ended, and another sentence.
    pub(super) fn result_and(&self, sentence: &str) -> String {
        let end = if self.result.ends_with('.') { "" } else { "." };
        format!("{}{end} {sentence}", self.result)
    }
}

impl Completion {
    /// Takes the settings that the create can't carry out of the new resource's document.
    pub fn take(rules: FollowUp, settings: &mut Document) -> Option<Self> {
        let (before, after) = (rules.take)(settings)?;
        Some(Self {
            kind: (rules.kind)(),
            key: None,
            before,
            after,
            notice: rules.notice.into(),
            without: rules.without.into(),
            draft: None,
            reverts: None,
        })
    }

    /// The update of a second document, after that of `first`.
    pub(crate) fn of_update(first: &Key, second: EditedDocument) -> Self {
        let kind = second.key.kind;
        let operation = kind.operation(WriteOperation::Update).unwrap_or_default();
        Self {
            kind,
            key: Some(second.key),
            before: second.before,
            after: second.after,
            notice: format!("Then, by a second request ({operation}):").into(),
            without: format!(
                "The changes of the {} hold. Those of the {} do not, so far.",
                first.kind.name, kind.name
            )
            .into(),
            draft: None,
            reverts: None,
        }
    }

    /// True if the second request is about what exists already.
    pub const fn is_of_update(&self) -> bool {
        self.key.is_some()
    }

    /// The settings that the update changes.
    pub fn changes(&self) -> Vec<Change> {
        setting_changes(&self.before, &self.after, self.kind)
    }

    /// What AWS does besides, because of these changes.
    pub fn consequences(&self) -> Vec<&'static str> {
        self.kind.update.consequences_of(&self.changes(), &self.before, &self.after)
    }

    /// The document before and after the update.
    pub const fn documents(&self) -> [&Document; 2] {
        [&self.before, &self.after]
    }

    /// What is said while the first request may have happened and nothing followed it.
    pub fn unsent(&self) -> String {
        let operation = self.kind.operation(WriteOperation::Update).unwrap_or_default();
        format!("The second request, {operation}, was not sent.")
    }

    /// The settings that both documents have, as they are to be.
    pub(super) fn share_with(&self, settings: &mut Document) {
        for member in self.kind.related.shared_members {
            settings.set(member, self.after.get(member).cloned());
        }
    }

    /// The second write of a resource with this id.
    fn write(&self, first: &Key, id: &str) -> Write {
        let key =
            self.key.clone().unwrap_or_else(|| Key { kind: self.kind, id: id.to_owned(), ..first.clone() });
        let [mut before, mut after] = self.documents().map(Clone::clone);
        if self.is_of_update() {
            return Write::new(key, before, after).starting(CheckStart::OnUnrelatedChanges);
        }
        for document in [&mut before, &mut after] {
            document.set(self.kind.id_path, Some(id.into()));
        }
        Write::new(key, before, after).starting(CheckStart::FromCheck)
    }
}

impl Confirm {
    /// The confirmation of an update of a resource and of its second document: one request for each that
    /// changes.
    pub(crate) fn updates(
        own: EditedDocument,
        second: Option<EditedDocument>,
        name: String,
        companion: Remote<Document>,
    ) -> Self {
        let write = |edited: EditedDocument| Write::new(edited.key, edited.before, edited.after);
        let Some(second) = second.filter(EditedDocument::is_changed) else {
            return Self::new(write(own), name, companion);
        };
        let companion_of_second = Remote::Ready(own.before.clone());
        if !own.is_changed() {
            return Self::new(write(second), name, companion_of_second);
        }
        let rules = own.key.kind.related.second;
        if rules.is_some_and(|rules| (rules.goes_first)(&own.before, &own.after)) {
            let completion = Some(Completion::of_update(&second.key, own));
            return Self::new(write(second), name, companion_of_second).followed_by(completion);
        }
        let completion = Some(Completion::of_update(&own.key, second));
        Self::new(write(own), name, companion).followed_by(completion)
    }

    /// The same question with a second request.
    pub(crate) fn followed_by(self, completion: Option<Completion>) -> Self {
        Self { completion, ..self }
    }

    /// The requests of the question, in the order in which they are sent.
    pub fn requests(&self) -> Vec<WriteRequest> {
        let first = self.write.request(&self.name);
        let second = self.completion.as_ref();
        let second = second.map(|second| second.write(&self.write.key, NEW_ID).request(&self.name));
        std::iter::once(first).chain(second).collect()
    }

    /// Starts the second request, once the first one is verified. After an update that did not do what was
    /// asked, or changed something else too, the user decides first.
    pub(super) fn complete(&mut self, context: &mut Context) {
        let Stage::Done { verdict, now, .. } = &self.write.stage else { return };
        let is_of_update = self.completion.as_ref().is_some_and(Completion::is_of_update);
        if is_of_update && !verdict.is_clean() {
            return;
        }
        let rebased = is_of_update.then(|| Rebased {
            kind: self.write.key.kind,
            base: now.clone(),
            edited: now.clone(),
        });
        let Some(completion) = self.completion.take() else { return };
        if let Some((tone, result)) = self.result() {
            let record = self.recorded().filter(|_| is_of_update);
            let without = completion.without.clone();
            self.earlier = Some(Earlier { tone, result, without, record, rebased });
        }
        let id = self.write.key.id.clone();
        self.write = completion.write(&self.write.key, &id);
        self.write.recording.draft = completion.draft;
        self.write.recording.reverts = completion.reverts;
        self.scroll = Scroll::default();
        let step = self.write.begin(&self.name);
        self.write.start(step, context);
    }
}
