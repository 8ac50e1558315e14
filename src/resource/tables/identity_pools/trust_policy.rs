//! What the trust policy of an IAM role says about an identity pool: whether the pool can hand out the role,
//! and who else could take it.
//!
//! Sources: the trust policies that the developer guide of Cognito asks for ("Role trust and permissions"),
//! and the evaluation of conditions in the user guide of IAM. What goes beyond that is not judged.

use serde_json::{Map, Value};

/// Who takes the role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takers {
    SignedIn,
    Guests,
}

/// A way in which a trust policy is wrong for an identity pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrustFlaw {
    /// No statement allows Cognito's identity pools anything.
    OtherPrincipal,
    /// Cognito is trusted, but not with the action that it needs.
    OtherAction,
    /// Other identity pools are trusted, but not this one.
    OtherPool,
    /// The pool is trusted, but not for those who are to take the role.
    OtherTakers,
    /// No condition names a pool.
    EveryPool,
    /// The pool is named by a wildcard.
    MorePools,
    /// Guests can take the role of signed-in users.
    OpenToGuests,
    /// It depends on what is not judged here.
    NotJudged,
}

const ACTION: &str = "sts:assumerolewithwebidentity";
const GUEST: &str = "unauthenticated";

/// The flaws of a trust policy for a pool and those who are to take the role.
pub fn flaws(policy: &Value, partition: &str, pool: &str, takers: Takers) -> Vec<TrustFlaw> {
    let trust = Trust::of(policy, partition);
    if trust.grants.is_empty() {
        return vec![match (trust.is_vague, trust.names_cognito) {
            (true, _) => TrustFlaw::NotJudged,
            (false, true) => TrustFlaw::OtherAction,
            (false, false) => TrustFlaw::OtherPrincipal,
        }];
    }
    let mut found = trust.keeps_out(pool, takers).into_iter().collect::<Vec<_>>();
    // A role that only guests can take is told as that.
    let is_told = |flaw: &TrustFlaw, found: &[TrustFlaw]| {
        *flaw == TrustFlaw::OpenToGuests && found.contains(&TrustFlaw::OtherTakers)
    };
    for grant in &trust.grants {
        let Some(flaw) = grant.openness(pool, takers).filter(|flaw| !is_told(flaw, &found)) else { continue };
        let is_certain = !trust.has_deny && !grant.is_narrowed;
        let flaw = if is_certain { flaw } else { TrustFlaw::NotJudged };
        if !found.contains(&flaw) {
            found.push(flaw);
        }
    }
    found
}

/// The statements of a trust policy, as far as they are about identity pools.
#[derive(Default)]
struct Trust {
    grants: Vec<Grant>,
    names_cognito: bool,
    /// A statement allows by exclusion, or allows everybody.
    is_vague: bool,
    has_deny: bool,
}

impl Trust {
    fn of(policy: &Value, partition: &str) -> Self {
        let mut trust = Self::default();
        let statements = match policy.get("Statement") {
            Some(Value::Array(statements)) => statements.as_slice(),
            Some(statement @ Value::Object(_)) => std::slice::from_ref(statement),
            _ => &[],
        };
        for statement in statements {
            trust.add(statement, partition);
        }
        trust
    }

    fn add(&mut self, statement: &Value, partition: &str) {
        if statement.get("Effect") != Some(&Value::from("Allow")) {
            self.has_deny = true;
            return;
        }
        let principal = statement.get("Principal");
        let federated = principal.and_then(|principal| principal.get("Federated")).map(texts);
        let names = |text: &&str| is_cognito(text, partition);
        let is_everybody = principal == Some(&Value::from("*"))
            || federated.as_ref().is_some_and(|federated| federated.contains(&"*"));
        if is_everybody || statement.get("NotPrincipal").is_some() {
            self.is_vague = true;
            return;
        }
        if !federated.unwrap_or_default().iter().any(names) {
            return;
        }
        if statement.get("NotAction").is_some() {
            self.is_vague = true;
            return;
        }
        self.names_cognito = true;
        let actions = statement.get("Action").map(texts).unwrap_or_default();
        if actions.iter().any(|action| is_like(&action.to_ascii_lowercase(), ACTION)) {
            self.grants.push(Grant::of(statement.get("Condition"), partition));
        }
    }

    /// Why the pool can't hand out the role to those who are to take it.
    fn keeps_out(&self, pool: &str, takers: Takers) -> Option<TrustFlaw> {
        let of_pool: Vec<_> = self.grants.iter().filter(|grant| grant.pools.admits(pool)).collect();
        let of_takers: Vec<_> = of_pool.iter().filter(|grant| grant.suits(takers)).collect();
        let is_certain = |grant: &&&&Grant| !grant.pools.is_unclear && !grant.takers.is_unclear;
        if of_takers.iter().any(|grant| is_certain(&grant)) {
            return None;
        }
        Some(match (of_takers.is_empty(), of_pool.is_empty()) {
            _ if self.is_vague => TrustFlaw::NotJudged,
            (_, true) => TrustFlaw::OtherPool,
            (true, false) => TrustFlaw::OtherTakers,
            (false, false) => TrustFlaw::NotJudged,
        })
    }
}

/// A statement that lets identity pools hand out the role.
#[derive(Default)]
struct Grant {
    pools: Restriction,
    takers: Restriction,
    /// It has further conditions, which are not judged.
    is_narrowed: bool,
}

impl Grant {
    fn of(condition: Option<&Value>, partition: &str) -> Self {
        let mut grant = Self::default();
        let operators = condition.and_then(Value::as_object).into_iter().flatten();
        for (operator, keys) in operators {
            for (key, values) in keys.as_object().into_iter().flat_map(Map::iter) {
                let key = key.to_ascii_lowercase();
                match key.rsplit_once(':') {
                    Some((name, "aud")) if is_cognito(name, partition) => grant.pools.add(operator, values),
                    Some((name, "amr")) if is_cognito(name, partition) => grant.takers.add(operator, values),
                    _ => grant.is_narrowed = true,
                }
            }
        }
        grant
    }

    fn suits(&self, takers: Takers) -> bool {
        match takers {
            Takers::Guests => self.takers.admits(GUEST),
            // The values of signed-in users are "authenticated" and the names of their providers.
            Takers::SignedIn => self.takers.all(|one| one.text != GUEST),
        }
    }

    /// Who can take the role beside those who are to.
    fn openness(&self, pool: &str, takers: Takers) -> Option<TrustFlaw> {
        if self.pools.is_unclear || self.takers.is_unclear {
            return None;
        }
        if self.pools.lists.is_empty() {
            return Some(TrustFlaw::EveryPool);
        }
        if self.pools.all(ValuePattern::has_wildcard) {
            return Some(TrustFlaw::MorePools);
        }
        let is_open = takers == Takers::SignedIn && self.pools.admits(pool) && self.takers.admits(GUEST);
        is_open.then_some(TrustFlaw::OpenToGuests)
    }
}

/// What the conditions of a statement ask of one value. All lists have to hold, each by one of its patterns.
#[derive(Default)]
struct Restriction {
    lists: Vec<Vec<ValuePattern>>,
    /// There is a condition that is not judged.
    is_unclear: bool,
}

impl Restriction {
    fn add(&mut self, operator: &str, values: &Value) {
        let operator = operator.to_ascii_lowercase();
        let (set, operator) = operator.split_once(':').unwrap_or(("", &operator));
        // Tokens of identity pools always have both values.
        let operator = operator.strip_suffix("ifexists").unwrap_or(operator);
        let is_present = matches!(values, Value::Bool(false)) || values.as_str() == Some("false");
        if operator == "null" && is_present {
            return;
        }
        let pattern = |text: &str| match operator {
            "stringequals" => Some(ValuePattern { text: text.to_owned(), is_like: false }),
            "stringequalsignorecase" => {
                Some(ValuePattern { text: text.to_ascii_lowercase(), is_like: false })
            }
            "stringlike" => Some(ValuePattern { text: text.to_owned(), is_like: true }),
            _ => None,
        };
        let texts = texts(values);
        let has_variable = texts.iter().any(|text| text.contains("${"));
        let patterns: Option<Vec<_>> = texts.into_iter().map(pattern).collect();
        match patterns {
            Some(patterns) if set != "forallvalues" && !has_variable && !patterns.is_empty() => {
                self.lists.push(patterns);
            }
            _ => self.is_unclear = true,
        }
    }

    /// True if each list has a pattern for which this holds.
    fn all(&self, is_it: impl Fn(&ValuePattern) -> bool) -> bool {
        self.lists.iter().all(|list| list.iter().any(&is_it))
    }

    fn admits(&self, value: &str) -> bool {
        self.all(|pattern| pattern.admits(value))
    }
}

struct ValuePattern {
    text: String,
    /// `*` and `?` stand for other characters.
    is_like: bool,
}

impl ValuePattern {
    fn admits(&self, value: &str) -> bool {
        if self.is_like { is_like(&self.text, value) } else { self.text == value }
    }

    fn has_wildcard(&self) -> bool {
        self.is_like && self.text.contains(['*', '?'])
    }
}

/// A text, or the texts of a list.
fn texts(value: &Value) -> Vec<&str> {
    match value {
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect(),
        value => value.as_str().into_iter().collect(),
    }
}

/// True for the name by which a trust policy calls Cognito's identity pools. Other partitions have other
/// names: `cognito-identity-us-gov.amazonaws.com`, `cognito-identity.cn-north-1.amazonaws.com.cn`.
fn is_cognito(name: &str, partition: &str) -> bool {
    let is_other = || name.starts_with("cognito-identity") && name.contains(".amazonaws.");
    if partition == "aws" { name == "cognito-identity.amazonaws.com" } else { is_other() }
}

/// True if a text fits a pattern in which `*` is any text and `?` any character.
fn is_like(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut of_text) = (0, 0);
    // Where to go on if the text after the last star has to be longer.
    let mut star: Option<(usize, usize)> = None;
    while of_text < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at + 1, of_text));
                at += 1;
            }
            Some(one) if *one == '?' || *one == text[of_text] => {
                at += 1;
                of_text += 1;
            }
            _ => {
                let Some((after, from)) = star else { return false };
                star = Some((after, from + 1));
                (at, of_text) = (after, from + 1);
            }
        }
    }
    pattern[at..].iter().all(|one| *one == '*')
}

#[cfg(test)]
mod tests;
