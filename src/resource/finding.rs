//! Findings: what can be wrong with a resource, by its document and its companion.

use serde_json::Value;

use crate::resource::{Document, Kind, ValidationContext};

/// The severity of a finding, least severe first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

impl Severity {
    /// All severities, worst first.
    pub const WORST_FIRST: [Self; 5] = [Self::Critical, Self::High, Self::Medium, Self::Low, Self::Info];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// The sign that tells the severity where colour does not.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Info => "i",
            Self::Low => "─",
            Self::Medium => "▲",
            Self::High => "●",
            Self::Critical => "‼",
        }
    }
}

/// Something that can be wrong with resources of a kind.
#[derive(Debug)]
pub struct Finding {
    pub id: &'static str,
    pub severity: Severity,
    /// The setting that shows the finding.
    pub path: &'static str,
    /// One sentence; the words before the colon are the title.
    pub text: &'static str,
    /// Why it matters, in one sentence.
    pub why: &'static str,
    /// The address of the documentation, standard or report that says why.
    pub source: &'static str,
    pub fix: Fix,
    /// The finding can't be told without the companion document.
    pub needs_companion: bool,
    /// True if the finding applies to a document.
    pub applies: fn(&Document, &ValidationContext<'_>) -> bool,
}

/// What mends a finding.
#[derive(Debug, Clone, Copy)]
pub enum Fix {
    /// An edit that leaves nothing to choose.
    Edit(fn(&mut Document)),
    /// The user chooses in the form, at the setting of the finding; the words say what.
    Choose(&'static str),
    /// No edit of this resource mends it; the words say what does.
    Elsewhere(&'static str),
}

impl Fix {
    /// What to do, in words, where the fix is not an edit.
    pub const fn advice(self) -> Option<&'static str> {
        match self {
            Self::Edit(_) => None,
            Self::Choose(words) | Self::Elsewhere(words) => Some(words),
        }
    }
}

impl Finding {
    pub fn title(&self) -> &'static str {
        self.text.split(':').next().unwrap_or(self.text)
    }
}

/// Rows can share an id; each has a text for one way in which the finding applies.
impl PartialEq for Finding {
    fn eq(&self, other: &Self) -> bool {
        (self.id, self.text) == (other.id, other.text)
    }
}

impl Eq for Finding {}

/// The findings of a resource by severity, as far as its documents were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Risk {
    counts: [usize; Severity::WORST_FIRST.len()],
    /// Every check of the kind was made.
    pub is_complete: bool,
}

impl Risk {
    pub fn of(kind: &Kind, document: &Document, context: &ValidationContext<'_>) -> Self {
        let found = findings(kind, document, context);
        let count = |severity| found.iter().filter(|finding| finding.severity == severity).count();
        let needs_companion = kind.checks.findings.iter().any(|finding| finding.needs_companion);
        Self {
            counts: Severity::WORST_FIRST.map(count),
            is_complete: context.companion.is_some() || !needs_companion,
        }
    }

    /// The severities that were found with their numbers, worst first.
    pub fn counts(&self) -> impl Iterator<Item = (Severity, usize)> {
        Severity::WORST_FIRST.into_iter().zip(self.counts).filter(|(_, count)| *count > 0)
    }
}

/// The findings that apply, worst first.
pub fn findings(kind: &Kind, document: &Document, context: &ValidationContext<'_>) -> Vec<&'static Finding> {
    let mut found: Vec<_> =
        kind.checks.findings.iter().filter(|finding| (finding.applies)(document, context)).collect();
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found
}

/// The tag of resources that a stack manages, whose next deployment may revert a manual change. Source: the
/// `aws:cloudformation:` tags that `CloudFormation`, CDK and SAM add to their resources.
const STACK_TAG: &str = "aws:cloudformation:stack-name";

/// True if AWS reserves a tag, so that nobody else can set it. Source: AWS's tagging rules, by which the
/// prefix `aws:` is reserved in upper and lower case.
pub fn is_of_aws(key: &str) -> bool {
    key.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("aws:"))
}

/// The tool that manages the resource, by its tags: "`CloudFormation` stack shop-auth".
pub fn managed_by(kind: &Kind, document: &Document) -> Option<String> {
    let tags = document.get(kind.tags_path?)?.as_object()?;
    let stack = tags.get(STACK_TAG).and_then(Value::as_str)?;
    Some(format!("CloudFormation stack {stack}"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{ALL, IDENTITY_POOL};

    fn ids(document: Value, roles: Option<Value>) -> Vec<&'static str> {
        let document = Document::from_value(document).expect("an object");
        let roles = roles.and_then(Document::from_value);
        findings(
            &IDENTITY_POOL,
            &document,
            &ValidationContext { companion: roles.as_ref(), ..ValidationContext::default() },
        )
        .iter()
        .map(|finding| finding.id)
        .collect()
    }

    #[test]
    fn guests_together_with_a_classic_flow_that_was_never_set_is_critical() {
        assert_eq!(ids(json!({"AllowUnauthenticatedIdentities": true}), None), ["IP3", "IP1", "IP2"]);
        assert_eq!(
            ids(json!({"AllowUnauthenticatedIdentities": true, "AllowClassicFlow": false}), None),
            ["IP1"]
        );
        assert_eq!(
            ids(json!({"AllowUnauthenticatedIdentities": false, "AllowClassicFlow": true}), None),
            ["IP2"]
        );
    }

    #[test]
    fn role_mappings_beside_the_classic_flow_are_a_finding_only_where_there_are_any() {
        let pool = json!({"AllowUnauthenticatedIdentities": false, "AllowClassicFlow": true});
        assert_eq!(ids(pool.clone(), Some(json!({"RoleMappings": {}}))), ["IP2"]);
        assert_eq!(ids(pool, Some(json!({"RoleMappings": {"p:c": {"Type": "Token"}}}))), ["IP2", "IP9"]);
    }

    #[test]
    fn every_finding_says_why_by_which_source_and_what_to_do_and_stands_at_a_setting() {
        for kind in ALL {
            for finding in kind.checks.findings {
                let id = finding.id;
                assert!(finding.text.contains(": ") && finding.text.ends_with('.'), "{id}: {}", finding.text);
                assert!(finding.why.ends_with('.'), "{id} says why in a sentence");
                assert!(finding.source.starts_with("https://"), "{id} names its source");
                assert!(
                    kind.field(finding.path).is_some() || kind.knows(finding.path),
                    "{id}: {}",
                    finding.path
                );
                assert!(
                    finding.fix.advice().is_none_or(|words| words.ends_with('.')),
                    "{id} says what to do"
                );
            }
        }
    }

    #[test]
    fn an_edit_that_fixes_a_finding_removes_it_and_is_no_edit_where_there_is_nothing_to_fix() {
        let pool = json!({"AllowUnauthenticatedIdentities": true, "CognitoIdentityProviders": [
            {"ProviderName": "p", "ClientId": "c"}]});
        let pool = Document::from_value(pool).expect("an object");
        let context = ValidationContext::default();
        for finding in findings(&IDENTITY_POOL, &pool, &context) {
            let Fix::Edit(edit) = finding.fix else { panic!("{} is fixed by an edit", finding.id) };
            let mut fixed = pool.clone();
            edit(&mut fixed);
            assert!(!findings(&IDENTITY_POOL, &fixed, &context).contains(&finding), "{}", finding.id);
            let before = fixed.clone();
            edit(&mut fixed);
            assert!(fixed == before, "{} has nothing more to fix", finding.id);
        }
    }

    #[test]
    fn a_stack_that_manages_a_pool_is_told_from_its_tags() {
        let pool = json!({"IdentityPoolTags": {"aws:cloudformation:stack-name": "shop-auth"}});
        let pool = Document::from_value(pool).expect("an object");
        assert_eq!(managed_by(&IDENTITY_POOL, &pool).as_deref(), Some("CloudFormation stack shop-auth"));
    }
}
