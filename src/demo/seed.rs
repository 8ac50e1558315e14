//! The demo's account: the calls of `assets/demo.json`, made through the very operations that the server
//! serves.
//!
//! `${pool:NAME}`, `${client:POOL/NAME}` and `${identity-pool:NAME}` stand for the ids that earlier calls
//! were given. A call with `times` beside it is made that often, and `${n}` in it counts from 1. Time passes
//! before each call, but for one with `"pause": false` beside it.

use std::time::Duration;

use serde_json::Value;

use super::store::{Members, Store};

/// Where a provider of the demo has its metadata, and what is found there.
const METADATA: (&str, &str) = (
    "https://login.acme.example/app/exk1fcia/sso/saml/metadata",
    include_str!("../../assets/acme-metadata.xml"),
);

/// The time between two calls, so that dates spread over half a year.
const PAUSE: Duration = Duration::from_secs(61 * 60 * 60 + 7 * 60 + 11);

/// The time between a call and the next time it is made.
const REPEATED: Duration = Duration::from_secs(47 * 60 + 13);

/// The account of the demo.
///
/// # Panics
/// If a call of the embedded file is refused; a test makes sure that none is.
pub(super) fn demo() -> Store {
    let calls: Vec<Members> =
        serde_json::from_str(include_str!("../../assets/demo.json")).expect("the demo data is JSON");
    let mut store = Store::starting_at(1_740_000_000_123);
    store.publish(METADATA.0, 200, "application/samlmetadata+xml", METADATA.1);
    store.seeding = true;
    for mut call in calls {
        let times = call.shift_remove("times").and_then(|times| times.as_u64()).unwrap_or(1);
        let pause =
            if call.shift_remove("pause") == Some(Value::Bool(false)) { Duration::ZERO } else { PAUSE };
        for (operation, body) in call {
            for n in 1..=times {
                let body = with_ids(&store, n, body.clone());
                store.pass(if n == 1 { pause } else { REPEATED });
                if let Err(refusal) = store.call(&operation, body.clone()) {
                    panic!("the demo's {operation} is refused: {refusal}\n{body}");
                }
            }
        }
    }
    store.seeding = false;
    store
}

fn with_ids(store: &Store, n: u64, value: Value) -> Value {
    match value {
        Value::String(text) => filled(store, n, &text).into(),
        Value::Array(items) => items.into_iter().map(|item| with_ids(store, n, item)).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (filled(store, n, &name), with_ids(store, n, value)))
            .collect(),
        other => other,
    }
}

fn filled(store: &Store, n: u64, text: &str) -> String {
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
        None if reference == "n" => n.to_string(),
        _ => panic!("the demo data refers to {reference}"),
    };
    format!("{before}{id}{}", filled(store, n, after))
}
