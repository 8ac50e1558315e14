//! The demo's account: the calls of `assets/demo.json`, made with the operations that the server serves.
//!
//! `${pool:NAME}`, `${client:POOL/NAME}` and `${identity-pool:NAME}` stand for the ids from earlier calls. A
//! call with a `times` member is repeated, and `${n}` in it counts from 1. The clock advances before each
//! call, unless it has `"pause": false`.

use std::time::Duration;

use serde_json::Value;

use crate::demo::members::Members;
use crate::demo::store::Store;

/// The URL and the metadata of one of the demo's SAML providers.
const METADATA: (&str, &str) = (
    "https://login.acme.example/app/exk1fcia/sso/saml/metadata",
    include_str!("../../assets/acme-metadata.xml"),
);

/// The time before a call, so that dates spread over half a year.
const PAUSE: Duration = Duration::from_secs(61 * 60 * 60 + 7 * 60 + 11);

/// The time before a repetition of a call.
const REPEAT_PAUSE: Duration = Duration::from_secs(47 * 60 + 13);

impl Store {
    /// The demo's account, the same in every run.
    ///
    /// # Panics
    /// If a call of the embedded file is refused, which a test excludes.
    #[must_use]
    pub fn demo() -> Store {
        let calls: Vec<Members> =
            serde_json::from_str(include_str!("../../assets/demo.json")).expect("the demo data is JSON");
        let mut store = Store::starting_at(1_740_000_000_123);
        store.publish(METADATA.0, 200, "application/samlmetadata+xml", METADATA.1);
        store.is_seeding = true;
        for call in calls {
            make_calls(&mut store, call);
        }
        store.is_seeding = false;
        store
    }
}

/// Makes the calls of one entry of the file: operations with their bodies, beside `times` and `pause`.
fn make_calls(store: &mut Store, mut call: Members) {
    let times = call.shift_remove("times").and_then(|times| times.as_u64()).unwrap_or(1);
    let pause = if call.shift_remove("pause") == Some(Value::Bool(false)) { Duration::ZERO } else { PAUSE };
    for (operation, body) in call {
        for n in 1..=times {
            let body = with_ids(store, n, body.clone());
            store.advance(if n == 1 { pause } else { REPEAT_PAUSE });
            if let Err(refusal) = store.call(&operation, body.clone()) {
                panic!("the demo's {operation} is refused: {refusal}\n{body}");
            }
        }
    }
}

/// Fills in the references of all strings of a body.
fn with_ids(store: &Store, n: u64, value: Value) -> Value {
    match value {
        Value::String(text) => fill_references(store, n, &text).into(),
        Value::Array(items) => items.into_iter().map(|item| with_ids(store, n, item)).collect(),
        Value::Object(members) => members
            .into_iter()
            .map(|(name, value)| (fill_references(store, n, &name), with_ids(store, n, value)))
            .collect(),
        other => other,
    }
}

fn fill_references(store: &Store, n: u64, text: &str) -> String {
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
    format!("{before}{id}{}", fill_references(store, n, after))
}
