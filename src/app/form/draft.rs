//! The draft of a form: the edits that are kept while it is open, and those of an earlier time, which it
//! offers.

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::{Dialog, Outcome};
use crate::app::form::Form;
use crate::app::form::second_document::EditedDocument;
use crate::history::{Drafted, Record, RecordedChange, drafted};
use crate::keymap::OfferedDraftAction;
use crate::resource::display::plural::plural;
use crate::resource::{Document, Key, Merge, ResourceType, WriteOperation, changes};

/// What a form knows of drafts of its edits.
#[derive(Debug, Clone, Default)]
pub struct FormDraft {
    /// The edits of an earlier time, while the form asks what to do with them.
    pub offered: Option<Box<Record>>,
    /// Id of the draft that has the edits of this form.
    pub(crate) id: Option<String>,
    /// The document as it was kept last.
    pub(crate) kept: Option<Document>,
}

impl Form {
    /// Asks first whether to go on with earlier edits.
    pub(crate) fn offer_draft(&mut self, draft: Option<Record>) {
        self.draft.offered = draft.map(Box::new);
    }

    /// The type of the new resource, where its kind has several.
    pub(crate) fn resource_type(&self) -> Option<&'static ResourceType> {
        let types = self.key.kind.creation.types;
        let is_create = self.operation == WriteOperation::Create;
        types.iter().find(|resource_type| is_create && resource_type.is_of(&self.base))
    }

    /// True if a document differs from the one that the form showed when it opened.
    pub(crate) fn differs(&self, document: &Document) -> bool {
        !changes(&self.opened, document, self.key.kind).is_empty()
    }

    /// The edits as a record of the write that they would be.
    pub(crate) fn record(&self, document: &Document) -> Record {
        let kind = self.key.kind;
        let name = match self.operation {
            WriteOperation::Create => kind.name_of(document).map_or_else(|| kind.unnamed(), str::to_owned),
            WriteOperation::Update | WriteOperation::Delete => self.name.clone(),
        };
        let (own, _) = self.edited_documents(document);
        let mut record = Record {
            resource_type: self.resource_type().map(|resource_type| resource_type.title.to_owned()),
            reverts: self.reverts.clone(),
            ..Record::of(self.operation, &self.key, &name, &own.before, &own.after)
        };
        record.changes.extend(self.second_changes(document));
        record
    }

    pub(crate) fn act_on_offer(&mut self, action: OfferedDraftAction, context: &mut Context) -> Outcome {
        match action {
            OfferedDraftAction::Continue => return self.continue_draft(context),
            OfferedDraftAction::Discard => {
                if let Some(draft) = self.draft.offered.take() {
                    context.tell(News::DraftSpent(draft.id));
                    context.say(Tone::Plain, "The draft is thrown away.");
                }
            }
            OfferedDraftAction::Leave => return Outcome::Close,
        }
        Outcome::Stay
    }

    /// Lays the offered draft over the resource as it is now. Settings that somebody has changed too are a
    /// choice, in the conflict that such an edit always leads to.
    fn continue_draft(&mut self, context: &mut Context) -> Outcome {
        let Some(draft) = self.draft.offered.take() else { return Outcome::Stay };
        let Record { id, changes: edits, reverts, .. } = *draft.clone();
        let mut lost: Vec<_> = draft.withheld_settings().into_iter().map(str::to_owned).collect();
        let (own_edits, second_edits) = self.split_changes(&edits);
        let (own, second) = self.edited_documents(&self.base);
        if second.is_none() {
            lost.extend(second_edits.iter().map(|edit| edit.setting.clone()));
        }
        let own = DraftedDocument::new(own, &own_edits);
        let second = second.map(|second| DraftedDocument::new(second, &second_edits));
        let back = match self.operation {
            WriteOperation::Create => edits.iter().filter(|edit| !edit.withheld).count(),
            WriteOperation::Update | WriteOperation::Delete => {
                own.changes_left() + second.as_ref().map_or(0, DraftedDocument::changes_left)
            }
        };
        let mut note = match back {
            1 => "1 change is back.".to_owned(),
            count => format!("{} are back.", plural(count, "change")),
        };
        if !lost.is_empty() {
            note = format!("{note} Not kept: {}.", lost.join(", "));
        }
        if self.operation == WriteOperation::Create {
            self.fill_new(&own.mine, &draft);
            self.reverts = reverts;
        } else {
            match (own, second) {
                (own, second)
                    if own.is_settled() && second.as_ref().is_none_or(DraftedDocument::is_settled) =>
                {
                    context.tell(News::DraftSpent(id));
                    self.note = Some("Nothing is left of the draft: all of it is set already.".to_owned());
                    return Outcome::Stay;
                }
                (own, Some(second)) => {
                    // A conflict is found again before the request of its document goes out.
                    let (own, second) = (own.laid(), second.laid());
                    *self = self.rebased_both((own.0, &own.1), (second.0, &second.1));
                }
                (DraftedDocument { key, now, base, mine, merge }, None) => {
                    if let Some(merged) = merge.merged() {
                        *self = self.rebased(now, &merged);
                    } else {
                        *self = self.rebased(base.clone(), &mine);
                        let write = Write::conflicting(key, base, mine, now, merge);
                        let mut confirm = Confirm::new(write, self.name.clone(), self.companion.clone());
                        confirm.write.recording.draft = Some(id.clone());
                        self.draft.id = Some(id);
                        self.draft.kept = Some(self.document());
                        return Outcome::Push(Dialog::Confirm(Box::new(confirm)));
                    }
                }
            }
        }
        self.draft.id = Some(id);
        self.draft.kept = Some(self.document());
        self.check_cross_field_rules();
        self.note = Some(note);
        Outcome::Stay
    }

    /// Fills the form of a new resource as it was. What is not kept stays as the form proposes it.
    fn fill_new(&mut self, mine: &Document, draft: &Record) {
        for row in &mut self.fields {
            let path = row.field.path;
            let is_withheld = draft.changes.iter().any(|change| change.withheld && change.path == path);
            let value = row.before(mine).map(std::borrow::Cow::into_owned);
            if !is_withheld && row.value(None) != value {
                row.fill(value.as_ref());
            }
        }
    }
}

/// A draft of one document, laid over the document as it is now.
struct DraftedDocument {
    key: Key,
    now: Document,
    base: Document,
    mine: Document,
    merge: Merge,
}

impl DraftedDocument {
    fn new(loaded: EditedDocument, edits: &[RecordedChange]) -> Self {
        let EditedDocument { key, before: now, .. } = loaded;
        let Drafted { base, mine } = drafted(edits, &now, key.kind);
        let merge = Merge::new(&base, &mine, &now, key.kind);
        Self { key, now, base, mine, merge }
    }

    /// True if nothing is left to change.
    fn is_settled(&self) -> bool {
        self.changes_left() == 0
    }

    /// Number of changes that the draft still makes.
    fn changes_left(&self) -> usize {
        match self.merge.merged() {
            Some(merged) => changes(&self.now, &merged, self.key.kind).len(),
            None => changes(&self.base, &self.mine, self.key.kind).len(),
        }
    }

    /// The document before and after the edits: the current one, unless somebody has changed the same
    /// settings.
    fn laid(self) -> (Document, Document) {
        match self.merge.merged() {
            Some(merged) => (self.now, merged),
            None => (self.base, self.mine),
        }
    }
}
