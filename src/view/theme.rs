//! The styles of the screen. Colour supports and never carries meaning: without it, words, signs and weight
//! say the same.

use ratatui::style::{Color, Modifier, Style};

use crate::resource::Severity;

/// The styles of everything on the screen, in the sixteen colours that every terminal has.
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
}

impl Theme {
    /// The style of a severity; its sign and word tell it where there are no colours.
    pub const fn severity(&self, severity: Severity) -> Style {
        match severity {
            Severity::Critical | Severity::High => self.bad,
            Severity::Medium => self.warn,
            Severity::Low | Severity::Info => self.plain,
        }
    }

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
