//! Redirect URLs that nearly match: which of the registered ones a failing URL was meant to be, and where
//! the two differ. Cognito compares them character by character.

mod asked;
mod differences;

pub use crate::resource::redirect::asked::Asked;
pub use crate::resource::redirect::differences::{differences, marks};

use std::ops::Range;

use crate::resource::redirect::differences::cost;

/// The number of candidates that are compared in full.
const COMPARED: usize = 64;

/// A registered URL that a failing one may have been meant to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearUrl<T> {
    pub url: String,
    /// What is registered with it.
    pub of: T,
    /// The differences in words, as the failing URL has them; empty for the same URL.
    pub differences: Vec<String>,
    /// How far the two are from each other; 0 for the same URL.
    pub distance: usize,
}

/// The nearest ones among registered URLs, best first; those that `is_preferred` come before others that
/// are not the same URL. The order of the candidates does not matter, except among equals.
pub fn nearest<'a, T>(
    asked: &str,
    registered: impl Iterator<Item = (&'a str, T)>,
    is_preferred: impl Fn(&T) -> bool,
    most: usize,
) -> Vec<NearUrl<T>> {
    let mut rough: Vec<_> = registered
        .map(|(url, of)| ((url != asked, !is_preferred(&of), roughly(asked, url)), url, of))
        .collect();
    rough.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    rough.truncate(COMPARED.max(most));
    let mut near: Vec<_> = rough
        .into_iter()
        .map(|((differs, later, _), url, of)| ((differs, later, cost(asked, url)), url, of))
        .collect();
    near.sort_by(|one, other| (one.0, one.1).cmp(&(other.0, other.1)));
    near.truncate(most);
    let near = near.into_iter().map(|((_, _, distance), url, of)| NearUrl {
        url: url.to_owned(),
        of,
        differences: differences(asked, url),
        distance,
    });
    near.collect()
}

/// A distance that is quickly told: another host, then the characters between what is the same at both ends.
fn roughly(asked: &str, url: &str) -> (bool, usize) {
    let host = |text: &str| crate::resource::urls::host(text);
    let [one, other] = differing(asked, url);
    (host(asked) != host(url), one.len().max(other.len()))
}

/// The part of each of two texts that differs, counted in characters: what is between their common
/// beginning and their common end.
pub fn differing(one: &str, other: &str) -> [Range<usize>; 2] {
    let same = |(one, other): &(char, char)| one == other;
    let lengths = [one.chars().count(), other.chars().count()];
    let start = one.chars().zip(other.chars()).take_while(same).count();
    let room = lengths[0].min(lengths[1]) - start;
    let end = one.chars().rev().zip(other.chars().rev()).take(room).take_while(same).count();
    lengths.map(|length| start..length - end)
}

#[cfg(test)]
mod tests;
