//! Changes: their preparation, their confirmation, the safe write, and its verdict.

pub mod bulk;
pub mod companion;
pub mod confirm;
mod create;
pub mod dependents;
pub mod drafts;
mod prepare;
mod revert;
pub mod write;
