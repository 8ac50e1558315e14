//! The tasks of the command line: what the program does instead of opening the screen.

use clap::{Subcommand, ValueEnum};
use clap_complete::Shell;

use crate::aws::credential_process::{SUBCOMMAND, decode};
use crate::cli::audit::AuditArgs;
use crate::cli::change::ConsentOptions;
use crate::cli::edit::Wanted;
use crate::cli::output::OutputOptions;
use crate::cli::{
    Cli, audit, completion, config, create, diff, edit, export, get, history, keys, list, manual, revert,
};
use crate::error::AppError;
use crate::runtime::credential_process;

/// What to do instead of opening the screen.
#[derive(Debug, Clone, Subcommand)]
pub enum Task {
    /// Print the changes made from this machine, oldest first
    History {
        #[command(subcommand)]
        task: Option<HistoryTask>,

        /// How to print them; json is one JSON document per line
        #[arg(long, value_name = "FORMAT", default_value = "text")]
        output: OutputFormat,
    },

    /// Print a resource, or one member of it
    ///
    /// A TARGET is the id of a pool (eu-west-1_AbCd12345), its ARN, or a path by name:
    /// user-pool/shop/client/web, identity-pool/shop/roles. A single - reads many TARGETs from standard
    /// input, one on each line.
    Get {
        /// The resource
        target: String,

        /// The member to print, such as `CallbackURLs` or Policies.PasswordPolicy.MinimumLength
        member: Option<String>,

        #[command(flatten)]
        output: OutputOptions,
    },

    /// List the resources of a kind: user-pool, identity-pool, or user-pool/shop/client
    List {
        /// The kind, after the path of what contains the resources
        #[arg(value_name = "KIND")]
        list: String,

        #[command(flatten)]
        output: OutputOptions,
    },

    /// Scan all pools for findings, and print them
    ///
    /// Only reads, at less than 4 requests a second. The exit status is 0 if nothing was found, 1 if
    /// something was, 2 for a wrong command line, and 3 if nothing was found but not everything was read.
    Audit(AuditArgs),

    /// Change members of a resource, and nothing else
    ///
    /// The exit status is 0 if it is applied or there is nothing to do, 1 if it was refused or somebody else
    /// changed the resource, 2 for a wrong command line, and 3 if it is unknown whether it was applied.
    Set {
        /// The resource; a single - reads many from standard input, one on each line
        target: String,

        /// The members and what becomes of them.
        #[arg(
            value_name = "MEMBER=VALUE",
            help = "MEMBER=VALUE, or MEMBER+=VALUE and MEMBER-=VALUE for the entries of a list; \
                    file://PATH as a VALUE is the text of a file"
        )]
        assignments: Vec<String>,

        /// Take a member away, so that AWS's default holds
        #[arg(long, value_name = "MEMBER")]
        unset: Vec<String>,

        #[command(flatten)]
        consent: ConsentOptions,
    },

    /// Change a resource to what a document says; members that it does not name stay as they are
    ///
    /// The exit status is that of set.
    Apply {
        /// The resource; a single - reads many from standard input, one on each line
        target: String,

        /// The document as JSON, whole or in part, or - for standard input; null takes a member away
        file: String,

        #[command(flatten)]
        consent: ConsentOptions,
    },

    /// Create a resource from a document, and print it
    ///
    /// The exit status is that of set.
    Create {
        /// The kind, after the path of what is to contain the resource: user-pool/shop/client
        #[arg(value_name = "KIND")]
        list: String,

        /// The document as JSON, or - for standard input
        file: String,

        #[command(flatten)]
        consent: ConsentOptions,

        #[command(flatten)]
        output: OutputOptions,
    },

    /// Print what makes the settings of one resource those of another, as apply takes it
    Diff {
        /// A TARGET, or a file of a document
        first: String,

        /// Another one
        second: String,

        #[command(flatten)]
        output: OutputOptions,
    },

    /// Print a resource without its secrets; of a pool also what belongs to it
    Export {
        /// The resource
        target: String,

        /// Leave out what can't be read, and name it in the output
        #[arg(long)]
        partial: bool,
    },

    /// Print the empty document of a kind, as create takes it
    Skeleton {
        /// The kind: client, provider, identity-pool and so on
        kind: String,
    },

    /// Print the completions for a shell
    Completions {
        /// The shell
        shell: Shell,
    },

    /// Print the man page
    Man {
        /// The command that the page is about, instead of the program
        command: Option<String>,
    },

    /// Print the words that may end a command line, for the completions of a shell
    #[command(name = completion::COMMAND, hide = true)]
    CompletionWords {
        /// The command line up to the cursor
        #[arg(allow_hyphen_values = true)]
        line: String,
    },

    /// Run a credential process for cognitui itself
    #[command(name = SUBCOMMAND, hide = true)]
    CredentialProcess { command: String },

    /// Print or check the configuration
    Config {
        #[command(subcommand)]
        task: ConfigTask,
    },

    /// Print the keys that hold, with their names for the configuration
    Keys,

    /// Take a change back: only what it changed, on the resource as it is now
    ///
    /// The exit status is 0 if it is applied, 1 if it was refused or somebody else changed the resource, 2
    /// for a wrong command line, and 3 if it is unknown whether it was applied.
    Revert {
        /// The id of the change, as `cognitui history` prints it
        id: String,

        /// Don't ask
        #[arg(long)]
        yes: bool,
    },
}

impl Task {
    /// Carries out the task; returns the exit status.
    ///
    /// # Errors
    /// If a file can't be read or written.
    pub fn run(&self, cli: Cli) -> Result<u8, AppError> {
        match self {
            Self::CredentialProcess { command } => Ok(credential_process::run(&decode(command)?)),
            Self::History { task, output } => history::run(task.as_ref(), *output),
            Self::Config { task } => config::run(task, cli.config.as_deref()),
            Self::Keys => keys::run(cli.config.as_deref()),
            Self::Revert { id, yes } => revert::run(cli, id, *yes),
            Self::Audit(args) => audit::run(&cli, args),
            Self::Set { target, assignments, unset, consent } => {
                edit::run(cli, target, Wanted::Members { assignments, unset }, *consent)
            }
            Self::Apply { target, file, consent } => edit::run(cli, target, Wanted::File(file), *consent),
            Self::Create { list, file, consent, output } => create::run(cli, list, file, *consent, output),
            Self::Diff { first, second, output } => diff::run(cli, first, second, output),
            Self::Export { target, partial } => export::run(cli, target, *partial),
            Self::Skeleton { kind } => create::print_skeleton(kind),
            Self::Completions { shell } => manual::completions(*shell),
            Self::CompletionWords { line } => completion::run(&cli, line),
            Self::Man { command } => manual::man(command.as_deref()),
            Self::Get { target, member, output } => get::run(cli, target, member.as_deref(), output),
            Self::List { list, output } => list::run(cli, list, output),
        }
    }
}

/// What to do with the configuration file.
#[derive(Debug, Clone, Subcommand)]
pub enum ConfigTask {
    /// Print the default configuration, with a comment for every setting
    Print,
    /// Read the file and tell its mistakes
    Check,
    /// Print the path of the file
    Path,
}

/// What to do with the history besides printing it.
#[derive(Debug, Clone, Subcommand)]
pub enum HistoryTask {
    /// Print one change with all that is recorded of it
    Show {
        /// The id of the change, as the list prints it
        id: String,
    },
    /// Throw the history and the drafts away
    Clear {
        /// Don't ask
        #[arg(long)]
        yes: bool,
    },
}

/// How the history is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OutputFormat {
    /// A table.
    Text,
    /// One JSON document per line.
    Json,
}
