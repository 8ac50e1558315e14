//! Settings of a user pool for sign-up, sign-in and account recovery.

use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::user_pools::attributes::attribute_line;
use crate::resource::tables::user_pools::rules::{CODE_TEXT, NAME};
use crate::resource::tables::user_pools::user_pool::creation::{ATTRIBUTE, SCHEMA};

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
const REQUIRED: FieldKind = FieldKind::Toggle { on: "required", off: "not required" };
const DAYS: FieldKind = FieldKind::Number { unit: "days" };
const TEMPORARY: &str = "Policies.PasswordPolicy.TemporaryPasswordValidityDays";
const GENERAL: &str = "General";
const FIXED: &str = "Fixed at creation";
const SIGN_IN: &str = "Sign-in";
const PASSWORDS: &str = "Password policy";
const MFA: &str = "Multi-factor authentication";
const SIGN_UP: &str = "Self sign-up and account recovery";
const ATTRIBUTES: &str = "Attributes";

pub(super) const FIELDS: &[Field] = &[
    Field::new("Name", "Name", GENERAL, FieldKind::Text).rule(NAME.required()).updated_as("PoolName"),
    Field::new("Id", "Id", GENERAL, FieldKind::Text).identifier().updated_as("UserPoolId"),
    Field::new("Arn", "ARN", GENERAL, FieldKind::Text).read_only(),
    Field::new("UserPoolTier", "Feature plan", GENERAL, FieldKind::Choice(&["LITE", "ESSENTIALS", "PLUS"]))
        .when_absent("(default: ESSENTIALS)")
        .help("Managed login needs ESSENTIALS, threat protection needs PLUS."),
    Field::new(
        "DeletionProtection",
        "Deletion protection",
        GENERAL,
        FieldKind::Choice(&["ACTIVE", "INACTIVE"]),
    )
    .when_absent("(default: INACTIVE)")
    .default_for_new("\"ACTIVE\"")
    .help("While it is ACTIVE the pool can't be deleted."),
    Field::new("EstimatedNumberOfUsers", "Users (estimate)", GENERAL, FieldKind::Number { unit: "" })
        .read_only(),
    Field::new("CreationDate", "Created", GENERAL, FieldKind::Date).read_only(),
    Field::new("LastModifiedDate", "Last changed", GENERAL, FieldKind::Date).read_only(),
    Field::new("Status", "Status", GENERAL, FieldKind::Text).read_only().help("AWS no longer uses it."),
    Field::new("UsernameAttributes", "Sign in with", FIXED, FieldKind::List(&CONTACT))
        .create_only()
        .when_absent("user name")
        .help("Used instead of a user name. Can't be changed later."),
    Field::new("AliasAttributes", "Sign-in aliases", FIXED, FieldKind::List(&ALIAS))
        .create_only()
        .when_absent("none")
        .help("Used besides the user name. Can't be changed later."),
    Field::new(
        "UsernameConfiguration.CaseSensitive",
        "User names",
        FIXED,
        FieldKind::Toggle { on: "case sensitive", off: "not case sensitive" },
    )
    .create_only()
    .default_for_new("false")
    .when_absent("(default: case sensitive)")
    .help("Whether Ann and ann are two users. Can't be changed later."),
    Field::new(SCHEMA, "Attributes", FIXED, FieldKind::Records(ATTRIBUTE))
        .create_only_write_only()
        .summary(attribute_line)
        .help("Required and custom attributes. Required ones can't be chosen later, nor any removed."),
    Field::new(
        "Policies.SignInPolicy.AllowedFirstAuthFactors",
        "First factors",
        SIGN_IN,
        FieldKind::List(&FACTOR),
    )
    .rule(Rule::length(1, 5))
    .when_absent("(default: PASSWORD)")
    .help("The factors that a sign-in can start with."),
    Field::new(
        "Policies.PasswordPolicy.MinimumLength",
        "Minimum password length",
        PASSWORDS,
        FieldKind::Number { unit: "characters" },
    )
    .rule(Rule::length(6, 99))
    .default_for_new("12"),
    Field::new("Policies.PasswordPolicy.RequireUppercase", "Password uppercase", PASSWORDS, REQUIRED)
        .default_for_new("true"),
    Field::new("Policies.PasswordPolicy.RequireLowercase", "Password lowercase", PASSWORDS, REQUIRED)
        .default_for_new("true"),
    Field::new("Policies.PasswordPolicy.RequireNumbers", "Password number", PASSWORDS, REQUIRED)
        .default_for_new("true"),
    Field::new("Policies.PasswordPolicy.RequireSymbols", "Password symbol", PASSWORDS, REQUIRED)
        .default_for_new("true"),
    Field::new(
        "Policies.PasswordPolicy.PasswordHistorySize",
        "Password history",
        PASSWORDS,
        FieldKind::Number { unit: "" },
    )
    .rule(Rule::length(0, 24))
    .when_absent("(default: none)")
    .help("How many previous passwords a user can't reuse."),
    Field::new(TEMPORARY, "Temporary password valid", PASSWORDS, DAYS)
        .rule(Rule::length(0, 365))
        .when_absent("(default: 7 days)")
        .help("How long an administrator's password works."),
    Field::new("MfaConfiguration", "MFA", MFA, FieldKind::Choice(&["OFF", "ON", "OPTIONAL"]))
        .sent_back("changed on the MFA tab")
        .default_for_new("\"OPTIONAL\"")
        .when_absent("(default: OFF)")
        .help("ON: for every user. OPTIONAL: each user chooses."),
    Field::new("SmsAuthenticationMessage", "SMS sign-in message", MFA, FieldKind::Text)
        .rule(CODE_TEXT)
        .help("The text message of a sign-in code, {####}."),
    Field::new(
        "AdminCreateUserConfig.AllowAdminCreateUserOnly",
        "Self sign-up",
        SIGN_UP,
        FieldKind::Toggle { on: "closed: only administrators create users", off: "open: anyone can sign up" },
    )
    .when_absent("(default: open: anyone can sign up)"),
    Field::new("AdminCreateUserConfig.UnusedAccountValidityDays", "Unused account expires", SIGN_UP, DAYS)
        .rule(Rule::length(0, 365))
        .superseded_by(TEMPORARY, "follows the password policy")
        .help("No longer in use: see the password policy."),
    Field::new("AutoVerifiedAttributes", "Verified automatically", SIGN_UP, FieldKind::List(&CONTACT))
        .when_absent("none")
        .default_for_new("[\"email\"]")
        .help("The attributes that Cognito verifies with a code."),
    Field::new(
        "UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate",
        "Verify before updating",
        SIGN_UP,
        FieldKind::List(&CONTACT),
    )
    .when_absent("(default: none)")
    .help("New values take effect once verified.")
    .default_for_new("[\"email\"]"),
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
    .tabular()
    .when_absent("SMS before email (legacy, never set)")
    .default_for_new("[{\"Name\":\"verified_email\",\"Priority\":1}]")
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
    .help("Custom attributes can be added, but not changed or removed."),
];
