//! What AWS refuses in the settings of user pools, in its words where they are known.

use serde_json::Value;

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, text};

const PLANS: [&str; 3] = ["LITE", "ESSENTIALS", "PLUS"];
const LAMBDA_VERSIONS: [&str; 2] = ["V2_0", "V3_0"];

/// Checks the settings of a request; `before` is what the pool has, if there is one.
pub(super) fn check(before: Option<&Members>, settings: &Members) -> Result<(), ServiceError> {
    temporary_passwords(settings)?;
    recovery(settings)?;
    verification(settings)?;
    triggers(settings)?;
    if text_at(settings, "EmailConfiguration", "EmailSendingAccount") == "DEVELOPER"
        && text_at(settings, "EmailConfiguration", "SourceArn").is_empty()
    {
        return Err(ServiceError::invalid("SourceArn is required when EmailSendingAccount is DEVELOPER."));
    }
    plan(before, settings)
}

fn temporary_passwords(settings: &Members) -> Result<(), ServiceError> {
    let password = settings.get("Policies").map(|policies| &policies["PasswordPolicy"]);
    let users = settings.get("AdminCreateUserConfig");
    if password.is_some_and(|policy| policy.get("TemporaryPasswordValidityDays").is_some())
        && users.is_some_and(|users| users.get("UnusedAccountValidityDays").is_some())
    {
        return Err(ServiceError::invalid(
            "Please use TemporaryPasswordValidityDays in PasswordPolicy instead of UnusedAccountValidityDays",
        ));
    }
    Ok(())
}

fn recovery(settings: &Members) -> Result<(), ServiceError> {
    let mechanisms = settings.get("AccountRecoverySetting").map(|setting| &setting["RecoveryMechanisms"]);
    let mechanisms = mechanisms.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if mechanisms.len() > 1 && mechanisms.iter().any(|one| one["Name"] == "admin_only") {
        return Err(ServiceError::invalid(
            "Account recovery admin_only cannot be combined with another mechanism.",
        ));
    }
    Ok(())
}

fn verification(settings: &Members) -> Result<(), ServiceError> {
    let verified = list(settings, "AutoVerifiedAttributes");
    let before_update = settings
        .get("UserAttributeUpdateSettings")
        .map(|setting| &setting["AttributesRequireVerificationBeforeUpdate"]);
    let before_update = before_update.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if before_update.iter().any(|name| !verified.contains(name)) {
        return Err(ServiceError::invalid(
            "All attributes in AttributesRequireVerificationBeforeUpdate must exist in \
             AutoVerifiedAttributes",
        ));
    }
    let by_link =
        text_at(settings, "VerificationMessageTemplate", "DefaultEmailOption") == "CONFIRM_WITH_LINK";
    let other = if by_link { "EmailMessage" } else { "EmailMessageByLink" };
    if !text_at(settings, "VerificationMessageTemplate", other).is_empty() {
        return Err(ServiceError::invalid(format!(
            "{other} must be blank for this DefaultEmailOption in VerificationMessageTemplate."
        )));
    }
    Ok(())
}

fn triggers(settings: &Members) -> Result<(), ServiceError> {
    let Some(lambda) = settings.get("LambdaConfig").and_then(Value::as_object) else { return Ok(()) };
    let function = text_at(lambda, "PreTokenGenerationConfig", "LambdaArn");
    let legacy = text(lambda, "PreTokenGeneration");
    if !function.is_empty() && !legacy.is_empty() && function != legacy {
        return Err(ServiceError::invalid(
            "PreTokenGeneration and the LambdaArn of PreTokenGenerationConfig must be identical.",
        ));
    }
    let has_sender = ["CustomEmailSender", "CustomSMSSender"].iter().any(|name| lambda.contains_key(*name));
    if has_sender && text(lambda, "KMSKeyID").is_empty() {
        return Err(ServiceError::invalid("KMSKeyID is required for CustomEmailSender and CustomSMSSender."));
    }
    Ok(())
}

/// The refusal of a feature that the plan LITE lacks.
pub(super) fn unavailable(feature: &str) -> ServiceError {
    ServiceError::new(
        "FeatureUnavailableInTierException",
        format!("{feature} is not available in the LITE tier. It needs ESSENTIALS."),
    )
}

/// A feature above the plan is refused; a change of the plan too, while such a feature is on.
fn plan(before: Option<&Members>, settings: &Members) -> Result<(), ServiceError> {
    let plan_of = |members: &Members| {
        let plan = Some(text(members, "UserPoolTier")).filter(|plan| !plan.is_empty());
        plan.unwrap_or("ESSENTIALS").to_owned()
    };
    let plan = plan_of(settings);
    let Some((feature, needed)) =
        features(settings).into_iter().find(|(_, needed)| rank(needed) > rank(&plan))
    else {
        return Ok(());
    };
    if before.is_some_and(|before| rank(&plan_of(before)) > rank(&plan)) {
        return Err(ServiceError::new(
            "TierChangeNotAllowedException",
            format!("The tier cannot be changed to {plan} while {feature} is on."),
        ));
    }
    Err(ServiceError::new(
        "FeatureUnavailableInTierException",
        format!("{feature} is not available in the {plan} tier. It needs {needed}."),
    ))
}

fn rank(plan: &str) -> Option<usize> {
    PLANS.iter().position(|name| *name == plan)
}

/// The features that the settings turn on, each with the plan that it needs.
fn features(settings: &Members) -> Vec<(&'static str, &'static str)> {
    let below = |path: &[&str]| {
        let (first, rest) = path.split_first()?;
        rest.iter().try_fold(settings.get(*first)?, |value, name| value.get(name))
    };
    let is_text = |path: &[&str], texts: &[&str]| {
        below(path).and_then(Value::as_str).is_some_and(|text| texts.contains(&text))
    };
    let mut found = Vec::new();
    if is_text(&["UserPoolAddOns", "AdvancedSecurityMode"], &["AUDIT", "ENFORCED"]) {
        found.push(("Threat protection", "PLUS"));
    }
    let custom = ["UserPoolAddOns", "AdvancedSecurityAdditionalFlows", "CustomAuthMode"];
    if is_text(&custom, &["AUDIT", "ENFORCED"]) {
        found.push(("Threat protection", "PLUS"));
    }
    let factors = below(&["Policies", "SignInPolicy", "AllowedFirstAuthFactors"]).and_then(Value::as_array);
    if factors.is_some_and(|factors| factors.iter().any(|factor| factor != "PASSWORD")) {
        found.push(("Choice-based sign-in", "ESSENTIALS"));
    }
    let history = below(&["Policies", "PasswordPolicy", "PasswordHistorySize"]).and_then(Value::as_u64);
    if history.is_some_and(|size| size > 0) {
        found.push(("Password history", "ESSENTIALS"));
    }
    if is_text(&["LambdaConfig", "PreTokenGenerationConfig", "LambdaVersion"], &LAMBDA_VERSIONS) {
        found.push(("Access token customization", "ESSENTIALS"));
    }
    if is_text(&["DcrConfiguration", "EnableStatus"], &["Enabled"]) {
        found.push(("Dynamic client registration", "ESSENTIALS"));
    }
    if settings.get("AcrConfiguration").and_then(Value::as_object).is_some_and(|levels| !levels.is_empty()) {
        found.push(("The ACR configuration", "ESSENTIALS"));
    }
    found
}

pub(super) fn text_at<'a>(settings: &'a Members, structure: &str, name: &str) -> &'a str {
    settings.get(structure).and_then(|members| members.get(name)?.as_str()).unwrap_or_default()
}

/// AWS answers some settings under two names. The newer name counts where both were sent.
pub(super) fn mirror(settings: &mut Members) {
    for (old, name) in [
        ("EmailVerificationSubject", "EmailSubject"),
        ("EmailVerificationMessage", "EmailMessage"),
        ("SmsVerificationMessage", "SmsMessage"),
    ] {
        let legacy = settings.get(old).cloned();
        let Some(Value::Object(template)) = settings.get_mut("VerificationMessageTemplate") else { continue };
        if let Some(legacy) = legacy {
            template.entry(name).or_insert(legacy);
        }
        if let Some(value) = template.get(name).cloned() {
            settings.insert(old.to_owned(), value);
        }
    }
    if let Some(Value::Object(lambda)) = settings.get_mut("LambdaConfig")
        && let Some(function) =
            lambda.get("PreTokenGenerationConfig").map(|config| config["LambdaArn"].clone())
    {
        lambda.insert("PreTokenGeneration".to_owned(), function);
    }
}
