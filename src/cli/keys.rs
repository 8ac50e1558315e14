//! The keys that hold, with the names that the configuration calls them by.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::config;
use crate::error::AppError;
use crate::keymap;

/// Prints every key; returns the exit status.
///
/// # Errors
/// If the configuration can't be read.
pub fn run(file: Option<&Path>) -> Result<u8, AppError> {
    let config = config::read(file)?.unwrap_or_default();
    config.keys.hold();
    let rows = keymap::all_scopes().flat_map(keymap::rows).map(|row| {
        let keys = if row.keys.is_empty() { "—".to_owned() } else { row.keys_in_words() };
        [format!("{}.{}", row.scope.name(), row.name()), keys, row.help.to_owned()]
    });
    let title = ["NAME", "KEYS", "WHAT IT DOES"].map(str::to_owned);
    let rows: Vec<_> = std::iter::once(title).chain(rows).collect();
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths = [width(0), width(1)];
    let mut output = io::stdout().lock();
    for [name, keys, help] in &rows {
        let _ = writeln!(output, "{name:0$}  {keys:1$}  {help}", widths[0], widths[1]);
    }
    Ok(0)
}
