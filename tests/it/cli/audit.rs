//! `cognitui audit` as a process: what it prints, what it asks the server for, and its exit status.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use crate::support::sarif;
use cognitui::demo::{Cognito, Fault, Store};
use serde_json::{Value, json};
use tempfile::TempDir;

struct Scene {
    server: Cognito,
    home: TempDir,
}

/// The exit status, stdout and stderr.
type Ended = (Option<i32>, String, String);

fn store() -> Store {
    let mut store = Store::empty();
    let pool = json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true});
    store.call("CreateIdentityPool", pool).expect("an identity pool");
    let pool = store.call("CreateUserPool", json!({"PoolName": "users"})).expect("a user pool");
    let client = json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": "web"});
    store.call("CreateUserPoolClient", client).expect("an app client");
    store
}

impl Scene {
    async fn of(store: Store) -> Self {
        let server = Cognito::start(store).await.expect("a port");
        Self { server, home: tempfile::tempdir().expect("a folder") }
    }

    async fn new() -> Self {
        Self::of(store()).await
    }

    async fn audit(&self, arguments: &[&str]) -> Ended {
        let url = self.server.url();
        let place = ["--endpoint-url", url.as_str()];
        let region: &[&str] = if arguments.contains(&"--region") { &[] } else { &["--region", "eu-west-1"] };
        let arguments: Vec<_> = [&["audit"], arguments, &place, region].concat();
        let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
        command.env_clear().env("HOME", self.home.path()).args(arguments).stdin(Stdio::null());
        command.env("AWS_ACCESS_KEY_ID", "AKIDEMO").env("AWS_SECRET_ACCESS_KEY", "demo");
        let ended = tokio::task::spawn_blocking(move || command.output().expect("the program starts")).await;
        let output = ended.expect("no panic");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.display().to_string()
    }
}

fn json_of(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_findings_are_printed_worst_first_and_nothing_is_changed() {
    let scene = Scene::new().await;
    let (status, data, said) = scene.audit(&[]).await;
    assert_eq!(status, Some(1), "{said}");
    let lines: Vec<_> = data.lines().collect();
    assert!(lines[0].starts_with("SEVERITY  CHECK  RESOURCE"), "{data}");
    assert!(lines[1].starts_with("critical  IP3    shop"), "{data}");
    assert!(data.contains("users › web"), "{data}");
    assert!(data.contains("2 pools, "), "{data}");
    assert!(said.contains("eu-west-1: all 2 pools read, "), "{said}");
    let writes = ["UpdateIdentityPool", "UpdateUserPoolClient", "UpdateUserPool"];
    assert!(writes.iter().all(|operation| scene.server.received(operation).is_empty()));
    assert_eq!(scene.server.received("DescribeUserPoolClient").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn json_has_stable_ids_by_which_a_baseline_lets_only_new_findings_fail() {
    let scene = Scene::new().await;
    let (status, first, said) = scene.audit(&["--output", "json"]).await;
    assert_eq!(status, Some(1), "{said}");
    let report = json_of(&first);
    assert_eq!((&report["version"], &report["complete"]), (&json!(1), &json!(true)));
    let findings = report["findings"].as_array().expect("findings");
    let ids: BTreeSet<_> = findings.iter().map(|finding| finding["id"].as_str().expect("an id")).collect();
    assert_eq!(ids.len(), findings.len(), "no two findings have the same id");
    let guests = findings.iter().find(|finding| finding["check"] == "IP3").expect("IP3");
    let id = guests["resource"]["id"].as_str().expect("an id");
    assert_eq!(guests["id"], format!("IP3/identity-pool/{id}#guests-with-classic-flow"));
    assert_eq!((&guests["severity"], &guests["setting"]), (&json!("critical"), &json!("AllowClassicFlow")));
    assert_eq!((&guests["account"], &guests["new"]), (&json!(Store::ACCOUNT), &json!(true)));
    let pools = report["contexts"][0]["pools"].as_array().expect("pools");
    let of = |kind: &str| pools.iter().find(|pool| pool["kind"] == kind).map(|pool| &pool["requests"]);
    // The pool, its MFA and its answers to threats, the lists of app clients, providers and resource servers,
    // and the app client; the pool and its roles.
    assert_eq!((of("user pool"), of("identity pool")), (Some(&json!(7)), Some(&json!(2))));

    let baseline = scene.write("known.json", &first);
    let (status, again, said) = scene.audit(&["--output", "json", "--baseline", &baseline]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(
        json_of(&again)["findings"].as_array().is_some_and(|all| all.iter().all(|it| it["new"] == false))
    );

    let without = findings.iter().filter(|finding| finding["check"] != "IP3").cloned().collect::<Vec<_>>();
    let baseline = scene.write("known.json", &json!({"findings": without}).to_string());
    let (status, table, _) = scene.audit(&["--baseline", &baseline]).await;
    assert_eq!(status, Some(1));
    let new: Vec<_> =
        table.lines().filter(|line| line.contains(" IP") && !line.contains("baseline")).collect();
    assert_eq!(new.len(), 1, "{table}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_severity_a_check_and_a_pool_narrow_what_is_reported() {
    let scene = Scene::new().await;
    let checks = |data: &str| -> BTreeSet<String> {
        let all = json_of(data)["findings"].as_array().expect("findings").clone();
        all.iter().map(|finding| finding["check"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let (_, data, _) = scene.audit(&["--output", "json", "--min-severity", "critical"]).await;
    assert_eq!(checks(&data), BTreeSet::from(["IP3".to_owned()]));
    let (_, data, _) = scene.audit(&["--output", "json", "--check", "IP1", "--check", "CL1"]).await;
    assert_eq!(checks(&data), BTreeSet::from(["CL1".to_owned(), "IP1".to_owned()]));
    let described = scene.server.received("DescribeUserPool").len();
    let (status, data, _) = scene.audit(&["--output", "json", "--pool", "shop"]).await;
    assert!(checks(&data).iter().all(|check| check.starts_with("IP")) && status == Some(1), "{data}");
    assert_eq!(scene.server.received("DescribeUserPool").len(), described, "other pools are not read");
    let (status, _, said) = scene.audit(&["--pool", "nowhere"]).await;
    assert_eq!(status, Some(3));
    assert!(said.contains("There is no pool nowhere where the scan looked."), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_read_is_incomplete_and_never_free_of_findings() {
    let mut store = Store::empty();
    store.call("CreateUserPool", json!({"PoolName": "users"})).expect("a user pool");
    let scene = Scene::of(store).await;
    scene.server.inject("ListUserPoolClients", Fault::AccessDenied);
    let (status, data, said) = scene.audit(&["--output", "json", "--check", "CL1"]).await;
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("Not checked: app clients of users ("), "{said}");
    let report = json_of(&data);
    assert_eq!(report["complete"], json!(false));
    assert_eq!(report["contexts"][0]["notChecked"][0]["what"], json!("app clients of users"));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_regions_are_scanned_one_after_the_other() {
    let scene = Scene::new().await;
    let (status, data, said) =
        scene.audit(&["--output", "json", "--region", "eu-west-1", "--region", "us-east-1"]).await;
    assert_eq!(status, Some(1), "{said}");
    let report = json_of(&data);
    let regions: Vec<_> =
        report["contexts"].as_array().expect("contexts").iter().map(|it| &it["region"]).collect();
    assert_eq!(regions, [&json!("eu-west-1"), &json!("us-east-1")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_command_line_exits_with_2_before_anything_is_sent() {
    let scene = Scene::new().await;
    for (arguments, words) in [
        (&["--check", "XX1"][..], "There is no check XX1"),
        (&["--baseline", "/nowhere/known.json"], "Can't read the baseline /nowhere/known.json"),
        (&["--min-severity", "worst"], "invalid value 'worst'"),
    ] {
        let (status, data, said) = scene.audit(arguments).await;
        assert_eq!((status, data.as_str()), (Some(2), ""), "{said}");
        assert!(said.contains(words), "{said}");
    }
    assert!(scene.server.received("ListUserPools").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_policy_allows_what_a_scan_calls_and_nothing_else() {
    let scene = Scene::new().await;
    let (status, data, _) = scene.audit(&["--iam-policy"]).await;
    assert_eq!(status, Some(0));
    let policy = json_of(&data);
    let actions = policy["Statement"][0]["Action"].as_array().expect("actions").clone();
    let actions: BTreeSet<_> =
        actions.iter().filter_map(|action| action.as_str()?.split(':').nth(1)).map(str::to_owned).collect();
    assert!(scene.server.received("ListUserPools").is_empty(), "it reads nothing");
    scene.audit(&[]).await;
    let all = cognitui::resource::tables::reads().map(|operation| operation.name.as_str());
    let called: BTreeSet<_> =
        all.filter(|name| !scene.server.received(name).is_empty()).map(str::to_owned).collect();
    assert!(called.is_subset(&actions), "{called:?} {actions:?}");
    let reads = |action: &String| ["List", "Describe", "Get"].iter().any(|verb| action.starts_with(verb));
    assert!(actions.iter().all(reads), "{actions:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_accepted_finding_does_not_fail_and_one_whose_exception_has_expired_does() {
    let scene = Scene::new().await;
    let config = |until: &str| {
        format!(
            "[[exception]]\ncheck = \"IP*\"\nresource = \"shop\"\nreason = \"The kiosk\"\nuntil = {until}\n"
        )
    };
    let file = scene.write("config.toml", &config("2999-01-01"));
    let critical = ["--min-severity", "critical", "--config", &file];
    let (status, table, said) = scene.audit(&critical).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(table.contains("(accepted: The kiosk (until 2999-01-01))"), "{table}");
    assert!(table.contains("0 findings. 1 accepted."), "{table}");
    let (_, data, _) = scene.audit(&[&critical[..], &["--output", "json"]].concat()).await;
    let exception = &json_of(&data)["findings"][0]["exception"];
    assert_eq!(*exception, json!({"reason": "The kiosk", "until": "2999-01-01", "expired": false}));
    let (_, data, _) = scene.audit(&[&critical[..], &["--output", "sarif"]].concat()).await;
    sarif::assert_valid(&json_of(&data));
    let suppression = &json_of(&data)["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!((&suppression["kind"], &suppression["status"]), (&json!("external"), &json!("accepted")));

    scene.write("config.toml", &config("2001-01-01"));
    let (status, table, said) = scene.audit(&critical).await;
    assert_eq!(status, Some(1), "{said}");
    assert!(table.contains("(no longer accepted: The kiosk (until 2001-01-01))"), "{table}");
    let (_, data, _) = scene.audit(&[&critical[..], &["--output", "json"]].concat()).await;
    assert_eq!(json_of(&data)["findings"][0]["exception"]["expired"], json!(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_that_may_not_be_listed_are_not_checked() {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "users"})).expect("a user pool");
    let client = json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": "web", "GenerateSecret": true});
    store.call("CreateUserPoolClient", client).expect("an app client");
    let scene = Scene::of(store).await;
    scene.audit(&[]).await;
    assert_eq!(scene.server.received("ListUserPoolClientSecrets").len(), 1);
    scene.server.inject("ListUserPoolClientSecrets", Fault::AccessDenied);
    let (status, _, said) = scene.audit(&["--check", "CL12"]).await;
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("Not checked: secrets of web ("), "{said}");
}

/// An identity pool whose roles are open by wildcard and deleted.
fn with_roles() -> Store {
    let mut store = Store::empty();
    let mut call = |name: &str, body: Value| store.call(name, body).expect("an answer");
    let pool = json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": true,
        "AllowClassicFlow": false});
    let pool = call("CreateIdentityPool", pool)["IdentityPoolId"].clone();
    let role = |name: &str| format!("arn:aws:iam::123456789012:role/{name}");
    let roles = json!({"authenticated": role("users"), "unauthenticated": role("guests")});
    call("SetIdentityPoolRoles", json!({"IdentityPoolId": pool, "Roles": roles}));
    let policy = json!({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Condition": {"StringLike": {"cognito-identity.amazonaws.com:aud": "eu-west-1:*"},
            "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}}}]});
    call("CreateRole", json!({"RoleName": "users", "AssumeRolePolicyDocument": policy.to_string()}));
    call("DeleteRole", json!({"RoleName": "guests"}));
    store
}

#[tokio::test(flavor = "multi_thread")]
async fn the_trust_of_roles_is_read_once_for_each_and_a_refusal_is_not_free_of_findings() {
    let scene = Scene::of(with_roles()).await;
    let audit = ["--output", "json", "--check", "IP5", "--pool", "shop"];
    let (status, data, said) = scene.audit(&audit).await;
    assert_eq!(status, Some(1), "{said}");
    assert_eq!(
        scene.server.received("GetRole"),
        [json!({"RoleName": "users"}), json!({"RoleName": "guests"})]
    );
    let report = json_of(&data);
    let findings = report["findings"].as_array().expect("findings");
    let told: Vec<_> =
        findings.iter().map(|one| (&one["title"], &one["severity"], &one["setting"])).collect();
    let expected = [
        (&json!("Authenticated role open by wildcard"), &json!("high"), &json!("Roles.authenticated")),
        (&json!("Guest role missing"), &json!("medium"), &json!("Roles.unauthenticated")),
    ];
    assert_eq!((told, &report["complete"]), (expected.to_vec(), &json!(true)));
    assert_eq!(
        (&findings[0]["fix"], &findings[0]["resource"]["kind"]),
        (&json!("elsewhere"), &json!("roles"))
    );

    scene.server.inject_always("GetRole", Fault::AccessDenied);
    let (status, data, said) = scene.audit(&audit).await;
    assert_eq!(status, Some(3), "{said}");
    assert!(said.contains("Not checked: IAM role users, IAM role guests (access denied)."), "{said}");
    let report = json_of(&data);
    let gap = json!({"what": "IAM role users", "why": "Can't load the IAM role users: access denied"});
    assert_eq!((&report["findings"], &report["complete"]), (&json!([]), &json!(false)));
    assert_eq!(report["contexts"][0]["notChecked"][0], gap);
}

#[tokio::test(flavor = "multi_thread")]
async fn sarif_has_a_rule_for_each_check_and_a_result_for_each_finding() {
    let scene = Scene::new().await;
    let (status, data, said) = scene.audit(&["--output", "sarif"]).await;
    assert_eq!(status, Some(1), "{said}");
    let log = json_of(&data);
    sarif::assert_valid(&log);
    let run = &log["runs"][0];
    let rules = run["tool"]["driver"]["rules"].as_array().expect("rules");
    let results = run["results"].as_array().expect("results");
    assert!(!results.is_empty());
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small");
        assert_eq!(rules[index]["id"], result["ruleId"]);
    }
    let first = &results[0];
    assert_eq!((&first["ruleId"], &first["level"]), (&json!("IP3"), &json!("error")));
    let place = &first["locations"][0]["logicalLocations"][0];
    assert_eq!(place["name"], json!("shop"));
    assert_eq!(run["invocations"][0]["executionSuccessful"], json!(true));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_published_schema_accepts_what_is_incomplete_too_and_refuses_what_is_no_sarif() {
    let scene = Scene::new().await;
    scene.server.inject("ListUserPoolClients", Fault::AccessDenied);
    let (_, data, said) = scene.audit(&["--output", "sarif"]).await;
    let log = json_of(&data);
    sarif::assert_valid(&log);
    let told = &log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(told.as_str().is_some_and(|text| text.contains("app clients of users")), "{said}");
    let wrong = [
        ("/version", json!("2.0.0")),
        ("/runs/0/results/0/level", json!("critical")),
        ("/runs/0/results/0/ruleIndex", json!(-2)),
        ("/runs/0/results/0/locations/0", json!({"place": "here"})),
        ("/runs/0/tool/driver/rules/0/helpUri", json!(1)),
    ];
    for (path, wrong) in wrong {
        let mut log = log.clone();
        *log.pointer_mut(path).expect("a member") = wrong;
        assert!(sarif::faults(&log).iter().any(|fault| fault.starts_with(path)), "{path}");
    }
}
