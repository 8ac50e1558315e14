//! The tables: one file for each kind of resource, and the list of all kinds.

pub mod identity_pools;
pub mod joint;
mod named;
mod user_pools;

pub use crate::resource::tables::identity_pools::identity::IDENTITY;
pub use crate::resource::tables::identity_pools::identity_pool::IDENTITY_POOL;
pub use crate::resource::tables::identity_pools::principal_tags::PRINCIPAL_TAGS;
pub use crate::resource::tables::identity_pools::role::ROLE;
pub use crate::resource::tables::identity_pools::roles::ROLES;
pub use crate::resource::tables::named::{HOST, SCOPE};
pub use crate::resource::tables::user_pools::attribute::ATTRIBUTE;
pub use crate::resource::tables::user_pools::branding::BRANDING;
pub use crate::resource::tables::user_pools::client::CLIENT;
pub use crate::resource::tables::user_pools::domain::DOMAIN;
pub use crate::resource::tables::user_pools::log_delivery::LOG_DELIVERY;
pub use crate::resource::tables::user_pools::mfa::MFA;
pub use crate::resource::tables::user_pools::provider::PROVIDER;
pub use crate::resource::tables::user_pools::resource_server::RESOURCE_SERVER;
pub use crate::resource::tables::user_pools::risk::{CLIENT_RISK, RISK};
pub use crate::resource::tables::user_pools::secret::SECRET;
pub use crate::resource::tables::user_pools::sign_up::SIGN_UP;
pub use crate::resource::tables::user_pools::signing_certificate::SIGNING_CERTIFICATE;
pub use crate::resource::tables::user_pools::user_pool::USER_POOL;

use crate::resource::{Kind, Operation};

/// The kinds whose lists are at the top level.
pub static TOP: [&Kind; 2] = [&USER_POOL, &IDENTITY_POOL];

pub static ALL: [&Kind; 19] = [
    &USER_POOL,
    &MFA,
    &CLIENT,
    &SECRET,
    &SIGN_UP,
    &BRANDING,
    &CLIENT_RISK,
    &RESOURCE_SERVER,
    &ATTRIBUTE,
    &PROVIDER,
    &DOMAIN,
    &RISK,
    &LOG_DELIVERY,
    &SIGNING_CERTIFICATE,
    &IDENTITY_POOL,
    &ROLES,
    &PRINCIPAL_TAGS,
    &IDENTITY,
    &ROLE,
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
