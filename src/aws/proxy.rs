//! The proxy of a request, from the environment variables that the AWS CLI reads, in its order of precedence:
//! the name in lower case counts before the one in upper case, and an empty value means no proxy. Unlike the
//! AWS CLI, `ALL_PROXY` stands for what the others leave open.

use std::sync::LazyLock;

use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use hyper_util::client::proxy::matcher::Matcher;

use super::Settings;
use crate::error::AppError;

/// Where the proxy comes from, and the way around it.
pub const HINT: &str =
    "The proxy comes from HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; hosts in NO_PROXY are reached without it.";

/// The proxies for requests by http and by https, and the hosts that are reached without one.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    http: Option<Proxy>,
    https: Option<Proxy>,
    no: String,
}

#[derive(Clone)]
struct Proxy {
    url: String,
    /// The variable that names it.
    variable: &'static str,
}

/// The URL may hold a password.
impl std::fmt::Debug for Proxy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.variable)
    }
}

/// The scheme of the URLs that requests go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scheme {
    Http,
    Https,
}

impl Proxies {
    /// The proxies of the environment. An isolated connection stays on this machine, so it has none.
    pub fn of(settings: &Settings) -> Self {
        if settings.isolated {
            Self::default()
        } else {
            Self::from_variables(|name| std::env::var(name).ok())
        }
    }

    fn from_variables(value: impl Fn(&str) -> Option<String>) -> Self {
        let first = |names: [&'static str; 2]| names.into_iter().find_map(|name| Some((name, value(name)?)));
        let proxy =
            |(variable, url): (&'static str, String)| (!url.is_empty()).then_some(Proxy { url, variable });
        let all = first(["all_proxy", "ALL_PROXY"]).and_then(proxy).filter(Proxy::is_usable);
        let of = |names| first(names).map_or_else(|| all.clone(), proxy);
        let https = of(["https_proxy", "HTTPS_PROXY"]);
        let mut http = of(["http_proxy", "HTTP_PROXY"]);
        // To a CGI script, HTTP_PROXY is the header of a request.
        if value("REQUEST_METHOD").is_some() {
            http = http.filter(|proxy| proxy.variable != "HTTP_PROXY");
        }
        let no = first(["no_proxy", "NO_PROXY"]).map(|(_, hosts)| hosts).unwrap_or_default();
        Self { http, https, no }
    }

    const fn proxy(&self, scheme: Scheme) -> Option<&Proxy> {
        match scheme {
            Scheme::Http => self.http.as_ref(),
            Scheme::Https => self.https.as_ref(),
        }
    }

    /// True if requests to URLs of a scheme may go through a proxy.
    pub const fn has(&self, scheme: Scheme) -> bool {
        self.proxy(scheme).is_some()
    }

    /// The configuration of a client whose requests go to URLs of a scheme.
    ///
    /// # Errors
    /// The proxy is none that can be used.
    pub fn config(&self, scheme: Scheme) -> Result<ProxyConfig, AppError> {
        let Some(proxy) = self.proxy(scheme) else { return Ok(ProxyConfig::disabled()) };
        Ok(proxy.config(scheme)?.no_proxy(&self.no))
    }

    /// The proxy that requests to a URL go through, without the user name and password it may hold.
    pub fn name_of(&self, url: &str) -> Option<String> {
        let mut matcher = Matcher::builder().no(self.no.clone());
        if let Some(proxy) = &self.http {
            matcher = matcher.http(proxy.url());
        }
        if let Some(proxy) = &self.https {
            matcher = matcher.https(proxy.url());
        }
        let proxy = matcher.build().intercept(&url.parse().ok()?)?;
        let uri = proxy.uri();
        Some(format!("{}://{}", uri.scheme_str().unwrap_or("http"), uri.authority()?))
    }
}

impl Proxy {
    /// The URL, whose scheme may be left out.
    fn url(&self) -> String {
        if self.url.contains("://") { self.url.clone() } else { format!("http://{}", self.url) }
    }

    fn config(&self, scheme: Scheme) -> Result<ProxyConfig, AppError> {
        let made = match scheme {
            Scheme::Http => ProxyConfig::http(self.url()),
            Scheme::Https => ProxyConfig::https(self.url()),
        };
        // The error may quote the URL.
        made.map_err(|_| {
            AppError::new(format!("The proxy of {} can't be used", self.variable)).hint(
                "It has to be a URL such as http://proxy.example:3128. SOCKS proxies are not supported.",
            )
        })
    }

    fn is_usable(&self) -> bool {
        self.config(Scheme::Https).is_ok()
    }
}

/// A client that sends requests by http through one client, and those by https through another one, because a
/// client has a single proxy.
#[derive(Debug)]
pub struct ByScheme {
    pub http: SharedHttpClient,
    pub https: SharedHttpClient,
}

impl HttpClient for ByScheme {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        // Most programs need only one of the two, and that of https reads all certificates of the system.
        let later = |client: &SharedHttpClient| {
            let (client, settings, components) = (client.clone(), settings.clone(), components.clone());
            LazyConnector::new(Box::new(move || client.http_connector(&settings, &components)))
        };
        SharedHttpConnector::new(ConnectorByScheme { http: later(&self.http), https: later(&self.https) })
    }
}

/// A connector that is made once the first request needs it.
pub type LazyConnector = LazyLock<SharedHttpConnector, Box<dyn FnOnce() -> SharedHttpConnector + Send>>;

#[derive(Debug)]
struct ConnectorByScheme {
    http: LazyConnector,
    https: LazyConnector,
}

impl HttpConnector for ConnectorByScheme {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let is_plain = request.uri().starts_with("http://");
        if is_plain { self.http.call(request) } else { self.https.call(request) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AWS: &str = "https://cognito-idp.eu-west-1.amazonaws.com";

    fn proxies(variables: &[(&str, &str)]) -> Proxies {
        let value =
            |name: &str| variables.iter().find(|(of, _)| *of == name).map(|(_, value)| (*value).to_owned());
        Proxies::from_variables(value)
    }

    fn named(variables: &[(&str, &str)], url: &str) -> Option<String> {
        proxies(variables).name_of(url)
    }

    #[test]
    fn a_proxy_is_named_without_its_password_and_hosts_of_no_proxy_have_none() {
        let variables =
            [("HTTPS_PROXY", "http://ann:s3cret@proxy.example:3128"), ("NO_PROXY", "internal.example")];
        assert_eq!(named(&variables, AWS).as_deref(), Some("http://proxy.example:3128"));
        assert_eq!(named(&variables, "https://cognito.internal.example"), None);
        assert_eq!(named(&variables, "http://cognito.example"), None, "HTTPS_PROXY is for https");
        assert!(!format!("{:?}", proxies(&variables)).contains("s3cret"));
    }

    #[test]
    fn names_in_lower_case_count_first_as_in_the_aws_cli() {
        for (lower, upper, url) in
            [("https_proxy", "HTTPS_PROXY", AWS), ("http_proxy", "HTTP_PROXY", "http://cognito.example")]
        {
            let both = [(upper, "http://upper.example:1"), (lower, "http://lower.example:2")];
            assert_eq!(named(&both, url).as_deref(), Some("http://lower.example:2"));
            assert_eq!(named(&both[..1], url).as_deref(), Some("http://upper.example:1"));
            // An empty name in lower case switches the proxy off.
            assert_eq!(named(&[both[0], (lower, "")], url), None);
        }
        let proxy = ("https_proxy", "http://proxy.example:1");
        assert_eq!(
            named(&[proxy, ("NO_PROXY", "amazonaws.com"), ("no_proxy", "other.example")], AWS).as_deref(),
            Some("http://proxy.example:1")
        );
        assert_eq!(named(&[proxy, ("no_proxy", "amazonaws.com"), ("NO_PROXY", "other.example")], AWS), None);
    }

    #[test]
    fn all_proxy_stands_for_what_the_others_leave_open() {
        let all = ("ALL_PROXY", "http://all.example:1");
        assert_eq!(named(&[all], AWS).as_deref(), Some("http://all.example:1"));
        assert_eq!(named(&[all, ("HTTPS_PROXY", "")], AWS), None);
        assert_eq!(
            named(&[("all_proxy", "socks5://all.example:1")], AWS),
            None,
            "the AWS CLI reads none of it"
        );
    }

    #[test]
    fn the_scheme_of_a_proxy_may_be_left_out_and_one_that_can_not_be_used_is_named_by_its_variable() {
        let short = proxies(&[("https_proxy", "proxy.example:3128")]);
        assert_eq!(short.name_of(AWS).as_deref(), Some("http://proxy.example:3128"));
        assert!(short.config(Scheme::Https).is_ok_and(|config| !config.is_disabled()));
        assert!(short.config(Scheme::Http).is_ok_and(|config| config.is_disabled()));
        let socks = proxies(&[("HTTPS_PROXY", "socks5://ann:s3cret@proxy.example")]);
        let error = socks.config(Scheme::Https).expect_err("no such proxy");
        assert_eq!(error.summary, "The proxy of HTTPS_PROXY can't be used");
        assert!(!error.lines().concat().contains("s3cret"));
    }

    #[test]
    fn a_header_of_a_request_to_a_cgi_script_is_no_proxy() {
        let cgi = [("REQUEST_METHOD", "GET"), ("HTTP_PROXY", "http://evil.example:1")];
        assert_eq!(named(&cgi, "http://cognito.example"), None);
    }
}
