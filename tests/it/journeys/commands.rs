//! The commands that stand for writes, run by the real AWS CLI: what arrives is what cognitui sends.

use std::path::Path;
use std::process::Command;

use cognitui::app::change::write::Write;
use cognitui::demo::{Cognito, Store};
use cognitui::message::WriteRequest;
use cognitui::resource::cli_command::{CliCommand, CliTarget};
use cognitui::resource::{Access, Document, Key, Kind, KindId, WriteOperation, tables};
use serde_json::{Value, json};

use crate::support::python::environment;

/// What to install, every version pinned.
const REQUIREMENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/awscli-requirements.txt");
const POOL: &str = "eu-west-1_Ab12Cd34E";
const IDENTITY_POOL: &str = "eu-west-1:00000000-0000-4000-8000-000000000000";
/// Every secret of the samples; the quote has to survive the shell.
const SECRET: &str = "it's s3cret, and long enough for a client";

/// A resource of a kind, with a value of every shape.
fn sample(kind: &'static Kind) -> (Key, Value) {
    let child = |id: &str| Key::child(kind, POOL, id);
    match kind.id {
        KindId::UserPool => (
            Key::top(kind, POOL),
            json!({"Id": POOL, "Name": "shop", "DeletionProtection": "ACTIVE", "MfaConfiguration": "OPTIONAL",
                "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireSymbols": false,
                    "TemporaryPasswordValidityDays": 3}}, "AutoVerifiedAttributes": ["email"],
                "VerificationMessageTemplate": {"EmailMessage": "It's {####}\n", "DefaultEmailOption": "CONFIRM_WITH_CODE"},
                "LambdaConfig": {"PreSignUp": "arn:aws:lambda:eu-west-1:123456789012:function:sign-up"},
                "UserPoolTags": {"team": "it's ours"}, "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true}}),
        ),
        KindId::Mfa => (
            Key::top(kind, POOL),
            json!({"UserPoolId": POOL, "MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": true},
                "WebAuthnConfiguration": {"RelyingPartyId": "shop.example", "UserVerification": "required"}}),
        ),
        KindId::Branding => (
            Key {
                kind,
                parents: vec![POOL.into(), "1example23456789".into()],
                id: "00000000-0000-4000-8000-000000000001".into(),
            },
            json!({"UserPoolId": POOL, "ManagedLoginBrandingId": "00000000-0000-4000-8000-000000000001",
                "UseCognitoProvidedValues": false,
                "Settings": {"components": {"form": {"borderRadius": 8.5}}}}),
        ),
        KindId::Risk => (
            Key::top(kind, POOL),
            json!({"UserPoolId": POOL, "AccountTakeoverRiskConfiguration": {"Actions": {"HighAction":
                {"EventAction": "BLOCK", "Notify": false}}}, "CompromisedCredentialsRiskConfiguration":
                {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "BLOCK"}}}),
        ),
        KindId::ClientRisk => (
            child("1example23456789"),
            json!({"UserPoolId": POOL, "ClientId": "1example23456789", "RiskExceptionConfiguration":
                {"BlockedIPRangeList": ["203.0.113.0/24"]}}),
        ),
        KindId::LogDelivery => (
            Key::top(kind, POOL),
            json!({"UserPoolId": POOL, "LogConfigurations": [{"EventSource": "userNotification",
                "LogLevel": "ERROR", "CloudWatchLogsConfiguration":
                    {"LogGroupArn": "arn:aws:logs:eu-west-1:123456789012:log-group:mail"}}]}),
        ),
        KindId::ResourceServer => (
            child("https://api.shop.example"),
            json!({"UserPoolId": POOL, "Identifier": "https://api.shop.example", "Name": "It's the API",
                "Scopes": [{"ScopeName": "read", "ScopeDescription": "Read \"all\""}]}),
        ),
        KindId::Attribute => (
            child("custom:tier"),
            json!({"Name": "custom:tier", "AttributeDataType": "String", "Mutable": false,
                "StringAttributeConstraints": {"MaxLength": "8"}}),
        ),
        KindId::Client => (
            child("1example23456789"),
            json!({"UserPoolId": POOL, "ClientId": "1example23456789", "ClientName": "Ann's web $HOME `x` \\ \"q\"",
                "RefreshTokenValidity": 30, "CallbackURLs": ["https://shop.example/cb?a=b&c=d"],
                "TokenValidityUnits": {"RefreshToken": "days"}, "AllowedOAuthFlowsUserPoolClient": false,
                "AnalyticsConfiguration": {"ApplicationId": "ab", "UserDataShared": true}, "LogoutURLs": []}),
        ),
        KindId::Provider => (
            child("Google"),
            json!({"UserPoolId": POOL, "ProviderName": "Google", "ProviderType": "Google",
                "ProviderDetails": {"client_id": "app", "client_secret": SECRET, "authorize_scopes": "openid email"},
                "AttributeMapping": {"email": "email", "custom:größe": "従業員"}, "IdpIdentifiers": ["a.example"]}),
        ),
        KindId::Domain => (
            child("login.shop.example"),
            json!({"UserPoolId": POOL, "Domain": "login.shop.example", "ManagedLoginVersion": 2,
                "CustomDomainConfig": {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000000"}}),
        ),
        KindId::IdentityPool => (
            Key::top(kind, IDENTITY_POOL),
            json!({"IdentityPoolId": IDENTITY_POOL, "IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true,
                "SupportedLoginProviders": {"graph.facebook.com": "7346241598935552"},
                "CognitoIdentityProviders": [{"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12Cd34E",
                    "ClientId": "abc", "ServerSideTokenCheck": true}], "IdentityPoolTags": {"team": "it's ours"}}),
        ),
        KindId::Roles => (
            Key::top(kind, IDENTITY_POOL),
            json!({"IdentityPoolId": IDENTITY_POOL, "Roles": {"authenticated": "arn:aws:iam::123456789012:role/user"},
                "RoleMappings": {"graph.facebook.com": {"Type": "Rules", "AmbiguousRoleResolution": "Deny",
                    "RulesConfiguration": {"Rules": [{"Claim": "tier", "MatchType": "Equals", "Value": "gold",
                        "RoleARN": "arn:aws:iam::123456789012:role/gold"}]}}}}),
        ),
        KindId::PrincipalTags => (
            Key::child(kind, IDENTITY_POOL, "graph.facebook.com"),
            json!({"IdentityPoolId": IDENTITY_POOL, "IdentityProviderName": "graph.facebook.com", "UseDefaults": false,
                "PrincipalTags": {"department": "dept"}}),
        ),
        KindId::Secret => (
            Key { kind, parents: vec![POOL.into(), "1example23456789".into()], id: "secret-1".into() },
            json!({"ClientSecret": SECRET}),
        ),
        KindId::SignUp => (
            Key { kind, parents: vec![POOL.into(), "1example23456789".into()], id: String::new() },
            json!({"Username": "ann", "Password": SECRET, "UserAttributes": [{"Name": "email", "Value": "ann@a.example"}]}),
        ),
        other => panic!("{other:?} can be written, so it needs a sample"),
    }
}

/// The request of a write, as the confirmation of the sample would send it.
fn request(kind: &'static Kind, operation: WriteOperation) -> WriteRequest {
    let (key, sample) = sample(kind);
    let mut sample = Document::from_value(sample).expect("an object");
    let is_assigned = kind.field(kind.id_path).is_some_and(|field| field.access == Access::Identifier);
    if operation == WriteOperation::Create && is_assigned {
        sample.remove(kind.id_path);
    }
    let write = match operation {
        WriteOperation::Create => Write::create(Key { id: String::new(), ..key }, sample),
        WriteOperation::Update => Write::new(key, Document::default(), sample),
        WriteOperation::Delete => Write::delete(key, sample),
    };
    write.request("sample")
}

/// Runs a command in a shell that knows the AWS CLI and nothing of this machine.
fn run(text: &str, venv: &Path, home: &Path) -> String {
    let path = format!("{}:/usr/bin:/bin", venv.join("bin").display());
    let mut shell = Command::new("sh");
    shell.args(["-c", text]).current_dir(home).env_clear().env("HOME", home).env("PATH", path).envs([
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", "example"),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("LANG", "C.UTF-8"),
    ]);
    let output = shell.output().expect("a shell");
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[tokio::test]
#[ignore = "needs Python and, once, its package index; .ci/run runs it"]
async fn the_aws_cli_sends_for_each_command_what_cognitui_sends() {
    let server = Cognito::start(Store::empty()).await.expect("a Cognito");
    let url = server.url();
    let install = tokio::task::spawn_blocking(|| environment("awscli", REQUIREMENTS));
    let venv = install.await.expect("the AWS CLI");
    let home = tempfile::TempDir::new().expect("a folder");
    let mut tried = 0;
    for kind in tables::ALL {
        for operation in [WriteOperation::Create, WriteOperation::Update, WriteOperation::Delete] {
            let Some(name) = kind.operation(operation) else { continue };
            let request = request(kind, operation);
            let target = CliTarget { region: Some("eu-west-1"), profile: None, endpoint: Some(&url) };
            let command = CliCommand::write(kind, operation, &request.body, target).expect("an operation");
            assert_eq!(command.newer_members, Vec::<String>::new(), "{name}");
            let secret = SECRET.replace('\'', r"'\''");
            let fill = |text: String, placeholder: &String| text.replace(placeholder, &secret);
            let text = command.placeholders.iter().fold(command.text.clone(), fill);
            let (venv, folder) = (venv.clone(), home.path().to_owned());
            let said = tokio::task::spawn_blocking(move || run(&text, &venv, &folder)).await.expect("it ran");
            let arrived = server.received(name).pop();
            assert_eq!(arrived, Some(request.body.into_value()), "{}\n{said}", command.text);
            tried += 1;
        }
    }
    assert!(tried >= 21, "only {tried} operations write");
}
