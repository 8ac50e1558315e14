//! The search for the app client of a redirect URL that Cognito refused: the nearest registered URLs.

use crate::app::dialog::context::{Context, News};
use crate::app::dialog::{Command, Outcome};
use crate::app::references::References;
use crate::app::widget::text_input::TextInput;
use crate::key::KeyPress;
use crate::keymap::UrlFinderAction;
use crate::resource::redirect::{Asked, NearUrl, nearest};
use crate::resource::tables::{HOST, USER_POOL};
use crate::resource::{Key, Reference};

/// Number of URLs that are shown.
const SHOWN: usize = 6;

/// The pasted URL, and the chosen one among the nearest ones.
#[derive(Debug, Default)]
pub struct UrlFinder {
    pub input: TextInput,
    /// The app client and the URL that are chosen; the nearest one, if it is not among those found.
    chosen: Option<(Key, String)>,
}

/// A URL that an app client has registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisteredUrl {
    pub client: Key,
    /// Name of the app client.
    pub name: String,
    /// Name of its user pool, or its id where the pool was not read.
    pub pool: String,
    /// What the URL is for: "callback", "sign-out".
    pub is: &'static str,
}

impl UrlFinder {
    pub fn new(text: &str) -> Self {
        Self { input: TextInput::new(text), chosen: None }
    }

    pub fn asked(&self) -> Asked {
        Asked::of(self.input.text())
    }

    /// The nearest URLs in what was read, best first.
    pub fn found(&self, references: &References) -> Vec<NearUrl<RegisteredUrl>> {
        let asked = self.asked();
        if asked.is_empty() {
            return Vec::new();
        }
        let is_wanted = |key: &Key| !asked.url.is_empty() || asked.client.as_ref() == Some(&key.id);
        let all = registered(references).filter(|(key, _)| is_wanted(key));
        let all = all.map(|(key, reference)| (reference.text.as_str(), (key, reference.relation.is)));
        let is_own = |(key, _): &(&Key, &str)| asked.client.as_ref() == Some(&key.id);
        let near = nearest(&asked.url, all, is_own, SHOWN);
        let named = |(client, is): (&Key, &'static str)| {
            let pool = Key::top(&USER_POOL, client.outermost_parent().unwrap_or_default());
            RegisteredUrl {
                client: client.clone(),
                name: references.name(client).to_owned(),
                pool: references.name(&pool).to_owned(),
                is,
            }
        };
        near.into_iter()
            .map(|NearUrl { url, of, differences, distance }| NearUrl {
                url,
                of: named(of),
                differences,
                distance,
            })
            .collect()
    }

    /// Index of the chosen URL.
    pub fn chosen(&self, found: &[NearUrl<RegisteredUrl>]) -> usize {
        let is_chosen = |near: &NearUrl<RegisteredUrl>| {
            self.chosen.as_ref().is_some_and(|(client, url)| near.of.client == *client && near.url == *url)
        };
        found.iter().position(is_chosen).unwrap_or_default()
    }

    fn choose(&mut self, near: Option<&NearUrl<RegisteredUrl>>) {
        if let Some(near) = near {
            self.chosen = Some((near.of.client.clone(), near.url.clone()));
        }
    }

    pub(crate) fn type_key(&mut self, key: KeyPress) -> bool {
        self.chosen = None;
        self.input.press(key)
    }

    /// A URL that is pasted takes the place of the one before.
    pub(crate) fn paste(&mut self, text: &str) {
        self.chosen = None;
        if text.contains("://") {
            self.input.clear();
        }
        self.input.paste(text);
    }

    pub(crate) fn act(&mut self, action: UrlFinderAction, context: &mut Context) -> Outcome {
        let found = self.found(context.references);
        let chosen = self.chosen(&found);
        match action {
            UrlFinderAction::Close => return Outcome::Close,
            UrlFinderAction::Next => self.choose(found.get(chosen + 1)),
            UrlFinderAction::Previous => {
                self.choose(chosen.checked_sub(1).and_then(|place| found.get(place)));
            }
            UrlFinderAction::Scan => context.tell(News::ScanWanted),
            UrlFinderAction::Open => {
                let near = found.into_iter().nth(chosen);
                let path =
                    |of: &RegisteredUrl| if of.is == "callback" { "CallbackURLs" } else { "LogoutURLs" };
                return near.map_or(Outcome::Stay, |near| {
                    Outcome::Finish(Command::OpenAt(near.of.client.clone(), path(&near.of)))
                });
            }
        }
        Outcome::Stay
    }
}

/// The URLs of the app clients that were read.
fn registered(references: &References) -> impl Iterator<Item = (&Key, &Reference)> {
    references.resources().flat_map(|(key, read)| {
        let urls = read.refers_to.iter().filter(|reference| *reference.to.kind == HOST);
        urls.map(move |reference| (key, reference))
    })
}

/// The number of URLs that were read, and of app clients that have them.
pub fn read(references: &References) -> (usize, usize) {
    let clients =
        references.resources().filter(|(_, read)| read.refers_to.iter().any(|one| *one.to.kind == HOST));
    (registered(references).count(), clients.count())
}
