//! The palette: every action of the scopes it was opened in, found by a part of its sentence.

use crate::app::dialog::context::Context;
use crate::app::dialog::{Command, Outcome};
use crate::app::widget::menu::Menu;
use crate::keymap::{self, Action, Binding, MenuAction, Scope};
use crate::message::{ContextChoice, is_region};

/// The actions to choose from, as a menu.
#[derive(Debug)]
pub struct Palette {
    pub menu: Menu<Binding>,
}

impl Palette {
    /// The actions of some scopes; in read-only mode without those that lead to a write.
    pub fn new(scopes: &[Scope], read_only: bool) -> Self {
        let moves = |row: &Binding| matches!(row.action, Action::Screen(action) if action.moves());
        let rows = scopes.iter().flat_map(|scope| keymap::rows(*scope));
        let rows = rows.filter(|row| !(moves(row) || read_only && row.writes));
        Self { menu: Menu::new(rows.map(|row| (row.help.to_owned(), row))) }
    }

    /// The context of a typed command: `profile NAME` or `region NAME`.
    fn typed_context(&self, context: &Context) -> Option<ContextChoice> {
        match self.typed_command()? {
            ("profile", name) => Some(ContextChoice { profile: Some(name.to_owned()), region: None }),
            (_, name) => Some(ContextChoice {
                profile: context.connection.chosen_profile(),
                region: Some(name.to_owned()),
            }),
        }
    }

    /// A command that takes a file, if the text is one. What looks like the name of an action is no file.
    pub fn typed_file(&self) -> Option<(&str, &str)> {
        let (command, path) = self.menu.input.text().trim().split_once(' ')?;
        let path = path.trim();
        let is_file = self.menu.is_empty() || path.contains(['/', '.', '~']);
        (["compare", "export", "new"].contains(&command) && is_file && !path.is_empty())
            .then_some((command, path))
    }

    fn file_command(&self) -> Option<Command> {
        let (command, path) = self.typed_file()?;
        let path = path.to_owned();
        Some(match command {
            "compare" => Command::CompareFile(path),
            "export" => Command::Export(path),
            _ => Command::Import(path),
        })
    }

    /// A command with its argument, if the text is one and no action matches.
    pub fn typed_command(&self) -> Option<(&str, &str)> {
        let (command, name) = self.menu.input.text().trim().split_once(' ')?;
        let name = name.trim();
        let is_known = command == "profile" || command == "region" && is_region(name);
        (self.menu.is_empty() && is_known && !name.is_empty()).then_some((command, name))
    }

    pub(crate) fn act(&mut self, action: MenuAction, context: &Context) -> Outcome {
        if let (MenuAction::Choose, Some(command)) = (action, self.file_command()) {
            return Outcome::Finish(command);
        }
        match action {
            MenuAction::Choose => match self.menu.chosen_item().copied() {
                Some(row) => Outcome::Finish(Command::Run(row)),
                None => self
                    .typed_context(context)
                    .map_or(Outcome::Close, |to| Outcome::Finish(Command::Switch(to))),
            },
            MenuAction::Close => Outcome::Close,
            MenuAction::Next | MenuAction::Previous | MenuAction::PageDown | MenuAction::PageUp => {
                self.menu.act(action, context.page);
                Outcome::Stay
            }
        }
    }
}
