//! `cognitui revert` as a process: the requests that the server received are the judge.

use std::path::Path;
use std::process::{Command, Output};

use cognitui::demo::{Cognito, Fault, Gate, Store};
use cognitui::history::{HistoryEntry, HistoryLine, Record, RecordedOutcome};
use cognitui::resource::tables::IDENTITY_POOL;
use cognitui::resource::{Document, Key, WriteOperation};
use cognitui::runtime::history_file::{HistoryFile, HistoryPlace};
use serde_json::{Value, json};
use tempfile::TempDir;

const UPDATE: &str = "UpdateIdentityPool";

/// A server, and a home whose history has one change of the pool `shop` there: the classic flow was allowed.
struct Scene {
    server: Cognito,
    home: TempDir,
    id: String,
}

fn pool(id: &str, classic: bool) -> Document {
    let pool = json!({"IdentityPoolId": id, "AllowClassicFlow": classic});
    Document::from_value(pool).expect("an object")
}

impl Scene {
    async fn new() -> Self {
        let mut store = Store::empty();
        crate::support::shop(&mut store);
        let id = store.identity_pool_id("shop");
        let server = Cognito::start(store).await.expect("a port");
        let home = tempfile::tempdir().expect("a folder");
        let scene = Self { server, home, id };
        let key = Key::top(&IDENTITY_POOL, scene.id.clone());
        let update =
            Record::of(WriteOperation::Update, &key, "shop", &pool(&scene.id, false), &pool(&scene.id, true));
        scene.record("a-1-1", update);
        scene
    }

    fn history(&self) -> HistoryFile {
        HistoryFile::new(HistoryPlace::Folder(self.home.path().join(".local/state/cognitui")))
    }

    fn record(&self, id: &str, record: Record) {
        let record = Record {
            id: id.to_owned(),
            at: "2026-11-26T10:00:00Z".to_owned(),
            account: Some(Store::ACCOUNT.to_owned()),
            region: Some("eu-west-1".to_owned()),
            endpoint: Some(self.server.url()),
            ..record
        };
        self.history().add(&HistoryLine::Sent(Box::new(record))).expect("a line");
    }

    fn recorded(&self) -> Vec<HistoryEntry> {
        self.history().entries().expect("a history").0
    }

    /// Runs the program; the exit status, what it wrote to stdout, and what to stderr.
    async fn revert(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let url = self.server.url();
        let place = ["--endpoint-url", url.as_str(), "--region", "eu-west-1"];
        self.run(&[&["revert"], arguments, &place].concat()).await
    }

    async fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let arguments: Vec<_> = arguments.iter().map(|word| (*word).to_owned()).collect();
        let home = self.home.path().to_owned();
        let output = tokio::task::spawn_blocking(move || cognitui(&home, &arguments)).await;
        let output = output.expect("no panic");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (output.status.code(), text(&output.stdout), text(&output.stderr))
    }

    fn sent(&self) -> Vec<Value> {
        self.server.received(UPDATE)
    }
}

fn cognitui(home: &Path, arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
    command.env_clear().env("HOME", home).args(arguments);
    command.env("AWS_ACCESS_KEY_ID", "AKIDEMO").env("AWS_SECRET_ACCESS_KEY", "demo");
    command.stdin(std::process::Stdio::null());
    command.output().expect("the program starts")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_taken_back_without_a_screen_and_nothing_else_is_sent() {
    let scene = Scene::new().await;
    let (status, data, said) = scene.revert(&["a-1-1", "--yes"]).await;
    assert_eq!((status, data.as_str()), (Some(0), ""), "{said}");
    assert!(
        said.contains("Update identity pool shop") && said.contains("Classic flow: allowed → blocked"),
        "{said}"
    );
    assert!(said.contains("shop: 1 setting changed, 0 others"), "{said}");
    let sent = scene.sent();
    assert_eq!(
        (sent.len(), &sent[0]["AllowClassicFlow"], &sent[0]["IdentityPoolName"]),
        (1, &json!(false), &json!("shop"))
    );
    let recorded = scene.recorded();
    assert_eq!((recorded.len(), recorded[1].outcome()), (2, RecordedOutcome::Applied));
    assert_eq!(recorded[1].record.reverts.as_deref(), Some("a-1-1"));
    let (status, _, said) = scene.revert(&["a-1-1", "--yes"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Nothing to take back of shop: it is as before the change."), "{said}");
    assert_eq!(scene.sent().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_without_an_answer_under_read_only_or_elsewhere() {
    let scene = Scene::new().await;
    let url = scene.server.url();
    let here = ["revert", "a-1-1", "--endpoint-url", url.as_str(), "--region", "eu-west-1"];
    let there = ["revert", "a-1-1", "--yes", "--endpoint-url", url.as_str(), "--region", "us-east-1"];
    let read_only = [&here[..], &["--yes", "--read-only"]].concat();
    for (arguments, status, reason) in [
        (&here[..], 1, "this needs --yes where nobody can be asked"),
        (&read_only[..], 1, "Read-only"),
        (&there[..], 1, "start cognitui with --region eu-west-1"),
        (&["revert", "b", "--yes"][..], 2, "There is no change b in the history."),
        (&["revert"][..], 2, "required"),
        (&["revert", "a-1-1", "--endpoint-url", "nonsense"][..], 2, "--endpoint-url"),
    ] {
        let (exit, data, said) = scene.run(arguments).await;
        assert_eq!((exit, data.as_str()), (Some(status), ""), "{said}");
        assert!(said.contains(reason), "{said}");
    }
    assert_eq!((scene.sent().len(), scene.recorded().len()), (0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_somebody_changed_since_is_left_alone_and_said() {
    let scene = Scene::new().await;
    let key = Key::top(&IDENTITY_POOL, scene.id.clone());
    let name = |name: &str| {
        let pool = json!({"IdentityPoolId": scene.id, "IdentityPoolName": name});
        Document::from_value(pool).expect("an object")
    };
    let renamed = Record::of(WriteOperation::Update, &key, "shop", &name("kiosk"), &name("store"));
    scene.record("a-1-2", renamed);
    let (status, _, said) = scene.revert(&["a-1-2", "--yes"]).await;
    assert_eq!((status, scene.sent().len()), (Some(1), 0), "{said}");
    assert!(said.contains("Left alone, because it was changed since: Name: kiosk → store"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_and_a_lost_response_is_unknown() {
    let scene = Scene::new().await;
    scene.server.inject(UPDATE, Fault::AccessDenied);
    let (status, _, said) = scene.revert(&["a-1-1", "--yes"]).await;
    assert_eq!(status, Some(1), "{said}");
    assert_eq!(scene.recorded()[1].outcome(), RecordedOutcome::Refused);
    scene.server.inject(UPDATE, Fault::Hold(Gate::new()));
    let (status, _, said) = scene.revert(&["a-1-1", "--yes", "--read-timeout", "1"]).await;
    assert_eq!(status, Some(3), "{said}");
    assert_eq!(scene.recorded()[2].outcome(), RecordedOutcome::Unknown);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_creation_is_taken_back_by_a_deletion_and_a_draft_by_nothing() {
    let scene = Scene::new().await;
    let key = Key::top(&IDENTITY_POOL, scene.id.clone());
    let created =
        Record::of(WriteOperation::Create, &key, "shop", &Document::default(), &pool(&scene.id, true));
    scene.record("a-1-2", created);
    let (status, _, said) = scene.revert(&["a-1-2", "--yes"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Delete identity pool shop") && said.contains("shop is deleted."), "{said}");
    assert_eq!(scene.server.received("DeleteIdentityPool"), [json!({"IdentityPoolId": scene.id})]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deletion_is_taken_back_by_a_creation_with_what_is_recorded() {
    let scene = Scene::new().await;
    let key = Key::top(&IDENTITY_POOL, "eu-west-1:01234567-89ab-cdef-0123-456789abcdef");
    let deleted = json!({"IdentityPoolId": key.id, "IdentityPoolName": "cart",
        "AllowUnauthenticatedIdentities": true, "DeveloperProviderName": "login.cart"});
    let deleted = Document::from_value(deleted).expect("an object");
    let deletion = Record::of(WriteOperation::Delete, &key, "cart", &deleted, &Document::default());
    scene.record("a-1-2", deletion);
    let (status, _, said) = scene.revert(&["a-1-2", "--yes"]).await;
    assert_eq!(status, Some(0), "{said}");
    assert!(said.contains("Create identity pool cart") && said.contains("Guest access"), "{said}");
    let sent = scene.server.received("CreateIdentityPool");
    assert_eq!(sent.len(), 1);
    for member in ["IdentityPoolName", "AllowUnauthenticatedIdentities", "DeveloperProviderName"] {
        assert_eq!(Some(&sent[0][member]), deleted.get(member), "{member}");
    }
    assert_eq!(scene.recorded()[2].record.reverts.as_deref(), Some("a-1-2"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_waits_for_the_response_but_not_for_long_and_the_outcome_is_unknown() {
    let scene = Scene::new().await;
    scene.server.inject(UPDATE, Fault::Hold(Gate::new()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
    command.env_clear().env("HOME", scene.home.path());
    command.args([
        "revert",
        "a-1-1",
        "--yes",
        "--region",
        "eu-west-1",
        "--endpoint-url",
        &scene.server.url(),
    ]);
    command.env("AWS_ACCESS_KEY_ID", "AKIDEMO").env("AWS_SECRET_ACCESS_KEY", "demo");
    let mut child = command.stderr(std::process::Stdio::null()).spawn().expect("the program starts");
    scene.server.wait_for_requests(UPDATE, 1).await;
    let sent = Command::new("kill").args(["-s", "TERM", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    let status = tokio::task::spawn_blocking(move || child.wait()).await.expect("no panic");
    assert_eq!(status.expect("its status").code(), Some(3));
    let recorded = scene.recorded();
    assert_eq!((recorded.len(), recorded[1].outcome()), (2, RecordedOutcome::Unknown));
}
