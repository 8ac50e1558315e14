//! Identity pools when something goes wrong: what only the service can know comes back where it belongs, what
//! was lost is looked for and never sent twice, and what may not be sent is not. The real program over real
//! HTTP.

use std::sync::Arc;
use std::time::Duration;

use crate::support::journey::{Journey, settings, shop};
use cognitui::app::{Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use cognitui::message::{Call, WriteRequest};
use cognitui::resource::{Document, Key, WriteOperation, tables};
use serde_json::{Value, json};

const PROVIDER: &str = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A";
const USERS: &str = "arn:aws:iam::123456789012:role/users";
const NOT_TO_BE_PASSED: [&str; 2] = [
    "arn:aws:iam::123456789012:role/aws-service-role/sso.amazonaws.com/x",
    "arn:aws:iam::210987654321:role/users",
];

fn call(server: &Cognito, operation: &str, body: Value) -> Value {
    server.with_store(|store| store.call(operation, body)).expect("an answer")
}

fn pools(server: &Cognito) -> Vec<String> {
    let listed = call(server, "ListIdentityPools", json!({"MaxResults": 60}));
    let pools = listed["IdentityPools"].as_array().expect("pools").iter();
    pools.map(|pool| pool["IdentityPoolName"].as_str().expect("a name").to_owned()).collect()
}

fn roles(server: &Cognito, id: &str) -> Value {
    call(server, "GetIdentityPoolRoles", json!({"IdentityPoolId": id}))
}

/// A new pool of a name, beside those that the list tells, filled in and confirmed but for the last key.
async fn new_pool(server: &Cognito, name: &str) -> Journey {
    let mut ui = Journey::identity_pools(server);
    ui.sees("▶ shop")
        .await
        .rests()
        .await
        .press("n")
        .sees("New identity pool")
        .await
        .write(name)
        .press("ctrl-s")
        .reads(&format!("Create identity pool {name}?"))
        .await;
    ui
}

/// The deletion of the pool `shop`, its name typed.
async fn deletion(server: &Cognito) -> Journey {
    let mut ui = Journey::identity_pools(server);
    ui.sees("▶ shop")
        .await
        .press("D")
        .asked("Delete identity pool shop?")
        .await
        .sees("Identities      0")
        .await
        .write("shop");
    ui
}

/// The form of the roles of the pool `shop`, of which none was ever set.
async fn roles_form(server: &Cognito) -> Journey {
    let mut ui = Journey::identity_pools(server);
    ui.sees("▶ shop")
        .await
        .press("enter 2")
        .sees("Authenticated role")
        .await
        .press("e")
        .sees("Edit roles of shop")
        .await
        .rests()
        .await;
    ui
}

/// The form of the principal tags of the first provider of the pool `shop`, a tag filled in and confirmed but
/// for the last key.
async fn tags_form(server: &Cognito) -> Journey {
    let mut ui = Journey::identity_pools(server);
    ui.sees("▶ shop")
        .await
        .press("enter 3")
        .sees("Default mappings")
        .await
        .rests()
        .await
        .press("e")
        .sees("Edit principal tags")
        .await;
    ui.press("tab space")
        .write("team")
        .press("tab")
        .write("custom:team")
        .press("ctrl-s")
        .reads("Update principal tags of")
        .await;
    ui
}

#[tokio::test]
async fn a_role_that_may_not_be_passed_comes_back_on_its_field_and_another_one_is_taken() {
    for role in NOT_TO_BE_PASSED {
        let (server, id) = shop().await;
        let mut ui = roles_form(&server).await;
        ui.press("tab").write(role).press("ctrl-s").reads("Update roles of shop?").await.press("y");
        ui.sees("The credentials need the permission iam:PassRole.")
            .await
            .sees("Nothing was changed.")
            .await
            .press("esc");
        ui.sees("▶ Unauthenticated role •")
            .await
            .sees("✗ AccessDeniedException: User:")
            .await
            .sees("iam:PassRole")
            .await;
        ui.press("ctrl-u")
            .write(USERS)
            .press("ctrl-s")
            .reads("Update roles of shop?")
            .await
            .press("y")
            .sees("1 setting changed")
            .await;
        let expected = json!({"IdentityPoolId": id, "Roles": {"unauthenticated": USERS}, "RoleMappings": {}});
        let mut refused = expected.clone();
        refused["Roles"]["unauthenticated"] = json!(role);
        assert_eq!(server.received("SetIdentityPoolRoles"), [refused, expected.clone()]);
        assert_eq!(roles(&server, &id), expected);
    }
}

#[tokio::test]
async fn a_role_of_a_rule_that_may_not_be_passed_comes_back_on_that_rule() {
    let (server, id) = shop().await;
    let mut ui = roles_form(&server).await;
    ui.press("tab tab space")
        .write(&format!("{PROVIDER}:abc"))
        .press("tab space")
        .sees("‹ Rules ›")
        .await
        .press("tab tab space");
    for (claim, role) in [("sub", USERS), ("email", NOT_TO_BE_PASSED[0])] {
        ui.write(claim).press("tab tab").write("x").press("tab").write(role).press("ctrl-n");
    }
    ui.press("ctrl-d ctrl-s")
        .reads("Update roles of shop?")
        .await
        .press("y")
        .sees("iam:PassRole")
        .await
        .press("esc");
    ui.sees("▶       2 email").await.sees("✗ Role: AccessDeniedException: User:").await;
    ui.press("ctrl-u")
        .write(USERS)
        .press("ctrl-s")
        .reads("Update roles of shop?")
        .await
        .press("y")
        .sees("1 setting changed")
        .await;
    let rule = |claim: &str| json!({"Claim": claim, "MatchType": "Equals", "Value": "x", "RoleARN": USERS});
    let rules = json!({"Rules": [rule("sub"), rule("email")]});
    let mapping = json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": rules});
    let expected =
        json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": {format!("{PROVIDER}:abc"): mapping}});
    assert_eq!(roles(&server, &id), expected);
    assert_eq!(server.received("SetIdentityPoolRoles").len(), 2);
}

#[tokio::test]
async fn a_mapping_of_a_provider_that_the_pool_does_not_trust_comes_back_on_it() {
    let (server, id) = shop().await;
    let mut ui = roles_form(&server).await;
    ui.write(USERS)
        .press("tab tab space")
        .write("graph.facebook.com")
        .press("ctrl-s")
        .reads("Update roles of shop?")
        .await;
    ui.press("y").sees("is not a configured provider").await.sees("Nothing was changed.").await.press("esc");
    ui.sees("▶   1 Provider                graph.facebook.com")
        .await
        .sees("✗ InvalidParameterException: graph.facebook.com is not")
        .await;
    ui.sees(USERS)
        .await
        .press("ctrl-u ctrl-o")
        .sees("Choose Provider")
        .await
        .write("google")
        .sees("▶ accounts.google.com")
        .await;
    ui.press("enter ctrl-s")
        .reads("Update roles of shop?")
        .await
        .press("y")
        .sees("2 settings changed, 0 others")
        .await;
    let mapping = json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"});
    let expected = json!({"IdentityPoolId": id, "Roles": {"authenticated": USERS}, "RoleMappings": {"accounts.google.com": mapping}});
    assert_eq!(roles(&server, &id), expected);
}

#[tokio::test]
async fn an_unknown_login_provider_of_a_new_pool_comes_back_on_it_and_what_else_was_typed_is_still_there() {
    let (server, _) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("n")
        .write("second")
        .press("tab tab tab tab space")
        .write("login.example.com")
        .press("tab")
        .write("app1");
    ui.press("tab tab")
        .write("login.second")
        .press("ctrl-s")
        .reads("Create identity pool second?")
        .await
        .press("y")
        .sees("second was not created")
        .await;
    ui.sees("login.example.com is not a supported login provider")
        .await
        .sees("Nothing was changed.")
        .await
        .press("esc");
    ui.sees("▶   1 Provider                login.example.com")
        .await
        .sees("✗ InvalidParameterException: login.example.com is not")
        .await;
    ui.sees("second").await.sees("app1").await.sees("login.second").await;
    ui.press("ctrl-u")
        .write("www.amazon.com")
        .press("ctrl-s")
        .reads("Create identity pool second?")
        .await
        .press("y")
        .sees("✓ Created. All 5 settings match.")
        .await;
    let made = json!({
        "IdentityPoolName": "second", "AllowUnauthenticatedIdentities": false, "AllowClassicFlow": false,
        "SupportedLoginProviders": {"www.amazon.com": "app1"}, "DeveloperProviderName": "login.second",
    });
    assert_eq!(server.received("CreateIdentityPool").len(), 2);
    assert_eq!(server.last("CreateIdentityPool"), made);
    assert_eq!(pools(&server), ["shop", "second"]);
}

#[tokio::test]
async fn an_unknown_login_provider_of_a_pool_that_is_there_comes_back_on_it() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await.press("e").sees("Edit shop").await.press("end").write("2");
    ui.press_until("down", "▶   1 Provider                accounts")
        .await
        .press("ctrl-n")
        .write("login.example.com")
        .press("tab")
        .write("app1");
    ui.press("ctrl-s")
        .reads("Update identity pool shop?")
        .await
        .press("y")
        .sees("Nothing was changed.")
        .await
        .press("esc");
    ui.sees("▶   2 Provider                login.example.com")
        .await
        .sees("✗ InvalidParameterException: login.example.com is not")
        .await;
    ui.sees("shop2")
        .await
        .press("ctrl-d ctrl-s")
        .reads("Update identity pool shop?")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    let stored = call(&server, "DescribeIdentityPool", json!({"IdentityPoolId": id}));
    assert_eq!(
        (&stored["IdentityPoolName"], &stored["SupportedLoginProviders"]),
        (&json!("shop2"), &json!({"accounts.google.com": "123.apps"}))
    );
}

#[tokio::test]
async fn a_quota_that_is_used_up_is_asked_of_once_and_the_form_waits_until_there_is_room() {
    let mut store = Store::empty().with_identity_pool_quota(2);
    crate::support::shop(&mut store);
    let other = json!({"IdentityPoolName": "other", "AllowUnauthenticatedIdentities": false});
    let other = store.call("CreateIdentityPool", other).expect("a pool")["IdentityPoolId"].clone();
    let server = Cognito::start(store).await.expect("a server");
    let mut ui = new_pool(&server, "third").await;
    ui.press("y")
        .sees("a quota is used up")
        .await
        .sees("Maximum number of identity pools exceeded: 2.")
        .await
        .sees("Nothing was")
        .await;
    assert_eq!(server.received("CreateIdentityPool").len(), 1, "trying again can't help");
    ui.press("esc")
        .vanishes("Nothing was changed.")
        .await
        .sees("third")
        .await
        .sees("LimitExceededException")
        .await;
    call(&server, "DeleteIdentityPool", json!({"IdentityPoolId": other}));
    ui.press("ctrl-s")
        .reads("Create identity pool third?")
        .await
        .press("y")
        .sees("✓ Created. All 3 settings match.")
        .await;
    assert_eq!(server.received("CreateIdentityPool").len(), 2);
    assert_eq!(pools(&server), ["shop", "third"]);
}

#[tokio::test]
async fn a_pool_that_is_being_changed_at_this_moment_is_changed_by_another_try() {
    let (server, id) = shop().await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("e")
        .sees("Edit shop")
        .await
        .press("end")
        .write("2")
        .press("ctrl-s")
        .reads("Update identity pool shop?")
        .await;
    server.inject("UpdateIdentityPool", Fault::ConcurrentModification);
    ui.press("y").sees("was not updated").await.press("esc").vanishes("was not updated").await;
    ui.sees("shop2")
        .await
        .sees("Can't update the identity pool")
        .await
        .press("ctrl-s")
        .reads("Update identity pool shop?")
        .await;
    ui.press("y").sees("1 setting changed, 0 others").await;
    assert_eq!(server.received("UpdateIdentityPool").len(), 2);
    let mut ui = roles_form(&server).await;
    ui.write(USERS).press("ctrl-s").reads("Update roles of shop2?").await;
    server.inject("SetIdentityPoolRoles", Fault::ConcurrentModification);
    ui.press("y")
        .sees("else is changing it right now")
        .await
        .press("y")
        .sees("1 setting changed, 0 others")
        .await;
    let request = json!({"IdentityPoolId": id, "Roles": {"authenticated": USERS}, "RoleMappings": {}});
    assert_eq!(server.received("SetIdentityPoolRoles"), [request.clone(), request]);
}

#[tokio::test]
async fn principal_tags_of_a_provider_that_was_taken_out_meanwhile_are_refused_and_stay_in_the_form() {
    let (server, id) = shop().await;
    let mut ui = tags_form(&server).await;
    server.with_store(|store| drop(store.identity_pool_mut(&id).shift_remove("CognitoIdentityProviders")));
    ui.press("y").sees("is not a configured provider").await.press("esc").vanishes("was not updated").await;
    ui.sees("custom:team").await.sees("Can't update the principal tags").await;
    assert_eq!(server.received("SetPrincipalTagAttributeMap").len(), 1);
}

#[tokio::test]
async fn a_new_pool_whose_answer_was_lost_is_found_again_and_made_once() {
    // Of the same name as the one that is there: what is new of it is found all the same.
    for fault in [Fault::ResetAfter, Fault::Truncate] {
        let (server, first) = shop().await;
        let mut ui = new_pool(&server, "shop").await;
        server.inject("CreateIdentityPool", fault);
        ui.press("y")
            .sees("The response was lost, but it was created.")
            .await
            .sees("✓ Created. All 3 settings match.")
            .await
            .vanishes(&first)
            .await;
        assert_eq!(server.received("CreateIdentityPool").len(), 1);
        assert_eq!(pools(&server), ["shop", "shop"]);
        ui.press("enter").sees("Identity pools (2)").await.sees("shop: Created. All 3 settings match.").await;
    }
}

#[tokio::test]
async fn a_new_pool_whose_list_can_not_be_read_either_is_found_by_reading_again() {
    let (server, _) = shop().await;
    let mut ui = new_pool(&server, "second").await;
    server.inject("CreateIdentityPool", Fault::ResetAfter);
    server.inject("ListIdentityPools", Fault::AccessDenied);
    ui.press("y")
        .sees("? Unknown whether the creation was applied.")
        .await
        .sees("Nothing is sent twice.")
        .await;
    ui.press("r")
        .sees("The response was lost, but it was created.")
        .await
        .press("enter")
        .sees("▶ second")
        .await
        .sees("Identity pools (2)")
        .await;
    assert_eq!(server.received("CreateIdentityPool").len(), 1);
}

#[tokio::test]
async fn a_new_pool_that_never_arrived_is_unknown_and_made_again_only_by_hand() {
    for fault in [Fault::ResetBefore, Fault::InternalError, Fault::Html(502)] {
        let (server, _) = shop().await;
        let mut ui = new_pool(&server, "second").await;
        server.inject("CreateIdentityPool", fault);
        ui.press("y").sees("Unknown whether the creation was applied. It does not show yet.").await;
        ui.press("y")
            .sees("y does nothing here")
            .await
            .press("r")
            .vanishes("y does nothing here")
            .await
            .rests()
            .await;
        ui.sees("Unknown whether the creation was applied. It does not show yet.").await;
        assert_eq!(server.received("CreateIdentityPool").len(), 1);
        assert_eq!(pools(&server), ["shop"]);
        ui.press("esc").vanishes("Unknown").await.sees("New identity pool").await.sees("second").await;
        ui.press("ctrl-s")
            .reads("Create identity pool second?")
            .await
            .press("y")
            .sees("✓ Created. All 3 settings match.")
            .await;
        assert_eq!(server.received("CreateIdentityPool").len(), 2);
        assert_eq!(pools(&server), ["shop", "second"]);
    }
}

#[tokio::test]
async fn a_new_pool_that_is_made_while_the_list_is_still_read_is_in_it_once() {
    let mut store = Store::empty();
    for number in 0..70 {
        let pool =
            json!({"IdentityPoolName": format!("pool {number}"), "AllowUnauthenticatedIdentities": false});
        store.call("CreateIdentityPool", pool).expect("a pool");
    }
    let server = Cognito::start(store).await.expect("a server");
    let gate = Gate::new();
    server.inject("ListIdentityPools", Fault::Delay(Duration::ZERO));
    server.inject("ListIdentityPools", Fault::Hold(gate.clone()));
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ pool 0").await;
    server.wait_for_requests("ListIdentityPools", 2).await;
    ui.press("n")
        .sees("New identity pool")
        .await
        .write("new")
        .press("ctrl-s")
        .reads("Create identity pool new?")
        .await
        .press("y")
        .sees("✓ Created.")
        .await;
    ui.press("enter").sees("▶ new").await;
    gate.open();
    ui.sees("Identity pools (71)").await.sees("▶ new").await;
}

#[tokio::test]
async fn a_throttled_creation_was_not_done_so_it_is_sent_again_and_makes_one_pool() {
    let (server, _) = shop().await;
    let mut ui = new_pool(&server, "second").await;
    server.inject("CreateIdentityPool", Fault::Throttle);
    ui.press("y").sees("✓ Created. All 3 settings match.").await;
    assert_eq!(server.received("CreateIdentityPool").len(), 2);
    assert_eq!(pools(&server), ["shop", "second"]);
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_is_read_again_and_sent_once() {
    for fault in [Fault::ResetAfter, Fault::Html(504)] {
        let applied = matches!(fault, Fault::ResetAfter);
        let (server, id) = shop().await;
        let mut ui = deletion(&server).await;
        server.inject("DeleteIdentityPool", fault);
        ui.press("enter");
        if applied {
            ui.sees("The response was lost, but it is deleted.")
                .await
                .press("enter")
                .sees("There are no identity pools here")
                .await;
        } else {
            ui.sees("Unknown whether the deletion was applied. It does not show yet.")
                .await
                .press("esc")
                .sees("▶ shop")
                .await;
        }
        assert_eq!(server.received("DeleteIdentityPool"), [json!({"IdentityPoolId": id})]);
        assert_eq!(pools(&server).is_empty(), applied);
    }
}

#[tokio::test]
async fn roles_and_principal_tags_whose_answer_was_lost_are_read_again_and_sent_once() {
    let (server, id) = shop().await;
    let mut ui = roles_form(&server).await;
    ui.write(USERS).press("ctrl-s").reads("Update roles of shop?").await;
    server.inject("SetIdentityPoolRoles", Fault::ResetAfter);
    ui.press("y")
        .sees("The response was lost, but the change was applied.")
        .await
        .sees("✓ 1 setting changed, 0 others")
        .await;
    let expected = json!({"IdentityPoolId": id, "Roles": {"authenticated": USERS}, "RoleMappings": {}});
    assert_eq!(server.received("SetIdentityPoolRoles"), std::slice::from_ref(&expected));
    assert_eq!(roles(&server, &id), expected);
    let mut ui = tags_form(&server).await;
    server.inject("SetPrincipalTagAttributeMap", Fault::ResetAfter);
    ui.press("y")
        .sees("The response was lost, but the change was applied.")
        .await
        .sees("✓ 1 setting changed, 0 others")
        .await;
    assert_eq!(server.received("SetPrincipalTagAttributeMap").len(), 1);
}

#[tokio::test]
async fn roles_that_never_arrived_are_unknown_and_are_sent_once() {
    let (server, id) = shop().await;
    let before = roles(&server, &id);
    let mut ui = roles_form(&server).await;
    ui.write(USERS).press("ctrl-s").reads("Update roles of shop?").await;
    server.inject("SetIdentityPoolRoles", Fault::ResetBefore);
    ui.press("y").sees("Unknown whether the update was applied. It does not show yet.").await;
    ui.press("esc").vanishes("Unknown").await.sees("Edit roles of shop").await.sees(USERS).await;
    assert_eq!(server.received("SetIdentityPoolRoles").len(), 1);
    assert_eq!(roles(&server, &id), before);
}

#[tokio::test]
async fn read_only_refuses_every_key_that_writes_and_nothing_arrives() {
    let (server, _) = shop().await;
    let options = Options { read_only: true, ..Options::default() };
    let mut ui =
        Journey::start(Settings { read_only: true, ..settings(&server) }, Target::IdentityPools, options);
    ui.sees("READ-ONLY").await.sees("▶ shop").await;
    let refused = "Read-only: cognitui was started with --read-only";
    for keys in ["n", "N", "D", "e", "c", "u", "space", "a", "enter e", "D", "2 e", "3 e", "c"] {
        ui.press(":").sees("Actions").await.press("esc").vanishes("Actions").await;
        ui.press(keys).sees(refused).await.rests().await;
    }
    let reads = ["List", "Describe", "Get"];
    let operations = server.operations();
    assert!(
        operations.iter().all(|operation| reads.iter().any(|read| operation.starts_with(read))),
        "{operations:?}"
    );
}

#[tokio::test]
async fn read_only_refuses_every_write_where_it_would_leave() {
    let (server, id) = shop().await;
    let api = cognitui::aws::connect(&Settings { read_only: true, ..settings(&server) })
        .await
        .expect("a connection");
    let pool = Key::top(&tables::IDENTITY_POOL, &id);
    let name = json!({"IdentityPoolName": "second", "AllowUnauthenticatedIdentities": false});
    let named = json!({"IdentityPoolId": id, "IdentityProviderName": PROVIDER, "UseDefaults": true});
    let calls = [
        ("CreateIdentityPool", WriteOperation::Create, Key::top(&tables::IDENTITY_POOL, ""), name),
        ("DeleteIdentityPool", WriteOperation::Delete, pool, json!({"IdentityPoolId": id})),
        (
            "SetIdentityPoolRoles",
            WriteOperation::Update,
            Key::top(&tables::ROLES, &id),
            json!({"IdentityPoolId": id, "Roles": {}}),
        ),
        (
            "SetPrincipalTagAttributeMap",
            WriteOperation::Update,
            Key::child(&tables::PRINCIPAL_TAGS, &id, PROVIDER),
            named,
        ),
    ];
    for (sent, operation, key, body) in calls {
        let (name, before) = ("shop".to_owned(), Document::default());
        let body = Document::from_value(body).expect("a document");
        let call = Call::Write(Box::new(WriteRequest { operation, key, name, before, body }));
        let error = api.call(call, Arc::new(|_| {})).await.expect_err("refused");
        assert_eq!(error.summary, format!("Read-only: {sent} was not sent"));
    }
    assert!(server.operations().is_empty());
}

#[tokio::test]
async fn a_new_pool_that_nobody_answers_for_was_surely_not_made_and_stays_in_the_form() {
    let nobody = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("an address");
    let mut ui = Journey::start(
        Settings::isolated(format!("http://{nobody}")),
        Target::IdentityPools,
        Options::default(),
    );
    ui.sees("can't be reached")
        .await
        .press("n")
        .write("second")
        .press("ctrl-s")
        .sees("Create identity pool second?")
        .await
        .rests()
        .await;
    ui.press("y")
        .sees("second was not created")
        .await
        .sees("can't be reached")
        .await
        .sees("Nothing was changed.")
        .await;
    ui.press("esc")
        .vanishes("Nothing was changed.")
        .await
        .sees("New identity pool")
        .await
        .sees("second")
        .await;
}

#[tokio::test]
async fn a_deletion_that_nobody_answers_for_any_more_deletes_nothing() {
    let (server, _) = shop().await;
    let mut ui = deletion(&server).await;
    drop(server);
    ui.press("enter")
        .sees("shop was not deleted")
        .await
        .sees("Nothing was changed.")
        .await
        .press("esc")
        .sees("▶ shop")
        .await;
}
