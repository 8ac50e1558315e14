//! What the tests share.

use cognitui::demo::Store;
use ratatui::buffer::Buffer;
use serde_json::json;
use unicode_width::UnicodeWidthStr;

pub mod console;
pub mod figures;
pub mod fixture;
pub mod harness;
pub mod journey;
pub mod ministack;
pub mod python;
pub mod random;
pub mod sarif;
pub mod seed;

/// Puts an identity pool into a store that has all nine settings and a member newer than this build; its id.
pub fn shop(store: &mut Store) -> String {
    let pool = store.call(
        "CreateIdentityPool",
        json!({
            "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true, "AllowClassicFlow": true,
            "SupportedLoginProviders": {"accounts.google.com": "123.apps"}, "DeveloperProviderName": "login.shop",
            "OpenIdConnectProviderARNs": ["arn:aws:iam::123456789012:oidc-provider/ci.example.com"],
            "CognitoIdentityProviders": [{
                "ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", "ClientId": "abc", "ServerSideTokenCheck": true
            }],
            "SamlProviderARNs": ["arn:aws:iam::123456789012:saml-provider/okta"], "IdentityPoolTags": {"team": "web"},
        }),
    );
    let id = pool.expect("a pool")["IdentityPoolId"].as_str().expect("an id").to_owned();
    store.identity_pool_mut(&id).insert("FutureSetting".into(), json!({"deep": [1, null]}));
    id
}

/// The rows of a screen as text, without the blanks at their ends.
pub fn lines(buffer: &Buffer) -> Vec<String> {
    let row = |y: u16| {
        let mut line = String::new();
        let mut x = 0;
        while x < buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).expect("a small width");
        }
        line.trim_end().to_owned()
    };
    (0..buffer.area.height).map(row).collect()
}

/// A user pool that asks for an email address and a strong password, with a public client and one that has a
/// secret.
pub fn sign_up_store() -> Store {
    let mut store = Store::empty();
    let policy =
        json!({"PasswordPolicy": {"MinimumLength": 10, "RequireUppercase": true, "RequireNumbers": true}});
    let schema = json!([{"Name": "email", "Required": true, "Mutable": true}]);
    let pool = json!({"PoolName": "shop", "Policies": policy, "Schema": schema});
    let pool = store.call("CreateUserPool", pool).expect("a user pool")["UserPool"]["Id"].clone();
    for (name, secret) in [("public", false), ("confidential", true)] {
        let client = json!({"UserPoolId": pool, "ClientName": name, "GenerateSecret": secret});
        store.call("CreateUserPoolClient", client).expect("a client");
    }
    store
}
