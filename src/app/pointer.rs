//! The mouse. A click chooses, and on what is chosen already it opens; the wheel moves. Nothing is changed by
//! a click alone: where a change is confirmed, there is nothing to click.

use crate::app::App;
use crate::app::screen::Body;
use crate::key::{Code, KeyPress};
use crate::keymap::{self, Action, FormAction, Scope, ScreenAction};
use crate::message::{Drawn, Effect, MouseAction, MousePress, Spot};

/// How many rows the wheel moves on a screen.
const WHEEL: usize = 3;

impl App {
    /// Stores what the last frame has shown.
    pub fn note_drawn(&mut self, drawn: Drawn) {
        if let (Some(metrics), Some(scroll)) =
            (drawn.scroll, self.dialogs.top_mut().and_then(crate::app::dialog::Dialog::scroll_mut))
        {
            scroll.note_drawn(metrics);
        }
        self.drawn = drawn;
    }

    pub(crate) fn point(&mut self, press: MousePress) -> Vec<Effect> {
        if self.is_too_small() {
            return vec![];
        }
        self.notice = None;
        match press.action {
            MouseAction::WheelDown => self.turn_wheel(Code::Down),
            MouseAction::WheelUp => self.turn_wheel(Code::Up),
            MouseAction::Click => match self.drawn.spot(press.column, press.row) {
                Some(Spot::Row(place)) => self.click_row(place),
                Some(Spot::Tab(tab)) => self.choose_tab(tab),
                Some(Spot::Entry(0)) => self.act_as(Code::Enter),
                Some(Spot::Entry(steps)) => {
                    let code = if steps > 0 { Code::Down } else { Code::Up };
                    (0..steps.unsigned_abs()).flat_map(|_| self.act_as(code)).collect()
                }
                Some(Spot::Field(steps)) => self.focus_field(steps),
                None => vec![],
            },
        }
    }

    /// Moves the focus of the form.
    fn focus_field(&mut self, steps: isize) -> Vec<Effect> {
        let action = if steps > 0 { FormAction::NextField } else { FormAction::PreviousField };
        let step =
            |app: &mut Self| app.with_top_dialog(|dialog, context| dialog.act(Action::Form(action), context));
        (0..steps.unsigned_abs()).flat_map(|_| step(self)).collect()
    }

    fn turn_wheel(&mut self, code: Code) -> Vec<Effect> {
        let scopes = self.scopes();
        let far = scopes.contains(&Scope::Rows) || scopes.contains(&Scope::Scroll);
        (0..if far { WHEEL } else { 1 }).flat_map(|_| self.act_as(code)).collect()
    }

    /// Does what a key does that nobody has bound to something else.
    fn act_as(&mut self, code: Code) -> Vec<Effect> {
        match keymap::lookup_default(&self.scopes(), KeyPress::plain(code)) {
            Some(binding) => self.run(&binding),
            None => vec![],
        }
    }

    fn click_row(&mut self, place: usize) -> Vec<Effect> {
        let was_chosen = match self.screen_mut().body_mut() {
            Body::List(list) => {
                // What is typed stays as the filter.
                list.filter.typing = false;
                let was_chosen = list.place() == place;
                list.choose(place);
                was_chosen
            }
            Body::Details(details) => {
                details.search.typing = false;
                let was_chosen = details.place() == place;
                details.choose(place);
                was_chosen
            }
        };
        let opens = Action::Screen(ScreenAction::Open);
        let scopes = self.scopes();
        match scopes.iter().flat_map(|scope| keymap::rows(*scope)).find(|row| row.action == opens) {
            Some(open) if was_chosen => self.run(&open),
            _ => self.load_next_page().into_iter().collect(),
        }
    }
}
