//! Notices a list that never ends.

use std::collections::HashSet;

use crate::resource::Document;

/// The pages of a list so far, to notice one that never ends.
#[derive(Default)]
pub struct Pagination {
    tokens: HashSet<String>,
    last: Vec<Document>,
}

impl Pagination {
    /// Takes a page. True if the list does not get on: a token or a page comes again, or there are more pages
    /// than any list of AWS has.
    pub fn repeats(&mut self, rows: &[Document], next: Option<&str>) -> bool {
        let Some(next) = next else { return false };
        let same_page = !rows.is_empty() && self.last == rows;
        self.last = rows.to_vec();
        same_page || !self.tokens.insert(next.to_owned()) || self.tokens.len() >= MOST_PAGES
    }
}

/// AWS allows 10,000 pools or app clients, which are some 200 pages.
pub const MOST_PAGES: usize = 1000;
