//! Users of user pools, as far as sign-up needs them: which names are taken. No password is stored.

use serde_json::{Value, json};

use super::client_rules::NEVER_WRITABLE;
use super::passwords;
use super::secrets;
use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, text};
use crate::demo::store::{Client, Store, User, UserPool, no_client};

/// The request names no pool: the client id determines it.
pub(super) fn sign_up(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let id = text(request, "ClientId");
    let at = store
        .user_pools
        .iter()
        .position(|pool| client_of(pool, id).is_some())
        .ok_or_else(|| no_client(id))?;
    let pool = &store.user_pools[at];
    let client = client_of(pool, id).ok_or_else(|| no_client(id))?;
    let name = text(request, "Username");
    secrets::verify_hash(client, name, request.get("SecretHash").and_then(Value::as_str))?;
    if pool
        .settings
        .get("AdminCreateUserConfig")
        .is_some_and(|users| users["AllowAdminCreateUserOnly"] == true)
    {
        return Err(ServiceError::new(
            "NotAuthorizedException",
            "SignUp is not permitted for this user pool",
        ));
    }
    let name_attribute = check_name(pool, name)?;
    check_password(pool, request)?;
    let mut attributes = list(request, "UserAttributes").to_vec();
    check_attributes(pool, client, &attributes)?;
    if let Some(attribute) = name_attribute {
        attributes.retain(|one| one["Name"] != attribute);
        attributes.push(json!({"Name": attribute, "Value": name}));
    }
    check_required(pool, &attributes)?;
    if pool.users.iter().any(|user| is_same_name(pool, &user.name, name)) {
        let message = name_attribute.map_or_else(
            || "User already exists".to_owned(),
            |attribute| format!("An account with the given {attribute} already exists."),
        );
        return Err(ServiceError::new("UsernameExistsException", message));
    }
    let mut answer = json!({"UserConfirmed": false});
    if let Some(delivery) = delivery(pool, &attributes) {
        answer["CodeDeliveryDetails"] = delivery;
    }
    store.tick();
    answer["UserSub"] = store.ids.uuid().into();
    store.user_pools[at].users.push(User { name: name.to_owned() });
    Ok(answer)
}

fn client_of<'a>(pool: &'a UserPool, id: &str) -> Option<&'a Client> {
    pool.clients.iter().find(|client| text(&client.settings, "ClientId") == id)
}

/// Names are case-sensitive, unless the pool's `UsernameConfiguration` says otherwise.
fn is_same_name(pool: &UserPool, one: &str, other: &str) -> bool {
    let ignores_case =
        pool.settings.get("UsernameConfiguration").is_some_and(|names| names["CaseSensitive"] == false);
    if ignores_case { one.to_lowercase() == other.to_lowercase() } else { one == other }
}

/// Checks the format of a user's name, and returns the attribute that it sets where users sign in with one.
fn check_name(pool: &UserPool, name: &str) -> Result<Option<&'static str>, ServiceError> {
    let has = |member: &str, attribute: &str| list(&pool.settings, member).iter().any(|one| one == attribute);
    let (by_email, by_phone) =
        (has("UsernameAttributes", "email"), has("UsernameAttributes", "phone_number"));
    if by_email && is_email(name) {
        return Ok(Some("email"));
    }
    if by_phone && is_phone_number(name) {
        return Ok(Some("phone_number"));
    }
    let refusal = match (by_email, by_phone) {
        (true, true) => "Username should be either an email or a phone number.",
        (true, false) => "Username should be an email.",
        (false, true) => "Username should be a phone number.",
        _ if has("AliasAttributes", "email") && is_email(name) => {
            "Username cannot be of email format, since user pool is configured for email alias."
        }
        _ if has("AliasAttributes", "phone_number") && is_phone_number(name) => {
            "Username cannot be of phone number format, since user pool is configured for phone number alias."
        }
        _ => return Ok(None),
    };
    Err(ServiceError::invalid(refusal))
}

/// A password is optional only where users can sign in with a code by email or SMS.
fn check_password(pool: &UserPool, request: &Members) -> Result<(), ServiceError> {
    let policies = pool.settings.get("Policies").unwrap_or(&Value::Null);
    if let Some(password) = request.get("Password").and_then(Value::as_str) {
        return passwords::check(&policies["PasswordPolicy"], password);
    }
    let factors = policies["SignInPolicy"]["AllowedFirstAuthFactors"].as_array();
    if factors.into_iter().flatten().any(|factor| factor == "EMAIL_OTP" || factor == "SMS_OTP") {
        return Ok(());
    }
    Err(ServiceError::invalid("Password is required in this user pool."))
}

/// The attributes must exist in the pool, the client must have write access to them, and the values must be
/// valid.
fn check_attributes(pool: &UserPool, client: &Client, attributes: &[Value]) -> Result<(), ServiceError> {
    let schema = list(&pool.settings, "SchemaAttributes");
    let writable =
        client.settings.get("WriteAttributes").and_then(Value::as_array).filter(|names| !names.is_empty());
    for attribute in attributes {
        let name = attribute["Name"].as_str().unwrap_or_default();
        let allowed = match writable {
            Some(names) => names.iter().any(|one| one == name),
            None => !name.starts_with("custom:") && !name.starts_with("dev:"),
        };
        let known = schema.iter().find(|one| one["Name"] == name);
        match known {
            None if allowed || writable.is_none() => {
                return Err(nonconforming(&format!("{name}: Attribute does not exist in the schema.\n")));
            }
            Some(_) if allowed && !NEVER_WRITABLE.contains(&name) => {}
            _ => {
                return Err(ServiceError::new(
                    "NotAuthorizedException",
                    "A client attempted to write unauthorized attribute",
                ));
            }
        }
        check_value(
            name,
            known.map(|one| &one["StringAttributeConstraints"]),
            attribute["Value"].as_str().unwrap_or_default(),
        )?;
    }
    Ok(())
}

fn check_value(name: &str, limits: Option<&Value>, value: &str) -> Result<(), ServiceError> {
    match name {
        "email" if !is_email(value) => return Err(ServiceError::invalid("Invalid email address format.")),
        "phone_number" if !is_phone_number(value) => {
            return Err(ServiceError::invalid("Invalid phone number format."));
        }
        _ => {}
    }
    let length = value.chars().count();
    let limit = |member: &str| {
        limits.and_then(|limits| limits[member].as_str()).and_then(|limit| limit.parse::<usize>().ok())
    };
    if let Some(longest) = limit("MaxLength").filter(|longest| length > *longest) {
        return Err(nonconforming(&format!("{name}: String must be no longer than {longest} characters\n")));
    }
    if let Some(shortest) = limit("MinLength").filter(|shortest| length < *shortest) {
        return Err(nonconforming(&format!("{name}: String must be at least {shortest} characters\n")));
    }
    Ok(())
}

fn check_required(pool: &UserPool, attributes: &[Value]) -> Result<(), ServiceError> {
    let required = list(&pool.settings, "SchemaAttributes")
        .iter()
        .filter(|one| one["Required"] == true && one["Name"] != "sub");
    let missing = required.filter(|one| !attributes.iter().any(|sent| sent["Name"] == one["Name"]));
    let lines: Vec<String> = missing
        .filter_map(|one| one["Name"].as_str())
        .map(|name| format!("{name}: The attribute is required\n"))
        .collect();
    if lines.is_empty() { Ok(()) } else { Err(nonconforming(&lines.concat())) }
}

fn nonconforming(lines: &str) -> ServiceError {
    ServiceError::invalid(format!("Attributes did not conform to the schema: {lines}"))
}

/// The destination of a verification code: SMS if the phone number is verified, else email.
fn delivery(pool: &UserPool, attributes: &[Value]) -> Option<Value> {
    let verified = list(&pool.settings, "AutoVerifiedAttributes");
    let value = |name: &str| {
        let sent = attributes.iter().find(|one| one["Name"] == name);
        sent.filter(|_| verified.iter().any(|one| one == name)).and_then(|one| one["Value"].as_str())
    };
    if let Some(number) = value("phone_number") {
        let hidden = number.len().saturating_sub(4);
        let destination = format!("+{}{}", "*".repeat(hidden.saturating_sub(1)), &number[hidden..]);
        return Some(
            json!({"Destination": destination, "DeliveryMedium": "SMS", "AttributeName": "phone_number"}),
        );
    }
    let (user, host) = value("email")?.split_once('@')?;
    let first = |part: &str| part.chars().take(1).collect::<String>();
    let destination = format!("{}***@{}***", first(user), first(host));
    Some(json!({"Destination": destination, "DeliveryMedium": "EMAIL", "AttributeName": "email"}))
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && host.contains('.') && !host.contains('@') && !text.contains(' ')
    })
}

fn is_phone_number(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (4..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
    })
}
