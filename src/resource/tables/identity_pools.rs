//! The tables of identity pools and of what they contain.

mod findings;
pub(crate) mod identity;
pub mod identity_pool;
pub(crate) mod principal_tags;
mod references;
pub(crate) mod roles;
mod rules;
