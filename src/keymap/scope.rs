//! Scopes: where the keys of a binding hold, and the scopes' titles in the help.

use crate::resource::Kind;

/// The place where a binding holds. The active scopes are computed from the state, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Every screen, while no dialog is open.
    Anywhere,
    /// Every screen and every dialog.
    Terminal,
    /// Screens with rows to choose from.
    Rows,
    Tabs,
    List,
    /// Lists whose rows can be marked.
    Markable,
    /// Lists of resources whose children can be copied from one into another.
    CopyTarget,
    /// The details of an opened resource.
    Resource,
    /// Details with a secret, masked or not.
    Secrets,
    /// Screens above the top level, and filtered lists: Esc goes back.
    Nested,
    /// The top level without a filter: Esc has nowhere to go.
    TopLevel,
    /// Screens while a read is under way.
    Reading,
    /// Screens whose last load failed.
    LoadFailed,
    /// A resource that can be edited, in its list or opened.
    Editable,
    /// A list or tab to which a resource can be added.
    Creatable,
    /// A row whose resource can be copied.
    Copyable,
    /// A resource whose members hold URLs.
    Urls,
    /// An app client, through which users can sign up.
    SignUp,
    /// The changes of the history, in their list or opened.
    History,
    /// A change or a draft of the history.
    Entry,
    /// A change whose outcome is unknown, in the history's list or opened.
    Unsettled,
    /// A draft in the history, in its list or opened.
    Draft,
    /// Lists whose rows can be looked up by another name.
    LookupList,
    /// A setting with a finding.
    Finding,
    /// The findings of all pools.
    Findings,
    /// A resource with the URL of a public document.
    Fetchable,
    /// A resource that AWS describes, in its list or opened.
    Described,
    /// A row or a screen with a resource that has a trust map.
    Mapped,
    /// A resource that can be deleted.
    Deletable,
    /// A resource of a kind that has keys for boolean settings, in its list or opened.
    Toggles(&'static Kind),
    /// A list while the user types its filter.
    Filter,
    /// While the user types a filter that needs many unread rows.
    LongFilter,
    /// Details, a form or the help while the user types what to search for.
    Searching,
    /// Details or the help with matches of a search.
    Search,
    /// A form with matches of a search.
    FormSearch,
    /// Details whose rows are settings.
    Settings,
    /// The picker of a value, and that of a new resource's type.
    Picker,
    /// The picker of profiles and regions.
    ContextPicker,
    /// The choice of a list's columns.
    Columns,
    ReplaceHost,
    /// The question why a finding is accepted.
    Exception,
    FilePicker,
    DocumentPreview,
    CommandView,
    /// An export, or a file that is read.
    FileTask,
    /// An export to a file that exists.
    FileExists,
    /// An export of which parts can't be read.
    IncompleteExport,
    /// Two resources beside each other.
    Compare,
    /// The editor of a document as JSON, while it waits for it or was left.
    JsonEditor,
    /// A document as JSON.
    JsonView,
    ErrorView,
    SelectText,
    /// The lookup of a row by another name.
    Lookup,
    /// The search for the app client of a redirect URL.
    UrlFinder,
    /// The question for the code of an MFA device.
    MfaCode,
    Palette,
    Help,
    LoadingForEdit,
    ChooseValue,
    /// The choice of the resources to copy.
    ChooseMany,
    /// A confirmation that waits for a yes or no.
    Confirm,
    /// A confirmation that asks for the name of the resource.
    Typed,
    /// A write that was not sent: its request can be shown.
    Request,
    /// The confirmation of a delete, where the user types the name.
    Deleting,
    /// The confirmation of a delete that can first remove references to the resource.
    Detachable,
    /// The confirmation of a delete that still reads what depends on the resource.
    DependentsPending,
    /// A confirmation whose write is under way.
    Writing,
    /// A bulk edit whose writes are under way.
    BulkWriting,
    /// A confirmation whose write has ended, with nothing left to decide.
    Done,
    /// A confirmation whose create returned a secret.
    NewSecret,
    /// A question whether to close although a new secret was neither shown nor copied.
    UnseenSecret,
    /// A create that has ended, after which another resource is missing.
    Offered,
    /// A conflict of two changes that touch the same setting.
    MergeChoice,
    /// A conflict of two changes that can be merged.
    Mergeable,
    /// A confirmation that takes back a change of which a part was changed since.
    Moved,
    /// A write that is recorded and has ended, so that it can be taken back.
    Revertible,
    /// A confirmation that found somebody else's change.
    Conflict,
    /// A confirmation whose write could not be recorded, so it was not sent.
    Unrecorded,
    /// A failed write, or a failed load before an edit.
    Failed,
    /// A confirmation whose write has an unknown outcome.
    Unknown,
    /// A dialog that can be longer than its box.
    Scroll,
    Form,
    /// A form with the focus on a switch, or on the line that adds an entry.
    Switch,
    /// A form with the focus in a collection.
    Collection,
    /// A form with the focus in a cell of a table.
    Cells,
    /// A form with the focus in an entry that can be moved.
    Ordered,
    /// A form with the focus on a value with suggestions.
    Suggested,
    /// A form with the focus on the URL of a public document.
    Fetched,
    /// A form with the focus on a long text.
    LongText,
    /// A form with the focus on a masked text.
    Masked,
    /// A form that asks whether to discard its edits.
    Leaving,
    /// The same, where the edits can be kept as a draft.
    LeavingDraft,
    /// A form that offers the edits of an earlier time.
    OfferedDraft,
}

impl Scope {
    /// The scopes of forms, for the list of a form's keys.
    pub const FORM: [Self; 11] = [
        Self::Form,
        Self::Switch,
        Self::Collection,
        Self::Cells,
        Self::Ordered,
        Self::Suggested,
        Self::Fetched,
        Self::LongText,
        Self::Masked,
        Self::Searching,
        Self::FormSearch,
    ];

    /// Heading of the scope's keys in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Toggles(kind) => kind.plural,
            Self::Urls | Self::SignUp => "App clients",
            Self::History | Self::Draft | Self::Entry | Self::Unsettled => "History",
            Self::CopyTarget => "User pools",
            Self::LookupList | Self::Fetchable => "Identity providers",
            Self::Rows
            | Self::List
            | Self::Resource
            | Self::Settings
            | Self::Tabs
            | Self::Nested
            | Self::TopLevel
            | Self::Reading
            | Self::LoadFailed => "Navigate",
            Self::Findings => "Findings",
            Self::Markable | Self::Secrets | Self::Described | Self::Mapped => "Act",
            Self::Editable | Self::Finding | Self::Creatable | Self::Copyable | Self::Deletable => "Edit",
            Self::Anywhere | Self::Terminal => "Global",
            Self::Filter | Self::LongFilter => "While filtering",
            Self::Searching | Self::Search | Self::FormSearch => "While searching",
            Self::ChooseValue => "Choose a value",
            Self::ChooseMany => "Choose what to copy",
            Self::Confirm | Self::Typed | Self::Moved | Self::Request => "Confirm a change",
            Self::Deleting | Self::Detachable | Self::DependentsPending => "Confirm a deletion",
            Self::Writing | Self::BulkWriting => "While a change is applied",
            Self::Unrecorded | Self::Failed => "After a failure",
            Self::MergeChoice | Self::Mergeable | Self::Conflict => "After a conflict",
            Self::Unknown => "After a lost response",
            Self::Done | Self::Revertible | Self::Offered => "After a change",
            Self::NewSecret | Self::UnseenSecret => "After creating a secret",
            Self::Scroll => "Longer dialogs",
            Self::Form
            | Self::Switch
            | Self::Collection
            | Self::Cells
            | Self::Ordered
            | Self::Suggested
            | Self::Fetched
            | Self::LongText
            | Self::Masked => "Form",
            Self::Leaving | Self::LeavingDraft => "Leave a form",
            Self::OfferedDraft => "Open a form with a draft",
            Self::Picker => "Choose from a list",
            Self::ContextPicker => "Profiles and regions",
            Self::Columns => "Columns",
            Self::FilePicker => "Open a file",
            Self::ReplaceHost => "Replace a host",
            Self::Exception => "Accept a finding",
            Self::Lookup => "Find by identifier",
            Self::UrlFinder => "Find a redirect URL",
            Self::MfaCode => "Sign in with a code",
            Self::DocumentPreview => "SAML metadata",
            Self::CommandView => "AWS CLI command",
            Self::FileTask | Self::FileExists | Self::IncompleteExport => "Export and import",
            Self::Compare => "Compare two resources",
            Self::JsonEditor => "After the editor",
            Self::JsonView => "JSON",
            Self::ErrorView => "Why it failed",
            Self::SelectText => "Not copied",
            Self::Palette => "Actions",
            Self::Help => "Help",
            Self::LoadingForEdit => "While loading",
        }
    }
}

/// The scopes that are the same for every kind, in the order of the help: the screen's own actions, then
/// navigation, actions and edits, then the global keys, then those of dialogs.
pub const SCOPES: &[Scope] = &[
    Scope::Urls,
    Scope::SignUp,
    Scope::History,
    Scope::Unsettled,
    Scope::Draft,
    Scope::Entry,
    Scope::LookupList,
    Scope::Fetchable,
    Scope::Findings,
    Scope::Rows,
    Scope::List,
    Scope::Resource,
    Scope::Settings,
    Scope::Tabs,
    Scope::Nested,
    Scope::TopLevel,
    Scope::Reading,
    Scope::LoadFailed,
    Scope::Markable,
    Scope::CopyTarget,
    Scope::Secrets,
    Scope::Described,
    Scope::Mapped,
    Scope::Editable,
    Scope::Finding,
    Scope::Creatable,
    Scope::Copyable,
    Scope::Deletable,
    Scope::Anywhere,
    Scope::Terminal,
    Scope::ChooseValue,
    Scope::ChooseMany,
    Scope::Confirm,
    Scope::Typed,
    Scope::Moved,
    Scope::Request,
    Scope::Deleting,
    Scope::Detachable,
    Scope::DependentsPending,
    Scope::Writing,
    Scope::BulkWriting,
    Scope::MergeChoice,
    Scope::Mergeable,
    Scope::Conflict,
    Scope::Unrecorded,
    Scope::Failed,
    Scope::Unknown,
    Scope::Done,
    Scope::Revertible,
    Scope::Offered,
    Scope::NewSecret,
    Scope::UnseenSecret,
    Scope::Scroll,
    Scope::Form,
    Scope::Switch,
    Scope::Collection,
    Scope::Cells,
    Scope::Ordered,
    Scope::Suggested,
    Scope::Fetched,
    Scope::LongText,
    Scope::Masked,
    Scope::Leaving,
    Scope::LeavingDraft,
    Scope::OfferedDraft,
    Scope::LongFilter,
    Scope::Filter,
    Scope::Searching,
    Scope::Search,
    Scope::FormSearch,
    Scope::Picker,
    Scope::ContextPicker,
    Scope::Columns,
    Scope::FilePicker,
    Scope::ReplaceHost,
    Scope::Exception,
    Scope::Lookup,
    Scope::UrlFinder,
    Scope::MfaCode,
    Scope::DocumentPreview,
    Scope::CommandView,
    Scope::FileExists,
    Scope::IncompleteExport,
    Scope::FileTask,
    Scope::Compare,
    Scope::JsonEditor,
    Scope::JsonView,
    Scope::ErrorView,
    Scope::SelectText,
    Scope::Palette,
    Scope::Help,
    Scope::LoadingForEdit,
];
