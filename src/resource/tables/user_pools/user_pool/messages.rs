//! The emails and text messages that a user pool sends.

use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::user_pools::rules::{
    ARN, CODE_EMAIL, CODE_TEXT, REGION, ROLE_ARN, STRING, SUBJECT,
};

const LINK_EMAIL: Rule = Rule::length(6, 20_000).pattern(
    r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{##[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*##\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
    "text or HTML with {##link text##}",
);
const EMAIL_ADDRESS: Rule =
    Rule::ANY.pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+@[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "an email address");
const EMAIL: &str = "Email";
const SMS: &str = "SMS";
const TEMPLATES: &str = "Message templates";

pub(super) const FIELDS: &[Field] = &[
    Field::new(
        "EmailConfiguration.EmailSendingAccount",
        "Email sent by",
        EMAIL,
        FieldKind::Choice(&["COGNITO_DEFAULT", "DEVELOPER"]),
    )
    .when_absent("(default: COGNITO_DEFAULT)")
    .help("COGNITO_DEFAULT sends a few a day; DEVELOPER uses your SES."),
    Field::new("EmailConfiguration.From", "Email from", EMAIL, FieldKind::Text)
        .rule(STRING)
        .help("The sender's address, or name and address: Shop <no-reply@example.com>."),
    Field::new("EmailConfiguration.ReplyToEmailAddress", "Email reply-to", EMAIL, FieldKind::Text)
        .rule(EMAIL_ADDRESS),
    Field::new("EmailConfiguration.SourceArn", "SES identity", EMAIL, FieldKind::Text)
        .rule(ARN)
        .help("The ARN of the verified SES address or domain to send from."),
    Field::new("EmailConfiguration.ConfigurationSet", "SES configuration set", EMAIL, FieldKind::Text)
        .rule(Rule::length(1, 64).pattern(r"^[a-zA-Z0-9_-]+$", "letters, digits and _ -"))
        .when_absent("none"),
    Field::new("EmailConfigurationFailure", "Email failure", EMAIL, FieldKind::Text)
        .read_only()
        .when_absent("none"),
    Field::new("SmsConfiguration.SnsCallerArn", "SNS role", SMS, FieldKind::Text)
        .rule(ROLE_ARN)
        .help("The IAM role to send text messages through Amazon SNS."),
    Field::new("SmsConfiguration.ExternalId", "SNS external id", SMS, FieldKind::Text)
        .rule(STRING)
        .help("The external id that the trust policy of the role asks for."),
    Field::new("SmsConfiguration.SnsRegion", "SNS region", SMS, FieldKind::Text).rule(REGION),
    Field::new("SmsConfiguration.EumsSms.CallerArn", "EUM role", SMS, FieldKind::Text)
        .rule(ARN)
        .help("The IAM role to send through AWS End User Messaging."),
    Field::new("SmsConfiguration.EumsSms.ExternalId", "EUM external id", SMS, FieldKind::Text).rule(STRING),
    Field::new(
        "SmsConfiguration.EumsSms.OriginationIdentity",
        "EUM origination identity",
        SMS,
        FieldKind::Text,
    )
    .rule(STRING)
    .help("The phone number, sender id or pool to send from."),
    Field::new(
        "SmsConfiguration.EumsSms.ConfigurationSetName",
        "EUM configuration set",
        SMS,
        FieldKind::Text,
    )
    .rule(STRING)
    .when_absent("none"),
    Field::new("SmsConfiguration.EumsSms.InEntityId", "EUM India entity id", SMS, FieldKind::Text)
        .rule(STRING)
        .help("The principal entity id that India's SMS rules require."),
    Field::new("SmsConfiguration.EumsSms.InTemplateId", "EUM India template id", SMS, FieldKind::Text)
        .rule(STRING),
    Field::new("SmsConfiguration.EumsSms.Region", "EUM region", SMS, FieldKind::Text)
        .rule(REGION)
        .when_absent("(default: the user pool's)"),
    Field::new("SmsConfigurationFailure", "SMS failure", SMS, FieldKind::Text)
        .read_only()
        .when_absent("none"),
    Field::new(
        "VerificationMessageTemplate.DefaultEmailOption",
        "Verify email by",
        TEMPLATES,
        FieldKind::Choice(&["CONFIRM_WITH_LINK", "CONFIRM_WITH_CODE"]),
    )
    .when_absent("(default: CONFIRM_WITH_CODE)"),
    Field::new("VerificationMessageTemplate.EmailSubject", "Code email subject", TEMPLATES, FieldKind::Text)
        .rule(SUBJECT),
    Field::new("VerificationMessageTemplate.EmailMessage", "Code email", TEMPLATES, FieldKind::LongText)
        .rule(CODE_EMAIL),
    Field::new(
        "VerificationMessageTemplate.EmailSubjectByLink",
        "Link email subject",
        TEMPLATES,
        FieldKind::Text,
    )
    .rule(SUBJECT),
    Field::new(
        "VerificationMessageTemplate.EmailMessageByLink",
        "Link email",
        TEMPLATES,
        FieldKind::LongText,
    )
    .rule(LINK_EMAIL),
    Field::new("VerificationMessageTemplate.SmsMessage", "Code SMS", TEMPLATES, FieldKind::Text)
        .rule(CODE_TEXT),
    Field::new(
        "AdminCreateUserConfig.InviteMessageTemplate.EmailSubject",
        "Invitation email subject",
        TEMPLATES,
        FieldKind::Text,
    )
    .rule(SUBJECT),
    Field::new(
        "AdminCreateUserConfig.InviteMessageTemplate.EmailMessage",
        "Invitation email",
        TEMPLATES,
        FieldKind::LongText,
    )
    .rule(Rule::length(6, 20_000).pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*", "text or HTML"))
    .help("{username} is the user name and {####} the temporary password."),
    Field::new(
        "AdminCreateUserConfig.InviteMessageTemplate.SMSMessage",
        "Invitation SMS",
        TEMPLATES,
        FieldKind::LongText,
    )
    .rule(Rule::length(6, 140).pattern(r"(?s).*", "any text"))
    .help("{username} is the user name and {####} the temporary password."),
    Field::new("EmailVerificationSubject", "Code email subject (old)", TEMPLATES, FieldKind::Text)
        .rule(SUBJECT)
        .superseded_by("VerificationMessageTemplate.EmailSubject", "follows the code email subject")
        .help("No longer in use: see the code email subject."),
    Field::new("EmailVerificationMessage", "Code email (old)", TEMPLATES, FieldKind::LongText)
        .rule(CODE_EMAIL)
        .superseded_by("VerificationMessageTemplate.EmailMessage", "follows the code email")
        .help("No longer in use: see the code email."),
    Field::new("SmsVerificationMessage", "Code SMS (old)", TEMPLATES, FieldKind::Text)
        .rule(CODE_TEXT)
        .superseded_by("VerificationMessageTemplate.SmsMessage", "follows the code SMS")
        .help("No longer in use: see the code SMS."),
];
