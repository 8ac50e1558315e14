//! Draws the confirmation of a change, the settings it changes, and its outcome.

mod advice;
pub mod bulk;
pub mod confirm;
mod conflict;
pub mod deletion;
pub mod diff;
pub mod outcome;
mod permissions;
pub mod revert;
