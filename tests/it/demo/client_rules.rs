//! The rules for app clients: invalid ones are refused on create and on update, with the service's messages.

use serde_json::{Value, json};

use super::{call, merged, refusal, with_pool};

const CALLBACK: &str = "https://a.example/cb";
const NOT_WRITABLE: &str =
    "InvalidParameterException: Invalid write attributes specified while creating a client";

/// The settings of a client whose users sign in on the managed login pages.
fn oauth(more: Value) -> Value {
    let base = json!({
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": [CALLBACK],
    });
    merged(base, more)
}

/// The settings of a client for machine-to-machine authorization.
fn machine(more: Value) -> Value {
    let base = json!({
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["orders/read"],
        "GenerateSecret": true,
    });
    merged(base, more)
}

/// The error for a client with these settings, in a pool with the resource server `orders`. Create and update
/// must return the same one.
fn refused(settings: &Value) -> String {
    let (mut store, pool) = with_pool();
    let scopes = json!([{"ScopeName": "read", "ScopeDescription": "See orders"}]);
    call(
        &mut store,
        "CreateResourceServer",
        json!({"UserPoolId": pool, "Identifier": "orders", "Name": "Orders", "Scopes": scopes}),
    );
    let named = json!({"UserPoolId": pool, "ClientName": "web"});
    let on_create = refusal(&mut store, "CreateUserPoolClient", merged(named.clone(), settings.clone()));
    let with_secret = json!({"GenerateSecret": settings.get("GenerateSecret").cloned().unwrap_or_default()});
    let client =
        call(&mut store, "CreateUserPoolClient", merged(named, with_secret))["UserPoolClient"].clone();
    assert_eq!(refusal(&mut store, "UpdateUserPoolClient", merged(client, settings.clone())), on_create);
    on_create
}

fn accepted(settings: Value) {
    let (mut store, pool) = with_pool();
    call(
        &mut store,
        "CreateUserPoolClient",
        merged(json!({"UserPoolId": pool, "ClientName": "web"}), settings),
    );
}

#[test]
fn oauth_settings_stay_while_oauth_is_off_and_oauth_needs_flows_scopes_and_callbacks() {
    for (settings, why) in [
        (
            json!({"AllowedOAuthFlowsUserPoolClient": true}),
            "InvalidParameterException: AllowedOAuthFlows and AllowedOAuthScopes are required if user pool \
             client is allowed to use OAuth flows.",
        ),
        (
            oauth(json!({"AllowedOAuthScopes": []})),
            "InvalidParameterException: AllowedOAuthFlows and AllowedOAuthScopes are required if user pool \
             client is allowed to use OAuth flows.",
        ),
        (
            oauth(json!({"CallbackURLs": []})),
            "InvalidOAuthFlowException: CallbackUrls can not be empty when code flow or implicit flow is \
             selected",
        ),
        (
            oauth(json!({"AllowedOAuthFlows": ["implicit"], "CallbackURLs": []})),
            "InvalidOAuthFlowException: CallbackUrls can not be empty when code flow or implicit flow is \
             selected",
        ),
    ] {
        assert_eq!(refused(&settings), why);
    }
    accepted(oauth(json!({"AllowedOAuthFlows": ["code", "implicit"]})));
    accepted(oauth(json!({"AllowedOAuthFlowsUserPoolClient": false})));
}

#[test]
fn a_program_has_a_secret_and_no_flow_or_scope_of_people() {
    for (settings, why) in [
        (
            machine(json!({"AllowedOAuthFlows": ["client_credentials", "code"]})),
            "InvalidOAuthFlowException: client_credentials flow can not be selected along with code flow \
             or implicit flow.",
        ),
        (
            machine(json!({"GenerateSecret": false})),
            "InvalidOAuthFlowException: client_credentials flow can not be selected if client does not \
             have a client secret.",
        ),
        (
            machine(json!({"AllowedOAuthScopes": ["orders/read", "openid"]})),
            "InvalidOAuthFlowException: openid is not supported with client_credentials flow",
        ),
        (
            machine(json!({"LogoutURLs": []})),
            "InvalidParameterException: LogoutURLs can not be specified for the client_credentials flow.",
        ),
    ] {
        assert_eq!(refused(&settings), why);
    }
}

#[test]
fn scopes_are_standard_ones_or_those_of_the_pools_resource_servers() {
    for scope in ["orders/write", "orders", "read", "stock/read", "Cognito"] {
        let why = format!("ScopeDoesNotExistException: Invalid scope requested: {scope}");
        assert_eq!(refused(&machine(json!({"AllowedOAuthScopes": [scope]}))), why);
    }
    accepted(oauth(json!({
        "AllowedOAuthScopes": ["openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"],
    })));
}

#[test]
fn redirect_urls_are_absolute_and_https_but_on_loopback_or_of_an_app() {
    for member in ["CallbackURLs", "LogoutURLs"] {
        for (url, why) in [
            ("http://a.example", "http://a.example cannot use the HTTP protocol."),
            ("https://a.example/#x", "https://a.example/#x cannot use fragment"),
            ("a.example/cb", "a.example/cb cannot be Relative Uri."),
        ] {
            assert_eq!(
                refused(&oauth(json!({member: [CALLBACK, url]}))),
                format!("InvalidParameterException: {why}")
            );
        }
        accepted(oauth(json!({
            member: ["http://localhost:3000/cb", "http://127.0.0.1", "http://[::1]:80/", "shop://out"],
        })));
    }
    assert_eq!(
        refused(&oauth(json!({"DefaultRedirectURI": "https://a.example/CB"}))),
        "InvalidParameterException: The default redirect URI https://a.example/CB is not in the callback \
         URIs list."
    );
    accepted(oauth(json!({"DefaultRedirectURI": CALLBACK})));
}

#[test]
fn a_client_has_at_most_a_hundred_urls_and_fifty_scopes() {
    let urls = |count: usize| -> Vec<String> {
        (0..count).map(|number| format!("https://a.example/{number}")).collect()
    };
    for (member, path) in [("CallbackURLs", "callbackURLs"), ("LogoutURLs", "logoutURLs")] {
        let why = refused(&oauth(json!({member: urls(101)})));
        assert!(why.ends_with(&format!(
            "at '{path}' failed to satisfy constraint: Member must have length less than or equal to 100"
        )));
        accepted(oauth(json!({member: urls(100)})));
    }
    let why = refused(&oauth(json!({"AllowedOAuthScopes": vec!["openid"; 51]})));
    assert!(
        why.ends_with(
            "at 'allowedOAuthScopes' failed to satisfy constraint: \
             Member must have length less than or equal to 50"
        ),
        "{why}"
    );
}

#[test]
fn old_and_new_names_of_flows_do_not_mix_and_rotation_renews_no_other_way() {
    for (settings, why) in [
        (
            json!({"ExplicitAuthFlows": ["ADMIN_NO_SRP_AUTH", "ALLOW_USER_SRP_AUTH"]}),
            "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names.",
        ),
        (
            json!({
                "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
                "RefreshTokenRotation": {"Feature": "ENABLED"},
            }),
            "Refresh token rotation cannot be enabled for a client that allows ALLOW_REFRESH_TOKEN_AUTH.",
        ),
        (
            json!({"EnablePropagateAdditionalUserContextData": true}),
            "Client Secret is required to set EnablePropagateAdditionalUserContextData as true",
        ),
    ] {
        assert_eq!(refused(&settings), format!("InvalidParameterException: {why}"));
    }
    accepted(
        json!({"ExplicitAuthFlows": ["ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH"]}),
    );
    accepted(json!({
        "ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"],
        "RefreshTokenRotation": {"Feature": "DISABLED"},
    }));
    accepted(json!({"EnablePropagateAdditionalUserContextData": true, "GenerateSecret": true}));
}

#[test]
fn tokens_are_valid_for_what_their_units_say_within_the_ranges_of_the_service() {
    let lasting = |token: &str, validity: u64, unit: &str| {
        let mut settings = json!({"TokenValidityUnits": {token: unit}});
        settings[format!("{token}Validity")] = validity.into();
        settings
    };
    let range = "InvalidParameterException: Invalid range for token validity.";
    for (token, validity, unit) in [
        ("AccessToken", 4, "minutes"),
        ("AccessToken", 299, "seconds"),
        ("AccessToken", 25, "hours"),
        ("IdToken", 2, "days"),
        ("IdToken", 86_400, "minutes"),
        ("RefreshToken", 59, "minutes"),
        ("RefreshToken", 3_651, "days"),
    ] {
        assert_eq!(refused(&lasting(token, validity, unit)), range, "{validity} {unit}");
    }
    assert_eq!(refused(&json!({"AccessTokenValidity": 25})), range, "hours without a unit");
    assert_eq!(refused(&json!({"RefreshTokenValidity": 3_651})), range, "days without a unit");
    for (token, validity, unit) in [
        ("AccessToken", 300, "seconds"),
        ("AccessToken", 1, "days"),
        ("IdToken", 5, "minutes"),
        ("IdToken", 24, "hours"),
        ("RefreshToken", 60, "minutes"),
        ("RefreshToken", 3_650, "days"),
    ] {
        accepted(lasting(token, validity, unit));
    }
    for (minutes, path) in [(2, "greater than or equal to 3"), (16, "less than or equal to 15")] {
        assert!(
            refused(&json!({"AuthSessionValidity": minutes}))
                .ends_with(&format!("Member must have value {path}"))
        );
    }
}

#[test]
fn no_token_outlives_the_one_that_renews_it() {
    let hours = |refresh: u64, access: u64, id: u64| {
        json!({
            "RefreshTokenValidity": refresh, "AccessTokenValidity": access, "IdTokenValidity": id,
            "TokenValidityUnits": {"RefreshToken": "hours"},
        })
    };
    for settings in [hours(2, 12, 1), hours(2, 1, 3)] {
        assert_eq!(
            refused(&settings),
            "InvalidParameterException: Access and Id Token expiration times must be less than or equal to \
             refresh token expiration times."
        );
    }
    accepted(hours(2, 2, 2));
}

#[test]
fn a_pinpoint_project_is_told_by_its_arn_or_by_its_id_and_role() {
    let (arn, role) = (
        "arn:aws:mobiletargeting:eu-west-1:123456789012:apps/d70b2ba36a8c4dc5a04a0451a31a1e12",
        "arn:aws:iam::123456789012:role/a",
    );
    let why = "InvalidParameterException: Invalid analytics configuration given, either <application arn> or \
               <application id, role arn, external id> are valid";
    for analytics in [
        json!({"ApplicationArn": arn, "ApplicationId": "d70b"}),
        json!({"ApplicationId": "d70b", "ExternalId": "x"}),
        json!({}),
    ] {
        assert_eq!(refused(&json!({"AnalyticsConfiguration": analytics})), why);
    }
    for analytics in
        [json!({"ApplicationArn": arn}), json!({"ApplicationId": "d70b", "RoleArn": role, "ExternalId": "x"})]
    {
        accepted(json!({"AnalyticsConfiguration": analytics}));
    }
}

#[test]
fn attributes_of_a_client_are_those_of_the_pool() {
    assert_eq!(
        refused(&json!({"ReadAttributes": ["email", "custom:none"]})),
        "InvalidParameterException: Invalid read attributes specified while creating a client"
    );
    for name in ["custom:none", "sub", "email_verified", "phone_number_verified"] {
        assert_eq!(refused(&json!({"WriteAttributes": ["email", name]})), NOT_WRITABLE, "{name}");
    }
    accepted(json!({"ReadAttributes": ["sub", "email_verified"], "WriteAttributes": ["email", "birthdate"]}));
}

#[test]
fn what_is_required_or_comes_from_a_provider_of_the_client_must_be_writable() {
    let (mut store, pool) = (cognitui::demo::Store::empty(), json!([{"Name": "email", "Required": true}]));
    let pool =
        call(&mut store, "CreateUserPool", json!({"PoolName": "shop", "Schema": pool}))["UserPool"]["Id"]
            .clone();
    let details = json!({"client_id": "a", "client_secret": "b", "authorize_scopes": "openid"});
    let mapping = json!({"name": "name", "email": "email", "email_verified": "email_verified"});
    let google = json!({
        "UserPoolId": pool, "ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details,
        "AttributeMapping": mapping,
    });
    call(&mut store, "CreateIdentityProvider", google);
    let client = |providers: Value, writable: Value| {
        json!({
            "UserPoolId": pool, "ClientName": "web",
            "SupportedIdentityProviders": providers, "WriteAttributes": writable,
        })
    };
    let (own, both) = (json!(["COGNITO"]), json!(["COGNITO", "Google"]));
    for request in [client(own.clone(), json!(["name"])), client(both.clone(), json!(["email"]))] {
        assert_eq!(refusal(&mut store, "CreateUserPoolClient", request), NOT_WRITABLE);
    }
    for request in [client(own, json!(["email"])), client(both, json!(["name", "email"]))] {
        call(&mut store, "CreateUserPoolClient", request);
    }
}

#[test]
fn a_client_names_only_providers_of_its_pool() {
    let (mut store, pool) = with_pool();
    let named =
        json!({"UserPoolId": pool, "ClientName": "web", "SupportedIdentityProviders": ["COGNITO", "Google"]});
    assert_eq!(
        refusal(&mut store, "CreateUserPoolClient", named),
        format!("InvalidParameterException: The provider Google does not exist for User Pool {pool}.")
    );
}
