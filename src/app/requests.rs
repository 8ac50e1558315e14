//! Requests under way, as data: each has an id, a label for the status line, and what its reply is for.

use std::collections::BTreeMap;
use std::mem::discriminant;

use crate::app::dialog::context::DialogId;
use crate::message::{Call, Effect, RequestId};
use crate::resource::{Key, ListKey};

/// All requests that are under way. A reply whose id is not among them is ignored.
#[derive(Debug, Default)]
pub struct Requests {
    next: u64,
    live: BTreeMap<RequestId, Request>,
}

/// One request under way.
#[derive(Debug)]
pub struct Request {
    /// What the status line says of it: "Describing shop".
    pub label: String,
    /// What became of an earlier attempt: "throttled by AWS, trying again (2)".
    pub note: Option<String>,
    /// What its reply is for.
    pub purpose: Purpose,
}

/// What a reply is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The header's account.
    Caller,
    /// The rows of a list.
    List(ListKey),
    /// A document on the screen.
    Details(Key),
    /// The columns of a row in sight.
    Row(Key),
    /// What a dialog reads, and the resource on whose row the progress is shown too.
    Dialog { dialog: DialogId, about: Option<Key> },
    /// The companion document, for a dialog and those opened from it.
    Companion(DialogId),
    /// A step of a write that a dialog has confirmed.
    Write { dialog: DialogId, key: Key },
    /// A resource on its way from one state to another, that is looked at again.
    Follow(Key),
    /// Who uses a resource.
    ReferenceScan(Key),
}

impl Purpose {
    /// Whether two requests are for the same purpose, of whatever resource.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_base = |purpose: &Self| matches!(purpose, Self::Dialog { about: Some(_), .. });
        discriminant(self) == discriminant(other) && is_base(self) == is_base(other)
    }

    /// Whether a dialog reads something; a write that is under way is no read.
    pub fn is_read_of(&self, id: DialogId) -> bool {
        matches!(self, Self::Dialog { dialog, .. } | Self::Companion(dialog) if *dialog == id)
    }
}

impl Requests {
    /// Starts a request: notes it, and gives the effect that makes the call.
    pub fn start(&mut self, label: impl Into<String>, purpose: Purpose, call: Call) -> (RequestId, Effect) {
        self.next += 1;
        let id = RequestId(self.next);
        self.live.insert(id, Request { label: label.into(), note: None, purpose });
        (id, Effect::Call(id, call))
    }

    /// The request, when it is still under way.
    pub fn get(&self, id: RequestId) -> Option<&Request> {
        self.live.get(&id)
    }

    /// Notes what became of an attempt, or that all is well again.
    pub fn note(&mut self, id: RequestId, note: Option<String>) {
        if let Some(request) = self.live.get_mut(&id) {
            request.note = note;
        }
    }

    /// Takes a request out, when it is still under way: its reply is here.
    pub fn finish(&mut self, id: RequestId) -> Option<Request> {
        self.live.remove(&id)
    }

    /// Gives up every request that a predicate names; the effects stop the calls.
    pub fn cancel(&mut self, which: impl Fn(&Purpose) -> bool) -> Vec<Effect> {
        let ids = self.ids(which);
        for id in &ids {
            self.live.remove(id);
        }
        ids.into_iter().map(Effect::Cancel).collect()
    }

    /// The requests that a predicate names, oldest first.
    pub fn ids(&self, which: impl Fn(&Purpose) -> bool) -> Vec<RequestId> {
        self.live.iter().filter(|(_, request)| which(&request.purpose)).map(|(id, _)| *id).collect()
    }

    /// Whether nothing is under way.
    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }

    /// The requests under way, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Request> {
        self.live.values()
    }

    /// What is under way for a resource, to be said on its row.
    pub fn about(&self, key: &Key) -> Option<&Request> {
        self.iter().find(|request| match &request.purpose {
            Purpose::Dialog { about, .. } => about.as_ref() == Some(key),
            Purpose::Write { key: about, .. } | Purpose::Details(about) => about == key,
            _ => false,
        })
    }
}
