//! The login page of an app client: its style is made with one key, its settings are copied and replaced.

use crate::support::harness::Harness;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::Event;
use serde_json::{Value, json};

/// A pool with a domain and an app client, whose login page is shown; the ids of both.
fn client(style: Option<&Value>) -> (Harness, String, String) {
    let (mut harness, pool, client) = unopened(Some(2), style);
    harness.press("enter 2 enter 4");
    (harness, pool, client)
}

/// The same with a version of the login pages, before anything is opened.
fn unopened(version: Option<u64>, style: Option<&Value>) -> (Harness, String, String) {
    let mut store = Store::empty();
    let made = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let pool = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    if let Some(version) = version {
        let domain = json!({"UserPoolId": pool, "Domain": "shop-login", "ManagedLoginVersion": version});
        store.call("CreateUserPoolDomain", domain).expect("a domain");
        for _ in 0..2 {
            store.call("DescribeUserPoolDomain", json!({"Domain": "shop-login"})).expect("a domain");
        }
    }
    let web = json!({"UserPoolId": pool, "ClientName": "web", "AllowedOAuthFlowsUserPoolClient": true,
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "CallbackURLs": ["https://shop.example/back"]});
    let made = store.call("CreateUserPoolClient", web).expect("a client");
    let client = made["UserPoolClient"]["ClientId"].as_str().expect("an id").to_owned();
    if let Some(style) = style {
        let mut request = style.clone();
        request["UserPoolId"] = json!(pool);
        request["ClientId"] = json!(client);
        store.call("CreateManagedLoginBranding", request).expect("a style");
    }
    (Harness::with(store, Options::default(), Target::UserPools), pool, client)
}

fn stored(harness: &mut Harness, pool: &str, client: &str) -> Option<Value> {
    let request = json!({"UserPoolId": pool, "ClientId": client});
    let style = harness.store.call("DescribeManagedLoginBrandingByClient", request).ok()?;
    Some(style["ManagedLoginBranding"].clone())
}

/// A style with settings of its own, an image and a member that no table knows.
fn own_style() -> Value {
    let image =
        json!({"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "SVG", "Bytes": "PHN2Zy8+"});
    json!({"Settings": {"components": {"form": {"borderRadius": 8.0, "logo": {"enabled": true}}},
        "categories": {"form": {"sessionTimerDisplay": "NONE"}}}, "Assets": [image], "Future": [1]})
}

#[test]
fn a_client_without_a_style_says_that_it_has_no_login_page_and_one_key_makes_awss_default() {
    let (mut harness, pool, client) = client(None);
    harness.sees("there is no login page until one").press("n");
    harness.sees("Create new login page style?").press("G y").sees("✓ Created");
    let request = json!({"UseCognitoProvidedValues": true, "UserPoolId": pool, "ClientId": client});
    assert_eq!(harness.updates_of("CreateManagedLoginBranding"), [request]);
    let style = stored(&mut harness, &pool, &client).expect("a style");
    assert_eq!((&style["UseCognitoProvidedValues"], &style["Assets"]), (&json!(true), &json!([])));
    harness.press("enter").sees("AWS's default").press("n").sees("There is already 1 login page style");
}

#[test]
fn the_settings_of_a_style_are_read_from_a_file_and_only_they_are_sent() {
    let (mut harness, pool, client) = client(Some(&own_style()));
    let before = stored(&mut harness, &pool, &client).expect("a style");
    let mut settings = own_style()["Settings"].clone();
    settings["components"]["form"]["borderRadius"] = json!(0.0);
    harness.texts.push(("style.json".to_owned(), settings.to_string()));
    harness.press("e");
    harness.focus_field("Settings").press("ctrl-o").write("style.json").press("enter ctrl-s");
    harness.sees("Settings.components.form.borderRadius").press("G y");
    harness.sees("✓ 1 setting changed, 0 others");
    let id = before["ManagedLoginBrandingId"].clone();
    let request = json!({"UserPoolId": pool, "ManagedLoginBrandingId": id, "Settings": settings});
    assert_eq!(harness.updates(), [request]);
    let mut expected = before;
    expected["Settings"] = settings;
    let mut after = stored(&mut harness, &pool, &client).expect("a style");
    for style in [&mut expected, &mut after] {
        style.as_object_mut().expect("members").shift_remove("LastModifiedDate");
    }
    assert_eq!(after, expected);
}

#[test]
fn a_file_without_settings_is_refused_and_so_is_a_pasted_text_that_is_no_json() {
    let (mut harness, ..) = client(Some(&own_style()));
    harness.texts.push(("style.json".to_owned(), "[1, 2]".to_owned()));
    harness.press("e");
    harness.focus_field("Settings").press("ctrl-o").write("style.json").press("enter");
    harness.sees("is no JSON object").press("esc");
    harness.event(Event::Paste("{\"a\": 1".into())).press("ctrl-s").sees("must be a JSON object");
    assert!(harness.updates().is_empty());
}

#[test]
fn what_is_copied_from_the_json_of_a_style_can_be_pasted_into_another_ones_settings() {
    let (mut harness, pool, client) = client(Some(&own_style()));
    harness.press("J").sees("ManagedLoginBrandingId").press("y");
    let text = harness.copied.pop().expect("the style");
    let style: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(Some(style), stored(&mut harness, &pool, &client));
    // The same settings change nothing.
    harness.press("esc e").focus_field("Settings").event(Event::Paste(text)).press("ctrl-s");
    harness.sees("Nothing to send: no setting changed.");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_style_goes_back_to_awss_default_and_says_what_is_lost() {
    let (mut harness, pool, client) = client(Some(&own_style()));
    harness.press("e").focus_field("AWS's default").press("y").sees("‹ yes ›").press("ctrl-s");
    harness.sees("AWS deletes the settings and images of the style").press("G y").sees("✓");
    let id = stored(&mut harness, &pool, &client).expect("a style")["ManagedLoginBrandingId"].clone();
    let request = json!({"UserPoolId": pool, "ManagedLoginBrandingId": id, "UseCognitoProvidedValues": true});
    assert_eq!(harness.updates(), [request]);
    assert_eq!(stored(&mut harness, &pool, &client).expect("a style").get("Settings"), None);
}

#[test]
fn a_style_is_deleted_by_its_id_once_the_clients_name_is_typed() {
    let (mut harness, pool, client) = client(Some(&own_style()));
    let id = stored(&mut harness, &pool, &client).expect("a style")["ManagedLoginBrandingId"].clone();
    harness.press("D").sees("Delete login page style of web?").sees("no login page then");
    harness.press("pgdn").write("web").press("enter").sees("✓ Deleted");
    let request = json!({"UserPoolId": pool, "ManagedLoginBrandingId": id});
    assert_eq!(harness.updates_of("DeleteManagedLoginBranding"), [request]);
    assert_eq!(stored(&mut harness, &pool, &client), None);
    harness.press("enter").sees("there is no login page until one");
}

#[test]
fn a_new_client_that_signs_in_by_a_domain_offers_its_login_page_at_once() {
    let (mut harness, pool, _) = client(None);
    harness.press("esc N").sees("Copy of web").press("ctrl-s G y").sees("n makes AWS's default").press("n");
    harness.sees("Create new login page style?").press("G y").sees("✓ Created");
    let made = harness.updates_of("CreateManagedLoginBranding");
    assert_eq!((made.len(), &made[0]["UserPoolId"]), (1, &json!(pool)));
    let clients = harness.store.call("ListUserPoolClients", json!({"UserPoolId": pool})).expect("a list");
    let of_app = |client: &&Value| client["ClientName"] == "Copy of web";
    let app = clients["UserPoolClients"].as_array().and_then(|all| all.iter().find(of_app)).expect("app");
    assert_eq!(made[0]["ClientId"], app["ClientId"]);
}

/// How often the domains were read.
fn domain_reads(harness: &Harness) -> usize {
    harness.operations().iter().filter(|name| **name == "DescribeUserPoolDomain").count()
}

#[test]
fn the_tab_tells_whether_the_domain_has_managed_login_and_the_client_has_the_finding_then() {
    let (mut harness, ..) = client(None);
    harness.sees("shop-login has managed login (version 2): there is no login page until one");
    assert_eq!(domain_reads(&harness), 1);
    harness.app.size = (100, 60);
    harness
        .press("1")
        .focus_row("OAuth")
        .sees("CL11 high  Login page missing")
        .press("4")
        .sees("shop-login has managed login");
    assert_eq!(domain_reads(&harness), 1, "it is known");
    harness.press("n").press("G y").sees("✓ Created").press("enter");
    harness.sees("shop-login has managed login (version 2), which shows this style.");
}

#[test]
fn on_the_classic_hosted_ui_no_style_is_asked_for_and_without_a_domain_nobody_sees_one() {
    let (mut harness, pool, _) = unopened(Some(1), None);
    harness
        .press("enter 2 enter 4")
        .sees("shop-login has the classic hosted UI (version 1), whose login page");
    harness.never_shows("no login page until");
    let update = json!({"UserPoolId": pool, "Domain": "shop-login", "ManagedLoginVersion": 2});
    harness.store.call("UpdateUserPoolDomain", update).expect("an update");
    harness.press("r").sees("shop-login has managed login (version 2)");
    let (mut harness, ..) = unopened(None, Some(&own_style()));
    harness.press("enter 2 enter 4").sees("The user pool has no domain, so nobody sees this style yet.");
    assert_eq!(domain_reads(&harness), 0);
}

#[test]
fn a_domain_that_can_not_be_read_is_not_taken_for_one_of_another_version() {
    let (mut harness, ..) = unopened(Some(2), None);
    harness.fails("DescribeUserPoolDomain", AppError::new("Access denied"));
    harness.press("enter 2 enter 4").sees("has it is not known yet.").never_shows("classic");
    assert_eq!(domain_reads(&harness), 1, "it is not tried again and again");
    harness.press("r").sees("shop-login has managed login (version 2)");
}

/// Base64 of a text.
fn base64(text: &str) -> String {
    BASE64_STANDARD.encode(text)
}

#[test]
fn an_image_is_replaced_from_a_file_and_it_alone_is_sent() {
    let mut style = own_style();
    let other =
        json!({"Category": "PAGE_BACKGROUND", "ColorMode": "DARK", "Extension": "PNG", "Bytes": "iVBORw=="});
    style["Assets"].as_array_mut().expect("images").push(other.clone());
    let (mut harness, pool, client) = client(Some(&style));
    let before = stored(&mut harness, &pool, &client).expect("a style");
    harness.app.size = (100, 40);
    harness.texts.push(("logo.webp".to_owned(), "RIFF0000WEBPVP8 ".to_owned()));
    harness.press("e").focus_field("Image ").press("ctrl-o").write("logo.webp").press("enter");
    harness.sees("WEBP, 16 bytes").sees("‹ WEBP ›").press("ctrl-s");
    harness.sees("FORM_LOGO, light, SVG, 6 bytes").sees("FORM_LOGO, light, WEBP, 16 bytes");
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    let image = json!({"Category": "FORM_LOGO", "ColorMode": "LIGHT", "Extension": "WEBP",
        "Bytes": base64("RIFF0000WEBPVP8 ")});
    let id = before["ManagedLoginBrandingId"].clone();
    let request = json!({"UserPoolId": pool, "ManagedLoginBrandingId": id, "Assets": [image]});
    assert_eq!(harness.updates(), [request]);
    let after = stored(&mut harness, &pool, &client).expect("a style");
    assert_eq!(after["Assets"], json!([image, other]));
    assert_eq!((&after["Settings"], &after["Future"]), (&before["Settings"], &before["Future"]));
}

#[test]
fn an_image_is_added_and_a_file_that_is_none_is_refused_in_words() {
    let (mut harness, pool, client) = client(Some(&own_style()));
    harness.app.size = (100, 40);
    harness.texts.push(("notes.txt".to_owned(), "no image".to_owned()));
    harness.texts.push(("icon.svg".to_owned(), "<svg/>".to_owned()));
    harness.press("e").focus_field("Image ").press("ctrl-n f").sees("‹ FAVICON_SVG ›");
    harness
        .press("down down down ctrl-o")
        .write("notes.txt")
        .press("enter")
        .sees("is no image that AWS takes");
    harness.press("ctrl-u").write("icon.svg").press("enter").sees("‹ SVG ›").press("ctrl-s");
    harness.sees("FAVICON_SVG, light, SVG, 6 bytes").press("G y").sees("✓ 1 setting changed, 0 others");
    let image = json!({"Category": "FAVICON_SVG", "ColorMode": "LIGHT", "Extension": "SVG",
        "Bytes": base64("<svg/>")});
    assert_eq!(harness.last_update()["Assets"], json!([image]));
    let after = stored(&mut harness, &pool, &client).expect("a style");
    assert_eq!(after["Assets"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_image_is_not_removed_by_an_update_that_aws_would_not_obey() {
    let (mut harness, ..) = client(Some(&own_style()));
    harness.app.size = (100, 40);
    harness.press("e").focus_field("Image ").press("ctrl-d ctrl-s");
    harness.sees("an update can't remove FORM_LOGO, light").press("esc y");
    harness
        .press("e")
        .focus_field("1 Place")
        .press("p ctrl-s")
        .sees("an update can't remove FORM_LOGO, light");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_style_is_exported_with_its_images_deleted_and_made_anew_from_the_file() {
    let (mut harness, pool, client) = client(Some(&own_style()));
    let before = stored(&mut harness, &pool, &client).expect("a style");
    harness.press(":").write("export style.json").press("enter").sees("style.json has 1 resource");
    let file: Value = serde_json::from_str(&harness.texts[0].1).expect("JSON");
    assert_eq!(file, before);
    harness.press("D").press("pgdn").write("web").press("enter").sees("✓ Deleted").press("enter");
    harness.press(":").write("new style.json").press("enter").sees("Filled from the file").press("ctrl-s");
    harness.sees("Create new login page style?").press("G y").sees("✓ Created");
    let mut request = own_style();
    request["UseCognitoProvidedValues"] = json!(false);
    request["UserPoolId"] = json!(pool);
    request["ClientId"] = json!(client);
    assert_eq!(harness.updates_of("CreateManagedLoginBranding"), [request]);
    let after = stored(&mut harness, &pool, &client).expect("a style");
    for member in ["Settings", "Assets", "Future"] {
        assert_eq!(after[member], before[member], "{member}");
    }
}
