//! The `services` sections of profiles, which say where the requests of a service go. AWS documents the names
//! of services with underscores, such as `sso_oidc`, and the SDK looks for `sso-oidc`.

use std::collections::BTreeSet;

use aws_config::profile::ProfileSet;
use aws_runtime::env_config::property::PropertiesKey;

/// The services of our requests whose names have several words, as AWS documents them.
const NAMES: [&str; 3] = ["cognito_identity_provider", "cognito_identity", "sso_oidc"];

const SECTION: &str = "services";
const URL: &str = "endpoint_url";

/// A configuration file that has the addresses of these services under the names that the SDK looks for. It
/// is empty where no profile gives one.
pub(super) fn renamed(profiles: &ProfileSet) -> String {
    let section_of = |name: &str| Some(profiles.get_profile(name)?.get(SECTION)?.trim());
    let sections: BTreeSet<_> = profiles.profiles().filter_map(section_of).collect();
    let of_section = |section: &&str| {
        let addresses = NAMES.iter().filter_map(|name| {
            let url = address(profiles, section, name)?;
            Some(format!("{} =\n  {URL} = {url}\n", name.replace('_', "-")))
        });
        let addresses: String = addresses.collect();
        (!addresses.is_empty()).then(|| format!("[{SECTION} {section}]\n{addresses}"))
    };
    sections.iter().filter_map(of_section).collect()
}

fn address<'a>(profiles: &'a ProfileSet, section: &str, service: &str) -> Option<&'a str> {
    let key = PropertiesKey::builder()
        .section_key(SECTION)
        .section_name(section)
        .property_name(service)
        .sub_property_name(URL)
        .build()
        .ok()?;
    profiles.other_sections().get(&key).map(String::as_str)
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

    #[tokio::test]
    async fn services_of_several_words_get_the_name_that_the_sdk_looks_for() {
        let profiles = read(
            "[default]\nservices = local\n[profile other]\nservices = local\n[profile none]\n\
             [services local]\nsso_oidc =\n  endpoint_url = http://oidc\nsts =\n  endpoint_url = http://sts\n\
             cognito_identity =\n  endpoint_url = http://pools\n\
             [services unused]\nsso_oidc =\n  endpoint_url = http://unused\n",
        )
        .await;
        assert_eq!(
            renamed(&profiles),
            "[services local]\ncognito-identity =\n  endpoint_url = http://pools\nsso-oidc =\n  endpoint_url = \
             http://oidc\n"
        );
        assert_eq!(renamed(&read("[default]\nservices = gone\n").await), "");
    }
}
