//! A change on the screen: its confirmation, what it changes, and what came of it.

pub mod bulk;
pub mod confirm;
pub mod diff;
pub mod outcome;
