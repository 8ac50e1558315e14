//! The actions of keys, one enum per context. The handler of a context matches all of its actions, so the
//! compiler finds a forgotten one.

mod forms;
mod questions;

pub use forms::{FormAction, LeaveFormAction, OfferedDraftAction};
pub use questions::{ExceptionAction, LookupAction, MfaCodeAction, UrlFinderAction};

/// The action of a binding, grouped by the context that handles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    Screen(ScreenAction),
    Filter(FilterAction),
    Search(SearchAction),
    /// Actions of the palette and the pickers.
    Menu(MenuAction),
    FilePicker(FilePickerAction),
    ReplaceHost(ReplaceHostAction),
    Exception(ExceptionAction),
    Lookup(LookupAction),
    UrlFinder(UrlFinderAction),
    MfaCode(MfaCodeAction),
    Viewer(ViewerAction),
    ChooseValue(ChooseValueAction),
    /// Actions shared by the confirmation of one write and that of a bulk edit.
    Confirm(ConfirmAction),
    /// Further actions of the confirmation of one write.
    Write(WriteAction),
    Columns(ColumnsAction),
    Scroll(ScrollAction),
    Form(FormAction),
    LeaveForm(LeaveFormAction),
    OfferedDraft(OfferedDraftAction),
    Json(JsonAction),
    JsonEditor(JsonEditorAction),
    Compare(CompareAction),
    FileTask(FileTaskAction),
}

/// Actions of a screen, while no dialog is open.
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
    /// Shows a tab of the screen, counted from 0.
    Tab(usize),
    NextTab,
    PreviousTab,
    /// Shows a tab of the top level, counted from 0.
    Home(usize),
    Filter,
    /// Sorts the list by its next column.
    Sort,
    /// Turns the order of the list around.
    TurnSort,
    /// Chooses the columns of the list.
    Columns,
    NextSection,
    PreviousSection,
    /// Shows all rows of the details, only those that are set, or only those that differ from the default.
    Narrow,
    Palette,
    Help,
    Refresh,
    Reveal,
    CopyValue,
    /// Copies all entries of the list that the chosen row is of.
    CopyEntries,
    /// Shows the AWS CLI command that reads the resource.
    ShowCommand,
    /// Shows the document of the resource as AWS sent it.
    ShowJson,
    /// Copies what belongs to the marked resource into the chosen one.
    CopyMarkedInto,
    /// Shows what uses the resource, and what it uses.
    TrustMap,
    /// Compares the resource with another one.
    Compare,
    /// Begins the command that compares it with a file.
    CompareFile,
    /// Begins the command that exports it.
    Export,
    /// Begins the command that creates one from a file.
    Import,
    /// Begins the command that writes an empty document to a file.
    Skeleton,
    /// Looks for the app client of a redirect URL.
    FindUrl,
    /// Shows the error of the last load.
    ShowError,
    Lookup,
    Fetch,
    Mark,
    MarkAll,
    Edit,
    /// Opens the document in the user's editor.
    EditJson,
    /// Fixes the finding at the chosen setting.
    Fix,
    /// Accepts the finding at the chosen setting, with a reason.
    Accept,
    /// Scans all pools for findings.
    Scan,
    /// Scans them again, with what was just read.
    ScanAll,
    New,
    Copy,
    Delete,
    /// Inverts the boolean setting at a path.
    Toggle(&'static str),
    ReplaceHost,
    SignUp,
    /// Suspends the program, as Ctrl-Z does for others.
    Suspend,
    /// Draws the whole screen again, after something else wrote on it.
    Redraw,
    /// Picks another profile or region.
    Contexts,
    Regions,
    /// Picks several profiles and regions, to show them in one table.
    Together,
    /// Takes back the chosen change of the history.
    Revert,
    /// Reads the resource of a change, to find out what became of it.
    Settle,
    /// Goes on with the chosen draft in its form.
    ContinueDraft,
    DiscardDraft,
    Quit,
}

impl ScreenAction {
    /// True for movements, which nobody looks for in the palette.
    pub const fn moves(self) -> bool {
        matches!(
            self,
            Self::Next
                | Self::Previous
                | Self::First
                | Self::Last
                | Self::PageDown
                | Self::PageUp
                | Self::NextSection
                | Self::PreviousSection
                | Self::Palette
                | Self::Tab(_)
        )
    }
}

/// Actions while the user types a list's filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FilterAction {
    Keep,
    Clear,
    /// Reads all rows, although that takes long.
    ReadAll,
    Next,
    Previous,
}

/// Actions of a search in details, in a form or in the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SearchAction {
    /// Starts to type the words.
    Begin,
    /// Ends the typing; the matches stay.
    Keep,
    /// Ends the search and returns to where it began.
    Cancel,
    /// Ends the search.
    End,
    Next,
    Previous,
}

/// Actions of a menu with a search text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MenuAction {
    Choose,
    Mark,
    Close,
    Next,
    Previous,
    PageDown,
    PageUp,
}

/// Actions while the user chooses the columns of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnsAction {
    Next,
    Previous,
    Toggle,
    Earlier,
    Later,
    Reset,
    Apply,
    Close,
}

/// Actions while the user picks a file.
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

/// Actions while the user types the hosts of a replacement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReplaceHostAction {
    Submit,
    Close,
    OtherField,
    NextKnownHost,
}

/// Actions of a dialog that only shows something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewerAction {
    Close,
    Copy,
}

/// Actions while the user chooses one of several values, or marks some of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChooseValueAction {
    Next,
    Previous,
    PageDown,
    PageUp,
    Mark,
    MarkAll,
    Choose,
    Cancel,
}

/// Actions of a dialog that leads to a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConfirmAction {
    Accept,
    /// Stops the work under way if possible, otherwise closes the dialog.
    Cancel,
    /// Closes the dialog after the work has ended.
    Dismiss,
}

/// Actions of the confirmation of one write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteAction {
    /// Shows the AWS CLI command that sends the same request.
    ShowCommand,
    /// Shows the body of the request.
    ShowJson,
    /// Removes the resource from its referrers before the delete.
    Detach,
    /// Stops the checks for what depends on the resource to delete.
    StopCheck,
    Merge,
    /// Takes back what somebody changed since too, or leaves it alone again.
    Overwrite,
    /// Takes the change back right after its verdict.
    Revert,
    /// Creates what the new resource needs besides.
    TakeOffer,
    /// Sends the write although the history can't be written.
    SendUnrecorded,
    /// Takes their value of the focused conflict.
    TakeTheirs,
    /// Keeps the user's value of the focused conflict.
    TakeMine,
    NextConflict,
    PreviousConflict,
    Reread,
    Reveal,
    CopySecret,
}

/// Actions of a dialog that can be longer than its box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScrollAction {
    LineDown,
    LineUp,
    PageDown,
    PageUp,
    Top,
    Bottom,
}

/// Actions while a resource is exported, or a file read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileTaskAction {
    /// Replaces the file that exists.
    Replace,
    /// Writes the file without the parts that can't be read.
    LeaveOut,
    Close,
}

/// Actions while two resources stand beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CompareAction {
    Next,
    Previous,
    First,
    Last,
    PageDown,
    PageUp,
    /// Marks or unmarks the setting at the cursor.
    Mark,
    MarkAll,
    /// Shows the settings that are the same too, or hides them.
    ShowAll,
    /// Puts each side in the other one's place.
    Swap,
    /// Copies the marked settings from the left side to the right one.
    Copy,
    Close,
}

/// Actions after the editor of a resource's JSON was left without a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonEditorAction {
    /// Opens the editor again, with the text as it was left.
    EditAgain,
    Discard,
}

/// Actions in a document as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JsonAction {
    Next,
    Previous,
    First,
    Last,
    PageDown,
    PageUp,
    /// Folds or unfolds the structure at the cursor.
    Toggle,
    Fold,
    Unfold,
    FoldAll,
    UnfoldAll,
    Copy,
    Close,
}
