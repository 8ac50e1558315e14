//! What changes of a user pool entail beyond what their values say.

use serde_json::Value;

use crate::resource::tables::user_pools::rules::plan;
use crate::resource::verdict::holds_nothing;
use crate::resource::{Consequence, Document};

pub(super) const CONSEQUENCES: &[Consequence] = &[
    Consequence { path: "UserPoolTier", text: plan_consequence },
    Consequence { path: "IssuerConfiguration.Type", text: issuer_consequence },
    Consequence { path: "LambdaConfig", text: trigger_consequence },
];

/// AWS's console lets Cognito call a function that it makes a trigger; the API does not.
fn trigger_consequence(before: &Document, after: &Document) -> Option<&'static str> {
    (!new_functions(before, after).is_empty()).then_some(
        "Cognito can call a function only if the function's resource policy allows \
         cognito-idp.amazonaws.com. This request does not add that, and cognitui does not know whether it \
         is there: without it, sign-ups or sign-ins fail.",
    )
}

/// The functions among the triggers of a user pool that were none of its triggers before, each once.
pub(super) fn new_functions(before: &Document, after: &Document) -> Vec<String> {
    let called = functions(before.get("LambdaConfig"));
    let mut new: Vec<String> = Vec::new();
    for function in functions(after.get("LambdaConfig")) {
        if !called.contains(&function) && !new.iter().any(|known| known == function) {
            new.push(function.to_owned());
        }
    }
    new
}

/// The functions that triggers call.
fn functions(triggers: Option<&Value>) -> Vec<&str> {
    match triggers {
        Some(Value::String(arn)) if arn.contains(":lambda:") => vec![arn.as_str()],
        Some(Value::Object(members)) => members.values().flat_map(|value| functions(Some(value))).collect(),
        _ => Vec::new(),
    }
}

/// What the choice of a plan entails.
fn plan_consequence(before: &Document, after: &Document) -> Option<&'static str> {
    match (rank(before), rank(after)) {
        (Some(before), Some(after)) if before < after => {
            Some("AWS bills each active user by the plan: this one costs more.")
        }
        (Some(before), Some(after)) if before > after => {
            Some("Features that the plan lacks stop working; AWS refuses the change while some are in use.")
        }
        _ => None,
    }
}

/// True if a change takes away what factors of MFA rest on: features of the plan, or what SMS or email is
/// sent with. The factors have to go first then; otherwise they may need what the change adds.
pub(super) fn gives_up_what_factors_need(before: &Document, after: &Document) -> bool {
    let is_lost = |path: &str| !holds_nothing(before.get(path)) && holds_nothing(after.get(path));
    let is_lower = match (rank(before), rank(after)) {
        (Some(before), Some(after)) => before > after,
        _ => false,
    };
    let sends = |pool: &Document| pool.text("EmailConfiguration.EmailSendingAccount") == Some("DEVELOPER");
    is_lower
        || is_lost("SmsConfiguration.SnsCallerArn")
        || is_lost("SmsConfiguration.EumsSms.CallerArn")
        || sends(before) && !sends(after)
}

/// The place of a user pool's plan among the plans, the least first.
fn rank(pool: &Document) -> Option<usize> {
    ["LITE", "ESSENTIALS", "PLUS"].iter().position(|name| *name == plan(pool))
}

/// What the choice of an issuer entails.
fn issuer_consequence(_: &Document, after: &Document) -> Option<&'static str> {
    after.text("IssuerConfiguration.Type").map(|_| {
        "New tokens name another issuer, with its keys at another address: apps and identity pools that \
         check the old one refuse them."
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_function_that_the_pool_did_not_call_so_far_is_warned_of_wherever_it_is_named() {
        let pool =
            |triggers: Value| Document::from_value(json!({"LambdaConfig": triggers})).expect("an object");
        let (one, two) = ("arn:aws:lambda:a:1:function:one", "arn:aws:lambda:a:1:function:two");
        let before = pool(json!({"PreSignUp": one, "KMSKeyID": "arn:aws:kms:a:1:key/k"}));
        let warned = |after: Value| trigger_consequence(&before, &pool(after)).is_some();
        assert!(warned(json!({"PreSignUp": two})));
        assert!(warned(json!({"CustomEmailSender": {"LambdaArn": two, "LambdaVersion": "V1_0"}})));
        assert!(!warned(json!({"PostConfirmation": one, "KMSKeyID": "arn:aws:kms:a:1:key/other"})));
        assert!(!warned(json!({})));
    }
}
