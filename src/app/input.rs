//! Keys and pastes, which go to the open dialog or to the screen.

use crate::app::dialog::select_text::SelectText;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::requests::Purpose;
use crate::app::screen::Body;
use crate::app::{App, Tone};
use crate::key::{Code, KeyPress};
use crate::keymap::{self, Action, Binding, Scope, ScreenAction, WriteAction, key_of, named};
use crate::message::{Effect, NotCopied};
use crate::secret::Secret;

impl App {
    /// Handles a key: some texts take it first, then the bindings, then the other texts.
    pub(crate) fn press(&mut self, key: KeyPress) -> Vec<Effect> {
        self.notice = None;
        let quit_asked = std::mem::take(&mut self.quit_asked);
        let discard_asked = self.drafts.asked.take();
        if self.is_too_small() {
            // The user can't answer or discard an invisible dialog: in a window that is too small, only a
            // screen without a dialog can be quit.
            let scopes: &[Scope] = if self.dialogs.is_empty() {
                &[Scope::Anywhere, Scope::Terminal]
            } else {
                &[Scope::Terminal]
            };
            let bound = keymap::lookup(scopes, key).map(|row| row.action);
            let Some(Action::Screen(action)) = bound else { return vec![] };
            return self.act_in_every_dialog(action, quit_asked).unwrap_or_default();
        }
        if self.dialogs.top_mut().is_some_and(|dialog| dialog.begin_key(key)) {
            return vec![];
        }
        if let Some(binding) = keymap::lookup(&self.scopes(), key) {
            if let Action::Screen(action) = binding.action
                && let Some(effects) = self.act_in_every_dialog(action, quit_asked)
            {
                return effects;
            }
            if binding.action == Action::Screen(ScreenAction::DiscardDraft) {
                self.drafts.asked = discard_asked;
            }
            return self.run(&binding);
        }
        let mut taken = false;
        let effects = if self.dialogs.is_empty() {
            taken = self.type_text(key);
            if !taken
                && self.is_joint()
                && let Some(effects) = self.press_in_member(key)
            {
                return effects;
            }
            vec![]
        } else {
            self.with_top_dialog(|dialog, context| {
                taken = dialog.type_key(key, context);
                Outcome::Stay
            })
        };
        if !taken && key.code != Code::Esc {
            let text = match self.dialogs.top() {
                Some(dialog) => dialog.unbound_key(key),
                None => format!("{key} does nothing here; {} lists the keys", named::help()),
            };
            self.say(Tone::Plain, text);
        }
        effects
    }

    /// Carries out an action that is the same on every screen and in every dialog; `None` for others.
    fn act_in_every_dialog(&mut self, action: ScreenAction, quit_asked: bool) -> Option<Vec<Effect>> {
        match action {
            ScreenAction::Suspend => Some(vec![Effect::Suspend]),
            ScreenAction::Redraw => Some(vec![Effect::Redraw]),
            ScreenAction::Quit => Some(self.quit(quit_asked)),
            _ => None,
        }
    }

    /// Quits. While a change is under way, the first key only asks.
    pub(crate) fn quit(&mut self, asked: bool) -> Vec<Effect> {
        let changing = self.requests.iter().find(|request| matches!(request.purpose, Purpose::Write { .. }));
        let Some(changing) = changing.filter(|_| !asked) else { return vec![Effect::Quit] };
        let quit = key_of(Scope::Anywhere, Action::Screen(ScreenAction::Quit));
        let text =
            format!("{} is under way. {quit} again quits, and the result stays unknown.", changing.label);
        self.say(Tone::Bad, text);
        self.quit_asked = true;
        vec![]
    }

    /// Gives a key to the filter or the search that the user types; returns true if it took the key.
    fn type_text(&mut self, key: KeyPress) -> bool {
        match self.screen_mut().body_mut() {
            Body::List(list) if list.filter.typing => {
                let taken = list.filter.input.press(key);
                list.filter_edited();
                taken
            }
            Body::Details(details) if details.search.typing => details.type_search(key),
            Body::List(_) | Body::Details(_) => false,
        }
    }

    /// Shows a text that the clipboard did not get. A masked secret stays masked.
    pub(crate) fn show_uncopied(&mut self, text: Secret<String>, reason: NotCopied) -> Vec<Effect> {
        if matches!(self.dialogs.top(), Some(Dialog::Confirm(_))) && !self.reveal {
            let show = key_of(Scope::NewSecret, Action::Write(WriteAction::Reveal));
            self.say(Tone::Bad, format!("Not copied: {} {show} shows it to be selected.", reason.words()));
            return vec![];
        }
        self.notice = None;
        self.open_dialog(Dialog::SelectText(Box::new(SelectText::new(text, reason))))
    }

    /// Pastes into the text that the user types.
    pub(crate) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.is_too_small() {
            return vec![];
        }
        self.notice = None;
        if !self.dialogs.is_empty() {
            return self.with_top_dialog(|dialog, context| dialog.paste(text, context));
        }
        match self.screen_mut().body_mut() {
            Body::List(list) if list.filter.typing => {
                list.filter.input.paste(text);
                list.filter_edited();
            }
            Body::Details(details) if details.search.typing => details.paste_search(text),
            Body::List(_) | Body::Details(_) => {
                self.say(Tone::Plain, "There is no text field here to paste into.");
            }
        }
        vec![]
    }

    /// Carries out a binding's action, in the open dialog or on the screen.
    pub(crate) fn run(&mut self, binding: &Binding) -> Vec<Effect> {
        if !self.dialogs.is_empty() {
            return self.with_top_dialog(|dialog, context| dialog.act(binding.action, context));
        }
        if binding.writes
            && let Some(effects) = self.refuse_writes()
        {
            return effects;
        }
        let effects = match binding.action {
            Action::Screen(action) => self.act_on_screen(action),
            Action::Filter(action) => self.act_on_filter(action),
            Action::Search(action) => self.act_on_search(action),
            Action::Menu(_)
            | Action::Columns(_)
            | Action::FilePicker(_)
            | Action::ReplaceHost(_)
            | Action::Exception(_)
            | Action::Lookup(_)
            | Action::UrlFinder(_)
            | Action::MfaCode(_)
            | Action::Viewer(_)
            | Action::ChooseValue(_)
            | Action::Confirm(_)
            | Action::Write(_)
            | Action::Scroll(_)
            | Action::Form(_)
            | Action::LeaveForm(_)
            | Action::OfferedDraft(_)
            | Action::Json(_)
            | Action::JsonEditor(_)
            | Action::Compare(_)
            | Action::FileTask(_) => vec![],
        };
        // Revealed secrets are masked when a dialog opens on top.
        self.reveal &= self.dialogs.is_empty();
        effects
    }
}
