//! The logs of a user pool: all members of `LogDeliveryConfigurationType`, which
//! `SetLogDeliveryConfiguration` replaces.

use serde_json::Value;

use crate::resource::OperationName::{GetLogDeliveryConfiguration, SetLogDeliveryConfiguration};
use crate::resource::document::value_at;
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::USER_POOL;
use crate::resource::tables::user_pools::attributes::user_pool;
use crate::resource::tables::user_pools::rules::{ARN, needs, plan};
use crate::resource::verdict::holds_nothing;
use crate::resource::{
    Checks, Companion, CrossFieldRule, Document, Kind, KindId, Operation, Operations, Related, UpdateRules,
};

pub static LOG_DELIVERY: Kind = Kind {
    id: KindId::LogDelivery,
    name: "log delivery",
    plural: "Log delivery settings",
    id_path: "UserPoolId",
    name_path: "UserPoolId",
    operations: Operations {
        describe: Some(
            Operation::new(GetLogDeliveryConfiguration, &["UserPoolId"]).answers("LogDeliveryConfiguration"),
        ),
        update: Some(Operation::new(SetLogDeliveryConfiguration, &[])),
        ..Operations::EMPTY
    },
    update: UpdateRules { always_sent: &[LOGS], ..UpdateRules::EMPTY },
    checks: Checks {
        cross_field_rules: CROSS_FIELD_RULES,
        error_hints: &[
            (
                "FeatureUnavailableInTierException",
                "Logs of user activity (userAuthEvents) need the plan PLUS.",
            ),
            (
                "NotAuthorizedException",
                "Who sets the delivery needs logs:CreateLogDelivery and its kin, too, and those of the \
                 destination.",
            ),
        ],
        ..Checks::EMPTY
    },
    related: Related { companion: Some(Companion::Same(|| &USER_POOL)), ..Related::EMPTY },
    fields: &[
        Field::new("UserPoolId", "User pool", GROUP, FieldKind::Text)
            .identifier()
            .link(user_pool)
            .visible_if(|_| false),
        Field::new(LOGS, "Delivered logs", GROUP, FieldKind::Records(LOG))
            .rule(Rule { min: Some(0), ..Rule::at_most(2) })
            .when_absent("none")
            .summary(log_line)
            .help("Errors of sent messages, and with PLUS user activity; each to one destination."),
    ],
    ..Kind::EMPTY
};

const GROUP: &str = "Logs";
const LOGS: &str = "LogConfigurations";
const DESTINATIONS: [(&str, &str); 3] = [
    ("CloudWatch Logs", "CloudWatchLogsConfiguration.LogGroupArn"),
    ("S3", "S3Configuration.BucketArn"),
    ("Firehose", "FirehoseConfiguration.StreamArn"),
];

const LOG: &[Field] = &[
    Field::new("EventSource", "Source", "", FieldKind::Choice(&["userNotification", "userAuthEvents"]))
        .rule(Rule::ANY.required())
        .help("userNotification: errors of messages. userAuthEvents: user activity, with PLUS."),
    Field::new("LogLevel", "Level", "", FieldKind::Choice(&["ERROR", "INFO"]))
        .rule(Rule::ANY.required())
        .help("ERROR for userNotification, INFO for userAuthEvents."),
    Field::new("CloudWatchLogsConfiguration.LogGroupArn", "Log group", "", FieldKind::Text)
        .rule(ARN)
        .help("The ARN of a log group in CloudWatch Logs."),
    Field::new("S3Configuration.BucketArn", "S3 bucket", "", FieldKind::Text)
        .rule(Rule::length(3, 1024).pattern(
            r"arn:[\w+=/,.@-]+:[\w+=/,.@-]+:::[\w+=/,.@-]+(:[\w+=/,.@-]+)?(:[\w+=/,.@-]+)?",
            "the ARN of a bucket, such as arn:aws:s3:::logs",
        ))
        .help("The ARN of a bucket."),
    Field::new("FirehoseConfiguration.StreamArn", "Firehose stream", "", FieldKind::Text)
        .rule(ARN)
        .help("The ARN of a stream of Amazon Data Firehose."),
];

fn logs(document: &Document) -> impl Iterator<Item = &Value> {
    document.get(LOGS).and_then(Value::as_array).into_iter().flatten()
}

fn text<'a>(log: &'a Value, path: &str) -> &'a str {
    value_at(log, path).and_then(Value::as_str).unwrap_or_default()
}

/// Source: the developer guide, "Exporting logs from Amazon Cognito user pools".
const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: LOGS,
        refused: true,
        check: |document, _| {
            logs(document).find_map(|log| {
                let source = text(log, "EventSource");
                let set: Vec<_> = DESTINATIONS
                    .into_iter()
                    .filter(|(_, path)| !holds_nothing(value_at(log, path)))
                    .map(|(name, _)| name)
                    .collect();
                match (set.as_slice(), source) {
                    ([], _) => Some(format!("{source} needs a destination")),
                    ([_, _, ..], _) => {
                        Some(format!("{source} goes to one destination, not to {}", set.join(" and ")))
                    }
                    (["CloudWatch Logs"], _) | (_, "userAuthEvents") => None,
                    ([other], _) => Some(format!("{source} goes to CloudWatch Logs only, not to {other}")),
                }
            })
        },
    },
    CrossFieldRule {
        path: LOGS,
        refused: true,
        check: |document, _| {
            logs(document).find_map(|log| match (text(log, "EventSource"), text(log, "LogLevel")) {
                ("userNotification", "INFO") => Some("userNotification has the level ERROR".to_owned()),
                ("userAuthEvents", "ERROR") => Some("userAuthEvents has the level INFO".to_owned()),
                _ => None,
            })
        },
    },
    CrossFieldRule {
        path: LOGS,
        refused: true,
        check: |document, context| {
            let pool = context.companion?;
            let has_activity = logs(document).any(|log| text(log, "EventSource") == "userAuthEvents");
            (has_activity && plan(pool) != "PLUS").then(|| format!("userAuthEvents {}", needs("PLUS", pool)))
        },
    },
];

/// What is logged, and its destination.
fn log_line(log: &Value) -> Option<String> {
    let (source, level) = (log.get("EventSource")?.as_str()?, log.get("LogLevel")?.as_str()?);
    let (_, path) = DESTINATIONS.into_iter().find(|(_, path)| !holds_nothing(value_at(log, path)))?;
    let known = ["EventSource", "LogLevel", path.split('.').next()?];
    let is_known = log
        .as_object()?
        .iter()
        .all(|(name, value)| known.contains(&name.as_str()) || holds_nothing(Some(value)));
    is_known.then(|| format!("{source} ({level}) → {}", text(log, path)))
}
