//! The keys of forms, and of what a form asks.

use super::bind;
use crate::keymap::Action::{Form, LeaveForm, OfferedDraft, Search};
use crate::keymap::action::{FormAction, LeaveFormAction, OfferedDraftAction, SearchAction};
use crate::keymap::{Binding, Scope};

/// The rows of forms.
pub const FORMS: &[Binding] = &[
    bind(Scope::Form, "ctrl-s", Form(FormAction::Review), "Review the changes, then confirm", "review"),
    bind(Scope::Form, "tab enter", Form(FormAction::NextField), "Next field", ""),
    bind(Scope::Form, "shift-tab", Form(FormAction::PreviousField), "Previous field", ""),
    bind(Scope::Form, "down", Form(FormAction::NextLine), "Next line", ""),
    bind(Scope::Form, "up", Form(FormAction::PreviousLine), "Previous line", ""),
    bind(Scope::Form, "pgdn", Form(FormAction::PageDown), "Page down", ""),
    bind(Scope::Form, "pgup", Form(FormAction::PageUp), "Page up", ""),
    bind(Scope::Form, "ctrl-down", Form(FormAction::NextSection), "Next section", ""),
    bind(Scope::Form, "ctrl-up", Form(FormAction::PreviousSection), "Previous section", ""),
    bind(
        Scope::Form,
        "ctrl-f f3",
        Search(SearchAction::Begin),
        "Search the fields by name, API name or value",
        "search",
    ),
    bind(Scope::Form, "ctrl-z", Form(FormAction::Undo), "Undo the last edit of the form", "undo"),
    bind(Scope::Form, "ctrl-y", Form(FormAction::Redo), "Redo the edit", ""),
    bind(Scope::Form, "esc ctrl-c", Form(FormAction::Leave), "Leave (asks if there are edits)", "leave"),
    bind(Scope::Form, "f1", Form(FormAction::Help), "Show the keys of forms", "keys"),
    bind(Scope::Switch, "?", Form(FormAction::Help), "Show the keys of forms", ""),
    bind(Scope::LongText, "?", Form(FormAction::Help), "Show the keys of forms", ""),
    bind(Scope::Switch, "space", Form(FormAction::Switch), "Switch the value or add an entry", "switch"),
    bind(Scope::Collection, "ctrl-n", Form(FormAction::AddEntry), "Add an entry", "add"),
    bind(Scope::Collection, "ctrl-d", Form(FormAction::RemoveEntry), "Remove the entry", "remove"),
    bind(
        Scope::Cells,
        "left",
        Form(FormAction::CellLeft),
        "The cell on the left, from the start of a text",
        "",
    ),
    bind(
        Scope::Cells,
        "right",
        Form(FormAction::CellRight),
        "The cell on the right, from the end of a text",
        "",
    ),
    bind(Scope::Ordered, "alt-up alt-k", Form(FormAction::MoveUp), "Move the entry up", "move"),
    bind(Scope::Ordered, "alt-down alt-j", Form(FormAction::MoveDown), "Move the entry down", ""),
    bind(Scope::Suggested, "ctrl-o", Form(FormAction::Pick), "Choose a value instead of typing it", "choose"),
    bind(
        Scope::Fetched,
        "ctrl-o",
        Form(FormAction::Fetch),
        "Fetch the document at the URL and show it",
        "fetch",
    ),
    bind(Scope::LongText, "backspace delete", Form(FormAction::Empty), "Clear the text", "clear"),
    bind(Scope::Masked, "ctrl-r", Form(FormAction::Reveal), "Show or mask the typed secret", "show"),
    bind(
        Scope::LeavingDraft,
        "k",
        LeaveForm(LeaveFormAction::KeepDraft),
        "Keep the edits as a draft, which the form offers again",
        "keep a draft",
    ),
    bind(Scope::Leaving, "y", LeaveForm(LeaveFormAction::Discard), "Discard the edits", "discard"),
    bind(
        Scope::Leaving,
        "enter n esc ctrl-c",
        LeaveForm(LeaveFormAction::KeepEditing),
        "Keep editing",
        "keep editing",
    ),
    bind(
        Scope::OfferedDraft,
        "enter",
        OfferedDraft(OfferedDraftAction::Continue),
        "Continue with the draft",
        "continue",
    ),
    bind(
        Scope::OfferedDraft,
        "d",
        OfferedDraft(OfferedDraftAction::Discard),
        "Throw the draft away",
        "discard it",
    ),
    bind(
        Scope::OfferedDraft,
        "esc ctrl-c",
        OfferedDraft(OfferedDraftAction::Leave),
        "Leave; the draft stays",
        "leave",
    ),
];
