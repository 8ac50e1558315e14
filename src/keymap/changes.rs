//! The user's own keys: what each row of the table is called, and which of its changes can hold together.

use std::cell::RefCell;
use std::fmt::{Debug, Write};
use std::rc::Rc;

use super::{Action, Binding, ConfirmAction, Scope, ScreenAction, all_scopes, default_rows};
use crate::key::{Code, KeyPress};

/// Other keys for a row of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyChange {
    scope: Scope,
    action: Action,
    /// As in a row of the table.
    pub(super) keys: &'static str,
}

/// The changes of the table, in the order of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct KeyChanges(Vec<KeyChange>);

thread_local! {
    /// The changes that hold for the program on this thread, which is the one that reads keys and draws.
    static HOLDING: RefCell<Rc<KeyChanges>> = RefCell::default();
}

/// Scopes whose keys can hold at the same time, beside those of [`Scope::Terminal`], which always do.
const TOGETHER: &[&[Scope]] = &[
    SCREENS,
    &[
        Scope::Form,
        Scope::Switch,
        Scope::Collection,
        Scope::Cells,
        Scope::Ordered,
        Scope::Suggested,
        Scope::Fetched,
        Scope::LongText,
        Scope::Masked,
        Scope::FormSearch,
    ],
    &[Scope::Filter, Scope::LongFilter],
    &[Scope::Confirm, Scope::Request, Scope::Moved, Scope::Scroll],
    &[Scope::Typed, Scope::Moved],
    &[Scope::Deleting, Scope::Detachable, Scope::DependentsPending],
    &[Scope::Done, Scope::Revertible, Scope::Offered, Scope::NewSecret, Scope::Scroll],
    &[Scope::UnseenSecret, Scope::NewSecret, Scope::Scroll],
    &[Scope::Unknown, Scope::Revertible, Scope::NewSecret, Scope::Scroll],
    &[Scope::Conflict, Scope::Mergeable, Scope::MergeChoice, Scope::Revertible, Scope::Scroll],
    &[Scope::Failed, Scope::Revertible, Scope::Request, Scope::Scroll],
    &[Scope::Writing, Scope::Scroll],
    &[Scope::BulkWriting, Scope::Scroll],
    &[Scope::Unrecorded, Scope::Revertible, Scope::Scroll],
    &[Scope::LoadingForEdit, Scope::Scroll],
    &[Scope::DocumentPreview, Scope::Scroll],
    &[Scope::CommandView, Scope::Scroll],
    &[Scope::ErrorView, Scope::Scroll],
    &[Scope::SelectText, Scope::Scroll],
    &[Scope::Help, Scope::Search, Scope::Scroll],
    &[Scope::JsonView, Scope::Search],
    &[Scope::JsonEditor, Scope::Scroll],
    &[Scope::FileTask, Scope::Scroll],
    &[Scope::FileExists, Scope::Scroll],
    &[Scope::IncompleteExport, Scope::Scroll],
    &[Scope::Leaving, Scope::LeavingDraft],
];

/// The scopes of screens, beside the toggles of each kind.
const SCREENS: &[Scope] = &[
    Scope::Anywhere,
    Scope::Rows,
    Scope::Tabs,
    Scope::List,
    Scope::Markable,
    Scope::CopyTarget,
    Scope::Resource,
    Scope::Secrets,
    Scope::Nested,
    Scope::TopLevel,
    Scope::Reading,
    Scope::LoadFailed,
    Scope::Editable,
    Scope::Creatable,
    Scope::Copyable,
    Scope::Urls,
    Scope::SignUp,
    Scope::History,
    Scope::Entry,
    Scope::Unsettled,
    Scope::Draft,
    Scope::LookupList,
    Scope::Finding,
    Scope::Fetchable,
    Scope::Described,
    Scope::Mapped,
    Scope::Deletable,
    Scope::Search,
    Scope::Settings,
];

/// Scopes in which the user types a text, so that no character can be a key.
const TYPING: &[Scope] = &[
    Scope::Terminal,
    Scope::Filter,
    Scope::LongFilter,
    Scope::Searching,
    Scope::Picker,
    Scope::ReplaceHost,
    Scope::Exception,
    Scope::FilePicker,
    Scope::Lookup,
    Scope::UrlFinder,
    Scope::MfaCode,
    Scope::Palette,
    Scope::Typed,
    Scope::Deleting,
    Scope::Detachable,
    Scope::DependentsPending,
    Scope::Form,
    Scope::Collection,
    Scope::Cells,
    Scope::Ordered,
    Scope::Suggested,
    Scope::Fetched,
    Scope::Masked,
    Scope::FormSearch,
];

impl KeyChanges {
    /// Has these changes hold on this thread from now on.
    pub fn hold(&self) {
        HOLDING.with(|holding| *holding.borrow_mut() = Rc::new(self.clone()));
    }

    /// The row with the keys that hold for it.
    fn apply(&self, row: Binding) -> Binding {
        let change = self.0.iter().find(|change| change.scope == row.scope && change.action == row.action);
        change.map_or(row, |change| Binding { keys: change.keys, ..row })
    }

    /// Adds a change of the row with these names.
    ///
    /// # Errors
    /// What is wrong with a name or a key.
    pub fn add(&mut self, scope: &str, action: &str, keys: &str) -> Result<(), KeyMistake> {
        let scope = all_scopes().find(|known| known.name() == scope).ok_or(KeyMistake::Scope)?;
        let row = default_rows(scope).find(|row| row.name() == action).ok_or(KeyMistake::Action)?;
        let keys = keys.split_whitespace().map(normal).collect::<Vec<_>>();
        for key in &keys {
            let press: KeyPress = key.parse().map_err(KeyMistake::Key)?;
            if press.shift && matches!(press.code, Code::Char(_)) {
                let text = format!("'{key}' names no key: write the character that Shift gives");
                return Err(KeyMistake::Key(text));
            }
            if TYPING.contains(&scope) && press.typed().is_some() {
                let text = format!("{press} is typed as a text here: add Ctrl or Alt, or use a function key");
                return Err(KeyMistake::Key(text));
            }
        }
        // It holds until the program ends, as the table itself does.
        let keys: &'static str = Box::leak(keys.join(" ").into_boxed_str());
        self.0.push(KeyChange { scope, action: row.action, keys });
        Ok(())
    }

    /// The first change that can't hold together with the others, and why.
    pub fn conflict(&self) -> Option<(usize, String)> {
        self.0.iter().enumerate().find_map(|(at, change)| Some((at, self.conflict_of(change)?)))
    }

    pub fn remove(&mut self, at: usize) {
        self.0.remove(at);
    }

    fn conflict_of(&self, change: &KeyChange) -> Option<String> {
        let own = default_rows(change.scope).find(|row| row.action == change.action)?;
        let rows: Vec<_> = all_scopes().flat_map(default_rows).map(|row| (row, self.apply(row))).collect();
        let presses: Vec<_> = self.apply(own).presses().collect();
        let shares = |row: &Binding| row.presses().find(|press| presses.contains(press));
        let is_own = |row: &Binding| row.scope == change.scope && row.action == change.action;
        if let Some(text) = self.unsafe_accept(&own, &presses) {
            return Some(text);
        }
        let other = rows.iter().filter(|(row, _)| !is_own(row) && are_together(row.scope, change.scope));
        // Where the table itself uses a key twice, the nearer scope wins, or the two never meet.
        let is_meant = |default: &Binding| default.scope != own.scope && overlap(default.scope, own.scope);
        let (press, row) =
            other.filter(|(default, _)| !is_meant(default)).find_map(|(_, row)| Some((shares(row)?, row)))?;
        Some(format!("{press} is the key of {}.{} already: \"{}\"", row.scope.name(), row.name(), row.help))
    }

    /// A confirmation is never given with the key that leads to it, nor with Enter.
    fn unsafe_accept(&self, own: &Binding, presses: &[KeyPress]) -> Option<String> {
        let accepts = |row: &Binding| {
            row.action == Action::Confirm(ConfirmAction::Accept) && !TYPING.contains(&row.scope)
        };
        let enter = KeyPress::plain(Code::Enter);
        if accepts(own) && presses.contains(&enter) {
            return Some("a change is never confirmed with Enter".to_owned());
        }
        let is_other = |row: &Binding| (accepts(own) && row.writes) || (own.writes && accepts(row));
        let rows = all_scopes().flat_map(default_rows).filter(is_other).map(|row| self.apply(row));
        let press =
            rows.flat_map(|row| row.presses().collect::<Vec<_>>()).find(|press| presses.contains(press))?;
        Some(format!("{press} can't both lead to a change and confirm it"))
    }
}

/// What is wrong with a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyMistake {
    /// There is no scope of this name.
    Scope,
    /// The scope has no action of this name.
    Action,
    Key(String),
}

/// A row with the keys that hold on this thread.
pub(super) fn as_held(row: Binding) -> Binding {
    HOLDING.with(|holding| holding.borrow().apply(row))
}

fn are_together(one: Scope, other: Scope) -> bool {
    let is_screen = |scope: &Scope| matches!(scope, Scope::Toggles(_)) || SCREENS.contains(scope);
    if let (Scope::Toggles(one), Scope::Toggles(other)) = (one, other) {
        return one == other;
    }
    one == other
        || one == Scope::Terminal
        || other == Scope::Terminal
        || is_screen(&one) && is_screen(&other)
        || TOGETHER.iter().any(|scopes| scopes.contains(&one) && scopes.contains(&other))
}

/// True if the table uses a key in both scopes.
fn overlap(one: Scope, other: Scope) -> bool {
    let presses = |scope| default_rows(scope).flat_map(|row| row.presses().collect::<Vec<_>>());
    presses(one).any(|press| presses(other).any(|other| other == press))
}

/// A key as the table writes it: people write `Ctrl-R` for `ctrl-r`, and `PgDn`.
fn normal(key: &str) -> String {
    let split = key[..key.len() - key.chars().next_back().map_or(0, char::len_utf8)].rfind('-');
    let (held, code) = split.map_or(("", key), |at| key.split_at(at + 1));
    let held = held.to_lowercase();
    let is_character = code.chars().count() == 1;
    let code = if is_character && !held.contains("ctrl") { code.to_owned() } else { code.to_lowercase() };
    format!("{held}{code}")
}

impl Scope {
    /// The name of the scope in the configuration, such as `load-failed`.
    pub fn name(self) -> String {
        match self {
            Self::Toggles(kind) => kind.name.replace(' ', "-"),
            scope => kebab(&scope),
        }
    }
}

impl Binding {
    /// The name of the action in the configuration, such as `page-down`; the rows of a scope have different
    /// ones.
    pub fn name(&self) -> String {
        match self.action {
            Action::Screen(ScreenAction::Tab(tab)) => format!("tab-{}", tab + 1),
            Action::Screen(ScreenAction::Home(tab)) => {
                ["user-pools", "identity-pools", "findings", "history"]
                    .get(tab)
                    .map_or_else(|| format!("home-{}", tab + 1), |name| (*name).to_owned())
            }
            Action::Screen(ScreenAction::Toggle(_)) => self.short.replace(' ', "-"),
            action => kebab(&action),
        }
    }
}

/// The innermost name of a value without fields, in small letters: `Screen(PageDown)` is `page-down`.
fn kebab(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let name = text.rsplit('(').next().unwrap_or_default().trim_end_matches(')');
    let mut kebab = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        let _ = write!(kebab, "{}", letter.to_ascii_lowercase());
    }
    kebab
}
