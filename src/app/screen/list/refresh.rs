//! How the rows of a list come in. A refresh replaces them one by one: those that it has not read yet stay,
//! marked as old, so that a failure takes none away.

use std::collections::{HashMap, HashSet};

use crate::app::cache::Cache;
use crate::app::remote::Remote;
use crate::app::screen::list::List;
use crate::app::screen::list_row::ListRow;
use crate::resource::Document;

/// How far the rows can be relied on after a load that did not reach its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Currency {
    /// The first load did not reach its end: rows are missing.
    Incomplete,
    /// A refresh did not reach its end, so all rows, or those marked as old, are as read at `read_at`, in
    /// seconds since 1970.
    Old { read_at: i64, in_part: bool, incomplete: bool },
}

impl List {
    /// Starts a refresh: every row stays until a page brings it again.
    pub fn begin_refresh(&mut self) {
        let has_old = self.rows.iter().any(|row| row.is_old);
        // A refresh that replaced every row and then broke off has left an incomplete list.
        self.is_whole &= has_old || !self.refreshing;
        self.refreshing = true;
        self.rows.iter_mut().for_each(|row| row.is_old = true);
    }

    /// Adds the rows of a page, before those that the refresh has not read yet. Documents read earlier fill
    /// their columns, unless the name shows that the resource has changed since.
    pub fn extend(&mut self, mut page: Vec<Document>, cache: &Cache, now: i64) {
        let (kind, chosen) = (self.key.kind, self.chosen_id());
        self.read_at.get_or_insert(now);
        // A resource created during the load has its row before its page arrives.
        let read: HashSet<_> =
            self.rows.iter().filter(|row| !row.is_old).filter_map(|row| row.id(kind)).collect();
        page.retain(|listed| listed.text(kind.id_path).is_none_or(|id| !read.contains(id)));
        let brought: HashSet<_> =
            page.iter().filter_map(|listed| listed.text(kind.id_path)).map(str::to_owned).collect();
        let unread = self.rows.iter().position(|row| row.is_old).unwrap_or(self.rows.len());
        let old = self.rows.split_off(unread);
        let (again, mut old): (Vec<_>, Vec<_>) =
            old.into_iter().partition(|row| row.id(kind).is_some_and(|id| brought.contains(id)));
        for listed in page {
            let read = self.key.row(&listed).and_then(|key| cache.fresh(&key));
            let unchanged = read.filter(|document| kind.name_of(document) == kind.name_of(&listed));
            let mut row = ListRow::new(kind, listed, unchanged);
            if let Some(before) = again.iter().find(|before| before.id(kind) == row.id(kind)) {
                row.follow(kind, before);
            }
            self.rows.push(row);
        }
        self.rows.append(&mut old);
        self.restore_choice(chosen.as_deref());
        self.refilter();
    }

    /// Shows other rows, all of which are known. The chosen row stays chosen, or else the one in its place.
    /// Who is at the top stays there, because the worst rows come first.
    pub(crate) fn replace(&mut self, rows: Vec<Document>) {
        let is_at_top = self.place() == 0 && self.sort().is_none();
        let (kind, chosen) = (self.key.kind, self.chosen_id().filter(|_| !is_at_top));
        let old = std::mem::take(&mut self.rows);
        let mut old: HashMap<_, _> =
            old.into_iter().filter_map(|row| Some((row.id(kind)?.to_owned(), row))).collect();
        let row = |listed: Document| {
            let known = listed.text(kind.id_path).and_then(|id| old.remove(id));
            let known = known.filter(|row| row.listed == listed);
            let mut row = known.unwrap_or_else(|| ListRow::new(kind, listed, None));
            row.is_old = false;
            row
        };
        self.rows = rows.into_iter().map(row).collect();
        self.marks.retain(|id| !old.contains_key(id));
        self.choose_again(chosen.as_deref(), is_at_top);
    }

    /// Shows other rows, made elsewhere.
    pub(crate) fn replace_rows(&mut self, rows: Vec<ListRow>) {
        let chosen = self.chosen_id();
        self.notices = rows.iter().filter(|row| row.is_notice).count();
        self.rows = rows;
        self.choose_again(chosen.as_deref(), false);
    }

    fn choose_again(&mut self, chosen: Option<&str>, is_at_top: bool) {
        let place = chosen.and_then(|chosen| self.ids().position(|id| id == chosen));
        let place = if is_at_top { Some(0) } else { place };
        self.chosen = place.unwrap_or(self.chosen).min(self.rows.len().saturating_sub(1));
        self.refilter();
    }

    /// Ends a load: the list is complete, or `next` is the token of its next page. Removes the rows that the
    /// refresh did not find any more, and their marks.
    pub fn finished(&mut self, next: Option<String>, now: i64) {
        let chosen = self.chosen_id();
        self.next = next;
        self.rows.retain(|row| !row.is_old);
        if std::mem::take(&mut self.refreshing) {
            self.read_at = Some(now);
        }
        self.read_at.get_or_insert(now);
        self.is_whole = true;
        self.restore_choice(chosen.as_deref());
        if self.next.is_some() && self.wanted.is_none() && self.chosen_id() != chosen {
            // The row may come with a later page.
            self.wanted = chosen;
        }
        let there: HashSet<_> = self.rows.iter().filter_map(|row| row.id(self.key.kind)).collect();
        self.marks.retain(|id| there.contains(id.as_str()));
        self.load = Remote::Ready(());
        self.refilter();
    }

    /// How far the rows can be relied on, if the last load did not reach its end.
    pub fn currency(&self) -> Option<Currency> {
        if !matches!(self.load, Remote::Failed(_) | Remote::Stopped) || self.rows.is_empty() {
            return None;
        }
        let has_old = self.rows.iter().any(|row| row.is_old);
        let Some(read_at) = self.read_at.filter(|_| has_old) else { return Some(Currency::Incomplete) };
        let in_part = self.rows.iter().any(|row| !row.is_old);
        Some(Currency::Old { read_at, in_part, incomplete: !self.is_whole })
    }

    fn chosen_id(&self) -> Option<String> {
        self.rows.get(self.chosen).and_then(|row| row.id(self.key.kind)).map(str::to_owned)
    }

    /// Chooses the row that was chosen before the rows changed, or the one to choose as soon as it is there.
    fn restore_choice(&mut self, chosen: Option<&str>) {
        let place = |id: Option<&str>| id.and_then(|id| self.ids().position(|there| there == id));
        if let Some(place) = place(self.wanted.as_deref()) {
            (self.chosen, self.wanted) = (place, None);
        } else {
            self.chosen = place(chosen).unwrap_or(0);
        }
    }
}
