//! The rows of the table, scope by scope. The order within a scope is that of the help and the footer.

mod choices;
mod dialogs;
mod forms;
mod pickers;
mod screens;

use crate::keymap::{Action, Binding, Scope};

const fn bind(
    scope: Scope,
    keys: &'static str,
    action: Action,
    help: &'static str,
    short: &'static str,
) -> Binding {
    Binding { scope, keys, action, help, short, writes: false }
}

/// Every binding.
pub fn bindings() -> impl Iterator<Item = Binding> {
    let choices = choices::CHOICES.iter();
    let dialogs = pickers::PICKERS.iter().chain(dialogs::DIALOGS).chain(forms::FORMS);
    screens::SCREENS.iter().chain(dialogs).chain(choices).copied()
}
