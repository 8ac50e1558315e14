//! The table of keys: dispatch, footer, help, palette and the README's table all read its rows.

mod action;
mod bindings;
mod changes;
pub mod named;
mod scope;

pub use action::{
    Action, ChooseValueAction, ColumnsAction, CompareAction, ConfirmAction, ExceptionAction,
    FilePickerAction, FileTaskAction, FilterAction, FormAction, JsonAction, JsonEditorAction,
    LeaveFormAction, LookupAction, MenuAction, MfaCodeAction, OfferedDraftAction, ReplaceHostAction,
    ScreenAction, ScrollAction, SearchAction, UrlFinderAction, ViewerAction, WriteAction,
};
pub use bindings::bindings;
pub use changes::{KeyChanges, KeyMistake};
pub use scope::{SCOPES, Scope};

use crate::key::KeyPress;
use crate::resource::tables::ALL;

/// A row of the table of keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binding {
    pub scope: Scope,
    /// The keys, separated by spaces; empty for an action of the palette only.
    pub keys: &'static str,
    pub action: Action,
    /// Sentence for the help and the palette.
    pub help: &'static str,
    /// Word for the footer; empty keeps the keys out of the footer.
    pub short: &'static str,
    /// True if the action leads to a write, which `--read-only` refuses.
    pub writes: bool,
}

impl Binding {
    const fn writes(self) -> Self {
        Self { writes: true, ..self }
    }

    pub fn presses(&self) -> impl Iterator<Item = KeyPress> {
        self.keys.split(' ').filter_map(|key| key.parse().ok())
    }

    /// The keys as people write them: "j ↓".
    pub fn keys_in_words(&self) -> String {
        self.presses().map(|key| key.to_string()).collect::<Vec<_>>().join(" ")
    }
}

/// The key's row in the first active scope that binds the key.
pub fn lookup(scopes: &[Scope], key: KeyPress) -> Option<Binding> {
    scopes.iter().find_map(|scope| rows(*scope).find(|row| row.presses().any(|press| press == key)))
}

/// The first key of an action as people write it, for sentences that name a key; without one, what the
/// palette calls the action.
pub fn key_of(scope: Scope, action: Action) -> String {
    let row = rows(scope).find(|row| row.action == action);
    row.map(|row| match row.presses().next() {
        Some(key) => key.to_string(),
        None => format!("\"{}\"", row.help),
    })
    .unwrap_or_default()
}

/// The row of a key as the table has it, with the user's own keys. What the mouse does is what these keys do
/// before anybody changes them.
pub fn lookup_default(scopes: &[Scope], key: KeyPress) -> Option<Binding> {
    let row = scopes
        .iter()
        .find_map(|scope| default_rows(*scope).find(|row| row.presses().any(|press| press == key)));
    row.map(changes::as_held)
}

/// The rows of a scope with the keys that hold.
pub fn rows(scope: Scope) -> impl Iterator<Item = Binding> {
    default_rows(scope).map(changes::as_held)
}

/// The rows of a scope before the user changes them. Those of toggles come from the table of their kind.
fn default_rows(scope: Scope) -> impl Iterator<Item = Binding> {
    let toggles = if let Scope::Toggles(kind) = scope { kind.actions.toggles } else { &[] };
    let toggles = toggles.iter().map(move |toggle| {
        let action = Action::Screen(ScreenAction::Toggle(toggle.path));
        Binding { scope, keys: toggle.key, action, help: toggle.help, short: toggle.short, writes: true }
    });
    toggles.chain(bindings().filter(move |row| row.scope == scope))
}

/// Every scope, in the order of the help and of the README's table: the toggles of each kind, then
/// [`SCOPES`].
pub fn all_scopes() -> impl Iterator<Item = Scope> {
    let kinds = ALL.into_iter().filter(|kind| !kind.actions.toggles.is_empty());
    kinds.map(Scope::Toggles).chain(SCOPES.iter().copied())
}

/// A heading and its lines; each line has the keys and their help.
pub type HelpSection = (&'static str, Vec<(String, &'static str)>);

/// The table as the help and the README print it: the sections in the order of [`all_scopes`], keys of one
/// sentence together.
pub fn table(scopes: &[Scope]) -> Vec<HelpSection> {
    let mut table: Vec<HelpSection> = Vec::new();
    for scope in all_scopes().filter(|scope| scopes.contains(scope)) {
        let title = scope.title();
        let place = table.iter().position(|(other, _)| *other == title).unwrap_or_else(|| {
            table.push((title, Vec::new()));
            table.len() - 1
        });
        let lines = &mut table[place].1;
        for row in rows(scope).filter(|row| !row.keys.is_empty()) {
            match lines.iter_mut().find(|(_, help)| *help == row.help) {
                Some((keys, _)) => {
                    for key in row.presses().map(|key| key.to_string()) {
                        if !keys.split(' ').any(|other| other == key) {
                            *keys = format!("{keys} {key}");
                        }
                    }
                }
                None => lines.push((row.keys_in_words(), row.help)),
            }
        }
    }
    table.retain(|(_, lines)| !lines.is_empty());
    table
}

#[cfg(test)]
mod tests;
