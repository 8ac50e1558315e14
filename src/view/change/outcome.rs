//! Draws how a write ended: its verdict, or an unknown outcome.

use crate::app::App;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::Sent;
use crate::keymap::{Action, Scope, WriteAction, key_of, named};
use crate::resource::display::value::{MASK, display};
use crate::resource::{Access, Change, Verdict, WriteOperation};
use crate::view::change::confirm::COLUMN;
use crate::view::change::diff::{Sides, change_rows, missing_rows, settings};
use crate::view::pen::{Line, labelled, paragraph};
use crate::view::text::width;
use crate::view::{Theme, failure};

/// Adds the verdict of a write that was verified by a new read.
pub fn done(
    app: &App,
    open: &Confirm,
    verdict: &Verdict,
    sent: Sent,
    theme: &Theme,
    cells: u16,
    lines: &mut Vec<Line>,
) {
    let made = open.write.operation == WriteOperation::Create;
    if sent == Sent::AnswerLost {
        let words = if made {
            "The response was lost, but it was created."
        } else {
            "The response was lost, but the change was applied."
        };
        lines.extend(paragraph(words, cells, theme.plain));
    }
    if made && sent == Sent::AnswerLost && !open.write.key.kind.creation.lost_answer_notice.is_empty() {
        lines.extend(paragraph(
            &format!("! {}", open.write.key.kind.creation.lost_answer_notice),
            cells,
            theme.warn,
        ));
    }
    let (sign, style) = if verdict.is_clean() { ("✓", theme.good) } else { ("!", theme.warn) };
    let sentence = if made { verdict.sentence_of_new() } else { verdict.sentence() };
    lines.extend(paragraph(&format!("{sign} {sentence}"), cells, style));
    if made {
        lines.extend(labelled("Id", theme.quiet, COLUMN, &open.write.key.id, cells, theme.strong));
        secrets(open, app.reveal, theme, cells, lines);
    }
    if let Some(((original, name), _)) = open.children_to_copy() {
        let kinds = original.kind.creation.copied_children.iter();
        let kinds: Vec<_> = kinds.map(|kind| kind().plural.to_lowercase()).collect();
        let take = key_of(Scope::Offered, Action::Write(WriteAction::TakeOffer));
        let words = format!("! {take} copies {name}'s {} into it.", kinds.join(", "));
        lines.extend(paragraph(&words, cells, theme.warn));
    }
    if let Some(grants) = open.grants() {
        let take = key_of(Scope::Offered, Action::Write(WriteAction::TakeOffer));
        let kinds = (grants.kind)().plural.to_lowercase();
        let words = format!("! {} {take} gives {kinds} access.", grants.words);
        lines.extend(paragraph(&words, cells, theme.warn));
    }
    if let Some(offer) = open.offer() {
        lines.extend(paragraph(&format!("! {}", offer.words), cells, theme.warn));
    }
    if !open.write.key.kind.can_be_described() {
        // Such a resource cannot be read: the answer to the write is all that is known.
        let answered = open.write.key.kind.fields.iter().filter(|field| field.access == Access::ReadOnly);
        for field in answered
            .filter(|field| field.when_absent.is_some() || open.write.created.get(field.path).is_some())
        {
            let words = display(field, open.write.created.get(field.path));
            lines.extend(labelled(
                field.label,
                theme.plain,
                COLUMN + 8,
                words.text(false),
                cells,
                theme.strong,
            ));
        }
    }
    if !verdict.changed.is_empty() {
        lines.push(vec![]);
    }
    if made {
        settings(&verdict.changed, app.now, theme, cells, lines);
    } else {
        for change in &verdict.changed {
            match verdict.default_words(change) {
                Some(words) => {
                    let label = change.label();
                    let column = u16::try_from(width(&label) + 2).unwrap_or(COLUMN);
                    lines.extend(labelled(&label, theme.strong, column, &words, cells, theme.strong));
                }
                None => change_rows(change, Sides::done(app.now), theme, cells, lines),
            }
        }
    }
    filled(&verdict.filled, app.now, theme, cells, lines);
    if !verdict.missing.is_empty() {
        lines.push(vec![]);
        lines.extend(paragraph("! Not applied:", cells, theme.warn));
        for change in &verdict.missing {
            lines.extend(paragraph(&change.label(), cells, theme.strong));
            missing_rows(change, &open.write.base, theme, cells, lines);
        }
    }
    if !verdict.others.is_empty() {
        lines.push(vec![]);
        lines.extend(paragraph("! Also changed (before → now):", cells, theme.warn));
        verdict
            .others
            .iter()
            .for_each(|change| change_rows(change, Sides::done(app.now), theme, cells, lines));
    }
}

/// Adds the settings that AWS set where the request left them out: defaults, and values that it computed.
fn filled(filled: &[Change], now: i64, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let (computed, defaults): (Vec<_>, Vec<_>) =
        filled.iter().cloned().partition(|change| change.field.is_some_and(|field| field.computed));
    for (title, changes) in [("Defaults that AWS filled in:", defaults), ("Set by AWS:", computed)] {
        if !changes.is_empty() {
            lines.push(vec![]);
            lines.extend(paragraph(title, cells, theme.quiet));
            settings(&changes, now, theme, cells, lines);
        }
    }
}

/// Adds the new resource's secrets, which AWS may never return again.
pub fn secrets(open: &Confirm, reveal: bool, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    for (label, secret) in open.new_secrets() {
        let shown = if reveal { secret.reveal() } else { MASK };
        let tight = u16::try_from(width(label) + 2).unwrap_or(COLUMN);
        let fits = width(shown) + usize::from(COLUMN + 4) <= usize::from(cells);
        let column = if fits { COLUMN + 4 } else { tight };
        lines.extend(labelled(label, theme.quiet, column, shown, cells, theme.strong));
    }
}

/// Adds the facts about a write with an unknown outcome, and the advice.
#[expect(clippy::too_many_arguments, reason = "each is a fact about the write that the sentences need")]
pub fn unknown(
    noun: &str,
    error: &crate::error::AppError,
    sent: Sent,
    unchanged: bool,
    again: bool,
    theme: &Theme,
    cells: u16,
    lines: &mut Vec<Line>,
) {
    let refresh = named::reread();
    let (what, then) = match (sent, unchanged) {
        (Sent::Accepted, false) => (
            format!("? AWS accepted the {noun}, but its result can't be loaded."),
            format!("{refresh} refreshes it."),
        ),
        (Sent::Accepted, true) => (
            format!("? AWS accepted the {noun}, but it does not show yet."),
            format!("This may take a moment. {refresh} refreshes it."),
        ),
        (Sent::AnswerLost, false) => {
            let then = format!("{refresh} refreshes it. Nothing is sent twice.");
            (format!("? Unknown whether the {noun} was applied."), then)
        }
        (Sent::AnswerLost, true) => (
            format!("? Unknown whether the {noun} was applied. It does not show yet."),
            format!("It may still be applied. {refresh} refreshes it; if it stays unchanged, start over."),
        ),
    };
    lines.extend(paragraph(&what, cells, theme.warn));
    lines.push(vec![]);
    lines.extend(failure(error, theme, cells));
    lines.push(vec![]);
    let unseen = "cognitui can't load it: look for it in AWS before you try again.";
    let then = if again { then.as_str() } else { unseen };
    lines.extend(paragraph(then, cells, theme.plain));
}
