//! The request of a recorded write, and the AWS CLI command that sends the same.

use serde_json::Value;

use crate::history::masking::without_secrets;
use crate::history::record::Record;
use crate::resource::cli_command::{CliCommand, CliTarget};
use crate::resource::{Document, Kind};

/// The body of a request as it is recorded: placeholders stand for what may not be.
pub fn recorded_request(kind: &Kind, body: &Document) -> Value {
    let (mut kept, withheld) = without_secrets(kind, body);
    for path in withheld {
        // A name with a dot in it is no way to a member.
        if body.get(&path).is_some() {
            kept.set(&path, Some(Value::from(placeholder(&path))));
        }
    }
    kept.into_value()
}

fn placeholder(path: &str) -> String {
    format!("<{}>", path.rsplit('.').next().unwrap_or(path))
}

impl Record {
    /// The AWS CLI command that sends the same request; `None` if the request is not recorded.
    pub fn command(&self) -> Option<CliCommand> {
        let (key, write) = (self.key()?, self.write_operation()?);
        let body = Document::from_value(self.request.clone()?)?;
        let target = CliTarget {
            region: self.region.as_deref(),
            profile: self.profile.as_deref(),
            endpoint: self.endpoint.as_deref(),
        };
        let mut command = CliCommand::write(key.kind, write, &body, target)?;
        let mut found = Vec::new();
        placeholders(&Value::Object(body.members().clone()), &mut found);
        for placeholder in found {
            if !command.placeholders.contains(&placeholder) {
                command.placeholders.push(placeholder);
            }
        }
        Some(command)
    }
}

/// The texts of a value that stand for something that is not recorded, by their names.
fn placeholders(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if *text == placeholder(name) => found.push(text.clone()),
                    value => placeholders(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| placeholders(item, found)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::history::masking::LONGEST;
    use crate::resource::tables::{IDENTITY_POOL, PROVIDER, SIGN_UP};
    use crate::resource::{Key, WriteOperation};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn what_may_not_be_recorded_of_a_request_has_a_placeholder_which_the_command_names() {
        let details =
            json!({"client_id": "abc", "client_secret": "hunter2", "MetadataFile": "x".repeat(LONGEST + 1)});
        let body = document(json!({"ProviderName": "corp", "ProviderDetails": details}));
        let request = recorded_request(&PROVIDER, &body);
        let details =
            json!({"client_id": "abc", "client_secret": "<client_secret>", "MetadataFile": "<MetadataFile>"});
        assert_eq!(request["ProviderDetails"], details);
        let key = Key::child(&PROVIDER, "eu-west-1_A", "corp");
        let record = Record::of(WriteOperation::Update, &key, "corp", &body, &body);
        let record = Record { request: Some(request), region: Some("eu-west-1".into()), ..record };
        let command = record.command().expect("a command");
        assert!(command.text.starts_with("aws cognito-idp update-identity-provider --cli-input-json '{"));
        assert!(command.text.ends_with("}' --region eu-west-1") && !command.text.contains("hunter2"));
        let notes = command.notes();
        assert!(notes[0].contains("<client_secret>") && notes[0].contains("<MetadataFile>"), "{notes:?}");
        assert_eq!(Record { request: None, ..record }.command(), None);
    }

    #[test]
    fn nothing_of_a_user_but_the_name_and_no_secret_of_a_member_that_no_table_knows_is_in_a_request() {
        let user = document(json!({"Username": "ann", "Password": "hunter2",
            "UserAttributes": [{"Name": "email", "Value": "hunter2"}]}));
        let request = recorded_request(&SIGN_UP, &user);
        assert_eq!(
            request,
            json!({"Username": "ann", "Password": "<Password>", "UserAttributes": "<UserAttributes>"})
        );
        let pool =
            document(json!({"IdentityPoolName": "shop", "IdentityPoolTags": {"my.secret": "hunter2"}}));
        assert!(!recorded_request(&IDENTITY_POOL, &pool).to_string().contains("hunter2"));
    }
}
