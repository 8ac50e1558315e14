//! A server whose certificate an authority of its own has signed: who trusts it, and what the others are told.

use std::path::Path;
use std::sync::Arc;

use cognitui::demo::Cognito;
use rustls_pki_types::pem::PemObject;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring::default_provider;

use super::scene::{Scene, cognitui};

const AUTHORITY: &str = include_str!("../../tls/ca.pem");
const CERTIFICATE: &[u8] = include_bytes!("../../tls/server.pem");
const KEY: &[u8] = include_bytes!("../../tls/key.pem");

/// Takes TLS off the connections to a server; returns the URL to connect to.
async fn with_tls(server: &Cognito) -> String {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE).expect("a certificate");
    let key = PrivateKeyDer::from_pem_slice(KEY).expect("a key");
    let config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
        .with_safe_default_protocol_versions()
        .expect("versions of TLS")
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .expect("a certificate and its key");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("https://{}", listener.local_addr().expect("an address"));
    let server = server.url().trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            let (acceptor, server) = (acceptor.clone(), server.clone());
            tokio::spawn(async move {
                // A client that does not trust the certificate closes the connection.
                let Ok(mut inside) = acceptor.accept(connection).await else { return };
                let mut outside = TcpStream::connect(server).await.expect("the server listens");
                let _ = copy_bidirectional(&mut inside, &mut outside).await;
            });
        }
    });
    url
}

/// Lists the user pools at a URL; returns the exit status, what was printed, and what was said.
async fn list(
    home: &Path,
    url: &str,
    options: &[&str],
    environment: &[(&str, &str)],
) -> (Option<i32>, String, String) {
    let mut command = cognitui(home);
    command.args(["list", "user-pools", "--endpoint-url", url, "--region", "eu-west-1"]).args(options);
    command.envs(environment.iter().copied());
    let output = tokio::task::spawn_blocking(move || command.output().expect("the program starts"));
    let output = output.await.expect("no panic");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[tokio::test]
async fn a_certificate_of_an_own_authority_is_trusted_with_its_bundle_and_refused_without() {
    let scene = Scene::new().await;
    let (home, url) = (scene.home.path(), with_tls(&scene.server).await);
    let (status, printed, said) = list(home, &url, &[], &[]).await;
    assert_ne!(status, Some(0), "{printed}");
    let sentence = format!("the certificate of {url} is signed by an authority that is not trusted");
    assert!(said.contains(&sentence) && said.contains("--ca-bundle"), "{said}");
    assert_eq!(scene.server.operations(), Vec::<String>::new(), "nothing was sent");

    let bundle = scene.file("authority.pem", AUTHORITY);
    let environment = [("AWS_CA_BUNDLE", bundle.as_str())];
    let by_option = list(home, &url, &["--ca-bundle", &bundle], &[]).await;
    let by_environment = list(home, &url, &[], &environment).await;
    std::fs::create_dir(home.join(".aws")).expect("a folder");
    scene.file(".aws/config", &format!("[default]\nca_bundle = {bundle}\n"));
    let by_profile = list(home, &url, &[], &[]).await;
    for (status, printed, said) in [by_option, by_environment, by_profile] {
        assert_eq!((status, printed.contains("shop")), (Some(0), true), "{said}");
    }
}
