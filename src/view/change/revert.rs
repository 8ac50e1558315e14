//! Draws what a confirmation says about the change that it takes back.

use crate::app::change::confirm::{Confirm, Reverting};
use crate::history::entry::in_words;
use crate::history::{Record, RecordedChange};
use crate::view::Theme;
use crate::view::change::confirm::COLUMN;
use crate::view::pen::{Line, labelled, paragraph};

/// Adds the change that is taken back, what is left alone of it, and what can't come back.
pub fn taken_back(open: &Confirm, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let Some(Reverting { record, also, moved, overwrite, lost }) = &open.reverting else { return };
    let at = |record: &Record| record.at.replace('T', " ").replace('Z', " UTC");
    let of = match also {
        Some(also) if also.at == record.at => format!("both changes of {}", at(record)),
        Some(also) => format!("the changes of {} and {}", at(record), at(also)),
        None => format!("the change of {}", at(record)),
    };
    lines.extend(labelled("Takes back", theme.quiet, COLUMN, &of, cells, theme.plain));
    let kind = open.write.key.kind;
    let mut each = |changes: &[RecordedChange], sentence: &str| {
        if changes.is_empty() {
            return;
        }
        lines.extend(paragraph(sentence, cells, theme.warn));
        for change in changes {
            let words = in_words(change, Some(kind));
            lines.extend(labelled(
                &format!("  {}", change.setting),
                theme.plain,
                24,
                &words,
                cells,
                theme.plain,
            ));
        }
    };
    if *overwrite {
        each(moved, "! Changed since by someone else, and taken back too. The recorded change was:");
    } else {
        each(moved, "! Left alone, because it was changed since. The recorded change was:");
    }
    each(lost, "! Can't come back:");
    lines.push(vec![]);
}
