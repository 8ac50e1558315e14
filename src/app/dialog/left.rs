//! What is asked of a dialog that the user left while it writes.

use crate::app::Tone;
use crate::app::dialog::Dialog;

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
}
