//! Commands on a terminal: what they ask, and what is typed there.

use std::process::{Command, Stdio};

use cognitui::demo::{Cognito, Store};
use tempfile::TempDir;

use super::Pty;

const UPDATE: &str = "UpdateIdentityPool";

/// A home whose default profile needs a code, and a server that takes one.
struct Scene {
    _runtime: tokio::runtime::Runtime,
    server: Cognito,
    home: TempDir,
    pool: String,
}

impl Scene {
    fn new() -> Self {
        let runtime = tokio::runtime::Runtime::new().expect("a runtime");
        let mut store = Store::empty();
        crate::support::shop(&mut store);
        let pool = store.identity_pool_id("shop");
        let server = runtime.block_on(Cognito::start(store)).expect("a port");
        server.accept_mfa_code("975310");
        let home = tempfile::tempdir().expect("a folder");
        let folder = home.path().join(".aws");
        std::fs::create_dir_all(&folder).expect("a folder");
        let config = "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111111111111:role/Admin\n\
             source_profile = default\nmfa_serial = arn:aws:iam::111111111111:mfa/ann\n\
             aws_access_key_id = AKIABASE\naws_secret_access_key = demo\n\
             [profile plain]\nregion = eu-west-1\naws_access_key_id = AKIABASE\n\
             aws_secret_access_key = demo\n";
        std::fs::write(folder.join("config"), config).expect("a file");
        Self { _runtime: runtime, server, home, pool }
    }

    fn variables(&self) -> [(&'static str, String); 4] {
        let home = self.home.path().to_str().expect("a name").to_owned();
        let none = String::new;
        [
            ("HOME", home),
            ("AWS_ENDPOINT_URL", self.server.url()),
            ("AWS_ACCESS_KEY_ID", none()),
            ("AWS_SECRET_ACCESS_KEY", none()),
        ]
    }

    /// The command on a terminal.
    fn on_terminal(&self, arguments: &[&str]) -> Pty {
        let variables = self.variables();
        let variables: Vec<_> = variables.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Pty::start_in(arguments, &variables)
    }

    fn set<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        [&["set", self.pool.as_str(), "AllowClassicFlow=false"], more].concat()
    }
}

#[test]
fn a_command_asks_for_the_code_that_the_profile_needs_and_hides_it() {
    let scene = Scene::new();
    let mut pty = scene.on_terminal(&["get", &scene.pool, "IdentityPoolName"]);
    pty.sees("Profile default needs the code of an MFA device (mfa_serial).");
    pty.sees("The device is arn:aws:iam::111111111111:mfa/ann.");
    pty.sees("Type its code:");
    pty.send("654321\r");
    pty.sees("AWS does not accept the code");
    pty.send("975310\r");
    pty.sees("\"shop\"");
    assert_eq!(pty.ends(), 0);
    assert!(!pty.written.windows(6).any(|bytes| bytes == b"975310"), "a code is hidden");
    assert_eq!(scene.server.received("AssumeRole").len(), 2);
}

#[test]
fn a_change_and_its_revert_ask_for_the_code_and_then_whether_to_send() {
    let scene = Scene::new();
    let mut pty = scene.on_terminal(&scene.set(&[]));
    pty.sees("Type its code:");
    pty.send("975310\r");
    pty.sees("Type yes to send it:");
    pty.send("yes\r");
    pty.sees("1 setting changed, 0 others");
    assert_eq!(pty.ends(), 0);
    let id = Command::new(env!("CARGO_BIN_EXE_cognitui"))
        .args(["history", "--output", "json"])
        .env("HOME", scene.home.path())
        .output()
        .expect("the history");
    let line: serde_json::Value = serde_json::from_slice(&id.stdout).expect("one change");
    scene.server.accept_mfa_code("111111");
    let mut pty = scene.on_terminal(&["revert", line["id"].as_str().expect("an id"), "--yes"]);
    pty.sees("Type its code:");
    pty.send("111111\r");
    assert_eq!(pty.ends(), 0, "{}", pty.screen().contents());
    assert_eq!(scene.server.received(UPDATE).len(), 2);
    assert!(scene.server.signed_by(UPDATE).iter().all(|key| key.starts_with("ASIADEMO")));
}

#[test]
fn where_nobody_can_be_asked_for_a_code_the_command_says_so_and_sends_nothing() {
    let scene = Scene::new();
    for arguments in [vec!["get", scene.pool.as_str()], scene.set(&["--yes"])] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
        command.env_clear().envs(scene.variables()).args(&arguments);
        let output = command.stdin(Stdio::null()).output().expect("the program starts");
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("needs the code of an MFA device"), "{said}");
        assert!(said.contains("Run the command on a terminal, which asks for the code."), "{said}");
        assert!(!said.contains("Type its code"), "{said}");
    }
    assert_eq!((scene.server.received("AssumeRole").len(), scene.server.received(UPDATE).len()), (0, 0));
}

#[test]
fn a_question_is_left_with_control_c_and_any_other_answer_sends_nothing_either() {
    let scene = Scene::new();
    let mut pty = scene.on_terminal(&scene.set(&["--profile", "plain"]));
    pty.sees("Type yes to send it:");
    pty.send("\x03");
    assert_eq!(pty.ends(), 130);
    let mut pty = scene.on_terminal(&scene.set(&["--profile", "plain"]));
    pty.sees("Type yes to send it:");
    pty.send("y\r");
    pty.sees("Nothing was sent.");
    assert_eq!(pty.ends(), 1);
    let mut pty = scene.on_terminal(&scene.set(&[]));
    pty.sees("Type its code:");
    pty.send("\x03");
    assert_eq!(pty.ends(), 130);
    assert_eq!(scene.server.received(UPDATE).len(), 0);
}
