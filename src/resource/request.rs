//! The bodies of creations and updates, built from documents.

use serde_json::{Map, Value};

use crate::resource::diff::has_only_access;
use crate::resource::{Access, Document, Field, FieldKind, Kind};

/// The body of an update: the whole document as it is to be, members that no table knows included, each under
/// the name that Update has for it. Left out are the members that Describe returns and Update refuses, and,
/// where the update is partial, those that did not change. Of a list into which AWS takes entries one by one,
/// only those are sent that are new or changed.
pub fn update_request(before: &Document, after: &Document, kind: &Kind) -> Document {
    let mut request = body(after, kind, &[Access::ReadOnly, Access::CreateOnly]);
    if kind.update.partial_update {
        let names = |name: &str| {
            kind.field(name)
                .is_some_and(|field| matches!(field.access, Access::Identifier | Access::CreateOnlyName))
        };
        for (name, value) in after.members().iter().filter(|(name, _)| !names(name)) {
            if before.get(name) == Some(value) {
                request.remove(name);
            }
        }
    }
    for list in kind.update.merged_lists {
        let changed = list.changed(before, after);
        if !changed.is_empty() {
            request.set(list.path, Some(changed.into_iter().cloned().collect()));
        }
    }
    request
}

/// The body of a creation: the whole document, without the read-only members.
pub fn create_request(settings: &Document, kind: &Kind) -> Document {
    let body = body(settings, kind, &[Access::ReadOnly]);
    match &kind.creation.request_list {
        Some(list) => {
            let further = list.further(&body);
            let mut first = body;
            first.remove(list.member);
            let all = std::iter::once(first).chain(further);
            let entries = all.map(|one| (list.entry)(one).into_value()).collect();
            [(list.member.to_owned(), Value::Array(entries))].into_iter().collect()
        }
        None => body,
    }
}

fn body(after: &Document, kind: &Kind, refused: &[Access]) -> Document {
    let fields: Vec<&'static Field> = kind.visible_fields(after).collect();
    let mut request = Document::default();
    for (name, value) in after.members() {
        let field = fields.iter().find(|field| field.path == name);
        if has_only_access(&fields, name, refused) {
            continue;
        }
        let name = field.and_then(|field| field.update_name).unwrap_or(name);
        request.set(name, Some(value.clone()));
    }
    for field in fields.iter().filter(|field| refused.contains(&field.access) && field.path.contains('.')) {
        request.set(field.path, None);
    }
    for field in kind.fields.iter().filter(|field| field.is_superseded(after)) {
        request.set(field.path, None);
    }
    for name in kind.update.omit_if_empty {
        if request.get(name).and_then(Value::as_object).is_some_and(Map::is_empty) {
            request.remove(name);
        }
    }
    for name in kind.update.always_sent.iter().filter(|name| after.get(name).is_none_or(Value::is_null)) {
        let is_list = kind.field(name).is_some_and(|field| matches!(field.kind, FieldKind::Records(_)));
        let empty = if is_list { Value::Array(Vec::new()) } else { Value::Object(Map::new()) };
        request.set(name, Some(empty));
    }
    request
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{BRANDING, IDENTITY_POOL, PROVIDER};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn a_create_sends_the_settings_unknown_ones_too_and_nothing_that_aws_sets() {
        let pool = json!({"IdentityPoolName": "shop", "FutureSetting": 1});
        assert_eq!(create_request(&document(pool.clone()), &IDENTITY_POOL).into_value(), pool);
        let provider = json!({"ProviderName": "okta", "CreationDate": 1, "LastModifiedDate": 2});
        let sent = create_request(&document(provider), &PROVIDER).into_value();
        assert_eq!((sent.get("CreationDate"), sent.get("LastModifiedDate")), (None, None));
        assert_eq!(sent["ProviderName"], "okta");
    }

    #[test]
    fn of_a_list_that_aws_merges_only_what_changed_is_sent_and_a_new_order_changes_nothing() {
        let image =
            |category: &str, bytes: &str| json!({"Category": category, "ColorMode": "LIGHT", "Bytes": bytes});
        let style = |images: &[Value]| document(json!({"UserPoolId": "a", "Assets": images}));
        let (logo, icon) = (image("FORM_LOGO", "QQ=="), image("FAVICON_ICO", "Qg=="));
        let before = style(&[logo.clone(), icon.clone()]);
        let newer = image("FAVICON_ICO", "Qw==");
        let sent = update_request(&before, &style(&[logo.clone(), newer.clone()]), &BRANDING);
        assert_eq!(sent.get("Assets"), Some(&json!([newer])));
        let turned = json!([icon, logo]);
        let sent =
            update_request(&before, &document(json!({"UserPoolId": "a", "Assets": turned})), &BRANDING);
        assert_eq!(sent.get("Assets"), Some(&turned));
    }
}
