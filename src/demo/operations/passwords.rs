//! Password policies, with the service's words for each broken rule.

use serde_json::Value;

use crate::demo::error::ServiceError;

/// The characters that count as symbols.
const SYMBOLS: &str = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ";

/// Checks a password against a pool's policy; the error names the first rule it breaks.
pub(super) fn check(policy: &Value, password: &str) -> Result<(), ServiceError> {
    let requires = |class: &str| policy[format!("Require{class}")] == true;
    let lacks = |is_member: fn(char) -> bool| !password.chars().any(is_member);
    let min_length = policy["MinimumLength"].as_u64().unwrap_or_default();
    let why = if (password.chars().count() as u64) < min_length {
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
