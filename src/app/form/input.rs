//! One value of a form: a text, or one of a few values that are switched through.

use serde_json::Value;

use crate::app::widget::text_input::TextInput;
use crate::key::KeyPress;
use crate::resource::Fact;
use crate::resource::display::value::{ABSENT, plain};
use crate::resource::field::rule;
use crate::resource::field::{Field, FieldKind};

/// One value that can be edited.
pub struct FieldInput {
    /// What is in it.
    pub input: InputControl,
    /// What is wrong with it, in words.
    pub error: Option<String>,
    field: &'static Field,
    /// What it read when it was made; while it still reads so, its value is the one before, whatever that
    /// was.
    initial: Option<String>,
    /// It is masked although its field is none that always is: the key beside it says so.
    secret: bool,
    /// A secret that came with the form, and that nobody has seen.
    unseen: Option<String>,
    /// The cursor was moved in it.
    moved: bool,
}

/// Prints which field it is of, and nothing of what stands in it: it may be a password.
impl std::fmt::Debug for FieldInput {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Cell({})", self.field.label)
    }
}

/// What is in a cell.
#[derive(Debug)]
pub enum InputControl {
    /// Text.
    Text(Box<TextInput>),
    /// A long text as a whole: it is pasted or read from a file, never typed.
    LongText(LongText),
    /// One of a few values.
    Switch(Switch),
}

/// A long text, what it says, and the texts that stood in its place before.
pub struct LongText {
    text: String,
    told: Vec<Fact>,
    before: Vec<String>,
    after: Vec<String>,
    tells: Option<fn(&str) -> Vec<Fact>>,
}

/// Prints nothing of the text.
impl std::fmt::Debug for LongText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Block({} characters)", self.text.chars().count())
    }
}

impl LongText {
    fn new(field: &Field, text: String) -> Self {
        let mut block =
            Self { text, told: Vec::new(), before: Vec::new(), after: Vec::new(), tells: field.facts };
        block.read();
        block
    }

    /// Reads what it says: once, and not for every frame.
    fn read(&mut self) {
        self.told =
            self.tells.filter(|_| !self.text.is_empty()).map(|tells| tells(&self.text)).unwrap_or_default();
    }

    /// What it says.
    pub fn facts(&self) -> &[Fact] {
        &self.told
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    fn put(&mut self, text: String) {
        self.before.push(std::mem::replace(&mut self.text, text));
        self.after.clear();
        self.read();
    }

    /// Takes back what was last put in its place, or puts it there again.
    fn undo(&mut self, again: bool) {
        let (from, to) =
            if again { (&mut self.after, &mut self.before) } else { (&mut self.before, &mut self.after) };
        if let Some(text) = from.pop() {
            to.push(std::mem::replace(&mut self.text, text));
            self.read();
        }
    }
}

/// One of a few values.
#[derive(Debug)]
pub struct Switch {
    options: Vec<(Option<Value>, String)>,
    at: usize,
}

impl Switch {
    /// The values of a field, the one before among them even where no table knows it. Never set is one of
    /// them where it was so, and in something new where it may be so: unset is no value that one would choose
    /// over another.
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
            _ => return None,
        };
        if (value.is_none() || field.unsettable) && !(new && field.rule.required) {
            options.push((None, field.when_absent.unwrap_or(ABSENT).to_owned()));
        }
        let at = options.iter().position(|(option, _)| option.as_ref() == value).unwrap_or_default();
        Some(Self { options, at })
    }

    /// The words of the value.
    pub fn reads(&self) -> &str {
        self.options.get(self.at).map_or("", |(_, words)| words)
    }

    /// Goes on to the next value, after the last one to the first.
    pub const fn next(&mut self) {
        self.at = (self.at + 1) % self.options.len();
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
    /// The cell of a field with a value, or of something new; `None` where the value has a shape that the
    /// field does not expect, or the field is not one value.
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
            (FieldKind::Number { .. }, None | Some(Value::Null | Value::Number(_))) => {
                let text =
                    TextInput::new(&value.filter(|value| !value.is_null()).map(plain).unwrap_or_default());
                let initial = text.text().to_owned();
                (text.into(), Some(initial))
            }
            (FieldKind::Toggle { .. } | FieldKind::Choice(_), _) => {
                let switch = Switch::new(field, value, new)?;
                // What has to be there in something new has no value to go back to.
                let initial = (!new || switch.value().is_none()).then(|| switch.reads().to_owned());
                (InputControl::Switch(switch), initial)
            }
            _ => return None,
        };
        let mut cell = Self { input, error: None, field, initial, secret: false, unseen: None, moved: false };
        cell.keep();
        Some(cell)
    }

    /// Edits the text or moves in it, when the key does either; tells whether it did. A secret that nobody
    /// has seen is not edited but replaced; who moves in it first edits it.
    pub fn press(&mut self, key: KeyPress) -> bool {
        let kept = self.is_kept();
        let InputControl::Text(text) = &mut self.input else { return false };
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

    /// Puts a text in at the cursor; tells whether line breaks became spaces. It takes the place of a secret
    /// that nobody has seen.
    pub fn paste(&mut self, pasted: &str) -> bool {
        let kept = self.is_kept();
        let InputControl::Text(text) = &mut self.input else { return false };
        if kept {
            text.clear();
        }
        text.paste(pasted)
    }

    /// Takes back the last edit, or makes it again.
    pub fn undo(&mut self, again: bool) {
        match &mut self.input {
            InputControl::Text(text) if again => text.redo(),
            InputControl::Text(text) => text.undo(),
            InputControl::LongText(block) => block.undo(again),
            InputControl::Switch(_) => {}
        }
    }

    /// Whether it holds a secret that came with the form, and that what is typed takes the place of.
    pub fn is_kept(&self) -> bool {
        !self.moved && self.unseen.as_deref().is_some_and(|unseen| unseen == self.reads())
    }

    /// What stands in it came with the form.
    pub fn keep(&mut self) {
        if matches!(self.field.kind, FieldKind::Secret) {
            self.unseen = Some(self.reads().to_owned()).filter(|text| !text.is_empty());
        }
    }

    /// Masks it from now on: the key beside it says so, or did.
    pub const fn mask(&mut self) {
        self.secret = true;
    }

    /// Puts a value in, as if it had been typed.
    pub fn fill(&mut self, value: Option<&Value>) {
        match &mut self.input {
            InputControl::Text(text) => {
                **text =
                    TextInput::new(&value.filter(|value| !value.is_null()).map(plain).unwrap_or_default());
            }
            InputControl::LongText(block) => {
                block.put(value.filter(|value| !value.is_null()).map(plain).unwrap_or_default());
            }
            InputControl::Switch(switch) => switch.put(value),
        }
    }

    /// Whether what stands in it is masked.
    pub const fn is_secret(&self) -> bool {
        self.secret || matches!(self.field.kind, FieldKind::Secret)
    }

    /// What it reads as.
    pub fn reads(&self) -> &str {
        match &self.input {
            InputControl::Text(text) => text.text(),
            InputControl::LongText(block) => block.text(),
            InputControl::Switch(switch) => switch.reads(),
        }
    }

    /// The text that stands in it, or that its value is.
    pub fn text(&self) -> Option<&str> {
        match &self.input {
            InputControl::Text(text) => Some(text.text()),
            InputControl::LongText(block) => Some(block.text()),
            InputControl::Switch(switch) => switch.value().and_then(Value::as_str),
        }
    }

    /// Its value now. Untouched, it is the value before, be that absent, null, empty or of another shape.
    pub fn value(&self, before: Option<&Value>) -> Option<Value> {
        if Some(self.reads()) == self.initial.as_deref() {
            return before.cloned();
        }
        match &self.input {
            InputControl::Text(text) if matches!(self.field.kind, FieldKind::Number { .. }) => {
                // What is no number stays as typed, so that the form is edited and its check refuses it.
                let text = text.text().trim();
                (!text.is_empty())
                    .then(|| text.parse::<i64>().map_or_else(|_| Value::from(text), Value::from))
            }
            InputControl::Text(text) => {
                (!text.text().is_empty() || self.field.rule.min == Some(0)).then(|| Value::from(text.text()))
            }
            InputControl::LongText(block) => (!block.text().is_empty()).then(|| Value::from(block.text())),
            InputControl::Switch(switch) => switch.value().cloned(),
        }
    }

    /// Checks it, when it was touched. An entry of a list and a side of a map must hold what their rule asks
    /// for; what was blank from the beginning may stay so until the form is `done`.
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
                _ => rule.check(text).err(),
            };
        }
    }

    /// Whether nothing stands in it; a value that switches always says something.
    pub fn is_blank(&self) -> bool {
        match &self.input {
            InputControl::Text(text) => text.text().is_empty(),
            InputControl::LongText(block) => block.text().is_empty(),
            InputControl::Switch(_) => false,
        }
    }
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
    fn an_untouched_value_is_the_one_before_and_an_edit_is_undone_and_made_again() {
        let before = json!("web");
        let mut name = input("ClientName", &before);
        name.press("x".parse().expect("a key"));
        let edited = name.value(Some(&before));
        assert_ne!(edited, Some(before.clone()));
        name.undo(false);
        assert_eq!(name.value(Some(&before)), Some(before.clone()));
        name.undo(true);
        assert_eq!(name.value(Some(&before)), edited);
    }
}
