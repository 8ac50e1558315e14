//! The IAM roles that identity pools hand out.

use serde_json::{Value, json};

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, text};
use crate::demo::store::{IamRole, IdentityPool, Store};

const COGNITO: &str = "cognito-identity.amazonaws.com";

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let name = text(request, "RoleName").to_owned();
    if matches!(store.iam_roles.get(&name), Some(IamRole::Made(_) | IamRole::Hidden)) {
        return Err(ServiceError {
            status: 409,
            ..ServiceError::new("EntityAlreadyExists", format!("Role with name {name} already exists."))
        });
    }
    let policy: Value = serde_json::from_str(text(request, "AssumeRolePolicyDocument")).unwrap_or_default();
    if !policy["Statement"].is_array() {
        let message = "This policy contains invalid Json";
        return Err(ServiceError::new("MalformedPolicyDocument", message));
    }
    store.tick();
    let path = request.get("Path").and_then(Value::as_str).unwrap_or("/");
    let role = role(store, path, &name, policy);
    store.iam_roles.insert(name, IamRole::Made(role.clone()));
    Ok(json!({"Role": role}))
}

pub(super) fn get(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let name = text(request, "RoleName");
    let role = match store.iam_roles.get(name) {
        Some(IamRole::Made(role)) => Some(role.clone()),
        Some(IamRole::Hidden) => {
            let denied = ServiceError::access_denied("iam:GetRole", &format!("role {name}"));
            return Err(ServiceError { status: 403, code: "AccessDenied".to_owned(), ..denied });
        }
        Some(IamRole::Deleted) => None,
        None => made_by_console(store, name),
    };
    role.map(|role| json!({"Role": role})).ok_or_else(|| no_role(name))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    get(store, request)?;
    store.tick();
    store.iam_roles.insert(text(request, "RoleName").to_owned(), IamRole::Deleted);
    Ok(Value::Null)
}

fn no_role(name: &str) -> ServiceError {
    let message = format!("The role with name {name} cannot be found.");
    ServiceError { status: 404, ..ServiceError::new("NoSuchEntity", message) }
}

fn role(store: &Store, path: &str, name: &str, policy: Value) -> Members {
    let created = i64::try_from(store.now()).unwrap_or_default();
    let created = jiff::Timestamp::from_millisecond(created).unwrap_or_default();
    let mut role = Members::new();
    for (member, value) in [
        ("Path", json!(path)),
        ("RoleName", json!(name)),
        ("RoleId", json!("AROADEMODEMODEMODEMO1")),
        ("Arn", json!(format!("arn:aws:iam::{}:role{path}{name}", Store::ACCOUNT))),
        ("CreateDate", json!(created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())),
        ("AssumeRolePolicyDocument", policy),
        ("MaxSessionDuration", json!(3600)),
    ] {
        role.insert(member.to_owned(), value);
    }
    role
}

/// The role that AWS's console makes for the identity pools that name it: it trusts them for those who get
/// it.
fn made_by_console(store: &Store, name: &str) -> Option<Members> {
    let ends = format!("/{name}");
    let is_it = |arn: &&str| arn.split(':').nth(4) == Some(Store::ACCOUNT) && arn.ends_with(&ends);
    let of = |pool: &IdentityPool, guests: bool| {
        of_pool(pool, guests).into_iter().find(|arn| is_it(&arn.as_str()))
    };
    let arn = store.identity_pools.iter().find_map(|pool| of(pool, false).or_else(|| of(pool, true)))?;
    let statement = |guests: bool| {
        let pools = store.identity_pools.iter().filter(|pool| of(pool, guests).is_some());
        let pools: Vec<_> = pools.map(|pool| text(&pool.settings, "IdentityPoolId")).collect();
        let amr = if guests { "unauthenticated" } else { "authenticated" };
        (!pools.is_empty()).then(|| {
            json!({"Effect": "Allow", "Principal": {"Federated": COGNITO},
                "Action": "sts:AssumeRoleWithWebIdentity",
                "Condition": {"StringEquals": {format!("{COGNITO}:aud"): pools},
                    "ForAnyValue:StringLike": {format!("{COGNITO}:amr"): amr}}})
        })
    };
    let statements: Vec<_> = [false, true].into_iter().filter_map(statement).collect();
    let path = arn.split_once(":role").and_then(|(_, rest)| rest.strip_suffix(name)).unwrap_or("/");
    Some(role(store, path, name, json!({"Version": "2012-10-17", "Statement": statements})))
}

/// The roles that an identity pool gives to guests, or to signed-in users.
pub(super) fn of_pool(pool: &IdentityPool, guests: bool) -> Vec<String> {
    let of = |member: &str| pool.roles.get("Roles").and_then(|roles| roles.get(member)?.as_str());
    if guests {
        return of("unauthenticated").map(str::to_owned).into_iter().collect();
    }
    let mappings = pool.roles.get("RoleMappings").and_then(Value::as_object).into_iter().flatten();
    let rules = mappings.filter_map(|(_, mapping)| mapping["RulesConfiguration"]["Rules"].as_array());
    let mapped = rules.flatten().filter_map(|rule| rule["RoleARN"].as_str());
    of("authenticated").into_iter().chain(mapped).map(str::to_owned).collect()
}
