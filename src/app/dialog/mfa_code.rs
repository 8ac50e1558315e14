//! Asks for the code of an MFA device, which a role of the profile needs.

use zeroize::Zeroizing;

use crate::app::Tone;
use crate::app::dialog::Outcome;
use crate::app::dialog::context::{Context, News};
use crate::app::remote::Remote;
use crate::app::widget::text_input::TextInput;
use crate::error::{AppError, ErrorKind};
use crate::key::{Code, KeyPress};
use crate::keymap::{Action, MfaCodeAction, Scope, ScreenAction, key_of};
use crate::message::{Call, Reply, RequestId};
use crate::secret::Secret;

/// The digits of a code.
pub const DIGITS: usize = 6;

/// The question, the typed code, and what AWS says to it.
#[derive(Debug)]
pub struct MfaCode {
    /// Which profile needs the code, and of which device.
    pub question: AppError,
    pub input: TextInput,
    pub answer: Remote,
    pub note: Option<String>,
}

impl MfaCode {
    pub fn new(question: AppError) -> Self {
        Self { question, input: TextInput::default(), answer: Remote::NotAsked, note: None }
    }

    /// Gives a key to the code, which takes digits; returns true if it took the key.
    pub(crate) fn type_key(&mut self, key: KeyPress) -> bool {
        let is_other =
            matches!(key.code, Code::Char(char) if key.typed().is_some() && !char.is_ascii_digit());
        if self.answer.is_loading() || is_other {
            return false;
        }
        let is_full = self.input.text().chars().count() >= DIGITS && key.typed().is_some();
        if is_full || self.input.press(key) {
            self.note = None;
            return true;
        }
        false
    }

    pub(crate) fn paste(&mut self, text: &str) {
        if !self.answer.is_loading() {
            let digits = Zeroizing::new(text.chars().filter(char::is_ascii_digit).collect::<String>());
            self.input.clear();
            self.input.paste(&digits);
            self.note = None;
        }
    }

    pub(crate) fn act(&mut self, action: MfaCodeAction, context: &mut Context) -> Outcome {
        match action {
            MfaCodeAction::Leave => {
                let refresh = key_of(Scope::Anywhere, Action::Screen(ScreenAction::Refresh));
                context.say(Tone::Plain, format!("Not signed in: {refresh} asks for the code again."));
                context.tell(News::CodeDeclined);
                Outcome::Close
            }
            MfaCodeAction::Submit if self.answer.is_loading() => Outcome::Stay,
            MfaCodeAction::Submit => {
                let code = self.input.text().trim();
                if code.chars().count() == DIGITS {
                    let code = Secret::new(code.to_owned());
                    self.answer = Remote::Loading(context.start("Signing in", Call::SignIn(code)));
                } else {
                    self.note = Some(format!("A code has {DIGITS} digits."));
                }
                Outcome::Stay
            }
        }
    }

    /// A code counts once, so it is gone whatever AWS says.
    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        if !self.answer.waits_for(id) {
            return Outcome::Stay;
        }
        self.input = TextInput::default();
        match result {
            Ok(_) => {
                context.tell(News::SignedIn);
                Outcome::Close
            }
            // Another role of the profile needs a code of its own.
            Err(error) if error.kind == ErrorKind::NeedsCode && error.hint != self.question.hint => {
                self.answer = Remote::NotAsked;
                self.question = error;
                Outcome::Stay
            }
            Err(error) => {
                self.answer = Remote::Failed(error);
                Outcome::Stay
            }
        }
    }
}
