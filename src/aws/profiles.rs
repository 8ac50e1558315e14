//! The profiles of the shared files, for the user to choose from.

use aws_config::profile::{Profile, ProfileSet};
use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};
use aws_types::os_shim_internal::{Env, Fs};

use super::{credential_process, services};
use crate::error::{AppError, ErrorKind, chain};
use crate::message::{ProfileKind, ProfileSummary};

/// Reads the shared files.
///
/// # Errors
/// If they can't be read.
pub(super) async fn load() -> Result<ProfileSet, AppError> {
    let files = EnvConfigFiles::default();
    aws_config::profile::load(&Fs::real(), &Env::real(), &files, None).await.map_err(|error| {
        AppError::new("The AWS configuration files can't be read")
            .hint("Correct ~/.aws/config or ~/.aws/credentials, then refresh.")
            .cause(chain(&error).replace('\n', " "))
            .kind(ErrorKind::Credentials)
    })
}

/// The shared files, and what the SDK has to read beside them to do as they say; `None` where that is
/// nothing.
///
/// # Errors
/// This program can't be found, which runs the credential processes.
pub(super) fn files_for_sdk(profiles: &ProfileSet) -> Result<Option<EnvConfigFiles>, AppError> {
    let (processes, services) = (credential_process::own_processes(profiles)?, services::renamed(profiles));
    if processes.is_empty() && services.is_empty() {
        return Ok(None);
    }
    let files = EnvConfigFiles::builder()
        .include_default_config_file(true)
        .include_default_credentials_file(true)
        .with_contents(EnvConfigFileKind::Config, services)
        .with_contents(EnvConfigFileKind::Credentials, processes);
    Ok(Some(files.build()))
}

/// The profiles of this machine by name.
///
/// # Errors
/// If the shared files can't be read.
pub async fn profiles() -> Result<Vec<ProfileSummary>, AppError> {
    let files = load().await?;
    let mut found: Vec<_> =
        files.profiles().filter_map(|name| files.get_profile(name)).map(summary).collect();
    found.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

fn summary(profile: &Profile) -> ProfileSummary {
    let get = |name: &str| profile.get(name).map(str::to_owned);
    let has = |name: &str| profile.get(name).is_some();
    let kind = if has("role_arn") && has("web_identity_token_file") {
        ProfileKind::WebIdentity
    } else if has("role_arn") {
        ProfileKind::Role(get("source_profile").or_else(|| get("credential_source")))
    } else if has("sso_session") || has("sso_start_url") {
        ProfileKind::Sso(get("sso_session"))
    } else if has("login_session") {
        ProfileKind::Login
    } else if has("credential_process") {
        ProfileKind::Process
    } else if has("aws_access_key_id") {
        ProfileKind::StaticKeys
    } else {
        ProfileKind::Elsewhere
    };
    // arn:aws:iam::123456789012:role/Admin
    let of_role = profile.get("role_arn").and_then(|arn| arn.split(':').nth(4)).filter(|id| !id.is_empty());
    let account = of_role.or_else(|| profile.get("sso_account_id")).map(str::to_owned);
    ProfileSummary { name: profile.name().to_owned(), kind, region: get("region"), account }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_kinds_of_profiles_are_told_apart() {
        let text = "\
            [default]\naws_access_key_id = A\naws_secret_access_key = B\n\
            [profile sso]\nsso_session = corp\nsso_account_id = 111111111111\nregion = eu-west-1\n\
            [profile legacy]\nsso_start_url = https://x\n\
            [profile admin]\nrole_arn = arn:aws:iam::222222222222:role/Admin\nsource_profile = sso\n\
            [profile pod]\nrole_arn = arn:aws:iam::333333333333:role/Pod\nweb_identity_token_file = /t\n\
            [profile vault]\ncredential_process = vault get\n\
            [profile plain]\nregion = us-east-1\n\
            [sso-session corp]\nsso_region = eu-west-1\n";
        let files = EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, text).build();
        let loaded = aws_config::profile::load(&Fs::real(), &Env::from_slice(&[]), &files, None).await;
        let loaded = loaded.expect("profiles");
        let of = |name: &str| summary(loaded.get_profile(name).expect("the profile"));
        assert_eq!(of("default").kind, ProfileKind::StaticKeys);
        assert_eq!(of("sso").kind.words(), "SSO session corp");
        assert_eq!(
            (of("sso").account.as_deref(), of("sso").region.as_deref()),
            (Some("111111111111"), Some("eu-west-1"))
        );
        assert_eq!(of("legacy").kind, ProfileKind::Sso(None));
        assert_eq!(
            (of("admin").kind.words().as_str(), of("admin").account.as_deref()),
            ("role, by sso", Some("222222222222"))
        );
        assert_eq!(of("pod").kind, ProfileKind::WebIdentity);
        assert_eq!(of("vault").kind, ProfileKind::Process);
        assert_eq!(of("plain").kind, ProfileKind::Elsewhere);
    }
}
