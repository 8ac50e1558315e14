//! Draws a screen's body: a list, or the details of a resource.

mod audit;
mod currency;
pub mod details;
pub mod list;
mod preview;
