//! Findings: what can be wrong with a resource, by its document and its companion.

mod evidence;
mod table;

pub use evidence::{Evidence, Known, Need};
pub use table::{ANY_RESOURCE, FINDING, path_of};

use serde_json::{Map, Value};

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

    /// The severity with this word.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::WORST_FIRST.into_iter().find(|severity| severity.word() == word)
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
#[derive(Debug, Clone, Copy)]
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
    /// What else has to be read before the finding can be told.
    pub evidence: Option<Evidence>,
    /// True if the finding applies to a document.
    pub applies: fn(&Document, &ValidationContext<'_>) -> bool,
}

/// What mends a finding.
#[derive(Debug, Clone, Copy)]
pub enum Fix {
    /// An edit that leaves nothing to choose.
    Edit(fn(&mut Document)),
    /// An edit of a part of the resource, which shows the finding as well.
    OnPart(fn() -> &'static Kind, &'static Finding),
    /// The user chooses in the form, at the setting of the finding; the words say what.
    Choose(&'static str),
    /// No edit of this resource mends it; the words say what does.
    Elsewhere(&'static str),
}

impl Fix {
    /// What to do, in words, where the fix is not an edit.
    pub const fn advice(self) -> Option<&'static str> {
        match self {
            Self::Edit(_) | Self::OnPart(..) => None,
            Self::Choose(words) | Self::Elsewhere(words) => Some(words),
        }
    }
}

impl Finding {
    pub fn title(&self) -> &'static str {
        self.text.split(':').next().unwrap_or(self.text)
    }

    /// True if all was read that the check of a document needs beside it and its companion.
    pub fn can_be_told(&self, document: &Document, context: &ValidationContext<'_>) -> bool {
        let Some(evidence) = &self.evidence else { return true };
        context.evidence().is_some_and(|(key, known)| evidence.is_known(key, document, known))
    }

    /// True if what the check finds in a part of its evidence holds.
    fn shows_in_part(&self) -> bool {
        self.evidence.is_some_and(|evidence| evidence.shows_in_part)
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
        Self::counting(&findings(kind, document, context), kind, context)
    }

    /// The numbers of some findings of a resource.
    pub fn counting(found: &[&Finding], kind: &Kind, context: &ValidationContext<'_>) -> Self {
        let needs_companion = kind.checks.findings.iter().any(|finding| finding.needs_companion);
        Self { counts: numbers(found), is_complete: context.companion.is_some() || !needs_companion }
    }

    /// The numbers of some findings, where as much was checked as for these.
    pub fn recounted(&self, found: &[&Finding]) -> Self {
        Self { counts: numbers(found), ..*self }
    }

    /// The severities that were found with their numbers, worst first.
    pub fn counts(&self) -> impl Iterator<Item = (Severity, usize)> {
        Severity::WORST_FIRST.into_iter().zip(self.counts).filter(|(_, count)| *count > 0)
    }
}

fn numbers(found: &[&Finding]) -> [usize; Severity::WORST_FIRST.len()] {
    Severity::WORST_FIRST.map(|severity| found.iter().filter(|finding| finding.severity == severity).count())
}

/// The findings that apply, worst first. A check that needs what was not read finds nothing.
pub fn findings(kind: &Kind, document: &Document, context: &ValidationContext<'_>) -> Vec<&'static Finding> {
    let all = kind.checks.findings.iter();
    let told = all.filter(|finding| finding.shows_in_part() || finding.can_be_told(document, context));
    let mut found: Vec<_> = told.filter(|finding| (finding.applies)(document, context)).collect();
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

/// The rule of tag keys that users choose.
pub(crate) fn own_tag(text: &str) -> Result<(), String> {
    if is_of_aws(text) { Err("keys that start with aws: are reserved for AWS".to_owned()) } else { Ok(()) }
}

/// The tags by which people say which tool manages a resource, in lower case without separators.
const TOOL_TAGS: &[&str] = &["managedby", "provisionedby", "provisioner", "deployedby", "createdby", "iac"];

/// The tools that revert manual changes, each as its tags name it and as it is written.
const TOOLS: &[(&str, &str)] = &[
    ("terraform", "Terraform"),
    ("opentofu", "OpenTofu"),
    ("cloudformation", "CloudFormation"),
    ("cdk", "CDK"),
    ("pulumi", "Pulumi"),
];

/// The tool that manages a resource and may undo a manual change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manager {
    /// "`CloudFormation` stack shop-auth".
    pub tool: String,
    /// The kind whose tags name the tool, if they are not those of the resource itself.
    of: Option<&'static str>,
}

impl Manager {
    /// The warning before a change.
    pub fn warning(&self) -> String {
        match self.of {
            None => format!("Managed by {}: its next deployment may undo this change.", self.tool),
            Some(kind) => format!(
                "The {kind} is managed by {}, and so may this be: the next deployment may undo this change.",
                self.tool
            ),
        }
    }
}

/// The tool that manages the resource, by its own tags, or else by those of its companion.
pub fn managed_by(kind: &Kind, document: &Document, companion: Option<&Document>) -> Option<Manager> {
    let tags = |kind: &Kind, document: &Document| -> Option<String> {
        tool(document.get(kind.tags_path?)?.as_object()?)
    };
    let own = tags(kind, document).map(|tool| Manager { tool, of: None });
    own.or_else(|| {
        let around = kind.related.companion?.kind();
        tags(around, companion?).map(|tool| Manager { tool, of: Some(around.name) })
    })
}

fn tool(tags: &Map<String, Value>) -> Option<String> {
    if let Some(stack) = tags.get(STACK_TAG).and_then(Value::as_str) {
        let is_cdk = tags.keys().any(|key| key.starts_with("aws-cdk:") || key.starts_with("aws:cdk:"));
        let name = if is_cdk { "CDK" } else { "CloudFormation" };
        return Some(format!("{name} stack {stack}"));
    }
    let bare = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
    };
    let by_tag = |(key, value): (&String, &Value)| {
        let (name, value) = (bare(key), bare(value.as_str().unwrap_or_default()));
        let is_named = |tool: &str| {
            let by_value = TOOL_TAGS.contains(&name.as_str()) && value.contains(tool);
            by_value || name == tool && !["false", "no", "0"].contains(&value.as_str())
        };
        let found = TOOLS.iter().find(|row| is_named(row.0));
        found.map(|(_, tool)| format!("{tool}, by its tag {key}"))
    };
    tags.iter().find_map(by_tag)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{ALL, CLIENT, IDENTITY_POOL, USER_POOL};

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
        let manager = managed_by(&IDENTITY_POOL, &pool, None).expect("a manager");
        assert_eq!(
            manager.warning(),
            "Managed by CloudFormation stack shop-auth: its next deployment may undo this change."
        );
    }

    #[test]
    fn tags_name_terraform_and_cdk_too_and_those_of_a_user_pool_speak_for_what_is_in_it() {
        let tool = |tags: Value| {
            let pool = Document::from_value(json!({"UserPoolTags": tags})).expect("an object");
            let client = Document::from_value(json!({"ClientName": "web"})).expect("an object");
            let own = managed_by(&USER_POOL, &pool, None).map(|manager| manager.tool);
            let around = managed_by(&CLIENT, &client, Some(&pool));
            assert_eq!(around.as_ref().map(|manager| manager.tool.clone()), own);
            assert!(
                around.is_none_or(|manager| manager.warning().starts_with("The user pool is managed by "))
            );
            own
        };
        let stack = "aws:cloudformation:stack-name";
        assert_eq!(tool(json!({stack: "shop"})).as_deref(), Some("CloudFormation stack shop"));
        let cdk = json!({stack: "shop", "aws-cdk:auto": "x"});
        assert_eq!(tool(cdk).as_deref(), Some("CDK stack shop"));
        assert_eq!(
            tool(json!({"ManagedBy": "terraform"})).as_deref(),
            Some("Terraform, by its tag ManagedBy")
        );
        assert_eq!(tool(json!({"Terraform": "true"})).as_deref(), Some("Terraform, by its tag Terraform"));
        assert_eq!(
            tool(json!({"managed-by": "OpenTofu 1.9"})).as_deref(),
            Some("OpenTofu, by its tag managed-by")
        );
        for nobody in [
            json!({}),
            json!({"terraform": "false"}),
            json!({"team": "terraform"}),
            json!({"ManagedBy": "ann"}),
        ] {
            assert_eq!(tool(nobody), None);
        }
    }
}
