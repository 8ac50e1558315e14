//! What an app client refers to: identity providers, scopes of resource servers, and hosts of redirect
//! URLs. AWS refuses the providers and scopes that are gone.

use serde_json::Value;

use crate::resource::tables::user_pools::client::fields::STANDARD_SCOPES;
use crate::resource::tables::user_pools::resource_server::scopes;
use crate::resource::tables::{DOMAIN, HOST, PROVIDER, RESOURCE_SERVER, SCOPE};
use crate::resource::urls::host;
use crate::resource::{Document, Key, NameList, Reference, Relation, ValidationContext};

/// The user pool itself, among the identity providers of an app client.
const ITSELF: &str = "COGNITO";

pub(super) const NAMED_IN: &[NameList] = &[
    NameList { kind: || &PROVIDER, is_needed: |client| providers(client).next().is_some() },
    NameList { kind: || &RESOURCE_SERVER, is_needed: |client| custom_scopes(client).next().is_some() },
];

static OFFERS: Relation = Relation { does: "offers it", is: "offered" };
static ASKS_FOR: Relation = Relation { does: "asks for it", is: "asked for" };
static ASKS_FOR_ONE_OF: Relation = Relation { does: "asks for", is: "" };
static SIGNS_IN: Relation = Relation { does: "signs in there", is: "signs in there" };
/// The relations of the URLs of an app client to their hosts.
pub static CALLS_BACK: Relation = Relation { does: "calls back", is: "callback" };
pub static SIGNS_OUT: Relation = Relation { does: "signs out to", is: "sign-out" };

/// Every app client with OAuth signs in at a domain of its user pool, and none says at which.
pub(super) fn refers_to(key: &Key, client: &Document) -> Vec<Reference> {
    let Some(pool) = key.outermost_parent() else { return Vec::new() };
    let mut found: Vec<Reference> = Vec::new();
    found
        .extend(providers(client).map(|name| Reference::new(Key::child(&PROVIDER, pool, name), &OFFERS, "")));
    for scope in custom_scopes(client) {
        found.push(Reference::new(Key::child(&SCOPE, pool, scope), &ASKS_FOR, ""));
        // The name of a scope has no slash, but the identifier before it may.
        let server = scope.rsplit_once('/').map(|(server, _)| Key::child(&RESOURCE_SERVER, pool, server));
        found.extend(server.map(|server| Reference::new(server, &ASKS_FOR_ONE_OF, scope)));
    }
    if client.get("AllowedOAuthFlowsUserPoolClient") == Some(&Value::Bool(true)) {
        found.push(Reference::new(Key::child(&DOMAIN, pool, ""), &SIGNS_IN, ""));
    }
    for (path, relation) in [("CallbackURLs", &CALLS_BACK), ("LogoutURLs", &SIGNS_OUT)] {
        let urls = client.texts(path).filter(|url| !url.is_empty());
        found.extend(urls.map(|url| Reference::new(Key::top(&HOST, host(url)), relation, url)));
    }
    found
}

fn providers(client: &Document) -> impl Iterator<Item = &str> {
    client.texts("SupportedIdentityProviders").filter(|name| !name.is_empty() && *name != ITSELF)
}

fn custom_scopes(client: &Document) -> impl Iterator<Item = &str> {
    client.texts("AllowedOAuthScopes").filter(|scope| !scope.is_empty() && !STANDARD_SCOPES.contains(scope))
}

/// Takes providers and scopes that the lists do not have out of a client, and answers their names.
pub(super) fn without_missing(client: &mut Document, context: &ValidationContext<'_>) -> Vec<String> {
    let known = |kind| context.whole_list(kind).unwrap_or_default();
    let has_provider =
        |name: &str| known(&PROVIDER).iter().any(|row| row.text(PROVIDER.name_path) == Some(name));
    let all_scopes: Vec<_> = known(&RESOURCE_SERVER).iter().flat_map(scopes).collect();
    let has_scope = |scope: &str| all_scopes.iter().any(|known| known == scope);
    let gone_providers = providers(client).filter(|name| !has_provider(name));
    let gone_scopes = custom_scopes(client).filter(|scope| !has_scope(scope));
    let gone: Vec<_> = gone_providers.chain(gone_scopes).map(str::to_owned).collect();
    for path in ["SupportedIdentityProviders", "AllowedOAuthScopes"] {
        if client.texts(path).any(|name| gone.iter().any(|gone| gone == name)) {
            let left = client.texts(path).filter(|name| !gone.iter().any(|gone| gone == name));
            let left: Vec<_> = left.map(Value::from).collect();
            client.set(path, (!left.is_empty()).then(|| Value::Array(left)));
        }
    }
    gone
}

pub(super) fn missing_providers(client: &Document, context: &ValidationContext<'_>) -> Option<String> {
    let rows = context.whole_list(&PROVIDER)?;
    let is_there = |name: &&str| rows.iter().any(|row| row.text(PROVIDER.name_path) == Some(*name));
    let missing: Vec<_> = providers(client).filter(|name| !is_there(name)).collect();
    (!missing.is_empty()).then(|| format!("the user pool has no identity provider {}", missing.join(", ")))
}

pub(super) fn unchecked_providers(client: &Document, context: &ValidationContext<'_>) -> Option<String> {
    let is_unknown = context.is_list_unreadable(&PROVIDER) && providers(client).next().is_some();
    is_unknown.then(|| "not checked: the identity providers could not be loaded".to_owned())
}

pub(super) fn missing_scopes(client: &Document, context: &ValidationContext<'_>) -> Option<String> {
    let known: Vec<_> = context.whole_list(&RESOURCE_SERVER)?.iter().flat_map(scopes).collect();
    let is_there = |scope: &&str| known.iter().any(|known| known == scope);
    let missing: Vec<_> = custom_scopes(client).filter(|scope| !is_there(scope)).collect();
    (!missing.is_empty()).then(|| format!("no resource server has the scope {}", missing.join(", ")))
}

pub(super) fn unchecked_scopes(client: &Document, context: &ValidationContext<'_>) -> Option<String> {
    let is_unknown = context.is_list_unreadable(&RESOURCE_SERVER) && custom_scopes(client).next().is_some();
    is_unknown.then(|| "not checked: the resource servers could not be loaded".to_owned())
}
