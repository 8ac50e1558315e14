//! User pools: all members of `UserPoolType`, which `DescribeUserPool` answers.

use crate::resource::OperationName::{DescribeUserPool, ListUserPools};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::domain::of_pool;
use crate::resource::tables::{CLIENT, DOMAIN, PROVIDER};
use crate::resource::{Column, Document, Kind, KindId, Operation, Operations, Paging, Shows, Tab};

/// A user pool.
pub static USER_POOL: Kind = Kind {
    id: KindId::UserPool,
    name: "user pool",
    plural: "User pools",
    id_path: "Id",
    name_path: "Name",
    tags_path: Some("UserPoolTags"),
    operations: Operations {
        list: Some(Operation::new(ListUserPools, &[]).answers_pages("UserPools", Paging::of(60))),
        describe: Some(Operation::new(DescribeUserPool, &["UserPoolId"]).answers("UserPool")),
        ..Operations::EMPTY
    },
    fields: FIELDS,
    facts: Some(|pool| pool.text("Id").map(of_pool).unwrap_or_default()),
    columns: &[
        Column::new("NAME", "Name", 20),
        Column::new("USER POOL ID", "Id", 24),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
        Column::new("CREATED", "CreationDate", 23),
    ],
    tabs: &[
        Tab { title: "Overview", shows: Shows::Itself },
        Tab { title: "App clients", shows: Shows::List(|| &CLIENT) },
        Tab { title: "Identity providers", shows: Shows::List(|| &PROVIDER) },
        Tab { title: "Domain", shows: Shows::Named(|| &DOMAIN, domains) },
    ],
    ..Kind::EMPTY
};

fn domains(pool: &Document) -> Vec<String> {
    ["Domain", "CustomDomain"].into_iter().filter_map(|path| pool.text(path)).map(str::to_owned).collect()
}

/// A text that the service bounds only by its size.
pub(crate) const STRING: Rule = Rule::length(0, 131_072);
/// The ARN of anything.
pub(crate) const ARN: Rule = Rule::length(20, 2048).pattern(
    r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
    "an ARN such as arn:aws:lambda:eu-west-1:123456789012:function:name",
);
/// The name of a pool or a client.
pub(crate) const NAME: Rule =
    Rule::length(1, 128).pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -");
/// A name in the protocols of OAuth: a scope, an authentication context.
pub(crate) const TOKEN: Rule = Rule::length(1, 256)
    .pattern(r"[\x21\x23-\x5B\x5D-\x7E]+", "printable ASCII without spaces, double quotes and backslashes");
/// The flows of OAuth that a client may use.
pub(crate) const OAUTH_FLOW: Field =
    Field::part("Flow", Rule::ANY).common(&["code", "implicit", "client_credentials"]);
/// The scopes that a client may ask for.
pub(crate) const SCOPE: Field = Field::part("Scope", TOKEN).common(&[
    "openid",
    "email",
    "phone",
    "profile",
    "aws.cognito.signin.user.admin",
]);

const ROLE_ARN: Rule = Rule::length(0, 2048).pattern(
    r"(arn:[\w+=/,.@-]+:[\w+=/,.@-]+:([\w+=/,.@-]*)?:[0-9]+:[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?)?",
    "the ARN of an IAM role",
);
const REGION: Rule = Rule::length(5, 32);
const CODE_TEXT: Rule =
    Rule::length(6, 140).pattern(r".*\{####\}.*", "one line that holds {####}, where the code goes");
const CODE_EMAIL: Rule = Rule::length(6, 20_000).pattern(
    r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{####\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
    "text or HTML that holds {####}, where the code goes",
);
const LINK_EMAIL: Rule = Rule::length(6, 20_000).pattern(
    r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*\{##[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*##\}[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*",
    "text or HTML that holds {##the words of the link##}",
);
const SUBJECT: Rule = Rule::length(1, 140)
    .pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+", "letters, digits, punctuation, symbols and spaces");
const EMAIL_ADDRESS: Rule =
    Rule::ANY.pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+@[\p{L}\p{M}\p{S}\p{N}\p{P}]+", "an email address");

const CONTACT: Field = Field::part("Attribute", Rule::ANY).common(&["phone_number", "email"]);
const ALIAS: Field =
    Field::part("Attribute", Rule::ANY).common(&["phone_number", "email", "preferred_username"]);
const FACTOR: Field = Field::part("Factor", Rule::ANY).common(&[
    "PASSWORD",
    "EMAIL_OTP",
    "SMS_OTP",
    "WEB_AUTHN",
    "SOFTWARE_TOKEN",
]);
const TAG_KEY: Field = Field::part("Tag", Rule::length(1, 128));
const TAG_VALUE: Field = Field::part("Value", Rule::length(0, 256));

const YES_NO: FieldKind = FieldKind::Toggle { on: "yes", off: "no" };
const REQUIRED: FieldKind = FieldKind::Toggle { on: "required", off: "not required" };
const DAYS: FieldKind = FieldKind::Number { unit: "days" };
const LAMBDA_VERSION: FieldKind = FieldKind::Choice(&["V1_0"]);

const GENERAL: &str = "General";
const SIGN_IN: &str = "Sign-in";
const PASSWORDS: &str = "Password policy";
const MFA: &str = "Multi-factor authentication";
const SIGN_UP: &str = "Self sign-up and account recovery";
const ATTRIBUTES: &str = "Attributes";
const EMAIL: &str = "Email";
const SMS: &str = "SMS";
const TEMPLATES: &str = "Message templates";
const LAMBDA: &str = "Lambda triggers";
const THREATS: &str = "Threat protection";
const DEVICES: &str = "Devices";
const DOMAINS: &str = "Domain";
const ENCRYPTION: &str = "Encryption and tokens";
const REGISTRATION: &str = "Client registration";

const FIELDS: &[Field] = &[
    Field::new("Name", "Name", GENERAL, FieldKind::Text).rule(NAME).updated_as("PoolName"),
    Field::new("Id", "Id", GENERAL, FieldKind::Text).read_only(),
    Field::new("Arn", "ARN", GENERAL, FieldKind::Text).read_only(),
    Field::new("UserPoolTier", "Feature plan", GENERAL, FieldKind::Choice(&["LITE", "ESSENTIALS", "PLUS"]))
        .help("Managed login needs ESSENTIALS, threat protection needs PLUS."),
    Field::new(
        "DeletionProtection",
        "Deletion protection",
        GENERAL,
        FieldKind::Choice(&["ACTIVE", "INACTIVE"]),
    )
    .when_absent("INACTIVE (default)")
    .help("While it is ACTIVE the pool can't be deleted."),
    Field::new("EstimatedNumberOfUsers", "Users (estimate)", GENERAL, FieldKind::Number { unit: "" })
        .read_only(),
    Field::new("CreationDate", "Created", GENERAL, FieldKind::Date).read_only(),
    Field::new("LastModifiedDate", "Last changed", GENERAL, FieldKind::Date).read_only(),
    Field::new("Status", "Status", GENERAL, FieldKind::Text).read_only().help("AWS no longer uses it."),
    Field::new("UsernameAttributes", "Sign in with", SIGN_IN, FieldKind::List(&CONTACT))
        .read_only()
        .when_absent("user name")
        .help("What stands in place of a user name. Chosen when the pool is made."),
    Field::new("AliasAttributes", "Sign-in aliases", SIGN_IN, FieldKind::List(&ALIAS))
        .read_only()
        .when_absent("none")
        .help("What works beside the user name. Chosen when the pool is made."),
    Field::new(
        "UsernameConfiguration.CaseSensitive",
        "User names",
        SIGN_IN,
        FieldKind::Toggle { on: "case sensitive", off: "not case sensitive" },
    )
    .read_only()
    .when_absent("case sensitive (default)"),
    Field::new(
        "Policies.SignInPolicy.AllowedFirstAuthFactors",
        "First factors",
        SIGN_IN,
        FieldKind::List(&FACTOR),
    )
    .rule(Rule::length(1, 5))
    .when_absent("PASSWORD (default)")
    .help("What a user may start to sign in with."),
    Field::new(
        "Policies.PasswordPolicy.MinimumLength",
        "Minimum password length",
        PASSWORDS,
        FieldKind::Number { unit: "characters" },
    )
    .rule(Rule::length(6, 99)),
    Field::new("Policies.PasswordPolicy.RequireUppercase", "Password uppercase", PASSWORDS, REQUIRED),
    Field::new("Policies.PasswordPolicy.RequireLowercase", "Password lowercase", PASSWORDS, REQUIRED),
    Field::new("Policies.PasswordPolicy.RequireNumbers", "Password number", PASSWORDS, REQUIRED),
    Field::new("Policies.PasswordPolicy.RequireSymbols", "Password symbol", PASSWORDS, REQUIRED),
    Field::new(
        "Policies.PasswordPolicy.PasswordHistorySize",
        "Passwords remembered",
        PASSWORDS,
        FieldKind::Number { unit: "" },
    )
    .rule(Rule::length(0, 24))
    .when_absent("none (default)")
    .help("How many of a user's former passwords can't be used again."),
    Field::new(
        "Policies.PasswordPolicy.TemporaryPasswordValidityDays",
        "Temporary password valid",
        PASSWORDS,
        DAYS,
    )
    .rule(Rule::length(0, 365))
    .when_absent("7 days (default)")
    .help("How long a password set by an administrator works; 0 means 7."),
    Field::new("MfaConfiguration", "MFA", MFA, FieldKind::Choice(&["OFF", "ON", "OPTIONAL"]))
        .when_absent("OFF (default)")
        .help("ON asks every user for a second factor, OPTIONAL lets each user choose."),
    Field::new("SmsAuthenticationMessage", "SMS sign-in message", MFA, FieldKind::Text)
        .rule(CODE_TEXT)
        .help("The text message that brings a sign-in code; {####} is the code."),
    Field::new(
        "AdminCreateUserConfig.AllowAdminCreateUserOnly",
        "Self sign-up",
        SIGN_UP,
        FieldKind::Toggle { on: "closed: only administrators make users", off: "open: anyone can sign up" },
    )
    .when_absent("open: anyone can sign up (default)"),
    Field::new("AdminCreateUserConfig.UnusedAccountValidityDays", "Unused account valid", SIGN_UP, DAYS)
        .rule(Rule::length(0, 365))
        .help("No longer in use: the password policy says it for temporary passwords."),
    Field::new("AutoVerifiedAttributes", "Verified automatically", SIGN_UP, FieldKind::List(&CONTACT))
        .when_absent("none")
        .help("What Cognito sends a code to, to prove that it is the user's own."),
    Field::new(
        "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate",
        "Verified before a change",
        SIGN_UP,
        FieldKind::List(&CONTACT),
    )
    .when_absent("none (default)")
    .help("A new value of these attributes counts only after the user has proved it."),
    Field::new(
        "AccountRecoverySetting.RecoveryMechanisms",
        "Account recovery",
        SIGN_UP,
        FieldKind::Records(&[
            Field::new(
                "Name",
                "By",
                "",
                FieldKind::Choice(&["verified_email", "verified_phone_number", "admin_only"]),
            )
            .rule(Rule::ANY.required()),
            Field::new("Priority", "Priority", "", FieldKind::Number { unit: "" })
                .rule(Rule::length(1, 2).required())
                .help("1 comes first."),
        ]),
    )
    .rule(Rule::length(1, 2))
    .when_absent("SMS before email (legacy, never set)")
    .help("How a user who forgot the password gets back in."),
    Field::new(
        "SchemaAttributes",
        "User attributes",
        ATTRIBUTES,
        FieldKind::Records(&[
            Field::new("Name", "Name", "", FieldKind::Text),
            Field::new(
                "AttributeDataType",
                "Type",
                "",
                FieldKind::Choice(&["String", "Number", "DateTime", "Boolean"]),
            ),
            Field::new("Required", "Required", "", FieldKind::Toggle { on: "required", off: "" }),
            Field::new("Mutable", "Mutable", "", FieldKind::Toggle { on: "", off: "can't be changed" }),
            Field::new(
                "DeveloperOnlyAttribute",
                "Developer only",
                "",
                FieldKind::Toggle { on: "developer only", off: "" },
            ),
            Field::new("StringAttributeConstraints.MinLength", "Min length", "", FieldKind::Text),
            Field::new("StringAttributeConstraints.MaxLength", "Max length", "", FieldKind::Text),
            Field::new("NumberAttributeConstraints.MinValue", "Min value", "", FieldKind::Text),
            Field::new("NumberAttributeConstraints.MaxValue", "Max value", "", FieldKind::Text),
        ]),
    )
    .read_only()
    .help("Custom attributes can be added, never changed or taken out."),
    Field::new(
        "EmailConfiguration.EmailSendingAccount",
        "Email sent by",
        EMAIL,
        FieldKind::Choice(&["COGNITO_DEFAULT", "DEVELOPER"]),
    )
    .when_absent("COGNITO_DEFAULT (default)")
    .help("COGNITO_DEFAULT allows a few emails a day; DEVELOPER uses your Amazon SES."),
    Field::new("EmailConfiguration.From", "Email from", EMAIL, FieldKind::Text)
        .rule(STRING)
        .help("The sender's address, or name and address: Shop <no-reply@example.com>."),
    Field::new("EmailConfiguration.ReplyToEmailAddress", "Email reply-to", EMAIL, FieldKind::Text)
        .rule(EMAIL_ADDRESS),
    Field::new("EmailConfiguration.SourceArn", "SES identity", EMAIL, FieldKind::Text)
        .rule(ARN)
        .help("The ARN of the verified SES address or domain that emails come from."),
    Field::new("EmailConfiguration.ConfigurationSet", "SES configuration set", EMAIL, FieldKind::Text)
        .rule(Rule::length(1, 64).pattern(r"^[a-zA-Z0-9_-]+$", "letters, digits and _ -"))
        .when_absent("none"),
    Field::new("EmailConfigurationFailure", "Email failure", EMAIL, FieldKind::Text)
        .read_only()
        .when_absent("none"),
    Field::new("SmsConfiguration.SnsCallerArn", "SNS role", SMS, FieldKind::Text)
        .rule(ROLE_ARN)
        .help("The IAM role that Cognito sends text messages under, through Amazon SNS."),
    Field::new("SmsConfiguration.ExternalId", "SNS external id", SMS, FieldKind::Text)
        .rule(STRING)
        .help("The external id that the trust policy of the role asks for."),
    Field::new("SmsConfiguration.SnsRegion", "SNS region", SMS, FieldKind::Text).rule(REGION),
    Field::new("SmsConfiguration.EumsSms.CallerArn", "EUM role", SMS, FieldKind::Text)
        .rule(ARN)
        .help("The role to send text messages under, by AWS End User Messaging, not SNS."),
    Field::new("SmsConfiguration.EumsSms.ExternalId", "EUM external id", SMS, FieldKind::Text).rule(STRING),
    Field::new(
        "SmsConfiguration.EumsSms.OriginationIdentity",
        "EUM origination identity",
        SMS,
        FieldKind::Text,
    )
    .rule(STRING)
    .help("The phone number, sender id or phone pool that messages come from."),
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
        .help("The principal entity id that India's rules for text messages ask for."),
    Field::new("SmsConfiguration.EumsSms.InTemplateId", "EUM India template id", SMS, FieldKind::Text)
        .rule(STRING),
    Field::new("SmsConfiguration.EumsSms.Region", "EUM region", SMS, FieldKind::Text)
        .rule(REGION)
        .when_absent("the user pool's (default)"),
    Field::new("SmsConfigurationFailure", "SMS failure", SMS, FieldKind::Text)
        .read_only()
        .when_absent("none"),
    Field::new(
        "VerificationMessageTemplate.DefaultEmailOption",
        "Verify email by",
        TEMPLATES,
        FieldKind::Choice(&["CONFIRM_WITH_LINK", "CONFIRM_WITH_CODE"]),
    )
    .when_absent("CONFIRM_WITH_CODE (default)"),
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
        .help("No longer in use: see the code email subject."),
    Field::new("EmailVerificationMessage", "Code email (old)", TEMPLATES, FieldKind::LongText)
        .rule(CODE_EMAIL)
        .help("No longer in use: see the code email."),
    Field::new("SmsVerificationMessage", "Code SMS (old)", TEMPLATES, FieldKind::Text)
        .rule(CODE_TEXT)
        .help("No longer in use: see the code SMS."),
    lambda(
        "LambdaConfig.PreSignUp",
        "Pre sign-up",
        "Decides on each sign-up: confirms, links or refuses the user.",
    ),
    lambda(
        "LambdaConfig.PostConfirmation",
        "Post confirmation",
        "Runs after a user has confirmed the account.",
    ),
    lambda(
        "LambdaConfig.PreAuthentication",
        "Pre authentication",
        "Runs before each sign-in and may refuse it.",
    ),
    lambda("LambdaConfig.PostAuthentication", "Post authentication", "Runs after each sign-in."),
    lambda(
        "LambdaConfig.DefineAuthChallenge",
        "Define challenge",
        "Chooses the next step of a custom sign-in.",
    ),
    lambda(
        "LambdaConfig.CreateAuthChallenge",
        "Create challenge",
        "Makes the challenge of a custom sign-in.",
    ),
    lambda(
        "LambdaConfig.VerifyAuthChallengeResponse",
        "Verify challenge",
        "Checks the answer in a custom sign-in.",
    ),
    lambda(
        "LambdaConfig.PreTokenGeneration",
        "Pre token generation (old)",
        "Changes the claims of tokens; equal to the pre token generation below where both are set.",
    ),
    lambda(
        "LambdaConfig.PreTokenGenerationConfig.LambdaArn",
        "Pre token generation",
        "Changes the claims of tokens.",
    ),
    Field::new(
        "LambdaConfig.PreTokenGenerationConfig.LambdaVersion",
        "Pre token event version",
        LAMBDA,
        FieldKind::Choice(&["V1_0", "V2_0", "V3_0"]),
    )
    .help("V1_0 changes ID tokens, V2_0 access tokens too, V3_0 those of machines as well."),
    lambda(
        "LambdaConfig.UserMigration",
        "Migrate user",
        "Makes users that another directory knows when they first sign in.",
    ),
    lambda("LambdaConfig.CustomMessage", "Custom message", "Writes the messages that the pool sends."),
    lambda(
        "LambdaConfig.CustomEmailSender.LambdaArn",
        "Custom email sender",
        "Sends the emails in Cognito's place.",
    ),
    Field::new(
        "LambdaConfig.CustomEmailSender.LambdaVersion",
        "Email sender version",
        LAMBDA,
        LAMBDA_VERSION,
    ),
    lambda(
        "LambdaConfig.CustomSMSSender.LambdaArn",
        "Custom SMS sender",
        "Sends the text messages in Cognito's place.",
    ),
    Field::new("LambdaConfig.CustomSMSSender.LambdaVersion", "SMS sender version", LAMBDA, LAMBDA_VERSION),
    lambda(
        "LambdaConfig.KMSKeyID",
        "Sender KMS key",
        "Encrypts the codes and passwords handed to the custom senders.",
    ),
    lambda(
        "LambdaConfig.InboundFederation.LambdaArn",
        "Inbound federation",
        "Changes the attributes that an identity provider sends.",
    ),
    Field::new("LambdaConfig.InboundFederation.LambdaVersion", "Federation version", LAMBDA, LAMBDA_VERSION),
    Field::new(
        "UserPoolAddOns.AdvancedSecurityMode",
        "Threat protection",
        THREATS,
        FieldKind::Choice(&["OFF", "AUDIT", "ENFORCED"]),
    )
    .when_absent("OFF (never set)")
    .help("AUDIT logs what looks like an attack, ENFORCED acts on it. Needs PLUS."),
    Field::new(
        "UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode",
        "In custom sign-in",
        THREATS,
        FieldKind::Choice(&["AUDIT", "ENFORCED"]),
    )
    .when_absent("off (never set)")
    .help("The same for sign-ins through challenge triggers."),
    Field::new("DeviceConfiguration.ChallengeRequiredOnNewDevice", "Device replaces MFA", DEVICES, YES_NO)
        .when_absent("devices are not remembered")
        .help("Whether a remembered device can stand for a second factor."),
    Field::new(
        "DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt",
        "Ask before remembering",
        DEVICES,
        YES_NO,
    )
    .when_absent("devices are not remembered")
    .help("Whether a device is remembered only when the user agrees."),
    Field::new("Domain", "Domain prefix", DOMAINS, FieldKind::Text).read_only().when_absent("none"),
    Field::new("CustomDomain", "Custom domain", DOMAINS, FieldKind::Text).read_only().when_absent("none"),
    Field::new(
        "KeyConfiguration.KeyType",
        "Encryption key",
        ENCRYPTION,
        FieldKind::Choice(&["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KEY"]),
    )
    .when_absent("AWS_OWNED_KEY (default)"),
    Field::new("KeyConfiguration.KmsKeyArn", "KMS key", ENCRYPTION, FieldKind::Text)
        .rule(ARN)
        .when_absent("none"),
    Field::new(
        "IssuerConfiguration.Type",
        "Token issuer",
        ENCRYPTION,
        FieldKind::Choice(&["ORIGINAL", "UPDATED"]),
    )
    .help("ORIGINAL: cognito-idp.<region>. UPDATED: issuer-cognito-idp.<region>."),
    Field::new("AcrConfiguration", "ACR levels", ENCRYPTION, FieldKind::Json)
        .rule(Rule::at_most(4))
        .help("The names of the authentication levels (acr) in tokens: Level1 to Level4."),
    Field::new(
        "DcrConfiguration.EnableStatus",
        "Client registration",
        REGISTRATION,
        FieldKind::Choice(&["Enabled", "Disabled"]),
    )
    .help("Whether apps can register themselves as clients (dynamic client registration)."),
    Field::new(
        "DcrConfiguration.OpenDcrEnabled",
        "Open registration",
        REGISTRATION,
        FieldKind::Toggle { on: "on", off: "off" },
    )
    .help("Whether they can do so without a token."),
    Field::new(
        "DcrConfiguration.AuthenticatedGrantTypes",
        "Flows with a token",
        REGISTRATION,
        FieldKind::List(&OAUTH_FLOW),
    )
    .rule(Rule::at_most(3)),
    Field::new(
        "DcrConfiguration.OpenDcrGrantTypes",
        "Flows without a token",
        REGISTRATION,
        FieldKind::List(&OAUTH_FLOW),
    )
    .rule(Rule::at_most(3)),
    Field::new(
        "DcrConfiguration.AllowedScopes",
        "Scopes of registered apps",
        REGISTRATION,
        FieldKind::List(&SCOPE),
    )
    .rule(Rule::at_most(50)),
    Field::new(
        "UserPoolTags",
        "Tags",
        "Tags",
        FieldKind::Map { key: &TAG_KEY, value: &TAG_VALUE, secret: &[] },
    ),
];

/// The ARN of a function, or of a key that functions need.
const fn lambda(path: &'static str, label: &'static str, help: &'static str) -> Field {
    Field::new(path, label, LAMBDA, FieldKind::Text).rule(ARN).when_absent("none").help(help)
}
