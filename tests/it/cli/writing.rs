//! `cognitui set`, `apply`, `create`, `diff`, `export` and `skeleton` as processes: the requests that the
//! server received are the judge.

use std::process::{Command, Stdio};

use cognitui::demo::{Fault, Gate};
use cognitui::history::RecordedOutcome;
use serde_json::{Value, json};

use super::scene::Scene;

const WEB: &str = "user-pool/shop/client/web";
const UPDATE: &str = "UpdateUserPoolClient";

/// What is stored of the client.
fn stored(scene: &Scene) -> Value {
    scene.server.with_store(|store| Value::Object(store.client_mut("shop", "web").clone()))
}

#[tokio::test(flavor = "multi_thread")]
async fn one_member_is_set_and_every_other_one_stays_also_what_no_table_knows() {
    let scene = Scene::new().await;
    let mut expected = stored(&scene);
    let ended = scene.run(&["set", WEB, "CallbackURLs+=https://shop.example/new", "--yes"]).await;
    assert_eq!((ended.status, &*ended.data), (Some(0), ""), "{}", ended.said);
    for words in
        ["Update app client web", "CallbackURLs", "+ https://shop.example/new", "1 setting changed, 0 others"]
    {
        let words = if words == "CallbackURLs" { "Callback URLs" } else { words };
        assert!(ended.said.contains(words), "{words}: {}", ended.said);
    }
    expected["CallbackURLs"] = json!(["https://shop.example/in", "https://shop.example/new"]);
    let mut now = stored(&scene);
    now["LastModifiedDate"] = expected["LastModifiedDate"].clone();
    assert_eq!(now, expected);
    assert_eq!(scene.server.received(UPDATE).len(), 1);
    let recorded = scene.recorded();
    assert_eq!((recorded.len(), recorded[0].outcome()), (1, RecordedOutcome::Applied));
    let again = scene.run(&["set", WEB, "CallbackURLs+=https://shop.example/new", "--yes"]).await;
    assert_eq!((again.status, scene.server.received(UPDATE).len()), (Some(0), 1));
    assert!(again.said.contains("Nothing to change: web is so already."), "{}", again.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_without_consent_in_a_dry_run_or_under_read_only() {
    let scene = Scene::new().await;
    let rules = scene.file("rules.toml", "[[rule]]\npool = \"shop\"\nread_only = true\n");
    let typed = scene.file("typed.toml", "[[rule]]\npool = \"shop\"\ntyped_confirmation = true\n");
    let set = ["set", WEB, "RefreshTokenValidity=7"];
    for (more, status, words) in [
        (&[][..], 1, "this needs --yes where nobody can be asked"),
        (&["--dry-run"][..], 0, "this is a dry run"),
        (&["--yes", "--dry-run"][..], 0, "→ 7"),
        (&["--yes", "--read-only"][..], 1, "Read-only"),
        (&["--yes", "--config", &*rules][..], 1, "Read-only"),
        (&["--yes", "--config", &*typed][..], 1, "asks for the name"),
    ] {
        let ended = scene.run(&[&set[..], more].concat()).await;
        assert_eq!((ended.status, &*ended.data), (Some(status), ""), "{more:?}: {}", ended.said);
        assert!(ended.said.contains(words), "{more:?}: {}", ended.said);
    }
    assert_eq!((scene.server.received(UPDATE).len(), scene.recorded().len()), (0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mistake_is_told_in_a_sentence_and_nothing_is_read_for_it() {
    let scene = Scene::new().await;
    let large = scene.file("large.json", &format!("\"{}\"", "x".repeat(4 * 1024 * 1024)));
    let none = scene.file("none.json", "{\"ClientName\": ");
    let pool = scene.file(
        "pool.json",
        r#"{"IdentityPoolId": "1", "IdentityPoolName": "shop", "AllowClassicFlow": true}"#,
    );
    let wrong = scene.file("wrong.json", r#"{"CallbackURLs": "https://a.example"}"#);
    for (arguments, words) in [
        (&["set", WEB, "CallbackURL=x", "--yes"][..], "Did you mean CallbackURLs?"),
        (&["set", WEB, "RefreshTokenValidity=x", "--yes"][..], "is a whole number"),
        (&["set", WEB, "ClientId=x", "--yes"][..], "can't be changed"),
        (&["set", WEB, "--yes"][..], "Nothing to set"),
        (&["set", WEB, "ClientName=file:///no/such", "--yes"][..], "can't be read"),
        (&["apply", WEB, "/no/such", "--yes"][..], "can't be read"),
        (&["apply", WEB, "/", "--yes"][..], "it is a folder"),
        (&["apply", WEB, &*large, "--yes"][..], "larger than 4 MB"),
        (&["apply", WEB, &*none, "--yes"][..], "is not JSON"),
        (&["apply", WEB, &*pool, "--yes"][..], "a document of an identity pool, not of an app client"),
        (&["apply", WEB, &*wrong, "--yes"][..], "CallbackURLs: must be a list"),
        (&["apply", "-", "-", "--yes"][..], "can't be both"),
        (&["create", "client", &*wrong, "--yes"][..], "CallbackURLs: must be a list"),
        (&["create", "user-pool", &*pool, "--yes"][..], "is a document of an identity pool"),
        (&["diff", "a.json", "./b.json"][..], "At least one of the two has to be a TARGET"),
        (&["diff", WEB, "identity-pool/shop"][..], "can't be compared"),
        (&["skeleton", "clients"][..], "is no kind of resource"),
    ] {
        let ended = scene.run(arguments).await;
        assert_eq!((ended.status, &*ended.data), (Some(2), ""), "{arguments:?}: {}", ended.said);
        assert!(ended.said.contains(words), "{arguments:?}: {}", ended.said);
    }
    assert_eq!(scene.server.operations(), Vec::<String>::new());
    let unknown = scene.file("unknown.json", r#"{"FutureSetting": {"deep": [2]}, "CallbackURL": []}"#);
    let ended = scene.run(&["apply", WEB, &unknown, "--yes"]).await;
    assert_eq!(ended.status, Some(2), "{}", ended.said);
    assert!(ended.said.contains("Did you mean CallbackURLs?"), "{}", ended.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_between_settings_hold_as_in_the_form() {
    let scene = Scene::new().await;
    let ended = scene.run(&["set", WEB, "CallbackURLs=http://shop.example", "--yes"]).await;
    assert_eq!((ended.status, scene.server.received(UPDATE).len()), (Some(1), 0), "{}", ended.said);
    assert!(ended.said.contains("Nothing was sent: CallbackURLs[0]: "), "{}", ended.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_printed_is_applied_again_without_a_change_and_its_placeholders_keep_their_secrets() {
    let scene = Scene::new().await;
    for target in [
        WEB,
        "user-pool/shop",
        "identity-pool/shop",
        "user-pool/shop/resource-server/api",
        "user-pool/shop/mfa",
    ] {
        let printed = scene.run(&["get", target]).await.data;
        let ended = scene.run_with_input(&["apply", target, "-", "--yes"], &printed).await;
        assert_eq!(ended.status, Some(0), "{target}: {}", ended.said);
        assert!(ended.said.contains("Nothing to change"), "{target}: {}", ended.said);
    }
    let newer = r#"{"FutureSetting": {"deep": [2]}, "RefreshTokenValidity": 7, "LogoutURLs": null}"#;
    let ended = scene.run_with_input(&["apply", WEB, "-", "--yes"], newer).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    let sent = &scene.server.received(UPDATE)[0];
    assert_eq!((&sent["FutureSetting"]["deep"], &sent["RefreshTokenValidity"]), (&json!([2]), &json!(7)));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_difference_of_two_resources_makes_one_like_the_other() {
    let scene = Scene::new().await;
    let changed = ["set", WEB, "RefreshTokenValidity=7", "LogoutURLs=https://shop.example/out", "--yes"];
    assert_eq!(scene.run(&changed).await.status, Some(0));
    let twin = scene.server.with_store(|store| store.client_id("shop", "twin"));
    let twin = format!("user-pool/shop/client/{twin}");
    let patch = scene.run(&["diff", &twin, WEB]).await;
    assert_eq!(patch.json()["RefreshTokenValidity"], 7);
    assert!(patch.json().get("ClientId").is_none(), "{}", patch.data);
    let table = scene.run(&["diff", &twin, WEB, "--output", "text"]).await;
    assert!(table.data.contains("30\tRefreshTokenValidity\t7\n"), "{}", table.data);
    assert_eq!(patch.json()["FutureSetting"], json!({"deep": [1, null]}), "also what no table knows");
    let applied = scene.run_with_input(&["apply", &twin, "-", "--yes"], &patch.data).await;
    assert_eq!(applied.status, Some(0), "{}", applied.said);
    assert!(applied.said.contains("→ 7"), "{}", applied.said);
    let words = "Sent as it is, because cognitui does not know it: FutureSetting";
    assert!(applied.said.contains(words), "{}", applied.said);
    let sent = scene.server.received(UPDATE).pop().expect("an update");
    assert_eq!(
        (&sent["FutureSetting"], &sent["LogoutURLs"], &sent["RefreshTokenValidity"]),
        (&json!({"deep": [1, null]}), &json!(["https://shop.example/out"]), &json!(7))
    );
    let web = format!("user-pool/shop/client/{}", scene.web);
    let left = scene.run(&["diff", &twin, &web]).await;
    assert_eq!(left.json(), json!({}), "{}", left.said);
    let same = scene.run(&["diff", &web, &web]).await;
    assert_eq!((same.status, same.json()), (Some(0), json!({})));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_is_created_from_a_document_and_printed() {
    let scene = Scene::new().await;
    let exported = scene.run(&["export", "user-pool/shop"]).await;
    let whole = exported.json();
    assert_eq!(whole["UserPool"]["Name"], "shop");
    assert_eq!(whole["AppClients"].as_array().map(Vec::len), Some(3));
    assert_eq!(whole["Domains"][0]["Domain"], "shop-login");
    assert_eq!(whole["MFASettings"]["MfaConfiguration"], "OFF");
    assert!(exported.said.contains("ClientSecret of app client web"), "{}", exported.said);
    let mut web = whole["AppClients"]
        .as_array()
        .expect("clients")
        .iter()
        .find(|one| one["ClientName"] == "web")
        .expect("web")
        .clone();
    let imported = scene.run_with_input(&["apply", WEB, "-", "--yes"], &web.to_string()).await;
    assert!(imported.said.contains("Nothing to change"), "{}", imported.said);
    web.as_object_mut().expect("members").remove("FutureSetting");
    web["ClientName"] = json!("copy");
    let ended =
        scene.run_with_input(&["create", "user-pool/shop/client", "-", "--yes"], &web.to_string()).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    assert_eq!(ended.json()["ClientName"], "copy");
    let sent = scene.server.received("CreateUserPoolClient");
    assert_eq!(
        (&sent[0]["CallbackURLs"], &sent[0]["UserPoolId"]),
        (&web["CallbackURLs"], &json!(scene.pool))
    );
    assert_eq!((sent[0].get("ClientSecret"), sent[0].get("ClientId")), (None, None));
    // The pool may be named by the document, as in a request of the AWS CLI.
    let request = json!({"UserPoolId": scene.pool, "ClientName": "second"}).to_string();
    let ended = scene.run_with_input(&["create", "client", "-", "--yes"], &request).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    assert_eq!(scene.recorded().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_skeleton_has_every_member_that_can_be_set_and_is_taken_by_create() {
    let scene = Scene::new().await;
    let mut pool = scene.run(&["skeleton", "identity-pool"]).await.json();
    assert!(pool.get("IdentityPoolId").is_none(), "{pool}");
    pool["IdentityPoolName"] = json!("new");
    let ended = scene.run_with_input(&["create", "identity-pool", "-", "--yes"], &pool.to_string()).await;
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    let sent = scene.server.received("CreateIdentityPool");
    assert_eq!(sent, [json!({"IdentityPoolName": "new", "AllowUnauthenticatedIdentities": false})]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_resources_are_changed_one_after_the_other_with_a_summary() {
    let scene = Scene::new().await;
    let targets = format!("{WEB}\nuser-pool/shop/client/none\nuser-pool/shop/client/{}\n", scene.web);
    let ended = scene.run_with_input(&["set", "-", "RefreshTokenValidity=7", "--yes"], &targets).await;
    assert_eq!((ended.status, scene.server.received(UPDATE).len()), (Some(1), 1), "{}", ended.said);
    assert!(ended.said.contains("3 resources: 1 changed, 1 already set, 1 refused"), "{}", ended.said);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conflict_and_a_lost_response_have_statuses_of_their_own() {
    let scene = Scene::new().await;
    let set = ["set", WEB, "RefreshTokenValidity=7", "--yes"];
    scene.server.inject("DescribeUserPoolClient", Fault::someone_else(|_| {}));
    scene.server.inject(
        "DescribeUserPoolClient",
        Fault::someone_else(|store| {
            store.client_mut("shop", "web").insert("RefreshTokenValidity".into(), json!(9));
        }),
    );
    let conflict = scene.run(&set).await;
    assert_eq!((conflict.status, scene.recorded().len()), (Some(1), 0), "{}", conflict.said);
    assert!(conflict.said.contains("changed by someone else, so nothing was sent"), "{}", conflict.said);
    scene.server.inject(UPDATE, Fault::AccessDenied);
    let refused = scene.run(&set).await;
    assert_eq!(
        (refused.status, scene.recorded()[0].outcome()),
        (Some(1), RecordedOutcome::Refused),
        "{}",
        refused.said
    );
    scene.server.inject(UPDATE, Fault::Hold(Gate::new()));
    let lost = scene.run(&[&set[..], &["--read-timeout", "1"]].concat()).await;
    assert_eq!(
        (lost.status, scene.recorded()[1].outcome()),
        (Some(3), RecordedOutcome::Unknown),
        "{}",
        lost.said
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_before_the_change_sends_nothing() {
    let scene = Scene::new().await;
    scene.server.inject("DescribeUserPoolClient", Fault::Hold(Gate::new()));
    let mut command = scene.command(&["set", WEB, "RefreshTokenValidity=7", "--yes"]);
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    scene.server.wait_for_requests("DescribeUserPoolClient", 1).await;
    let sent = Command::new("kill").args(["-s", "INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let status = tokio::task::spawn_blocking(move || child.wait()).await.expect("no panic");
    assert_eq!(status.expect("its status").code(), Some(130));
    assert_eq!((scene.server.received(UPDATE).len(), scene.recorded().len()), (0, 0));
}
