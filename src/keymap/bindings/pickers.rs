//! The keys of the dialogs in which the user picks something.

use super::bind;
use crate::keymap::Action::{Columns, Exception, FilePicker, Menu, ReplaceHost};
use crate::keymap::action::{
    ColumnsAction, ExceptionAction, FilePickerAction, MenuAction, ReplaceHostAction,
};
use crate::keymap::{Binding, Scope};

/// The rows of pickers.
pub const PICKERS: &[Binding] = &[
    bind(
        Scope::ContextPicker,
        "space",
        Menu(MenuAction::Mark),
        "Mark or unmark it, to show several in one table",
        "mark",
    ),
    bind(Scope::Picker, "enter", Menu(MenuAction::Choose), "Choose it, or open the list inside it", "choose"),
    bind(Scope::Picker, "esc ctrl-c", Menu(MenuAction::Close), "Back", "back"),
    bind(Scope::Picker, "down tab", Menu(MenuAction::Next), "Next value", ""),
    bind(Scope::Picker, "up shift-tab", Menu(MenuAction::Previous), "Previous value", ""),
    bind(Scope::Picker, "pgdn", Menu(MenuAction::PageDown), "Page down", ""),
    bind(Scope::Picker, "pgup", Menu(MenuAction::PageUp), "Page up", ""),
    bind(
        Scope::ReplaceHost,
        "enter",
        ReplaceHost(ReplaceHostAction::Submit),
        "Next: review every URL",
        "next",
    ),
    bind(Scope::ReplaceHost, "esc ctrl-c", ReplaceHost(ReplaceHostAction::Close), "Cancel", "cancel"),
    bind(
        Scope::ReplaceHost,
        "tab down shift-tab up",
        ReplaceHost(ReplaceHostAction::OtherField),
        "Other host",
        "",
    ),
    bind(
        Scope::ReplaceHost,
        "ctrl-o",
        ReplaceHost(ReplaceHostAction::NextKnownHost),
        "Next host in use",
        "next host",
    ),
    bind(
        Scope::Exception,
        "enter",
        Exception(ExceptionAction::Submit),
        "Next: the last day, then accept the finding",
        "next, accept",
    ),
    bind(Scope::Exception, "esc ctrl-c", Exception(ExceptionAction::Close), "Cancel", "cancel"),
    bind(
        Scope::Exception,
        "tab down shift-tab up",
        Exception(ExceptionAction::OtherField),
        "The other of reason and last day",
        "",
    ),
    bind(Scope::FilePicker, "enter", FilePicker(FilePickerAction::Open), "Open the file or folder", "open"),
    bind(Scope::FilePicker, "esc ctrl-c", FilePicker(FilePickerAction::Close), "Back to the form", "back"),
    bind(Scope::FilePicker, "tab", FilePicker(FilePickerAction::Complete), "Complete the path", "complete"),
    bind(Scope::FilePicker, "down", FilePicker(FilePickerAction::Next), "Next value", ""),
    bind(Scope::FilePicker, "up", FilePicker(FilePickerAction::Previous), "Previous value", ""),
    bind(Scope::FilePicker, "pgdn", FilePicker(FilePickerAction::PageDown), "Page down", ""),
    bind(Scope::FilePicker, "pgup", FilePicker(FilePickerAction::PageUp), "Page up", ""),
    bind(Scope::Columns, "enter", Columns(ColumnsAction::Apply), "Show these columns", "apply"),
    bind(Scope::Columns, "space", Columns(ColumnsAction::Toggle), "Show or hide the column", "show"),
    bind(Scope::Columns, "K", Columns(ColumnsAction::Earlier), "Move the column to the left", "left"),
    bind(Scope::Columns, "J", Columns(ColumnsAction::Later), "Move the column to the right", "right"),
    bind(Scope::Columns, "u", Columns(ColumnsAction::Reset), "All columns in their first order", ""),
    bind(Scope::Columns, "esc ctrl-c", Columns(ColumnsAction::Close), "Cancel", "cancel"),
    bind(Scope::Columns, "j down", Columns(ColumnsAction::Next), "Next column", ""),
    bind(Scope::Columns, "k up", Columns(ColumnsAction::Previous), "Previous column", ""),
];
