//! Reads the text of the file. Every entry is judged by itself, so that one mistake costs one entry.

mod columns;
mod exceptions;
mod keys;
mod themes;

use std::borrow::Cow;
use std::ops::Range;
use std::time::Duration;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::rules::{BadgeColour, ContextRule, Pattern};
use super::themes::ThemeChoice;
use super::{Config, ConfigProblem, SelectionSetting};

/// The settings of the file.
const SETTINGS: [&str; 10] = [
    "selection",
    "theme",
    "themes",
    "mouse",
    "refresh",
    "keys",
    "columns",
    "retired_hosts",
    "rule",
    "exception",
];

/// The settings of a rule.
const RULE_SETTINGS: [&str; 9] =
    ["account", "profile", "region", "pool", "badge", "colour", "read_only", "typed_confirmation", "hidden"];

/// Those that say where a rule holds.
const MATCHING: [&str; 4] = ["account", "profile", "region", "pool"];

/// The longest badge, in characters.
const MOST_BADGE: usize = 12;

/// The shortest and the longest time between two refreshes, in seconds.
const LEAST_REFRESH: u32 = 10;
const MOST_REFRESH: u32 = 3600;

pub(super) fn read(text: &str) -> Config {
    let mut reader = Reader { text, config: Config::default(), themes: Vec::new() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        reader.complain(error.span().unwrap_or_default(), error.message().to_owned());
    }
    reader.read_file(table.get_ref());
    reader.config.rules.0.sort_by_key(|rule| rule.line);
    reader.config.problems.sort_by_key(|problem| (problem.line, problem.column));
    reader.config
}

struct Reader<'a> {
    text: &'a str,
    config: Config,
    /// The themes of the file by their names.
    themes: Vec<(String, ThemeChoice)>,
}

impl Reader<'_> {
    fn complain(&mut self, span: Range<usize>, text: String) {
        let (line, column) = self.place(span.start);
        self.config.problems.push(ConfigProblem { line, column, text });
    }

    /// Line and column of a byte of the text, each counted from 1.
    fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at.min(self.text.len())).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        (line, column)
    }

    fn read_file(&mut self, table: &DeTable) {
        if let Some(themes) = table.get("themes") {
            self.read_themes(themes);
        }
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "theme" => self.choose_theme(value),
                "themes" => {}
                "keys" => self.read_keys(value),
                "columns" => self.read_columns(value),
                "mouse" => self.config.mouse = self.boolean("mouse", value).unwrap_or(true),
                "refresh" => self.config.refresh = self.interval(value),
                "selection" => {
                    let names = [
                        ("auto", SelectionSetting::Auto),
                        ("bar", SelectionSetting::Bar),
                        ("marker", SelectionSetting::Marker),
                    ];
                    if let Some(selection) = self.one_of("selection", value, &names) {
                        self.config.selection = selection;
                    }
                }
                "retired_hosts" => self.read_retired_hosts(value),
                "rule" => self.read_rules(value),
                "exception" => self.read_exceptions(value),
                _ => self.unknown(name, "setting", &SETTINGS),
            }
        }
    }

    fn read_rules(&mut self, value: &Spanned<DeValue>) {
        let DeValue::Array(rules) = value.get_ref() else {
            self.complain(value.span(), "rules are written as [[rule]], with two brackets".to_owned());
            return;
        };
        for rule in rules {
            match rule.get_ref() {
                DeValue::Table(table) => self.read_rule(table, rule.span()),
                _ => self.complain(rule.span(), "a rule is a table, written as [[rule]]".to_owned()),
            }
        }
    }

    /// Reads a rule. A rule that is wrong in what it matches is left out, because it would hold elsewhere.
    fn read_rule(&mut self, table: &DeTable, span: Range<usize>) {
        let mut rule = ContextRule { line: self.place(span.start).0, ..ContextRule::default() };
        let mut is_usable = true;
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "account" => is_usable &= self.pattern("account", value, &mut rule.account),
                "profile" => is_usable &= self.pattern("profile", value, &mut rule.profile),
                "region" => is_usable &= self.pattern("region", value, &mut rule.region),
                "pool" => is_usable &= self.pattern("pool", value, &mut rule.pool),
                "badge" => rule.badge = self.badge(value),
                "colour" => rule.colour = self.one_of("colour", value, &BadgeColour::NAMES),
                "read_only" => rule.read_only = self.restriction("read_only", value),
                "typed_confirmation" => {
                    rule.typed_confirmation = self.restriction("typed_confirmation", value);
                }
                "hidden" => rule.hidden = self.restriction("hidden", value),
                unknown => {
                    self.unknown(name, "setting of a rule", &RULE_SETTINGS);
                    is_usable &=
                        !nearest(unknown, &RULE_SETTINGS).is_some_and(|near| MATCHING.contains(&near));
                }
            }
        }
        if is_usable {
            self.config.rules.0.push(rule);
        }
    }

    /// Reads a pattern; false if it is none.
    fn pattern(&mut self, name: &str, value: &Spanned<DeValue>, into: &mut Option<Pattern>) -> bool {
        let read = self.text(name, value).filter(|text| !text.is_empty());
        *into = read.as_deref().and_then(Pattern::new);
        if read.is_none() && matches!(value.get_ref(), DeValue::String(_)) {
            self.complain(value.span(), format!("{name} is empty, so the entry is left out"));
        }
        into.is_some()
    }

    fn badge(&mut self, value: &Spanned<DeValue>) -> Option<String> {
        let text = self.text("badge", value)?;
        let length = text.chars().count();
        if length == 0 || length > MOST_BADGE || text.chars().any(char::is_control) {
            self.complain(value.span(), format!("badge has to be one line of 1 to {MOST_BADGE} characters"));
            return None;
        }
        Some(text)
    }

    fn text(&mut self, name: &str, value: &Spanned<DeValue>) -> Option<String> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.to_string());
        }
        self.complain(value.span(), format!("{name} has to be a text in quotes, such as \"prod\""));
        None
    }

    /// Reads a switch that restricts. A wrong value counts as true.
    fn restriction(&mut self, name: &str, value: &Spanned<DeValue>) -> bool {
        if let DeValue::Boolean(set) = value.get_ref() {
            return *set;
        }
        self.complain(
            value.span(),
            format!("{name} has to be true or false, without quotes; it counts as true"),
        );
        true
    }

    fn boolean(&mut self, name: &str, value: &Spanned<DeValue>) -> Option<bool> {
        if let DeValue::Boolean(set) = value.get_ref() {
            return Some(*set);
        }
        self.complain(value.span(), format!("{name} has to be true or false, without quotes"));
        None
    }

    /// Reads the time between two refreshes: "30s", "5m" or "off".
    fn interval(&mut self, value: &Spanned<DeValue>) -> Option<Duration> {
        let text = self.text("refresh", value)?;
        if text == "off" {
            return None;
        }
        let seconds = (text.strip_suffix('s').and_then(|number| number.parse::<u32>().ok()))
            .or_else(|| text.strip_suffix('m')?.parse::<u32>().ok()?.checked_mul(60));
        let seconds = seconds.filter(|seconds| (LEAST_REFRESH..=MOST_REFRESH).contains(seconds));
        if seconds.is_none() {
            self.complain(
                value.span(),
                format!(
                    "refresh can't be \"{text}\": it is \"off\", or a time from {LEAST_REFRESH}s to 60m, \
                     such as \"30s\" or \"5m\""
                ),
            );
        }
        seconds.map(|seconds| Duration::from_secs(seconds.into()))
    }

    fn one_of<T: Copy>(&mut self, name: &str, value: &Spanned<DeValue>, names: &[(&str, T)]) -> Option<T> {
        let text = self.text(name, value)?;
        let found = names.iter().find(|(known, _)| *known == text).map(|(_, found)| *found);
        if found.is_none() {
            let known: Vec<_> = names.iter().map(|(known, _)| *known).collect();
            let suggestion = suggestion(&text, &known);
            self.complain(
                value.span(),
                format!("{name} can't be \"{text}\": it is one of {}{suggestion}", known.join(", ")),
            );
        }
        found
    }

    fn unknown(&mut self, name: &Spanned<Cow<str>>, what: &str, known: &[&str]) {
        let suggestion = suggestion(name.get_ref(), known);
        self.complain(name.span(), format!("there is no {what} \"{}\"{suggestion}", name.get_ref()));
    }
}

/// The known name that a text was probably meant to be.
fn nearest<'a>(text: &str, known: &[&'a str]) -> Option<&'a str> {
    let distance = |name: &&str| strsim::damerau_levenshtein(text, name);
    let is_near = |name: &&str| strsim::jaro_winkler(text, name) > 0.75;
    known.iter().copied().min_by_key(distance).filter(is_near)
}

/// The nearest known name as a question, if one is near.
fn suggestion(text: &str, known: &[&str]) -> String {
    nearest(text, known).map(|name| format!(". Did you mean \"{name}\"?")).unwrap_or_default()
}
