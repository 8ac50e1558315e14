//! The scan for the resources that refer to another one. No operation lists them, so the scan reads every
//! candidate in the background, a few at a time, until the user stops it.

use std::collections::VecDeque;

use crate::app::remote::Remote;
use crate::app::requests::{Purpose, Requests};
use crate::error::AppError;
use crate::message::{Call, Effect, Pages, Reply, RequestId};
use crate::resource::display::detail_rows::{DetailRow, Standing};
use crate::resource::display::plural::plural;
use crate::resource::display::value::DisplayValue;
use crate::resource::{Document, Key, Referrers};

/// Largest number of reads at the same time.
const AT_ONCE: usize = 4;

/// A scan for the resources that refer to another one.
#[derive(Debug)]
pub struct ReferenceScan {
    /// The resource that others may refer to.
    pub about: Key,
    /// The relation: the candidates, and how they refer to the resource.
    pub referrers: &'static Referrers,
    /// State of the list of candidates; `Stopped` if the user stopped the scan, at whatever point.
    pub list: Remote,
    /// The referring resources in the order of their list: index, key and name.
    pub found: Vec<(usize, Key, String)>,
    /// Number of candidates examined so far.
    pub done: usize,
    /// Number of candidates listed so far.
    pub all: usize,
    /// Number of candidates that could not be read, and the last error.
    pub failed: Option<(usize, AppError)>,
    /// Number of [`crate::message::Event::Tick`]s since the scan started.
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

    /// True while candidates are still to be listed or examined.
    pub fn is_running(&self) -> bool {
        self.list.is_loading() || self.list.is_ready() && !self.is_over()
    }

    /// True if every listed candidate was examined.
    pub fn is_over(&self) -> bool {
        self.list.is_ready() && self.waiting.is_empty() && self.reading.is_empty()
    }

    /// True if every candidate was listed and read, so that nothing else can refer to the resource.
    pub fn is_complete(&self) -> bool {
        self.is_over() && self.failed.is_none() && self.done == self.all
    }

    /// Number of candidates that were read.
    fn read(&self) -> usize {
        self.done - self.failed.as_ref().map_or(0, |(count, _)| *count)
    }

    /// How far the scan has come: "4 of 37 app clients".
    pub fn progress(&self) -> String {
        let more = if self.list.is_ready() { "" } else { " or more" };
        format!("{} of {}{more} {}", self.read(), self.all, (self.referrers.kind)().plural.to_lowercase())
    }

    /// A sentence that the scan ended before every candidate was read: "App clients were not all checked
    /// (5 of 37)."
    pub fn gap(&self) -> String {
        let plural = (self.referrers.kind)().plural;
        match (self.read(), self.list.error()) {
            (0, _) => format!("{plural} were not checked."),
            (read, Some(_)) => format!("{plural} were not all checked ({read} of {} or more).", self.all),
            (read, None) => format!("{plural} were not all checked ({read} of {}).", self.all),
        }
    }

    /// True if the request belongs to this scan.
    pub fn waits_for(&self, id: RequestId) -> bool {
        self.list.waits_for(id) || self.reading.iter().any(|(reading, ..)| *reading == id)
    }

    /// Takes rows of the list. A candidate whose document `known` returns is examined without a read.
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

    /// Examines a candidate again that was read after the scan had ended; returns true if the result changes.
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

    /// Starts the next reads, up to `AT_ONCE` at the same time.
    pub fn read_more(&mut self, requests: &mut Requests) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.is_running() && self.reading.len() < AT_ONCE {
            let Some((place, key, name)) = self.waiting.pop_front() else { break };
            let label = format!("{}: {}/{}", scan_label(self.referrers, &self.about), self.done, self.all);
            let (id, effect) = requests.start(
                label,
                Purpose::ReferenceScan(self.about.clone()),
                Call::Describe(key.clone()).paced(),
            );
            self.reading.push((id, place, key, name));
            effects.push(effect);
        }
        effects
    }

    /// Takes the reply of one of the scan's requests; returns the document that was read, for the cache.
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

    /// The progress of the scan, as a sentence.
    pub fn sentence(&self) -> String {
        let plural = (self.referrers.kind)().plural.to_lowercase();
        let (done, all) = (self.read(), self.all);
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
            Remote::Failed(error) if all == 0 => format!("not checked: {}", error.summary),
            Remote::Failed(error) => {
                format!("incomplete: checked {done} of {all} {plural}; {}", error.summary)
            }
        }
    }

    /// The names of the referring resources, at most `most` of them, or a text that there are none so far.
    pub fn names(&self, most: usize) -> String {
        let names: Vec<_> = self.found.iter().take(most).map(|(_, _, name)| name.as_str()).collect();
        match (names.as_slice(), self.found.len().saturating_sub(most)) {
            ([], _) if self.is_complete() => "none".to_owned(),
            ([], _) => "none so far".to_owned(),
            (names, 0) => names.join(", "),
            (names, more) => format!("{} and {more} more", names.join(", ")),
        }
    }

    /// The rows of the scan's tab: the progress, and a link to each referring resource.
    pub fn rows(&self) -> Vec<DetailRow> {
        let row = |label: &str, value: DisplayValue, link: Option<Key>| DetailRow {
            link,
            help: self.referrers.help,
            standing: Standing::Fact,
            ..DetailRow::new(label.to_owned(), value, 0, "")
        };
        let mut rows = vec![
            row(self.referrers.title, DisplayValue::Heading, None),
            row("Progress", DisplayValue::Text(self.sentence()), None),
        ];
        if self.found.is_empty() {
            rows.push(row("Found", DisplayValue::Unset(self.names(0)), None));
        }
        rows.extend(
            self.found
                .iter()
                .map(|(_, key, name)| row(name, DisplayValue::Text(key.id.clone()), Some(key.clone()))),
        );
        rows
    }
}

/// Label in the status line: "Checking app clients for Google".
fn scan_label(referrers: &Referrers, about: &Key) -> String {
    format!("Checking {} for {}", (referrers.kind)().plural.to_lowercase(), subject(about))
}

/// The resource's name in labels; a new resource has none.
fn subject(about: &Key) -> &str {
    if about.id.is_empty() { "the new resource" } else { &about.id }
}

/// "all 6 identity pools", "1 app client".
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
