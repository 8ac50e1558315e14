//! Rules and parts of fields that several tables of user pools share.

use crate::resource::Document;
use crate::resource::field::{Field, Rule};

/// The feature plan of a user pool; one that does not say so has the default one.
pub(crate) fn plan(pool: &Document) -> &str {
    pool.text("UserPoolTier").filter(|plan| !plan.is_empty()).unwrap_or("ESSENTIALS")
}

/// Names the plans that a setting needs, and the one that the user pool has.
pub(crate) fn needs(plans: &str, pool: &Document) -> String {
    format!("needs the plan {plans}; the pool has {}", plan(pool))
}

/// What is said at a setting that a user pool on the plan LITE can't have.
pub(crate) fn above_lite(pool: &Document) -> Option<String> {
    (plan(pool) == "LITE").then(|| needs("ESSENTIALS or PLUS", pool))
}

/// What is said at the region from which a user pool sends its SMS. Source: the API reference of
/// `SmsConfigurationType`, by which user pools in Seoul have to use Amazon SNS in Tokyo. The regions that others
/// may use beside their own are in no machine-readable source.
pub(crate) fn sns_region(pool_id: Option<&str>, role: Option<&str>, region: Option<&str>) -> Option<String> {
    let is_in_seoul = pool_id.is_some_and(|id| id.starts_with("ap-northeast-2_"));
    let is_other = region != Some("ap-northeast-1");
    (is_in_seoul && is_other && role.is_some_and(|role| !role.is_empty()))
        .then(|| "a user pool in Seoul has to send SMS from ap-northeast-1, Tokyo".to_owned())
}

/// A text that AWS limits only in size.
pub(crate) const STRING: Rule = Rule::length(0, 131_072);
pub(crate) const ARN: Rule = Rule::length(20, 2048).pattern(
    r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
    "an ARN such as arn:aws:lambda:eu-west-1:123456789012:function:name",
);
pub(crate) const NAME: Rule =
    Rule::length(1, 128).pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -");
pub(crate) const TOKEN: Rule = Rule::length(1, 256)
    .pattern(r"[\x21\x23-\x5B\x5D-\x7E]+", "printable ASCII without spaces, double quotes and backslashes");
pub(crate) const ROLE_ARN: Rule = Rule::length(0, 2048).pattern(
    r"(arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?)?",
    "the ARN of an IAM role",
);
pub(crate) const REGION: Rule = Rule::length(5, 32);
pub(crate) const CODE_TEXT: Rule =
    Rule::length(6, 140).pattern(r".*\{####\}.*", "one line with {####} for the code");
pub(crate) const CODE_EMAIL: Rule = Rule::length(6, 20_000).pattern(
    r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
    "text or HTML with {####} for the code",
);
pub(crate) const SUBJECT: Rule = Rule { min: Some(1), max: Some(140), ..SUBJECT_TEXT };
/// The subject of an email whose length AWS does not limit.
pub(crate) const SUBJECT_TEXT: Rule =
    Rule::ANY.pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+", "letters, digits, punctuation, symbols and spaces");
pub(crate) const OAUTH_FLOW: Field =
    Field::part("Flow", Rule::ANY).common(&["code", "implicit", "client_credentials"]);
pub(crate) const SCOPE: Field = Field::part("Scope", TOKEN).common(&[
    "openid",
    "email",
    "phone",
    "profile",
    "aws.cognito.signin.user.admin",
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_pool_in_seoul_that_sends_sms_uses_sns_in_tokyo() {
        let role = Some("arn:aws:iam::123456789012:role/sms");
        let seoul = Some("ap-northeast-2_Ab12Cd34E");
        assert!(sns_region(seoul, role, None).is_some());
        assert!(sns_region(seoul, role, Some("ap-northeast-2")).is_some());
        assert_eq!(sns_region(seoul, role, Some("ap-northeast-1")), None);
        assert_eq!(sns_region(seoul, Some(""), None), None);
        assert_eq!(sns_region(Some("eu-west-1_Ab12Cd34E"), role, Some("us-east-1")), None);
        assert_eq!(sns_region(None, role, None), None, "a new pool has no region yet");
    }
}
