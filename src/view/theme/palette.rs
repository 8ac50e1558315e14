//! The colours of the themes that the program brings, and what can be counted about a colour.

use ratatui::style::Color;

use crate::config::ThemeName;
use crate::view::theme::{Background, Colours};

/// The colours of a theme, as numbers of xterm's 256; `None` is the colour of other text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tones {
    pub quiet: Option<u8>,
    /// Accent, good, warning and bad.
    pub tones: [Option<u8>; 4],
}

const MONO: Tones = Tones { quiet: None, tones: [None; 4] };

/// Readable on black and on white, for a background that is unknown.
const NEUTRAL: Tones = Tones { quiet: Some(243), tones: [Some(31), Some(28), Some(166), Some(160)] };

const DARK: Tones = Tones { quiet: Some(248), tones: [Some(81), Some(114), Some(221), Some(210)] };
const LIGHT: Tones = Tones { quiet: Some(242), tones: [Some(25), Some(22), Some(94), Some(124)] };
const BRIGHT_ON_DARK: Tones = Tones { quiet: None, tones: [Some(123), Some(120), Some(228), Some(217)] };
const DEEP_ON_LIGHT: Tones = Tones { quiet: None, tones: [Some(18), Some(22), Some(53), Some(88)] };

/// Colour 8 is the background itself in some schemes, so quiet text is dim.
const SIXTEEN_ON_DARK: Tones = Tones { quiet: None, tones: [Some(6), Some(2), Some(3), Some(1)] };
/// Yellow can't be read on white, and no scheme says what its background is.
const SIXTEEN: Tones = Tones { quiet: None, tones: [Some(6), Some(2), Some(5), Some(1)] };
const SIXTEEN_ON_LIGHT: Tones = Tones { quiet: None, tones: [Some(4), Some(2), Some(5), Some(1)] };

impl Tones {
    /// The palette of a theme in a terminal with these colours.
    pub(super) const fn of(theme: ThemeName, colours: Colours, background: Background) -> Self {
        let background = match theme {
            ThemeName::Dark => Background::Dark,
            ThemeName::Light => Background::Light,
            _ => background,
        };
        match (colours, theme, background) {
            (Colours::None, ..) | (_, ThemeName::Mono, _) => MONO,
            (Colours::Basic, ..) | (_, ThemeName::Sixteen, _) => match background {
                Background::Dark => SIXTEEN_ON_DARK,
                Background::Light => SIXTEEN_ON_LIGHT,
                Background::Unknown => SIXTEEN,
            },
            // A tone that is readable on both has no high contrast on either.
            (_, ThemeName::HighContrast, Background::Unknown) => MONO,
            (_, ThemeName::HighContrast, Background::Dark) => BRIGHT_ON_DARK,
            (_, ThemeName::HighContrast, Background::Light) => DEEP_ON_LIGHT,
            (_, _, Background::Unknown) => NEUTRAL,
            (_, _, Background::Dark) => DARK,
            (_, _, Background::Light) => LIGHT,
        }
    }
}

/// The first eight have names, which terminals with few colours understand.
pub(super) const fn colour(index: u8) -> Color {
    match index {
        0 => Color::Black,
        1 => Color::Red,
        2 => Color::Green,
        3 => Color::Yellow,
        4 => Color::Blue,
        5 => Color::Magenta,
        6 => Color::Cyan,
        7 => Color::Gray,
        index => Color::Indexed(index),
    }
}

/// How bright a colour is, as WCAG 2 counts it: from 0, black, to 1, white.
pub(super) fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|level| {
        let level = f64::from(level) / 255.0;
        if level <= 0.03928 { level / 12.92 } else { ((level + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// The colour of a number from 16.
pub(super) fn rgb(index: u8) -> [u8; 3] {
    let levels = [0u8, 95, 135, 175, 215, 255];
    let cube = |place: u8| levels[usize::from((index - 16) / place % 6)];
    if index >= 232 { [8 + (index - 232) * 10; 3] } else { [cube(36), cube(6), cube(1)] }
}

/// The number of the colour that is nearest to this one.
pub(super) fn nearest(wanted: [u8; 3]) -> u8 {
    let distance = |index: &u8| -> u32 {
        let squares =
            rgb(*index).into_iter().zip(wanted).map(|(one, other)| u32::from(one.abs_diff(other)).pow(2));
        squares.sum()
    };
    (16..=255).min_by_key(distance).unwrap_or(16)
}
