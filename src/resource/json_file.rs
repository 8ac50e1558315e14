//! Resources in files: what an export writes, what Describe answers, and the input of the AWS CLI
//! (`--cli-input-json`), read as documents.

use serde_json::Value;

use crate::resource::export::member;
use crate::resource::{Document, Kind};

/// Reads the document of a resource from the text of a file.
///
/// # Errors
/// Why the text is none, as the end of a sentence that begins with the file.
pub fn read(text: &str, kind: &Kind) -> Result<Document, String> {
    let value: Value = serde_json::from_str(text).map_err(|error| format!("is not JSON: {error}"))?;
    let Value::Object(members) = value else { return Err("is not a JSON structure".to_owned()) };
    let mut document = Document::default();
    // An answer of Describe has the resource in one member, and an export has it under the name of its kind.
    let members = match members.get(&member(&kind.title())).or_else(|| members.values().next()) {
        Some(Value::Object(inner)) if members.contains_key(&member(&kind.title())) => inner.clone(),
        Some(Value::Object(inner)) if members.len() == 1 && !members.keys().any(|name| kind.knows(name)) => {
            inner.clone()
        }
        _ => members,
    };
    for (name, value) in members {
        let field = kind.fields.iter().find(|field| field.update_name == Some(name.as_str()));
        document.set_member(field.map_or(name.as_str(), |field| field.path), value);
    }
    if !document.members().keys().any(|name| kind.knows(name)) {
        return Err(format!("has no setting of {}", kind.plural.to_lowercase()));
    }
    Ok(document)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, USER_POOL};

    #[test]
    fn an_answer_of_describe_and_an_input_of_the_aws_cli_are_read() {
        let pool = json!({"Name": "shop", "MfaConfiguration": "OFF"});
        let answer = json!({"UserPool": pool}).to_string();
        assert_eq!(read(&answer, &USER_POOL).expect("a pool").into_value(), pool);
        let input = json!({"PoolName": "shop", "MfaConfiguration": "OFF"}).to_string();
        assert_eq!(read(&input, &USER_POOL).expect("a pool").into_value(), pool);
    }

    #[test]
    fn what_is_no_resource_of_the_kind_is_refused_in_words() {
        let why = |text: &str| read(text, &CLIENT).expect_err("a refusal");
        assert!(why("{").starts_with("is not JSON: "));
        assert_eq!(why("[]"), "is not a JSON structure");
        assert_eq!(why(r#"{"Zzz": 1}"#), "has no setting of app clients");
    }
}
