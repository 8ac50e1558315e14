//! The keys that sort lists, and the order that the lists of a kind share.

use crate::app::screen::Screen;
use crate::app::screen::list::sort::{Sort, SortBy};
use crate::app::{App, Tone};
use crate::keymap::named;
use crate::message::Effect;
use crate::resource::Key;
use crate::resource::display::plural::plural;

impl App {
    /// Sorts the shown list by its next column, or turns its order around.
    pub(crate) fn sort(&mut self, turn: bool) -> Vec<Effect> {
        let risk = |key: &Key| self.risk_in_total(key);
        let Some(list) = self.screens.last().and_then(Screen::list) else { return vec![] };
        let sort = match list.sort() {
            None if turn => None,
            Some(sort) if turn => Some(Sort { descending: !sort.descending, ..sort }),
            _ => list.next_sort(risk),
        };
        let kind = list.key.kind.id;
        let words = match sort {
            None => {
                format!("The rows stand as they are listed; {} sorts them by a column.", named::sort())
            }
            Some(sort) => {
                let title = match sort.by {
                    SortBy::Risk => "RISK",
                    SortBy::Column(at) => list.key.kind.columns[at].title,
                };
                let direction = if sort.descending { "descending" } else { "ascending" };
                let unread = match list.unsortable(sort.by, risk) {
                    0 => String::new(),
                    rows => format!("; {} last", plural(rows, "unread row")),
                };
                let more =
                    if list.next.is_some() { " Rows of further pages are not among them." } else { "" };
                let turn = named::turn_sort();
                format!("Sorted by {title}, {direction}{unread}.{more} {turn} turns the order around.")
            }
        };
        self.sorts.remove(&kind);
        self.sorts.extend(sort.map(|sort| (kind, sort)));
        self.say(Tone::Plain, words);
        vec![]
    }

    /// Brings the lists of the shown screen into the order of their kinds.
    pub(crate) fn sort_lists(&mut self) {
        let Some(mut screen) = self.screens.pop() else { return };
        for list in screen.lists_mut() {
            list.arrange(self.options.config.columns.of(list.key.kind.id));
            list.sort_by(self.sorts.get(&list.key.kind.id).copied());
            list.sort_rows(|key| self.risk_in_total(key));
        }
        self.screens.push(screen);
    }
}
