//! Dialogs: which one a key goes to, and the actions of those before a question and of forms.

use super::confirm::{Choice, Confirm};
use super::files::Files;
use super::look::Look;
use super::picker::Picker;
use super::requests::Purpose;
use super::write::Write;
use super::{App, Dialog};
use crate::keymap::Action;
use crate::message::Effect;
use crate::resource::{Key, Offer, Order};

impl App {
    pub(crate) fn act_in_dialog(&mut self, action: Action) -> Vec<Effect> {
        let secret = matches!(&self.dialog, Some(Dialog::Form(_) | Dialog::Confirm(_)));
        let mut effects = match &self.dialog {
            Some(Dialog::Preparing(_)) => self.act_preparing(action),
            Some(Dialog::Choice(_)) => self.act_choice(action),
            Some(Dialog::Confirm(_)) => self.act_confirm(action),
            Some(Dialog::Bulk(_)) => self.act_bulk(action),
            Some(Dialog::Form(_)) => self.act_form(action),
            Some(Dialog::Picker(_)) => self.act_picker(action),
            Some(Dialog::Replace(_)) => self.act_replace(action),
            Some(Dialog::Files(_)) => self.act_files(action),
            Some(Dialog::Variants(_)) => self.act_variants(action),
            Some(Dialog::Find(_)) => self.act_find(action),
            Some(Dialog::Look(_)) => self.act_look(action),
            Some(Dialog::Palette(_)) => self.act_palette(action),
            Some(Dialog::Help { .. }) => self.act_help(action),
            None => vec![],
        };
        if self.dialog.is_none() {
            // What was shown in a dialog was shown there only.
            self.reveal &= !secret;
            // Advice for a dialog that is closed is read for nobody.
            effects.extend(
                self.requests.cancel(|purpose| matches!(purpose, Purpose::Beside(_) | Purpose::Count)),
            );
            let opened = |about: &Key| self.screens.iter().any(|screen| screen.key.as_ref() == Some(about));
            let ids =
                self.requests.ids(|purpose| matches!(purpose, Purpose::Search(about) if !opened(about)));
            effects.extend(self.give_up(&ids));
        }
        effects
    }

    fn act_preparing(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page();
        if self.scroll_mut().is_some_and(|scroll| scroll.take(action, page)) {
            return vec![];
        }
        match (action, self.dialog.take()) {
            (Action::Cancel, Some(Dialog::Preparing(preparing))) => {
                self.requests.cancel(|purpose| *purpose == Purpose::Base(preparing.key.clone()))
            }
            (Action::Accept, Some(Dialog::Preparing(preparing))) => self.read_base(*preparing),
            (_, dialog) => {
                self.dialog = dialog;
                vec![]
            }
        }
    }

    fn act_choice(&mut self, action: Action) -> Vec<Effect> {
        let Some(Dialog::Choice(mut choice)) = self.dialog.take() else { return vec![] };
        match action {
            Action::Next => choice.place = (choice.place + 1).min(Choice::VALUES.len() - 1),
            Action::Previous => choice.place = choice.place.saturating_sub(1),
            Action::Run => {
                self.dialog = Some(Dialog::Confirm(Box::new(choice.take())));
                return vec![];
            }
            Action::Cancel => return vec![],
            _ => {}
        }
        self.dialog = Some(Dialog::Choice(choice));
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
            Action::Pick if matches!(form.offer(), Some(Offer::File(_))) => {
                let Some(Offer::File(convert)) = form.offer() else { return vec![] };
                let (files, effect) = Files::new(form, convert, &mut self.requests);
                self.dialog = Some(Dialog::Files(Box::new(files)));
                return vec![effect];
            }
            Action::Fetch => {
                let url = form.cell().map(|cell| cell.reads().trim().to_owned()).unwrap_or_default();
                let Some(fetched) = form.key.kind.fetched.filter(|_| !url.is_empty()) else {
                    form.note = Some("There is no address yet.".to_owned());
                    self.dialog = Some(Dialog::Form(form));
                    return vec![];
                };
                let (look, effect) = Look::start(&url, fetched.tells, Some(form), &mut self.requests);
                self.dialog = Some(Dialog::Look(Box::new(look)));
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
                        Order::Create => Write::create(form.key.clone(), edited),
                        Order::Update | Order::Delete => {
                            Write::new(form.key.clone(), form.base.clone(), edited)
                        }
                    };
                    let confirm = Confirm::new(write, form.name.clone(), form.beside.clone());
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
        if !scroll.take(action, page) {
            self.dialog = None;
        }
        vec![]
    }
}
