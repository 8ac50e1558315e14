//! What the rules of the configuration say about what is on the screen.

use crate::app::screen::pool_name;
use crate::app::{App, Tone};
use crate::config::{Facts, Policy, ReadOnlyReason};
use crate::message::Effect;
use crate::resource::Key;
use crate::resource::display::plural::plural;

/// The notice for a key that leads to a write, in read-only mode.
const READ_ONLY: &str = "Read-only: cognitui was started with --read-only, so nothing can be changed.";

impl App {
    /// The policy for the opened pool, or for the whole context at the top level.
    pub fn policy(&self) -> Policy<'_> {
        self.policy_of(self.screen().key.as_ref())
    }

    fn policy_of(&self, key: Option<&Key>) -> Policy<'_> {
        // Each row of a joint table has its own.
        if self.is_joint() {
            return Policy::default();
        }
        let pool = key.and_then(|key| pool_name(&self.screens, key));
        self.options.config.rules.policy(&Facts {
            account: self.caller.as_ref().map(|caller| caller.account.as_str()),
            profile: self.connection.profile.as_deref(),
            region: self.connection.region.as_deref(),
            pool: pool.as_deref(),
        })
    }

    /// The policy for what a key like `e` acts on.
    fn policy_of_target(&self) -> Policy<'_> {
        let target = self.screen().target().or_else(|| self.screen().subject());
        self.policy_of(target.as_ref().map(|(key, _)| key).or(self.screen().key.as_ref()))
    }

    /// True if nothing can be changed where the user is.
    pub fn is_read_only(&self) -> bool {
        self.options.read_only || self.policy_of_target().read_only.is_some()
    }

    /// Says why nothing can be changed, and asks for the account if that is the reason; `None` if something
    /// can be changed.
    pub(crate) fn refuse_writes(&mut self) -> Option<Vec<Effect>> {
        self.refuse_by(self.policy_of_target().read_only)
    }

    /// Says why a resource can't be changed, in the same way.
    pub(crate) fn refuse_writes_to(&mut self, key: &Key) -> Option<Vec<Effect>> {
        self.refuse_by(self.policy_of(Some(key)).read_only)
    }

    fn refuse_by(&mut self, reason: Option<ReadOnlyReason>) -> Option<Vec<Effect>> {
        if self.options.read_only {
            self.say(Tone::Plain, READ_ONLY);
            return Some(vec![]);
        }
        let reason = reason?;
        self.say(Tone::Plain, format!("Read-only: {}.", reason.words()));
        let asks = matches!(reason, ReadOnlyReason::UnknownAccount(_));
        Some(self.fetch_caller().filter(|_| asks).into_iter().collect())
    }

    /// Tells at the start that the configuration has mistakes.
    pub(crate) fn tell_config_problems(&mut self) {
        let problems = &self.options.config.problems;
        let Some(first) = problems.first() else { return };
        let text = format!(
            "The configuration has {}, each entry with one is left out. Line {}, column {}: {}",
            plural(problems.len(), "mistake"),
            first.line,
            first.column,
            first.text
        );
        self.say(Tone::Bad, text);
    }
}
