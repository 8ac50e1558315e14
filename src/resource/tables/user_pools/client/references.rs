//! The names in an app client of other things in its user pool: identity providers, and scopes of resource
//! servers. AWS refuses those that are gone.

use serde_json::Value;

use crate::resource::tables::user_pools::client::fields::STANDARD_SCOPES;
use crate::resource::tables::user_pools::resource_server::scopes;
use crate::resource::tables::{PROVIDER, RESOURCE_SERVER};
use crate::resource::{Document, NameList, ValidationContext};

/// The user pool itself, among the identity providers of an app client.
const ITSELF: &str = "COGNITO";

pub(super) const NAMED_IN: &[NameList] = &[
    NameList { kind: || &PROVIDER, is_needed: |client| providers(client).next().is_some() },
    NameList { kind: || &RESOURCE_SERVER, is_needed: |client| custom_scopes(client).next().is_some() },
];

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
