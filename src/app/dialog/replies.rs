//! Brings the replies to a dialog's requests to the dialog.

use crate::app::change::companion;
use crate::app::change::confirm::Confirm;
use crate::app::dialog::context::Context;
use crate::app::dialog::{Dialog, Outcome};
use crate::error::AppError;
use crate::message::{Reply, RequestId};
use crate::resource::Document;

impl Dialog {
    /// The confirmation of one write, if the dialog is one.
    pub fn confirmation(&self) -> Option<&Confirm> {
        match self {
            Self::Confirm(open) => Some(open),
            _ => None,
        }
    }

    /// Takes the next rows of a list that one of the dialog's requests reads.
    pub fn extend(&mut self, id: RequestId, rows: &[Document]) {
        match self {
            Self::LoadingForEdit(open) => {
                open.dependents.iter_mut().for_each(|count| count.add(id, rows.len()));
            }
            Self::Confirm(open) => open.extend(id, rows),
            Self::Picker(open) => open.extend(id, rows),
            Self::Form(open) => open.extend(id, rows),
            Self::FileTask(open) => open.extend(id, rows),
            Self::Bulk(open) => open.extend(id, rows),
            Self::ChooseValue(_)
            | Self::FilePicker(_)
            | Self::ReplaceHost(_)
            | Self::Exception(_)
            | Self::ContextPicker(_)
            | Self::Columns(_)
            | Self::TypePicker(_)
            | Self::Lookup(_)
            | Self::UrlFinder(_)
            | Self::MfaCode(_)
            | Self::DocumentPreview(_)
            | Self::Compare(_)
            | Self::JsonEditor(_)
            | Self::JsonView(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_)
            | Self::Palette(_)
            | Self::Help(_) => {}
        }
    }

    /// Takes the reply to one of the dialog's requests.
    pub fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        match self {
            Self::LoadingForEdit(open) => open.handle_reply(id, result, context),
            Self::Confirm(open) => open.handle_reply(id, result, context),
            Self::Bulk(open) => open.handle_reply(id, result, context),
            Self::Picker(open) => open.handle_reply(id, &result),
            Self::FilePicker(open) => open.handle_reply(id, result),
            Self::ContextPicker(open) => open.handle_reply(id, result, context),
            Self::Lookup(open) => open.handle_reply(id, result),
            Self::MfaCode(open) => open.handle_reply(id, result, context),
            Self::DocumentPreview(open) => open.handle_reply(id, result, context),
            Self::FileTask(open) => open.handle_reply(id, result, context),
            Self::Compare(open) => open.handle_reply(id, result, context),
            Self::JsonEditor(open) => open.handle_reply(id, result, context),
            Self::JsonView(open) => open.handle_reply(id, result, context),
            Self::Form(open) => open.handle_reply(id, &result),
            Self::Exception(open) => open.handle_reply(id, result, context),
            Self::ChooseValue(_)
            | Self::ReplaceHost(_)
            | Self::Columns(_)
            | Self::TypePicker(_)
            | Self::UrlFinder(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_)
            | Self::Palette(_)
            | Self::Help(_) => Outcome::Stay,
        }
    }

    /// Takes the companion document, which is advice: nothing waits for it.
    pub fn handle_companion(&mut self, id: RequestId, result: &Result<Reply, AppError>) {
        match self {
            Self::LoadingForEdit(open) => companion::handle_reply(&mut open.companion, id, result),
            Self::ChooseValue(open) => companion::handle_reply(&mut open.companion, id, result),
            Self::Confirm(open) => companion::handle_reply(&mut open.companion, id, result),
            Self::Form(open) => open.handle_companion(id, result),
            Self::JsonEditor(open) => companion::handle_reply(&mut open.companion, id, result),
            Self::Bulk(_)
            | Self::Picker(_)
            | Self::FilePicker(_)
            | Self::ReplaceHost(_)
            | Self::Exception(_)
            | Self::ContextPicker(_)
            | Self::Columns(_)
            | Self::TypePicker(_)
            | Self::Lookup(_)
            | Self::UrlFinder(_)
            | Self::MfaCode(_)
            | Self::DocumentPreview(_)
            | Self::Compare(_)
            | Self::FileTask(_)
            | Self::JsonView(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_)
            | Self::Palette(_)
            | Self::Help(_) => {}
        }
    }
}
