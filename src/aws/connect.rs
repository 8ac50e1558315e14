//! Reads the AWS configuration and makes the SDK's clients, after the first frame is on the screen.

use aws_config::profile::ProfileSet;
use aws_config::timeout::TimeoutConfig;
use aws_config::{AppName, BehaviorVersion, Region};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_http_client::proxy::ProxyConfig;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use aws_smithy_http_client::tls::{Provider, TlsContext, TrustStore};
use aws_smithy_http_client::{Builder, Connector};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use aws_smithy_types::retry::RetryConfig;
use aws_types::SdkConfig;
use aws_types::service_config::ServiceConfigKey;

use super::endpoint::{check_region, check_url};
use super::fetch::Fetcher;
use super::guard::Guard;
use super::pace::Pace;
use super::proxy::{ByScheme, Proxies, Scheme};
use super::wire::ATTEMPTS;
use super::{Api, Settings, calls, credential_process, profiles};
use crate::error::{AppError, ErrorKind};
use crate::message::Connection;
use crate::secret::KnownSecrets;

/// Reads the configuration files and the environment, and makes the clients. Sends no request.
///
/// # Errors
/// The profile is unknown, there is no region, or the CA bundle holds no certificates.
pub async fn connect(settings: &Settings) -> Result<Api, AppError> {
    connect_through(settings, http_client(settings)?).await
}

pub(super) async fn connect_through(settings: &Settings, http: SharedHttpClient) -> Result<Api, AppError> {
    let config =
        if settings.isolated { isolated(settings, http) } else { from_machine(settings, http).await? };
    let region = config.region().map(ToString::to_string);
    if region.is_none() {
        return Err(AppError::new("No region is set")
            .hint("Name one with --region, set AWS_REGION, or put region = … into the profile.")
            .kind(ErrorKind::Credentials));
    }
    if let Some(region) = &region {
        check_region(region)?;
    }
    let named =
        settings.profile.clone().or_else(|| std::env::var("AWS_PROFILE").ok().filter(|_| !settings.isolated));
    let user_pools = endpoint(&config, "Cognito Identity Provider")?;
    let identity_pools = endpoint(&config, "Cognito Identity")?;
    let proxies = Proxies::of(settings);
    let proxy = |url: Option<&str>, prefix: &str| {
        let host = format!("https://{prefix}.{}.amazonaws.com", region.as_deref().unwrap_or_default());
        proxies.name_of(url.unwrap_or(&host))
    };
    let connection = Connection {
        user_pools_proxy: proxy(user_pools.as_deref(), "cognito-idp"),
        identity_pools_proxy: proxy(identity_pools.as_deref(), "cognito-identity"),
        region,
        profile: named,
        user_pools,
        identity_pools,
    };
    let guard = Guard::new(settings, &connection);
    let (user_pools, identity_pools) = calls::clients(&config, &guard, settings.no_sign_request);
    let sts = aws_sdk_sts::Client::from_conf(aws_sdk_sts::config::Builder::from(&config).build());
    let once = user_pools.config().to_builder().retry_config(RetryConfig::disabled()).build();
    let user_pools_without_retries = aws_sdk_cognitoidentityprovider::Client::from_conf(once);
    let once = identity_pools.config().to_builder().retry_config(RetryConfig::disabled()).build();
    let identity_pools_without_retries = aws_sdk_cognitoidentity::Client::from_conf(once);
    let fetcher = Fetcher::new(settings, tls(settings.ca_bundle.as_deref())?)?;
    Ok(Api {
        user_pools,
        identity_pools,
        sts,
        connection,
        user_pools_without_retries,
        identity_pools_without_retries,
        pace: Pace::default(),
        fetcher,
        guard,
        secrets: KnownSecrets::default(),
    })
}

/// The HTTP client: rustls with ring, whose first call costs a tenth of that with aws-lc.
fn http_client(settings: &Settings) -> Result<SharedHttpClient, AppError> {
    let (context, proxies) = (tls(settings.ca_bundle.as_deref())?, Proxies::of(settings));
    let client = |scheme| Ok(client_through(proxies.config(scheme)?, context.clone()));
    Ok(SharedHttpClient::new(ByScheme { http: client(Scheme::Http)?, https: client(Scheme::Https)? }))
}

fn client_through(proxy: ProxyConfig, context: Option<TlsContext>) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, components| {
        let mut builder = Connector::builder().proxy_config(proxy.clone());
        builder.set_connector_settings(settings.cloned());
        if let Some(components) = components {
            builder.set_sleep_impl(components.sleep_impl());
        }
        let mut builder = builder.tls_provider(Provider::Rustls(CryptoMode::Ring));
        if let Some(context) = &context {
            builder.set_tls_context(context.clone());
        }
        builder.build()
    })
}

/// The certificates to trust instead of the system's, if any.
fn tls(ca_bundle: Option<&[u8]>) -> Result<Option<TlsContext>, AppError> {
    let Some(pem) = ca_bundle else { return Ok(None) };
    let store = TrustStore::empty().with_pem_certificate(pem);
    let context = TlsContext::builder().with_trust_store(store).build();
    context.map(Some).map_err(|error| AppError::new("The CA bundle can't be used").cause(error))
}

/// The SDK's own read timeout ends once an answer begins; the time for an attempt bounds the whole of it.
fn timeouts(settings: &Settings) -> TimeoutConfig {
    let attempt = settings.connect_timeout + settings.read_timeout * 2;
    TimeoutConfig::builder()
        .connect_timeout(settings.connect_timeout)
        .read_timeout(settings.read_timeout)
        .operation_attempt_timeout(attempt)
        .operation_timeout(attempt * 2)
        .build()
}

fn retries(settings: &Settings) -> RetryConfig {
    RetryConfig::standard().with_max_attempts(ATTEMPTS).with_initial_backoff(settings.backoff)
}

/// A configuration that reads nothing from this machine.
fn isolated(settings: &Settings, http: SharedHttpClient) -> SdkConfig {
    let credentials = Credentials::new("AKIDEMO", "demo", None, None, "cognitui");
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts(settings))
        .retry_config(retries(settings))
        .sleep_impl(aws_smithy_async_sleep())
        .region(settings.region.clone().map(Region::new))
        .credentials_provider(SharedCredentialsProvider::new(credentials));
    config.set_endpoint_url(settings.endpoint_url.clone());
    config.build()
}

fn aws_smithy_async_sleep() -> aws_sdk_sts::config::SharedAsyncSleep {
    aws_sdk_sts::config::SharedAsyncSleep::new(TokioSleep)
}

/// Waits on tokio's clock between retries and for time-outs.
#[derive(Debug)]
pub(super) struct TokioSleep;

impl aws_sdk_sts::config::AsyncSleep for TokioSleep {
    fn sleep(&self, duration: std::time::Duration) -> aws_sdk_sts::config::Sleep {
        aws_sdk_sts::config::Sleep::new(tokio::time::sleep(duration))
    }
}

/// The configuration of this machine: environment, shared files, SSO, `aws login`, processes, containers,
/// instances.
async fn from_machine(settings: &Settings, http: SharedHttpClient) -> Result<SdkConfig, AppError> {
    let profiles = known_profile(settings).await?;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts(settings))
        .retry_config(retries(settings))
        .sleep_impl(TokioSleep);
    if let Ok(name) = AppName::new("cognitui") {
        loader = loader.app_name(name);
    }
    if let Some(profile) = &settings.profile {
        loader = loader.profile_name(profile);
    }
    if let Some(region) = &settings.region {
        loader = loader.region(Region::new(region.clone()));
    }
    if let Some(url) = &settings.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    if let Some(files) = credential_process::files(&profiles)? {
        loader = loader.profile_files(files);
    }
    if settings.no_sign_request {
        loader = loader.no_credentials();
    }
    Ok(loader.load().await)
}

/// Reads the configuration files. Refuses those that can't be read, a profile that does not exist, which the
/// SDK takes for an empty one, and one that needs a code of the user.
async fn known_profile(settings: &Settings) -> Result<ProfileSet, AppError> {
    let named = settings.profile.clone().or_else(|| std::env::var("AWS_PROFILE").ok());
    let named = named.filter(|named| !named.is_empty()).unwrap_or_else(|| "default".to_owned());
    let profiles = profiles::load().await?;
    let has_key = std::env::var_os("AWS_ACCESS_KEY_ID").is_some_and(|key| !key.is_empty());
    let from_environment = has_key || settings.no_sign_request;
    if let Some(profile) = profiles.get_profile(&named) {
        let asks = profile.get("role_arn").is_some() && profile.get("mfa_serial").is_some();
        return if asks && !from_environment { Err(needs_code(&named)) } else { Ok(profiles) };
    }
    if named == "default" {
        return Ok(profiles);
    }
    let mut known: Vec<_> = profiles.profiles().collect();
    known.sort_unstable();
    let hint = match known.as_slice() {
        [] => "There are no profiles on this machine. Create one with aws configure.".to_owned(),
        known => format!("The profiles are: {}.", known.join(", ")),
    };
    Err(AppError::new(format!("There is no profile '{named}'")).hint(hint).kind(ErrorKind::Credentials))
}

fn needs_code(profile: &str) -> AppError {
    AppError::new(format!("Profile {profile} needs the code of an MFA device (mfa_serial)"))
        .hint(
            "cognitui can't ask for it. Sign in another way in another terminal (aws sso login, aws login), or \
            put temporary credentials into the environment (aws sts assume-role --token-code).",
        )
        .kind(ErrorKind::Credentials)
}

/// The address that receives the requests of a service instead of AWS, in the SDK's own order of precedence:
/// the command line, the service's own setting, the general setting.
///
/// # Errors
/// Requests can't be sent to the address.
fn endpoint(config: &SdkConfig, service: &str) -> Result<Option<String>, AppError> {
    let general = config.endpoint_url().map(str::to_owned);
    let own = || {
        let key = ServiceConfigKey::builder()
            .service_id(service)
            .env("AWS_ENDPOINT_URL")
            .profile("endpoint_url")
            .build()
            .ok()?;
        config.service_config()?.load_config(key)
    };
    let url = if config.get_origin("endpoint_url").is_client_config() { general } else { own().or(general) };
    if let Some(url) = &url {
        check_url(url, "The endpoint of the AWS configuration (endpoint_url, AWS_ENDPOINT_URL)")?;
    }
    Ok(url)
}
