//! User pools and their domains: settings that an update resets or keeps, and pools that can't be deleted.

use std::time::{SystemTime, UNIX_EPOCH};

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, refusal, settled, with_pool};

#[test]
fn what_a_user_pool_update_omits_is_reset_but_for_what_aws_keeps() {
    let (mut store, id) = with_pool();
    let policies = json!({"PasswordPolicy": {"MinimumLength": 20, "TemporaryPasswordValidityDays": 2}});
    let settings = json!({
        "UserPoolId": id, "PoolName": "renamed", "AutoVerifiedAttributes": ["email"],
        "MfaConfiguration": "OPTIONAL", "Policies": policies, "UserPoolTags": {"a": "b"},
        "DeletionProtection": "ACTIVE", "EmailConfiguration": {"From": "a@b.example"}, "FutureSetting": 1,
    });
    assert_eq!(call(&mut store, "UpdateUserPool", settings), json!({}));
    let describe =
        |store: &mut Store| call(store, "DescribeUserPool", json!({"UserPoolId": id}))["UserPool"].clone();
    let full = describe(&mut store);
    assert_eq!(full["Name"], "renamed");
    assert_eq!(full["FutureSetting"], 1);

    call(&mut store, "UpdateUserPool", json!({"UserPoolId": id}));
    let bare = describe(&mut store);
    for reset in ["AutoVerifiedAttributes", "FutureSetting"] {
        assert_eq!(bare.get(reset), None, "{reset}");
    }
    assert_eq!((&bare["UserPoolTags"], &bare["DeletionProtection"]), (&json!({}), &json!("INACTIVE")));
    assert_eq!(bare["EmailConfiguration"], json!({"EmailSendingAccount": "COGNITO_DEFAULT"}));
    for kept in ["Name", "MfaConfiguration", "Policies", "SchemaAttributes", "Arn", "CreationDate"] {
        assert_eq!(bare[kept], full[kept], "{kept}");
    }
}

#[test]
fn both_validities_of_a_temporary_password_cannot_be_sent_together() {
    let (mut store, id) = with_pool();
    let pool = call(&mut store, "DescribeUserPool", json!({"UserPoolId": id}))["UserPool"].clone();
    assert_eq!(pool["AdminCreateUserConfig"]["UnusedAccountValidityDays"], 7, "yet Describe returns both");
    let both = json!({
        "UserPoolId": id, "Policies": pool["Policies"],
        "AdminCreateUserConfig": pool["AdminCreateUserConfig"],
    });
    assert_eq!(
        refusal(&mut store, "UpdateUserPool", both),
        "InvalidParameterException: Please use TemporaryPasswordValidityDays in PasswordPolicy instead of \
         UnusedAccountValidityDays"
    );
}

#[test]
fn a_new_user_pool_has_the_standard_attributes_and_its_own() {
    let mut store = Store::empty();
    let schema =
        json!([{"Name": "email", "Required": true}, {"Name": "tier", "AttributeDataType": "String"}]);
    let pool =
        call(&mut store, "CreateUserPool", json!({"PoolName": "shop", "Schema": schema}))["UserPool"].clone();
    let attributes = pool["SchemaAttributes"].as_array().expect("a list");
    assert_eq!(attributes.len(), 21);
    let named =
        |name: &str| attributes.iter().find(|one| one["Name"] == name).expect("the attribute").clone();
    assert_eq!(named("email")["Required"], true);
    assert_eq!(
        named("birthdate")["StringAttributeConstraints"],
        json!({"MinLength": "10", "MaxLength": "10"})
    );
    assert_eq!(named("updated_at")["NumberAttributeConstraints"], json!({"MinValue": "0"}));
    assert_eq!(named("custom:tier")["StringAttributeConstraints"], json!({}));
    assert!(pool["Id"].as_str().expect("an id").starts_with("eu-west-1_"));
    assert_eq!(pool.get("Schema"), None);
}

#[test]
fn domains_are_unique_and_keep_their_pool_alive() {
    let (mut store, pool) = with_pool();
    let other = call(&mut store, "CreateUserPool", json!({"PoolName": "other"}))["UserPool"]["Id"].clone();
    assert_eq!(
        call(&mut store, "CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "shop"})),
        json!({"ManagedLoginVersion": 1})
    );
    let invalid = |why: &str| format!("InvalidParameterException: {why}");
    for (id, domain, why) in [
        (&json!(pool), "shop2", "User pool already has a domain configured."),
        (&other, "shop", "Domain already associated with another user pool."),
        (&other, "my-cognito", "Domain cannot contain reserved word: cognito"),
        (&other, "login.shop.example", "CustomDomainConfig is required for a custom domain."),
    ] {
        assert_eq!(
            refusal(&mut store, "CreateUserPoolDomain", json!({"UserPoolId": id, "Domain": domain})),
            invalid(why)
        );
    }
    assert_eq!(
        call(&mut store, "DescribeUserPool", json!({"UserPoolId": pool}))["UserPool"]["Domain"],
        "shop"
    );
    assert_eq!(
        call(&mut store, "DescribeUserPoolDomain", json!({"Domain": "none"})),
        json!({"DomainDescription": {}})
    );
    assert_eq!(
        refusal(&mut store, "DeleteUserPool", json!({"UserPoolId": pool})),
        invalid("User pool cannot be deleted. It has a domain configured that should be deleted first.")
    );
    settled(&mut store, "shop");
    call(&mut store, "DeleteUserPoolDomain", json!({"UserPoolId": pool, "Domain": "shop"}));
    assert_eq!(call(&mut store, "DeleteUserPool", json!({"UserPoolId": pool})), Value::Null);
    assert_eq!(
        refusal(&mut store, "DescribeUserPool", json!({"UserPoolId": pool})),
        format!("ResourceNotFoundException: User pool {pool} does not exist.")
    );
}

#[test]
fn a_protected_user_pool_is_not_deleted() {
    let mut store = Store::demo();
    let id = store.user_pool_id("shop-prod");
    assert_eq!(
        refusal(&mut store, "DeleteUserPool", json!({"UserPoolId": id})),
        "InvalidParameterException: The user pool cannot be deleted because deletion protection is \
         activated. Deletion protection must be inactivated first."
    );
}

#[test]
fn what_does_not_exist_is_named() {
    let (mut store, pool) = with_pool();
    let missing = "eu-west-1:00000000-0000-4000-a000-000000000000";
    for (operation, body, why) in [
        (
            "DescribeIdentityPool",
            json!({"IdentityPoolId": missing}),
            format!("IdentityPool '{missing}' not found."),
        ),
        (
            "DescribeUserPoolClient",
            json!({"UserPoolId": pool, "ClientId": "x"}),
            "User pool client x does not exist.".to_owned(),
        ),
        (
            "DescribeIdentityProvider",
            json!({"UserPoolId": pool, "ProviderName": "x"}),
            "Identity provider x does not exist.".to_owned(),
        ),
    ] {
        assert_eq!(refusal(&mut store, operation, body), format!("ResourceNotFoundException: {why}"));
    }
}

#[test]
fn dates_are_steps_unless_the_real_clock_is_asked_for() {
    let created = |mut store: Store| {
        let pool = call(&mut store, "CreateUserPool", json!({"PoolName": "shop"}));
        pool["UserPool"]["CreationDate"].as_f64().expect("a date")
    };
    assert!((created(Store::empty()) - 1_760_000_001.123).abs() < 1e-6);
    let before = SystemTime::now().duration_since(UNIX_EPOCH).expect("a date").as_secs_f64().floor();
    assert!(created(Store::empty().with_real_clock()) >= before);
}

#[test]
fn custom_attributes_are_added_once_never_required_and_at_most_fifty() {
    let (mut store, id) = with_pool();
    let add = |attributes: Value| json!({"UserPoolId": id, "CustomAttributes": attributes});
    call(&mut store, "AddCustomAttributes", add(json!([{"Name": "tier", "AttributeDataType": "Number"}])));
    let pool = call(&mut store, "DescribeUserPool", json!({"UserPoolId": id}))["UserPool"].clone();
    let tier = pool["SchemaAttributes"].as_array().expect("a list").last().expect("the new one").clone();
    assert_eq!((&tier["Name"], &tier["Required"]), (&json!("custom:tier"), &json!(false)));
    assert_eq!(
        refusal(&mut store, "AddCustomAttributes", add(json!([{"Name": "tier"}]))),
        "InvalidParameterException: custom:tier: Existing attribute already has name custom:tier."
    );
    assert_eq!(
        refusal(&mut store, "AddCustomAttributes", add(json!([{"Name": "level", "Required": true}]))),
        "InvalidParameterException: Required custom attributes are not supported currently."
    );
    let many = |from: usize, to: usize| (from..to).map(|at| json!({"Name": format!("a{at}")})).collect();
    call(&mut store, "AddCustomAttributes", add(many(0, 25)));
    call(&mut store, "AddCustomAttributes", add(many(25, 49)));
    let refused = refusal(&mut store, "AddCustomAttributes", add(many(49, 50)));
    assert!(refused.starts_with("LimitExceededException: "), "{refused}");
    let refused = refusal(&mut store, "AddCustomAttributes", add(many(60, 86)));
    assert!(refused.contains("length less than or equal to 25"), "{refused}");
}
