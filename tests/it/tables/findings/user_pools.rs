//! The checks of user pools, their MFA settings and their answers to threats.

use cognitui::resource::tables::{MFA, RISK, USER_POOL};
use serde_json::{Value, json};

use super::{Case, case};

pub fn cases() -> Vec<Case> {
    [user_pools(), password_policies(), contacts(), sign_ins()].into_iter().flatten().collect()
}

fn user_pools() -> Vec<Case> {
    let dcr = |status: &str, open: Value| json!({"DcrConfiguration": {"EnableStatus": status, "OpenDcrEnabled": open}});
    let sign_up = |only: Value| json!({"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": only}});
    let threats = |mode: Value| json!({"UserPoolAddOns": {"AdvancedSecurityMode": mode}});
    let mode = |mode: Value| json!({"MfaConfiguration": mode});
    vec![
        case(
            &USER_POOL,
            "UP1#deletion-protection-off",
            json!({"DeletionProtection": "INACTIVE"}),
            json!({"DeletionProtection": "ACTIVE"}),
            [(json!({}), true), (json!({"DeletionProtection": null}), true)],
        ),
        case(
            &USER_POOL,
            "UP2#mfa-off",
            mode(json!("OFF")),
            mode(json!("ON")),
            [(json!({}), true), (mode(Value::Null), true), (mode(json!("OPTIONAL")), false)],
        ),
        case(
            &USER_POOL,
            "UP2#mfa-optional",
            mode(json!("OPTIONAL")),
            mode(json!("ON")),
            [(json!({}), false), (mode(Value::Null), false)],
        ),
        case(
            &USER_POOL,
            "UP5#self-sign-up-open",
            sign_up(json!(false)),
            sign_up(json!(true)),
            [(json!({}), true), (sign_up(Value::Null), true)],
        ),
        case(
            &USER_POOL,
            "UP6#threat-protection-not-enforced",
            threats(json!("AUDIT")),
            threats(json!("ENFORCED")),
            [(json!({}), true), (threats(json!("OFF")), true), (threats(Value::Null), true)],
        ),
        case(
            &USER_POOL,
            "UP14#open-client-registration",
            dcr("Enabled", json!(true)),
            dcr("Enabled", json!(false)),
            [(dcr("Disabled", json!(true)), false), (dcr("Enabled", Value::Null), false), (json!({}), false)],
        ),
    ]
}

fn password_policies() -> Vec<Case> {
    let policy = |name: &str, value: Value| {
        let mut policy = json!({"MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true,
            "RequireNumbers": true, "RequireSymbols": true, "TemporaryPasswordValidityDays": 7});
        policy[name] = value;
        json!({"Policies": {"PasswordPolicy": policy}})
    };
    let unset = |wrong: bool| {
        [(json!({}), wrong), (json!({"Policies": null}), wrong), (json!({"Policies": {}}), wrong)]
    };
    vec![
        case(
            &USER_POOL,
            "UP4#short-passwords-allowed",
            policy("MinimumLength", json!(7)),
            policy("MinimumLength", json!(8)),
            unset(false),
        ),
        case(
            &USER_POOL,
            "UP4#simple-passwords-allowed",
            policy("RequireSymbols", json!(false)),
            policy("RequireSymbols", json!(true)),
            [(policy("RequireNumbers", Value::Null), true), (json!({}), false)],
        ),
        case(
            &USER_POOL,
            "UP4#temporary-passwords-long",
            policy("TemporaryPasswordValidityDays", json!(8)),
            policy("TemporaryPasswordValidityDays", json!(7)),
            unset(false),
        ),
    ]
}

fn contacts() -> Vec<Case> {
    let recovery = |all: Value| json!({"AccountRecoverySetting": {"RecoveryMechanisms": all}});
    let by = |name: &str| recovery(json!([{"Name": name, "Priority": 1}]));
    let verifies = |before: Value| {
        json!({"AutoVerifiedAttributes": ["email"],
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": before}})
    };
    let mail = |account: Value, users: u64| json!({"EstimatedNumberOfUsers": users, "EmailConfiguration": {"EmailSendingAccount": account}});
    vec![
        case(
            &USER_POOL,
            "UP9#account-recovery-by-sms-first",
            by("verified_phone_number"),
            by("verified_email"),
            [
                (json!({}), true),
                (recovery(json!([])), true),
                (recovery(Value::Null), true),
                (by("admin_only"), false),
            ],
        ),
        case(
            &USER_POOL,
            "UP10#unverified-changes-count",
            verifies(json!([])),
            verifies(json!(["email"])),
            [
                (verifies(Value::Null), true),
                (json!({}), false),
                (json!({"AutoVerifiedAttributes": []}), false),
            ],
        ),
        case(
            &USER_POOL,
            "UP12#default-email",
            mail(json!("COGNITO_DEFAULT"), 1),
            mail(json!("DEVELOPER"), 1),
            [(mail(Value::Null, 1), true), (mail(json!("COGNITO_DEFAULT"), 0), false), (json!({}), false)],
        ),
        case(
            &USER_POOL,
            "UP15#sms-fails",
            json!({"SmsConfigurationFailure": "SnsSandbox"}),
            json!({}),
            [
                (json!({"SmsConfigurationFailure": ""}), false),
                (json!({"SmsConfigurationFailure": null}), false),
            ],
        ),
        case(
            &USER_POOL,
            "UP15#email-fails",
            json!({"EmailConfigurationFailure": "SES"}),
            json!({}),
            [
                (json!({"EmailConfigurationFailure": ""}), false),
                (json!({"EmailConfigurationFailure": null}), false),
            ],
        ),
    ]
}

fn sign_ins() -> Vec<Case> {
    let mode = |mode: Value| json!({"MfaConfiguration": mode});
    let sms = json!({"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}});
    let action = |action: Value| {
        json!({"CompromisedCredentialsRiskConfiguration": {"Actions": {"EventAction": action}},
        "AccountTakeoverRiskConfiguration": {"Actions": {"HighAction": {"EventAction": action}}}})
    };
    vec![
        case(
            &MFA,
            "UP3#mfa-by-sms-only",
            json!({"MfaConfiguration": "ON", "SmsMfaConfiguration": sms}),
            json!({"MfaConfiguration": "ON", "SmsMfaConfiguration": sms, "SoftwareTokenMfaConfiguration": {"Enabled": true}}),
            [(json!({"MfaConfiguration": "OFF", "SmsMfaConfiguration": sms}), false), (json!({}), false)],
        ),
        case(
            &MFA,
            "UP16#mfa-without-a-factor",
            mode(json!("ON")),
            json!({"MfaConfiguration": "ON", "SoftwareTokenMfaConfiguration": {"Enabled": true}}),
            [(json!({"MfaConfiguration": "ON", "SmsMfaConfiguration": {}}), true), (json!({}), false)],
        ),
        case(
            &RISK,
            "UP7#leaked-passwords-allowed",
            action(json!("NO_ACTION")),
            action(json!("BLOCK")),
            [(json!({}), true), (action(Value::Null), true)],
        ),
        case(
            &RISK,
            "UP7#high-risk-sign-ins-allowed",
            action(json!("NO_ACTION")),
            action(json!("BLOCK")),
            [(json!({}), true), (action(json!("MFA_REQUIRED")), false)],
        ),
    ]
}
