//! The requirements of AWS on the body of an update, and what an update entails.

use crate::resource::Document;

/// The rules by which an update's request is built from the document.
#[derive(Debug, Clone, Copy)]
pub struct UpdateRules {
    /// Members that every update names, as an empty map where the document lacks them.
    pub always_sent: &'static [&'static str],
    /// AWS keeps the top-level members that an update does not name: only those that changed are sent, each
    /// whole.
    pub partial_update: bool,
    /// Structures that Describe answers empty and Update refuses empty.
    pub omit_if_empty: &'static [&'static str],
    /// Structures that an edit removes from the document when none of these members is set.
    pub requires_one_of: &'static [(&'static str, &'static [&'static str])],
    /// What else AWS does when a setting changes, beyond what the setting's values say.
    pub consequences: &'static [Consequence],
    /// The Lambda functions that Cognito calls after a change and did not call before. Their own policies
    /// have to allow that.
    pub new_functions: Option<fn(&Document, &Document) -> Vec<String>>,
}

/// What else AWS does when a setting changes.
#[derive(Debug)]
pub struct Consequence {
    /// The setting that changes, or the structure in which one does.
    pub path: &'static str,
    /// The warning, from the documents before and after.
    pub text: fn(&Document, &Document) -> Option<&'static str>,
}

impl UpdateRules {
    pub const EMPTY: Self = Self {
        always_sent: &[],
        partial_update: false,
        omit_if_empty: &[],
        requires_one_of: &[],
        consequences: &[],
        new_functions: None,
    };
}
