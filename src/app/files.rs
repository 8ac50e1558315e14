//! Exports of resources to files, and new resources from files.

use crate::app::dialog::Dialog;
use crate::app::dialog::file_task::FileTask;
use crate::app::dialog::palette::Palette;
use crate::app::form::Form;
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::{Document, Key, WriteOperation};

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

    /// Opens the form of a new resource with the settings of a file.
    pub(crate) fn open_new_from(&mut self, key: &Key, settings: &Document) -> Vec<Effect> {
        let types = key.kind.creation.types;
        if !types.is_empty() && !types.iter().any(|resource_type| resource_type.is_of(settings)) {
            let titles: Vec<_> = types.iter().map(|resource_type| resource_type.title).collect();
            self.say(Tone::Bad, format!("The file is of none of the types {}.", titles.join(", ")));
            return vec![];
        }
        let mut form = Form::from_file(key, settings, self.now);
        form.taken = self.listed_ids(&form.key);
        self.open_new_form(form)
    }
}
