//! One vocabulary for scenarios: keys are typed and screens are read, at whichever level the scenario runs.

use cognitui::app::{Options, Target};
use cognitui::demo::{Cognito, Fault, Store};
use futures_util::FutureExt;
use serde_json::Value;

use super::harness::Harness;
use super::journey::{Journey, settings};

/// How a call fails.
#[derive(Debug, Clone, Copy)]
pub enum Failure {
    /// It is done, and its response is lost.
    ResponseLost,
    /// It is done, and its response breaks off.
    ResponseTruncated,
}

/// The program as a scenario sees it.
pub trait Console: Sized {
    /// Starts the program at a Cognito with these resources.
    async fn start(store: Store, target: Target) -> Self;

    /// Types keys, given as words: `"j enter c y"`.
    fn press(&mut self, keys: &str) -> &mut Self;

    /// Types a text, letter by letter.
    fn write(&mut self, text: &str) -> &mut Self;

    /// Waits until the screen shows a text.
    async fn sees(&mut self, text: &str) -> &mut Self;

    /// Waits until the screen shows a text no more.
    async fn vanishes(&mut self, text: &str) -> &mut Self;

    /// Waits until nothing is under way, and asserts that the screen does not show a text.
    async fn never_shows(&mut self, text: &str) -> &mut Self;

    /// Waits until a confirmation with this title is complete, and reads it to its end.
    async fn confirms(&mut self, title: &str) -> &mut Self;

    /// Reads or changes what is stored, as another admin could.
    fn with_store<R>(&mut self, change: impl FnOnce(&mut Store) -> R) -> R;

    /// The next call of an operation fails.
    fn fail_next(&mut self, operation: &'static str, failure: Failure);

    /// The bodies that were sent for a writing operation, oldest first.
    fn sent(&self, operation: &str) -> Vec<Value>;
}

impl Console for Harness {
    async fn start(store: Store, target: Target) -> Self {
        Self::with(store, Options::default(), target)
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        Self::press(self, keys)
    }

    fn write(&mut self, text: &str) -> &mut Self {
        Self::write(self, text)
    }

    async fn sees(&mut self, text: &str) -> &mut Self {
        Self::sees(self, text)
    }

    async fn vanishes(&mut self, text: &str) -> &mut Self {
        Self::vanishes(self, text)
    }

    async fn never_shows(&mut self, text: &str) -> &mut Self {
        Self::never_shows(self, text)
    }

    async fn confirms(&mut self, title: &str) -> &mut Self {
        Self::sees(self, title).press("G").sees(title)
    }

    fn with_store<R>(&mut self, change: impl FnOnce(&mut Store) -> R) -> R {
        change(&mut self.store)
    }

    fn fail_next(&mut self, operation: &'static str, failure: Failure) {
        match failure {
            Failure::ResponseLost | Failure::ResponseTruncated => self.loses_response(operation),
        }
    }

    fn sent(&self, operation: &str) -> Vec<Value> {
        self.updates_of(operation)
    }
}

/// The real program, and the embedded Cognito that it talks to over HTTP.
pub struct Online {
    journey: Journey,
    server: Cognito,
}

impl Console for Online {
    async fn start(store: Store, target: Target) -> Self {
        let server = Cognito::start(store).await.expect("a server");
        Self { journey: Journey::start(settings(&server), target, Options::default()), server }
    }

    fn press(&mut self, keys: &str) -> &mut Self {
        self.journey.press(keys);
        self
    }

    fn write(&mut self, text: &str) -> &mut Self {
        self.journey.write(text);
        self
    }

    async fn sees(&mut self, text: &str) -> &mut Self {
        self.journey.sees(text).await;
        self
    }

    async fn vanishes(&mut self, text: &str) -> &mut Self {
        self.journey.vanishes(text).await;
        self
    }

    async fn never_shows(&mut self, text: &str) -> &mut Self {
        self.journey.never_shows(text).await;
        self
    }

    async fn confirms(&mut self, title: &str) -> &mut Self {
        self.journey.confirms(title).await;
        self
    }

    fn with_store<R>(&mut self, change: impl FnOnce(&mut Store) -> R) -> R {
        self.server.with_store(change)
    }

    fn fail_next(&mut self, operation: &'static str, failure: Failure) {
        let fault = match failure {
            Failure::ResponseLost => Fault::ResetAfter,
            Failure::ResponseTruncated => Fault::Truncate,
        };
        self.server.inject(operation, fault);
    }

    fn sent(&self, operation: &str) -> Vec<Value> {
        self.server.received(operation)
    }
}

/// Runs a scenario at a level where nothing has to be waited for.
pub fn at_once(scenario: impl Future<Output = ()>) {
    scenario.now_or_never().expect("the harness never waits");
}

/// Each scenario without a network, and over HTTP.
macro_rules! scenarios {
    ($($name:ident)*) => {
        mod app {
            $(#[test]
            fn $name() {
                crate::support::console::at_once(super::$name::<crate::support::harness::Harness>());
            })*
        }
        mod http {
            $(#[tokio::test]
            async fn $name() {
                super::$name::<crate::support::console::Online>().await;
            })*
        }
    };
}
pub(crate) use scenarios;
