//! The dialogs that look outside: a file to be picked, a document that was fetched, a row that another name
//! leads to.

use ratatui::layout::Rect;

use crate::app::dialog::document_preview::{DocumentPreview, PreviewLoad};
use crate::app::dialog::file_picker::FilePicker;
use crate::app::dialog::lookup::Lookup;
use crate::app::screen::list::first_row;
use crate::keymap::Scope;
use crate::message::Drawn;
use crate::resource::display::value::{DisplayValue, SOON};
use crate::view::dialog::{Content, boxed, boxed_lines, cells, keys};
use crate::view::pen::{Line, Pen, labelled, paragraph};
use crate::view::text::{display_text, window};
use crate::view::{Theme, failure};

/// The column of values.
const COLUMN: u16 = 26;

/// A look at what was fetched; how much of it there was room for.
pub fn look(open: &DocumentPreview, now: i64, theme: &Theme, pen: &mut Pen, area: Rect) -> Drawn {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let mut lines: Vec<Line> = paragraph(&open.url, inner, theme.quiet);
    lines.push(vec![]);
    match &open.load {
        PreviewLoad::Reading(_) => {
            lines.extend(paragraph("Fetching without credentials…", inner, theme.plain));
        }
        PreviewLoad::Failed(error) => lines.extend(failure(error, theme, inner)),
        PreviewLoad::Ready(told) => {
            for told in told {
                let style = match told.value {
                    DisplayValue::Until(end, _) if end <= now => theme.bad,
                    DisplayValue::Until(end, _) if end <= now + SOON => theme.warn,
                    _ => theme.strong,
                };
                lines.extend(labelled(
                    &told.label,
                    theme.plain,
                    COLUMN,
                    &display_text(&told.value, now),
                    inner,
                    style,
                ));
            }
        }
    }
    let keys = [vec![], keys(Scope::DocumentPreview, theme)];
    let content = Content {
        title: "SAML metadata at the URL",
        cells,
        lines: &lines,
        keys: &keys,
        above: open.scroll.above,
    };
    boxed_lines(pen, area, &content, theme).0
}

/// The question which row another name leads to; where it is typed.
pub fn find(open: &Lookup, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let cells = cells(area).min(72);
    let (typed, at) = window(open.input.text(), open.input.cursor(), usize::from(cells).saturating_sub(8));
    let mut lines: Vec<Line> = vec![vec![(theme.accent, "▶ ".to_owned()), (theme.plain, typed)], vec![]];
    let inner = cells - 4;
    lines.extend(match (&open.failure, &open.note, open.looking) {
        (Some(error), ..) => failure(error, theme, inner),
        (None, Some(note), _) => paragraph(note, inner, theme.warn),
        (None, None, Some(_)) => paragraph("Asking AWS…", inner, theme.quiet),
        (None, None, None) => paragraph(
            &format!(
                "Type an email domain or another {} to find its {}.",
                open.finder.label, open.list.kind.name
            ),
            inner,
            theme.quiet,
        ),
    });
    let keys = [vec![], keys(Scope::Finding, theme)];
    let title = format!("Find by {}", open.finder.label);
    let (_, inside) = boxed_lines(
        pen,
        area,
        &Content { title: &title, cells, lines: &lines, keys: &keys, above: 0 },
        theme,
    );
    (inside.x + 2 + u16::try_from(at).unwrap_or(0), inside.y)
}

/// A file to be picked; where its path is typed.
pub fn files(open: &FilePicker, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let height = area.height.saturating_sub(2).min(18);
    let inside = boxed(pen, area, "Open a file", (cells(area).min(84), height), theme);
    let (typed, at) =
        window(open.input.text(), open.input.cursor(), usize::from(inside.width).saturating_sub(4));
    pen.line(inside.x, inside.y, inside.width, &[(theme.accent, ": ".to_owned()), (theme.plain, typed)]);
    let mut y = inside.y + 2;
    if let Some(error) = &open.failure {
        let room = usize::from(inside.bottom().saturating_sub(y + 1));
        for line in failure(error, theme, inside.width).into_iter().take(room) {
            pen.sentence_line(inside.x, y, inside.width, &line);
            y += 1;
        }
    }
    let rows = usize::from(inside.bottom().saturating_sub(y + 2));
    let first = first_row(open.chosen, rows, open.len());
    for ((place, entry), y) in open.found().enumerate().skip(first).take(rows).zip(y..) {
        let (mark, style) = if place == open.chosen { ("▶ ", theme.strong) } else { ("  ", theme.plain) };
        let slash = if entry.is_folder { "/" } else { "" };
        pen.line(
            inside.x,
            y,
            inside.width,
            &[(theme.accent, mark.to_owned()), (style, format!("{}{slash}", entry.name))],
        );
    }
    if open.is_empty() && open.failure.is_none() {
        let words = if open.is_reading() { "Loading…" } else { "No matching file" };
        pen.sentence(inside.x, y, inside.width, words, theme.quiet);
    }
    let y = inside.bottom().saturating_sub(1);
    pen.sentence_line(inside.x, y, inside.width, &keys(Scope::FilePicker, theme));
    (inside.x + 2 + u16::try_from(at).unwrap_or(0), inside.y)
}
