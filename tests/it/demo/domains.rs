//! Domains: valid names, the settings that an update resets, and the number of Describe calls that a change
//! takes.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, settled, with_pool};

const CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:123456789012:certificate/5b1a7c0e-8a3f-4c56-9f0d-2f3f7a1c9d44";

fn invalid(why: &str) -> String {
    format!("InvalidParameterException: {why}")
}

fn prefix(pool: &str, name: &str) -> Value {
    json!({"UserPoolId": pool, "Domain": name})
}

fn custom(pool: &str, name: &str) -> Value {
    merged(prefix(pool, name), json!({"CustomDomainConfig": {"CertificateArn": CERTIFICATE}}))
}

fn described(store: &mut Store, name: &str) -> Value {
    call(store, "DescribeUserPoolDomain", json!({"Domain": name}))["DomainDescription"].clone()
}

/// The statuses that consecutive calls of Describe return.
fn statuses(store: &mut Store, name: &str, calls: usize) -> Vec<Value> {
    (0..calls).map(|_| described(store, name)["Status"].clone()).collect()
}

#[test]
fn a_prefix_has_lower_case_letters_digits_and_hyphens_inside() {
    let (mut store, pool) = with_pool();
    for name in [
        "Shop",
        "-shop",
        "shop-",
        "shop_1",
        "sh\u{f6}p",
        &"a".repeat(64),
        "shop..example",
        "login.-shop.example",
    ] {
        let refused = refusal(&mut store, "CreateUserPoolDomain", prefix(&pool, name));
        assert!(
            refused.starts_with(&invalid("")) && refused.contains("at 'domain' failed to satisfy constraint"),
            "{name}: {refused}"
        );
    }
    for (name, word) in [("my-aws-shop", "aws"), ("amazons", "amazon"), ("cognito", "cognito")] {
        let why = invalid(&format!("Domain cannot contain reserved word: {word}"));
        assert_eq!(refusal(&mut store, "CreateUserPoolDomain", prefix(&pool, name)), why);
    }
    call(&mut store, "CreateUserPoolDomain", prefix(&pool, "0-shop-1"));
}

#[test]
fn a_custom_domain_is_a_whole_name_with_a_certificate_of_us_east_1() {
    let (mut store, pool) = with_pool();
    for (request, why) in [
        (prefix(&pool, "login.shop.example"), "CustomDomainConfig is required for a custom domain."),
        (
            custom(&pool, "login"),
            "Invalid custom domain login: it has to be a whole name, such as login.example.com.",
        ),
        (
            merged(
                custom(&pool, "login.shop.example"),
                json!({
                    "CustomDomainConfig": {"CertificateArn": CERTIFICATE.replace("us-east-1", "eu-west-1")},
                }),
            ),
            "Invalid certificate ARN: the certificate must be in us-east-1.",
        ),
    ] {
        assert_eq!(refusal(&mut store, "CreateUserPoolDomain", request), invalid(why));
    }
    let bare = merged(prefix(&pool, "login.shop.example"), json!({"CustomDomainConfig": {}}));
    let refused = refusal(&mut store, "CreateUserPoolDomain", bare);
    assert!(refused.contains("Value null at 'customDomainConfig.certificateArn'"), "{refused}");

    let made = call(&mut store, "CreateUserPoolDomain", custom(&pool, "aws.shop.example"));
    assert!(made["CloudFrontDomain"].as_str().expect("a host").ends_with(".cloudfront.net"), "{made}");
    assert_eq!(described(&mut store, "aws.shop.example")["CloudFrontDistribution"], made["CloudFrontDomain"]);
}

#[test]
fn a_pool_has_one_domain_of_each_sort_and_tells_them_at_once() {
    let (mut store, pool) = with_pool();
    call(&mut store, "CreateUserPoolDomain", prefix(&pool, "shop"));
    call(&mut store, "CreateUserPoolDomain", custom(&pool, "login.shop.example"));
    let second = invalid("User pool already has a domain configured.");
    for request in [prefix(&pool, "shop-2"), custom(&pool, "login2.shop.example")] {
        assert_eq!(refusal(&mut store, "CreateUserPoolDomain", request), second);
    }
    let pool_now = |store: &mut Store| {
        let pool = call(store, "DescribeUserPool", json!({"UserPoolId": pool}))["UserPool"].clone();
        (pool["Domain"].clone(), pool["CustomDomain"].clone())
    };
    assert_eq!(pool_now(&mut store), (json!("shop"), json!("login.shop.example")));
    for (name, after) in [
        ("shop", (Value::Null, json!("login.shop.example"))),
        ("login.shop.example", (Value::Null, Value::Null)),
    ] {
        settled(&mut store, name);
        assert_eq!(call(&mut store, "DeleteUserPoolDomain", prefix(&pool, name)), json!({}));
        assert_eq!(pool_now(&mut store), after);
    }
    assert_eq!(
        call(&mut store, "DeleteUserPool", json!({"UserPoolId": pool})),
        Value::Null,
        "nothing is in the way"
    );
}

#[test]
fn a_domain_update_resets_what_it_omits_and_ignores_what_only_describe_tells() {
    let (mut store, pool) = with_pool();
    let routing =
        json!({"Failover": {"SecondaryRegion": "eu-central-1", "PrimaryRoute53HealthCheckId": "abc"}});
    call(
        &mut store,
        "CreateUserPoolDomain",
        merged(prefix(&pool, "shop"), json!({"ManagedLoginVersion": 2, "Routing": routing})),
    );
    let before = settled(&mut store, "shop");
    assert_eq!((&before["ManagedLoginVersion"], &before["Routing"]), (&json!(2), &routing));

    let read_only = json!({
        "AWSAccountId": "1", "S3Bucket": "bucket", "CloudFrontDistribution": "x", "Version": "9",
        "Status": "FAILED",
    });
    assert_eq!(
        call(&mut store, "UpdateUserPoolDomain", merged(prefix(&pool, "shop"), read_only)),
        json!({"ManagedLoginVersion": 1})
    );
    let after = settled(&mut store, "shop");
    assert_eq!((&after["ManagedLoginVersion"], after.get("Routing")), (&json!(1), None));
    for kept in ["AWSAccountId", "S3Bucket", "CloudFrontDistribution", "Version", "Status"] {
        assert_eq!(after[kept], before[kept], "{kept}");
    }
}

#[test]
fn a_custom_domain_update_has_to_name_a_certificate_it_can_use() {
    let mut store = Store::demo();
    let pool = store.user_pool_id("shop-prod");
    let bare = prefix(&pool, "login.shop.example");
    let elsewhere =
        json!({"CustomDomainConfig": {"CertificateArn": CERTIFICATE.replace("us-east-1", "us-west-2")}});
    for (request, why) in [
        (bare.clone(), "CustomDomainConfig is required for a custom domain."),
        (merged(bare, elsewhere), "Invalid certificate ARN: the certificate must be in us-east-1."),
        (
            custom(&pool, "shop-prod"),
            "Invalid custom domain shop-prod: it has to be a whole name, such as login.example.com.",
        ),
        (prefix(&pool, "nobodys"), "No such domain or user pool exists."),
    ] {
        assert_eq!(refusal(&mut store, "UpdateUserPoolDomain", request), invalid(why));
    }
    let tls =
        json!({"CustomDomainConfig": {"CertificateArn": CERTIFICATE, "SecurityPolicy": "TLS_V1_2_2021"}});
    call(&mut store, "UpdateUserPoolDomain", merged(prefix(&pool, "login.shop.example"), tls.clone()));
    assert_eq!(described(&mut store, "login.shop.example")["CustomDomainConfig"], tls["CustomDomainConfig"]);
}

#[test]
fn a_new_domain_is_seen_being_created_twice_and_a_custom_one_three_times() {
    let (mut store, pool) = with_pool();
    call(&mut store, "CreateUserPoolDomain", prefix(&pool, "shop"));
    call(&mut store, "CreateUserPoolDomain", custom(&pool, "login.shop.example"));
    assert_eq!(statuses(&mut store, "shop", 4), ["CREATING", "CREATING", "ACTIVE", "ACTIVE"]);
    assert_eq!(
        statuses(&mut store, "login.shop.example", 5),
        ["CREATING", "CREATING", "CREATING", "ACTIVE", "ACTIVE"]
    );
}

#[test]
fn a_changed_domain_is_seen_being_updated_and_those_of_the_demo_are_through() {
    let mut store = Store::demo();
    let pool = store.user_pool_id("shop-prod");
    for (request, seen) in [(prefix(&pool, "shop-prod"), 2), (custom(&pool, "login.shop.example"), 3)] {
        let name = request["Domain"].as_str().expect("a name").to_owned();
        assert_eq!(statuses(&mut store, &name, 2), ["ACTIVE", "ACTIVE"]);
        call(&mut store, "UpdateUserPoolDomain", request);
        let expected: Vec<&str> = (0..seen).map(|_| "UPDATING").chain(["ACTIVE", "ACTIVE"]).collect();
        assert_eq!(statuses(&mut store, &name, seen + 2), expected);
    }
}

#[test]
fn a_domain_is_left_alone_while_its_last_change_is_on_its_way() {
    let (mut store, pool) = with_pool();
    call(&mut store, "CreateUserPoolDomain", prefix(&pool, "shop"));
    for operation in ["UpdateUserPoolDomain", "DeleteUserPoolDomain"] {
        let refused = refusal(&mut store, operation, prefix(&pool, "shop"));
        assert_eq!(refused, invalid("Domain shop is being created, try again later."));
    }
    settled(&mut store, "shop");
    call(&mut store, "UpdateUserPoolDomain", prefix(&pool, "shop"));
    for operation in ["UpdateUserPoolDomain", "DeleteUserPoolDomain"] {
        let refused = refusal(&mut store, operation, prefix(&pool, "shop"));
        assert_eq!(refused, invalid("Domain shop is being updated, try again later."));
    }
    settled(&mut store, "shop");
    call(&mut store, "DeleteUserPoolDomain", prefix(&pool, "shop"));
}

#[test]
fn a_deleted_prefix_is_gone_at_once() {
    let mut store = Store::demo();
    let (shop, other) = (store.user_pool_id("shop-prod"), store.user_pool_id("partners"));
    call(&mut store, "DeleteUserPoolDomain", prefix(&shop, "shop-prod"));
    assert_eq!(described(&mut store, "shop-prod"), json!({}));
    call(&mut store, "CreateUserPoolDomain", prefix(&other, "shop-prod"));
}

#[test]
fn a_deleted_custom_domain_is_seen_leaving_once_and_its_name_is_free_only_then() {
    let mut store = Store::demo();
    let (shop, other) = (store.user_pool_id("shop-prod"), store.user_pool_id("partners"));
    call(&mut store, "DeleteUserPoolDomain", prefix(&shop, "login.shop.example"));
    for pool in [&shop, &other] {
        let refused = refusal(&mut store, "CreateUserPoolDomain", custom(pool, "login.shop.example"));
        assert_eq!(refused, invalid("Domain already associated with another user pool."));
    }
    for operation in ["UpdateUserPoolDomain", "DeleteUserPoolDomain"] {
        let refused = refusal(&mut store, operation, custom(&shop, "login.shop.example"));
        assert_eq!(refused, invalid("No such domain or user pool exists."));
    }
    let leaving = described(&mut store, "login.shop.example");
    assert_eq!((&leaving["Status"], &leaving["UserPoolId"]), (&json!("DELETING"), &json!(shop)));
    assert_eq!(described(&mut store, "login.shop.example"), json!({}));
    call(&mut store, "CreateUserPoolDomain", custom(&other, "login.shop.example"));
}
