//! The factors of a user pool: all members of `GetUserPoolMfaConfig`'s answer. `SetUserPoolMfaConfig`
//! replaces them all, and it alone changes the mode.

use serde_json::Value;

use crate::resource::OperationName::{GetUserPoolMfaConfig, SetUserPoolMfaConfig};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::USER_POOL;
use crate::resource::tables::user_pools::attributes::user_pool;
use crate::resource::tables::user_pools::rules::{
    ARN, CODE_EMAIL, CODE_TEXT, REGION, ROLE_ARN, STRING, SUBJECT_TEXT, above_lite, sns_region,
};
use crate::resource::verdict::holds_nothing;
use crate::resource::{
    Checks, Companion, Consequence, CrossFieldRule, Document, Finding, Fix, Kind, KindId, Lifecycle,
    Operation, Operations, Related, Severity, Unavailable, UpdateRules,
};

pub static MFA: Kind = Kind {
    id: KindId::Mfa,
    name: "MFA settings",
    short_name: "mfa",
    plural: "MFA settings",
    id_path: "UserPoolId",
    name_path: "UserPoolId",
    operations: Operations {
        describe: Some(Operation::new(GetUserPoolMfaConfig, &["UserPoolId"]).named_by_request()),
        update: Some(Operation::new(SetUserPoolMfaConfig, &[])),
        ..Operations::EMPTY
    },
    update: UpdateRules {
        requires_one_of: &[
            ("SmsMfaConfiguration.SmsConfiguration.EumsSms", &["CallerArn"]),
            ("SmsMfaConfiguration", &["SmsConfiguration.SnsCallerArn", "SmsConfiguration.EumsSms.CallerArn"]),
            ("EmailMfaConfiguration", &["Message", "Subject"]),
            ("WebAuthnConfiguration", &["RelyingPartyId", "UserVerification", "FactorConfiguration"]),
        ],
        consequences: &[
            Consequence { path: MODE, text: mode_consequence },
            Consequence {
                path: "WebAuthnConfiguration.RelyingPartyId",
                text: |before, _| {
                    let was_set = !holds_nothing(before.get("WebAuthnConfiguration.RelyingPartyId"));
                    was_set.then_some(
                        "Passkeys are bound to the domain: those that users have now stop working.",
                    )
                },
            },
        ],
        ..UpdateRules::EMPTY
    },
    checks: Checks {
        findings: FINDINGS,
        cross_field_rules: CROSS_FIELD_RULES,
        error_fields: &[
            ("InvalidSmsRoleAccessPolicyException", SNS_ROLE),
            ("InvalidSmsRoleTrustRelationshipException", SNS_ROLE),
            ("InvalidParameterException: Invalid MFA configuration", MODE),
        ],
        error_hints: &[(
            "InvalidSmsRoleTrustRelationshipException",
            "The role has to trust cognito-idp.amazonaws.com with the external id.",
        )],
    },
    related: Related {
        companion: Some(Companion::Same(|| &USER_POOL)),
        shared_members: &[MODE],
        ..Related::EMPTY
    },
    lifecycle: Lifecycle {
        unavailable: Some(Unavailable {
            code: None,
            label: "Factors",
            words: "AWS answered none of them",
            help: "The answer was empty, so it is not known what is set. r asks again.",
        }),
        ..Lifecycle::EMPTY
    },
    fields: FIELDS,
    ..Kind::EMPTY
};

const MODE: &str = "MfaConfiguration";
const SNS_ROLE: &str = "SmsMfaConfiguration.SmsConfiguration.SnsCallerArn";
const SNS_REGION: &str = "SmsMfaConfiguration.SmsConfiguration.SnsRegion";
const APP: &str = "SoftwareTokenMfaConfiguration.Enabled";
const GENERAL: &str = "Multi-factor authentication";
const SMS: &str = "MFA by SMS";
const EMAIL: &str = "MFA by email";
const PASSKEYS: &str = "Passkeys";

const FIELDS: &[Field] = &[
    Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).identifier().link(user_pool),
    Field::new(MODE, "MFA", GENERAL, FieldKind::Choice(&["OFF", "ON", "OPTIONAL"]))
        .when_absent("(default: OFF)")
        .help("ON: for every user. OPTIONAL: each user chooses. Needs a factor below."),
    Field::new(APP, "Authenticator app", GENERAL, FieldKind::Toggle { on: "on", off: "off" })
        .when_absent("off (never set)")
        .help("Whether codes of an authenticator app (TOTP) are a factor."),
    sms(SNS_ROLE, "SNS role", ROLE_ARN)
        .help("SMS is a factor once a role is set. The user pool sends all its SMS with it."),
    sms("SmsMfaConfiguration.SmsConfiguration.ExternalId", "SNS external id", STRING)
        .help("The external id that the trust policy of the role asks for."),
    sms(SNS_REGION, "SNS region", REGION),
    sms("SmsMfaConfiguration.SmsConfiguration.EumsSms.CallerArn", "EUM role", ARN)
        .help("The IAM role to send through AWS End User Messaging."),
    sms("SmsMfaConfiguration.SmsConfiguration.EumsSms.ExternalId", "EUM external id", STRING),
    sms(
        "SmsMfaConfiguration.SmsConfiguration.EumsSms.OriginationIdentity",
        "EUM origination identity",
        STRING,
    )
    .help("The phone number, sender id or pool to send from."),
    sms("SmsMfaConfiguration.SmsConfiguration.EumsSms.ConfigurationSetName", "EUM configuration set", STRING),
    sms("SmsMfaConfiguration.SmsConfiguration.EumsSms.InEntityId", "EUM India entity id", STRING),
    sms("SmsMfaConfiguration.SmsConfiguration.EumsSms.InTemplateId", "EUM India template id", STRING),
    sms("SmsMfaConfiguration.SmsConfiguration.EumsSms.Region", "EUM region", REGION),
    sms("SmsMfaConfiguration.SmsAuthenticationMessage", "SMS message", CODE_TEXT)
        .help("The text message of a sign-in code, {####}."),
    Field::new("EmailMfaConfiguration.Subject", "Email subject", EMAIL, FieldKind::Text)
        .rule(SUBJECT_TEXT)
        .help("Email is a factor once a subject or a message is set. Needs SES and ESSENTIALS."),
    Field::new("EmailMfaConfiguration.Message", "Email message", EMAIL, FieldKind::LongText)
        .rule(CODE_EMAIL)
        .help("The email of a sign-in code, {####}."),
    Field::new("WebAuthnConfiguration.RelyingPartyId", "Relying party", PASSKEYS, FieldKind::Text)
        .rule(Rule::length(1, 127))
        .when_absent("the domain of the user pool")
        .help("The domain that passkeys are bound to."),
    Field::new(
        "WebAuthnConfiguration.UserVerification",
        "User verification",
        PASSKEYS,
        FieldKind::Choice(&["required", "preferred"]),
    )
    .help("Whether a PIN, a face or a fingerprint is asked for with the passkey."),
    Field::new(
        "WebAuthnConfiguration.FactorConfiguration",
        "Passkeys count as",
        PASSKEYS,
        FieldKind::Choice(&["SINGLE_FACTOR", "MULTI_FACTOR_WITH_USER_VERIFICATION"]),
    )
    .when_absent("SINGLE_FACTOR (never set)")
    .help("Whether a verified passkey is enough where MFA is required."),
];

const fn sms(path: &'static str, label: &'static str, rule: Rule) -> Field {
    Field::new(path, label, SMS, FieldKind::Text).rule(rule).when_absent("none")
}

fn has_app(mfa: &Document) -> bool {
    mfa.get(APP) == Some(&Value::Bool(true))
}

fn has_sms(mfa: &Document) -> bool {
    let roles = ["SnsCallerArn", "EumsSms.CallerArn"];
    roles.iter().any(|role| !holds_nothing(mfa.get(&format!("SmsMfaConfiguration.SmsConfiguration.{role}"))))
}

fn has_email(mfa: &Document) -> bool {
    !holds_nothing(mfa.get("EmailMfaConfiguration"))
}

fn has_factor(mfa: &Document) -> bool {
    has_app(mfa) || has_sms(mfa) || has_email(mfa)
}

fn is_on(mfa: &Document) -> bool {
    matches!(mfa.text(MODE), Some("ON" | "OPTIONAL"))
}

/// Source: the API reference of `SetUserPoolMfaConfig`, and refusals that deployments have met.
const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: MODE,
        refused: true,
        check: |mfa, _| {
            (is_on(mfa) && !has_factor(mfa)).then(|| "needs a factor: the app, SMS or email".to_owned())
        },
    },
    CrossFieldRule {
        path: MODE,
        refused: true,
        check: |mfa, _| {
            let factors = [("the app", has_app(mfa)), ("SMS", has_sms(mfa)), ("email", has_email(mfa))];
            let set: Vec<_> =
                factors.into_iter().filter(|(_, is_set)| *is_set).map(|(name, _)| name).collect();
            (!is_on(mfa) && !set.is_empty())
                .then(|| format!("AWS takes OFF only without factors: turn off {}", set.join(", ")))
        },
    },
    CrossFieldRule {
        path: SNS_REGION,
        refused: false,
        check: |mfa, _| sns_region(mfa.text("UserPoolId"), mfa.text(SNS_ROLE), mfa.text(SNS_REGION)),
    },
    CrossFieldRule {
        path: "WebAuthnConfiguration.RelyingPartyId",
        refused: true,
        check: |mfa, context| {
            let has_passkeys = !holds_nothing(mfa.get("WebAuthnConfiguration"));
            above_lite(context.companion.filter(|_| has_passkeys)?)
        },
    },
    CrossFieldRule {
        path: "EmailMfaConfiguration.Subject",
        refused: true,
        check: |mfa, context| {
            let pool = context.companion.filter(|_| has_email(mfa))?;
            if let Some(words) = above_lite(pool) {
                return Some(words);
            }
            let by_ses = pool.text("EmailConfiguration.EmailSendingAccount") == Some("DEVELOPER");
            (!by_ses).then(|| "needs a user pool that sends its email through SES".to_owned())
        },
    },
];

/// What a change of the mode entails for users.
fn mode_consequence(before: &Document, after: &Document) -> Option<&'static str> {
    match (before.text(MODE), after.text(MODE)?) {
        (Some("ON"), "ON") => None,
        (_, "ON") => Some(
            "Nobody can tell how many users have no factor yet. They have to set one up at their next \
             sign-in, and apps that can't show that step fail.",
        ),
        (Some("ON" | "OPTIONAL"), "OFF") => Some("Users who set up a second factor sign in without it."),
        _ => None,
    }
}

/// The finding of a user pool whose MFA is off, at these settings: an app as a factor that users may set up
/// shuts nobody out.
pub(crate) static TURNED_OFF: Finding = Finding {
    id: "UP2",
    severity: Severity::High,
    path: MODE,
    text: "MFA off: a password alone signs a user in.",
    why: "A password that leaked elsewhere opens the account here.",
    fix: Fix::Edit(|mfa| {
        mfa.set(MODE, Some(Value::from("OPTIONAL")));
        mfa.set(APP, Some(Value::Bool(true)));
    }),
    applies: |mfa, _| !matches!(mfa.text(MODE), Some("ON" | "OPTIONAL")),
    ..FACTORS
};

const FINDINGS: &[Finding] = &[
    Finding {
        id: "UP3",
        severity: Severity::Medium,
        path: MODE,
        text: "MFA by SMS only: whoever takes over the number takes over the factor.",
        why: "Phone numbers are handed to attackers by SIM swaps, and text messages are read on the way.",
        fix: Fix::Edit(|mfa| mfa.set(APP, Some(Value::Bool(true)))),
        applies: |mfa, _| is_on(mfa) && has_sms(mfa) && !has_app(mfa) && !has_email(mfa),
        ..FACTORS
    },
    Finding {
        id: "UP16",
        severity: Severity::High,
        path: MODE,
        text: "MFA without a factor: users have none to set up.",
        why: "Where MFA is required and no factor is allowed, nobody new gets in.",
        fix: Fix::Edit(|mfa| mfa.set(APP, Some(Value::Bool(true)))),
        applies: |mfa, _| mfa.text(MODE) == Some("ON") && !has_factor(mfa),
        ..FACTORS
    },
];

/// What the findings about factors have in common.
const FACTORS: Finding = Finding {
    id: "",
    severity: Severity::Medium,
    path: MODE,
    text: "",
    why: "",
    source: "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-mfa.html",
    fix: Fix::Choose("Choose the factors."),
    needs_companion: false,
    evidence: None,
    applies: |_, _| false,
};

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::finding::findings;
    use crate::resource::{Key, ValidationContext};

    #[test]
    fn mfa_that_is_off_becomes_optional_with_an_app_and_other_factors_stay() {
        let Fix::Edit(edit) = TURNED_OFF.fix else { panic!("an edit") };
        let context = ValidationContext::default();
        let sms = json!({"SmsConfiguration": {"SnsCallerArn": "arn:aws:iam::123456789012:role/sms"}});
        for mode in [json!("OFF"), json!(null), json!("")] {
            let before = json!({"MfaConfiguration": mode, "SmsMfaConfiguration": sms});
            let mut document = Document::from_value(before).expect("an object");
            assert!((TURNED_OFF.applies)(&document, &context), "{mode}");
            edit(&mut document);
            assert!(!(TURNED_OFF.applies)(&document, &context));
            assert_eq!(findings(&MFA, &document, &context), Vec::<&Finding>::new());
            assert_eq!(document.get("SmsMfaConfiguration"), Some(&sms));
        }
        for mode in ["ON", "OPTIONAL"] {
            let document = Document::from_value(json!({"MfaConfiguration": mode})).expect("an object");
            assert!(!(TURNED_OFF.applies)(&document, &context));
        }
    }

    #[test]
    fn an_answer_without_a_member_is_no_resource_without_settings() {
        let document = |value: &Value| Document::from_value(value.clone()).expect("an object");
        let describe = MFA.operations.describe.expect("an operation");
        let key = Key::top(&MFA, "eu-west-1_A");
        for nothing in [json!({}), json!({"MfaConfiguration": null})] {
            assert_eq!(describe.resource(document(&nothing), &key), Ok(None));
        }
        let factors = describe.resource(document(&json!({"MfaConfiguration": "OFF"})), &key);
        let expected = json!({"MfaConfiguration": "OFF", "UserPoolId": "eu-west-1_A"});
        assert_eq!(factors, Ok(Some(document(&expected))));
    }
}
