//! The styles of the screen. Colour supports and never carries meaning: without it, words, signs and weight
//! say the same.

mod own;
mod palette;

use ratatui::style::{Color, Modifier, Style};

use crate::config::{BadgeColour, ThemeChoice, ThemeName};
use crate::resource::Severity;
use crate::view::theme::palette::Tones;

/// The colours that a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    None,
    /// The sixteen whose tones the user's own scheme decides.
    Basic,
    /// The 256 of xterm, of which all but the first sixteen look the same everywhere.
    Indexed,
    /// All that have a red, a green and a blue.
    True,
}

/// How the chosen row is told from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// The whole row is reversed.
    Bar,
    /// A marker and weight, so that a move costs a few bytes on a slow link.
    Marker,
}

/// The background of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// The terminal has not told it.
    #[default]
    Unknown,
    Dark,
    Light,
}

impl Background {
    /// Light or dark, by whether black or white is easier to read on a colour.
    pub fn of(red: u8, green: u8, blue: u8) -> Self {
        if palette::luminance([red, green, blue]) > 0.179 { Self::Light } else { Self::Dark }
    }
}

/// What decides about the styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub colours: Colours,
    pub selection: Selection,
    pub theme: ThemeChoice,
}

impl Default for Look {
    fn default() -> Self {
        Self { colours: Colours::Indexed, selection: Selection::Marker, theme: ThemeChoice::default() }
    }
}

impl Look {
    /// True if the styles depend on the background of the terminal.
    pub fn follows_background(&self) -> bool {
        let follows = |name| matches!(name, ThemeName::Auto | ThemeName::HighContrast | ThemeName::Sixteen);
        self.colours != Colours::None && follows(self.theme.base)
    }
}

/// The styles of everything on the screen.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    pub plain: Style,
    /// Less important text: rules, hints, values that were never set.
    pub quiet: Style,
    pub strong: Style,
    pub heading: Style,
    /// Keys, and the marker of the chosen row.
    pub accent: Style,
    pub good: Style,
    pub warn: Style,
    pub bad: Style,
    /// The button or value that a key acts on.
    pub focus: Style,
    /// What the whole chosen row gets on top of the styles of its texts.
    pub selected: Style,
    colours: Colours,
}

impl Theme {
    /// The styles while the background of the terminal is unknown.
    pub fn new(look: Look) -> Self {
        Self::on(Background::Unknown, look)
    }

    pub fn on(background: Background, look: Look) -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        let focus = plain.add_modifier(Modifier::REVERSED);
        let selected = match look.selection {
            // One style from edge to edge: signs tell what colours do, and a move costs fewer bytes.
            Selection::Bar if look.colours == Colours::None => focus.remove_modifier(Modifier::DIM),
            Selection::Bar => focus.fg(Color::Reset).remove_modifier(Modifier::DIM.union(Modifier::BOLD)),
            Selection::Marker => plain,
        };
        let palette = Tones::of(look.theme.base, look.colours, background);
        let tone = |index: Option<u8>| index.map_or(strong, |index| strong.fg(palette::colour(index)));
        let quiet = match (palette.quiet, look.theme.base) {
            (Some(index), _) => plain.fg(palette::colour(index)),
            (None, ThemeName::HighContrast) => plain,
            (None, _) => plain.add_modifier(Modifier::DIM),
        };
        let [accent, good, warn, bad] = palette.tones.map(tone);
        let colours = if look.theme.base == ThemeName::Mono { Colours::None } else { look.colours };
        let theme =
            Self { plain, quiet, strong, heading: accent, accent, good, warn, bad, focus, selected, colours };
        theme.with_own(&look)
    }

    /// The styles of a badge: of its edges, and of its word.
    pub const fn badge(&self, colour: Option<BadgeColour>) -> (Style, Style) {
        let edge = match (self.colours, colour) {
            (Colours::None, _) | (_, None) => self.strong,
            (Colours::Basic, Some(colour)) => self.strong.fg(match colour {
                BadgeColour::Red => Color::Red,
                BadgeColour::Yellow => Color::Yellow,
                BadgeColour::Green => Color::Green,
                BadgeColour::Blue => Color::Blue,
                BadgeColour::Magenta => Color::Magenta,
                BadgeColour::Cyan => Color::Cyan,
            }),
            (Colours::Indexed | Colours::True, Some(colour)) => {
                self.strong.fg(Color::Indexed(match colour {
                    BadgeColour::Red => 160,
                    BadgeColour::Yellow => 136,
                    BadgeColour::Green => 28,
                    BadgeColour::Blue => 32,
                    BadgeColour::Magenta => 164,
                    BadgeColour::Cyan => 31,
                }))
            }
        };
        (edge, edge.add_modifier(Modifier::REVERSED))
    }

    /// The style of a severity; its sign and word tell it where there are no colours.
    pub const fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Critical | Severity::High => self.bad,
            Severity::Medium => self.warn,
            Severity::Low | Severity::Info => self.plain,
        }
    }
}

#[cfg(test)]
mod tests;
