//! cognitui: the Amazon Cognito console for a terminal.

pub mod app;
pub mod aws;
pub mod demo;
pub mod error;
pub mod key;
pub mod keymap;
pub mod message;
pub mod resource;
pub mod secret;
pub mod view;
