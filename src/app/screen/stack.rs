//! The screens over each other: one more, and the way back.

use crate::app::requests::Purpose;
use crate::app::screen::Screen;
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::Key;
use crate::resource::display::plural::plural;

/// The most screens over each other. The trust map lets one walk in circles.
pub const MOST_SCREENS: usize = 50;

impl App {
    /// Shows a screen over the others; Esc comes back. Beyond [`MOST_SCREENS`], the oldest one above the top
    /// level is closed.
    pub(crate) fn show(&mut self, screen: Screen) -> Vec<Effect> {
        self.reveal = false;
        self.screens.push(screen);
        let mut effects = Vec::new();
        if self.screens.len() > MOST_SCREENS {
            let oldest = self.screens.remove(1);
            effects = self.close(oldest);
        }
        effects.extend(self.activate());
        effects
    }

    /// Handles Esc: clears the filter, or else goes back, which stops the reads of the left screen. The
    /// result never depends on how fast an answer came, so that keys typed ahead do what they were meant for.
    pub(super) fn back(&mut self) -> Vec<Effect> {
        if let Some(list) = self.screen_mut().list_mut().filter(|list| list.is_filtered()) {
            list.clear_filter();
            return vec![];
        }
        if let Some(effects) = self.back_to_joint() {
            return effects;
        }
        let mut effects = self.leave();
        effects.extend(self.activate());
        effects
    }

    pub(super) fn go_home(&mut self, tab: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        while self.screens.len() > 1 {
            effects.extend(self.leave());
        }
        self.note_home();
        effects.extend(self.choose_numbered_tab(tab + 1));
        effects
    }

    /// Closes the shown screen and stops its reads.
    pub(crate) fn leave(&mut self) -> Vec<Effect> {
        // Secrets are revealed on one screen only.
        self.reveal = false;
        let Some(left) = self.screens.pop() else { return vec![] };
        if self.screens.is_empty() {
            self.screens.push(left);
            return vec![];
        }
        self.close(left)
    }

    /// Stops the reads of a screen that is no longer among the others.
    fn close(&mut self, mut left: Screen) -> Vec<Effect> {
        if let Some(list) = left.lists().find(|list| list.marked() > 0) {
            let marked = plural(list.marked(), &format!("marked {}", list.key.kind.name));
            self.say(Tone::Plain, format!("You left the list: {marked} lost the mark."));
        }
        self.forget_secrets();
        // Another screen may show the same resource.
        let is_shown = self.screens.iter().any(|screen| screen.key == left.key);
        let about = left.key.clone().filter(|_| !is_shown);
        let mut ids = self
            .requests
            .ids(|purpose| matches!(purpose, Purpose::ReferenceScan(key) if Some(key) == about.as_ref()));
        ids.extend(left.lists_mut().filter_map(|list| list.load.request()));
        ids.extend(
            left.details_mut()
                .flat_map(|details| &details.sections)
                .filter_map(|section| section.load.request()),
        );
        self.cancel_loads(&ids)
    }

    /// Forgets the secrets of documents that no screen shows or lists.
    pub(crate) fn forget_secrets(&mut self) {
        let screens = &self.screens;
        let is_shown = |key: &Key| {
            key.parents.is_empty()
                || screens.iter().any(|screen| screen.key.as_ref() == Some(key) || screen.is_of(key))
        };
        self.cache.forget_secrets(is_shown);
    }
}
