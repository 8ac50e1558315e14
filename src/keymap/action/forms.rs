//! The actions of forms, and of what a form asks.

/// Actions of a form, outside of its dialogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormAction {
    NextField,
    PreviousField,
    /// Moves down by a line, which in a table has several fields.
    NextLine,
    PreviousLine,
    /// Moves to the left in the row of a table.
    CellLeft,
    CellRight,
    PageDown,
    PageUp,
    NextSection,
    PreviousSection,
    /// Lists the keys of forms.
    Help,
    Switch,
    AddEntry,
    RemoveEntry,
    MoveUp,
    MoveDown,
    /// Opens a picker for the focused field.
    Pick,
    /// Shows the document at the focused URL.
    Fetch,
    Empty,
    Reveal,
    Undo,
    Redo,
    Review,
    Leave,
}

/// Actions while a form asks whether to discard its edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveFormAction {
    Discard,
    /// Leaves, and keeps the edits as a draft.
    KeepDraft,
    KeepEditing,
}

/// Actions while a form offers the edits of an earlier time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfferedDraftAction {
    Continue,
    Discard,
    Leave,
}
