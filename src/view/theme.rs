//! Named styles. Colour supports and never carries meaning: without it, words, signs and weight say the same.

use ratatui::style::{Color, Modifier, Style};

/// The styles of everything that is drawn, in the sixteen colours every terminal has.
#[derive(Debug, Clone, Copy)]
pub struct Theme {
    /// Ordinary text.
    pub plain: Style,
    /// Text that matters less: rules, hints, what was never set.
    pub quiet: Style,
    /// Text that matters more.
    pub strong: Style,
    /// Headings.
    pub heading: Style,
    /// Keys, and the marker of the chosen row.
    pub accent: Style,
    /// What went well.
    pub good: Style,
    /// What to be careful with.
    pub warn: Style,
    /// What went wrong.
    pub bad: Style,
    /// The button or value that a key acts on.
    pub focus: Style,
}

impl Theme {
    /// The theme, with or without colours.
    pub const fn new(colours: bool) -> Self {
        let plain = Style::new();
        let strong = plain.add_modifier(Modifier::BOLD);
        if !colours {
            let quiet = plain.add_modifier(Modifier::DIM);
            let focus = plain.add_modifier(Modifier::REVERSED);
            return Self {
                plain,
                quiet,
                strong,
                heading: strong,
                accent: strong,
                good: strong,
                warn: strong,
                bad: strong,
                focus,
            };
        }
        Self {
            plain,
            quiet: plain.fg(Color::DarkGray),
            strong,
            heading: strong.fg(Color::Cyan),
            accent: strong.fg(Color::Cyan),
            good: strong.fg(Color::Green),
            warn: strong.fg(Color::Yellow),
            bad: strong.fg(Color::Red),
            focus: plain.add_modifier(Modifier::REVERSED),
        }
    }
}
