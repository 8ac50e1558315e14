//! The findings of app clients that depend on what is beside them: their secrets, the providers of the user
//! pool, and the hosts that the configuration calls retired.

use super::{CLIENT_REFERENCE, DAY, OAUTH_PRACTICE};
use crate::resource::finding::{Evidence, Known, Need};
use crate::resource::tables::{PROVIDER, SECRET};
use crate::resource::{Document, Finding, Fix, Key, ListKey, Severity, ValidationContext};

const SECRETS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    user-pool-settings-client-apps.html";

pub(super) const TWO_SECRETS: Finding = Finding {
    id: "CL12",
    severity: Severity::Low,
    path: "ClientSecret",
    text: "Two secrets for long: both are valid, the newer one for more than 30 days.",
    why: "The older one was to be deleted once every app has the newer one, and whoever has it gets in.",
    source: SECRETS,
    fix: Fix::Elsewhere("Delete the older secret on the Secrets tab, once no app uses it."),
    needs_companion: false,
    evidence: SECRET_LIST,
    applies: |_, context| matches!(secret_ages(context).as_slice(), [newest, _, ..] if *newest > 30 * DAY),
};

pub(super) const OLD_SECRET: Finding = Finding {
    text: "Secret old: one of its secrets is more than a year old.",
    why: "The longer a secret is used, the more people and places have it.",
    fix: Fix::Elsewhere("Add a second secret on the Secrets tab, deploy it, and delete the old one."),
    applies: |_, context| secret_ages(context).iter().any(|age| *age > 365 * DAY),
    ..TWO_SECRETS
};

pub(super) const RETIRED_CALLBACK: Finding = Finding {
    id: "CL13",
    severity: Severity::Medium,
    path: "CallbackURLs",
    text: "Callback URL retired: the configuration calls its host no longer in use.",
    why: "Whoever gets hold of the old host receives the codes and tokens that are still sent there.",
    source: OAUTH_PRACTICE,
    fix: Fix::Choose("Remove the URL. R replaces the host in many app clients at once."),
    needs_companion: false,
    evidence: None,
    applies: |client, context| has_retired_host(client, "CallbackURLs", context),
};

pub(super) const RETIRED_LOGOUT: Finding = Finding {
    path: "LogoutURLs",
    text: "Logout URL retired: the configuration calls its host no longer in use.",
    applies: |client, context| has_retired_host(client, "LogoutURLs", context),
    ..RETIRED_CALLBACK
};

pub(super) const MISSING_PROVIDER: Finding = Finding {
    id: "ID5",
    severity: Severity::Info,
    path: "SupportedIdentityProviders",
    text: "Provider missing: the user pool has no identity provider of that name.",
    why: "Nobody can sign in with it, and AWS refuses every change of the app client that names it.",
    source: CLIENT_REFERENCE,
    fix: Fix::Choose("Remove the name, or create the provider."),
    needs_companion: false,
    evidence: Some(Evidence::new(&[|| &PROVIDER], provider_list)),
    applies: |client, context| {
        context.evidence().is_some_and(|(key, known)| {
            let rows = known.whole_list(&providers(key)).unwrap_or_default();
            let exists = |name: &str| rows.iter().any(|row| row.text(PROVIDER.id_path) == Some(name));
            named_providers(client).any(|name| !exists(name))
        })
    },
};

/// The list of the secrets of a client that has one.
const SECRET_LIST: Option<Evidence> = Some(Evidence::new(&[|| &SECRET], |key, client, _| {
    let has_one = client.text("ClientSecret").is_some_and(|secret| !secret.is_empty());
    if has_one { vec![Need::List(key.children(&SECRET))] } else { Vec::new() }
}));

/// The ages of a client's secrets in seconds, the newest first.
fn secret_ages(context: &ValidationContext<'_>) -> Vec<u64> {
    let Some((key, known)) = context.evidence().filter(|_| context.now > 0) else { return Vec::new() };
    let rows = known.whole_list(&key.children(&SECRET)).unwrap_or_default();
    let created = rows.iter().filter_map(|row| row.get("ClientSecretCreateDate")?.as_f64());
    #[expect(clippy::cast_possible_truncation, reason = "seconds of any date fit")]
    let ages = created.map(|date| u64::try_from(context.now - date as i64).unwrap_or_default());
    let mut ages: Vec<_> = ages.collect();
    ages.sort_unstable();
    ages
}

/// The providers of a client's user pool.
fn providers(client: &Key) -> ListKey {
    ListKey { kind: &PROVIDER, parents: client.parents.clone() }
}

/// The providers that a client names, without the users of the pool itself.
fn named_providers(client: &Document) -> impl Iterator<Item = &str> {
    client.texts("SupportedIdentityProviders").filter(|name| *name != "COGNITO")
}

fn provider_list(key: &Key, client: &Document, _: &dyn Known) -> Vec<Need> {
    let is_needed = named_providers(client).next().is_some();
    if is_needed { vec![Need::List(providers(key))] } else { Vec::new() }
}

/// True if a redirect URL is on a host that is no longer in use.
fn has_retired_host(client: &Document, path: &str, context: &ValidationContext<'_>) -> bool {
    let host = |url: &str| {
        let rest = url.split_once("://").map_or("", |(_, rest)| rest);
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        authority.rsplit_once(':').map_or(authority, |(host, _)| host).to_lowercase()
    };
    client.texts(path).any(|url| context.retired_hosts.contains(&host(url)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::resource::finding::findings;
    use crate::resource::tables::CLIENT;

    const NOW: i64 = 1_790_000_000;

    /// Lists that were read, by their kinds.
    #[derive(Debug)]
    struct Lists(Vec<(ListKey, Vec<Document>)>);

    impl Known for Lists {
        fn document(&self, _: &Key) -> Option<&Document> {
            None
        }

        fn whole_list(&self, list: &ListKey) -> Option<&[Document]> {
            self.0.iter().find(|(key, _)| key == list).map(|(_, rows)| rows.as_slice())
        }
    }

    fn key() -> Key {
        Key::child(&CLIENT, "eu-west-1_A", "abc")
    }

    fn documents(rows: Value) -> Vec<Document> {
        let Value::Array(rows) = rows else { panic!("no rows") };
        rows.into_iter().map(|row| Document::from_value(row).expect("an object")).collect()
    }

    fn found(client: Value, lists: &Lists, retired: &[&str]) -> Vec<&'static str> {
        let client = Document::from_value(client).expect("an object");
        let (key, retired): (Key, Vec<_>) = (key(), retired.iter().map(|host| (*host).to_owned()).collect());
        let context = ValidationContext {
            key: Some(&key),
            known: Some(lists),
            retired_hosts: &retired,
            now: NOW,
            ..ValidationContext::default()
        };
        let all = findings(&CLIENT, &client, &context);
        let these = all.iter().filter(|finding| ["CL12", "CL13", "ID5"].contains(&finding.id));
        these.map(|finding| finding.title()).collect()
    }

    #[test]
    fn secrets_are_told_by_their_number_and_their_age() {
        let days = |days: i64| json!({"ClientSecretId": "s", "ClientSecretCreateDate": NOW - days * 86_400});
        for (secrets, told) in [
            (json!([days(0)]), &[][..]),
            (json!([days(365)]), &[]),
            (json!([days(366)]), &["Secret old"]),
            (json!([days(200), days(30)]), &[]),
            (json!([days(200), days(31)]), &["Two secrets for long"]),
            (json!([days(400), days(31)]), &["Two secrets for long", "Secret old"]),
            (json!([]), &[]),
        ] {
            let lists = Lists(vec![(key().children(&SECRET), documents(secrets.clone()))]);
            assert_eq!(found(json!({"ClientSecret": "x"}), &lists, &[]), told, "{secrets}");
        }
    }

    #[test]
    fn the_secrets_of_a_client_are_read_only_where_it_has_one() {
        let evidence = SECRET_LIST.expect("evidence");
        let needs = |client: Value| {
            let client = Document::from_value(client).expect("an object");
            (evidence.of)(&key(), &client, &Lists(Vec::new())).len()
        };
        assert_eq!(needs(json!({"ClientSecret": "x"})), 1);
        for without in [json!({}), json!({"ClientSecret": ""}), json!({"ClientSecret": null})] {
            assert_eq!(needs(without), 0);
        }
    }

    #[test]
    fn a_provider_that_the_pool_lacks_is_missing_and_its_own_users_never_are() {
        let lists = Lists(vec![(providers(&key()), documents(json!([{"ProviderName": "Google"}])))]);
        let of = |names: Value| found(json!({"SupportedIdentityProviders": names}), &lists, &[]);
        assert_eq!(of(json!(["COGNITO", "Google"])), [""; 0]);
        assert_eq!(of(json!(["COGNITO", "google"])), ["Provider missing"], "names are compared by letter");
        for nothing in [json!([]), json!(["COGNITO"]), Value::Null] {
            assert_eq!(of(nothing), [""; 0]);
        }
    }

    #[test]
    fn a_url_on_a_retired_host_is_told_whatever_its_port_and_case_but_not_another_host() {
        let of = |url: &str| {
            let client = json!({"CallbackURLs": [url], "LogoutURLs": []});
            found(client, &Lists(Vec::new()), &["old.example"])
        };
        for url in ["https://old.example/cb", "https://OLD.example:8443", "https://old.example?x#y"] {
            assert_eq!(of(url), ["Callback URL retired"], "{url}");
        }
        for url in
            ["https://new.old.example/cb", "https://example/old.example", "myapp://cb", "old.example", ""]
        {
            assert_eq!(of(url), [""; 0], "{url}");
        }
        let client = json!({"LogoutURLs": ["https://old.example/bye"]});
        assert_eq!(found(client, &Lists(Vec::new()), &["old.example"]), ["Logout URL retired"]);
    }
}
