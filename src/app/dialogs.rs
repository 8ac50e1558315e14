//! The stack of dialogs, and the effects of their outcomes on the app.

use crate::app::App;
use crate::app::change::confirm::Confirm;
use crate::app::dialog::context::{Context, News};
use crate::app::dialog::{Dialog, DialogAnswer, Outcome};
use crate::app::form::Form;
use crate::app::requests::{DialogId, Purpose};
use crate::error::AppError;
use crate::message::{ContextId, Effect, Reply, RequestId};
use crate::resource::Key;

/// What a dialog leaves to the app after it has handled a key or a reply.
struct Handled {
    effects: Vec<Effect>,
    news: Vec<News>,
    /// Requests to stop, with the loads that wait for them.
    stopped: Vec<RequestId>,
    outcome: Outcome,
}

/// A dialog that was left, and the context that it writes in.
#[derive(Debug)]
struct LeftDialog {
    id: DialogId,
    context: ContextId,
    dialog: Dialog,
}

/// The stack of dialogs; the last one is open.
#[derive(Debug, Default)]
pub struct Dialogs {
    stack: Vec<(DialogId, Dialog)>,
    /// Dialogs that the user left while they write: unseen, until their writes have ended.
    left: Vec<LeftDialog>,
    last_id: u64,
}

impl Dialogs {
    pub const fn is_empty(&self) -> bool {
        self.stack.is_empty()
    }

    /// The open dialog, which gets the keys.
    pub fn top(&self) -> Option<&Dialog> {
        self.stack.last().map(|(_, dialog)| dialog)
    }

    /// True if a code of an MFA device is asked for.
    pub(crate) fn asks_for_code(&self) -> bool {
        self.stack.iter().any(|(_, dialog)| matches!(dialog, Dialog::MfaCode(_)))
    }

    pub(crate) fn top_mut(&mut self) -> Option<&mut Dialog> {
        self.stack.last_mut().map(|(_, dialog)| dialog)
    }

    fn top_id(&self) -> Option<DialogId> {
        self.stack.last().map(|(id, _)| *id)
    }

    /// The form that is open, or waits below the open dialog.
    pub fn form(&self) -> Option<&Form> {
        self.stack.iter().rev().find_map(|(_, dialog)| dialog.form())
    }

    pub(crate) fn form_mut(&mut self) -> Option<&mut Form> {
        self.stack.iter_mut().rev().find_map(|(_, dialog)| dialog.form_mut())
    }

    /// The confirmations on the stack.
    pub(crate) fn confirmations(&self) -> impl Iterator<Item = (DialogId, &Confirm)> {
        self.stack.iter().filter_map(|(id, dialog)| Some((*id, dialog.confirmation()?)))
    }

    /// Marks a dialog as not read to its end, because its content has changed.
    pub(crate) fn has_changed(&mut self, id: DialogId) {
        let dialog = self.stack.iter_mut().find(|(other, _)| *other == id);
        if let Some(scroll) = dialog.and_then(|(_, dialog)| dialog.scroll_mut()) {
            scroll.reached_end = false;
        }
    }

    fn place(&self, id: DialogId) -> Option<usize> {
        self.stack.iter().position(|(other, _)| *other == id)
    }

    fn push(&mut self, dialog: Dialog) -> DialogId {
        self.last_id += 1;
        let id = DialogId(self.last_id);
        self.stack.push((id, dialog));
        id
    }

    /// Marks the open dialog as not read to its end, because its content has changed.
    pub(crate) fn reset_reached_end(&mut self) {
        if let Some(id) = self.top_id() {
            self.has_changed(id);
        }
    }
}

impl App {
    /// Pushes a dialog and starts its first requests.
    pub(crate) fn open_dialog(&mut self, dialog: Dialog) -> Vec<Effect> {
        let id = self.dialogs.push(dialog);
        self.start_dialog(id)
    }

    fn start_dialog(&mut self, id: DialogId) -> Vec<Effect> {
        let mut scans = Vec::new();
        let mut effects = self.with_dialog(id, |dialog, context| {
            dialog.open(context);
            scans = dialog.scans();
            Outcome::Stay
        });
        for (about, referrers, anew) in scans {
            if anew {
                self.cache.expire(|key| key.kind == (referrers.kind)());
            }
            effects.extend(self.start_scan(&about, referrers, true));
        }
        effects
    }

    /// Runs a function on the open dialog and applies its outcome.
    pub(crate) fn with_top_dialog(
        &mut self,
        handle: impl FnOnce(&mut Dialog, &mut Context) -> Outcome,
    ) -> Vec<Effect> {
        match self.dialogs.top_id() {
            Some(id) => self.with_dialog(id, handle),
            None => vec![],
        }
    }

    /// Runs a function on the dialog with this id and applies its outcome.
    pub(crate) fn with_dialog(
        &mut self,
        id: DialogId,
        handle: impl FnOnce(&mut Dialog, &mut Context) -> Outcome,
    ) -> Vec<Effect> {
        if let Some(place) = self.dialogs.left.iter().position(|left| left.id == id) {
            let LeftDialog { mut dialog, .. } = self.dialogs.left.remove(place);
            let handled = self.handle_with(id, &mut dialog, handle);
            let (effects, _) = self.spread_all(handled);
            self.go_on_unseen(id, dialog);
            return effects;
        }
        let Some(place) = self.dialogs.place(id) else { return vec![] };
        let (_, mut dialog) = self.dialogs.stack.remove(place);
        let handled = self.handle_with(id, &mut dialog, handle);
        self.dialogs.stack.insert(place, (id, dialog));
        let (mut effects, outcome) = self.spread_all(handled);
        effects.extend(self.conclude(place, outcome));
        effects
    }

    fn handle_with(
        &mut self,
        id: DialogId,
        dialog: &mut Dialog,
        handle: impl FnOnce(&mut Dialog, &mut Context) -> Outcome,
    ) -> Handled {
        let page = self.page();
        let mut context = Context {
            dialog: id,
            requests: &mut self.requests,
            notice: &mut self.notice,
            reveal: &mut self.reveal,
            screens: &self.screens,
            cache: &self.cache,
            references: &self.references,
            scans: &self.scans,
            options: &self.options,
            drafts: &self.drafts,
            ending: self.ending,
            connection: &self.connection,
            caller: self.caller.as_ref(),
            page,
            width: self.size.0,
            now: self.now,
            effects: Vec::new(),
            news: Vec::new(),
            stopped: Vec::new(),
        };
        let outcome = handle(dialog, &mut context);
        let Context { effects, news, stopped, .. } = context;
        Handled { effects, news, stopped, outcome }
    }

    /// Spreads what a dialog has learned, once it is back in its place.
    fn spread_all(&mut self, handled: Handled) -> (Vec<Effect>, Outcome) {
        let Handled { mut effects, news, stopped, outcome } = handled;
        for news in news {
            effects.extend(self.spread(news));
        }
        effects.extend(self.cancel_loads(&stopped));
        (effects, outcome)
    }

    /// Leaves a dialog whose write is under way.
    fn leave_dialog(&mut self, place: usize) -> Vec<Effect> {
        let (id, dialog) = self.dialogs.stack.remove(place);
        let mut effects = self.requests.cancel(|purpose| purpose.is_read_of(id));
        effects.extend(self.close_from(0));
        self.go_on_unseen(id, dialog);
        effects
    }

    /// Keeps a dialog that was left as long as it writes, or has a secret that AWS may never show again. Of
    /// others, a notice tells the result.
    fn go_on_unseen(&mut self, id: DialogId, dialog: Dialog) {
        let context = self.context.id;
        match dialog.result() {
            None => self.dialogs.left.push(LeftDialog { id, context, dialog }),
            Some(_) if dialog.has_new_secret() => {
                self.dialogs.left.push(LeftDialog { id, context, dialog });
            }
            Some((tone, text)) => {
                self.say(tone, text);
                if let Dialog::Bulk(bulk) = dialog {
                    self.unmark(&bulk.settled());
                }
            }
        }
    }

    /// Opens a dialog again that was left and now has a secret to show, once no other one is open.
    pub(crate) fn reopen_left(&mut self) {
        if self.dialogs.is_empty()
            && let Some(place) = (self.dialogs.left.iter())
                .position(|left| left.context == self.context.id && left.dialog.has_new_secret())
        {
            let LeftDialog { id, dialog, .. } = self.dialogs.left.remove(place);
            self.dialogs.stack.push((id, dialog));
        }
    }

    /// Hands the reply to a companion request to the dialog that made it and to those above, which show the
    /// same companion.
    pub(crate) fn handle_companion_reply(
        &mut self,
        dialog: DialogId,
        id: RequestId,
        result: &Result<Reply, AppError>,
    ) {
        let Some(place) = self.dialogs.place(dialog) else { return };
        for (_, dialog) in &mut self.dialogs.stack[place..] {
            dialog.handle_companion(id, result);
        }
    }

    fn spread(&mut self, news: News) -> Vec<Effect> {
        match news {
            News::Read(key, document) => self.document_read(&key, document),
            News::Created(key, document) => self.document_created(&key, document),
            News::Deleted(key) => self.document_deleted(&key),
            News::Fetched { url, text } => self.text_fetched(&url, text.reveal()),
            News::DraftSpent(id) => self.drafts.discard(id),
            News::SignedIn => return self.signed_in(),
            News::ScanWanted => return self.scan(),
            News::CodeDeclined => self.decline_code(),
            News::Excepted { exceptions, are_all } => self.except(exceptions, are_all),
        }
        vec![]
    }

    fn conclude(&mut self, place: usize, outcome: Outcome) -> Vec<Effect> {
        match outcome {
            Outcome::Stay => vec![],
            Outcome::Close => self.close_from(place),
            Outcome::Leave => self.leave_dialog(place),
            Outcome::Return(answer) => {
                let mut effects = self.close_from(place);
                effects.extend(self.answer_below(place, answer));
                effects
            }
            Outcome::Inform(answer) => self.answer_below(place, answer),
            Outcome::Push(dialog) => self.open_dialog(dialog),
            Outcome::Replace(dialog) => {
                let (id, replaced) = &mut self.dialogs.stack[place];
                *replaced = dialog;
                let id = *id;
                self.start_dialog(id)
            }
            Outcome::Finish(command) => {
                let mut effects = self.close_from(0);
                effects.extend(self.execute(command));
                effects
            }
        }
    }

    fn answer_below(&mut self, place: usize, answer: DialogAnswer) -> Vec<Effect> {
        let Some(below) = place.checked_sub(1) else { return vec![] };
        let outcome = self.dialogs.stack[below].1.receive(answer);
        self.conclude(below, outcome)
    }

    /// Closes the dialog at an index and those above, and cancels their reads.
    fn close_from(&mut self, place: usize) -> Vec<Effect> {
        let mut effects = Vec::new();
        let closed = self.dialogs.stack.split_off(place);
        for (id, _) in &closed {
            effects.extend(self.requests.cancel(|purpose| purpose.is_read_of(*id)));
        }
        if self.dialogs.is_empty() {
            // Secrets revealed in a dialog are masked again when it closes.
            self.reveal &= !closed.iter().any(|(_, dialog)| dialog.shows_secrets());
            let is_open = |about: &Key| self.screens.iter().any(|screen| screen.key.as_ref() == Some(about));
            let ids = self
                .requests
                .ids(|purpose| matches!(purpose, Purpose::ReferenceScan(about) if !is_open(about)));
            effects.extend(self.cancel_loads(&ids));
        }
        effects
    }
}
