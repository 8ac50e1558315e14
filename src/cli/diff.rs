//! `cognitui diff`: what makes the settings of one resource those of another, or of a document in a file.

use serde_json::{Value, json};

use crate::cli::Cli;
use crate::cli::command::{CommandError, DONE, say, start};
use crate::cli::get::shown;
use crate::cli::input::{read_contents, unusable};
use crate::cli::lookup;
use crate::cli::output::{DataFormat, OutputOptions};
use crate::cli::resource_path::ResourcePath;
use crate::error::AppError;
use crate::resource::edit::patch::{patch, settings};
use crate::resource::export::{secret_members, without_placeholder_secrets};
use crate::resource::{Document, Kind, changes};
use crate::runtime::headless::Headless;

/// One of the two documents to compare.
enum DiffSide<'a> {
    Resource(ResourcePath),
    File(&'a str),
}

/// Prints the difference; returns the exit status.
///
/// # Errors
/// If the output can't be written.
pub fn run(cli: Cli, first: &str, second: &str, output: &OutputOptions) -> Result<u8, AppError> {
    Ok(diff(cli, first, second, output).unwrap_or_else(|error| error.tell()))
}

fn diff(cli: Cli, first: &str, second: &str, output: &OutputOptions) -> Result<u8, CommandError> {
    output.check().map_err(CommandError::usage)?;
    let sides = [side(first)?, side(second)?];
    let mut paths = sides.iter().filter_map(|side| match side {
        DiffSide::Resource(path) => Some(path),
        DiffSide::File(_) => None,
    });
    let Some(path) = paths.next() else {
        let error =
            AppError::new("At least one of the two has to be a TARGET, which says of what kind they are");
        return Err(CommandError::usage(error));
    };
    let kind = path.kind();
    if let Some(other) = paths.find(|path| path.kind() != kind) {
        let summary = format!("{} and {} can't be compared", kind.name, other.kind().name);
        return Err(CommandError::usage(AppError::new(summary)));
    }
    let region = path.region.clone();
    let mut headless = start(cli, region.as_deref())?;
    let [first, second] = sides.map(|side| read(&mut headless, side, kind));
    output.print(difference(&first?, &second?, kind, output))?;
    Ok(DONE)
}

/// A text is a file where it begins or ends like one.
fn side(text: &str) -> Result<DiffSide<'_>, CommandError> {
    let begins = ["/", "./", "../", "file://"].iter().any(|start| text.starts_with(start));
    let ends =
        std::path::Path::new(text).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    if text == "-" || begins || ends {
        return Ok(DiffSide::File(text));
    }
    ResourcePath::parse(text).map(DiffSide::Resource).map_err(|error| {
        CommandError::usage(
            error.hint("A file begins with / or ./, or ends with .json; - is standard input."),
        )
    })
}

fn read(headless: &mut Headless, side: DiffSide, kind: &'static Kind) -> Result<Document, CommandError> {
    match side {
        DiffSide::File(file) => {
            let contents = read_contents(file, kind)?;
            contents.whole().cloned().map_err(|fault| unusable(file, &fault))
        }
        DiffSide::Resource(path) => {
            let found = lookup::find(headless, &path)?;
            lookup::describe(headless, &found)
        }
    }
}

/// The patch that `apply` takes; as text or as a table, a row for each setting.
fn difference(first: &Document, second: &Document, kind: &Kind, output: &OutputOptions) -> Value {
    match output.output {
        DataFormat::Json | DataFormat::Yaml => patch_to_print(first, second, kind, output),
        DataFormat::Table | DataFormat::Text => {
            let [first, second] = [first, second].map(|document| settings(document, kind));
            let masked = [&first, &second].map(|document| shown(document, kind, output));
            let row = |change: &crate::resource::Change| {
                let value =
                    |document: &Document| change.place.value_in(document).cloned().unwrap_or_default();
                let key = change.place.key.as_ref().map(|key| format!(".{key}")).unwrap_or_default();
                json!({"Member": format!("{}{key}", change.place.path),
                    "First": value(&masked[0]), "Second": value(&masked[1])})
            };
            changes(&first, &second, kind).iter().map(row).collect()
        }
    }
}

/// The patch, without its secrets unless they were asked for; tells what it leaves out.
fn patch_to_print(first: &Document, second: &Document, kind: &Kind, output: &OutputOptions) -> Value {
    let whole = patch(first, second, kind);
    for (path, reason) in &whole.left_out {
        say(&format!("{path} differs and is left out: {reason}."));
    }
    if output.show_secrets {
        return whole.value;
    }
    let differing = Document::from_value(whole.value).unwrap_or_default();
    let secrets = secret_members(kind, &differing);
    if !secrets.is_empty() {
        say(&format!("Secrets differ and are left out: {}. --show-secrets prints them.", secrets.join(", ")));
    }
    let [first, second] = [first, second].map(|document| shown(document, kind, output));
    let masked = Document::from_value(patch(&first, &second, kind).value).unwrap_or_default();
    without_placeholder_secrets(&masked, kind).0.into_value()
}
