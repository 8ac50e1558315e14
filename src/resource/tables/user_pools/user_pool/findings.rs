//! The findings of user pools.

use serde_json::Value;

use crate::resource::tables::user_pools::mfa;
use crate::resource::{Document, Finding, Fix, Severity};

const SECURITY_HUB: &str = "https://docs.aws.amazon.com/securityhub/latest/userguide/cognito-controls.html";
const MFA: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html";
const PASSWORDS: &str =
    "https://docs.aws.amazon.com/cognito/latest/developerguide/managing-users-passwords.html";
const SIGN_UP: &str =
    "https://docs.aws.amazon.com/cognito/latest/developerguide/signing-up-users-in-your-app.html";
const THREATS: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    cognito-user-pool-settings-threat-protection.html";
const RECOVERY: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    how-to-recover-a-user-account.html";
const VERIFICATION: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/\
    user-pool-settings-email-phone-verification.html";
const EMAIL: &str = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-email.html";
const POOL_REFERENCE: &str = "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/\
    API_UserPoolType.html";

const POLICY: &str = "Policies.PasswordPolicy";
const THREAT_MODE: &str = "UserPoolAddOns.AdvancedSecurityMode";
const UPDATE_SETTINGS: &str = "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate";

pub(super) const FINDINGS: &[Finding] = &[
    Finding {
        id: "UP1",
        severity: Severity::Medium,
        path: "DeletionProtection",
        text: "Deletion protection off: one call deletes the pool with all its users.",
        why: "A deleted pool ends every sign-in, and only AWS Support may restore it, for 14 days.",
        source: SECURITY_HUB,
        fix: Fix::Edit(|pool| pool.set("DeletionProtection", Some(Value::from("ACTIVE")))),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| pool.text("DeletionProtection") != Some("ACTIVE"),
    },
    Finding {
        id: "UP2",
        severity: Severity::High,
        path: "MfaConfiguration",
        text: "MFA off: a password alone signs a user in.",
        why: "A password that leaked elsewhere opens the account here.",
        source: MFA,
        // Optional, with an app as a factor: that shuts nobody out.
        fix: Fix::OnPart(|| &mfa::MFA, &mfa::TURNED_OFF),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| !matches!(pool.text("MfaConfiguration"), Some("ON" | "OPTIONAL")),
    },
    Finding {
        id: "UP2",
        severity: Severity::Info,
        path: "MfaConfiguration",
        text: "MFA optional: each user chooses whether to have a second factor.",
        why: "Most users never turn a second factor on unless they must.",
        source: MFA,
        fix: Fix::Elsewhere("Require it on the MFA tab, once users had time to set up a factor."),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| pool.text("MfaConfiguration") == Some("OPTIONAL"),
    },
    Finding {
        id: "UP4",
        severity: Severity::Medium,
        path: "Policies.PasswordPolicy.MinimumLength",
        text: "Short passwords allowed: fewer than 8 characters are enough.",
        fix: Fix::Edit(|pool| pool.set(&format!("{POLICY}.MinimumLength"), Some(Value::from(8)))),
        applies: |pool, _| number(pool, "MinimumLength").is_some_and(|length| length < 8),
        ..PASSWORD
    },
    Finding {
        id: "UP4",
        severity: Severity::Medium,
        path: "Policies.PasswordPolicy.RequireUppercase",
        text: "Simple passwords allowed: not all classes of characters are required.",
        fix: Fix::Choose("Require upper case, lower case, numbers and symbols, or a greater length."),
        applies: |pool, _| {
            let is_required = |name: &&str| pool.get(&format!("{POLICY}.{name}")) == Some(&Value::Bool(true));
            pool.get(POLICY).is_some_and(Value::is_object) && !CLASSES.iter().all(is_required)
        },
        ..PASSWORD
    },
    Finding {
        id: "UP4",
        severity: Severity::Medium,
        path: "Policies.PasswordPolicy.TemporaryPasswordValidityDays",
        text: "Temporary passwords long: they work for more than 7 days.",
        why: "A temporary password lies in a mailbox until the user or somebody else uses it.",
        fix: Fix::Edit(|pool| {
            pool.set(&format!("{POLICY}.TemporaryPasswordValidityDays"), Some(Value::from(7)));
        }),
        applies: |pool, _| number(pool, "TemporaryPasswordValidityDays").is_some_and(|days| days > 7),
        ..PASSWORD
    },
    Finding {
        id: "UP5",
        severity: Severity::Medium,
        path: "AdminCreateUserConfig.AllowAdminCreateUserOnly",
        text: "Self sign-up open: anyone can create a user.",
        why: "Where users are known beforehand, a stranger with an account reaches what only asks for one.",
        source: SIGN_UP,
        fix: Fix::Edit(|pool| {
            pool.set("AdminCreateUserConfig.AllowAdminCreateUserOnly", Some(Value::Bool(true)));
        }),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| {
            pool.get("AdminCreateUserConfig.AllowAdminCreateUserOnly") != Some(&Value::Bool(true))
        },
    },
    Finding {
        id: "UP6",
        severity: Severity::Medium,
        path: THREAT_MODE,
        text: "Threat protection not enforced: suspicious sign-ins are let through.",
        why: "Sign-ins with leaked passwords or from unusual places are not stopped. It needs the plan PLUS.",
        source: THREATS,
        fix: Fix::Choose("Enforce threat protection. It needs the plan PLUS, which AWS bills by user."),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| pool.text(THREAT_MODE) != Some("ENFORCED"),
    },
    Finding {
        id: "UP9",
        severity: Severity::Medium,
        path: "AccountRecoverySetting.RecoveryMechanisms",
        text: "Account recovery by SMS first: whoever takes over the number takes over the account.",
        why: "Phone numbers are handed to attackers by SIM swaps, and to strangers when they are given up.",
        source: RECOVERY,
        fix: Fix::Choose("Recover by verified email first."),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| recovers_by_phone(pool),
    },
    Finding {
        id: "UP10",
        severity: Severity::Medium,
        path: UPDATE_SETTINGS,
        text: "Unverified changes count: a changed email or phone number is used before it is verified.",
        why: "A user who mistypes the address, or a thief, loses or takes over the account at once.",
        source: VERIFICATION,
        fix: Fix::Edit(verify_before_update),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| contacts(pool).any(|name| !pool.texts(UPDATE_SETTINGS).any(|one| one == name)),
    },
    Finding {
        id: "UP12",
        severity: Severity::Low,
        path: "EmailConfiguration.EmailSendingAccount",
        text: "Default email: Cognito sends 50 messages a day, and then none.",
        why: "Users who wait for a code past the limit can't sign up or get back in, and no error says so.",
        source: EMAIL,
        fix: Fix::Choose("Send through Amazon SES, with a verified identity."),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| {
            let users = pool.get("EstimatedNumberOfUsers").and_then(Value::as_u64).unwrap_or(0);
            users > 0 && pool.text("EmailConfiguration.EmailSendingAccount") != Some("DEVELOPER")
        },
    },
    Finding {
        id: "UP14",
        severity: Severity::High,
        path: "DcrConfiguration.OpenDcrEnabled",
        text: "Open client registration: apps can register themselves without a token.",
        why: "Anyone can make an app client, and send users of this pool to a login page that looks right.",
        source: POOL_REFERENCE,
        fix: Fix::Edit(|pool| pool.set("DcrConfiguration.OpenDcrEnabled", Some(Value::Bool(false)))),
        needs_companion: false,
        evidence: None,
        applies: |pool, _| {
            let is_enabled = pool.text("DcrConfiguration.EnableStatus") == Some("Enabled");
            is_enabled && pool.get("DcrConfiguration.OpenDcrEnabled") == Some(&Value::Bool(true))
        },
    },
    Finding {
        path: "SmsConfigurationFailure",
        text: "SMS fails: AWS can't send text messages for this pool.",
        applies: |pool, _| is_set(pool, "SmsConfigurationFailure"),
        ..DELIVERY
    },
    Finding {
        path: "EmailConfigurationFailure",
        text: "Email fails: AWS can't send email for this pool.",
        applies: |pool, _| is_set(pool, "EmailConfigurationFailure"),
        ..DELIVERY
    },
];

/// What the findings about passwords have in common.
const PASSWORD: Finding = Finding {
    id: "UP4",
    severity: Severity::Medium,
    path: POLICY,
    text: "",
    why: "Short or simple passwords are guessed, or are found in lists of leaked ones.",
    source: PASSWORDS,
    fix: Fix::Choose("Tighten the password policy."),
    needs_companion: false,
    evidence: None,
    applies: |_, _| false,
};

/// What the findings about failing messages have in common.
const DELIVERY: Finding = Finding {
    id: "UP15",
    severity: Severity::Medium,
    path: "",
    text: "",
    why: "Users don't get the codes that they need to sign up, sign in or recover their accounts.",
    source: POOL_REFERENCE,
    fix: Fix::Elsewhere("AWS names the cause in this setting: mend the role or identity it is about."),
    needs_companion: false,
    evidence: None,
    applies: |_, _| false,
};

const CLASSES: [&str; 4] = ["RequireUppercase", "RequireLowercase", "RequireNumbers", "RequireSymbols"];

fn is_set(pool: &Document, path: &str) -> bool {
    pool.text(path).is_some_and(|text| !text.is_empty())
}

fn number(pool: &Document, name: &str) -> Option<u64> {
    pool.get(&format!("{POLICY}.{name}")).and_then(Value::as_u64)
}

/// The addresses that the pool verifies, and that are used to sign in or to recover an account.
fn contacts(pool: &Document) -> impl Iterator<Item = &str> {
    pool.texts("AutoVerifiedAttributes").filter(|name| ["email", "phone_number"].contains(name))
}

fn verify_before_update(pool: &mut Document) {
    let verified: Vec<_> = contacts(pool).map(Value::from).collect();
    pool.set(UPDATE_SETTINGS, Some(Value::Array(verified)));
}

/// True if recovery starts with a text message: by the first priority, or by the default of a pool that never
/// set a recovery. Source: the API reference of `AccountRecoverySettingType`.
fn recovers_by_phone(pool: &Document) -> bool {
    let mechanisms = pool.get("AccountRecoverySetting.RecoveryMechanisms").and_then(Value::as_array);
    let Some(mechanisms) = mechanisms.filter(|mechanisms| !mechanisms.is_empty()) else { return true };
    let priority = |mechanism: &&Value| mechanism.get("Priority").and_then(Value::as_u64).unwrap_or(u64::MAX);
    let first = mechanisms.iter().min_by_key(priority);
    first.and_then(|mechanism| mechanism.get("Name")?.as_str()) == Some("verified_phone_number")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::ValidationContext;
    use crate::resource::finding::findings;
    use crate::resource::tables::USER_POOL;

    fn sound() -> Value {
        json!({
            "DeletionProtection": "ACTIVE", "MfaConfiguration": "ON",
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true},
            "UserPoolAddOns": {"AdvancedSecurityMode": "ENFORCED"},
            "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
            "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireUppercase": true,
                "RequireLowercase": true, "RequireNumbers": true, "RequireSymbols": true}},
        })
    }

    /// The findings of a sound pool with one setting changed, or removed (`None`).
    fn ids(path: &str, value: Option<Value>) -> Vec<&'static str> {
        let mut pool = Document::from_value(sound()).expect("an object");
        pool.set(path, value);
        let context = ValidationContext::default();
        findings(&USER_POOL, &pool, &context).iter().map(|finding| finding.id).collect()
    }

    #[test]
    fn a_sound_pool_has_no_finding() {
        assert_eq!(ids("Name", Some(json!("shop"))), Vec::<&str>::new());
    }

    #[test]
    fn what_protects_the_pool_counts_as_off_unless_it_is_set() {
        for value in [None, Some(json!(null)), Some(json!("")), Some(json!("INACTIVE"))] {
            assert_eq!(ids("DeletionProtection", value), ["UP1"]);
        }
        for value in [None, Some(json!("OFF")), Some(json!("OPTIONAL"))] {
            assert_eq!(ids("MfaConfiguration", value), ["UP2"]);
        }
        for value in [None, Some(json!("OFF")), Some(json!("AUDIT"))] {
            assert_eq!(ids(THREAT_MODE, value), ["UP6"]);
        }
        for value in [None, Some(json!(null)), Some(json!(false))] {
            assert_eq!(ids("AdminCreateUserConfig.AllowAdminCreateUserOnly", value), ["UP5"]);
        }
    }

    #[test]
    fn mfa_that_is_off_is_high_and_optional_mfa_is_for_information() {
        let severity = |mode: &str| {
            let mut pool = Document::from_value(sound()).expect("an object");
            pool.set("MfaConfiguration", Some(json!(mode)));
            findings(&USER_POOL, &pool, &ValidationContext::default())[0].severity
        };
        assert_eq!(severity("OFF"), Severity::High);
        assert_eq!(severity("OPTIONAL"), Severity::Info);
    }

    #[test]
    fn a_password_policy_is_judged_by_length_classes_and_temporary_passwords() {
        assert_eq!(ids("Policies.PasswordPolicy.MinimumLength", Some(json!(7))), ["UP4"]);
        assert_eq!(ids("Policies.PasswordPolicy.MinimumLength", Some(json!(8))), Vec::<&str>::new());
        assert_eq!(ids("Policies.PasswordPolicy.RequireSymbols", Some(json!(false))), ["UP4"]);
        assert_eq!(ids("Policies.PasswordPolicy.RequireSymbols", None), ["UP4"]);
        assert_eq!(ids("Policies.PasswordPolicy.TemporaryPasswordValidityDays", Some(json!(8))), ["UP4"]);
        let week = ids("Policies.PasswordPolicy.TemporaryPasswordValidityDays", Some(json!(7)));
        assert_eq!(week, Vec::<&str>::new());
        assert_eq!(ids("Policies", None), Vec::<&str>::new(), "no policy was read");
    }

    #[test]
    fn recovery_is_judged_by_its_first_mechanism_and_the_default_is_sms() {
        let path = "AccountRecoverySetting.RecoveryMechanisms";
        let phone = json!([{"Name": "verified_email", "Priority": 2},
            {"Name": "verified_phone_number", "Priority": 1}]);
        assert_eq!(ids(path, Some(phone)), ["UP9"]);
        assert_eq!(ids(path, Some(json!([]))), ["UP9"]);
        assert_eq!(ids("AccountRecoverySetting", None), ["UP9"]);
        assert_eq!(ids(path, Some(json!([{"Name": "admin_only", "Priority": 1}]))), Vec::<&str>::new());
    }

    #[test]
    fn each_verified_address_has_to_be_verified_again_when_it_changes() {
        assert_eq!(ids("AutoVerifiedAttributes", Some(json!(["email"]))), ["UP10"]);
        assert_eq!(ids("AutoVerifiedAttributes", Some(json!([]))), Vec::<&str>::new());
        let mut pool = Document::from_value(sound()).expect("an object");
        pool.set("AutoVerifiedAttributes", Some(json!(["email", "phone_number"])));
        verify_before_update(&mut pool);
        assert_eq!(pool.get(UPDATE_SETTINGS), Some(&json!(["email", "phone_number"])));
        assert!(findings(&USER_POOL, &pool, &ValidationContext::default()).is_empty());
    }

    #[test]
    fn the_default_sender_matters_once_there_are_users() {
        assert_eq!(ids("EstimatedNumberOfUsers", Some(json!(1))), ["UP12"]);
        assert_eq!(ids("EstimatedNumberOfUsers", Some(json!(0))), Vec::<&str>::new());
    }

    #[test]
    fn registration_is_open_only_while_it_is_enabled() {
        let open = |status: &str| Some(json!({"EnableStatus": status, "OpenDcrEnabled": true}));
        assert_eq!(ids("DcrConfiguration", open("Enabled")), ["UP14"]);
        assert_eq!(ids("DcrConfiguration", open("Disabled")), Vec::<&str>::new());
        assert_eq!(ids("DcrConfiguration", Some(json!({"EnableStatus": "Enabled"}))), Vec::<&str>::new());
    }

    #[test]
    fn a_failing_delivery_is_found_by_its_message() {
        assert_eq!(
            ids("SmsConfigurationFailure", Some(json!("InvalidSmsRoleTrustPolicyException"))),
            ["UP15"]
        );
        assert_eq!(ids("EmailConfigurationFailure", Some(json!(""))), Vec::<&str>::new());
    }
}
