//! The lines about the scan of all pools: how far it is, and what it could not check.

use crate::app::App;
use crate::resource::display::plural::plural;
use crate::view::Theme;
use crate::view::pen::{Line, paragraph};

/// How far the scan is, and what was not checked.
pub fn lines(app: &App, theme: &Theme, cells: u16) -> Vec<Line> {
    let expired: usize = app.totals.resources().map(|(_, checked)| checked.expired.len()).sum();
    let accepted: usize = app.totals.resources().map(|(_, checked)| checked.accepted.len()).sum();
    let accepted = if accepted > 0 { format!(" {accepted} accepted.") } else { String::new() };
    let expired = match expired {
        0 => String::new(),
        number => format!(" {} expired.", plural(number, "exception")),
    };
    let sentence = format!("{}{accepted}{expired}", app.audit.sentence(app.now));
    with_gaps(&sentence, &app.audit.gaps(), theme, cells)
}

/// How much a trust map knows, and what was not read.
pub fn map_lines(app: &App, theme: &Theme, cells: u16) -> Vec<Line> {
    with_gaps(&app.map_sentence(), &app.audit.gaps_of_references(), theme, cells)
}

fn with_gaps(sentence: &str, gaps: &[String], theme: &Theme, cells: u16) -> Vec<Line> {
    let gaps = gap_lines(gaps, theme, cells);
    paragraph(sentence, cells, theme.plain).into_iter().chain(gaps).collect()
}

/// What was not checked.
pub fn gap_lines(gaps: &[String], theme: &Theme, cells: u16) -> Vec<Line> {
    gaps.iter().flat_map(|gap| paragraph(&format!("! {gap}"), cells, theme.warn)).collect()
}

/// What stands in place of rows: that nothing was found, in what was read.
pub fn instead(app: &App, theme: &Theme, cells: u16) -> Vec<Line> {
    let words = if app.audit.is_complete() {
        "No check found anything."
    } else if app.totals.read() > 0 {
        "No check found anything in what was read so far."
    } else {
        "Nothing was checked yet."
    };
    paragraph(words, cells, theme.plain)
}
