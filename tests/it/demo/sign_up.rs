//! Sign-up: unsigned, by the rules of the pool and of the client.

use cognitui::demo::{Cognito, Store};
use serde_json::{Value, json};

use super::server::{post, raw};
use super::{call, merged, refusal};

const PASSWORD: &str = "Sesame-1";

/// A store with a pool and a client of these settings, and a valid sign-up request for it.
fn with(pool: Value, client: Value) -> (Store, Value) {
    let mut store = Store::empty();
    let pool =
        call(&mut store, "CreateUserPool", merged(json!({"PoolName": "shop"}), pool))["UserPool"]["Id"]
            .clone();
    let request = merged(json!({"UserPoolId": pool, "ClientName": "web"}), client);
    let client = call(&mut store, "CreateUserPoolClient", request)["UserPoolClient"].clone();
    (store, json!({"ClientId": client["ClientId"], "Username": "zoe", "Password": PASSWORD}))
}

fn attributes(pairs: &[(&str, &str)]) -> Value {
    pairs.iter().map(|(name, value)| json!({"Name": name, "Value": value})).collect()
}

#[test]
fn somebody_signs_up_once() {
    let (mut store, zoe) = with(json!({}), json!({}));
    let answer = call(&mut store, "SignUp", zoe.clone());
    assert_eq!(answer["UserSub"].as_str().expect("an id").len(), 36);
    assert_eq!(answer, json!({"UserConfirmed": false, "UserSub": answer["UserSub"]}));
    assert_eq!(refusal(&mut store, "SignUp", zoe.clone()), "UsernameExistsException: User already exists");
    call(&mut store, "SignUp", merged(zoe, json!({"Username": "ZOE"})));
    assert_eq!(store.user_names("shop"), ["zoe", "ZOE"], "case counts unless the pool says otherwise");

    let (mut store, zoe) = with(json!({"UsernameConfiguration": {"CaseSensitive": false}}), json!({}));
    call(&mut store, "SignUp", zoe.clone());
    let shouted = merged(zoe, json!({"Username": "ZOE"}));
    assert_eq!(refusal(&mut store, "SignUp", shouted), "UsernameExistsException: User already exists");
}

#[test]
fn a_password_is_told_the_first_rule_it_breaks() {
    let (mut store, zoe) = with(json!({}), json!({}));
    for (password, why) in [
        ("Aa1-", "Password not long enough"),
        ("12341234", "Password must have lowercase characters"),
        ("sesame-1", "Password must have uppercase characters"),
        ("Sesame-open", "Password must have numeric characters"),
        ("Sesame11", "Password must have symbol characters"),
    ] {
        let refused = refusal(&mut store, "SignUp", merged(zoe.clone(), json!({"Password": password})));
        assert_eq!(refused, format!("InvalidPasswordException: Password did not conform with policy: {why}"));
    }
    let blank = refusal(&mut store, "SignUp", merged(zoe.clone(), json!({"Password": "Sesame 1-"})));
    assert!(blank.contains("Value at 'password' failed") && !blank.contains("Sesame"), "{blank}");
    let none = merged(zoe.clone(), json!({"Password": null}));
    assert_eq!(
        refusal(&mut store, "SignUp", none.clone()),
        "InvalidParameterException: Password is required in this user pool."
    );
    assert_eq!(store.user_names("shop"), Vec::<&str>::new());

    let policies = json!({
        "PasswordPolicy": {"MinimumLength": 6},
        "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]},
    });
    let (mut store, zoe) = with(json!({"Policies": policies}), json!({}));
    call(&mut store, "SignUp", merged(zoe.clone(), json!({"Password": "sesame"})));
    let anna = merged(zoe, json!({"Username": "anna", "Password": null}));
    call(&mut store, "SignUp", anna);
}

#[test]
fn a_pool_may_leave_it_to_its_administrators() {
    let (mut store, zoe) =
        with(json!({"AdminCreateUserConfig": {"AllowAdminCreateUserOnly": true}}), json!({}));
    assert_eq!(
        refusal(&mut store, "SignUp", zoe.clone()),
        "NotAuthorizedException: SignUp is not permitted for this user pool"
    );
    let lost = merged(zoe, json!({"ClientId": "nobody"}));
    assert_eq!(
        refusal(&mut store, "SignUp", lost),
        "ResourceNotFoundException: User pool client nobody does not exist."
    );
}

#[test]
fn a_client_with_secrets_takes_a_hash_under_any_of_them() {
    // The output of: printf %s%s "$name" "$client_id" | openssl dgst -sha256 -hmac "$secret" -binary | base64
    let (mut store, zoe) = with(json!({}), json!({"ClientSecret": "0123456789abcdefghijklmn"}));
    let id = zoe["ClientId"].as_str().expect("an id").to_owned();
    assert_eq!(id, "mercpfqb38t75i7xqoe5hhlqs2");
    let missing = format!(
        "NotAuthorizedException: Client {id} is configured with secret but SECRET_HASH was not received"
    );
    assert_eq!(refusal(&mut store, "SignUp", zoe.clone()), missing);
    let wrong = merged(zoe.clone(), json!({"SecretHash": "bm9wZQ=="}));
    assert_eq!(
        refusal(&mut store, "SignUp", wrong),
        format!("NotAuthorizedException: Unable to verify secret hash for client {id}")
    );
    let second = json!({
        "UserPoolId": store.user_pool_id("shop"), "ClientId": id,
        "ClientSecret": "another+secret+of+24+letters",
    });
    let early = merged(
        zoe.clone(),
        json!({"Username": "anna", "SecretHash": "dBeVyE2XlAh3E/YaEoWMDSbsx/KRZwaQ80pOn2yyUns="}),
    );
    assert!(refusal(&mut store, "SignUp", early.clone()).contains("Unable to verify"));
    call(&mut store, "AddUserPoolClientSecret", second);
    call(
        &mut store,
        "SignUp",
        merged(zoe, json!({"SecretHash": "h4kY+XaAiHrXVEmwhWwVygivzTYzyxA6Ef+TPYwf2jg="})),
    );
    call(&mut store, "SignUp", early);
    assert_eq!(store.user_names("shop"), ["zoe", "anna"]);

    let (mut store, zoe) = with(json!({}), json!({}));
    let hashed = merged(zoe.clone(), json!({"SecretHash": "bm9wZQ=="}));
    let id = zoe["ClientId"].as_str().expect("an id");
    let why = format!(
        "InvalidParameterException: App client {id} is not configured for secret but secret hash was received"
    );
    assert_eq!(refusal(&mut store, "SignUp", hashed), why);
}

#[test]
fn attributes_are_required_known_and_writable_and_fit() {
    let schema = json!([
        {"Name": "email", "Required": true}, {"Name": "birthdate", "Required": true},
        {
            "Name": "tier", "AttributeDataType": "String",
            "StringAttributeConstraints": {"MinLength": "2", "MaxLength": "4"},
        },
    ]);
    let (mut store, zoe) =
        with(json!({"Schema": schema}), json!({"WriteAttributes": ["email", "birthdate", "custom:tier"]}));
    let nonconforming = "InvalidParameterException: Attributes did not conform to the schema: ";
    let unauthorized = "NotAuthorizedException: A client attempted to write unauthorized attribute";
    for (sent, why) in [
        (
            &[][..],
            format!(
                "{nonconforming}email: The attribute is required\nbirthdate: The attribute is required\n"
            ),
        ),
        (&[("email", "zoe@a.example")], format!("{nonconforming}birthdate: The attribute is required\n")),
        (&[("email", "zoe")], "InvalidParameterException: Invalid email address format.".to_owned()),
        (
            &[("birthdate", "1999-01-011")],
            format!("{nonconforming}birthdate: String must be no longer than 10 characters\n"),
        ),
        (
            &[("custom:tier", "g")],
            format!("{nonconforming}custom:tier: String must be at least 2 characters\n"),
        ),
        (&[("name", "Zoe")], unauthorized.to_owned()),
        (&[("custom:none", "x")], unauthorized.to_owned()),
    ] {
        let request = merged(zoe.clone(), json!({"UserAttributes": attributes(sent)}));
        assert_eq!(refusal(&mut store, "SignUp", request), why);
    }
    let whole =
        attributes(&[("email", "zoe@a.example"), ("birthdate", "1999-01-01"), ("custom:tier", "gold")]);
    call(&mut store, "SignUp", merged(zoe, json!({"UserAttributes": whole})));
}

#[test]
fn a_client_without_a_list_of_its_own_writes_the_standard_attributes() {
    let (mut store, zoe) =
        with(json!({"Schema": [{"Name": "tier", "AttributeDataType": "String"}]}), json!({}));
    let unauthorized = "NotAuthorizedException: A client attempted to write unauthorized attribute";
    for (name, value, why) in [
        ("custom:tier", "gold", unauthorized),
        ("email_verified", "true", unauthorized),
        ("sub", "1", unauthorized),
        (
            "custom:none",
            "x",
            "InvalidParameterException: Attributes did not conform to the schema: custom:none: Attribute \
             does not exist in the schema.\n",
        ),
        ("phone_number", "0171", "InvalidParameterException: Invalid phone number format."),
    ] {
        let request = merged(zoe.clone(), json!({"UserAttributes": attributes(&[(name, value)])}));
        assert_eq!(refusal(&mut store, "SignUp", request), why, "{name}");
    }
    call(
        &mut store,
        "SignUp",
        merged(zoe, json!({"UserAttributes": attributes(&[("name", "Zoe"), ("email", "zoe@a.example")])})),
    );
}

#[test]
fn a_name_has_the_form_that_the_pool_signs_in_with() {
    for (pool, name, why) in [
        (json!({"UsernameAttributes": ["email"]}), "zoe", "Username should be an email."),
        (
            json!({"UsernameAttributes": ["phone_number"]}),
            "zoe@a.example",
            "Username should be a phone number.",
        ),
        (
            json!({"UsernameAttributes": ["email", "phone_number"]}),
            "zoe",
            "Username should be either an email or a phone number.",
        ),
        (
            json!({"AliasAttributes": ["email"]}),
            "zoe@a.example",
            "Username cannot be of email format, since user pool is configured for email alias.",
        ),
        (
            json!({"AliasAttributes": ["phone_number"]}),
            "+4917112345",
            "Username cannot be of phone number format, since user pool is configured for phone number \
             alias.",
        ),
    ] {
        let (mut store, zoe) = with(pool, json!({}));
        let refused = refusal(&mut store, "SignUp", merged(zoe, json!({"Username": name})));
        assert_eq!(refused, format!("InvalidParameterException: {why}"));
    }
    let schema = json!([{"Name": "email", "Required": true}]);
    let (mut store, zoe) = with(json!({"UsernameAttributes": ["email"], "Schema": schema}), json!({}));
    let zoe = merged(zoe, json!({"Username": "zoe@a.example"}));
    call(&mut store, "SignUp", zoe.clone());
    assert_eq!(
        refusal(&mut store, "SignUp", zoe),
        "UsernameExistsException: An account with the given email already exists."
    );
}

#[test]
fn a_code_goes_where_the_pool_verifies_and_is_told_masked() {
    let sent = [("email", "zoe@a.example"), ("phone_number", "+4917112345")];
    for (verified, delivery) in [
        (json!([]), None),
        (
            json!(["email"]),
            Some(json!({"Destination": "z***@a***", "DeliveryMedium": "EMAIL", "AttributeName": "email"})),
        ),
        (
            json!(["email", "phone_number"]),
            Some(json!({
                "Destination": "+******2345", "DeliveryMedium": "SMS", "AttributeName": "phone_number",
            })),
        ),
    ] {
        let (mut store, zoe) = with(json!({"AutoVerifiedAttributes": verified}), json!({}));
        let answer = call(&mut store, "SignUp", merged(zoe, json!({"UserAttributes": attributes(&sent)})));
        assert_eq!(answer.get("CodeDeliveryDetails"), delivery.as_ref());
    }
}

#[tokio::test]
async fn signing_up_needs_no_signature() {
    let (store, zoe) = with(json!({}), json!({}));
    let server = Cognito::start(store).await.expect("a port");
    let (head, body) =
        raw(&server, &post("AWSCognitoIdentityProviderService.SignUp", ""), &zoe.to_string()).await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let answer: Value = serde_json::from_str(&body).expect("JSON");
    assert_eq!(answer["UserConfirmed"], false);
    server.with_store(|store| assert_eq!(store.user_names("shop"), ["zoe"]));
    let (head, _) =
        raw(&server, &post("AWSCognitoIdentityProviderService.ListResourceServers", ""), "{}").await;
    assert!(head.contains("x-amzn-errortype: MissingAuthenticationTokenException:"), "{head}");
}
