//! The factors of user pools. Set replaces them all; the mode and the sending of SMS are those of the pool.

use serde_json::{Value, json};

use super::user_pool_rules::{text_at, unavailable};
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, text};
use crate::demo::store::{Store, UserPool};

pub(super) fn get(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(store.find_user_pool(request)?).into())
}

pub(super) fn set(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let pool = store.find_user_pool(request)?;
    let mode = Some(text(request, "MfaConfiguration")).filter(|mode| !mode.is_empty()).unwrap_or("OFF");
    check(pool, request, mode)?;
    let mut factors = request.clone();
    for name in ["UserPoolId", "MfaConfiguration"] {
        factors.shift_remove(name);
    }
    let mode = Value::from(mode);
    let pool = store.find_user_pool_mut(request)?;
    pool.settings.insert("MfaConfiguration".to_owned(), mode);
    if let Some(Value::Object(sms)) = factors.get_mut("SmsMfaConfiguration") {
        for name in ["SmsConfiguration", "SmsAuthenticationMessage"] {
            if let Some(value) = sms.get(name).or(pool.settings.get(name)).cloned() {
                sms.insert(name.to_owned(), value.clone());
                pool.settings.insert(name.to_owned(), value);
            }
        }
    }
    pool.mfa = Some(factors);
    Ok(answer(pool).into())
}

fn check(pool: &UserPool, request: &Members, mode: &str) -> Result<(), ServiceError> {
    let has_app = request.get("SoftwareTokenMfaConfiguration").is_some_and(|app| app["Enabled"] == true);
    let has_sms = request.contains_key("SmsMfaConfiguration");
    let has_email = request.contains_key("EmailMfaConfiguration");
    let has_factor = has_app || has_sms || has_email;
    if mode == "OFF" && has_factor {
        return Err(ServiceError::invalid(
            "Invalid MFA configuration given, can't turn off MFA and configure an MFA together.",
        ));
    }
    if mode != "OFF" && !has_factor {
        return Err(ServiceError::invalid(
            "Invalid MFA configuration given, can't disable all MFAs with a required or \
             optional configuration.",
        ));
    }
    if has_sms
        && request["SmsMfaConfiguration"].get("SmsConfiguration").is_none()
        && !pool.settings.contains_key("SmsConfiguration")
    {
        return Err(ServiceError::invalid(
            "SMS configuration and Auto verification for phone_number are required when MFA is \
             required/optional",
        ));
    }
    if has_email && text(&pool.settings, "UserPoolTier") == "LITE" {
        return Err(unavailable("Email MFA"));
    }
    if request.contains_key("WebAuthnConfiguration") && text(&pool.settings, "UserPoolTier") == "LITE" {
        return Err(unavailable("Passkeys"));
    }
    if has_email && text_at(&pool.settings, "EmailConfiguration", "EmailSendingAccount") != "DEVELOPER" {
        return Err(ServiceError::invalid(
            "Email MFA requires EmailConfiguration with an EmailSendingAccount of DEVELOPER.",
        ));
    }
    Ok(())
}

/// A pool whose factors were never set has SMS, if it sends SMS and its mode asks for a factor.
fn answer(pool: &UserPool) -> Members {
    let mode = text(&pool.settings, "MfaConfiguration");
    let mut answer = pool.mfa.clone().unwrap_or_default();
    if let (None, Some(sms), true) = (&pool.mfa, pool.settings.get("SmsConfiguration"), mode != "OFF") {
        answer.insert("SmsMfaConfiguration".to_owned(), json!({"SmsConfiguration": sms}));
    }
    answer.insert("MfaConfiguration".to_owned(), mode.into());
    answer
}
