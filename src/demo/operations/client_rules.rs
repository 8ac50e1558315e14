//! The rules for app clients that the service model does not state. They hold for create and for update.

use serde_json::Value;

use super::redirects;
use super::resource_servers;
use super::user_pool_rules::unavailable;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, keys, list, text};
use crate::demo::store::UserPool;

const STANDARD_SCOPES: [&str; 5] = ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"];
/// The attributes that only Cognito writes, whatever a client's `WriteAttributes` say.
pub(super) const NEVER_WRITABLE: [&str; 3] = ["sub", "email_verified", "phone_number_verified"];
const INVALID_READ_ATTRIBUTES: &str = "Invalid read attributes specified while creating a client";
const INVALID_WRITE_ATTRIBUTES: &str = "Invalid write attributes specified while creating a client";

/// Checks a client; the error is that of the first rule it breaks.
pub(super) fn check(pool: &UserPool, client: &Members, has_secret: bool) -> Result<(), ServiceError> {
    check_oauth(client)?;
    check_grants(client, has_secret)?;
    check_scopes(pool, client)?;
    check_urls(client)?;
    check_sign_in(client, has_secret)?;
    check_tokens(client)?;
    check_analytics(client)?;
    check_plan(pool, client)?;
    check_providers(pool, client)?;
    check_attributes(pool, client)
}

fn invalid_flow(message: impl Into<String>) -> ServiceError {
    ServiceError::new("InvalidOAuthFlowException", message)
}

fn check_oauth(client: &Members) -> Result<(), ServiceError> {
    let is_incomplete =
        || ["AllowedOAuthFlows", "AllowedOAuthScopes"].iter().any(|path| list(client, path).is_empty());
    if client["AllowedOAuthFlowsUserPoolClient"] == true && is_incomplete() {
        return Err(ServiceError::invalid(
            "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use \
             OAuth flows.",
        ));
    }
    // While OAuth is off, its other settings are kept and have no effect (aws-cdk#10311).
    Ok(())
}

fn check_grants(client: &Members, has_secret: bool) -> Result<(), ServiceError> {
    let flows = list(client, "AllowedOAuthFlows");
    if !flows.iter().any(|flow| flow == "client_credentials") {
        if !flows.is_empty() && list(client, "CallbackURLs").is_empty() {
            return Err(invalid_flow(
                "CallbackUrls can not be empty when code flow or implicit flow is selected",
            ));
        }
        return Ok(());
    }
    if flows.len() > 1 {
        return Err(invalid_flow(
            "client_credentials flow can not be selected along with code flow or implicit flow.",
        ));
    }
    if !has_secret {
        return Err(invalid_flow(
            "client_credentials flow can not be selected if client does not have a client secret.",
        ));
    }
    if let Some(scope) = list(client, "AllowedOAuthScopes")
        .iter()
        .filter_map(Value::as_str)
        .find(|scope| STANDARD_SCOPES.contains(scope))
    {
        return Err(invalid_flow(format!("{scope} is not supported with client_credentials flow")));
    }
    if client.contains_key("LogoutURLs") {
        return Err(ServiceError::invalid(
            "LogoutURLs can not be specified for the client_credentials flow.",
        ));
    }
    Ok(())
}

fn check_scopes(pool: &UserPool, client: &Members) -> Result<(), ServiceError> {
    let exists = |scope: &&str| {
        STANDARD_SCOPES.contains(scope) || resource_servers::scopes(pool).any(|one| one == **scope)
    };
    match list(client, "AllowedOAuthScopes").iter().filter_map(Value::as_str).find(|scope| !exists(scope)) {
        Some(scope) => {
            Err(ServiceError::new("ScopeDoesNotExistException", format!("Invalid scope requested: {scope}")))
        }
        None => Ok(()),
    }
}

fn check_urls(client: &Members) -> Result<(), ServiceError> {
    for url in ["CallbackURLs", "LogoutURLs"].into_iter().flat_map(|name| list(client, name)) {
        redirects::check(url.as_str().unwrap_or_default())?;
    }
    match client.get("DefaultRedirectURI") {
        Some(uri) if !list(client, "CallbackURLs").contains(uri) => {
            let uri = uri.as_str().unwrap_or_default();
            Err(ServiceError::invalid(format!(
                "The default redirect URI {uri} is not in the callback URIs list."
            )))
        }
        _ => Ok(()),
    }
}

fn check_sign_in(client: &Members, has_secret: bool) -> Result<(), ServiceError> {
    let flows = list(client, "ExplicitAuthFlows").iter().filter_map(Value::as_str);
    let (current, legacy): (Vec<&str>, Vec<&str>) = flows.partition(|flow| flow.starts_with("ALLOW_"));
    if !current.is_empty() && !legacy.is_empty() {
        return Err(ServiceError::invalid(
            "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
        ));
    }
    let rotates = client.get("RefreshTokenRotation").is_some_and(|rotation| rotation["Feature"] == "ENABLED");
    if rotates && current.contains(&"ALLOW_REFRESH_TOKEN_AUTH") {
        return Err(ServiceError::invalid(
            "Refresh token rotation cannot be enabled for a client that allows ALLOW_REFRESH_TOKEN_AUTH.",
        ));
    }
    if client["EnablePropagateAdditionalUserContextData"] == true && !has_secret {
        return Err(ServiceError::invalid(
            "Client Secret is required to set EnablePropagateAdditionalUserContextData as true",
        ));
    }
    Ok(())
}

/// Refresh tokens are valid for 60 minutes to 10 years, access and ID tokens for 5 minutes to 1 day, and for
/// no longer than the refresh token.
fn check_tokens(client: &Members) -> Result<(), ServiceError> {
    let seconds = |token: &str, unit: &str| {
        let unit = match client["TokenValidityUnits"].get(token).and_then(Value::as_str).unwrap_or(unit) {
            "seconds" => 1,
            "minutes" => 60,
            "hours" => 3_600,
            _ => 86_400,
        };
        client
            .get(&format!("{token}Validity"))
            .and_then(Value::as_u64)
            .map(|validity| validity.saturating_mul(unit))
    };
    let refresh = seconds("RefreshToken", "days");
    let others = [seconds("AccessToken", "hours"), seconds("IdToken", "hours")];
    if refresh.is_some_and(|refresh| !(3_600..=315_360_000).contains(&refresh))
        || others.into_iter().flatten().any(|other| !(300..=86_400).contains(&other))
    {
        return Err(ServiceError::invalid("Invalid range for token validity."));
    }
    if others.into_iter().flatten().max() > refresh {
        return Err(ServiceError::invalid(
            "Access and Id Token expiration times must be less than or equal to refresh token expiration \
             times.",
        ));
    }
    Ok(())
}

/// A Pinpoint project is given by its ARN, or by its id together with the role to publish under.
fn check_analytics(client: &Members) -> Result<(), ServiceError> {
    let Some(analytics) = client.get("AnalyticsConfiguration") else {
        return Ok(());
    };
    let has = |name: &str| analytics.get(name).is_some();
    let by_id = has("ApplicationId") && has("RoleArn") && has("ExternalId");
    if has("ApplicationArn") == has("ApplicationId") || has("ApplicationId") && !by_id {
        return Err(ServiceError::invalid(
            "Invalid analytics configuration given, either <application arn> or <application id, role arn, \
             external id> are valid",
        ));
    }
    Ok(())
}

fn check_providers(pool: &UserPool, client: &Members) -> Result<(), ServiceError> {
    let exists =
        |name: &&Value| **name == "COGNITO" || pool.providers.iter().any(|one| one["ProviderName"] == **name);
    match list(client, "SupportedIdentityProviders").iter().find(|name| !exists(name)) {
        Some(name) => Err(ServiceError::invalid(format!(
            "The provider {} does not exist for User Pool {}.",
            name.as_str().unwrap_or_default(),
            text(&pool.settings, "Id"),
        ))),
        None => Ok(()),
    }
}

/// Choice-based sign-in is above the plan LITE.
fn check_plan(pool: &UserPool, client: &Members) -> Result<(), ServiceError> {
    let chooses = list(client, "ExplicitAuthFlows").contains(&Value::from("ALLOW_USER_AUTH"));
    if chooses && text(&pool.settings, "UserPoolTier") == "LITE" {
        return Err(unavailable("Choice-based sign-in"));
    }
    Ok(())
}

/// Readable and writable attributes must exist in the pool. Writable ones must include every required
/// attribute and every attribute that a provider of the client maps, and no attribute that only Cognito
/// writes.
fn check_attributes(pool: &UserPool, client: &Members) -> Result<(), ServiceError> {
    let schema = list(&pool.settings, "SchemaAttributes");
    for (member, refusal) in
        [("ReadAttributes", INVALID_READ_ATTRIBUTES), ("WriteAttributes", INVALID_WRITE_ATTRIBUTES)]
    {
        let known = |name: &Value| schema.iter().any(|attribute| attribute["Name"] == *name);
        if !list(client, member).iter().all(known) {
            return Err(ServiceError::invalid(refusal));
        }
    }
    if !client.contains_key("WriteAttributes") {
        return Ok(());
    }
    let writable: Vec<&str> = list(client, "WriteAttributes").iter().filter_map(Value::as_str).collect();
    let required = schema.iter().filter(|one| one["Required"] == true).filter_map(|one| one["Name"].as_str());
    let providers = pool
        .providers
        .iter()
        .filter(|one| list(client, "SupportedIdentityProviders").contains(&one["ProviderName"]));
    let mapped = providers.flat_map(|one| keys(one, "AttributeMapping")).filter(|name| *name != "username");
    let mut needed = required.chain(mapped).filter(|name| !NEVER_WRITABLE.contains(name));
    if writable.iter().any(|name| NEVER_WRITABLE.contains(name))
        || needed.any(|name| !writable.contains(&name))
    {
        return Err(ServiceError::invalid(INVALID_WRITE_ATTRIBUTES));
    }
    Ok(())
}
