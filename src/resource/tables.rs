//! The tables: one file per kind of resource, and the list of them all.

mod client;
mod domain;
pub mod identity_pool;
mod provider;
mod roles;
mod user_pool;

pub use client::CLIENT;
pub use domain::DOMAIN;
pub use identity_pool::IDENTITY_POOL;
pub use provider::PROVIDER;
pub use roles::ROLES;
pub use user_pool::USER_POOL;

use super::Kind;

/// The kinds whose lists stand at the top level.
pub static TOP: [&Kind; 2] = [&USER_POOL, &IDENTITY_POOL];

/// Every kind of resource there is.
pub static ALL: [&Kind; 6] = [&USER_POOL, &CLIENT, &PROVIDER, &DOMAIN, &IDENTITY_POOL, &ROLES];
