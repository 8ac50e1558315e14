//! Tests of what holds for every theme in every terminal.

use super::*;
use crate::config::Config;

const COLOURS: [Colours; 4] = [Colours::None, Colours::Basic, Colours::Indexed, Colours::True];
const BACKGROUNDS: [Background; 3] = [Background::Unknown, Background::Dark, Background::Light];
const THEMES: [ThemeName; 6] = [
    ThemeName::Auto,
    ThemeName::Dark,
    ThemeName::Light,
    ThemeName::HighContrast,
    ThemeName::Sixteen,
    ThemeName::Mono,
];

fn theme(theme: ThemeName, colours: Colours, background: Background) -> Theme {
    let theme = ThemeChoice::builtin(theme);
    Theme::on(background, Look { colours, selection: Selection::Bar, theme })
}

fn styles(theme: Theme) -> [Style; 10] {
    let Theme { plain, quiet, strong, heading, accent, good, warn, bad, focus, selected, .. } = theme;
    [plain, quiet, strong, heading, accent, good, warn, bad, focus, selected]
}

/// Every theme in every terminal: the name, the background as far as it is known, and the styles.
fn every() -> impl Iterator<Item = (ThemeName, Colours, Background, Theme)> {
    let all = THEMES.into_iter().flat_map(|name| COLOURS.map(|colours| (name, colours)));
    all.flat_map(|(name, colours)| BACKGROUNDS.map(|on| (name, colours, on, theme(name, colours, on))))
}

/// The background that a theme is made for.
fn made_for(name: ThemeName, background: Background) -> Background {
    match name {
        ThemeName::Dark => Background::Dark,
        ThemeName::Light => Background::Light,
        _ => background,
    }
}

#[test]
fn no_style_uses_colour_8_which_some_schemes_make_the_background() {
    for (.., theme) in every() {
        for colour in styles(theme).into_iter().flat_map(|style| [style.fg, style.bg]).flatten() {
            assert!(!matches!(colour, Color::DarkGray | Color::Indexed(8)), "{theme:?}");
        }
    }
}

#[test]
fn without_colours_no_style_of_any_theme_has_one_not_even_of_the_users_own() {
    for (name, colours, _, theme) in every() {
        if colours == Colours::None || name == ThemeName::Mono {
            let has_none =
                |style: &Style| matches!(style.fg, None | Some(Color::Reset)) && style.bg.is_none();
            assert!(styles(theme).iter().all(has_none), "{name:?}");
        }
    }
    let own = Config::read("theme = \"own\"\n[themes.own]\nbad = \"bold red on #ffffff\"\n").theme;
    let look = Look { colours: Colours::None, theme: own, ..Look::default() };
    let bad = Theme::new(look).bad;
    assert_eq!((bad.fg, bad.bg, bad.add_modifier), (None, None, Modifier::BOLD));
}

/// The contrast of two colours as WCAG 2 counts it.
fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let [one, other] = [one, other].map(palette::luminance);
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_colour_is_readable_on_the_backgrounds_that_its_theme_is_made_for() {
    let darks = [[0; 3], [0x30; 3]];
    let lights = [[0xff; 3], [0xfd, 0xf6, 0xe3]];
    for (name, _, on, theme) in every() {
        let least = if name == ThemeName::HighContrast { 7.0 } else { 4.5 };
        for colour in styles(theme).into_iter().filter_map(|style| style.fg) {
            let Color::Indexed(index) = colour else { continue };
            let (least, backgrounds) = match made_for(name, on) {
                Background::Dark => (least, darks.to_vec()),
                Background::Light => (least, lights.to_vec()),
                Background::Unknown => (3.5, vec![darks[0], lights[0]]),
            };
            for background in backgrounds {
                let found = contrast(palette::rgb(index), background);
                assert!(found >= least, "{name:?}: {index} on {background:?}: {found:.1}");
            }
        }
    }
}

#[test]
fn yellow_is_a_text_only_where_the_background_is_known_to_be_dark() {
    let is_yellow = |style: &Style| matches!(style.fg, Some(Color::Yellow | Color::Indexed(3 | 11)));
    for (name, _, on, theme) in every() {
        let is_dark = made_for(name, on) == Background::Dark;
        assert!(is_dark || !styles(theme).iter().any(is_yellow), "{name:?} {on:?}");
    }
}

#[test]
fn a_background_is_light_where_black_is_easier_to_read_on_it_than_white() {
    for [red, green, blue] in [[0; 3], [0x28; 3], [0x00, 0x2b, 0x36], [0x30, 0x0a, 0x24]] {
        assert_eq!(Background::of(red, green, blue), Background::Dark);
    }
    for [red, green, blue] in [[0xff; 3], [0xfd, 0xf6, 0xe3], [0xaa; 3]] {
        assert_eq!(Background::of(red, green, blue), Background::Light);
    }
}

#[test]
fn a_colour_of_the_users_own_is_the_nearest_that_the_terminal_has() {
    let own = Config::read("theme = \"own\"\n[themes.own]\naccent = \"bold #5fafff on #303030\"\n").theme;
    let accent = |colours| {
        let accent = Theme::new(Look { colours, theme: own, ..Look::default() }).accent;
        (accent.fg, accent.bg)
    };
    assert_eq!(
        accent(Colours::True),
        (Some(Color::Rgb(0x5f, 0xaf, 0xff)), Some(Color::Rgb(0x30, 0x30, 0x30)))
    );
    assert_eq!(accent(Colours::Indexed), (Some(Color::Indexed(75)), Some(Color::Indexed(236))));
    assert_eq!(accent(Colours::Basic), (Some(Color::Cyan), None), "that of the theme below");
}
