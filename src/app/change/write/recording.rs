//! What the history gets to know of a write: a line before the request goes out, and another one with what
//! became of it.

use crate::app::change::write::{Sent, Stage, Step, Write};
use crate::app::dialog::context::{Context, News};
use crate::error::{AppError, ErrorKind};
use crate::history::masking::secret_texts;
use crate::history::record::{VERSION, time};
use crate::history::{Ending, HistoryLine, Record, RecordedChange, RecordedOutcome, recorded_request};
use crate::message::{Call, Caller, Connection, RequestId};
use crate::resource::{Change, Document, Service, Verdict, WriteOperation};
use crate::secret::KnownSecrets;

/// The state of a write's record.
#[derive(Debug, Default)]
pub struct Recording {
    /// The step that sends the request, while its line is on its way to the history.
    pub(super) step: Option<Step>,
    /// The record in the history, once its line is there or on its way.
    pub record: Option<Box<Record>>,
    /// True after the user has chosen to send without a record.
    unrecorded: bool,
    /// Id of the entry whose change the write takes back.
    pub reverts: Option<String>,
    /// Name of the bulk change that the write is part of.
    pub bulk: Option<String>,
    /// Id of the draft that has the edits until they are applied.
    pub draft: Option<String>,
    /// AWS's id of the request that wrote.
    request_id: Option<String>,
}

impl Recording {
    /// Forgets a record that the history could not take.
    pub(super) fn forget_record(&mut self) {
        (self.record, self.step) = (None, None);
    }
}

impl Write {
    /// The step itself, or the step that comes before it: its line in the history.
    pub(super) fn recorded_first(&mut self, step: Step, context: &Context) -> Step {
        let Some(run) = &context.options.history else { return step };
        let (Call::Write(request), false) = (&step.0, matches!(self.stage, Stage::Recording(_))) else {
            return step;
        };
        self.recording.request_id = None;
        if self.recording.unrecorded {
            return step;
        }
        let record = Record {
            id: record_id(context.now, run, &context.requests.upcoming().to_string()),
            at: time(context.now),
            request: Some(recorded_request(self.key.kind, &request.body)),
            reverts: self.recording.reverts.clone(),
            bulk: self.recording.bulk.clone(),
            ..Record::of(self.operation, &self.key, &request.name, &self.base, &self.edited)
        };
        let record = in_context(record, self.key.kind.service(), context.caller, context.connection);
        let label = format!("Recording the change of {}", request.name);
        let line = HistoryLine::Sent(Box::new(record.clone()));
        self.recording.record = Some(Box::new(record));
        self.recording.step = Some(step);
        (Call::Record(line), label)
    }

    /// Goes on without a record after the history could not be written, from the first step on.
    pub fn begin_unrecorded(&mut self, name: &str) -> Step {
        self.recording.unrecorded = true;
        self.begin(name)
    }

    pub(crate) fn note_request_id(&mut self, id: RequestId, request_id: String) {
        if matches!(self.stage, Stage::Sending(sent) if sent == id) {
            self.recording.request_id = Some(request_id);
        }
    }

    /// Records what became of the write, if it is over and was recorded when it was sent.
    pub(crate) fn record_ending(&self, context: &mut Context) {
        if let (Some(draft), true) = (&self.recording.draft, self.is_done()) {
            context.tell(News::DraftSpent(draft.clone()));
        }
        if let Some(ending) = self.ending(context.now) {
            context.record(HistoryLine::Ended(Box::new(ending)));
        }
    }

    /// True if nothing is left to send: all of it is applied, or the new resource exists.
    fn is_done(&self) -> bool {
        let created = self.operation == WriteOperation::Create;
        match &self.stage {
            Stage::Done { verdict, .. } => created || verdict.missing.is_empty(),
            Stage::Unknown { sent: Sent::Accepted, .. } => created,
            _ => false,
        }
    }

    fn ending(&self, now: i64) -> Option<Ending> {
        let record = self.recording.record.as_ref()?;
        let mut ending = Ending {
            v: VERSION,
            id: record.id.clone(),
            at: time(now),
            outcome: RecordedOutcome::Unknown,
            target: (self.key.id != record.target).then(|| self.key.id.clone()),
            verdict: None,
            missing: Vec::new(),
            others: Vec::new(),
            error: None,
            request_id: self.recording.request_id.clone(),
        };
        match &self.stage {
            Stage::Done { verdict, sent, now } => self.judge(&mut ending, verdict, *sent, now),
            Stage::Removed { sent, going } => {
                ending.outcome = RecordedOutcome::Applied;
                let words = if *going { "AWS is deleting it." } else { "AWS no longer returns it." };
                ending.verdict = Some(format!("{}{words}", lost(*sent)));
            }
            Stage::Failed(error) => {
                ending.outcome = match error.kind {
                    ErrorKind::Refused | ErrorKind::NotFound | ErrorKind::Quota => RecordedOutcome::Refused,
                    ErrorKind::Unknown
                    | ErrorKind::Credentials
                    | ErrorKind::NeedsCode
                    | ErrorKind::Throttled => RecordedOutcome::Failed,
                };
                ending.error = Some(self.error_text(error));
            }
            Stage::Unknown { error, sent, unchanged } => {
                let words = match (*unchanged, sent) {
                    (true, _) => "It was read since, and is as before.",
                    (false, Sent::Accepted) => "AWS accepted it. The result was not read.",
                    (false, Sent::AnswerLost) => "The response was lost, and the result was not read.",
                };
                ending.verdict = Some(words.to_owned());
                ending.error = Some(self.error_text(error));
            }
            Stage::Review
            | Stage::Checking(_)
            | Stage::Recording(_)
            | Stage::Unrecorded(_)
            | Stage::Sending(_)
            | Stage::Verifying(..)
            | Stage::Identifying(_)
            | Stage::Conflict { .. } => return None,
        }
        Some(ending)
    }

    fn judge(&self, ending: &mut Ending, verdict: &Verdict, sent: Sent, now: &Document) {
        ending.outcome =
            if verdict.missing.is_empty() { RecordedOutcome::Applied } else { RecordedOutcome::Failed };
        let created = self.operation == WriteOperation::Create;
        let sentence = if created { verdict.sentence_of_new() } else { verdict.sentence() };
        ending.verdict = Some(format!("{}{sentence}", lost(sent)));
        let recorded = |changes: &[Change], before: &Document| {
            changes.iter().map(|change| RecordedChange::of(change, before, self.key.kind)).collect()
        };
        ending.missing = recorded(&verdict.missing, &self.edited);
        ending.others = recorded(&verdict.others, now);
    }

    /// An error as a text, without the secrets of the request that AWS may repeat in it.
    fn error_text(&self, error: &AppError) -> String {
        let cause = error.cause.iter().map(|cause| format!(" ({cause})"));
        let text = std::iter::once(error.summary.clone()).chain(cause).collect::<String>();
        let secrets = KnownSecrets::default();
        for document in [&self.base, &self.edited] {
            for secret in secret_texts(self.key.kind, document) {
                secrets.note(&secret);
            }
        }
        secrets.redact(&text)
    }
}

const fn lost(sent: Sent) -> &'static str {
    match sent {
        Sent::Accepted => "",
        Sent::AnswerLost => "The response was lost. ",
    }
}

/// A record with who makes the change, and where.
pub(crate) fn in_context(
    record: Record,
    service: Service,
    caller: Option<&Caller>,
    connection: &Connection,
) -> Record {
    Record {
        caller: caller.map(|caller| caller.arn.clone()),
        account: caller.map(|caller| caller.account.clone()),
        region: connection.region.clone(),
        profile: connection.profile.clone(),
        endpoint: connection.endpoint(service).map(str::to_owned),
        ..record
    }
}

/// The id of a record: its time, the run that makes it, and what tells it from the others of the run.
pub(crate) fn record_id(now: i64, run: &str, number: &str) -> String {
    format!("{}-{run}-{number}", base36(now))
}

/// A number in few characters, for ids.
fn base36(number: i64) -> String {
    let mut left = number.unsigned_abs();
    let mut digits = Vec::new();
    while left > 0 || digits.is_empty() {
        let digit = u32::try_from(left % 36).unwrap_or_default();
        digits.push(char::from_digit(digit, 36).unwrap_or('0'));
        left /= 36;
    }
    digits.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{IDENTITY_POOL, SIGN_UP};
    use crate::resource::{Key, changes};

    #[test]
    fn an_error_is_recorded_without_what_the_request_held_however_many_blank_and_short_values_it_had() {
        let attributes =
            ["ann@example.com", "", "r", "e", "d", "a", "c", "t", "[", "]", "", "", "", "", "", ""];
        let attributes = attributes.map(|value| json!({"Name": "", "Value": value}));
        let user = json!({"Username": "ann", "Password": "SEED-pass-1", "UserAttributes": attributes});
        let user = Document::from_value(user).expect("an object");
        let key = Key { kind: &SIGN_UP, parents: vec!["1".to_owned(), "2".to_owned()], id: String::new() };
        let error = AppError::new("Can't create ann").cause("SEED-pass-1 of ann@example.com is a bad one");
        assert_eq!(
            Write::create(key, user).error_text(&error),
            "Can't create ann ([redacted] of [redacted] is a bad one)"
        );
    }

    #[test]
    fn an_update_is_done_once_all_of_it_is_applied_and_a_create_once_the_resource_exists() {
        let pool = |name: &str| {
            Document::from_value(json!({"IdentityPoolId": "1", "IdentityPoolName": name})).expect("an object")
        };
        let key = Key::top(&IDENTITY_POOL, "1");
        let missing = changes(&pool("a"), &pool("b"), &IDENTITY_POOL);
        let done = |write: Write, missing: &[Change]| {
            let verdict = Verdict { missing: missing.to_vec(), ..Verdict::default() };
            let stage = Stage::Done { verdict, sent: Sent::Accepted, now: pool("a") };
            Write { stage, ..write }.is_done()
        };
        let update = || Write::new(key.clone(), pool("a"), pool("b"));
        assert!(done(update(), &[]) && !done(update(), &missing));
        assert!(done(Write::create(key.clone(), pool("b")), &missing));
        assert!(!update().is_done());
        let unknown = |write: Write, sent| {
            let stage = Stage::Unknown { error: AppError::new("lost"), sent, unchanged: false };
            Write { stage, ..write }.is_done()
        };
        assert!(!unknown(update(), Sent::Accepted));
        let create = || Write::create(key.clone(), pool("b"));
        assert!(unknown(create(), Sent::Accepted) && !unknown(create(), Sent::AnswerLost));
    }
}
