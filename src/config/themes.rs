//! Themes: which one the user chose, and what the user's own ones change in it.

/// A theme that the program brings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ThemeName {
    /// Dark or light, by the background of the terminal; tones that are readable on both while it is unknown.
    #[default]
    Auto,
    Dark,
    Light,
    HighContrast,
    /// The sixteen colours of the terminal's own scheme.
    Sixteen,
    Mono,
}

impl ThemeName {
    pub(super) const NAMES: [(&'static str, Self); 6] = [
        ("auto", Self::Auto),
        ("dark", Self::Dark),
        ("light", Self::Light),
        ("high-contrast", Self::HighContrast),
        ("16", Self::Sixteen),
        ("mono", Self::Mono),
    ];
}

/// What a style is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Text,
    Quiet,
    Strong,
    Heading,
    Accent,
    Good,
    Warning,
    Bad,
    Focus,
    Selected,
}

impl Role {
    pub(super) const NAMES: [(&'static str, Self); 10] = [
        ("text", Self::Text),
        ("quiet", Self::Quiet),
        ("strong", Self::Strong),
        ("heading", Self::Heading),
        ("accent", Self::Accent),
        ("good", Self::Good),
        ("warning", Self::Warning),
        ("bad", Self::Bad),
        ("focus", Self::Focus),
        ("selected", Self::Selected),
    ];
}

/// A colour as the user writes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThemeColour {
    /// The terminal's own.
    Default,
    /// One of xterm's 256; the first sixteen are those of the terminal's scheme.
    Indexed(u8),
    Rgb(u8, u8, u8),
}

/// The weight or the decoration of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Emphasis {
    Bold,
    Dim,
    Italic,
    Underlined,
    Reversed,
}

impl Emphasis {
    pub const ALL: [Self; 5] = [Self::Bold, Self::Dim, Self::Italic, Self::Underlined, Self::Reversed];

    const fn name(self) -> &'static str {
        match self {
            Self::Bold => "bold",
            Self::Dim => "dim",
            Self::Italic => "italic",
            Self::Underlined => "underlined",
            Self::Reversed => "reversed",
        }
    }
}

/// The style of a role in the user's own theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct RoleStyle {
    pub foreground: Option<ThemeColour>,
    pub background: Option<ThemeColour>,
    attributes: [bool; Emphasis::ALL.len()],
}

impl RoleStyle {
    pub fn attributes(&self) -> impl Iterator<Item = Emphasis> {
        Emphasis::ALL.into_iter().filter(|attribute| self.attributes[*attribute as usize])
    }

    /// Reads a style such as `bold #ff8700 on 236`.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let mut style = Self::default();
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            if word == "on" {
                let colour = words.next().ok_or("after \"on\" comes the colour of the background")?;
                style.background = Some(ThemeColour::read(colour)?);
            } else if let Some(found) = Emphasis::ALL.into_iter().find(|found| found.name() == word) {
                style.attributes[found as usize] = true;
            } else {
                style.foreground = Some(ThemeColour::read(word)?);
            }
        }
        Ok(style)
    }
}

impl ThemeColour {
    const NAMES: [&'static str; 8] = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

    fn read(word: &str) -> Result<Self, String> {
        let unknown = || {
            format!(
                "\"{word}\" is no colour and no weight: write default, {}, a number up to 255, #rrggbb, \
                 bold, dim, italic, underlined or reversed",
                Self::NAMES.join(", ")
            )
        };
        if word == "default" {
            return Ok(Self::Default);
        }
        if let Some(index) = (0..).zip(Self::NAMES).find_map(|(index, name)| (name == word).then_some(index))
        {
            return Ok(Self::Indexed(index));
        }
        if let Some(hex) = word.strip_prefix('#') {
            let is_hex = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
            let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).map_err(|_| unknown());
            return if is_hex { Ok(Self::Rgb(part(0)?, part(2)?, part(4)?)) } else { Err(unknown()) };
        }
        match word.parse() {
            Ok(8) => Err("colour 8 is the background itself in some terminals: write dim instead".to_owned()),
            Ok(index) => Ok(Self::Indexed(index)),
            Err(_) => Err(unknown()),
        }
    }
}

/// The chosen theme: one that the program brings, and what the user's own theme changes in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ThemeChoice {
    pub base: ThemeName,
    roles: [Option<RoleStyle>; Role::NAMES.len()],
}

impl ThemeChoice {
    pub const fn builtin(base: ThemeName) -> Self {
        Self { base, roles: [None; Role::NAMES.len()] }
    }

    pub const fn role(&self, role: Role) -> Option<RoleStyle> {
        self.roles[role as usize]
    }

    pub(super) const fn set(&mut self, role: Role, style: RoleStyle) {
        self.roles[role as usize] = Some(style);
    }
}
