//! The picker of a local file for a form's field: the user types a path, which the entries of its folder
//! complete.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::app::dialog::context::Context;
use crate::app::dialog::{DialogAnswer, Outcome};
use crate::app::remote::Remote;
use crate::app::widget::fuzzy::Fuzzy;
use crate::app::widget::text_input::TextInput;
use crate::error::AppError;
use crate::key::KeyPress;
use crate::keymap::FilePickerAction;
use crate::message::{Call, FileFormat, FolderEntry, Reply, RequestId};
use crate::resource::field::ReadMembers;
use crate::secret::Secret;

/// Turns a file into what is filled in, or returns what is wrong with it.
#[derive(Debug, Clone, Copy)]
pub enum FileReader {
    /// The text of the file becomes the field's value.
    Text(fn(&str) -> Result<String, String>),
    /// The bytes of the file become members of the record around the field.
    Binary(ReadMembers),
}

impl FileReader {
    const fn format(self) -> FileFormat {
        match self {
            Self::Text(_) => FileFormat::Text,
            Self::Binary(_) => FileFormat::Binary,
        }
    }

    /// What is filled in for the content of a file.
    fn read(self, content: &[u8]) -> Result<DialogAnswer, String> {
        match self {
            Self::Text(read) => {
                let text = std::str::from_utf8(content).map_err(|_| "is not UTF-8".to_owned())?;
                Ok(DialogAnswer::Value(Secret::new(read(text)?)))
            }
            Self::Binary(read) => Ok(DialogAnswer::Members(read(content)?)),
        }
    }

    /// What is filled in for the reply to the call that reads the file.
    fn read_reply(self, text: &str) -> Result<DialogAnswer, String> {
        match self {
            Self::Text(_) => self.read(text.as_bytes()),
            Self::Binary(_) => {
                let bytes = BASE64_STANDARD.decode(text).map_err(|_| "can't be read".to_owned())?;
                self.read(&bytes)
            }
        }
    }
}

/// The state of the file picker.
#[derive(Debug)]
pub struct FilePicker {
    pub input: TextInput,
    /// Index of the chosen entry among the matching ones.
    pub chosen: usize,
    reader: FileReader,
    /// Path of the folder with its last slash; empty for the working folder.
    folder: String,
    entries: Remote<Vec<FolderEntry>>,
    /// The whole path of the folder whose entries are listed; empty before that is known.
    pub place: String,
    /// Indexes of the matching entries, best first.
    found: Vec<usize>,
    /// The read of the chosen file; its text is returned as soon as it arrives.
    file: Remote,
}

impl FilePicker {
    pub fn new(reader: FileReader) -> Self {
        Self {
            input: TextInput::default(),
            chosen: 0,
            reader,
            folder: String::new(),
            entries: Remote::NotAsked,
            place: String::new(),
            found: Vec::new(),
            file: Remote::NotAsked,
        }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        self.list_folder(context);
    }

    pub fn found(&self) -> impl Iterator<Item = &FolderEntry> {
        let entries = self.entries.ready().map(Vec::as_slice).unwrap_or_default();
        self.found.iter().filter_map(|at| entries.get(*at))
    }

    pub const fn len(&self) -> usize {
        self.found.len()
    }

    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    pub const fn is_reading(&self) -> bool {
        self.entries.is_loading() || self.file.is_loading()
    }

    /// The error of the file, or else of the folder.
    pub fn failure(&self) -> Option<&AppError> {
        self.file.error().or_else(|| self.entries.error())
    }

    fn list_folder(&mut self, context: &mut Context) {
        let call = Call::Folder(Secret::new(self.folder.clone()));
        self.entries = Remote::Loading(context.start("Opening the folder", call));
        self.found.clear();
        self.place.clear();
    }

    /// Handles an edited path: reads another folder, or matches the entries again.
    fn path_edited(&mut self, context: &mut Context) {
        if let Some(id) = self.file.request() {
            // The edited path means another file.
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

    /// Gives a key to the path; returns true if the path took it.
    pub(crate) fn type_key(&mut self, key: KeyPress, context: &mut Context) -> bool {
        let before = self.input.text().to_owned();
        let taken = self.input.press(key);
        if self.input.text() != before {
            self.path_edited(context);
        }
        taken
    }

    /// Pastes a path. A pasted file content becomes the field's value at once.
    pub(crate) fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        let is_content = text.trim().lines().count() > 1
            || text.contains("-----BEGIN")
            || text.trim_start().starts_with('<');
        match self.reader.read(text.as_bytes()) {
            Err(_) if !is_content => {
                self.input.paste(text);
                self.path_edited(context);
                Outcome::Stay
            }
            Ok(answer) => Outcome::Return(answer),
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

    fn complete(&mut self, context: &mut Context) {
        let Some(entry) = self.found().nth(self.chosen) else { return };
        let path = format!("{}{}{}", self.folder, entry.name, if entry.is_folder { "/" } else { "" });
        self.input = TextInput::new(&path);
        self.path_edited(context);
    }

    /// Opens the chosen folder, or reads the chosen file. If no entry matches, reads the file at the typed
    /// path.
    fn open_chosen(&mut self, context: &mut Context) {
        let chosen = self.found().nth(self.chosen).cloned();
        if chosen.as_ref().is_some_and(|entry| entry.is_folder) {
            self.complete(context);
            return;
        }
        let path = chosen
            .map_or_else(|| self.input.text().to_owned(), |entry| format!("{}{}", self.folder, entry.name));
        if !path.is_empty() && !self.file.is_loading() {
            self.file = Remote::Loading(
                context.start("Opening the file", Call::File(self.reader.format(), Secret::new(path))),
            );
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
                Ok(Reply::Folder(place, entries)) => {
                    self.place = place;
                    Remote::Ready(entries)
                }
                Ok(_) => Remote::Ready(Vec::new()),
                Err(error) => Remote::Failed(error),
            };
            self.match_entries();
        } else if self.file.waits_for(id) {
            let text =
                result.map(|reply| if let Reply::Text(text) = reply { text } else { Secret::default() });
            self.file = match text.map(|text| self.reader.read_reply(text.reveal())) {
                Ok(Ok(answer)) => return Outcome::Return(answer),
                Ok(Err(fault)) => Remote::Failed(AppError::new(format!("This file {fault}"))),
                Err(error) => Remote::Failed(error),
            };
        }
        Outcome::Stay
    }
}

/// The folder of a path, with its last slash; empty if there is none.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}
