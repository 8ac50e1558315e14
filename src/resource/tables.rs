//! The tables: one file per kind of resource, and the list of them all.

mod client;
mod client_rules;
mod domain;
mod identity;
pub mod identity_pool;
mod principal_tags;
mod provider;
mod resource_server;
mod roles;
mod secret;
mod sign_up;
mod user_pool;

pub use client::CLIENT;
pub use domain::DOMAIN;
pub use identity::IDENTITY;
pub use identity_pool::IDENTITY_POOL;
pub use principal_tags::PRINCIPAL_TAGS;
pub use provider::PROVIDER;
pub use resource_server::RESOURCE_SERVER;
pub use roles::ROLES;
pub use secret::SECRET;
pub use sign_up::SIGN_UP;
pub use user_pool::USER_POOL;

use super::Kind;

/// The kinds whose lists stand at the top level.
pub static TOP: [&Kind; 2] = [&USER_POOL, &IDENTITY_POOL];

/// Every kind of resource there is.
pub static ALL: [&Kind; 11] = [
    &USER_POOL,
    &CLIENT,
    &SECRET,
    &SIGN_UP,
    &RESOURCE_SERVER,
    &PROVIDER,
    &DOMAIN,
    &IDENTITY_POOL,
    &ROLES,
    &PRINCIPAL_TAGS,
    &IDENTITY,
];
