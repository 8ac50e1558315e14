//! Picking a file of this machine for a field of a form: a path is typed, and completed from the entries of its
//! folder.

use crate::app::dialog::context::Context;
use crate::app::dialog::{Answer, Outcome};
use crate::app::remote::Remote;
use crate::app::widget::fuzzy::Fuzzy;
use crate::app::widget::text_input::TextInput;
use crate::error::AppError;
use crate::key::KeyPress;
use crate::keymap::FilePickerAction;
use crate::message::{Call, FolderEntry, Reply, RequestId};
use crate::secret::Secret;

/// Makes the value of a field of the text of a file.
type Convert = fn(&str) -> Result<String, String>;

/// A file to be picked.
#[derive(Debug)]
pub struct FilePicker {
    /// The path.
    pub input: TextInput,
    /// The index of the chosen entry among those that match.
    pub chosen: usize,
    convert: Convert,
    /// The path of the folder, with its last slash; empty for the working folder.
    folder: String,
    /// The entries of the folder.
    entries: Remote<Vec<FolderEntry>>,
    /// The indices of the entries that match the path, best first.
    found: Vec<usize>,
    /// The file that is read, or why it could not be.
    file: Remote,
}

impl FilePicker {
    /// A picker that begins in the working folder.
    pub fn new(convert: Convert) -> Self {
        Self {
            input: TextInput::default(),
            chosen: 0,
            convert,
            folder: String::new(),
            entries: Remote::NotAsked,
            found: Vec::new(),
            file: Remote::NotAsked,
        }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        self.list_folder(context);
    }

    /// The entries that match the path, best first.
    pub fn found(&self) -> impl Iterator<Item = &FolderEntry> {
        let entries = self.entries.ready().map(Vec::as_slice).unwrap_or_default();
        self.found.iter().filter_map(|at| entries.get(*at))
    }

    /// How many entries match.
    pub const fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether no entry matches.
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether a folder or a file is being read.
    pub const fn is_reading(&self) -> bool {
        self.entries.is_loading() || self.file.is_loading()
    }

    /// Why the folder or the file could not be read.
    pub fn failure(&self) -> Option<&AppError> {
        self.file.error().or_else(|| self.entries.error())
    }

    fn list_folder(&mut self, context: &mut Context) {
        let call = Call::Folder(Secret::new(self.folder.clone()));
        self.entries = Remote::Loading(context.start("Opening the folder", call));
        self.found.clear();
    }

    /// Follows an edit of the path: reads another folder, or matches the entries again.
    fn path_edited(&mut self, context: &mut Context) {
        if let Some(id) = self.file.request() {
            // Another file is meant.
            context.cancel(id);
        }
        self.file = Remote::NotAsked;
        if self.entries.error().is_some() {
            self.entries = Remote::NotAsked;
        }
        let folder = folder_of(self.input.text());
        if folder == self.folder {
            self.match_entries();
            return;
        }
        self.folder = folder.to_owned();
        context.cancel_reads();
        self.list_folder(context);
    }

    /// Gives a key to the path; tells whether the path took it.
    pub(crate) fn type_key(&mut self, key: KeyPress, context: &mut Context) -> bool {
        let before = self.input.text().to_owned();
        let taken = self.input.press(key);
        if self.input.text() != before {
            self.path_edited(context);
        }
        taken
    }

    /// Pastes a path, or the content of a file, which is then the value.
    pub(crate) fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        let is_content = text.trim().lines().count() > 1
            || text.contains("-----BEGIN")
            || text.trim_start().starts_with('<');
        match (self.convert)(text) {
            Err(_) if !is_content => {
                self.input.paste(text);
                self.path_edited(context);
                Outcome::Stay
            }
            Ok(value) => Outcome::Return(Answer::Value(Secret::new(value))),
            Err(fault) => {
                if let Some(id) = self.file.request() {
                    context.cancel(id);
                }
                self.file = Remote::Failed(AppError::new(format!("The pasted text {fault}")));
                Outcome::Stay
            }
        }
    }

    fn match_entries(&mut self) {
        let entries = self.entries.ready().map(Vec::as_slice).unwrap_or_default();
        let typed = &self.input.text()[folder_of(self.input.text()).len()..];
        let all = Fuzzy::new(typed).best(entries.iter().map(|entry| entry.name.as_str()));
        // Hidden files are offered once a dot is typed.
        let is_offered = |name: &str| typed.starts_with('.') || !name.starts_with('.');
        self.found = all.into_iter().filter(|at| is_offered(&entries[*at].name)).collect();
        self.chosen = 0;
    }

    fn step(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.found.len().saturating_sub(1));
    }

    /// Completes the path with the chosen entry.
    fn complete(&mut self, context: &mut Context) {
        let Some(entry) = self.found().nth(self.chosen) else { return };
        let path = format!("{}{}{}", self.folder, entry.name, if entry.is_folder { "/" } else { "" });
        self.input = TextInput::new(&path);
        self.path_edited(context);
    }

    /// Opens the chosen folder, or reads the chosen file; the one whose path is typed in full where no entry
    /// matches.
    fn open_chosen(&mut self, context: &mut Context) {
        let chosen = self.found().nth(self.chosen).cloned();
        if chosen.as_ref().is_some_and(|entry| entry.is_folder) {
            self.complete(context);
            return;
        }
        let path = chosen
            .map_or_else(|| self.input.text().to_owned(), |entry| format!("{}{}", self.folder, entry.name));
        if !path.is_empty() && !self.file.is_loading() {
            self.file = Remote::Loading(context.start("Reading the file", Call::File(Secret::new(path))));
        }
    }

    pub(crate) fn act(&mut self, action: FilePickerAction, context: &mut Context) -> Outcome {
        let page = isize::try_from(context.page).unwrap_or(1);
        match action {
            FilePickerAction::Open => self.open_chosen(context),
            FilePickerAction::Complete => self.complete(context),
            FilePickerAction::Close => return Outcome::Close,
            FilePickerAction::Next => self.step(1),
            FilePickerAction::Previous => self.step(-1),
            FilePickerAction::PageDown => self.step(page),
            FilePickerAction::PageUp => self.step(-page),
        }
        Outcome::Stay
    }

    pub(crate) fn handle_reply(&mut self, id: RequestId, result: Result<Reply, AppError>) -> Outcome {
        if self.entries.waits_for(id) {
            self.entries = match result {
                Ok(Reply::Folder(entries)) => Remote::Ready(entries),
                Ok(_) => Remote::Ready(Vec::new()),
                Err(error) => Remote::Failed(error),
            };
            self.match_entries();
        } else if self.file.waits_for(id) {
            let text =
                result.map(|reply| if let Reply::Text(text) = reply { text } else { Secret::default() });
            self.file = match text.map(|text| (self.convert)(text.reveal())) {
                Ok(Ok(value)) => return Outcome::Return(Answer::Value(Secret::new(value))),
                Ok(Err(fault)) => Remote::Failed(AppError::new(format!("This file {fault}"))),
                Err(error) => Remote::Failed(error),
            };
        }
        Outcome::Stay
    }
}

/// The folder of a path, with its last slash.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}
