//! The pictures of the README, drawn by the program itself on the data of the demo. `PICTURES=write` draws
//! them anew; without it, they are compared with what the program draws now.

use std::fmt::Write;
use std::path::Path;

use crate::support::harness::Harness;
use cognitui::app::Target;
use cognitui::message::Event;
use cognitui::view::theme::{Look, Selection};
use cognitui::view::{self, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

const FONTS: &str = "ui-monospace, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

/// The size of a cell, and the space around the window.
const CELL: (f64, f64) = (8.4, 18.0);
const MARGIN: f64 = 12.0;

const BACKGROUND: &str = "#1b1d22";
const FOREGROUND: &str = "#d4d7dd";

/// The longest that a file may be.
const MOST_BYTES: usize = 500_000;

/// How long each frame of the moving picture stands.
const SECONDS: f64 = 1.6;

fn harness(target: Target, (width, height): (u16, u16)) -> Harness {
    let mut harness = Harness::at(1_790_000_000, cognitui::demo::Store::demo(), demo(), target);
    harness.event(Event::Resize { width, height });
    harness
}

fn demo() -> cognitui::app::Options {
    cognitui::app::Options { demo: true, ..cognitui::app::Options::default() }
}

/// A frame of the program, as the user sees it.
fn frame(harness: &Harness) -> Buffer {
    let (width, height) = harness.app.size;
    let theme = Theme::new(Look { selection: Selection::Bar, ..Look::default() });
    let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal");
    terminal.draw(|frame| _ = view::draw(&harness.app, &theme, frame)).expect("a frame");
    terminal.backend().buffer().clone()
}

/// The colour of an index of xterm's palette, brightened for the dark background.
fn colour(colour: Color) -> String {
    let Color::Indexed(index) = colour else { return FOREGROUND.to_owned() };
    let levels = [0u8, 95, 135, 175, 215, 255];
    let of = |place: u8| levels[usize::from((index.saturating_sub(16)) / place % 6)];
    let [red, green, blue] = if index >= 232 { [8 + (index - 232) * 10; 3] } else { [of(36), of(6), of(1)] };
    format!("#{red:02x}{green:02x}{blue:02x}")
}

/// How a cell looks: its colour, its background, and its weight.
fn style(cell: &Cell) -> (String, String, bool) {
    let (front, back) = (colour(cell.fg), BACKGROUND.to_owned());
    let is_bold = cell.modifier.contains(Modifier::BOLD);
    if cell.modifier.contains(Modifier::REVERSED) { (back, front, is_bold) } else { (front, back, is_bold) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The cells of a frame as SVG, one text for each run of cells that look alike.
fn cells(buffer: &Buffer) -> String {
    let mut svg = String::new();
    for y in 0..buffer.area.height {
        let mut x = 0;
        while x < buffer.area.width {
            let look = style(&buffer[(x, y)]);
            let (start, mut text, mut taken) = (x, String::new(), 0u16);
            while x < buffer.area.width && style(&buffer[(x, y)]) == look {
                let symbol = buffer[(x, y)].symbol();
                let cells = u16::try_from(symbol.width()).unwrap_or(1).max(1);
                text.push_str(symbol);
                taken += cells;
                x += cells;
            }
            let (left, top) = (MARGIN + f64::from(start) * CELL.0, MARGIN + f64::from(y) * CELL.1);
            let wide = f64::from(taken) * CELL.0;
            let (front, back, is_bold) = look;
            if back != BACKGROUND {
                _ = write!(
                    svg,
                    r#"<rect x="{left:.1}" y="{top:.1}" width="{wide:.1}" height="{}" fill="{back}"/>"#,
                    CELL.1
                );
            }
            let trimmed = text.trim_end();
            if trimmed.trim_start().is_empty() {
                continue;
            }
            let length = trimmed.width();
            let weight = if is_bold { r#" font-weight="bold""# } else { "" };
            _ = writeln!(
                svg,
                r#"<text x="{left:.1}" y="{:.1}" textLength="{:.1}" fill="{front}"{weight}>{}</text>"#,
                top + 13.5,
                f64::from(u16::try_from(length).unwrap_or(0)) * CELL.0,
                escaped(trimmed)
            );
        }
    }
    svg
}

/// A whole picture; more than one frame follow each other and begin again.
fn picture(title: &str, frames: &[Buffer]) -> String {
    let area = frames[0].area;
    let width = f64::from(area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(area.height) * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0} {height:.0}" role="img">
<title>{title}</title>
<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>
<g font-family="{FONTS}" font-size="14" xml:space="preserve">
"#
    );
    let count = u16::try_from(frames.len()).expect("a few frames");
    let whole = SECONDS * f64::from(count);
    for (number, frame) in (0..count).zip(frames) {
        let drawn = cells(frame);
        if count == 1 {
            svg.push_str(&drawn);
            continue;
        }
        let share = |number: u16| f64::from(number) / f64::from(count);
        let (from, to) = (share(number), share(number + 1));
        // A frame is there from its moment to that of the next one.
        let (values, times) = match (number, number + 1 == count) {
            (0, _) => ("inline;none", format!("0;{to:.4}")),
            (_, true) => ("none;inline", format!("0;{from:.4}")),
            _ => ("none;inline;none", format!("0;{from:.4};{to:.4}")),
        };
        let first = if number == 0 { "inline" } else { "none" };
        _ = writeln!(
            svg,
            r#"<g display="{first}"><animate attributeName="display" values="{values}" keyTimes="{times}"
 dur="{whole}s" calcMode="discrete" repeatCount="indefinite"/>
<rect width="100%" height="100%" rx="8" fill="{BACKGROUND}"/>
{drawn}</g>"#
        );
    }
    svg.push_str("</g>\n</svg>\n");
    svg
}

/// Compares a picture with its file, or writes the file.
fn holds(name: &str, svg: &str) {
    assert!(svg.len() <= MOST_BYTES, "{name} has {} bytes", svg.len());
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(name);
    if std::env::var_os("PICTURES").is_some_and(|value| value == "write") {
        std::fs::write(&path, svg).expect("a folder for pictures");
        return;
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == svg, "{name} is not what the program draws: PICTURES=write draws it anew");
}

#[test]
#[ignore = "a change of any screen makes them stale; .ci/run compares them"]
fn the_pictures_are_what_the_program_draws() {
    let pools = harness(Target::IdentityPools, (160, 30));
    let title = "The identity pools of the demo, with their findings";
    holds("identity-pools.svg", &picture(title, &[frame(&pools)]));

    let mut client = harness(Target::UserPools, (100, 30));
    client.press("enter 2 j j j j j enter");
    holds("app-client.svg", &picture("An app client of the demo, with its findings", &[frame(&client)]));

    let mut harness = harness(Target::IdentityPools, (100, 24));
    let mut frames = vec![frame(&harness)];
    for keys in ["j", "k enter", "c", "enter", "y", "enter", "H", "enter"] {
        harness.press(keys);
        frames.push(frame(&harness));
    }
    holds("classic-flow.svg", &picture("Blocking the classic flow of an identity pool", &frames));
}
