//! Draws the question about a deletion: what goes with the resource, who uses it, what is not known, and the
//! word to type.

use crate::app::App;
use crate::app::change::confirm::{Confirm, Knowledge, Typed};
use crate::app::change::dependents::Count;
use crate::app::remote::Remote;
use crate::app::screen::reference_scan::ReferenceScan;
use crate::keymap::{Scope, named};
use crate::resource::display::value::{age, display};
use crate::resource::{Dependent, Rank, Referrers, WriteOperation};
use crate::view::Theme;
use crate::view::pen::{Line, labelled, paragraph};
use crate::view::text::{visible, width};

/// Number of referring resources that are named.
const MOST_NAMES: usize = 30;

/// Number of resources behind those that are named.
const MOST_BROKEN: usize = 6;

/// Adds the warning of a deletion, and the resources that depend on the deleted one.
pub fn consequences(app: &App, open: &Confirm, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let warning = "This can't be undone. Anything that uses it stops working.";
    lines.extend(paragraph(warning, cells, theme.bad));
    let notice = open.write.key.kind.deletion.notice;
    if !notice.is_empty() {
        lines.extend(paragraph(notice, cells, theme.plain));
    }
    let newer_warning = open.write.key.kind.deletion.newer_warning;
    if open.rank == Some(Rank::Newer) && !newer_warning.is_empty() {
        lines.extend(paragraph(&format!("! {newer_warning}"), cells, theme.bad));
    }
    let dependents = open.write.key.kind.deletion.dependents;
    if !dependents.iter().all(|dependent| matches!(dependent, Dependent::Referrers(_))) {
        lines.extend(paragraph("Deleted with it:", cells, theme.plain));
    }
    let of = |count: &Count| match &count.has_more {
        Remote::NotAsked | Remote::Loading(_) => (theme.quiet, "counting…".to_owned()),
        Remote::Stopped => (theme.warn, "not counted: stopped".to_owned()),
        Remote::Ready(true) => (theme.strong, format!("{} or more", count.number)),
        Remote::Ready(false) => (theme.strong, count.number.to_string()),
        Remote::Failed(error) => (theme.warn, format!("can't be counted: {}", error.summary)),
    };
    let counted = open.dependents.iter().map(|count| (count.kind.plural, of(count)));
    let known = |number: Option<usize>| match (number, &open.companion) {
        (Some(number), _) => (theme.strong, number.to_string()),
        (None, Remote::Failed(error)) => (theme.warn, format!("can't be loaded: {}", error.summary)),
        (None, Remote::Stopped) => (theme.warn, "not loaded: stopped".to_owned()),
        (None, _) => (theme.quiet, "loading…".to_owned()),
    };
    let known_dependents = open.known_dependents().map(|(label, number)| (label, known(number)));
    let rows: Vec<_> = counted.chain(known_dependents).collect();
    let longest = rows.iter().map(|(label, _)| width(label)).max().unwrap_or_default();
    let column = u16::try_from(longest + 4).map_or(18, |column| column.max(18));
    for (label, (style, text)) in rows {
        lines.extend(labelled(&format!("  {label}"), theme.plain, column, &text, cells, style));
    }
    let is_dependent = |referrers: &Referrers| {
        let is_it =
            |dependent: &Dependent| matches!(dependent, Dependent::Referrers(one) if *one == referrers);
        dependents.iter().any(is_it)
    };
    let its = |scan: &&ReferenceScan| scan.about == open.write.key && is_dependent(scan.referrers);
    for scan in app.scans.iter().filter(its) {
        referring(scan, theme, cells, lines);
    }
    let listed = app.scans.iter().filter(its).flat_map(|scan| &scan.found).map(|(_, key, _)| key);
    behind(&app.also_broken(&open.write.key, &listed.collect::<Vec<_>>()), theme, cells, lines);
}

/// The creation date of a resource to delete and its age, where its kind calls resources older and newer.
pub fn age_of_deleted(open: &Confirm, now: i64) -> Option<(&'static str, String)> {
    let is_delete = open.write.operation == WriteOperation::Delete;
    let field = open
        .write
        .key
        .kind
        .dated_by
        .filter(|_| is_delete)
        .and_then(|path| open.write.key.kind.field(path))?;
    let value = open.write.base.get(field.path)?;
    #[expect(clippy::cast_possible_truncation, reason = "seconds of any date fit")]
    let seconds = now - value.as_f64()? as i64;
    let age = match age(seconds) {
        _ if seconds < 0 => String::new(),
        now if seconds < 60 => format!(" ({now})"),
        age => format!(" ({age} ago)"),
    };
    Some((field.label, format!("{}{age}", display(field, Some(value)).text(false))))
}

/// Adds the resources that a scan has found so far, and its progress.
fn referring(scan: &ReferenceScan, theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    let style = match (scan.found.is_empty(), scan.is_complete()) {
        (false, _) => theme.bad,
        (true, true) => theme.strong,
        (true, false) => theme.warn,
    };
    let title = format!("  {}", scan.referrers.title);
    lines.extend(labelled(&title, theme.plain, 34, &scan.names(MOST_NAMES), cells, style));
    let count = if scan.found.len() > 3 { format!("{} found, ", scan.found.len()) } else { String::new() };
    lines.extend(labelled("", theme.quiet, 2, &format!("({count}{})", scan.sentence()), cells, theme.quiet));
}

/// Adds what is behind the resources that refer to the deleted one, by the trust map.
fn behind(broken: &[String], theme: &Theme, cells: u16, lines: &mut Vec<Line>) {
    if broken.is_empty() {
        return;
    }
    let named = broken.iter().take(MOST_BROKEN).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = broken.len().saturating_sub(MOST_BROKEN);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    lines.extend(labelled("  Behind them", theme.plain, 34, &format!("{named}{more}"), cells, theme.warn));
    lines.extend(labelled("", theme.quiet, 2, "(in what was read so far)", cells, theme.quiet));
}

/// The lines that ask for the word of a delete: what is still unknown, the word, and what is typed so far.
pub fn question(app: &App, open: &Confirm, word: &Typed, theme: &Theme, cells: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    match open.knowledge(&app.scans) {
        Knowledge::Complete => {}
        Knowledge::Pending => lines.extend(paragraph("Waiting for the check…", cells, theme.warn)),
        Knowledge::Incomplete(gaps) => {
            let asks = if open.second_word.is_some() { " Delete anyway?" } else { "" };
            lines.extend(paragraph(&format!("! {}{asks}", gaps.join(" ")), cells, theme.bad));
        }
    }
    lines.extend(asked(word, "deletes", theme, cells));
    lines
}

/// The lines that ask for a word, and what is typed so far.
pub fn asked(word: &Typed, verb: &str, theme: &Theme, cells: u16) -> Vec<Line> {
    let mut lines = Vec::new();
    let scope = if verb == "deletes" { Scope::Deleting } else { Scope::Typed };
    let end = format!(", then {} {verb} it:", named::accept(scope));
    let wanted = visible(&word.wanted).into_owned();
    if "Type ".len() + width(&wanted) + end.len() <= usize::from(cells) {
        let pieces = [(theme.plain, "Type "), (theme.strong, wanted.as_str()), (theme.plain, end.as_str())];
        lines.push(pieces.map(|(style, text)| (style, text.to_owned())).to_vec());
    } else {
        lines.extend(paragraph(&format!("Type this{end}"), cells, theme.plain));
        lines.extend(paragraph(&wanted, cells, theme.strong));
    }
    lines.push(vec![(theme.accent, "▶ ".to_owned()), (theme.strong, word.input.text().to_owned())]);
    lines
}
