//! The requests of a bulk edit as commands and as JSON.

use crate::app::change::bulk::{Bulk, BulkItemState};
use crate::app::dialog::command_view::CommandView;
use crate::app::dialog::context::Context;
use crate::app::dialog::json_view::JsonView;
use crate::app::dialog::{Dialog, Outcome};
use crate::keymap::WriteAction;

impl Bulk {
    /// Shows the command or the body of each planned change.
    pub(crate) fn act_on_write(&self, action: WriteAction, context: &Context) -> Outcome {
        if !matches!(action, WriteAction::ShowCommand | WriteAction::ShowJson) {
            return Outcome::Stay;
        }
        let planned = self.items.iter().filter_map(|item| match &item.state {
            BulkItemState::Write(write) => Some(write.request(&item.name)),
            _ => None,
        });
        let requests: Vec<_> = planned.collect();
        if requests.is_empty() {
            return Outcome::Stay;
        }
        if action == WriteAction::ShowJson {
            return Outcome::Push(Dialog::JsonView(Box::new(JsonView::requests(&requests))));
        }
        let view = CommandView::writing(&requests, context.connection);
        Outcome::Push(Dialog::CommandView(Box::new(view)))
    }
}
