//! A change on its way: what it starts from, its confirmation, the write itself, and what came of it.

mod answer;
pub mod bulk;
pub mod confirm;
mod prepare;
pub mod write;
