//! Rules by account, profile, region and pool: a badge, and what they forbid.

use regex::Regex;

/// A pattern with `*` for any text and `?` for any character.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
    regex: Regex,
}

impl Pattern {
    /// `None` if the pattern is too long.
    pub(super) fn new(text: &str) -> Option<Self> {
        let regex = regex::escape(text).replace(r"\*", ".*").replace(r"\?", ".");
        Regex::new(&format!("(?s)^(?:{regex})$")).ok().map(|regex| Self { text: text.to_owned(), regex })
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// Colour of a badge. The word of the badge says the same without it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadgeColour {
    Red,
    Yellow,
    Green,
    Blue,
    Magenta,
    Cyan,
}

impl BadgeColour {
    pub(super) const NAMES: [(&'static str, Self); 6] = [
        ("red", Self::Red),
        ("yellow", Self::Yellow),
        ("green", Self::Green),
        ("blue", Self::Blue),
        ("magenta", Self::Magenta),
        ("cyan", Self::Cyan),
    ];
}

/// A rule: where it holds, and what it says.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ContextRule {
    /// The line of the file where the rule begins.
    pub line: usize,
    pub(super) account: Option<Pattern>,
    pub(super) profile: Option<Pattern>,
    pub(super) region: Option<Pattern>,
    pub(super) pool: Option<Pattern>,
    pub(super) badge: Option<String>,
    pub(super) colour: Option<BadgeColour>,
    pub(super) read_only: bool,
    pub(super) typed_confirmation: bool,
    pub(super) hidden: bool,
}

/// What is known about a place, for the rules. A rule about what is not known does not hold, except that an
/// unknown account may be any one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    pub account: Option<&'a str>,
    /// `None` is the profile `default`.
    pub profile: Option<&'a str>,
    pub region: Option<&'a str>,
    /// The name of the pool that a change is about.
    pub pool: Option<&'a str>,
}

/// Why nothing can be changed, with the line of the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadOnlyReason {
    /// A rule says so.
    Rule(usize),
    /// A rule is about an account, and the account is not known.
    UnknownAccount(usize),
}

/// What all rules together say about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policy<'a> {
    pub badge: Option<(&'a str, Option<BadgeColour>)>,
    pub read_only: Option<ReadOnlyReason>,
    /// True if every change asks for the resource's name.
    pub typed_confirmation: bool,
    /// True if the profile or the region is never offered.
    pub hidden: bool,
}

/// The rules in the order of the file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules(pub(super) Vec<ContextRule>);

impl Rules {
    /// Adds up the rules that hold at a place.
    pub fn policy(&self, facts: &Facts) -> Policy<'_> {
        let mut policy = Policy::default();
        for rule in self.0.iter().filter(|rule| rule.holds_apart_from_account(facts)) {
            match (&rule.account, facts.account) {
                (Some(account), Some(known)) if !account.matches(known) => continue,
                (Some(_), None) => {
                    if rule.read_only || rule.typed_confirmation {
                        policy.read_only =
                            policy.read_only.or(Some(ReadOnlyReason::UnknownAccount(rule.line)));
                    }
                    continue;
                }
                _ => {}
            }
            let badge = rule.badge.as_deref().map(|badge| (badge, rule.colour));
            policy.badge = policy.badge.or(badge);
            if rule.read_only {
                policy.read_only = Some(match policy.read_only {
                    Some(reason @ ReadOnlyReason::Rule(_)) => reason,
                    _ => ReadOnlyReason::Rule(rule.line),
                });
            }
            policy.typed_confirmation |= rule.typed_confirmation;
            policy.hidden |= rule.hidden;
        }
        policy
    }

    /// True if every change at a place asks for the resource's name. Where the pool is not known, it may be
    /// one that a rule is about.
    pub fn asks_for_name(&self, facts: &Facts) -> bool {
        let is_about_pool = |rule: &ContextRule| rule.pool.is_some() && rule.typed_confirmation;
        self.policy(facts).typed_confirmation || facts.pool.is_none() && self.0.iter().any(is_about_pool)
    }

    /// True if what is allowed at a place depends on the name of the pool.
    pub fn depends_on_pool(&self) -> bool {
        self.0.iter().any(|rule| rule.pool.is_some() && rule.read_only)
    }
}

impl ContextRule {
    fn holds_apart_from_account(&self, facts: &Facts) -> bool {
        let holds = |pattern: &Option<Pattern>, fact: Option<&str>| match (pattern, fact) {
            (Some(pattern), Some(fact)) => pattern.matches(fact),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let profile = facts.profile.unwrap_or("default");
        holds(&self.profile, Some(profile))
            && holds(&self.region, facts.region)
            && holds(&self.pool, facts.pool)
    }
}

impl ReadOnlyReason {
    /// A sentence that says why, after "Read-only: ".
    pub fn words(self) -> String {
        match self {
            Self::Rule(line) => format!("the rule in line {line} of the configuration forbids changes here"),
            Self::UnknownAccount(line) => {
                let rule = format!("the rule in line {line} of the configuration");
                format!("the account is not known, and {rule} is about an account")
            }
        }
    }
}
