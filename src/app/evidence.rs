//! What the checks of the shown details need beside their documents: the IAM roles that an identity pool
//! hands out. They are read as rarely as the rows of a list, and what could not be read is told.

use crate::app::App;
use crate::app::audit::words::gap_sentences;
use crate::app::cache::Unread;
use crate::app::requests::Purpose;
use crate::app::screen::Body;
use crate::error::AppError;
use crate::message::{Call, Effect, Reply};
use crate::resource::finding::{Evidence, Need};
use crate::resource::tables::ROLE;
use crate::resource::tables::identity_pools::role::role_account;
use crate::resource::{Key, Kind};

/// Largest number of such reads under way.
const AT_ONCE: usize = 4;

/// The evidence that is read with the details of a kind.
fn read_with_details(kind: &Kind) -> impl Iterator<Item = &'static Evidence> {
    let evidence = kind.checks.findings.iter().filter_map(|finding| finding.evidence.as_ref());
    evidence.filter(|evidence| evidence.is_read_with_details)
}

impl App {
    /// Requests what the checks of the shown details need and was not read.
    pub(crate) fn read_evidence(&mut self) -> Vec<Effect> {
        let is_evidence = |purpose: &Purpose| matches!(purpose, Purpose::Evidence(_));
        let mut under_way = self.requests.ids_here(is_evidence).len();
        let mut effects = Vec::new();
        for key in self.shown_evidence() {
            let is_asked = |purpose: &Purpose| *purpose == Purpose::Evidence(key.clone());
            let is_settled = self.cache.fresh(&key).is_some() || self.cache.unread(&key).is_some();
            if is_settled || !self.requests.ids_here(is_asked).is_empty() {
                continue;
            }
            if let Some(error) = self.foreign(&key) {
                self.cache.insert_unread(key, Unread::Failed(error));
            } else if under_way < AT_ONCE {
                under_way += 1;
                let label = format!("Loading {} {}", key.kind.name, key.short_id());
                let call = Call::Prefetch(key.clone());
                effects.push(self.requests.start(label, Purpose::Evidence(key), call).1);
            }
        }
        effects
    }

    /// What the checks of the shown details need, each once.
    fn shown_evidence(&self) -> Vec<Key> {
        let Body::Details(details) = self.screen().body() else { return Vec::new() };
        let mut keys: Vec<Key> = Vec::new();
        let is_shown = details.is_of_documents() && !self.is_joint();
        for section in details.sections.iter().filter(|section| is_shown && section.is_known) {
            let Some(document) = self.cache.get(&section.key) else { continue };
            for evidence in read_with_details(section.key.kind) {
                for need in (evidence.of)(&section.key, document, &self.cache) {
                    if let Need::Existence(key) | Need::Document(key) = need
                        && !keys.contains(&key)
                    {
                        keys.push(key);
                    }
                }
            }
        }
        keys
    }

    /// Has the evidence of the shown details read again.
    pub(crate) fn expire_evidence(&mut self) {
        let keys = self.shown_evidence();
        self.cache.expire(|key| keys.contains(key));
        self.cache.retry(|key, _| keys.contains(key));
    }

    pub(crate) fn handle_evidence_reply(&mut self, key: Key, result: Result<Reply, AppError>) {
        match result {
            Ok(Reply::Document(Some(document))) => self.document_read(&key, document),
            Ok(_) => self.document_absent(&key),
            Err(error) => self.cache.insert_unread(key, Unread::Failed(error)),
        }
    }

    /// Why the credentials can't read a role: it is known to belong to another account.
    pub(crate) fn foreign(&self, key: &Key) -> Option<AppError> {
        let account = Some(role_account(&key.id)).filter(|_| *key.kind == ROLE)?;
        let is_foreign = self.caller.as_ref().is_some_and(|caller| caller.account != account);
        is_foreign.then(|| {
            let doing = format!("Can't load the {} {}", key.kind.name, key.short_id());
            AppError::new(format!("{doing}: it belongs to the account {account}"))
        })
    }

    /// What the checks of the shown details could not read, in a sentence for each reason.
    pub fn evidence_gaps(&self) -> Vec<String> {
        let gap = |key: &Key| {
            let why = match self.cache.unread(key)? {
                Unread::Absent => return None,
                Unread::Failed(error) => error.why().to_owned(),
                Unread::Stopped => "loading stopped".to_owned(),
            };
            Some((format!("{} {}", key.kind.name, key.short_id()), why))
        };
        let gaps: Vec<_> = self.shown_evidence().iter().filter_map(gap).collect();
        gap_sentences(gaps.iter().map(|(what, why)| (what.as_str(), why.as_str())))
    }
}
