//! The companion document of a resource, which is needed for findings and for suggestions.

use crate::app::dialog::context::Context;
use crate::app::remote::Remote;
use crate::error::AppError;
use crate::message::{Call, Reply, RequestId};
use crate::resource::{Document, Key};

/// Starts to read the companion, if the resource's kind has one.
pub fn start(key: &Key, name: &str, context: &mut Context) -> Remote<Document> {
    let Some(companion) = key.companion() else { return Remote::NotAsked };
    let label = format!("Loading the {} of {name}", companion.kind.name);
    Remote::Loading(context.start_companion(label, Call::Describe(companion)))
}

/// Takes the reply if it is that of the companion's read. AWS may answer that there is no companion.
pub fn handle_reply(companion: &mut Remote<Document>, id: RequestId, result: &Result<Reply, AppError>) {
    if !companion.waits_for(id) {
        return;
    }
    *companion = match result {
        Ok(Reply::Document(Some(document))) => Remote::Ready(document.clone()),
        Ok(_) => Remote::NotAsked,
        Err(error) => Remote::Failed(error.clone()),
    };
}
