//! Asks why a finding is accepted and for how long, and has that written to the configuration.

use crate::app::Tone;
use crate::app::dialog::Outcome;
use crate::app::dialog::context::{Context, News};
use crate::app::remote::Remote;
use crate::app::widget::text_input::TextInput;
use crate::config::{Config, Exception, NewException, end_of_day};
use crate::error::AppError;
use crate::keymap::ExceptionAction;
use crate::message::{Call, Reply, RequestId};
use crate::resource::Finding;
use crate::secret::Secret;

/// The finding, the reason and the last day, and what became of the file.
#[derive(Debug)]
pub struct ExceptionDialog {
    pub finding: &'static Finding,
    /// The name of the resource after that of its pool.
    pub place: String,
    /// What names the resource in the file.
    resource: String,
    /// The configuration file; without one the exception holds until the program ends.
    pub file: Option<String>,
    /// The reason, and the last day.
    pub inputs: [TextInput; 2],
    pub focus: usize,
    pub answer: Remote,
    pub note: Option<String>,
}

impl ExceptionDialog {
    /// `before` is the exception that there is for the finding, held or expired.
    pub fn new(
        finding: &'static Finding,
        place: String,
        resource: String,
        file: Option<String>,
        before: Option<&Exception>,
    ) -> Self {
        let reason = before.map(|exception| exception.reason.as_str()).unwrap_or_default();
        let inputs = [TextInput::new(reason), TextInput::default()];
        Self { finding, place, resource, file, inputs, focus: 0, answer: Remote::NotAsked, note: None }
    }

    /// The input that the user types in; none while the file is written.
    pub fn input_mut(&mut self) -> Option<&mut TextInput> {
        if self.answer.is_loading() {
            return None;
        }
        self.note = None;
        self.answer = Remote::NotAsked;
        Some(&mut self.inputs[self.focus.min(1)])
    }

    /// The exception, if it can be written; otherwise the note says why not.
    fn exception(&mut self, now: i64) -> Option<NewException> {
        let [reason, until] = [0, 1].map(|at| self.inputs[at].text().trim().to_owned());
        let fault = if reason.is_empty() {
            Some((0, "Say why: whoever reads the configuration later has to know."))
        } else if until.is_empty() {
            None
        } else {
            match end_of_day(&until) {
                None => Some((1, "The last day is a date, such as 2027-03-31.")),
                Some(end) if end <= now => Some((1, "That day has passed.")),
                Some(_) => None,
            }
        };
        if let Some((focus, words)) = fault {
            (self.focus, self.note) = (focus, Some(words.to_owned()));
            return None;
        }
        Some(NewException {
            check: self.finding.exact_name(),
            resource: self.resource.clone(),
            about: format!("{}: {}", self.finding.title(), self.place),
            reason,
            until: (!until.is_empty()).then_some(until),
        })
    }

    pub(crate) fn act(&mut self, action: ExceptionAction, context: &mut Context) -> Outcome {
        match action {
            ExceptionAction::Close => return Outcome::Close,
            _ if self.answer.is_loading() => {}
            ExceptionAction::OtherField => self.focus = 1 - self.focus.min(1),
            ExceptionAction::Submit if self.focus == 0 && self.inputs[1].text().is_empty() => self.focus = 1,
            ExceptionAction::Submit => {
                let Some(exception) = self.exception(context.now) else { return Outcome::Stay };
                let Some(file) = self.file.clone() else {
                    return match exception.added_to("") {
                        Ok(text) => self.accepted(Config::read(&text).exceptions, false, context),
                        Err(why) => {
                            self.note = Some(why);
                            Outcome::Stay
                        }
                    };
                };
                let call = Call::AddException { file: Secret::new(file), exception: Box::new(exception) };
                self.answer = Remote::Loading(context.start("Writing the configuration", call));
            }
        }
        Outcome::Stay
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        if !self.answer.waits_for(id) {
            return Outcome::Stay;
        }
        match result {
            Ok(Reply::Text(text)) => self.accepted(Config::read(text.reveal()).exceptions, true, context),
            Ok(_) => Outcome::Stay,
            Err(error) => {
                self.answer = Remote::Failed(error);
                Outcome::Stay
            }
        }
    }

    fn accepted(&self, exceptions: Vec<Exception>, are_all: bool, context: &mut Context) -> Outcome {
        context.tell(News::Excepted { exceptions, are_all });
        let until = self.inputs[1].text().trim();
        let until = if until.is_empty() { String::new() } else { format!(" until {until}") };
        let place = &self.place;
        context.say(Tone::Good, format!("{} at {place} is accepted{until}.", self.finding.id));
        Outcome::Close
    }
}
