//! The fixture of a journey: a Cognito with resources, the embedded one or ministack, and another admin.
//! After every write, all that is stored is compared with what was there before.

use std::sync::atomic::{AtomicUsize, Ordering};

use cognitui::app::{Options, Target};
use cognitui::aws::Settings;
use cognitui::demo::{Cognito, Store};
use cognitui::resource::{Key, tables};
use serde_json::{Value, json};

use super::journey::Journey;
use super::ministack::Ministack;
use super::seed::{Inventory, OtherAdmin, Seed};

/// A Cognito with resources, and another admin who changes them.
pub struct Fixture {
    pub url: String,
    pub account: &'static str,
    pub other_admin: OtherAdmin,
    pub seed: Seed,
    server: Server,
    /// How many calls had arrived when the journey began.
    earlier: AtomicUsize,
}

enum Server {
    Embedded(Cognito),
    Ministack(#[expect(dead_code, reason = "it runs for as long as this lives")] Ministack),
}

impl Fixture {
    pub async fn embedded() -> Self {
        let server = Cognito::start(Store::empty()).await.expect("a server");
        Self::seed(server.url(), Store::ACCOUNT, Server::Embedded(server)).await
    }

    pub async fn ministack() -> Self {
        let server = Ministack::start();
        Self::seed(server.url().to_owned(), Ministack::ACCOUNT, Server::Ministack(server)).await
    }

    async fn seed(url: String, account: &'static str, server: Server) -> Self {
        let other_admin = OtherAdmin::at(&url);
        let seed = other_admin.seed().await;
        Self { url, account, other_admin, seed, server, earlier: AtomicUsize::default() }
    }

    pub fn console(&self, target: Target) -> Journey {
        Journey::start(Settings::isolated(&self.url), target, Options::default())
    }

    /// The console on its list of identity pools, which stand in an order of the service's own, on one of
    /// them.
    pub async fn identity_pool(&self, name: &str) -> Journey {
        let mut ui = self.console(Target::IdentityPools);
        ui.sees("Identity pools (2)").await.filled().await.rests().await;
        ui.press_until("j", &format!("▶ {name} ")).await;
        ui
    }

    /// The console on the app clients of the user pool `shop-users`, of which there are so many.
    pub async fn clients(&self, count: usize) -> Journey {
        let mut ui = self.console(Target::Resource(Key::top(&tables::USER_POOL, &self.seed.user_pool)));
        ui.sees(&self.seed.user_pool).await.press("2").sees(&format!("App clients ({count})")).await;
        ui
    }

    /// The console on the three app clients, on one of them.
    pub async fn client(&self, name: &str) -> Journey {
        let mut ui = self.clients(3).await;
        ui.filled().await.rests().await.press_until("j", &format!("▶ {name} ")).await;
        ui
    }

    /// The console on the identity providers of a user pool, of which there are so many.
    pub async fn providers(&self, pool: &str, count: usize) -> Journey {
        let mut ui = self.console(Target::Resource(Key::top(&tables::USER_POOL, pool)));
        ui.sees(pool).await.press("3").sees(&format!("Identity providers ({count})")).await;
        ui
    }

    /// The console on the three identity providers of `shop-users`, on one of them.
    pub async fn provider(&self, name: &str) -> Journey {
        let mut ui = self.providers(&self.seed.user_pool, 3).await;
        ui.filled().await.rests().await.press_until("j", &format!("▶ {name} ")).await;
        ui
    }

    /// The console on the domains of a user pool.
    pub async fn domains(&self, pool: &str) -> Journey {
        let mut ui = self.console(Target::Resource(Key::top(&tables::USER_POOL, pool)));
        ui.sees(pool).await.press("4").sees("▸4 Domain").await;
        ui
    }

    /// The embedded Cognito, where it is that one.
    pub const fn cognito(&self) -> Option<&Cognito> {
        match &self.server {
            Server::Embedded(server) => Some(server),
            Server::Ministack(_) => None,
        }
    }

    /// All that is stored before the journey begins.
    pub async fn before(&self) -> Inventory {
        let before = self.other_admin.inventory().await;
        if let Server::Embedded(server) = &self.server {
            self.earlier.store(server.operations().len(), Ordering::Relaxed);
        }
        before
    }

    /// All that is stored is as before, but for these members of one entry, such as settings of an identity
    /// pool.
    pub async fn assert_only_changed(&self, before: &Inventory, entry: &str, members: Value) {
        let mut expected = before.clone();
        for (name, value) in members.as_object().expect("members") {
            expected.get_mut(entry).expect("the entry")[name] = value.clone();
        }
        assert_eq!(self.other_admin.inventory().await, expected);
    }

    /// All that is stored is as before, but for these settings of an app client and the date of its last
    /// change; null stands for a setting that is gone.
    pub async fn holds_client(&self, before: &Inventory, id: &str, settings: Value) {
        self.holds_changed(before, &[(&format!("client {id}"), "UserPoolClient", settings)]).await;
    }

    /// The same for an identity provider of a user pool.
    pub async fn holds_provider(&self, before: &Inventory, pool: &str, name: &str, settings: Value) {
        self.holds_changed(before, &[(&format!("provider {name} of {pool}"), "IdentityProvider", settings)])
            .await;
    }

    /// All that is stored is as before, but for these settings of some entries, each below the member that
    /// its answer wraps it in, and the dates of their last changes; null stands for a setting that is gone.
    pub async fn holds_changed(&self, before: &Inventory, changes: &[(&str, &str, Value)]) {
        let (now, mut expected) = (self.other_admin.inventory().await, before.clone());
        for (entry, envelope, settings) in changes {
            let members =
                expected.get_mut(*entry).and_then(|told| told[*envelope].as_object_mut()).expect("the entry");
            for (name, value) in settings.as_object().expect("settings") {
                if value.is_null() {
                    members.shift_remove(name);
                } else {
                    members.insert(name.clone(), value.clone());
                }
            }
            if let Some(changed) = now.get(*entry).and_then(|told| told[*envelope].get("LastModifiedDate")) {
                members.insert("LastModifiedDate".to_owned(), changed.clone());
            }
        }
        assert_eq!(now, expected);
    }

    /// The one entry that was not there before, and how it is told; all else is as it was.
    pub async fn made(&self, before: &Inventory) -> (String, Value) {
        let mut now = self.other_admin.inventory().await;
        let new: Vec<_> = now.keys().filter(|entry| !before.contains_key(*entry)).cloned().collect();
        let [entry] = new.as_slice() else { panic!("one new entry, not {new:?}") };
        let made = now.remove(entry).expect("it is there");
        assert_eq!(now, *before);
        (entry.clone(), made)
    }

    /// All that is stored is as before, but for one entry that was not there.
    pub async fn holds_also(&self, before: &Inventory, entry: String, value: Value) {
        let mut expected = before.clone();
        assert!(expected.insert(entry, value).is_none(), "it was there before");
        assert_eq!(self.other_admin.inventory().await, expected);
    }

    /// All that is stored is as before, but for one more identity pool of these settings, without roles or
    /// identities.
    pub async fn holds_new(&self, before: &Inventory, settings: Value) {
        let now = self.other_admin.inventory().await;
        let new: Vec<_> =
            now.keys().filter(|key| key.starts_with("eu-west-1:") && !before.contains_key(*key)).collect();
        let [id] = new.as_slice() else { panic!("one new identity pool, not {new:?}") };
        let mut expected = before.clone();
        let mut pool = self.made_up(&[
            ("AllowClassicFlow", json!(false)),
            ("SupportedLoginProviders", json!({})),
            ("DeveloperProviderName", json!("")),
            ("OpenIdConnectProviderARNs", json!([])),
            ("CognitoIdentityProviders", json!([])),
            ("SamlProviderARNs", json!([])),
            ("IdentityPoolTags", json!({})),
        ]);
        pool["IdentityPoolId"] = json!(id);
        for (name, value) in settings.as_object().expect("settings") {
            pool[name] = value.clone();
        }
        let mut roles = self.made_up(&[("Roles", json!({})), ("RoleMappings", json!({}))]);
        roles["IdentityPoolId"] = json!(id);
        expected.insert(format!("roles of {id}"), roles);
        expected.insert(format!("identities of {id}"), json!([]));
        expected.insert((*id).clone(), pool);
        assert_eq!(now, expected);
    }

    /// All that is stored is as before, without an identity pool and what was of it.
    pub async fn holds_without(&self, before: &Inventory, id: &str) {
        let mut expected = before.clone();
        expected.retain(|entry, _| !entry.ends_with(id));
        assert_ne!(expected.len(), before.len(), "it was not there before");
        assert_eq!(self.other_admin.inventory().await, expected);
    }

    /// What ministack answers for members that were never set; nothing at the embedded Cognito, as at AWS.
    fn made_up(&self, members: &[(&str, Value)]) -> Value {
        let members = if self.is_ministack() { members } else { &[] };
        members.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    pub const fn is_ministack(&self) -> bool {
        matches!(self.server, Server::Ministack(_))
    }

    /// Exactly these bodies arrived for an operation since the journey began. Only the embedded Cognito
    /// tells.
    pub fn received(&self, operation: &str, bodies: &[Value]) {
        if let Server::Embedded(server) = &self.server {
            let earlier = server.operations()[..self.earlier.load(Ordering::Relaxed)]
                .iter()
                .filter(|name| *name == operation)
                .count();
            assert_eq!(server.received(operation)[earlier..], *bodies);
        }
    }
}

/// Each journey at both.
macro_rules! journeys {
    ($($name:ident)*) => {
        mod embedded {
            $(#[tokio::test]
            async fn $name() {
                super::$name(&super::Fixture::embedded().await).await;
            })*
        }
        mod ministack {
            $(#[tokio::test]
            #[ignore = "needs Python and, once, its package index; .ci/run runs it"]
            async fn $name() {
                super::$name(&super::Fixture::ministack().await).await;
            })*
        }
    };
}
pub(crate) use journeys;
