//! The command line: what it says of itself, and what it refuses before the screen opens.

mod audit;
mod documents;
mod reading;
mod revert;
mod scene;
mod tls;
mod writing;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use clap::Parser;
use cognitui::app::Target;
use cognitui::cli::Cli;
use cognitui::resource::tables::{IDENTITY_POOL, USER_POOL};
use cognitui::resource::{Key, Kind};
use cognitui::runtime::Plan;
use cognitui::runtime::calls::Destination;
use serde_json::{Value, json};

const POOL: &str = "eu-west-1:01234567-89ab-cdef-0123-456789abcdef";

/// A certificate that signed itself, for nobody.
const CERTIFICATE: &str = "\
-----BEGIN CERTIFICATE-----\n\
MIIBhzCCAS2gAwIBAgIUFzJi1wCC+e0v6uSOG6CG49wxSjMwCgYIKoZIzj0EAwIw\n\
GDEWMBQGA1UEAwwNY29nbml0dWkgdGVzdDAgFw0yNjExMjAwOTI2NTBaGA8yMTI2\n\
MTAyNzA5MjY1MFowGDEWMBQGA1UEAwwNY29nbml0dWkgdGVzdDBZMBMGByqGSM49\n\
AgEGCCqGSM49AwEHA0IABJr2LlsjJ/HjsZD50fmPxVm7i62DqCaUPq8wFfkInq+/\n\
GInmhnfk7/E7bBMNIJXdgER/vhISPbwo8gO++Zm1uRSjUzBRMB0GA1UdDgQWBBTW\n\
FQgyRiBdXpvnmbN9iwKtMSQrMzAfBgNVHSMEGDAWgBTWFQgyRiBdXpvnmbN9iwKt\n\
MSQrMzAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCIQCft2ODFsJn\n\
MpkbTiQfs7+5mg22dNvZwfM0NbfKeAVgCwIgduDYYS/GE5ISJVhZKCRKgDgqKLvO\n\
fqAI+Oxl7DBPmlY=\n\
-----END CERTIFICATE-----\n\
";

/// The program without a terminal, and without this machine's configuration.
fn cognitui(home: &Path, ca_bundle: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cognitui"));
    command.env_clear().env("HOME", home).env("AWS_CA_BUNDLE", ca_bundle).args(arguments);
    command.output().expect("the program starts")
}

/// A home with a history of two changes, the second without an outcome, and a line of another program.
fn home_with_history() -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".local/state/cognitui");
    fs::create_dir_all(&folder).expect("a folder");
    let sent = |id: &str, name: &str| {
        json!({"state": "sent", "v": 1, "id": id, "at": "2026-11-26T10:00:00Z", "account": "123456789012",
            "operation": "UpdateIdentityPool", "write": "update", "kind": "IdentityPool", "target": "eu-west-1:1",
            "name": name, "changes": [{"setting": "Classic flow", "path": "AllowClassicFlow", "before": true,
                "after": false}]})
    };
    let ended = json!({"state": "ended", "v": 1, "id": "a-1", "at": "2026-11-26T10:00:01Z",
        "outcome": "applied", "verdict": "1 setting changed, 0 others", "request_id": "r-1"});
    let lines = format!("{}\n{ended}\nhello\n{}\n", sent("a-1", "shop\u{1b}[2J"), sent("a-2", "store"));
    fs::write(folder.join("history.jsonl"), lines).expect("a file");
    home
}

/// The exit status, and what was written to stdout and stderr.
fn history(home: &tempfile::TempDir, arguments: &[&str]) -> (Option<i32>, String, String) {
    let output = cognitui(home.path(), "", &[&["history"], arguments].concat());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn the_history_is_printed_as_a_table_or_as_json_lines_without_control_characters() {
    let home = home_with_history();
    let (status, table, said) = history(&home, &[]);
    let lines: Vec<_> = table.lines().collect();
    assert_eq!((status, lines.len()), (Some(0), 2), "{table}");
    assert!(lines[0].starts_with("a-1 ") && lines[0].contains("applied  UpdateIdentityPool"), "{table}");
    assert!(lines[1].contains("unknown  UpdateIdentityPool") && lines[1].ends_with("store"), "{table}");
    assert!(!table.contains('\u{1b}'), "{table}");
    assert_eq!(said, "cognitui: 1 line of the history can't be read: left out, and kept.\n");
    let (_, json, _) = history(&home, &["--output", "json"]);
    let first: Value = serde_json::from_str(json.lines().next().expect("a line")).expect("JSON");
    assert_eq!((&first["id"], &first["ended"]["outcome"]), (&json!("a-1"), &json!("applied")));
}

#[test]
fn one_change_is_shown_with_its_settings_and_one_that_is_not_there_is_said() {
    let home = home_with_history();
    let (status, shown, _) = history(&home, &["show", "a-1"]);
    assert_eq!(status, Some(0));
    for part in ["Classic flow", "allowed → blocked", "1 setting changed, 0 others", "r-1", "123456789012"]
    {
        assert!(shown.contains(part), "{part}: {shown}");
    }
    let (status, shown, said) = history(&home, &["show", "b"]);
    assert_eq!((status, shown.as_str()), (Some(2), ""), "as for any wrong argument");
    assert!(said.contains("There is no change b in the history."), "{said}");
}

#[test]
fn the_history_is_thrown_away_only_on_purpose() {
    let home = home_with_history();
    let (status, _, said) = history(&home, &["clear"]);
    assert!(status == Some(1) && said.contains("this needs --yes"), "{said}");
    assert!(history(&home, &[]).1.contains("a-1"));
    let (status, _, said) = history(&home, &["clear", "--yes"]);
    assert_eq!((status, said.as_str()), (Some(0), "cognitui: The record of 2 changes is thrown away.\n"));
    assert_eq!(history(&home, &[]), (Some(0), String::new(), String::new()));
}

fn refused(arguments: &[&str]) -> (Option<i32>, String) {
    refused_with("", arguments)
}

/// The refusal, with that value of `AWS_CA_BUNDLE`.
fn refused_with(ca_bundle: &str, arguments: &[&str]) -> (Option<i32>, String) {
    let home = tempfile::tempdir().expect("a folder");
    let output = cognitui(home.path(), ca_bundle, arguments);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{arguments:?} writes to stdout");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

fn plan(arguments: &[&str]) -> Plan {
    let cli = Cli::try_parse_from([&["cognitui"], arguments].concat()).expect("arguments");
    cli.plan().expect("a plan")
}

fn summary(arguments: &[&str]) -> String {
    let cli = Cli::try_parse_from([&["cognitui"], arguments].concat()).expect("arguments");
    cli.plan().expect_err("a refusal").summary
}

fn opens(target: &str, kind: &'static Kind) {
    let plan = plan(&[target]);
    assert_eq!(plan.target, Target::Resource(Key::top(kind, target)));
    let Destination::Aws(settings) = plan.destination else { panic!("no AWS") };
    assert_eq!(settings.region, plan.options.region);
}

#[test]
fn help_and_version_are_for_standard_output() {
    let home = tempfile::tempdir().expect("a folder");
    let help = cognitui(home.path(), "", &["--help"]);
    let words = String::from_utf8_lossy(&help.stdout);
    assert!(help.status.success());
    for option in [
        "[TARGET]",
        "--profile",
        "--region",
        "--endpoint-url",
        "--ca-bundle",
        "AWS_CA_BUNDLE",
        "--no-sign-request",
        "--demo",
    ] {
        assert!(words.contains(option), "{option} is missing in:\n{words}");
    }
    assert!(!words.contains("--no-verify-ssl"), "{words}");
    let version = cognitui(home.path(), "", &["--version"]);
    assert_eq!(String::from_utf8_lossy(&version.stdout), format!("cognitui {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn without_a_terminal_it_says_so_and_ends() {
    let (status, said) = refused(&["--demo"]);
    assert_eq!(status, Some(2));
    assert!(said.starts_with("cognitui: standard "), "{said}");
    assert!(said.contains("ssh -t"), "{said}");
}

#[test]
fn a_command_line_that_cannot_be_used_is_answered_with_a_sentence_and_status_2() {
    for (arguments, words) in [
        (&["--no-verify-ssl"][..], "--ca-bundle"),
        (&["shop"], "user-pools, identity-pools, or a pool's id"),
        (&["--endpoint-url", "localhost:9229"], "http://localhost:9229"),
        (&["--ca-bundle", "/no/such/file"], "can't be read"),
        (&["--ca-bundle", "/dev/zero"], "it is not a regular file"),
        (&["--endpoint-url", "http://host/?token=1"], "it holds a query"),
        (&["--connect-timeout", "0"], "at least one second"),
        (&["--demo", "--profile", "prod"], "cannot be used with"),
        (&["--color", "sometimes"], "possible values"),
    ] {
        let (status, said) = refused(arguments);
        assert_eq!(status, Some(2), "{arguments:?}: {said}");
        assert!(said.contains(words), "{arguments:?}: {said}");
    }
}

#[test]
fn a_target_is_a_list_or_the_id_of_a_pool() {
    assert_eq!(plan(&[]).target, Target::UserPools);
    assert_eq!(plan(&["user-pools"]).target, Target::UserPools);
    assert_eq!(plan(&["identity-pools"]).target, Target::IdentityPools);
    opens("us-gov-east-1_AbCd12345", &USER_POOL);
    opens(POOL, &IDENTITY_POOL);
    for target in [
        "",
        "shop",
        "shop_1",
        "eu-west-1",
        "eu-west-1_",
        "eu-west-1_a-b",
        "eu-west-1:0123",
        "EU-WEST-1_AbCd12345",
        "eu-west-x_A",
    ] {
        assert_eq!(summary(&[target]), format!("'{target}' is not a valid target"));
    }
}

#[test]
fn the_region_of_an_id_is_used_unless_another_one_is_named() {
    let region = |arguments: &[&str]| plan(arguments).options.region;
    assert_eq!(region(&[]), None);
    assert_eq!(region(&[POOL]).as_deref(), Some("eu-west-1"));
    assert_eq!(region(&[POOL, "--region", "us-east-1"]).as_deref(), Some("us-east-1"));
    assert_eq!(region(&["us-east-1_AbCd12345", "--demo"]).as_deref(), Some("eu-west-1"));
}

#[test]
fn an_endpoint_is_a_url_with_a_host() {
    for url in ["http://localhost:9229", "https://cognito.example.com/path", "http://[::1]:8080"] {
        assert!(
            matches!(plan(&["--endpoint-url", url]).destination, Destination::Aws(settings) if settings.endpoint_url.as_deref() == Some(url))
        );
    }
    for url in ["localhost:9229", "ftp://example.com", "http://", "https:///path", "not a url", ""] {
        assert!(summary(&["--endpoint-url", url]).contains(url), "{url}");
    }
    let refusal = summary(&["--endpoint-url", "https://user:word@example.com"]);
    assert!(refusal.contains("https://example.com") && !refusal.contains("word"), "{refusal}");
}

#[test]
fn a_ca_bundle_needs_a_certificate_that_can_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("ca.pem");
    let name = file.to_str().expect("a name");
    let broken = "-----BEGIN CERTIFICATE-----\nbm90IGEgY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n";
    for pem in ["", "no PEM at all", broken] {
        fs::write(&file, pem).expect("a file");
        assert_eq!(summary(&["--ca-bundle", name]), format!("The CA bundle {name} holds no certificate"));
    }
    fs::write(&file, format!("a comment\n{broken}{CERTIFICATE}")).expect("a file");
    let Destination::Aws(settings) = plan(&["--ca-bundle", name]).destination else { panic!("no AWS") };
    assert_eq!(String::from_utf8(settings.ca_bundle.expect("a bundle")).expect("text"), CERTIFICATE);
}

#[test]
fn a_ca_bundle_may_be_named_by_the_environment_and_the_demo_needs_none() {
    let (status, said) = refused_with("/no/such/file", &[]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("AWS_CA_BUNDLE must name a PEM file"), "{said}");
    let (status, said) = refused_with("/no/such/file", &["--demo"]);
    assert_eq!(status, Some(2), "{said}");
}

/// The exit status and what `config` prints, with that file in the configuration folder.
fn config(file: Option<&str>, arguments: &[&str]) -> (Option<i32>, String) {
    let home = tempfile::tempdir().expect("a folder");
    let folder = home.path().join(".config/cognitui");
    fs::create_dir_all(&folder).expect("a folder");
    if let Some(text) = file {
        fs::write(folder.join("config.toml"), text).expect("a file");
    }
    let output = cognitui(home.path(), "", &[&["config"], arguments].concat());
    let printed = String::from_utf8_lossy(&output.stdout).replace(&home.path().display().to_string(), "~");
    (output.status.code(), printed)
}

#[test]
fn the_configuration_is_checked_with_file_line_and_column_and_found_by_its_path() {
    let path = "~/.config/cognitui/config.toml";
    assert_eq!(config(None, &["path"]), (Some(0), format!("{path}\n")));
    assert_eq!(
        config(None, &["check"]),
        (Some(0), format!("{path} does not exist, so the defaults hold.\n"))
    );
    assert_eq!(
        config(Some("selection = \"bar\"\n"), &["check"]),
        (Some(0), format!("{path} has no mistakes.\n"))
    );
    let (status, said) = config(Some("# mine\n\n  selectoin = \"bar\"\n"), &["check"]);
    let wanted = format!(
        "{path}:3:3: there is no setting \"selectoin\". Did you mean \"selection\"?\n\
         1 mistake: each entry with one is left out.\n"
    );
    assert_eq!((status, said), (Some(1), wanted));
}

#[test]
fn the_default_configuration_is_printed_and_has_no_mistakes() {
    let (status, printed) = config(None, &["print"]);
    assert_eq!(status, Some(0));
    assert!(printed.contains("# selection = \"auto\""), "{printed}");
    assert!(config(Some(&printed), &["check"]).1.ends_with("has no mistakes.\n"));
}

#[test]
fn a_configuration_that_cannot_be_read_stops_the_program_because_its_rules_are_missing() {
    let (status, said) = refused(&["--demo", "--config", "/no/such/file"]);
    assert_eq!(status, Some(2));
    assert!(said.starts_with("cognitui: The configuration /no/such/file can't be read"), "{said}");
}
