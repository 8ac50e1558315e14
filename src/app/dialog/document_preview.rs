//! The preview of a document fetched from a URL; the preview changes nothing.

use crate::app::dialog::context::{Context, News};
use crate::app::dialog::{DialogAnswer, Outcome};
use crate::app::remote::Remote;
use crate::app::widget::scroll::Scroll;
use crate::error::AppError;
use crate::message::{Call, Reply, RequestId};
use crate::resource::Fact;
use crate::secret::Secret;

/// The preview of a fetched document.
#[derive(Debug)]
pub struct DocumentPreview {
    pub url: String,
    /// The facts read from the document.
    pub facts: Remote<Vec<Fact>>,
    pub scroll: Scroll,
    read_facts: fn(&str) -> Vec<Fact>,
}

impl DocumentPreview {
    /// A preview for a URL; `read_facts` reads the facts from the document's text.
    pub fn new(url: String, read_facts: fn(&str) -> Vec<Fact>) -> Self {
        Self { url, facts: Remote::NotAsked, scroll: Scroll::default(), read_facts }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        let host = self.url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(&self.url);
        let label = format!("Fetching from {host}");
        self.facts = Remote::Loading(context.start(label, Call::Fetch(Secret::new(self.url.clone()))));
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        if !self.facts.waits_for(id) {
            return Outcome::Stay;
        }
        self.scroll.reached_end = false;
        match result {
            Ok(Reply::Text(text)) => {
                self.facts = Remote::Ready((self.read_facts)(text.reveal()));
                let answer = DialogAnswer::Fetched { url: self.url.clone(), text: text.reveal().clone() };
                context.tell(News::Fetched { url: self.url.clone(), text });
                return Outcome::Inform(answer);
            }
            Ok(_) => self.facts = Remote::Ready(Vec::new()),
            Err(error) => self.facts = Remote::Failed(error),
        }
        Outcome::Stay
    }
}
