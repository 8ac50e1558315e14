//! The commands that read and write documents, as processes: what one prints, another one takes, and nothing
//! but what was asked for changes.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::fixture::{Fixture, journeys};

journeys! {
    a_setting_is_set_by_path_and_taken_back_and_nothing_else_changes
    what_get_prints_is_applied_without_a_change
    a_difference_is_applied_and_none_is_left
    a_client_is_created_from_a_printed_one
}

/// Runs a command at the fixture's Cognito; what it printed. It ends with status 0.
async fn run(
    fixture: &Fixture,
    home: &tempfile::TempDir,
    arguments: &[&str],
    input: &str,
) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
    command.env_clear().env("HOME", home.path()).args(arguments);
    command.args(["--endpoint-url", &fixture.url, "--region", "eu-west-1"]);
    command.env("AWS_ACCESS_KEY_ID", "AKIDEMO").env("AWS_SECRET_ACCESS_KEY", "demo");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let (input, called) = (input.to_owned(), arguments.join(" "));
    let run = move || {
        let mut child = command.spawn().expect("the program starts");
        let mut stdin = child.stdin.take().expect("a pipe");
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        child.wait_with_output().expect("its output")
    };
    let output = tokio::task::spawn_blocking(run).await.expect("no panic");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let (data, said) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{called}: {said}");
    (data, said)
}

fn home() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

async fn a_setting_is_set_by_path_and_taken_back_and_nothing_else_changes(fixture: &Fixture) {
    let (home, before) = (home(), fixture.before().await);
    let web = "user-pool/shop-users/client/web";
    let (_, said) = run(fixture, &home, &["set", web, "EnableTokenRevocation=false", "--yes"], "").await;
    assert!(said.contains("1 setting changed, 0 others"), "{said}");
    let changed = json!({"EnableTokenRevocation": false});
    fixture.holds_client(&before, &fixture.seed.web, changed).await;
    let (entry, _) = run(fixture, &home, &["history", "--output", "json"], "").await;
    let entry: Value = serde_json::from_str(&entry).expect("one change");
    let id = entry["id"].as_str().expect("an id").to_owned();
    run(fixture, &home, &["revert", &id, "--yes"], "").await;
    fixture.holds_client(&before, &fixture.seed.web, json!({})).await;
}

async fn what_get_prints_is_applied_without_a_change(fixture: &Fixture) {
    let (home, before) = (home(), fixture.before().await);
    let pool = format!("identity-pool/{}/roles", fixture.seed.shop);
    let targets = [
        "user-pool/shop-users",
        "user-pool/shop-users/client/web",
        "user-pool/shop-users/client/backend",
        "identity-pool/shop",
        &pool,
    ];
    for target in targets {
        let (printed, _) = run(fixture, &home, &["get", target], "").await;
        let (_, said) = run(fixture, &home, &["apply", target, "-", "--yes"], &printed).await;
        assert!(said.contains("Nothing to change"), "{target}: {said}");
    }
    assert_eq!(fixture.other_admin.inventory().await, before);
}

async fn a_difference_is_applied_and_none_is_left(fixture: &Fixture) {
    let (home, before) = (home(), fixture.before().await);
    let (web, mobile) = ("user-pool/shop-users/client/web", "user-pool/shop-users/client/mobile");
    let settings = json!({"RefreshTokenValidity": 9, "EnableTokenRevocation": false});
    run(fixture, &home, &["apply", mobile, "-", "--yes"], &settings.to_string()).await;
    let (patch, _) = run(fixture, &home, &["diff", web, mobile, "--output", "json"], "").await;
    let mut patch: Value = serde_json::from_str(&patch).expect("a patch");
    // The rest is what the clients differ in on purpose, the name among it, which the paths go by.
    patch.as_object_mut().expect("members").retain(|name, _| settings.get(name).is_some());
    assert_eq!(patch, settings);
    let mobile_before = fixture.before().await;
    run(fixture, &home, &["apply", web, "-", "--yes"], &patch.to_string()).await;
    let (left, _) = run(fixture, &home, &["diff", web, mobile], "").await;
    let left: Value = serde_json::from_str(&left).expect("a patch");
    assert!(settings.as_object().expect("members").keys().all(|name| left.get(name).is_none()), "{left}");
    let mut now = fixture.other_admin.inventory().await;
    let web = format!("client {}", fixture.seed.web);
    now.insert(web.clone(), before[&web].clone());
    let mut expected = mobile_before;
    expected.insert(web.clone(), before[&web].clone());
    assert_eq!(now, expected, "only the one client changes");
}

async fn a_client_is_created_from_a_printed_one(fixture: &Fixture) {
    let (home, before) = (home(), fixture.before().await);
    let (printed, _) = run(fixture, &home, &["get", "user-pool/shop-users/client/web"], "").await;
    let mut client: Value = serde_json::from_str(&printed).expect("a client");
    client["ClientName"] = json!("web-2");
    // Ministack has empty texts where AWS has none.
    client.as_object_mut().expect("members").retain(|_, value| *value != json!(""));
    let list = "user-pool/shop-users/client";
    let (created, _) = run(fixture, &home, &["create", list, "-", "--yes"], &client.to_string()).await;
    let created: Value = serde_json::from_str(&created).expect("a client");
    let (entry, made) = fixture.made(&before).await;
    assert_eq!(entry, format!("client {}", created["ClientId"].as_str().expect("an id")));
    let (made, model) = (&made["UserPoolClient"], &client);
    for member in ["ClientName", "CallbackURLs", "LogoutURLs", "AllowedOAuthFlows", "ExplicitAuthFlows"] {
        assert_eq!(made.get(member), model.get(member), "{member}");
    }
    assert_ne!(created["ClientId"], client["ClientId"]);
}
