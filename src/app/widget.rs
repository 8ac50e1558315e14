//! Parts that screens and dialogs share, and that know neither.

pub mod fuzzy;
pub mod menu;
pub mod scroll;
pub mod text_input;
