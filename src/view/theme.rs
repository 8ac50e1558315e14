//! The styles of the screen. Colour supports and never carries meaning: without it, words, signs and weight
//! say the same.

use ratatui::style::{Color, Modifier, Style};

use crate::config::BadgeColour;
use crate::resource::Severity;

/// The colours that a terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colours {
    None,
    /// The sixteen whose tones the user's own scheme decides.
    Basic,
    /// The 256 of xterm, of which all but the first sixteen look the same everywhere.
    Indexed,
}

/// How the chosen row is told from the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Selection {
    /// The whole row is reversed.
    Bar,
    /// A marker and weight, so that a move costs a few bytes on a slow link.
    Marker,
}

/// What decides about the styles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    pub colours: Colours,
    pub selection: Selection,
}

impl Default for Look {
    fn default() -> Self {
        Self { colours: Colours::Indexed, selection: Selection::Marker }
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
    pub const fn new(look: Look) -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        let focus = plain.add_modifier(Modifier::REVERSED);
        let selected = match look.selection {
            Selection::Bar => focus,
            Selection::Marker => plain,
        };
        // Colour 8 is the background itself in some schemes, so quiet text is dim, or a grey of its own. The
        // indexed tones are readable on black and on white.
        let (quiet, accent, good, warn, bad) = match look.colours {
            Colours::None => (plain.add_modifier(Modifier::DIM), strong, strong, strong, strong),
            Colours::Basic => (
                plain.add_modifier(Modifier::DIM),
                strong.fg(Color::Cyan),
                strong.fg(Color::Green),
                strong.fg(Color::Yellow),
                strong.fg(Color::Red),
            ),
            Colours::Indexed => (
                plain.fg(Color::Indexed(243)),
                strong.fg(Color::Indexed(31)),
                strong.fg(Color::Indexed(28)),
                strong.fg(Color::Indexed(166)),
                strong.fg(Color::Indexed(160)),
            ),
        };
        Self {
            plain,
            quiet,
            strong,
            heading: accent,
            accent,
            good,
            warn,
            bad,
            focus,
            selected,
            colours: look.colours,
        }
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
            (Colours::Indexed, Some(colour)) => self.strong.fg(Color::Indexed(match colour {
                BadgeColour::Red => 160,
                BadgeColour::Yellow => 136,
                BadgeColour::Green => 28,
                BadgeColour::Blue => 32,
                BadgeColour::Magenta => 164,
                BadgeColour::Cyan => 31,
            })),
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
mod tests {
    use super::*;

    const COLOURS: [Colours; 3] = [Colours::None, Colours::Basic, Colours::Indexed];

    fn styles(colours: Colours) -> [Style; 10] {
        let Theme { plain, quiet, strong, heading, accent, good, warn, bad, focus, selected, .. } =
            Theme::new(Look { colours, selection: Selection::Bar });
        [plain, quiet, strong, heading, accent, good, warn, bad, focus, selected]
    }

    #[test]
    fn no_style_uses_colour_8_which_some_schemes_make_the_background() {
        for style in COLOURS.into_iter().flat_map(styles) {
            for colour in [style.fg, style.bg].into_iter().flatten() {
                assert!(!matches!(colour, Color::DarkGray | Color::Indexed(8)), "{style:?}");
            }
        }
    }

    #[test]
    fn without_colours_no_style_has_one() {
        assert!(styles(Colours::None).iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    }

    /// The contrast of an indexed colour against black and white, as WCAG 2 counts it.
    fn contrasts(index: u8) -> [f64; 2] {
        let levels = [0u8, 95, 135, 175, 215, 255];
        let cube = |place: u8| levels[usize::from((index - 16) / place % 6)];
        let [red, green, blue] =
            if index >= 232 { [8 + (index - 232) * 10; 3] } else { [cube(36), cube(6), cube(1)] };
        let linear = |level: u8| {
            let level = f64::from(level) / 255.0;
            if level <= 0.03928 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
        };
        let light = 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
        [(light + 0.05) / 0.05, 1.05 / (light + 0.05)]
    }

    #[test]
    fn every_indexed_colour_is_readable_on_black_and_on_white() {
        for style in styles(Colours::Indexed) {
            if let Some(Color::Indexed(index)) = style.fg {
                let [on_black, on_white] = contrasts(index);
                assert!(on_black >= 3.5 && on_white >= 3.5, "{index}: {on_black:.1} and {on_white:.1}");
            }
        }
    }
}
