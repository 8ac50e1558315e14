//! Reads the themes of the file, and finds the chosen one.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Reader, suggestion};
use crate::config::themes::{Role, RoleStyle, ThemeChoice, ThemeName};

impl Reader<'_> {
    /// Reads the tables of `themes`: each is one theme of the user.
    pub(super) fn read_themes(&mut self, value: &Spanned<DeValue>) {
        let DeValue::Table(themes) = value.get_ref() else {
            self.complain(value.span(), "a theme is a table, written as [themes.NAME]".to_owned());
            return;
        };
        for (name, theme) in themes {
            let DeValue::Table(table) = theme.get_ref() else {
                self.complain(theme.span(), "a theme is a table, written as [themes.NAME]".to_owned());
                continue;
            };
            if ThemeName::NAMES.iter().any(|(known, _)| known == name.get_ref()) {
                let text = format!("\"{}\" is a theme already: choose another name", name.get_ref());
                self.complain(name.span(), text);
                continue;
            }
            let read = self.read_theme(table);
            self.themes.push((name.get_ref().to_string(), read));
        }
    }

    fn read_theme(&mut self, table: &DeTable) -> ThemeChoice {
        let mut theme = ThemeChoice::default();
        for (name, value) in table {
            if name.get_ref() == "base" {
                theme.base = self.one_of("base", value, &ThemeName::NAMES).unwrap_or_default();
                continue;
            }
            let role = Role::NAMES.iter().find(|(known, _)| known == name.get_ref());
            let Some((name, role)) = role else {
                let known: Vec<_> = Role::NAMES.iter().map(|(known, _)| *known).chain(["base"]).collect();
                self.unknown(name, "role of a theme", &known);
                continue;
            };
            let Some(text) = self.text(name, value) else { continue };
            match RoleStyle::read(&text) {
                Ok(style) => theme.set(*role, style),
                Err(error) => self.complain(value.span(), error),
            }
        }
        theme
    }

    /// The theme that the file names, once all of its themes are read.
    pub(super) fn choose_theme(&mut self, value: &Spanned<DeValue>) {
        let Some(text) = self.text("theme", value) else { return };
        let own = self.themes.iter().find(|(name, _)| *name == text).map(|(_, theme)| *theme);
        let builtin = ThemeName::NAMES.iter().find(|(name, _)| *name == text);
        let builtin = builtin.map(|(_, theme)| ThemeChoice::builtin(*theme));
        if let Some(theme) = own.or(builtin) {
            self.config.theme = theme;
            return;
        }
        let own: Vec<_> = self.themes.iter().map(|(name, _)| name.clone()).collect();
        let known: Vec<_> =
            ThemeName::NAMES.iter().map(|(name, _)| *name).chain(own.iter().map(String::as_str)).collect();
        let text = format!(
            "theme can't be \"{text}\": it is one of {}, or one of your own, written as [themes.{text}]{}",
            known.join(", "),
            suggestion(&text, &known)
        );
        self.complain(value.span(), text);
    }
}
