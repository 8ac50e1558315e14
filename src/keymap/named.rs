//! The keys that sentences on the screen name most often.

use super::{
    Action, ConfirmAction, FilterAction, MenuAction, Scope, ScreenAction, ScrollAction, WriteAction, key_of,
};

pub fn refresh() -> String {
    key_of(Scope::Anywhere, Action::Screen(ScreenAction::Refresh))
}

/// The key that reads a resource again whose write has an unknown outcome.
pub fn reread() -> String {
    key_of(Scope::Unknown, Action::Write(WriteAction::Reread))
}

pub fn quit() -> String {
    key_of(Scope::Anywhere, Action::Screen(ScreenAction::Quit))
}

pub fn help() -> String {
    key_of(Scope::Anywhere, Action::Screen(ScreenAction::Help))
}

pub fn open() -> String {
    key_of(Scope::List, Action::Screen(ScreenAction::Open))
}

pub fn sort() -> String {
    key_of(Scope::List, Action::Screen(ScreenAction::Sort))
}

pub fn turn_sort() -> String {
    key_of(Scope::List, Action::Screen(ScreenAction::TurnSort))
}

pub fn filter() -> String {
    key_of(Scope::List, Action::Screen(ScreenAction::Filter))
}

/// The key that clears the filter of a list that is not typed any more.
pub fn clear_filter() -> String {
    key_of(Scope::Nested, Action::Screen(ScreenAction::Back))
}

/// The key that clears a filter that is typed.
pub fn clear_typed_filter() -> String {
    key_of(Scope::Filter, Action::Filter(FilterAction::Clear))
}

/// The keys that read all rows for a filter, and that only filter what is read.
pub fn long_filter() -> [String; 2] {
    [FilterAction::ReadAll, FilterAction::Keep]
        .map(|action| key_of(Scope::LongFilter, Action::Filter(action)))
}

pub fn reveal() -> String {
    key_of(Scope::Secrets, Action::Screen(ScreenAction::Reveal))
}

pub fn page_down() -> String {
    key_of(Scope::Scroll, Action::Scroll(ScrollAction::PageDown))
}

/// The key that cancels, leaves or accepts the question of a confirmation.
pub fn cancel(scope: Scope) -> String {
    key_of(scope, Action::Confirm(ConfirmAction::Cancel))
}

pub fn accept(scope: Scope) -> String {
    key_of(scope, Action::Confirm(ConfirmAction::Accept))
}

pub fn close_picker() -> String {
    key_of(Scope::Picker, Action::Menu(MenuAction::Close))
}

pub fn choose(scope: Scope) -> String {
    key_of(scope, Action::Menu(MenuAction::Choose))
}
