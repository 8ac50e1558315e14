//! The actions of dialogs that ask for a text.

/// Actions while the user types why a finding is accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExceptionAction {
    Submit,
    Close,
    OtherField,
}

/// Actions while the user looks up a row by another name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LookupAction {
    Find,
    Close,
}

/// Actions while the user types the code of an MFA device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MfaCodeAction {
    Submit,
    Leave,
}

/// Actions while the user looks for the app client of a redirect URL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UrlFinderAction {
    Open,
    Close,
    Next,
    Previous,
    /// Reads all pools.
    Scan,
}
