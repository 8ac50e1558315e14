//! A document as JSON: as AWS sent it, or as it is sent. Secrets are masked in it.

use serde_json::Value;

use crate::app::Tone;
use crate::app::dialog::Outcome;
use crate::app::dialog::context::{Context, News};
use crate::app::remote::Remote;
use crate::app::widget::json_tree::JsonTree;
use crate::app::widget::scroll::Scroll;
use crate::app::widget::search::Search;
use crate::error::{AppError, ErrorKind};
use crate::key::KeyPress;
use crate::keymap::{JsonAction, Scope, SearchAction};
use crate::message::{Call, Reply, RequestId, WriteRequest};
use crate::resource::display::masked::masked;
use crate::resource::display::value::MASK;
use crate::resource::{Document, Key, Kind};
use crate::secret::Secret;

/// A document as JSON.
#[derive(Debug)]
pub struct JsonView {
    pub title: String,
    pub tree: Remote<JsonTree>,
    pub search: Search,
    pub scroll: Scroll,
    /// The resource to read, where no document of it is known.
    reads: Option<Key>,
}

impl JsonView {
    /// A value that holds no secret.
    pub fn plain(title: String, value: Value) -> Self {
        let tree = Remote::Ready(JsonTree::new(value));
        Self { title, tree, search: Search::default(), scroll: Scroll::default(), reads: None }
    }

    /// The document of a resource; without one, it is read first.
    pub fn document(title: String, key: Key, document: Option<&Document>) -> Self {
        match document {
            Some(document) => Self::plain(title, without_secrets(key.kind, document)),
            None => Self { tree: Remote::NotAsked, reads: Some(key), ..Self::plain(title, Value::Null) },
        }
    }

    /// The bodies of requests.
    pub fn requests(requests: &[WriteRequest]) -> Self {
        let body = |request: &WriteRequest| without_secrets(request.key.kind, &request.body);
        let operation = |request: &WriteRequest| request.key.kind.operation(request.operation);
        let mut names: Vec<_> = requests.iter().filter_map(operation).collect();
        names.dedup();
        match (requests, names.as_slice()) {
            ([only], _) => Self::plain(format!("Request of {}", names.concat()), body(only)),
            (many, [name]) => {
                Self::plain(format!("{} requests of {name}", many.len()), many.iter().map(body).collect())
            }
            (many, _) => {
                Self::plain(format!("Requests: {}", names.join(", then ")), many.iter().map(body).collect())
            }
        }
    }

    pub(crate) fn scopes(&self) -> Vec<Scope> {
        if self.search.typing {
            return vec![Scope::Searching];
        }
        self.search.is_on().then_some(Scope::Search).into_iter().chain([Scope::JsonView]).collect()
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        if let Some(key) = &self.reads {
            let label = format!("Loading {}", self.title);
            self.tree = Remote::Loading(context.start_read(label, key, Call::Describe(key.clone())));
        }
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        let Some(key) = self.reads.clone().filter(|_| self.tree.waits_for(id)) else { return Outcome::Stay };
        self.tree = match result {
            Ok(Reply::Document(Some(document))) => {
                let tree = JsonTree::new(without_secrets(key.kind, &document));
                context.tell(News::Read(key, document));
                Remote::Ready(tree)
            }
            Ok(_) => {
                let gone = format!("{} no longer exists", self.title);
                Remote::Failed(AppError::new(gone).kind(ErrorKind::NotFound))
            }
            Err(error) => Remote::Failed(error),
        };
        Outcome::Stay
    }

    pub(crate) fn act(&mut self, action: JsonAction, context: &mut Context) -> Outcome {
        if action == JsonAction::Close {
            return Outcome::Close;
        }
        let Remote::Ready(tree) = &mut self.tree else { return Outcome::Stay };
        let page = isize::try_from(context.page).unwrap_or(1);
        match action {
            JsonAction::Close => {}
            JsonAction::Next => tree.step(1),
            JsonAction::Previous => tree.step(-1),
            JsonAction::PageDown => tree.step(page),
            JsonAction::PageUp => tree.step(-page),
            JsonAction::First => tree.choose(0),
            JsonAction::Last => tree.choose(usize::MAX),
            JsonAction::Toggle => tree.toggle(),
            JsonAction::Fold => tree.fold(true),
            JsonAction::Unfold => tree.fold(false),
            JsonAction::FoldAll => tree.fold_all(true),
            JsonAction::UnfoldAll => tree.fold_all(false),
            JsonAction::Copy => copy(tree, context),
        }
        Outcome::Stay
    }

    pub(crate) fn act_on_search(&mut self, action: SearchAction) {
        let Remote::Ready(tree) = &mut self.tree else { return };
        if action == SearchAction::Begin {
            // What is folded would not be found.
            tree.fold_all(false);
        }
        let texts = tree.search_texts();
        if let Some(place) = self.search.act(action, tree.place(), &texts) {
            tree.choose(place);
        }
    }

    /// Gives a key to the search; returns true if its text took the key.
    pub(crate) fn type_search(&mut self, key: KeyPress) -> bool {
        let Remote::Ready(tree) = &mut self.tree else { return false };
        let found = self.search.press(key, &tree.search_texts());
        if let Some(place) = found {
            tree.choose(place);
        }
        found.is_some()
    }

    pub(crate) fn paste_search(&mut self, text: &str) {
        let Remote::Ready(tree) = &mut self.tree else { return };
        let place = self.search.paste(text, &tree.search_texts());
        tree.choose(place);
    }
}

/// The document with a mask in the place of each secret.
fn without_secrets(kind: &Kind, document: &Document) -> Value {
    masked(kind, document, &mut |_| MASK.to_owned()).into_value()
}

/// Copies the value at the cursor: a text as it is, anything else as JSON.
fn copy(tree: &JsonTree, context: &mut Context) {
    let Some((name, value)) = tree.chosen() else { return };
    let name = if name.is_empty() { "the document".to_owned() } else { name };
    let text = match value {
        Value::String(text) => text.clone(),
        value => serde_json::to_string_pretty(value).unwrap_or_default(),
    };
    if text == MASK {
        context.say(Tone::Plain, format!("Nothing was copied: {name} is secret."));
        return;
    }
    let masked = if text.contains(MASK) { ", its secrets masked" } else { "" };
    context.say(Tone::Plain, format!("Sent to the clipboard: {name}{masked}"));
    context.copy(Secret::new(text));
}
