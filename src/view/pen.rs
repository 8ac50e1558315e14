//! The one way to the screen: the pen makes every text safe to display, and cuts it to its area.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::symbols::border;

use crate::message::{Area, Spot};
use crate::view::text::{fit, visible, visible_lines, width, wrap};

/// A text with its style.
pub type Piece = (Style, String);
/// A line of text in pieces, each with its style.
pub type Line = Vec<Piece>;

/// Draws texts into a buffer, and notes the sentences it had to cut.
pub struct Pen<'a> {
    buffer: &'a mut Buffer,
    clipped: Vec<String>,
    spots: Vec<(Area, Spot)>,
}

impl<'a> Pen<'a> {
    pub const fn new(buffer: &'a mut Buffer) -> Self {
        Self { buffer, clipped: Vec::new(), spots: Vec::new() }
    }

    /// Draws a text in `cells` cells at most; returns the column after it.
    pub fn text(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) -> u16 {
        if y >= self.buffer.area.bottom() || x >= self.buffer.area.right() {
            return x;
        }
        let seen = visible(text);
        // Trailing spaces need no room.
        let seen = if width(&seen) > cells.into() { seen.trim_end() } else { seen.as_ref() };
        let fitted = fit(seen, cells.into());
        // Half of a wide character would swallow the first cell of the text.
        let before = x.checked_sub(1).and_then(|x| self.buffer.cell_mut((x, y)));
        if let Some(cell) = before.filter(|cell| width(cell.symbol()) > 1) {
            cell.set_symbol(" ");
        }
        // What was drawn here before leaves no weight behind.
        let style = Style::reset().patch(style);
        let (end, _) = self.buffer.set_stringn(x, y, fitted.as_ref(), cells.into(), style);
        end
    }

    pub fn line(&mut self, x: u16, y: u16, cells: u16, line: &[Piece]) {
        let end = x.saturating_add(cells);
        let mut at = x;
        for (style, text) in line {
            at = self.text(at, y, end.saturating_sub(at), text, *style);
        }
    }

    /// Draws a sentence. Unlike a value a sentence must fit: the pen notes one that is cut.
    pub fn sentence(&mut self, x: u16, y: u16, cells: u16, text: &str, style: Style) -> u16 {
        self.note_clipped(cells, text);
        self.text(x, y, cells, text, style)
    }

    /// Draws a line of a sentence; the pen notes one that is cut.
    pub fn sentence_line(&mut self, x: u16, y: u16, cells: u16, line: &[Piece]) {
        let whole: String = line.iter().map(|(_, text)| text.as_str()).collect();
        self.note_clipped(cells, &whole);
        self.line(x, y, cells, line);
    }

    /// Notes a sentence that is wider than its room.
    pub fn note_clipped(&mut self, cells: u16, text: &str) {
        if width(visible(text).trim_end()) > cells.into() {
            self.clipped.push(text.to_owned());
        }
    }

    /// Notes what a click in an area is for.
    pub fn spot(&mut self, area: Rect, spot: Spot) {
        let Rect { x, y, width, height } = area.intersection(self.buffer.area);
        self.spots.push((Area { x, y, width, height }, spot));
    }

    /// The sentences that were cut, and what clicks are for.
    pub fn finish(self) -> (Vec<String>, Vec<(Area, Spot)>) {
        (self.clipped, self.spots)
    }

    /// Draws a text that ends at column `end`; returns the column of its start.
    pub fn right(&mut self, end: u16, y: u16, cells: u16, text: &str, style: Style) -> u16 {
        let taken = u16::try_from(width(&visible(text))).unwrap_or(u16::MAX).min(cells);
        let x = end.saturating_sub(taken);
        self.text(x, y, taken, text, style);
        x
    }

    /// Adds a style to all cells of an area, on top of the styles of its texts.
    pub fn highlight(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Draws a rule over the whole width of an area.
    pub fn rule(&mut self, area: Rect, y: u16, style: Style) {
        self.text(area.x, y, area.width, &"─".repeat(area.width.into()), style);
    }

    /// Clears an area and draws a box around it, with a title. What is around the box can't be clicked.
    pub fn frame(&mut self, area: Rect, title: &str, set: border::Set, style: Style, title_style: Style) {
        self.spots.clear();
        for y in area.top()..area.bottom() {
            self.text(area.x, y, area.width, &" ".repeat(area.width.into()), Style::reset());
        }
        let inner = usize::from(area.width.saturating_sub(2));
        let (top, bottom) = (set.horizontal_top.repeat(inner), set.horizontal_bottom.repeat(inner));
        let top = format!("{}{top}{}", set.top_left, set.top_right);
        let bottom = format!("{}{bottom}{}", set.bottom_left, set.bottom_right);
        self.text(area.x, area.y, area.width, &top, style);
        for y in area.top() + 1..area.bottom().saturating_sub(1) {
            self.text(area.x, y, 1, set.vertical_left, style);
            self.text(area.right() - 1, y, 1, set.vertical_right, style);
        }
        self.text(area.x, area.bottom().saturating_sub(1), area.width, &bottom, style);
        self.note_clipped(area.width.saturating_sub(6), title);
        let title = format!(" {} ", fit(&visible(title), inner.saturating_sub(4)));
        self.text(area.x + 2, area.y, area.width.saturating_sub(4), &title, title_style);
    }
}

pub fn paragraph(text: &str, cells: u16, style: Style) -> Vec<Line> {
    visible_lines(text)
        .iter()
        .flat_map(|line| wrap(line, cells.into()))
        .map(|line| vec![(style, line)])
        .collect()
}

/// A label, and a text wrapped in the column to its right.
pub fn labelled(
    label: &str,
    label_style: Style,
    column: u16,
    text: &str,
    cells: u16,
    style: Style,
) -> Vec<Line> {
    let lines = paragraph(text, cells.saturating_sub(column), style);
    let companion = |(index, line): (usize, Line)| {
        let label = if index == 0 {
            fit(&visible(label), usize::from(column).saturating_sub(1)).into_owned()
        } else {
            String::new()
        };
        let padding = usize::from(column).saturating_sub(width(&label));
        let mut whole = vec![(label_style, format!("{label}{}", " ".repeat(padding)))];
        whole.extend(line);
        whole
    };
    lines.into_iter().enumerate().map(companion).collect()
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    #[test]
    fn a_text_over_another_has_its_own_weight_only_and_a_wide_character_below_swallows_none_of_it() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        let mut pen = Pen::new(&mut buffer);
        pen.text(0, 0, 8, "従業員", Style::new().add_modifier(Modifier::BOLD));
        pen.text(1, 0, 3, "│─│", Style::new().add_modifier(Modifier::DIM));
        let symbols: Vec<_> = (0..8).map(|x| buffer[(x, 0)].symbol().to_owned()).collect();
        assert_eq!(symbols, [" ", "│", "─", "│", "員", " ", " ", " "]);
        assert!((1..4).all(|x| buffer[(x, 0)].modifier == Modifier::DIM));
    }

    #[test]
    fn a_sentence_that_is_clipped_is_noted_and_a_value_that_is_clipped_is_not() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 3));
        let mut pen = Pen::new(&mut buffer);
        pen.text(0, 0, 10, "eu-west-1_pNofNWNXM", Style::new());
        pen.sentence(0, 1, 10, "It fits.   ", Style::new());
        pen.sentence(0, 2, 10, "It does not fit.", Style::new());
        assert_eq!(pen.finish().0, ["It does not fit."]);
    }
}
