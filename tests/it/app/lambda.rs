//! A Lambda function that becomes a trigger: the command that lets Cognito call it is at hand.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::json;

const FUNCTION: &str = "arn:aws:lambda:eu-west-1:123456789012:function:sign-up";

/// A pool whose trigger after a sign-in is `FUNCTION`, and its ARN.
fn pool() -> (Harness, String) {
    let mut store = Store::empty();
    let settings = json!({"PoolName": "shop", "LambdaConfig": {"PostAuthentication": FUNCTION}});
    let made = store.call("CreateUserPool", settings).expect("a user pool");
    let arn = made["UserPool"]["Arn"].as_str().expect("an ARN").to_owned();
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.app.size = (120, 50);
    (harness, arn)
}

#[test]
fn a_function_that_becomes_a_trigger_comes_with_the_command_that_lets_cognito_call_it() {
    let (mut harness, arn) = pool();
    let other = "arn:aws:lambda:eu-west-1:123456789012:function:tokens";
    harness.press("e").fill("Pre sign-up", other).press("ctrl-s");
    harness.sees("The AWS CLI lets Cognito call the function:");
    harness.sees("aws lambda add-permission --function-name").press("C y");
    let id = arn.rsplit('/').next().expect("an id").replace('_', "-");
    let command = format!(
        "aws lambda add-permission --function-name {other} --statement-id cognito-{id} --action \
         lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn {arn} --region eu-west-1"
    );
    let copied = harness.copied.pop().expect("the commands");
    assert_eq!(copied.lines().last(), Some(command.as_str()), "{copied}");
    assert!(copied.starts_with("aws cognito-idp update-user-pool "), "{copied}");
}

#[test]
fn a_function_that_is_a_trigger_already_needs_no_other_permission() {
    let (mut harness, _) = pool();
    harness.press("e").fill("Pre sign-up", FUNCTION).press("ctrl-s").sees("Update user pool shop?");
    harness.never_shows("add-permission");
}
