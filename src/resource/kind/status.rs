//! States that a resource of a kind passes through by itself.

use crate::resource::Document;

/// The states of a resource between its create and its delete.
#[derive(Debug, Clone, Copy)]
pub struct Lifecycle {
    /// The member with the state, if AWS needs time to change the state.
    pub transient_status: Option<TransientStatus>,
    /// The resource exists as long as its parent: "not found" means that nothing was ever set.
    pub exists_implicitly: bool,
    /// AWS may show nothing of it: it answers reads with an error, or with nothing.
    pub unavailable: Option<Unavailable>,
}

impl Lifecycle {
    pub const EMPTY: Self = Self { transient_status: None, exists_implicitly: false, unavailable: None };
}

/// Why AWS shows no resource: a feature is off, or the answer is empty.
#[derive(Debug, Clone, Copy)]
pub struct Unavailable {
    /// The error by which AWS says that a feature is off; `None` where no error means that.
    pub code: Option<&'static str>,
    /// The row that stands in the place of the settings: its label and its value.
    pub label: &'static str,
    pub words: &'static str,
    pub help: &'static str,
}

impl Unavailable {
    /// True if an error of this code says that a feature is off.
    pub fn is_told_by(&self, code: impl Fn(&str) -> bool) -> bool {
        self.code.is_some_and(code)
    }
}

/// The states that end without a request, such as `CREATING`.
#[derive(Debug, Clone, Copy)]
pub struct TransientStatus {
    /// The member that holds the state.
    pub path: &'static str,
    pub states: &'static [&'static str],
    /// The state that ends with the resource gone.
    pub deleting: &'static str,
}

impl TransientStatus {
    /// The document's state, if it is transient.
    pub fn state<'a>(&self, document: &'a Document) -> Option<&'a str> {
        document.text(self.path).filter(|state| self.states.contains(state))
    }
}
