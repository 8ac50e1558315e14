//! Where the credentials come from: of a profile that was asked for, and of roles that need a code, they are
//! put together here; everything else is the SDK's own chain.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aws_config::ecs::EcsCredentialsProvider;
use aws_config::environment::EnvironmentVariableCredentialsProvider;
use aws_config::imds::credentials::ImdsCredentialsProvider;
use aws_config::meta::credentials::CredentialsProviderChain;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_runtime::env_config::file::EnvConfigFiles;
use aws_types::SdkConfig;

use super::Settings;
use super::connect::TokioSleep;
use super::profile::SelectedProfile;
use super::proxy::Proxies;
use super::roles::{Base, RoleChain, roles};
use crate::message::Connection;

/// The provider of credentials where it is not the SDK's own chain, and the roles that need a code.
#[derive(Debug, Default)]
pub struct SignIn {
    pub provider: Option<SharedCredentialsProvider>,
    pub roles: Option<Arc<RoleChain>>,
}

impl SignIn {
    /// The way to the credentials of a profile. `sts` is the configuration of the requests that assume roles.
    pub fn new(
        settings: &Settings,
        profile: &SelectedProfile,
        files: Option<EnvConfigFiles>,
        config: &SdkConfig,
        sts: SdkConfig,
    ) -> Self {
        if settings.no_sign_request || profile.environment_credentials {
            return Self::default();
        }
        let (base, roles) = roles(&profile.all, &profile.name);
        let sources = Sources { config: provider_config(config), files };
        if roles.iter().any(super::roles::ProfileRole::asks) {
            let connection = to_sts(settings, profile, &sts);
            let chain =
                RoleChain::new(sources.of(base), roles, sts, connection, settings.mfa_sessions.clone());
            let chain = Arc::new(chain);
            let provider = SharedCredentialsProvider::new(SharedRoles(Arc::clone(&chain)));
            return Self { provider: Some(provider), roles: Some(chain) };
        }
        // The SDK's own chain begins with the environment, whichever profile was asked for.
        let provider = settings.profile.as_ref().map(|name| sources.of_profile(name));
        Self { provider, roles: None }
    }
}

/// Where the requests go that assume roles, for their errors.
fn to_sts(settings: &Settings, profile: &SelectedProfile, sts: &SdkConfig) -> Connection {
    let region = sts.region().map(ToString::to_string);
    let endpoint = sts.endpoint_url().map(str::to_owned);
    let host = format!("https://sts.{}.amazonaws.com", region.as_deref().unwrap_or_default());
    Connection {
        sts_proxy: Proxies::of(settings).name_of(endpoint.as_deref().unwrap_or(&host)),
        sts: endpoint,
        region,
        profile: Some(profile.name.clone()),
        sign_in: profile.sign_in(),
        ..Connection::default()
    }
}

/// The SDK takes a provider, not a shared one.
#[derive(Debug)]
struct SharedRoles(Arc<RoleChain>);

impl aws_credential_types::provider::ProvideCredentials for SharedRoles {
    fn provide_credentials<'a>(&'a self) -> aws_credential_types::provider::future::ProvideCredentials<'a>
    where
        Self: 'a,
    {
        self.0.provide_credentials()
    }
}

fn provider_config(config: &SdkConfig) -> ProviderConfig {
    let mut provider = ProviderConfig::without_region()
        .with_region(config.region().cloned())
        .with_use_fips(config.use_fips())
        .with_use_dual_stack(config.use_dual_stack())
        .with_sleep_impl(TokioSleep);
    if let Some(http) = config.http_client() {
        provider = provider.with_http_client(http);
    }
    if let Some(retries) = config.retry_config() {
        provider = provider.with_retry_config(retries.clone());
    }
    if let Some(timeouts) = config.timeout_config() {
        provider = provider.with_timeout_config(timeouts.clone());
    }
    provider
}

/// The SDK's providers.
struct Sources {
    config: ProviderConfig,
    files: Option<EnvConfigFiles>,
}

impl Sources {
    fn of(&self, base: Base) -> SharedCredentialsProvider {
        match base {
            Base::Profile(name) => SharedCredentialsProvider::new(self.profile(&name)),
            Base::Key(key) => SharedCredentialsProvider::new(key),
            Base::Source(source) => match source.as_str() {
                "Environment" => {
                    SharedCredentialsProvider::new(EnvironmentVariableCredentialsProvider::new())
                }
                "EcsContainer" => SharedCredentialsProvider::new(self.container()),
                _ => SharedCredentialsProvider::new(self.instance()),
            },
        }
    }

    /// The credentials of a profile, or of the machine if the profile has none, as in the AWS CLI.
    fn of_profile(&self, name: &str) -> SharedCredentialsProvider {
        let chain = CredentialsProviderChain::first_try("Profile", self.profile(name))
            .or_else("EcsContainer", self.container())
            .or_else("Ec2InstanceMetadata", self.instance());
        SharedCredentialsProvider::new(chain)
    }

    fn profile(&self, name: &str) -> ProfileFileCredentialsProvider {
        let mut profile =
            ProfileFileCredentialsProvider::builder().configure(&self.config).profile_name(name);
        if let Some(files) = &self.files {
            profile = profile.profile_files(files.clone());
        }
        profile.build()
    }

    fn container(&self) -> EcsCredentialsProvider {
        EcsCredentialsProvider::builder().configure(&self.config).build()
    }

    fn instance(&self) -> ImdsCredentialsProvider {
        ImdsCredentialsProvider::builder().configure(&self.config).build()
    }
}

/// A number that changes once somebody signs in on this machine, or changes the shared files: by the names,
/// sizes and times of the files that `aws sso login`, `aws login` and `aws configure` write.
pub fn fingerprint() -> u64 {
    let mut hasher = DefaultHasher::new();
    let variable = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let home = variable("HOME").unwrap_or_default();
    let at = |name: &str, default: &str| variable(name).unwrap_or_else(|| home.join(default));
    let folders = [home.join(".aws/sso/cache"), at("AWS_LOGIN_CACHE_DIRECTORY", ".aws/login/cache")];
    let mut files: Vec<_> = folders.iter().flat_map(|folder| entries(folder)).collect();
    files.sort_unstable();
    files.push(at("AWS_CONFIG_FILE", ".aws/config"));
    files.push(at("AWS_SHARED_CREDENTIALS_FILE", ".aws/credentials"));
    for file in files {
        let found = fs::metadata(&file).ok();
        let facts = found.map(|found| (found.len(), found.modified().ok()));
        (file, facts).hash(&mut hasher);
    }
    hasher.finish()
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|entry| entry.path()).collect()
}
