//! Draws the confirmation of a change, the settings it changes, and its outcome.

pub mod bulk;
pub mod confirm;
pub mod deletion;
pub mod diff;
pub mod outcome;
