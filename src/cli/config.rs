//! The configuration file on the command line: where it is, what is wrong in it, and the default one.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use crate::cli::ConfigTask;
use crate::config::Config;
use crate::error::AppError;
use crate::resource::display::plural::plural;
use crate::visible::visible;

/// The exit status if the file has mistakes.
const MISTAKES: u8 = 1;

/// The largest file, in bytes.
const MOST: u64 = 1024 * 1024;

/// Carries out a task; returns the exit status.
///
/// # Errors
/// If the file can't be read, or there is no home folder.
pub fn run(task: &ConfigTask, file: Option<&Path>) -> Result<u8, AppError> {
    match task {
        ConfigTask::Print => {
            let _ = write!(io::stdout(), "{}", Config::template());
            Ok(0)
        }
        ConfigTask::Path => {
            let path = file.map_or_else(default_path, |file| Ok(file.to_owned()))?;
            print_line(&path.display().to_string());
            Ok(0)
        }
        ConfigTask::Check => {
            let path = file.map_or_else(default_path, |file| Ok(file.to_owned()))?;
            let Some(config) = read(file)? else {
                print_line(&format!("{} does not exist, so the defaults hold.", path.display()));
                return Ok(0);
            };
            for problem in &config.problems {
                let place = format!("{}:{}:{}", path.display(), problem.line, problem.column);
                print_line(&format!("{place}: {}", problem.text));
            }
            if config.problems.is_empty() {
                print_line(&format!("{} has no mistakes.", path.display()));
                return Ok(0);
            }
            print_line(&format!(
                "{}: each entry with one is left out.",
                plural(config.problems.len(), "mistake")
            ));
            Ok(MISTAKES)
        }
    }
}

/// Reads the named file, or the one in the configuration folder, which need not exist: `None`.
///
/// # Errors
/// If the file can't be read: without its rules, more could be changed than the user wants.
pub fn read(named: Option<&Path>) -> Result<Option<Config>, AppError> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => match default_path() {
            Ok(path) if path.try_exists().unwrap_or(true) => path,
            _ => return Ok(None),
        },
    };
    let failed = |error: io::Error| {
        AppError::new(format!("The configuration {} can't be read", path.display()))
            .hint("Make it a readable text file, or name another one with --config FILE.")
            .cause(error)
    };
    let found = fs::metadata(&path).map_err(failed)?;
    // A pipe or a device could keep the program waiting, or never end.
    if !found.is_file() || found.len() > MOST {
        return Err(failed(io::Error::other("it is not a regular file of at most 1 MB")));
    }
    fs::read_to_string(&path).map(|text| Some(Config::read(&text))).map_err(failed)
}

/// The path of the named file, or of the one in the configuration folder.
pub fn place(named: Option<&Path>) -> Option<String> {
    let path = named.map_or_else(|| default_path().ok(), |named| Some(named.to_owned()))?;
    path.to_str().map(str::to_owned)
}

fn default_path() -> Result<PathBuf, AppError> {
    let folders = etcetera::choose_base_strategy().map_err(|error| {
        AppError::new("There is no home folder").hint("Set HOME or XDG_CONFIG_HOME.").cause(error)
    })?;
    Ok(folders.config_dir().join("cognitui/config.toml"))
}

/// Prints a line to stdout. Unlike `println!`, it does not panic if nobody reads it.
fn print_line(line: &str) {
    let _ = writeln!(io::stdout(), "{}", visible(line));
}
