//! Fetches a public document, such as the metadata of an identity provider: over https, without credentials,
//! signature or cookies, within limits of time and size, and without following redirects.

use std::sync::Arc;
use std::time::Duration;

use aws_smithy_http_client::Connector;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext};
use aws_smithy_runtime_api::client::http::{HttpConnector, HttpConnectorSettings, SharedHttpConnector};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_types::byte_stream::ByteStream;

use super::Settings;
use super::connect::TokioSleep;
use super::proxy::{self, LazyConnector, Proxies, Scheme};
use crate::error::{AppError, chain};
use crate::saml::{self, SamlMetadata};
use crate::secret::Secret;

/// The longest time for a fetch; `--read-timeout` can shorten it.
const PATIENCE: Duration = Duration::from_secs(15);

/// The advice for an address that leads to something else than metadata.
const ELSEWHERE: &str = "Open the URL in a browser to see what is there, and correct it.";

/// Fetches public documents over https, without credentials.
#[derive(Debug, Clone)]
pub(super) struct Fetcher {
    connector: Arc<LazyConnector>,
    patience: Duration,
    /// Receives the fetches of an isolated connection, which must not leave this machine: `https://host/path`
    /// is `/web/host/path` there.
    web: Option<String>,
    /// The way out, to name the proxy of a URL.
    proxies: Proxies,
}

impl Fetcher {
    /// A fetcher that trusts the system's certificates, or those of a TLS context.
    ///
    /// # Errors
    /// The proxy is none that can be used.
    pub(super) fn new(settings: &Settings, tls: Option<TlsContext>) -> Result<Self, AppError> {
        let patience = PATIENCE.min(settings.read_timeout);
        let web = settings.endpoint_url.clone().filter(|_| settings.isolated);
        let proxies = Proxies::of(settings);
        let proxy = proxies.config(Scheme::Https)?;
        let settings = HttpConnectorSettings::builder()
            .connect_timeout(settings.connect_timeout)
            .read_timeout(patience)
            .build();
        let connector = LazyConnector::new(Box::new(move || {
            let mut builder =
                Connector::builder().proxy_config(proxy).tls_provider(Provider::Rustls(CryptoMode::Ring));
            builder.set_connector_settings(Some(settings));
            builder.set_sleep_impl(Some(aws_sdk_sts::config::SharedAsyncSleep::new(TokioSleep)));
            if let Some(tls) = tls {
                builder.set_tls_context(tls);
            }
            SharedHttpConnector::new(builder.build())
        }));
        Ok(Self { connector: Arc::new(connector), patience, web, proxies })
    }

    /// # Errors
    /// The address is not https, or the document is late, too large, or no metadata.
    pub(super) async fn fetch(&self, url: &str) -> Result<Secret<String>, AppError> {
        let host =
            url.strip_prefix("https://").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(rest));
        let failed =
            |why: &str| AppError::new(format!("Can't fetch it from {}: {why}", host.unwrap_or("there")));
        let Some(host) = host.filter(|host| !host.is_empty() && !host.contains('@')) else {
            return Err(AppError::new("Can't fetch it: only https URLs without a user name are allowed")
                .hint("Correct the URL, or download the document another way and choose its file."));
        };
        let address = match &self.web {
            Some(web) => format!("{web}/web/{host}{}", &url["https://".len() + host.len()..]),
            None => url.to_owned(),
        };
        let answered = tokio::time::timeout(self.patience, self.get(&address)).await;
        let bytes = answered
            .map_err(|_| {
                failed(&format!("no response within {} seconds", self.patience.as_secs()))
                    .hint("The network or the other side may be slow; try again in a little while.")
            })
            .and_then(|result| {
                result.map_err(|fault| match fault {
                    FetchError::Words(words) => failed(&words).hint(ELSEWHERE),
                    FetchError::Unreachable(cause) => match self.proxies.name_of(url) {
                        Some(proxy) => failed(&format!("it can't be reached through the proxy {proxy}"))
                            .hint(proxy::HINT)
                            .cause(cause),
                        None => failed("it can't be reached")
                            .hint("Check the address and the network; behind an intercepting proxy, --ca-bundle.")
                            .cause(cause),
                    },
                })
            })?;
        let (text, _) = SamlMetadata::read_bytes(&bytes)
            .map_err(|fault| failed(&format!("the document {fault}")).hint(ELSEWHERE))?;
        Ok(Secret::new(text))
    }

    async fn get(&self, address: &str) -> Result<Vec<u8>, FetchError> {
        let mut request =
            HttpRequest::get(address).map_err(|_| FetchError::Words("the URL is invalid".to_owned()))?;
        request
            .headers_mut()
            .insert("accept", "application/samlmetadata+xml, application/xml, text/xml, */*");
        request.headers_mut().insert("user-agent", concat!("cognitui/", env!("CARGO_PKG_VERSION")));
        let response =
            self.connector.call(request).await.map_err(|error| FetchError::Unreachable(chain(&error)))?;
        let status = response.status().as_u16();
        if (300..400).contains(&status) {
            let to = response.headers().get("location").unwrap_or("another address").to_owned();
            return Err(FetchError::Words(format!("it redirects to {to}; use that URL if you trust it")));
        }
        if status != 200 {
            return Err(FetchError::Words(format!("it responds with HTTP {status}")));
        }
        body(response).await
    }
}

enum FetchError {
    Words(String),
    Unreachable(String),
}

/// The body of an answer, within the limit of size.
async fn body(response: HttpResponse) -> Result<Vec<u8>, FetchError> {
    let mut stream = ByteStream::new(response.into_body());
    let mut bytes = Vec::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| FetchError::Unreachable(chain(&error)))?;
        bytes.extend_from_slice(&chunk);
        if bytes.len() > saml::MOST {
            return Err(FetchError::Words("it is larger than 1 MB".to_owned()));
        }
    }
    Ok(bytes)
}
