//! Exports of resources to files, and new resources from files.

use super::shop;
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use serde_json::{Value, json};

/// What lies in the file.
fn file(harness: &Harness) -> Value {
    let text = harness.texts.iter().find(|(path, _)| path == "pool.json").expect("a file");
    serde_json::from_str(&text.1).expect("JSON")
}

fn command(harness: &mut Harness, text: &str) {
    harness.press(":").write(text).press("enter");
}

#[test]
fn a_user_pool_is_exported_with_what_is_set_up_in_it_and_without_secrets() {
    let mut harness = Harness::with(Store::demo(), Options::default(), Target::UserPools);
    harness.press("j");
    command(&mut harness, "export pool.json");
    harness.sees("pool.json has ").sees("Left out: ClientSecret of app client ").sees("more secrets.");
    let file = file(&harness);
    assert_eq!(file["UserPool"]["Name"], "workforce");
    for list in ["AppClients", "IdentityProviders"] {
        assert!(file[list].as_array().is_some_and(|rows| !rows.is_empty()), "{list}: {file}");
    }
    let text = file.to_string();
    assert!(!text.contains("client_secret\"") && !text.contains("ClientSecret\""), "{text}");
    assert!(harness.updates().is_empty());
}

#[test]
fn an_identity_pool_is_exported_with_its_roles() {
    let mut harness = Harness::with(Store::demo(), Options::default(), Target::IdentityPools);
    command(&mut harness, "export pool.json");
    let file = file(&harness);
    assert_eq!(file["IdentityPool"]["IdentityPoolName"], "shop");
    assert!(
        file.as_object().is_some_and(|members| members.keys().any(|name| name.contains("oles"))),
        "{file}"
    );
}

#[test]
fn a_file_that_exists_is_replaced_only_after_a_question() {
    let mut harness = shop();
    harness.texts.push(("pool.json".to_owned(), "\"mine\"".to_owned()));
    command(&mut harness, "export pool.json");
    harness.sees("pool.json exists. Replace it?").press("esc").never_shows("Replace it?");
    assert_eq!(file(&harness), json!("mine"));
    command(&mut harness, "export pool.json");
    harness.press("y").sees("pool.json has 6 resources.").never_shows("Left out");
    assert_ne!(file(&harness), json!("mine"));
}

#[test]
fn an_export_of_which_a_part_can_not_be_read_writes_the_rest_only_after_a_question() {
    let mut harness = shop();
    let denied = || AppError::new("Cannot load the roles: access denied");
    harness.fails("GetIdentityPoolRoles", denied());
    command(&mut harness, "export pool.json");
    harness
        .sees("These parts can't be read:")
        .sees("roles: access denied")
        .press("esc")
        .never_shows("denied");
    assert!(harness.texts.is_empty());
    harness.fails("GetIdentityPoolRoles", denied());
    command(&mut harness, "export pool.json");
    harness.press("y").sees("pool.json has 5 resources. 1 part could not be read.");
    let file = file(&harness);
    assert_eq!(
        (&file["IdentityPool"]["IdentityPoolName"], &file["NotRead"]),
        (&json!("shop"), &json!(["roles: access denied"]))
    );
    command(&mut harness, "new pool.json");
    harness.sees("Filled from the file, which has no secrets.");
}

#[test]
fn an_export_whose_answer_is_lost_writes_nothing() {
    let mut harness = shop();
    harness.fails("GetIdentityPoolRoles", AppError::new("No answer").kind(ErrorKind::Unknown));
    command(&mut harness, "export pool.json");
    harness.sees("No answer").press("esc").never_shows("No answer");
    assert!(harness.texts.is_empty());
}

#[test]
fn a_new_resource_starts_from_an_exported_file() {
    let mut harness = shop();
    command(&mut harness, "export pool.json");
    command(&mut harness, "new pool.json");
    harness.sees("Filled from the file, which has no secrets.").fill("Name", "store").press("ctrl-s pgdn y");
    harness.sees("✓ Created.");
    let created = harness.updates().pop().expect("a create");
    assert_eq!((&created["IdentityPoolName"], &created["AllowClassicFlow"]), (&json!("store"), &json!(true)));
}

#[test]
fn the_input_of_the_aws_cli_fills_the_form_too() {
    let mut harness = shop();
    let input = json!({"IdentityPoolName": "from-cli", "AllowUnauthenticatedIdentities": false});
    harness.texts.push(("pool.json".to_owned(), input.to_string()));
    command(&mut harness, "new pool.json");
    harness.sees("from-cli").press("ctrl-s").sees("Create identity pool from-cli?");
}

#[test]
fn the_palette_has_the_commands_that_take_a_file() {
    let mut harness = shop();
    harness.press(":").write("export to").press("enter").sees(": export").write("pool.json");
    harness.sees("Enter exports this to the file pool.json").press("enter").sees("pool.json has ");
    let read_only = Options { read_only: true, ..Options::default() };
    let mut harness = Harness::with(shop().store, read_only, Target::IdentityPools);
    command(&mut harness, "new pool.json");
    harness.sees("Read-only");
}

#[test]
fn the_form_takes_the_files_that_create_takes() {
    let mut harness = Harness::with(Store::demo(), Options::default(), Target::UserPools);
    harness.press("j");
    command(&mut harness, "export pool.json");
    harness.sees("pool.json has");
    command(&mut harness, "new pool.json");
    harness.sees("New user pool").press("ctrl-s").sees("Create user pool workforce?");
    let mut harness = shop();
    for (text, told) in [
        (json!({"IdentityPoolName": 5}), "IdentityPoolName: must be a text in quotes"),
        (json!({"IdentityPoolName": "a", "AllowClasicFlow": true}), "you mean AllowClassicFlow?"),
        (json!({"ClientName": "web", "CallbackURLs": []}), "is a document of an app client"),
    ] {
        harness.texts = vec![("pool.json".to_owned(), text.to_string())];
        command(&mut harness, "new pool.json");
        harness.sees(told).press("esc");
    }
    let newer = json!({"IdentityPoolName": "newer", "AllowUnauthenticatedIdentities": false, "Zzz": [1]});
    harness.texts = vec![("pool.json".to_owned(), newer.to_string())];
    command(&mut harness, "new pool.json");
    harness.sees("does not know it: Zzz.").press("ctrl-s").sees("Create identity pool newer?").sees("Zzz");
    harness.press("pgdn y");
    assert_eq!(harness.updates().pop().expect("a create"), newer);
}

#[test]
fn the_empty_document_of_a_kind_is_written_to_a_file_and_never_over_another_one_unasked() {
    let mut harness = shop();
    harness.press(":").write("empty document").press("enter").sees(": skeleton identity-pool");
    harness.sees("Enter writes an empty identity pool to identity-pool.json");
    harness.write(" pool.json").press("enter").sees("pool.json has an empty identity pool");
    let skeleton = file(&harness);
    assert_eq!((&skeleton["IdentityPoolName"], &skeleton["AllowClassicFlow"]), (&json!(""), &Value::Null));
    command(&mut harness, "skeleton client pool.json");
    harness.sees("pool.json exists. Replace it?").press("esc");
    assert_eq!(file(&harness), skeleton);
    command(&mut harness, "skeleton client pool.json");
    harness.press("y").sees("pool.json has an empty app client");
    assert!(file(&harness).get("CallbackURLs").is_some());
    harness.press(":").write("skeleton clients").sees("No matching action").press("esc");
}
