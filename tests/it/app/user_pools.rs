//! User pools, whole: what a change of one setting sends, and what the form says about settings that Cognito
//! answers twice or takes elsewhere.

use crate::support::harness::Harness;
use crate::support::random;
use cognitui::app::form::Form;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::resource::tables::USER_POOL;
use cognitui::resource::verdict::Verdict;
use cognitui::resource::{Access, Document, Field, FieldKind, Key, changes, update_request};
use proptest::prelude::*;
use serde_json::{Value, json};

const FUNCTION: &str = "arn:aws:lambda:eu-west-1:123456789012:function:one";
const OTHER_FUNCTION: &str = "arn:aws:lambda:eu-west-1:123456789012:function:two";

/// Every setting that `CreateUserPool` and `UpdateUserPool` share, in a pool that may have all of them.
fn settings() -> Value {
    json!({
        "PoolName": "shop", "UserPoolTier": "PLUS", "DeletionProtection": "INACTIVE",
        "MfaConfiguration": "OPTIONAL",
        "Policies": {
            "PasswordPolicy": {
                "MinimumLength": 12, "RequireUppercase": true, "RequireLowercase": true,
                "RequireNumbers": false, "RequireSymbols": false, "PasswordHistorySize": 3,
                "TemporaryPasswordValidityDays": 5,
            },
            "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]},
        },
        "LambdaConfig": {
            "PreSignUp": FUNCTION, "PostConfirmation": FUNCTION, "PreAuthentication": FUNCTION,
            "PostAuthentication": FUNCTION, "DefineAuthChallenge": FUNCTION, "CreateAuthChallenge": FUNCTION,
            "VerifyAuthChallengeResponse": FUNCTION, "UserMigration": FUNCTION, "CustomMessage": FUNCTION,
            "PreTokenGenerationConfig": {"LambdaVersion": "V2_0", "LambdaArn": FUNCTION},
            "CustomEmailSender": {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION},
            "CustomSMSSender": {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION},
            "InboundFederation": {"LambdaVersion": "V1_0", "LambdaArn": FUNCTION},
            "KMSKeyID": "arn:aws:kms:eu-west-1:123456789012:key/one",
        },
        "AutoVerifiedAttributes": ["email", "phone_number"],
        "VerificationMessageTemplate": {
            "DefaultEmailOption": "CONFIRM_WITH_CODE", "EmailSubject": "Your code",
            "EmailMessage": "Code: {####}",
            "EmailSubjectByLink": "Your link", "SmsMessage": "SMS: {####}",
        },
        "SmsAuthenticationMessage": "Sign-in: {####}",
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
        "DeviceConfiguration": {"ChallengeRequiredOnNewDevice": true,
            "DeviceOnlyRememberedOnUserPrompt": false},
        "EmailConfiguration": {
            "EmailSendingAccount": "DEVELOPER",
            "SourceArn": "arn:aws:ses:eu-west-1:123456789012:identity/one.example",
            "From": "a@one.example", "ReplyToEmailAddress": "b@one.example", "ConfigurationSet": "one",
        },
        "SmsConfiguration": {
            "SnsCallerArn": "arn:aws:iam::123456789012:role/one", "ExternalId": "x", "SnsRegion": "eu-west-1",
            "EumsSms": {
                "CallerArn": "arn:aws:iam::123456789012:role/eum", "ExternalId": "y",
                "OriginationIdentity": "z",
                "ConfigurationSetName": "c", "InEntityId": "1", "InTemplateId": "2", "Region": "eu-west-1",
            },
        },
        "UserPoolTags": {"team": "web"},
        "AdminCreateUserConfig": {
            "AllowAdminCreateUserOnly": true,
            "InviteMessageTemplate": {
                "EmailSubject": "Hello", "EmailMessage": "{username} {####}",
                "SMSMessage": "{username}: {####}",
            },
        },
        "UserPoolAddOns": {
            "AdvancedSecurityMode": "AUDIT", "AdvancedSecurityAdditionalFlows": {"CustomAuthMode": "AUDIT"},
        },
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
        "KeyConfiguration": {
            "KeyType": "CUSTOMER_MANAGED_KEY", "KmsKeyArn": "arn:aws:kms:eu-west-1:123456789012:key/one",
        },
        "IssuerConfiguration": {"Type": "ORIGINAL"},
        "AcrConfiguration": {"Level1": {"AcrValue": "low"}},
        "DcrConfiguration": {
            "EnableStatus": "Enabled", "OpenDcrEnabled": false, "AuthenticatedGrantTypes": ["code"],
            "OpenDcrGrantTypes": ["code"], "AllowedScopes": ["openid"],
        },
    })
}

/// A store with a user pool that has every setting, and one newer than this build; the pool's id.
fn full() -> (Store, String) {
    let mut store = Store::empty();
    let made = store.call("CreateUserPool", settings()).expect("a user pool");
    let id = made["UserPool"]["Id"].as_str().expect("an id").to_owned();
    store.user_pool_mut("shop").insert("FutureSetting".into(), json!({"deep": [1, null]}));
    (store, id)
}

fn describe(store: &mut Store, pool: &str) -> Document {
    let mut answer = store.call("DescribeUserPool", json!({"UserPoolId": pool})).expect("the pool");
    Document::from_value(answer["UserPool"].take()).expect("a document")
}

/// Another value for a setting, with which the pool is still one that AWS takes.
fn other_value(field: &Field, now: Option<&Value>) -> Value {
    match (field.path, &field.kind) {
        ("Policies.SignInPolicy.AllowedFirstAuthFactors", _) => json!(["PASSWORD", "WEB_AUTHN"]),
        ("AutoVerifiedAttributes", _) => json!(["email"]),
        ("UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate", _) => {
            json!(["phone_number"])
        }
        ("AccountRecoverySetting.RecoveryMechanisms", _) => {
            json!([{"Name": "verified_phone_number", "Priority": 1}])
        }
        ("AcrConfiguration", _) => json!({"Level1": {"AcrValue": "low"}, "Level2": {"AcrValue": "high"}}),
        ("UserPoolTags", _) => json!({"team": "app"}),
        ("DcrConfiguration.AllowedScopes", _) => json!(["openid", "email"]),
        ("EmailConfiguration.ReplyToEmailAddress", _) => json!("c@one.example"),
        ("VerificationMessageTemplate.EmailMessageByLink", _) => json!(""),
        ("VerificationMessageTemplate.DefaultEmailOption", _) => json!("CONFIRM_WITH_CODE"),
        (path, _)
            if path.contains("Arn") || path.starts_with("LambdaConfig.") && !path.ends_with("Version") =>
        {
            let arn = now.and_then(Value::as_str).expect("an ARN");
            json!(if arn == FUNCTION { OTHER_FUNCTION.to_owned() } else { format!("{arn}2") })
        }
        (path, _) if path.ends_with("Message") => json!("{username} other: {####}"),
        (path, _) if path.ends_with("Region") => json!("eu-central-1"),
        (_, FieldKind::Toggle { .. }) => json!(now != Some(&json!(true))),
        (_, FieldKind::Number { .. }) => json!(now.and_then(Value::as_u64).expect("a number") + 1),
        (_, FieldKind::Choice(values)) => {
            let other = values.iter().rev().find(|value| now != Some(&json!(value)));
            json!(other.or(values.first()).expect("a value"))
        }
        (_, FieldKind::List(_)) => json!(["code", "implicit"]),
        _ => json!("other"),
    }
}

/// The settings of the table that have only one value, or that a pool like this one can't change.
const FIXED_HERE: &[&str] = &[
    "LambdaConfig.CustomEmailSender.LambdaVersion",
    "LambdaConfig.CustomSMSSender.LambdaVersion",
    "LambdaConfig.InboundFederation.LambdaVersion",
    "VerificationMessageTemplate.DefaultEmailOption",
    "VerificationMessageTemplate.EmailMessageByLink",
    // The features of the plan are all on.
    "UserPoolTier",
    // The key's ARN is only for this one type.
    "KeyConfiguration.KeyType",
    // The identity of SES is only for this one account.
    "EmailConfiguration.EmailSendingAccount",
];

#[test]
fn changing_any_one_setting_of_a_pool_leaves_all_others_and_an_unknown_one_at_a_service_that_resets() {
    let is_tried = |field: &&Field| {
        field.access == Access::Editable && field.superseded_by.is_none() && !FIXED_HERE.contains(&field.path)
    };
    let tried: Vec<_> = USER_POOL.fields.iter().filter(is_tried).collect();
    assert!(tried.len() > 60, "the table is walked: {}", tried.len());
    for field in tried {
        let (mut store, pool) = full();
        let before = describe(&mut store, &pool);
        let mut edited = before.clone();
        edited.set(field.path, Some(other_value(field, before.get(field.path))));
        assert!(edited != before, "{} has another value", field.path);
        let request = update_request(&before, &edited, &USER_POOL);
        store
            .call("UpdateUserPool", request.into_value())
            .unwrap_or_else(|error| panic!("{}: {error}", field.path));
        let after = describe(&mut store, &pool);
        let verdict = Verdict::new(&before, &edited, &after, &USER_POOL);
        assert!(verdict.is_clean() && !verdict.changed.is_empty(), "{}: {}", field.path, verdict.sentence());
        assert_eq!(after.get("FutureSetting"), before.get("FutureSetting"), "{}", field.path);
        assert_eq!(after.get("MfaConfiguration"), before.get("MfaConfiguration"), "{}", field.path);
        let rest = changes(&edited, &after, &USER_POOL);
        assert!(
            rest.is_empty(),
            "{}: {:?}",
            field.path,
            rest.iter().map(cognitui::resource::Change::label).collect::<Vec<_>>()
        );
    }
}

#[test]
fn an_update_sends_the_whole_pool_without_what_cognito_derives() {
    let (mut store, pool) = full();
    let before = describe(&mut store, &pool);
    let sent = update_request(&before, &before, &USER_POOL).into_value();
    let mut expected = settings();
    expected["UserPoolId"] = json!(pool);
    expected["FutureSetting"] = json!({"deep": [1, null]});
    assert_eq!(sent, expected, "what was created, under its names");
    for derived in ["EmailVerificationMessage", "EmailVerificationSubject", "SmsVerificationMessage"] {
        assert!(before.get(derived).is_some(), "{derived} is answered");
    }
    assert!(before.get("AdminCreateUserConfig.UnusedAccountValidityDays").is_some());
    assert!(before.get("LambdaConfig.PreTokenGeneration").is_some());
}

#[test]
fn a_legacy_setting_whose_successor_was_never_set_is_sent_back() {
    let pool = json!({"Id": "eu-west-1_A", "Name": "old", "SmsVerificationMessage": "Code: {####}",
        "LambdaConfig": {"PreTokenGeneration": FUNCTION},
        "AdminCreateUserConfig": {"UnusedAccountValidityDays": 7}});
    let pool = Document::from_value(pool).expect("an object");
    let sent = update_request(&pool, &pool, &USER_POOL);
    for path in [
        "SmsVerificationMessage",
        "LambdaConfig.PreTokenGeneration",
        "AdminCreateUserConfig.UnusedAccountValidityDays",
    ] {
        assert_eq!(sent.get(path), pool.get(path), "{path}");
    }
}

proptest! {
    #[test]
    fn any_edit_of_a_pool_in_the_form_sends_everything_else_back_to_the_letter(
        before in random::any_document(&USER_POOL),
        at in 0usize..200,
    ) {
        let mut form = Form::edit(Key::top(&USER_POOL, "eu-west-1_A"), "shop".to_owned(), before.clone(), 0);
        let Some(path) = random::edit(&mut form, at) else { return Ok(()) };
        let sent = update_request(&before, &form.document(), &USER_POOL);
        let was = update_request(&before, &before, &USER_POOL);
        let member = path.split('.').next().expect("a member");
        let sent_name = if member == "Name" { "PoolName" } else { member };
        // A setting that takes another one's place takes it out of the request.
        let superseded = |name: &str| {
            let fields = USER_POOL.fields.iter().filter(|field| field.member() == name);
            fields.filter_map(|field| field.superseded_by).any(|(successor, _)| successor.starts_with(member))
        };
        for (name, value) in was.members() {
            let is_same = sent.get(name) == Some(value);
            prop_assert!(name == sent_name || superseded(name) || is_same, "{} changed with {}", name, path);
        }
        for name in sent.members().keys() {
            prop_assert!(name == sent_name || was.get(name).is_some(), "{} came with {}", name, path);
        }
    }
}

/// The full pool in the console.
fn harness() -> (Harness, String) {
    let (store, pool) = full();
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter");
    (harness, pool)
}

#[test]
fn a_pool_is_edited_and_all_its_settings_go_back() {
    let (mut harness, pool) = harness();
    let before = describe(&mut harness.store, &pool);
    harness.press("e").sees("Edit shop").press("end").write(" two").press("ctrl-s");
    harness.sees("Update user pool shop?").sees("Name  shop  →  shop two").press("G y");
    harness.sees("✓ 1 setting changed, 0 others");
    let mut expected = update_request(&before, &before, &USER_POOL).into_value();
    expected["PoolName"] = json!("shop two");
    assert_eq!(harness.updates(), [expected]);
}

#[test]
fn the_form_says_what_follows_another_setting() {
    let (mut harness, _) = harness();
    harness.app.size = (120, 200);
    harness.press("e").sees("Edit shop");
    harness.sees("follows the password policy");
    harness.sees("follows the code email").sees("follows the code SMS").sees("follows the row below");
}

#[test]
fn turning_devices_off_takes_the_structure_out_and_leaves_all_else() {
    let (mut harness, pool) = harness();
    let before = describe(&mut harness.store, &pool);
    harness.press("e");
    harness.focus_field("Devices suppress MFA");
    harness.press("space space").sees("‹ devices are not remembered ›");
    harness.focus_field("Ask before remembering");
    harness.press("space").sees("‹ devices are not remembered ›").press("ctrl-s");
    harness.sees("Update user pool shop?").press("G y").sees("✓ 2 settings changed, 0 others");
    let mut expected = update_request(&before, &before, &USER_POOL);
    expected.set("DeviceConfiguration", None);
    assert_eq!(harness.updates(), [expected.into_value()]);
}

#[test]
fn a_plan_that_lacks_what_is_on_is_refused_beforehand_and_says_at_which_settings() {
    let (mut harness, _) = harness();
    harness.press("e");
    harness.focus_field("Feature plan");
    harness.press("l").sees("‹ LITE ›").press("ctrl-s");
    harness.sees("fields need fixing").sees("First factors").sees("Threat protection");
    assert!(harness.updates().is_empty());
}

#[test]
fn the_costs_of_a_plan_and_of_an_issuer_are_said_before() {
    let mut store = Store::empty();
    store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter e");
    harness.focus_field("Feature plan");
    harness.press("p").sees("‹ PLUS ›");
    harness.focus_field("Token issuer");
    harness.press("u").sees("‹ UPDATED ›").press("ctrl-s").sees("Update user pool shop?");
    harness.sees("bills each active user").sees("New tokens name another issuer");
}

/// Three pools: one is protected, one is not, and one never set anything.
fn three() -> Harness {
    let mut store = Store::empty();
    for (name, protection) in [("one", "ACTIVE"), ("two", "INACTIVE"), ("three", "INACTIVE")] {
        let pool = json!({"PoolName": name, "DeletionProtection": protection,
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": name == "one"}});
        store.call("CreateUserPool", pool).expect("a user pool");
    }
    store.user_pool_mut("three").shift_remove("DeletionProtection");
    Harness::with(store, Options::default(), Target::UserPools)
}

#[test]
fn one_key_turns_protection_and_self_sign_up_over_and_nothing_else_changes() {
    let mut harness = three();
    harness.press("p").sees("Update user pool one?").sees("Deletion protection  ACTIVE  →  INACTIVE");
    harness.sees("! Causes").press("G y").sees("✓ 1 setting changed, 0 others").press("enter");
    harness.press("S").sees("Self sign-up").sees("open: anyone can sign up").press("G y");
    harness.sees("✓ 1 setting changed, 0 others").press("enter");
    let updates = harness.updates();
    assert_eq!(updates.len(), 2);
    assert_eq!(updates[0]["DeletionProtection"], json!("INACTIVE"));
    assert_eq!(updates[1]["AdminCreateUserConfig"], json!({"AllowAdminCreateUserOnly": false}));
}

#[test]
fn a_protection_that_was_never_set_is_chosen_the_safer_value_first() {
    let mut harness = three();
    harness.press("j j p").sees("Deletion protection of three is (default: INACTIVE). Change");
    harness.sees("▶ ACTIVE").press("enter").sees("Update user pool three?").press("G y");
    harness.sees("✓ 1 setting changed, 0 others");
    assert_eq!(harness.updates()[0]["DeletionProtection"], json!("ACTIVE"));
}

#[test]
fn marked_pools_are_protected_with_one_confirmation() {
    let mut harness = three();
    harness.press("a p").sees("Set Deletion protection of one, two, three to:").sees("▶ ACTIVE");
    harness.press("enter").sees("Update 2 of 3 user pools?").sees("already ACTIVE, skipped").press("y");
    harness.sees("2 changed, 1 already set");
    assert!(harness.updates().iter().all(|update| update["DeletionProtection"] == "ACTIVE"));
    harness
        .press("enter a S enter")
        .sees("Update 2 of 3 user pools?")
        .press("y")
        .sees("2 changed, 1 already set");
    assert_eq!(harness.updates()[2]["AdminCreateUserConfig"]["AllowAdminCreateUserOnly"], json!(true));
}

#[test]
fn the_findings_of_a_pool_are_fixed_one_by_one() {
    let mut harness = three();
    harness.press("j enter j j j j f").sees("Update user pool two?").sees("✓ Fixes");
    harness.press("G y").sees("✓ 1 setting changed, 0 others");
    assert_eq!(harness.updates()[0]["DeletionProtection"], json!("ACTIVE"));
}

#[test]
fn a_trigger_that_is_removed_goes_under_both_of_its_names_and_comes_back_when_that_is_taken_back() {
    let (mut harness, pool) = harness();
    let before = describe(&mut harness.store, &pool);
    harness.press("e");
    harness.focus_field("Pre token generation");
    harness.press("ctrl-u ctrl-s").sees("Update user pool shop?").press("G y").sees("0 others");
    let lambda = &harness.updates()[0]["LambdaConfig"];
    assert!(lambda.get("PreTokenGeneration").is_none() && lambda.get("PreTokenGenerationConfig").is_none());
    let now = describe(&mut harness.store, &pool);
    assert!(now.get("LambdaConfig.PreTokenGeneration").is_none());
    harness.press("U").sees("Update user pool shop?").press("G y").sees("0 others");
    let back = describe(&mut harness.store, &pool);
    assert!(changes(&before, &back, &USER_POOL).is_empty());
}

#[test]
fn a_key_for_a_pool_does_nothing_in_the_list_of_its_clients() {
    let (mut harness, _) = harness();
    harness.press("2 p").sees("p does nothing here").press("1 p").sees("Update user pool shop?");
}
