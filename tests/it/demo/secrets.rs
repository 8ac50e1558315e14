//! Secrets of app clients: at most two, at least one, and each value is returned once.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, with_client};

/// A client with one secret, and the ids that name it.
fn with_secret() -> (Store, Value, Value) {
    let (store, client) = with_client(json!({"GenerateSecret": true}));
    let ids = json!({"UserPoolId": client["UserPoolId"], "ClientId": client["ClientId"]});
    (store, client, ids)
}

fn secret_ids(store: &mut Store, ids: &Value) -> Vec<Value> {
    let secrets = call(store, "ListUserPoolClientSecrets", ids.clone())["ClientSecrets"].clone();
    let secrets = secrets.as_array().expect("a list");
    for secret in secrets {
        assert_eq!(
            secret.as_object().expect("an object").keys().collect::<Vec<_>>(),
            ["ClientSecretId", "ClientSecretCreateDate"]
        );
    }
    secrets.iter().map(|secret| secret["ClientSecretId"].clone()).collect()
}

fn described(store: &mut Store, ids: &Value) -> Value {
    call(store, "DescribeUserPoolClient", ids.clone())["UserPoolClient"].clone()
}

#[test]
fn a_second_secret_is_told_once_and_describe_goes_on_telling_the_first() {
    let (mut store, client, ids) = with_secret();
    let made = call(&mut store, "AddUserPoolClientSecret", ids.clone())["ClientSecretDescriptor"].clone();
    assert_eq!(made["ClientSecretValue"].as_str().expect("a value").len(), 52);
    assert_ne!(made["ClientSecretValue"], client["ClientSecret"]);
    assert!(made["ClientSecretCreateDate"].as_f64() > client["CreationDate"].as_f64());
    let all = secret_ids(&mut store, &ids);
    assert_eq!((all.len(), &all[1]), (2, &made["ClientSecretId"]));
    for id in &all {
        let (of, date) = id.as_str().expect("an id").split_once("--").expect("two parts");
        assert_eq!(
            (of, date.len()),
            (client["ClientId"].as_str().expect("an id"), 13),
            "the client and the milliseconds of the date"
        );
    }
    assert_eq!(described(&mut store, &ids), client, "not even its date of change moves");
}

#[test]
fn a_secret_of_ones_own_is_not_told_back() {
    let (mut store, _, ids) = with_secret();
    let own = merged(ids.clone(), json!({"ClientSecret": "0123456789abcdefghijklmn+"}));
    let made = call(&mut store, "AddUserPoolClientSecret", own)["ClientSecretDescriptor"].clone();
    assert_eq!(made.get("ClientSecretValue"), None);
    assert_eq!(secret_ids(&mut store, &ids)[1], made["ClientSecretId"]);
    for (secret, why) in [
        ("0123456789abcdefghijklm", "greater than or equal to 24"),
        ("0123456789abcdefghijklm-", "pattern: [\\w+]+"),
    ] {
        let refused = refusal(
            &mut store,
            "AddUserPoolClientSecret",
            merged(ids.clone(), json!({"ClientSecret": secret})),
        );
        assert!(
            refused.contains("Value at 'clientSecret' failed")
                && refused.contains(why)
                && !refused.contains(secret),
            "{refused}"
        );
    }
}

#[test]
fn there_are_at_most_two_secrets_and_never_none() {
    let (mut store, _, ids) = with_secret();
    let first = secret_ids(&mut store, &ids)[0].clone();
    let delete = |id: &Value| merged(ids.clone(), json!({"ClientSecretId": id}));
    let last = "InvalidParameterException: The last client secret of an app client cannot be deleted.";
    assert_eq!(refusal(&mut store, "DeleteUserPoolClientSecret", delete(&first)), last);
    call(&mut store, "AddUserPoolClientSecret", ids.clone());
    let third = refusal(&mut store, "AddUserPoolClientSecret", ids.clone());
    assert_eq!(third, "LimitExceededException: Maximum number of client secrets exceeded: 2.");
    assert_eq!(call(&mut store, "DeleteUserPoolClientSecret", delete(&first)), json!({}));
    let not_found = format!(
        "ResourceNotFoundException: Client secret {} does not exist.",
        first.as_str().expect("an id")
    );
    assert_eq!(refusal(&mut store, "DeleteUserPoolClientSecret", delete(&first)), not_found);
    let second = secret_ids(&mut store, &ids)[0].clone();
    assert_eq!(refusal(&mut store, "DeleteUserPoolClientSecret", delete(&second)), last);
}

#[test]
fn once_the_first_secret_is_deleted_describe_tells_none_but_the_client_still_has_one() {
    let (mut store, client, ids) = with_secret();
    call(&mut store, "AddUserPoolClientSecret", ids.clone());
    let first = secret_ids(&mut store, &ids)[0].clone();
    call(&mut store, "DeleteUserPoolClientSecret", merged(ids.clone(), json!({"ClientSecretId": first})));
    let after = described(&mut store, &ids);
    assert_eq!(after.get("ClientSecret"), None);
    let needs_a_secret = merged(client, json!({"EnablePropagateAdditionalUserContextData": true}));
    let updated = call(&mut store, "UpdateUserPoolClient", needs_a_secret)["UserPoolClient"].clone();
    assert_eq!(updated.get("ClientSecret"), None, "an update brings none back");
    call(&mut store, "AddUserPoolClientSecret", ids.clone());
    assert_eq!(
        described(&mut store, &ids).get("ClientSecret"),
        None,
        "nor does a further secret take its place"
    );
}

#[test]
fn a_client_that_was_made_without_a_secret_gets_none_later() {
    let (mut store, client) = with_client(json!({}));
    let id = client["ClientId"].as_str().expect("an id");
    let ids = json!({"UserPoolId": client["UserPoolId"], "ClientId": id});
    assert_eq!(call(&mut store, "ListUserPoolClientSecrets", ids.clone()), json!({"ClientSecrets": []}));
    assert_eq!(
        refusal(&mut store, "AddUserPoolClientSecret", ids),
        format!("InvalidParameterException: App client {id} is not configured for secret.")
    );
}

#[test]
fn the_demo_has_a_client_whose_secret_is_being_rotated() {
    let mut store = Store::demo();
    let pool = store.user_pool_id("shop-prod");
    let count = |store: &mut Store, client: &str| {
        let ids = json!({"UserPoolId": pool, "ClientId": store.client_id("shop-prod", client)});
        secret_ids(store, &ids).len()
    };
    assert_eq!(
        (
            count(&mut store, "payment-gateway"),
            count(&mut store, "checkout-service"),
            count(&mut store, "web")
        ),
        (2, 1, 0)
    );
}

#[test]
fn a_secret_in_secrets_manager_is_rotated_at_once_and_described_by_its_arn() {
    let (mut store, client, ids) = with_secret();
    call(&mut store, "AddUserPoolClientSecret", ids.clone());
    let before = secret_ids(&mut store, &ids);
    let publish = |on: bool| merged(ids.clone(), json!({"PublishSecretsInAWSSecretsManager": on}));
    let answer = call(&mut store, "UpdateUserPoolClient", publish(true))["UserPoolClient"].clone();
    assert!(
        answer["ClientSecretArn"].as_str().expect("an ARN").starts_with("arn:aws:secretsmanager:eu-west-1:")
    );
    assert!(
        answer.get("ClientSecret").is_none() && answer.get("PublishSecretsInAWSSecretsManager").is_none()
    );
    let rotated = secret_ids(&mut store, &ids);
    assert_eq!((rotated.len(), &rotated[0]), (2, &before[1]), "the older of two is gone, and one is new");
    // What is omitted, or asked for again, changes nothing.
    for body in [ids.clone(), publish(true)] {
        let again = call(&mut store, "UpdateUserPoolClient", body)["UserPoolClient"].clone();
        assert_eq!(again["ClientSecretArn"], answer["ClientSecretArn"]);
        assert_eq!(secret_ids(&mut store, &ids), rotated);
    }
    let back = call(&mut store, "UpdateUserPoolClient", publish(false))["UserPoolClient"].clone();
    assert!(back.get("ClientSecretArn").is_none());
    assert_ne!(back["ClientSecret"], client["ClientSecret"]);
    assert_eq!(described(&mut store, &ids)["ClientSecret"], back["ClientSecret"]);
}

#[test]
fn a_client_without_a_secret_has_none_to_publish() {
    let (mut store, client) = with_client(json!({}));
    let ids = json!({"UserPoolId": client["UserPoolId"], "ClientId": client["ClientId"]});
    let update = merged(ids.clone(), json!({"PublishSecretsInAWSSecretsManager": true}));
    assert!(refusal(&mut store, "UpdateUserPoolClient", update).starts_with("InvalidParameterException"));
    assert_eq!(described(&mut store, &ids), client);
}
