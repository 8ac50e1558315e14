//! The findings of app clients, each with a document that has it, one that has not, and one at the edge.

use serde_json::json;

use super::*;
use crate::resource::ValidationContext;
use crate::resource::finding::findings;
use crate::resource::tables::CLIENT;

fn ids(client: Value, pool: Option<Value>) -> Vec<&'static str> {
    let mut document = Document::from_value(json!({
        "ClientSecret": "s", "PreventUserExistenceErrors": "ENABLED", "EnableTokenRevocation": true,
    }))
    .expect("an object");
    for (name, value) in Document::from_value(client).expect("an object").members() {
        document.set(name, Some(value.clone()).filter(|value| *value != json!("absent")));
    }
    let pool = pool.and_then(Document::from_value);
    let context = ValidationContext { companion: pool.as_ref(), ..ValidationContext::default() };
    findings(&CLIENT, &document, &context).iter().map(|finding| finding.id).collect()
}

#[test]
fn a_sound_client_has_no_finding() {
    assert_eq!(ids(json!({}), None), Vec::<&str>::new());
}

#[test]
fn existence_errors_and_revocation_count_as_open_unless_they_are_set() {
    assert_eq!(ids(json!({"PreventUserExistenceErrors": "LEGACY"}), None), ["CL1"]);
    assert_eq!(ids(json!({"PreventUserExistenceErrors": "absent"}), None), ["CL1"]);
    assert_eq!(ids(json!({"EnableTokenRevocation": false}), None), ["CL2"]);
    assert_eq!(ids(json!({"EnableTokenRevocation": "absent"}), None), ["CL2"]);
    assert_eq!(ids(json!({"EnableTokenRevocation": null}), None), ["CL2"]);
}

#[test]
fn the_implicit_flow_sleeps_while_oauth_is_off() {
    let flows = json!({"AllowedOAuthFlows": ["code", "implicit"], "AllowedOAuthFlowsUserPoolClient": true});
    assert_eq!(ids(flows, None), ["CL3"]);
    assert_eq!(ids(json!({"AllowedOAuthFlows": ["implicit"]}), None), Vec::<&str>::new());
    let empty = json!({"AllowedOAuthFlows": [], "AllowedOAuthFlowsUserPoolClient": true});
    assert_eq!(ids(empty, None), Vec::<&str>::new());
}

#[test]
fn a_redirect_url_is_open_when_it_is_plain_http_beyond_this_machine_or_has_a_wildcard() {
    let of = |url: &str| ids(json!({"CallbackURLs": [url]}), None);
    for sound in [
        "https://shop.example/cb",
        "http://localhost:3000/cb",
        "http://127.0.0.1/cb",
        "http://[::1]:8080/cb",
        "shop://cb",
    ] {
        assert_eq!(of(sound), Vec::<&str>::new(), "{sound}");
    }
    for open in ["http://shop.example/cb", "HTTP://localhost.evil.example/", "https://*.shop.example/cb"] {
        assert_eq!(of(open), ["CL4"], "{open}");
    }
    assert_eq!(ids(json!({"LogoutURLs": ["http://shop.example/"]}), None), ["CL4"]);
    assert_eq!(of("https://shop.example/#cb"), ["CL4"]);
    assert_eq!(ids(json!({"CallbackURLs": ["https://a.example", "https://a.example"]}), None), ["CL4"]);
}

#[test]
fn a_copy_of_a_url_is_removed_and_the_others_keep_their_order() {
    let urls = json!({"CallbackURLs": ["https://b.example", "https://a.example", "https://b.example"]});
    let mut client = Document::from_value(urls).expect("an object");
    remove_copies(&mut client, "CallbackURLs");
    assert_eq!(client.get("CallbackURLs"), Some(&json!(["https://b.example", "https://a.example"])));
}

#[test]
fn flows_that_send_the_password_are_found_under_their_old_names_too() {
    for flow in ["ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"] {
        assert_eq!(ids(json!({"ExplicitAuthFlows": [flow]}), None), ["CL5"], "{flow}");
    }
    assert_eq!(ids(json!({"ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"]}), None), Vec::<&str>::new());
}

#[test]
fn a_machine_needs_a_client_of_its_own_and_a_secret_wherever_that_is_kept() {
    let machine = json!({"AllowedOAuthFlows": ["client_credentials"]});
    assert_eq!(ids(machine, None), Vec::<&str>::new());
    assert_eq!(ids(json!({"AllowedOAuthFlows": ["client_credentials", "code"]}), None), ["CL7"]);
    let bare = json!({"AllowedOAuthFlows": ["client_credentials"], "ClientSecret": "absent"});
    assert_eq!(ids(bare, None), ["CL7"]);
    let kept = json!({"AllowedOAuthFlows": ["client_credentials"], "ClientSecret": "absent",
        "ClientSecretArn": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:x"});
    assert_eq!(ids(kept, None), Vec::<&str>::new());
}

#[test]
fn lifetimes_are_compared_with_their_units() {
    assert_eq!(ids(json!({"RefreshTokenValidity": 30}), None), Vec::<&str>::new());
    assert_eq!(ids(json!({"RefreshTokenValidity": 31}), None), ["CL8"]);
    let minutes = json!({"AccessTokenValidity": 60, "TokenValidityUnits": {"AccessToken": "minutes"}});
    assert_eq!(ids(minutes, None), Vec::<&str>::new());
    let minutes = json!({"AccessTokenValidity": 61, "TokenValidityUnits": {"AccessToken": "minutes"}});
    assert_eq!(ids(minutes, None), ["CL8"]);
    assert_eq!(ids(json!({"IdTokenValidity": 2, "AccessTokenValidity": 2}), None), ["CL8", "CL8"]);
    assert_eq!(ids(json!({"RefreshTokenValidity": null}), None), Vec::<&str>::new());
}

#[test]
fn a_public_client_without_rotation_is_a_low_finding() {
    assert_eq!(ids(json!({"ClientSecret": "absent"}), None), ["CL9"]);
    let rotates = json!({"ClientSecret": "absent", "RefreshTokenRotation": {"Feature": "ENABLED"}});
    assert_eq!(ids(rotates, None), Vec::<&str>::new());
}

#[test]
fn a_role_like_attribute_that_users_can_write_is_found_by_the_list_or_by_the_schema() {
    let admin = |written: Value| {
        json!({"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["aws.cognito.signin.user.admin"], "WriteAttributes": written})
    };
    let pool = json!({"Domain": "shop", "SchemaAttributes": [{"Name": "custom:role"}, {"Name": "email"}]});
    assert_eq!(ids(admin(json!(["email", "custom:tenant_id"])), Some(pool.clone())), ["CL10"]);
    assert_eq!(ids(admin(json!(["email"])), Some(pool.clone())), Vec::<&str>::new());
    assert_eq!(ids(admin(json!([])), Some(pool.clone())), ["CL10"]);
    assert_eq!(ids(admin(json!("absent")), Some(pool)), ["CL10"]);
    assert_eq!(ids(admin(json!("absent")), None), Vec::<&str>::new(), "the schema was not read");
}

#[test]
fn oauth_needs_a_domain_of_the_user_pool_and_nothing_is_claimed_of_one_not_read() {
    let client = json!({"AllowedOAuthFlowsUserPoolClient": true, "AllowedOAuthFlows": ["code"]});
    assert_eq!(ids(client.clone(), Some(json!({}))), ["CL11"]);
    assert_eq!(ids(client.clone(), Some(json!({"Domain": ""}))), ["CL11"]);
    assert_eq!(ids(client.clone(), Some(json!({"CustomDomain": "auth.a.example"}))), Vec::<&str>::new());
    assert_eq!(ids(client, None), Vec::<&str>::new());
}
