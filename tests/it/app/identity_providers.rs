//! Identity providers: how each type is created, changed and deleted, and what is read of SAML metadata.

use super::user_pool;
use crate::support::harness::Harness;
use crate::support::random;
use cognitui::app::form::Form;
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::resource::tables::PROVIDER;
use cognitui::resource::{Access, Document, Field, FieldKind, Key, changes, update_request};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Metadata whose certificate is good until 2035.
const METADATA: &str = include_str!("../../fixtures/okta.xml");

/// When the certificate of `expired` expired, on 2025-05-06.
const EXPIRY: i64 = 1_746_515_289;

/// The same metadata with a signing certificate that expired in 2025.
fn expired() -> String {
    let body =
        |pem: &str| pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n");
    let start = METADATA.find("<ds:X509Certificate>").expect("a certificate") + "<ds:X509Certificate>".len();
    let end = METADATA.find("</ds:X509Certificate>").expect("its end");
    format!("{}{}{}", &METADATA[..start], body(include_str!("../../fixtures/expired.pem")), &METADATA[end..])
}

fn stored(harness: &mut Harness, pool: &str, name: &str) -> Value {
    let ids = json!({"UserPoolId": pool, "ProviderName": name});
    harness.store.call("DescribeIdentityProvider", ids).expect("the provider")["IdentityProvider"].take()
}

/// Opens the form of a new provider of a type.
fn new<'a>(harness: &'a mut Harness, kind: &str) -> &'a mut Harness {
    harness.press("n").sees("which type?").write(kind).press("enter").sees("New identity provider")
}

#[test]
fn a_saml_provider_is_made_of_the_url_of_its_metadata() {
    let (mut harness, pool) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "okta");
    harness.fill("Metadata URL", "https://idp.example/metadata");
    harness
        .press("ctrl-s")
        .sees("Create identity provider okta?")
        .sees("CreateIdentityProvider")
        .press("pgdn pgdn y")
        .sees(" match");
    assert_eq!(
        harness.last_update(),
        json!({"ProviderType": "SAML", "ProviderName": "okta", "ProviderDetails": {"MetadataURL": "https://idp.example/metadata"},
            "AttributeMapping": {"email": "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"}, "UserPoolId": pool})
    );
    harness.press("enter").sees("▶ okta").sees("unknown (m fetches)");
}

#[test]
fn a_name_that_belongs_to_another_type_is_refused_at_the_name_and_the_form_is_whole() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "Facebook");
    harness.fill("Metadata URL", "https://idp.example/metadata");
    harness.press("ctrl-s").sees("Create identity provider Facebook?").press("pgdn pgdn y");
    assert_eq!(harness.updates().len(), 1);
    harness.sees("Nothing was changed.").press("enter");
    harness
        .sees("▶ Name *                      Facebook")
        .sees("✗ InvalidParameterException: Provider Facebook")
        .sees("own types only.")
        .sees("https://idp.example/metadata");
    // Another name goes through: nothing had to be typed anew.
    harness.press("ctrl-u").write("meta").press("ctrl-s pgdn pgdn pgdn y").sees(" match");
    assert_eq!(harness.last_update()["ProviderName"], "meta");
}

#[test]
fn a_saml_provider_is_made_of_a_file_that_is_found_by_completion() {
    let (mut harness, pool) = user_pool();
    harness.texts = vec![("idp/metadata.xml".into(), METADATA.into()), ("notes.txt".into(), "hello".into())];
    new(&mut harness, "saml");
    harness.fill("Name", "okta");
    harness.press("down down down").sees("paste it here, or Ctrl-o reads a file");
    harness.press("ctrl-o").sees("▶ idp/").sees("notes.txt").write("note").press("enter");
    harness
        .sees("This file is not XML")
        .press("ctrl-u")
        .write("id")
        .press("tab")
        .sees(": idp/")
        .sees("▶ metadata.xml");
    harness.press("enter").sees("Entity id").sees("Signing certificate").vanishes("is not XML");
    harness.press("ctrl-s").press("pgdn pgdn pgdn y").sees(" match");
    assert_eq!(harness.last_update()["ProviderDetails"], json!({"MetadataFile": METADATA}));
    assert_eq!(stored(&mut harness, &pool, "okta")["ProviderDetails"]["MetadataFile"], METADATA);
}

#[test]
fn pasted_metadata_keeps_its_lines_and_an_expired_certificate_is_refused_before_aws_does() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "adfs");
    harness.press("down down down").event(cognitui::message::Event::Paste(expired()));
    harness.sees("its signing certificate expired on").press("ctrl-s").sees("fixing:");
    assert!(harness.updates().is_empty());
    harness.press("backspace").event(cognitui::message::Event::Paste(METADATA.into())).vanishes("expired");
    harness.press("ctrl-s pgdn pgdn pgdn y");
    assert_eq!(harness.last_update()["ProviderDetails"]["MetadataFile"], METADATA);
}

#[test]
fn a_program_left_open_for_a_day_counts_from_the_day_it_is_now() {
    const HALF_A_DAY: i64 = 12 * 3_600;
    let (mut harness, pool) = with("SAML", "okta", &json!({"MetadataURL": "https://idp.example/metadata"}));
    harness.store.provider_mut(&pool, "okta")["ProviderDetails"] = json!({"MetadataFile": expired()});
    harness.now = EXPIRY - HALF_A_DAY;
    harness.press("r").sees("(12 h)");
    harness.app.size = (80, 40);
    harness.press("e").sees("in 12 hours");
    harness
        .focus_field("Sign out at the provider")
        .press("space")
        .never_shows("its signing certificate expired on");
    // A day later the list counts from then, and the form that is open since refuses what it took before.
    harness.now += 2 * HALF_A_DAY;
    harness
        .press("ctrl-s")
        .sees("its signing certificate expired on")
        .never_shows("Update identity provider okta?");
    harness.press("esc y").sees("(expired)");
}

#[test]
fn an_oidc_provider_has_all_four_addresses_or_none() {
    let (mut harness, pool) = user_pool();
    new(&mut harness, "oidc");
    harness.fill("Name", "partner");
    harness.fill("Client id", "abc");
    harness.fill("Client secret", "s3cret-of-ours");
    harness.fill("Issuer", "http://login.example").sees("must begin with https://");
    harness.fill("Issuer", "https://login.example");
    harness
        .fill("Token endpoint", "https://login.example/token")
        .press("ctrl-s")
        .sees("set all four endpoints or none");
    harness
        .fill("Token endpoint", "")
        .press("ctrl-s")
        .sees("a secret")
        .never_shows("s3cret-of-ours")
        .press("pgdn pgdn y")
        .sees(" match");
    assert_eq!(
        harness.last_update(),
        json!({"ProviderType": "OIDC", "ProviderName": "partner", "UserPoolId": pool,
            "ProviderDetails": {"client_id": "abc", "client_secret": "s3cret-of-ours", "authorize_scopes": "openid email profile",
                "attributes_request_method": "GET", "oidc_issuer": "https://login.example"},
            "AttributeMapping": {"username": "sub", "email": "email"}})
    );
    harness.sees("Set by AWS").sees("https://login.example/authorize");
}

#[test]
fn a_social_provider_bears_the_name_of_its_type_which_is_not_asked() {
    for (kind, name, id) in [
        ("google", "Google", "Client id"),
        ("facebook", "Facebook", "Client id"),
        ("amazon", "LoginWithAmazon", "Client id"),
    ] {
        let (mut harness, _) = user_pool();
        new(&mut harness, kind)
            .sees(&format!("Name *                      {name}  (can't be changed)"))
            .sees(&format!("▶ {id} *"));
        harness.fill(id, "abc");
        harness.fill("Client secret", "made-up").press("ctrl-s").press("pgdn pgdn y").sees(" match");
        let made = harness.last_update();
        assert_eq!((&made["ProviderName"], &made["ProviderType"]), (&json!(name), &json!(name)));
        assert_eq!(made["ProviderDetails"]["client_secret"], "made-up");
        harness.press("enter").sees(&format!("▶ {name}"));
        harness.press("N").sees(&format!("This user pool already has a {name} provider (limit 1)."));
    }
}

#[test]
fn apples_key_comes_out_of_its_file_and_is_asked_for_again_with_every_change_of_a_detail() {
    let (mut harness, pool) = user_pool();
    harness.texts = vec![(
        "AuthKey_1.p8".into(),
        "-----BEGIN PRIVATE KEY-----\nMEECAQAw\nEwYH\n-----END PRIVATE KEY-----\n".into(),
    )];
    new(&mut harness, "apple");
    harness.fill("Services id", "com.example.shop");
    harness.fill("Team id", "A1B2C3D4E5");
    harness.fill("Key id", "F6G7H8I9J0").press("ctrl-s").sees("must not be empty");
    harness.fill("Private key", "").press("ctrl-o").sees("▶ AuthKey_1.p8").press("enter").sees("••••");
    harness.press("ctrl-s").never_shows("MEECAQAw").press("pgdn pgdn y").sees(" match");
    assert_eq!(harness.last_update()["ProviderDetails"]["private_key"], "MEECAQAwEwYH");
    harness.press("enter e");
    harness.fill("Team id", "NEWTEAM123").press("ctrl-s").sees("AWS never returns it and needs it again");
    harness
        .fill("Private key", "MEECAQAB")
        .press("ctrl-s")
        .sees("Private key")
        .never_shows("MEECAQAB")
        .press("pgdn y")
        .sees("0 others");
    let sent = harness.last_update();
    assert_eq!(
        sent,
        json!({"UserPoolId": pool, "ProviderName": "SignInWithApple", "ProviderDetails": {"client_id": "com.example.shop",
            "team_id": "NEWTEAM123", "key_id": "F6G7H8I9J0", "authorize_scopes": "email name", "private_key": "MEECAQAB"}})
    );
}

#[test]
fn apples_key_can_be_pasted_as_its_file_has_it_and_other_words_are_refused() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "apple");
    harness
        .fill("Private key", "")
        .event(cognitui::message::Event::Paste("Dear admin,\nsee the file.\n".into()));
    harness.sees("The pasted text is not a .p8 private key").never_shows("••");
    let file = "-----BEGIN PRIVATE KEY-----\nMEECAQAw\nEwYH\n-----END PRIVATE KEY-----\n";
    harness
        .event(cognitui::message::Event::Paste(file.into()))
        .sees("••••••••••••")
        .press("ctrl-r")
        .sees("MEECAQAwEwYH");
}

#[test]
fn a_key_that_is_pasted_where_its_file_is_picked_is_taken_and_is_in_no_line_that_is_logged() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "apple");
    harness.fill("Private key", "").press("ctrl-o").sees("Open a file");
    harness
        .event(cognitui::message::Event::Paste("Dear admin,\nsee the file.\n".into()))
        .sees("The pasted text is not a .p8 private key");
    let file = "-----BEGIN PRIVATE KEY-----\nMEECAQAw\nEwYH\n-----END PRIVATE KEY-----\n";
    harness
        .event(cognitui::message::Event::Paste(file.into()))
        .vanishes("Open a file")
        .sees("••••••••••••")
        .never_shows("MEEC");
    harness
        .press("ctrl-o")
        .event(cognitui::message::Event::Paste("MEECAQAwEwYH".into()))
        .vanishes("Open a file")
        .never_shows("MEEC");
    harness
        .press("ctrl-u")
        .event(cognitui::message::Event::Paste(file.replace('\n', " ")))
        .sees("••••••••••••")
        .never_shows("✗");
    harness.write(" MEECAQAw").sees("✗ must be only the text between the BEGIN and");
    assert!(!format!("{:?}", harness.sent).contains("MEEC"));
    // The program logs every call that it starts.
    harness.press("ctrl-o").write("some/secret-name");
    assert!(!format!("{:?}", harness.sent).contains("secret-name"));
}

#[test]
fn what_is_typed_into_a_secret_that_nobody_sees_takes_its_place() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    for keys in ["paste", "type", "backspace"] {
        let (mut harness, _) = with("Google", "Google", &details);
        harness.press("e");
        harness.focus_field("Client secret").sees("••••••••  kept until you type a new one");
        match keys {
            "paste" => harness.event(cognitui::message::Event::Paste("second".into())),
            "type" => harness.write("second"),
            _ => harness.press("backspace").sees("✗ must not be empty").write("second"),
        };
        harness
            .press("ctrl-s")
            .sees("Client secret  changed")
            .never_shows("second")
            .press("y")
            .sees("1 setting changed, 0 others");
        assert_eq!(harness.last_update()["ProviderDetails"]["client_secret"], "second", "{keys}");
    }
    let (mut harness, _) = with("Google", "Google", &details);
    harness.press("e");
    harness
        .focus_field("Client secret")
        .press("left")
        .write("2")
        .press("ctrl-s y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update()["ProviderDetails"]["client_secret"],
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
        let (mut harness, _) = with("Google", "Google", &details);
        harness.press("e");
        harness
            .focus_field("Client secret")
            .press(keys)
            .write("second")
            .press("ctrl-s y")
            .sees("1 setting changed, 0 others");
        assert_eq!(harness.last_update()["ProviderDetails"]["client_secret"], "second", "{keys}");
    }
    let (mut harness, _) = with("Google", "Google", &details);
    harness.press("e");
    harness
        .focus_field("Client secret")
        .write("x")
        .press("ctrl-z ctrl-z ctrl-s")
        .sees("Nothing to send: no setting changed.");
}

#[test]
fn a_copied_secret_is_replaced_by_what_is_typed() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid",
        "attributes_request_method": "GET", "oidc_issuer": "https://login.example"});
    let (mut harness, _) = with("OIDC", "partner", &details);
    harness.press("N").sees("partner-copy");
    harness
        .focus_field("Client secret")
        .sees("kept until you type a new one")
        .write("second")
        .press("ctrl-s pgdn pgdn y")
        .sees(" match");
    assert_eq!(harness.last_update()["ProviderDetails"]["client_secret"], "second");
}

#[test]
fn a_detail_whose_name_says_that_it_is_secret_is_masked_in_the_form_too() {
    let (mut harness, _) = with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "api_secret": "hunter2"}),
    );
    harness.press("e");
    harness.focus_field("1 Detail").never_shows("hunter2").sees("•••••••");
    harness.press("backspace").never_shows("hunter2").press("ctrl-u").write("comment").never_shows("hunter2");
    harness.press("down ctrl-r").sees("hunter2");
}

#[test]
fn the_signing_of_requests_can_be_taken_back() {
    let (mut harness, _) = with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "RequestSigningAlgorithm": "rsa-sha256"}),
    );
    harness.press("e");
    harness
        .focus_field("Sign requests")
        .sees("‹ rsa-sha256 ›")
        .press("space")
        .sees("‹ no ›")
        .press("ctrl-s")
        .sees("rsa-sha256  →  no")
        .press("y");
    assert_eq!(
        harness.last_update()["ProviderDetails"],
        json!({"MetadataURL": "https://idp.example/metadata"})
    );
}

#[test]
fn a_provider_that_takes_signed_requests_only_is_said_to_and_unsigned_ones_are_warned_of() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "adfs");
    harness
        .focus_field("Metadata  ")
        .event(cognitui::message::Event::Paste(include_str!("../../fixtures/adfs.xml").into()));
    harness.sees("Signed requests           required");
    harness
        .focus_field("Sign requests")
        .sees("! the metadata requires signed requests")
        .press("space")
        .vanishes("! the metadata requires");
}

#[test]
fn metadata_that_something_else_took_the_place_of_comes_back() {
    let (mut harness, _) = with("SAML", "okta", &json!({"MetadataFile": METADATA}));
    harness.press("e");
    harness.focus_field("1 Identifier").press("ctrl-d").never_shows("shop.example");
    harness
        .focus_field("Metadata  ")
        .sees("Entity id")
        .press("backspace")
        .vanishes("Entity id")
        .press("ctrl-z")
        .sees("Entity id");
    harness.press("ctrl-y").vanishes("Entity id").press("ctrl-z").sees("Entity id").press("esc y e");
    harness.focus_field("Metadata  ");
    harness
        .event(cognitui::message::Event::Paste("oops".into()))
        .sees("✗ is not XML")
        .press("ctrl-z")
        .sees("Entity id")
        .press("ctrl-s");
    harness.sees("Nothing to send: no setting changed.");
}

#[test]
fn expired_metadata_stops_a_change_of_a_detail_and_no_other_one() {
    let (mut harness, pool) = with("SAML", "okta", &json!({"MetadataURL": "https://idp.example/metadata"}));
    harness.store.provider_mut(&pool, "okta")["ProviderDetails"] = json!({"MetadataFile": expired()});
    harness.press("r e");
    harness
        .focus_field("Sign out at the provider")
        .press("space ctrl-s")
        .sees("fixing:")
        .sees("its signing certificate expired on")
        .press("esc y e");
    harness
        .focus_field("Provider's attribute")
        .press("ctrl-u")
        .write("mail")
        .press("ctrl-s")
        .sees("Update identity provider okta?")
        .press("y");
    harness.sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"UserPoolId": pool, "ProviderName": "okta", "AttributeMapping": {"email": "mail"}})
    );
}

#[test]
fn a_certificate_in_the_list_is_that_of_the_address_which_the_provider_names_now() {
    let (mut harness, _) = saml();
    harness.texts = vec![("https://idp.example/metadata".into(), METADATA.into())];
    harness.press("m").sees("Entity id").press("enter").sees("(8 y)").press("e");
    harness
        .fill("Metadata URL", "https://idp.example/other")
        .press("ctrl-s pgdn y")
        .sees("1 setting changed")
        .press("enter");
    harness.vanishes("(8 y)").sees("unknown (m fetches)");
}

#[test]
fn a_key_that_aws_never_tells_is_said_to_be_sent_and_is_unknown_when_the_answer_is_lost() {
    let details = json!({"client_id": "com.example.shop", "team_id": "A1B2C3D4E5", "key_id": "F6G7H8I9J0",
        "authorize_scopes": "email", "private_key": "MEECAQAA"});
    let (mut harness, _) = with("SignInWithApple", "SignInWithApple", &details);
    harness.press("e");
    harness.focus_field("Private key").write("MEECAQAB").press("ctrl-s").sees("Private key").press("y");
    harness.sees("0 settings changed, 1 setting sent that AWS never returns, 0 others").press("enter e");
    harness.focus_field("Private key").write("MEECAQAC").press("ctrl-s");
    harness.fails("UpdateIdentityProvider", AppError::new("The response was lost").kind(ErrorKind::Unknown));
    harness.press("y").sees("Unknown whether the update was applied");
}

#[test]
fn a_social_type_that_the_pool_has_is_not_offered_a_second_form() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    let (mut harness, _) = with("Google", "Google", &details);
    harness
        .press("n")
        .write("google")
        .press("enter")
        .sees("This user pool already has a Google provider (limit 1)")
        .press("esc")
        .sees("▶ Google");
}

#[test]
fn an_identifier_leads_to_a_provider_that_came_after_the_list_was_read() {
    let (mut harness, pool) = saml();
    let body = json!({"UserPoolId": pool, "ProviderName": "late", "ProviderType": "SAML", "IdpIdentifiers": ["late.example"],
        "ProviderDetails": {"MetadataURL": "https://late.example"}});
    harness.store.call("CreateIdentityProvider", body).expect("a provider");
    harness
        .press("i")
        .write("late.example")
        .press("enter")
        .sees("late.example belongs to late. Enter opens it.")
        .sees("▶ late");
    harness.press("enter").sees("https://late.example");
}

/// The harness at a pool with a provider of one type.
fn with(kind: &str, name: &str, details: &Value) -> (Harness, String) {
    let (mut harness, pool) = user_pool();
    let body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
        "AttributeMapping": {"email": "email"}, "IdpIdentifiers": ["shop.example"]});
    harness.store.call("CreateIdentityProvider", body).expect("a provider");
    harness.press("r").sees(&format!("▶ {name}"));
    (harness, pool)
}

fn saml() -> (Harness, String) {
    with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"}),
    )
}

#[test]
fn an_update_sends_only_the_maps_that_changed_each_whole_and_nothing_that_aws_worked_out() {
    let (mut harness, pool) = saml();
    let before = stored(&mut harness, &pool, "okta");
    assert!(
        before["ProviderDetails"]["ActiveEncryptionCertificate"].is_string(),
        "AWS tells what it does not take"
    );
    harness.press("e");
    harness
        .fill("Metadata URL", "https://idp.example/metadata/2")
        .press("ctrl-s")
        .sees("Update identity provider okta?")
        .sees("No other setting changes.")
        .never_shows("sent back")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"UserPoolId": pool, "ProviderName": "okta", "ProviderDetails": {"MetadataURL": "https://idp.example/metadata/2",
            "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"}})
    );
    harness
        .press("enter e")
        .press("down")
        .sees("+ add an entry")
        .press("space")
        .write("shop.test")
        .press("ctrl-s")
        .press("pgdn y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"UserPoolId": pool, "ProviderName": "okta", "IdpIdentifiers": ["shop.example", "shop.test"]})
    );
    let mut expected = before;
    expected["ProviderDetails"]["MetadataURL"] = json!("https://idp.example/metadata/2");
    expected["IdpIdentifiers"] = json!(["shop.example", "shop.test"]);
    let mut now = stored(&mut harness, &pool, "okta");
    for one in [&mut expected, &mut now] {
        one["LastModifiedDate"] = Value::Null;
    }
    assert_eq!(now, expected);
}

#[test]
fn details_that_this_build_does_not_know_are_rows_of_their_own_and_can_be_edited() {
    let (mut harness, _) = saml();
    harness.press("e");
    harness.fill("Value", "changed").sees("NewerThanThis");
    harness
        .press("ctrl-s")
        .sees("Details by name › NewerThanThis  kept  →  changed")
        .press("y")
        .sees("1 setting changed, 0 others");
    assert_eq!(harness.last_update()["ProviderDetails"]["NewerThanThis"], "changed");
    harness.press("enter e");
    harness
        .fill("Value", "changed")
        .press("down space")
        .write("MetadataURL")
        .press("ctrl-s")
        .sees("has its own field: Metadata URL");
}

#[test]
fn a_secret_that_is_not_touched_stays_and_one_that_changes_shows_only_that() {
    let details = json!({"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid"});
    let (mut harness, pool) = with("Google", "Google", &details);
    harness.press("e");
    harness
        .fill("Scopes", "openid email")
        .press("ctrl-s")
        .sees("Scopes")
        .never_shows("first-secret")
        .press("y")
        .sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"UserPoolId": pool, "ProviderName": "Google",
            "ProviderDetails": {"client_id": "abc", "client_secret": "first-secret", "authorize_scopes": "openid email"}})
    );
    harness.press("enter e");
    harness
        .fill("Client secret", "second-secret")
        .press("ctrl-s")
        .sees("Client secret")
        .never_shows("second-secret")
        .never_shows("first-secret");
    harness.press("y").sees("1 setting changed, 0 others").never_shows("second-secret");
}

#[test]
fn what_lies_at_the_url_of_the_metadata_is_fetched_on_a_key_only() {
    let (mut harness, _) = saml();
    harness.texts = vec![("https://idp.example/metadata".into(), METADATA.into())];
    assert!(!harness.operations().contains(&"fetch"));
    harness
        .sees("unknown (m fetches)")
        .press("m")
        .sees("SAML metadata at the URL")
        .sees("Entity id")
        .sees("Signing certificate")
        .press("enter");
    assert_eq!(harness.operations().iter().filter(|operation| **operation == "fetch").count(), 1);
    harness.sees("(8 y)");
    harness.press("e");
    harness
        .fill("Metadata URL", "https://nowhere.example/x")
        .press("ctrl-o")
        .sees("✗ There is nothing at https://nowhere.example/x")
        .press("esc");
    harness.sees("Edit okta").sees("https://nowhere.example/x");
}

#[test]
fn the_left_side_of_a_mapping_is_picked_from_the_pool_and_the_right_one_from_usual_claims() {
    let (mut harness, _) = saml();
    harness.press("e");
    harness
        .fill("1 User-pool attribute", "")
        .press("ctrl-o")
        .sees("Choose User-pool attribute")
        .sees("email")
        .sees("required")
        .write("custom")
        .press("enter");
    harness.sees("custom:badge can't").sees("the user pool requires email");
    harness.press("down ctrl-o").sees("claims/emailaddress").press("enter");
    harness.press("down space").write("custom:badge").sees("is a duplicate");
}

#[test]
fn an_identifier_leads_to_its_provider() {
    let (mut harness, _) = saml();
    harness
        .press("i")
        .sees("Find by identifier")
        .write("nobody.example")
        .press("enter")
        .sees("No identity provider has the identifier nobody.example");
    harness.press("ctrl-u").write("shop!").press("enter").sees("letters, digits, spaces and + = . @ -");
    harness
        .press("ctrl-u")
        .write("shop.example")
        .press("enter")
        .sees("shop.example belongs to okta. Enter opens it.")
        .press("enter")
        .sees("Metadata URL");
}

#[test]
fn a_deletion_names_the_clients_that_offer_the_provider_and_takes_it_out_of_them_first() {
    let (mut harness, pool) = saml();
    for name in ["web", "ios"] {
        let body = json!({"UserPoolId": pool, "ClientName": name, "SupportedIdentityProviders": ["COGNITO", "okta"]});
        harness.store.call("CreateUserPoolClient", body).expect("a client");
    }
    harness
        .store
        .call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "tool"}))
        .expect("a client");
    harness
        .press("D")
        .sees("Delete identity provider okta?")
        .sees("App clients that offer it")
        .sees("web")
        .sees("ios")
        .never_shows("tool")
        .sees("remove its uses");
    harness.press("ctrl-t").sees("Update 2 of 2 app clients?").sees("− okta").press("y").sees("2 changed");
    let sent: Vec<_> =
        harness.updates().iter().map(|update| update["SupportedIdentityProviders"].clone()).collect();
    assert_eq!(sent, [json!(["COGNITO"]), json!(["COGNITO"])]);
    harness
        .press("enter")
        .sees("Delete identity provider okta?")
        .sees("none")
        .vanishes("remove its uses")
        .write("okta")
        .press("enter")
        .sees("✓ Deleted and verified");
    assert_eq!(harness.last_update(), json!({"UserPoolId": pool, "ProviderName": "okta"}));
}

#[test]
fn the_clients_that_offer_a_provider_stand_on_a_tab_of_it() {
    let (mut harness, pool) = saml();
    let body = json!({"UserPoolId": pool, "ClientName": "web", "SupportedIdentityProviders": ["okta"]});
    harness.store.call("CreateUserPoolClient", body).expect("a client");
    harness
        .press("enter 2")
        .sees("App clients that offer it")
        .sees("web")
        .press("G enter")
        .sees("Authentication flows");
}

#[test]
fn a_copy_of_a_saml_provider_has_a_name_of_its_own_and_no_identifiers() {
    let (mut harness, pool) = saml();
    harness.press("N").sees("okta-copy").press("ctrl-s").press("pgdn pgdn y").sees(" match");
    let made = harness.last_update();
    assert_eq!((&made["ProviderName"], made.get("IdpIdentifiers")), (&json!("okta-copy"), None));
    assert_eq!(
        made["ProviderDetails"],
        json!({"MetadataURL": "https://idp.example/metadata", "IDPSignout": "true", "EncryptedResponses": "true", "NewerThanThis": "kept"})
    );
    assert_eq!(stored(&mut harness, &pool, "okta")["IdpIdentifiers"], json!(["shop.example"]));
}

#[test]
fn what_a_new_provider_still_lacks_is_said_once_it_is_to_be_sent_and_from_then_on() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness
        .fill("Name", "okta")
        .never_shows("enter its URL")
        .press("ctrl-s")
        .sees("✗ enter its URL, or the metadata itself below");
    harness.press("up up up").sees("✗ enter its URL");
    harness.fill("Metadata URL", "https://idp.example/metadata").vanishes("enter its URL");
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
                .visible_fields(document)
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
            let (mut harness, pool) = user_pool();
            let body = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind, "ProviderDetails": details,
                "AttributeMapping": {"email": "email"}, "IdpIdentifiers": ["shop.example"], "AcrMapping": {"Level1": "pwd"}});
            harness
                .store
                .call("CreateIdentityProvider", body)
                .unwrap_or_else(|error| panic!("{kind}: {error}"));
            let before = described(&mut harness.store, &pool);
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
            harness
                .store
                .call("UpdateIdentityProvider", request.into_value())
                .unwrap_or_else(|error| panic!("{kind} {path}: {error}"));
            let mut after = described(&mut harness.store, &pool);
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

proptest! {
    #[test]
    fn any_edit_in_the_form_of_a_provider_touches_its_own_member_and_sends_no_other(
        before in random::any_document(&PROVIDER),
        kind in prop::sample::select(vec!["SAML", "OIDC", "Google", "Facebook", "SignInWithApple", "LoginWithAmazon", "New"]),
        at in 0usize..200,
    ) {
        let mut before = before;
        before.set("ProviderType", Some(json!(kind)));
        let mut form = Form::edit(Key::child(&PROVIDER, "eu-west-1_A", "okta"), "okta".to_owned(), before.clone(), 0);
        prop_assert_eq!(&form.document(), &before);
        let Some(path) = random::edit(&mut form, at) else { return Ok(()) };
        let member = path.split('.').next().expect("a member");
        let sent = update_request(&before, &form.document(), &PROVIDER);
        for name in sent.members().keys() {
            prop_assert!([member, "UserPoolId", "ProviderName"].contains(&name.as_str()), "{} came with {}", name, path);
        }
        let now = form.document();
        let key = path.strip_prefix("ProviderDetails.").unwrap_or_default();
        for (name, value) in before.get("ProviderDetails").and_then(Value::as_object).into_iter().flatten() {
            let has_a_row = PROVIDER.visible_fields(&before).any(|field| field.path == format!("ProviderDetails.{name}"));
            let own = name == key || (path == "ProviderDetails" && !has_a_row);
            let stays = now.get("ProviderDetails").and_then(|details| details.get(name));
            prop_assert!(own || stays == Some(value), "{} changed with {}", name, path);
        }
    }
}

/// The form of a new SAML provider with a text pasted as its metadata, on 2026-11-26.
fn pasted(text: &str) -> Harness {
    let (mut harness, _) = user_pool();
    harness.now = 1_795_651_200;
    harness.app.size = (120, 40);
    new(&mut harness, "saml");
    harness.fill("Name", "harbour");
    harness.focus_field("Metadata  ").event(cognitui::message::Event::Paste(text.into()));
    harness
}

#[test]
fn what_stands_before_pasted_metadata_is_not_sent() {
    let whole = include_str!("../../fixtures/bom.xml").trim_start_matches('\u{feff}');
    for text in [include_str!("../../fixtures/bom.xml"), include_str!("../../fixtures/blank-lines-first.xml")]
    {
        let mut harness = pasted(text);
        harness.sees("Entity id").press("ctrl-s").sees("Create identity provider harbour?").press("G y");
        assert_eq!(harness.last_update()["ProviderDetails"]["MetadataFile"], whole);
    }
    pasted(include_str!("../../fixtures/browser-copy.xml"))
        .sees("✗ has other text before its XML")
        .sees("before the first <");
}

#[test]
fn metadata_that_can_not_work_is_refused_at_the_field_with_the_reason() {
    for (text, fault) in [
        (
            include_str!("../../fixtures/no-signing-certificate.xml"),
            "no signing certificate, only one to encrypt with",
        ),
        (include_str!("../../fixtures/no-keys.xml"), "it has no signing certificate, and no other key"),
        (
            include_str!("../../fixtures/soap-only.xml"),
            "it takes sign-on by SOAP only, and Cognito needs HTTP-Redirect",
        ),
        (
            include_str!("../../fixtures/no-sign-on.xml"),
            "it takes sign-on nowhere, and Cognito needs HTTP-Redirect",
        ),
        (include_str!("../../fixtures/long-certificate.xml"), "and AWS takes at most 4096"),
    ] {
        let mut harness = pasted(text);
        harness.sees(fault).press("ctrl-s").sees("fixing:");
        assert!(harness.updates().is_empty(), "{fault}");
    }
}

#[test]
fn metadata_whose_own_validity_is_past_is_called_expired_wherever_it_is_shown() {
    let mut harness = pasted(include_str!("../../fixtures/valid-until-past.xml"));
    harness
        .sees("! its own validity (validUntil) expired on 2024-05-20")
        .sees("Metadata valid until      expired 2 years ago (2024-05-20)")
        .press("ctrl-s")
        .sees("Metadata valid until: expired 2 years ago")
        .press("G")
        .sees("! Causes   ID1 high      SAML metadata expired")
        .press("y enter")
        .sees("2024-05-20 (expired)");
}

#[test]
fn a_signing_certificate_of_tomorrow_is_said_to_start_later() {
    let mut harness = pasted("");
    harness.now = 1_763_164_800;
    harness.event(cognitui::message::Event::Paste(include_str!("../../fixtures/bom.xml").into()));
    harness.sees("! its signing certificate is not valid before 2026-11-15").sees("starts");
}

#[test]
fn one_identity_provider_of_a_federation_is_chosen_by_its_name() {
    let mut harness = pasted(include_str!("../../fixtures/federation.xml"));
    harness.sees("✗ is of 3 identity providers, choose one").sees("Ctrl-o chooses one, a paste replaces it");
    harness.press("ctrl-o").write("idp2").press("enter").sees("https://idp2.harbour.example").vanishes("✗");
    harness.press("ctrl-s G y").sees(" match");
    let sent = harness.last_update()["ProviderDetails"]["MetadataFile"].clone();
    let sent = sent.as_str().expect("metadata");
    assert!(sent.contains("https://idp2.harbour.example") && !sent.contains("https://idp1.harbour.example"));
}

#[test]
fn the_endpoints_that_entra_spreads_over_two_hosts_are_no_finding() {
    let tenant = "https://login.microsoftonline.com/11111111-2222-3333-4444-555555555555";
    let details = |user_info: &str| {
        json!({"client_id": "a", "client_secret": "s", "attributes_request_method": "GET",
        "oidc_issuer": format!("{tenant}/v2.0"), "authorize_scopes": "openid, email, profile",
        "authorize_url": format!("{tenant}/oauth2/v2.0/authorize"), "token_url": format!("{tenant}/oauth2/v2.0/token"),
        "attributes_url": user_info, "jwks_uri": format!("{tenant}/discovery/v2.0/keys")})
    };
    let ids = |user_info: &str| {
        let provider = json!({"ProviderName": "EntraOIDC", "ProviderType": "OIDC", "ProviderDetails": details(user_info)});
        let provider = Document::from_value(provider).expect("an object");
        let context = cognitui::resource::ValidationContext::default();
        let found = cognitui::resource::finding::findings(&PROVIDER, &provider, &context);
        found.iter().map(|finding| (finding.id, finding.severity.word())).collect::<Vec<_>>()
    };
    assert_eq!(ids("https://graph.microsoft.com/oidc/userinfo"), []);
    assert_eq!(ids("https://userinfo.example/"), [("ID3", "info")]);
    assert_eq!(ids("http://login.microsoftonline.com/userinfo"), [("ID3", "medium")]);
    let (mut harness, _) = with("OIDC", "EntraOIDC", &details("https://graph.microsoft.com/oidc/userinfo"));
    harness.press("e").focus_field("Issuer").never_shows("on another host");
}

#[test]
fn a_mapping_to_an_attribute_that_the_user_pool_lacks_is_refused_before_aws_does() {
    let (mut harness, _) = with(
        "OIDC",
        "entra",
        &json!({"client_id": "a", "client_secret": "s",
        "attributes_request_method": "GET", "oidc_issuer": "https://login.example", "authorize_scopes": "openid"}),
    );
    harness.app.size = (120, 60);
    harness.press("e").focus_field("  1 User-pool attribute").press("ctrl-u").write("custom:zen_groups");
    harness.sees("✗ the user pool has no attribute custom:zen_groups").press("ctrl-s").sees("fixing:");
    assert!(harness.updates().is_empty());
}

#[test]
fn expired_signing_certificates_lead_to_what_the_address_serves_now() {
    let (mut harness, _) = with("SAML", "okta", &json!({"MetadataURL": "https://idp.example/metadata"}));
    let words = "InvalidParameterException: Signing certificates are expired";
    harness.fails(
        "UpdateIdentityProvider",
        AppError::new("Can't update okta: AWS refused a value").cause(words),
    );
    harness.press("e").focus_field("Provider's attribute").press("ctrl-u").write("mail").press("ctrl-s G y");
    harness.press("enter").sees("▶ Metadata URL").sees("✗ InvalidParameterException: Signing");
    harness.sees("certificates are expired. AWS checks them").sees("Ctrl-o here, or m in the");
}

#[test]
fn a_name_that_the_list_has_already_is_refused_at_the_name() {
    let (mut harness, _) = saml();
    harness.press("n enter").fill("Name", "okta").press("ctrl-s");
    harness.sees("✗ another identity provider has this name:");
    assert!(harness.updates().is_empty());
    harness.fill("Name", "okta-2").vanishes("has this name");
    // A copy may not keep the name either.
    harness.press("esc y N").fill("Name", "okta").sees("✗ another identity provider has this name");
}
