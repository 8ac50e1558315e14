//! The errors of the last load in full, where the screen has room for one line of them.

use crate::app::Tone;
use crate::app::dialog::Outcome;
use crate::app::dialog::context::Context;
use crate::app::widget::scroll::Scroll;
use crate::error::AppError;
use crate::keymap::ViewerAction;
use crate::secret::Secret;

/// Errors to be read whole.
#[derive(Debug)]
pub struct ErrorView {
    /// Different errors, of which there is at least one.
    pub errors: Vec<AppError>,
    pub scroll: Scroll,
}

impl ErrorView {
    pub fn new(mut errors: Vec<AppError>) -> Self {
        errors.dedup();
        Self { errors, scroll: Scroll::default() }
    }

    pub(crate) fn act(&self, action: ViewerAction, context: &mut Context) -> Outcome {
        match action {
            ViewerAction::Close => return Outcome::Close,
            ViewerAction::Copy => {
                context.say(Tone::Plain, "Sent to the clipboard: the error");
                let lines: Vec<_> = self.errors.iter().flat_map(AppError::lines).collect();
                context.copy(Secret::new(lines.join("\n")));
            }
        }
        Outcome::Stay
    }
}
