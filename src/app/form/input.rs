//! The editing of one value: a text, or a choice among a few values.

use serde_json::Value;

use crate::app::form::long_text::LongText;
use crate::app::widget::text_input::TextInput;
use crate::key::KeyPress;
use crate::resource::display::value::{ABSENT, plain};
use crate::resource::field::rule;
use crate::resource::field::{Field, FieldKind};

/// The input for one value of a row.
#[derive(Clone)]
pub struct FieldInput {
    pub input: InputControl,
    pub error: Option<String>,
    field: &'static Field,
    /// The text of the new input. While the text is the same, the value is the one from before, whatever that
    /// was.
    initial: Option<String>,
    /// True if the key in the same map pair marks this value as secret, although its field is not.
    secret: bool,
    /// A secret loaded with the form and never revealed: typing replaces it.
    unseen: Option<String>,
    /// True once the cursor was moved, which lets the user edit a loaded secret.
    moved: bool,
}

/// Prints the field's label only: the value may be a password.
impl std::fmt::Debug for FieldInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FieldInput({})", self.field.label)
    }
}

/// The control that edits the value.
#[derive(Debug, Clone)]
pub enum InputControl {
    Text(Box<TextInput>),
    /// A long text as a whole; it is pasted or read from a file, never typed.
    LongText(LongText),
    Switch(Switch),
}

/// A choice among a few values.
#[derive(Debug, Clone)]
pub struct Switch {
    options: Vec<(Option<Value>, String)>,
    at: usize,
}

impl Switch {
    /// The values of a field, including the current value if no table knows it. "Never set" is offered if the
    /// setting was never set, and in a new resource where it may stay so: nobody chooses it over another
    /// value.
    fn new(field: &Field, value: Option<&Value>, new: bool) -> Option<Self> {
        let value = value.filter(|value| !value.is_null());
        let mut options: Vec<(Option<Value>, String)> = match (&field.kind, value) {
            (FieldKind::Toggle { on, off }, None | Some(Value::Bool(_))) => [(true, on), (false, off)]
                .map(|(value, words)| (Some(Value::Bool(value)), (*words).to_owned()))
                .into(),
            (FieldKind::Choice(values), None | Some(Value::String(_))) => {
                let other = value.and_then(Value::as_str).filter(|value| !values.contains(value));
                values
                    .iter()
                    .copied()
                    .chain(other)
                    .map(|value| (Some(Value::from(value)), value.to_owned()))
                    .collect()
            }
            (FieldKind::Number { .. }, None | Some(Value::Number(_))) => {
                let few = field.rule.few_numbers()?;
                let is_one = |value: &Value| {
                    value
                        .as_u64()
                        .and_then(|value| usize::try_from(value).ok())
                        .is_some_and(|value| few.contains(&value))
                };
                let other = value.filter(|value| !is_one(value));
                few.map(Value::from)
                    .chain(other.cloned())
                    .map(|value| (Some(value.clone()), plain(&value)))
                    .collect()
            }
            _ => return None,
        };
        if (value.is_none() || field.unsettable) && !(new && field.rule.required) {
            options.push((None, field.when_absent.unwrap_or(ABSENT).to_owned()));
        }
        let at = options.iter().position(|(option, _)| option.as_ref() == value).unwrap_or_default();
        Some(Self { options, at })
    }

    pub fn reads(&self) -> &str {
        self.options.get(self.at).map_or("", |(_, words)| words)
    }

    /// Goes to the next value; the first follows the last.
    pub const fn next(&mut self) {
        self.at = (self.at + 1) % self.options.len();
    }

    /// Goes to the next value that begins with a letter; returns false if there is none.
    fn choose(&mut self, letter: char) -> bool {
        let begins = |at: &usize| {
            let first = self.options[*at].1.chars().next();
            first.is_some_and(|first| first.to_lowercase().eq(letter.to_lowercase()))
        };
        let all = self.options.len();
        let next = (1..=all).map(|step| (self.at + step) % all).find(begins);
        self.at = next.unwrap_or(self.at);
        next.is_some()
    }

    fn value(&self) -> Option<&Value> {
        self.options.get(self.at)?.0.as_ref()
    }

    fn put(&mut self, value: Option<&Value>) {
        if let Some(at) = self.options.iter().position(|(option, _)| option.as_ref() == value) {
            self.at = at;
        }
    }
}

impl FieldInput {
    /// The input for a field's value, or for a new resource. `None` if the value has an unexpected shape, or
    /// if the field is no single value.
    pub fn new(field: &'static Field, value: Option<&Value>, new: bool) -> Option<Self> {
        let (input, initial) = match (&field.kind, value) {
            (FieldKind::Text | FieldKind::Secret, None | Some(Value::Null | Value::String(_))) => {
                let text = TextInput::new(value.and_then(Value::as_str).unwrap_or_default());
                let initial = text.text().to_owned();
                (text.into(), Some(initial))
            }
            (FieldKind::LongText, None | Some(Value::Null | Value::String(_))) => {
                let text = value.and_then(Value::as_str).unwrap_or_default().to_owned();
                (InputControl::LongText(LongText::new(field, text.clone())), Some(text))
            }
            (FieldKind::Json, None | Some(Value::Null | Value::Object(_))) => {
                let text = json_text(value);
                (InputControl::LongText(LongText::new(field, text.clone())), Some(text))
            }
            (FieldKind::Number { .. }, None | Some(Value::Null | Value::Number(_)))
                if field.rule.few_numbers().is_none() =>
            {
                let text =
                    TextInput::new(&value.filter(|value| !value.is_null()).map(plain).unwrap_or_default());
                let initial = text.text().to_owned();
                (text.into(), Some(initial))
            }
            (FieldKind::Toggle { .. } | FieldKind::Choice(_) | FieldKind::Number { .. }, _) => {
                let switch = Switch::new(field, value, new)?;
                // A required value of a new resource has no initial value to go back to.
                let initial = (!new || switch.value().is_none()).then(|| switch.reads().to_owned());
                (InputControl::Switch(switch), initial)
            }
            _ => return None,
        };
        let mut cell = Self { input, error: None, field, initial, secret: false, unseen: None, moved: false };
        cell.keep();
        Some(cell)
    }

    /// Edits the text or moves the cursor, or chooses the value that begins with the letter; returns true if
    /// the key did any of it. Typing replaces a loaded
    /// secret; moving the cursor in it first makes it editable.
    pub fn press(&mut self, key: KeyPress) -> bool {
        let kept = self.is_kept();
        let text = match &mut self.input {
            InputControl::Text(text) => text,
            InputControl::Switch(switch) => return key.typed().is_some_and(|typed| switch.choose(typed)),
            InputControl::LongText(_) => return false,
        };
        if !kept {
            return text.press(key);
        }
        let mut tried = text.clone();
        let taken = tried.press(key);
        if tried.text() != text.text() {
            text.clear();
            if key.typed().is_some() {
                text.press(key);
            }
        } else if tried.cursor() != text.cursor() {
            **text = *tried;
            self.moved = true;
        }
        taken
    }

    /// Inserts a text at the cursor; returns true if line breaks became spaces. The text replaces a loaded
    /// secret.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let kept = self.is_kept();
        let InputControl::Text(text) = &mut self.input else { return false };
        if kept {
            text.clear();
        }
        text.paste(pasted)
    }

    /// True while the value is a loaded secret that typing replaces.
    pub fn is_kept(&self) -> bool {
        !self.moved && self.unseen.as_deref().is_some_and(|unseen| unseen == self.reads())
    }

    /// True if the user has put another text in.
    pub fn is_touched(&self) -> bool {
        self.text() != self.initial.as_deref()
    }

    /// Marks a secret as loaded with the form.
    pub fn keep(&mut self) {
        if matches!(self.field.kind, FieldKind::Secret) {
            self.unseen = Some(self.reads().to_owned()).filter(|text| !text.is_empty());
        }
    }

    /// Masks the value from now on, because of its key. A value that was loaded with the form is replaced by
    /// typing, like any secret.
    pub fn mask(&mut self) {
        if !self.secret && self.initial.as_deref() == Some(self.reads()) {
            self.unseen = self.initial.clone().filter(|text| !text.is_empty());
        }
        self.secret = true;
    }

    /// Puts a value in as if the user had typed it.
    pub fn fill(&mut self, value: Option<&Value>) {
        match &mut self.input {
            InputControl::Text(text) => {
                **text =
                    TextInput::new(&value.filter(|value| !value.is_null()).map(plain).unwrap_or_default());
            }
            InputControl::LongText(block) if value.is_some_and(Value::is_object) => {
                block.put(json_text(value));
            }
            InputControl::LongText(block) => {
                let text = value.filter(|value| !value.is_null()).map(plain).unwrap_or_default();
                block.put(block.part(&text).unwrap_or(text));
            }
            InputControl::Switch(switch) => switch.put(value),
        }
    }

    pub const fn is_secret(&self) -> bool {
        self.secret || matches!(self.field.kind, FieldKind::Secret)
    }

    /// The displayed text as it is without a mask.
    pub fn reads(&self) -> &str {
        match &self.input {
            InputControl::Text(text) => text.text(),
            InputControl::LongText(block) => block.text(),
            InputControl::Switch(switch) => switch.reads(),
        }
    }

    /// The text, or the chosen value if that is a text.
    pub fn text(&self) -> Option<&str> {
        match &self.input {
            InputControl::Text(text) => Some(text.text()),
            InputControl::LongText(block) => Some(block.text()),
            InputControl::Switch(switch) => switch.value().and_then(Value::as_str),
        }
    }

    /// The text or the chosen value, by which other rows are shown or hidden.
    pub fn decisive_text(&self) -> Option<&str> {
        match &self.input {
            InputControl::Switch(switch) => match switch.value()? {
                Value::Bool(true) => Some("true"),
                Value::Bool(false) => Some("false"),
                value => value.as_str(),
            },
            _ => self.text(),
        }
    }

    /// The edited value. Untouched, it is the value from before, be that absent, null, empty or of another
    /// shape.
    pub fn value(&self, before: Option<&Value>) -> Option<Value> {
        if Some(self.reads()) == self.initial.as_deref() {
            return before.cloned();
        }
        match &self.input {
            InputControl::Text(text) if matches!(self.field.kind, FieldKind::Number { .. }) => {
                // Text that is no number is kept as typed, so that the form is edited and its check refuses
                // the value.
                let text = text.text().trim();
                (!text.is_empty())
                    .then(|| text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from))
            }
            InputControl::Text(text) => {
                (!text.text().is_empty() || self.field.rule.min == Some(0)).then(|| Value::from(text.text()))
            }
            // Text that is no JSON is kept as it is, so that the form is edited and its check refuses it.
            InputControl::LongText(block) if matches!(self.field.kind, FieldKind::Json) => {
                let text = block.text().trim();
                (!text.is_empty()).then(|| serde_json::from_str(text).unwrap_or_else(|_| Value::from(text)))
            }
            InputControl::LongText(block) => (!block.text().is_empty()).then(|| Value::from(block.text())),
            InputControl::Switch(switch) => switch.value().cloned(),
        }
    }

    /// Checks a touched value. A required value may stay blank until `done` if it was blank from the
    /// beginning; list items and the sides of map pairs are required if they have a minimum length.
    pub fn check(&mut self, touched: bool, done: bool) {
        self.error = None;
        let text = match &self.input {
            InputControl::Text(text) => Some(text.text()),
            InputControl::LongText(block) => Some(block.text()),
            InputControl::Switch(_) => None,
        };
        if let (true, Some(text)) = (touched, text) {
            let rule = &self.field.rule;
            let section = self.field.path.is_empty() && rule.min.is_some_and(|min| min > 0);
            let needed = (rule.required || section) && (done || self.initial.as_deref() != Some(""));
            let blank = text.is_empty() && !needed;
            self.error = match self.field.kind {
                _ if blank => None,
                FieldKind::Number { unit } => rule::number(rule, text.trim(), unit).err(),
                FieldKind::Json => rule::json(text).err(),
                _ => rule.check(text).err(),
            };
        }
    }

    /// True if the text is empty; a switch is never blank.
    pub fn is_blank(&self) -> bool {
        match &self.input {
            InputControl::Text(text) => text.text().is_empty(),
            InputControl::LongText(block) => block.text().is_empty(),
            InputControl::Switch(_) => false,
        }
    }
}

/// A JSON object as the text of an input.
fn json_text(value: Option<&Value>) -> String {
    let object = value.filter(|value| value.is_object());
    object.and_then(|object| serde_json::to_string_pretty(object).ok()).unwrap_or_default()
}

impl From<TextInput> for InputControl {
    fn from(input: TextInput) -> Self {
        Self::Text(Box::new(input))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::CLIENT;

    fn input(path: &str, value: &Value) -> FieldInput {
        let field = CLIENT.fields.iter().find(|field| field.path == path).expect("a field");
        FieldInput::new(field, Some(value), false).expect("the shape of the field")
    }

    #[test]
    fn a_number_is_sent_as_a_number_and_what_is_none_is_refused() {
        let mut days = input("RefreshTokenValidity", &json!(30));
        days.fill(Some(&json!("31")));
        assert_eq!(days.value(Some(&json!(30))), Some(json!(31)));
        days.fill(Some(&json!("3x")));
        days.check(true, true);
        assert_eq!(days.value(Some(&json!(30))), Some(json!("3x")));
        assert!(days.error.is_some());
    }

    #[test]
    fn an_untouched_value_is_the_one_before() {
        let before = json!("web");
        let mut name = input("ClientName", &before);
        assert_eq!(name.value(Some(&before)), Some(before.clone()));
        name.press("x".parse().expect("a key"));
        assert_eq!(name.value(Some(&before)), Some(json!("webx")));
    }
}
