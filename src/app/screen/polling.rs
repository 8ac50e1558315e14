//! Polling: a resource with a transient status is described again, at ever longer intervals, while it is
//! shown.

use std::time::Duration;

use crate::app::App;
use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::{Body, Screen};
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Effect, Reply};
use crate::resource::Key;

/// Longest interval between two polls, in seconds.
const MAX_INTERVAL: u64 = 30;

/// The interval after some polls: 1, 2, 4 seconds and so on.
fn interval(polls: u32) -> Duration {
    Duration::from_secs(1_u64.checked_shl(polls).unwrap_or(MAX_INTERVAL).min(MAX_INTERVAL))
}

impl App {
    /// Polls the resources of the shown tab that have a transient status, and stops the polls of hidden ones.
    pub(crate) fn poll(&mut self) -> Vec<Effect> {
        let wanted: Vec<(Key, String, u32)> = match self.screen().body() {
            Body::Details(details) => details
                .sections
                .iter()
                .filter_map(|section| {
                    Some((section.key.clone(), section.status_to_poll()?.to_owned(), section.polls))
                })
                .collect(),
            Body::List(_) => Vec::new(),
        };
        // Polling starts over at the shortest interval when a transient status is shown again.
        for screen in &mut self.screens {
            for section in screen.details_mut().flat_map(|details| &mut details.sections) {
                if !wanted.iter().any(|(key, ..)| *key == section.key) {
                    section.polls = 0;
                }
            }
        }
        let is_wanted = |key: &Key| wanted.iter().any(|(wanted, ..)| wanted == key);
        let mut effects =
            self.requests.cancel(|purpose| matches!(purpose, Purpose::Poll(key) if !is_wanted(key)));
        for (key, state, polls) in wanted {
            if !self
                .requests
                .ids(|purpose| matches!(purpose, Purpose::Poll(other) if *other == key))
                .is_empty()
            {
                continue;
            }
            let label = format!("{} is {state}, refreshing in {} s", key.id, interval(polls).as_secs());
            let call = Call::DescribeAfter(key.clone(), interval(polls));
            effects.push(self.requests.start(label, Purpose::Poll(key.clone()), call).1);
            for section in self.screen_mut().details_mut().filter_map(|details| details.section_mut(&key)) {
                section.polls += 1;
            }
        }
        effects
    }

    /// Shows the document that a poll has read.
    pub(crate) fn handle_poll_reply(&mut self, key: &Key, result: Result<Reply, AppError>) {
        match result {
            Ok(Reply::Document(Some(document))) => self.document_read(key, document),
            Ok(_) => self.on_deleted(key),
            Err(error) if error.kind == ErrorKind::NotFound => self.on_deleted(key),
            // The next poll may succeed, and comes after a longer interval.
            Err(error) if matches!(error.kind, ErrorKind::Unknown | ErrorKind::Throttled) => {}
            Err(error) => {
                for section in self
                    .screens
                    .iter_mut()
                    .flat_map(Screen::details_mut)
                    .filter_map(|details| details.section_mut(key))
                {
                    section.polling_stopped = true;
                    if !section.load.is_loading() {
                        section.load = Remote::Failed(error.clone());
                    }
                }
            }
        }
    }

    fn on_deleted(&mut self, key: &Key) {
        self.document_deleted(key);
        self.say(crate::app::Tone::Good, format!("{} no longer exists.", key.id));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn intervals_grow_and_never_exceed_half_a_minute() {
        let intervals: Vec<_> = (0..8).map(|polls| interval(polls).as_secs()).collect();
        assert_eq!(intervals, [1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(interval(u32::MAX).as_secs(), 30);
    }
}
