//! The palette: the actions of the scopes it was opened in, the tabs and the settings of the screen, and
//! every resource that was read, each found by a part of its name; and commands with an argument.

use crate::app::dialog::context::Context;
use crate::app::dialog::{Command, Outcome};
use crate::app::widget::menu::Menu;
use crate::keymap::{self, Action, Binding, MenuAction, Scope};
use crate::message::{ContextChoice, ContextId, is_region};
use crate::resource::skeleton::writable_kind;
use crate::resource::{Key, Kind};

/// What the palette can lead to.
#[derive(Debug)]
pub struct Palette {
    pub menu: Menu<PaletteEntry>,
    /// The titles of the columns that the shown list can be sorted by; empty where no list is shown.
    columns: Vec<(&'static str, usize)>,
}

/// An entry of the palette.
#[derive(Debug, Clone)]
pub enum PaletteEntry {
    Action(Binding),
    /// A tab of the screen: its index and its title.
    Tab(usize, &'static str),
    /// A row of the details: its index, its label, and its name in the API.
    Setting(usize, String, &'static str),
    /// A resource that was listed or read, and its name.
    Resource(Key, String),
    /// The same in a context of the joint table, which is named.
    MemberResource {
        context: ContextId,
        words: String,
        key: Key,
        name: String,
    },
}

/// A command that is typed with its argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TypedCommand<'a> {
    Profile(&'a str),
    Region(&'a str),
    /// The path of a file to compare the resource with.
    Compare(&'a str),
    /// The path of the file that the resource goes to.
    Export(&'a str),
    /// The path of the file that a new resource starts from.
    New(&'a str),
    /// The word of a kind, and the path of the file that its empty document goes to.
    Skeleton(&'static Kind, &'a str),
    Filter(&'a str),
    /// The redirect URL whose app client is looked for.
    Url(&'a str),
    /// The title and the index of the column.
    Sort(&'static str, usize),
}

impl Palette {
    /// The actions of some scopes, in read-only mode without those that lead to a write, and further entries.
    pub fn new(scopes: &[Scope], read_only: bool, others: impl IntoIterator<Item = PaletteEntry>) -> Self {
        let moves = |row: &Binding| matches!(row.action, Action::Screen(action) if action.moves());
        let rows = scopes.iter().flat_map(|scope| keymap::rows(*scope));
        let rows = rows.filter(|row| !(moves(row) || read_only && row.writes));
        let entries = rows.map(PaletteEntry::Action).chain(others);
        Self { menu: Menu::new(entries.map(|entry| (entry.words(), entry))), columns: Vec::new() }
    }

    /// A palette that filters and sorts a list with these columns.
    pub fn of_list(self, columns: Vec<(&'static str, usize)>) -> Self {
        Self { columns, ..self }
    }

    /// A command with its argument, if the text is one. A context comes after the entries that match.
    pub fn typed_command(&self) -> Option<TypedCommand<'_>> {
        let (command, argument) = self.menu.input.text().trim().split_once(' ')?;
        let argument = argument.trim();
        let is_of_list = !self.columns.is_empty();
        // What looks like the name of an action is no file.
        let is_file = !argument.is_empty() && (self.has_no_action() || argument.contains(['/', '.', '~']));
        match command {
            "compare" if is_file => Some(TypedCommand::Compare(argument)),
            "export" if is_file => Some(TypedCommand::Export(argument)),
            "new" if is_file => Some(TypedCommand::New(argument)),
            "skeleton" => {
                let (word, path) = argument.split_once(' ').unwrap_or((argument, ""));
                writable_kind(word).map(|kind| TypedCommand::Skeleton(kind, path.trim()))
            }
            "url" if is_file => Some(TypedCommand::Url(argument)),
            "filter" if is_of_list => Some(TypedCommand::Filter(argument)),
            "sort" => {
                let column = self.columns.iter().find(|(title, _)| title.eq_ignore_ascii_case(argument));
                column.map(|&(title, index)| TypedCommand::Sort(title, index))
            }
            "profile" if self.has_no_action() => Some(TypedCommand::Profile(argument)),
            "region" if self.has_no_action() && is_region(argument) => Some(TypedCommand::Region(argument)),
            _ => None,
        }
    }

    fn has_no_action(&self) -> bool {
        !self.menu.found().any(|(_, entry)| matches!(entry, PaletteEntry::Action(_)))
    }

    pub(crate) fn act(&mut self, action: MenuAction, context: &Context) -> Outcome {
        match action {
            MenuAction::Choose => self.chosen_command(context).map_or(Outcome::Close, Outcome::Finish),
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

    fn chosen_command(&self, context: &Context) -> Option<Command> {
        let to = |profile: Option<&str>, region: Option<&str>| {
            Command::Switch(ContextChoice {
                profile: profile.map(str::to_owned),
                region: region.map(str::to_owned),
            })
        };
        match self.typed_command() {
            Some(TypedCommand::Profile(name)) => return Some(to(Some(name), None)),
            Some(TypedCommand::Region(name)) => {
                return Some(to(context.connection.chosen_profile().as_deref(), Some(name)));
            }
            Some(TypedCommand::Compare(path)) => return Some(Command::CompareFile(path.to_owned())),
            Some(TypedCommand::Export(path)) => return Some(Command::Export(path.to_owned())),
            Some(TypedCommand::New(path)) => return Some(Command::Import(path.to_owned())),
            Some(TypedCommand::Skeleton(kind, path)) => {
                return Some(Command::Skeleton(kind, skeleton_path(kind, path)));
            }
            Some(TypedCommand::Url(url)) => return Some(Command::FindUrl(url.to_owned())),
            Some(TypedCommand::Filter(words)) => return Some(Command::Filter(words.to_owned())),
            Some(TypedCommand::Sort(_, column)) => return Some(Command::SortBy(column)),
            None => {}
        }
        Some(match self.menu.chosen_item()? {
            PaletteEntry::Action(row) => Command::Run(*row),
            PaletteEntry::Tab(tab, _) => Command::ShowTab(*tab),
            PaletteEntry::Setting(place, ..) => Command::ChooseRow(*place),
            PaletteEntry::Resource(key, name) => Command::Open(key.clone(), name.clone()),
            PaletteEntry::MemberResource { context, key, name, .. } => {
                Command::OpenInMember(*context, key.clone(), name.clone())
            }
        })
    }
}

/// The file of a skeleton: where none is named, it is called like the kind.
pub fn skeleton_path(kind: &Kind, path: &str) -> String {
    if path.is_empty() { format!("{}.json", kind.word()) } else { path.to_owned() }
}

impl PaletteEntry {
    /// The text in which the palette searches.
    fn words(&self) -> String {
        match self {
            Self::Action(row) => row.help.to_owned(),
            Self::Tab(_, title) => format!("Go to {title}"),
            Self::Setting(_, label, member) => format!("{label} {member}"),
            Self::Resource(key, name) => format!("{name} {} {}", key.id, key.kind.name),
            Self::MemberResource { words, key, name, .. } => {
                format!("{name} {} {} {words}", key.id, key.kind.name)
            }
        }
    }
}
