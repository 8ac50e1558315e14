//! An Amazon Cognito in this process: both services over HTTP on a loopback port.
//!
//! `--demo` points the SDK client at it, and so do the tests. It is strict where a mistake would cost a
//! setting: an update replaces, and resets what the request omits. It knows nothing of the console's tables
//! and calls, and shares only its reader of SAML metadata.
//!
//! Each module uses only those before it:
//!
//! ```text
//! members, error -> service_model -> store -> operations -> seed -> server
//! ```
//!
//! A request passes them from the end to the start:
//!
//! ```text
//! HTTP -> server (rates, faults, signature) -> Store::serve -> service_model -> operations -> store
//!      \-> server::fetches -> store::web: documents of other hosts, such as SAML metadata
//! ```

mod error;
mod members;
mod operations;
mod seed;
mod server;
mod service_model;
mod store;

pub use error::ServiceError;
pub use members::Members;
pub use server::{Cognito, Fault, Gate};
pub use store::Store;
