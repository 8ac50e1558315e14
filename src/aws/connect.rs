//! Reads the AWS configuration and makes the SDK's clients, after the first frame is on the screen.

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
use super::iam::{self, Partition};
use super::pace::Pace;
use super::profile::SelectedProfile;
use super::proxy::{ByScheme, Proxies, Scheme};
use super::sign_in::SignIn;
use super::{Api, Settings, calls, profile, profiles};
use crate::error::{AppError, ErrorKind};
use crate::message::Connection;
use crate::secret::KnownSecrets;

/// Reads the configuration files and the environment, and makes the clients. Sends no request.
///
/// # Errors
/// The profile is unknown, there is no region, or the CA bundle holds no certificates.
pub async fn connect(settings: &Settings) -> Result<Api, AppError> {
    if settings.isolated {
        return connect_through(settings, http_client(settings)?);
    }
    let profile = SelectedProfile::read(settings).await?;
    let mut settings = settings.clone();
    if settings.ca_bundle.is_none() {
        settings.ca_bundle = profile.ca_bundle()?;
    }
    let (config, sign_in) = from_machine(&settings, &profile, http_client(&settings)?).await?;
    let mut api = api(&settings, &config)?;
    api.connection.environment_credentials = profile.environment_credentials;
    api.connection.sign_in = profile.sign_in();
    api.roles = sign_in.roles;
    Ok(api)
}

/// A connection that reads nothing from this machine.
pub(super) fn connect_through(settings: &Settings, http: SharedHttpClient) -> Result<Api, AppError> {
    api(settings, &isolated(settings, http))
}

fn api(settings: &Settings, config: &SdkConfig) -> Result<Api, AppError> {
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
    let user_pools = endpoint(config, "Cognito Identity Provider")?;
    let identity_pools = endpoint(config, "Cognito Identity")?;
    let iam = endpoint(config, "IAM")?;
    let sts = endpoint(config, "STS")?;
    let proxies = Proxies::of(settings);
    let proxy = |url: Option<&str>, prefix: &str| {
        let host = format!("https://{prefix}.{}.amazonaws.com", region.as_deref().unwrap_or_default());
        proxies.name_of(url.unwrap_or(&host))
    };
    let partition = Partition::of(region.as_deref().unwrap_or_default());
    let of_iam = partition
        .endpoint(config.use_fips().unwrap_or_default(), config.use_dual_stack().unwrap_or_default());
    let connection = Connection {
        user_pools_proxy: proxy(user_pools.as_deref(), "cognito-idp"),
        identity_pools_proxy: proxy(identity_pools.as_deref(), "cognito-identity"),
        iam_proxy: proxies.name_of(iam.as_deref().unwrap_or(of_iam)),
        sts_proxy: proxy(sts.as_deref(), "sts"),
        region,
        profile: named,
        environment_credentials: false,
        sign_in: None,
        user_pools,
        identity_pools,
        iam,
        sts,
    };
    let guard = Guard::new(settings, &connection);
    let (user_pools, identity_pools) = calls::clients(config, &connection, &guard, settings.no_sign_request);
    let sts = aws_sdk_sts::Client::from_conf(aws_sdk_sts::config::Builder::from(config).build());
    let once = user_pools.config().to_builder().retry_config(RetryConfig::disabled()).build();
    let user_pools_without_retries = aws_sdk_cognitoidentityprovider::Client::from_conf(once);
    let iam =
        iam::client(config, connection.iam.as_deref().unwrap_or(of_iam), &guard, settings.no_sign_request);
    let once = iam.config().to_builder().retry_config(RetryConfig::disabled()).build();
    let iam_without_retries = aws_sdk_sts::Client::from_conf(once);
    let once = identity_pools.config().to_builder().retry_config(RetryConfig::disabled()).build();
    let identity_pools_without_retries = aws_sdk_cognitoidentity::Client::from_conf(once);
    let fetcher = Fetcher::new(settings, tls(settings.ca_bundle.as_deref())?)?;
    Ok(Api {
        user_pools,
        identity_pools,
        sts,
        iam,
        partition,
        connection,
        user_pools_without_retries,
        identity_pools_without_retries,
        iam_without_retries,
        pace: Pace::default(),
        fetcher,
        guard,
        secrets: KnownSecrets::default(),
        roles: None,
        attempts: config.retry_config().map_or(1, RetryConfig::max_attempts),
    })
}

/// The HTTP client: rustls with ring, whose first call costs a tenth of that with aws-lc.
fn http_client(settings: &Settings) -> Result<SharedHttpClient, AppError> {
    let (context, proxies) = (tls(settings.ca_bundle.as_deref())?, Proxies::of(settings));
    // Without a proxy, http needs no TLS, and so no certificates.
    let plain = !proxies.has(Scheme::Http);
    let http = client_through(proxies.config(Scheme::Http)?, context.clone(), plain);
    let https = client_through(proxies.config(Scheme::Https)?, context, false);
    Ok(SharedHttpClient::new(ByScheme { http, https }))
}

fn client_through(proxy: ProxyConfig, context: Option<TlsContext>, plain: bool) -> SharedHttpClient {
    Builder::new().build_with_connector_fn(move |settings, components| {
        let mut builder = Connector::builder().proxy_config(proxy.clone());
        builder.set_connector_settings(settings.cloned());
        if let Some(components) = components {
            builder.set_sleep_impl(components.sleep_impl());
        }
        if plain {
            return builder.build_http();
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

/// A configuration that reads nothing from this machine.
fn isolated(settings: &Settings, http: SharedHttpClient) -> SdkConfig {
    let credentials = Credentials::new("AKIDEMO", "demo", None, None, "cognitui");
    let mut config = SdkConfig::builder()
        .behavior_version(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts(settings))
        .retry_config(profile::default_retries(settings))
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
async fn from_machine(
    settings: &Settings,
    profile: &SelectedProfile,
    http: SharedHttpClient,
) -> Result<(SdkConfig, SignIn), AppError> {
    let files = profiles::files_for_sdk(&profile.all)?;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .http_client(http)
        .timeout_config(timeouts(settings))
        .retry_config(profile.retries(settings)?)
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
    if let Some(files) = &files {
        loader = loader.profile_files(files.clone());
    }
    if settings.no_sign_request {
        loader = loader.no_credentials();
    }
    let config = loader.load().await;
    let sign_in = SignIn::new(settings, profile, files, &config, sts(&config)?);
    let config = match &sign_in.provider {
        Some(provider) => config.into_builder().credentials_provider(provider.clone()).build(),
        None => config,
    };
    Ok((config, sign_in))
}

/// The configuration of the requests that assume roles. As in the AWS CLI, `--endpoint-url` is not for them.
fn sts(config: &SdkConfig) -> Result<SdkConfig, AppError> {
    let url = configured_endpoint(config, "STS");
    if let Some(url) = &url {
        check_url(url, ENDPOINT_SETTING)?;
    }
    let mut builder = config.to_builder();
    builder.set_endpoint_url(url);
    Ok(builder.build())
}

/// The address that receives the requests of a service instead of AWS, in the SDK's own order of precedence:
/// the command line, the service's own setting, the general setting.
///
/// # Errors
/// Requests can't be sent to the address.
fn endpoint(config: &SdkConfig, service: &str) -> Result<Option<String>, AppError> {
    let general = config.endpoint_url().map(str::to_owned);
    let url = if config.get_origin("endpoint_url").is_client_config() {
        general
    } else {
        configured_endpoint(config, service).or(general)
    };
    if let Some(url) = &url {
        check_url(url, ENDPOINT_SETTING)?;
    }
    Ok(url)
}

const ENDPOINT_SETTING: &str = "The endpoint of the AWS configuration (endpoint_url, AWS_ENDPOINT_URL)";

/// The address for a service by the environment and the profile, also by its `services` section.
fn configured_endpoint(config: &SdkConfig, service: &str) -> Option<String> {
    let key = ServiceConfigKey::builder()
        .service_id(service)
        .env("AWS_ENDPOINT_URL")
        .profile("endpoint_url")
        .build()
        .ok()?;
    config.service_config()?.load_config(key)
}
