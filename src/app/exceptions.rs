//! Accepts a finding: asks for the reason, and checks anew what exceptions are about.

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::app::dialog::exception::ExceptionDialog;
use crate::app::screen::Body;
use crate::config::Exception;
use crate::message::Effect;
use crate::resource::finding::path_of;
use crate::resource::{Finding, Key};

impl App {
    /// Asks why the finding of the chosen row is accepted.
    pub(crate) fn accept_finding(&mut self) -> Vec<Effect> {
        let Some((key, finding)) = self.finding_to_accept() else { return vec![] };
        let name = self.checked_name(&key);
        let (place, before) = (self.place_of(&key, &name), self.exception(&key, &name, finding));
        let file = self.options.config_file.clone();
        let dialog = ExceptionDialog::new(finding, place, path_of(&key), file, before);
        self.open_dialog(Dialog::Exception(Box::new(dialog)))
    }

    /// The finding of the chosen row of the findings, or the worst one at the chosen setting.
    fn finding_to_accept(&self) -> Option<(Key, &'static Finding)> {
        match self.screen().body() {
            Body::List(_) => self.chosen_row_finding(),
            Body::Details(details) => {
                let key = &details.section()?.key;
                self.chosen_findings().first().map(|finding| (key.clone(), *finding))
            }
        }
    }

    /// Has exceptions hold from now on: instead of the others, or beside them.
    pub(crate) fn except(&mut self, exceptions: Vec<Exception>, are_all: bool) {
        if are_all {
            self.options.config.exceptions = exceptions;
        } else {
            self.options.config.exceptions.extend(exceptions);
        }
        self.recheck_exceptions();
    }
}
