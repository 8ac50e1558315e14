//! The state and the view without terminal, network or time: calls are answered at once from a store of the
//! embedded Cognito, keys are typed as words, and the screen is read as text.

use cognitui::app::{App, Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::{
    Call, Caller, Connection, Effect, Event, FolderEntry, Pages, Progress, Reply, RequestId,
};
use cognitui::resource::{Document, Key, KindId, ListKey};
use cognitui::secret::Secret;
use cognitui::view::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use serde_json::{Value, json};

/// A desk to try the program at.
pub struct Harness {
    pub app: App,
    pub store: Store,
    /// What was sent, oldest first.
    pub sent: Vec<Call>,
    /// Calls that are under way while `hold` is on.
    pub held: Vec<(RequestId, Call)>,
    /// Whether calls wait for `release` instead of being answered at once.
    pub hold: bool,
    /// What lies at addresses and in files.
    pub texts: Vec<(String, String)>,
    /// What was put on the clipboard.
    pub copied: Vec<String>,
    /// Set once the program asked to end.
    pub quit: bool,
    /// What stands in for the next answers to some calls.
    answers: Vec<(&'static str, Result<(), AppError>)>,
}

impl Harness {
    /// A desk on the demo's data.
    pub fn new(target: Target) -> Self {
        Self::with(Store::demo(), Options { demo: true, ..Options::default() }, target)
    }

    pub fn with(store: Store, options: Options, target: Target) -> Self {
        let (app, effects) = App::start(options, target);
        let mut harness = Self {
            app,
            store,
            sent: vec![],
            held: vec![],
            hold: false,
            texts: vec![],
            copied: vec![],
            quit: false,
            answers: vec![],
        };
        harness.event(Event::Connected(Connection {
            region: Some("eu-west-1".into()),
            profile: None,
            user_pools: Some("http://127.0.0.1:4566".into()),
            identity_pools: Some("http://127.0.0.1:4566".into()),
        }));
        harness.run(effects);
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

    pub fn event(&mut self, event: Event) -> &mut Self {
        let effects = self.app.update(event);
        self.run(effects);
        // As in the program, a frame is drawn before the next key.
        let (width, height) = self.app.size;
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        let mut drawn = None;
        terminal.draw(|frame| drawn = view::draw(&self.app, &Theme::new(true), frame)).expect("a frame");
        if let Some(drawn) = drawn {
            let _ = self.app.update(Event::Drawn(drawn));
        }
        self
    }

    /// The next call of an operation fails like this.
    pub fn fails(&mut self, operation: &'static str, error: AppError) -> &mut Self {
        self.answers.push((operation, Err(error)));
        self
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
        self
    }

    fn run(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            match effect {
                Effect::Call(id, call) if self.hold => {
                    self.sent.push(call.clone());
                    self.held.push((id, call));
                }
                Effect::Call(id, call) => {
                    self.sent.push(call.clone());
                    self.answer(id, call);
                }
                Effect::Cancel(id) => self.held.retain(|(held, _)| *held != id),
                Effect::Copy(text) => self.copied.push(text.reveal().clone()),
                Effect::Quit => self.quit = true,
            }
        }
    }

    fn answer(&mut self, id: RequestId, call: Call) {
        let operation = operation(&call);
        let planned = self
            .answers
            .iter()
            .position(|(planned, _)| *planned == operation)
            .map(|place| self.answers.remove(place));
        let result = match planned {
            Some((_, Err(error))) => Err(error),
            _ => self.serve(id, call),
        };
        self.event(Event::Reply(id, result));
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each call, and nothing else")]
    fn serve(&mut self, id: RequestId, call: Call) -> Result<Reply, AppError> {
        let refused =
            |error: cognitui::demo::ServiceError| AppError::new("Refused").cause(format!("{error:?}"));
        match call {
            Call::WhoAmI => Ok(Reply::Caller(Caller {
                account: "123456789012".into(),
                arn: "arn:aws:iam::123456789012:user/demo".into(),
            })),
            Call::List(list, pages) => {
                let mut token = match &pages {
                    Pages::One(Some(token)) => Value::from(token.as_str()),
                    _ => Value::Null,
                };
                loop {
                    let mut body = match (list.kind.id, list.parent.as_deref()) {
                        (KindId::Secret, Some(parent)) => of_client(parent),
                        (KindId::ResourceServer, Some(parent)) => {
                            json!({"UserPoolId": parent, "MaxResults": 50})
                        }
                        (KindId::Identity, Some(parent)) => {
                            json!({"IdentityPoolId": parent, "MaxResults": 60})
                        }
                        (_, Some(parent)) => json!({"UserPoolId": parent, "MaxResults": 60}),
                        (_, None) => json!({"MaxResults": 60}),
                    };
                    if !token.is_null() {
                        body["NextToken"] = token.clone();
                    }
                    let (operation, member) = listing(&list);
                    let mut page = self.store.call(operation, body).map_err(refused)?;
                    let rows = page[member].take();
                    let rows = rows
                        .as_array()
                        .cloned()
                        .unwrap_or_default()
                        .into_iter()
                        .filter_map(Document::from_value)
                        .collect();
                    let effects = self.app.update(Event::Progress(id, Progress::Page(rows)));
                    self.run(effects);
                    token = page["NextToken"].take();
                    if token.is_null() || matches!(pages, Pages::One(_)) {
                        return Ok(Reply::Listed(token.as_str().map(str::to_owned)));
                    }
                }
            }
            Call::Describe(key) | Call::Prefetch(key) | Call::DescribeAfter(key, _) => {
                let answer = self.store.call(key.kind.describe, naming(&key));
                if let Err(error) = &answer
                    && error.code == "ResourceNotFoundException"
                {
                    return if key.kind.exists_implicitly {
                        Ok(Reply::Document(Some(key.unset())))
                    } else {
                        Err(AppError::new("It does not exist").kind(ErrorKind::NotFound))
                    };
                }
                let mut answer = answer.map_err(refused)?;
                if key.kind.id == KindId::Secret {
                    // Nothing describes one: it is found in the list.
                    let rows = answer["ClientSecrets"].as_array().cloned().unwrap_or_default();
                    let found = rows.into_iter().find(|row| row["ClientSecretId"] == key.id);
                    return Ok(Reply::Document(found.and_then(Document::from_value)));
                }
                let resource = match key.kind.envelope {
                    Some(envelope) => answer[envelope].take(),
                    None => answer,
                };
                Ok(Reply::Document(
                    Document::from_value(resource).filter(|document| !document.members().is_empty()),
                ))
            }
            Call::Create(key, request) => {
                let operation = key.kind.create.expect("a kind that can be made");
                let answer = self.store.call(operation, request.into_value()).map_err(refused)?;
                let made =
                    key.kind.envelope.and_then(|envelope| answer.get(envelope)).unwrap_or(&answer).clone();
                let id = made[key.kind.id_path].as_str().map_or(key.id.clone(), str::to_owned);
                Ok(Reply::Created(Key { id, ..key }, Document::from_value(made).expect("a document")))
            }
            Call::Update(key, request) => {
                self.store
                    .call(key.kind.update.expect("a kind that can be written"), request.into_value())
                    .map_err(refused)?;
                Ok(Reply::Accepted)
            }
            Call::Lookup(list, identifier) => {
                let body = json!({"UserPoolId": list.parent, "IdpIdentifier": identifier});
                match self.store.call("GetIdentityProviderByIdentifier", body) {
                    Ok(mut answer) => {
                        Ok(Reply::Document(Document::from_value(answer["IdentityProvider"].take())))
                    }
                    Err(error) if error.code == "ResourceNotFoundException" => Ok(Reply::Document(None)),
                    Err(error) => Err(refused(error)),
                }
            }
            Call::Fetch(url) | Call::File(url) => {
                match self.texts.iter().find(|(place, _)| place == url.reveal()) {
                    Some((_, text)) => Ok(Reply::Text(Secret::new(text.clone()))),
                    None => Err(AppError::new(format!("There is nothing at {}", url.reveal()))),
                }
            }
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
                Ok(Reply::Folder(entries))
            }
            Call::Delete(key) => {
                self.store
                    .call(key.kind.delete.expect("a kind that can be removed"), removing(&key))
                    .map_err(refused)?;
                Ok(Reply::Accepted)
            }
        }
    }

    /// The screen as text.
    pub fn screen(&self, width: u16, height: u16) -> String {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
        terminal
            .draw(|frame| {
                let _ = view::draw(&self.app, &Theme::new(true), frame);
            })
            .expect("a frame");
        super::lines(terminal.backend().buffer()).join("\n")
    }

    /// Asserts that the screen shows a text.
    pub fn sees(&mut self, text: &str) -> &mut Self {
        let screen = self.screen(self.app.size.0, self.app.size.1);
        assert!(screen.contains(text), "'{text}' is not on the screen:\n{screen}");
        self
    }

    /// Asserts that the screen does not show a text.
    pub fn sees_no(&mut self, text: &str) -> &mut Self {
        let screen = self.screen(self.app.size.0, self.app.size.1);
        assert!(!screen.contains(text), "'{text}' is on the screen:\n{screen}");
        self
    }

    /// The operations of the calls sent so far.
    pub fn operations(&self) -> Vec<&'static str> {
        self.sent.iter().map(operation).collect()
    }

    /// The bodies of the writes sent so far.
    pub fn updates(&self) -> Vec<Value> {
        let body = |call: &Call| match call {
            Call::Create(_, request) | Call::Update(_, request) => Some(request.clone().into_value()),
            Call::Delete(key) => Some(removing(key)),
            _ => None,
        };
        self.sent.iter().filter_map(body).collect()
    }
}

fn operation(call: &Call) -> &'static str {
    match call {
        Call::WhoAmI => "GetCallerIdentity",
        Call::List(list, _) => listing(list).0,
        Call::Describe(key) | Call::Prefetch(key) | Call::DescribeAfter(key, _) => key.kind.describe,
        Call::Lookup(..) => "GetIdentityProviderByIdentifier",
        Call::Fetch(_) => "fetch",
        Call::Folder(_) => "folder",
        Call::File(_) => "file",
        Call::Create(key, _) => key.kind.create.expect("a kind that can be made"),
        Call::Update(key, _) => key.kind.update.expect("a kind that can be written"),
        Call::Delete(key) => key.kind.delete.expect("a kind that can be removed"),
    }
}

fn listing(list: &ListKey) -> (&'static str, &'static str) {
    match list.kind.id {
        KindId::UserPool => ("ListUserPools", "UserPools"),
        KindId::Client => ("ListUserPoolClients", "UserPoolClients"),
        KindId::Provider => ("ListIdentityProviders", "Providers"),
        KindId::IdentityPool => ("ListIdentityPools", "IdentityPools"),
        KindId::Identity => ("ListIdentities", "Identities"),
        KindId::Secret => ("ListUserPoolClientSecrets", "ClientSecrets"),
        KindId::ResourceServer => ("ListResourceServers", "ResourceServers"),
        KindId::Domain | KindId::Roles | KindId::PrincipalTags | KindId::SignUp => {
            unreachable!("there is no such list")
        }
    }
}

/// The body that names a resource.
fn naming(key: &Key) -> Value {
    let parent = key.parent.clone().unwrap_or_default();
    match key.kind.id {
        KindId::UserPool => json!({"UserPoolId": key.id}),
        KindId::Client => json!({"UserPoolId": parent, "ClientId": key.id}),
        KindId::Provider => json!({"UserPoolId": parent, "ProviderName": key.id}),
        KindId::Domain => json!({"Domain": key.id}),
        KindId::IdentityPool | KindId::Roles => json!({"IdentityPoolId": key.id}),
        KindId::PrincipalTags => json!({"IdentityPoolId": parent, "IdentityProviderName": key.id}),
        KindId::Identity => json!({"IdentityId": key.id}),
        KindId::ResourceServer => json!({"UserPoolId": parent, "Identifier": key.id}),
        KindId::Secret => of_client(&parent),
        KindId::SignUp => unreachable!("nothing reads a user"),
    }
}

/// The body that removes a resource.
fn removing(key: &Key) -> Value {
    let mut body = naming(key);
    match key.kind.id {
        KindId::Secret => body["ClientSecretId"] = json!(key.id),
        KindId::Domain => body["UserPoolId"] = json!(key.parent),
        _ => {}
    }
    body
}

fn of_client(parent: &str) -> Value {
    let (pool, client) = parent.split_once('/').expect("a user pool and a client");
    json!({"UserPoolId": pool, "ClientId": client})
}
