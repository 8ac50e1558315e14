//! Journeys of app clients at two Cognitos that different hands wrote: every sort of setting is changed, and
//! all others stay. After every write, all that is stored is compared with what was there before.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::{Inventory, client_request};
use serde_json::{Value, json};

const SIGNED_IN: &str = "https://shop.example.com/signed-in";

journeys! {
    a_text_of_a_client_is_changed_and_nothing_else
    a_number_and_its_unit_are_changed_and_nothing_else
    a_setting_is_switched_and_nothing_else
    a_choice_is_made_and_nothing_else_changes
    a_url_is_added_and_the_others_stay
    a_url_is_changed_and_one_removed_and_the_others_stay
    many_urls_are_pasted_at_once_and_the_one_before_stays
    a_member_of_a_member_is_set_and_nothing_else
    a_provider_is_picked_from_those_of_the_pool_and_nothing_else_changes
    an_attribute_is_picked_from_those_of_the_pool_and_nothing_else_changes
    a_change_of_another_setting_by_somebody_else_stops_the_write_and_merges
    a_change_of_the_same_setting_by_somebody_else_is_kept
    a_client_that_somebody_deleted_meanwhile_is_told_to_be_gone
    a_host_is_replaced_in_every_url_of_a_client_and_nothing_else_changes
    a_host_is_replaced_in_every_url_of_marked_clients_and_nothing_else_changes
    a_public_client_is_made_and_nothing_else_changes
    the_secret_of_a_new_client_is_shown_once_and_masked
    a_copy_is_a_client_of_its_own_with_all_settings_and_without_a_secret
    a_deletion_names_the_identity_pools_that_trust_the_client_and_takes_nothing_else
    where_a_client_is_used_leads_to_the_identity_pool_and_back
    a_sign_up_through_a_public_client_makes_a_user_who_has_to_be_confirmed
    a_user_name_that_is_taken_comes_back_on_its_field
}

/// The form of the client `web`, everything that it offers read, and all that was stored before.
async fn editing(fixture: &Fixture) -> (Journey, Inventory) {
    let before = fixture.before().await;
    let mut ui = fixture.client("web").await;
    ui.press("e").sees("Edit web").await.rests().await;
    (ui, before)
}

/// Sends the edits of the form, of so many settings; they are there, and all else is as it was.
async fn sends(fixture: &Fixture, ui: &mut Journey, before: &Inventory, count: usize, changes: Value) {
    ui.press("ctrl-s").confirms("Update app client web?").await.press("y");
    ui.sees(&format!("✓ {count} setting{} changed, 0 others", if count == 1 { "" } else { "s" })).await;
    fixture.received("UpdateUserPoolClient", &[client_request(before, &fixture.seed.web, &changes)]);
    fixture.holds_client(before, &fixture.seed.web, changes).await;
}

async fn a_text_of_a_client_is_changed_and_nothing_else(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press("end").write(" shop");
    sends(fixture, &mut ui, &before, 1, json!({"ClientName": "web shop"})).await;
    ui.press("enter").sees("▶ web shop").await;
}

async fn a_number_and_its_unit_are_changed_and_nothing_else(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", "▶ Access token valid").await.press("ctrl-u").write("45");
    ui.press("tab").sees("▶ Access token unit").await.press_until("space", "‹ minutes ›").await;
    sends(
        fixture,
        &mut ui,
        &before,
        2,
        json!({"AccessTokenValidity": 45, "TokenValidityUnits": {"AccessToken": "minutes"}}),
    )
    .await;
}

async fn a_setting_is_switched_and_nothing_else(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", "▶ Token revocation")
        .await
        .press("space")
        .sees("▶ Token revocation •          ‹ off ›")
        .await;
    sends(fixture, &mut ui, &before, 1, json!({"EnableTokenRevocation": false})).await;
}

async fn a_choice_is_made_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", "▶ User existence errors").await.press_until("space", "‹ ENABLED ›").await;
    sends(fixture, &mut ui, &before, 1, json!({"PreventUserExistenceErrors": "ENABLED"})).await;
}

async fn a_url_is_added_and_the_others_stay(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", &format!("▶   1 URL                     {SIGNED_IN}"))
        .await
        .press("ctrl-n")
        .write("myapp://signed-in");
    sends(fixture, &mut ui, &before, 1, json!({"CallbackURLs": [SIGNED_IN, "myapp://signed-in"]})).await;
}

async fn a_url_is_changed_and_one_removed_and_the_others_stay(fixture: &Fixture) {
    fixture
        .other_admin
        .change_client(&fixture.seed.user_pool, &fixture.seed.web, |web| {
            web.callback_urls("https://b.example/").callback_urls("myapp://c")
        })
        .await;
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", "▶   2 URL                     https://b.example/").await.press("end").write("new");
    ui.press("up").sees(&format!("▶   1 URL                     {SIGNED_IN}")).await.press("ctrl-d");
    sends(fixture, &mut ui, &before, 1, json!({"CallbackURLs": ["https://b.example/new", "myapp://c"]}))
        .await;
}

async fn many_urls_are_pasted_at_once_and_the_one_before_stays(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", &format!("▶   1 URL                     {SIGNED_IN}")).await;
    ui.paste("  https://a.example/\nhttp://localhost:3000/signed-in\n\nmyapp://signed-in\r\n")
        .sees("▶   4 URL                     myapp://")
        .await;
    let urls = [SIGNED_IN, "https://a.example/", "http://localhost:3000/signed-in", "myapp://signed-in"];
    sends(fixture, &mut ui, &before, 1, json!({"CallbackURLs": urls})).await;
}

async fn a_member_of_a_member_is_set_and_nothing_else(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", "▶ Pinpoint project ARN")
        .await
        .write("arn:aws:mobiletargeting:eu-west-1:123456789012:apps/abc");
    let analytics = json!({"ApplicationArn": "arn:aws:mobiletargeting:eu-west-1:123456789012:apps/abc"});
    sends(fixture, &mut ui, &before, 1, json!({"AnalyticsConfiguration": analytics})).await;
}

async fn a_provider_is_picked_from_those_of_the_pool_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", "▶   2 Provider                Google")
        .await
        .press("ctrl-n ctrl-o")
        .sees("Choose Provider")
        .await;
    ui.sees("COGNITO")
        .await
        .sees("partner")
        .await
        .write("okt")
        .sees("▶ okta")
        .await
        .press("enter")
        .sees("▶   3 Provider                okta")
        .await;
    sends(fixture, &mut ui, &before, 1, json!({"SupportedIdentityProviders": ["COGNITO", "Google", "okta"]}))
        .await;
}

async fn an_attribute_is_picked_from_those_of_the_pool_and_nothing_else_changes(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press_until("tab", "▶   1 URL                     https://shop.example.com/signed-out")
        .await
        .press("tab tab space ctrl-o")
        .sees("Choose Attribute")
        .await;
    ui.write("family")
        .sees("▶ family_name")
        .await
        .press("enter")
        .sees("▶   1 Attribute               family_name")
        .await;
    sends(fixture, &mut ui, &before, 1, json!({"ReadAttributes": ["family_name"]})).await;
}

async fn a_change_of_another_setting_by_somebody_else_stops_the_write_and_merges(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press("end").write(" shop").press("ctrl-s").confirms("Update app client web?").await;
    fixture
        .other_admin
        .change_client(&fixture.seed.user_pool, &fixture.seed.web, |web| {
            web.logout_urls("https://b.example/out")
        })
        .await;
    let logout = json!(["https://shop.example.com/signed-out", "https://b.example/out"]);
    let meanwhile = fixture.before().await;
    ui.press("y").sees("changed by someone else").await.sees("https://b.example/out").await;
    fixture.received("UpdateUserPoolClient", &[]);
    fixture.holds_client(&before, &fixture.seed.web, json!({"LogoutURLs": logout})).await;
    ui.press("m")
        .confirms("Update app client web?")
        .await
        .sees("Name  web  →  web shop")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    fixture.received(
        "UpdateUserPoolClient",
        &[client_request(&meanwhile, &fixture.seed.web, &json!({"ClientName": "web shop"}))],
    );
    fixture
        .holds_client(&before, &fixture.seed.web, json!({"LogoutURLs": logout, "ClientName": "web shop"}))
        .await;
}

async fn a_change_of_the_same_setting_by_somebody_else_is_kept(fixture: &Fixture) {
    let (mut ui, before) = editing(fixture).await;
    ui.press("end").write(" shop").press("ctrl-s").confirms("Update app client web?").await;
    fixture
        .other_admin
        .change_client(&fixture.seed.user_pool, &fixture.seed.web, |web| web.client_name("theirs"))
        .await;
    fixture.before().await;
    ui.press("y")
        .sees("changed by someone else")
        .await
        .sees("theirs")
        .await
        .press("m")
        .sees("Choose a side first: 1 setting")
        .await;
    ui.press("esc").vanishes("changed by someone else").await;
    fixture.received("UpdateUserPoolClient", &[]);
    fixture.holds_client(&before, &fixture.seed.web, json!({"ClientName": "theirs"})).await;
}

async fn a_client_that_somebody_deleted_meanwhile_is_told_to_be_gone(fixture: &Fixture) {
    let (mut ui, mut before) = editing(fixture).await;
    ui.press("end").write(" shop").press("ctrl-s").confirms("Update app client web?").await;
    fixture.other_admin.remove_client(&fixture.seed.user_pool, &fixture.seed.web).await;
    ui.press("y").sees("it does not exist").await.sees("Nothing was changed.").await;
    before.remove(&format!("client {}", fixture.seed.web));
    assert_eq!(fixture.other_admin.inventory().await, before);
    fixture.received("UpdateUserPoolClient", &[]);
}

async fn a_host_is_replaced_in_every_url_of_a_client_and_nothing_else_changes(fixture: &Fixture) {
    fixture
        .other_admin
        .change_client(&fixture.seed.user_pool, &fixture.seed.web, |web| {
            web.callback_urls("https://other.example/")
                .callback_urls("https://shop.example.com:8443/b?x=1")
                .default_redirect_uri(SIGNED_IN)
        })
        .await;
    let before = fixture.before().await;
    let mut ui = fixture.client("web").await;
    ui.press("enter")
        .sees("Access token valid")
        .await
        .press("R")
        .sees("Replace a host in the URLs of web")
        .await
        .write("shop.example.com")
        .press("enter")
        .write("login.example.org");
    ui.press("enter")
        .confirms("Update app client web?")
        .await
        .press("y")
        .sees("✓ 3 settings changed, 0 others")
        .await;
    let changes = json!({
        "CallbackURLs": ["https://login.example.org/signed-in", "https://other.example/", "https://login.example.org:8443/b?x=1"],
        "DefaultRedirectURI": "https://login.example.org/signed-in",
        "LogoutURLs": ["https://login.example.org/signed-out"],
    });
    fixture.received("UpdateUserPoolClient", &[client_request(&before, &fixture.seed.web, &changes)]);
    fixture.holds_client(&before, &fixture.seed.web, changes).await;
}

async fn a_host_is_replaced_in_every_url_of_marked_clients_and_nothing_else_changes(fixture: &Fixture) {
    let second = fixture.other_admin.client(&fixture.seed.user_pool, "ios", |ios| {
        ios.allowed_o_auth_flows_user_pool_client(true)
            .allowed_o_auth_flows("code".into())
            .allowed_o_auth_scopes("openid")
            .callback_urls("app://shop.example.com/done")
            .callback_urls("app://other.example/done")
    });
    let second = second.await;
    let before = fixture.before().await;
    let mut ui = fixture.clients(4).await;
    ui.filled()
        .await
        .press("a")
        .sees("4 marked")
        .await
        .press("R")
        .sees("Replace a host in the URLs of 4 app clients")
        .await;
    ui.sees("Hosts in use: shop.example.com.").await.write("shop.example.com");
    ui.press("enter")
        .write("b.example")
        .press("enter")
        .confirms("Update 2 of 4 app clients?")
        .await
        .press("y");
    ui.sees("2 changed, 2 skipped").await;
    let web = json!({"CallbackURLs": ["https://b.example/signed-in"], "LogoutURLs": ["https://b.example/signed-out"]});
    let ios = json!({"CallbackURLs": ["app://b.example/done", "app://other.example/done"]});
    fixture.received(
        "UpdateUserPoolClient",
        &[client_request(&before, &fixture.seed.web, &web), client_request(&before, &second, &ios)],
    );
    let (web_entry, ios_entry) = (format!("client {}", fixture.seed.web), format!("client {second}"));
    fixture
        .holds_changed(&before, &[(&web_entry, "UserPoolClient", web), (&ios_entry, "UserPoolClient", ios)])
        .await;
    ui.press("enter").vanishes("marked").await;
}

/// The one client that was not there before, as it is told; all else is as it was.
async fn made(fixture: &Fixture, before: &Inventory) -> Value {
    fixture.made(before).await.1["UserPoolClient"].clone()
}

async fn a_public_client_is_made_and_nothing_else_changes(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.client("web").await;
    ui.press("n")
        .sees("New app client")
        .await
        .write("tv")
        .press_until("tab", "▶ Sign-in session")
        .await
        .write("7")
        .press("ctrl-s");
    ui.confirms("Create app client tv?")
        .await
        .press("y")
        .sees("✓ Created. All 3 settings match.")
        .await
        .press("enter")
        .sees("▶ tv")
        .await;
    let body = json!({"UserPoolId": fixture.seed.user_pool, "ClientName": "tv", "GenerateSecret": false, "AuthSessionValidity": 7, "EnableTokenRevocation": true});
    fixture.received("CreateUserPoolClient", &[body]);
    let made = made(fixture, &before).await;
    assert_eq!(
        (&made["ClientName"], &made["AuthSessionValidity"], made.get("ClientSecret")),
        (&json!("tv"), &json!(7), None)
    );
}

async fn the_secret_of_a_new_client_is_shown_once_and_masked(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.client("web").await;
    ui.press("n")
        .sees("New app client")
        .await
        .write("server")
        .press("tab space")
        .sees("‹ yes ›")
        .await
        .press("ctrl-s");
    ui.confirms("Create app client server?")
        .await
        .press("y")
        .sees("✓ Created. All 2 settings match.")
        .await
        .sees("Client secret")
        .await
        .sees("••••••••")
        .await;
    fixture.received(
        "CreateUserPoolClient",
        &[json!({"UserPoolId": fixture.seed.user_pool, "ClientName": "server", "GenerateSecret": true, "EnableTokenRevocation": true})],
    );
    let made = made(fixture, &before).await;
    let secret = made["ClientSecret"].as_str().expect("a secret");
    assert!(!ui.screen().contains(secret));
    ui.press("x").sees(secret).await.press("x").vanishes(secret).await.press("x").sees(secret).await;
    ui.press("enter")
        .sees("▶ server")
        .await
        .vanishes(secret)
        .await
        .press("enter")
        .sees("Client secret")
        .await
        .vanishes(secret)
        .await;
}

async fn a_copy_is_a_client_of_its_own_with_all_settings_and_without_a_secret(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.client("web").await;
    ui.press("N")
        .sees("Copy of web")
        .await
        .rests()
        .await
        .press("ctrl-s")
        .confirms("Create app client “Copy of web”?")
        .await
        .press("y")
        .sees("✓ Created.")
        .await;
    let mut expected = client_request(&before, &fixture.seed.web, &json!({"ClientName": "Copy of web"}));
    expected.as_object_mut().expect("members").shift_remove("ClientId");
    let mut made = made(fixture, &before).await;
    let members = made.as_object_mut().expect("members");
    members.retain(|name, _| {
        !["ClientId", "CreationDate", "LastModifiedDate", "ClientType"].contains(&name.as_str())
    });
    assert_eq!(made, expected);
    // It is empty, so there is nothing of it to copy.
    assert_eq!(
        expected
            .as_object_mut()
            .and_then(|members| members.shift_remove("TokenValidityUnits"))
            .unwrap_or(json!({})),
        json!({})
    );
    expected["GenerateSecret"] = json!(false);
    fixture.received("CreateUserPoolClient", &[expected]);
}

async fn a_deletion_names_the_identity_pools_that_trust_the_client_and_takes_nothing_else(fixture: &Fixture) {
    let mut before = fixture.before().await;
    let mut ui = fixture.client("web").await;
    ui.press("D")
        .asked("Delete app client web?")
        .await
        .sees("Identity pools that trust it")
        .await
        .sees("checked all 2 identity pools")
        .await;
    ui.sees("Identity pools that trust it    shop ")
        .await
        .write("we")
        .press("enter")
        .sees("Type web first, then Enter deletes it.")
        .await
        .write("b")
        .press("enter");
    ui.sees("✓ Deleted and verified: AWS no longer returns it.").await;
    fixture.received(
        "DeleteUserPoolClient",
        &[json!({"UserPoolId": fixture.seed.user_pool, "ClientId": fixture.seed.web})],
    );
    before.remove(&format!("client {}", fixture.seed.web));
    assert_eq!(fixture.other_admin.inventory().await, before);
    ui.press("enter").sees("App clients (2)").await;
}

async fn where_a_client_is_used_leads_to_the_identity_pool_and_back(fixture: &Fixture) {
    let mut ui = fixture.client("web").await;
    ui.press("enter 3")
        .sees("checked all 2 identity pools")
        .await
        .sees("shop")
        .await
        .never_shows("bare")
        .await;
    ui.press("j")
        .sees("▶ shop")
        .await
        .press("enter")
        .sees("› shop")
        .await
        .sees("Guest access")
        .await
        .sees(&fixture.seed.shop)
        .await;
    ui.press("esc")
        .sees("Identity pools that trust it")
        .await
        .sees("▶ shop")
        .await
        .press("esc")
        .sees("▶ web")
        .await;
}

/// The id of a client.
fn client_id(before: &Inventory, name: &str) -> Value {
    before.values().find(|entry| entry["UserPoolClient"]["ClientName"] == name).expect("the client")["UserPoolClient"]["ClientId"].clone()
}

/// The form of a sign-up through a client, a user name and a password typed.
async fn signing_up(fixture: &Fixture, client: &str, name: &str) -> Journey {
    let mut ui = fixture.client(client).await;
    ui.press("t")
        .sees("New user")
        .await
        .rests()
        .await
        .write(name)
        .press("tab")
        .write("Str0ng-Passw0rd!")
        .sees("••••")
        .await;
    ui
}

async fn a_sign_up_through_a_public_client_makes_a_user_who_has_to_be_confirmed(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = signing_up(fixture, "mobile", "ann").await;
    ui.press("ctrl-s")
        .confirms("Create user ann?")
        .await
        .sees("This creates a real user")
        .await
        .never_shows("Passw0rd")
        .await;
    ui.press("y").sees("✓ Created.").await.sees("not confirmed yet").await.never_shows("Passw0rd").await;
    fixture.received("SignUp", &[json!({"ClientId": client_id(&before, "mobile"), "Username": "ann", "Password": "Str0ng-Passw0rd!"})]);
    if let Some(server) = fixture.cognito() {
        assert_eq!(server.with_store(|store| store.user_names("shop-users").join(" ")), "ann");
    }
}

async fn a_user_name_that_is_taken_comes_back_on_its_field(fixture: &Fixture) {
    let mut ui = signing_up(fixture, "mobile", "ann").await;
    ui.press("ctrl-s")
        .confirms("Create user ann?")
        .await
        .press("y")
        .sees("✓ Created.")
        .await
        .press("enter")
        .sees("▶ mobile")
        .await;
    let mut ui = signing_up(fixture, "mobile", "ann").await;
    ui.press("ctrl-s")
        .confirms("Create user ann?")
        .await
        .press("y")
        .sees("ann was not created")
        .await
        .sees("Nothing was changed.")
        .await
        .press("esc");
    ui.sees("▶ User name *").await.sees("✗ UsernameExistsException").await.never_shows("Passw0rd").await;
    ui.write("2").press("ctrl-s").confirms("Create user ann2?").await.press("y").sees("✓ Created.").await;
}
