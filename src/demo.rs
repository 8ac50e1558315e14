//! An Amazon Cognito in this process: both services over real HTTP on a loopback port.
//!
//! `--demo` points the SDK client at it, and so do the tests. It is strict where a mistake is costly: an
//! update replaces, and what the request leaves out is reset. It knows nothing of the console: not its
//! tables, not its calls. What else would be fetched from the web, such as the metadata of an identity
//! provider, it can stand in for.
//!
//! ```text
//! HTTP -> server (target, rates, faults, signature) -> Store::call -> constraints -> one function per operation
//!      \-> server::fetches -> web, the documents of other hosts
//! ```

mod client_rules;
mod clients;
mod constraints;
mod domains;
mod error;
mod faults;
mod hmac;
mod identities;
mod identity_pools;
mod paging;
mod passwords;
mod payload;
mod principal_tags;
mod providers;
mod rates;
mod redirects;
mod resource_servers;
mod roles;
mod schema;
mod secrets;
mod seed;
mod server;
mod store;
mod tags;
mod user_pools;
mod users;
mod web;

pub use error::ServiceError;
pub use faults::{Fault, Gate};
pub use server::Cognito;
pub use store::{Members, Store};
