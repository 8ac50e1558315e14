//! Widgets that screens and dialogs share; they know neither.

pub mod fuzzy;
pub mod json_tree;
pub mod menu;
pub mod scroll;
pub mod search;
pub mod text_input;
