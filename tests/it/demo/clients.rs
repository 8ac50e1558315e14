//! App clients: an update resets the settings that it omits, a refused update changes nothing, lists have
//! pages.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, with_client, with_pool};

#[test]
fn what_a_client_update_omits_goes_back_to_its_default() {
    let (mut store, client) = with_client(json!({
        "GenerateSecret": true,
        "AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
        "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": ["https://a.example/cb"], "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
        "RefreshTokenValidity": 5,
        "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": false, "ReadAttributes": ["email"],
    }));
    assert_eq!(client["ClientSecret"].as_str().expect("a secret").len(), 52);
    assert_eq!(client.get("GenerateSecret"), None);

    let whole = call(&mut store, "UpdateUserPoolClient", client.clone())["UserPoolClient"].clone();
    assert!(whole["LastModifiedDate"].as_f64() > client["LastModifiedDate"].as_f64());
    assert_eq!(
        merged(whole, json!({"LastModifiedDate": 0})),
        merged(client.clone(), json!({"LastModifiedDate": 0}))
    );

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
fn a_rotation_that_an_update_omits_is_off_and_its_grace_is_none_unless_told() {
    let (mut store, client) = with_client(json!({"RefreshTokenRotation": {"Feature": "ENABLED"}}));
    assert_eq!(client["RefreshTokenRotation"], json!({"Feature": "ENABLED", "RetryGracePeriodSeconds": 0}));
    let ids = json!({"UserPoolId": client["UserPoolId"], "ClientId": client["ClientId"]});
    let after = call(&mut store, "UpdateUserPoolClient", ids)["UserPoolClient"].clone();
    assert_eq!(after["RefreshTokenRotation"], json!({"Feature": "DISABLED", "RetryGracePeriodSeconds": 0}));
}

#[test]
fn an_update_neither_makes_nor_changes_a_secret() {
    let (mut store, public) = with_client(json!({}));
    let request =
        merged(public.clone(), json!({"GenerateSecret": true, "ClientSecret": "0123456789abcdefghijklmn"}));
    let after = call(&mut store, "UpdateUserPoolClient", request)["UserPoolClient"].clone();
    assert_eq!(after.get("ClientSecret"), None);
    assert_eq!(after.get("GenerateSecret"), None);
    let (mut store, client) = with_client(json!({"GenerateSecret": true}));
    let request = merged(client.clone(), json!({"ClientSecret": "0123456789abcdefghijklmn"}));
    assert_eq!(
        call(&mut store, "UpdateUserPoolClient", request)["UserPoolClient"]["ClientSecret"],
        client["ClientSecret"]
    );
}

#[test]
fn a_deleted_client_is_gone_and_told_so() {
    let (mut store, client) = with_client(json!({}));
    let ids = json!({"UserPoolId": client["UserPoolId"], "ClientId": client["ClientId"]});
    assert_eq!(call(&mut store, "DeleteUserPoolClient", ids.clone()), Value::Null);
    let not_found = format!(
        "ResourceNotFoundException: User pool client {} does not exist.",
        client["ClientId"].as_str().expect("an id")
    );
    for operation in [
        "DescribeUserPoolClient",
        "UpdateUserPoolClient",
        "DeleteUserPoolClient",
        "ListUserPoolClientSecrets",
    ] {
        assert_eq!(refusal(&mut store, operation, ids.clone()), not_found);
    }
    assert_eq!(
        call(&mut store, "ListUserPoolClients", json!({"UserPoolId": client["UserPoolId"]})),
        json!({"UserPoolClients": []})
    );
}

#[test]
fn a_pool_has_only_so_many_clients() {
    let mut store = Store::empty().with_client_quota(2);
    let pool = call(&mut store, "CreateUserPool", json!({"PoolName": "shop"}))["UserPool"]["Id"].clone();
    let other = call(&mut store, "CreateUserPool", json!({"PoolName": "staff"}))["UserPool"]["Id"].clone();
    for name in ["web", "app"] {
        call(&mut store, "CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": name}));
    }
    assert_eq!(
        refusal(&mut store, "CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "more"})),
        "LimitExceededException: Maximum number of user pool clients exceeded: 2."
    );
    call(&mut store, "CreateUserPoolClient", json!({"UserPoolId": other, "ClientName": "web"}));
    let id = store.client_id(pool.as_str().expect("an id"), "web");
    call(&mut store, "DeleteUserPoolClient", json!({"UserPoolId": pool, "ClientId": id}));
    call(&mut store, "CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "more"}));
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
        call(
            &mut store,
            "CreateUserPoolClient",
            json!({"UserPoolId": pool, "ClientName": format!("client {number}")}),
        );
    }
    let (mut names, mut sizes, mut token) = (Vec::new(), Vec::new(), Value::Null);
    loop {
        let page = call(
            &mut store,
            "ListUserPoolClients",
            json!({"UserPoolId": pool, "MaxResults": 50, "NextToken": token}),
        );
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
        assert!(
            refusal(&mut store, "ListUserPools", json!({"MaxResults": 60, "NextToken": token}))
                .contains("token")
        );
    }
    for operation in ["ListUserPools", "ListIdentityPools"] {
        let refused = refusal(&mut store, operation, json!({}));
        assert!(
            refused.ends_with(
                "Value null at 'maxResults' failed to satisfy constraint: Member must not be null"
            ),
            "{refused}"
        );
    }
}
