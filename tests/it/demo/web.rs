//! Documents of other hosts: publishing, fetches and faults.

use std::time::Duration;

use cognitui::demo::{Cognito, Fault, Gate, Store};
use serde_json::json;

use super::server::raw;
use super::{call, with_pool};

const URL: &str = "https://idp.example/saml/metadata?tenant=1";

async fn with_document() -> Cognito {
    let server = Cognito::start(Store::empty()).await.expect("a port");
    server.publish(URL, 200, "application/xml", "<metadata/>");
    server
}

async fn get(server: &Cognito, path: &str) -> (String, String) {
    raw(server, &format!("GET {path} HTTP/1.1\r\nAccept: text/xml\r\nX-Twice: a\r\nX-Twice: b\r\n"), "").await
}

#[tokio::test]
async fn a_document_is_found_at_its_host_path_and_query() {
    let server = with_document().await;
    let (head, body) = get(&server, "/web/idp.example/saml/metadata?tenant=1").await;
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-type: application/xml\r\n"), "{head}");
    assert_eq!(body, "<metadata/>");
    for path in [
        "/web/idp.example/saml/metadata",
        "/web/other.example/saml/metadata?tenant=1",
        "/web/",
        "/web/idp.example",
    ] {
        let (head, _) = get(&server, path).await;
        assert!(head.starts_with("HTTP/1.1 404"), "{path}: {head}");
    }
    let (head, _) = get(&server, "/webs/idp.example/saml/metadata?tenant=1").await;
    assert!(head.starts_with("HTTP/1.1 405"), "{head}");
}

#[tokio::test]
async fn a_document_can_be_any_answer_and_the_last_one_published_counts() {
    let server = with_document().await;
    server.publish(URL, 503, "text/plain", vec![0x62, 0x75, 0x73, 0x79]);
    let (head, body) = get(&server, "/web/idp.example/saml/metadata?tenant=1").await;
    assert!(head.starts_with("HTTP/1.1 503") && body == "busy", "{head}");
    server.redirect(URL, "https://elsewhere.example/metadata");
    let (head, body) = get(&server, "/web/idp.example/saml/metadata?tenant=1").await;
    assert!(
        head.starts_with("HTTP/1.1 302") && head.contains("location: https://elsewhere.example/metadata\r\n"),
        "{head}"
    );
    assert_eq!(body, "");
}

#[tokio::test]
async fn a_document_of_several_megabytes_arrives_whole() {
    let server = with_document().await;
    server.publish("https://idp.example", 200, "text/plain", "0123456789".repeat(300_000));
    let (head, body) = get(&server, "/web/idp.example/").await;
    assert!(head.contains("content-length: 3000000\r\n"), "{head}");
    assert_eq!(body.len(), 3_000_000);
}

#[tokio::test]
async fn every_fetch_is_kept_with_its_headers_and_is_no_operation() {
    let server = with_document().await;
    assert!(server.fetched(URL).is_empty());
    get(&server, "/web/idp.example/saml/metadata?tenant=1").await;
    get(&server, "/web/nobody.example").await;
    let fetches = server.fetched(URL);
    let [headers] = fetches.as_slice() else { panic!("one fetch, not {fetches:?}") };
    for (name, value) in [("accept", "text/xml"), ("x-twice", "a"), ("x-twice", "b")] {
        assert!(headers.contains(&(name.to_owned(), value.to_owned())), "{headers:?}");
    }
    assert!(!headers.iter().any(|(name, _)| name == "authorization"));
    assert_eq!(server.fetched("https://nobody.example").len(), 1, "it was asked for, if in vain");
    assert!(server.operations().is_empty());
}

#[tokio::test]
async fn faults_strike_the_fetches_of_their_url_alone() {
    let server = with_document().await;
    let path = "/web/idp.example/saml/metadata?tenant=1";
    server.inject_always("*", Fault::Html(502));
    server.inject("https://idp.example", Fault::Html(500));
    server.inject(URL, Fault::Html(504));
    server.inject(URL, Fault::Delay(Duration::from_millis(1)));
    server.inject(URL, Fault::Truncate);
    for (status, body) in
        [("504", None), ("200", Some("<metadata/>")), ("200", Some("<meta")), ("200", Some("<metadata/>"))]
    {
        let (head, answer) = get(&server, path).await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{head}");
        assert!(body.is_none_or(|body| body == answer), "{answer}");
    }
    for reset in [Fault::ResetBefore, Fault::ResetAfter] {
        server.inject(URL, reset);
        assert_eq!(get(&server, path).await.0, "", "no answer");
    }
    assert_eq!(server.fetched(URL).len(), 6);
}

#[tokio::test]
async fn a_held_fetch_is_answered_when_the_gate_opens() {
    let server = std::sync::Arc::new(with_document().await);
    let gate = Gate::new();
    server.inject(URL, Fault::Hold(gate.clone()));
    let held = tokio::spawn({
        let server = std::sync::Arc::clone(&server);
        async move { get(&server, "/web/idp.example/saml/metadata?tenant=1").await }
    });
    server.wait_for_fetches(URL, 1).await;
    assert!(!held.is_finished());
    gate.open();
    assert_eq!(held.await.expect("no panic").1, "<metadata/>");
}

#[tokio::test]
async fn the_metadata_that_a_provider_of_the_demo_refers_to_can_be_fetched_and_used() {
    let mut demo = Store::demo();
    let url = demo.provider_mut("workforce", "\u{5f93}\u{696d}\u{54e1}SSO")["ProviderDetails"]["MetadataURL"]
        .clone();
    let server = Cognito::start(demo).await.expect("a port");
    let path = url.as_str().and_then(|url| url.strip_prefix("https://")).expect("a URL");
    let (head, document) = get(&server, &format!("/web/{path}")).await;
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    let (mut store, pool) = with_pool();
    let details = json!({"MetadataFile": document});
    let request = json!({
        "UserPoolId": pool, "ProviderName": "acme", "ProviderType": "SAML", "ProviderDetails": details,
    });
    let made = call(&mut store, "CreateIdentityProvider", request)["IdentityProvider"].clone();
    assert_eq!(made["ProviderDetails"]["MetadataFile"], document);
}
