//! cognitui: the Amazon Cognito console for a terminal.

pub mod demo;
pub mod resource;
pub mod secret;
