//! Choosing the sort of a new resource, before its form opens.

use super::menu::Menu;
use super::{App, Dialog, Tone};
use crate::keymap::Action;
use crate::message::Effect;
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
        let menu = Menu::new(
            key.kind.variants.iter().map(|variant| (format!("{} {}", variant.title, variant.help), variant)),
        );
        Self { key, menu }
    }
}

impl App {
    pub(super) fn act_variants(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Variants(mut open)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Run => {
                if let Some(variant) = open.menu.taken().copied() {
                    let Some(refusal) = self.only_one(variant) else {
                        return self.open_new(open.key, Some(variant));
                    };
                    self.say(Tone::Plain, refusal);
                }
            }
            Action::Close => return vec![],
            Action::Next => open.menu.step(1),
            Action::Previous => open.menu.step(-1),
            _ => {}
        }
        self.dialog = Some(Dialog::Variants(open));
        vec![]
    }
}
