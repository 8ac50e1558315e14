//! States that a resource of a kind passes through by itself.

use crate::resource::Document;

/// How a resource comes and goes.
#[derive(Debug, Clone, Copy)]
pub struct Lifecycle {
    /// Where the document tells its state, when changes of state take time.
    pub transient_status: Option<TransientStatus>,
    /// The resource exists as long as its parent: "not found" means that nothing was ever set.
    pub exists_implicitly: bool,
}

impl Lifecycle {
    pub const EMPTY: Self = Self { transient_status: None, exists_implicitly: false };
}

/// States that pass by themselves.
#[derive(Debug, Clone, Copy)]
pub struct TransientStatus {
    /// The member that holds the state.
    pub path: &'static str,
    /// The states that pass by themselves.
    pub states: &'static [&'static str],
    /// The state that ends with the resource gone.
    pub deleting: &'static str,
}

impl TransientStatus {
    /// The state of a document, where it passes by itself.
    pub fn state<'a>(&self, document: &'a Document) -> Option<&'a str> {
        document.text(self.path).filter(|state| self.states.contains(state))
    }
}
