//! What keys do, one enum per context: whoever handles a context matches all of its actions, so the compiler
//! finds the one that was forgotten.

/// The action of a binding, by the context that handles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Screen(ScreenAction),
    Filter(FilterAction),
    /// In menus that are searched by typing: the palette and the pickers.
    Menu(MenuAction),
    FilePicker(FilePickerAction),
    ReplaceHost(ReplaceHostAction),
    Lookup(LookupAction),
    /// In dialogs that only show something.
    Viewer(ViewerAction),
    ChooseValue(ChooseValueAction),
    /// In every dialog that leads to a write, of one resource or of many.
    Confirm(ConfirmAction),
    /// In the confirmation of a single write alone.
    Write(WriteAction),
    Scroll(ScrollAction),
    Form(FormAction),
    LeaveForm(LeaveFormAction),
}

/// On a screen without a dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScreenAction {
    Next,
    Previous,
    First,
    Last,
    PageDown,
    PageUp,
    Open,
    Back,
    Stop,
    /// Shows a tab of the shown screen, counted from 0.
    Tab(usize),
    NextTab,
    PreviousTab,
    /// Shows a tab of the top level, counted from 0.
    Home(usize),
    Filter,
    Palette,
    Help,
    Refresh,
    Reveal,
    CopyId,
    Lookup,
    Fetch,
    Mark,
    MarkAll,
    Edit,
    New,
    Copy,
    Delete,
    /// Turns the setting at a path around.
    Toggle(&'static str),
    ReplaceHost,
    SignUp,
    Quit,
}

impl ScreenAction {
    /// Whether the palette leaves the action out: it moves around, and is nothing to look for.
    pub const fn moves(self) -> bool {
        matches!(
            self,
            Self::Next
                | Self::Previous
                | Self::First
                | Self::Last
                | Self::PageDown
                | Self::PageUp
                | Self::Palette
                | Self::Tab(_)
        )
    }
}

/// While the filter of a list is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterAction {
    Keep,
    Clear,
    Next,
    Previous,
}

/// In a menu that is searched by typing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuAction {
    Choose,
    Close,
    Next,
    Previous,
    PageDown,
    PageUp,
}

/// While a file is picked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilePickerAction {
    Open,
    Complete,
    Close,
    Next,
    Previous,
    PageDown,
    PageUp,
}

/// While the hosts of a replacement are typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplaceHostAction {
    Submit,
    Close,
    OtherField,
    NextKnownHost,
}

/// While a row is looked up by another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupAction {
    Find,
    Close,
}

/// In a dialog that only shows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewerAction {
    Close,
}

/// While one of several values is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChooseValueAction {
    Next,
    Previous,
    Choose,
    Cancel,
}

/// In a dialog that leads to a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmAction {
    Accept,
    /// Stops what is under way where that is possible, else closes.
    Cancel,
    /// Closes what has ended.
    Dismiss,
}

/// In the confirmation of a single write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteAction {
    /// Removes the resource from those that refer to it, before it is deleted.
    Detach,
    Merge,
    Reread,
    Reveal,
    CopySecret,
}

/// In a dialog that may be longer than its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScrollAction {
    LineDown,
    LineUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
}

/// In a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormAction {
    NextField,
    PreviousField,
    PageDown,
    PageUp,
    Switch,
    AddEntry,
    RemoveEntry,
    MoveUp,
    MoveDown,
    /// Opens a picker for the field under the focus.
    Pick,
    /// Shows the document at the address in the field under the focus.
    Fetch,
    Empty,
    Reveal,
    Undo,
    Redo,
    Review,
    Leave,
}

/// When a form with edits is to be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveFormAction {
    Discard,
    KeepEditing,
}
