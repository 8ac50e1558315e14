//! The URL that a sign-in asked for, from what was pasted: the URL itself, or a request to
//! `/oauth2/authorize` or `/logout` that has it as a parameter.

/// The URL to look for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Asked {
    pub url: String,
    /// The id of the app client that the request names.
    pub client: Option<String>,
    /// The parameter that the URL was taken from.
    pub parameter: Option<&'static str>,
}

/// The parameters that hold a redirect URL.
const PARAMETERS: [&str; 2] = ["redirect_uri", "logout_uri"];

impl Asked {
    pub fn of(pasted: &str) -> Self {
        let pasted = pasted.trim_matches(|char: char| char == ' ' || matches!(char, '"' | '\'' | '<' | '>'));
        let query = pasted.split_once('?').map_or(pasted, |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        let parameters = || form_urlencoded::parse(query.as_bytes());
        let value =
            |name: &str| parameters().find(|(own, _)| own == name).map(|(_, value)| value.into_owned());
        let client = value("client_id").filter(|id| !id.is_empty());
        for parameter in PARAMETERS {
            if let Some(url) = value(parameter).filter(|url| !url.is_empty()) {
                return Self { url, client, parameter: Some(parameter) };
            }
        }
        // An error page of Cognito names the app client alone.
        let url = if client.is_some() { String::new() } else { without_answer(pasted) };
        Self { url, client, parameter: None }
    }

    /// True if there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.url.is_empty() && self.client.is_none()
    }
}

/// What Cognito adds to a redirect URL when it answers.
const ANSWER: [&str; 4] = ["code", "state", "error", "error_description"];

/// The URL that was asked for, from the one with the answer that the browser shows.
fn without_answer(url: &str) -> String {
    let Some((start, query)) = url.split_once('?') else { return url.to_owned() };
    let is_answer = |pair: &&str| ANSWER.contains(&pair.split('=').next().unwrap_or_default());
    let kept: Vec<&str> = query.split('&').filter(|pair| !is_answer(pair)).collect();
    if kept.is_empty() { start.to_owned() } else { format!("{start}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(url: &str, client: Option<&str>, parameter: Option<&'static str>) -> Asked {
        Asked { url: url.to_owned(), client: client.map(str::to_owned), parameter }
    }

    #[test]
    fn a_request_to_sign_in_or_out_gives_its_url_decoded_once_and_its_client() {
        let request = "https://auth.example/oauth2/authorize?client_id=3n4b5&response_type=code\
                       &redirect_uri=https%3A%2F%2Fa.example%2Fcb%3Fx%3D1&state=s#top";
        assert_eq!(
            Asked::of(request),
            asked("https://a.example/cb?x=1", Some("3n4b5"), Some("redirect_uri"))
        );
        let twice = "/authorize?redirect_uri=https%253A%252F%252Fa.example";
        assert_eq!(Asked::of(twice), asked("https%3A%2F%2Fa.example", None, Some("redirect_uri")));
        let out = "https://auth.example/logout?client_id=1&logout_uri=https://a.example/out";
        assert_eq!(Asked::of(out), asked("https://a.example/out", Some("1"), Some("logout_uri")));
        let error = "https://auth.example/error?error=redirect_mismatch&client_id=1";
        assert_eq!(Asked::of(error), asked("", Some("1"), None));
    }

    #[test]
    fn any_other_url_is_taken_as_it_is_without_what_surrounds_it() {
        assert_eq!(
            Asked::of("  'https://a.example/cb?next=%2F' "),
            asked("https://a.example/cb?next=%2F", None, None)
        );
        assert!(Asked::of("  ").is_empty());
        assert_eq!(Asked::of("https://a.example/cb?code=1&x=2&state=3").url, "https://a.example/cb?x=2");
        assert_eq!(Asked::of("https://a.example/cb?error=access_denied").url, "https://a.example/cb");
        let hidden = "https://a.example/cb\u{200b}";
        assert_eq!(Asked::of(hidden).url, hidden, "what can't be seen may be what differs");
    }
}
