//! Reads the columns of lists.

use toml::Spanned;
use toml::de::DeValue;

use super::{Reader, suggestion};
use crate::config::columns::list_name;
use crate::resource::Kind;
use crate::resource::tables::ALL;

impl Reader<'_> {
    pub(super) fn read_columns(&mut self, value: &Spanned<DeValue>) {
        let DeValue::Table(lists) = value.get_ref() else {
            self.complain(value.span(), "the columns are a table, written as [columns]".to_owned());
            return;
        };
        for (name, columns) in lists {
            let kinds = ALL.into_iter().filter(|kind| !kind.columns.is_empty());
            let Some(kind) = kinds.clone().find(|kind| list_name(kind) == name.get_ref().as_ref()) else {
                let known: Vec<_> = kinds.map(list_name).collect();
                self.unknown(name, "list", &known.iter().map(String::as_str).collect::<Vec<_>>());
                continue;
            };
            let DeValue::Array(titles) = columns.get_ref() else {
                let text = format!("{} has to be a list of titles in brackets", name.get_ref());
                self.complain(columns.span(), text);
                continue;
            };
            let chosen: Vec<_> = titles.iter().filter_map(|title| self.column(kind, title)).collect();
            // The name is what tells the rows apart, so it stays and comes first.
            let rest = chosen.iter().copied().filter(|index| *index != 0);
            self.config.columns.0.push((kind.id, std::iter::once(0).chain(rest).collect()));
        }
    }

    /// The index of the column with a title.
    fn column(&mut self, kind: &Kind, title: &Spanned<DeValue>) -> Option<usize> {
        let text = self.text("a column", title)?;
        let found = kind.columns.iter().position(|column| column.title.eq_ignore_ascii_case(&text));
        if found.is_none() {
            let known: Vec<_> = kind.columns.iter().map(|column| column.title).collect();
            let suggestion = suggestion(&text.to_uppercase(), &known);
            self.complain(
                title.span(),
                format!(
                    "{} have no column \"{text}\": they have {}{suggestion}",
                    kind.plural.to_lowercase(),
                    known.join(", ")
                ),
            );
        }
        found
    }
}
