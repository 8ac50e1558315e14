//! Draws the lines above the body: who and where; the path, with what the user searches for; the tabs.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::app::screen::{Body, Screen};
use crate::app::widget::text_input::TextInput;
use crate::config::BadgeColour;
use crate::message::Spot;
use crate::resource::WriteOperation;
use crate::resource::display::plural::plural;
use crate::view::pen::{Line, Pen};
use crate::view::text::{fit, visible, width, window};
use crate::view::{Theme, screen};

/// Draws the lines; returns whether the screen has tabs, and the cursor's position in the filter or the
/// search.
pub fn draw(app: &App, theme: &Theme, pen: &mut Pen, area: Rect) -> (bool, Option<(u16, u16)>) {
    identity(app, theme, pen, area);
    let cursor = path(app, theme, pen, area);
    // A form needs the room of the tabs.
    let tabbed = app.dialogs.form().is_none() && tabs(app.screen(), theme, pen, area);
    (tabbed, cursor)
}

/// Draws the program's name, profile, region, account and endpoint, and whether writes are refused.
fn identity(app: &App, theme: &Theme, pen: &mut Pen, area: Rect) {
    let mut end = area.right() - 1;
    if app.reveal {
        end = pen.right(end, area.y, area.width, "SECRETS SHOWN", theme.warn).saturating_sub(2);
    }
    let policy = app.policy();
    if app.options.read_only || policy.read_only.is_some() {
        end = pen.right(end, area.y, area.width, "READ-ONLY", theme.warn).saturating_sub(2);
    }
    let totals = totals(app, theme);
    let x = match policy.badge {
        Some((word, colour)) => badge(word, colour, theme, pen, area),
        None => pen.text(area.x + 1, area.y, area.width, "cognitui", theme.accent),
    };
    let connection = &app.connection;
    let place = if app.options.demo { Some("demo".to_owned()) } else { connection.profile_in_words() };
    let account = app.caller.as_ref().map(|caller| format!("{} {}", caller.account, caller.name()));
    let mut sections: Vec<_> = [place, connection.region.clone(), account].into_iter().flatten().collect();
    if app.is_joint() {
        sections = vec![plural(app.members().count(), "context"), app.members_in_words()];
    } else if !app.options.demo {
        let mut endpoints =
            vec![connection.user_pools.clone(), connection.identity_pools.clone(), connection.iam.clone()];
        endpoints.dedup();
        sections.extend(endpoints.into_iter().flatten());
    }
    let sections = sections.join(" · ");
    // Who and where matter more than the totals.
    let taken = line_width(&totals);
    let free = usize::from(end.saturating_sub(x + 3)).saturating_sub(width(&visible(&sections)));
    if taken > 0 && free >= taken + 2 {
        let cells = u16::try_from(taken).unwrap_or(0);
        end -= cells;
        pen.line(end, area.y, cells, &totals);
    }
    pen.text(x + 3, area.y, end.saturating_sub(x + 3), &sections, theme.plain);
}

/// The findings of everything that was read, by the two worst severities: "3 critical · 7 high in 41 read".
fn totals(app: &App, theme: &Theme) -> Line {
    let mut line: Line = Vec::new();
    let (counts, read) = app.counted_findings();
    for (severity, count) in counts.into_iter().take(2) {
        if !line.is_empty() {
            line.push((theme.quiet, " · ".to_owned()));
        }
        line.push((theme.severity(severity), format!("{count} {}", severity.word())));
    }
    if !line.is_empty() {
        line.push((theme.quiet, format!(" in {read} read")));
    }
    line
}

fn line_width(line: &Line) -> usize {
    line.iter().map(|(_, text)| width(&visible(text))).sum()
}

/// Draws the badge in the place of the program's name; returns the column behind it. Its edges and the weight
/// of its word are seen without colours too.
fn badge(word: &str, colour: Option<BadgeColour>, theme: &Theme, pen: &mut Pen, area: Rect) -> u16 {
    let (edge, inside) = theme.badge(colour);
    let mut x = pen.text(area.x + 1, area.y, area.width, "▐", edge);
    x = pen.text(x, area.y, area.width, word, inside);
    pen.text(x, area.y, area.width, "▌", edge)
}

/// What stands at the right end of the path: a text that the user types, and a count or another note.
struct Corner<'a> {
    input: Option<(&'a TextInput, bool)>,
    note: String,
}

/// The filter or the count of a list, the search of details or of a form, or which rows the details show.
fn corner(app: &App) -> Corner<'_> {
    let typed = |input, typing| Some((input, typing));
    if let Some(form) = app.dialogs.form() {
        let search = &form.search;
        return Corner {
            input: typed(&search.input, search.typing).filter(|_| search.is_on()),
            note: search.count(form.place()),
        };
    }
    match app.screen().body() {
        Body::List(list) => Corner {
            input: typed(&list.filter.input, list.filter.typing)
                .filter(|_| list.filter.typing || list.is_filtered()),
            note: screen::list::count(list),
        },
        Body::Details(details) if details.search.is_on() => Corner {
            input: typed(&details.search.input, details.search.typing),
            note: details.search.count(details.place()),
        },
        Body::Details(details) => Corner { input: None, note: details.extent.words().to_owned() },
    }
}

/// The least cells for the text of a filter or a search.
const TYPED: usize = 12;

impl Corner<'_> {
    /// Draws the corner; returns the column of its start, and the cursor's column while the user types.
    fn draw(&self, theme: &Theme, pen: &mut Pen, area: Rect, y: u16) -> (u16, Option<u16>) {
        let end = area.right() - 1;
        let Some((input, typing)) = self.input else {
            return (pen.right(end, y, area.width / 2, &self.note, theme.plain), None);
        };
        // What is typed is worth more than the beginning of the path, and its end more than its beginning.
        let room = usize::from(area.width) - 2;
        let note = fit(&self.note, room.saturating_sub(TYPED + 4)).into_owned();
        let gap = if note.is_empty() { "" } else { "  " };
        let (text, at) =
            window(input.text(), input.cursor(), room.saturating_sub(2 + gap.len() + width(&note)));
        let style = if typing { theme.accent } else { theme.plain };
        let x = pen.right(end, y, area.width - 2, &format!("/ {text}{gap}{note}"), style);
        (x, typing.then(|| x + 2 + u16::try_from(at).unwrap_or(0)))
    }
}

/// Draws the path to the shown screen, and its corner; returns the cursor's position in what is typed.
fn path(app: &App, theme: &Theme, pen: &mut Pen, area: Rect) -> Option<(u16, u16)> {
    let (x, y) = (area.x + 1, area.y + 1);
    let (start, cursor) = corner(app).draw(theme, pen, area, y);
    let mut end = start.saturating_sub(2);
    if let Some(list) = app.list().filter(|list| list.marked() > 0 && app.dialogs.form().is_none()) {
        let gap = if screen::list::count(list).is_empty() { "" } else { " · " };
        let marked = format!("{} marked{gap}", list.marked());
        end = pen.right(start, y, (area.width / 2).min(end), &marked, theme.accent).saturating_sub(2);
    }
    let mut line: Line = Vec::new();
    if app.is_from_joint() {
        line.extend([(theme.plain, "All contexts".to_owned()), (theme.quiet, " › ".to_owned())]);
    }
    for (index, screen) in app.screens.iter().enumerate() {
        let last = index + 1 == app.screens.len();
        let style = if last { theme.strong } else { theme.plain };
        let name = if screen.key.is_none() {
            screen.tabs[screen.active.min(screen.tabs.len() - 1)].title.to_owned()
        } else {
            screen.name.clone()
        };
        if index > 0 {
            line.push((theme.quiet, " › ".to_owned()));
        }
        line.push((style, name));
        let is_map = matches!(screen.body(), Body::Details(details) if details.trust_map.is_some());
        if is_map || !last && screen.key.is_some() && screen.tabs.len() > 1 {
            line.push((theme.quiet, " › ".to_owned()));
            line.push((style, screen.tabs[screen.active].title.to_owned()));
        }
    }
    if let Some(form) = app.dialogs.form() {
        line.push((theme.quiet, " › ".to_owned()));
        let title = if form.operation == WriteOperation::Create {
            format!("New {}", form.key.kind.name)
        } else {
            format!("Edit {}", form.title())
        };
        line.push((theme.strong, title));
    }
    // The end of the path matters most, so the beginning is dropped first.
    let room = usize::from(end.saturating_sub(x));
    let mut taken = line_width(&line);
    while line.len() > 1 && taken > room {
        taken -= width(&visible(&line.remove(0).1));
    }
    pen.line(x, y, end.saturating_sub(x), &line);
    cursor.map(|cursor| (cursor, y))
}

/// Draws the tabs with their numbers, and returns true if the screen has tabs. In a narrow window the first
/// tabs give way, so that the active one is always seen.
fn tabs(screen: &Screen, theme: &Theme, pen: &mut Pen, area: Rect) -> bool {
    if screen.tabs.len() < 2 {
        return false;
    }
    let title = |(index, tab): (usize, &crate::app::screen::ScreenTab)| {
        let active = index == screen.active;
        let (mark, style) = if active { ("▸", theme.accent) } else { (" ", theme.plain) };
        let count = match &tab.body {
            Body::List(list) if list.load.is_ready() && list.next.is_some() => {
                format!(" ({}+)", list.resources())
            }
            Body::List(list) if list.load.is_ready() => format!(" ({})", list.resources()),
            Body::List(list) if list.load.is_loading() && !list.is_empty() => {
                format!(" ({}…)", list.resources())
            }
            _ => String::new(),
        };
        (style, format!("{mark}{} {}{count}", tab.number, tab.title))
    };
    let titles: Vec<(Style, String)> = screen.tabs.iter().enumerate().map(title).collect();
    let room = usize::from(area.width) - 2;
    let cells = |first: usize| -> usize {
        let until_active = &titles[first..=screen.active.max(first)];
        until_active.iter().map(|(_, text)| width(&visible(text)) + 2).sum::<usize>() - 2
    };
    // The … of the tabs that gave way takes two cells.
    let fits = |first: &usize| cells(*first) + if *first > 0 { 2 } else { 0 } <= room;
    let first = (0..screen.active).find(fits).unwrap_or(screen.active);
    let mut x = area.x + 1;
    if first > 0 {
        x = pen.text(x, area.y + 2, 1, "…", theme.quiet) + 1;
    }
    for (tab, (style, text)) in titles.iter().enumerate().skip(first) {
        let room = (area.right() - 1).saturating_sub(x);
        if room < 4 {
            break;
        }
        let end = pen.text(x, area.y + 2, room, text, *style);
        pen.spot(Rect::new(x, area.y + 2, end - x, 1), Spot::Tab(tab));
        x = end + 2;
    }
    true
}
