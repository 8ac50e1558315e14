//! Contexts: the profile and the region that requests go through.

use serde::{Deserialize, Serialize};

/// Number of a context of this run; that of the start is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ContextId(pub u32);

/// A profile and a region. What is `None` is left to the environment and the shared files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct ContextChoice {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
}

/// Where the credentials of a profile come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfileKind {
    /// IAM Identity Center, with the name of the session if it has one.
    Sso(Option<String>),
    /// `aws login`.
    Login,
    /// A role that another profile assumes, which is named.
    Role(Option<String>),
    /// A role with a web identity token.
    WebIdentity,
    Process,
    StaticKeys,
    /// Nothing of its own: the environment, a container or an instance has them.
    Elsewhere,
}

/// A profile of the shared files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileSummary {
    pub name: String,
    pub kind: ProfileKind,
    pub region: Option<String>,
    /// The account, where the profile itself tells it.
    pub account: Option<String>,
}

/// A region and where it is.
pub type Region = (&'static str, &'static str);

/// What can be chosen from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contexts {
    pub profiles: Vec<ProfileSummary>,
    pub regions: &'static [Region],
    /// The contexts used last, newest first.
    pub recent: Vec<ContextChoice>,
}

impl ContextChoice {
    /// "prod · eu-west-1".
    pub fn words(&self) -> String {
        let profile = self.profile.as_deref().unwrap_or("default");
        self.region.as_ref().map_or_else(|| profile.to_owned(), |region| format!("{profile} · {region}"))
    }
}

impl ProfileKind {
    pub fn words(&self) -> String {
        match self {
            Self::Sso(Some(session)) => format!("SSO session {session}"),
            Self::Sso(None) => "SSO".to_owned(),
            Self::Login => "aws login".to_owned(),
            Self::Role(Some(source)) => format!("role, by {source}"),
            Self::Role(None) => "role".to_owned(),
            Self::WebIdentity => "web identity".to_owned(),
            Self::Process => "credential_process".to_owned(),
            Self::StaticKeys => "access key".to_owned(),
            Self::Elsewhere => "no credentials of its own".to_owned(),
        }
    }
}

/// True if the text has the form of a region, such as `eu-west-1` or `us-gov-east-1`. The region need not
/// exist.
pub fn is_region(text: &str) -> bool {
    let parts: Vec<_> = text.split('-').collect();
    let [area, directions @ .., number] = parts.as_slice() else { return false };
    let lower = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase());
    let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    lower(area) && !directions.is_empty() && directions.iter().all(|part| lower(part)) && digits
}
