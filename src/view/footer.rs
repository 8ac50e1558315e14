//! Draws the footer: a notice or the help of the chosen setting, the requests under way, and the keys.

use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::App;
use crate::app::form::Form;
use crate::app::requests::{Purpose, Request};
use crate::app::screen::Body;
use crate::keymap::{self, Action, FormAction, ScreenAction, SearchAction};
use crate::resource::Finding;
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::width;
use crate::view::{Theme, tone};

/// What the sign of a change means.
const CHANGED_NOTE: &str = "* has changed since the refresh before the last one.";

const SPINNER: [&str; 8] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧"];

/// The sentence of the footer, wrapped: the notice, or the help of the chosen row or field.
pub fn sentence(app: &App, theme: &Theme, cells: u16) -> Vec<Line> {
    match (&app.notice, app.dialogs.top()) {
        (Some((kind, text)), _) => {
            let (sign, style) = tone(*kind, theme);
            paragraph(&format!("{sign}{text}"), cells, style)
        }
        (None, None) => match app.screen().body() {
            Body::Details(details) => details
                .chosen()
                .map(|row| match finding_words(&app.chosen_findings(), theme) {
                    Some((style, words)) => help(&words, row.member, style, theme, cells),
                    None => help(row.help, row.member, theme.quiet, theme, cells),
                })
                .unwrap_or_default(),
            Body::List(list) if list.holds_findings() => app
                .chosen_findings()
                .first()
                .map(|finding| {
                    let told = |member: &str| list.chosen().and_then(|row| row.listed.text(member));
                    let (words, style) = match (told("Accepted"), told("Expired")) {
                        (Some(why), _) => (format!("Accepted: {why}. {}", finding.text), theme.quiet),
                        (None, Some(why)) => (
                            format!("No longer accepted: {why}. {}", finding.text),
                            theme.severity(finding.severity),
                        ),
                        (None, None) => {
                            (format!("{} {}", finding.text, finding.why), theme.severity(finding.severity))
                        }
                    };
                    paragraph(&words, cells, style)
                })
                .unwrap_or_default(),
            Body::List(list) => {
                let changed = list.chosen().filter(|row| row.has_changed).map(|_| CHANGED_NOTE.to_owned());
                let note = if app.is_joint() {
                    changed.or_else(|| app.joint_note())
                } else {
                    list.unread_note(app.prefetch_stopped).or(changed)
                };
                paragraph(&note.unwrap_or_default(), cells, theme.quiet)
            }
        },
        (None, Some(dialog)) => match dialog.form() {
            Some(Form { note: Some(note), .. }) => paragraph(note, cells, theme.warn),
            Some(form) => help(form.help(), form.member(), theme.quiet, theme, cells),
            None => Vec::new(),
        },
    }
}

/// The worst finding at the chosen setting: "● IP2 high  Classic flow allowed: …".
fn finding_words(found: &[&Finding], theme: &Theme) -> Option<(Style, String)> {
    let Finding { id, severity, text, .. } = found.first()?;
    let more = if found.len() > 1 { format!(" (+{})", found.len() - 1) } else { String::new() };
    let words = format!("{} {id} {}{more}  {text}", severity.sign(), severity.word());
    Some((theme.severity(*severity), words))
}

/// A setting's help; followed by its API member name if there is room.
fn help(text: &str, member: &str, style: Style, theme: &Theme, cells: u16) -> Vec<Line> {
    let mut lines = if text.is_empty() { vec![vec![]] } else { paragraph(text, cells, style) };
    let Some(last) = lines.last_mut().filter(|_| !member.is_empty()) else { return lines };
    let used: usize = last.iter().map(|(_, text)| width(text)).sum();
    let gap = if used == 0 { "" } else { "  " };
    // The last part of a path is what docs and error messages call it.
    let name = member.rsplit('.').next().unwrap_or(member);
    let fits = |text: &&str| used + gap.len() + width(text) <= usize::from(cells);
    if let Some(text) = [member, name].into_iter().find(fits) {
        last.push((theme.plain, format!("{gap}{text}")));
    }
    lines
}

/// Draws a rule, the sentence, the status and the keys; `more` counts the lines of the body below the window.
pub fn draw(app: &App, theme: &Theme, pen: &mut Pen, area: Rect, said: &[Line], more: usize) {
    pen.rule(area, area.y, theme.quiet);
    if more > 0 {
        pen.right(area.right() - 1, area.y, area.width, &format!(" ↓ {more} more "), theme.quiet);
    }
    let (x, cells) = (area.x + 1, area.width - 2);
    for (line, y) in said.iter().zip(area.y + 1..area.bottom() - 1) {
        pen.sentence_line(x, y, cells, line);
    }
    let status = status(app);
    // The status is shown in full, at the right. The keys never move: the last of them give way to it.
    let used = u16::try_from(width(&status)).unwrap_or(cells).min(cells);
    let y = area.bottom() - 1;
    pen.sentence(area.right() - 1 - used, y, used, &status, theme.plain);
    let gap = if used > 0 { used + 2 } else { 0 };
    hints(app, theme, pen, Rect::new(x, y, cells.saturating_sub(gap), 1));
}

/// The requests under way, oldest first: "⠹ Loading shop — throttled by AWS, retrying (2)".
fn status(app: &App) -> String {
    let spinner = SPINNER[app.tick % SPINNER.len()];
    // The rows of a list are no concern of the dialog in front of it.
    let concerns = |request: &&Request| app.dialogs.is_empty() || !matches!(request.purpose, Purpose::Row(_));
    let mut requests = app.requests.iter().filter(concerns);
    let Some(first) = requests.next() else { return String::new() };
    let note = first.note.as_ref().map(|note| format!(" — {note}")).unwrap_or_default();
    // Requests with the same purpose count as one: the user waits for all of them.
    let same = |request: &&Request| request.purpose.is_like(&first.purpose);
    let more = match requests.filter(|request| !same(request)).count() {
        0 => String::new(),
        more => format!(" (+{more})"),
    };
    format!("{spinner} {}{note}{more}", first.label)
}

/// The place of an action among the keys: those that every screen has come first, so that they never move.
const fn rank(action: Action) -> u8 {
    match action {
        Action::Screen(ScreenAction::Open) | Action::Form(FormAction::Review) => 0,
        Action::Screen(ScreenAction::Filter)
        | Action::Search(SearchAction::Begin)
        | Action::Form(FormAction::Leave) => 1,
        Action::Screen(ScreenAction::Palette) => 2,
        Action::Screen(ScreenAction::Help) | Action::Form(FormAction::Help) => 3,
        Action::Screen(ScreenAction::Sort) | Action::Form(FormAction::Undo) => 5,
        _ => 4,
    }
}

/// Draws as many keys as fit: those that every screen has, then those of the nearest scope. A key never moves
/// while the same dialog or screen is shown.
fn hints(app: &App, theme: &Theme, pen: &mut Pen, area: Rect) {
    let scopes = app.scopes();
    let rows = scopes.iter().flat_map(|scope| keymap::rows(*scope)).filter(|row| !row.short.is_empty());
    let read_only = app.is_read_only();
    // A nearer scope may have taken the key.
    let is_active = |row: &keymap::Binding| {
        row.presses().next().is_none_or(|press| keymap::lookup(&scopes, press) == Some(*row))
    };
    let mut rows: Vec<_> = rows.filter(|row| !(read_only && row.writes) && is_active(row)).collect();
    rows.sort_by_key(|row| rank(row.action));
    let mut line: Line = Vec::new();
    let mut used = 0;
    for row in rows {
        let key = row.presses().next().map(|key| key.to_string()).unwrap_or_default();
        let taken = width(&key) + 1 + width(row.short) + 2;
        if used + taken > usize::from(area.width) + 2 {
            break;
        }
        used += taken;
        line.push((theme.accent, key));
        line.push((theme.plain, format!(" {}  ", row.short)));
    }
    if let Some((_, text)) = line.last_mut() {
        text.truncate(text.trim_end().len());
    }
    pen.line(area.x, area.y, area.width, &line);
}
