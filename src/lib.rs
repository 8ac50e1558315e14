//! cognitui: the Amazon Cognito console for a terminal.

pub mod resource;
pub mod secret;
