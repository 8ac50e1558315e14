//! What must not be known of app clients: their secrets, rotated over real HTTP, and the passwords of
//! sign-ups.

use crate::support::journey::Journey;
use crate::support::sign_up_store;
use cognitui::demo::{Cognito, Fault};
use serde_json::{Value, json};

const PASSWORD: &str = "Str0ng-Passw0rd";

async fn served() -> Cognito {
    Cognito::start(sign_up_store()).await.expect("a server")
}

/// What names a client.
fn named(server: &Cognito, client: &str) -> Value {
    server.with_store(|store| json!({"UserPoolId": store.user_pool_id("shop"), "ClientId": store.client_id("shop", client)}))
}

/// The ids of the secrets of the client `confidential`, oldest first.
fn secrets(server: &Cognito) -> Vec<String> {
    let body = named(server, "confidential");
    let listed = server.with_store(|store| store.call("ListUserPoolClientSecrets", body)).expect("secrets");
    let secrets = listed["ClientSecrets"].as_array().expect("secrets").iter();
    secrets.map(|secret| secret["ClientSecretId"].as_str().expect("an id").to_owned()).collect()
}

/// The console on the app clients, on the client `confidential`.
async fn confidential(server: &Cognito) -> Journey {
    let mut ui = Journey::user_pools(server);
    ui.sees("▶ shop")
        .await
        .press("enter 2")
        .sees("App clients (2)")
        .await
        .press("j")
        .sees("▶ confidential")
        .await;
    ui
}

/// The secret that the screen shows.
fn shown(ui: &Journey, label: &str) -> String {
    let screen = ui.screen();
    let line = screen
        .lines()
        .find_map(|line| line.split(label).nth(1))
        .unwrap_or_else(|| panic!("no {label} in\n{screen}"));
    line.trim_matches([' ', '│']).split(' ').next().expect("a secret").to_owned()
}

#[tokio::test]
async fn a_secret_is_rotated_from_the_first_step_to_the_last() {
    let server = served().await;
    let oldest = secrets(&server);
    let mut ui = confidential(&server).await;
    ui.press("enter 2").sees("Secrets (1)").await.sees("Rotate, step 1: add a second secret").await;
    // The last one stays.
    ui.press("D").sees("The last client secret can't be deleted.").await;
    ui.press("n")
        .sees("New client secret")
        .await
        .rests()
        .await
        .press("ctrl-s")
        .confirms("Create new client secret?")
        .await
        .press("y");
    ui.sees("✓ Created.")
        .await
        .sees("Client secret")
        .await
        .sees("••••••••")
        .await
        .press("x")
        .vanishes("••••••••")
        .await;
    let new = shown(&ui, "Client secret");
    assert!(new.len() >= 24, "{new}");
    assert_eq!(server.received("AddUserPoolClientSecret"), [named(&server, "confidential")]);
    ui.press("enter")
        .sees("Secrets (2)")
        .await
        .vanishes(&new)
        .await
        .sees("Rotate, step 2: deploy the newer secret")
        .await;
    let both = secrets(&server);
    assert_eq!((both.len(), &both[0]), (2, &oldest[0]));
    ui.press("n").sees("There are already 2 client secrets").await;
    ui.marks("older")
        .await
        .press("D")
        .asked("Delete older client secret of confidential?")
        .await
        .rests()
        .await
        .sees(&oldest[0])
        .await;
    ui.write("confidential")
        .press("enter")
        .sees("✓ Deleted and verified")
        .await
        .press("enter")
        .sees("Secrets (1)")
        .await
        .sees("Rotate, step 1")
        .await;
    let mut expected = named(&server, "confidential");
    expected["ClientSecretId"] = json!(oldest[0]);
    assert_eq!(server.received("DeleteUserPoolClientSecret"), [expected]);
    assert_eq!(secrets(&server), both[1..]);
}

#[tokio::test]
async fn a_new_secret_whose_answer_was_lost_is_there_and_not_made_twice() {
    let server = served().await;
    let mut ui = confidential(&server).await;
    ui.press("enter 2")
        .sees("Secrets (1)")
        .await
        .press("n")
        .sees("New client secret")
        .await
        .rests()
        .await
        .press("ctrl-s");
    ui.confirms("Create new client secret?").await;
    server.inject("AddUserPoolClientSecret", Fault::ResetAfter);
    ui.press("y").sees("The response was lost, but it was created.").await;
    assert_eq!((server.received("AddUserPoolClientSecret").len(), secrets(&server).len()), (1, 2));
    ui.press("enter").sees("Secrets (2)").await;
}

#[tokio::test]
async fn a_client_that_was_made_without_a_secret_can_get_none() {
    let server = served().await;
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("enter 2")
        .sees("▶ public")
        .await
        .press("enter 2")
        .sees("Secrets (0)")
        .await;
    ui.sees("This app client was created without a secret").await;
}

/// The form of a sign-up through a client, filled in.
async fn signing_up(mut ui: Journey, client: &str) -> Journey {
    ui.sees("▶ shop")
        .await
        .press("enter 2")
        .sees("App clients (2)")
        .await
        .press("/")
        .write(client)
        .press("enter")
        .sees("1 of 2")
        .await;
    ui.press("t").sees("New user").await.rests().await.sees("1 email").await;
    ui.write("ann")
        .press("tab")
        .write(PASSWORD)
        .press("tab tab tab")
        .write("ann@shop.example")
        .press("ctrl-s")
        .confirms("Create user ann?")
        .await;
    ui
}

#[tokio::test]
async fn a_sign_up_through_a_client_with_a_secret_is_taken_by_the_server() {
    let server = served().await;
    let mut ui = signing_up(Journey::user_pools(&server), "confidential").await;
    ui.press("y").sees("✓ Created.").await.sees("not confirmed yet").await;
    let mut sent = server.received("SignUp");
    assert_eq!(sent[0]["SecretHash"].as_str().map(str::len), Some(44));
    sent[0].as_object_mut().expect("members").shift_remove("SecretHash");
    let attributes = json!([{"Name": "email", "Value": "ann@shop.example"}]);
    let id = named(&server, "confidential")["ClientId"].clone();
    assert_eq!(
        sent,
        [json!({"ClientId": id, "Username": "ann", "Password": PASSWORD, "UserAttributes": attributes})]
    );
    assert_eq!(server.with_store(|store| store.user_names("shop").join(" ")), "ann");
}

#[tokio::test]
async fn what_a_sign_up_is_refused_for_comes_back_on_its_field_and_what_was_typed_stays() {
    let server = served().await;
    let mut ui = signing_up(Journey::user_pools(&server), "public").await;
    // The policy was made stricter after it was read.
    server.with_store(|store| {
        store.user_pool_mut("shop")["Policies"]["PasswordPolicy"]["MinimumLength"] = json!(20);
    });
    ui.press("y")
        .sees("ann was not created")
        .await
        .press("esc")
        .sees("✗ InvalidPasswordException")
        .await
        .sees("▶ Password")
        .await;
    ui.write("-Str0ng-Passw0rd").press("ctrl-s").confirms("Create user ann?").await;
    server.with_store(|store| {
        store
            .user_pool_mut("shop")
            .insert("AdminCreateUserConfig".into(), json!({"AllowAdminCreateUserOnly": true}))
    });
    ui.press("y")
        .sees("ann was not created")
        .await
        .press("esc")
        .sees("✗ NotAuthorizedException: SignUp is not permitted")
        .await;
    ui.sees("▶ User name *")
        .await
        .sees("ann@shop.example")
        .await
        .never_shows("Passw0rd")
        .await
        .press("ctrl-s")
        .confirms("Create user ann?")
        .await;
    server.with_store(|store| store.user_pool_mut("shop").shift_remove("AdminCreateUserConfig"));
    ui.press("y").sees("✓ Created.").await;
    assert_eq!(server.received("SignUp").len(), 3);
    assert_eq!(server.with_store(|store| store.user_names("shop").join(" ")), "ann");
}

#[tokio::test]
async fn a_sign_up_whose_answer_was_lost_is_not_sent_again() {
    let server = served().await;
    let mut ui = signing_up(Journey::user_pools(&server), "public").await;
    server.inject("SignUp", Fault::ResetAfter);
    ui.press("y").sees("Unknown whether").await;
    assert_eq!(server.received("SignUp").len(), 1);
    assert_eq!(server.with_store(|store| store.user_names("shop").join(" ")), "ann");
}

#[tokio::test]
async fn a_sign_up_is_sent_unsigned_with_the_hash_of_the_secret() {
    let server = Cognito::start(sign_up_store()).await.expect("a server");
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 2").sees("confidential").await.press("j t").sees("New user").await;
    ui.write("ann")
        .press("down")
        .write("Strong-Passw0rd")
        .press("down down tab")
        .write("ann@shop.example")
        .press("ctrl-s");
    ui.asked("Create user ann?").await.press("y").sees("✓ Created.").await.sees("not confirmed yet").await;
    let sent = server.last("SignUp");
    let hash = sent["SecretHash"].as_str().expect("a hash");
    assert_eq!(hash.len(), 44);
    assert_eq!(
        server.with_store(|store| store.user_names("shop").join(" ")),
        "ann",
        "the server knows the same secret"
    );
}
