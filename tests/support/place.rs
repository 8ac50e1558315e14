//! Where journeys take place: a furnished Cognito, the embedded one or ministack, and somebody else at it. After every
//! write, all that is stored is compared with what was there before.

use cognitui::app::{Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Cognito, Store};
use serde_json::Value;

use super::journey::Journey;
use super::ministack::Ministack;
use super::seed::{Inventory, Seed, Somebody};

/// A furnished Cognito, and somebody else at it.
pub struct Place {
    pub url: String,
    pub account: &'static str,
    pub somebody: Somebody,
    pub seed: Seed,
    server: Server,
}

enum Server {
    Embedded(Cognito),
    Ministack(Ministack),
}

impl Place {
    pub async fn embedded() -> Self {
        let server = Cognito::start(Store::empty()).await.expect("a server");
        Self::furnish(server.url(), Store::ACCOUNT, Server::Embedded(server)).await
    }

    pub async fn ministack() -> Self {
        let server = Ministack::start();
        Self::furnish(server.url().to_owned(), Ministack::ACCOUNT, Server::Ministack(server)).await
    }

    async fn furnish(url: String, account: &'static str, server: Server) -> Self {
        let somebody = Somebody::at(&url);
        let seed = somebody.furnish().await;
        Self { url, account, somebody, seed, server }
    }

    pub fn console(&self, target: Target) -> Journey {
        Journey::start(Settings::isolated(&self.url), target, Options::default())
    }

    /// The console on its list of identity pools, which stand in an order of the service's own, on one of them.
    pub async fn identity_pool(&self, name: &str) -> Journey {
        let mut ui = self.console(Target::IdentityPools);
        ui.sees("Identity pools (2)")
            .await
            .press("/")
            .write(name)
            .press("enter esc")
            .sees(&format!("▶ {name}"))
            .await
            .sees_no(" of ")
            .await;
        ui
    }

    /// All that is stored is as before, but for these settings of an identity pool.
    pub async fn holds(&self, before: &Inventory, id: &str, settings: Value) {
        let mut expected = before.clone();
        for (name, value) in settings.as_object().expect("settings") {
            expected.get_mut(id).expect("the pool")[name] = value.clone();
        }
        assert_eq!(self.somebody.inventory().await, expected);
    }
}

/// Each journey at both.
macro_rules! journeys {
    ($($name:ident)*) => {
        mod embedded {
            $(#[tokio::test]
            async fn $name() {
                super::$name(&super::Place::embedded().await).await;
            })*
        }
        mod ministack {
            $(#[tokio::test]
            #[ignore = "needs Python and, once, its package index; .ci/run runs it"]
            async fn $name() {
                super::$name(&super::Place::ministack().await).await;
            })*
        }
    };
}
pub(crate) use journeys;
