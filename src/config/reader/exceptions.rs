//! Reads the exceptions from findings, and the hosts that are no longer in use.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Reader;
use crate::config::{Exception, end_of_day};

/// The settings of an exception.
const EXCEPTION_SETTINGS: [&str; 4] = ["check", "resource", "reason", "until"];

impl Reader<'_> {
    pub(super) fn read_retired_hosts(&mut self, value: &Spanned<DeValue>) {
        let DeValue::Array(hosts) = value.get_ref() else {
            self.complain(
                value.span(),
                "retired_hosts has to be a list, such as [\"old.example\"]".to_owned(),
            );
            return;
        };
        for host in hosts {
            let Some(text) = self.text("a retired host", host) else { continue };
            if text.is_empty() || text.contains(['/', '@', ' ']) {
                let text = "a retired host is a name such as \"old.example\", without https://".to_owned();
                self.complain(host.span(), text);
            } else {
                self.config.retired_hosts.push(text.to_lowercase());
            }
        }
    }

    pub(super) fn read_exceptions(&mut self, value: &Spanned<DeValue>) {
        let DeValue::Array(exceptions) = value.get_ref() else {
            let text = "exceptions are written as [[exception]], with two brackets".to_owned();
            self.complain(value.span(), text);
            return;
        };
        for exception in exceptions {
            match exception.get_ref() {
                DeValue::Table(table) => self.read_exception(table, exception.span()),
                _ => self.complain(
                    exception.span(),
                    "an exception is a table, written as [[exception]]".to_owned(),
                ),
            }
        }
        self.config.exceptions.sort_by_key(|exception| exception.line);
    }

    /// Reads an exception. One with a mistake is left out, because it would hide a finding.
    fn read_exception(&mut self, table: &DeTable, span: Range<usize>) {
        let mistakes = self.config.problems.len();
        let mut exception = Exception { line: self.place(span.start).0, ..Exception::default() };
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "check" => drop(self.pattern("check", value, &mut exception.check)),
                "resource" => drop(self.pattern("resource", value, &mut exception.resource)),
                "reason" => exception.reason = self.text("reason", value).unwrap_or_default(),
                "until" => exception.until = self.last_day(value),
                _ => self.unknown(name, "setting of an exception", &EXCEPTION_SETTINGS),
            }
        }
        let missing = [
            (exception.check.is_none(), "check"),
            (exception.resource.is_none(), "resource"),
            (exception.reason.trim().is_empty(), "reason"),
        ];
        let missing = missing.iter().find(|(is_missing, _)| *is_missing);
        if let Some((_, missing)) = missing.filter(|_| mistakes == self.config.problems.len()) {
            self.complain(span, format!("an exception needs a {missing}"));
        }
        if mistakes == self.config.problems.len() {
            self.config.exceptions.push(exception);
        }
    }

    /// Reads a date, in quotes or without; its text, and its end in seconds since 1970.
    fn last_day(&mut self, value: &Spanned<DeValue>) -> Option<(String, i64)> {
        let text = match value.get_ref() {
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(date) => date.to_string(),
            _ => String::new(),
        };
        let end = end_of_day(&text);
        if end.is_none() {
            self.complain(value.span(), "until has to be a date, such as 2027-03-31".to_owned());
        }
        Some((text, end?))
    }
}
