//! The one table of keys: dispatch, footer, help, palette and the README's table all read its rows.

mod scope;

pub use scope::{SCOPES, Scope};

use crate::key::KeyPress;
use crate::resource::tables::identity_pools::identity_pool::{CLASSIC_FLOW, GUEST_ACCESS};

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Next,
    Previous,
    First,
    Last,
    PageDown,
    PageUp,
    Open,
    Back,
    Tab(usize),
    NextTab,
    PreviousTab,
    Home(usize),
    Filter,
    Palette,
    Help,
    Refresh,
    Lookup,
    Fetch,
    Complete,
    Empty,
    Detach,
    Stop,
    Reveal,
    CopyId,
    ReplaceHost,
    Try,
    CopySecret,
    Edit,
    New,
    Copy,
    Delete,
    Toggle(&'static str),
    Quit,
    Mark,
    MarkAll,
    KeepFilter,
    ClearFilter,
    Run,
    Close,
    Accept,
    Cancel,
    Merge,
    Reread,
    Dismiss,
    NextField,
    PreviousField,
    Switch,
    AddEntry,
    RemoveEntry,
    MoveUp,
    MoveDown,
    Pick,
    Undo,
    Redo,
    Review,
    Leave,
    Discard,
    KeepEditing,
}

impl Action {
    /// Whether it leads to a write; with `--read-only` it says why it does nothing.
    pub const fn writes(self) -> bool {
        matches!(
            self,
            Self::Edit
                | Self::Try
                | Self::ReplaceHost
                | Self::Detach
                | Self::New
                | Self::Copy
                | Self::Delete
                | Self::Toggle(_)
                | Self::Mark
                | Self::MarkAll
        )
    }
}

/// One row of the table.
#[derive(Debug)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// The keys, separated by spaces; empty for what only the palette offers.
    pub keys: &'static str,
    /// What they do.
    pub action: Action,
    /// What they do, in words.
    pub help: &'static str,
    /// The word for the footer; empty keeps it out of there.
    pub short: &'static str,
}

const fn bind(
    scope: Scope,
    keys: &'static str,
    action: Action,
    help: &'static str,
    short: &'static str,
) -> Binding {
    Binding { scope, keys, action, help, short }
}

/// Every binding there is. Scopes stand in the order in which the footer prefers them.
pub const BINDINGS: &[Binding] = &[
    bind(
        Scope::IdentityPool,
        "c",
        Action::Toggle(CLASSIC_FLOW),
        "Allow or block the classic flow",
        "classic flow",
    ),
    bind(
        Scope::IdentityPool,
        "u",
        Action::Toggle(GUEST_ACCESS),
        "Allow or block guest (unauthenticated) access",
        "guests",
    ),
    bind(Scope::Editable, "e", Action::Edit, "Edit in a form", "edit"),
    bind(Scope::Creatable, "n", Action::New, "Create a new one", "new"),
    bind(Scope::Copyable, "N", Action::Copy, "Create a copy of this row", ""),
    bind(Scope::Deletable, "D", Action::Delete, "Delete (asks for the name)", "delete"),
    bind(
        Scope::Urls,
        "R",
        Action::ReplaceHost,
        "Replace a host in the URLs of this row or all marked rows",
        "replace host",
    ),
    bind(
        Scope::Findable,
        "i",
        Action::Lookup,
        "Find the provider for an email domain or identifier",
        "by identifier",
    ),
    bind(
        Scope::Fetchable,
        "m",
        Action::Fetch,
        "Fetch the SAML metadata from its URL and show it",
        "metadata",
    ),
    bind(Scope::Tryable, "t", Action::Try, "Try a sign-up through this app client", ""),
    bind(Scope::List, "enter", Action::Open, "Open", "open"),
    bind(Scope::List, "/", Action::Filter, "Filter the list by any column", "filter"),
    bind(
        Scope::Markable,
        "space",
        Action::Mark,
        "Mark or unmark the row; changes apply to all marked rows",
        "mark",
    ),
    bind(Scope::Markable, "a", Action::MarkAll, "Mark all rows that the filter shows, or none", ""),
    bind(Scope::Resource, "enter", Action::Open, "Follow the link of a row marked with →", ""),
    bind(Scope::Secrets, "x", Action::Reveal, "Show or mask secrets", "secrets"),
    bind(Scope::Rows, "j down", Action::Next, "Next row", ""),
    bind(Scope::Rows, "k up", Action::Previous, "Previous row", ""),
    bind(Scope::Rows, "g home", Action::First, "First row", ""),
    bind(Scope::Rows, "G end", Action::Last, "Last row", ""),
    bind(Scope::Rows, "pgdn ctrl-f", Action::PageDown, "Page down", ""),
    bind(Scope::Rows, "pgup ctrl-b", Action::PageUp, "Page up", ""),
    bind(Scope::Rows, "y", Action::CopyId, "Copy the id to the clipboard", ""),
    bind(Scope::Tabs, "tab", Action::NextTab, "Next tab", "next tab"),
    bind(Scope::Tabs, "shift-tab", Action::PreviousTab, "Previous tab", ""),
    bind(Scope::Tabs, "1", Action::Tab(0), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "2", Action::Tab(1), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "3", Action::Tab(2), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "4", Action::Tab(3), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "5", Action::Tab(4), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "6", Action::Tab(5), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "7", Action::Tab(6), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "8", Action::Tab(7), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "9", Action::Tab(8), "Go to the tab with this number", ""),
    bind(Scope::Deep, "esc", Action::Back, "Clear the filter, or go back", "back"),
    bind(Scope::Top, "esc", Action::Stop, "Stop loading", ""),
    bind(Scope::Reading, "s", Action::Stop, "Stop loading", "stop"),
    bind(Scope::Anywhere, "r", Action::Refresh, "Refresh", "refresh"),
    bind(Scope::Anywhere, ":", Action::Palette, "Find an action by name", ""),
    bind(Scope::Anywhere, "", Action::Home(0), "Go to the user pools", ""),
    bind(Scope::Anywhere, "", Action::Home(1), "Go to the identity pools", ""),
    bind(Scope::Anywhere, "?", Action::Help, "Show the keys", "keys"),
    bind(Scope::Anywhere, "q ctrl-c", Action::Quit, "Quit", "quit"),
    bind(Scope::Filter, "enter", Action::KeepFilter, "Keep the filter and return to the list", "keep"),
    bind(Scope::Filter, "esc ctrl-c", Action::ClearFilter, "Clear the filter", "clear"),
    bind(Scope::Filter, "down", Action::Next, "Next row", ""),
    bind(Scope::Filter, "up", Action::Previous, "Previous row", ""),
    bind(Scope::Pick, "enter", Action::Run, "Choose it, or open the list inside it", "choose"),
    bind(Scope::Pick, "esc ctrl-c", Action::Close, "Back", "back"),
    bind(Scope::Pick, "down tab", Action::Next, "Next value", ""),
    bind(Scope::Pick, "up shift-tab", Action::Previous, "Previous value", ""),
    bind(Scope::Pick, "pgdn", Action::PageDown, "Page down", ""),
    bind(Scope::Pick, "pgup", Action::PageUp, "Page up", ""),
    bind(Scope::ReplaceHost, "enter", Action::Run, "Next: review every URL", "next"),
    bind(Scope::ReplaceHost, "esc ctrl-c", Action::Close, "Cancel", "cancel"),
    bind(Scope::ReplaceHost, "tab down", Action::Next, "Other host", ""),
    bind(Scope::ReplaceHost, "shift-tab up", Action::Previous, "Other host", ""),
    bind(Scope::ReplaceHost, "ctrl-o", Action::Pick, "Next host in use", "next host"),
    bind(Scope::FilePicker, "enter", Action::Run, "Open the file or folder", "open"),
    bind(Scope::FilePicker, "esc ctrl-c", Action::Close, "Back to the form", "back"),
    bind(Scope::FilePicker, "tab", Action::Complete, "Complete the path", "complete"),
    bind(Scope::FilePicker, "down", Action::Next, "Next value", ""),
    bind(Scope::FilePicker, "up", Action::Previous, "Previous value", ""),
    bind(Scope::FilePicker, "pgdn", Action::PageDown, "Page down", ""),
    bind(Scope::FilePicker, "pgup", Action::PageUp, "Page up", ""),
    bind(Scope::DocumentPreview, "enter esc q ctrl-c", Action::Close, "Close", "close"),
    bind(Scope::Finding, "enter", Action::Run, "Find", "find"),
    bind(Scope::Finding, "esc ctrl-c", Action::Close, "Close", "close"),
    bind(Scope::Palette, "enter", Action::Run, "Run the action", "run"),
    bind(Scope::Palette, "esc ctrl-c", Action::Close, "Close", "close"),
    bind(Scope::Palette, "down tab", Action::Next, "Next entry", ""),
    bind(Scope::Palette, "up shift-tab", Action::Previous, "Previous entry", ""),
    bind(Scope::Help, "esc ? q enter ctrl-c", Action::Close, "Close", "close"),
    bind(Scope::LoadingForEdit, "esc ctrl-c", Action::Cancel, "Stop loading", "stop"),
    bind(Scope::ChooseValue, "down j", Action::Next, "Next value", ""),
    bind(Scope::ChooseValue, "up k", Action::Previous, "Previous value", ""),
    bind(Scope::ChooseValue, "enter", Action::Run, "Choose (you confirm next)", "choose"),
    bind(Scope::ChooseValue, "esc n ctrl-c", Action::Cancel, "Cancel", "cancel"),
    bind(Scope::Confirm, "y", Action::Accept, "Apply the change", "apply"),
    bind(Scope::Confirm, "enter n esc ctrl-c", Action::Cancel, "Cancel: nothing is sent", "cancel"),
    bind(Scope::Deleting, "enter", Action::Accept, "Delete, once the name is typed", "delete"),
    bind(
        Scope::Detachable,
        "ctrl-t",
        Action::Detach,
        "Remove it first from everything that uses it",
        "remove its uses",
    ),
    bind(Scope::Deleting, "esc ctrl-c", Action::Cancel, "Cancel: nothing is deleted", "cancel"),
    bind(Scope::Deleting, "pgdn", Action::PageDown, "Page down", ""),
    bind(Scope::Deleting, "pgup", Action::PageUp, "Page up", ""),
    bind(Scope::Writing, "esc ctrl-c", Action::Cancel, "Stop waiting; the request stays sent", ""),
    bind(Scope::Many, "esc ctrl-c", Action::Cancel, "Stop after this one", "stop"),
    bind(Scope::NewSecret, "x", Action::Reveal, "Show or mask the new secret", "show"),
    bind(Scope::NewSecret, "y", Action::CopySecret, "Copy the new secret to the clipboard", "copy"),
    bind(Scope::Done, "enter esc ctrl-c", Action::Dismiss, "Close", "close"),
    bind(Scope::Mergeable, "m", Action::Merge, "Merge your change with theirs and confirm again", "merge"),
    bind(Scope::Conflict, "enter n esc ctrl-c", Action::Cancel, "Close; nothing was sent", "close"),
    bind(Scope::Failed, "y", Action::Accept, "Try again", "try again"),
    bind(Scope::Failed, "enter n esc ctrl-c", Action::Cancel, "Close", "close"),
    bind(Scope::Unknown, "r", Action::Reread, "Refresh", "refresh"),
    bind(Scope::Unknown, "enter n esc ctrl-c", Action::Cancel, "Close", "close"),
    bind(Scope::Scroll, "j down", Action::Next, "Scroll down", ""),
    bind(Scope::Scroll, "k up", Action::Previous, "Scroll up", ""),
    bind(Scope::Scroll, "pgdn space", Action::PageDown, "Page down", ""),
    bind(Scope::Scroll, "pgup", Action::PageUp, "Page up", ""),
    bind(Scope::Scroll, "G end", Action::Last, "To the end", ""),
    bind(Scope::Scroll, "g home", Action::First, "To the beginning", ""),
    bind(Scope::Form, "ctrl-s", Action::Review, "Review the changes, then confirm", "review"),
    bind(Scope::Form, "tab down enter", Action::NextField, "Next field", ""),
    bind(Scope::Form, "shift-tab up", Action::PreviousField, "Previous field", ""),
    bind(Scope::Form, "pgdn", Action::PageDown, "Page down", ""),
    bind(Scope::Form, "pgup", Action::PageUp, "Page up", ""),
    bind(Scope::Form, "ctrl-z", Action::Undo, "Undo typing or a removed entry", "undo"),
    bind(Scope::Form, "ctrl-y", Action::Redo, "Redo typing", ""),
    bind(Scope::Form, "esc ctrl-c", Action::Leave, "Leave (asks if there are edits)", "leave"),
    bind(Scope::Switch, "space", Action::Switch, "Switch the value or add an entry", "switch"),
    bind(Scope::Collection, "ctrl-n", Action::AddEntry, "Add an entry", "add"),
    bind(Scope::Collection, "ctrl-d", Action::RemoveEntry, "Remove the entry", "remove"),
    bind(Scope::Ordered, "alt-up ctrl-up", Action::MoveUp, "Move the entry up", "move"),
    bind(Scope::Ordered, "alt-down ctrl-down", Action::MoveDown, "Move the entry down", ""),
    bind(Scope::Offered, "ctrl-o", Action::Pick, "Choose a value instead of typing it", "choose"),
    bind(Scope::Fetched, "ctrl-o", Action::Fetch, "Fetch the document at the URL and show it", "fetch"),
    bind(Scope::LongText, "backspace delete", Action::Empty, "Clear the text", "clear"),
    bind(Scope::Hidden, "ctrl-r", Action::Reveal, "Show or mask the typed secret", "show"),
    bind(Scope::Leaving, "y", Action::Discard, "Discard the edits", "discard"),
    bind(Scope::Leaving, "enter n esc ctrl-c", Action::KeepEditing, "Keep editing", "keep editing"),
];

impl Binding {
    /// Its keys, parsed.
    pub fn presses(&self) -> impl Iterator<Item = KeyPress> {
        self.keys.split(' ').filter_map(|key| key.parse().ok())
    }

    /// Its keys as people write them: "j ↓".
    pub fn keys_in_words(&self) -> String {
        self.presses().map(|key| key.to_string()).collect::<Vec<_>>().join(" ")
    }
}

/// The action of a key in the first of the active scopes that binds it.
pub fn lookup(scopes: &[Scope], key: KeyPress) -> Option<Action> {
    scopes.iter().find_map(|scope| {
        rows(*scope).find(|row| row.presses().any(|press| press == key)).map(|row| row.action)
    })
}

/// The first key of an action, as people write it, for sentences that name one.
pub fn key_of(scope: Scope, action: Action) -> String {
    let row = rows(scope).find(|row| row.action == action);
    row.and_then(|row| row.presses().next()).map(|key| key.to_string()).unwrap_or_default()
}

/// The rows of a scope.
pub fn rows(scope: Scope) -> impl Iterator<Item = &'static Binding> {
    BINDINGS.iter().filter(move |row| row.scope == scope)
}

/// A heading and its lines, each with keys and what they do.
pub type Section = (&'static str, Vec<(String, &'static str)>);

/// The table as the help and the README print it: the sections in the order of [`SCOPES`], keys of one
/// sentence together.
pub fn table(scopes: &[Scope]) -> Vec<Section> {
    let mut table: Vec<Section> = Vec::new();
    for scope in SCOPES.iter().filter(|scope| scopes.contains(scope)) {
        let title = scope.title();
        let place = table.iter().position(|(other, _)| *other == title).unwrap_or_else(|| {
            table.push((title, Vec::new()));
            table.len() - 1
        });
        let lines = &mut table[place].1;
        for row in rows(*scope).filter(|row| !row.keys.is_empty()) {
            match lines.iter_mut().find(|(_, help)| *help == row.help) {
                Some((keys, _)) => *keys = format!("{keys} {}", row.keys_in_words()),
                None => lines.push((row.keys_in_words(), row.help)),
            }
        }
    }
    table.retain(|(_, lines)| !lines.is_empty());
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_every_row_is_a_key_and_no_scope_binds_one_twice() {
        for row in BINDINGS {
            for word in row.keys.split(' ').filter(|word| !word.is_empty()) {
                let key: KeyPress = word.parse().unwrap_or_else(|error| panic!("{error}"));
                let same = rows(row.scope).filter(|other| other.presses().any(|other| other == key)).count();
                assert_eq!(same, 1, "{key} in {:?}", row.scope);
            }
        }
    }

    #[test]
    fn every_scope_of_the_table_is_in_the_list_of_scopes() {
        for row in BINDINGS {
            assert!(SCOPES.contains(&row.scope), "{:?}", row.scope);
        }
    }

    #[test]
    fn the_readme_prints_this_table_and_no_other() {
        let print = |(title, lines): &Section| {
            let lines: Vec<_> = lines.iter().map(|(keys, help)| format!("| {keys} | {help} |\n")).collect();
            format!("\n**{}**\n\n| key | what it does |\n| --- | --- |\n{}", title, lines.concat())
        };
        let expected = table(SCOPES).iter().map(print).collect::<Vec<_>>().concat();
        let readme = include_str!("../README.md");
        let printed = readme
            .split("<!-- keys -->\n")
            .nth(1)
            .and_then(|rest| rest.split("\n<!-- end of keys -->").next());
        assert!(
            printed == Some(expected.as_str()),
            "between its marks, the README has to print:\n{expected}"
        );
    }

    #[test]
    fn a_confirmation_is_never_accepted_with_the_key_that_opened_it_nor_with_enter() {
        let opening: Vec<_> =
            BINDINGS.iter().filter(|row| row.action.writes()).flat_map(Binding::presses).collect();
        // A deletion is accepted by its name, which is typed.
        for row in BINDINGS.iter().filter(|row| row.action == Action::Accept && row.scope != Scope::Deleting)
        {
            for press in row.presses() {
                assert!(!opening.contains(&press) && press != "enter".parse().expect("a key"));
            }
        }
    }
}
