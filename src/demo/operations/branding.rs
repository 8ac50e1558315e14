//! The styles of login pages, one for each app client at most. An update keeps what it omits, images
//! included. Settings that were never given are not answered, images always are.

use serde_json::{Value, json};

use crate::demo::error::ServiceError;
use crate::demo::members::{Members, list, text};
use crate::demo::model::{ServiceId, service_model};
use crate::demo::store::Store;

const SHAPE: &str = "ManagedLoginBrandingType";
const OF_AWS: &str = "UseCognitoProvidedValues";

pub(super) fn create(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    if store.find_client_mut(request)?.branding.is_some() {
        return Err(ServiceError::new(
            "ManagedLoginBrandingExistsException",
            "Managed login branding already exists for the client.",
        ));
    }
    check(request)?;
    let has_own = request.contains_key("Settings") || request.contains_key("Assets");
    if !has_own && request.get(OF_AWS) != Some(&Value::Bool(true)) {
        return Err(ServiceError::invalid("Either UseCognitoProvidedValues or Settings must be provided."));
    }
    let mut style = request.clone();
    style.shift_remove("ClientId");
    style.insert("ManagedLoginBrandingId".to_owned(), store.ids.uuid().into());
    style.entry(OF_AWS).or_insert(Value::Bool(false));
    style.entry("Assets").or_insert_with(|| json!([]));
    let now = store.tick();
    style.insert("CreationDate".to_owned(), now.clone());
    style.insert("LastModifiedDate".to_owned(), now);
    let answer = answer(&style);
    store.find_client_mut(request)?.branding = Some(style);
    Ok(answer)
}

pub(super) fn describe_by_client(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    let branding = store.find_client_mut(request)?.branding.as_ref();
    branding
        .map(answer)
        .ok_or_else(|| ServiceError::not_found("Managed login branding does not exist for the client."))
}

pub(super) fn describe(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    Ok(answer(find(store, request)?))
}

pub(super) fn update(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    check(request)?;
    find(store, request)?;
    let now = store.tick();
    let style = find(store, request)?;
    if request.get(OF_AWS) == Some(&Value::Bool(true)) {
        style.shift_remove("Settings");
        style.insert("Assets".to_owned(), json!([]));
    } else if request.contains_key("Settings") || request.contains_key("Assets") {
        style.insert(OF_AWS.to_owned(), Value::Bool(false));
    }
    for (name, value) in request {
        let value =
            if name == "Assets" { merged(list(style, name), list(request, name)) } else { value.clone() };
        style.insert(name.clone(), value);
    }
    style.insert("LastModifiedDate".to_owned(), now);
    Ok(answer(style))
}

pub(super) fn delete(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    find(store, request)?;
    let id = text(request, "ManagedLoginBrandingId");
    let clients = &mut store.find_user_pool_mut(request)?.clients;
    for client in clients.iter_mut().filter(|client| is(client.branding.as_ref(), id)) {
        client.branding = None;
    }
    store.tick();
    Ok(Value::Null)
}

fn is(style: Option<&Members>, id: &str) -> bool {
    style.is_some_and(|style| text(style, "ManagedLoginBrandingId") == id)
}

fn find<'a>(store: &'a mut Store, request: &Members) -> Result<&'a mut Members, ServiceError> {
    let id = text(request, "ManagedLoginBrandingId");
    let clients = &mut store.find_user_pool_mut(request)?.clients;
    let mut styles = clients.iter_mut().filter_map(|client| client.branding.as_mut());
    styles
        .find(|style| is(Some(&**style), id))
        .ok_or_else(|| ServiceError::not_found(format!("Managed login branding {id} does not exist.")))
}

/// The images of a style after an update with others: one for the same place and mode replaces it.
fn merged(images: &[Value], sent: &[Value]) -> Value {
    let is_same =
        |one: &Value, other: &Value| ["Category", "ColorMode"].iter().all(|name| one[*name] == other[*name]);
    let mut merged = images.to_vec();
    for image in sent {
        match merged.iter_mut().find(|other| is_same(image, other)) {
            Some(other) => other.clone_from(image),
            None => merged.push(image.clone()),
        }
    }
    Value::Array(merged)
}

/// AWS's default has neither settings nor images.
fn check(request: &Members) -> Result<(), ServiceError> {
    let has_own = request.contains_key("Settings") || request.contains_key("Assets");
    if has_own && request.get(OF_AWS) == Some(&Value::Bool(true)) {
        return Err(ServiceError::invalid(
            "Settings and Assets cannot be provided when UseCognitoProvidedValues is true.",
        ));
    }
    Ok(())
}

fn answer(style: &Members) -> Value {
    json!({"ManagedLoginBranding": service_model().arrange(ServiceId::UserPools, SHAPE, style)})
}
