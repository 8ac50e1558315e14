//! The history: a record of every write, as one line before the request goes out and another one with its
//! outcome. It knows the lines and what they mean; `runtime` keeps the file.

pub mod entry;
pub mod masking;
pub mod record;
pub mod revert;
pub mod table;

pub use crate::history::entry::{HistoryEntry, entries};
pub use crate::history::record::{Ending, HistoryLine, Record, RecordedChange, RecordedOutcome};
pub use crate::history::revert::{Reverted, revert};
pub use crate::history::table::HISTORY;
