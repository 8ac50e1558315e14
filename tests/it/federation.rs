//! Identity providers and domains, whole: how each type is made, changed and removed, and what is read of
//! metadata.

use crate::support::desk::Desk;
use crate::support::random;
use cognitui::app::form::Form;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::Call;
use cognitui::resource::tables::{DOMAIN, PROVIDER};
use cognitui::resource::{Access, Document, Field, FieldKind, Key, changes, update_request};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Metadata whose certificate is good until 2035.
const METADATA: &str = include_str!("../fixtures/okta.xml");
/// A day in 2026, in seconds since 1970.
const NOW: i64 = 1_790_000_000;

/// A desk at the identity providers of a user pool with a required attribute and one that can't change; the
/// pool's id.
fn desk() -> (Desk, String) {
    let mut store = Store::empty();
    let schema = json!([{"Name": "email", "Required": true, "Mutable": true, "AttributeDataType": "String"},
        {"Name": "badge", "AttributeDataType": "String", "Mutable": false}]);
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop", "Schema": schema})).expect("a user pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let mut desk = Desk::with(store, Options { now: NOW, ..Options::default() }, Target::UserPools);
    desk.press("enter 3").sees("There are no identity providers here.");
    (desk, pool)
}

/// The same metadata with a signing certificate that expired in 2025.
fn expired() -> String {
    let body =
        |pem: &str| pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n");
    let start = METADATA.find("<ds:X509Certificate>").expect("a certificate") + "<ds:X509Certificate>".len();
    let end = METADATA.find("</ds:X509Certificate>").expect("its end");
    format!("{}{}{}", &METADATA[..start], body(include_str!("../fixtures/expired.pem")), &METADATA[end..])
}

fn stored(desk: &mut Desk, pool: &str, name: &str) -> Value {
    let ids = json!({"UserPoolId": pool, "ProviderName": name});
    desk.store.call("DescribeIdentityProvider", ids).expect("the provider")["IdentityProvider"].take()
}

/// Opens the form of a new provider of a type.
fn new<'a>(desk: &'a mut Desk, kind: &str) -> &'a mut Desk {
    desk.press("n").sees("which type?").write(kind).press("enter").sees("New identity provider")
}

/// Goes down to a field and types into it.
fn field<'a>(desk: &'a mut Desk, label: &str, text: &str) -> &'a mut Desk {
    go_to(desk, label).press("ctrl-u").write(text)
}

fn last(desk: &Desk) -> Value {
    desk.updates().last().cloned().expect("a write")
}

#[test]
fn a_saml_provider_is_made_of_the_url_of_its_metadata() {
    let (mut desk, pool) = desk();
    new(&mut desk, "saml");
    field(&mut desk, "Name", "okta");
    field(&mut desk, "Metadata URL", "https://idp.example/metadata");
    desk.press("ctrl-s")
        .sees("Make okta?")
        .sees("CreateIdentityProvider")
        .press("pgdn pgdn y")
        .sees("as asked");
    assert_eq!(
        last(&desk),
        json!({"ProviderType": "SAML", "ProviderName": "okta", "ProviderDetails": {"MetadataURL": "https://idp.example/metadata"},
            "AttributeMapping": {"email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"}, "UserPoolId": pool})
    );
    desk.press("enter").sees("▶ okta").sees("at its URL");
}

#[test]
fn a_saml_provider_is_made_of_a_file_that_is_found_by_completion() {
    let (mut desk, pool) = desk();
    desk.texts = vec![("idp/metadata.xml".into(), METADATA.into()), ("notes.txt".into(), "hello".into())];
    new(&mut desk, "saml");
    field(&mut desk, "Name", "okta");
    desk.press("down down down").sees("paste it here, or Ctrl-o reads a file");
    desk.press("ctrl-o").sees("▶ idp/").sees("notes.txt").write("note").press("enter");
    desk.sees("This file is not XML")
        .press("ctrl-u")
        .write("id")
        .press("tab")
        .sees(": idp/")
        .sees("▶ metadata.xml");
    desk.press("enter").sees("Entity id").sees("Signing certificate").sees_no("is not XML");
    desk.press("ctrl-s").press("pgdn pgdn pgdn y").sees("as asked");
    assert_eq!(last(&desk)["ProviderDetails"], json!({"MetadataFile": METADATA}));
    assert_eq!(stored(&mut desk, &pool, "okta")["ProviderDetails"]["MetadataFile"], METADATA);
}

#[test]
fn pasted_metadata_keeps_its_lines_and_an_expired_certificate_is_refused_before_aws_does() {
    let (mut desk, _) = desk();
    new(&mut desk, "saml");
    field(&mut desk, "Name", "adfs");
    desk.press("down down down").event(cognitui::message::Event::Paste(expired()));
    desk.sees("its signing certificate expired on").press("ctrl-s").sees("Not yet: a field is not right");
    assert!(desk.updates().is_empty());
    desk.press("backspace").event(cognitui::message::Event::Paste(METADATA.into())).sees_no("expired");
    desk.press("ctrl-s pgdn pgdn pgdn y");
    assert_eq!(last(&desk)["ProviderDetails"]["MetadataFile"], METADATA);
}

#[test]
fn an_oidc_provider_has_all_four_addresses_or_none() {
    let (mut desk, pool) = desk();
    new(&mut desk, "oidc");
    field(&mut desk, "Name", "partner");
    field(&mut desk, "Client id", "abc");
    field(&mut desk, "Client secret", "s3cret-of-ours");
    field(&mut desk, "Issuer", "http://login.example").sees("must begin with https://");
    field(&mut desk, "Issuer", "https://login.example");
    field(&mut desk, "Token endpoint", "https://login.example/token")
        .press("ctrl-s")
        .sees("all four addresses, or none of them");
    field(&mut desk, "Token endpoint", "")
        .press("ctrl-s")
        .sees("a secret")
        .sees_no("s3cret-of-ours")
        .press("pgdn pgdn y")
        .sees("as asked");
    assert_eq!(
        last(&desk),
        json!({"ProviderType": "OIDC", "ProviderName": "partner", "UserPoolId": pool,
            "ProviderDetails": {"client_id": "abc", "client_secret": "s3cret-of-ours", "authorize_scopes": "openid email profile",
                "attributes_request_method": "GET", "oidc_issuer": "https://login.example"},
            "AttributeMapping": {"username": "sub", "email": "email"}})
    );
    desk.sees("Filled in by AWS").sees("https://login.example/authorize");
}

#[test]
fn a_social_provider_bears_the_name_of_its_type_which_is_not_asked() {
    for (kind, name, id) in [
        ("google", "Google", "Client id"),
        ("facebook", "Facebook", "Client id"),
        ("amazon", "LoginWithAmazon", "Client id"),
    ] {
        let (mut desk, _) = desk();
        new(&mut desk, kind)
            .sees(&format!("Name *                      {name}  (it never changes)"))
            .sees(&format!("▶ {id} *"));
        field(&mut desk, id, "abc");
        field(&mut desk, "Client secret", "made-up").press("ctrl-s").press("pgdn pgdn y").sees("as asked");
        let made = last(&desk);
        assert_eq!((&made["ProviderName"], &made["ProviderType"]), (&json!(name), &json!(name)));
        assert_eq!(made["ProviderDetails"]["client_secret"], "made-up");
        desk.press("enter").sees(&format!("▶ {name}"));
        desk.press("N").sees(&format!("There is one already, {name}, and one is the most."));
    }
}

#[test]
fn apples_key_comes_out_of_its_file_and_is_asked_for_again_with_every_change_of_a_detail() {
    let (mut desk, pool) = desk();
    desk.texts = vec![(
        "AuthKey_1.p8".into(),
        "-----BEGIN PRIVATE KEY-----\nMEECAQAw\nEwYH\n-----END PRIVATE KEY-----\n".into(),
    )];
    new(&mut desk, "apple");
    field(&mut desk, "Services id", "com.example.shop");
    field(&mut desk, "Team id", "A1B2C3D4E5");
    field(&mut desk, "Key id", "F6G7H8I9J0").press("ctrl-s").sees("must not be empty");
    field(&mut desk, "Private key", "").press("ctrl-o").sees("▶ AuthKey_1.p8").press("enter").sees("••••");
    desk.press("ctrl-s").sees_no("MEECAQAw").press("pgdn pgdn y").sees("as asked");
    assert_eq!(last(&desk)["ProviderDetails"]["private_key"], "MEECAQAwEwYH");
    desk.press("enter e");
    field(&mut desk, "Team id", "NEWTEAM123").press("ctrl-s").sees("AWS never tells it, and wants it again");
    field(&mut desk, "Private key", "MEECAQAB")
        .press("ctrl-s")
        .sees("Private key")
        .sees_no("MEECAQAB")
        .press("pgdn y")
        .sees("0 others");
    let sent = last(&desk);
    assert_eq!(
        sent,
        json!({"UserPoolId": pool, "ProviderName": "SignInWithApple", "ProviderDetails": {"client_id": "com.example.shop",
            "team_id": "NEWTEAM123", "key_id": "F6G7H8I9J0", "authorize_scopes": "email name", "private_key": "MEECAQAB"}})
    );
}

#[test]
fn apples_key_can_be_pasted_as_its_file_has_it_and_other_words_are_refused() {
    let (mut desk, _) = desk();
    new(&mut desk, "apple");
    field(&mut desk, "Private key", "")
        .event(cognitui::message::Event::Paste("Dear admin,\nsee the file.\n".into()));
    desk.sees("What was pasted is no private key").sees_no("••");
    let file = "-----BEGIN PRIVATE KEY-----\nMEECAQAw\nEwYH\n-----END PRIVATE KEY-----\n";
    desk.event(cognitui::message::Event::Paste(file.into()))
        .sees("••••••••••••")
        .press("ctrl-r")
        .sees("MEECAQAwEwYH");
}

#[test]
fn a_key_that_is_pasted_where_its_file_is_picked_is_taken_and_is_in_no_line_that_is_logged() {
    let (mut desk, _) = desk();
    new(&mut desk, "apple");
    field(&mut desk, "Private key", "").press("ctrl-o").sees("Read a file");
    desk.event(cognitui::message::Event::Paste("Dear admin,\nsee the file.\n".into()))
        .sees("What was pasted is no private key");
    let file = "-----BEGIN PRIVATE KEY-----\nMEECAQAw\nEwYH\n-----END PRIVATE KEY-----\n";
    desk.event(cognitui::message::Event::Paste(file.into()))
        .sees_no("Read a file")
        .sees("••••••••••••")
        .sees_no("MEEC");
    desk.press("ctrl-o")
        .event(cognitui::message::Event::Paste("MEECAQAwEwYH".into()))
        .sees_no("Read a file")
        .sees_no("MEEC");
    desk.press("ctrl-u")
        .event(cognitui::message::Event::Paste(file.replace('\n', " ")))
        .sees("••••••••••••")
        .sees_no("✗");
    desk.write(" MEECAQAw").sees("✗ must be what stands between the BEGIN and");
    assert!(!format!("{:?}", desk.sent).contains("MEEC"));
    // The program logs every call that it starts.
    desk.press("ctrl-o").write("some/secret-name");
    assert!(!format!("{:?}", desk.sent).contains("secret-name"));
}

#[test]
fn what_is_typed_into_a_secret_that_nobody_sees_takes_its_place() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    for keys in ["paste", "type", "backspace"] {
        let (mut desk, _) = with("Google", "Google", &details);
        desk.press("e");
        go_to(&mut desk, "Client secret").sees("••••••••  stays; what is typed takes its place");
        match keys {
            "paste" => desk.event(cognitui::message::Event::Paste("second".into())),
            "type" => desk.write("second"),
            _ => desk.press("backspace").sees("✗ must not be empty").write("second"),
        };
        desk.press("ctrl-s")
            .sees("Client secret  changed")
            .sees_no("second")
            .press("y")
            .sees("1 setting changed, 0 others");
        assert_eq!(last(&desk)["ProviderDetails"]["client_secret"], "second", "{keys}");
    }
    let (mut desk, _) = with("Google", "Google", &details);
    desk.press("e");
    go_to(&mut desk, "Client secret")
        .press("left")
        .write("2")
        .press("ctrl-s y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        last(&desk)["ProviderDetails"]["client_secret"],
        "first-secre2t",
        "who moves in it first edits it"
    );
}

#[test]
fn a_secret_that_nobody_sees_is_never_edited_in_part() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    for keys in
        ["ctrl-h", "ctrl-w", "backspace", "delete", "ctrl-u", "alt-d", "end", "right", "x ctrl-z ctrl-z"]
    {
        let (mut desk, _) = with("Google", "Google", &details);
        desk.press("e");
        go_to(&mut desk, "Client secret")
            .press(keys)
            .write("second")
            .press("ctrl-s y")
            .sees("1 setting changed, 0 others");
        assert_eq!(last(&desk)["ProviderDetails"]["client_secret"], "second", "{keys}");
    }
    let (mut desk, _) = with("Google", "Google", &details);
    desk.press("e");
    go_to(&mut desk, "Client secret").write("x").press("ctrl-z ctrl-z ctrl-s").sees("Nothing changed");
}

#[test]
fn a_copied_secret_is_replaced_by_what_is_typed() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid",
        "attributes_request_method": "GET", "oidc_issuer": "https://login.example"});
    let (mut desk, _) = with("OIDC", "partner", &details);
    desk.press("N").sees("partner-copy");
    go_to(&mut desk, "Client secret")
        .sees("stays; what is typed takes its place")
        .write("second")
        .press("ctrl-s pgdn pgdn y")
        .sees("as asked");
    assert_eq!(last(&desk)["ProviderDetails"]["client_secret"], "second");
}

#[test]
fn a_detail_whose_name_says_that_it_is_secret_is_masked_in_the_form_too() {
    let (mut desk, _) = with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "api_secret": "hunter2"}),
    );
    desk.press("e");
    go_to(&mut desk, "1 Detail").sees_no("hunter2").sees("•••••••");
    desk.press("backspace").sees_no("hunter2").press("ctrl-u").write("comment").sees_no("hunter2");
    desk.press("down ctrl-r").sees("hunter2");
}

#[test]
fn the_signing_of_requests_can_be_taken_back() {
    let (mut desk, _) = with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "RequestSigningAlgorithm": "rsa-sha256"}),
    );
    desk.press("e");
    go_to(&mut desk, "Sign requests")
        .sees("‹ rsa-sha256 ›")
        .press("space")
        .sees("‹ no ›")
        .press("ctrl-s")
        .sees("rsa-sha256  →  no")
        .press("y");
    assert_eq!(last(&desk)["ProviderDetails"], json!({"MetadataURL": "https://idp.example/metadata"}));
}

#[test]
fn a_provider_that_takes_signed_requests_only_is_said_to_and_unsigned_ones_are_warned_of() {
    let (mut desk, _) = desk();
    new(&mut desk, "saml");
    field(&mut desk, "Name", "adfs");
    go_to(&mut desk, "Metadata  ")
        .event(cognitui::message::Event::Paste(include_str!("../fixtures/adfs.xml").into()));
    desk.sees("Signed requests           it takes no others");
    go_to(&mut desk, "Sign requests")
        .sees("! its metadata says that it takes signed")
        .press("space")
        .sees_no("! its metadata says");
}

#[test]
fn metadata_that_something_else_took_the_place_of_comes_back() {
    let (mut desk, _) = with("SAML", "okta", &json!({"MetadataFile": METADATA}));
    desk.press("e");
    go_to(&mut desk, "1 Identifier").press("ctrl-d").sees_no("shop.example");
    go_to(&mut desk, "Metadata  ")
        .sees("Entity id")
        .press("backspace")
        .sees_no("Entity id")
        .press("ctrl-z")
        .sees("Entity id");
    desk.press("ctrl-y").sees_no("Entity id").press("ctrl-z").sees("Entity id").press("esc y e");
    go_to(&mut desk, "Metadata  ");
    desk.event(cognitui::message::Event::Paste("oops".into()))
        .sees("✗ is not XML")
        .press("ctrl-z")
        .sees("Entity id")
        .press("ctrl-s");
    desk.sees("Nothing changed");
}

#[test]
fn expired_metadata_stops_a_change_of_a_detail_and_no_other_one() {
    let (mut desk, pool) = with("SAML", "okta", &json!({"MetadataURL": "https://idp.example/metadata"}));
    desk.store.provider_mut(&pool, "okta")["ProviderDetails"] = json!({"MetadataFile": expired()});
    desk.press("r e");
    go_to(&mut desk, "Sign out there too")
        .press("space ctrl-s")
        .sees("Not yet")
        .sees("its signing certificate expired on")
        .press("esc y e");
    go_to(&mut desk, "Provider's attribute")
        .press("ctrl-u")
        .write("mail")
        .press("ctrl-s")
        .sees("Update okta?")
        .press("y");
    desk.sees("1 setting changed, 0 others");
    assert_eq!(
        last(&desk),
        json!({"UserPoolId": pool, "ProviderName": "okta", "AttributeMapping": {"email": "mail"}})
    );
}

#[test]
fn a_certificate_in_the_list_is_that_of_the_address_which_the_provider_names_now() {
    let (mut desk, _) = saml();
    desk.texts = vec![("https://idp.example/metadata".into(), METADATA.into())];
    desk.press("m").sees("Entity id").press("enter").sees("in 8 years").press("e");
    field(&mut desk, "Metadata URL", "https://idp.example/other")
        .press("ctrl-s pgdn y")
        .sees("1 setting changed")
        .press("enter");
    desk.sees_no("in 8 years").sees("at its URL");
}

#[test]
fn a_key_that_aws_never_tells_is_said_to_be_sent_and_is_unknown_when_the_answer_is_lost() {
    let details = json!({"client_id": "com.example.shop", "team_id": "A1B2C3D4E5", "key_id": "F6G7H8I9J0",
        "authorize_scopes": "email", "private_key": "MEECAQAA"});
    let (mut desk, _) = with("SignInWithApple", "SignInWithApple", &details);
    desk.press("e");
    go_to(&mut desk, "Private key").write("MEECAQAB").press("ctrl-s").sees("Private key").press("y");
    desk.sees("0 settings changed, 1 setting sent that AWS never tells, 0 others").press("enter e");
    go_to(&mut desk, "Private key").write("MEECAQAC").press("ctrl-s");
    desk.fails("UpdateIdentityProvider", AppError::new("The answer was lost").kind(ErrorKind::Unknown));
    desk.press("y").sees("Unknown whether the update happened");
}

#[test]
fn a_social_type_that_the_pool_has_is_not_offered_a_second_form() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    let (mut desk, _) = with("Google", "Google", &details);
    desk.press("n")
        .write("google")
        .press("enter")
        .sees("There is one already, Google")
        .press("esc")
        .sees("▶ Google");
}

#[test]
fn an_identifier_leads_to_a_provider_that_came_after_the_list_was_read() {
    let (mut desk, pool) = saml();
    let body = json!({"UserPoolId": pool, "ProviderName": "late", "ProviderType": "SAML", "IdpIdentifiers": ["late.example"],
        "ProviderDetails": {"MetadataURL": "https://late.example"}});
    desk.store.call("CreateIdentityProvider", body).expect("a provider");
    desk.press("i")
        .write("late.example")
        .press("enter")
        .sees("late.example leads to late; Enter opens it.")
        .sees("▶ late");
    desk.press("enter").sees("https://late.example");
}

/// Goes down to a field.
fn go_to<'a>(desk: &'a mut Desk, label: &str) -> &'a mut Desk {
    for _ in 0..60 {
        if desk.screen(120, 60).lines().any(|line| line.contains('▶') && line.contains(label)) {
            return desk;
        }
        desk.press("down");
    }
    panic!("there is no field {label}:\n{}", desk.screen(120, 60));
}

/// A desk at a pool with a provider of one type.
fn with(kind: &str, name: &str, details: &Value) -> (Desk, String) {
    let (mut desk, pool) = desk();
    let body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
        "AttributeMapping": {"email": "email"}, "IdpIdentifiers": ["shop.example"]});
    desk.store.call("CreateIdentityProvider", body).expect("a provider");
    desk.press("r").sees(&format!("▶ {name}"));
    (desk, pool)
}

fn saml() -> (Desk, String) {
    with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"}),
    )
}

#[test]
fn an_update_sends_only_the_maps_that_changed_each_whole_and_nothing_that_aws_worked_out() {
    let (mut desk, pool) = saml();
    let before = stored(&mut desk, &pool, "okta");
    assert!(
        before["ProviderDetails"]["ActiveEncryptionCertificate"].is_string(),
        "AWS tells what it does not take"
    );
    desk.press("e");
    field(&mut desk, "Metadata URL", "https://idp.example/metadata/2")
        .press("ctrl-s")
        .sees("Update okta?")
        .sees("All other settings stay as they are.")
        .sees_no("sent back")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        last(&desk),
        json!({"UserPoolId": pool, "ProviderName": "okta", "ProviderDetails": {"MetadataURL": "https://idp.example/metadata/2",
            "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"}})
    );
    desk.press("enter e")
        .press("down")
        .sees("+ add an entry")
        .press("space")
        .write("shop.test")
        .press("ctrl-s")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        last(&desk),
        json!({"UserPoolId": pool, "ProviderName": "okta", "IdpIdentifiers": ["shop.example", "shop.test"]})
    );
    let mut expected = before;
    expected["ProviderDetails"]["MetadataURL"] = json!("https://idp.example/metadata/2");
    expected["IdpIdentifiers"] = json!(["shop.example", "shop.test"]);
    let mut now = stored(&mut desk, &pool, "okta");
    for one in [&mut expected, &mut now] {
        one["LastModifiedDate"] = Value::Null;
    }
    assert_eq!(now, expected);
}

#[test]
fn details_that_this_build_does_not_know_are_rows_of_their_own_and_can_be_edited() {
    let (mut desk, _) = saml();
    desk.press("e");
    field(&mut desk, "Value", "changed").sees("NewerThanThis");
    desk.press("ctrl-s")
        .sees("Details by name › NewerThanThis  kept  →  changed")
        .press("y")
        .sees("1 setting changed, 0 others");
    assert_eq!(last(&desk)["ProviderDetails"]["NewerThanThis"], "changed");
    desk.press("enter e");
    field(&mut desk, "Value", "changed")
        .press("down space")
        .write("MetadataURL")
        .press("ctrl-s")
        .sees("has a field of its own: Metadata URL");
}

#[test]
fn a_secret_that_is_not_touched_stays_and_one_that_changes_shows_only_that() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    let (mut desk, pool) = with("Google", "Google", &details);
    desk.press("e");
    field(&mut desk, "Scopes", "openid email")
        .press("ctrl-s")
        .sees("Scopes")
        .sees_no("first-secret")
        .press("y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        last(&desk),
        json!({"UserPoolId": pool, "ProviderName": "Google",
            "ProviderDetails": {"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid email"}})
    );
    desk.press("enter e");
    field(&mut desk, "Client secret", "second-secret")
        .press("ctrl-s")
        .sees("Client secret")
        .sees_no("second-secret")
        .sees_no("first-secret");
    desk.press("y").sees("1 setting changed, 0 others").sees_no("second-secret");
}

#[test]
fn what_lies_at_the_url_of_the_metadata_is_fetched_on_a_key_only() {
    let (mut desk, _) = saml();
    desk.texts = vec![("https://idp.example/metadata".into(), METADATA.into())];
    assert!(!desk.operations().contains(&"fetch"));
    desk.sees("at its URL")
        .press("m")
        .sees("What the address leads to")
        .sees("Entity id")
        .sees("Signing certificate")
        .press("enter");
    assert_eq!(desk.operations().iter().filter(|operation| **operation == "fetch").count(), 1);
    desk.sees("in 8 years");
    desk.press("e");
    field(&mut desk, "Metadata URL", "https://nowhere.example/x")
        .press("ctrl-o")
        .sees("✗ There is nothing at https://nowhere.example/x")
        .press("esc");
    desk.sees("Edit okta").sees("https://nowhere.example/x");
}

#[test]
fn the_left_side_of_a_mapping_is_picked_from_the_pool_and_the_right_one_from_usual_claims() {
    let (mut desk, _) = saml();
    desk.press("e");
    field(&mut desk, "1 User-pool attribute", "")
        .press("ctrl-o")
        .sees("Pick: User-pool attribute")
        .sees("email")
        .sees("required")
        .write("custom")
        .press("enter");
    desk.sees("custom:badge can't").sees("the user pool requires email");
    desk.press("down ctrl-o").sees("claims/emailaddress").press("enter");
    desk.press("down space").write("custom:badge").sees("is there twice");
}

#[test]
fn an_identifier_leads_to_its_provider() {
    let (mut desk, _) = saml();
    desk.press("i")
        .sees("Find by identifier")
        .write("nobody.example")
        .press("enter")
        .sees("No identity provider has the identifier nobody.example");
    desk.press("ctrl-u").write("shop!").press("enter").sees("letters, digits, spaces and + = . @ -");
    desk.press("ctrl-u")
        .write("shop.example")
        .press("enter")
        .sees("shop.example leads to okta; Enter opens it.")
        .press("enter")
        .sees("Metadata URL");
}

#[test]
fn a_deletion_names_the_clients_that_offer_the_provider_and_takes_it_out_of_them_first() {
    let (mut desk, pool) = saml();
    for name in ["web", "ios"] {
        let body = json!({"UserPoolId": pool, "ClientName": name, "SupportedIdentityProviders": ["COGNITO", "okta"]});
        desk.store.call("CreateUserPoolClient", body).expect("a client");
    }
    desk.store
        .call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "tool"}))
        .expect("a client");
    desk.press("D")
        .sees("Delete okta?")
        .sees("App clients that offer it")
        .sees("web")
        .sees("ios")
        .sees_no("tool")
        .sees("take it out first");
    desk.press("ctrl-t").sees("Update 2 of 2 app clients?").sees("− okta").press("y").sees("2 changed");
    let sent: Vec<_> =
        desk.updates().iter().map(|update| update["SupportedIdentityProviders"].clone()).collect();
    assert_eq!(sent, [json!(["COGNITO"]), json!(["COGNITO"])]);
    desk.press("enter")
        .sees("Delete okta?")
        .sees("none")
        .sees_no("take it out first")
        .write("okta")
        .press("enter")
        .sees("✓ Deleted.");
    assert_eq!(last(&desk), json!({"UserPoolId": pool, "ProviderName": "okta"}));
}

#[test]
fn the_clients_that_offer_a_provider_stand_on_a_tab_of_it() {
    let (mut desk, pool) = saml();
    let body = json!({"UserPoolId": pool, "ClientName": "web", "SupportedIdentityProviders": ["okta"]});
    desk.store.call("CreateUserPoolClient", body).expect("a client");
    desk.press("enter 2")
        .sees("App clients that offer it")
        .sees("web")
        .press("G enter")
        .sees("Authentication flows");
}

#[test]
fn a_copy_of_a_saml_provider_has_a_name_of_its_own_and_no_identifiers() {
    let (mut desk, pool) = saml();
    desk.press("N").sees("okta-copy").press("ctrl-s").press("pgdn pgdn y").sees("as asked");
    let made = last(&desk);
    assert_eq!((&made["ProviderName"], made.get("IdpIdentifiers")), (&json!("okta-copy"), None));
    assert_eq!(
        made["ProviderDetails"],
        json!({"MetadataURL": "https://idp.example/metadata", "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"})
    );
    assert_eq!(stored(&mut desk, &pool, "okta")["IdpIdentifiers"], json!(["shop.example"]));
}

/// A desk at the domain tab of a pool without one.
fn domains() -> (Desk, String) {
    let (mut desk, pool) = desk();
    desk.press("4").sees("There is no domain here.");
    (desk, pool)
}

#[test]
fn a_prefix_domain_is_made_and_followed_until_it_is_active() {
    let (mut desk, pool) = domains();
    desk.press("n").sees("New domain");
    field(&mut desk, "Domain", "My-Shop").sees("lower-case letters, digits and hyphens");
    field(&mut desk, "Domain", "my-cognito").sees("must not hold cognito");
    field(&mut desk, "Domain", "my-shop")
        .sees_no("Certificate")
        .press("ctrl-s")
        .sees("Make my-shop?")
        .press("pgdn y")
        .sees("as asked");
    assert_eq!(last(&desk), json!({"Domain": "my-shop", "UserPoolId": pool}));
    desk.press("enter").sees("Status                      ACTIVE").sees("m/oauth2/idpresponse");
    desk.press("n");
    field(&mut desk, "Domain", "other").press("ctrl-s").sees("already: my-shop. Delete that first");
}

#[test]
fn a_custom_domain_wants_a_certificate_of_virginia_and_can_be_changed() {
    let (mut desk, pool) = domains();
    let arn = |region: &str| format!("arn:aws:acm:{region}:123456789012:certificate/1");
    desk.press("n");
    field(&mut desk, "Domain", "auth.shop.example").sees("Certificate *");
    field(&mut desk, "Certificate", &arn("eu-west-1")).sees("must be in us-east-1");
    field(&mut desk, "Certificate", &arn("us-east-1"))
        .press("ctrl-s")
        .press("pgdn y")
        .sees("as asked")
        .press("enter");
    assert_eq!(
        last(&desk),
        json!({"Domain": "auth.shop.example", "CustomDomainConfig": {"CertificateArn": arn("us-east-1")}, "UserPoolId": pool})
    );
    desk.sees("ACTIVE").press("e");
    field(&mut desk, "Login pages version", "2")
        .press("ctrl-s")
        .press("pgdn y")
        .sees("1 setting changed, 0 others")
        .press("enter");
    let sent = last(&desk);
    assert_eq!(
        (&sent["ManagedLoginVersion"], &sent["CustomDomainConfig"]["CertificateArn"], sent.get("Status")),
        (&json!(2), &json!(arn("us-east-1")), None)
    );
    desk.press("D").write("auth.shop.example").press("enter").sees("✓ Accepted: AWS is deleting it");
    desk.press("enter").sees("There is no domain here.");
    assert_eq!(last(&desk), json!({"UserPoolId": pool, "Domain": "auth.shop.example"}));
}

/// Answers all that is asked, and what follows from that, but for looks at what passes; how long the next
/// look waits.
fn waits(desk: &mut Desk) -> Option<u64> {
    for _ in 0..20 {
        if let Some(Call::Later(_, wait)) =
            desk.held.iter().map(|(_, call)| call).find(|call| matches!(call, Call::Later(..)))
        {
            return Some(wait.as_secs());
        }
        if desk.held.is_empty() {
            return None;
        }
        desk.step();
    }
    None
}

/// A change of the login pages of a domain that is on its way; nothing is answered by itself any more.
fn on_its_way(desk: &mut Desk, version: &str) {
    desk.hold = false;
    desk.press("e");
    field(desk, "Login pages version", version).press("ctrl-s");
    desk.hold = true;
    desk.press("pgdn y");
    waits(desk);
    desk.sees("1 setting changed").press("enter").sees("UPDATING");
}

#[test]
fn a_domain_on_its_way_is_looked_at_ever_more_rarely_and_often_again_after_the_next_change() {
    let (mut desk, pool) = domains();
    desk.store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    desk.press("1 r 4").sees("ACTIVE");
    for version in ["2", "1"] {
        on_its_way(&mut desk, version);
        let mut all = Vec::new();
        while let Some(wait) = waits(&mut desk) {
            all.push(wait);
            desk.step();
        }
        assert_eq!(all[..2], [1, 2], "{all:?}");
        desk.sees("ACTIVE");
    }
}

#[test]
fn looking_at_a_domain_on_its_way_stops_with_a_key_and_where_another_tab_is_shown() {
    let (mut desk, pool) = domains();
    desk.store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    desk.press("1 r 4").sees("ACTIVE");
    on_its_way(&mut desk, "2");
    assert!(waits(&mut desk).is_some());
    desk.press("1");
    assert_eq!(waits(&mut desk), None);
    desk.press("4");
    assert_eq!(waits(&mut desk), Some(1));
    desk.press("s").sees("Stopped reading");
    assert_eq!(waits(&mut desk), None);
    desk.press("j k").sees("UPDATING");
    assert_eq!(waits(&mut desk), None);
    desk.press("r");
    assert_eq!(waits(&mut desk), Some(1));
}

#[test]
fn a_look_that_is_refused_is_said_and_not_tried_over_and_over() {
    let (mut desk, pool) = domains();
    desk.store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    desk.press("1 r 4").sees("ACTIVE");
    on_its_way(&mut desk, "2");
    desk.fails(
        "DescribeUserPoolDomain",
        AppError::new("Can't read the domain: the credentials have expired").kind(ErrorKind::Credentials),
    );
    desk.step().sees("the credentials have expired; r looks again.");
    assert_eq!(waits(&mut desk), None);
}

#[test]
fn a_domain_that_is_made_again_after_it_was_deleted_is_the_chosen_one() {
    let (mut desk, pool) = domains();
    desk.store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    desk.press("1 r 4").sees("ACTIVE");
    for _ in 0..2 {
        desk.press("n");
        field(&mut desk, "Domain", "auth.shop.example");
        field(&mut desk, "Certificate", "arn:aws:acm:us-east-1:123456789012:certificate/1")
            .press("ctrl-s pgdn y")
            .sees("as asked");
        desk.press("enter")
            .sees("▶ Domain                      auth.shop.example")
            .press("G D")
            .sees("Delete auth.shop.example?");
        desk.write("auth.shop.example").press("enter enter").sees_no("auth.shop.example/");
    }
}

#[test]
fn the_second_domain_of_a_pool_is_the_chosen_one_once_it_is_made() {
    let (mut desk, pool) = domains();
    desk.store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    desk.press("1 r 4").sees("▶ Domain                      my-shop").press("n");
    field(&mut desk, "Domain", "auth.shop.example");
    field(&mut desk, "Certificate", "arn:aws:acm:us-east-1:123456789012:certificate/1")
        .press("ctrl-s pgdn y")
        .sees("as asked");
    desk.press("enter")
        .sees("▶ Domain                      auth.shop.example")
        .press("D")
        .sees("Delete auth.shop.example?");
}

#[test]
fn what_a_new_provider_still_lacks_is_said_once_it_is_to_be_sent_and_from_then_on() {
    let (mut desk, _) = desk();
    new(&mut desk, "saml");
    field(&mut desk, "Name", "okta")
        .sees_no("give its URL")
        .press("ctrl-s")
        .sees("✗ give its URL, or the metadata itself below");
    desk.press("up up up").sees("✗ give its URL");
    field(&mut desk, "Metadata URL", "https://idp.example/metadata").sees_no("give its URL");
}

#[test]
fn an_update_of_a_prefix_domain_sends_no_empty_custom_config() {
    let (mut desk, pool) = domains();
    desk.store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    desk.press("1 r 4").sees("my-shop").sees("ACTIVE").press("e");
    field(&mut desk, "Login pages version", "2")
        .press("ctrl-s")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(last(&desk), json!({"Domain": "my-shop", "UserPoolId": pool, "ManagedLoginVersion": 2}));
}

#[test]
fn the_addresses_of_a_domain_are_copied_with_a_key() {
    let (mut desk, pool) = domains();
    desk.store
        .call("CreateUserPoolDomain", json!({"UserPoolId": pool, "Domain": "my-shop"}))
        .expect("a domain");
    desk.press("1 r 4").sees("▶ Domain").press("y j j j j j j j j y").sees("Copied");
    assert_eq!(desk.copied[0], "my-shop");
    assert!(
        desk.copied[1].starts_with("https://my-shop.auth.eu-west-1.amazoncognito.com/"),
        "{:?}",
        desk.copied
    );
}

/// The details that a provider of each type can have, all of them.
fn whole_details() -> Vec<(&'static str, Value)> {
    let social = json!({"client_id": "abc", "client_secret": "made-up-secret", "authorize_scopes": "email"});
    let mut facebook = social.clone();
    facebook["api_version"] = json!("v17.0");
    vec![
        (
            "SAML",
            json!({"MetadataURL": "https://idp.example/metadata", "MetadataFile": METADATA, "IDPSignout": "true", "IDPInit": "true",
                "EncryptedResponses": "true", "RequestSigningAlgorithm": "rsa-sha256"}),
        ),
        (
            "OIDC",
            json!({"client_id": "abc", "client_secret": "made-up-secret", "authorize_scopes": "openid", "attributes_request_method": "GET",
                "oidc_issuer": "https://login.example", "authorize_url": "https://login.example/a", "token_url": "https://login.example/t",
                "attributes_url": "https://login.example/u", "jwks_uri": "https://login.example/k"}),
        ),
        ("Google", social.clone()),
        ("Facebook", facebook),
        ("LoginWithAmazon", social),
        (
            "SignInWithApple",
            json!({"client_id": "abc", "team_id": "A1B2C3D4E5", "key_id": "F6G7H8I9J0", "private_key": "QUJD", "authorize_scopes": "email"}),
        ),
    ]
}

/// Another value than it has for a detail.
fn other_value(field: &Field, now: &str) -> String {
    match (field.kind, field.member()) {
        (FieldKind::Choice(values), _) => {
            values.iter().find(|value| **value != now).copied().unwrap_or_default().to_owned()
        }
        (FieldKind::LongText, _) => METADATA.replace("okta.com/exk", "okta.com/other"),
        _ if now.starts_with("https://") => format!("{now}/other"),
        _ if now.starts_with('v') => "v19.0".to_owned(),
        _ => format!("{now}x"),
    }
}

#[test]
fn changing_any_one_setting_of_a_provider_leaves_all_others_and_unknown_ones_as_they_were_and_sends_no_other_member()
 {
    for (kind, mut details) in whole_details() {
        details["FutureDetail"] = json!("kept");
        let name = if ["SAML", "OIDC"].contains(&kind) { "ours" } else { kind };
        let rows = |document: &Document| -> Vec<&'static Field> {
            PROVIDER
                .there(document)
                .filter(|field| {
                    field.access == Access::Editable && field.path.starts_with("ProviderDetails.")
                })
                .collect()
        };
        let of_type = Document::from_value(json!({"ProviderType": kind})).expect("a document");
        let described = |store: &mut Store, pool: &str| {
            let ids = json!({"UserPoolId": pool, "ProviderName": name});
            let mut answer = store.call("DescribeIdentityProvider", ids).expect("the provider");
            Document::from_value(answer["IdentityProvider"].take()).expect("a document")
        };
        let mut edits: Vec<_> = rows(&of_type).into_iter().map(|field| (field.path, None)).collect();
        assert!(edits.len() >= 3, "{kind} has details");
        edits.push(("AttributeMapping.email", Some(json!("mail"))));
        edits.push(("IdpIdentifiers", Some(json!(["other.example"]))));
        edits.push(("AcrMapping", Some(json!({"Level2": "mfa"}))));
        for (path, value) in edits {
            let (mut desk, pool) = desk();
            let body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
                "AttributeMapping": {"email": "email"}, "IdpIdentifiers": ["shop.example"], "AcrMapping": {"Level1": "pwd"}});
            desk.store.call("CreateIdentityProvider", body).unwrap_or_else(|error| panic!("{kind}: {error}"));
            let before = described(&mut desk.store, &pool);
            let mut edited = before.clone();
            let field = rows(&of_type).into_iter().find(|field| field.path == path);
            let new = value.unwrap_or_else(|| {
                Value::from(other_value(field.expect("a row"), before.text(path).unwrap_or_default()))
            });
            edited.set(path, (new != json!("")).then_some(new));
            if kind == "SignInWithApple"
                && path.starts_with("ProviderDetails.")
                && path != "ProviderDetails.private_key"
            {
                edited.set("ProviderDetails.private_key", Some(json!("QUJD")));
            }
            let request = update_request(&before, &edited, &PROVIDER);
            let member = path.split('.').next().expect("a member");
            let sent: Vec<_> =
                request.members().keys().map(String::as_str).filter(|name| *name != "UserPoolId").collect();
            assert!(
                sent.contains(&member) && sent.iter().all(|name| [member, "ProviderName"].contains(name)),
                "{kind} {path}: {sent:?}"
            );
            desk.store
                .call("UpdateIdentityProvider", request.into_value())
                .unwrap_or_else(|error| panic!("{kind} {path}: {error}"));
            let mut after = described(&mut desk.store, &pool);
            for told in ["LastModifiedDate", "ProviderDetails.private_key"] {
                after.set(told, edited.get(told).cloned());
            }
            let drift = changes(&edited, &after, &PROVIDER);
            assert!(drift.is_empty(), "{kind} {path}: {drift:?}");
            assert_eq!(after.text("ProviderDetails.FutureDetail"), Some("kept"), "{kind} {path}");
            assert!(
                path.ends_with("private_key") || !changes(&before, &after, &PROVIDER).is_empty(),
                "{kind} {path} is changed"
            );
        }
    }
}

/// The domain once its last change is through, which takes some looks at it.
fn settled(store: &mut Store) -> Document {
    let mut described = || {
        let mut answer =
            store.call("DescribeUserPoolDomain", json!({"Domain": "auth.shop.example"})).expect("the domain");
        Document::from_value(answer["DomainDescription"].take()).expect("a document")
    };
    (0..10).map(|_| described()).last().expect("a domain")
}

#[test]
fn changing_any_one_setting_of_a_domain_leaves_the_others_at_a_service_that_resets_what_is_omitted() {
    let arn = |name: &str| json!(format!("arn:aws:acm:us-east-1:123456789012:certificate/{name}"));
    let others = [
        ("ManagedLoginVersion", json!(1)),
        ("CustomDomainConfig.CertificateArn", arn("2")),
        ("CustomDomainConfig.SecurityPolicy", json!("TLS_V1_2_2021")),
    ];
    for (path, value) in others {
        let (mut desk, pool) = desk();
        let body = json!({"UserPoolId": pool, "Domain": "auth.shop.example", "ManagedLoginVersion": 2,
            "CustomDomainConfig": {"CertificateArn": arn("1"), "SecurityPolicy": "TLS_V1"}});
        desk.store.call("CreateUserPoolDomain", body).expect("a domain");
        let before = settled(&mut desk.store);
        assert_eq!(before.text("Status"), Some("ACTIVE"));
        let mut edited = before.clone();
        edited.set(path, Some(value));
        let request = update_request(&before, &edited, &DOMAIN).into_value();
        desk.store.call("UpdateUserPoolDomain", request).unwrap_or_else(|error| panic!("{path}: {error}"));
        assert_eq!(settled(&mut desk.store), edited, "{path}");
    }
}

proptest! {
    #[test]
    fn any_edit_in_the_form_of_a_provider_touches_its_own_member_and_sends_no_other(
        before in random::any_document(&PROVIDER),
        kind in prop::sample::select(vec!["SAML", "OIDC", "Google", "Facebook", "SignInWithApple", "LoginWithAmazon", "New"]),
        at in 0usize..200,
    ) {
        let mut before = before;
        before.set("ProviderType", Some(json!(kind)));
        let mut form = Form::edit(Key::child(&PROVIDER, "eu-west-1_A", "okta"), "okta".to_owned(), before.clone());
        prop_assert_eq!(&form.document(), &before);
        let path = random::edit(&mut form, at);
        let member = path.split('.').next().expect("a member");
        let sent = update_request(&before, &form.document(), &PROVIDER);
        for name in sent.members().keys() {
            prop_assert!([member, "UserPoolId", "ProviderName"].contains(&name.as_str()), "{} came with {}", name, path);
        }
        let now = form.document();
        let key = path.strip_prefix("ProviderDetails.").unwrap_or_default();
        for (name, value) in before.get("ProviderDetails").and_then(Value::as_object).into_iter().flatten() {
            let has_a_row = PROVIDER.there(&before).any(|field| field.path == format!("ProviderDetails.{name}"));
            let own = name == key || (path == "ProviderDetails" && !has_a_row);
            let stays = now.get("ProviderDetails").and_then(|details| details.get(name));
            prop_assert!(own || stays == Some(value), "{} changed with {}", name, path);
        }
    }
}
