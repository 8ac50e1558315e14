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

pub use crate::resource::tables::client::CLIENT;
pub use crate::resource::tables::domain::DOMAIN;
pub use crate::resource::tables::identity::IDENTITY;
pub use crate::resource::tables::identity_pool::IDENTITY_POOL;
pub use crate::resource::tables::principal_tags::PRINCIPAL_TAGS;
pub use crate::resource::tables::provider::PROVIDER;
pub use crate::resource::tables::resource_server::RESOURCE_SERVER;
pub use crate::resource::tables::roles::ROLES;
pub use crate::resource::tables::secret::SECRET;
pub use crate::resource::tables::sign_up::SIGN_UP;
pub use crate::resource::tables::user_pool::USER_POOL;

use crate::resource::{Kind, Operation};

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

/// The operations that only read: every list, describe and lookup.
pub fn reads() -> impl Iterator<Item = &'static Operation> {
    ALL.into_iter().flat_map(|kind| {
        let operations = &kind.operations;
        let lookup = kind.actions.lookup.map(|lookup| &lookup.operation);
        [operations.list.as_ref(), operations.describe.as_ref(), lookup].into_iter().flatten()
    })
}

/// The operations that create, update or delete.
pub fn writes() -> impl Iterator<Item = &'static Operation> {
    ALL.into_iter().flat_map(|kind| {
        let operations = &kind.operations;
        [&operations.create, &operations.update, &operations.delete].into_iter().flatten()
    })
}
