//! The tables of user pools and of what they contain.

pub(crate) mod addresses;
pub(crate) mod attribute;
mod attributes;
pub(crate) mod branding;
pub(crate) mod client;
pub(crate) mod domain;
pub(crate) mod log_delivery;
mod login_pages;
pub(crate) mod mfa;
pub(crate) mod provider;
pub(crate) mod resource_server;
pub(crate) mod risk;
mod rules;
pub(crate) mod secret;
pub(crate) mod sign_up;
pub(crate) mod signing_certificate;
pub(crate) mod user_pool;
