//! The requests under way, as data: each has an id, a label for the status line, and a purpose that tells who
//! waits for its reply.

use std::collections::BTreeMap;
use std::mem::discriminant;

use crate::history::Record;
use crate::message::{Call, ContextId, Effect, RequestId};
use crate::resource::{Key, ListKey};

/// Id of a dialog on the stack, to which the replies to its requests go. A dialog that replaces another takes
/// over its id, and with it the requests under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DialogId(pub u64);

/// All requests under way. A reply whose id is not among them is ignored.
#[derive(Debug, Default)]
pub struct Requests {
    next: u64,
    /// The context in which the next request is made.
    pub(crate) context: ContextId,
    live: BTreeMap<RequestId, Request>,
}

/// A request under way: its label, its progress and its purpose.
#[derive(Debug)]
pub struct Request {
    /// Text in the status line: "Describing shop".
    pub label: String,
    /// State of the attempts: "throttled by AWS, retrying (2)".
    pub note: Option<String>,
    pub purpose: Purpose,
    /// The context in which the request was made.
    pub context: ContextId,
}

/// The purpose of a request: who waits for its reply.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Purpose {
    /// The owner of the credentials, for the header.
    Caller,
    /// The pages of a list, each as it arrives.
    List(ListKey),
    /// A document of the details on a screen.
    Details(Key),
    /// The columns of a visible row, read ahead of the user.
    Row(Key),
    /// A read of a dialog. The progress also shows on the row of `about`.
    Dialog { dialog: DialogId, about: Option<Key> },
    /// The companion document of a dialog and of those opened from it.
    Companion(DialogId),
    /// A step of a write that a dialog has confirmed.
    Write { dialog: DialogId, key: Key },
    /// The outcome of a write, on its way to the history.
    Record,
    /// A read of the resource of a recorded change, to find out what became of it.
    Settle(Box<Record>),
    /// A document on which the words below a list depend.
    ListNote(Key),
    /// A poll of a resource in a transient status.
    Poll(Key),
    /// A scan for the resources that refer to this one.
    ReferenceScan(Key),
    /// A read of the scan of all pools for findings.
    Audit,
    /// A document that the checks of the shown details need.
    Evidence(Key),
}

impl Purpose {
    /// True if both have the same purpose, for whatever resource.
    pub fn is_like(&self, other: &Self) -> bool {
        let is_base = |purpose: &Self| matches!(purpose, Self::Dialog { about: Some(_), .. });
        discriminant(self) == discriminant(other) && is_base(self) == is_base(other)
    }

    /// True for a read of this dialog; a write is no read.
    pub fn is_read_of(&self, id: DialogId) -> bool {
        matches!(self, Self::Dialog { dialog, .. } | Self::Companion(dialog) if *dialog == id)
    }
}

impl Requests {
    /// Adds a request, and returns its id and the effect that makes the call.
    pub fn start(&mut self, label: impl Into<String>, purpose: Purpose, call: Call) -> (RequestId, Effect) {
        self.next += 1;
        let id = RequestId(self.next);
        self.live.insert(id, Request { label: label.into(), note: None, purpose, context: self.context });
        (id, Effect::Call(id, call))
    }

    /// Number of the next request, which no other one of this run has.
    pub const fn upcoming(&self) -> u64 {
        self.next + 1
    }

    pub fn get(&self, id: RequestId) -> Option<&Request> {
        self.live.get(&id)
    }

    /// The context that a request was made in.
    pub fn context_of(&self, id: RequestId) -> Option<ContextId> {
        self.live.get(&id).map(|request| request.context)
    }

    /// Replaces the note of a request; `None` means that all is well again.
    pub fn note(&mut self, id: RequestId, note: Option<String>) {
        if let Some(request) = self.live.get_mut(&id) {
            request.note = note;
        }
    }

    /// Removes and returns the request, if it is still under way.
    pub fn finish(&mut self, id: RequestId) -> Option<Request> {
        self.live.remove(&id)
    }

    /// Cancels every request that the predicate selects; the effects stop the calls.
    pub fn cancel(&mut self, which: impl Fn(&Purpose) -> bool) -> Vec<Effect> {
        let ids = self.ids(which);
        for id in &ids {
            self.live.remove(id);
        }
        ids.into_iter().map(Effect::Cancel).collect()
    }

    /// Ids of the requests that the predicate selects, oldest first.
    pub fn ids(&self, which: impl Fn(&Purpose) -> bool) -> Vec<RequestId> {
        self.live.iter().filter(|(_, request)| which(&request.purpose)).map(|(id, _)| *id).collect()
    }

    /// Ids of the requests of the context in which the next one would be made, oldest first.
    pub fn ids_here(&self, which: impl Fn(&Purpose) -> bool) -> Vec<RequestId> {
        let is_here = |request: &Request| request.context == self.context;
        let chosen = self.live.iter().filter(|(_, request)| is_here(request) && which(&request.purpose));
        chosen.map(|(id, _)| *id).collect()
    }

    pub fn is_empty(&self) -> bool {
        self.live.is_empty()
    }

    /// The requests under way, oldest first.
    pub fn iter(&self) -> impl Iterator<Item = &Request> {
        self.live.values()
    }

    /// The reads of rows ahead of the user, oldest first.
    pub fn rows(&self) -> impl Iterator<Item = (RequestId, ContextId, &Key)> {
        self.live.iter().filter_map(|(id, request)| match &request.purpose {
            Purpose::Row(key) => Some((*id, request.context, key)),
            _ => None,
        })
    }

    /// The write of a resource, if one is under way.
    pub fn write_of(&self, key: &Key) -> Option<&Request> {
        self.iter().find(|request| matches!(&request.purpose, Purpose::Write { key: of, .. } if of == key))
    }

    /// The request whose progress shows on the row of a resource.
    pub fn about(&self, key: &Key) -> Option<&Request> {
        self.iter().find(|request| match &request.purpose {
            Purpose::Dialog { about, .. } => about.as_ref() == Some(key),
            Purpose::Write { key: about, .. } | Purpose::Details(about) => about == key,
            _ => false,
        })
    }
}
