//! What the keys do on the rows of the findings: open the very setting, and fix one or many.

use crate::app::change::bulk::{Bulk, Edit};
use crate::app::dialog::Dialog;
use crate::app::dialog::loading_for_edit::Intent;
use crate::app::screen::Screen;
use crate::app::{App, Tone};
use crate::message::Effect;
use crate::resource::display::plural::plural;
use crate::resource::finding::{ANY_RESOURCE, FINDING};
use crate::resource::{Finding, Fix, Key};

impl App {
    /// The finding of the chosen row, and the resource that has it.
    pub(crate) fn chosen_row_finding(&self) -> Option<(Key, &'static Finding)> {
        let list = self.list().filter(|list| *list.key.kind == FINDING)?;
        Finding::of_row(&list.chosen()?.listed)
    }

    /// Opens the resource of the chosen finding at the setting that shows it.
    pub(crate) fn open_finding(&mut self) -> Option<Vec<Effect>> {
        let (key, finding) = self.chosen_row_finding()?;
        Some(self.show(Screen::open_at(&key, finding.path)))
    }

    /// Fixes the chosen finding, or all marked ones together.
    pub(crate) fn fix_listed(&mut self) -> Vec<Effect> {
        let Some(list) = self.list().filter(|list| *list.key.kind == FINDING) else { return vec![] };
        let rows = list.rows().iter().filter(|row| list.is_marked(row));
        let marked: Vec<_> = rows.filter_map(|row| Finding::of_row(&row.listed)).collect();
        if !marked.is_empty() {
            return self.fix_marked(marked);
        }
        let Some((key, finding)) = self.chosen_row_finding() else { return vec![] };
        if let Fix::Elsewhere(words) = finding.fix {
            self.say(Tone::Plain, words);
            return vec![];
        }
        let name = self.checked_name(&key);
        let (key, finding) = finding.fixed_at(&key);
        self.load_for_edit(key, name, Intent::Fix(finding))
    }

    /// Fixes findings of many resources; several of one resource are one write.
    fn fix_marked(&mut self, marked: Vec<(Key, &'static Finding)>) -> Vec<Effect> {
        let all = marked.len();
        let (edits, rest): (Vec<_>, Vec<_>) = marked
            .into_iter()
            .partition(|(_, finding)| matches!(finding.fix, Fix::Edit(_) | Fix::OnPart(..)));
        if edits.is_empty() {
            let text = "None of the marked findings is fixed by an edit alone: f fixes one after the other, \
                        without marks.";
            self.say(Tone::Plain, text);
            return vec![];
        }
        let mut rows: Vec<(Key, String)> = Vec::new();
        let mut fixes = Vec::new();
        for (key, finding) in &edits {
            let (at, finding) = finding.fixed_at(key);
            if !rows.iter().any(|(other, _)| *other == at) {
                rows.push((at.clone(), self.checked_name(key)));
            }
            fixes.push((at, finding));
        }
        let first = rows.first().map_or(&ANY_RESOURCE, |(key, _)| key.kind);
        let is_same = rows.iter().all(|(key, _)| key.kind == first);
        let kind = if is_same { first } else { &ANY_RESOURCE };
        let bulk = Bulk::new(kind, Edit::Fix(fixes), rows);
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        effects.extend(self.open_dialog(Dialog::Bulk(Box::new(bulk))));
        if !rest.is_empty() {
            let (need, stay) = if rest.len() == 1 { ("needs", "stays") } else { ("need", "stay") };
            let text = format!(
                "{} of {all} marked {need} a choice, and {stay} marked.",
                plural(rest.len(), "finding")
            );
            self.say(Tone::Plain, text);
        }
        effects
    }

    /// The name of a resource when it was last checked.
    pub(crate) fn checked_name(&self, key: &Key) -> String {
        let checked = self.totals.resources().find(|(other, _)| *other == key);
        checked.map_or_else(|| key.id.clone(), |(_, checked)| checked.name.clone())
    }
}
