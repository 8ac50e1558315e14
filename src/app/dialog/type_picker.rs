//! Choosing the sort of a new resource, before its form opens.

use crate::app::widget::menu::Menu;
use crate::app::{App, Dialog, Tone};
use crate::keymap::Action;
use crate::message::Effect;
use crate::resource::{Key, ResourceType};

/// The sorts that a kind of resource comes in.
#[derive(Debug)]
pub struct TypePicker {
    /// The key of the new one.
    pub key: Key,
    /// The sorts.
    pub menu: Menu<&'static ResourceType>,
}

impl TypePicker {
    /// The sorts of what is to be made.
    pub fn new(key: Key) -> Self {
        let menu =
            Menu::new(key.kind.creation.types.iter().map(|resource_type| {
                (format!("{} {}", resource_type.title, resource_type.help), resource_type)
            }));
        Self { key, menu }
    }
}

impl App {
    pub(crate) fn act_type_picker(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::TypePicker(mut open)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Run => {
                if let Some(resource_type) = open.menu.taken().copied() {
                    let Some(refusal) = self.only_one(resource_type) else {
                        return self.open_new(open.key, Some(resource_type));
                    };
                    self.say(Tone::Plain, refusal);
                }
            }
            Action::Close => return vec![],
            Action::Next => open.menu.step(1),
            Action::Previous => open.menu.step(-1),
            _ => {}
        }
        self.dialog = Some(Dialog::TypePicker(open));
        vec![]
    }
}
