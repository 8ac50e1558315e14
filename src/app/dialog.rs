//! Dialogs, which stand on a stack; only the top one gets keys. A dialog gets an action and a [`Context`] and
//! returns an [`Outcome`]; it knows neither the app nor the stack. Every match over the dialogs is in this
//! file or in `replies.rs`, `typing.rs` or `left.rs` below it, except the one that draws them.

pub mod choose_value;
pub mod columns;
pub mod command_view;
pub mod compare;
pub mod context;
pub mod context_picker;
pub mod document_preview;
pub mod error_view;
pub mod exception;
pub mod file_picker;
pub mod file_task;
pub mod help;
pub mod json_editor;
pub mod json_view;
mod left;
pub mod loading_for_edit;
pub mod lookup;
pub mod mfa_code;
mod outcome;
pub mod palette;
pub mod picker;
pub mod replace_host;
mod replies;
pub mod select_text;
pub mod type_picker;
mod typing;
pub mod url_finder;

pub use crate::app::dialog::outcome::{Command, DialogAnswer, Outcome, Rebased};

use crate::app::change::bulk::Bulk;
use crate::app::change::confirm::Confirm;
use crate::app::dialog::choose_value::ChooseValue;
use crate::app::dialog::columns::ColumnChoice;
use crate::app::dialog::command_view::CommandView;
use crate::app::dialog::compare::Compare;
use crate::app::dialog::context::Context;
use crate::app::dialog::context_picker::ContextPicker;
use crate::app::dialog::document_preview::DocumentPreview;
use crate::app::dialog::error_view::ErrorView;
use crate::app::dialog::exception::ExceptionDialog;
use crate::app::dialog::file_picker::FilePicker;
use crate::app::dialog::file_task::FileTask;
use crate::app::dialog::help::Help;
use crate::app::dialog::json_editor::JsonEditor;
use crate::app::dialog::json_view::JsonView;
use crate::app::dialog::loading_for_edit::LoadingForEdit;
use crate::app::dialog::lookup::Lookup;
use crate::app::dialog::mfa_code::MfaCode;
use crate::app::dialog::palette::Palette;
use crate::app::dialog::picker::Picker;
use crate::app::dialog::replace_host::ReplaceHost;
use crate::app::dialog::select_text::SelectText;
use crate::app::dialog::type_picker::TypePicker;
use crate::app::dialog::url_finder::UrlFinder;
use crate::app::form::Form;
use crate::app::screen::reference_scan::ReferenceScan;
use crate::app::widget::scroll::Scroll;
use crate::keymap::{Action, Scope, ViewerAction, WriteAction};
use crate::resource::{Key, Referrers};

/// A dialog on the stack, with its state.
#[derive(Debug)]
pub enum Dialog {
    LoadingForEdit(Box<LoadingForEdit>),
    ChooseValue(Box<ChooseValue>),
    /// One write: its review, its progress and its verdict.
    Confirm(Box<Confirm>),
    /// A bulk edit: the same change to many resources.
    Bulk(Box<Bulk>),
    Form(Box<Form>),
    Picker(Box<Picker>),
    FilePicker(Box<FilePicker>),
    ReplaceHost(Box<ReplaceHost>),
    Exception(Box<ExceptionDialog>),
    ContextPicker(Box<ContextPicker>),
    Columns(Box<ColumnChoice>),
    TypePicker(Box<TypePicker>),
    Lookup(Box<Lookup>),
    UrlFinder(Box<UrlFinder>),
    MfaCode(Box<MfaCode>),
    DocumentPreview(Box<DocumentPreview>),
    CommandView(Box<CommandView>),
    Compare(Box<Compare>),
    FileTask(Box<FileTask>),
    JsonEditor(Box<JsonEditor>),
    JsonView(Box<JsonView>),
    ErrorView(Box<ErrorView>),
    SelectText(Box<SelectText>),
    Palette(Box<Palette>),
    Help(Box<Help>),
}

impl Dialog {
    /// The scopes in which keys are looked up, the nearest first.
    pub fn scopes(&self, scans: &[ReferenceScan]) -> Vec<Scope> {
        match self {
            Self::LoadingForEdit(open) => open.scopes(),
            Self::ChooseValue(_) => vec![Scope::ChooseValue],
            Self::Confirm(open) => open.scopes(scans),
            Self::Bulk(open) => open.scopes(),
            Self::Form(open) => open.scopes(),
            Self::ContextPicker(_) => vec![Scope::ContextPicker, Scope::Picker],
            Self::Columns(_) => vec![Scope::Columns],
            Self::Picker(_) | Self::TypePicker(_) => vec![Scope::Picker],
            Self::FilePicker(_) => vec![Scope::FilePicker],
            Self::ReplaceHost(_) => vec![Scope::ReplaceHost],
            Self::Exception(_) => vec![Scope::Exception],
            Self::Lookup(_) => vec![Scope::Lookup],
            Self::UrlFinder(_) => vec![Scope::UrlFinder],
            Self::MfaCode(_) => vec![Scope::MfaCode],
            Self::DocumentPreview(_) => vec![Scope::DocumentPreview, Scope::Scroll],
            Self::Compare(_) => vec![Scope::Compare],
            Self::FileTask(open) => open.scopes(),
            Self::JsonEditor(_) => vec![Scope::JsonEditor, Scope::Scroll],
            Self::JsonView(open) => open.scopes(),
            Self::CommandView(_) => vec![Scope::CommandView, Scope::Scroll],
            Self::ErrorView(_) => vec![Scope::ErrorView, Scope::Scroll],
            Self::SelectText(_) => vec![Scope::SelectText, Scope::Scroll],
            Self::Palette(_) => vec![Scope::Palette],
            Self::Help(open) => open.scopes(),
        }
    }

    /// Starts the first requests of a dialog that just opened.
    pub fn open(&mut self, context: &mut Context) {
        match self {
            Self::LoadingForEdit(open) => open.open(context),
            Self::Bulk(open) => open.open(context),
            Self::Confirm(open) => open.open(context),
            Self::Picker(open) => open.open(context),
            Self::FilePicker(open) => open.open(context),
            Self::ContextPicker(open) => open.open(context),
            Self::DocumentPreview(open) => open.open(context),
            Self::Compare(open) => open.open(context),
            Self::FileTask(open) => open.open(context),
            Self::JsonEditor(open) => open.open(context),
            Self::JsonView(open) => open.open(context),
            Self::Form(open) => open.read_lists(context),
            Self::ChooseValue(_)
            | Self::ReplaceHost(_)
            | Self::Columns(_)
            | Self::Exception(_)
            | Self::TypePicker(_)
            | Self::Lookup(_)
            | Self::UrlFinder(_)
            | Self::MfaCode(_)
            | Self::CommandView(_)
            | Self::ErrorView(_)
            | Self::SelectText(_)
            | Self::Palette(_)
            | Self::Help(_) => {}
        }
    }

    /// The scans to start for a dialog that just opened: the resource, its possible referrers, and true if
    /// they must be read anew.
    pub fn scans(&self) -> Vec<(Key, &'static Referrers, bool)> {
        match self {
            Self::LoadingForEdit(open) => open.scans(),
            Self::Form(open) => open.scans(),
            Self::ChooseValue(_)
            | Self::Confirm(_)
            | Self::Bulk(_)
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
            | Self::Help(_) => Vec::new(),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one arm for each dialog")]
    pub fn act(&mut self, action: Action, context: &mut Context) -> Outcome {
        if let Action::Scroll(action) = action {
            if let Self::Help(open) = self {
                // The user looks elsewhere, so the match does not hold the window.
                open.found = None;
            }
            if let Some(scroll) = self.scroll_mut() {
                scroll.scroll_by(action, context.page);
            }
            return Outcome::Stay;
        }
        match self {
            Self::LoadingForEdit(open) => match action {
                Action::Confirm(action) => open.act(action),
                other => unbound(other),
            },
            Self::ChooseValue(open) => match action {
                Action::ChooseValue(action) => open.act(action),
                other => unbound(other),
            },
            Self::Confirm(open) => match action {
                Action::Confirm(action) => open.act(action, context),
                Action::Write(action) => open.act_on_write(action, context),
                other => unbound(other),
            },
            Self::Bulk(open) => match action {
                Action::ChooseValue(action) => open.choose(action, context),
                Action::Confirm(action) => open.act(action, context),
                Action::Write(WriteAction::Revert) => Outcome::Finish(Command::Revert(open.recorded())),
                Action::Write(WriteAction::TakeOffer) => open.copy_the_rest(),
                Action::Write(action) => open.act_on_write(action, context),
                other => unbound(other),
            },
            Self::Form(open) => match action {
                Action::Form(action) => open.act(action, context),
                Action::LeaveForm(action) => open.act_on_leaving(action, context),
                Action::OfferedDraft(action) => open.act_on_offer(action, context),
                Action::Search(action) => {
                    open.act_on_search(action);
                    Outcome::Stay
                }
                other => unbound(other),
            },
            Self::Picker(open) => match action {
                Action::Menu(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::FilePicker(open) => match action {
                Action::FilePicker(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::ReplaceHost(open) => match action {
                Action::ReplaceHost(action) => open.act(action),
                other => unbound(other),
            },
            Self::Exception(open) => match action {
                Action::Exception(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::ContextPicker(open) => match action {
                Action::Menu(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::Columns(open) => match action {
                Action::Columns(action) => open.act(action),
                other => unbound(other),
            },
            Self::TypePicker(open) => match action {
                Action::Menu(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::Lookup(open) => match action {
                Action::Lookup(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::UrlFinder(open) => match action {
                Action::UrlFinder(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::MfaCode(open) => match action {
                Action::MfaCode(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::Palette(open) => match action {
                Action::Menu(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::Help(open) => match action {
                Action::Viewer(ViewerAction::Close) => Outcome::Close,
                Action::Search(action) => {
                    open.act_on_search(action);
                    Outcome::Stay
                }
                other => unbound(other),
            },
            Self::CommandView(open) => match action {
                Action::Viewer(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::ErrorView(open) => match action {
                Action::Viewer(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::FileTask(open) => match action {
                Action::FileTask(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::Compare(open) => match action {
                Action::Compare(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::JsonEditor(open) => match action {
                Action::JsonEditor(action) => open.act(action, context),
                other => unbound(other),
            },
            Self::JsonView(open) => match action {
                Action::Json(action) => open.act(action, context),
                Action::Search(action) => {
                    open.act_on_search(action);
                    Outcome::Stay
                }
                other => unbound(other),
            },
            Self::DocumentPreview(_) | Self::SelectText(_) => match action {
                Action::Viewer(ViewerAction::Close) => Outcome::Close,
                other => unbound(other),
            },
        }
    }

    pub fn receive(&mut self, answer: DialogAnswer) -> Outcome {
        match self {
            Self::JsonEditor(open) => open.receive(answer),
            other => other.form_mut().map_or(Outcome::Stay, |form| form.receive(answer)),
        }
    }

    /// The scroll position, if the dialog can be longer than its box.
    pub const fn scroll_mut(&mut self) -> Option<&mut Scroll> {
        match self {
            Self::LoadingForEdit(open) => Some(&mut open.scroll),
            Self::Confirm(open) => Some(&mut open.scroll),
            Self::Bulk(open) => Some(&mut open.scroll),
            Self::DocumentPreview(open) => Some(&mut open.scroll),
            Self::CommandView(open) => Some(&mut open.scroll),
            Self::Compare(open) => Some(&mut open.scroll),
            Self::FileTask(open) => Some(&mut open.scroll),
            Self::JsonEditor(open) => Some(&mut open.scroll),
            Self::JsonView(open) => Some(&mut open.scroll),
            Self::ErrorView(open) => Some(&mut open.scroll),
            Self::SelectText(open) => Some(&mut open.scroll),
            Self::Help(open) => Some(&mut open.scroll),
            Self::ChooseValue(_)
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
            | Self::Palette(_) => None,
        }
    }

    /// True if the dialog shows secrets of its own, which are masked again when it closes.
    pub const fn shows_secrets(&self) -> bool {
        match self {
            Self::Confirm(_) | Self::Form(_) => true,
            Self::LoadingForEdit(_)
            | Self::ChooseValue(_)
            | Self::Bulk(_)
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
            | Self::Help(_) => false,
        }
    }
}

/// Ignores an action that no scope binds; a debug build panics.
fn unbound(action: Action) -> Outcome {
    debug_assert!(matches!(action, Action::Scroll(_)), "no scope of the dialog binds {action:?}");
    Outcome::Stay
}
