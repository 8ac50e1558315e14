//! The tables of identity pools and of what they contain.

mod findings;
pub(crate) mod identity;
pub mod identity_pool;
pub(crate) mod principal_tags;
mod references;
pub mod role;
mod role_trust;
pub(crate) mod roles;
mod rules;
mod trust_policy;
