//! Where keys hold: the scopes of the table of keys, and what they are called.

use crate::resource::Kind;

/// Where a key does it. Which scopes are active is computed from the state, never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Everywhere but in dialogs.
    Anywhere,
    /// Where rows can be chosen.
    Rows,
    /// On a screen with tabs.
    Tabs,
    /// In a list.
    List,
    /// In a list whose rows can be marked.
    Markable,
    /// On an opened resource.
    Resource,
    /// On an opened resource that has secrets.
    Secrets,
    /// Where there is a way back.
    Deep,
    /// At the top level, where there is no way back.
    Top,
    /// While something is read.
    Reading,
    /// On a resource that can be edited, in its list or opened.
    Editable,
    /// In a list of resources that can be made.
    Creatable,
    /// On a resource of which a copy can be made.
    Copyable,
    /// On a resource that has URLs.
    Urls,
    /// On an app client.
    Tryable,
    /// In a list whose rows are found by another name.
    Findable,
    /// On a resource for which something can be fetched.
    Fetchable,
    /// On a resource that can be removed.
    Deletable,
    /// On a resource whose kind has settings that a key of their own turns around, in its list or opened.
    Toggles(&'static Kind),
    /// While the filter is typed.
    Filter,
    /// Where a value is picked for a form.
    Pick,
    /// Where it is asked which host takes the place of which.
    ReplaceHost,
    /// Where a file is picked for a form.
    FilePicker,
    /// On a look at what was fetched.
    DocumentPreview,
    /// Where it is asked which row another name leads to.
    Finding,
    /// In the palette.
    Palette,
    /// In the list of keys.
    Help,
    /// While a resource is read before it is changed.
    LoadingForEdit,
    /// Where one of several values is chosen.
    ChooseValue,
    /// In a confirmation that waits for a yes or no.
    Confirm,
    /// In the confirmation of a removal, where its name is typed.
    Deleting,
    /// In the confirmation of a removal of what others use.
    Detachable,
    /// In a confirmation whose write is under way.
    Writing,
    /// While many are written, one after the other.
    Many,
    /// In a confirmation that ended well.
    Done,
    /// After something was made that has a secret.
    NewSecret,
    /// After a conflict of two changes that touch different settings.
    Mergeable,
    /// In a confirmation that found the resource changed by somebody else.
    Conflict,
    /// In a confirmation whose write failed.
    Failed,
    /// In a confirmation that does not know whether the write happened.
    Unknown,
    /// In a dialog that may be longer than its box.
    Scroll,
    /// In a form.
    Form,
    /// In a form, on a value that switches.
    Switch,
    /// In a form, in a collection.
    Collection,
    /// In a form, in an entry whose place among the others means something.
    Ordered,
    /// In a form, where values are offered.
    Offered,
    /// In a form, on an address that can be looked at.
    Fetched,
    /// In a form, on a long text.
    LongText,
    /// In a form, on a text that is masked.
    Hidden,
    /// When a form with edits is to be left.
    Leaving,
}

impl Scope {
    /// The heading of its keys in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Toggles(kind) => kind.plural,
            Self::Urls | Self::Tryable => "App clients",
            Self::Findable | Self::Fetchable => "Identity providers",
            Self::Rows
            | Self::List
            | Self::Resource
            | Self::Tabs
            | Self::Deep
            | Self::Top
            | Self::Reading => "Navigate",
            Self::Markable | Self::Secrets => "Act",
            Self::Editable | Self::Creatable | Self::Copyable | Self::Deletable => "Edit",
            Self::Anywhere => "Global",
            Self::Filter => "While filtering",
            Self::ChooseValue => "Choose a value",
            Self::Confirm => "Confirm a change",
            Self::Deleting | Self::Detachable => "Confirm a deletion",
            Self::Writing | Self::Many => "While a change is applied",
            Self::Mergeable | Self::Conflict => "After a conflict",
            Self::Failed => "After a failure",
            Self::Unknown => "After a lost response",
            Self::Done => "After a change",
            Self::NewSecret => "After creating a secret",
            Self::Scroll => "Longer dialogs",
            Self::Form
            | Self::Switch
            | Self::Collection
            | Self::Ordered
            | Self::Offered
            | Self::Fetched
            | Self::LongText
            | Self::Hidden => "Form",
            Self::Leaving => "Leave a form",
            Self::Pick => "Choose from a list",
            Self::FilePicker => "Open a file",
            Self::ReplaceHost => "Replace a host",
            Self::Finding => "Find by identifier",
            Self::DocumentPreview => "SAML metadata",
            Self::Palette => "Actions",
            Self::Help => "Help",
            Self::LoadingForEdit => "While loading",
        }
    }
}

/// The scopes that hold for every kind, in the order of the help: the screen's own actions, then those to
/// navigate, act and edit, then the global ones, then those of dialogs.
pub const SCOPES: &[Scope] = &[
    Scope::Urls,
    Scope::Tryable,
    Scope::Findable,
    Scope::Fetchable,
    Scope::Rows,
    Scope::List,
    Scope::Resource,
    Scope::Tabs,
    Scope::Deep,
    Scope::Top,
    Scope::Reading,
    Scope::Markable,
    Scope::Secrets,
    Scope::Editable,
    Scope::Creatable,
    Scope::Copyable,
    Scope::Deletable,
    Scope::Anywhere,
    Scope::Filter,
    Scope::ChooseValue,
    Scope::Confirm,
    Scope::Deleting,
    Scope::Detachable,
    Scope::Writing,
    Scope::Many,
    Scope::Mergeable,
    Scope::Conflict,
    Scope::Failed,
    Scope::Unknown,
    Scope::Done,
    Scope::NewSecret,
    Scope::Scroll,
    Scope::Form,
    Scope::Switch,
    Scope::Collection,
    Scope::Ordered,
    Scope::Offered,
    Scope::Fetched,
    Scope::LongText,
    Scope::Hidden,
    Scope::Leaving,
    Scope::Pick,
    Scope::FilePicker,
    Scope::ReplaceHost,
    Scope::Finding,
    Scope::DocumentPreview,
    Scope::Palette,
    Scope::Help,
    Scope::LoadingForEdit,
];
