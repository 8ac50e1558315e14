//! Adds an exception to the text of the configuration file. What the user wrote stays as it is.

use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

use super::Config;
use super::exceptions::end_of_day;

/// An exception that is not in the file yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewException {
    pub check: String,
    pub resource: String,
    /// What is accepted and where, for the comment above it.
    pub about: String,
    pub reason: String,
    /// The last day on which it holds, such as 2027-03-31.
    pub until: Option<String>,
}

impl NewException {
    /// The text of a configuration file with the exception, which replaces one for the same check and
    /// resource.
    ///
    /// # Errors
    /// If the file has mistakes where the exception belongs; the error says why.
    pub fn added_to(&self, text: &str) -> Result<String, String> {
        let mut file: DocumentMut =
            text.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
        let none = || Item::ArrayOfTables(ArrayOfTables::new());
        match file.entry("exception").or_insert_with(none) {
            Item::ArrayOfTables(tables) => {
                if let Some(table) = tables.iter_mut().find(|table| self.is_same(*table)) {
                    self.fill(table)?;
                } else {
                    let mut table = Table::new();
                    table.decor_mut().set_prefix(format!("\n# {}\n", comment(&self.about)));
                    self.fill(&mut table)?;
                    tables.push(table);
                }
            }
            Item::Value(Value::Array(array)) => {
                let inline = array.iter_mut().filter_map(Value::as_inline_table_mut);
                if let Some(table) = inline.into_iter().find(|table| self.is_same(*table)) {
                    self.fill(table)?;
                } else {
                    let mut table = InlineTable::new();
                    self.fill(&mut table)?;
                    array.push(table);
                }
            }
            _ => return Err("exception is no list of tables".to_owned()),
        }
        let new = file.to_string();
        let (before, after) = (Config::read(text), Config::read(&new));
        let is_kept = after.exceptions.iter().any(|exception| {
            exception.reason == self.reason
                && exception.until.as_ref().map(|(day, _)| day) == self.until.as_ref()
                && exception.is_about(&[&self.check], &[&self.resource])
        });
        if is_kept && after.problems.len() <= before.problems.len() {
            Ok(new)
        } else {
            Err("the file would not be read as it is meant".to_owned())
        }
    }

    fn is_same(&self, table: &dyn TableLike) -> bool {
        let is = |name: &str, text: &str| table.get(name).and_then(Item::as_str) == Some(text);
        is("check", &self.check) && is("resource", &self.resource)
    }

    fn fill(&self, table: &mut dyn TableLike) -> Result<(), String> {
        for (name, text) in [("check", &self.check), ("resource", &self.resource), ("reason", &self.reason)] {
            put(table, name, text.as_str().into());
        }
        match &self.until {
            None => {
                table.remove("until");
            }
            Some(day) => {
                let date: toml_edit::Datetime = end_of_day(day)
                    .and_then(|_| day.parse().ok())
                    .ok_or_else(|| format!("{day} is no date"))?;
                put(table, "until", date.into());
            }
        }
        Ok(())
    }
}

/// Sets a value; a comment behind the old one stays.
fn put(table: &mut dyn TableLike, name: &str, mut value: Value) {
    if let Some(old) = table.get(name).and_then(Item::as_value) {
        *value.decor_mut() = old.decor().clone();
    }
    table.insert(name, Item::Value(value));
}

/// A text as one line of a comment.
fn comment(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { ' ' } else { char }).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kiosk() -> NewException {
        NewException {
            check: "IP1".into(),
            resource: "eu-west-1:1".into(),
            about: "Guests allowed: shop".into(),
            reason: "The kiosk has no \"sign-in\"".into(),
            until: Some("2027-03-31".into()),
        }
    }

    #[test]
    fn an_exception_is_added_and_the_rest_of_the_file_stays_byte_for_byte() {
        let text = "# mine\n  theme   = \"dark\" # at night\n\n[[rule]]\n\
                    profile = 'prod-*'\nread_only=true\n\n# end\n";
        let new = kiosk().added_to(text).expect("a text");
        assert_eq!(
            new,
            "# mine\n  theme   = \"dark\" # at night\n\n[[rule]]\nprofile = 'prod-*'\nread_only=true\n\n\
             # Guests allowed: shop\n[[exception]]\ncheck = \"IP1\"\nresource = \"eu-west-1:1\"\n\
             reason = 'The kiosk has no \"sign-in\"'\nuntil = 2027-03-31\n\n# end\n"
        );
    }

    #[test]
    fn a_second_one_for_the_same_finding_replaces_the_first_and_others_stay() {
        let first = kiosk().added_to("").expect("a text").replace("03-31", "03-31 # the audit");
        let other = NewException { check: "IP2".into(), ..kiosk() }.added_to(&first).expect("a text");
        let longer = NewException { until: Some("2028-03-31".into()), ..kiosk() };
        let new = longer.added_to(&other).expect("a text");
        assert_eq!(new, other.replacen("2027-03-31 # the", "2028-03-31 # the", 1));
        let forever = NewException { until: None, ..kiosk() }.added_to(&new).expect("a text");
        assert_eq!(Config::read(&forever).exceptions[0].until, None);
        assert_eq!(Config::read(&forever).exceptions.len(), 2);
    }

    #[test]
    fn exceptions_that_are_written_in_one_line_get_another_one_there() {
        let text = "exception = [{ check = \"IP2\", resource = \"*\", reason = \"r\" }]\nmouse = false\n";
        let new = kiosk().added_to(text).expect("a text");
        assert_eq!(Config::read(&new).exceptions.len(), 2);
        assert!(
            new.starts_with("exception = [{ check = \"IP2\"") && new.ends_with("]\nmouse = false\n"),
            "{new}"
        );
    }

    #[test]
    fn a_file_with_a_mistake_in_the_way_and_a_day_that_is_none_are_refused() {
        assert!(kiosk().added_to("theme = ").is_err());
        assert_eq!(kiosk().added_to("exception = 1\n"), Err("exception is no list of tables".to_owned()));
        for day in ["soon", "2027-02-30", "2027-03-31T10:00:00"] {
            let refused = NewException { until: Some(day.into()), ..kiosk() }.added_to("");
            assert_eq!(refused, Err(format!("{day} is no date")));
        }
    }

    proptest! {
        #[test]
        fn any_reason_is_read_back_as_it_was_typed(reason in "\\PC*[^\\s\\pC]\\PC*", about in ".*") {
            let new = NewException { about, reason, ..kiosk() };
            let text = new.added_to("mouse = false\n").expect("a text");
            let read = Config::read(&text);
            prop_assert_eq!(&read.problems, &[]);
            prop_assert_eq!(&read.exceptions[0].reason, &new.reason);
            prop_assert!(!read.mouse);
        }
    }
}
