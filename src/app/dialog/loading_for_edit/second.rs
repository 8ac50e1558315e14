//! The second document of a form, which is loaded beside the resource.

use crate::app::Tone;
use crate::app::change::confirm::Confirm;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::loading_for_edit::review::{Loaded, review_revert};
use crate::app::dialog::loading_for_edit::{Intent, LoadingForEdit};
use crate::app::dialog::{Command, Outcome};
use crate::app::form::Form;
use crate::app::remote::Remote;
use crate::error::AppError;
use crate::history::Record;
use crate::message::Reply;
use crate::resource::{Document, Fix, Key};

impl LoadingForEdit {
    /// The second document that the intent is about as well, if there is one: its form has the settings of
    /// both, or both are taken back.
    pub(super) fn second_key(&self) -> Option<Key> {
        let has_both = match &self.intent {
            Intent::Edit(_) | Intent::RevertBoth(_) => true,
            Intent::Fix(finding) => matches!(finding.fix, Fix::Choose(_) | Fix::Elsewhere(_)),
            _ => false,
        };
        let second = self.key.kind.related.second.filter(|_| has_both)?;
        Some(Key { kind: (second.kind)(), ..self.key.clone() })
    }

    /// Takes the second document, and opens the form if it waited only for that. Without it, the form has the
    /// settings of the resource alone.
    pub(super) fn handle_second(
        &mut self,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        self.second = match (result, self.second_key()) {
            (Ok(Reply::Document(Some(document))), Some(key)) => {
                context.tell(News::Read(key, document.clone()));
                Remote::Ready(document)
            }
            (Err(error), _) => Remote::Failed(error),
            (Ok(_), _) => Remote::Failed(AppError::new("AWS answered nothing")),
        };
        match self.loaded.take() {
            Some(document) => self.go_on(document, context),
            None => Outcome::Stay,
        }
    }

    /// Asks for both changes to be taken back. Where not all of them can come back, the last one asks for
    /// itself.
    pub(super) fn revert_both(
        &mut self,
        records: [Record; 2],
        loaded: Loaded,
        context: &mut Context,
    ) -> Outcome {
        let Loaded { key, name, base, companion } = loaded;
        let (second_key, second) = match (std::mem::take(&mut self.second), self.second_key()) {
            (Remote::Ready(document), Some(key)) => (key, document),
            (Remote::Failed(error), _) => {
                self.failure = Some(error);
                return Outcome::Stay;
            }
            _ => return Outcome::Close,
        };
        let last = records[0].clone();
        let [one, other] = records;
        let is_own = one.key().is_some_and(|found| found.kind == key.kind);
        let (own, further) = if is_own { (one, other) } else { (other, one) };
        let both = [(own, key, base), (further, second_key, second)];
        if let Some(confirm) = Confirm::revert_both(both, name.clone(), companion) {
            return review_revert(confirm, &name, context);
        }
        let text = "Not every setting can come back, so each change is taken back by itself. The other one is \
                    in the history.";
        context.say(Tone::Plain, text);
        Outcome::Finish(Command::Revert(vec![last]))
    }

    /// The form of the loaded resource, with the settings of its second document.
    pub(super) fn form(
        &mut self,
        name: String,
        base: Document,
        companion: Remote<Document>,
        now: i64,
    ) -> Form {
        let mut form = Form::edit(self.key.clone(), name, base, now).with_companion(companion);
        if let Some(key) = self.second_key() {
            match std::mem::take(&mut self.second) {
                Remote::Ready(second) => form.join_second(key, Ok(second)),
                Remote::Failed(error) => form.join_second(key, Err(error)),
                Remote::NotAsked | Remote::Loading(_) | Remote::Stopped => {}
            }
        }
        form
    }
}
