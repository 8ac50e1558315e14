//! The answers to threats, of a user pool and of an app client that has its own: all members of
//! `RiskConfigurationType`, which `SetRiskConfiguration` replaces.

mod rules;

use serde_json::Value;

use crate::resource::OperationName::{DescribeRiskConfiguration, SetRiskConfiguration};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::USER_POOL;
use crate::resource::tables::user_pools::attributes::user_pool;
use crate::resource::tables::user_pools::risk::rules::{CROSS_FIELD_RULES, cidr};
use crate::resource::tables::user_pools::rules::{ARN, STRING, SUBJECT};
use crate::resource::{
    Checks, Companion, Consequence, Finding, Fix, Kind, KindId, Lifecycle, Operation, Operations, Related,
    Severity, Unavailable, UpdateRules,
};

pub static RISK: Kind = Kind {
    id: KindId::Risk,
    id_path: "UserPoolId",
    name_path: "UserPoolId",
    operations: operations(&["UserPoolId"]),
    checks: Checks { findings: FINDINGS, ..CHECKS },
    related: Related { companion: Some(Companion::Same(|| &USER_POOL)), ..Related::EMPTY },
    fields: &POOL_FIELDS,
    ..THREATS
};

pub static CLIENT_RISK: Kind = Kind {
    id: KindId::ClientRisk,
    name: "app client threat protection",
    id_path: "ClientId",
    name_path: "ClientId",
    operations: operations(&["UserPoolId", "ClientId"]),
    checks: CHECKS,
    related: Related { companion: Some(Companion::Parent(|| &USER_POOL)), ..Related::EMPTY },
    fields: &CLIENT_FIELDS,
    ..THREATS
};

/// What both kinds have in common.
const THREATS: Kind = Kind {
    name: "threat protection",
    plural: "Threat protection settings",
    lifecycle: Lifecycle {
        unavailable: Some(Unavailable {
            code: Some("UserPoolAddOnNotEnabledException"),
            label: "Answers to threats",
            words: "not told: threat protection is off (it needs the plan PLUS)",
            help: "AWS shows nothing of it while it is off.",
        }),
        ..Lifecycle::EMPTY
    },
    update: UpdateRules {
        requires_one_of: &[
            ("CompromisedCredentialsRiskConfiguration.Actions", &["EventAction"]),
            ("CompromisedCredentialsRiskConfiguration", &["Actions", "EventFilter"]),
            ("AccountTakeoverRiskConfiguration.Actions.LowAction", &["EventAction", "Notify"]),
            ("AccountTakeoverRiskConfiguration.Actions.MediumAction", &["EventAction", "Notify"]),
            ("AccountTakeoverRiskConfiguration.Actions.HighAction", &["EventAction", "Notify"]),
            ("AccountTakeoverRiskConfiguration.Actions", &["LowAction", "MediumAction", "HighAction"]),
            (
                "AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail",
                &["Subject", "HtmlBody", "TextBody"],
            ),
            (
                "AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail",
                &["Subject", "HtmlBody", "TextBody"],
            ),
            (
                "AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail",
                &["Subject", "HtmlBody", "TextBody"],
            ),
            (
                "AccountTakeoverRiskConfiguration.NotifyConfiguration",
                &["SourceArn", "From", "ReplyTo", "BlockEmail", "NoActionEmail", "MfaEmail"],
            ),
            ("AccountTakeoverRiskConfiguration", &["Actions", "NotifyConfiguration"]),
            ("RiskExceptionConfiguration", &["BlockedIPRangeList", "SkippedIPRangeList"]),
        ],
        consequences: &[Consequence {
            path: SKIPPED,
            text: |_, after| {
                let is_set = after.texts(SKIPPED).next().is_some();
                is_set.then_some("Sign-ins from these addresses are never checked for threats.")
            },
        }],
        ..UpdateRules::EMPTY
    },
    ..Kind::EMPTY
};

const fn operations(ids: &'static [&'static str]) -> Operations {
    Operations {
        describe: Some(Operation::new(DescribeRiskConfiguration, ids).answers("RiskConfiguration")),
        update: Some(Operation::new(SetRiskConfiguration, &[])),
        ..Operations::EMPTY
    }
}

const CHECKS: Checks = Checks {
    cross_field_rules: CROSS_FIELD_RULES,
    error_fields: &[(
        "InvalidEmailRoleAccessPolicyException",
        "AccountTakeoverRiskConfiguration.NotifyConfiguration.SourceArn",
    )],
    error_hints: &[
        (
            "UserPoolAddOnNotEnabledException",
            "Turn threat protection on first: Overview, group Threat protection. It needs the plan PLUS.",
        ),
        (
            "InvalidEmailRoleAccessPolicyException",
            "The identity's policy in SES has to allow Cognito to send from it.",
        ),
    ],
    ..Checks::EMPTY
};

const COMPROMISED: &str = "Compromised credentials";
const TAKEOVER: &str = "Account takeover";
const EMAILS: &str = "Threat emails";
const ADDRESSES: &str = "IP addresses";

const LEAKED: &str = "CompromisedCredentialsRiskConfiguration.Actions.EventAction";
const HIGH: &str = "AccountTakeoverRiskConfiguration.Actions.HighAction.EventAction";
const SKIPPED: &str = "RiskExceptionConfiguration.SkippedIPRangeList";

static POOL_FIELDS: [Field; 2 + FIELDS.len()] = Field::joined(&[
    &[
        Field::new("UserPoolId", "User pool", COMPROMISED, FieldKind::Text)
            .identifier()
            .link(user_pool)
            .visible_if(|_| false),
        // Absent, since the answers are those of the pool; a request that names it is about one app client.
        Field::new("ClientId", "App client", COMPROMISED, FieldKind::Text)
            .sent_back("those of one app client are on its own tab")
            .visible_if(|_| false),
    ],
    FIELDS,
]);

static CLIENT_FIELDS: [Field; 2 + FIELDS.len()] = Field::joined(&[
    &[
        Field::new("UserPoolId", "User pool", COMPROMISED, FieldKind::Text)
            .identifier()
            .visible_if(|_| false),
        Field::new("ClientId", "App client", COMPROMISED, FieldKind::Text).identifier().visible_if(|_| false),
    ],
    FIELDS,
]);

const FIELDS: &[Field] = &[
    Field::new(LEAKED, "Leaked password", COMPROMISED, FieldKind::Choice(&["BLOCK", "NO_ACTION"]))
        .unsettable()
        .when_absent("never set")
        .help("What happens when a password is among those known to have leaked."),
    Field::new(
        "CompromisedCredentialsRiskConfiguration.EventFilter",
        "Checked at",
        COMPROMISED,
        FieldKind::List(&EVENT),
    )
    .when_absent("every event")
    .help("The events at which passwords are checked. Without any: all of them."),
    action("AccountTakeoverRiskConfiguration.Actions.LowAction.EventAction", "Low risk"),
    notify("AccountTakeoverRiskConfiguration.Actions.LowAction.Notify", "Low risk email"),
    action("AccountTakeoverRiskConfiguration.Actions.MediumAction.EventAction", "Medium risk"),
    notify("AccountTakeoverRiskConfiguration.Actions.MediumAction.Notify", "Medium risk email"),
    action(HIGH, "High risk"),
    notify("AccountTakeoverRiskConfiguration.Actions.HighAction.Notify", "High risk email"),
    email("AccountTakeoverRiskConfiguration.NotifyConfiguration.SourceArn", "SES identity")
        .rule(ARN)
        .help("The ARN of the verified identity in Amazon SES that sends the emails."),
    email("AccountTakeoverRiskConfiguration.NotifyConfiguration.From", "From").rule(STRING),
    email("AccountTakeoverRiskConfiguration.NotifyConfiguration.ReplyTo", "Reply to").rule(STRING),
    subject("AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.Subject", "Blocked subject"),
    body("AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.HtmlBody", "Blocked HTML"),
    body("AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.TextBody", "Blocked text"),
    subject("AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.Subject", "Allowed subject"),
    body("AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.HtmlBody", "Allowed HTML"),
    body("AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.TextBody", "Allowed text"),
    subject("AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.Subject", "MFA subject"),
    body("AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.HtmlBody", "MFA HTML"),
    body("AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.TextBody", "MFA text"),
    Field::new(
        "RiskExceptionConfiguration.BlockedIPRangeList",
        "Always blocked",
        ADDRESSES,
        FieldKind::List(&RANGE),
    )
    .rule(Rule::at_most(200))
    .when_absent("none")
    .help("Sign-ins from these ranges are refused."),
    Field::new(SKIPPED, "Never checked", ADDRESSES, FieldKind::List(&RANGE))
        .rule(Rule::at_most(200))
        .when_absent("none")
        .help("Sign-ins from these ranges are allowed, whatever their risk."),
    Field::new("LastModifiedDate", "Last changed", ADDRESSES, FieldKind::Date).read_only(),
];

const EVENT: Field = Field::part("Event", Rule::ANY).common(&["SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP"]);
const RANGE: Field = Field::part("Range", STRING.also(cidr));

const fn action(path: &'static str, label: &'static str) -> Field {
    let actions = &["BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION"];
    Field::new(path, label, TAKEOVER, FieldKind::Choice(actions))
        .unsettable()
        .when_absent("never set")
        .help("What happens to a sign-in of this risk. MFA_REQUIRED refuses users without a factor.")
}

const fn notify(path: &'static str, label: &'static str) -> Field {
    Field::new(path, label, TAKEOVER, FieldKind::Toggle { on: "sent", off: "not sent" })
        .unsettable()
        .when_absent("never set")
        .help("Whether the user is told by email. It needs the threat emails below.")
}

const fn email(path: &'static str, label: &'static str) -> Field {
    Field::new(path, label, EMAILS, FieldKind::Text).when_absent("none")
}

const fn subject(path: &'static str, label: &'static str) -> Field {
    Field::new(path, label, EMAILS, FieldKind::Text).rule(SUBJECT).when_absent("AWS's own")
}

const fn body(path: &'static str, label: &'static str) -> Field {
    Field::new(path, label, EMAILS, FieldKind::LongText)
        .rule(Rule::length(6, 20_000).pattern(r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]+", "text or HTML"))
        .when_absent("AWS's own")
        .help("{ip-address}, {city}, {country}, {device-name} and {login-time} are filled in.")
}

const FINDINGS: &[Finding] = &[
    Finding {
        path: LEAKED,
        text: "Leaked passwords allowed: a sign-in with one is not blocked.",
        why: "Lists of leaked passwords are tried at every service: a user whose password is among them is \
              not the only one who can sign in.",
        fix: Fix::Edit(|risk| risk.set(LEAKED, Some(Value::from("BLOCK")))),
        applies: |risk, _| risk.text(LEAKED) != Some("BLOCK"),
        ..UNBLOCKED
    },
    Finding {
        path: HIGH,
        text: "High-risk sign-ins allowed: nothing stops them.",
        why: "Cognito rates them by device, place and address, and lets them in all the same.",
        fix: Fix::Choose("Choose what happens at a high risk."),
        applies: |risk, _| !matches!(risk.text(HIGH), Some("BLOCK" | "MFA_REQUIRED" | "MFA_IF_CONFIGURED")),
        ..UNBLOCKED
    },
];

/// What the findings about threats have in common.
const UNBLOCKED: Finding = Finding {
    id: "UP7",
    severity: Severity::Medium,
    path: "",
    text: "",
    why: "",
    source: concat!(
        "https://docs.aws.amazon.com/cognito/latest/developerguide/",
        "cognito-user-pool-settings-threat-protection.html"
    ),
    fix: Fix::Choose(""),
    needs_companion: false,
    evidence: None,
    applies: |_, _| false,
};
