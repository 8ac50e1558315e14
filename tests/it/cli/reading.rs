//! `cognitui get`, `list`, `completions` and `man` as processes.

use std::process::Stdio;

use cognitui::demo::Fault;
use serde_json::json;

use super::scene::{Ended, Scene, cognitui};

#[tokio::test(flavor = "multi_thread")]
async fn a_resource_is_printed_by_its_id_its_arn_and_its_path() {
    let scene = Scene::new().await;
    let arn = format!("arn:aws:cognito-idp:eu-west-1:123456789012:userpool/{}", scene.pool);
    let by_id = format!("user-pool/{}/client/{}", scene.pool, scene.web);
    for (target, member, value) in [
        (scene.pool.as_str(), "Name", json!("shop")),
        (scene.identity_pool.as_str(), "IdentityPoolName", json!("shop")),
        (&*arn, "Policies.PasswordPolicy.MinimumLength", json!(10)),
        ("user-pool/shop", "Id", json!(scene.pool)),
        ("user-pool/shop/client/web", "ClientId", json!(scene.web)),
        (&*by_id, "CallbackURLs", json!(["https://shop.example/in"])),
        (&*format!("{}/client/web", scene.pool), "FutureSetting.deep", json!([1, null])),
        ("user-pool/shop/domain/shop-login", "UserPoolId", json!(scene.pool)),
        ("user-pool/shop/resource-server/https://api.example/v1", "Name", json!("api")),
        ("user-pool/shop/resource-server/api", "Identifier", json!("https://api.example/v1")),
        ("user-pool/shop/mfa", "MfaConfiguration", json!("OFF")),
        ("identity-pool/shop", "SupportedLoginProviders.accounts.google.com", json!("123.apps")),
        ("identity-pool/shop/roles", "Roles", json!(null)),
        ("user-pool/shop/client/web", "LogoutURLs", json!(null)),
    ] {
        let ended = scene.run(&["get", target, member]).await;
        assert_eq!((ended.status, &*ended.said), (Some(0), ""), "{target} {member}: {ended:?}");
        assert_eq!(ended.json(), value, "{target} {member}");
    }
    let whole = scene.run(&["get", &scene.identity_pool]).await.json();
    let mut stored = whole.clone();
    scene.server.with_store(|store| {
        stored = serde_json::Value::Object(store.identity_pool_mut(&scene.identity_pool).clone());
    });
    assert_eq!(whole, stored, "a document is printed whole");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_of_nothing_and_one_of_several_are_refused_with_what_was_meant() {
    let scene = Scene::new().await;
    let twin = scene.run(&["get", "user-pool/shop/client/twin"]).await;
    assert_eq!((twin.status, &*twin.data), (Some(2), ""));
    let clients = scene.server.with_store(|store| {
        let clients = json!({"UserPoolId": scene.pool, "MaxResults": 60});
        store.call("ListUserPoolClients", clients).expect("clients")["UserPoolClients"].clone()
    });
    let twins = clients.as_array().expect("clients").iter().filter(|client| client["ClientName"] == "twin");
    for client in twins {
        let path = format!("user-pool/{}/client/{}", scene.pool, client["ClientId"].as_str().expect("an id"));
        assert!(twin.said.contains(&path), "{path}: {}", twin.said);
    }
    for (arguments, words) in [
        (&["get", "user-pool/shopp"][..], "Did you mean shop?"),
        (&["get", "user-pool/shop/client/wep"][..], "Did you mean web?"),
        (&["get", "user-pool/shop/domain/none"][..], "There is no domain none"),
        (&["get", "eu-west-1_Nothing00"][..], "eu-west-1_Nothing00"),
        (&["get", "user-pool/shop/client/web", "CallbackURL"][..], "Did you mean CallbackURLs?"),
        (&["get", "shop"][..], "is not a valid TARGET"),
        (&["get"][..], "required"),
        (&["get", "user-pool/shop", "--query", "a["][..], "--query"),
        (&["get", "user-pool/shop", "--output", "xml"][..], "possible values"),
        (&["list", "client"][..], "user-pool/NAME/client"),
        (&["list", "user-pool/shop"][..], "not a list"),
        (&["user-pools", "list", "user-pool"][..], "at once"),
    ] {
        let ended = scene.run(arguments).await;
        assert_eq!((ended.status, &*ended.data), (Some(2), ""), "{arguments:?}: {ended:?}");
        assert!(ended.said.contains(words), "{arguments:?}: {}", ended.said);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_are_printed_only_on_purpose() {
    let scene = Scene::new().await;
    let secret = scene.server.with_store(|store| store.client_mut("shop", "web")["ClientSecret"].clone());
    let secret = secret.as_str().expect("a secret");
    let masked = scene.run(&["get", "user-pool/shop/client/web"]).await;
    assert!(!masked.data.contains(secret), "{}", masked.data);
    assert_eq!(masked.json()["ClientSecret"], "<ClientSecret>");
    let shown = scene.run(&["get", "user-pool/shop/client/web", "ClientSecret", "--show-secrets"]).await;
    assert_eq!(shown.json(), secret);
    let queried = ["get", "user-pool/shop/client/web", "--query", "ClientSecret", "--output", "text"];
    assert_eq!(scene.run(&queried).await.data, "<ClientSecret>\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_are_printed_in_every_format_and_a_query_selects_of_them() {
    let scene = Scene::new().await;
    let names = |ended: &Ended| ended.json();
    let clients = scene.run(&["list", "user-pool/shop/client", "--query", "sort(@[].ClientName)"]).await;
    assert_eq!(names(&clients), json!(["twin", "twin", "web"]));
    let domains = scene.run(&["list", "user-pool/shop/domain", "--query", "@[].Domain"]).await;
    assert_eq!(names(&domains), json!(["shop-login"]), "what AWS does not list is found by the pool");
    let pools = ["list", "user-pools", "--query", "@[].{Id: Id, Name: Name}", "--output"];
    let printed = async |format: &str| scene.run(&[&pools[..], &[format]].concat()).await.data;
    assert_eq!(printed("text").await, format!("{}\tshop\n", scene.pool));
    assert_eq!(printed("yaml").await, format!("- Id: {}\n  Name: shop\n", scene.pool));
    let table = printed("table").await;
    assert!(table.contains("| Id ") && table.contains(&format!("| {} | shop |", scene.pool)), "{table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn many_targets_come_from_standard_input_and_one_that_fails_does_not_stop_the_others() {
    let scene = Scene::new().await;
    let targets = "user-pool/shop\n\n  identity-pool/nothing\nidentity-pool/shop\n";
    let ended = scene.run_with_input(&["get", "-", "--query", "Name || IdentityPoolName"], targets).await;
    assert_eq!((ended.status, &*ended.data), (Some(2), "\"shop\"\n\"shop\"\n"), "{}", ended.said);
    assert!(ended.said.contains("There is no identity pool nothing"), "{}", ended.said);
    let none = scene.run(&["get", "-"]).await;
    assert_eq!((none.status, none.said.contains("names no TARGET")), (Some(2), true), "{none:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_aws_refuses_is_told_and_nothing_but_reads_is_sent() {
    let scene = Scene::new().await;
    scene.server.inject("DescribeUserPool", Fault::AccessDenied);
    let denied = scene.run(&["get", &scene.pool]).await;
    assert_eq!((denied.status, &*denied.data), (Some(1), ""));
    assert!(denied.said.contains("cognito-idp:DescribeUserPool"), "{}", denied.said);
    assert_eq!(scene.run(&["get", &scene.pool, "Name"]).await.status, Some(0));
    assert_eq!(scene.server.operations(), ["DescribeUserPool", "DescribeUserPool"], "not even the caller");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_closed_pipe_is_no_error() {
    let scene = Scene::new().await;
    let mut command = scene.command(&["get", "user-pool/shop"]);
    let ended = tokio::task::spawn_blocking(move || {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        child.wait_with_output().expect("its end")
    });
    let ended = ended.await.expect("no panic");
    assert_eq!((ended.status.code(), &*ended.stderr), (Some(0), &b""[..]));
}

#[test]
fn completions_and_the_man_page_know_the_commands() {
    let home = tempfile::tempdir().expect("a folder");
    let printed = |arguments: &[&str]| {
        let output = cognitui(home.path()).args(arguments).output().expect("the program starts");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    for shell in ["bash", "zsh", "fish"] {
        let (status, script) = printed(&["completions", shell]);
        assert!(status == Some(0) && script.contains("endpoint-url") && script.contains("get"), "{script}");
    }
    let (status, page) = printed(&["man"]);
    assert!(status == Some(0) && page.contains(".TH cognitui 1") && page.contains("completions"), "{page}");
    let (status, page) = printed(&["man", "get"]);
    assert!(status == Some(0) && page.contains("cognitui\\-get") && page.contains("JMESPath"), "{page}");
    assert_eq!(printed(&["man", "got"]).0, Some(2));
}

/// The words that bash offers at the end of a line.
fn offered_by_bash(home: &std::path::Path, line: &str) -> Vec<String> {
    let program = env!("CARGO_BIN_EXE_cognitui");
    let script = "source <(\"$0\" completions bash); COMP_LINE=$1; COMP_POINT=${#1}; \
        words=${1//[:=]/ & }; [[ $words == *' ' ]] && words+=\"''\"; eval \"COMP_WORDS=($words)\"; \
        COMP_WORDS[0]=$0; COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); \
        _cognitui_known \"$0\" \"${COMP_WORDS[COMP_CWORD]}\" \"${COMP_WORDS[COMP_CWORD-1]}\"; \
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let mut bash = std::process::Command::new("bash");
    bash.env_clear().env("HOME", home).env("PATH", "/usr/bin:/bin").args(["-c", script, program, line]);
    let output = bash.output().expect("bash");
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(said, "", "{line}");
    let offered = String::from_utf8_lossy(&output.stdout).into_owned();
    offered.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_shell_offers_profiles_members_and_what_was_read_before() {
    let scene = Scene::new().await;
    let folder = scene.home.path().join(".aws");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("config"), "[profile prod]\nregion = eu-west-1\n[profile test]\n")
        .expect("a file");
    let words = |line: &str| offered_by_bash(scene.home.path(), line);
    assert_eq!(words("cognitui get user-pool/s"), Vec::<String>::new(), "nothing was read yet");
    assert_eq!(scene.run(&["list", "user-pool/shop/client"]).await.status, Some(0));
    assert_eq!(scene.run(&["get", "identity-pool/shop", "AllowClassicFlow"]).await.status, Some(0));
    let asked = scene.server.operations().len();
    assert_eq!(words("cognitui get user-pool/shop/client/w"), ["user-pool/shop/client/web"]);
    assert_eq!(words("cognitui export identity-pool/s"), ["identity-pool/shop"]);
    assert_eq!(words("cognitui get user-pool/shop/m"), ["user-pool/shop/mfa"]);
    assert_eq!(words("cognitui set user-pool/shop/client/web CallbackU"), ["CallbackURLs="]);
    assert_eq!(words("cognitui get --profile p"), ["prod"]);
    assert_eq!(words("cognitui --region eu-west-"), ["eu-west-1", "eu-west-2", "eu-west-3"]);
    assert_eq!(words("cognitui skeleton identity-"), ["identity-pool"]);
    assert_eq!(words("cognitui sk"), ["skeleton"]);
    assert!(words("cognitui get --endp").contains(&"--endpoint-url".to_owned()), "the rest is as generated");
    assert_eq!(scene.server.operations().len(), asked, "a completion sends nothing");
    let unrecorded = scene.run(&["get", "user-pool/shop/client/twin", "--no-history"]).await;
    assert_eq!(unrecorded.status, Some(2));
    let none = scene.run(&["get", "user-pool/shop/domain/shop-login", "--no-history"]).await;
    assert_eq!((none.status, words("cognitui get user-pool/shop/domain/s")), (Some(0), Vec::new()));
}
