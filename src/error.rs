//! Errors as the user reads them: a sentence, a hint and a cause. They hold no SDK type; `aws` creates them
//! from those.

use std::fmt;

/// An error as the user reads it.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{summary}")]
pub struct AppError {
    /// One sentence: what failed, and why in plain words ("Cannot update shop: access denied").
    pub summary: String,
    /// Advice to the user: the next step.
    pub hint: Option<String>,
    /// The original message, from the service, the operating system or a library.
    pub cause: Option<String>,
    pub kind: ErrorKind,
}

/// The kinds of errors that the program handles differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request was refused or not sent. Nothing changed.
    Refused,
    /// The request may have arrived, but the answer was lost. A write may have happened.
    Unknown,
    /// The resource does not exist, or no longer.
    NotFound,
    /// Credentials are missing, expired or unknown to AWS.
    Credentials,
    /// The code of an MFA device is missing, or is not accepted.
    NeedsCode,
    /// A quota is reached. A retry can't help.
    Quota,
    /// Too many requests in a short time. Nothing changed.
    Throttled,
}

impl AppError {
    /// An error of kind `Refused`, without hint and cause.
    pub fn new(summary: impl Into<String>) -> Self {
        Self { summary: summary.into(), hint: None, cause: None, kind: ErrorKind::Refused }
    }

    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    #[must_use]
    pub fn cause(mut self, cause: impl fmt::Display) -> Self {
        self.cause = Some(cause.to_string());
        self
    }

    #[must_use]
    pub const fn kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }

    /// Changes all texts, such as to redact something in them.
    #[must_use]
    pub fn map_texts(self, change: impl Fn(&str) -> String) -> Self {
        let Self { summary, hint, cause, kind } = self;
        Self {
            summary: change(&summary),
            hint: hint.as_deref().map(&change),
            cause: cause.as_deref().map(&change),
            kind,
        }
    }

    /// The reason alone, which is the part of the summary behind the colon: "access denied".
    pub fn why(&self) -> &str {
        self.summary.split_once(": ").map_or(self.summary.as_str(), |(_, why)| why)
    }

    /// Summary, hint and cause on one line each, to be printed when no screen is open.
    pub fn lines(&self) -> Vec<String> {
        let hint = self.hint.iter().cloned();
        let cause = self.cause.iter().map(|cause| format!("cause: {cause}"));
        std::iter::once(self.summary.clone()).chain(hint).chain(cause).collect()
    }
}

/// The log shows all but the quoted parts of the cause, since services quote the values that they refuse.
impl fmt::Debug for AppError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A credential process may print anything, secrets included.
        let cause = self.cause.as_deref().filter(|_| self.kind != ErrorKind::Credentials).map(without_quoted);
        f.debug_struct("AppError")
            .field("summary", &self.summary)
            .field("kind", &self.kind)
            .field("cause", &cause)
            .finish_non_exhaustive()
    }
}

/// Redacts from the first quote to the last: with a lone apostrophe, pairs of quotes would be misread.
fn without_quoted(text: &str) -> String {
    match (text.find('\''), text.rfind('\'')) {
        (Some(first), Some(last)) => format!("{}'[redacted]'{}", &text[..first], &text[last + 1..]),
        _ => text.to_owned(),
    }
}

/// The messages of an error and its sources in one line, outermost first, without repetitions.
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
