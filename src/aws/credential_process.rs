//! The credential processes of profiles. The SDK runs them with this program's terminal, without a limit of
//! time, and prints what they print. So it is given this program as the credential process, which runs the
//! profile's own (`runtime/credential_process.rs`).

use std::path::Path;

use aws_config::profile::ProfileSet;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::error::{AppError, ErrorKind};

/// The hidden subcommand that runs a credential process.
pub const SUBCOMMAND: &str = "credential-process";

/// What the subcommand prints first when it fails, so that its words are told from those of the SDK.
pub const MARK: &str = "cognitui credential_process: ";

const SETTING: &str = "credential_process";

/// A credentials file with this program as every profile's credential process. Whatever refers to those
/// profiles (`source_profile`) works as before. The file is empty where no profile has one.
///
/// # Errors
/// This program can't be found.
pub(super) fn own_processes(profiles: &ProfileSet) -> Result<String, AppError> {
    if !profiles.profiles().any(|name| process_of(profiles, name).is_some()) {
        return Ok(String::new());
    }
    let program = std::env::current_exe().map_err(|error| {
        AppError::new("cognitui can't find its own file, which runs the credential process").cause(error)
    })?;
    Ok(overrides(profiles, &program))
}

fn process_of<'a>(profiles: &'a ProfileSet, name: &str) -> Option<&'a str> {
    profiles.get_profile(name)?.get(SETTING)
}

/// A file in which every profile with a credential process has another one.
fn overrides(profiles: &ProfileSet, program: &Path) -> String {
    let program = program.display().to_string().replace('\'', r"'\''");
    let names = profiles.profiles().filter_map(|name| Some((name, process_of(profiles, name)?)));
    let sections = names.map(|(name, command)| {
        format!("[{name}]\n{SETTING} = exec '{program}' {SUBCOMMAND} {}\n", encode(command))
    });
    sections.collect()
}

/// A command as one word that a shell and a profile file leave as it is.
fn encode(command: &str) -> String {
    URL_SAFE_NO_PAD.encode(command)
}

/// The command that a word stands for.
///
/// # Errors
/// It stands for none.
pub fn decode(word: &str) -> Result<String, AppError> {
    let bytes = URL_SAFE_NO_PAD.decode(word).ok();
    let command = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    command.ok_or_else(|| AppError::new("cognitui starts this itself; it is not for people"))
}

/// The failure that the subcommand has printed, with what the process itself printed as the cause.
pub(super) fn failure(words: &str, cannot: impl Fn(&str) -> AppError) -> Option<AppError> {
    let (_, words) = words.split_once(MARK)?;
    let (why, printed) = words.split_once('\n').unwrap_or((words, ""));
    let printed = printed.split_whitespace().collect::<Vec<_>>().join(" ");
    let error = cannot(why.trim())
        .hint("Run the command of credential_process in a shell to see what it needs, then try again.")
        .kind(ErrorKind::Credentials);
    Some(if printed.is_empty() { error } else { error.cause(format!("It printed: {printed}")) })
}

#[cfg(test)]
mod tests {
    use aws_runtime::env_config::file::{EnvConfigFileKind, EnvConfigFiles};

    use super::*;

    async fn profiles(config: &str) -> ProfileSet {
        let files = EnvConfigFiles::builder().with_contents(EnvConfigFileKind::Config, config).build();
        let (fs, env) = (aws_types::os_shim_internal::Fs::real(), aws_types::os_shim_internal::Env::real());
        aws_config::profile::load(&fs, &env, &files, None).await.expect("a file")
    }

    #[tokio::test]
    async fn only_profiles_with_a_credential_process_get_another_one_and_the_command_comes_back() {
        let command = r#"helper --name "it's; $HOME" 'x'"#;
        let profiles = profiles(&format!(
            "[profile a]\ncredential_process = {command}\n[profile b]\nsource_profile = a\nrole_arn = arn\n"
        ))
        .await;
        let file = overrides(&profiles, Path::new("/opt/it's/cognitui"));
        let words: Vec<_> = file.split_whitespace().collect();
        assert_eq!(words[..4], ["[a]", "credential_process", "=", "exec"]);
        assert_eq!(words[4..6], [r"'/opt/it'\''s/cognitui'", SUBCOMMAND]);
        assert_eq!(words.len(), 7, "one profile: {file}");
        assert_eq!(decode(words[6]).ok().as_deref(), Some(command));
        assert!(decode("no command!").is_err());
    }

    #[test]
    fn a_failure_of_the_process_is_told_in_our_words_and_anything_else_is_not_ours() {
        let cannot = |why: &str| AppError::new(format!("Can't list the user pools: {why}"));
        let words = format!(
            "external process exited with code 1. Stderr: {MARK}it ended with exit status 3\nno\n  card\n"
        );
        let error = failure(&words, cannot).expect("a failure");
        assert_eq!(error.summary, "Can't list the user pools: it ended with exit status 3");
        assert_eq!(error.cause.as_deref(), Some("It printed: no card"));
        assert!(failure("anything else", cannot).is_none());
    }
}
