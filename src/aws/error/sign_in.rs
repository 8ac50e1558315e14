//! What to do about credentials that are missing or have expired.

use crate::message::Connection;

/// True if a sign-in has expired. IAM Identity Center says of an expired session that it is not authorized.
pub fn is_about_expiry(cause: &str) -> bool {
    cause.to_lowercase().contains("expired") || cause.contains("UnauthorizedException")
}

pub fn get_credentials(connection: &Connection) -> String {
    match (&connection.sign_in, &connection.profile) {
        (Some(command), _) => sign_in_with(command),
        (None, Some(profile)) => format!(
            "Check the settings of profile {profile}, or sign in for it in another terminal (aws configure \
            sso --profile {profile}, aws login --profile {profile}), and cognitui goes on by itself."
        ),
        (None, None) => {
            "Run aws configure or aws login in another terminal, and cognitui goes on by itself; \
            or name a profile with --profile."
                .to_owned()
        }
    }
}

pub fn sign_in(connection: &Connection) -> String {
    if connection.environment_credentials {
        return "The keys are those of the environment (AWS_ACCESS_KEY_ID): start again with new ones there, or \
                name a profile with --profile."
            .to_owned();
    }
    if let Some(command) = &connection.sign_in {
        return sign_in_with(command);
    }
    let profile =
        connection.profile.as_ref().map(|profile| format!(" --profile {profile}")).unwrap_or_default();
    format!("Sign in again in another terminal (aws sso login{profile}, or aws login), then try again.")
}

fn sign_in_with(command: &str) -> String {
    format!("Run {command} in another terminal, and cognitui goes on by itself.")
}
