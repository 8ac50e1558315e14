//! Documents that a command reads: from a file, or from standard input.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use crate::cli::command::CommandError;
use crate::error::AppError;
use crate::resource::Kind;
use crate::resource::json_file::{self, FileContents};

/// The largest document, in bytes. Those with images have half of it at most, others a fraction.
const MOST: u64 = 4 * 1024 * 1024;

/// The text of a file, or of standard input (`-`). The prefix `file://` is as in the AWS CLI.
///
/// # Errors
/// If it can't be read, is no text, or is too large.
pub fn read_text(name: &str) -> Result<String, CommandError> {
    let from_stdin = name == "-";
    let place = place_of(name);
    let failed =
        |error: io::Error| CommandError::usage(AppError::new(format!("{place} can't be read")).cause(error));
    let mut text = Vec::new();
    if from_stdin {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut text).map_err(failed)?;
    } else {
        let path = Path::new(name.strip_prefix("file://").unwrap_or(name));
        // A pipe or a device could keep the program waiting, or never end; a shell's <(…) is a pipe that
        // ends.
        if fs::metadata(path).map_err(failed)?.is_dir() {
            return Err(failed(io::Error::other("it is a folder")));
        }
        let file = fs::File::open(path).map_err(failed)?;
        file.take(MOST + 1).read_to_end(&mut text).map_err(failed)?;
    }
    if text.len() as u64 > MOST {
        let error = AppError::new(format!("{place} is larger than 4 MB, which no document is"));
        return Err(CommandError::usage(error));
    }
    String::from_utf8(text)
        .map_err(|_| CommandError::usage(AppError::new(format!("{place} is no text in UTF-8"))))
}

/// The resources of a kind in a file, or on standard input.
///
/// # Errors
/// As of [`read_text`], or if there are none: a sentence.
pub fn read_contents(name: &str, kind: &'static Kind) -> Result<FileContents, CommandError> {
    json_file::read(&read_text(name)?, kind).map_err(|fault| unusable(name, &fault))
}

/// The error for a file that is read and can't be used.
pub fn unusable(name: &str, fault: &str) -> CommandError {
    CommandError::usage(AppError::new(format!("{} {fault}", place_of(name))))
}

/// The file in words.
pub fn place_of(name: &str) -> &str {
    if name == "-" { "Standard input" } else { name }
}
