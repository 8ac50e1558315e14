//! What a dialog answers with: what happens to the stack, what the dialog below receives, and what is left to
//! the app.

use crate::app::dialog::Dialog;
use crate::app::dialog::loading_for_edit::Intent;
use crate::error::AppError;
use crate::history::Record;
use crate::keymap::Binding;
use crate::message::{ContextChoice, ContextId};
use crate::resource::diff::SettingPath;
use crate::resource::urls::Replacement;
use crate::resource::{Document, Key, Kind, ListKey, ResourceType};
use crate::secret::Secret;

/// The outcome of a key or a reply: an order to the stack of dialogs.
#[derive(Debug)]
pub enum Outcome {
    Stay,
    Close,
    /// Closes all dialogs. This one goes on unseen until its writes have ended; then a notice tells how.
    Leave,
    /// Closes the dialog and hands an answer to the one below, if any.
    Return(DialogAnswer),
    /// Hands an answer to the dialog below, if any, and stays open.
    Inform(DialogAnswer),
    Push(Dialog),
    /// Replaces the dialog with another one, which takes over its id and its requests.
    Replace(Dialog),
    /// Closes all dialogs, then the app executes the command.
    Finish(Command),
}

/// The current document of a write, and the same with the edits on top.
#[derive(Debug)]
pub struct Rebased {
    pub kind: &'static Kind,
    pub base: Document,
    pub edited: Document,
}

/// A dialog's answer to the one below.
#[derive(Debug)]
pub enum DialogAnswer {
    /// The value for the focused field.
    Value(Secret<String>),
    /// Values for members of the record around the focus, by path.
    Members(Vec<(&'static str, String)>),
    /// The document at a URL was fetched.
    Fetched { url: String, text: String },
    /// The write starts from another document, because of somebody else's change.
    Rebased(Rebased),
    /// The write was given up or failed. `rebased` has the documents that changed; `refusal` is AWS's error.
    Unwritten { rebased: Vec<Rebased>, refusal: Option<AppError> },
    /// The write is done, or must not be sent again.
    Written,
}

/// A command that the app executes after the dialogs have closed.
#[derive(Debug)]
pub enum Command {
    /// Carries out the action of a binding.
    Run(Binding),
    /// Loads a resource, then continues with the intent.
    Load(Key, String, Intent),
    /// Opens the form of a new resource.
    Create(Key, Option<&'static ResourceType>),
    /// Replaces a host in the URLs of some resources.
    ReplaceHost(Vec<(Key, String)>, Replacement),
    /// Removes the marks of the resources that a bulk edit has settled, then deletes the resource that it has
    /// detached from them, if any.
    EndBulk { settled: Vec<String>, detached: Option<String> },
    /// Takes back recorded changes.
    Revert(Vec<Record>),
    /// Takes settings of another document over.
    CopySettings { key: Key, name: String, places: Vec<SettingPath>, source: Document },
    /// Asks which children of a resource to copy into another one.
    CopyChildren { from: (Key, String), to: (Key, String) },
    /// Asks which resources get access to new ones.
    Grant(Vec<Key>),
    /// Opens the form of a new resource with the settings of a file.
    CreateFrom { key: Key, settings: Document, note: String },
    /// Exports the chosen resource to a file.
    Export(String),
    /// Writes the empty document of a kind to a file.
    Skeleton(&'static Kind, String),
    /// Reads a file to create a resource from it.
    Import(String),
    /// Compares a file with the chosen resource.
    CompareFile(String),
    /// Opens a resource with this name.
    Open(Key, String),
    /// Opens a resource in a context of the joint table.
    OpenInMember(ContextId, Key, String),
    /// Opens a resource at one of its settings.
    OpenAt(Key, &'static str),
    /// Looks for the app client of a redirect URL.
    FindUrl(String),
    /// Shows a tab of the screen.
    ShowTab(usize),
    /// Chooses a row of the details.
    ChooseRow(usize),
    /// Filters the shown list.
    Filter(String),
    /// Sorts the shown list by a column.
    SortBy(usize),
    /// Shows these columns in all lists of a kind.
    ArrangeColumns(&'static Kind, Vec<usize>),
    /// Shows another context.
    Switch(ContextChoice),
    /// Shows several contexts in one table; without any, the table as it was.
    ShowTogether(Vec<ContextChoice>),
    /// Closes the screens of a deleted resource.
    LeaveDeleted(Key),
    /// Chooses the row of the document that a lookup has found.
    ShowFound { list: ListKey, wanted: String, document: Document },
}
