//! The way from a row of the joint table to its context, and back.

use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::{App, Tone};
use crate::key::KeyPress;
use crate::keymap::{Scope, lookup, named};
use crate::message::{ContextId, Effect};
use crate::resource::finding::FINDING;
use crate::resource::{Key, Kind};

impl App {
    /// True if Esc leads to the joint table.
    pub fn is_from_joint(&self) -> bool {
        self.context.joint_depth.is_some_and(|depth| self.screens.len() <= depth)
    }

    /// Opens the pool of the chosen row in its context, or the context of a notice; Esc comes back.
    pub(crate) fn open_member(&mut self) -> Vec<Effect> {
        let Some((context, pool)) = self.chosen_member() else {
            self.say(Tone::Plain, "Nothing to open.");
            return vec![];
        };
        let row = self.list().and_then(List::chosen);
        let name = row.and_then(|row| row.listed.text(self.joint_kind().name_path)).map(str::to_owned);
        let mut effects = self.go_to_member(context, pool.as_ref());
        if pool.as_ref().is_some_and(|row| *row.kind == FINDING) {
            self.context.joint_depth = Some(2);
            effects.extend(self.open_finding().unwrap_or_default());
            return effects;
        }
        if let Some(key) = pool {
            self.context.joint_depth = Some(2);
            effects.extend(self.show(Screen::open(key, name)));
            return effects;
        }
        self.accept_code();
        self.expire_failed_home_lists();
        effects.extend(self.activate());
        effects
    }

    /// Opens a resource of a context of the joint table; Esc comes back.
    pub(crate) fn open_in_member(&mut self, context: ContextId, key: Key, name: String) -> Vec<Effect> {
        let mut effects = self.go_to_member(context, Some(&key));
        self.context.joint_depth = Some(2);
        effects.extend(self.show(Screen::open(key, Some(name))));
        effects
    }

    /// Does what a key does on the row of a pool, in the context of that pool; `None` if the key does nothing
    /// there.
    pub(crate) fn press_in_member(&mut self, key: KeyPress) -> Option<Vec<Effect>> {
        let Some(binding) = lookup(&of_a_row(self.joint_kind()), key) else {
            lookup(&[Scope::Markable], key)?;
            let open = named::open();
            let text =
                format!("Rows of several contexts are not marked: {open} goes to the one of this row.");
            self.say(Tone::Plain, text);
            return Some(vec![]);
        };
        let Some((context, Some(pool))) = self.chosen_member() else {
            let text = format!("This row is no {}.", self.joint_kind().name);
            self.say(Tone::Plain, text);
            return Some(vec![]);
        };
        let mut effects = self.go_to_member(context, Some(&pool));
        effects.extend(self.activate());
        effects.extend(self.run(&binding));
        Some(effects)
    }

    /// Shows a context of the joint table at the same tab, with a pool chosen.
    fn go_to_member(&mut self, context: ContextId, pool: Option<&Key>) -> Vec<Effect> {
        let tab = self.screen().active;
        let mut effects = self.stop_until_shown_again();
        effects.extend(self.show_context(context));
        while self.screens.len() > 1 {
            effects.extend(self.leave());
        }
        self.screen_mut().active = tab;
        if let (Some(pool), Some(list)) = (pool, self.screen_mut().list_mut()) {
            list.choose_id(&pool.id);
        }
        self.context.joint_depth = Some(1);
        effects
    }

    /// Goes back to the joint table, if the user came from there.
    pub(crate) fn back_to_joint(&mut self) -> Option<Vec<Effect>> {
        let joint = self.parked.iter().find(|other| !other.mark.members.is_empty())?.mark.id;
        if !self.is_from_joint() {
            return None;
        }
        let mut effects = if self.screens.len() > 1 { self.leave() } else { vec![] };
        self.reveal = false;
        effects.extend(self.stop_until_shown_again());
        self.context.joint_depth = None;
        effects.extend(self.show_context(joint));
        effects.extend(self.activate());
        Some(effects)
    }

    /// Has Esc lead to the joint table from the top level, but from nowhere above.
    pub(crate) fn note_home(&mut self) {
        self.context.joint_depth = self.context.joint_depth.map(|_| 1);
    }
}

/// The scopes of the keys that act on the row of a pool, or of a finding.
fn of_a_row(kind: &'static Kind) -> Vec<Scope> {
    if *kind == FINDING {
        return vec![Scope::Finding];
    }
    vec![
        Scope::Toggles(kind),
        Scope::Editable,
        Scope::Creatable,
        Scope::Copyable,
        Scope::Deletable,
        Scope::Described,
        Scope::Mapped,
    ]
}
