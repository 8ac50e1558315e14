//! The order and the columns that the lists of a kind share, and the keys that change them.

use crate::app::dialog::Dialog;
use crate::app::dialog::columns::ColumnChoice;
use crate::app::screen::Screen;
use crate::app::screen::list::sort::{Sort, SortBy};
use crate::app::{App, Tone};
use crate::config::Columns;
use crate::keymap::named;
use crate::message::Effect;
use crate::resource::display::plural::plural;
use crate::resource::{Key, Kind};

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

    /// Opens the choice of the shown list's columns.
    pub(crate) fn choose_columns(&mut self) -> Vec<Effect> {
        let Some(list) = self.list() else { return vec![] };
        let choice = ColumnChoice::new(list.key.kind, &list.columns());
        self.open_dialog(Dialog::Columns(Box::new(choice)))
    }

    /// Shows these columns in all lists of a kind, and says how to keep them.
    pub(crate) fn arrange_columns(&mut self, kind: &'static Kind, columns: Vec<usize>) {
        let kept = match Columns::setting(kind, &columns) {
            Some(setting) => format!("For this session. In config.toml, [columns] keeps it: {setting}"),
            None => "For this session.".to_owned(),
        };
        self.columns.insert(kind.id, columns);
        self.say(Tone::Plain, kept);
    }

    /// Brings the lists of the shown screen into the order of their kinds.
    pub(crate) fn sort_lists(&mut self) {
        let Some(mut screen) = self.screens.pop() else { return };
        for list in screen.lists_mut() {
            let kind = list.key.kind.id;
            let chosen = self.columns.get(&kind).map(Vec::as_slice);
            list.arrange(chosen.or_else(|| self.options.config.columns.of(kind)));
            list.sort_by(self.sorts.get(&list.key.kind.id).copied());
            list.sort_rows(|key| self.risk_in_total(key));
        }
        self.screens.push(screen);
    }
}
