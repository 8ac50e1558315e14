//! The secrets of app clients, sign-ups, and what is told of changes that AWS takes otherwise.

use crate::support::harness::Harness;
use crate::support::sign_up_store;
use cognitui::app::{Options, Target};
use cognitui::error::AppError;
use cognitui::resource::tables::CLIENT;
use cognitui::resource::update_request;
use serde_json::json;

use super::{describe, harness};

#[test]
fn the_secrets_of_a_client_are_rotated_and_the_screen_says_which_step_is_next() {
    let (mut harness, pool, client) = harness();
    harness
        .press("enter 2")
        .sees("Secrets (1)")
        .sees("Rotate, step 1: add a second secret")
        .press("D")
        .sees("The last client secret can't be deleted.");
    harness
        .press("n")
        .sees("New client secret")
        .sees("chosen by AWS")
        .press("ctrl-s")
        .sees("Create new client secret?")
        .press("y")
        .sees("✓ Created.");
    assert_eq!(harness.updates(), [json!({"UserPoolId": pool, "ClientId": client})]);
    harness.sees("Client secret     ••••••••").press("y");
    let value = harness.copied.last().expect("a secret").clone();
    assert!(value.len() >= 24);
    harness
        .press("x")
        .sees(&value)
        .press("enter")
        .vanishes(&value)
        .sees("Secrets (2)")
        .sees("Rotate, step 2: deploy the newer secret");
    harness.press("n").sees("There are already 2 client secrets");
    let list = json!({"UserPoolId": pool, "ClientId": client});
    let secrets =
        harness.store.call("ListUserPoolClientSecrets", list).expect("secrets")["ClientSecrets"].clone();
    let oldest = secrets[0]["ClientSecretId"].as_str().expect("an id").to_owned();
    // The older one is the next to go.
    harness.press("D").sees("Delete older client secret of web?").sees(&oldest).sees("Created");
    harness.write("web").press("enter").sees("✓ Deleted and verified").press("enter").sees("Secrets (1)");
    harness.sees("▶ only");
    assert_eq!(
        harness.updates()[1],
        json!({"UserPoolId": pool, "ClientId": client, "ClientSecretId": oldest})
    );
}

#[test]
fn the_newer_secret_is_told_from_the_older_one_and_its_deletion_warns() {
    let (mut harness, pool, client) = harness();
    harness
        .store
        .call("AddUserPoolClientSecret", json!({"UserPoolId": pool, "ClientId": client}))
        .expect("a secret");
    harness.press("enter 2").sees("▶ older").press("j").sees("▶ newer").press("D");
    harness.sees("Delete newer client secret of web?").sees("! This is the newer secret.").press("enter");
    assert!(harness.updates().is_empty());
    harness
        .sees("Type web first")
        .press("esc k D")
        .sees("Delete older")
        .vanishes("! This is the newer secret.");
}

#[test]
fn a_new_secret_that_was_neither_shown_nor_copied_is_lost_only_after_a_question() {
    let (mut harness, ..) = harness();
    harness.press("enter 2 n ctrl-s y").sees("✓ Created.").press("enter");
    harness.sees("! You have neither shown nor copied the new secret").sees("✓ Created.");
    harness
        .press("esc")
        .vanishes("! You have neither")
        .sees("✓ Created.")
        .press("esc")
        .sees("! You have neither");
    harness.press("y").vanishes("! You have neither");
    assert!(harness.copied.last().is_some_and(|secret| secret.len() >= 24));
    harness.press("enter").sees("Secrets (2)");
    let (mut harness, ..) = self::harness();
    harness.press("enter 2 n ctrl-s y enter").sees("! You have neither").press("enter").sees("Secrets (2)");
}

#[test]
fn settings_count_the_secrets_that_describe_does_not_return() {
    let (mut harness, pool, client) = harness();
    let ids = json!({"UserPoolId": pool, "ClientId": client});
    harness.store.call("AddUserPoolClientSecret", ids.clone()).expect("a secret");
    let secrets = harness.store.call("ListUserPoolClientSecrets", ids.clone()).expect("secrets");
    let mut oldest = ids;
    oldest["ClientSecretId"] = secrets["ClientSecrets"][0]["ClientSecretId"].clone();
    harness.store.call("DeleteUserPoolClientSecret", oldest).expect("a deletion");
    harness.press("r enter").sees("1 secret, see Secrets").press("2").sees("Secrets (1)");
    harness.press("n ctrl-s y x enter 1").sees("2 secrets, see Secrets");
    harness.fails("ListUserPoolClientSecrets", AppError::new("Can't list the secrets: access denied"));
    harness.press("esc enter").sees("not counted, see Secrets");
}

#[test]
fn a_client_is_moved_to_secrets_manager_and_back_after_a_warning_of_what_rotates_and_what_is_deleted() {
    let (mut harness, pool, client) = harness();
    harness.press("e");
    harness.focus_field("Use Secrets Manager").press("space").press("ctrl-s").sees("(no change)  →  on");
    harness.sees("! AWS moves the secret to Secrets Manager and rotates it right away").press("pgdn pgdn y");
    harness.sees("1 setting sent that AWS never returns, 0 others");
    assert_eq!(harness.last_update()["PublishSecretsInAWSSecretsManager"], json!(true));
    let arn = format!("arn:aws:secretsmanager:eu-west-1:123456789012:secret/cognito-idp/{client}");
    let now = describe(&mut harness.store, &pool, &client);
    assert_eq!((now.text("ClientSecretArn"), now.get("ClientSecret")), (Some(arn.as_str()), None));
    harness.press("enter").sees("yes").press("enter").sees("2 secrets, see Secrets");
    harness.press("j j j j j").sees("▶ Secret in Secrets Manager").press("y");
    assert_eq!(harness.copied.last(), Some(&arn));
    harness.press("e");
    harness
        .focus_field("Use Secrets Manager")
        .press("space space")
        .press("ctrl-s")
        .sees("(no change)  →  off");
    harness.sees("! AWS deletes the secret in Secrets Manager at once and for good.").press("pgdn pgdn y");
    harness.sees("1 setting sent that AWS never returns, 0 others");
    assert_eq!(harness.last_update()["PublishSecretsInAWSSecretsManager"], json!(false));
    assert_eq!(describe(&mut harness.store, &pool, &client).get("ClientSecretArn"), None);
}

#[test]
fn a_new_client_can_have_its_secret_in_secrets_manager_and_needs_a_secret_for_it() {
    let (mut harness, pool, _) = harness();
    harness.press("n").write("api");
    harness.focus_field("Use Secrets Manager").press("space");
    harness.press("ctrl-s").sees("✗ needs a client secret");
    harness.press("up").press("space").press("ctrl-s").sees("Create app client api?");
    harness.sees("! The secret goes to Secrets Manager").press("pgdn pgdn y").sees("✓ Created.");
    harness.press("enter").sees("yes");
    let sent = harness.last_update();
    assert_eq!(
        (&sent["GenerateSecret"], &sent["PublishSecretsInAWSSecretsManager"]),
        (&json!(true), &json!(true))
    );
    let id = harness.store.client_id("shop", "api");
    assert_eq!(describe(&mut harness.store, &pool, &id).get("ClientSecret"), None);
    // A copy keeps its own secret where that of the original is.
    harness.press("N").sees("Copy of api").press("ctrl-s pgdn pgdn y").sees("✓ Created.");
    assert_eq!(harness.last_update()["PublishSecretsInAWSSecretsManager"], json!(true));
}

#[test]
fn a_secret_of_ones_own_is_masked_while_it_is_typed_and_held_to_its_rule() {
    let (mut harness, ..) = harness();
    harness
        .press("enter 2 n")
        .write("short")
        .sees("•••••")
        .never_shows("short")
        .sees("✗ letters, digits and _ +, 24 to 64")
        .press("ctrl-r")
        .sees("short");
    harness
        .press("ctrl-u")
        .write("abcdefghijklmnopqrstuvwxyz")
        .press("ctrl-s")
        .sees("a secret")
        .never_shows("abcdefghij\n")
        .press("y")
        .sees("✓ Created.");
    assert_eq!(harness.updates()[0]["ClientSecret"], "abcdefghijklmnopqrstuvwxyz");
}

#[test]
fn scopes_are_picked_from_the_standard_ones_and_those_of_resource_servers() {
    let mut harness = Harness::new(Target::UserPools);
    harness.press("enter 2 e");
    harness.focus_field("  1 Scope");
    harness
        .press("ctrl-u ctrl-o")
        .sees("Choose Scope")
        .sees("openid")
        .write("refund")
        .press("enter")
        .sees("refund");
}

#[test]
fn a_sign_up_is_tried_with_what_the_pool_requires_and_the_answer_is_shown() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    let client = harness.store.client_id("shop", "public");
    harness
        .press("enter 2 t")
        .sees("New user")
        .sees("ATTRIBUTE  VALUE")
        .sees("1 email")
        .write("ann")
        .press("down")
        .write("weak");
    harness
        .sees("••••")
        .never_shows("weak")
        .sees("! the user pool asks for at least 10")
        .press("ctrl-s")
        .sees("✗ the user pool requires email");
    harness
        .press("up up up")
        .write("Strong-Passw0rd")
        .press("down down tab")
        .write("ann@shop.example")
        .press("ctrl-s")
        .sees("Create user ann?");
    harness
        .sees("Password                    a secret")
        .sees("This creates a real user")
        .never_shows("Strong")
        .press("y")
        .sees("✓ Created.")
        .sees("not confirmed yet");
    let sent = harness.updates().remove(0);
    assert_eq!(
        sent,
        json!({"Username": "ann", "Password": "weakStrong-Passw0rd",
            "UserAttributes": [{"Name": "email", "Value": "ann@shop.example"}], "ClientId": client})
    );
}

#[test]
fn what_a_sign_up_is_refused_for_stands_on_its_field_and_the_form_stays_filled() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    let cases = [
        ("UsernameExistsException: User already exists", "▶ User name *"),
        (
            "InvalidPasswordException: Password did not conform with policy: Password not long enough",
            "▶ Password",
        ),
        ("NotAuthorizedException: SignUp is not permitted for this user pool", "▶ User name *"),
    ];
    harness
        .press("enter 2 t")
        .write("ann")
        .press("down")
        .write("Strong-Passw0rd")
        .press("down down tab")
        .write("ann@shop.example");
    for (cause, field) in cases {
        harness
            .fails("SignUp", AppError::new("Can't create the user").cause(cause))
            .press("ctrl-s y")
            .sees("ann was not created")
            .press("esc");
        harness.sees(field).sees(&format!("✗ {}", &cause[..24])).sees("ann@shop.example");
    }
    harness.press("esc y").vanishes("ann@shop.example");
}

#[test]
fn the_password_of_a_sign_up_is_in_no_line_that_is_logged() {
    let mut harness = Harness::with(sign_up_store(), Options::default(), Target::UserPools);
    harness
        .press("enter 2 t")
        .write("ann")
        .press("down")
        .write("Strong-Passw0rd")
        .press("down down tab")
        .write("a@b.example")
        .press("ctrl-s y");
    let logged = format!("{:?}", harness.sent);
    assert!(logged.contains("SignUp") && !logged.contains("Passw0rd"), "{logged}");
}

#[test]
fn secrets_that_were_not_read_are_not_taken_for_none() {
    let (mut harness, ..) = harness();
    harness.press("enter");
    harness.hold = true;
    harness.press("2 n").sees("The secrets are not loaded yet.").never_shows("can't get one");
    harness.press("s n").sees("Loading the secrets was stopped: r refreshes.");
    harness.hold = false;
    harness.fails("ListUserPoolClientSecrets", AppError::new("Can't list the client secrets: access denied"));
    harness.press("r n").sees("The secrets could not be loaded: r refreshes.");
    harness.never_shows("can't get one").press("r n").sees("New client secret");
}

#[test]
fn a_number_that_is_emptied_and_comes_back_as_the_default_is_said_to_have_it() {
    let (mut harness, ..) = harness();
    harness.press("e").focus_field("Refresh token valid").press("ctrl-u ctrl-s");
    harness.sees("Refresh token valid  10  →  (default: 30 days)").press("G y");
    harness.sees("✓ 1 setting changed, 0 others").sees("Refresh token valid  now the default (30 days)");
}

#[test]
fn rotation_that_is_switched_on_without_a_grace_period_gets_the_default_of_aws_and_that_is_said() {
    let (mut harness, pool, client) = harness();
    harness.store.client_mut(&pool, &client).shift_remove("RefreshTokenRotation");
    harness.press("r e").focus_field("Refresh token rotation").press("space").sees("‹ ENABLED ›");
    harness.press("ctrl-s").sees("Refresh token rotation  DISABLED (never set)  →  ENABLED").press("G y");
    harness
        .sees("✓ 1 setting changed, 0 others")
        .sees("Defaults that AWS filled in:")
        .sees("Rotation grace period       0 seconds")
        .never_shows("Also changed");
    assert_eq!(harness.last_update()["RefreshTokenRotation"], json!({"Feature": "ENABLED"}));
}

#[test]
fn a_record_that_vanished_is_told_by_its_settings() {
    let (mut harness, pool, client) = harness();
    harness.press("e end").write(" app").press("ctrl-s G");
    harness.hold = true;
    harness.press("y").step();
    harness.step();
    harness.store.client_mut(&pool, &client).shift_remove("RefreshTokenRotation");
    harness.store.client_mut(&pool, &client).shift_remove("FutureSetting");
    harness
        .step()
        .sees("! 1 setting changed, 3 others")
        .sees("Refresh token rotation  ENABLED  →  DISABLED (never set)")
        .sees("Rotation grace period  10 seconds  →  —")
        .sees("FutureSetting")
        .sees("− deep: 1")
        .never_shows("{");
}

#[test]
fn a_setting_that_has_a_third_value_tells_what_was_asked_what_is_and_what_was() {
    let (mut harness, pool, client) = harness();
    harness.press("e end").write(" app").press("ctrl-s G");
    harness.hold = true;
    harness.press("y").step();
    harness.step();
    harness.store.client_mut(&pool, &client).insert("ClientName".into(), json!("theirs"));
    harness
        .step()
        .sees("! Not applied:")
        .sees("requested   web app")
        .sees("now         theirs")
        .sees("before      web");
}

#[test]
fn oauth_is_switched_off_with_a_warning_and_its_settings_stay() {
    let (mut harness, pool, client) = harness();
    let before = describe(&mut harness.store, &pool, &client);
    harness.press("e").focus_field("OAuth").press("space").sees("‹ off ›");
    harness.sees("! while OAuth is off, these stay without");
    harness.press("ctrl-s").sees("OAuth  on  →  off").press("G y").sees("✓ 1 setting changed, 0 others");
    let mut expected = update_request(&before, &before, &CLIENT).into_value();
    expected["AllowedOAuthFlowsUserPoolClient"] = json!(false);
    assert_eq!(harness.updates(), [expected]);
}

#[test]
fn analytics_without_a_project_are_refused_at_the_field_and_not_dropped() {
    let (mut harness, pool, _) = harness();
    harness
        .store
        .call("CreateUserPoolClient", json!({"UserPoolId": pool, "ClientName": "bare"}))
        .expect("a client");
    harness.press("r j").sees("▶ bare").press("e");
    harness.fill("Pinpoint external id", "abc").press("ctrl-s");
    harness.sees("✗ needs Pinpoint project id or Pinpoint").vanishes("Nothing to send");
    assert!(harness.updates().is_empty());
    harness.press("ctrl-u").vanishes("✗ needs Pinpoint").press("ctrl-s").sees("Nothing to send");
    // Taking the project away takes the rest along, and the question shows it.
    harness.press("esc k").sees("▶ web").press("e");
    harness.fill("Pinpoint project id", "").press("ctrl-s").sees("Update app client web?");
    harness.sees("Pinpoint external id").sees("Pinpoint role");
}
