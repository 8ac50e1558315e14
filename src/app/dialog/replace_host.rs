//! Asking for a host to be replaced in all URLs of a resource, or of many.

use crate::app::dialog::{Command, Outcome};
use crate::app::widget::text_input::TextInput;
use crate::keymap::ReplaceHostAction;
use crate::resource::urls::Replacement;
use crate::resource::{Key, Kind};

/// The question which host takes the place of which.
#[derive(Debug)]
pub struct ReplaceHost {
    /// The kind of the resources.
    pub kind: &'static Kind,
    /// The resources and their names; one, or those that were marked.
    pub rows: Vec<(Key, String)>,
    /// The host as it is, and as it is to be.
    pub inputs: [TextInput; 2],
    /// Which of the two is typed.
    pub focus: usize,
    /// The hosts that are known to be there.
    pub known: Vec<String>,
    /// Why it can't go on, until the next key.
    pub note: Option<&'static str>,
}

impl ReplaceHost {
    /// A question about some resources in whose URLs these hosts are known to be.
    pub fn new(kind: &'static Kind, rows: Vec<(Key, String)>, known: Vec<String>) -> Self {
        // What is known depends on which rows were read by now; the same keys have to do the same whatever
        // was.
        Self { kind, rows, inputs: [TextInput::default(), TextInput::default()], focus: 0, known, note: None }
    }

    /// The text that is typed.
    pub fn input_mut(&mut self) -> &mut TextInput {
        self.note = None;
        &mut self.inputs[self.focus.min(1)]
    }

    /// Puts the next known host in the place of the one to be replaced.
    fn next_known(&mut self) {
        let now = self.inputs[0].text();
        let next =
            self.known.iter().position(|host| host == now).map_or(0, |at| (at + 1) % self.known.len().max(1));
        if let Some(host) = self.known.get(next) {
            self.inputs[0] = TextInput::new(host);
        }
    }

    /// What was answered, when it is an answer; else the note says why not.
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
