//! Resource servers: an update removes the scopes that it omits, even if clients use them, and lists have
//! pages of fifty.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, with_pool};

fn orders(pool: &str) -> Value {
    json!({
        "UserPoolId": pool, "Identifier": "https://orders.example", "Name": "Orders",
        "Scopes": [
            {"ScopeName": "read", "ScopeDescription": "See orders"},
            {"ScopeName": "write", "ScopeDescription": "Place orders"},
        ],
    })
}

#[test]
fn a_resource_server_is_made_described_replaced_and_deleted() {
    let (mut store, pool) = with_pool();
    assert_eq!(
        call(&mut store, "CreateResourceServer", orders(&pool)),
        json!({"ResourceServer": orders(&pool)})
    );
    let ids = json!({"UserPoolId": pool, "Identifier": "https://orders.example"});
    assert_eq!(
        call(&mut store, "DescribeResourceServer", ids.clone()),
        json!({"ResourceServer": orders(&pool)})
    );
    assert_eq!(
        refusal(&mut store, "CreateResourceServer", orders(&pool)),
        format!("InvalidParameterException: https://orders.example already exists in user pool {pool}.")
    );
    let renamed = merged(ids.clone(), json!({"Name": "All orders"}));
    assert_eq!(
        call(&mut store, "UpdateResourceServer", renamed.clone()),
        json!({"ResourceServer": renamed}),
        "without its scopes"
    );
    assert_eq!(call(&mut store, "DeleteResourceServer", ids.clone()), Value::Null);
    let not_found = "ResourceNotFoundException: Resource server https://orders.example does not exist.";
    for (operation, body) in [
        ("DescribeResourceServer", ids.clone()),
        ("UpdateResourceServer", renamed),
        ("DeleteResourceServer", ids),
    ] {
        assert_eq!(refusal(&mut store, operation, body), not_found);
    }
    assert!(
        refusal(&mut store, "ListResourceServers", json!({"UserPoolId": "eu-west-1_none"}))
            .contains("User pool eu-west-1_none")
    );
}

#[test]
fn identifiers_and_scopes_are_words_and_a_scope_has_no_slash() {
    let (mut store, pool) = with_pool();
    for (change, path) in [
        (json!({"Identifier": "my orders"}), "'identifier'"),
        (json!({"Name": null}), "Value null at 'name'"),
        (json!({"Scopes": [{"ScopeName": "a/b", "ScopeDescription": "x"}]}), "'scopes.1.member.scopeName'"),
        (json!({"Scopes": [{"ScopeName": "a"}]}), "Value null at 'scopes.1.member.scopeDescription'"),
    ] {
        let refused = refusal(&mut store, "CreateResourceServer", merged(orders(&pool), change));
        assert!(refused.contains(path), "{refused}");
    }
}

#[test]
fn a_scope_that_clients_name_can_go_and_then_no_client_can_be_changed_with_it() {
    let (mut store, pool) = with_pool();
    call(&mut store, "CreateResourceServer", orders(&pool));
    let client = json!({
        "UserPoolId": pool, "ClientName": "robot", "GenerateSecret": true,
        "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["client_credentials"],
        "AllowedOAuthScopes": ["https://orders.example/read", "https://orders.example/write"],
    });
    let client = call(&mut store, "CreateUserPoolClient", client)["UserPoolClient"].clone();
    let fewer =
        merged(orders(&pool), json!({"Scopes": [{"ScopeName": "read", "ScopeDescription": "See orders"}]}));
    call(&mut store, "UpdateResourceServer", fewer);
    let ids = json!({"UserPoolId": pool, "ClientId": client["ClientId"]});
    assert_eq!(
        call(&mut store, "DescribeUserPoolClient", ids)["UserPoolClient"],
        client,
        "it still lists the scope"
    );
    assert_eq!(
        refusal(&mut store, "UpdateUserPoolClient", client.clone()),
        "ScopeDoesNotExistException: Invalid scope requested: https://orders.example/write"
    );
    call(
        &mut store,
        "UpdateUserPoolClient",
        merged(client, json!({"AllowedOAuthScopes": ["https://orders.example/read"]})),
    );
}

#[test]
fn a_pool_has_only_twenty_five_of_them() {
    let (mut store, pool) = with_pool();
    let server =
        |number: usize| json!({"UserPoolId": pool, "Identifier": format!("api-{number}"), "Name": "API"});
    for number in 0..25 {
        call(&mut store, "CreateResourceServer", server(number));
    }
    assert_eq!(
        refusal(&mut store, "CreateResourceServer", server(25)),
        "LimitExceededException: Maximum number of resource servers exceeded: 25."
    );
}

#[test]
fn lists_tell_whole_resource_servers_in_pages_of_fifty_at_most() {
    let mut store = Store::demo();
    let pool = store.user_pool_id("shop-prod");
    let page = call(&mut store, "ListResourceServers", json!({"UserPoolId": pool}));
    let servers = page["ResourceServers"].as_array().expect("a list").clone();
    assert_eq!(
        servers.iter().map(|one| one["Identifier"].as_str().expect("an id")).collect::<Vec<_>>(),
        ["orders", "stock", "customers", "payments"]
    );
    for server in &servers {
        let ids = json!({"UserPoolId": pool, "Identifier": server["Identifier"]});
        assert_eq!(&call(&mut store, "DescribeResourceServer", ids)["ResourceServer"], server);
    }
    let (mut found, mut token) = (Vec::new(), Value::Null);
    loop {
        let mut page = call(
            &mut store,
            "ListResourceServers",
            json!({"UserPoolId": pool, "MaxResults": 3, "NextToken": token}),
        );
        found.extend(page["ResourceServers"].as_array().expect("a list").clone());
        token = page["NextToken"].take();
        if token.is_null() {
            break;
        }
    }
    assert_eq!(found, servers);
    let refused = refusal(&mut store, "ListResourceServers", json!({"UserPoolId": pool, "MaxResults": 51}));
    assert!(refused.ends_with("Member must have value less than or equal to 50"), "{refused}");
}
