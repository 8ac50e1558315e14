//! Two resources of a kind beside each other. Chosen settings are copied from the left side to the right one,
//! by the usual edit of that.

use crate::app::Tone;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::{Command, Outcome};
use crate::app::remote::Remote;
use crate::app::widget::scroll::Scroll;
use crate::error::{AppError, ErrorKind};
use crate::keymap::CompareAction;
use crate::message::{Call, FileFormat, Reply, RequestId};
use crate::resource::diff::SettingPath;
use crate::resource::diff::comparison::{ComparedSetting, comparison};
use crate::resource::{Document, Key, Kind, WriteOperation, json_file};
use crate::secret::Secret;

/// One of the two sides.
#[derive(Debug)]
pub struct ComparedSide {
    pub name: String,
    pub source: ComparedSource,
    pub document: Remote<Document>,
}

/// Where the document of a side comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComparedSource {
    Resource(Key),
    File(String),
    /// A resource of another profile or region, as it was read there.
    Elsewhere,
}

impl ComparedSide {
    pub fn resource(key: Key, name: String) -> Self {
        Self { name, source: ComparedSource::Resource(key), document: Remote::NotAsked }
    }

    pub fn file(path: String) -> Self {
        Self { name: path.clone(), source: ComparedSource::File(path), document: Remote::NotAsked }
    }

    pub fn elsewhere(name: String, document: Document) -> Self {
        Self { name, source: ComparedSource::Elsewhere, document: Remote::Ready(document) }
    }
}

/// The comparison, with its cursor and its marks.
#[derive(Debug)]
pub struct Compare {
    pub kind: &'static Kind,
    pub sides: [ComparedSide; 2],
    /// True if settings that are the same are shown too.
    pub shows_all: bool,
    pub scroll: Scroll,
    settings: Vec<ComparedSetting>,
    marked: Vec<SettingPath>,
    place: usize,
}

impl Compare {
    pub(crate) fn new(kind: &'static Kind, sides: [ComparedSide; 2]) -> Self {
        Self {
            kind,
            sides,
            shows_all: false,
            scroll: Scroll::default(),
            settings: Vec::new(),
            marked: Vec::new(),
            place: 0,
        }
    }

    pub fn title(&self) -> String {
        let [left, right] = &self.sides;
        format!("Compare {} {} with {}", self.kind.name, left.name, right.name)
    }

    /// The shown settings, and whether each is marked.
    pub fn rows(&self) -> impl Iterator<Item = (&ComparedSetting, bool)> {
        self.shown().map(|setting| (setting, self.marked.contains(&setting.change.place)))
    }

    fn shown(&self) -> impl Iterator<Item = &ComparedSetting> {
        self.settings.iter().filter(|setting| self.shows_all || !setting.is_same())
    }

    pub const fn place(&self) -> usize {
        self.place
    }

    /// Number of settings that are the same on both sides.
    pub fn same(&self) -> usize {
        self.settings.iter().filter(|setting| setting.is_same()).count()
    }

    /// True once both sides are read.
    pub fn is_ready(&self) -> bool {
        self.sides.iter().all(|side| side.document.is_ready())
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        for side in &mut self.sides {
            let label = format!("Loading {}", side.name);
            match &side.source {
                ComparedSource::Resource(key) => {
                    let id = context.start_read(label, key, Call::Describe(key.clone()));
                    side.document = Remote::Loading(id);
                }
                ComparedSource::File(path) => {
                    let id = context.start(label, Call::File(FileFormat::Json, Secret::new(path.clone())));
                    side.document = Remote::Loading(id);
                }
                ComparedSource::Elsewhere => {}
            }
        }
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &mut Context,
    ) -> Outcome {
        let kind = self.kind;
        let Some(side) = self.sides.iter_mut().find(|side| side.document.waits_for(id)) else {
            return Outcome::Stay;
        };
        let read = match (result, &side.source) {
            (Ok(Reply::Document(Some(document))), ComparedSource::Resource(key)) => {
                context.tell(News::Read(key.clone(), document.clone()));
                Ok(document)
            }
            (Ok(Reply::Text(text)), _) => json_file::read(text.reveal(), kind)
                .and_then(|contents| contents.whole().cloned())
                .map_err(|fault| AppError::new(format!("{} {fault}", side.name))),
            (Ok(_), _) => {
                Err(AppError::new(format!("{} no longer exists", side.name)).kind(ErrorKind::NotFound))
            }
            (Err(error), _) => Err(error),
        };
        side.document = read.map_or_else(Remote::Failed, Remote::Ready);
        self.compare();
        Outcome::Stay
    }

    fn compare(&mut self) {
        if let [Some(left), Some(right)] = [0, 1].map(|at: usize| self.sides[at].document.ready()) {
            let mut settings = comparison(left, right, self.kind);
            let has_file = self.sides.iter().any(|side| matches!(side.source, ComparedSource::File(_)));
            // A file leaves secrets out, which says nothing about them.
            settings.retain(|setting| !(has_file && setting.texts.iter().any(|text| text == "a secret")));
            self.settings = settings;
        }
        self.step(0);
    }

    fn step(&mut self, by: isize) {
        let last = self.shown().count().saturating_sub(1);
        self.place = self.place.saturating_add_signed(by).min(last);
    }

    fn mark(&mut self) {
        let Some(place) = self.shown().nth(self.place).map(|setting| setting.change.place.clone()) else {
            return;
        };
        match self.marked.iter().position(|marked| *marked == place) {
            Some(at) => drop(self.marked.remove(at)),
            None => self.marked.push(place),
        }
        self.step(1);
    }

    fn mark_all(&mut self) {
        let differing =
            self.settings.iter().filter(|setting| !setting.is_same() && setting.locked().is_none());
        let all: Vec<_> = differing.map(|setting| setting.change.place.clone()).collect();
        self.marked = if all.iter().all(|place| self.marked.contains(place)) { Vec::new() } else { all };
    }

    /// Copies the marked settings, or the one at the cursor, to the right side.
    fn copy(&self, context: &mut Context) -> Outcome {
        let [left, right] = &self.sides;
        let is_writable = |key: &&Key| key.kind.operation(WriteOperation::Update).is_some();
        let target = match &right.source {
            ComparedSource::Resource(key) => Some(key).filter(is_writable),
            ComparedSource::File(_) | ComparedSource::Elsewhere => None,
        };
        let (Some(source), Some(key)) = (left.document.ready(), target) else {
            let text = format!("{} can't be changed here. Tab swaps the sides.", right.name);
            context.say(Tone::Plain, text);
            return Outcome::Stay;
        };
        let is_meant = |at: usize, setting: &ComparedSetting| {
            if self.marked.is_empty() {
                at == self.place
            } else {
                self.marked.contains(&setting.change.place)
            }
        };
        let meant: Vec<_> =
            self.shown().enumerate().filter(|(at, one)| is_meant(*at, one)).map(|(_, one)| one).collect();
        let locked = meant.iter().find_map(|setting| Some((setting, setting.locked()?)));
        if let Some((setting, reason)) = locked {
            context.say(Tone::Plain, format!("{} can't be copied: {reason}.", setting.change.label()));
            return Outcome::Stay;
        }
        let differing = meant.iter().filter(|setting| !setting.is_same());
        let places: Vec<_> = differing.map(|setting| setting.change.place.clone()).collect();
        if places.is_empty() {
            context.say(Tone::Plain, "Nothing to copy: the sides are the same here.");
            return Outcome::Stay;
        }
        Outcome::Finish(Command::CopySettings {
            key: key.clone(),
            name: right.name.clone(),
            places,
            source: source.clone(),
        })
    }

    pub(crate) fn act(&mut self, action: CompareAction, context: &mut Context) -> Outcome {
        let page = isize::try_from(context.page).unwrap_or(1);
        match action {
            CompareAction::Close => return Outcome::Close,
            CompareAction::Copy => return self.copy(context),
            CompareAction::Next => self.step(1),
            CompareAction::Previous => self.step(-1),
            CompareAction::PageDown => self.step(page),
            CompareAction::PageUp => self.step(-page),
            CompareAction::First => self.step(isize::MIN),
            CompareAction::Last => self.step(isize::MAX),
            CompareAction::Mark => self.mark(),
            CompareAction::MarkAll => self.mark_all(),
            CompareAction::ShowAll => {
                self.shows_all = !self.shows_all;
                self.step(0);
            }
            CompareAction::Swap => {
                self.sides.swap(0, 1);
                self.compare();
            }
        }
        Outcome::Stay
    }
}
