//! The stored resources. Their members are those of AWS's answers; what AWS never shows is beside them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::demo::members::{Members, text};

#[derive(Clone, Default)]
pub(crate) struct UserPool {
    pub(crate) settings: Members,
    pub(crate) clients: Vec<Client>,
    /// The factors, once `SetUserPoolMfaConfig` has set them.
    pub(crate) mfa: Option<Members>,
    pub(crate) providers: Vec<Members>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) resource_servers: Vec<Members>,
    /// The answers to threats, by app client; those of the pool have an empty name.
    pub(crate) risks: BTreeMap<String, Members>,
    /// The delivery of logs, once it was set.
    pub(crate) logs: Members,
    pub(crate) users: Vec<User>,
}

#[derive(Clone, Default)]
pub(crate) struct IdentityPool {
    pub(crate) settings: Members,
    pub(crate) roles: Members,
    /// By the provider's name.
    pub(crate) principal_tags: BTreeMap<String, Members>,
    pub(crate) identities: Vec<Identity>,
}

#[derive(Clone)]
pub(crate) struct Client {
    /// `ClientSecret` is the secret that the client was created with; absent if there was none, or once that
    /// secret is deleted.
    pub(crate) settings: Members,
    pub(crate) secrets: Vec<ClientSecret>,
    /// The style of the login page.
    pub(crate) branding: Option<Members>,
}

/// A secret of an app client. It has no `Debug`, so that no message can hold its value.
#[derive(Clone)]
pub(crate) struct ClientSecret {
    pub(crate) id: String,
    pub(crate) value: String,
    pub(crate) created: Value,
}

impl ClientSecret {
    /// Builds the id as AWS does: the client's id and the creation date in milliseconds.
    pub(crate) fn new(client_id: &str, value: String, created: Value) -> ClientSecret {
        let milliseconds = format!("{:.3}", created.as_f64().unwrap_or_default()).replace('.', "");
        ClientSecret { id: format!("{client_id}--{milliseconds}"), value, created }
    }

    pub(crate) fn description(&self) -> Value {
        json!({"ClientSecretId": self.id, "ClientSecretCreateDate": self.created})
    }
}

#[derive(Clone)]
pub(crate) struct Domain {
    pub(crate) settings: Members,
    /// Number of further Describe calls that show the present status before it becomes `ACTIVE`.
    pub(crate) describes_until_active: u32,
}

impl Domain {
    pub(crate) fn name(&self) -> &str {
        text(&self.settings, "Domain")
    }

    pub(crate) fn is_custom(&self) -> bool {
        is_custom_domain(self.name())
    }
}

/// True if a domain name is that of a custom domain, which has dots, and not a prefix of Cognito's domain.
pub(crate) fn is_custom_domain(name: &str) -> bool {
    name.contains('.')
}

#[derive(Clone)]
pub(crate) struct User {
    /// The name that the user signs in with.
    pub(crate) name: String,
}

/// A role of IAM.
#[derive(Clone)]
pub(crate) enum IamRole {
    /// The trust policy is a JSON object here, and not its text.
    Made(Members),
    /// The caller's policies don't allow to read it.
    Hidden,
    Deleted,
}

/// A guest or a user of an identity pool.
#[derive(Clone)]
pub(crate) struct Identity {
    pub(crate) id: String,
    /// The user's name at each provider; a guest has none.
    pub(crate) logins: Members,
    /// Set when the logins were merged into another identity.
    pub(crate) is_disabled: bool,
    pub(crate) created: Value,
    pub(crate) modified: Value,
}
