//! Choosing the sort of a new resource, before its form opens.

use super::menu::Menu;
use crate::resource::{Key, Variant};

/// The sorts that a kind of resource comes in.
#[derive(Debug)]
pub struct Variants {
    /// The key of the new one.
    pub key: Key,
    /// The sorts.
    pub menu: Menu<&'static Variant>,
}

impl Variants {
    /// The sorts of what is to be made.
    pub fn new(key: Key) -> Self {
        let menu = Menu::new(key.kind.variants.iter().map(|variant| (format!("{} {}", variant.title, variant.help), variant)));
        Self { key, menu }
    }
}
