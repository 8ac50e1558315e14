//! The demo's account: the calls of `assets/demo.json`, made with the operations that the server serves.
//!
//! `${pool:NAME}`, `${client:POOL/NAME}` and `${identity-pool:NAME}` stand for the ids from earlier calls. A
//! call with a `times` member is repeated, and `${n}` in it counts from 1. The clock advances before each
//! call, unless it has `"pause": false`. `users` is the estimate of the user pool that was made. The caller may
//! not read the IAM role whose name is `hidden`.

use std::time::Duration;

use serde_json::Value;

use crate::demo::members::Members;
use crate::demo::store::{IamRole, Store};

/// The URL and the metadata of one of the demo's SAML providers.
const METADATA: (&str, &str) = (
    "https://login.acme.example/app/exk1fcia/sso/saml/metadata",
    include_str!("../../assets/acme-metadata.xml"),
);

/// The time before a call, so that dates spread over half a year.
const PAUSE: Duration = Duration::from_secs(61 * 60 * 60 + 7 * 60 + 11);

/// The time from the demo's last change to the start of the program, which leaves room for a second a write.
const SINCE_LAST_CHANGE: Duration = Duration::from_hours(5);

/// The members of an entry that are no operations.
const DIRECTIVES: [&str; 4] = ["times", "pause", "users", "hidden"];

/// The time before a repetition of a call.
const REPEAT_PAUSE: Duration = Duration::from_secs(47 * 60 + 13);

impl Store {
    /// The demo's account, the same in every run.
    ///
    /// # Panics
    /// If a call of the embedded file is refused, which a test excludes.
    #[must_use]
    pub fn demo() -> Store {
        Store::seeded(calls(), 1_740_000_000_123)
    }

    /// The demo's account as if its last change was some hours ago. Later dates are those of the system
    /// clock.
    ///
    /// # Panics
    /// If a call of the embedded file is refused, which a test excludes.
    #[must_use]
    pub fn demo_of_today() -> Store {
        let calls = calls();
        let spent: Duration = calls.iter().map(time_of).sum();
        let spent = u64::try_from((spent + SINCE_LAST_CHANGE).as_millis()).unwrap_or(u64::MAX);
        let now = Store::empty().with_real_clock().now();
        Store::seeded(calls, now.saturating_sub(spent)).with_real_clock()
    }

    fn seeded(calls: Vec<Members>, start: u64) -> Store {
        let mut store = Store::starting_at(start);
        store.publish(METADATA.0, 200, "application/samlmetadata+xml", METADATA.1);
        store.is_seeding = true;
        for call in calls {
            make_calls(&mut store, call);
        }
        store.is_seeding = false;
        store
    }
}

fn calls() -> Vec<Members> {
    serde_json::from_str(include_str!("../../assets/demo.json")).expect("the demo data is JSON")
}

/// The time that the clock advances by the calls of one entry, but for the second of each write.
fn time_of(call: &Members) -> Duration {
    let times = call.get("times").and_then(Value::as_u64).unwrap_or(1);
    let pause = if call.get("pause") == Some(&Value::Bool(false)) { Duration::ZERO } else { PAUSE };
    let operations = call.keys().filter(|name| !DIRECTIVES.contains(&name.as_str())).count();
    let repeats = u32::try_from(times.saturating_sub(1)).unwrap_or(u32::MAX);
    (pause + REPEAT_PAUSE * repeats) * u32::try_from(operations).unwrap_or(u32::MAX)
}

/// Makes the calls of one entry of the file: operations with their bodies, beside `times` and `pause`.
fn make_calls(store: &mut Store, mut call: Members) {
    let times = call.shift_remove("times").and_then(|times| times.as_u64()).unwrap_or(1);
    let pause = if call.shift_remove("pause") == Some(Value::Bool(false)) { Duration::ZERO } else { PAUSE };
    let users = call.shift_remove("users");
    if let Some(Value::String(role)) = call.shift_remove("hidden") {
        store.iam_roles.insert(role, IamRole::Hidden);
    }
    for (operation, body) in call {
        for n in 1..=times {
            let body = with_ids(store, n, body.clone());
            store.advance(if n == 1 { pause } else { REPEAT_PAUSE });
            if let Err(refusal) = store.call(&operation, body.clone()) {
                panic!("the demo's {operation} is refused: {refusal}\n{body}");
            }
        }
    }
    // The entry has made a user pool, which AWS says to have about this many users.
    if let (Some(users), Some(pool)) = (users, store.user_pools.last_mut()) {
        pool.settings.insert("EstimatedNumberOfUsers".to_owned(), users);
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
