//! Picking a file of this machine for a field of a form: a path is typed, and completed from what lies in its
//! folder.

use crate::app::form::Form;
use crate::app::requests::{Purpose, Requests};
use crate::app::widget::fuzzy::Fuzzy;
use crate::app::widget::text_input::TextInput;
use crate::app::{App, Dialog};
use crate::error::AppError;
use crate::keymap::Action;
use crate::message::{Call, Effect, FolderEntry, Reply, RequestId};
use crate::secret::Secret;

/// A picker of files over a form.
#[derive(Debug)]
pub struct FilePicker {
    /// The form, to go back to.
    pub form: Box<Form>,
    /// The path.
    pub input: TextInput,
    /// The place of the chosen entry among those that fit.
    pub chosen: usize,
    /// Why the folder or the file could not be read.
    pub failure: Option<AppError>,
    /// What is made of the text of the file.
    convert: fn(&str) -> Result<String, String>,
    /// The folder whose entries are here, and the request that reads them, while it does.
    folder: String,
    reading: Option<RequestId>,
    loading: Option<RequestId>,
    entries: Vec<FolderEntry>,
    found: Vec<usize>,
}

/// What comes of a reply.
pub enum Read {
    /// It goes on.
    Still(Box<FilePicker>),
    /// The form, with the value filled in.
    Filled(Box<Form>),
}

impl From<Read> for Dialog {
    fn from(read: Read) -> Self {
        match read {
            Read::Still(files) => Self::FilePicker(files),
            Read::Filled(form) => Self::Form(form),
        }
    }
}

impl FilePicker {
    /// A picker that begins in the working folder.
    pub fn new(
        form: Box<Form>,
        convert: fn(&str) -> Result<String, String>,
        requests: &mut Requests,
    ) -> (Self, Effect) {
        let mut files = Self {
            form,
            input: TextInput::default(),
            chosen: 0,
            failure: None,
            convert,
            folder: String::new(),
            reading: None,
            loading: None,
            entries: Vec::new(),
            found: Vec::new(),
        };
        let effect = files.list(requests);
        (files, effect)
    }

    /// The entries that fit what is typed, best first.
    pub fn found(&self) -> impl Iterator<Item = &FolderEntry> {
        self.found.iter().filter_map(|at| self.entries.get(*at))
    }

    /// How many fit.
    pub const fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether none fits.
    pub const fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// Whether a folder or a file is being read.
    pub const fn is_reading(&self) -> bool {
        self.reading.is_some() || self.loading.is_some()
    }

    fn list(&mut self, requests: &mut Requests) -> Effect {
        let (id, effect) = requests.start(
            "Opening the folder",
            Purpose::File,
            Call::Folder(Secret::new(self.folder.clone())),
        );
        self.reading = Some(id);
        self.entries.clear();
        self.found.clear();
        effect
    }

    /// The text was edited: another folder is read, or the entries are matched again.
    pub fn edited(&mut self, requests: &mut Requests) -> Vec<Effect> {
        self.failure = None;
        let mut effects = Vec::new();
        if let Some(id) = self.loading.take() {
            // Another file is meant.
            requests.finish(id);
            effects.push(Effect::Cancel(id));
        }
        let folder = folder_of(self.input.text()).to_owned();
        if folder == self.folder {
            self.matched();
            return effects;
        }
        self.folder = folder;
        effects.extend(requests.cancel(|purpose| *purpose == Purpose::File));
        effects.push(self.list(requests));
        effects
    }

    /// Takes a paste: of a path, or of what stands in the file, which is then the value.
    pub fn paste(mut self: Box<Self>, text: &str, requests: &mut Requests) -> (Read, Vec<Effect>) {
        let is_content = text.trim().lines().count() > 1
            || text.contains("-----BEGIN")
            || text.trim_start().starts_with('<');
        match (self.convert)(text) {
            Err(_) if !is_content => {
                self.input.paste(text);
                let effects = self.edited(requests);
                (Read::Still(self), effects)
            }
            Ok(value) => {
                self.form.fill_focused(&value);
                (Read::Filled(self.form), requests.cancel(|purpose| *purpose == Purpose::File))
            }
            Err(fault) => {
                self.failure = Some(AppError::new(format!("The pasted text {fault}")));
                (Read::Still(self), Vec::new())
            }
        }
    }

    fn matched(&mut self) {
        let typed = &self.input.text()[folder_of(self.input.text()).len()..];
        // Names that begin with a dot are there when a dot is typed.
        let seen = |name: &str| typed.starts_with('.') || !name.starts_with('.');
        let all = Fuzzy::new(typed).best(self.entries.iter().map(|entry| entry.name.as_str()));
        self.found = all.into_iter().filter(|at| seen(&self.entries[*at].name)).collect();
        self.chosen = 0;
    }

    /// Goes to another one of those that fit.
    pub fn step(&mut self, by: isize) {
        self.chosen = self.chosen.saturating_add_signed(by).min(self.found.len().saturating_sub(1));
    }

    /// Completes the path with the chosen entry.
    pub fn complete(&mut self, requests: &mut Requests) -> Vec<Effect> {
        let Some(entry) = self.found().nth(self.chosen) else { return Vec::new() };
        let path = format!("{}{}{}", self.folder, entry.name, if entry.is_folder { "/" } else { "" });
        self.input = TextInput::new(&path);
        self.edited(requests)
    }

    /// Opens the chosen folder, or reads the chosen file; the one that is typed in full where nothing fits.
    pub fn take(&mut self, requests: &mut Requests) -> Vec<Effect> {
        let chosen = self.found().nth(self.chosen).cloned();
        if chosen.as_ref().is_some_and(|entry| entry.is_folder) {
            return self.complete(requests);
        }
        let path = chosen
            .map_or_else(|| self.input.text().to_owned(), |entry| format!("{}{}", self.folder, entry.name));
        if path.is_empty() || self.loading.is_some() {
            return Vec::new();
        }
        let (id, effect) = requests.start("Reading the file", Purpose::File, Call::File(Secret::new(path)));
        self.loading = Some(id);
        vec![effect]
    }

    /// Takes what a folder or a file holds.
    pub fn handle_reply(mut self: Box<Self>, id: RequestId, result: Result<Reply, AppError>) -> Read {
        if self.reading == Some(id) {
            self.reading = None;
            match result {
                Ok(Reply::Folder(entries)) => {
                    self.entries = entries;
                    self.matched();
                }
                Ok(_) => {}
                Err(error) => self.failure = Some(error),
            }
        } else if self.loading == Some(id) {
            self.loading = None;
            match result.map(|reply| if let Reply::Text(text) = reply { text } else { Secret::default() }) {
                Ok(text) => match (self.convert)(text.reveal()) {
                    Ok(value) => {
                        self.form.fill_focused(&value);
                        return Read::Filled(self.form);
                    }
                    Err(fault) => self.failure = Some(AppError::new(format!("This file {fault}"))),
                },
                Err(error) => self.failure = Some(error),
            }
        }
        Read::Still(self)
    }
}

/// The folder of a path, with its last slash.
fn folder_of(path: &str) -> &str {
    path.rfind('/').map_or("", |at| &path[..=at])
}

impl App {
    pub(crate) fn act_file_picker(&mut self, action: Action) -> Vec<Effect> {
        let page = isize::try_from(self.page()).unwrap_or(1);
        let Some(Dialog::FilePicker(mut files)) = self.dialog.take() else { return vec![] };
        let mut effects = Vec::new();
        match action {
            Action::Run => effects = files.take(&mut self.requests),
            Action::Complete => effects = files.complete(&mut self.requests),
            Action::Close => {
                self.dialog = Some(Dialog::Form(files.form));
                return self.requests.cancel(|purpose| *purpose == Purpose::File);
            }
            Action::Next => files.step(1),
            Action::Previous => files.step(-1),
            Action::PageDown => files.step(page),
            Action::PageUp => files.step(-page),
            _ => {}
        }
        self.dialog = Some(Dialog::FilePicker(files));
        effects
    }
}
