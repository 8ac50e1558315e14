//! The history: a record of every write, as one line before the request goes out and another one with its
//! outcome; and drafts, the edits that were not sent. It knows the lines and what they mean; `runtime` keeps
//! the files.

mod command;
pub mod draft;
pub mod entry;
pub mod masking;
pub mod record;
pub mod revert;
pub mod settle;
pub mod table;

pub use crate::history::command::recorded_request;
pub use crate::history::draft::{DraftOrder, Drafted, drafted};
pub use crate::history::entry::{EntryStage, HistoryEntry, entries};
pub use crate::history::record::{Ending, HistoryLine, Record, RecordedChange, RecordedOutcome};
pub use crate::history::revert::{Reverted, revert};
pub use crate::history::settle::{Settlement, settle};
pub use crate::history::table::HISTORY;
