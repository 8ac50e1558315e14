//! The choice of a new resource's type, before its form opens.

use crate::app::Tone;
use crate::app::dialog::context::Context;
use crate::app::dialog::{Command, Outcome};
use crate::app::screen::list::List;
use crate::app::widget::menu::Menu;
use crate::keymap::MenuAction;
use crate::resource::{Key, ResourceType};

/// The types of a new resource, as a menu.
#[derive(Debug)]
pub struct TypePicker {
    /// The key of the new resource, without an id.
    pub key: Key,
    pub menu: Menu<&'static ResourceType>,
    /// Titles of the types of which no further resource can be created.
    taken: Vec<&'static str>,
}

impl TypePicker {
    pub fn new(key: Key, list: Option<&List>) -> Self {
        let types = key.kind.creation.types;
        let items = types
            .iter()
            .map(|resource_type| (format!("{} {}", resource_type.title, resource_type.help), resource_type));
        let is_taken = |resource_type: &&ResourceType| {
            let singleton =
                |list: &List| resource_type.existing_singleton(list.key.kind.name_path, list.ids()).is_some();
            list.is_some_and(singleton)
        };
        let taken = types.iter().filter(is_taken).map(|resource_type| resource_type.title).collect();
        Self { menu: Menu::new(items), key, taken }
    }

    /// True if the only resource that can have this type exists.
    pub fn is_taken(&self, resource_type: &ResourceType) -> bool {
        self.taken.contains(&resource_type.title)
    }

    pub(crate) fn act(&mut self, action: MenuAction, context: &mut Context) -> Outcome {
        match action {
            MenuAction::Choose => {
                let Some(resource_type) = self.menu.chosen_item().copied() else { return Outcome::Stay };
                if let Some(refusal) = singleton_refusal(context.shown_list(), resource_type) {
                    context.say(Tone::Plain, refusal);
                    return Outcome::Stay;
                }
                Outcome::Finish(Command::Create(self.key.clone(), Some(resource_type)))
            }
            MenuAction::Close => Outcome::Close,
            MenuAction::Mark
            | MenuAction::Next
            | MenuAction::Previous
            | MenuAction::PageDown
            | MenuAction::PageUp => {
                self.menu.act(action, context.page);
                Outcome::Stay
            }
        }
    }
}

/// The reason why no further resource of this type can be created: only one can exist, and the list has it.
pub fn singleton_refusal(list: Option<&List>, resource_type: &ResourceType) -> Option<String> {
    let list = list?;
    let path = list.key.kind.name_path;
    let Some(name) = resource_type.existing_singleton(path, list.ids()) else {
        // A type without a name of its own can be there any number of times.
        return resource_type.fixed().text(path).and_then(|_| list.unread_whole());
    };
    Some(format!("This user pool already has a {name} provider (limit 1)."))
}
