//! App clients: an update that omits a setting resets it; clients that cannot work are refused; lists page.

use serde_json::{Value, json};

use super::{call, merged, refusal, with_client, with_pool};

#[test]
fn what_a_client_update_omits_goes_back_to_its_default() {
    let (mut store, client) = with_client(json!({
        "GenerateSecret": true,
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": ["https://a.example/cb"], "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"], "RefreshTokenValidity": 5,
        "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": false, "ReadAttributes": ["email"],
    }));
    assert_eq!(client["ClientSecret"].as_str().expect("a secret").len(), 52);
    assert_eq!(client.get("GenerateSecret"), None);

    let whole = call(&mut store, "UpdateUserPoolClient", client.clone())["UserPoolClient"].clone();
    assert!(whole["LastModifiedDate"].as_f64() > client["LastModifiedDate"].as_f64());
    assert_eq!(merged(whole, json!({"LastModifiedDate": 0})), merged(client.clone(), json!({"LastModifiedDate": 0})));

    let ids = json!({"UserPoolId": client["UserPoolId"], "ClientId": client["ClientId"]});
    let bare = call(&mut store, "UpdateUserPoolClient", ids.clone())["UserPoolClient"].clone();
    assert_eq!(
        bare,
        json!({
            "UserPoolId": client["UserPoolId"], "ClientName": "web", "ClientId": client["ClientId"],
            "ClientSecret": client["ClientSecret"], "LastModifiedDate": bare["LastModifiedDate"],
            "CreationDate": client["CreationDate"], "RefreshTokenValidity": 30, "TokenValidityUnits": {},
            "AllowedOAuthFlowsUserPoolClient": false, "EnableTokenRevocation": true,
            "EnablePropagateAdditionalUserContextData": false, "AuthSessionValidity": 3,
        })
    );
    assert_eq!(call(&mut store, "DescribeUserPoolClient", ids)["UserPoolClient"], bare);
}

#[test]
fn clients_that_cannot_work_are_refused() {
    let (mut store, pool) = with_pool();
    let oauth = |more: Value| {
        merged(json!({"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"]}), more)
    };
    let credentials = json!(["client_credentials"]);
    for (settings, why) in [
        (
            json!({"AllowedOAuthFlows": ["code"]}),
            "InvalidParameterException: AllowedOAuthFlowsUserPoolClient must be true to configure AllowedOAuthFlows.",
        ),
        (
            json!({"AllowedOAuthFlowsUserPoolClient": true}),
            "InvalidOAuthFlowException: AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows.",
        ),
        (
            oauth(json!({"AllowedOAuthFlows": ["client_credentials", "code"], "GenerateSecret": true})),
            "InvalidOAuthFlowException: client_credentials flow can not be selected along with code flow or implicit flow.",
        ),
        (
            oauth(json!({"AllowedOAuthFlows": credentials})),
            "InvalidOAuthFlowException: client_credentials flow can not be selected if client does not have a client secret.",
        ),
        (
            oauth(json!({"AllowedOAuthFlows": credentials, "GenerateSecret": true, "LogoutURLs": []})),
            "InvalidParameterException: LogoutURLs can not be specified for the client_credentials flow.",
        ),
        (oauth(json!({"CallbackURLs": ["http://a.example"]})), "InvalidParameterException: http://a.example cannot use the HTTP protocol."),
        (
            oauth(json!({"DefaultRedirectURI": "https://a.example"})),
            "InvalidParameterException: DefaultRedirectURI must be in the list of CallbackURLs.",
        ),
        (
            json!({"ExplicitAuthFlows": ["ALLOW_REFRESH_TOKEN_AUTH"], "RefreshTokenRotation": {"Feature": "ENABLED"}}),
            "InvalidParameterException: Refresh token rotation cannot be enabled for a client that allows ALLOW_REFRESH_TOKEN_AUTH.",
        ),
        (
            json!({"AccessTokenValidity": 4, "TokenValidityUnits": {"AccessToken": "minutes"}}),
            "InvalidParameterException: Invalid range for token validity.",
        ),
        (
            json!({"WriteAttributes": ["custom:none"]}),
            "InvalidParameterException: Invalid write attributes specified while creating a client",
        ),
    ] {
        let request = merged(json!({"UserPoolId": pool, "ClientName": "web"}), settings);
        assert_eq!(refusal(&mut store, "CreateUserPoolClient", request), why);
    }
    let named = json!({"UserPoolId": pool, "ClientName": "web", "SupportedIdentityProviders": ["Google"]});
    assert_eq!(
        refusal(&mut store, "CreateUserPoolClient", named),
        format!("InvalidParameterException: The provider Google does not exist for User Pool {pool}.")
    );
}

#[test]
fn a_refused_update_changes_nothing() {
    let (mut store, client) = with_client(json!({"RefreshTokenValidity": 5}));
    let broken = merged(client.clone(), json!({"AllowedOAuthFlows": ["implicit"]}));
    refusal(&mut store, "UpdateUserPoolClient", broken);
    let ids = json!({"UserPoolId": client["UserPoolId"], "ClientId": client["ClientId"]});
    assert_eq!(call(&mut store, "DescribeUserPoolClient", ids)["UserPoolClient"], client);
}

#[test]
fn lists_page_completely_in_order_and_within_their_cap() {
    let (mut store, pool) = with_pool();
    for number in 0..130 {
        call(&mut store, "CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": format!("client {number}")}));
    }
    let (mut names, mut sizes, mut token) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let page = call(&mut store, "ListUserPoolClients", json!({"UserPoolId": pool, "MaxResults": 50, "NextToken": token}));
        let items = page["UserPoolClients"].as_array().expect("a list").clone();
        assert_eq!(items[0].as_object().expect("an item").len(), 3, "id, pool and name, no more");
        sizes.push(items.len());
        names.extend(items.iter().map(|item| item["ClientName"].as_str().expect("a name").to_owned()));
        token = page.get("NextToken").cloned().unwrap_or_default();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(sizes, [50, 50, 30]);
    assert_eq!(names, (0..130).map(|number| format!("client {number}")).collect::<Vec<_>>());

    let whole = call(&mut store, "ListUserPoolClients", json!({"UserPoolId": pool}));
    assert_eq!(whole["UserPoolClients"].as_array().expect("a list").len(), 60);
    for token in [json!("nonsense"), whole["NextToken"].clone()] {
        assert!(refusal(&mut store, "ListUserPools", json!({"MaxResults": 60, "NextToken": token})).contains("token"));
    }
    for operation in ["ListUserPools", "ListIdentityPools"] {
        let refused = refusal(&mut store, operation, json!({}));
        assert!(refused.ends_with("Value null at 'maxResults' failed to satisfy constraint: Member must not be null"), "{refused}");
    }
}
