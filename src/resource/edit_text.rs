//! A resource as a text that a person edits: JSON without its secrets, and without what its update refuses.
//! Lines that begin with `//` are comments.

use std::fmt;

use serde_json::Value;

use crate::resource::display::masked::{map_secrets, masked};
use crate::resource::verdict::holds_nothing;
use crate::resource::{Document, Field, Kind};

/// The text of a resource: comments above a JSON object.
#[derive(Clone)]
pub struct EditText {
    kind: &'static Kind,
    /// The comments, without the slashes.
    head: Vec<String>,
    body: String,
}

/// Prints nothing of the text, which may have secrets that the user has typed.
impl fmt::Debug for EditText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EditText({:?}, {} bytes)", self.kind, self.body.len())
    }
}

/// A reason why a text is no resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFault {
    /// The line of the JSON object, counted from 1, where that is known.
    pub line: Option<usize>,
    pub text: String,
}

impl TextFault {
    pub fn new(text: impl Into<String>) -> Self {
        Self { line: None, text: text.into() }
    }
}

impl EditText {
    /// The text of a document. `base` is the resource as it is: its secrets are placeholders.
    pub fn new(kind: &'static Kind, name: &str, base: &Document, edited: &Document) -> Self {
        let secrets = secrets(kind, base);
        let stand_in = |text: &str| {
            let place = secrets.iter().position(|secret| secret == text);
            place.map_or_else(|| text.to_owned(), placeholder)
        };
        let mut body = map_secrets(kind, edited, &mut |_, text| stand_in(text));
        let mut head = vec![
            format!("{} {}", kind.title(), Value::from(name)),
            "Save and leave the editor to review the change; nothing is sent before you confirm it."
                .to_owned(),
            "To change nothing, leave the text as it is, or empty it.".to_owned(),
        ];
        let shown = masked(kind, base, &mut |_| "secret".to_owned());
        let kept = kept(kind, base);
        if !kept.is_empty() {
            head.push("What is not changed here:".to_owned());
        }
        for (field, reason) in kept {
            let value = shown.get(field.path).unwrap_or(&Value::Null);
            head.push(format!("  {}: {value} ({reason})", field.path));
            body.set(field.path, None);
            if let Some((parent, _)) = field.path.rsplit_once('.')
                && holds_nothing(body.get(parent))
            {
                body.set(parent, None);
            }
        }
        let body = body.into_value();
        if let Some(secret) = leftover(&body) {
            head.insert(3, format!("\"{secret}\" keeps the secret as it is; another text replaces it."));
        }
        let body = serde_json::to_string_pretty(&body).unwrap_or_default();
        Self { kind, head, body: body + "\n" }
    }

    /// The whole text, with the faults of the last version on top.
    pub fn with_faults(&self, faults: &[TextFault]) -> String {
        let mut text = String::new();
        let above = faults.len() + usize::from(!faults.is_empty()) + self.head.len();
        for fault in faults {
            let place = fault.line.map(|line| format!("line {}: ", above + line)).unwrap_or_default();
            // A line break in a name would end the comment.
            text.extend(["// ✗ ", &place, &fault.text.replace(char::is_control, " "), "\n"]);
        }
        if !faults.is_empty() {
            text += "//\n";
        }
        for line in &self.head {
            text.extend(["// ", line, "\n"]);
        }
        text + &self.body
    }

    /// Takes the text that the user has left, and gives the document that it stands for; `None` if there is
    /// none.
    ///
    /// # Errors
    /// Why it stands for none.
    pub fn read(&mut self, text: &str, base: &Document) -> Result<Option<Document>, TextFault> {
        let is_comment = |line: &&str| line.trim_start().starts_with("//");
        let head = text.split_inclusive('\n').take_while(is_comment).map(str::len).sum();
        text[head..].clone_into(&mut self.body);
        // The text of a JSON string has no line breaks, so no string has a line that looks like a comment.
        let json: String = (self.body.split_inclusive('\n'))
            .map(|line| if is_comment(&line) { "\n" } else { line })
            .collect();
        if json.trim().is_empty() {
            return Ok(None);
        }
        let value = serde_json::from_str(&json).map_err(|error| TextFault {
            line: Some(error.line()),
            text: without_place(&error.to_string()),
        })?;
        let Some(document) = Document::from_value(value) else {
            return Err(TextFault::new(format!("The text must be one structure, {}", "{ … }")));
        };
        self.complete(&document, base).map(Some)
    }

    /// Puts the secrets back, and what the text has left out because it is not changed here.
    fn complete(&self, document: &Document, base: &Document) -> Result<Document, TextFault> {
        let kind = self.kind;
        let secrets = secrets(kind, base);
        let secret_of = |text: &str| {
            let place = (0..secrets.len()).find(|place| placeholder(*place) == text);
            place.map_or_else(|| text.to_owned(), |place| secrets[place].clone())
        };
        let mut edited = map_secrets(kind, document, &mut |_, text| secret_of(text));
        if let Some(text) = leftover(&Value::Object(edited.members().clone())) {
            return Err(TextFault::new(format!("\"{text}\" stands for no secret here")));
        }
        for (field, _) in kept(kind, base) {
            let parent = field.path.rsplit_once('.').map(|(parent, _)| parent);
            // A structure that the user has removed stays away.
            let is_gone = parent
                .is_some_and(|parent| edited.get(parent).is_none() && !has_only_kept(kind, base, parent));
            if edited.get(field.path).is_none() && !is_gone {
                edited.set(field.path, base.get(field.path).cloned());
            }
        }
        for (structure, _) in kind.update.requires_one_of {
            if edited.get(structure) != base.get(structure) && holds_nothing(edited.get(structure)) {
                edited.set(structure, None);
            }
        }
        for field in kind.fields {
            field.follow_successor(base, &mut edited);
        }
        Ok(in_order_of(base, edited))
    }
}

/// The members in the order of another document, new ones last.
fn in_order_of(base: &Document, mut document: Document) -> Document {
    let mut ordered = Document::default();
    for name in base.members().keys() {
        if let Some(value) = document.remove(name) {
            ordered.set_member(name, value);
        }
    }
    for (name, value) in document.members() {
        ordered.set_member(name, value.clone());
    }
    ordered
}

/// The members that the text leaves out because they are not changed by an update, and why not.
fn kept(kind: &Kind, base: &Document) -> Vec<(&'static Field, &'static str)> {
    let mut kept: Vec<(&'static Field, &'static str)> = Vec::new();
    for field in kind.fields.iter().filter(|field| field.is_visible(base.members())) {
        let Some(value) = base.get(field.path) else { continue };
        let superseded = field.superseded_by.filter(|_| field.is_superseded(base)).map(|(_, words)| words);
        if let Some(reason) = field.locked(Some(value)).or(superseded)
            && !kept.iter().any(|(other, _)| other.path == field.path)
        {
            kept.push((field, reason));
        }
    }
    kept
}

/// True if the text leaves out every member of a structure.
fn has_only_kept(kind: &Kind, base: &Document, structure: &str) -> bool {
    let mut rest = base.clone();
    for (field, _) in kept(kind, base) {
        rest.set(field.path, None);
    }
    holds_nothing(rest.get(structure)) && !holds_nothing(base.get(structure))
}

fn placeholder(place: usize) -> String {
    format!("<secret {}, unchanged>", place + 1)
}

/// The secrets of a document, each once.
fn secrets(kind: &Kind, document: &Document) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    map_secrets(kind, document, &mut |_, text| {
        if !found.iter().any(|other| other == text) {
            found.push(text.to_owned());
        }
        String::new()
    });
    found
}

/// A text that looks like the placeholder of a secret.
fn leftover(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) if text.starts_with("<secret ") && text.ends_with(", unchanged>") => Some(text),
        Value::Array(items) => items.iter().find_map(leftover),
        Value::Object(members) => members.values().find_map(leftover),
        _ => None,
    }
}

/// An error of the JSON parser without its place, which counts lines that are not in the file.
fn without_place(error: &str) -> String {
    error.split_once(" at line ").map_or(error, |(words, _)| words).to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, PROVIDER, USER_POOL};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn text(kind: &'static Kind, base: &Document) -> EditText {
        EditText::new(kind, "it", base, base)
    }

    fn provider() -> Document {
        document(json!({"UserPoolId": "p", "ProviderName": "Okta", "ProviderType": "OIDC",
            "ProviderDetails": {"client_id": "id", "client_secret": "s3cret"}, "CreationDate": 1}))
    }

    #[test]
    fn secrets_are_placeholders_and_what_an_update_does_not_change_is_a_comment() {
        let text = text(&PROVIDER, &provider()).with_faults(&[]);
        assert!(!text.contains("s3cret"), "{text}");
        let (head, body): (Vec<_>, Vec<_>) = text.lines().partition(|line| line.starts_with("//"));
        let expected =
            json!({"ProviderDetails": {"client_id": "id", "client_secret": "<secret 1, unchanged>"}});
        assert_eq!(serde_json::from_str::<Value>(&body.join("\n")).expect("JSON"), expected);
        for line in ["//   ProviderName: \"Okta\" (can't be changed)", "//   CreationDate: 1 (set by AWS)"] {
            assert!(head.contains(&line), "{line}: {head:#?}");
        }
    }

    #[test]
    fn a_placeholder_keeps_the_secret_and_another_text_replaces_it() {
        let base = provider();
        let mut edit = text(&PROVIDER, &base);
        let whole = edit.with_faults(&[]);
        assert_eq!(edit.read(&whole, &base), Ok(Some(base.clone())));
        let replaced = edit.read(&whole.replace("<secret 1, unchanged>", "n3w"), &base).expect("JSON");
        let replaced = replaced.expect("a document");
        assert_eq!(replaced.text("ProviderDetails.client_secret"), Some("n3w"));
        assert_eq!(replaced.text("ProviderName"), Some("Okta"));
    }

    #[test]
    fn a_placeholder_in_the_wrong_place_reveals_nothing() {
        let base = provider();
        let mut edit = text(&PROVIDER, &base);
        let details = json!({"client_id": "<secret 1, unchanged>", "client_secret": "n3w"});
        let moved = json!({"ProviderDetails": details}).to_string();
        let fault = edit.read(&moved, &base).expect_err("a refusal");
        assert_eq!(fault.text, "\"<secret 1, unchanged>\" stands for no secret here");
    }

    #[test]
    fn a_fault_names_the_line_that_the_editor_will_show() {
        let base =
            document(json!({"IdentityPoolId": "p", "IdentityPoolName": "shop", "AllowClassicFlow": true}));
        let mut edit = text(&IDENTITY_POOL, &base);
        let broken = edit.with_faults(&[]).replace("true", "tru");
        let fault = edit.read(&broken, &base).expect_err("no JSON");
        let again = edit.with_faults(std::slice::from_ref(&fault));
        let (place, _) = again.lines().next().and_then(|line| line.split_once(": ")).expect("a fault");
        let line: usize =
            place.strip_prefix("// ✗ line ").and_then(|line| line.parse().ok()).expect("a line");
        let around: Vec<_> = again.lines().skip(line - 2).take(2).collect();
        assert!(around.iter().any(|line| line.contains("tru")), "{again}");
    }

    #[test]
    fn an_empty_text_stands_for_nothing_and_a_text_of_another_shape_is_refused() {
        let base = provider();
        let mut edit = text(&PROVIDER, &base);
        for empty in ["", "\n\n", "// a\n  // b\n"] {
            assert_eq!(edit.read(empty, &base), Ok(None));
        }
        assert_eq!(
            edit.read("[1]", &base).expect_err("a list").text,
            "The text must be one structure, { … }"
        );
        assert!(edit.read("{\"A\": 1} trailing", &base).is_err());
    }

    #[test]
    fn comments_between_the_members_are_no_part_of_the_document() {
        let base = document(json!({"IdentityPoolId": "p", "IdentityPoolName": "shop"}));
        let body = "// one\n{\n  // two\n  \"IdentityPoolName\": \"// no comment\"\n}\n";
        let read = text(&IDENTITY_POOL, &base).read(body, &base).expect("JSON").expect("a document");
        assert_eq!(read.text("IdentityPoolName"), Some("// no comment"));
        assert_eq!(read.text("IdentityPoolId"), Some("p"));
    }

    #[test]
    fn a_structure_that_is_removed_stays_away() {
        let base = document(json!({"Id": "p", "Name": "shop", "AdminCreateUserConfig":
            {"AllowAdminCreateUserOnly": true, "UnusedAccountValidityDays": 7},
            "Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 7}}}));
        let mut edit = text(&USER_POOL, &base);
        let read =
            edit.read(r#"{"Policies": {"PasswordPolicy": {"TemporaryPasswordValidityDays": 7}}}"#, &base);
        assert_eq!(read.expect("JSON").expect("a document").get("AdminCreateUserConfig"), None);
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            "[ -~é\n/\"]{0,12}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::Array),
                prop::collection::btree_map("[A-Za-z]{1,8}", inner, 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn a_text_that_is_left_as_it_is_stands_for_the_same_document(
            known in prop::collection::btree_map(
                prop::sample::select(vec!["ClientName", "CallbackURLs", "ClientSecret", "TokenValidityUnits",
                    "CreationDate", "UserPoolId", "ClientId", "AnalyticsConfiguration"]),
                any_value(), 0..6),
            unknown in prop::collection::btree_map("[A-Z][a-z]{2,6}", any_value(), 0..3),
        ) {
            let members = known.into_iter().map(|(name, value)| (name.to_owned(), value)).chain(unknown);
            let base: Document = members.collect();
            let mut edit = EditText::new(&CLIENT, "web\n// x", &base, &base);
            let whole = edit.with_faults(&[TextFault::new("a\nb")]);
            prop_assert_eq!(edit.read(&whole, &base), Ok(Some(base)));
        }
    }
}
