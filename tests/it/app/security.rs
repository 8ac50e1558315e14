//! The Security tab of a user pool: the answers to threats, the delivery of logs, the signing certificate.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::{Value, json};

const LOG_GROUP: &str = "arn:aws:logs:eu-west-1:123456789012:log-group:mail";

/// A pool with a plan, on its Security tab; and its id.
fn pool(plan: &str, threats: &str) -> (Harness, String) {
    let mut store = Store::empty();
    let settings = json!({"PoolName": "shop", "UserPoolTier": plan, "UserPoolAddOns": {"AdvancedSecurityMode": threats}});
    let made = store.call("CreateUserPool", settings).expect("a user pool");
    let pool = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (100, 70);
    harness.press("enter 8").sees("SAML signing certificate");
    (harness, pool)
}

fn call(harness: &mut Harness, operation: &str, body: Value) -> Value {
    harness.store.call(operation, body).unwrap_or_else(|error| panic!("{operation}: {error}"))
}

fn risk(harness: &mut Harness, pool: &str) -> Value {
    call(harness, "DescribeRiskConfiguration", json!({"UserPoolId": pool}))["RiskConfiguration"].clone()
}

/// Answers to threats with every structure, and a member that no table knows.
fn answers(pool: &str) -> Value {
    let email = json!({"Subject": "Sign-in blocked", "TextBody": "From {ip-address}"});
    let level = |action: &str, notify: bool| json!({"EventAction": action, "Notify": notify});
    let notify = json!({"SourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/a.example",
        "From": "a@a.example", "BlockEmail": email});
    json!({
        "UserPoolId": pool,
        "CompromisedCredentialsRiskConfiguration":
            {"EventFilter": ["SIGN_IN"], "Actions": {"EventAction": "NO_ACTION"}},
        "AccountTakeoverRiskConfiguration": {"NotifyConfiguration": notify, "Actions":
            {"LowAction": level("NO_ACTION", false), "HighAction": level("BLOCK", true)}},
        "RiskExceptionConfiguration": {"BlockedIPRangeList": ["203.0.113.0/24"]},
        "FutureSetting": {"deep": [1, null]},
    })
}

#[test]
fn one_answer_to_threats_is_changed_and_all_others_and_an_unknown_one_go_back() {
    let (mut harness, pool) = pool("PLUS", "ENFORCED");
    call(&mut harness, "SetRiskConfiguration", answers(&pool));
    let before = risk(&mut harness, &pool);
    harness.press("r").sees("Leaked password").sees("NO_ACTION").press("e");
    harness.focus_field("Leaked password").press("b").sees("‹ BLOCK ›").press("ctrl-s");
    harness.sees("✓ Fixes    UP7").press("G y").sees("✓ 1 setting changed, 0 others");
    let mut expected = before;
    expected.as_object_mut().expect("members").shift_remove("LastModifiedDate");
    expected["CompromisedCredentialsRiskConfiguration"]["Actions"]["EventAction"] = json!("BLOCK");
    assert_eq!(harness.updates(), std::slice::from_ref(&expected));
    let mut after = risk(&mut harness, &pool);
    after.as_object_mut().expect("members").shift_remove("LastModifiedDate");
    assert_eq!(after, expected);
}

#[test]
fn each_answer_to_threats_that_is_emptied_leaves_all_others_as_they_were() {
    for (field, path) in [
        ("High risk", "/AccountTakeoverRiskConfiguration/Actions/HighAction"),
        ("1 Event", "/CompromisedCredentialsRiskConfiguration/EventFilter"),
        ("1 Range", "/RiskExceptionConfiguration"),
    ] {
        let (mut harness, pool) = pool("PLUS", "AUDIT");
        call(&mut harness, "SetRiskConfiguration", answers(&pool));
        harness.press("r e").focus_field(field);
        if field == "High risk" {
            harness.press("n n").focus_field("High risk email").press("n n");
        } else {
            harness.press("ctrl-d");
        }
        harness.press("ctrl-s G y").sees("0 others");
        let mut expected = answers(&pool);
        let (structure, name) = path.rsplit_once('/').expect("a member");
        let parent =
            expected.pointer_mut(structure).expect("its structure").as_object_mut().expect("members");
        if name == "EventFilter" {
            parent.insert(name.to_owned(), json!([]));
        } else {
            parent.shift_remove(name);
        }
        assert_eq!(harness.last_update(), expected, "{field}");
    }
}

#[test]
fn while_threat_protection_is_off_the_tab_says_so_and_nothing_is_edited() {
    let (mut harness, _) = pool("ESSENTIALS", "OFF");
    harness
        .sees("not told: threat protection is off (it needs the plan PLUS)")
        .never_shows("Leaked password");
    harness.press("e").sees("threat protection is off").press("esc");
    harness.sees("Delivered logs").sees("AWS WAF");
    assert!(harness.updates().is_empty());
}

#[test]
fn half_an_answer_and_an_email_without_a_sender_are_refused_beforehand() {
    let (mut harness, _) = pool("PLUS", "AUDIT");
    harness.press("e").focus_field("High risk").press("b").sees("‹ BLOCK ›").press("ctrl-s");
    harness.sees("choose whether an email is sent").focus_field("High risk email").press("s").press("ctrl-s");
    harness.sees("needed to send emails");
    harness.fill("Always blocked", "").press("ctrl-n").write("203.0.113.0").press("ctrl-s");
    harness.sees("must be a range such as 203.0.113.0/24");
    assert!(harness.updates().is_empty());
}

#[test]
fn an_app_client_gets_answers_of_its_own_and_those_of_the_pool_stay() {
    let (mut harness, pool) = pool("PLUS", "AUDIT");
    call(&mut harness, "SetRiskConfiguration", answers(&pool));
    let of_pool = risk(&mut harness, &pool);
    let made = call(&mut harness, "CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "web"}));
    let client = made["UserPoolClient"]["ClientId"].as_str().expect("an id").to_owned();
    harness.press("2 enter 5").sees("Leaked password").press("e");
    harness.focus_field("Leaked password").press("b").press("ctrl-s G y").sees("0 others");
    let blocked = json!({"Actions": {"EventAction": "BLOCK"}});
    assert_eq!(
        harness.updates(),
        [json!({"UserPoolId": pool, "ClientId": client, "CompromisedCredentialsRiskConfiguration": blocked})]
    );
    assert_eq!(risk(&mut harness, &pool), of_pool);
}

#[test]
fn a_log_is_delivered_to_cloudwatch_and_the_whole_delivery_is_sent() {
    let (mut harness, pool) = pool("ESSENTIALS", "OFF");
    let future = json!({"UserPoolId": pool, "LogConfigurations": [], "FutureSetting": 1});
    call(&mut harness, "SetLogDeliveryConfiguration", future);
    harness.press("r").focus_row("Delivered logs").press("e ctrl-n").sees("‹ userNotification ›");
    harness.fill("Log group", LOG_GROUP).press("ctrl-s").sees("Update log delivery of shop?");
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    let log = json!({"EventSource": "userNotification", "LogLevel": "ERROR",
        "CloudWatchLogsConfiguration": {"LogGroupArn": LOG_GROUP}});
    let expected = json!({"UserPoolId": pool, "LogConfigurations": [log], "FutureSetting": 1});
    assert_eq!(harness.updates(), std::slice::from_ref(&expected));
    let now = call(&mut harness, "GetLogDeliveryConfiguration", json!({"UserPoolId": pool}));
    assert_eq!(now["LogDeliveryConfiguration"], expected);
    harness.press("enter").sees("userNotification (ERROR) →");
}

#[test]
fn the_last_log_is_removed_by_an_empty_list() {
    let (mut harness, pool) = pool("ESSENTIALS", "OFF");
    let log = json!({"EventSource": "userNotification", "LogLevel": "ERROR",
        "CloudWatchLogsConfiguration": {"LogGroupArn": LOG_GROUP}});
    let set = json!({"UserPoolId": pool, "LogConfigurations": [log]});
    call(&mut harness, "SetLogDeliveryConfiguration", set);
    harness.press("r").focus_row("Delivered logs").press("e ctrl-d ctrl-s G y").sees("0 others");
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "LogConfigurations": []})]);
}

#[test]
fn a_log_that_goes_to_another_destination_keeps_nothing_of_the_first_one() {
    let (mut harness, pool) = pool("PLUS", "OFF");
    let log = json!({"EventSource": "userAuthEvents", "LogLevel": "INFO",
        "CloudWatchLogsConfiguration": {"LogGroupArn": LOG_GROUP}});
    let set = json!({"UserPoolId": pool, "LogConfigurations": [log]});
    call(&mut harness, "SetLogDeliveryConfiguration", set);
    harness.press("r").focus_row("Delivered logs").press("e");
    harness.focus_field("Log group").press("ctrl-u").fill("S3 bucket", "arn:aws:s3:::logs");
    harness.press("ctrl-s G y").sees("0 others");
    let log = json!({"EventSource": "userAuthEvents", "LogLevel": "INFO",
        "S3Configuration": {"BucketArn": "arn:aws:s3:::logs"}});
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "LogConfigurations": [log]})]);
}

#[test]
fn activity_without_plus_and_two_destinations_are_refused_beforehand() {
    let (mut harness, _) = pool("ESSENTIALS", "OFF");
    harness.focus_row("Delivered logs").press("e ctrl-n").press("space").sees("‹ userAuthEvents ›");
    harness.fill("Log group", LOG_GROUP).fill("S3 bucket", "arn:aws:s3:::logs").press("ctrl-s");
    harness.sees("userAuthEvents goes to one destination, not to");
    harness.press("up up ctrl-u ctrl-s").sees("userAuthEvents has the level INFO");
    assert!(harness.updates().is_empty());
}

#[test]
fn the_signing_certificate_shows_who_and_until_when_and_is_copied_as_pem() {
    let (mut harness, _) = pool("LITE", "OFF");
    harness.sees("CN=eu-west-1_demo").sees("Expires").focus_row("Certificate").press("y");
    let copied = harness.copied.pop().expect("the certificate");
    assert!(copied.starts_with("-----BEGIN CERTIFICATE-----\nMII"), "{copied}");
    assert!(copied.ends_with("\n-----END CERTIFICATE-----\n"), "{copied}");
    assert!(copied.lines().all(|line| line.len() <= 64), "{copied}");
}
