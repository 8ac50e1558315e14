//! The companion document of a resource: it is read beside the resource for its findings and for what may be
//! picked.

use crate::app::dialog::context::Context;
use crate::app::remote::Remote;
use crate::error::AppError;
use crate::message::{Call, Reply, RequestId};
use crate::resource::{Document, Key};

/// Starts to read the companion of a resource, where its kind has one.
pub fn start(key: &Key, name: &str, context: &mut Context) -> Remote<Document> {
    let Some(companion) = key.companion() else { return Remote::NotAsked };
    let label = format!("Loading the {} of {name}", companion.kind.name);
    Remote::Loading(context.start_companion(label, Call::Describe(companion)))
}

/// Takes the reply to a request, where it is the one that reads this companion. AWS may answer that there is
/// none.
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
