//! A menu: the user types a part of an item's text, and chooses among the matches.

use crate::app::widget::fuzzy::Fuzzy;
use crate::app::widget::text_input::TextInput;
use crate::key::KeyPress;
use crate::keymap::MenuAction;

/// Items of which the user searches and chooses one.
#[derive(Debug)]
pub struct Menu<T> {
    pub input: TextInput,
    /// Index of the chosen item among the matches.
    pub chosen: usize,
    items: Vec<(String, T)>,
    /// Indexes of the matching items, best first, equals in their order.
    found: Vec<usize>,
}

impl<T> Default for Menu<T> {
    fn default() -> Self {
        Self { input: TextInput::default(), chosen: 0, items: Vec::new(), found: Vec::new() }
    }
}

impl<T> Menu<T> {
    /// A menu of items, each with its text.
    pub fn new(items: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut menu = Self::default();
        menu.extend(items);
        menu
    }

    /// Adds items as they arrive; the chosen item stays chosen while the search text is empty.
    pub fn extend(&mut self, items: impl IntoIterator<Item = (String, T)>) {
        self.items.extend(items);
        let chosen = self.chosen;
        self.refresh();
        if self.input.text().trim().is_empty() {
            self.chosen = chosen;
        }
    }

    /// Gives a key to the search text; returns true if the text took it.
    pub fn press(&mut self, key: KeyPress) -> bool {
        let taken = self.input.press(key);
        self.refresh();
        taken
    }

    pub fn paste(&mut self, text: &str) {
        self.input.paste(text);
        self.refresh();
    }

    /// Shows all items again.
    pub fn clear(&mut self) {
        self.input = TextInput::default();
        self.refresh();
    }

    /// Matches the items again and chooses the best one.
    fn refresh(&mut self) {
        self.found = Fuzzy::new(self.input.text()).best(self.items.iter().map(|(words, _)| words.as_str()));
        self.chosen = 0;
    }

    /// Moves among the matches; the first and the last one stop the move.
    pub fn step(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.found.len().saturating_sub(1));
    }

    /// Moves among the matches by a key's action; `page` is the number of visible rows.
    pub fn act(&mut self, action: MenuAction, page: usize) {
        let page = isize::try_from(page).unwrap_or(1);
        match action {
            MenuAction::Next => self.step(1),
            MenuAction::Previous => self.step(-1),
            MenuAction::PageDown => self.step(page),
            MenuAction::PageUp => self.step(-page),
            MenuAction::Choose | MenuAction::Mark | MenuAction::Close => {}
        }
    }

    pub fn found(&self) -> impl Iterator<Item = &(String, T)> {
        self.found.iter().filter_map(|at| self.items.get(*at))
    }

    pub const fn len(&self) -> usize {
        self.found.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Number of items, matching or not.
    pub const fn all(&self) -> usize {
        self.items.len()
    }

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
