//! Draws a list: column titles, and the rows that fit.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::app::remote::Remote;
use crate::app::screen::list::refresh::Currency;
use crate::app::screen::list::sort::SortBy;
use crate::app::screen::list::{List, first_row};
use crate::app::screen::list_row::ListRow;
use crate::keymap::named;
use crate::message::Spot;
use crate::resource::display::plural::plural;
use crate::resource::display::value::{DisplayValue, SOON, age, until_short};
use crate::resource::tables::joint::JOINT_PROFILE;
use crate::resource::{Listing, Risk, Severity};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::screen::currency::CHANGED;
use crate::view::screen::{audit, currency, preview};
use crate::view::text::{fit_middle, visible, width};
use crate::view::{Theme, instead};

const GAP: usize = 2;

/// Below this room, a list with risks has only its first column beside them: a window of 60 columns.
const NARROW: usize = 47;

/// Draws the rows, and in a wide window what is known of one of them beside; returns the number of rows below
/// the window.
pub fn draw(app: &App, list: &List, theme: &Theme, pen: &mut Pen, area: Rect) -> usize {
    let (rows, beside, findings) = preview::panes(area);
    let below = draw_rows(app, list, theme, pen, rows);
    if let Some(beside) = beside {
        preview::draw(app, list, theme, pen, beside, findings);
    }
    below
}

/// The text and the style of a cell. Ages and ends are counted from now.
fn cell_words(
    cell: Option<&DisplayValue>,
    now: i64,
    unreadable: bool,
    is_name: bool,
    theme: &Theme,
) -> (String, Style) {
    match cell {
        Some(DisplayValue::Since(seconds, text)) => {
            (if now >= *seconds { age(now - seconds) } else { text.clone() }, theme.plain)
        }
        Some(DisplayValue::Until(end, day)) => {
            let style = match () {
                () if *end <= now => theme.bad,
                () if *end <= now + SOON => theme.warn,
                () => theme.plain,
            };
            (format!("{day} ({})", until_short(end - now)), style)
        }
        None => (if unreadable { "?" } else { "…" }.to_owned(), theme.quiet),
        Some(DisplayValue::Unset(text)) => (text.clone(), theme.quiet),
        Some(shown) => (shown.text(false).to_owned(), if is_name { theme.strong } else { theme.plain }),
    }
}

/// The style of a cell in a joint table: that of a notice, or of the badge that a rule gives to the context.
fn joint_style(app: &App, list: &List, row: &ListRow, index: usize, theme: &Theme) -> Option<Style> {
    let columns = list.key.kind.columns;
    let is_last_of_findings =
        columns.first().is_some_and(|column| column.rated) && index + 1 == columns.len();
    if row.is_notice && (index == 0 || is_last_of_findings) {
        let has_failed = matches!(row.cells.get(index), Some(Some(DisplayValue::Text(_))));
        return Some(if has_failed { theme.bad } else { theme.quiet });
    }
    let is_profile = columns[index].path == JOINT_PROFILE;
    let badge = app.policy_of_row(row).badge.filter(|_| is_profile);
    badge.map(|(_, colour)| theme.badge(colour).0)
}

/// Sentences on rows of their own, as far as there are rows for them.
fn draw_lines(lines: &[Line], pen: &mut Pen, x: u16, rows: Range<u16>, width: u16) {
    for (line, y) in lines.iter().zip(rows) {
        pen.sentence_line(x, y, width, line);
    }
}

/// The titles of the columns, that of the risk behind the first one.
fn draw_titles(list: &List, widths: &[usize], theme: &Theme, pen: &mut Pen, (mut x, y): (u16, u16)) {
    for (place, (cells, index)) in widths.iter().zip(list.columns()).enumerate() {
        pen.text(x, y, cast(*cells), &title(list, index), theme.quiet);
        x += cast(cells + GAP);
        if place == 0 && list.has_risk() {
            pen.text(x, y, cast(RISK), &sorted(list, SortBy::Risk, "RISK"), theme.quiet);
            x += cast(RISK + GAP);
        }
    }
}

fn draw_rows(app: &App, list: &List, theme: &Theme, pen: &mut Pen, area: Rect) -> usize {
    pen.rule(area, area.y, theme.quiet);
    let inside = Rect::new(area.x, area.y + 1, area.width, area.height.saturating_sub(1));
    let next = list.next_step().map(str::to_owned).or_else(|| list.note(&app.cache));
    if let Some(next) = &next {
        // Only short lists have such words, so there is room below the rows.
        let top = inside.y + 2 + cast(list.shown());
        draw_lines(
            &paragraph(next, area.width - 4, theme.warn),
            pen,
            area.x + 3,
            top..area.bottom(),
            area.width - 4,
        );
    }
    let unfinished = if list.holds_findings() {
        audit::lines(app, theme, area.width - 2)
    } else {
        currency::of_list(list, app.now, theme, area.width - 2)
    };
    if list.shown() == 0 {
        no_rows(app, list, theme, pen, inside);
        if list.holds_findings() {
            let top = area.bottom().saturating_sub(cast(unfinished.len())).max(inside.y + 3);
            draw_lines(&unfinished, pen, area.x + 1, top..area.bottom(), area.width - 2);
        }
        return 0;
    }
    let failed = cast(unfinished.len()).min(inside.height / 2);
    let height = usize::from(inside.height.saturating_sub(1 + failed));
    let first = first_row(list.place(), height, list.shown());
    let places: Vec<_> = (first..list.shown().min(first + height)).collect();
    let below = inside.y + 2 + cast(places.len());
    let unread = unread_lines(app, list, area.width - 4, theme);
    draw_lines(&unread, pen, area.x + 3, below..area.bottom() - failed, area.width - 4);
    let in_part = matches!(list.currency(), Some(Currency::Old { in_part: true, .. }));
    let shown = list.columns();
    let cells: Vec<&[Option<DisplayValue>]> =
        places.iter().filter_map(|place| list.row(*place)).map(|row| row.cells.as_slice()).collect();
    let risk = if list.has_risk() { RISK + GAP } else { 0 };
    let widths = widths(list, &cells, usize::from(area.width.saturating_sub(3)).saturating_sub(risk));
    draw_titles(list, &widths, theme, pen, (area.x + 3, inside.y));
    for ((place, row), y) in places.iter().zip(&cells).zip(inside.y + 1..) {
        let chosen = *place == list.place();
        pen.spot(Rect::new(area.x, y, area.width, 1), Spot::Row(*place));
        if let Some(row) = list.row(*place) {
            let signs = [
                (list.is_marked(row), 0, "●", theme.accent),
                (chosen, 1, "▶", theme.accent),
                (
                    (in_part || app.is_joint() && !list.load.is_loading()) && row.is_old,
                    2,
                    currency::OLD,
                    theme.warn,
                ),
                (row.has_changed, 2, CHANGED, theme.warn),
            ];
            for (_, column, sign, style) in signs.into_iter().filter(|(holds, ..)| *holds) {
                pen.text(area.x + column, y, 1, sign, style);
            }
        }
        let listed = list.row(*place);
        let key = listed.and_then(|row| list.key.row(&row.listed));
        let found = key.as_ref().and_then(|key| app.findings(key)).unwrap_or_default();
        let unreadable = listed.is_some_and(|row| row.unreadable);
        let mut x = area.x + 3;
        for (index, cells) in shown.iter().zip(&widths) {
            let (index, Some(cell)) = (*index, row.get(*index)) else { continue };
            let is_name = chosen && index == 0;
            let (text, style) = cell_words(cell.as_ref(), app.now, unreadable, is_name, theme);
            let style = listed.and_then(|row| joint_style(app, list, row, index, theme)).unwrap_or(style);
            let severity = cell.as_ref().filter(|_| list.key.kind.columns[index].rated);
            let severity = severity.and_then(|cell| Severity::of_word(cell.text(false)));
            let rated = severity.map(|severity| format!("{} {}", severity.sign(), severity.word()));
            let text = rated.unwrap_or(text);
            // A value with a finding has the finding's style, most of all where its absence is the danger.
            let column = &list.key.kind.columns[index];
            let finding = found.iter().find(|finding| finding.path == column.path);
            let severity = severity.or_else(|| finding.map(|finding| finding.severity));
            let style = severity.map_or(style, |severity| theme.severity(severity));
            // Ids and addresses differ at their ends too, so they are cut in the middle.
            let text = if text.contains(' ') { text } else { fit_middle(&visible(&text), *cells) };
            pen.text(x, y, cast(*cells), &text, style);
            x += cast(cells + GAP);
            if index == 0 && list.has_risk() {
                let risk = key.as_ref().and_then(|key| app.risk(key));
                if listed.is_some_and(|row| !row.is_notice) {
                    pen.line(x, y, cast(RISK), &risk_cell(risk, unreadable, theme));
                }
                x += cast(RISK + GAP);
            }
        }
        if chosen {
            pen.highlight(Rect::new(area.x, y, area.width, 1), theme.selected);
        }
        // The progress of a row's request covers the row's last columns.
        let note = key
            .and_then(|key| app.requests.about(&app.resource_of(&key)))
            .and_then(|request| request.note.clone());
        if let Some(note) = note {
            pen.right(area.right() - 1, y, area.width / 2, &format!("  {note}"), theme.warn);
        }
    }
    draw_lines(&unfinished, pen, area.x + 1, area.bottom() - failed..area.bottom(), area.width - 2);
    list.shown().saturating_sub(first + height)
}

/// Draws what stands in place of rows: there are none, none match, or they were not read.
fn no_rows(app: &App, list: &List, theme: &Theme, pen: &mut Pen, area: Rect) {
    let nothing = format!("There are no {} here.", list.key.kind.plural.to_lowercase());
    let lines = if list.holds_findings() && list.is_empty() {
        audit::instead(app, theme, area.width - 4)
    } else if list.is_filtered() && !list.is_empty() && list.load.error().is_none() {
        paragraph(&without_match(app, list), area.width - 4, theme.plain)
    } else {
        instead(&list.load, &nothing, theme, area.width - 4)
    };
    for (y, line) in lines.iter().enumerate() {
        pen.sentence_line(area.x + 2, area.y + 1 + u16::try_from(y).unwrap_or(0), area.width - 4, line);
    }
}

/// The width of the column with the risk: two severities with their numbers.
const RISK: usize = 8;

/// A column's title; an arrow says that the rows are sorted by it.
fn title(list: &List, index: usize) -> String {
    sorted(list, SortBy::Column(index), list.key.kind.columns[index].title)
}

fn sorted(list: &List, by: SortBy, title: &str) -> String {
    let sign = list.sort().filter(|sort| sort.by == by).map(|sort| format!(" {}", sort.sign()));
    format!("{title}{}", sign.unwrap_or_default())
}

/// The two worst severities of a row with their numbers: "●2 ▲3". What was not checked is not "none".
fn risk_cell(risk: Option<Risk>, unreadable: bool, theme: &Theme) -> Line {
    let unread = if unreadable { "?" } else { "…" };
    let Some(risk) = risk else { return vec![(theme.quiet, unread.to_owned())] };
    let mut line: Line = Vec::new();
    for (severity, count) in risk.counts().take(2) {
        line.push((theme.severity(severity), format!("{}{count} ", severity.sign())));
    }
    if line.is_empty() {
        line.push((theme.quiet, if risk.is_complete { "none" } else { "none yet" }.to_owned()));
    }
    line
}

/// The count of a filtered list in the header: "2 of 37 app clients", or how far its rows were read. Without
/// a filter, the tab has the count.
pub fn count(list: &List) -> String {
    let (shown, all) = (list.shown_resources(), list.resources());
    // Without a filter, a frame costs the same for any number of rows.
    let (unread, failed) = if list.is_filtered() { (list.unread(), list.unreadable()) } else { (0, 0) };
    let more = match list.load {
        Remote::Loading(_) => "…",
        Remote::Stopped | Remote::Failed(_) if list.is_filtered() => "+",
        _ if list.next.is_some() => "+",
        _ => "",
    };
    if unread + failed > 0 {
        let matches = if shown == 1 { "match" } else { "matches" };
        let unread = if unread > 0 { format!(" · {unread} unread") } else { String::new() };
        let failed = if failed > 0 { format!(" · {failed} failed") } else { String::new() };
        format!("{shown} {matches} in {} read{unread}{failed}{more}", list.read())
    } else if list.is_filtered() || list.filter.typing {
        format!("{shown} of {}{more}", plural(all, list.key.kind.name))
    } else {
        String::new()
    }
}

/// What is known of a filter that no row matches so far: never that nothing matches, while something that
/// could match is unread.
fn without_match(app: &App, list: &List) -> String {
    let what = list.key.kind.plural.to_lowercase();
    let listed = plural(list.resources(), list.key.kind.name);
    let clear = if list.filter.typing { named::clear_typed_filter() } else { named::clear_filter() };
    let refresh = named::refresh();
    match list.load {
        Remote::NotAsked | Remote::Loading(_) => {
            format!("0 matches so far in {listed}. The list is still loading. {clear} clears the filter.")
        }
        Remote::Stopped => {
            format!("0 matches in {listed}. Loading of the list was stopped. {refresh} refreshes.")
        }
        Remote::Failed(_) => {
            format!("0 matches in {listed}. Loading of the list failed. {refresh} refreshes.")
        }
        Remote::Ready(()) if list.unread() > 0 => {
            format!("0 matches so far in {} read. {}", list.read(), unread_note(app, list))
        }
        Remote::Ready(()) if list.unreadable() > 0 => format!(
            "0 matches in {} read. {} could not be loaded: {refresh} tries again. {clear} clears the filter.",
            list.read(),
            list.unreadable()
        ),
        Remote::Ready(()) if list.next.is_some() => {
            format!("0 matches in the first {listed}. There are more pages. {clear} clears the filter.")
        }
        Remote::Ready(()) if list.key.kind.listing == Listing::IdsOnly => format!(
            "No {what} match in these columns. Settings that are not in the list are not searched. \
             {clear} clears the filter."
        ),
        Remote::Ready(()) => format!("No {what} match the filter. {clear} clears it."),
    }
}

/// The lines below the matches of a filter while rows are unread.
fn unread_lines(app: &App, list: &List, cells: u16, theme: &Theme) -> Vec<Line> {
    if !list.is_filtered() || list.unread() == 0 {
        return Vec::new();
    }
    paragraph(&unread_note(app, list), cells, theme.quiet)
}

fn unread_note(app: &App, list: &List) -> String {
    let unread = list.unread();
    let (clear, refresh) = (named::clear_filter(), named::refresh());
    let minutes = list.minutes_to_read().map(|minutes| format!("about {minutes} min"));
    if let Some(minutes) = minutes.as_ref().filter(|_| list.asks_to_read()) {
        let rows = plural(unread, list.key.kind.name);
        return if list.filter.typing {
            let [read, keep] = named::long_filter();
            format!("Reading {rows} takes {minutes}. {read} reads them, {keep} only filters what is read.")
        } else {
            let [read, _] = named::long_filter();
            let filter = named::filter();
            format!("{rows} not read. {filter} and {read} read them ({minutes}), {clear} clears the filter.")
        };
    }
    if app.prefetch_stopped {
        format!("{unread} unread: loading was stopped. {refresh} refreshes, {clear} clears the filter.")
    } else {
        let left = minutes.map(|minutes| format!(", {minutes}")).unwrap_or_default();
        format!("{unread} unread, loading in turn{left}. {clear} stops and clears the filter.")
    }
}

/// The width of each visible column: that of its widest visible cell. Columns without room are dropped from
/// the right.
fn widths(list: &List, cells: &[&[Option<DisplayValue>]], room: usize) -> Vec<usize> {
    let shown = list.columns();
    // A narrow window has the name and the risk, and what tells the contexts of a joint table apart.
    let is_joint = list.key.kind.columns.iter().any(|column| column.path == JOINT_PROFILE);
    let kept = if is_joint { 2 } else { 1 };
    let shown = if list.has_risk() && room < NARROW { &shown[..shown.len().min(kept)] } else { &shown[..] };
    let column = |place: usize| &list.key.kind.columns[shown[place]];
    let wanted = |index: usize| {
        let seen = cells
            .iter()
            .filter_map(|row| row.get(shown[index])?.as_ref())
            .map(|cell| width(&visible(cell.text(false))));
        let sign = if column(index).rated { 2 } else { 0 };
        // The first column fits its content; the others keep their width while their cells load.
        let kept = if index == 0 { 0 } else { usize::from(column(index).width) };
        (seen.max().unwrap_or(0) + sign).max(width(&title(list, shown[index]))).max(kept)
    };
    let mut widths: Vec<usize> = Vec::new();
    let mut left = room;
    for index in 0..shown.len() {
        let gap = if index == 0 { 0 } else { GAP };
        let wanted = wanted(index);
        let least = wanted.min(usize::from(column(index).width));
        if left < least + gap {
            break;
        }
        // The columns to the right want room too, so this one leaves them their default widths.
        let others: usize =
            (index + 1..shown.len()).map(|other| usize::from(column(other).width) + GAP).sum();
        let most = left.saturating_sub(gap + others).max(least);
        let taken = wanted.min(most);
        widths.push(taken);
        left -= taken + gap;
    }
    // If no further column fits, the remaining room goes to the columns that were cut.
    for (index, width) in widths.iter_mut().enumerate() {
        let more = wanted(index).saturating_sub(*width).min(left);
        *width += more;
        left -= more;
    }
    widths
}

fn cast(cells: usize) -> u16 {
    u16::try_from(cells).unwrap_or(u16::MAX)
}
