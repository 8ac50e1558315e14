//! An Amazon Cognito in this process: both services over HTTP on a loopback port.
//!
//! `--demo` points the SDK client at it, and so do the tests. It is strict where a mistake would cost a
//! setting: an update replaces, and resets what the request omits. It knows nothing of the console's tables
//! and calls, and shares only its reader of SAML metadata.
//!
//! | module | what it owns | what it may use |
//! | --- | --- | --- |
//! | `members` | JSON objects of requests and answers | nothing |
//! | `error` | exceptions of the services | nothing |
//! | `model` | AWS's models of operations and shapes; validation of requests | error, members |
//! | `store` | the state: resources, clock, ids, documents on the web | error, members |
//! | `operations` | a function for each operation, in one table | error, members, model, store |
//! | `seed` | the demo's account | members, operations, store |
//! | `server` | HTTP, rate limits, fault injection, the handle for tests | error, operations, model, store |
//!
//! A request passes through them:
//!
//! ```text
//! HTTP -> server (rates, faults, signature) -> Store::serve -> model -> operations -> store
//!      \-> server::fetches -> store::web: documents of other hosts, such as SAML metadata
//! ```

mod error;
mod members;
mod model;
mod operations;
mod seed;
mod server;
mod store;

pub use error::ServiceError;
pub use members::Members;
pub use server::{Cognito, Fault, Gate};
pub use store::Store;
