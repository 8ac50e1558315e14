//! The help: the keys that hold where the help was opened.

use crate::app::widget::scroll::Scroll;
use crate::keymap::Scope;

/// The keys of some scopes, as a scrollable list.
#[derive(Debug)]
pub struct Help {
    /// The scopes whose keys are listed.
    pub scopes: Vec<Scope>,
    pub scroll: Scroll,
}

impl Help {
    pub fn new(scopes: Vec<Scope>) -> Self {
        Self { scopes, scroll: Scroll::default() }
    }
}
