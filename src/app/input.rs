//! Keys: what a press does on a screen, and the actions of screens.

use crate::app::change::confirm::Intent;
use crate::app::dialog::document_preview::DocumentPreview;
use crate::app::dialog::lookup::Lookup;
use crate::app::dialog::palette::palette;
use crate::app::requests::Purpose;
use crate::app::screen::{Body, Screen};
use crate::app::{App, Dialog, Scroll, Tone};
use crate::key::{Code, KeyPress};
use crate::keymap::{self, Action, Scope};
use crate::message::Effect;
use crate::resource::FetchedDocument;
use crate::secret::Secret;

impl App {
    /// One key: a bound action, else text for what is being typed.
    pub(crate) fn press(&mut self, key: KeyPress) -> Vec<Effect> {
        self.notice = None;
        if self.is_too_small() {
            // What can't be seen can't be answered, nor thrown away: only a screen without a dialog can be
            // quit.
            let quits =
                self.dialog.is_none() && keymap::lookup(&[Scope::Anywhere], key) == Some(Action::Quit);
            return if quits { vec![Effect::Quit] } else { vec![] };
        }
        if let Some(Dialog::Form(form)) = &mut self.dialog {
            form.note = None;
            if !form.leaving && key.typed().is_some() && form.types_text() {
                form.type_key(key);
                return vec![];
            }
        }
        let scopes = self.scopes();
        if let Some(action) = keymap::lookup(&scopes, key) {
            return self.act(action);
        }
        if let Some(Dialog::FilePicker(files)) = &mut self.dialog {
            let before = files.input.text().to_owned();
            if files.input.press(key) {
                return if files.input.text() == before { vec![] } else { files.edited(&mut self.requests) };
            }
        }
        if !self.type_key(key) && key.code != Code::Esc {
            let words = match &self.dialog {
                Some(Dialog::LoadingForEdit(open)) if open.failure.is_none() => {
                    format!("Still loading: press {key} again once the question shows.")
                }
                Some(_) => format!("{key} does nothing here"),
                None => format!("{key} does nothing here; ? lists the keys"),
            };
            self.say(Tone::Plain, words);
        }
        vec![]
    }

    /// Text for what is being typed; tells whether something took it.
    fn type_key(&mut self, key: KeyPress) -> bool {
        match &mut self.dialog {
            Some(Dialog::Form(form)) if !form.leaving => form.type_key(key),
            Some(Dialog::Palette(palette)) => palette.press(key),
            Some(Dialog::Picker(picker)) => picker.menu_mut().press(key),
            Some(Dialog::TypePicker(open)) => open.menu.press(key),
            Some(Dialog::Lookup(open)) => {
                open.clear_result();
                open.looking.is_none() && open.input.press(key)
            }
            Some(Dialog::ReplaceHost(open)) => open.input_mut().press(key),
            Some(Dialog::Confirm(confirm)) if confirm.scope() == Scope::Deleting => {
                confirm.typed.as_mut().is_some_and(|typed| typed.input.press(key))
            }
            Some(_) => false,
            None => match self.screen_mut().list_mut() {
                Some(list) if list.filter.typing => {
                    let taken = list.filter.input.press(key);
                    list.filter_edited();
                    taken
                }
                _ => false,
            },
        }
    }

    /// Pastes into what is being typed.
    pub(crate) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.is_too_small() {
            return vec![];
        }
        self.notice = None;
        if let Some(Dialog::FilePicker(files)) =
            self.dialog.take_if(|open| matches!(open, Dialog::FilePicker(_)))
        {
            let (read, effects) = files.paste(text, &mut self.requests);
            self.dialog = Some(read.into());
            return effects;
        }
        match &mut self.dialog {
            Some(Dialog::Form(form)) if !form.leaving => form.paste(text),
            Some(Dialog::Palette(palette)) => palette.paste(text),
            Some(Dialog::Picker(picker)) => picker.menu_mut().paste(text),
            Some(Dialog::TypePicker(open)) => open.menu.paste(text),
            Some(Dialog::Lookup(open)) if open.looking.is_none() => {
                open.clear_result();
                open.input.paste(text);
            }
            Some(Dialog::ReplaceHost(open)) => {
                open.input_mut().paste(text);
            }
            Some(Dialog::Confirm(confirm)) if confirm.scope() == Scope::Deleting => {
                if let Some(typed) = &mut confirm.typed {
                    typed.input.paste(text);
                }
            }
            Some(_) => {}
            None => match self.screen_mut().list_mut() {
                Some(list) if list.filter.typing => {
                    list.filter.input.paste(text);
                    list.filter_edited();
                }
                _ => self.say(Tone::Plain, "There is no text field here to paste into."),
            },
        }
        vec![]
    }

    /// An action: of the open dialog, or of the screen.
    pub(crate) fn act(&mut self, action: Action) -> Vec<Effect> {
        if self.dialog.is_some() {
            return self.act_in_dialog(action);
        }
        let effects = self.act_on_screen(action);
        // Secrets are shown where they were asked for, and not in a dialog over it.
        self.reveal &= self.dialog.is_none();
        effects
    }

    fn act_on_screen(&mut self, action: Action) -> Vec<Effect> {
        if self.options.read_only && action.writes() {
            self.say(
                Tone::Plain,
                "Read-only: cognitui was started with --read-only, so nothing can be changed.",
            );
            return vec![];
        }
        match action {
            Action::Next => return self.move_by(1),
            Action::Previous => return self.move_by(-1),
            Action::PageDown => return self.move_by(isize::try_from(self.page()).unwrap_or(1)),
            Action::PageUp => return self.move_by(-isize::try_from(self.page()).unwrap_or(1)),
            Action::First => return self.move_by(isize::MIN),
            Action::Last => return self.move_by(isize::MAX),
            Action::Open => return self.open(),
            Action::Back => return self.back(),
            Action::Stop => return self.stop(),
            Action::Tab(tab) => return self.choose_tab(tab),
            Action::NextTab => return self.choose_tab((self.screen().active + 1) % self.screen().tabs.len()),
            Action::PreviousTab => {
                let tabs = self.screen().tabs.len();
                return self.choose_tab((self.screen().active + tabs - 1) % tabs);
            }
            Action::Home(tab) => {
                let mut effects = Vec::new();
                while self.screens.len() > 1 {
                    effects.extend(self.leave());
                }
                effects.extend(self.choose_tab(tab));
                return effects;
            }
            Action::Filter => {
                if let Some(list) = self.screen_mut().list_mut() {
                    list.filter.typing = true;
                }
            }
            Action::Mark => {
                if let Some(list) = self.screen_mut().list_mut() {
                    list.mark();
                    list.choose(list.place() + 1);
                }
            }
            Action::MarkAll => {
                if let Some(list) = self.screen_mut().list_mut() {
                    list.mark_all();
                }
            }
            Action::KeepFilter => {
                if let Some(list) = self.screen_mut().list_mut() {
                    list.filter.typing = false;
                }
            }
            Action::ClearFilter => {
                if let Some(list) = self.screen_mut().list_mut() {
                    list.clear_filter();
                }
            }
            Action::Palette => {
                let read_only = self.options.read_only;
                self.dialog = Some(Dialog::Palette(Box::new(palette(&self.scopes(), read_only))));
            }
            Action::Help => {
                self.dialog = Some(Dialog::Help { scopes: self.scopes(), scroll: Scroll::default() });
            }
            Action::Refresh => {
                return self.refresh();
            }
            Action::Reveal => {
                self.reveal = !self.reveal;
                self.say(
                    Tone::Plain,
                    if self.reveal { "Secrets are shown; x masks them." } else { "Secrets are masked." },
                );
            }
            Action::CopyId => return self.copy(),
            Action::Lookup => {
                if let Some((key, finder)) =
                    self.list().and_then(|list| Some((list.key.clone(), list.key.kind.actions.lookup?)))
                {
                    self.dialog = Some(Dialog::Lookup(Box::new(Lookup::new(key, finder))));
                }
            }
            Action::Fetch => {
                let Some((fetched, url)) = self.fetchable() else { return vec![] };
                let (look, effect) = DocumentPreview::start(&url, fetched.facts, None, &mut self.requests);
                self.dialog = Some(Dialog::DocumentPreview(Box::new(look)));
                return vec![effect];
            }
            Action::ReplaceHost => return self.prepare_replace(),
            Action::Try => return self.prepare_try(),
            Action::New => return self.prepare_new(),
            Action::Copy => return self.prepare(Intent::Copy),
            Action::Delete => return self.prepare(Intent::Delete),
            Action::Edit => return self.prepare(Intent::Edit),
            Action::Toggle(path) => return self.prepare(Intent::Toggle(path)),
            Action::Quit => return vec![Effect::Quit],
            _ => {}
        }
        vec![]
    }

    /// Copies what the chosen row says or leads to, or else the id of what is shown.
    fn copy(&mut self) -> Vec<Effect> {
        if let Body::Details(details) = self.screen().body()
            && let Some((label, text)) =
                details.chosen().and_then(|row| Some((row.label.clone(), row.copy.clone()?)))
        {
            let what = if text.contains('\n') || text.len() > 60 { label } else { text.clone() };
            self.say(Tone::Plain, format!("Sent to the clipboard: {what}"));
            return vec![Effect::Copy(Secret::new(text))];
        }
        let linked = match self.screen().body() {
            Body::Details(details) if details.referrers.is_some() => {
                details.chosen().and_then(|row| row.link.clone())
            }
            _ => None,
        };
        let Some(key) = linked.or_else(|| self.screen().target().map(|(key, _)| key)) else { return vec![] };
        self.say(Tone::Plain, format!("Sent to the clipboard: {}", key.id));
        vec![Effect::Copy(Secret::new(key.id))]
    }

    fn move_by(&mut self, by: isize) -> Vec<Effect> {
        match self.screen_mut().body_mut() {
            Body::List(list) => list.choose(list.place().saturating_add_signed(by)),
            Body::Details(details) => details.choose(details.place().saturating_add_signed(by)),
        }
        self.load_next_page().into_iter().collect()
    }

    fn open(&mut self) -> Vec<Effect> {
        let screen = self.screen();
        let next = match screen.body() {
            Body::List(_) => screen.target().map(|(key, name)| Screen::open(key, Some(name))),
            Body::Details(details) => {
                details.chosen().and_then(|row| row.link.clone()).map(|key| Screen::open(key, None))
            }
        };
        if let Some(next) = next {
            self.reveal = false;
            self.screens.push(next);
            return self.activate();
        }
        let list = screen.list().is_some();
        self.say(
            Tone::Plain,
            if list { "Nothing to open." } else { "Nothing to open: only rows marked with → are links." },
        );
        vec![]
    }

    /// Esc: clears the filter, else goes back to the row it came from, which stops what was being read for
    /// the screen it leaves. What it does there never depends on how fast an answer came, so that keys typed
    /// ahead find what they were meant for.
    fn back(&mut self) -> Vec<Effect> {
        if let Some(list) = self.screen_mut().list_mut().filter(|list| list.is_filtered()) {
            list.clear_filter();
            return vec![];
        }
        let mut effects = self.leave();
        effects.extend(self.activate());
        effects
    }

    /// Stops everything that is being read; what the status line names is among it.
    fn stop(&mut self) -> Vec<Effect> {
        let stopped = self.stop_everything();
        self.say(
            Tone::Plain,
            if stopped.is_empty() { "Nothing is loading. q quits." } else { "Loading stopped. r refreshes." },
        );
        stopped
    }

    /// Closes the shown screen and stops everything that was being read for it.
    pub(crate) fn leave(&mut self) -> Vec<Effect> {
        // Secrets are shown for the screen they were asked for on, and no other.
        self.reveal = false;
        let Some(mut left) = self.screens.pop() else { return vec![] };
        if self.screens.is_empty() {
            self.screens.push(left);
            return vec![];
        }
        let about = left.key.clone();
        let mut ids = self
            .requests
            .ids(|purpose| matches!(purpose, Purpose::ReferenceScan(key) if Some(key) == about.as_ref()));
        ids.extend(left.lists_mut().filter_map(|list| list.load.request()));
        ids.extend(
            left.details_mut()
                .flat_map(|details| &details.sections)
                .filter_map(|section| section.load.request()),
        );
        self.cancel_loads(&ids)
    }

    fn choose_tab(&mut self, tab: usize) -> Vec<Effect> {
        let screen = self.screen_mut();
        if tab >= screen.tabs.len() {
            let tabs = screen.tabs.len();
            self.say(Tone::Plain, format!("There are only {tabs} tabs here."));
            return vec![];
        }
        screen.active = tab;
        self.reveal = false;
        self.activate()
    }
}

impl App {
    /// What can be fetched for the chosen or shown resource, and from which address.
    pub(crate) fn fetchable(&self) -> Option<(FetchedDocument, String)> {
        let (key, _) = self.screen().target()?;
        let fetched = key.kind.actions.fetch?;
        let url = self.cache.get(&key)?.text(fetched.path).filter(|url| !url.is_empty())?.to_owned();
        Some((fetched, url))
    }
}
