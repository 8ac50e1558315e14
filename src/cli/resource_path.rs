//! TARGETs of commands without a screen: an id, an ARN, or a path by name such as
//! `user-pool/shop/client/web`.

use crate::cli::pool_id;
use crate::error::AppError;
use crate::resource::members::{article, nearest};
use crate::resource::tables::{ALL, TOP, USER_POOL};
use crate::resource::{Key, Kind, ListKey};

/// The way to one resource, as the user wrote it. It names no region where the ids have none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourcePath {
    pub text: String,
    pub region: Option<String>,
    /// The steps from the outermost resource inwards; at least one.
    pub steps: Vec<PathStep>,
}

/// One step of the way: a resource of a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathStep {
    pub kind: &'static Kind,
    pub naming: Naming,
}

/// How a step names its resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// Its id, as the form of the text tells.
    Id(String),
    /// Its name or its id.
    Name(String),
    /// It is a part of the step before, under the same id.
    Part,
}

/// The way to a list: the kind of its rows, and the resource that contains them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPath {
    pub kind: &'static Kind,
    pub parent: Option<ResourcePath>,
}

impl ResourcePath {
    /// Reads a TARGET.
    ///
    /// # Errors
    /// If it can't be one.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        match parse(text)? {
            (path, None) => Ok(path),
            (path, Some(kind)) => {
                let article = article(kind.name);
                let name = format!("{}/{}/NAME", path.text.trim_end_matches('/'), kind.word());
                Err(AppError::new(format!("'{text}' does not say which {} is meant", kind.name))
                    .hint(format!("Name {article} {}: {name}.", kind.name)))
            }
        }
    }

    /// The kind of the resource.
    pub fn kind(&self) -> &'static Kind {
        self.steps.last().map_or(&USER_POOL, |step| step.kind)
    }

    /// The name or the id by which the resource is named; empty for a part of another one.
    pub fn name(&self) -> &str {
        match self.steps.last().map(|step| &step.naming) {
            Some(Naming::Id(name) | Naming::Name(name)) => name,
            Some(Naming::Part) | None => "",
        }
    }

    /// The path of a resource that is known: its kinds and its ids.
    pub fn of(key: &Key) -> String {
        let kinds = key.kind.parents().into_iter().chain([key.kind]);
        let steps: Vec<_> = kinds.zip(key.ids()).map(|(kind, id)| format!("{}/{id}", kind.word())).collect();
        steps.join("/")
    }
}

impl ListPath {
    /// Reads the name of a list: `user-pool`, or `user-pool/shop/client`.
    ///
    /// # Errors
    /// If it can't be one.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let word = text.strip_suffix('s').unwrap_or(text);
        if let Some(kind) = TOP.into_iter().find(|kind| kind.word() == word) {
            return Ok(Self { kind, parent: None });
        }
        if let Some(kind) = ALL.into_iter().find(|kind| kind.word() == word)
            && let Some(parent) = kind.parents().last()
        {
            let (article, inside) = (article(kind.name), article(parent.name));
            let outer: Vec<_> = kind.parents().iter().map(|kind| format!("{}/NAME", kind.word())).collect();
            let summary = format!("{article} {} is in {inside} {}", kind.name, parent.name);
            return Err(AppError::new(capitalized(&summary)).hint(format!(
                "Say in which one: {}/{}.",
                outer.join("/"),
                kind.word()
            )));
        }
        match parse(text)? {
            (parent, Some(kind)) => Ok(Self { kind, parent: Some(parent) }),
            (path, None) => {
                let kinds: Vec<_> = path.kind().inner_kinds().map(Kind::word).collect();
                let error = AppError::new(format!("'{text}' names one {}, not a list", path.kind().name));
                Err(if kinds.is_empty() { error } else { error.hint(in_it(&kinds)) })
            }
        }
    }

    /// The list, once it is known which resource contains it.
    pub fn list(&self, parent: Option<&Key>) -> ListKey {
        parent.map_or(ListKey::top(self.kind), |parent| parent.children(self.kind))
    }
}

fn in_it(kinds: &[String]) -> String {
    format!("It has: {}.", kinds.join(", "))
}

/// The path, and the kind of a last word that no name follows.
fn parse(text: &str) -> Result<(ResourcePath, Option<&'static Kind>), AppError> {
    let (first, region, mut rest) = first_step(text)?;
    let mut steps = vec![first];
    let path = |steps, region, rest: &str| {
        let text = text[..text.len() - rest.len()].trim_end_matches('/').to_owned();
        ResourcePath { text, region, steps }
    };
    while !rest.is_empty() {
        let outer = steps.last().map_or(&USER_POOL, |step| step.kind);
        let (word, after) = rest.split_once('/').unwrap_or((rest, ""));
        let Some(kind) = outer.inner_kinds().find(|kind| kind.word() == word) else {
            return Err(unknown_word(outer, word));
        };
        if kind.parents().last() != Some(&outer) {
            steps.push(PathStep { kind, naming: Naming::Part });
            rest = after;
            continue;
        }
        if after.is_empty() {
            return Ok((path(steps, region, rest), Some(kind)));
        }
        // The names of the innermost resources may have slashes, such as a resource server's URL.
        let is_innermost = kind.inner_kinds().next().is_none();
        let (name, after) =
            if is_innermost { (after, "") } else { after.split_once('/').unwrap_or((after, "")) };
        steps.push(PathStep { kind, naming: Naming::Name(name.to_owned()) });
        rest = after;
    }
    Ok((path(steps, region, ""), None))
}

/// The outermost resource, the region in its id, and the rest of the path.
fn first_step(text: &str) -> Result<(PathStep, Option<String>, &str), AppError> {
    let by_id = |text: &str| {
        let (kind, region) = pool_id(text)?;
        Some((PathStep { kind, naming: Naming::Id(text.to_owned()) }, Some(region.to_owned())))
    };
    let invalid = || {
        AppError::new(format!("'{text}' is not a valid TARGET")).hint(
            "Give an id (eu-west-1_AbCd12345), an ARN, or a path by name: user-pool/shop/client/web, \
             identity-pool/shop/roles.",
        )
    };
    let path = match text.strip_prefix("arn:") {
        Some(arn) => {
            let parts: Vec<_> = arn.splitn(5, ':').collect();
            let [_, service, _, _, resource] = parts.as_slice() else { return Err(invalid()) };
            let prefix = match *service {
                "cognito-idp" => "userpool/",
                "cognito-identity" => "identitypool/",
                _ => return Err(invalid()),
            };
            resource.strip_prefix(prefix).ok_or_else(invalid)?
        }
        None => text,
    };
    let (head, rest) = path.split_once('/').unwrap_or((path, ""));
    if let Some((step, region)) = by_id(head) {
        return Ok((step, region, rest));
    }
    let kind = TOP.into_iter().find(|kind| kind.word() == head).filter(|_| path.len() == text.len());
    let (Some(kind), Some((name, rest))) =
        (kind, Some(rest.split_once('/').unwrap_or((rest, ""))).filter(|(name, _)| !name.is_empty()))
    else {
        return Err(invalid());
    };
    if let Some((step, region)) = by_id(name).filter(|(step, _)| step.kind == kind) {
        return Ok((step, region, rest));
    }
    Ok((PathStep { kind, naming: Naming::Name(name.to_owned()) }, None, rest))
}

fn unknown_word(outer: &Kind, word: &str) -> AppError {
    let words: Vec<_> = outer.inner_kinds().map(Kind::word).collect();
    let summary = format!("{} {} has no '{word}' in it", article(outer.name), outer.name);
    let error = AppError::new(capitalized(&summary));
    match nearest(word, words.iter().map(String::as_str)) {
        Some(near) => error.hint(format!("Did you mean {near}?")),
        None if words.is_empty() => error,
        None => error.hint(in_it(&words)),
    }
}

/// The text with a capital letter at its start.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// True for a kind whose resources are named by their ids.
pub fn is_named_by_id(kind: &Kind) -> bool {
    kind.id_path == kind.name_path
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, MFA, PRINCIPAL_TAGS, RESOURCE_SERVER, ROLES};

    const POOL: &str = "eu-west-1:01234567-89ab-cdef-0123-456789abcdef";

    fn steps(text: &str) -> Vec<PathStep> {
        ResourcePath::parse(text).unwrap_or_else(|error| panic!("{text}: {error}")).steps
    }

    fn named(kind: &'static Kind, name: &str) -> PathStep {
        PathStep { kind, naming: Naming::Name(name.to_owned()) }
    }

    fn by_id(kind: &'static Kind, id: &str) -> PathStep {
        PathStep { kind, naming: Naming::Id(id.to_owned()) }
    }

    #[test]
    fn a_target_is_an_id_an_arn_or_a_path_by_name() {
        assert_eq!(steps("eu-west-1_AbCd12345"), [by_id(&USER_POOL, "eu-west-1_AbCd12345")]);
        assert_eq!(steps(POOL), [by_id(&IDENTITY_POOL, POOL)]);
        let arn = "arn:aws-cn:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab";
        assert_eq!(steps(arn), [by_id(&USER_POOL, "eu-west-1_Ab")]);
        assert_eq!(ResourcePath::parse(arn).expect("a target").region.as_deref(), Some("eu-west-1"));
        let arn = format!("arn:aws:cognito-identity:eu-west-1:123456789012:identitypool/{POOL}/roles");
        assert_eq!(
            steps(&arn),
            [by_id(&IDENTITY_POOL, POOL), PathStep { kind: &ROLES, naming: Naming::Part }]
        );
        assert_eq!(
            steps("user-pool/shop prod/client/web"),
            [named(&USER_POOL, "shop prod"), named(&CLIENT, "web")]
        );
        assert_eq!(
            steps("user-pool/eu-west-1_Ab/mfa"),
            [by_id(&USER_POOL, "eu-west-1_Ab"), PathStep { kind: &MFA, naming: Naming::Part }]
        );
    }

    #[test]
    fn the_name_of_an_innermost_resource_may_have_slashes() {
        assert_eq!(
            steps("user-pool/shop/resource-server/https://api.example.com/v1")[1],
            named(&RESOURCE_SERVER, "https://api.example.com/v1")
        );
        assert_eq!(
            steps("identity-pool/shop/principal-tags/cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab")[1],
            named(&PRINCIPAL_TAGS, "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab")
        );
    }

    #[test]
    fn what_is_no_target_is_told_with_what_was_probably_meant() {
        for (text, words) in [
            ("", "is not a valid TARGET"),
            ("shop", "is not a valid TARGET"),
            ("user-pool", "is not a valid TARGET"),
            ("user-pool/", "is not a valid TARGET"),
            ("arn:aws:s3:::bucket", "is not a valid TARGET"),
            ("arn:aws:cognito-idp:eu-west-1:1:user-pool/shop", "is not a valid TARGET"),
            ("user-pool/shop/clinet/web", "Did you mean client?"),
            ("user-pool/shop/roles", "A user pool has no 'roles' in it"),
            ("user-pool/shop/client", "user-pool/shop/client/NAME"),
        ] {
            let error = ResourcePath::parse(text).expect_err(text);
            assert!(error.lines().join("\n").contains(words), "{text}: {error:?}");
        }
    }

    #[test]
    fn a_list_is_named_by_its_kind_and_what_contains_it() {
        assert_eq!(ListPath::parse("user-pool"), ListPath::parse("user-pools"));
        let clients = ListPath::parse("user-pool/shop/client").expect("a list");
        assert_eq!(clients.parent.expect("a parent").steps, [named(&USER_POOL, "shop")]);
        for (text, words) in [
            ("client", "An app client is in a user pool"),
            ("secret", "user-pool/NAME/client/NAME/secret"),
            ("user-pool/shop", "names one user pool, not a list"),
            ("nonsense", "is not a valid TARGET"),
        ] {
            let error = ListPath::parse(text).expect_err(text);
            assert!(error.lines().join("\n").contains(words), "{text}: {error:?}");
        }
    }

    #[test]
    fn no_two_kinds_have_the_same_word() {
        let mut words: Vec<_> = ALL.into_iter().map(Kind::word).collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), ALL.len());
        assert!(words.iter().all(|word| word.bytes().all(|byte| byte == b'-' || byte.is_ascii_lowercase())));
    }
}
