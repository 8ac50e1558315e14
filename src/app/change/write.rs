//! The safe write: read again, compare, send, read once more, judge. The caller makes each step's call.

mod conflict;
mod effects;
mod further;
mod gone;
pub(crate) mod recording;
mod request;
mod stage;

pub use crate::app::change::write::conflict::Conflict;
use crate::app::change::write::gone::gone;
use crate::app::change::write::recording::Recording;
pub use crate::app::change::write::stage::{CheckStart, Sent, Stage};
use crate::app::dialog::context::{Context, News};
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Pages, Reply, RequestId};
use crate::resource::{Document, Key, Merge, Verdict, WriteOperation, changes};

/// One write of one resource: the documents before and after, and the stage.
#[derive(Debug)]
pub struct Write {
    pub operation: WriteOperation,
    /// The resource; a new one has no id until AWS returns it.
    pub key: Key,
    /// The document that the change starts from; empty for a create.
    pub base: Document,
    /// The document with the requested settings.
    pub edited: Document,
    pub stage: Stage,
    /// The error by which the answer to the request was lost, if it was.
    lost_answer: Option<AppError>,
    /// Ids of the resources before the create, if known.
    pub existing_ids: Option<Vec<String>>,
    /// The new resource's document in the answer to the create.
    pub created: Document,
    /// Resources with the new one's name, found after the answer to the create was lost.
    found: Vec<Key>,
    /// The new resources of the request that were read so far.
    new_ones: Vec<Document>,
    /// What the check does with a document that is not the one of the review.
    starts: CheckStart,
    /// What the history gets to know of the write.
    pub recording: Recording,
}

/// The call of a step, and its label in the status line.
pub type Step = (Call, String);

impl Write {
    /// An update that waits for its confirmation.
    pub fn new(key: Key, base: Document, edited: Document) -> Self {
        Self {
            operation: WriteOperation::Update,
            key,
            base,
            edited,
            stage: Stage::Review,
            lost_answer: None,
            existing_ids: None,
            created: Document::default(),
            found: Vec::new(),
            new_ones: Vec::new(),
            starts: CheckStart::default(),
            recording: Recording::default(),
        }
    }

    /// A create that waits for its confirmation.
    pub fn create(key: Key, settings: Document) -> Self {
        // A resource whose id is its chosen name is known by the id from the beginning.
        let chosen = settings.text(key.kind.id_path).filter(|_| key.kind.has_chosen_id());
        let id = chosen.map_or_else(|| key.id.clone(), str::to_owned);
        Self {
            operation: WriteOperation::Create,
            ..Self::new(Key { id, ..key }, Document::default(), settings)
        }
    }

    pub(crate) fn starting(self, starts: CheckStart) -> Self {
        Self { starts, ..self }
    }

    /// A delete that waits for its confirmation.
    pub fn delete(key: Key, base: Document) -> Self {
        Self { operation: WriteOperation::Delete, ..Self::new(key, base, Document::default()) }
    }

    /// The first step after a confirmation, be it the first one or one that follows a failure.
    pub fn begin(&self, name: &str) -> Step {
        match self.operation {
            WriteOperation::Create => (self.write_call(name), format!("Creating {name}")),
            WriteOperation::Update | WriteOperation::Delete => {
                (Call::Describe(self.key.clone()), format!("Checking {name} for other changes"))
            }
        }
    }

    /// The step that reads the resource, or the list, when the outcome is unknown.
    pub fn reread(&self, name: &str) -> Step {
        if self.key.id.is_empty() {
            return (Call::List(self.key.list(), Pages::All), format!("Looking for {name}"));
        }
        (Call::Describe(self.key.clone()), format!("Verifying {name}"))
    }

    /// Makes the call of a step. The history gets its line before anything is sent.
    pub fn start(&mut self, step: Step, context: &mut Context) {
        if matches!(self.stage, Stage::Review | Stage::Failed(_)) {
            // Another attempt is another write, with a record of its own.
            self.recording.record = None;
        }
        if context.ending
            && !matches!(self.stage, Stage::Sending(_) | Stage::Verifying(..) | Stage::Identifying(_))
        {
            self.stage = Stage::Failed(AppError::new("Not sent: cognitui was ended"));
            self.record_ending(context);
            return;
        }
        let (call, label) = self.recorded_first(step, context);
        let id = context.start_write(label, &self.key, call.clone());
        self.under_way(id, &call);
    }

    /// Takes the reply of a step, tells the news about the resource, and returns the next step, if any.
    pub(crate) fn handle_reply_and_tell(
        &mut self,
        result: Result<Reply, AppError>,
        name: &str,
        context: &mut Context,
    ) -> Option<Step> {
        let now = match &result {
            Ok(Reply::Document(document)) => document.clone(),
            _ => None,
        };
        let step = self.handle_reply(result, name);
        let removed = match &self.stage {
            Stage::Removed { .. } => true,
            Stage::Failed(error) => {
                self.operation == WriteOperation::Delete && error.kind == ErrorKind::NotFound
            }
            _ => false,
        };
        self.record_ending(context);
        let key = self.key_of(now.as_ref());
        match now {
            Some(now) if self.operation == WriteOperation::Create => context.tell(News::Created(key, now)),
            Some(now) => context.tell(News::Read(key, now)),
            None if removed => context.tell(News::Deleted(key)),
            None => {}
        }
        step
    }

    fn under_way(&mut self, id: RequestId, call: &Call) {
        self.stage = match (call, &self.stage) {
            (Call::Record(_), _) => Stage::Recording(id),
            (Call::Write(_), _) => Stage::Sending(id),
            (Call::List(..), _) => Stage::Identifying(id),
            (_, Stage::Sending(_)) => Stage::Verifying(id, Sent::Accepted),
            (_, Stage::Identifying(_)) => Stage::Verifying(id, Sent::AnswerLost),
            (_, Stage::Unknown { sent, .. } | Stage::Verifying(_, sent)) => Stage::Verifying(id, *sent),
            _ => Stage::Checking(id),
        };
        if matches!(call, Call::List(..)) {
            self.found.clear();
        }
    }

    pub const fn waits_for(&self) -> Option<RequestId> {
        match self.stage {
            Stage::Checking(id)
            | Stage::Recording(id)
            | Stage::Sending(id)
            | Stage::Verifying(id, _)
            | Stage::Identifying(id) => Some(id),
            _ => None,
        }
    }

    /// Takes rows of the list that may have the new resource.
    pub fn look_at(&mut self, rows: &[Document]) {
        let list = self.key.list();
        let name = self.key.kind.name_of(&self.edited);
        // A resource without a name is recognized by being new.
        let called = |row: &&Document| name.is_none() || self.key.kind.name_of(row) == name;
        let named = rows.iter().filter(called).filter_map(|row| list.row(row));
        let existing_ids = self.existing_ids.as_deref().unwrap_or_default();
        self.found.extend(named.filter(|key| !existing_ids.contains(&key.id)));
    }

    /// Takes the reply of a step, and returns the next step, if any.
    pub fn handle_reply(&mut self, result: Result<Reply, AppError>, name: &str) -> Option<Step> {
        match (&self.stage, result) {
            (Stage::Checking(_), Ok(Reply::Document(Some(now)))) => self.checked(now, name),
            (Stage::Recording(_), Ok(_)) => self.recording.step.take(),
            (Stage::Recording(_), Err(error)) => {
                self.recording.forget_record();
                self.stop(Stage::Unrecorded(error))
            }
            (Stage::Sending(_), Ok(Reply::Created(key, created))) => {
                self.key = key;
                self.created = created;
                if !self.key.kind.can_be_described() {
                    let (verdict, now) = (Verdict::default(), self.created.clone());
                    return self.stop(Stage::Done { verdict, sent: Sent::Accepted, now });
                }
                Some(self.reread(name))
            }
            (Stage::Sending(_), Ok(_)) => Some(self.reread(name)),
            (Stage::Identifying(_), Ok(_)) => self.identify_created(name),
            (Stage::Identifying(_), Err(error)) => {
                self.stop(Stage::Unknown { error, sent: Sent::AnswerLost, unchanged: false })
            }
            (Stage::Verifying(_, sent), Err(error))
                if self.operation == WriteOperation::Delete && error.kind == ErrorKind::NotFound =>
            {
                let sent = *sent;
                self.stop(Stage::Removed { sent, going: false })
            }
            (Stage::Verifying(_, sent), Ok(Reply::Document(None)))
                if self.operation == WriteOperation::Delete =>
            {
                let sent = *sent;
                self.stop(Stage::Removed { sent, going: false })
            }
            (
                Stage::Verifying(_, Sent::AnswerLost),
                Err(AppError { kind: ErrorKind::NotFound, .. }) | Ok(Reply::Document(None)),
            ) if self.operation == WriteOperation::Create => {
                let error =
                    self.lost_answer.clone().unwrap_or_else(|| AppError::new("The response was lost"));
                self.stop(Stage::Unknown { error, sent: Sent::AnswerLost, unchanged: true })
            }
            (Stage::Sending(_), Err(error))
                if error.kind == ErrorKind::Unknown && !self.key.kind.can_be_described() =>
            {
                self.stop(Stage::Unknown { error, sent: Sent::AnswerLost, unchanged: false })
            }
            (Stage::Sending(id), Err(error)) if error.kind == ErrorKind::Unknown => {
                // The answer is lost: a read shows whether the write happened. Nothing is ever sent twice.
                self.stage = Stage::Verifying(*id, Sent::AnswerLost);
                self.lost_answer = Some(error);
                Some(self.reread(name))
            }
            (Stage::Checking(_) | Stage::Sending(_), Err(error)) => self.stop(Stage::Failed(error)),
            (Stage::Verifying(_, sent), Ok(Reply::Document(Some(now)))) if self.may_be_gone(&now, *sent) => {
                let sent = *sent;
                self.stop(Stage::Unknown { error: gone(name), sent, unchanged: false })
            }
            (Stage::Verifying(_, sent), Ok(Reply::Document(Some(now)))) => {
                let sent = *sent;
                self.verified(now, sent)
            }
            (Stage::Verifying(_, sent), Err(error)) => {
                let sent = *sent;
                self.stop(Stage::Unknown { error, sent, unchanged: false })
            }
            (Stage::Checking(_), Ok(_)) => self.stop(Stage::Failed(gone(name))),
            (Stage::Verifying(_, sent), Ok(_)) => {
                let sent = *sent;
                self.stop(Stage::Unknown { error: gone(name), sent, unchanged: false })
            }
            _ => None,
        }
    }

    fn stop(&mut self, stage: Stage) -> Option<Step> {
        self.stage = stage;
        None
    }

    fn checked(&mut self, now: Document, name: &str) -> Option<Step> {
        match std::mem::take(&mut self.starts) {
            CheckStart::FromReview => {}
            CheckStart::FromCheck => (self.edited, self.base) = (self.applied_to(&now), now.clone()),
            CheckStart::OnUnrelatedChanges => self.merge_unrelated(&now),
        }
        if self.operation == WriteOperation::Delete {
            if changes(&self.base, &now, self.key.kind).is_empty() {
                return Some((self.write_call(name), format!("Deleting {name}")));
            }
            let merge = Merge::new(&self.base, &self.base, &now, self.key.kind);
            return self.stop(Stage::Conflict(Conflict::new(now, merge)));
        }
        if changes(&self.base, &now, self.key.kind).is_empty() {
            return Some((self.write_call(name), format!("Updating {name}")));
        }
        let merge = Merge::new(&self.base, &self.edited, &now, self.key.kind);
        self.stop(Stage::Conflict(Conflict::new(now, merge)))
    }

    /// Identifies the new resource after the list was read: it has the name, and was not there before.
    fn identify_created(&mut self, name: &str) -> Option<Step> {
        if let ([only], true) = (self.found.as_slice(), self.existing_ids.is_some()) {
            self.key = only.clone();
            return Some((Call::Describe(only.clone()), format!("Loading {name}")));
        }
        let lost_answer = self.lost_answer.clone().unwrap_or_else(|| AppError::new("The response was lost"));
        let (error, unchanged) = match self.found.as_slice() {
            [] => (lost_answer, true),
            [only] => (
                lost_answer.hint(format!(
                    "One with this name exists: {}. Check whether it is the new one.",
                    only.id
                )),
                false,
            ),
            many => (
                lost_answer.hint(format!(
                    "{} with this name exist. Check whether one of them is the new one.",
                    many.len()
                )),
                false,
            ),
        };
        self.stop(Stage::Unknown { error, sent: Sent::AnswerLost, unchanged })
    }

    fn verified(&mut self, now: Document, sent: Sent) -> Option<Step> {
        match self.operation {
            WriteOperation::Update => {}
            WriteOperation::Create
                if sent == Sent::AnswerLost
                    && self
                        .existing_ids
                        .as_ref()
                        .is_some_and(|existing_ids| existing_ids.contains(&self.key.id)) =>
            {
                let error = AppError::new(format!("{} already existed", self.key.id))
                    .hint("Check whether its settings changed.");
                return self.stop(Stage::Unknown { error, sent, unchanged: false });
            }
            WriteOperation::Create => return self.verified_new(now, sent),
            // AWS completes the delete by itself.
            WriteOperation::Delete
                if self
                    .key
                    .kind
                    .lifecycle
                    .transient_status
                    .is_some_and(|status| status.state(&now) == Some(status.deleting)) =>
            {
                return self.stop(Stage::Removed { sent, going: true });
            }
            WriteOperation::Delete => {
                let error = self.lost_answer.clone().unwrap_or_else(|| AppError::new("It still exists"));
                return self.stop(Stage::Unknown { error, sent, unchanged: true });
            }
        }
        let mut verdict = Verdict::new(&self.base, &self.edited, &now, self.key.kind);
        if self.base == self.key.unset() {
            verdict.fill();
        }
        // A setting that AWS never returns can't be verified; the settings sent with it show whether the
        // request arrived.
        let unseen =
            !verdict.unverifiable.is_empty() && verdict.changed.is_empty() && verdict.missing.is_empty();
        if sent == Sent::AnswerLost && (unseen || !verdict.missing.is_empty()) {
            let unchanged = !unseen && changes(&self.base, &now, self.key.kind).is_empty();
            let error = self
                .lost_answer
                .clone()
                .unwrap_or_else(|| AppError::new("The response to the update was lost"));
            return self.stop(Stage::Unknown { error, sent, unchanged });
        }
        self.stop(Stage::Done { verdict, sent, now })
    }

    /// Gives up the read under way, if any, and returns its request for the caller to cancel. A sent request
    /// stays sent.
    pub fn stop_reading(&mut self) -> Option<RequestId> {
        match self.stage {
            Stage::Checking(id) => {
                self.stage = Stage::Review;
                Some(id)
            }
            Stage::Identifying(id) => {
                let error = self
                    .lost_answer
                    .clone()
                    .unwrap_or_else(|| AppError::new("Stopped before the result was verified"));
                self.stage = Stage::Unknown { error, sent: Sent::AnswerLost, unchanged: false };
                Some(id)
            }
            Stage::Verifying(id, sent) => {
                let error = self
                    .lost_answer
                    .clone()
                    .unwrap_or_else(|| AppError::new("Stopped before the result was verified"));
                self.stage = Stage::Unknown { error, sent, unchanged: false };
                Some(id)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
