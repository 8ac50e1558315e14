//! The search for the app client of a redirect URL that was refused.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::message::Event;
use serde_json::{Value, json};

use crate::support::harness::Harness;

/// Two app clients with redirect URLs, and the id of the second one.
fn harness() -> (Harness, String) {
    let mut store = Store::empty();
    let mut call = |name: &str, input: Value| store.call(name, input).expect("an answer");
    let pool = call("CreateUserPool", json!({"PoolName": "shop"}))["UserPool"]["Id"].clone();
    let client = |name: &str, callbacks: Value, logouts: Value| {
        json!({"UserPoolId": pool, "ClientName": name, "AllowedOAuthFlowsUserPoolClient": true,
            "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"], "CallbackURLs": callbacks,
            "LogoutURLs": logouts})
    };
    let web = json!(["https://shop.example/callback", "http://localhost:3000/callback"]);
    call("CreateUserPoolClient", client("web", web, json!(["https://shop.example/bye"])));
    let app = client("app", json!(["shop://callback"]), json!([]));
    let id =
        call("CreateUserPoolClient", app)["UserPoolClient"]["ClientId"].as_str().expect("an id").to_owned();
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.event(Event::Resize { width: 100, height: 40 });
    (harness, id)
}

fn scanned() -> (Harness, String) {
    let (mut harness, id) = harness();
    harness.press("3 r").sees("1 pool read").press("1");
    (harness, id)
}

/// The line on the screen below the one with a text.
fn below(harness: &Harness, text: &str) -> (usize, String) {
    let screen = harness.screen(100, 40);
    let lines: Vec<&str> = screen.lines().collect();
    let at = lines
        .iter()
        .rposition(|line| line.contains(text))
        .unwrap_or_else(|| panic!("no {text} in\n{screen}"));
    let column = |line: &str, text: &str| line.find(text).map_or(0, |at| line[..at].chars().count());
    (column(lines[at], text), lines[at + 1].to_owned())
}

#[test]
fn the_nearest_url_is_first_and_what_differs_is_below_its_caret() {
    let (mut harness, _) = scanned();
    harness
        .press(":")
        .write("url https://shop.example/Callback/")
        .sees("finds the app client of https://shop");
    harness.press("enter").sees("▶ web · user pool shop · callback URL");
    harness.sees("≠ the path is /Callback/ instead of /callback");
    let (column, carets) = below(&harness, "https://shop.example/callback");
    let start = carets.find('^').map(|at| carets[..at].chars().count());
    assert_eq!(start, Some(column + "https://shop.example/".len()), "{carets}");
    harness.sees("4 redirect URLs of 2 app clients read. All pools were read.");
    harness.press("enter").sees("› web").sees("▶ Callback URLs").press("esc").sees("▸1 User pools");
}

#[test]
fn a_pasted_request_gives_its_redirect_url_and_the_client_that_asked_comes_first() {
    let (mut harness, app) = scanned();
    harness.press(":").write("redirect url").press("enter").sees("Paste the URL that failed");
    let request = format!(
        "https://auth.example/oauth2/authorize?client_id={app}\
         &redirect_uri=https%3A%2F%2Fshop.example%2Fcallbak\n"
    );
    harness.event(Event::Paste(request));
    harness
        .sees("redirect_uri of app client app: https://shop.example/callbak")
        .sees("▶ app · user pool shop");
    harness.press("down").sees("▶ web · user pool shop").sees("/callbak instead of /callback");
    // Another paste takes the place of the first one.
    harness.event(Event::Paste("http://localhost/callback".into()));
    harness.sees("▶ web").sees("≠ the port 3000 is missing");
}

#[test]
fn a_url_that_is_registered_says_so_and_its_setting_is_opened() {
    let (mut harness, _) = scanned();
    harness.press(":").write("url https://shop.example/bye").press("enter").sees("✓ the same URL");
    harness.sees("sign-out URL").press("enter").sees("▶ Logout URLs").sees("https://shop.example/bye");
}

#[test]
fn what_was_not_read_is_not_ruled_out() {
    let (mut harness, _) = harness();
    harness.press(":").write("url https://shop.example/").press("enter");
    harness.sees("Nothing to compare it with was read yet.");
    harness.sees("0 redirect URLs of 0 app clients read.").sees("Others may be nearer: Ctrl-r reads all");
    harness
        .press("enter")
        .sees("Nothing to compare it with")
        .press("ctrl-r")
        .sees("▶ web")
        .sees("All pools were read.");
    harness.press("esc").sees("▸1 User pools");
}
