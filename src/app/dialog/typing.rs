//! Keys that no binding has, and pasted text: they go to the text field of a dialog, if it has one.

use crate::app::dialog::context::Context;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::form::Form;
use crate::key::KeyPress;

impl Dialog {
    /// Clears the note of the last key, and gives the key to a text that comes before bindings; returns true
    /// if the text took it.
    pub fn begin_key(&mut self, key: KeyPress) -> bool {
        self.form_mut().is_some_and(|form| form.begin_key(key))
    }

    /// Gives an unbound key to the dialog's text; returns true if the text took it.
    pub fn type_key(&mut self, key: KeyPress, context: &mut Context) -> bool {
        match self {
            Self::Form(open) => !open.asks() && open.type_key(key),
            Self::Picker(open) => open.menu_mut().press(key),
            Self::FilePicker(open) => open.type_key(key, context),
            Self::ReplaceHost(open) => open.input_mut().press(key),
            Self::Exception(open) => open.input_mut().is_some_and(|input| input.press(key)),
            Self::TypePicker(open) => open.menu.press(key),
            Self::ContextPicker(open) => open.menu.press(key),
            Self::Lookup(open) => open.type_key(key),
            Self::UrlFinder(open) => open.type_key(key),
            Self::MfaCode(open) => open.type_key(key),
            Self::Palette(open) => open.menu.press(key),
            Self::Confirm(open) => open.word_input().is_some_and(|input| input.press(key)),
            Self::Bulk(open) => open.word_input().is_some_and(|input| input.press(key)),
            Self::Help(open) => open.search.typing && open.type_search(key),
            Self::JsonView(open) => open.search.typing && open.type_search(key),
            Self::LoadingForEdit(_)
            | Self::ChooseValue(_)
            | Self::Columns(_)
            | Self::DocumentPreview(_)
            | Self::Compare(_)
            | Self::FileTask(_)
            | Self::JsonEditor(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_) => false,
        }
    }

    /// The notice for a key that does nothing.
    pub fn unbound_key(&self, key: KeyPress) -> String {
        match self {
            Self::LoadingForEdit(open) if open.failure.is_none() => {
                format!("Still loading: press {key} again once the question shows.")
            }
            Self::LoadingForEdit(_)
            | Self::ChooseValue(_)
            | Self::Confirm(_)
            | Self::Bulk(_)
            | Self::Form(_)
            | Self::Picker(_)
            | Self::FilePicker(_)
            | Self::ReplaceHost(_)
            | Self::Exception(_)
            | Self::ContextPicker(_)
            | Self::Columns(_)
            | Self::TypePicker(_)
            | Self::Lookup(_)
            | Self::UrlFinder(_)
            | Self::MfaCode(_)
            | Self::DocumentPreview(_)
            | Self::Compare(_)
            | Self::FileTask(_)
            | Self::JsonEditor(_)
            | Self::JsonView(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_)
            | Self::Palette(_)
            | Self::Help(_) => format!("{key} does nothing here"),
        }
    }

    pub fn paste(&mut self, text: &str, context: &mut Context) -> Outcome {
        match self {
            Self::FilePicker(open) => return open.paste(text, context),
            Self::Form(open) if !open.asks() => open.paste(text),
            Self::Picker(open) => open.menu_mut().paste(text),
            Self::ReplaceHost(open) => {
                open.input_mut().paste(text);
            }
            Self::Exception(open) => {
                if let Some(input) = open.input_mut() {
                    input.paste(text);
                }
            }
            Self::TypePicker(open) => open.menu.paste(text),
            Self::ContextPicker(open) => open.menu.paste(text),
            Self::Lookup(open) => open.paste(text),
            Self::UrlFinder(open) => open.paste(text),
            Self::MfaCode(open) => open.paste(text),
            Self::Palette(open) => open.menu.paste(text),
            Self::Confirm(open) => {
                if let Some(input) = open.word_input() {
                    input.paste(text);
                }
            }
            Self::Bulk(open) => {
                if let Some(input) = open.word_input() {
                    input.paste(text);
                }
            }
            Self::Help(open) if open.search.typing => open.paste_search(text),
            Self::JsonView(open) if open.search.typing => open.paste_search(text),
            Self::Form(_)
            | Self::LoadingForEdit(_)
            | Self::ChooseValue(_)
            | Self::Columns(_)
            | Self::DocumentPreview(_)
            | Self::Compare(_)
            | Self::FileTask(_)
            | Self::JsonEditor(_)
            | Self::JsonView(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_)
            | Self::Help(_) => {}
        }
        Outcome::Stay
    }

    /// The form, if the dialog is one.
    pub fn form(&self) -> Option<&Form> {
        if let Self::Form(form) = self { Some(form) } else { None }
    }

    /// The form, if the dialog is one.
    pub fn form_mut(&mut self) -> Option<&mut Form> {
        if let Self::Form(form) = self { Some(form) } else { None }
    }
}
