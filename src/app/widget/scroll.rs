//! The scroll position of a dialog that can be longer than its box.

use crate::keymap::ScrollAction;
use crate::message::ScrollMetrics;

/// A scroll position in lines, and the measures of the last frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scroll {
    pub above: usize,
    pub below: usize,
    /// True once the last line was on the screen.
    pub reached_end: bool,
    /// True until the next frame shows what has the focus, where a dialog has something to choose.
    pub shows_focus: bool,
}

impl Scroll {
    /// Scrolls by an action; `page` is a number of lines.
    pub fn scroll_by(&mut self, action: ScrollAction, page: usize) {
        let (up, down) = match action {
            ScrollAction::LineDown => (0, 1),
            ScrollAction::PageDown => (0, page),
            ScrollAction::Bottom => (0, usize::MAX),
            ScrollAction::LineUp => (1, 0),
            ScrollAction::PageUp => (page, 0),
            ScrollAction::Top => (usize::MAX, 0),
        };
        let (up, down) = (up.min(self.above), down.min(self.below));
        self.above = self.above + down - up;
        self.below = self.below + up - down;
    }

    /// Takes over the measures of the last frame.
    pub(crate) const fn note_drawn(&mut self, drawn: ScrollMetrics) {
        self.above = drawn.above;
        self.below = drawn.below;
        self.shows_focus = false;
        self.reached_end |= drawn.below == 0;
    }
}
