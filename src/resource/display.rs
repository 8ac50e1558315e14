//! A document as text to read: single values, and whole documents as rows.

pub mod detail_rows;
pub mod masked;
pub mod plural;
pub mod search_lines;
pub mod value;
