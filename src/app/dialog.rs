//! Dialogs: which one a key goes to, and the actions of those before a question and of forms.

pub mod document_preview;
pub mod file_picker;
pub mod lookup;
pub mod palette;
pub mod picker;
pub mod replace_host;
pub mod type_picker;

use crate::app::change::confirm::{ChooseValue, Confirm};
use crate::app::change::write::Write;
use crate::app::dialog::document_preview::DocumentPreview;
use crate::app::dialog::file_picker::FilePicker;
use crate::app::dialog::picker::Picker;
use crate::app::requests::Purpose;
use crate::app::{App, Dialog};
use crate::keymap::Action;
use crate::message::Effect;
use crate::resource::{Key, Suggestions, WriteOperation};

impl App {
    pub(crate) fn act_in_dialog(&mut self, action: Action) -> Vec<Effect> {
        let secret = matches!(&self.dialog, Some(Dialog::Form(_) | Dialog::Confirm(_)));
        let mut effects = match &self.dialog {
            Some(Dialog::LoadingForEdit(_)) => self.act_loading_for_edit(action),
            Some(Dialog::ChooseValue(_)) => self.act_choose_value(action),
            Some(Dialog::Confirm(_)) => self.act_confirm(action),
            Some(Dialog::Bulk(_)) => self.act_bulk(action),
            Some(Dialog::Form(_)) => self.act_form(action),
            Some(Dialog::Picker(_)) => self.act_picker(action),
            Some(Dialog::ReplaceHost(_)) => self.act_replace_host(action),
            Some(Dialog::FilePicker(_)) => self.act_file_picker(action),
            Some(Dialog::TypePicker(_)) => self.act_type_picker(action),
            Some(Dialog::Lookup(_)) => self.act_lookup(action),
            Some(Dialog::DocumentPreview(_)) => self.act_document_preview(action),
            Some(Dialog::Palette(_)) => self.act_palette(action),
            Some(Dialog::Help { .. }) => self.act_help(action),
            None => vec![],
        };
        if self.dialog.is_none() {
            // What was shown in a dialog was shown there only.
            self.reveal &= !secret;
            // Advice for a dialog that is closed is read for nobody.
            effects.extend(
                self.requests.cancel(|purpose| matches!(purpose, Purpose::Companion(_) | Purpose::Count)),
            );
            let opened = |about: &Key| self.screens.iter().any(|screen| screen.key.as_ref() == Some(about));
            let ids = self
                .requests
                .ids(|purpose| matches!(purpose, Purpose::ReferenceScan(about) if !opened(about)));
            effects.extend(self.cancel_loads(&ids));
        }
        effects
    }

    fn act_loading_for_edit(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        if self.scroll_mut().is_some_and(|scroll| scroll.scroll_by(action, page)) {
            return vec![];
        }
        match (action, self.dialog.take()) {
            (Action::Cancel, Some(Dialog::LoadingForEdit(preparing))) => {
                self.requests.cancel(|purpose| *purpose == Purpose::Base(preparing.key.clone()))
            }
            (Action::Accept, Some(Dialog::LoadingForEdit(preparing))) => self.read_base(*preparing),
            (_, dialog) => {
                self.dialog = dialog;
                vec![]
            }
        }
    }

    fn act_choose_value(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::ChooseValue(mut choice)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Next => choice.place = (choice.place + 1).min(ChooseValue::VALUES.len() - 1),
            Action::Previous => choice.place = choice.place.saturating_sub(1),
            Action::Run => {
                self.dialog = Some(Dialog::Confirm(Box::new(choice.into_confirm())));
                return vec![];
            }
            Action::Cancel => return vec![],
            _ => {}
        }
        self.dialog = Some(Dialog::ChooseValue(choice));
        vec![]
    }

    fn act_form(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Form(mut form)) = self.dialog.take() else { return vec![] };
        match action {
            Action::NextField => form.step(1),
            Action::PreviousField => form.step(-1),
            Action::PageDown => form.step(10),
            Action::PageUp => form.step(-10),
            Action::Switch => form.switch(),
            Action::Reveal => self.reveal = !self.reveal,
            Action::MoveDown => form.move_entry(true),
            Action::MoveUp => form.move_entry(false),
            Action::Pick if matches!(form.offer(), Some(Suggestions::File(_))) => {
                let Some(Suggestions::File(convert)) = form.offer() else { return vec![] };
                let (files, effect) = FilePicker::new(form, convert, &mut self.requests);
                self.dialog = Some(Dialog::FilePicker(Box::new(files)));
                return vec![effect];
            }
            Action::Fetch => {
                let url = form.cell().map(|cell| cell.reads().trim().to_owned()).unwrap_or_default();
                let Some(fetched) = form.key.kind.actions.fetch.filter(|_| !url.is_empty()) else {
                    form.note = Some("Enter an address first.".to_owned());
                    self.dialog = Some(Dialog::Form(form));
                    return vec![];
                };
                let (look, effect) =
                    DocumentPreview::start(&url, fetched.facts, Some(form), &mut self.requests);
                self.dialog = Some(Dialog::DocumentPreview(Box::new(look)));
                return vec![effect];
            }
            Action::Empty => form.empty(),
            Action::Pick => {
                return match Picker::new(form, &mut self.requests) {
                    Ok((picker, effect)) => {
                        self.dialog = Some(Dialog::Picker(Box::new(picker)));
                        effect.into_iter().collect()
                    }
                    Err(form) => {
                        self.dialog = Some(Dialog::Form(form));
                        vec![]
                    }
                };
            }
            Action::AddEntry => form.add_entry(),
            Action::RemoveEntry => form.remove_entry(),
            Action::Undo => form.undo(false),
            Action::Redo => form.undo(true),
            Action::Leave if !form.is_edited() => return vec![],
            Action::Leave => form.leaving = true,
            Action::KeepEditing => form.leaving = false,
            Action::Discard => return vec![],
            Action::Review => {
                if let Some(edited) = form.submit() {
                    let write = match form.order {
                        WriteOperation::Create => Write::create(form.key.clone(), edited),
                        WriteOperation::Update | WriteOperation::Delete => {
                            Write::new(form.key.clone(), form.base.clone(), edited)
                        }
                    };
                    let confirm = Confirm::new(write, form.name.clone(), form.companion.clone());
                    self.dialog = Some(Dialog::Confirm(Box::new(Confirm { form: Some(form), ..confirm })));
                    return vec![];
                }
            }
            _ => {}
        }
        self.dialog = Some(Dialog::Form(form));
        vec![]
    }

    fn act_help(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        let Some(Dialog::Help { scroll, .. }) = &mut self.dialog else { return vec![] };
        if !scroll.scroll_by(action, page) {
            self.dialog = None;
        }
        vec![]
    }
}
