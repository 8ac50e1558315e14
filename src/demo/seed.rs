//! The demo's account: the calls of `assets/demo.json`, made through the very operations that the server serves.
//!
//! `${pool:NAME}`, `${client:POOL/NAME}` and `${identity-pool:NAME}` stand for the ids that earlier calls were given.

use std::time::Duration;

use serde_json::Value;

use super::store::{Members, Store};

/// The time between two calls, so that dates spread over half a year.
const PAUSE: Duration = Duration::from_secs(61 * 60 * 60 + 7 * 60 + 11);

/// The account of the demo.
///
/// # Panics
/// If a call of the embedded file is refused; a test makes sure that none is.
pub(super) fn demo() -> Store {
    let calls: Vec<Members> = serde_json::from_str(include_str!("../../assets/demo.json")).expect("the demo data is JSON");
    let mut store = Store::starting_at(1_740_000_000_123);
    store.seeding = true;
    for (operation, body) in calls.into_iter().flatten() {
        let body = with_ids(&store, body);
        store.pass(PAUSE);
        if let Err(refusal) = store.call(&operation, body.clone()) {
            panic!("the demo's {operation} is refused: {refusal}\n{body}");
        }
    }
    store.seeding = false;
    store
}

fn with_ids(store: &Store, value: Value) -> Value {
    match value {
        Value::String(text) => filled(store, &text).into(),
        Value::Array(items) => items.into_iter().map(|item| with_ids(store, item)).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (filled(store, &name), with_ids(store, value))).collect(),
        other => other,
    }
}

fn filled(store: &Store, text: &str) -> String {
    let Some((before, rest)) = text.split_once("${") else {
        return text.to_owned();
    };
    let (reference, after) = rest.split_once('}').unwrap_or((rest, ""));
    let id = match reference.split_once(':') {
        Some(("pool", name)) => store.user_pool_id(name),
        Some(("identity-pool", name)) => store.identity_pool_id(name),
        Some(("client", path)) => {
            let (pool, client) = path.split_once('/').unwrap_or((path, ""));
            store.client_id(pool, client)
        }
        _ => panic!("the demo data refers to {reference}"),
    };
    format!("{before}{id}{}", filled(store, after))
}
