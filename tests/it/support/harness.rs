//! The state and the view without terminal, network or time: calls are answered at once from a store of the
//! embedded Cognito, keys are typed as words, and the screen is read as text.

mod calls;
mod reading;

use std::cell::RefCell;
use std::collections::VecDeque;

use calls::{body, is_history, is_not_found, is_off, operation, refused};

use cognitui::app::{App, Options, Target};
use cognitui::demo::{ServiceError, Store};
use cognitui::error::{AppError, ErrorKind};
use cognitui::history::{HistoryEntry, entries};
use cognitui::message::{
    Call, Caller, Connection, ContextChoice, ContextId, Contexts, Effect, Event, FileFormat, FolderEntry,
    Pages, Progress, Reply, RequestId, WriteRequest,
};
use cognitui::resource::{Document, Operation, WriteOperation};
use cognitui::runtime::history_file::HistoryFile;
use cognitui::secret::Secret;
use serde_json::Value;

/// The application without a terminal, a network or a clock.
pub struct Harness {
    pub app: App,
    /// The time that events happen at, in seconds since 1970.
    pub now: i64,
    pub store: Store,
    /// What was sent, oldest first.
    pub sent: Vec<Call>,
    /// Calls that are under way while `hold` is on.
    pub held: Vec<(RequestId, Call)>,
    /// Whether calls wait for `release` instead of being answered at once.
    pub hold: bool,
    /// What lies at addresses and in files.
    pub texts: Vec<(String, String)>,
    /// What the user does with the text that the editor gets, the next time first. Then it is left as it is.
    pub edits: VecDeque<Edit>,
    /// The texts that the editor got.
    pub edited: Vec<String>,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
    /// What was recorded.
    pub history: HistoryFile,
    /// True for a test in which a write goes out without a record.
    pub unrecorded: bool,
    /// Set once the program asked to end.
    pub quit: bool,
    /// What the terminal was ordered to do.
    pub terminal: Vec<Effect>,
    /// Numbers of the contexts of the calls that were answered at once.
    pub sent_in: Vec<u32>,
    /// The contexts that calls were made in, each time that changed.
    pub contexts_used: Vec<(ContextId, ContextChoice)>,
    /// The codes of the MFA device that count.
    pub codes: Vec<String>,
    /// What the sign-in is watched for, each time that changed.
    pub watched: Vec<Option<ContextId>>,
    /// The contexts to offer first the next time.
    pub remembered: Vec<ContextChoice>,
    /// The profiles and regions of the machine.
    pub contexts: Contexts,
    /// How the next calls of some operations fail.
    failures: Vec<(&'static str, Failure)>,
}

/// What is left of a text in the editor.
pub type Edit = Box<dyn Fn(&str) -> Result<String, AppError>>;

/// How a call fails.
enum Failure {
    /// It is not done, and answered with an error.
    Error(AppError),
    /// It is done, but the response does not arrive.
    ResponseLost,
}

impl Harness {
    /// Starts with the demo's data.
    pub fn new(target: Target) -> Self {
        Self::with(Store::demo(), Options { demo: true, ..Options::default() }, target)
    }

    pub fn with(store: Store, options: Options, target: Target) -> Self {
        Self::at(0, store, options, target)
    }

    /// Starts at a time, in seconds since 1970. A history is kept, in memory.
    pub fn at(now: i64, store: Store, options: Options, target: Target) -> Self {
        Self::start(now, HistoryFile::default(), store, options, target)
    }

    /// Starts with the history of an earlier run.
    pub fn with_history(history: HistoryFile, store: Store, options: Options, target: Target) -> Self {
        Self::start(0, history, store, options, target)
    }

    fn start(now: i64, history: HistoryFile, store: Store, options: Options, target: Target) -> Self {
        let options = Options { history: Some("test".to_owned()), ..options };
        let (app, effects) = App::start(options, target);
        let mut harness = Self {
            app,
            now,
            store,
            sent: vec![],
            held: vec![],
            terminal: vec![],
            hold: false,
            texts: vec![],
            edits: VecDeque::new(),
            edited: vec![],
            copied: vec![],
            history,
            unrecorded: false,
            quit: false,
            sent_in: vec![],
            contexts_used: vec![],
            codes: vec![],
            watched: vec![],
            remembered: vec![],
            contexts: Contexts::default(),
            failures: vec![],
        };
        harness.event(Event::Connected(
            ContextId::default(),
            Connection {
                region: Some("eu-west-1".into()),
                profile: None,
                user_pools: Some("http://127.0.0.1:4566".into()),
                identity_pools: Some("http://127.0.0.1:4566".into()),
                ..Connection::default()
            },
        ));
        harness.run(effects);
        harness.draw();
        harness
    }

    /// Types keys, given as words: `"j enter c y"`.
    pub fn press(&mut self, keys: &str) -> &mut Self {
        for key in keys.split_whitespace() {
            self.event(Event::Key(key.parse().unwrap_or_else(|error| panic!("{error}"))));
        }
        self
    }

    /// Types a text, letter by letter.
    pub fn write(&mut self, text: &str) -> &mut Self {
        for letter in text.chars() {
            let word = if letter == ' ' { "space".to_owned() } else { letter.to_string() };
            self.press(&word);
        }
        self
    }

    /// Takes an event, and what follows from it. As in the program, a frame is drawn before the next one.
    pub fn event(&mut self, event: Event) -> &mut Self {
        self.follow(event);
        self.draw();
        self
    }

    fn follow(&mut self, event: Event) {
        let effects = self.app.update(event, self.now);
        self.run(effects);
    }

    /// The next call of an operation fails like this.
    pub fn fails(&mut self, operation: &'static str, error: AppError) -> &mut Self {
        self.failures.push((operation, Failure::Error(error)));
        self
    }

    /// The next call of an operation is done, and its response is lost.
    pub fn loses_response(&mut self, operation: &'static str) {
        self.failures.push((operation, Failure::ResponseLost));
    }

    /// The entries of the history, oldest first.
    pub fn recorded(&self) -> Vec<HistoryEntry> {
        let (found, unreadable) = entries(&self.history.read().expect("a history"));
        assert_eq!(unreadable, 0);
        found
    }

    /// Answers everything that is held.
    pub fn release(&mut self) -> &mut Self {
        self.hold = false;
        self.step()
    }

    /// Answers what is held; what follows from it is held again.
    pub fn step(&mut self) -> &mut Self {
        for (id, call) in std::mem::take(&mut self.held) {
            self.answer(id, call);
        }
        self.draw();
        self
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                // The history is quick and no part of what tests hold or count.
                Effect::Call(id, call) if is_history(&call) => self.answer(id, call),
                Effect::Call(id, call) if self.hold => {
                    self.sent.push(call.clone());
                    self.held.push((id, call));
                }
                Effect::Call(id, call) => {
                    let context = self.contexts_used.last().map_or(0, |(context, _)| context.0);
                    self.sent_in.push(context);
                    self.sent.push(call.clone());
                    self.answer(id, call);
                }
                Effect::Cancel(id) => self.held.retain(|(held, _)| *held != id),
                Effect::Draft(order) => self.history.carry_out(&[order]).expect("a draft"),
                Effect::Copy(text) => self.copied.push(text.reveal().clone()),
                Effect::Quit => self.quit = true,
                Effect::UseContext(context, choice) => self.contexts_used.push((context, choice)),
                Effect::WatchSignIn(context) => self.watched.push(context),
                Effect::Remember(choice) => self.remembered.push(choice),
                Effect::Rest => {}
                order @ (Effect::Suspend | Effect::Stop | Effect::Redraw) => self.terminal.push(order),
            }
        }
    }

    fn answer(&mut self, id: RequestId, call: Call) {
        let operation = operation(&call);
        let planned = self.failures.iter().position(|(planned, _)| *planned == operation);
        let result = match planned.map(|at| self.failures.remove(at).1) {
            Some(Failure::Error(error)) => Err(error),
            Some(Failure::ResponseLost) => {
                let served = self.serve(id, call);
                served.and(Err(AppError::new("The response was lost").kind(ErrorKind::Unknown)))
            }
            None => self.serve(id, call),
        };
        self.follow(Event::Reply(id, result));
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each call")]
    fn serve(&mut self, id: RequestId, call: Call) -> Result<Reply, AppError> {
        let told = RefCell::new(Vec::new());
        if let Some(result) = self.history.answer(&call, &|progress| told.borrow_mut().push(progress)) {
            for progress in told.into_inner() {
                let effects = self.app.update(Event::Progress(id, progress), self.now);
                self.run(effects);
            }
            return result;
        }
        match call {
            Call::Record(_) => unreachable!("the history answers it"),
            Call::WhoAmI => Ok(Reply::Caller(Caller {
                account: "123456789012".into(),
                arn: "arn:aws:iam::123456789012:user/demo".into(),
            })),
            Call::List(list, pages) => {
                let operation = list.kind.operations.list.expect("a kind that is listed");
                let mut token = match &pages {
                    Pages::One(token) => token.clone(),
                    Pages::All => None,
                };
                loop {
                    let request = operation.page_request(&list, token.as_deref());
                    let page = self.send(&operation, request);
                    if page.as_ref().is_err_and(|error| operation.may_find_none() && is_not_found(error)) {
                        return Ok(Reply::Listed(None));
                    }
                    let page = page.map_err(|error| refused(&error))?;
                    let (rows, next) = operation.page(&page).expect("a page");
                    let effects = self.app.update(Event::Progress(id, Progress::Page(rows)), self.now);
                    self.run(effects);
                    token = next;
                    if token.is_none() || matches!(pages, Pages::One(_)) {
                        return Ok(Reply::Listed(token));
                    }
                }
            }
            Call::Describe(key) | Call::Prefetch(key) | Call::DescribeAfter(key, _) => {
                let operation = key.kind.operations.describe.expect("a kind that is described");
                match self.send(&operation, operation.request_for(&key)) {
                    Ok(answer) => Ok(Reply::Document(operation.resource(answer, &key).expect("a resource"))),
                    Err(error) if is_not_found(&error) && key.kind.lifecycle.exists_implicitly => {
                        Ok(Reply::Document(Some(key.unset())))
                    }
                    Err(error) if is_off(key.kind, &error) => Ok(Reply::Document(None)),
                    Err(error) if is_not_found(&error) => {
                        Err(AppError::new("It does not exist").kind(ErrorKind::NotFound))
                    }
                    Err(error) => Err(refused(&error)),
                }
            }
            Call::Scan(call) => self.serve(id, *call),
            Call::Write(request) => {
                let WriteRequest { operation: write, key, body, .. } = *request;
                if self.app.options.history.is_some() && !self.unrecorded {
                    let under_way = self.recorded().last().is_some_and(|entry| entry.ending.is_none());
                    assert!(under_way, "a write is sent before its line is in the history");
                }
                let operation = key.kind.operations.write(write).expect("a kind that can be written");
                let answer = self.send(operation, body).map_err(|error| refused(&error))?;
                if write != WriteOperation::Create {
                    return Ok(Reply::Accepted);
                }
                let (key, document) = operation.created(answer, key).expect("a new resource");
                Ok(Reply::Created(key, document))
            }
            Call::Lookup(list, name) => {
                let operation = list.kind.actions.lookup.expect("a kind with another name").operation;
                match self.send(&operation, operation.request(list.parents().chain([name.as_str()]))) {
                    Ok(answer) => Ok(Reply::Document(Some(operation.found(answer).expect("a resource")))),
                    Err(error) if is_not_found(&error) => Ok(Reply::Document(None)),
                    Err(error) => Err(refused(&error)),
                }
            }
            Call::Fetch(url) => calls::text(&self.texts, FileFormat::Text, url.reveal()),
            Call::File(format, path) => calls::text(&self.texts, format, path.reveal()),
            Call::Save(file) => {
                let (path, text) = (file.path.reveal().clone(), file.text.reveal().clone());
                match self.texts.iter_mut().find(|(place, _)| *place == path) {
                    Some(_) if !file.replaces => return Ok(Reply::FileExists),
                    Some((_, old)) => *old = text,
                    None => self.texts.push((path, text)),
                }
                Ok(Reply::Saved)
            }
            Call::AddException { file, exception } => {
                calls::add_exception(&mut self.texts, file.reveal(), &exception)
            }
            Call::Edit(text) => {
                let text = text.reveal();
                self.edited.push(text.clone());
                let left = self.edits.pop_front().map_or_else(|| Ok(text.clone()), |edit| edit(text))?;
                Ok(Reply::Text(Secret::new(left)))
            }
            Call::SignIn(code) => self.sign_in(code.reveal()),
            Call::Contexts => Ok(Reply::Contexts(Box::new(self.contexts.clone()))),
            Call::Folder(folder) => {
                let inside = self
                    .texts
                    .iter()
                    .filter_map(|(place, _)| place.strip_prefix(folder.reveal()))
                    .filter(|rest| !rest.contains("://"));
                let names =
                    inside.map(|rest| rest.split_once('/').map_or((rest, false), |(name, _)| (name, true)));
                let mut entries: Vec<_> =
                    names.map(|(name, is_folder)| FolderEntry { name: name.to_owned(), is_folder }).collect();
                entries.dedup();
                Ok(Reply::Folder(format!("/home/ann/{}", folder.reveal()), entries))
            }
        }
    }

    fn sign_in(&self, code: &str) -> Result<Reply, AppError> {
        if self.codes.iter().any(|known| known == code) {
            return Ok(Reply::SignedIn);
        }
        Err(AppError::new("AWS does not accept the code").hint("A code counts once."))
    }

    /// Sends a request to the store, as the API layer sends it to AWS.
    fn send(&mut self, operation: &Operation, request: Document) -> Result<Document, ServiceError> {
        let answer = self.store.call(operation.name.as_str(), request.into_value())?;
        Ok(Document::from_value(answer).unwrap_or_default())
    }

    /// The body of the last write.
    pub fn last_update(&self) -> Value {
        self.updates().pop().expect("a write")
    }

    /// The operations of the calls sent so far.
    pub fn operations(&self) -> Vec<&'static str> {
        self.sent.iter().map(operation).collect()
    }

    /// The bodies sent so far for a writing operation.
    pub fn updates_of(&self, operation: &str) -> Vec<Value> {
        let writes = self.sent.iter().filter(|call| calls::operation(call) == operation);
        writes.filter_map(body).collect()
    }

    /// The bodies of the writes sent so far.
    pub fn updates(&self) -> Vec<Value> {
        self.sent.iter().filter_map(body).collect()
    }
}
