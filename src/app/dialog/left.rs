//! What is asked of a dialog that the user left while it writes.

use crate::app::Tone;
use crate::app::dialog::Dialog;
use crate::message::RequestId;

impl Dialog {
    /// How the writes of the dialog ended, in one sentence; `None` while one is under way.
    pub(crate) fn result(&self) -> Option<(Tone, String)> {
        match self {
            Self::Confirm(open) => open.result(),
            Self::Bulk(open) => open.result(),
            other => {
                debug_assert!(false, "only a dialog that writes can be left: {other:?}");
                Some((Tone::Plain, String::new()))
            }
        }
    }

    /// True if the dialog has a secret that AWS may never return again.
    pub(crate) fn has_new_secret(&self) -> bool {
        matches!(self, Self::Confirm(open) if open.write.stage.is_over() && !open.new_secrets().is_empty())
    }

    /// Takes AWS's id of a request that writes.
    pub fn note_request_id(&mut self, id: RequestId, request_id: String) {
        match self {
            Self::Confirm(open) => open.write.note_request_id(id, request_id),
            Self::Bulk(open) => open.note_request_id(id, request_id),
            Self::LoadingForEdit(_)
            | Self::ChooseValue(_)
            | Self::Form(_)
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
            | Self::JsonEditor(_)
            | Self::JsonView(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_)
            | Self::Palette(_)
            | Self::Help(_) => {}
        }
    }
}
