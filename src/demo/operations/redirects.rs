//! The redirect URLs that an app client can have.

use crate::demo::error::ServiceError;

/// A redirect URL is absolute, has no fragment, and uses http for loopback hosts only.
pub(super) fn check(url: &str) -> Result<(), ServiceError> {
    let scheme = url
        .split_once("://")
        .map(|(scheme, _)| scheme)
        .or_else(|| url.split_once(':').map(|(scheme, _)| scheme));
    let Some(scheme) = scheme.filter(|scheme| is_scheme(scheme)) else {
        return Err(ServiceError::invalid(format!("{url} cannot be Relative Uri.")));
    };
    if url.contains('#') {
        return Err(ServiceError::invalid(format!("{url} cannot use fragment")));
    }
    if scheme.eq_ignore_ascii_case("http") && !is_loopback(host(url)) {
        return Err(ServiceError::invalid(format!("{url} cannot use the HTTP protocol.")));
    }
    Ok(())
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// The host of an absolute URL; an IPv6 address keeps its brackets.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let authority = authority.rsplit('@').next().unwrap_or_default();
    match authority.find(']') {
        Some(end) => &authority[..=end],
        None => authority.split(':').next().unwrap_or_default(),
    }
}

fn is_loopback(host: &str) -> bool {
    matches!(host, "localhost" | "127.0.0.1" | "[::1]")
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn https_app_schemes_and_loopback_http_are_taken() {
        for url in [
            "https://a.example/cb",
            "myapp://",
            "com.example.app:/cb",
            "http://localhost:3000/cb",
            "http://127.0.0.1",
            "http://[::1]:8080/x",
        ] {
            assert_eq!(check(url), Ok(()), "{url}");
        }
    }

    #[test]
    fn other_http_fragments_and_relative_urls_are_refused() {
        for (url, why) in [
            ("http://a.example/cb", "http://a.example/cb cannot use the HTTP protocol."),
            ("http://localhost.evil.example", "http://localhost.evil.example cannot use the HTTP protocol."),
            ("https://a.example/#x", "https://a.example/#x cannot use fragment"),
            ("a.example/cb", "a.example/cb cannot be Relative Uri."),
        ] {
            assert_eq!(check(url).unwrap_err().message, why);
        }
    }
}
