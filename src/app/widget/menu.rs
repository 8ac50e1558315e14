//! A menu: things of which one is found by typing a part of its words, and taken.

use crate::app::widget::fuzzy::Fuzzy;
use crate::app::widget::text_input::TextInput;
use crate::key::KeyPress;
use crate::keymap::MenuAction;

/// A menu.
#[derive(Debug)]
pub struct Menu<T> {
    /// What is looked for.
    pub input: TextInput,
    /// The place of the chosen one among those found.
    pub chosen: usize,
    items: Vec<(String, T)>,
    /// The items that fit, best first, equals in their order.
    found: Vec<usize>,
}

impl<T> Default for Menu<T> {
    fn default() -> Self {
        Self { input: TextInput::default(), chosen: 0, items: Vec::new(), found: Vec::new() }
    }
}

impl<T> Menu<T> {
    /// A menu of things, each with its words.
    pub fn new(items: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut menu = Self::default();
        menu.extend(items);
        menu
    }

    /// Adds things as they come; the chosen one stays chosen while nothing is looked for.
    pub fn extend(&mut self, items: impl IntoIterator<Item = (String, T)>) {
        self.items.extend(items);
        let chosen = self.chosen;
        self.refresh();
        if self.input.text().trim().is_empty() {
            self.chosen = chosen;
        }
    }

    /// Edits what is looked for; tells whether the key did.
    pub fn press(&mut self, key: KeyPress) -> bool {
        let taken = self.input.press(key);
        self.refresh();
        taken
    }

    /// Pastes into what is looked for.
    pub fn paste(&mut self, text: &str) {
        self.input.paste(text);
        self.refresh();
    }

    /// Looks at the text again, after it was edited; the best one is chosen.
    fn refresh(&mut self) {
        self.found = Fuzzy::new(self.input.text()).best(self.items.iter().map(|(words, _)| words.as_str()));
        self.chosen = 0;
    }

    /// Goes to another one of those found, not beyond the ends.
    pub fn step(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.found.len().saturating_sub(1));
    }

    /// Goes to another one of those found, as a key asks for it.
    pub fn act(&mut self, action: MenuAction, page: usize) {
        let page = isize::try_from(page).unwrap_or(1);
        match action {
            MenuAction::Next => self.step(1),
            MenuAction::Previous => self.step(-1),
            MenuAction::PageDown => self.step(page),
            MenuAction::PageUp => self.step(-page),
            MenuAction::Choose | MenuAction::Close => {}
        }
    }

    /// Those found, best first.
    pub fn found(&self) -> impl Iterator<Item = &(String, T)> {
        self.found.iter().filter_map(|at| self.items.get(*at))
    }

    /// How many were found.
    pub const fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether none was found.
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many there are.
    pub const fn all(&self) -> usize {
        self.items.len()
    }

    /// The chosen one.
    pub fn chosen_item(&self) -> Option<&T> {
        self.items.get(*self.found.get(self.chosen)?).map(|(_, item)| item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_later_does_not_move_the_choice_and_typing_chooses_the_best() {
        let item = |name: &str| (name.to_owned(), name.to_owned());
        let mut menu = Menu::new(["web", "mobile"].map(item));
        menu.step(1);
        menu.extend([item("backend")]);
        assert_eq!(menu.chosen_item().map(String::as_str), Some("mobile"));
        menu.paste("back");
        assert_eq!((menu.chosen_item().map(String::as_str), menu.len(), menu.all()), (Some("backend"), 1, 3));
        menu.paste("nothing");
        assert!(menu.is_empty() && menu.chosen_item().is_none());
    }
}
