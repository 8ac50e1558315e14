//! What went wrong, in words: a sentence, a hint and a cause. It knows no SDK type; `aws` fills it.

use std::fmt;

/// A failure as the user reads it.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{summary}")]
pub struct AppError {
    /// One sentence: what failed, and why in plain words ("Cannot update shop: access denied").
    pub summary: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// The words of whoever refused: the service's own message, the operating system's, or a library's.
    pub cause: Option<String>,
    /// What kind of failure it is; what may be done next depends on it.
    pub kind: ErrorKind,
}

/// The kinds of failure that the program treats differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request was refused or never left: nothing was changed.
    Refused,
    /// The answer was lost after the request may have arrived: a write may have happened.
    Unknown,
    /// The resource does not exist (any more).
    NotFound,
    /// Credentials are missing, expired or unknown to AWS.
    Credentials,
    /// A hard quota: trying again cannot help.
    Quota,
    /// Requests come too fast; nothing was done.
    Throttled,
}

impl AppError {
    /// A refusal with nothing but its sentence.
    pub fn new(summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), hint: None, cause: None, kind: ErrorKind::Refused }
    }

    /// The same failure with something to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same failure with the words of whoever refused.
    #[must_use]
    pub fn cause(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    /// The same failure as another kind.
    #[must_use]
    pub const fn kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Why it failed, without what was being done where that stands before: "access denied".
    pub fn why(&self) -> &str {
        self.summary.split_once(": ").map_or(self.summary.as_str(), |(_, why)| why)
    }

    /// All of it on one line each, as it is printed when no screen is open.
    pub fn lines(&self) -> Vec<String> {
        let hint = self.hint.iter().cloned();
        let cause = self.cause.iter().map(|cause| format!("cause: {cause}"));
        std::iter::once(self.summary.clone()).chain(hint).chain(cause).collect()
    }
}

/// For the log: whole, but for what stands in quotes in the cause, since services quote the values they
/// refuse.
impl fmt::Debug for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A credential process may have printed anything.
        let cause = self.cause.as_deref().filter(|_| self.kind != ErrorKind::Credentials).map(without_quoted);
        f.debug_struct("AppError")
            .field("summary", &self.summary)
            .field("kind", &self.kind)
            .field("cause", &cause)
            .finish_non_exhaustive()
    }
}

/// From the first quote to the last: a lone apostrophe must not turn what is inside out.
fn without_quoted(text: &str) -> String {
    match (text.find('\''), text.rfind('\'')) {
        (Some(first), Some(last)) => format!("{}'[redacted]'{}", &text[..first], &text[last + 1..]),
        _ => text.to_owned(),
    }
}

/// The chain of an error's causes in one line, outermost first, without repeating itself.
pub fn chain(error: &dyn std::error::Error) -> String {
    let mut words = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let text = cause.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        next = cause.source();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_service_quotes_of_a_refused_value_is_not_in_the_log() {
        let error = AppError::new("Refused")
            .cause("1 validation error detected: Value 's3cret' at 'clientSecret' failed");
        let logged = format!("{error:?}");
        assert!(!logged.contains("s3cret") && logged.contains("validation error detected"), "{logged}");
        let error = AppError::new("Refused").cause("Secrets don't match: 'hunter2'");
        assert!(!format!("{error:?}").contains("hunter2"));
    }

    #[test]
    fn a_chain_says_each_cause_once() {
        let inner = std::io::Error::other("connection refused");
        let outer = AppError::new("Can't connect").cause(&inner);
        assert_eq!(outer.lines(), ["Can't connect", "cause: connection refused"]);
    }
}
