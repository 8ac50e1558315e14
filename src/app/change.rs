//! A change on its way: what it starts from, its confirmation, the write itself, and its verdict.

pub mod bulk;
pub mod companion;
pub mod confirm;
mod create;
pub mod dependents;
mod prepare;
pub mod write;
