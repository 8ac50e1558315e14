//! One resource of a bulk change: what is known of it, and what becomes of it.

use crate::app::change::bulk::Edit;
use crate::app::change::write::{Stage, Write};
use crate::app::dialog::context::{Context, News};
use crate::error::AppError;
use crate::message::{Reply, RequestId};
use crate::resource::{Document, Key, changes};

/// One resource of a bulk edit.
#[derive(Debug)]
pub struct BulkItem {
    pub key: Key,
    pub name: String,
    pub state: BulkItemState,
    /// What is said about a planned copy, such as what it leaves out; may be empty.
    pub note: String,
}

/// The progress of one resource in a bulk edit.
#[derive(Debug)]
pub enum BulkItemState {
    Unread,
    Reading(RequestId),
    /// The resource could not be read or changed, so it is skipped.
    Unreadable(AppError),
    /// The change makes no difference, so the resource is skipped.
    Already,
    /// The original of a copy, which is planned once all originals are read.
    Original(Document),
    /// The safe write: in review, under way, or ended.
    Write(Box<Write>),
}

impl BulkItem {
    pub const fn new(key: Key, name: String) -> Self {
        Self { key, name, state: BulkItemState::Unread, note: String::new() }
    }

    /// True if the resource now has the value that the user wants.
    pub fn is_done(&self) -> bool {
        match &self.state {
            BulkItemState::Already => true,
            BulkItemState::Write(write) => {
                matches!(&write.stage, Stage::Done { verdict, .. } if verdict.missing.is_empty())
            }
            _ => false,
        }
    }

    /// Takes the document as read, and plans the change.
    pub(super) fn handle_base_reply(
        &mut self,
        edit: &Edit,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) {
        let base = match result {
            Ok(Reply::Document(Some(base))) => base,
            Ok(_) => {
                let gone = format!("{} no longer exists", self.name);
                self.state = BulkItemState::Unreadable(AppError::new(gone));
                return;
            }
            Err(error) => {
                self.state = BulkItemState::Unreadable(error);
                return;
            }
        };
        context.tell(News::Read(self.key.clone(), base.clone()));
        if let Some(name) = self.key.kind.name_of(&base) {
            name.clone_into(&mut self.name);
        }
        if matches!(edit, Edit::Copy(_)) {
            self.state = BulkItemState::Original(base);
            return;
        }
        // What would be refused one by one is left out before anything is asked.
        if let Some(reason) = context.forbidden(&self.key, &self.name) {
            self.state = BulkItemState::Unreadable(AppError::new(format!(
                "Can't update {}: {}",
                self.name,
                reason.words()
            )));
            return;
        }
        self.state = match edit.apply(&base, &self.key) {
            Err(fault) => BulkItemState::Unreadable(AppError::new(fault)),
            Ok(edited) if changes(&base, &edited, self.key.kind).is_empty() => BulkItemState::Already,
            Ok(edited) => {
                let mut write = Write::new(self.key.clone(), base, edited);
                write.recording.reverts = edit.reverts(&self.key);
                BulkItemState::Write(Box::new(write))
            }
        };
    }

    /// The write, once it is planned.
    pub fn write(&self) -> Option<&Write> {
        match &self.state {
            BulkItemState::Write(write) => Some(write),
            _ => None,
        }
    }
}
