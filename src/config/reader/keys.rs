//! Reads the user's own keys.

use std::ops::Range;

use toml::Spanned;
use toml::de::DeValue;

use super::{Reader, suggestion};
use crate::keymap::{self, KeyMistake};

impl Reader<'_> {
    /// Reads the tables of `keys`, one for each scope, and leaves out the changes that can't hold together.
    pub(super) fn read_keys(&mut self, value: &Spanned<DeValue>) {
        let DeValue::Table(scopes) = value.get_ref() else {
            self.complain(
                value.span(),
                "the keys of a scope are a table, written as [keys.SCOPE]".to_owned(),
            );
            return;
        };
        let mut places: Vec<Range<usize>> = Vec::new();
        for (scope, actions) in scopes {
            let DeValue::Table(actions) = actions.get_ref() else {
                let text = "the keys of a scope are a table, written as [keys.SCOPE]";
                self.complain(actions.span(), text.to_owned());
                continue;
            };
            for (action, keys) in actions {
                let Some(text) = self.text(action.get_ref(), keys) else { continue };
                let (scope_name, name) = (scope.get_ref().as_ref(), action.get_ref().as_ref());
                match self.config.keys.add(scope_name, name, &text) {
                    Ok(()) => places.push(keys.span()),
                    Err(KeyMistake::Key(text)) => self.complain(keys.span(), text),
                    Err(KeyMistake::Scope) => {
                        let known: Vec<_> = keymap::all_scopes().map(keymap::Scope::name).collect();
                        self.unknown_key(scope.span(), "scope", scope_name, &known);
                        // Its other keys would say the same.
                        break;
                    }
                    Err(KeyMistake::Action) => {
                        let scope = keymap::all_scopes().find(|scope| scope.name() == scope_name);
                        let rows = scope.into_iter().flat_map(keymap::rows);
                        let known: Vec<_> = rows.map(|row| row.name()).collect();
                        self.unknown_key(action.span(), &format!("action of {scope_name}"), name, &known);
                    }
                }
            }
        }
        while let Some((at, text)) = self.config.keys.conflict() {
            self.config.keys.remove(at);
            self.complain(places.remove(at), text);
        }
    }

    fn unknown_key(&mut self, span: Range<usize>, what: &str, name: &str, known: &[String]) {
        let known: Vec<_> = known.iter().map(String::as_str).collect();
        let suggestion = suggestion(name, &known);
        self.complain(span, format!("there is no {what} \"{name}\"{suggestion}; `cognitui keys` lists them"));
    }
}
