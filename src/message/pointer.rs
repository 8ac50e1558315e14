//! What the mouse does, and what stands where it points.

/// A click or a turn of the wheel, at a cell counted from the upper left corner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MousePress {
    pub action: MouseAction,
    pub column: u16,
    pub row: u16,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
/// A button or the wheel.
pub enum MouseAction {
    Click,
    WheelUp,
    WheelDown,
}

/// What a click is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spot {
    /// A row of the screen, by its index.
    Row(usize),
    /// A tab, by its index.
    Tab(usize),
    /// An entry of the open dialog: how many entries below the chosen one, or above it if negative.
    Entry(isize),
    /// A field of the form: how many fields below the focus, or above it if negative.
    Field(isize),
}

/// A rectangle of cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    pub x: u16,
    pub y: u16,
    pub width: u16,
    pub height: u16,
}

impl Area {
    const fn contains(self, column: u16, row: u16) -> bool {
        column >= self.x && column - self.x < self.width && row >= self.y && row - self.y < self.height
    }
}

/// What a frame has shown, as far as the state needs it for the next key or click.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Measures of the open dialog, if it can be longer than its box.
    pub scroll: Option<super::ScrollMetrics>,
    pub spots: Vec<(Area, Spot)>,
}

impl Drawn {
    /// What stands at a cell.
    pub fn spot(&self, column: u16, row: u16) -> Option<Spot> {
        self.spots.iter().rev().find(|(area, _)| area.contains(column, row)).map(|(_, spot)| *spot)
    }
}
