//! What a screen shows: a list, or the details of a resource.

pub mod details;
pub mod list;
