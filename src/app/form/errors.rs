//! Finds the field of a form that an error from the service is about.

use crate::app::form::Form;
use crate::app::form::field::{self, FieldBody, FormPath, places, row_at, row_at_mut};
use crate::app::form::input::InputControl;
use crate::error::AppError;
use crate::keymap::{Action, FormAction, Scope, ScreenAction, key_of};
use crate::resource::Field;
use crate::resource::field::Suggestions;

/// Lengths in bytes: from the first on, a quoted value identifies a field better than a field's name does.
/// Shorter than the second, a value identifies none.
const TELLING: usize = 8;
const TELLING_AT_ALL: usize = 3;

/// True if the service's message has the text as a whole word: between spaces, quotes, brackets or the end of
/// a sentence.
fn mentions(words: &str, text: &str) -> bool {
    let apart = |letter: char| letter.is_whitespace() || "'\"`()[]{}<>=,;".contains(letter);
    text.len() >= TELLING_AT_ALL
        && words.match_indices(text).any(|(at, _)| {
            let after = &words[at + text.len()..];
            let ends = after.trim_start_matches(['.', ':', '!']);
            words[..at].chars().next_back().is_none_or(apart) && ends.chars().next().is_none_or(apart)
        })
}

/// True if a text begins like a pattern, in which `*` is any text.
fn begins_like(words: &str, pattern: &str) -> bool {
    let (begin, others) = pattern.split_once('*').unwrap_or((pattern, ""));
    let rest = words.strip_prefix(begin);
    rest.is_some_and(|rest| others.split('*').all(|part| rest.contains(part)))
}

impl Form {
    /// Puts the service's error on the value that it quotes, or on the field that it names; otherwise the
    /// error stands above the form.
    pub fn place_error(&mut self, error: &AppError) {
        let words = error.cause.clone().unwrap_or_else(|| error.summary.clone());
        let (by_code, quoted) = (self.field_of_code(&words), self.field_of_quoted_value(&words, TELLING));
        // Of the entries of the code's field, the quoted one is meant.
        let is_within =
            |quoted: &FormPath| by_code.as_ref().is_none_or(|place| place.first() == quoted.first());
        let place = quoted.filter(is_within).or(by_code);
        let hint = self.hint_of_code(&words);
        match place.or_else(|| self.field_of_name(&words)).or_else(|| self.field_of_quoted_value(&words, 0)) {
            Some(place) => {
                self.focus = place;
                let hints: Vec<_> = [hint, self.hint_of_fetch()].into_iter().flatten().collect();
                let end = if hints.is_empty() || words.ends_with(['.', '!', '?']) { "" } else { "." };
                let words = [vec![format!("{words}{end}")], hints].concat().join(" ");
                let collection = field::collection(&self.focus)
                    .filter(|_| self.cell().is_none())
                    .map(|(collection, _)| collection.to_vec());
                if let Some(cell) = self.cell_mut() {
                    cell.error = Some(words);
                } else if let Some(row) =
                    collection.and_then(|collection| row_at_mut(&mut self.fields, &collection))
                {
                    row.error = Some(words);
                }
            }
            None => self.refusal = Some(AppError { hint: hint.or(error.hint.clone()), ..error.clone() }),
        }
    }

    /// What to do about a refusal, as the table says.
    fn hint_of_code(&self, words: &str) -> Option<String> {
        let mut hints = self.kinds().flat_map(|kind| kind.checks.error_hints);
        hints.find(|(begins, _)| begins_like(words, begins)).map(|(_, hint)| (*hint).to_owned())
    }

    /// How to see what the URL at the focus serves, since a refusal may be about that.
    fn hint_of_fetch(&self) -> Option<String> {
        matches!(self.offer(), Some(Suggestions::Fetch)).then(|| {
            let here = key_of(Scope::Fetched, Action::Form(FormAction::Fetch));
            let list = key_of(Scope::Fetchable, Action::Screen(ScreenAction::Fetch));
            format!("{here} here, or {list} in the list, shows what the URL serves now.")
        })
    }

    /// Path of the field that the table assigns to this error code.
    fn field_of_code(&self, words: &str) -> Option<FormPath> {
        let fields = self.kinds().flat_map(|kind| kind.checks.error_fields);
        let fields = fields.filter(|(begins, _)| begins_like(words, begins));
        let rows = fields.filter_map(|(_, path)| {
            self.fields.iter().position(|row| row.field.path == *path && !row.is_read_only())
        });
        let rows: Vec<_> = rows.collect();
        // Of two fields that an error may be about, it is about the one that has a value.
        let row = *rows.iter().find(|row| !self.fields[**row].is_blank()).or_else(|| rows.first())?;
        places(&self.fields).into_iter().find(|place| place.first() == Some(&row))
    }

    /// Path of the longest value, `least` bytes at the least, that the service quotes.
    fn field_of_quoted_value(&self, words: &str, least: usize) -> Option<FormPath> {
        let text = |place: &FormPath| match row_at(&self.fields, place).map(|row| &row.input) {
            Some(FieldBody::Value(cell)) => match &cell.input {
                InputControl::Text(text) if text.text().len() >= least && mentions(words, text.text()) => {
                    Some(text.text().len())
                }
                _ => None,
            },
            _ => None,
        };
        let found = places(&self.fields).into_iter().filter_map(|place| Some((text(&place)?, place)));
        found
            .max_by_key(|(length, place)| (*length, std::cmp::Reverse(place.clone())))
            .map(|(_, place)| place)
    }

    /// Path of the field that the service names, as in `Value '…' at 'identityPoolName' failed to satisfy
    /// constraint` or `Invalid role ARN for role type authenticated`.
    fn field_of_name(&self, words: &str) -> Option<FormPath> {
        let lower = words.to_ascii_lowercase();
        let spoken: Vec<_> = lower.split(|letter: char| !letter.is_alphanumeric()).collect();
        let called = |name: fn(&Field) -> &'static str| {
            self.fields.iter().position(|row| spoken.contains(&name(row.field).to_ascii_lowercase().as_str()))
        };
        let found = called(|field| field.path.rsplit('.').next().unwrap_or(field.path))
            .or_else(|| called(Field::member))?;
        places(&self.fields).into_iter().find(|place| place.first() == Some(&found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_as_a_whole_and_not_within_another_word() {
        let denied = "User: arn:aws:iam::1:user/x is not authorized to perform: \
            cognito-identity:CreateIdentityPool on resource: *";
        assert!(!mentions(denied, "identity") && !mentions(denied, "user") && mentions(denied, "authorized"));
        assert!(mentions("The provider Okta does not exist for User Pool eu-west-1_A.", "Okta"));
        assert!(mentions("The provider Okta does not exist for User Pool eu-west-1_A.", "eu-west-1_A"));
        assert!(mentions("Value 'a!' at 'identityPoolName' failed", "identityPoolName"));
        assert!(mentions(
            "perform: iam:PassRole on resource: arn:aws:iam::1:role/x because",
            "arn:aws:iam::1:role/x"
        ));
    }
}
