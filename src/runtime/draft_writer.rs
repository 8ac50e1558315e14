//! Writes drafts while the user types: the first edit at once, later ones at most once a second, and the last
//! one before the program ends. While nothing is edited, nothing wakes up.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::UnboundedSender;

use super::history_file::HistoryFile;
use crate::history::DraftOrder;
use crate::message::Event;

/// The least time between two writes.
const PAUSE: Duration = Duration::from_secs(1);

/// Orders about drafts, and the thread that carries them out.
pub struct DraftWriter {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

/// What the writer and its thread share.
struct Shared {
    history: Arc<HistoryFile>,
    events: UnboundedSender<Event>,
    waiting: Mutex<Waiting>,
    /// Held while orders are carried out, so that they keep their order. No key waits for it.
    writing: Mutex<()>,
    woken: Condvar,
}

#[derive(Default)]
struct Waiting {
    orders: Vec<DraftOrder>,
    ended: bool,
}

impl DraftWriter {
    pub fn new(history: Arc<HistoryFile>, events: UnboundedSender<Event>) -> Self {
        let shared = Shared {
            history,
            events,
            waiting: Mutex::default(),
            writing: Mutex::default(),
            woken: Condvar::new(),
        };
        Self { shared: Arc::new(shared), thread: None }
    }

    /// Takes an order. A later one about the same draft replaces it until it is carried out.
    pub fn order(&mut self, order: DraftOrder) {
        let mut waiting = self.shared.lock();
        waiting.orders.retain(|other| other.id() != order.id());
        waiting.orders.push(order);
        drop(waiting);
        self.shared.woken.notify_all();
        let shared = Arc::clone(&self.shared);
        self.thread.get_or_insert_with(|| thread::spawn(move || shared.write_on()));
    }

    /// Carries out all orders that wait, for whoever reads the drafts.
    pub fn flusher(&self) -> impl FnOnce() + Send + use<> {
        let shared = Arc::clone(&self.shared);
        move || shared.write()
    }
}

impl Drop for DraftWriter {
    fn drop(&mut self) {
        self.shared.lock().ended = true;
        self.shared.woken.notify_all();
        if let Some(thread) = self.thread.take() {
            // It writes what waits, and ends.
            let _ = thread.join();
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Carries out what waits.
    fn write(&self) {
        let _writing = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let orders = std::mem::take(&mut self.lock().orders);
        if orders.is_empty() {
            return;
        }
        if let Err(error) = self.history.carry_out(&orders) {
            // The receiver is gone only while the program ends.
            let _ = self.events.send(Event::DraftFailed(error));
        }
    }

    fn write_on(&self) {
        loop {
            let mut waiting = self.lock();
            while waiting.orders.is_empty() && !waiting.ended {
                waiting = self.woken.wait(waiting).unwrap_or_else(PoisonError::into_inner);
            }
            drop(waiting);
            self.write();
            let next = Instant::now() + PAUSE;
            let mut waiting = self.lock();
            loop {
                let left = next.saturating_duration_since(Instant::now());
                if waiting.ended && waiting.orders.is_empty() {
                    return;
                }
                if waiting.ended || left.is_zero() {
                    break;
                }
                let woken = self.woken.wait_timeout(waiting, left);
                waiting = woken.map_or_else(|poisoned| poisoned.into_inner().0, |(waiting, _)| waiting);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::sync::mpsc::unbounded_channel;

    use super::*;
    use crate::history::Record;
    use crate::runtime::history_file::HistoryPlace;

    fn keep(id: &str, name: &str) -> DraftOrder {
        let (id, name) = (id.to_owned(), name.to_owned());
        DraftOrder::Keep(Box::new(Record { v: 1, target: id.clone(), id, name, ..Record::default() }))
    }

    fn names(history: &HistoryFile) -> Vec<String> {
        history.entries().expect("drafts").0.into_iter().map(|entry| entry.record.name).collect()
    }

    #[test]
    fn the_last_edit_is_written_before_the_end_and_before_a_read() {
        let home = tempfile::tempdir().expect("a folder");
        let history = Arc::new(HistoryFile::new(HistoryPlace::Folder(home.path().join("cognitui"))));
        let (events, mut told) = unbounded_channel();
        let mut writer = DraftWriter::new(Arc::clone(&history), events);
        for name in ["s", "sh", "sho", "shop"] {
            writer.order(keep("a", name));
        }
        writer.flusher()();
        assert_eq!(names(&history), ["shop"]);
        writer.order(keep("a", "shops"));
        writer.order(keep("b", "cart"));
        writer.order(DraftOrder::Discard("b".to_owned()));
        drop(writer);
        assert_eq!(names(&history), ["shops"]);
        assert!(told.try_recv().is_err());
    }

    #[test]
    fn a_draft_that_can_not_be_written_is_told() {
        let home = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(home.path().join("cognitui/drafts.jsonl")).expect("a folder in its place");
        let history = HistoryFile::new(HistoryPlace::Folder(home.path().join("cognitui")));
        let (events, mut told) = unbounded_channel();
        let mut writer = DraftWriter::new(Arc::new(history), events);
        writer.order(keep("a", "shop"));
        drop(writer);
        let Ok(Event::DraftFailed(error)) = told.try_recv() else { panic!("nothing is told") };
        assert_eq!(error.cause.as_deref(), Some("it is not a regular file"));
    }
}
