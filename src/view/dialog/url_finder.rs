//! Draws the search for the app client of a redirect URL.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Modifier;

use crate::app::App;
use crate::app::dialog::url_finder::{RegisteredUrl, UrlFinder, read};
use crate::keymap::Scope;
use crate::resource::display::plural::plural;
use crate::resource::redirect::{Asked, NearUrl, marks};
use crate::view::Theme;
use crate::view::dialog::popup::{Content, boxed_lines, cells, focused_lines, keys};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{visible, width, window};

/// Draws the URL and the nearest ones; returns the cursor's position in the URL.
pub fn draw(app: &App, open: &UrlFinder, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let cells = cells(area);
    let inner = cells - 4;
    let (typed, at) = window(open.input.text(), open.input.cursor(), usize::from(inner).saturating_sub(4));
    let asked = open.asked();
    let found = open.found(&app.references);
    let chosen = open.chosen(&found);
    let mut foot = notes(app, &asked, found.is_empty(), theme, inner);
    foot.push(keys(Scope::UrlFinder, theme));
    let mut lines: Vec<Line> = vec![vec![(theme.accent, "▶ ".to_owned()), (theme.plain, typed)]];
    lines.extend(about(app, &asked, theme, inner));
    let head = lines.len();
    let mut focused = 0..head;
    for (place, near) in found.iter().enumerate() {
        lines.push(vec![]);
        let first = lines.len();
        lines.extend(match_lines(&asked.url, near, place == chosen, theme, inner));
        if place == chosen {
            // With the first one, the URL above stays in sight.
            focused = if place == 0 { 0..lines.len() } else { first..lines.len() };
        }
    }
    let content = Content {
        title: "Find the app client of a redirect URL",
        cells,
        lines: &lines,
        keys: &foot,
        above: 0,
    };
    let (metrics, inside) = if found.is_empty() {
        boxed_lines(pen, area, &content, theme)
    } else {
        focused_lines(pen, area, &content, focused, theme)
    };
    let y = inside.y.saturating_sub(u16::try_from(metrics.above).unwrap_or(0)).max(inside.y);
    (inside.x + 2 + u16::try_from(at).unwrap_or(0), y)
}

/// What the pasted text is, where it is more than the URL.
fn about(app: &App, asked: &Asked, theme: &Theme, cells: u16) -> Vec<Line> {
    let client = asked.client.as_ref().map(|id| {
        let read = app.references.resources().find(|(key, _)| key.id == *id);
        read.map_or_else(
            || format!("app client {id} (not read)"),
            |(_, read)| format!("app client {}", read.name),
        )
    });
    let words = match (asked.parameter, client) {
        (Some(parameter), Some(client)) => format!("{parameter} of {client}: {}", asked.url),
        (Some(parameter), None) => format!("{parameter}: {}", asked.url),
        (None, Some(client)) => format!("It names {client} and no redirect URL. The client's URLs:"),
        (None, None) => return Vec::new(),
    };
    paragraph(&words, cells, theme.plain)
}

/// What was searched, and what stands in place of matches.
fn notes(app: &App, asked: &Asked, is_empty: bool, theme: &Theme, cells: u16) -> Vec<Line> {
    let (urls, clients) = read(&app.references);
    let mut lines = vec![vec![]];
    if asked.is_empty() {
        let words =
            "Paste the URL that failed: the redirect URL itself, or all of the request to /oauth2/authorize.";
        lines.extend(paragraph(words, cells, theme.quiet));
    } else if is_empty {
        lines.extend(paragraph("Nothing to compare it with was read yet.", cells, theme.warn));
    }
    let read = format!("{} of {} read.", plural(urls, "redirect URL"), plural(clients, "app client"));
    let all = if app.audit.has_read_all_pools() {
        format!("{read} All pools were read.")
    } else {
        let scan = crate::keymap::key_of(
            Scope::UrlFinder,
            crate::keymap::Action::UrlFinder(crate::keymap::UrlFinderAction::Scan),
        );
        if app.audit.is_running() {
            format!("{read} Scanning: {}.", app.audit.progress())
        } else {
            format!("{read} Others may be nearer: {scan} reads all pools.")
        }
    };
    lines.extend(paragraph(&all, cells, theme.quiet));
    lines
}

/// A registered URL: whose it is, the URL with what differs marked, and the differences in words.
fn match_lines(
    asked: &str,
    near: &NearUrl<RegisteredUrl>,
    chosen: bool,
    theme: &Theme,
    cells: u16,
) -> Vec<Line> {
    let RegisteredUrl { name, pool, is, .. } = &near.of;
    let (marker, style) = if chosen { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
    let mut lines = vec![vec![
        (theme.accent, marker.to_owned()),
        (style, name.clone()),
        (theme.quiet, format!(" · user pool {pool} · {is} URL")),
    ]];
    let marks = marks(asked, &near.url);
    let chars: Vec<char> = near.url.chars().collect();
    // The part around the first difference is in sight.
    let room = usize::from(cells).saturating_sub(5);
    let start = marks.first().map_or(0, |mark| mark.start);
    let first = if chars.len() > room && start + 4 > room { start + 4 - room } else { 0 };
    let text = |range: Range<usize>| -> String { chars.get(range).unwrap_or_default().iter().collect() };
    let underlined = theme.strong.add_modifier(Modifier::UNDERLINED);
    let mut url: Line = vec![(theme.plain, format!("  {}", if first > 0 { "…" } else { "" }))];
    let (mut carets, mut column, mut at) = (String::new(), url[0].1.chars().count(), first);
    for mark in &marks {
        let (same, differs) = (text(at..mark.start), text(mark.clone()));
        column += width(&visible(&same));
        let cells = width(&visible(&differs));
        let gap = column.saturating_sub(carets.len());
        carets.extend([" ".repeat(gap), "^".repeat(cells.max(1))]);
        column += cells;
        at = mark.end;
        url.extend([(theme.plain, same), (underlined, differs)]);
    }
    url.push((theme.plain, text(at..chars.len())));
    lines.push(url);
    if near.differences.is_empty() {
        lines.extend(indented("✓ the same URL", theme.good, cells));
        return lines;
    }
    lines.push(vec![(theme.warn, carets)]);
    if !chosen && near.differences.len() > 1 {
        lines.extend(indented(
            &format!("≠ {}", plural(near.differences.len(), "difference")),
            theme.plain,
            cells,
        ));
        return lines;
    }
    for words in &near.differences {
        lines.extend(indented(&format!("≠ {words}"), theme.plain, cells));
    }
    lines
}

fn indented(text: &str, style: ratatui::style::Style, cells: u16) -> Vec<Line> {
    let lines = paragraph(text, cells.saturating_sub(2), style);
    lines.into_iter().map(|line| std::iter::once((style, "  ".to_owned())).chain(line).collect()).collect()
}
