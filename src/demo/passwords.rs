//! Password policies: the first rule that a password breaks, in the service's words.

use serde_json::Value;

use super::error::ServiceError;

/// What the service takes for a symbol.
const SYMBOLS: &str = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ";

/// Refuses a password that breaks a rule of the pool's policy.
pub(super) fn check(policy: &Value, password: &str) -> Result<(), ServiceError> {
    let requires = |class: &str| policy[format!("Require{class}")] == true;
    let lacks = |belongs: fn(char) -> bool| !password.chars().any(belongs);
    let shortest = policy["MinimumLength"].as_u64().unwrap_or_default();
    let why = if (password.chars().count() as u64) < shortest {
        "Password not long enough"
    } else if requires("Lowercase") && lacks(|c| c.is_ascii_lowercase()) {
        "Password must have lowercase characters"
    } else if requires("Uppercase") && lacks(|c| c.is_ascii_uppercase()) {
        "Password must have uppercase characters"
    } else if requires("Numbers") && lacks(|c| c.is_ascii_digit()) {
        "Password must have numeric characters"
    } else if requires("Symbols") && lacks(|c| SYMBOLS.contains(c)) {
        "Password must have symbol characters"
    } else {
        return Ok(());
    };
    Err(ServiceError::new("InvalidPasswordException", format!("Password did not conform with policy: {why}")))
}
