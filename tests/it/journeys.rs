//! The same journeys at two Cognitos that different hands wrote: the embedded one, which every `cargo test`
//! uses, and ministack, which `.ci/run` installs. After every write, all that is stored is compared with what
//! was there before.

mod app_clients;
mod audit;
mod browsing;
mod commands;
mod documents;
mod domains;
mod identity_pool_settings;
mod identity_pools;
mod identity_providers;
mod roles;
mod user_pools;
