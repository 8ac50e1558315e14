//! What a dialog answers with: what happens to the stack, what the dialog below receives, and what is left to
//! the app.

use crate::app::dialog::Dialog;
use crate::app::dialog::loading_for_edit::Intent;
use crate::error::AppError;
use crate::keymap::Binding;
use crate::resource::urls::Replacement;
use crate::resource::{Document, Key, ListKey, ResourceType};
use crate::secret::Secret;

/// What happens to the stack of dialogs.
#[derive(Debug)]
pub enum Outcome {
    Stay,
    /// Closes the dialog.
    Close,
    /// Closes the dialog and hands an answer to the one below, if there is one.
    Return(Answer),
    /// Hands an answer to the dialog below, if there is one, and stays.
    Inform(Answer),
    /// Opens another dialog on top.
    Push(Dialog),
    /// Opens another dialog in place of this one.
    Replace(Dialog),
    /// Closes all dialogs and lets the app go on.
    Finish(Command),
}

/// What a dialog hands to the one below it.
#[derive(Debug)]
pub enum Answer {
    /// The value for the focused field.
    Value(Secret<String>),
    /// Values for members of the record that the focus is in, by path.
    Members(Vec<(&'static str, String)>),
    /// The document at a URL was fetched.
    Fetched { url: String, text: String },
    /// The write starts from another document now.
    Rebased { base: Document, edited: Document },
    /// The write was given up or failed: the document as it is now with the edits on top of it, where it has
    /// changed, and why AWS refused.
    Unwritten { rebased: Option<(Document, Document)>, refusal: Option<AppError> },
    /// The write is done, or must not be tried again.
    Written,
}

/// What the app goes on with after the dialogs have closed.
#[derive(Debug)]
pub enum Command {
    /// Does what a row of the table of keys does.
    Run(Binding),
    /// Reads a resource before it is changed.
    Load(Key, String, Intent),
    /// Opens the form of a new resource.
    Create(Key, Option<&'static ResourceType>),
    /// Replaces a host in the URLs of some resources.
    ReplaceHost(Vec<(Key, String)>, Replacement),
    /// Removes the marks of resources that a bulk change has settled, and deletes the resource that it has
    /// detached from them.
    EndBulk { settled: Vec<String>, detached: Option<String> },
    /// Goes back from the screens of a deleted resource.
    LeaveDeleted(Key),
    /// Chooses the row that a lookup has found.
    ShowFound { list: ListKey, wanted: String, document: Document },
}
