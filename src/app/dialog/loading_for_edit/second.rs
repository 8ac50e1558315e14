//! The second document of a form, which is loaded beside the resource.

use crate::app::dialog::Outcome;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::loading_for_edit::{Intent, LoadingForEdit};
use crate::app::form::Form;
use crate::app::remote::Remote;
use crate::error::AppError;
use crate::message::Reply;
use crate::resource::{Document, Fix, Key};

impl LoadingForEdit {
    /// The second document whose settings the form of the intent has, if there is one.
    pub(super) fn second_key(&self) -> Option<Key> {
        let has_form = match &self.intent {
            Intent::Edit(_) => true,
            Intent::Fix(finding) => matches!(finding.fix, Fix::Choose(_) | Fix::Elsewhere(_)),
            _ => false,
        };
        let second = self.key.kind.related.second.filter(|_| has_form)?;
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
