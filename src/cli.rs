//! The command line: its options, with the AWS CLI's names, and the checks that need no network.

pub mod audit;
pub mod change;
pub mod command;
pub mod completion;
pub mod config;
pub mod create;
pub mod diff;
pub mod edit;
pub mod export;
pub mod get;
pub mod history;
pub mod input;
pub mod keys;
pub mod list;
pub mod lookup;
pub mod manual;
pub mod output;
pub mod query;
pub mod resource_path;
pub mod revert;
pub mod task;

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Parser, ValueEnum};

use crate::app::{Options, Target};
use crate::aws::{Settings, ca_bundle, check_url};
use crate::config::SelectionSetting;
use crate::demo::Store;
use crate::error::AppError;
use crate::message::is_region;
use crate::resource::tables::{IDENTITY_POOL, USER_POOL};
use crate::resource::{Key, Kind};
use crate::runtime::calls::Destination;
use crate::runtime::history_file::HistoryPlace;
use crate::runtime::{Colours, Look, Plan, Selection};

pub use crate::cli::task::{ConfigTask, HistoryTask, OutputFormat, Task};

/// The options that lead to AWS.
const NOT_WITH_DEMO: [&str; 5] = ["profile", "region", "endpoint_url", "no_sign_request", "ca_bundle"];

/// The Amazon Cognito console for a terminal.
///
/// Browse user pools and identity pools, change a setting by hand, see exactly what will change before it
/// does, and know that nothing else did after.
#[derive(Debug, Clone, Parser)]
#[command(version, max_term_width = 100)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
#[expect(clippy::doc_markdown, reason = "the comments are the help, where marks would stay")]
pub struct Cli {
    #[command(subcommand)]
    pub task: Option<Task>,

    /// Where to begin: user-pools, identity-pools, or the id of a pool [default: user-pools]
    ///
    /// A user pool's id looks like eu-west-1_AbCd12345, an identity pool's like
    /// eu-west-1:01234567-89ab-cdef-0123-456789abcdef. The region in an id is used unless --region names
    /// another one.
    pub target: Option<String>,

    /// The profile to use of your AWS configuration
    #[arg(long, value_name = "NAME", global = true)]
    pub profile: Option<String>,

    /// The region to use instead of the target's or the profile's
    #[arg(long, value_name = "REGION", global = true)]
    pub region: Option<String>,

    /// Send requests to this URL instead of to AWS
    #[arg(long, value_name = "URL", global = true)]
    pub endpoint_url: Option<String>,

    /// Trust the certificates of this PEM file instead of the system's [env: AWS_CA_BUNDLE]
    #[arg(long, value_name = "FILE", global = true)]
    pub ca_bundle: Option<PathBuf>,

    /// Send requests without credentials and signature
    #[arg(long, global = true)]
    pub no_sign_request: bool,

    /// How many seconds a connection may take to open
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds, global = true)]
    pub connect_timeout: Duration,

    /// How many seconds an answer may take to begin; twice as many, it may take to end
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds, global = true)]
    pub read_timeout: Duration,

    /// Refuse every change, whatever the credentials allow
    #[arg(long, global = true)]
    pub read_only: bool,

    /// Try it without an AWS account: a made-up one in this process
    #[arg(long, global = true, conflicts_with_all = NOT_WITH_DEMO)]
    pub demo: bool,

    /// Keep no record of the changes made, and no drafts of edits
    #[arg(long, global = true)]
    pub no_history: bool,

    /// Read this file instead of cognitui/config.toml in the configuration folder (XDG_CONFIG_HOME, or
    /// ~/.config)
    #[arg(long, value_name = "FILE", global = true)]
    pub config: Option<PathBuf>,

    /// A scan for findings after another one keeps what is not older than this: 30m, 2h, 1d; 0 keeps
    /// nothing [default: 5m]
    #[arg(long, value_name = "AGE", value_parser = max_age)]
    pub max_age: Option<i64>,

    /// When to use colours; auto obeys NO_COLOR
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,

    /// Log requests, without their contents, to cognitui/debug.log in the state folder (XDG_STATE_HOME, or
    /// ~/.local/state)
    #[arg(long, global = true)]
    pub debug: bool,

    /// Refused, with what to do instead.
    #[arg(long, hide = true)]
    pub no_verify_ssl: bool,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::doc_markdown, reason = "the comments are the help, where marks would stay")]
pub enum Color {
    /// When the terminal has them and NO_COLOR does not forbid them.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

impl Cli {
    /// Checks the options and reads the CA bundle.
    ///
    /// # Errors
    /// If an option is invalid.
    pub fn plan(self) -> Result<Plan, AppError> {
        if self.no_verify_ssl {
            return Err(AppError::new(
                "--no-verify-ssl is not supported: whoever answers would get your credentials' signature",
            )
            .hint("Name the certificate to trust with --ca-bundle FILE."));
        }
        let (target, target_region) = match &self.target {
            Some(target) => parse_target(target)?,
            None => (Target::UserPools, None),
        };
        let config = config::read(self.config.as_deref())?.unwrap_or_default();
        let config_file = (!self.demo).then(|| config::place(self.config.as_deref())).flatten();
        let rules = config.rules.clone();
        let (region, destination) = if self.demo {
            (
                Some(Store::REGION.to_owned()),
                Destination::Demo(Settings { read_only: self.read_only, rules, ..Settings::default() }),
            )
        } else {
            let region = self.region.clone().or(target_region);
            (region.clone(), Destination::Aws(Settings { rules, ..self.settings(region)? }))
        };
        let history = (!self.no_history).then(|| format!("{:x}", std::process::id()));
        let place = if self.demo { HistoryPlace::Memory } else { HistoryPlace::State };
        let look = Look {
            colours: self.color.colours(std::env::var_os),
            selection: selection(config.selection, std::env::var_os),
            theme: config.theme,
        };
        let options = Options {
            read_only: self.read_only,
            demo: self.demo,
            profile: self.profile,
            region,
            config,
            config_file,
            history,
            max_age: self.max_age,
        };
        Ok(Plan { options, target, destination, history: place, look })
    }

    fn settings(&self, region: Option<String>) -> Result<Settings, AppError> {
        if let Some(url) = &self.endpoint_url {
            check_url(url, "--endpoint-url")?;
        }
        let from_env = std::env::var_os("AWS_CA_BUNDLE").filter(|name| !name.is_empty()).map(PathBuf::from);
        let bundle = match (&self.ca_bundle, &from_env) {
            (Some(file), _) => Some(ca_bundle::read(file, "--ca-bundle")?),
            (None, Some(file)) => Some(ca_bundle::read(file, "AWS_CA_BUNDLE")?),
            (None, None) => None,
        };
        Ok(Settings {
            profile: self.profile.clone(),
            region,
            endpoint_url: self.endpoint_url.clone(),
            ca_bundle: bundle,
            no_sign_request: self.no_sign_request,
            connect_timeout: self.connect_timeout,
            read_timeout: self.read_timeout,
            read_only: self.read_only,
            ..Settings::default()
        })
    }
}

impl Color {
    /// The colours to use, by the environment's variables.
    fn colours(self, variable: impl Fn(&'static str) -> Option<OsString>) -> Colours {
        let term = variable("TERM");
        let is_forbidden = variable("NO_COLOR").is_some_and(|value| !value.is_empty());
        let is_dumb = term.as_ref().is_some_and(|term| term == "dumb");
        match self {
            Self::Never => return Colours::None,
            Self::Auto if is_forbidden || is_dumb => return Colours::None,
            Self::Auto | Self::Always => {}
        }
        let has = |variable: Option<OsString>, words: &[&str]| {
            variable.is_some_and(|value| words.iter().any(|word| value.to_string_lossy().contains(word)))
        };
        if has(variable("COLORTERM"), &["truecolor", "24bit"]) || has(term.clone(), &["direct"]) {
            Colours::True
        } else if has(term, &["256color"]) {
            Colours::Indexed
        } else {
            Colours::Basic
        }
    }
}

/// A bar costs more bytes than a marker, which a remote session may feel.
fn selection(setting: SelectionSetting, variable: impl Fn(&'static str) -> Option<OsString>) -> Selection {
    match setting {
        SelectionSetting::Marker => Selection::Marker,
        SelectionSetting::Auto if variable("SSH_CONNECTION").is_some() => Selection::Marker,
        SelectionSetting::Bar | SelectionSetting::Auto => Selection::Bar,
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<u32>() {
        Ok(0) => Err("a request needs at least one second".to_owned()),
        Ok(seconds) => Ok(Duration::from_secs(seconds.into())),
        Err(_) => Err("it must be a whole number of seconds".to_owned()),
    }
}

fn max_age(text: &str) -> Result<i64, String> {
    let units = [("m", 60), ("h", 3600), ("d", 86_400)];
    let unit = units.into_iter().find_map(|(unit, seconds)| Some((text.strip_suffix(unit)?, seconds)));
    let (number, seconds) = unit.unwrap_or((text, 0));
    match number.parse::<u16>() {
        Ok(number) if seconds > 0 || number == 0 => Ok(i64::from(number) * seconds),
        _ => Err("it must be a whole number with m, h or d, such as 30m, or 0".to_owned()),
    }
}

/// The screen to start with, and the region in a pool's id.
fn parse_target(text: &str) -> Result<(Target, Option<String>), AppError> {
    match text {
        "user-pools" => return Ok((Target::UserPools, None)),
        "identity-pools" => return Ok((Target::IdentityPools, None)),
        _ => {}
    }
    if let Some((kind, region)) = pool_id(text) {
        return Ok((Target::Resource(Key::top(kind, text)), Some(region.to_owned())));
    }
    Err(AppError::new(format!("'{text}' is not a valid target")).hint(
        "Give user-pools, identity-pools, or a pool's id: eu-west-1_AbCd12345 or \
            eu-west-1:01234567-89ab-cdef-0123-456789abcdef.",
    ))
}

/// The kind of pool that an id is of, and the region in it; `None` if it is no id of a pool.
fn pool_id(text: &str) -> Option<(&'static Kind, &str)> {
    let user_pool = || {
        let (region, id) = text.split_once('_')?;
        (is_region(region) && is_word(id)).then_some((&USER_POOL, region))
    };
    let identity_pool = || {
        let (region, id) = text.split_once(':')?;
        (is_region(region) && is_guid(id)).then_some((&IDENTITY_POOL, region))
    };
    user_pool().or_else(identity_pool)
}

fn is_word(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_guid(text: &str) -> bool {
    let lengths: Vec<_> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_the_terminal_unless_they_were_asked_for_or_forbidden() {
        let of = |color: Color, variables: &[(&'static str, &str)]| {
            color.colours(|name| {
                variables.iter().find(|(other, _)| *other == name).map(|(_, value)| (*value).into())
            })
        };
        assert_eq!(of(Color::Auto, &[("TERM", "xterm")]), Colours::Basic);
        assert_eq!(of(Color::Auto, &[("TERM", "xterm"), ("NO_COLOR", "")]), Colours::Basic);
        assert_eq!(of(Color::Auto, &[]), Colours::Basic);
        assert_eq!(of(Color::Auto, &[("TERM", "tmux-256color")]), Colours::Indexed);
        assert_eq!(of(Color::Auto, &[("TERM", "xterm"), ("COLORTERM", "truecolor")]), Colours::True);
        assert_eq!(of(Color::Auto, &[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Colours::None);
        assert_eq!(of(Color::Auto, &[("TERM", "dumb")]), Colours::None);
        assert_eq!(of(Color::Always, &[("TERM", "dumb"), ("NO_COLOR", "1")]), Colours::Basic);
        assert_eq!(of(Color::Never, &[("TERM", "xterm-256color")]), Colours::None);
    }

    #[test]
    fn an_age_is_a_number_with_its_unit_or_nothing() {
        for (text, seconds) in [("0", 0), ("0m", 0), ("5m", 300), ("2h", 7200), ("1d", 86_400)] {
            assert_eq!(max_age(text), Ok(seconds), "{text}");
        }
        for wrong in ["", "m", "5", "-1m", "1.5h", "5 m", "5s", "70000d", "+"] {
            assert!(max_age(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_remote_session_gets_the_marker_and_a_local_one_the_bar_unless_the_configuration_decides() {
        let ssh = |name| (name == "SSH_CONNECTION").then(|| OsString::from("1"));
        assert_eq!(selection(SelectionSetting::Auto, |_| None), Selection::Bar);
        assert_eq!(selection(SelectionSetting::Auto, ssh), Selection::Marker);
        assert_eq!(selection(SelectionSetting::Bar, ssh), Selection::Bar);
        assert_eq!(selection(SelectionSetting::Marker, |_| None), Selection::Marker);
    }
}
