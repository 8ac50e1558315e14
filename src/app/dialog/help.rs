//! Help: the keys of where it was opened.

use crate::app::widget::scroll::Scroll;
use crate::keymap::Scope;

/// The list of keys.
#[derive(Debug)]
pub struct Help {
    /// The scopes whose keys are listed.
    pub scopes: Vec<Scope>,
    /// The scroll position.
    pub scroll: Scroll,
}

impl Help {
    /// The keys of some scopes.
    pub fn new(scopes: Vec<Scope>) -> Self {
        Self { scopes, scroll: Scroll::default() }
    }
}
