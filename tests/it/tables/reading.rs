//! How whole documents read by their tables.

use cognitui::resource::Kind;
use cognitui::resource::display::detail_rows;
use cognitui::resource::tables::{CLIENT, DOMAIN, PROVIDER, USER_POOL};
use serde_json::{Value, json};

use super::document;

/// A document as lines of "label: value".
fn read(kind: &'static Kind, value: Value) -> Vec<String> {
    detail_rows::detail_rows(kind, &document(value))
        .iter()
        .map(|row| format!("{}: {}", row.label, row.value.text(false)))
        .collect()
}

fn assert_reads(lines: &[String], expected: &[&str]) {
    for line in expected {
        assert!(lines.iter().any(|known| known == line), "no {line:?} in\n{}", lines.join("\n"));
    }
}

#[test]
fn a_client_reads_with_its_secret_masked_and_its_defaults_told() {
    let lines = read(
        &CLIENT,
        json!({
            "ClientName": "web", "ClientId": "3n4b5urk1ft4fl3mg5e62d9ado", "UserPoolId": "eu-west-1_Ab12",
            "ClientSecret": "s3cret", "CreationDate": 1_760_000_000.123, "RefreshTokenValidity": 10,
            "TokenValidityUnits": {"RefreshToken": "hours"}, "EnableTokenRevocation": true,
            "CallbackURLs": ["https://a.example/cb"],
            "LogoutURLs": [],
        }),
    );
    assert_reads(
        &lines,
        &[
            "Client secret: ••••••••",
            "Created: 2025-10-09 08:53:20 UTC",
            "Authentication flows: (default: refresh token, SRP and custom)",
            "User existence errors: LEGACY (never set)",
            "Refresh token valid: 10 hours",
            "Access token valid: (default: 1 hour)",
            "Token revocation: on",
            "OAuth: (default: off)",
            "Callback URLs: https://a.example/cb",
            "Logout URLs: none",
            "Writable attributes: all standard attributes (never set)",
        ],
    );
    assert!(!lines.concat().contains("s3cret"));
    assert_reads(
        &read(&CLIENT, json!({"RefreshTokenValidity": 30})),
        &["Refresh token valid: 30 days (unit never set)", "Client secret: see Secrets"],
    );
}

#[test]
fn a_user_pool_reads_in_groups_with_its_structures_opened() {
    let lines = read(
        &USER_POOL,
        json!({
            "Id": "eu-west-1_Ab12", "Name": "shop", "EstimatedNumberOfUsers": 1200,
            "Policies": {"PasswordPolicy": {"MinimumLength": 8, "RequireSymbols": false, "NewRule": true}},
            "LambdaConfig": {"PreTokenGenerationConfig": {"LambdaVersion": "V2_0",
                "LambdaArn": "arn:aws:lambda:eu-west-1:1:function:x"}},
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true},
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Priority": 1, "Name": "verified_email"}]},
            "SchemaAttributes": [{
                "Name": "custom:tenant", "AttributeDataType": "String", "Mutable": false, "Required": false,
                "DeveloperOnlyAttribute": false,
                "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "64"},
            }],
            "UserPoolTags": {"team": "web"},
        }),
    );
    assert_reads(
        &lines,
        &[
            "Password policy: ",
            "Minimum password length: 8 characters",
            "Password symbol: not required",
            "Temporary password valid: (default: 7 days)",
            "Deletion protection: (default: INACTIVE)",
            "MFA: (default: OFF)",
            "Self sign-up: closed: only administrators create users",
            "By: verified_email",
            "Priority: 1",
            "custom:tenant: String, can't be changed, min length 1, max length 64",
            "Pre token event version: V2_0",
            "Pre sign-up: none",
            "Threat protection: OFF (never set)",
            "team: web",
            "Other settings: ",
            "Policies.PasswordPolicy.NewRule: true",
        ],
    );
    assert_reads(
        &read(&USER_POOL, json!({})),
        &["Self sign-up: (default: open: anyone can sign up)", "User names: (default: case sensitive)"],
    );
}

#[test]
fn a_provider_reads_with_all_that_is_secret_masked() {
    let details = json!({"client_id": "abc", "client_secret": "s3cret", "private_key": "s3cret",
        "other_secret": "s3cret"});
    let provider = json!({"ProviderName": "Google", "ProviderType": "Google",
        "ProviderDetails": details, "AttributeMapping": {"email": "mail"}});
    let lines = read(&PROVIDER, provider);
    assert_reads(
        &lines,
        &[
            "Type: Google",
            "Client id: abc",
            "Client secret: ••••••••",
            "Details by name: 2 entries",
            "private_key: ••••••••",
            "other_secret: ••••••••",
            "email: mail",
        ],
    );
    assert!(!lines.concat().contains("s3cret"));
}

#[test]
fn a_domain_reads_with_its_certificate_and_its_failover() {
    let lines = read(
        &DOMAIN,
        json!({"Domain": "auth.example.com", "UserPoolId": "eu-west-1_Ab12", "Status": "ACTIVE",
            "ManagedLoginVersion": 2,
            "CustomDomainConfig": {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/x"},
            "Routing": {"Failover": {"SecondaryRegion": "eu-central-1"}}}),
    );
    assert_reads(
        &lines,
        &[
            "Status: ACTIVE",
            "Login pages version: 2",
            "Certificate: arn:aws:acm:us-east-1:123456789012:certificate/x",
            "Secondary region: eu-central-1",
            "Route 53 health check: none",
        ],
    );
}
