//! What calls are: their operations, their bodies, and the errors of the store in the words of the program.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cognitui::demo::ServiceError;
use cognitui::error::AppError;
use cognitui::history::HISTORY;
use cognitui::message::{Call, FileFormat, NewException, Reply};
use cognitui::resource::{Kind, Operation};
use cognitui::secret::Secret;
use serde_json::Value;

/// True for a call that reads or writes the history.
pub fn is_history(call: &Call) -> bool {
    match call {
        Call::Record(_) => true,
        Call::List(list, _) => *list.kind == HISTORY,
        Call::Describe(key) => *key.kind == HISTORY,
        _ => false,
    }
}

/// The body of a write.
pub fn body(call: &Call) -> Option<Value> {
    match call {
        Call::Write(request) => Some(request.body.clone().into_value()),
        _ => None,
    }
}

pub fn refused(error: &ServiceError) -> AppError {
    AppError::new("Refused").cause(error.to_string())
}

pub fn is_not_found(error: &ServiceError) -> bool {
    error.code == "ResourceNotFoundException"
}

/// True if the error says that a feature is off, or that IAM has no such role.
pub fn is_off(kind: &Kind, error: &ServiceError) -> bool {
    let is_off = kind.lifecycle.unavailable.is_some_and(|it| it.is_told_by(|code| code == error.code));
    is_off || error.code == "NoSuchEntity"
}

pub fn operation(call: &Call) -> &'static str {
    let name = |operation: Option<Operation>| operation.expect("an operation of the kind").name.as_str();
    match call {
        Call::WhoAmI => "GetCallerIdentity",
        Call::Scan(call) => operation(call),
        Call::Record(_) => "record",
        call if is_history(call) => "history",
        Call::List(list, _) => name(list.kind.operations.list),
        Call::Describe(key) | Call::Prefetch(key) | Call::DescribeAfter(key, _) => {
            name(key.kind.operations.describe)
        }
        Call::Lookup(list, _) => name(list.kind.actions.lookup.map(|lookup| lookup.operation)),
        Call::Fetch(_) => "fetch",
        Call::Edit(_) => "editor",
        Call::Save(_) => "save",
        Call::AddException { .. } => "exception",
        Call::Folder(_) => "folder",
        Call::Contexts => "contexts",
        Call::SignIn(_) => "sign in",
        Call::File(..) => "file",
        Call::Write(request) => name(request.key.kind.operations.write(request.operation).copied()),
    }
}

/// What lies at an address or in a file, bytes in base64.
pub fn text(texts: &[(String, String)], format: FileFormat, place: &str) -> Result<Reply, AppError> {
    let found = texts.iter().find(|(other, _)| other == place);
    let (_, text) = found.ok_or_else(|| AppError::new(format!("There is nothing at {place}")))?;
    let is_binary = format == FileFormat::Binary;
    let text = if is_binary { BASE64_STANDARD.encode(text) } else { text.clone() };
    Ok(Reply::Text(Secret::new(text)))
}

/// Adds an exception to a configuration file among these texts.
pub fn add_exception(
    texts: &mut Vec<(String, String)>,
    file: &str,
    exception: &NewException,
) -> Result<Reply, AppError> {
    let old = texts.iter().find(|(path, _)| path == file).map(|(_, text)| text.clone());
    let new = exception.added_to(&old.unwrap_or_default()).map_err(AppError::new)?;
    texts.retain(|(path, _)| path != file);
    texts.push((file.to_owned(), new.clone()));
    Ok(Reply::Text(Secret::new(new)))
}
