//! Styles of login pages: one for each app client, AWS's default or settings of its own.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, refusal, with_pool};

fn with_client() -> (Store, Value) {
    let (mut store, pool) = with_pool();
    let web = json!({"UserPoolId": pool, "ClientName": "web"});
    let client = call(&mut store, "CreateUserPoolClient", web)["UserPoolClient"]["ClientId"].clone();
    (store, json!({"UserPoolId": pool, "ClientId": client}))
}

fn with(ids: &Value, more: &Value) -> Value {
    let mut request = ids.clone();
    request.as_object_mut().expect("members").extend(more.as_object().expect("members").clone());
    request
}

#[test]
fn a_client_has_one_style_and_awss_default_has_no_settings_of_its_own() {
    let (mut store, ids) = with_client();
    let both = with(&ids, &json!({"UseCognitoProvidedValues": true, "Settings": {"a": 1}}));
    assert_eq!(
        refusal(&mut store, "CreateManagedLoginBranding", both),
        "InvalidParameterException: Settings and Assets cannot be provided when UseCognitoProvidedValues is \
         true."
    );
    let none = refusal(&mut store, "DescribeManagedLoginBrandingByClient", ids.clone());
    assert!(none.starts_with("ResourceNotFoundException"), "{none}");
    let default = with(&ids, &json!({"UseCognitoProvidedValues": true}));
    let style =
        call(&mut store, "CreateManagedLoginBranding", default.clone())["ManagedLoginBranding"].clone();
    assert_eq!((style.get("Settings"), &style["Assets"], style.get("ClientId")), (None, &json!([]), None));
    let again = refusal(&mut store, "CreateManagedLoginBranding", default);
    assert!(again.starts_with("ManagedLoginBrandingExistsException"), "{again}");
    assert_eq!(call(&mut store, "DescribeManagedLoginBrandingByClient", ids)["ManagedLoginBranding"], style);
}

#[test]
fn an_update_keeps_what_it_omits_and_the_default_takes_the_settings_away() {
    let (mut store, ids) = with_client();
    let image = json!({"Category": "FORM_LOGO", "ColorMode": "DARK", "Extension": "PNG", "Bytes": "AAAA"});
    let own = with(&ids, &json!({"Settings": {"a": 1}, "Assets": [image], "Future": true}));
    let style = call(&mut store, "CreateManagedLoginBranding", own)["ManagedLoginBranding"].clone();
    let of_style =
        json!({"UserPoolId": ids["UserPoolId"], "ManagedLoginBrandingId": style["ManagedLoginBrandingId"]});
    let update = with(&of_style, &json!({"Settings": {"b": 2}}));
    let after = call(&mut store, "UpdateManagedLoginBranding", update)["ManagedLoginBranding"].clone();
    assert_eq!((&after["Settings"], &after["Assets"]), (&json!({"b": 2}), &style["Assets"]));
    assert_eq!((&after["Future"], &after["UseCognitoProvidedValues"]), (&json!(true), &json!(false)));
    let other =
        json!({"Category": "PAGE_BACKGROUND", "ColorMode": "DARK", "Extension": "PNG", "Bytes": "BBBB"});
    let replaced = json!({"Category": "FORM_LOGO", "ColorMode": "DARK", "Extension": "SVG", "Bytes": "CCCC"});
    let update = with(&of_style, &json!({"Assets": [other, replaced]}));
    let after = call(&mut store, "UpdateManagedLoginBranding", update)["ManagedLoginBranding"].clone();
    assert_eq!(after["Assets"], json!([replaced, other]), "images are told by their place and mode");
    let default = with(&of_style, &json!({"UseCognitoProvidedValues": true}));
    let after = call(&mut store, "UpdateManagedLoginBranding", default)["ManagedLoginBranding"].clone();
    assert_eq!((after.get("Settings"), &after["Assets"]), (None, &json!([])));
    call(&mut store, "DeleteManagedLoginBranding", of_style.clone());
    let gone = refusal(&mut store, "DeleteManagedLoginBranding", of_style);
    assert!(gone.starts_with("ResourceNotFoundException"), "{gone}");
}
