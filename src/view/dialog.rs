//! Draws the open dialog; each dialog is drawn by the file with the name of its state's file.

mod choose_value;
mod columns;
mod command_view;
mod compare;
mod context_picker;
mod document_preview;
mod draft_offer;
mod error_view;
mod exception;
mod file_picker;
mod file_task;
mod help;
mod json_editor;
mod json_view;
mod leave_form;
mod loading_for_edit;
mod lookup;
mod menu;
mod mfa_code;
mod palette;
mod picker;
pub mod popup;
mod replace_host;
mod select_text;
mod type_picker;
mod url_finder;

use ratatui::layout::Rect;

use crate::app::App;
use crate::app::dialog::Dialog;
use crate::message::ScrollMetrics;
use crate::view::pen::Pen;
use crate::view::{Theme, change};

pub use crate::view::dialog::choose_value::values;

/// The results of drawing a dialog.
#[derive(Debug, Default)]
pub struct DrawnDialog {
    /// Measures of the dialog, if it can be longer than its box.
    pub drawn: Option<ScrollMetrics>,
    /// Position of the cursor while the user types.
    pub cursor: Option<(u16, u16)>,
}

impl DrawnDialog {
    const fn scrolled(drawn: ScrollMetrics) -> Self {
        Self { drawn: Some(drawn), cursor: None }
    }

    const fn typed(cursor: (u16, u16)) -> Self {
        Self { drawn: None, cursor: Some(cursor) }
    }
}

/// Draws a dialog; `form_cursor` is the cursor's position in the form.
pub fn draw(
    app: &App,
    dialog: &Dialog,
    form_cursor: Option<(u16, u16)>,
    theme: &Theme,
    pen: &mut Pen,
    area: Rect,
) -> DrawnDialog {
    match dialog {
        Dialog::Confirm(open) => change::confirm::draw(app, open, theme, pen, area),
        Dialog::Bulk(open) => change::bulk::draw(app, open, theme, pen, area),
        Dialog::LoadingForEdit(open) => DrawnDialog::scrolled(loading_for_edit::draw(open, theme, pen, area)),
        Dialog::ChooseValue(open) => {
            choose_value::draw(open, theme, pen, area);
            DrawnDialog::default()
        }
        Dialog::Columns(open) => {
            columns::draw(open, theme, pen, area);
            DrawnDialog::default()
        }
        Dialog::Picker(open) => DrawnDialog::typed(picker::draw(open, theme, pen, area)),
        Dialog::FilePicker(open) => DrawnDialog::typed(file_picker::draw(open, theme, pen, area)),
        Dialog::TypePicker(open) => DrawnDialog::typed(type_picker::draw(open, theme, pen, area)),
        Dialog::Lookup(open) => DrawnDialog::typed(lookup::draw(open, theme, pen, area)),
        Dialog::UrlFinder(open) => DrawnDialog::typed(url_finder::draw(app, open, theme, pen, area)),
        Dialog::MfaCode(open) => DrawnDialog::typed(mfa_code::draw(open, theme, pen, area)),
        Dialog::DocumentPreview(open) => {
            DrawnDialog::scrolled(document_preview::draw(open, app.now, theme, pen, area))
        }
        Dialog::CommandView(open) => DrawnDialog::scrolled(command_view::draw(open, theme, pen, area)),
        Dialog::SelectText(open) => DrawnDialog::scrolled(select_text::draw(open, theme, pen, area)),
        Dialog::ErrorView(open) => DrawnDialog::scrolled(error_view::draw(open, theme, pen, area)),
        Dialog::FileTask(open) => DrawnDialog::scrolled(file_task::draw(open, theme, pen, area)),
        Dialog::Compare(open) => DrawnDialog::scrolled(compare::draw(open, theme, pen, area)),
        Dialog::JsonEditor(open) => DrawnDialog::scrolled(json_editor::draw(open, theme, pen, area)),
        Dialog::JsonView(open) => {
            let (drawn, cursor) = json_view::draw(open, theme, pen, area);
            DrawnDialog { drawn: Some(drawn), cursor }
        }
        Dialog::ContextPicker(open) => DrawnDialog::typed(context_picker::draw(open, theme, pen, area)),
        Dialog::ReplaceHost(open) => DrawnDialog::typed(replace_host::draw(open, theme, pen, area)),
        Dialog::Exception(open) => DrawnDialog::typed(exception::draw(open, theme, pen, area)),
        Dialog::Palette(open) => DrawnDialog::typed(palette::draw(open, theme, pen, area)),
        Dialog::Help(open) => {
            let (drawn, cursor) = help::draw(open, theme, pen, area);
            DrawnDialog { drawn: Some(drawn), cursor }
        }
        Dialog::Form(open) if open.leaving => {
            leave_form::draw(open, theme, pen, area);
            DrawnDialog::default()
        }
        Dialog::Form(open) => match &open.draft.offered {
            Some(draft) => {
                draft_offer::draw(open, draft, app.now, theme, pen, area);
                DrawnDialog::default()
            }
            None => DrawnDialog { drawn: None, cursor: form_cursor },
        },
    }
}
