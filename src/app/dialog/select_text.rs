//! A text that could not be copied, shown whole so that it can be selected in the terminal.

use crate::app::widget::scroll::Scroll;
use crate::message::NotCopied;
use crate::secret::Secret;

/// The text, and why it is not on the clipboard.
#[derive(Debug)]
pub struct SelectText {
    pub text: Secret<String>,
    pub reason: NotCopied,
    pub scroll: Scroll,
}

impl SelectText {
    pub fn new(text: Secret<String>, reason: NotCopied) -> Self {
        Self { text, reason, scroll: Scroll::default() }
    }
}
