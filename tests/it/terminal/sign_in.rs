//! Profiles as people have them: sign-ins that expire, roles that need a code, and the settings that say
//! where and how requests go. The requests that arrive are the judge.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread;

use cognitui::demo::{Cognito, Fault, Store};
use tempfile::TempDir;

use super::Pty;

/// A home with a configuration.
fn home(config: &str) -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    write(&home.path().join(".aws/config"), config);
    home
}

fn write(file: &Path, text: &str) {
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("folders");
    std::fs::write(file, text).expect("a file");
}

fn server() -> (tokio::runtime::Runtime, Cognito) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = runtime.block_on(Cognito::start(Store::demo())).expect("a port");
    (runtime, server)
}

/// Starts the program in a home, without credentials in the environment unless some are given.
fn start(home: &TempDir, arguments: &[&str], environment: &[(&str, &str)]) -> Pty {
    let home = home.path().to_str().expect("a name");
    let mut all = vec![("HOME", home), ("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")];
    all.extend(environment);
    Pty::start_in(arguments, &all).taken_over()
}

fn words(pty: &Pty) -> String {
    pty.screen().contents().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_role_asks_for_the_code_of_its_device_and_the_session_signs_from_then_on() {
    let (_runtime, server) = server();
    server.accept_mfa_code("975310");
    let home = home(
        "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::222222222222:role/Top\n\
         source_profile = middle\n\
         [profile middle]\nrole_arn = arn:aws:iam::111111111111:role/Admin\nsource_profile = base\n\
         mfa_serial = arn:aws:iam::111111111111:mfa/ann\nrole_session_name = ann\nduration_seconds = 900\n\
         [profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = demo\n",
    );
    let mut pty = start(&home, &[], &[("AWS_ENDPOINT_URL", &server.url())]);
    pty.sees("Sign in with a code");
    assert!(words(&pty).contains("Profile middle needs the code of an MFA device (mfa_serial)"));
    assert!(words(&pty).contains("The device is arn:aws:iam::111111111111:mfa/ann."), "{}", words(&pty));
    pty.send("654321\r");
    pty.sees("AWS does not accept the code");
    pty.send("975310\r");
    pty.sees("shop-prod");
    let asked = server.received("AssumeRole");
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert_eq!(asked[1]["SerialNumber"], "arn:aws:iam::111111111111:mfa/ann");
    assert_eq!((&asked[1]["TokenCode"], &asked[1]["DurationSeconds"]), (&"975310".into(), &"900".into()));
    assert_eq!(
        (&asked[1]["RoleArn"], &asked[1]["RoleSessionName"]),
        (&"arn:aws:iam::111111111111:role/Admin".into(), &"ann".into())
    );
    assert_eq!(asked[2]["RoleArn"], "arn:aws:iam::222222222222:role/Top");
    assert_eq!(asked[2].get("TokenCode"), None);
    assert_eq!(server.signed_by("AssumeRole"), ["AKIABASE", "AKIABASE", "ASIADEMO00000001"]);
    assert!(server.signed_by("ListUserPools").iter().all(|key| key == "ASIADEMO00000002"));
    // Another region is another context, but the same session.
    pty.send("Pus-east-1\r");
    pty.sees("Now at");
    pty.until("the list", |screen| screen.contents().contains("shop-prod"));
    assert_eq!(server.received("AssumeRole").iter().filter(|one| one.get("TokenCode").is_some()).count(), 2);
    assert!(!pty.written.windows(6).any(|bytes| bytes == b"975310"), "a code is masked");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
}

#[test]
fn a_session_that_ends_asks_for_the_next_code() {
    let (_runtime, server) = server();
    server.accept_mfa_code("111111");
    server.set_session(std::time::Duration::from_secs(20));
    let home = home(
        "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111111111111:role/Admin\n\
         source_profile = default\nmfa_serial = arn:aws:iam::111111111111:mfa/ann\n\
         aws_access_key_id = AKIABASE\naws_secret_access_key = demo\n",
    );
    let mut pty = start(&home, &[], &[("AWS_ENDPOINT_URL", &server.url())]);
    pty.sees("Sign in with a code");
    // The session is too short to be used, so it has ended when the list is read again.
    pty.send("111111\r");
    pty.until("the next question", |screen| {
        server.received("AssumeRole").len() == 1 && screen.contents().contains("Type the code")
    });
    server.accept_mfa_code("222222");
    server.set_session(std::time::Duration::from_hours(1));
    pty.send("222222\r");
    pty.sees("shop-prod");
    assert_eq!(server.signed_by("ListUserPools").last().map(String::as_str), Some("ASIADEMO00000002"));
}

/// The token that `aws sso login` leaves for the session `corp`.
const TOKEN_FILE: &str = ".aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json";

fn token(name: &str, expires: &str) -> String {
    format!(r#"{{"accessToken": "{name}", "expiresAt": "{expires}", "startUrl": "https://x"}}"#)
}

#[test]
fn an_expired_sso_sign_in_says_how_to_renew_it_and_the_program_goes_on_once_that_is_done() {
    let (_runtime, server) = server();
    let url = server.url();
    let home = home(&format!(
        "[profile prod]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 123456789012\n\
         sso_role_name = Admin\nservices = local\n\
         [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://x\n\
         [services local]\nsso =\n  endpoint_url = {url}\nsts =\n  endpoint_url = {url}\n\
         cognito_identity_provider =\n  endpoint_url = {url}\n"
    ));
    write(&home.path().join(TOKEN_FILE), &token("old", "2020-01-01T00:00:00Z"));
    let mut pty = start(&home, &["--profile", "prod"], &[]);
    let hint = "Run aws sso login --profile prod in another terminal, and cognitui goes on by itself.";
    pty.until(hint, |screen| {
        let text = screen.contents().split_whitespace().collect::<Vec<_>>().join(" ");
        text.contains("the sign-in has expired") && text.contains(hint)
    });
    assert_eq!(server.operations(), Vec::<String>::new(), "nothing is sent without credentials");
    server.accept_sso_token("new");
    write(&home.path().join(TOKEN_FILE), &token("new", "2999-01-01T00:00:00Z"));
    pty.sees("shop-prod");
    pty.until("the caller", |_| !server.signed_by("GetCallerIdentity").is_empty());
    let asked = server.received("GetRoleCredentials");
    assert_eq!((&asked[0]["account_id"], &asked[0]["role_name"]), (&"123456789012".into(), &"Admin".into()));
    assert!(server.signed_by("ListUserPools")[0].starts_with("ASIADEMO"));
    assert!(server.signed_by("GetCallerIdentity")[0].starts_with("ASIADEMO"));
}

/// A configuration whose requests all go to the server, by the `services` section of the profile.
fn with_services(profile: &str, url: &str) -> TempDir {
    let services = ["sso", "sso_oidc", "sts", "cognito_identity_provider", "cognito_identity"];
    let services = services.map(|service| format!("{service} =\n  endpoint_url = {url}\n")).concat();
    home(&format!("[default]\nregion = eu-west-1\nservices = local\n{profile}[services local]\n{services}"))
}

#[test]
fn a_sign_in_that_can_be_renewed_is_renewed_where_the_services_section_says() {
    let (_runtime, server) = server();
    server.accept_sso_refresh_token("again");
    let profile = "sso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n\
        [sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://x\n";
    let home = with_services(profile, &server.url());
    write(
        &home.path().join(TOKEN_FILE),
        r#"{"accessToken": "old", "expiresAt": "2020-01-01T00:00:00Z", "refreshToken": "again",
            "clientId": "console", "clientSecret": "demo", "registrationExpiresAt": "2999-01-01T00:00:00Z",
            "region": "eu-west-1", "startUrl": "https://x"}"#,
    );
    let mut pty = start(&home, &[], &[]);
    pty.sees("shop-prod");
    let asked = server.received("CreateToken");
    assert_eq!((&asked[0]["refreshToken"], &asked[0]["clientId"]), (&"again".into(), &"console".into()));
    assert_eq!(server.received("GetRoleCredentials").len(), 1);
}

#[test]
fn the_services_section_says_where_roles_are_assumed_and_both_kinds_of_pools_are_read() {
    let keys = "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = demo\n";
    let role = "role_arn = arn:aws:iam::111111111111:role/Admin\nsource_profile = base\n";
    let device = "mfa_serial = arn:aws:iam::111111111111:mfa/ann\n";
    for (profile, asks) in [(format!("{role}{keys}"), false), (format!("{role}{device}{keys}"), true)] {
        let (_runtime, server) = server();
        server.accept_mfa_code("975310");
        let home = with_services(&profile, &server.url());
        let mut pty = start(&home, &[], &[]);
        if asks {
            pty.sees("Sign in with a code");
            pty.send("975310\r");
        }
        pty.sees("shop-prod");
        pty.send("2");
        pty.sees("shop-guests");
        assert_eq!(server.signed_by("AssumeRole"), ["AKIABASE"]);
        assert!(server.signed_by("ListIdentityPools").iter().all(|key| key.starts_with("ASIADEMO")));
    }
}

#[test]
fn a_role_that_can_not_be_assumed_names_the_endpoint_that_was_asked() {
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let url = format!("http://{closed}");
    let home = home(
        "[default]\nregion = eu-west-1\nrole_arn = arn:aws:iam::111111111111:role/Admin\n\
         source_profile = default\nmfa_serial = arn:aws:iam::111111111111:mfa/ann\nmax_attempts = 1\n\
         aws_access_key_id = AKIABASE\naws_secret_access_key = demo\n",
    );
    let mut pty = start(&home, &[], &[("AWS_ENDPOINT_URL_STS", &url)]);
    pty.sees("Sign in with a code");
    pty.send("975310\r");
    pty.until("the endpoint", |screen| {
        let text = screen.contents().replace('│', " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ").contains(&format!("{url} can't be reached"))
    });
}

#[test]
fn a_sign_in_that_aws_has_ended_says_the_same() {
    let (_runtime, server) = server();
    let home = home(
        "[default]\nregion = eu-west-1\nsso_session = corp\nsso_account_id = 123456789012\n\
         sso_role_name = Admin\n[sso-session corp]\nsso_region = eu-west-1\nsso_start_url = https://x\n",
    );
    write(&home.path().join(TOKEN_FILE), &token("ended", "2999-01-01T00:00:00Z"));
    let mut pty = start(&home, &[], &[("AWS_ENDPOINT_URL", &server.url())]);
    pty.sees("the sign-in has expired");
    assert!(words(&pty).contains("Run aws sso login in another terminal"), "{}", words(&pty));
}

#[test]
fn a_profile_that_is_asked_for_counts_before_the_keys_of_the_environment() {
    let (_runtime, server) = server();
    let url = server.url();
    let home = home(
        "[default]\nregion = eu-west-1\n[profile prod]\nregion = us-east-1\n\
         aws_access_key_id = AKIAPROD\naws_secret_access_key = demo\n",
    );
    let keys =
        [("AWS_ACCESS_KEY_ID", "AKIAENV"), ("AWS_SECRET_ACCESS_KEY", "demo"), ("AWS_ENDPOINT_URL", &url)];
    let last = |operation: &str| server.signed_by(operation).pop().unwrap_or_default();
    let mut pty = start(&home, &["--profile", "prod"], &keys);
    pty.sees("shop-prod");
    assert_eq!(last("ListUserPools"), "AKIAPROD");
    let mut pty = start(&home, &[], &keys);
    pty.sees("shop-prod");
    assert_eq!(last("ListUserPools"), "AKIAENV");
    pty.send("Pprod");
    pty.sees("access key");
    pty.send("\r");
    pty.sees("prod · us-east-1 · 123456789012");
    pty.sees("shop-prod");
    assert_eq!((last("ListUserPools"), last("GetCallerIdentity")), ("AKIAPROD".into(), "AKIAPROD".into()));
    // Another region alone leaves the credentials as they are.
    let mut pty = start(&home, &[], &[keys.as_slice(), &[("AWS_PROFILE", "prod")]].concat());
    pty.sees("prod with environment keys · us-east-1");
    pty.sees("shop-prod");
    assert_eq!(last("ListUserPools"), "AKIAENV");
    pty.send("Peu-west-2\r");
    pty.sees("eu-west-2");
    pty.sees("shop-prod");
    assert_eq!(last("ListUserPools"), "AKIAENV");
}

#[test]
fn the_attempts_of_a_profile_are_the_attempts_that_arrive() {
    let (_runtime, server) = server();
    server.inject_always("ListUserPools", Fault::InternalError);
    let home = home(
        "[default]\nregion = eu-west-1\naws_access_key_id = A\naws_secret_access_key = B\n\
         retry_mode = standard\nmax_attempts = 2\n",
    );
    let mut pty = start(&home, &[], &[("AWS_ENDPOINT_URL", &server.url())]);
    pty.sees("AWS had an internal error");
    assert_eq!(server.received("ListUserPools").len(), 2);
    let wrong = self::home("[default]\nregion = eu-west-1\nmax_attempts = many\n");
    let mut pty = start(&wrong, &[], &[]);
    pty.sees("max_attempts of profile default is 'many'");
}

#[test]
fn the_ca_bundle_of_a_profile_is_read_and_a_wrong_one_is_named() {
    let home = home("[default]\nregion = eu-west-1\nca_bundle = /no/such/bundle\n");
    let mut pty = start(&home, &[], &[]);
    pty.sees("The CA bundle /no/such/bundle can't be read");
    assert!(words(&pty).contains("ca_bundle of profile default must name a PEM file"), "{}", words(&pty));
}

/// The hosts that the program asks a proxy for.
fn hosts(config: &str) -> Vec<String> {
    let proxy = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}", proxy.local_addr().expect("an address"));
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
    let home = home(config);
    let mut pty = start(&home, &[], &[("https_proxy", &url)]);
    pty.sees("can't be reached");
    let host = |request: String| request.split_whitespace().nth(1).unwrap_or_default().to_owned();
    requests.try_iter().map(host).collect()
}

#[test]
fn the_region_and_the_kind_of_endpoint_of_a_profile_decide_which_host_is_asked() {
    let keys = "aws_access_key_id = A\naws_secret_access_key = B\n";
    for (settings, host) in [
        ("region = us-east-2\n", "cognito-idp.us-east-2.amazonaws.com:443"),
        ("region = us-east-2\nuse_fips_endpoint = true\n", "cognito-idp-fips.us-east-2.amazonaws.com:443"),
        ("region = us-east-2\nuse_dualstack_endpoint = true\n", "sts.us-east-2.api.aws:443"),
    ] {
        let hosts = hosts(&format!("[default]\n{keys}{settings}"));
        assert!(hosts.iter().any(|asked| asked == host), "{settings}: {hosts:?}");
    }
}
