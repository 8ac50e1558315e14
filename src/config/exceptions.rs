//! Exceptions: findings that somebody has looked at and accepted, with the reason, and for how long.

use super::rules::Pattern;

/// A finding that is accepted.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exception {
    /// The line of the file where the exception begins.
    pub line: usize,
    pub(super) check: Option<Pattern>,
    pub(super) resource: Option<Pattern>,
    pub reason: String,
    /// The last day on which it holds, and its end in seconds since 1970.
    pub until: Option<(String, i64)>,
}

impl Exception {
    /// True if it is about a check with one of these names at a resource with one of those, expired or not.
    pub fn is_about(&self, checks: &[&str], resources: &[&str]) -> bool {
        let is_one = |pattern: Option<&Pattern>, names: &[&str]| {
            pattern.is_some_and(|pattern| names.iter().any(|name| pattern.matches(name)))
        };
        is_one(self.check.as_ref(), checks) && is_one(self.resource.as_ref(), resources)
    }

    /// The reason, and until when it holds.
    pub fn words(&self) -> String {
        let reason = self.reason.trim().trim_end_matches('.');
        match &self.until {
            Some((day, _)) => format!("{reason} (until {day})"),
            None => reason.to_owned(),
        }
    }

    /// True until the end of its last day, in UTC.
    pub fn holds_at(&self, now: i64) -> bool {
        self.until.as_ref().is_none_or(|(_, end)| now < *end)
    }
}

/// The end of a day in UTC, in seconds since 1970; `None` if the text is no date such as 2027-03-31.
pub fn end_of_day(text: &str) -> Option<i64> {
    let day: jiff::civil::Date = text.parse().ok()?;
    let end = day.tomorrow().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok()?;
    (day.to_string() == text).then(|| end.timestamp().as_second())
}

#[cfg(test)]
mod tests {
    use crate::config::Config;

    fn read(text: &str) -> Config {
        let config = Config::read(text);
        assert_eq!(config.problems, []);
        config
    }

    #[test]
    fn an_exception_holds_for_its_check_and_for_names_that_match_until_the_end_of_its_last_day() {
        let text = "[[exception]]\ncheck = \"CL*\"\nresource = \"shop › *\"\nreason = \"known\"\n\
                    until = 2026-11-26\n";
        let config = read(text);
        let exception = &config.exceptions[0];
        assert!(exception.is_about(&["CL3"], &["abc", "shop › web"]));
        assert!(!exception.is_about(&["IP1"], &["shop › web"]));
        assert!(!exception.is_about(&["CL3"], &["store › web"]));
        let end = 1_795_737_600;
        assert!(exception.holds_at(end - 1) && !exception.holds_at(end));
        assert_eq!(exception.until, Some(("2026-11-26".to_owned(), end)));
    }

    #[test]
    fn an_exception_without_a_check_a_resource_or_a_reason_is_left_out_and_told() {
        for (text, words) in [
            ("resource = \"*\"\nreason = \"r\"", "an exception needs a check"),
            ("check = \"IP1\"\nreason = \"r\"", "an exception needs a resource"),
            ("check = \"IP1\"\nresource = \"*\"", "an exception needs a reason"),
            ("check = \"IP1\"\nresource = \"*\"\nreason = \" \"", "an exception needs a reason"),
            ("check = \"IP1\"\nresource = \"*\"\nreason = \"r\"\nuntil = \"soon\"", "until has to be a date"),
            ("check = \"IP1\"\nresource = \"*\"\nreason = \"r\"\nuntill = 2026-11-26", "\"untill\""),
        ] {
            let config = Config::read(&format!("[[exception]]\n{text}\n"));
            assert!(config.exceptions.is_empty(), "{text}");
            assert!(
                config.problems.iter().any(|problem| problem.text.contains(words)),
                "{:?}",
                config.problems
            );
        }
    }
}
