//! The smaller dialogs: reading before a change, choosing a value, the palette, the keys.

pub mod pickers;

use ratatui::layout::Rect;

use crate::app::change::confirm::{ChooseValue, LoadingForEdit};
use crate::app::dialog::picker::{Pick, PickLoad, Picker};
use crate::app::dialog::replace_host::ReplaceHost;
use crate::app::dialog::type_picker::TypePicker;
use crate::app::screen::list::first_row;
use crate::app::widget::menu::Menu;
use crate::key::{Code, KeyPress};
use crate::keymap::{self, Binding, Scope};
use crate::message::Drawn;
use crate::resource::display::plural::plural;
use crate::resource::display::value::ABSENT;
use crate::resource::{Field, FieldKind, ResourceType};
use crate::view::pen::{Line, Pen, paragraph};
use crate::view::text::{visible, width};
use crate::view::{Theme, failure};

/// A box in the middle of an area, as high as its lines where there is room; what lies inside.
pub fn boxed(pen: &mut Pen, area: Rect, title: &str, wanted: (u16, u16), theme: &Theme) -> Rect {
    let width = wanted.0.min(area.width.saturating_sub(2));
    // The notice and the status line below are always seen.
    let room = area.height.saturating_sub(2);
    let height = wanted.1.saturating_add(2).min(room);
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (room - height) / 2;
    pen.frame(Rect::new(x, y, width, height), title, theme.plain, theme.strong);
    Rect::new(x + 2, y + 1, width.saturating_sub(4), height.saturating_sub(2))
}

/// What stands in a box.
pub struct Content<'a> {
    /// Its title.
    pub title: &'a str,
    /// Its width at the most.
    pub cells: u16,
    /// Its lines.
    pub lines: &'a [Line],
    /// The keys below them.
    pub keys: &'a [Line],
    /// How many lines are scrolled away.
    pub above: usize,
}

/// Draws lines into a box, scrolled where they do not fit, and below them the keys, which are always seen;
/// how many there was room for, and what lies inside.
pub fn boxed_lines(pen: &mut Pen, area: Rect, content: &Content, theme: &Theme) -> (Drawn, Rect) {
    let Content { title, cells, lines, keys, above } = *content;
    let height = u16::try_from(lines.len() + keys.len()).unwrap_or(u16::MAX);
    let inside = boxed(pen, area, title, (cells, height), theme);
    let seen = usize::from(inside.height).saturating_sub(keys.len());
    let first = above.min(lines.len().saturating_sub(seen));
    for (line, y) in lines.iter().skip(first).take(seen).chain(keys).zip(inside.y..) {
        pen.sentence_line(inside.x, y, inside.width, line);
    }
    let below = lines.len().saturating_sub(first + seen);
    if below > 0 {
        pen.right(
            inside.right(),
            inside.bottom(),
            inside.width,
            &format!(" ↓ {}: PgDn ", plural(below, "more line")),
            theme.accent,
        );
    }
    if first > 0 {
        pen.right(
            inside.right(),
            inside.y - 1,
            inside.width,
            &format!(" ↑ {} above ", plural(first, "line")),
            theme.accent,
        );
    }
    (Drawn { above: first, below }, inside)
}

/// The width of dialogs that hold sentences.
pub fn cells(area: Rect) -> u16 {
    area.width.saturating_sub(4).min(84)
}

/// Reading a resource before it is changed, or why that failed.
pub fn preparing(open: &LoadingForEdit, theme: &Theme, pen: &mut Pen, area: Rect) -> Drawn {
    let cells = cells(area);
    let lines = match &open.failure {
        Some(error) => failure(error, theme, cells - 4),
        None => paragraph(&format!("Reading {} as it is now…", open.name), cells - 4, theme.plain),
    };
    let keys = keys(if open.failure.is_some() { Scope::Failed } else { Scope::LoadingForEdit }, theme);
    boxed_lines(
        pen,
        area,
        &Content { title: &open.name, cells, lines: &lines, keys: &[vec![], keys], above: open.scroll.above },
        theme,
    )
    .0
}

/// Choosing a value for a setting that was never set.
pub fn choice(open: &ChooseValue, theme: &Theme, pen: &mut Pen, area: Rect) {
    let field = open.key.kind.field(open.path);
    let label = field.map_or(open.path, |field| field.label);
    let now = field.and_then(|field| field.when_absent).unwrap_or(ABSENT);
    let question = format!("{label} of {} is {now}. Change it to:", open.name);
    values(field, label, &question, open.place, theme, pen, area);
}

/// The values that a setting which is true or false may have, to choose one of.
pub fn values(
    field: Option<&Field>,
    label: &str,
    question: &str,
    place: usize,
    theme: &Theme,
    pen: &mut Pen,
    area: Rect,
) {
    let (on, off) = match field.map(|field| field.kind) {
        Some(FieldKind::Toggle { on, off }) => (on, off),
        _ => ("true", "false"),
    };
    let cells = cells(area).min(64);
    let mut lines = paragraph(question, cells - 4, theme.plain);
    for (at, value) in ChooseValue::VALUES.iter().enumerate() {
        let (mark, style) = if at == place { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        lines.push(vec![(theme.accent, mark.to_owned()), (style, if *value { on } else { off }.to_owned())]);
    }
    let keys = [vec![], keys(Scope::ChooseValue, theme)];
    boxed_lines(pen, area, &Content { title: label, cells, lines: &lines, keys: &keys, above: 0 }, theme);
}

/// Which host takes the place of which; where it is typed.
pub fn replace(open: &ReplaceHost, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let cells = cells(area).min(76);
    let of = match open.rows.as_slice() {
        [(_, name)] => name.clone(),
        many => plural(many.len(), open.kind.name),
    };
    let mut lines: Vec<Line> = Vec::new();
    for (at, label) in ["Current host", "New host"].into_iter().enumerate() {
        let focused = at == open.focus;
        let mark = if focused { "▶ " } else { "  " };
        let style = if focused { theme.strong } else { theme.plain };
        let text = open.inputs[at].text();
        let text = if text.is_empty() && !focused {
            (theme.quiet, "empty".to_owned())
        } else {
            (theme.plain, text.to_owned())
        };
        lines.push(vec![(theme.accent, mark.to_owned()), (style, format!("{label:<14}")), text]);
    }
    lines.push(vec![]);
    let known = if open.known.is_empty() {
        String::new()
    } else {
        format!("Hosts in use: {}.", open.known.join(", "))
    };
    lines.extend(paragraph(
        open.note.unwrap_or(&known),
        cells - 4,
        if open.note.is_some() { theme.warn } else { theme.quiet },
    ));
    let keys = [vec![], keys(Scope::ReplaceHost, theme)];
    let title = format!("Replace a host in the URLs of {of}");
    let (_, inside) = boxed_lines(
        pen,
        area,
        &Content { title: &title, cells, lines: &lines, keys: &keys, above: 0 },
        theme,
    );
    let input = &open.inputs[open.focus.min(1)];
    let before: String = input.text().chars().take(input.cursor()).collect();
    let row = u16::try_from(open.focus).unwrap_or(0);
    (inside.x + 16 + u16::try_from(width(&visible(&before))).unwrap_or(0), inside.y + row)
}

/// Whether the edits of a form are to be thrown away.
pub fn leaving(theme: &Theme, pen: &mut Pen, area: Rect) {
    let cells = cells(area).min(66);
    let lines = paragraph("Discard the edits?", cells - 4, theme.warn);
    let keys = [keys(Scope::Leaving, theme)];
    boxed_lines(
        pen,
        area,
        &Content { title: "Leave the form", cells, lines: &lines, keys: &keys, above: 0 },
        theme,
    );
}

/// The palette; where its text is typed.
pub fn palette(open: &Menu<&'static Binding>, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let shown = |row: &&'static Binding| {
        (row.help.to_owned(), row.presses().next().map(|key| key.to_string()).unwrap_or_default())
    };
    let said = open.is_empty().then_some(("No matching action", theme.quiet));
    menu(open, &MenuContent { title: "Actions", said, explained: true, cells: 64 }, shown, theme, pen, area)
}

/// Choosing the sort of a new resource; where its text is typed.
pub fn types(open: &TypePicker, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let shown = |resource_type: &&'static ResourceType| {
        (resource_type.title.to_owned(), resource_type.help.to_owned())
    };
    let said = open.menu.is_empty().then_some(("No matching type", theme.quiet));
    let title = format!("New {}: which type?", open.key.kind.name);
    menu(
        &open.menu,
        &MenuContent { title: &title, said, explained: true, cells: 72 },
        shown,
        theme,
        pen,
        area,
    )
}

/// Picking a value for a field; where its text is typed.
pub fn picker(open: &Picker, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let level = open.level();
    let failed = match &level.load {
        PickLoad::Failed(error) => format!("✗ {}. Esc goes back.", error.summary),
        _ => String::new(),
    };
    let said = match &level.load {
        PickLoad::Failed(_) => Some((failed.as_str(), theme.bad)),
        _ if !level.menu.is_empty() => None,
        PickLoad::Reading(..) => Some(("Loading…", theme.quiet)),
        PickLoad::Ready if level.menu.all() == 0 => Some(("Nothing to choose from.", theme.quiet)),
        PickLoad::Ready => Some(("No matching value", theme.quiet)),
    };
    let reading = if matches!(level.load, PickLoad::Reading(..)) { "…" } else { "" };
    let title = format!("Choose {} · {} of {}{reading}", level.title, level.menu.len(), level.menu.all());
    let shown = |pick: &Pick| match pick {
        Pick::Value(value, remark) => (value.clone(), (*remark).to_owned()),
        Pick::Resource(key, name) if *name == key.id => (name.clone(), String::new()),
        Pick::Resource(key, name) => (name.clone(), key.id.clone()),
    };
    menu(
        &level.menu,
        &MenuContent { title: &title, said, explained: false, cells: 84 },
        shown,
        theme,
        pen,
        area,
    )
}

/// What stands around the entries of a menu.
struct MenuContent<'a> {
    title: &'a str,
    /// Said below the entries.
    said: Option<(&'a str, ratatui::style::Style)>,
    /// The entries are explained by sentences, which have to fit.
    explained: bool,
    cells: u16,
}

/// A menu, its text above, each entry with a word on the left and one on the right; where its text is typed.
fn menu<T>(
    open: &Menu<T>,
    content: &MenuContent,
    shown: impl Fn(&T) -> (String, String),
    theme: &Theme,
    pen: &mut Pen,
    area: Rect,
) -> (u16, u16) {
    let height = area.height.saturating_sub(6).min(16);
    let inside = boxed(pen, area, content.title, (cells(area).min(content.cells), height), theme);
    pen.line(
        inside.x,
        inside.y,
        inside.width,
        &[(theme.accent, ": ".to_owned()), (theme.plain, open.input.text().to_owned())],
    );
    let rows =
        usize::from(inside.height.saturating_sub(2)).saturating_sub(usize::from(content.said.is_some()));
    let first = first_row(open.chosen, rows, open.len());
    for ((place, (_, entry)), y) in open.found().enumerate().skip(first).take(rows).zip(inside.y + 2..) {
        let (mark, style) = if place == open.chosen { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        let (left, right) = shown(entry);
        if content.explained {
            let whole = format!("{mark}{left} {right}");
            pen.note_clipped(inside.width, &whole);
        }
        let room = if content.explained { inside.width } else { inside.width / 2 };
        let end = pen.right(inside.right(), y, room, &right, theme.accent);
        let room = end.saturating_sub(inside.x + u16::from(!right.is_empty()));
        pen.line(inside.x, y, room, &[(theme.accent, mark.to_owned()), (style, left)]);
    }
    if let Some((words, style)) = content.said {
        let below = u16::try_from(open.len().min(rows)).unwrap_or(0);
        pen.sentence(inside.x, inside.y + 2 + below, inside.width, words, style);
    }
    let before: String = open.input.text().chars().take(open.input.cursor()).collect();
    (inside.x + 2 + u16::try_from(width(&visible(&before))).unwrap_or(0), inside.y)
}

/// The keys of where you are; how many there was room for.
pub fn help(scopes: &[Scope], above: usize, theme: &Theme, pen: &mut Pen, area: Rect) -> Drawn {
    let mut lines: Vec<Line> = Vec::new();
    for (title, rows) in keymap::table(scopes) {
        if !lines.is_empty() {
            lines.push(vec![]);
        }
        lines.push(vec![(theme.heading, title.to_owned())]);
        for (keys, help) in rows {
            let padding = 20usize.saturating_sub(width(&keys));
            lines.push(vec![
                (theme.accent, format!("  {keys}")),
                (theme.plain, format!("{}{help}", " ".repeat(padding.max(1)))),
            ]);
        }
    }
    let keys = [keys(Scope::Help, theme)];
    boxed_lines(
        pen,
        area,
        &Content { title: "Keys", cells: cells(area).min(76), lines: &lines, keys: &keys, above },
        theme,
    )
    .0
}

/// The keys of a dialog, in one line.
pub fn keys(scope: Scope, theme: &Theme) -> Line {
    let mut line = Line::new();
    for row in keymap::rows(scope).filter(|row| !row.short.is_empty()) {
        // What Enter does is the default, and looks like the button it is.
        let default = row.presses().any(|press| press == KeyPress::plain(Code::Enter));
        let keys = row
            .presses()
            .filter(|press| !press.ctrl || row.presses().count() == 1)
            .map(|press| press.to_string());
        line.push((theme.accent, keys.collect::<Vec<_>>().join(" ")));
        line.push((theme.plain, " ".to_owned()));
        line.push((if default { theme.focus } else { theme.plain }, format!(" {} ", row.short)));
        line.push((theme.plain, "   ".to_owned()));
    }
    line
}
