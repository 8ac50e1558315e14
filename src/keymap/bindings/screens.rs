//! The keys of screens, while no dialog is open.

use super::bind;
use crate::keymap::Action::{Screen, Search};
use crate::keymap::action::{ScreenAction, SearchAction};
use crate::keymap::{Binding, Scope};

/// The rows of screens.
pub const SCREENS: &[Binding] = &[
    bind(Scope::Editable, "e", Screen(ScreenAction::Edit), "Edit in a form", "edit").writes(),
    bind(Scope::Finding, "f", Screen(ScreenAction::Fix), "Fix the finding at this setting", "fix").writes(),
    bind(Scope::Creatable, "n", Screen(ScreenAction::New), "Create a new one", "new").writes(),
    bind(Scope::Copyable, "N", Screen(ScreenAction::Copy), "Create a copy of this row", "").writes(),
    bind(Scope::Deletable, "D", Screen(ScreenAction::Delete), "Delete (asks for the name)", "delete")
        .writes(),
    bind(
        Scope::Urls,
        "R",
        Screen(ScreenAction::ReplaceHost),
        "Replace a host in the URLs of this row or all marked rows",
        "replace host",
    )
    .writes(),
    bind(
        Scope::LookupList,
        "i",
        Screen(ScreenAction::Lookup),
        "Find the provider for an email domain or identifier",
        "by identifier",
    ),
    bind(
        Scope::Fetchable,
        "m",
        Screen(ScreenAction::Fetch),
        "Fetch the SAML metadata from its URL and show it",
        "metadata",
    ),
    bind(Scope::SignUp, "t", Screen(ScreenAction::SignUp), "Try a sign-up through this app client", "")
        .writes(),
    bind(
        Scope::History,
        "U",
        Screen(ScreenAction::Revert),
        "Take the change back; in the list, all of a bulk change",
        "take back",
    )
    .writes(),
    bind(
        Scope::Draft,
        "e",
        Screen(ScreenAction::ContinueDraft),
        "Continue with the draft in its form",
        "continue",
    )
    .writes(),
    bind(
        Scope::Draft,
        "D",
        Screen(ScreenAction::DiscardDraft),
        "Throw the draft away (asks first)",
        "discard",
    ),
    bind(Scope::List, "enter", Screen(ScreenAction::Open), "Open", "open"),
    bind(
        Scope::List,
        "/",
        Screen(ScreenAction::Filter),
        "Filter the list (word, !word, member:word)",
        "filter",
    ),
    bind(
        Scope::Markable,
        "space",
        Screen(ScreenAction::Mark),
        "Mark or unmark the row; changes apply to all marked rows",
        "mark",
    )
    .writes(),
    bind(
        Scope::Markable,
        "a",
        Screen(ScreenAction::MarkAll),
        "Mark all rows that the filter shows, or none",
        "",
    )
    .writes(),
    bind(
        Scope::Resource,
        "enter",
        Screen(ScreenAction::Open),
        "Follow the link of a row marked with →, or edit the setting",
        "",
    ),
    bind(
        Scope::Resource,
        "/",
        Search(SearchAction::Begin),
        "Search the rows by name, API name or value",
        "search",
    ),
    bind(Scope::Resource, "]", Screen(ScreenAction::NextSection), "Next section", ""),
    bind(Scope::Resource, "[", Screen(ScreenAction::PreviousSection), "Previous section", ""),
    bind(
        Scope::Settings,
        "v",
        Screen(ScreenAction::Narrow),
        "Show all settings, only what is set, or only what differs from the default",
        "narrow",
    ),
    bind(Scope::Settings, "Y", Screen(ScreenAction::CopyEntries), "Copy all entries of this list", ""),
    bind(Scope::Secrets, "x", Screen(ScreenAction::Reveal), "Show or mask secrets", "secrets"),
    bind(
        Scope::Described,
        "C",
        Screen(ScreenAction::ShowCommand),
        "Show the AWS CLI command that reads this, to copy it",
        "",
    ),
    bind(Scope::Rows, "j down", Screen(ScreenAction::Next), "Next row", ""),
    bind(Scope::Rows, "k up", Screen(ScreenAction::Previous), "Previous row", ""),
    bind(Scope::Rows, "g home", Screen(ScreenAction::First), "First row", ""),
    bind(Scope::Rows, "G end", Screen(ScreenAction::Last), "Last row", ""),
    bind(Scope::Rows, "pgdn ctrl-f", Screen(ScreenAction::PageDown), "Page down", ""),
    bind(Scope::Rows, "pgup ctrl-b", Screen(ScreenAction::PageUp), "Page up", ""),
    bind(
        Scope::Rows,
        "y",
        Screen(ScreenAction::CopyValue),
        "Copy the value of this row, in a list its id",
        "",
    ),
    bind(Scope::Tabs, "tab", Screen(ScreenAction::NextTab), "Next tab", "next tab"),
    bind(Scope::Tabs, "shift-tab", Screen(ScreenAction::PreviousTab), "Previous tab", ""),
    bind(Scope::Tabs, "1", Screen(ScreenAction::Tab(0)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "2", Screen(ScreenAction::Tab(1)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "3", Screen(ScreenAction::Tab(2)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "4", Screen(ScreenAction::Tab(3)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "5", Screen(ScreenAction::Tab(4)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "6", Screen(ScreenAction::Tab(5)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "7", Screen(ScreenAction::Tab(6)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "8", Screen(ScreenAction::Tab(7)), "Go to the tab with this number", ""),
    bind(Scope::Tabs, "9", Screen(ScreenAction::Tab(8)), "Go to the tab with this number", ""),
    bind(Scope::Nested, "esc", Screen(ScreenAction::Back), "Clear the filter, or go back", "back"),
    bind(Scope::TopLevel, "esc", Screen(ScreenAction::Stop), "Stop loading", ""),
    bind(Scope::Reading, "s", Screen(ScreenAction::Stop), "Stop loading", "stop"),
    bind(Scope::LoadFailed, "!", Screen(ScreenAction::ShowError), "Show why the last load failed", "why"),
    bind(Scope::Anywhere, "r", Screen(ScreenAction::Refresh), "Refresh", "refresh"),
    bind(Scope::Anywhere, ":", Screen(ScreenAction::Palette), "Find an action by name", ""),
    bind(Scope::Anywhere, "", Screen(ScreenAction::Home(0)), "Go to the user pools", ""),
    bind(Scope::Anywhere, "", Screen(ScreenAction::Home(1)), "Go to the identity pools", ""),
    bind(Scope::Anywhere, "H", Screen(ScreenAction::Home(3)), "Go to the history of changes", ""),
    bind(Scope::Anywhere, "?", Screen(ScreenAction::Help), "Show the keys", "keys"),
    bind(Scope::Anywhere, "q ctrl-c", Screen(ScreenAction::Quit), "Quit", "quit"),
    bind(
        Scope::Terminal,
        "ctrl-z",
        Screen(ScreenAction::Suspend),
        "Suspend (fg in the shell comes back)",
        "",
    ),
    bind(Scope::Terminal, "ctrl-l", Screen(ScreenAction::Redraw), "Draw the screen again", ""),
];
