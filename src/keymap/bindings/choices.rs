//! The keys while the user chooses a value, or what to copy.

use super::bind;
use crate::keymap::Action::ChooseValue;
use crate::keymap::action::ChooseValueAction;
use crate::keymap::{Binding, Scope};

/// The rows of choices.
pub const CHOICES: &[Binding] = &[
    bind(Scope::ChooseValue, "down j", ChooseValue(ChooseValueAction::Next), "Next value", ""),
    bind(Scope::ChooseValue, "up k", ChooseValue(ChooseValueAction::Previous), "Previous value", ""),
    bind(
        Scope::ChooseValue,
        "enter",
        ChooseValue(ChooseValueAction::Choose),
        "Choose (you confirm next)",
        "choose",
    ),
    bind(Scope::ChooseValue, "esc n ctrl-c", ChooseValue(ChooseValueAction::Cancel), "Cancel", "cancel"),
    bind(Scope::ChooseMany, "down j", ChooseValue(ChooseValueAction::Next), "Next resource", ""),
    bind(Scope::ChooseMany, "up k", ChooseValue(ChooseValueAction::Previous), "Previous resource", ""),
    bind(Scope::ChooseMany, "pgdn", ChooseValue(ChooseValueAction::PageDown), "Page down", ""),
    bind(Scope::ChooseMany, "pgup", ChooseValue(ChooseValueAction::PageUp), "Page up", ""),
    bind(Scope::ChooseMany, "space", ChooseValue(ChooseValueAction::Mark), "Mark or unmark it", "mark"),
    bind(Scope::ChooseMany, "a", ChooseValue(ChooseValueAction::MarkAll), "Mark all, or none", "all"),
    bind(
        Scope::ChooseMany,
        "enter",
        ChooseValue(ChooseValueAction::Choose),
        "Read what is marked (you confirm next)",
        "go on",
    ),
    bind(Scope::ChooseMany, "esc n ctrl-c", ChooseValue(ChooseValueAction::Cancel), "Cancel", "cancel"),
];
