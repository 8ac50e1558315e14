//! Exports of resources to files, and new resources from files.

use crate::app::dialog::Dialog;
use crate::app::dialog::file_task::FileTask;
use crate::app::dialog::palette::Palette;
use crate::app::form::Form;
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::export::without_placeholder_secrets;
use crate::resource::skeleton::writable_kind;
use crate::resource::{Document, Key, Kind, WriteOperation};

impl App {
    /// Opens the palette with the beginning of a command that takes a file.
    pub(crate) fn type_command(&mut self, command: &str) -> Vec<Effect> {
        let mut palette = Palette::new(&self.scopes(), self.is_read_only(), []);
        palette.menu.paste(command);
        self.open_dialog(Dialog::Palette(Box::new(palette)))
    }

    /// Exports the resource that the cursor is on.
    pub(crate) fn export(&mut self, path: String) -> Vec<Effect> {
        let Some((key, name)) = self.compared_target() else {
            self.say(Tone::Plain, "There is no resource here to export.");
            return vec![];
        };
        self.open_dialog(Dialog::FileTask(Box::new(FileTask::export(key, name, path))))
    }

    /// Writes the empty document of a kind to a file.
    pub(crate) fn write_skeleton(&mut self, kind: &'static Kind, path: String) -> Vec<Effect> {
        self.open_dialog(Dialog::FileTask(Box::new(FileTask::skeleton(kind, path))))
    }

    /// The beginning of the command that writes an empty document: of the kind that can be created here.
    pub(crate) fn type_skeleton(&mut self) -> Vec<Effect> {
        let here = self.screen().new_one().map(|(key, _)| key.kind.word());
        let word = here.filter(|word| writable_kind(word).is_some()).unwrap_or_default();
        self.type_command(&format!("skeleton {word}"))
    }

    /// Reads a file to create a resource from it.
    pub(crate) fn import(&mut self, path: String) -> Vec<Effect> {
        if let Some(effects) = self.refuse_writes() {
            return effects;
        }
        let new = self.screen().new_one().map(|(key, _)| key);
        let Some(key) = new.filter(|key| key.kind.operation(WriteOperation::Create).is_some()) else {
            self.say(Tone::Plain, "Nothing can be created here.");
            return vec![];
        };
        if self.is_written(&key) {
            return vec![];
        }
        self.open_dialog(Dialog::FileTask(Box::new(FileTask::import(key, path))))
    }

    /// Opens the form of a new resource with the settings of a file, of which the note tells more. Secrets
    /// are to be typed.
    pub(crate) fn open_new_from(&mut self, key: &Key, settings: &Document, note: &str) -> Vec<Effect> {
        let (settings, secrets) = without_placeholder_secrets(settings, key.kind);
        let mut form = match Form::of_document(key.clone(), &settings, self.now) {
            Ok(form) => form,
            Err(fault) => {
                self.say(Tone::Bad, format!("The file can't be used: {fault}."));
                return vec![];
            }
        };
        let typed = (!secrets.is_empty()).then(|| format!("To be typed: {}.", secrets.join(", ")));
        let notes = [Some(note.to_owned()), typed, form.note.take()];
        form.note = Some(notes.into_iter().flatten().collect::<Vec<_>>().join(" "));
        form.taken = self.listed_ids(&form.key);
        self.open_new_form(form)
    }
}
