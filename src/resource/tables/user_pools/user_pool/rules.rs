//! The cross-field rules of user pools.

use serde_json::Value;

use crate::resource::tables::user_pools::rules::{needs, plan, sns_region};
use crate::resource::tables::user_pools::user_pool::creation::{SCHEMA, refused_attribute};
use crate::resource::verdict::holds_nothing;
use crate::resource::{CrossFieldRule, Document, ValidationContext};

const RECOVERY: &str = "AccountRecoverySetting.RecoveryMechanisms";
const CUSTOM_AUTH: &str = "UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode";
const FACTORS: &str = "Policies.SignInPolicy.AllowedFirstAuthFactors";
const HISTORY: &str = "Policies.PasswordPolicy.PasswordHistorySize";
const SNS_REGION: &str = "SmsConfiguration.SnsRegion";
const PRE_TOKEN: &str = "LambdaConfig.PreTokenGenerationConfig";
const EMAIL_OPTION: &str = "VerificationMessageTemplate.DefaultEmailOption";
const BY_CODE: &str = "VerificationMessageTemplate.EmailMessage";
const BY_LINK: &str = "VerificationMessageTemplate.EmailMessageByLink";
pub(super) const VERIFY_BEFORE_UPDATE: &str =
    "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate";

/// Source: the API reference of `UpdateUserPool` and of its types, the developer guide on feature plans, and
/// refusals of the service that deployments have met.
pub(super) const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: "AliasAttributes",
        refused: true,
        check: |pool, context| {
            let is_set = |path: &str| !holds_nothing(pool.get(path));
            (context.base.is_none() && is_set("AliasAttributes") && is_set("UsernameAttributes"))
                .then(|| "AWS takes aliases or another name to sign in with, not both".to_owned())
        },
    },
    CrossFieldRule { path: SCHEMA, refused: true, check: |pool, _| refused_attribute(pool) },
    CrossFieldRule {
        path: VERIFY_BEFORE_UPDATE,
        refused: true,
        check: |pool, _| {
            let verified: Vec<_> = pool.texts("AutoVerifiedAttributes").collect();
            let other = pool.texts(VERIFY_BEFORE_UPDATE).find(|name| !verified.contains(name))?;
            Some(format!("{other} has to be verified automatically too"))
        },
    },
    CrossFieldRule {
        path: RECOVERY,
        refused: true,
        check: |pool, _| {
            let names = mechanisms(pool);
            (names.len() > 1 && names.contains(&"admin_only"))
                .then(|| "admin_only can't be combined with another way".to_owned())
        },
    },
    CrossFieldRule {
        path: RECOVERY,
        refused: false,
        check: |pool, _| {
            let verified: Vec<_> = pool.texts("AutoVerifiedAttributes").collect();
            let of_mechanism = |name: &str| match name {
                "verified_email" => Some("email"),
                "verified_phone_number" => Some("phone_number"),
                _ => None,
            };
            let missing = mechanisms(pool)
                .into_iter()
                .filter_map(of_mechanism)
                .find(|attribute| !verified.contains(attribute))?;
            Some(format!("{missing} is not verified automatically: most users can't recover by it"))
        },
    },
    CrossFieldRule {
        path: "AutoVerifiedAttributes",
        refused: false,
        check: |pool, _| {
            let by_sms = pool.texts("AutoVerifiedAttributes").any(|name| name == "phone_number");
            (by_sms && !sends_sms(pool))
                .then(|| "phone_number needs an SNS or EUM role to send SMS".to_owned())
        },
    },
    CrossFieldRule {
        path: SNS_REGION,
        refused: false,
        check: |pool, _| {
            sns_region(pool.text("Id"), pool.text("SmsConfiguration.SnsCallerArn"), pool.text(SNS_REGION))
        },
    },
    CrossFieldRule {
        path: "UserPoolAddOns.AdvancedSecurityMode",
        refused: true,
        check: |pool, _| {
            let is_on =
                matches!(pool.text("UserPoolAddOns.AdvancedSecurityMode"), Some("AUDIT" | "ENFORCED"));
            (is_on && plan(pool) != "PLUS").then(|| needs("PLUS", pool))
        },
    },
    CrossFieldRule {
        path: CUSTOM_AUTH,
        refused: true,
        check: |pool, _| {
            let is_on = matches!(pool.text(CUSTOM_AUTH), Some("AUDIT" | "ENFORCED"));
            (is_on && plan(pool) != "PLUS").then(|| needs("PLUS", pool))
        },
    },
    CrossFieldRule {
        path: FACTORS,
        refused: true,
        check: |pool, _| {
            let beyond = pool.texts(FACTORS).any(|factor| factor != "PASSWORD");
            (beyond && plan(pool) == "LITE").then(|| needs("ESSENTIALS or PLUS", pool))
        },
    },
    CrossFieldRule {
        path: HISTORY,
        refused: true,
        check: |pool, _| {
            let is_on = pool.get(HISTORY).and_then(Value::as_u64).is_some_and(|size| size > 0);
            (is_on && plan(pool) == "LITE").then(|| needs("ESSENTIALS or PLUS", pool))
        },
    },
    CrossFieldRule {
        path: "LambdaConfig.PreTokenGenerationConfig.LambdaVersion",
        refused: true,
        check: |pool, _| {
            let version = pool.text("LambdaConfig.PreTokenGenerationConfig.LambdaVersion")?;
            let is_later = matches!(version, "V2_0" | "V3_0");
            (is_later && plan(pool) == "LITE").then(|| needs("ESSENTIALS or PLUS", pool))
        },
    },
    CrossFieldRule {
        path: "DcrConfiguration.EnableStatus",
        refused: true,
        check: |pool, _| {
            let is_on = pool.text("DcrConfiguration.EnableStatus") == Some("Enabled");
            (is_on && plan(pool) == "LITE").then(|| needs("ESSENTIALS or PLUS", pool))
        },
    },
    CrossFieldRule {
        path: "DcrConfiguration.EnableStatus",
        refused: true,
        check: |pool, _| {
            let is_sent = pool.get("DcrConfiguration").is_some_and(Value::is_object);
            (is_sent && pool.text("DcrConfiguration.EnableStatus").is_none())
                .then(|| "choose: AWS turns registration on where nothing is chosen".to_owned())
        },
    },
    CrossFieldRule {
        path: "AcrConfiguration",
        refused: true,
        check: |pool, _| {
            let is_set = !holds_nothing(pool.get("AcrConfiguration"));
            (is_set && plan(pool) == "LITE").then(|| needs("ESSENTIALS or PLUS", pool))
        },
    },
    version("LambdaConfig.PreTokenGenerationConfig.LambdaVersion", |pool, _| {
        without_version(pool, PRE_TOKEN)
    }),
    version("LambdaConfig.CustomEmailSender.LambdaVersion", |pool, _| {
        without_version(pool, "LambdaConfig.CustomEmailSender")
    }),
    version("LambdaConfig.CustomSMSSender.LambdaVersion", |pool, _| {
        without_version(pool, "LambdaConfig.CustomSMSSender")
    }),
    version("LambdaConfig.InboundFederation.LambdaVersion", |pool, _| {
        without_version(pool, "LambdaConfig.InboundFederation")
    }),
    CrossFieldRule {
        path: "LambdaConfig.KMSKeyID",
        refused: true,
        check: |pool, _| {
            let is_set = |path: &str| !holds_nothing(pool.get(path));
            let senders = ["LambdaConfig.CustomEmailSender", "LambdaConfig.CustomSMSSender"];
            (senders.iter().any(|sender| is_set(sender)) && !is_set("LambdaConfig.KMSKeyID"))
                .then(|| "the custom senders need a key".to_owned())
        },
    },
    CrossFieldRule {
        path: "KeyConfiguration.KmsKeyArn",
        refused: true,
        check: |pool, _| {
            let own = pool.text("KeyConfiguration.KeyType") == Some("CUSTOMER_MANAGED_KEY");
            let named = !holds_nothing(pool.get("KeyConfiguration.KmsKeyArn"));
            match (own, named) {
                (true, false) => Some("CUSTOMER_MANAGED_KEY needs the key's ARN".to_owned()),
                (false, true) => Some("only with CUSTOMER_MANAGED_KEY".to_owned()),
                _ => None,
            }
        },
    },
    CrossFieldRule {
        path: "EmailConfiguration.SourceArn",
        refused: true,
        check: |pool, _| {
            let own = pool.text("EmailConfiguration.EmailSendingAccount") == Some("DEVELOPER");
            (own && holds_nothing(pool.get("EmailConfiguration.SourceArn")))
                .then(|| "DEVELOPER needs a verified SES identity".to_owned())
        },
    },
    CrossFieldRule {
        path: EMAIL_OPTION,
        refused: true,
        check: |pool, _| match pool.text(EMAIL_OPTION)? {
            "CONFIRM_WITH_LINK" if !holds_nothing(pool.get(BY_CODE)) => {
                Some("with a link, the code email has to be empty".to_owned())
            }
            "CONFIRM_WITH_CODE" if !holds_nothing(pool.get(BY_LINK)) => {
                Some("with a code, the link email has to be empty".to_owned())
            }
            _ => None,
        },
    },
    CrossFieldRule {
        path: EMAIL_OPTION,
        refused: false,
        check: |pool, _| {
            let by_link = pool.text(EMAIL_OPTION) == Some("CONFIRM_WITH_LINK");
            let has_domain = ["Domain", "CustomDomain"].iter().any(|path| !holds_nothing(pool.get(path)));
            (by_link && !has_domain).then(|| "links lead to a domain, and the pool has none".to_owned())
        },
    },
    invitation("AdminCreateUserConfig.InviteMessageTemplate.EmailMessage", |pool, _| {
        without_placeholder(pool, "AdminCreateUserConfig.InviteMessageTemplate.EmailMessage")
    }),
    invitation("AdminCreateUserConfig.InviteMessageTemplate.SMSMessage", |pool, _| {
        without_placeholder(pool, "AdminCreateUserConfig.InviteMessageTemplate.SMSMessage")
    }),
];

type Check = fn(&Document, &ValidationContext<'_>) -> Option<String>;

/// A trigger whose event has a version needs both, the function and the version.
const fn version(path: &'static str, check: Check) -> CrossFieldRule {
    CrossFieldRule { path, refused: true, check }
}

const fn invitation(path: &'static str, check: Check) -> CrossFieldRule {
    CrossFieldRule { path, refused: false, check }
}

fn without_version(pool: &Document, trigger: &str) -> Option<String> {
    let is_set = |name: &str| !holds_nothing(pool.get(&format!("{trigger}.{name}")));
    (is_set("LambdaArn") && !is_set("LambdaVersion")).then(|| "choose the version of the event".to_owned())
}

/// An invitation without the user name or the temporary password helps nobody to sign in.
fn without_placeholder(pool: &Document, path: &str) -> Option<String> {
    let message = pool.text(path).filter(|message| !message.is_empty())?;
    let missing = ["{username}", "{####}"].into_iter().find(|placeholder| !message.contains(placeholder))?;
    Some(format!("without {missing} new users can't sign in"))
}

fn mechanisms(pool: &Document) -> Vec<&str> {
    let records = pool.get(RECOVERY).and_then(Value::as_array).into_iter().flatten();
    records.filter_map(|record| record.get("Name")?.as_str()).collect()
}

/// True if the pool names a role that text messages are sent with.
pub(super) fn sends_sms(pool: &Document) -> bool {
    let roles = ["SmsConfiguration.SnsCallerArn", "SmsConfiguration.EumsSms.CallerArn"];
    roles.iter().any(|role| !holds_nothing(pool.get(role)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The messages of the rules at a setting, for a pool of these settings.
    fn messages(path: &str, pool: Value) -> Vec<String> {
        let pool = Document::from_value(pool).expect("an object");
        let rules = CROSS_FIELD_RULES.iter().filter(|rule| rule.path == path);
        rules.filter_map(|rule| (rule.check)(&pool, &ValidationContext::default())).collect()
    }

    #[test]
    fn a_setting_above_the_plan_names_the_plan_that_it_needs() {
        for (path, settings) in [
            (
                FACTORS,
                json!({"Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]}}}),
            ),
            (HISTORY, json!({"Policies": {"PasswordPolicy": {"PasswordHistorySize": 3}}})),
            ("DcrConfiguration.EnableStatus", json!({"DcrConfiguration": {"EnableStatus": "Enabled"}})),
            ("AcrConfiguration", json!({"AcrConfiguration": {"Level1": {"AcrValue": "low"}}})),
        ] {
            let mut lite = settings.clone();
            lite["UserPoolTier"] = json!("LITE");
            assert_eq!(
                messages(path, lite),
                ["needs the plan ESSENTIALS or PLUS; the pool has LITE"],
                "{path}"
            );
            assert_eq!(messages(path, settings), [""; 0], "ESSENTIALS is the default: {path}");
        }
        let threats = json!({"UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}});
        let words = "needs the plan PLUS; the pool has ESSENTIALS";
        assert_eq!(messages("UserPoolAddOns.AdvancedSecurityMode", threats), [words]);
        let custom = |plan: &str| {
            let flows = json!({"AdvancedSecurityAdditionalFlows": {"CustomAuthMode": "AUDIT"}});
            json!({"UserPoolTier": plan, "UserPoolAddOns": flows})
        };
        assert_eq!(messages(CUSTOM_AUTH, custom("ESSENTIALS")), [words]);
        assert_eq!(messages(CUSTOM_AUTH, custom("PLUS")), [""; 0]);
    }

    #[test]
    fn a_template_fits_the_way_of_verification() {
        let template = |option: &str, name: &str| {
            let text = "{####} {##here##}";
            let template = json!({"DefaultEmailOption": option, name: text});
            json!({"Domain": "shop", "VerificationMessageTemplate": template})
        };
        assert_eq!(messages(EMAIL_OPTION, template("CONFIRM_WITH_CODE", "EmailMessage")), [""; 0]);
        assert_eq!(messages(EMAIL_OPTION, template("CONFIRM_WITH_LINK", "EmailMessageByLink")), [""; 0]);
        assert_eq!(messages(EMAIL_OPTION, template("CONFIRM_WITH_LINK", "EmailMessage")).len(), 1);
        assert_eq!(messages(EMAIL_OPTION, template("CONFIRM_WITH_CODE", "EmailMessageByLink")).len(), 1);
    }

    #[test]
    fn registration_is_never_turned_on_by_an_omission() {
        let registration = |members: Value| json!({"DcrConfiguration": members});
        let path = "DcrConfiguration.EnableStatus";
        assert_eq!(messages(path, registration(json!({"OpenDcrEnabled": false}))).len(), 1);
        assert_eq!(messages(path, registration(json!({"EnableStatus": "Disabled"}))), [""; 0]);
        assert_eq!(messages(path, json!({})), [""; 0]);
    }

    #[test]
    fn an_invitation_has_the_name_and_the_password_in_it() {
        let path = "AdminCreateUserConfig.InviteMessageTemplate.SMSMessage";
        let invitation =
            |text: &str| json!({"AdminCreateUserConfig": {"InviteMessageTemplate": {"SMSMessage": text}}});
        assert_eq!(messages(path, invitation("{username}: {####}")), [""; 0]);
        assert_eq!(messages(path, invitation("{username}")), ["without {####} new users can't sign in"]);
    }
}
