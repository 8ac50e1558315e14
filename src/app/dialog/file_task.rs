//! A resource that is written to a file, with what is set up in it, or an empty one; or a file from which a
//! new one is made.

use std::collections::VecDeque;

use crate::app::Tone;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::{Command, Outcome};
use crate::app::widget::scroll::Scroll;
use crate::error::{AppError, ErrorKind};
use crate::keymap::{FileTaskAction, Scope};
use crate::message::{Call, FileFormat, Pages, Reply, RequestId, SaveFile};
use crate::resource::check::misspelt_member;
use crate::resource::display::plural::plural;
use crate::resource::export::{self, Export, ExportStep};
use crate::resource::members::article;
use crate::resource::{Document, Key, Kind, json_file, skeleton};
use crate::secret::Secret;

/// How many secrets are named in the notice.
const NAMED: usize = 2;

/// The task, and how far it is.
#[derive(Debug)]
pub struct FileTask {
    pub title: String,
    pub path: String,
    pub stage: FileStage,
    pub scroll: Scroll,
    key: Key,
    name: String,
    purpose: FilePurpose,
    export: Export,
    waiting: VecDeque<ExportStep>,
    /// The read under way, and the rows of its list so far.
    step: Option<ExportStep>,
    rows: Vec<Key>,
    request: Option<RequestId>,
}

/// What a file is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FilePurpose {
    Export,
    /// It gets an empty document.
    Skeleton,
    /// A new resource is made from it.
    Import,
}

/// How far a file is.
#[derive(Debug)]
pub enum FileStage {
    /// So many documents are read, and so many are known to follow.
    Reading(usize, usize),
    Saving,
    /// Parts can't be read; the user may have the others exported.
    Incomplete(Vec<String>),
    /// There is a file of this name, which the user may have replaced.
    Exists,
    Failed(AppError),
}

impl FileTask {
    /// The export of a resource.
    pub(crate) fn export(key: Key, name: String, path: String) -> Self {
        let title = format!("Export {} {name}", key.kind.name);
        let first = ExportStep::Document(key.clone());
        Self { name, waiting: VecDeque::from([first]), ..Self::new(key, path, title, FilePurpose::Export) }
    }

    /// The empty document of a kind.
    pub(crate) fn skeleton(kind: &'static Kind, path: String) -> Self {
        let title = format!("Skeleton of {} {}", article(kind.name), kind.name);
        Self::new(Key::top(kind, ""), path, title, FilePurpose::Skeleton)
    }

    /// A new resource from a file.
    pub(crate) fn import(key: Key, path: String) -> Self {
        let title = format!("New {} from a file", key.kind.name);
        Self::new(key, path, title, FilePurpose::Import)
    }

    fn new(key: Key, path: String, title: String, purpose: FilePurpose) -> Self {
        Self {
            title,
            path,
            stage: FileStage::Reading(0, 1),
            scroll: Scroll::default(),
            waiting: VecDeque::new(),
            key,
            name: String::new(),
            purpose,
            export: Export::default(),
            step: None,
            rows: Vec::new(),
            request: None,
        }
    }

    pub(crate) fn scopes(&self) -> Vec<Scope> {
        vec![self.scope(), Scope::Scroll]
    }

    /// Whose keys the dialog shows.
    pub fn scope(&self) -> Scope {
        match self.stage {
            FileStage::Exists => Scope::FileExists,
            FileStage::Incomplete(_) => Scope::IncompleteExport,
            FileStage::Reading(..) | FileStage::Saving | FileStage::Failed(_) => Scope::FileTask,
        }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        if self.purpose == FilePurpose::Import {
            let call = Call::File(FileFormat::Json, Secret::new(self.path.clone()));
            self.request = Some(context.start(format!("Opening {}", self.path), call));
        } else {
            self.go_on(context);
        }
    }

    /// Makes the next read, or writes the file after the last one.
    fn go_on(&mut self, context: &mut Context) {
        self.step = self.waiting.pop_front();
        let Some(step) = &self.step else {
            if self.export.unread.is_empty() {
                self.save(false, context);
            } else {
                self.stage = FileStage::Incomplete(self.export.unread.clone());
            }
            return;
        };
        let done = self.export.documents.len() + self.export.unread.len();
        self.stage = FileStage::Reading(done, done + 1 + self.waiting.len());
        let label = format!("Exporting {}", self.name);
        self.request = Some(match step {
            ExportStep::Document(key) => context.start_read(label, key, Call::Describe(key.clone()).paced()),
            ExportStep::List(list) => context.start(label, Call::List(list.clone(), Pages::All)),
        });
    }

    fn save(&mut self, replaces: bool, context: &mut Context) {
        let text = match self.purpose {
            FilePurpose::Skeleton => skeleton::text(self.key.kind),
            FilePurpose::Export | FilePurpose::Import => self.export.text(),
        };
        let file = SaveFile { path: Secret::new(self.path.clone()), text: Secret::new(text), replaces };
        self.stage = FileStage::Saving;
        self.request = Some(context.start(format!("Writing {}", self.path), Call::Save(file)));
    }

    /// Takes the next rows of a list.
    pub(crate) fn extend(&mut self, id: RequestId, rows: &[Document]) {
        if let (Some(ExportStep::List(list)), true) = (&self.step, self.request == Some(id)) {
            self.rows.extend(rows.iter().filter_map(|row| list.row(row)));
        }
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        if self.request != Some(id) {
            return Outcome::Stay;
        }
        self.request = None;
        let is_first = self.export.documents.is_empty();
        match result {
            Ok(Reply::Document(Some(document))) => {
                let Some(ExportStep::Document(key)) = self.step.take() else { return Outcome::Stay };
                if is_first {
                    self.waiting = export::steps(&key, &document);
                }
                context.tell(News::Read(key.clone(), document.clone()));
                self.export.documents.push((key, document));
                self.go_on(context);
            }
            // What belongs to the resource may be gone by now, or never have been there.
            Ok(Reply::Document(None)) if !is_first => self.go_on(context),
            Err(error) if error.kind == ErrorKind::NotFound && !is_first && self.step.is_some() => {
                self.go_on(context);
            }
            Err(error) if error.kind == ErrorKind::Refused && !is_first && self.step.is_some() => {
                self.rows.clear();
                if let Some(step) = self.step.take() {
                    self.export.leave_out(&step, error.why());
                }
                self.go_on(context);
            }
            Ok(Reply::Listed(_)) => {
                let rows = std::mem::take(&mut self.rows).into_iter().map(ExportStep::Document);
                self.waiting = rows.chain(std::mem::take(&mut self.waiting)).collect();
                self.go_on(context);
            }
            Ok(Reply::Saved) => {
                context.say(Tone::Good, self.saved());
                return Outcome::Close;
            }
            Ok(Reply::FileExists) => self.stage = FileStage::Exists,
            Ok(Reply::Text(text)) => match self.settings(text.reveal()) {
                Ok((settings, note)) => {
                    return Outcome::Finish(Command::CreateFrom { key: self.key.clone(), settings, note });
                }
                Err(fault) => {
                    self.stage = FileStage::Failed(AppError::new(format!("{} {fault}", self.path)));
                }
            },
            Ok(_) => {
                let gone = AppError::new(format!("{} no longer exists", self.name));
                self.stage = FileStage::Failed(gone.kind(ErrorKind::NotFound));
            }
            Err(error) => self.stage = FileStage::Failed(error),
        }
        Outcome::Stay
    }

    /// What the written file has, and which secrets it does not have.
    fn saved(&self) -> String {
        if self.purpose == FilePurpose::Skeleton {
            let kind = self.key.kind.name;
            return format!("{} has an empty {kind}: null is what need not be set.", self.path);
        }
        let count = plural(self.export.documents.len(), "resource");
        let secrets = self.export.secret_names();
        let left_out = match secrets.as_slice() {
            [] => String::new(),
            few if few.len() <= NAMED => format!(" Left out: {}.", few.join(", ")),
            all => format!(" Left out: {} and {} more secrets.", all[..NAMED].join(", "), all.len() - NAMED),
        };
        let unread = match self.export.unread.len() {
            0 => String::new(),
            unread => format!(" {} could not be read.", plural(unread, "part")),
        };
        format!("{} has {count}.{unread}{left_out}", self.path)
    }

    /// The settings of the resource in a file, and what the user has to know of the rest.
    fn settings(&self, text: &str) -> Result<(Document, String), String> {
        let kind = self.key.kind;
        let contents = json_file::read(text, kind)?;
        let settings = contents.whole()?;
        if let Some(fault) = misspelt_member(settings, &Document::default(), kind) {
            return Err(format!("can't be used: {fault}"));
        }
        let filled = "Filled from the file, which has no secrets.";
        let note = match &*contents.others {
            [] => filled.to_owned(),
            others => format!("{filled} Not created with it: {}.", others.join(", ")),
        };
        Ok((settings.clone(), note))
    }

    pub(crate) fn act(&mut self, action: FileTaskAction, context: &mut Context) -> Outcome {
        match action {
            FileTaskAction::Replace if matches!(self.stage, FileStage::Exists) => self.save(true, context),
            FileTaskAction::LeaveOut if matches!(self.stage, FileStage::Incomplete(_)) => {
                self.save(false, context);
            }
            FileTaskAction::Replace | FileTaskAction::LeaveOut => {}
            FileTaskAction::Close => return Outcome::Close,
        }
        Outcome::Stay
    }
}
