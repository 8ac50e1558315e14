//! What the user's own theme changes in the one it is based on.

use ratatui::style::{Color, Modifier, Style};

use crate::config::{Emphasis, Role, RoleStyle, ThemeColour};
use crate::view::theme::{Colours, Look, Selection, Theme, palette};

impl Theme {
    pub(super) fn with_own(mut self, look: &Look) -> Self {
        let colours = self.colours;
        let change = |style: &mut Style, role: Role| {
            if let Some(own) = look.theme.role(role) {
                *style = of(&own, *style, colours);
            }
        };
        change(&mut self.plain, Role::Text);
        change(&mut self.quiet, Role::Quiet);
        change(&mut self.strong, Role::Strong);
        change(&mut self.accent, Role::Accent);
        self.heading = self.accent;
        change(&mut self.heading, Role::Heading);
        change(&mut self.good, Role::Good);
        change(&mut self.warn, Role::Warning);
        change(&mut self.bad, Role::Bad);
        change(&mut self.focus, Role::Focus);
        if look.selection == Selection::Bar {
            change(&mut self.selected, Role::Selected);
        }
        self
    }
}

/// A style of the user's. Where the terminal has no such colours, the role keeps that of the theme below.
fn of(own: &RoleStyle, below: Style, colours: Colours) -> Style {
    let mut style = Style::new();
    for attribute in own.attributes() {
        style = style.add_modifier(match attribute {
            Emphasis::Bold => Modifier::BOLD,
            Emphasis::Dim => Modifier::DIM,
            Emphasis::Italic => Modifier::ITALIC,
            Emphasis::Underlined => Modifier::UNDERLINED,
            Emphasis::Reversed => Modifier::REVERSED,
        });
    }
    let named = |wanted: Option<ThemeColour>| wanted.and_then(|wanted| colour(wanted, colours));
    style.fg = named(own.foreground).or(below.fg.filter(|_| own.foreground.is_some()));
    style.bg = named(own.background);
    if style == Style::new() { below } else { style }
}

fn colour(wanted: ThemeColour, colours: Colours) -> Option<Color> {
    match (wanted, colours) {
        (_, Colours::None) => None,
        (ThemeColour::Default, _) => Some(Color::Reset),
        (ThemeColour::Indexed(index @ 0..16), _) => Some(palette::colour(index)),
        (_, Colours::Basic) => None,
        (ThemeColour::Indexed(index), _) => Some(Color::Indexed(index)),
        (ThemeColour::Rgb(red, green, blue), Colours::True) => Some(Color::Rgb(red, green, blue)),
        (ThemeColour::Rgb(red, green, blue), Colours::Indexed) => {
            Some(Color::Indexed(palette::nearest([red, green, blue])))
        }
    }
}
