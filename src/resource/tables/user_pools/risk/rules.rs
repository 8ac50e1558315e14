//! Rules between the answers to threats.

use std::net::IpAddr;

use crate::resource::verdict::holds_nothing;
use crate::resource::{CrossFieldRule, Document};

const TAKEOVER: &str = "AccountTakeoverRiskConfiguration";
const COMPROMISED: &str = "CompromisedCredentialsRiskConfiguration";

/// Source: the API reference of `SetRiskConfiguration`, whose structures have required members.
pub(super) const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: "CompromisedCredentialsRiskConfiguration.Actions.EventAction",
        refused: true,
        check: |risk, _| {
            let is_needed = holds_nothing(risk.get(&format!("{COMPROMISED}.Actions.EventAction")))
                && !holds_nothing(risk.get(&format!("{COMPROMISED}.EventFilter")));
            is_needed.then(|| "needed with events to check at".to_owned())
        },
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.Actions.LowAction.Notify",
        refused: true,
        check: |risk, _| half(risk, "LowAction"),
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.Actions.MediumAction.Notify",
        refused: true,
        check: |risk, _| half(risk, "MediumAction"),
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.Actions.HighAction.Notify",
        refused: true,
        check: |risk, _| half(risk, "HighAction"),
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.NotifyConfiguration.SourceArn",
        refused: true,
        check: |risk, _| {
            let notify = format!("{TAKEOVER}.NotifyConfiguration");
            if !holds_nothing(risk.get(&format!("{notify}.SourceArn"))) {
                return None;
            }
            let sends = ["LowAction", "MediumAction", "HighAction"]
                .iter()
                .any(|level| risk.get(&format!("{TAKEOVER}.Actions.{level}.Notify")) == Some(&true.into()));
            if sends {
                return Some("needed to send emails".to_owned());
            }
            (!holds_nothing(risk.get(&notify))).then(|| "needed with the other email settings".to_owned())
        },
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.Actions.LowAction.EventAction",
        refused: true,
        check: |risk, _| {
            let is_needed = !holds_nothing(risk.get(&format!("{TAKEOVER}.NotifyConfiguration")))
                && holds_nothing(risk.get(&format!("{TAKEOVER}.Actions")));
            is_needed.then(|| "emails need an answer to at least one level of risk".to_owned())
        },
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.NotifyConfiguration.BlockEmail.Subject",
        refused: true,
        check: |risk, _| email(risk, "BlockEmail"),
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.NotifyConfiguration.NoActionEmail.Subject",
        refused: true,
        check: |risk, _| email(risk, "NoActionEmail"),
    },
    CrossFieldRule {
        path: "AccountTakeoverRiskConfiguration.NotifyConfiguration.MfaEmail.Subject",
        refused: true,
        check: |risk, _| email(risk, "MfaEmail"),
    },
];

/// AWS takes the answer to a level of risk and its email together only.
fn half(risk: &Document, level: &str) -> Option<String> {
    let at = |name: &str| risk.get(&format!("{TAKEOVER}.Actions.{level}.{name}"));
    match (holds_nothing(at("EventAction")), holds_nothing(at("Notify"))) {
        (false, true) => Some("choose whether an email is sent".to_owned()),
        (true, false) => Some("choose what happens at this risk, too".to_owned()),
        _ => None,
    }
}

fn email(risk: &Document, name: &str) -> Option<String> {
    let at = |member: &str| risk.get(&format!("{TAKEOVER}.NotifyConfiguration.{name}.{member}"));
    let has_body = !holds_nothing(at("HtmlBody")) || !holds_nothing(at("TextBody"));
    (has_body && holds_nothing(at("Subject"))).then(|| "needed with a text of the email".to_owned())
}

/// Checks a range of addresses.
pub(super) fn cidr(text: &str) -> Result<(), String> {
    let fits = text.split_once('/').is_some_and(|(address, length)| {
        let most = match address.parse() {
            Ok(IpAddr::V4(_)) => 32,
            Ok(IpAddr::V6(_)) => 128,
            Err(_) => return false,
        };
        let is_number = !length.is_empty() && length.bytes().all(|byte| byte.is_ascii_digit());
        is_number && length.parse::<u8>().is_ok_and(|length| length <= most)
    });
    if fits { Ok(()) } else { Err("must be a range such as 203.0.113.0/24".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_of_addresses_has_an_address_and_a_length_that_fits() {
        for good in ["203.0.113.0/24", "10.0.0.1/32", "2001:db8::/32", "0.0.0.0/0"] {
            assert_eq!(cidr(good), Ok(()), "{good}");
        }
        for bad in ["203.0.113.0", "203.0.113.0/33", "a/8", "1.2.3/8", "::/129", "1.2.3.4/+8", "1.2.3.4/"] {
            assert!(cidr(bad).is_err(), "{bad}");
        }
    }
}
