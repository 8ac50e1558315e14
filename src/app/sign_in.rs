//! Signing in while the program runs: the code of an MFA device is asked for, and after a sign-in elsewhere
//! everything that failed for want of it is read again.

use crate::app::dialog::Dialog;
use crate::app::dialog::mfa_code::MfaCode;
use crate::app::remote::Remote;
use crate::app::screen::Screen;
use crate::app::{App, Tone};
use crate::error::{AppError, ErrorKind};
use crate::message::{ContextId, Effect};

impl App {
    /// Asks for the code that a request of the shown context needs, unless the user has left the question.
    pub(crate) fn ask_for_code(&mut self, question: AppError) -> Vec<Effect> {
        if self.context.code_declined || self.dialogs.asks_for_code() {
            return vec![];
        }
        self.open_dialog(Dialog::MfaCode(Box::new(MfaCode::new(question))))
    }

    /// Stops asking for a code until the user reads something again.
    pub(crate) const fn decline_code(&mut self) {
        self.context.code_declined = true;
    }

    pub(crate) const fn accept_code(&mut self) {
        self.context.code_declined = false;
    }

    /// Reads again what failed for want of credentials.
    pub(crate) fn signed_in(&mut self) -> Vec<Effect> {
        let failed = |load: &Remote| {
            let kind = load.error().map(|error| error.kind);
            matches!(kind, Some(ErrorKind::Credentials | ErrorKind::NeedsCode))
        };
        self.accept_code();
        for screen in &mut self.screens {
            for list in screen.lists_mut().filter(|list| failed(&list.load)) {
                list.begin_refresh();
                list.load = Remote::NotAsked;
            }
            let sections = screen.details_mut().flat_map(|details| &mut details.sections);
            for section in sections.filter(|section| failed(&section.load)) {
                section.load = Remote::NotAsked;
            }
        }
        let mut effects = self.activate();
        effects.extend(self.fetch_caller());
        effects
    }

    /// Goes on after somebody signed in elsewhere.
    pub(crate) fn sign_in_changed(&mut self, context: ContextId) -> Vec<Effect> {
        if self.watched.take_if(|watched| *watched == context).is_none() {
            return vec![];
        }
        if self.is_joint() {
            return self.member_signed_in(context);
        }
        if self.context.id != context {
            return vec![];
        }
        self.say(Tone::Plain, "The sign-in has changed: reading again.");
        self.signed_in()
    }

    /// Has the sign-in of the shown context watched as long as its screen shows that it is missing.
    pub(crate) fn watch_sign_in(&mut self) -> Option<Effect> {
        let is_missing =
            |screen: &Screen| screen.load_errors().iter().any(|error| error.kind == ErrorKind::Credentials);
        let wanted = if self.is_joint() {
            self.signed_out_member()
        } else {
            is_missing(self.screen()).then_some(self.context.id)
        };
        (self.watched != wanted).then(|| {
            self.watched = wanted;
            Effect::WatchSignIn(wanted)
        })
    }
}
