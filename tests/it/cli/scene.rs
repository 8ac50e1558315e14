//! A server with pools, and the program as a process that talks to it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use cognitui::demo::{Cognito, Store};
use cognitui::history::HistoryEntry;
use cognitui::runtime::history_file::{HistoryFile, HistoryPlace};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A server with the user pool `shop`, its client `web` with a secret and two clients called `twin`, a
/// domain, a resource server, and the identity pool `shop`.
pub struct Scene {
    pub server: Cognito,
    pub home: TempDir,
    pub pool: String,
    pub web: String,
    pub identity_pool: String,
}

/// How a process ended: its exit status, what it wrote to stdout, and what to stderr.
#[derive(Debug)]
pub struct Ended {
    pub status: Option<i32>,
    pub data: String,
    pub said: String,
}

impl Ended {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.data).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

impl Scene {
    pub async fn new() -> Self {
        let mut store = Store::empty();
        let identity_pool = crate::support::shop(&mut store);
        let pool = json!({"PoolName": "shop", "Policies": {"PasswordPolicy": {"MinimumLength": 10}}});
        let pool = store.call("CreateUserPool", pool).expect("a user pool")["UserPool"]["Id"].clone();
        for (name, secret) in [("web", true), ("twin", false), ("twin", false)] {
            let client = json!({"UserPoolId": pool, "ClientName": name, "GenerateSecret": secret,
                "CallbackURLs": ["https://shop.example/in"], "SupportedIdentityProviders": ["COGNITO"],
                "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
                "AllowedOAuthFlowsUserPoolClient": true});
            store.call("CreateUserPoolClient", client).expect("a client");
        }
        let domain = json!({"UserPoolId": pool, "Domain": "shop-login"});
        store.call("CreateUserPoolDomain", domain).expect("a domain");
        let server = json!({"UserPoolId": pool, "Identifier": "https://api.example/v1", "Name": "api"});
        store.call("CreateResourceServer", server).expect("a resource server");
        let web = store.client_id("shop", "web");
        store.client_mut("shop", "web").insert("FutureSetting".into(), json!({"deep": [1, null]}));
        let server = Cognito::start(store).await.expect("a port");
        let home = tempfile::tempdir().expect("a folder");
        let pool = pool.as_str().expect("an id").to_owned();
        Self { server, home, pool, web, identity_pool }
    }

    /// Runs a command at the server.
    pub async fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with_input(arguments, "").await
    }

    /// Runs a command at the server, with a text on its standard input.
    pub async fn run_with_input(&self, arguments: &[&str], input: &str) -> Ended {
        let mut command = self.command(arguments);
        let input = input.to_owned();
        let run = move || {
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            let mut child = command.spawn().expect("the program starts");
            let mut stdin = child.stdin.take().expect("a pipe");
            // A program that refuses its command line does not read.
            let _ = stdin.write_all(input.as_bytes());
            drop(stdin);
            child.wait_with_output().expect("its output")
        };
        let output = tokio::task::spawn_blocking(run).await.expect("no panic");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let said = text(&output.stderr);
        assert!(!said.contains("panicked"), "{said}");
        Ended { status: output.status.code(), data: text(&output.stdout), said }
    }

    /// The command with the options that lead to the server.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = cognitui(self.home.path());
        command.args(arguments).args(["--endpoint-url", &self.server.url(), "--region", "eu-west-1"]);
        command
    }

    pub fn recorded(&self) -> Vec<HistoryEntry> {
        let folder = self.home.path().join(".local/state/cognitui");
        HistoryFile::new(HistoryPlace::Folder(folder)).entries().expect("a history").0
    }

    /// A file in the home; its name.
    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.home.path().join(name);
        std::fs::write(&path, text).expect("a file");
        path.to_str().expect("a name").to_owned()
    }
}

/// The program without this machine's configuration.
pub fn cognitui(home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
    command.env_clear().env("HOME", home);
    command.env("AWS_ACCESS_KEY_ID", "AKIDEMO").env("AWS_SECRET_ACCESS_KEY", "demo");
    command
}
