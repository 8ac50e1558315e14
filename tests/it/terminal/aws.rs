//! The way to AWS as the machine configures it: proxies, profiles and credential processes.

use std::io::{Read, Write};
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::sync::mpsc::channel;
use std::thread;

use tempfile::TempDir;

use super::{LIMIT, Pty, SILENCE};

#[tokio::test(flavor = "multi_thread")]
async fn requests_go_through_the_proxy_of_the_environment() {
    // A proxy gets the whole URL, which the embedded Cognito takes too.
    let proxy = cognitui::demo::Cognito::start(cognitui::demo::Store::demo()).await.expect("a port");
    let url = proxy.url();
    tokio::task::spawn_blocking(move || {
        for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
            let arguments = ["--endpoint-url", "http://cognito.invalid", "--region", "eu-west-1"];
            let mut pty = Pty::start_in(&arguments, &[(name, url.as_str())]).taken_over();
            pty.sees("shop-prod");
            pty.send("q");
            assert_eq!(pty.ends(), 0);
        }
    })
    .await
    .expect("no panic");
}

#[test]
fn a_proxy_that_refuses_a_connection_is_named_without_its_password() {
    let proxy = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = proxy.local_addr().expect("an address");
    let (asked, requests) = channel();
    thread::spawn(move || {
        for connection in proxy.incoming() {
            let Ok(mut connection) = connection else { return };
            let mut buffer = [0; 1024];
            let count = connection.read(&mut buffer).unwrap_or(0);
            let _ = connection.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n");
            if asked.send(String::from_utf8_lossy(&buffer[..count]).into_owned()).is_err() {
                return;
            }
        }
    });
    let url = format!("http://ann:s3cret@{address}");
    let mut pty = Pty::start_in(&["--region", "eu-west-1"], &[("https_proxy", url.as_str())]).taken_over();
    let words = |screen: &vt100::Screen| screen.contents().split_whitespace().collect::<Vec<_>>().join(" ");
    let expected = format!("AWS can't be reached: the proxy http://{address} refuses to connect to it");
    pty.until(&expected, |screen| words(screen).contains(&expected));
    assert!(words(pty.screen()).contains("The proxy comes from HTTPS_PROXY"), "{}", pty.screen().contents());
    assert!(!pty.screen().contents().contains("s3cret"));
    let asked: Vec<_> = requests.try_iter().collect();
    let connect = "CONNECT cognito-idp.eu-west-1.amazonaws.com:443 HTTP/1.1\r\n";
    assert!(asked.iter().any(|request| request.starts_with(connect)), "{asked:?}");
}

#[test]
fn a_broken_configuration_file_is_named_with_its_line() {
    let home = tempfile::tempdir().expect("a folder");
    let file = home.path().join("config");
    let file_name = file.to_str().expect("a name").to_owned();
    std::fs::write(&file, "[profile a]\nregion = eu-west-1\n[default\n").expect("a file");
    let mut pty = Pty::start_in(&[], &[("AWS_CONFIG_FILE", &file_name)]).taken_over();
    pty.until("the line", |screen| {
        screen.contents().split_whitespace().collect::<Vec<_>>().join(" ").contains("on line 3")
    });
}

/// A folder with a configuration whose default profile has a script as its credential process.
fn credential_process(script: &str, more: &str) -> (TempDir, String) {
    let home = tempfile::tempdir().expect("a folder");
    let (process, config) = (home.path().join("process"), home.path().join("config"));
    std::fs::write(&process, format!("#!/bin/sh\n{script}\n")).expect("a script");
    std::fs::set_permissions(&process, std::fs::Permissions::from_mode(0o700)).expect("its mode");
    let setting = format!("credential_process = {}\n", process.display());
    let text = format!("[default]\nregion = eu-west-1\n{}", more.replace("PROCESS\n", &setting));
    std::fs::write(&config, text).expect("a file");
    let name = config.to_str().expect("a name").to_owned();
    (home, name)
}

/// Starts the program with a configuration and without credentials in the environment.
fn start_with(config: &str, arguments: &[&str]) -> Pty {
    let environment =
        [("AWS_CONFIG_FILE", config), ("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", ""), PATH];
    Pty::start_in(arguments, &environment).taken_over()
}

const PATH: (&str, &str) = ("PATH", "/usr/local/bin:/usr/bin:/bin");

const CREDENTIALS: &str = r#"echo '{"Version": 1, "AccessKeyId": "AKIDEMO", "SecretAccessKey": "demo"}'"#;

fn words(pty: &Pty) -> String {
    pty.screen().contents().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_credentials_of_a_process_are_used_also_where_a_role_needs_them() {
    let server = cognitui::demo::Cognito::start(cognitui::demo::Store::demo()).await.expect("a port");
    let url = server.url();
    tokio::task::spawn_blocking(move || {
        let (_home, config) = credential_process(CREDENTIALS, "PROCESS\n");
        let mut pty = start_with(&config, &["--endpoint-url", &url]);
        pty.sees("shop-prod");
        let role = "role_arn = arn:aws:iam::123456789012:role/Admin\nsource_profile = base\n\
            [profile base]\nPROCESS\n";
        let (home, config) = credential_process(&format!("touch \"${{0%/*}}/ran\"\n{CREDENTIALS}"), role);
        let mut pty = start_with(&config, &["--endpoint-url", &url]);
        // STS is asked without the endpoint of the command line, and there is none.
        pty.sees("Can't list the user pools");
        assert!(home.path().join("ran").exists(), "{}", words(&pty));
    })
    .await
    .expect("no panic");
}

#[test]
fn a_credential_process_that_asks_at_the_terminal_takes_no_key_and_writes_nothing_there() {
    let script = "echo PIN: >/dev/tty\nread pin </dev/tty || exit 7\nread pin </dev/tty";
    let (_home, config) = credential_process(script, "PROCESS\n");
    let mut pty = start_with(&config, &[]);
    pty.sees("the credential process ended with exit status 7");
    assert!(!pty.written.windows(4).any(|bytes| bytes == b"PIN:"), "{}", words(&pty));
    pty.send("?");
    pty.sees("Navigate");
    pty.send("?");
    pty.until("the help is closed", |screen| !screen.contents().contains("Navigate"));
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn a_credential_process_ends_with_the_program_however_that_ends() {
    for end in ["q", "TERM", "KILL"] {
        let (home, config) =
            credential_process("exec 3>\"${0%/*}/alive\"\necho started >&3\nsleep 300", "PROCESS\n");
        let alive = home.path().join("alive");
        assert!(Command::new("mkfifo").arg(&alive).status().is_ok_and(|status| status.success()));
        let (told, ends) = channel();
        thread::spawn(move || {
            // The end comes once the process and all that it started are gone.
            let _ = told.send(std::fs::read_to_string(alive));
        });
        let mut pty = start_with(&config, &[]);
        pty.until("it is under way", |screen| screen.contents().contains("Listing user pools"));
        assert!(ends.recv_timeout(SILENCE).is_err(), "it runs");
        if end == "q" {
            pty.send("q");
            assert_eq!(pty.ends(), 0);
        } else {
            pty.signal(end);
        }
        let read = ends.recv_timeout(LIMIT).expect("nothing lives on");
        assert_eq!(read.expect("a text"), "started\n", "{end}");
    }
}

#[test]
fn what_a_credential_process_prints_is_shown_without_its_secrets() {
    let script = "echo 'login refused for ann, token=s3cretvalue' >&2\nexit 1";
    let (_home, config) = credential_process(script, "PROCESS\n");
    let mut pty = start_with(&config, &[]);
    pty.sees("the credential process ended with exit status 1");
    assert!(words(&pty).contains("It printed: login refused for ann, token=[redacted]"), "{}", words(&pty));
    assert!(words(&pty).contains("Run the command of credential_process in a shell"), "{}", words(&pty));
    assert!(!pty.written.windows(11).any(|bytes| bytes == b"s3cretvalue"));
}
