//! Shell completions and the man page, from the definition of the command line.

use clap::CommandFactory;
use clap_complete::Shell;

use crate::cli::Cli;
use crate::cli::command::{DONE, USAGE, say};
use crate::cli::output::write;
use crate::error::AppError;
use crate::resource::members::nearest;

const PROGRAM: &str = "cognitui";

/// Prints the completions for a shell; returns the exit status.
///
/// # Errors
/// If stdout can't be written.
pub fn completions(shell: Shell) -> Result<u8, AppError> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), PROGRAM, &mut script);
    write(&String::from_utf8_lossy(&script))?;
    Ok(DONE)
}

/// Prints the man page of the program, or of one of its commands; returns the exit status.
///
/// # Errors
/// If the page can't be made, or stdout can't be written.
pub fn man(command: Option<&str>) -> Result<u8, AppError> {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let commands = || program.get_subcommands().filter(|command| !command.is_hide_set());
            let Some(found) = commands().find(|command| command.get_name() == name) else {
                let near = nearest(name, commands().map(clap::Command::get_name));
                let hint = near.map(|near| format!(" Did you mean {near}?")).unwrap_or_default();
                say(&format!("There is no command {name}.{hint}"));
                return Ok(USAGE);
            };
            found.clone()
        }
    };
    let mut text = Vec::new();
    let made = clap_mangen::Man::new(page).render(&mut text);
    made.map_err(|error| AppError::new("The man page can't be made").cause(error))?;
    write(&String::from_utf8_lossy(&text))?;
    Ok(DONE)
}
