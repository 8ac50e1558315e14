//! Settings of a user pool's services: Lambda triggers, threats, devices, domain, keys, registration.

use crate::resource::display::value::SECRET_BY_NAME;
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::finding::own_tag;
use crate::resource::tables::user_pools::rules::{ARN, OAUTH_FLOW, SCOPE, TOKEN};

const TAG_KEY: Field = Field::part("Tag", Rule::length(1, 128).also(own_tag));
const TAG_VALUE: Field = Field::part("Value", Rule::length(0, 256));
const ACR_LEVEL: Field = Field::part("Level", Rule::ANY.pattern("Level[1-4]", "Level1 to Level4"))
    .common(&["Level1", "Level2", "Level3", "Level4"]);
const ACR_VALUE: &[Field] =
    &[Field::new("AcrValue", "acr", "", FieldKind::Text).rule(Rule { max: Some(64), ..TOKEN }.required())];
const ACR_RECORD: Field = Field::new("", "Value", "", FieldKind::Record(ACR_VALUE));
const ACR_LEVELS: FieldKind = FieldKind::Map { key: &ACR_LEVEL, value: &ACR_RECORD, secret: &[] };
const YES_NO: FieldKind = FieldKind::Toggle { on: "yes", off: "no" };
const LAMBDA_VERSION: FieldKind = FieldKind::Choice(&["V1_0"]);
const LAMBDA: &str = "Lambda triggers";
const THREATS: &str = "Threat protection";
const DEVICES: &str = "Devices";
const DOMAINS: &str = "Domain";
const ENCRYPTION: &str = "Encryption and tokens";
const REGISTRATION: &str = "Client registration";

pub(super) const FIELDS: &[Field] = &[
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
        "Creates the challenge of a custom sign-in.",
    ),
    lambda(
        "LambdaConfig.VerifyAuthChallengeResponse",
        "Verify challenge",
        "Checks the answer in a custom sign-in.",
    ),
    lambda(
        "LambdaConfig.PreTokenGeneration",
        "Pre token generation (old)",
        "Changes the claims of tokens. The row below took its place.",
    )
    .superseded_by("LambdaConfig.PreTokenGenerationConfig.LambdaArn", "follows the row below"),
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
    .help("V1_0: ID tokens, V2_0: access tokens too, V3_0: machines too."),
    lambda(
        "LambdaConfig.UserMigration",
        "Migrate user",
        "Creates users of another directory when they first sign in.",
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
    .help("AUDIT logs threats, ENFORCED acts on them. Needs PLUS."),
    Field::new(
        "UserPoolAddOns.AdvancedSecurityAdditionalFlows.CustomAuthMode",
        "In custom sign-in",
        THREATS,
        FieldKind::Choice(&["AUDIT", "ENFORCED"]),
    )
    .when_absent("off (never set)")
    .help("The same for sign-ins through challenge triggers."),
    Field::new("DeviceConfiguration.ChallengeRequiredOnNewDevice", "Devices suppress MFA", DEVICES, YES_NO)
        .unsettable()
        .when_absent("devices are not remembered")
        .help("Whether a remembered device replaces MFA."),
    Field::new(
        "DeviceConfiguration.DeviceOnlyRememberedOnUserPrompt",
        "Ask before remembering",
        DEVICES,
        YES_NO,
    )
    .unsettable()
    .when_absent("devices are not remembered")
    .help("Whether users are asked first."),
    Field::new("Domain", "Domain prefix", DOMAINS, FieldKind::Text).read_only().when_absent("none"),
    Field::new("CustomDomain", "Custom domain", DOMAINS, FieldKind::Text).read_only().when_absent("none"),
    Field::new(
        "KeyConfiguration.KeyType",
        "Encryption key",
        ENCRYPTION,
        FieldKind::Choice(&["AWS_OWNED_KEY", "CUSTOMER_MANAGED_KEY"]),
    )
    .when_absent("(default: AWS_OWNED_KEY)"),
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
    Field::new("AcrConfiguration", "ACR levels", ENCRYPTION, ACR_LEVELS)
        .rule(Rule::at_most(4))
        .help("Names of the authentication levels (acr): Level1 to Level4."),
    Field::new(
        "DcrConfiguration.EnableStatus",
        "Client registration",
        REGISTRATION,
        FieldKind::Choice(&["Enabled", "Disabled"]),
    )
    .help("Whether apps can register themselves (DCR)."),
    Field::new(
        "DcrConfiguration.OpenDcrEnabled",
        "Open registration",
        REGISTRATION,
        FieldKind::Toggle { on: "on", off: "off" },
    )
    .help("Whether apps can register without a token."),
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
        FieldKind::Map { key: &TAG_KEY, value: &TAG_VALUE, secret: SECRET_BY_NAME },
    ),
];

/// A Lambda function, or a key that functions need, by ARN.
const fn lambda(path: &'static str, label: &'static str, help: &'static str) -> Field {
    Field::new(path, label, LAMBDA, FieldKind::Text).rule(ARN).when_absent("none").help(help)
}
