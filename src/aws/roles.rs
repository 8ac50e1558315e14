//! Roles that ask for the code of an MFA device. The SDK assumes the roles of a profile, but ignores
//! `mfa_serial`; so the roles of a profile that needs a code are assumed here, one after the other.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_config::profile::{Profile, ProfileSet};
use aws_credential_types::Credentials;
use aws_credential_types::provider::error::CredentialsError;
use aws_credential_types::provider::{self, ProvideCredentials, SharedCredentialsProvider, future};
use aws_smithy_types::error::metadata::ProvideErrorMetadata;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;

use super::error::{CalledService, Failure};
use crate::error::{AppError, ErrorKind};
use crate::message::Connection;
use crate::secret::Secret;

/// A session that ends sooner is not used any more.
const MARGIN: Duration = Duration::from_secs(30);

/// The name of the sessions of profiles that give none.
const SESSION_NAME: &str = "cognitui";

/// The sessions of roles that a code was typed for, by profile and role. All contexts of a run share them,
/// since a device gives each code once.
#[derive(Debug, Clone, Default)]
pub struct MfaSessions(Arc<Mutex<HashMap<(String, String), Credentials>>>);

impl MfaSessions {
    fn lock(&self) -> MutexGuard<'_, HashMap<(String, String), Credentials>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A role that a profile assumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProfileRole {
    profile: String,
    arn: String,
    session_name: Option<String>,
    external_id: Option<String>,
    duration: Option<i32>,
    mfa_serial: Option<String>,
}

/// What the first role of a profile is assumed with.
#[derive(Debug, Clone, PartialEq)]
pub enum Base {
    /// A profile that assumes no role.
    Profile(String),
    /// The access key beside the role.
    Key(Credentials),
    /// The place that `credential_source` names.
    Source(String),
}

/// The roles that a profile assumes, the first one first; none where it assumes no role or its settings are
/// wrong, which the SDK says.
pub fn roles(profiles: &ProfileSet, name: &str) -> (Base, Vec<ProfileRole>) {
    let mut roles: Vec<ProfileRole> = Vec::new();
    let mut name = name;
    let base = loop {
        let none = || (Base::Profile(name.to_owned()), Vec::new());
        let Some(profile) = profiles.get_profile(name) else { return none() };
        // As in the SDK, an access key of a source profile counts before its role.
        let is_source = !roles.is_empty();
        if let Some(key) = access_key(profile).filter(|_| is_source) {
            break Base::Key(key);
        }
        let Some(role) = ProfileRole::of(profile) else { break Base::Profile(name.to_owned()) };
        if roles.iter().any(|known| known.profile == role.profile) {
            return none();
        }
        roles.push(role);
        match (profile.get("source_profile"), profile.get("credential_source")) {
            (Some(source), None) if source == name => match access_key(profile) {
                Some(key) => break Base::Key(key),
                None => return none(),
            },
            (Some(source), None) => name = source,
            (None, Some(source)) => break Base::Source(source.to_owned()),
            _ => return none(),
        }
    };
    roles.reverse();
    (base, roles)
}

fn access_key(profile: &Profile) -> Option<Credentials> {
    let (id, secret) = (profile.get("aws_access_key_id")?, profile.get("aws_secret_access_key")?);
    let token = profile.get("aws_session_token").map(str::to_owned);
    Some(Credentials::new(id, secret, token, None, "cognitui"))
}

impl ProfileRole {
    fn of(profile: &Profile) -> Option<Self> {
        let get = |name: &str| profile.get(name).map(str::to_owned);
        if profile.get("web_identity_token_file").is_some() {
            return None;
        }
        Some(Self {
            profile: profile.name().to_owned(),
            arn: get("role_arn")?,
            session_name: get("role_session_name"),
            external_id: get("external_id"),
            duration: profile.get("duration_seconds").and_then(|seconds| seconds.trim().parse().ok()),
            mfa_serial: get("mfa_serial").filter(|serial| !serial.is_empty()),
        })
    }

    pub const fn asks(&self) -> bool {
        self.mfa_serial.is_some()
    }

    fn session(&self) -> (String, String) {
        (self.profile.clone(), self.arn.clone())
    }

    fn needs_code(&self) -> AppError {
        let serial = self.mfa_serial.as_deref().unwrap_or_default();
        AppError::new(format!("Profile {} needs the code of an MFA device (mfa_serial)", self.profile))
            .hint(format!("The device is {serial}."))
            .kind(ErrorKind::NeedsCode)
    }
}

/// Roles of which at least one needs a code.
#[derive(Debug)]
pub struct RoleChain {
    base: SharedCredentialsProvider,
    roles: Vec<ProfileRole>,
    /// The way to STS.
    config: SdkConfig,
    /// The same way in words, for errors.
    connection: Connection,
    sessions: MfaSessions,
}

impl RoleChain {
    pub fn new(
        base: SharedCredentialsProvider,
        roles: Vec<ProfileRole>,
        config: SdkConfig,
        connection: Connection,
        sessions: MfaSessions,
    ) -> Self {
        Self { base, roles, config, connection, sessions }
    }

    /// Assumes the roles with a code of the device, and keeps the session.
    ///
    /// # Errors
    /// The code is not accepted, another role needs one too, or the roles can't be assumed.
    pub async fn sign_in(&self, code: &Secret<String>) -> Result<(), AppError> {
        self.assume(Some(code)).await.map(drop).map_err(|error| {
            let failure = Failure::of_credentials(&error);
            failure.into_app_error("sign in", "AssumeRole", CalledService::Sts, &self.connection)
        })
    }

    async fn assume(&self, mut code: Option<&Secret<String>>) -> provider::Result {
        let kept =
            self.roles.iter().enumerate().rev().find_map(|(at, role)| Some((at + 1, self.kept(role)?)));
        let (begin, mut credentials) = kept.map_or((0, None), |(begin, session)| (begin, Some(session)));
        for role in &self.roles[begin..] {
            let its_code = if role.asks() {
                Some(code.take().ok_or_else(|| CredentialsError::provider_error(role.needs_code()))?)
            } else {
                None
            };
            let source = match credentials {
                Some(credentials) => credentials,
                None => self.base.provide_credentials().await?,
            };
            let session = self.assume_one(role, source, its_code).await?;
            self.sessions.lock().insert(role.session(), session.clone());
            credentials = Some(session);
        }
        credentials.ok_or_else(|| CredentialsError::not_loaded("the profile assumes no role"))
    }

    /// The session of a role, if it still lasts.
    fn kept(&self, role: &ProfileRole) -> Option<Credentials> {
        let session = self.sessions.lock().get(&role.session()).cloned()?;
        let now = self.config.time_source()?.now();
        (session.expiry()? > now + MARGIN).then_some(session)
    }

    async fn assume_one(
        &self,
        role: &ProfileRole,
        source: Credentials,
        code: Option<&Secret<String>>,
    ) -> provider::Result {
        let mut config = aws_sdk_sts::config::Builder::from(&self.config)
            .credentials_provider(SharedCredentialsProvider::new(source));
        if code.is_some() {
            // AWS takes a code once: a retry would be refused for the wrong reason.
            config = config.retry_config(RetryConfig::disabled());
        }
        let answer = aws_sdk_sts::Client::from_conf(config.build())
            .assume_role()
            .role_arn(&role.arn)
            .role_session_name(role.session_name.as_deref().unwrap_or(SESSION_NAME))
            .set_external_id(role.external_id.clone())
            .set_duration_seconds(role.duration)
            .set_serial_number(code.and(role.mfa_serial.clone()))
            .set_token_code(code.map(|code| code.reveal().clone()))
            .send()
            .await;
        let answer = answer.map_err(|error| {
            let is_wrong = code.is_some() && error.message().is_some_and(|text| text.contains(WRONG_CODE));
            let doing = format!("assume the role of profile {}", role.profile);
            let failure = Failure::new(&error);
            CredentialsError::provider_error(if is_wrong {
                wrong_code()
            } else {
                failure.into_app_error(&doing, "AssumeRole", CalledService::Sts, &self.connection)
            })
        })?;
        let issued =
            answer.credentials.ok_or_else(|| CredentialsError::unhandled("STS answered no credentials"))?;
        let expiry = issued.expiration.try_into().map_err(CredentialsError::unhandled)?;
        let session = Credentials::builder()
            .access_key_id(issued.access_key_id)
            .secret_access_key(issued.secret_access_key)
            .session_token(issued.session_token)
            .expiry(expiry)
            .provider_name("cognitui");
        Ok(session.build())
    }
}

impl ProvideCredentials for RoleChain {
    fn provide_credentials<'a>(&'a self) -> future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        future::ProvideCredentials::new(self.assume(None))
    }
}

/// What AWS says to a code that is not the device's, or that it has seen before.
const WRONG_CODE: &str = "MultiFactorAuthentication failed";

fn wrong_code() -> AppError {
    AppError::new("AWS does not accept the code")
        .hint("A code counts once, and for half a minute: wait for the next one, then type that.")
}

#[cfg(test)]
mod tests {
    use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
    use aws_types::os_shim_internal::{Env, Fs};

    use super::*;

    async fn read(text: &str) -> ProfileSet {
        let files = EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, text).build();
        aws_config::profile::load(&Fs::real(), &Env::from_slice(&[]), &files, None).await.expect("profiles")
    }

    fn named(roles: &[ProfileRole]) -> Vec<(&str, bool)> {
        roles.iter().map(|role| (role.profile.as_str(), role.asks())).collect()
    }

    #[tokio::test]
    async fn the_roles_of_a_chain_are_assumed_from_its_end_and_each_knows_whether_it_needs_a_code() {
        let profiles = read(
            "[profile top]\nrole_arn = arn:top\nsource_profile = middle\nduration_seconds = 900\n\
             [profile middle]\nrole_arn = arn:middle\nsource_profile = corp\nmfa_serial = arn:mfa\n\
             [profile corp]\nsso_session = corp\n\
             [profile own]\nrole_arn = arn:own\nsource_profile = own\nmfa_serial = arn:mfa\n\
             aws_access_key_id = A\naws_secret_access_key = B\n\
             [profile above]\nrole_arn = arn:above\nsource_profile = own\n\
             [profile host]\nrole_arn = arn:host\ncredential_source = Ec2InstanceMetadata\n",
        )
        .await;
        let (base, chain) = roles(&profiles, "top");
        assert_eq!(named(&chain), [("middle", true), ("top", false)]);
        assert_eq!((base, chain[1].duration), (Base::Profile("corp".to_owned()), Some(900)));
        let (base, chain) = roles(&profiles, "own");
        assert_eq!(named(&chain), [("own", true)]);
        assert!(matches!(base, Base::Key(key) if key.access_key_id() == "A"));
        // The SDK takes the access key of a source profile, whatever else that has.
        assert_eq!(named(&roles(&profiles, "above").1), [("above", false)]);
        assert_eq!(roles(&profiles, "host").0, Base::Source("Ec2InstanceMetadata".to_owned()));
    }

    #[tokio::test]
    async fn a_chain_that_goes_round_or_nowhere_is_left_to_the_sdk_which_says_so() {
        let profiles = read(
            "[profile a]\nrole_arn = arn:a\nsource_profile = b\nmfa_serial = arn:mfa\n\
             [profile b]\nrole_arn = arn:b\nsource_profile = a\n\
             [profile c]\nrole_arn = arn:c\nsource_profile = gone\n\
             [profile d]\nrole_arn = arn:d\n",
        )
        .await;
        for name in ["a", "b", "c", "d", "gone"] {
            assert_eq!(roles(&profiles, name).1, [], "{name}");
        }
    }
}
