//! Which resources refer to one: no operation lists that, so the resources that may refer to it are read one
//! by one in the background, a few at a time, until the user stops the scan.

use std::collections::VecDeque;

use crate::app::remote::Remote;
use crate::app::requests::{Purpose, Requests};
use crate::error::AppError;
use crate::message::{Call, Effect, Pages, Reply, RequestId};
use crate::resource::display::detail_rows::DetailRow;
use crate::resource::display::plural::plural;
use crate::resource::display::value::DisplayValue;
use crate::resource::{Document, Key, Referrers};

/// The number of resources read at the same time.
const AT_ONCE: usize = 4;

/// A scan for the resources that refer to one.
#[derive(Debug)]
pub struct ReferenceScan {
    /// The resource that may be referred to.
    pub about: Key,
    /// Which resources may refer to it, and how.
    pub referrers: &'static Referrers,
    /// The list of those that may refer to it; stopped when the user stops the scan, however far it is.
    pub list: Remote,
    /// The resources that refer to it, in the order of their list: position, key and name.
    pub found: Vec<(usize, Key, String)>,
    /// The number of resources examined.
    pub done: usize,
    /// The number of resources listed so far.
    pub all: usize,
    /// The number of resources that could not be read, and the last error.
    pub failed: Option<(usize, AppError)>,
    /// The number of [`crate::message::Event::Tick`]s it has taken.
    pub ticks: usize,
    waiting: VecDeque<(usize, Key, String)>,
    reading: Vec<(RequestId, usize, Key, String)>,
}

impl ReferenceScan {
    /// Starts a scan by listing the resources that may refer to `about`.
    pub fn start(about: Key, referrers: &'static Referrers, requests: &mut Requests) -> (Self, Effect) {
        let list = referrers.list(&about);
        let label = scan_label(referrers, &about);
        let (id, effect) =
            requests.start(label, Purpose::ReferenceScan(about.clone()), Call::List(list, Pages::All));
        let scan = Self {
            about,
            referrers,
            list: Remote::Loading(id),
            found: Vec::new(),
            done: 0,
            all: 0,
            failed: None,
            ticks: 0,
            waiting: VecDeque::new(),
            reading: Vec::new(),
        };
        (scan, effect)
    }

    /// Whether documents are still to come.
    pub fn is_running(&self) -> bool {
        self.list.is_loading() || self.list.is_ready() && !self.is_over()
    }

    /// Whether every listed document was examined.
    pub fn is_over(&self) -> bool {
        self.list.is_ready() && self.waiting.is_empty() && self.reading.is_empty()
    }

    /// Whether the scan waits for the reply of a request.
    pub fn waits_for(&self, id: RequestId) -> bool {
        self.list.waits_for(id) || self.reading.iter().any(|(reading, ..)| *reading == id)
    }

    /// Takes rows of the list. A resource whose document `known` returns is examined without being read.
    pub fn extend<'a>(&mut self, rows: &[Document], known: impl Fn(&Key) -> Option<&'a Document>) {
        let kind = (self.referrers.kind)();
        let list = self.referrers.list(&self.about);
        for (key, row) in rows.iter().filter_map(|row| Some((list.row(row)?, row))) {
            let name = kind.name_of(row).unwrap_or(&key.id).to_owned();
            let place = self.all;
            self.all += 1;
            match known(&key) {
                Some(document) => self.examine(place, key, name, document),
                None => self.waiting.push_back((place, key, name)),
            }
        }
    }

    /// Examines a resource again that was read since the scan was over; tells whether that changes what was
    /// found.
    pub fn recheck(&mut self, key: &Key, document: &Document) -> bool {
        if key.kind != (self.referrers.kind)() || self.is_running() {
            return false;
        }
        let found = self.found.iter().position(|(_, found, _)| found == key);
        match (found, (self.referrers.refers)(&self.about, document)) {
            (Some(at), false) => {
                self.found.remove(at);
            }
            (None, true) => {
                let name = key.kind.name_of(document).unwrap_or(&key.id).to_owned();
                self.found.push((usize::MAX, key.clone(), name));
            }
            _ => return false,
        }
        true
    }

    fn examine(&mut self, place: usize, key: Key, name: String, document: &Document) {
        self.done += 1;
        if (self.referrers.refers)(&self.about, document) {
            self.found.push((place, key, name));
            self.found.sort_by_key(|(place, ..)| *place);
        }
    }

    /// Reads the next resources, up to the number that may be read at the same time.
    pub fn read_more(&mut self, requests: &mut Requests) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.is_running() && self.reading.len() < AT_ONCE {
            let Some((place, key, name)) = self.waiting.pop_front() else { break };
            let label = format!("{}: {}/{}", scan_label(self.referrers, &self.about), self.done, self.all);
            let (id, effect) = requests.start(
                label,
                Purpose::ReferenceScan(self.about.clone()),
                crate::app::change::bulk::prefer_paced(Call::Describe(key.clone())),
            );
            self.reading.push((id, place, key, name));
            effects.push(effect);
        }
        effects
    }

    /// Takes the reply of one of its requests; returns the document that was read, for the cache.
    pub fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
    ) -> Option<(Key, Document)> {
        if self.list.waits_for(id) {
            self.list.settle(id, result.map(|_| ()));
            return None;
        }
        let at = self.reading.iter().position(|(reading, ..)| *reading == id)?;
        let (_, place, key, name) = self.reading.remove(at);
        match result {
            Ok(Reply::Document(Some(document))) => {
                self.examine(place, key.clone(), name, &document);
                return Some((key, document));
            }
            Ok(_) => self.done += 1,
            Err(error) => {
                self.done += 1;
                let failed = self.failed.as_ref().map_or(0, |(count, _)| *count);
                self.failed = Some((failed + 1, error));
            }
        }
        None
    }

    /// Stops the scan; the caller cancels its requests.
    pub fn stop(&mut self) {
        if self.is_running() {
            self.list = Remote::Stopped;
            self.reading.clear();
        }
    }

    /// How far the scan has come, as a sentence.
    pub fn sentence(&self) -> String {
        let plural = (self.referrers.kind)().plural.to_lowercase();
        let (done, all) = (self.done - self.failed.as_ref().map_or(0, |(count, _)| *count), self.all);
        let failed = self
            .failed
            .as_ref()
            .map(|(count, error)| format!("; {count} can't be loaded: {}", error.summary))
            .unwrap_or_default();
        match &self.list {
            Remote::NotAsked | Remote::Loading(_) => format!("checked {done} of {all} or more {plural}…"),
            Remote::Ready(()) if !self.is_over() => format!("checked {done} of {all} {plural}…"),
            Remote::Ready(()) if done < all => {
                format!("incomplete: checked {done} of {all} {plural}{failed}")
            }
            Remote::Ready(()) if all == 0 => format!("there are no {plural}"),
            Remote::Ready(()) => {
                format!("checked {} in {}", all_of(all, (self.referrers.kind)().name), seconds(self.ticks))
            }
            Remote::Stopped => {
                format!("stopped: checked {done} of {all} {plural}{failed}")
            }
            Remote::Failed(error) => {
                format!("incomplete: checked {done} of {all} {plural}; {}", error.summary)
            }
        }
    }

    /// The names that were found, or that there is none so far.
    pub fn names(&self) -> String {
        let names: Vec<_> = self.found.iter().map(|(_, _, name)| name.as_str()).collect();
        match names.as_slice() {
            [] if self.is_over() && self.failed.is_none() => "none".to_owned(),
            [] => "none so far".to_owned(),
            names => names.join(", "),
        }
    }

    /// The rows of its tab: how far the scan has come, and a link to each resource that was found.
    pub fn rows(&self) -> Vec<DetailRow> {
        let row = |label: &str, value: DisplayValue, link: Option<Key>| DetailRow {
            label: label.to_owned(),
            value,
            depth: 0,
            link,
            help: self.referrers.help,
            member: "",
            copy: None,
        };
        let mut rows = vec![
            row(self.referrers.title, DisplayValue::Heading, None),
            row("Progress", DisplayValue::Text(self.sentence()), None),
        ];
        if self.found.is_empty() {
            rows.push(row("Found", DisplayValue::Unset(self.names()), None));
        }
        rows.extend(
            self.found
                .iter()
                .map(|(_, key, name)| row(name, DisplayValue::Text(key.id.clone()), Some(key.clone()))),
        );
        rows
    }
}

/// What the status line says of a scan: "Checking app clients for Google".
fn scan_label(referrers: &Referrers, about: &Key) -> String {
    format!("Checking {} for {}", (referrers.kind)().plural.to_lowercase(), subject(about))
}

/// The name of the resource in labels; a resource that does not exist yet has none.
fn subject(about: &Key) -> &str {
    if about.id.is_empty() { "the new resource" } else { &about.id }
}

/// All of a number of resources: "all 6 identity pools", "1 app client".
fn all_of(count: usize, noun: &str) -> String {
    let counted = plural(count, noun);
    if count == 1 { counted } else { format!("all {counted}") }
}

/// Ticks as seconds, in words; a tick is about an eighth of a second.
fn seconds(ticks: usize) -> String {
    match (ticks * 12).div_ceil(100) {
        0 | 1 => "1 s".to_owned(),
        seconds => format!("{seconds} s"),
    }
}
