//! Secrets of providers: how they are typed, masked, kept and replaced.

use super::super::user_pool;
use super::{new, with};
use cognitui::error::{AppError, ErrorKind};
use serde_json::json;

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
