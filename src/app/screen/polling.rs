//! Following what is on its way from one state to another: it is looked at again, ever more rarely, while it
//! is on the screen, and only then.

use std::time::Duration;

use crate::app::App;
use crate::app::requests::Purpose;
use crate::app::screen::{Body, Screen};
use crate::error::{AppError, ErrorKind};
use crate::message::{Call, Effect, Reply};
use crate::resource::Key;

/// The longest wait between two looks, in seconds.
const RAREST: u64 = 30;

/// How long to wait before the next look, after so many: 1, 2, 4 seconds and so on.
fn wait(polls: u32) -> Duration {
    Duration::from_secs(1_u64.checked_shl(polls).unwrap_or(RAREST).min(RAREST))
}

impl App {
    /// Looks again at what the shown tab holds and passes by itself, and stops looking at what is not shown
    /// any more.
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
        // What rests, and what is not shown, is looked at often again once it passes and is shown.
        for screen in &mut self.screens {
            for section in screen.details_mut().flat_map(|details| &mut details.sections) {
                if !wanted.iter().any(|(key, ..)| *key == section.key) {
                    section.polls = 0;
                }
            }
        }
        let mut effects =
            self.requests.cancel(|purpose| matches!(purpose, Purpose::Follow(key) if !wanted.iter().any(|(wanted, ..)| wanted == key)));
        for (key, state, polls) in wanted {
            if !self
                .requests
                .ids(|purpose| matches!(purpose, Purpose::Follow(other) if *other == key))
                .is_empty()
            {
                continue;
            }
            let label = format!("{} is {state}, refreshing in {} s", key.id, wait(polls).as_secs());
            let call = Call::DescribeAfter(key.clone(), wait(polls));
            effects.push(self.requests.start(label, Purpose::Follow(key.clone()), call).1);
            for section in self.screen_mut().details_mut().filter_map(|details| details.section_mut(&key)) {
                section.polls += 1;
            }
        }
        effects
    }

    /// Takes what another look told.
    pub(crate) fn handle_poll_reply(&mut self, key: &Key, result: Result<Reply, AppError>) {
        match result {
            Ok(Reply::Document(Some(document))) => self.document_read(key, document),
            Ok(_) => self.on_deleted(key),
            Err(error) if error.kind == ErrorKind::NotFound => self.on_deleted(key),
            // The next look may go better; it comes later than this one did.
            Err(error) if matches!(error.kind, ErrorKind::Unknown | ErrorKind::Throttled) => {}
            Err(error) => {
                for section in self
                    .screens
                    .iter_mut()
                    .flat_map(Screen::details_mut)
                    .filter_map(|details| details.section_mut(key))
                {
                    section.polling_stopped = true;
                }
                self.say(crate::app::Tone::Bad, format!("{}. r refreshes.", error.summary));
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
    fn looks_become_rarer_and_never_rarer_than_half_a_minute() {
        let waits: Vec<_> = (0..8).map(|polls| wait(polls).as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(wait(u32::MAX).as_secs(), 30);
    }
}
