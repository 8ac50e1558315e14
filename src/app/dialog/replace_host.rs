//! The question which host shall replace which, in all URLs of one or many resources.

use crate::app::dialog::{Command, Outcome};
use crate::app::widget::text_input::TextInput;
use crate::keymap::ReplaceHostAction;
use crate::resource::urls::Replacement;
use crate::resource::{Key, Kind};

/// The resources to change, and the two hosts.
#[derive(Debug)]
pub struct ReplaceHost {
    pub kind: &'static Kind,
    /// Keys and names of the resources: one, or all marked rows.
    pub rows: Vec<(Key, String)>,
    /// The host to replace, and its replacement.
    pub inputs: [TextInput; 2],
    pub focus: usize,
    /// Hosts known to be in the URLs.
    pub known: Vec<String>,
    /// The reason why the inputs are no valid replacement, shown until the next key.
    pub note: Option<&'static str>,
}

impl ReplaceHost {
    pub fn new(kind: &'static Kind, rows: Vec<(Key, String)>, known: Vec<String>) -> Self {
        // Both inputs start empty: the known hosts depend on the rows read by now, and the same keys must do
        // the same in any case.
        Self { kind, rows, inputs: [TextInput::default(), TextInput::default()], focus: 0, known, note: None }
    }

    pub fn input_mut(&mut self) -> &mut TextInput {
        self.note = None;
        &mut self.inputs[self.focus.min(1)]
    }

    /// Puts the next known host into the first input.
    fn next_known(&mut self) {
        let now = self.inputs[0].text();
        let next =
            self.known.iter().position(|host| host == now).map_or(0, |at| (at + 1) % self.known.len().max(1));
        if let Some(host) = self.known.get(next) {
            self.inputs[0] = TextInput::new(host);
        }
    }

    /// The replacement, if it is valid; otherwise the note says why not.
    fn answer(&mut self) -> Option<Replacement> {
        let [from, to] = [0, 1].map(|at| self.inputs[at].text().trim().to_owned());
        let replacement = Replacement { from, to };
        self.note = replacement.fault();
        if self.note.is_some() {
            self.focus = usize::from(!replacement.from.is_empty());
            return None;
        }
        Some(replacement)
    }

    pub(crate) fn act(&mut self, action: ReplaceHostAction) -> Outcome {
        match action {
            ReplaceHostAction::Close => return Outcome::Close,
            ReplaceHostAction::NextKnownHost => self.next_known(),
            ReplaceHostAction::OtherField => self.focus = 1 - self.focus.min(1),
            ReplaceHostAction::Submit if self.focus == 0 && self.inputs[1].text().is_empty() => {
                self.focus = 1;
            }
            ReplaceHostAction::Submit => {
                if let Some(replacement) = self.answer() {
                    let rows = std::mem::take(&mut self.rows);
                    return Outcome::Finish(Command::ReplaceHost(rows, replacement));
                }
            }
        }
        Outcome::Stay
    }
}
