//! The profile in use: what it sets that the SDK does not follow by itself, and how its user signs in.

use std::path::Path;

use aws_config::profile::ProfileSet;
use aws_smithy_types::retry::RetryConfig;

use super::roles::{Base, roles};
use super::{Settings, ca_bundle, profiles};
use crate::error::{AppError, ErrorKind};

/// The most attempts of a call where nothing is configured, the first one included.
const ATTEMPTS: u32 = 4;

/// The profile in use, and all others.
#[derive(Debug)]
pub struct SelectedProfile {
    pub name: String,
    pub all: ProfileSet,
    /// True if the credentials of the environment count, or none at all.
    pub environment_credentials: bool,
}

impl SelectedProfile {
    /// Reads the shared files. Refuses those that can't be read, and a profile that does not exist, which the
    /// SDK takes for an empty one.
    pub async fn read(settings: &Settings) -> Result<Self, AppError> {
        let named = settings.profile.clone().or_else(|| variable("AWS_PROFILE"));
        let name = named.filter(|named| !named.is_empty()).unwrap_or_else(|| "default".to_owned());
        let all = profiles::load().await?;
        if name != "default" && all.get_profile(&name).is_none() {
            return Err(unknown(&name, &all));
        }
        // As in the AWS CLI, a profile that is asked for counts before the environment.
        let environment_credentials = settings.profile.is_none() && variable("AWS_ACCESS_KEY_ID").is_some();
        Ok(Self { name, all, environment_credentials })
    }

    fn get(&self, setting: &str) -> Option<&str> {
        let value = self.all.get_profile(&self.name)?.get(setting)?.trim();
        (!value.is_empty()).then_some(value)
    }

    /// The certificates that the profile trusts instead of the system's.
    pub fn ca_bundle(&self) -> Result<Option<Vec<u8>>, AppError> {
        let Some(file) = self.get("ca_bundle") else { return Ok(None) };
        let bundle = ca_bundle::read(Path::new(file), &format!("ca_bundle of profile {}", self.name));
        bundle.map(Some).map_err(|error| error.kind(ErrorKind::Credentials))
    }

    /// How often and how calls are tried, by the environment and the profile.
    pub fn retries(&self, settings: &Settings) -> Result<RetryConfig, AppError> {
        let set = |name: &str, setting: &str| {
            let of_profile =
                || Some((self.get(setting)?.to_owned(), format!("{setting} of profile {}", self.name)));
            variable(name).map(|value| (value, name.to_owned())).or_else(of_profile)
        };
        let config = match set("AWS_RETRY_MODE", "retry_mode") {
            None => RetryConfig::standard(),
            Some((mode, from)) => match mode.to_lowercase().as_str() {
                // The SDK has no legacy mode.
                "standard" | "legacy" => RetryConfig::standard(),
                "adaptive" => RetryConfig::adaptive(),
                _ => return Err(invalid(&from, &mode, "standard or adaptive")),
            },
        };
        let attempts = match set("AWS_MAX_ATTEMPTS", "max_attempts") {
            None => ATTEMPTS,
            Some((count, from)) => match count.parse() {
                Ok(count @ 1..) => count,
                _ => return Err(invalid(&from, &count, "a whole number from 1")),
            },
        };
        Ok(config.with_max_attempts(attempts).with_initial_backoff(settings.backoff))
    }

    /// The command that signs in for the credentials of the profile, where they come from a sign-in.
    pub fn sign_in(&self) -> Option<String> {
        if self.environment_credentials {
            return None;
        }
        let Base::Profile(base) = roles(&self.all, &self.name).0 else { return None };
        let profile = self.all.get_profile(&base)?;
        let command = if ["sso_session", "sso_start_url"].iter().any(|name| profile.get(name).is_some()) {
            "aws sso login"
        } else if profile.get("login_session").is_some() {
            "aws login"
        } else {
            return None;
        };
        Some(match base.as_str() {
            "default" => command.to_owned(),
            base => format!("{command} --profile {}", quoted(base)),
        })
    }
}

/// The retries of a connection that reads nothing from this machine.
pub fn default_retries(settings: &Settings) -> RetryConfig {
    RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(settings.backoff)
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A name as one word of a shell.
fn quoted(name: &str) -> String {
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "-_.+@/:".contains(char);
    if name.chars().all(is_plain) { name.to_owned() } else { format!("'{}'", name.replace('\'', r"'\''")) }
}

fn invalid(from: &str, value: &str, valid: &str) -> AppError {
    AppError::new(format!("{from} is '{value}'"))
        .hint(format!("It has to be {valid}."))
        .kind(ErrorKind::Credentials)
}

fn unknown(name: &str, all: &ProfileSet) -> AppError {
    let mut known: Vec<_> = all.profiles().collect();
    known.sort_unstable();
    let hint = match known.as_slice() {
        [] => "There are no profiles on this machine. Create one with aws configure.".to_owned(),
        known => format!("The profiles are: {}.", known.join(", ")),
    };
    AppError::new(format!("There is no profile '{name}'")).hint(hint).kind(ErrorKind::Credentials)
}

#[cfg(test)]
mod tests {
    use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
    use aws_smithy_types::retry::RetryMode;
    use aws_types::os_shim_internal::{Env, Fs};

    use super::*;

    async fn selected(name: &str, text: &str) -> SelectedProfile {
        let files = EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, text).build();
        let all = aws_config::profile::load(&Fs::real(), &Env::from_slice(&[]), &files, None).await;
        SelectedProfile { name: name.to_owned(), all: all.expect("profiles"), environment_credentials: false }
    }

    #[tokio::test]
    async fn the_command_of_a_sign_in_names_the_profile_that_has_it() {
        let text = "[default]\nlogin_session = arn:aws:iam::123456789012:user/ann\n\
            [profile corp%x]\nsso_session = corp\n[profile keys]\naws_access_key_id = A\n\
            [profile admin]\nrole_arn = arn:admin\nsource_profile = corp%x\n[sso-session corp]\n";
        for (name, command) in [
            ("default", Some("aws login")),
            ("corp%x", Some("aws sso login --profile 'corp%x'")),
            ("admin", Some("aws sso login --profile 'corp%x'")),
            ("keys", None),
        ] {
            assert_eq!(selected(name, text).await.sign_in().as_deref(), command, "{name}");
        }
    }

    #[tokio::test]
    async fn retries_follow_the_profile_and_a_wrong_value_is_named_with_its_setting() {
        let of = |text: &'static str| async move { selected("a", text).await.retries(&Settings::default()) };
        let retries = of("[profile a]\nretry_mode = adaptive\nmax_attempts = 7\n").await.expect("valid");
        assert_eq!((retries.mode(), retries.max_attempts()), (RetryMode::Adaptive, 7));
        let retries = of("[profile a]\n").await.expect("valid");
        assert_eq!((retries.mode(), retries.max_attempts()), (RetryMode::Standard, ATTEMPTS));
        let error = of("[profile a]\nmax_attempts = many\n").await.expect_err("no number");
        assert_eq!(error.summary, "max_attempts of profile a is 'many'");
        assert!(of("[profile a]\nretry_mode = fast\n").await.is_err());
        assert!(of("[profile a]\nmax_attempts = 0\n").await.is_err());
    }
}
