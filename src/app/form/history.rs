//! The history of a form: every edit of any field is a step, in one line, back to the form as it was opened.

use std::collections::VecDeque;

use crate::app::form::Form;
use crate::app::form::field::{FormField, FormPath, places};
use crate::key::{Code, KeyPress};

/// The most steps that are kept.
const MOST: usize = 200;

/// The most rows in all steps: each holds a whole field, which may be a long list, and a row takes about
/// 1 KB.
const MOST_ROWS: usize = 4_000;

/// The steps that can be undone and redone; the most recent ones are last.
#[derive(Debug, Default)]
pub struct EditHistory {
    undo: VecDeque<EditStep>,
    redo: VecDeque<EditStep>,
    /// True if the first steps are no longer kept.
    is_cut: bool,
    /// The typing that the next key may continue.
    run: Option<TypingRun>,
}

/// A state to return to: a field with all that is in it, and the focus.
#[derive(Debug)]
struct EditStep {
    /// Index of the field in the form.
    index: usize,
    field: FormField,
    focus: FormPath,
}

/// Keys that are one step: letters in a row, or deletions in a row, in one text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TypingRun {
    focus: FormPath,
    deletes: bool,
}

impl EditHistory {
    /// Adds a step, unless the edit continues the typing of the last one.
    fn push(&mut self, step: EditStep, run: Option<TypingRun>, begins: bool) {
        self.redo.clear();
        if begins || run.is_none() || run != self.run {
            self.undo.push_back(step);
        }
        let mut rows: usize = self.undo.iter().map(|step| step.field.row_count()).sum();
        while self.undo.len() > MOST || rows > MOST_ROWS && self.undo.len() > 1 {
            rows -= self.undo.pop_front().map_or(0, |step| step.field.row_count());
            self.is_cut = true;
        }
        self.run = run;
    }

    /// What is said where no step is left.
    fn end(&self, again: bool) -> String {
        match again {
            true => "Nothing to redo.".to_owned(),
            false if self.is_cut && self.redo.len() == 1 => "Only the last edit can be undone.".to_owned(),
            false if self.is_cut => format!("Only the last {} edits can be undone.", self.redo.len()),
            false => "Nothing to undo.".to_owned(),
        }
    }

    /// Makes the next key a step of its own.
    pub(super) fn end_run(&mut self) {
        self.run = None;
    }
}

impl Form {
    /// Edits the field that has the focus, or an entry in it, as one step of the history.
    pub(super) fn step_of<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> T {
        self.step_in_run(None, false, change)
    }

    /// Edits the focused text by a key. A word is one step.
    pub(super) fn step_of_key<T>(&mut self, key: KeyPress, change: impl FnOnce(&mut Self) -> T) -> T {
        let deletes = key.typed().is_none();
        let run = TypingRun { focus: self.focus.clone(), deletes };
        self.step_in_run(Some(run), key.code == Code::Char(' '), change)
    }

    fn step_in_run<T>(
        &mut self,
        run: Option<TypingRun>,
        begins: bool,
        change: impl FnOnce(&mut Self) -> T,
    ) -> T {
        let index = self.focus.first().copied().unwrap_or_default();
        let before = self.fields.get(index).cloned();
        let focus = self.focus.clone();
        let result = change(self);
        match (before, self.fields.get(index)) {
            (Some(field), Some(now)) if !field.reads_like(now) => {
                self.history.push(EditStep { index, field, focus }, run, begins);
            }
            _ => self.history.end_run(),
        }
        result
    }

    /// Undoes the last step, or redoes the one that was undone last.
    pub fn undo(&mut self, again: bool) {
        self.history.end_run();
        let history = &mut self.history;
        let (from, to) = if again {
            (&mut history.redo, &mut history.undo)
        } else {
            (&mut history.undo, &mut history.redo)
        };
        let Some(step) = from.pop_back() else {
            self.note = Some(history.end(again));
            return;
        };
        if let Some(field) = self.fields.get_mut(step.index) {
            let field = std::mem::replace(field, step.field);
            let focus = std::mem::replace(&mut self.focus, step.focus);
            to.push_back(EditStep { index: step.index, field, focus });
        }
        if let Some(place) = places(&self.fields).into_iter().find(|place| place.starts_with(&[step.index]))
            && !places(&self.fields).contains(&self.focus)
        {
            self.focus = place;
        }
        self.check_focused();
    }
}
