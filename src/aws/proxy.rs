//! The proxy of a request, from the environment variables that the AWS CLI reads: `HTTPS_PROXY`, `HTTP_PROXY`,
//! `ALL_PROXY` and `NO_PROXY`, in upper or lower case.

use aws_smithy_http_client::proxy::ProxyConfig;
use hyper_util::client::proxy::matcher::Matcher;

use super::Settings;

/// Where the proxy comes from, and the way around it.
pub const HINT: &str =
    "The proxy comes from HTTPS_PROXY, HTTP_PROXY or ALL_PROXY; hosts in NO_PROXY are reached without it.";

/// The proxies for the HTTP clients. An isolated connection stays on this machine, so it has none.
pub fn config(settings: &Settings) -> ProxyConfig {
    if settings.isolated { ProxyConfig::disabled() } else { ProxyConfig::from_env() }
}

/// The proxy that requests to a URL go through, without the user name and password it may hold.
pub fn of(settings: &Settings, url: &str) -> Option<String> {
    if settings.isolated { None } else { named(&Matcher::from_env(), url) }
}

fn named(matcher: &Matcher, url: &str) -> Option<String> {
    let proxy = matcher.intercept(&url.parse().ok()?)?;
    let uri = proxy.uri();
    Some(format!("{}://{}", uri.scheme_str().unwrap_or("http"), uri.authority()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_named_without_its_password_and_hosts_of_no_proxy_have_none() {
        let matcher =
            Matcher::builder().https("http://ann:s3cret@proxy.example:3128").no("internal.example").build();
        assert_eq!(
            named(&matcher, "https://cognito-idp.eu-west-1.amazonaws.com").as_deref(),
            Some("http://proxy.example:3128")
        );
        assert_eq!(named(&matcher, "https://cognito.internal.example"), None);
        assert_eq!(named(&matcher, "http://cognito.example"), None, "HTTPS_PROXY is for https");
    }
}
