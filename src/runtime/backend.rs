//! ratatui's backend for crossterm, with fewer bytes for the same screen: of a style it sends what changes.
//! Over a slow link, a move in a list costs less.

use std::fmt::Write as _;
use std::io::{self, Write};

use ratatui::backend::{Backend, ClearType, CrosstermBackend, WindowSize};
use ratatui::buffer::Cell;
use ratatui::layout::{Position, Size};
use ratatui::style::{Color, Modifier};

/// The attributes, with the numbers that set and reset them. Bold and dim have one reset.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// A terminal that is written to through crossterm.
#[derive(Debug)]
pub struct LeanBackend<W: Write> {
    inner: CrosstermBackend<W>,
    is_cursor_hidden: bool,
}

/// The style of a cell, as the terminal has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CellStyle {
    fg: Color,
    bg: Color,
    modifier: Modifier,
}

impl CellStyle {
    const PLAIN: Self = Self { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

    const fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
    }

    /// The shortest sequence that leads from another style to this one.
    fn sequence(self, from: Self) -> String {
        if self == Self::PLAIN {
            return "\x1b[m".to_owned();
        }
        let (changed, anew) = (parameters(from, self), format!("0;{}", parameters(Self::PLAIN, self)));
        format!("\x1b[{}m", if anew.len() < changed.len() { anew } else { changed })
    }
}

/// The numbers that turn one style into another.
fn parameters(from: CellStyle, to: CellStyle) -> String {
    let mut numbers = Vec::new();
    let mut has = from.modifier;
    for (attribute, _, reset) in ATTRIBUTES {
        if has.contains(attribute) && !to.modifier.contains(attribute) {
            numbers.push(reset.to_string());
            for (gone, _, _) in ATTRIBUTES.iter().filter(|(_, _, other)| *other == reset) {
                has.remove(*gone);
            }
        }
    }
    let added = ATTRIBUTES
        .iter()
        .filter(|(attribute, ..)| to.modifier.contains(*attribute) && !has.contains(*attribute));
    numbers.extend(added.map(|(_, set, _)| set.to_string()));
    if from.fg != to.fg {
        numbers.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        numbers.push(colour(to.bg, 40));
    }
    numbers.join(";")
}

/// The numbers of a colour, in the foreground (30) or the background (40).
fn colour(colour: Color, base: u8) -> String {
    let index = match colour {
        Color::Reset => return (base + 9).to_string(),
        Color::Rgb(red, green, blue) => return format!("{};2;{red};{green};{blue}", base + 8),
        Color::Indexed(index) => index,
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => 8,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
    };
    format!("{};5;{index}", base + 8)
}

impl<W: Write> LeanBackend<W> {
    pub const fn new(writer: W) -> Self {
        Self { inner: CrosstermBackend::new(writer), is_cursor_hidden: false }
    }
}

/// The bytes that draw these cells.
fn drawn<'a>(cells: impl Iterator<Item = (u16, u16, &'a Cell)>) -> String {
    let mut bytes = String::new();
    let mut style = CellStyle::PLAIN;
    let mut at: Option<(u16, u16)> = None;
    for (x, y, cell) in cells {
        if at != Some((x, y)) {
            let _ = write!(bytes, "\x1b[{};{}H", y + 1, x + 1);
        }
        at = Some((x + 1, y));
        let own = CellStyle::of(cell);
        if own != style {
            bytes.push_str(&own.sequence(style));
            style = own;
        }
        bytes.push_str(cell.symbol());
    }
    if style != CellStyle::PLAIN {
        bytes.push_str(&CellStyle::PLAIN.sequence(style));
    }
    bytes
}

impl<W: Write> Backend for LeanBackend<W> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        self.inner.write_all(drawn(content).as_bytes())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        if std::mem::replace(&mut self.is_cursor_hidden, true) { Ok(()) } else { self.inner.hide_cursor() }
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.is_cursor_hidden = false;
        self.inner.show_cursor()
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        self.inner.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.inner.set_cursor_position(position)
    }

    fn clear(&mut self) -> io::Result<()> {
        self.inner.clear()
    }

    fn clear_region(&mut self, clear_type: ClearType) -> io::Result<()> {
        self.inner.clear_region(clear_type)
    }

    fn append_lines(&mut self, lines: u16) -> io::Result<()> {
        self.inner.append_lines(lines)
    }

    fn size(&self) -> io::Result<Size> {
        self.inner.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        self.inner.window_size()
    }

    fn flush(&mut self) -> io::Result<()> {
        Backend::flush(&mut self.inner)
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZero;

    use ratatui::style::Style;

    use super::*;

    const RED: Style = Style::new().fg(Color::Indexed(203));

    fn cells(texts: &[(&str, Style)]) -> Vec<Cell> {
        let cell = |symbol: char, style: Style| {
            let mut cell = Cell::default();
            cell.set_char(symbol).set_style(style);
            cell
        };
        texts.iter().flat_map(|(text, style)| text.chars().map(move |symbol| cell(symbol, *style))).collect()
    }

    fn sent(texts: &[(&str, Style)]) -> String {
        let cells = cells(texts);
        drawn(cells.iter().zip(0..).map(|(cell, x)| (x, 2, cell))).replace('\x1b', "^")
    }

    #[test]
    fn of_a_style_only_what_changes_is_sent_and_the_end_is_plain() {
        let bold = Style::new().add_modifier(Modifier::BOLD);
        assert_eq!(sent(&[("a", Style::new()), ("bc", RED)]), "^[3;1Ha^[38;5;203mbc^[m");
        assert_eq!(sent(&[("a", bold), ("b", RED.patch(bold))]), "^[3;1H^[1ma^[38;5;203mb^[m");
        assert_eq!(
            sent(&[("a", RED.patch(bold)), ("b", RED), ("c", Style::new())]),
            "^[3;1H^[1;38;5;203ma^[22mb^[mc"
        );
    }

    #[test]
    fn every_way_from_one_style_to_another_ends_at_that_style() {
        let colours = [Color::Reset, Color::Red, Color::White, Color::Indexed(40), Color::Rgb(1, 2, 3)];
        let styles: Vec<_> = (0..1_u16 << 9)
            // This terminal has one of bold and dim.
            .filter(|bits| bits % 7 == 0 && bits & 3 != 3)
            .flat_map(|bits| colours.map(|fg| (bits, fg)))
            .map(|(bits, fg)| {
                Style { fg: Some(fg), ..Style::new() }.add_modifier(Modifier::from_bits_truncate(bits))
            })
            .collect();
        for pair in styles.windows(2).chain(styles.windows(60)) {
            let (from, to) = (pair[0], pair[pair.len() - 1]);
            let mut parser =
                vt100::Parser::new(NonZero::new(3).expect("rows"), NonZero::new(10).expect("columns"), 0);
            let cells = cells(&[("a", from), ("b", to)]);
            parser.process(drawn(cells.iter().zip(0..).map(|(cell, x)| (x, 0, cell))).as_bytes());
            let seen = parser.screen().cell(0, 1).expect("a cell");
            let has = |modifier| to.add_modifier.contains(modifier);
            let attributes =
                [Modifier::BOLD, Modifier::DIM, Modifier::ITALIC, Modifier::UNDERLINED, Modifier::REVERSED];
            let seen_attributes = [seen.bold(), seen.dim(), seen.italic(), seen.underline(), seen.inverse()];
            assert_eq!(seen_attributes, attributes.map(has), "{from:?} {to:?}");
            let colour = match to.fg {
                Some(Color::Red) => vt100::Color::Idx(1),
                Some(Color::White) => vt100::Color::Idx(15),
                Some(Color::Indexed(index)) => vt100::Color::Idx(index),
                Some(Color::Rgb(red, green, blue)) => vt100::Color::Rgb(red, green, blue),
                _ => vt100::Color::Default,
            };
            assert_eq!(seen.fgcolor(), colour, "{from:?} {to:?}");
        }
    }
}
