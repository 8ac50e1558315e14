//! A request as a command of the AWS CLI, quoted for a POSIX shell. Secrets are not in it: placeholders stand
//! for them.

use std::fmt::Write as _;

use serde_json::Value;

use crate::resource::display::masked::masked;
use crate::resource::field::unknown::uncovered;
use crate::resource::{Document, Key, Kind, Operation, WriteOperation};

/// The destination of a command: each part is left out where the AWS CLI finds it by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct CliTarget<'a> {
    pub region: Option<&'a str>,
    pub profile: Option<&'a str>,
    /// The endpoint, if it is not AWS's.
    pub endpoint: Option<&'a str>,
}

/// A command of the AWS CLI that sends one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliCommand {
    pub text: String,
    /// The placeholders in the text, such as `<client_secret>`.
    pub placeholders: Vec<String>,
    /// The members that no table of this build knows, so that a version of the AWS CLI may not know them.
    pub newer_members: Vec<String>,
}

/// Linux takes no longer argument.
const LONGEST_ARGUMENT: usize = 128 * 1024;

impl CliCommand {
    /// The command that reads a resource; `None` where AWS has no operation for it.
    pub fn read(key: &Key, target: CliTarget) -> Option<Self> {
        let operation = key.kind.operations.describe.as_ref()?;
        Some(Self::new(operation, key.kind, &operation.request_for(key), target))
    }

    /// The command that sends the body of a write; `None` where AWS has no operation for it.
    pub fn write(kind: &Kind, write: WriteOperation, body: &Document, target: CliTarget) -> Option<Self> {
        Some(Self::new(kind.operations.write(write)?, kind, body, target))
    }

    /// The command that lets a user pool call a Lambda function.
    pub fn lambda_permission(function: &str, pool: &str, profile: Option<&str>) -> Self {
        let id = pool.rsplit('/').next().unwrap_or(pool);
        let letters = |char: char| if char.is_ascii_alphanumeric() { char } else { '-' };
        let id: String = id.chars().map(letters).collect();
        let mut text = format!(
            "aws lambda add-permission --function-name {} --statement-id cognito-{id} --action \
             lambda:InvokeFunction --principal cognito-idp.amazonaws.com --source-arn {}",
            quoted(function),
            quoted(pool)
        );
        let region = function.split(':').nth(3).filter(|region| !region.is_empty());
        for (option, value) in [("--region", region), ("--profile", profile)] {
            if let Some(value) = value {
                let _ = write!(text, " {option} {}", quoted(value));
            }
        }
        Self { text, placeholders: Vec::new(), newer_members: Vec::new() }
    }

    fn new(operation: &Operation, kind: &Kind, body: &Document, target: CliTarget) -> Self {
        let mut placeholders: Vec<String> = Vec::new();
        let body = masked(kind, body, &mut |name| {
            let taken = placeholders.iter().filter(|one| one.starts_with(&format!("<{name}"))).count();
            let placeholder =
                if taken == 0 { format!("<{name}>") } else { format!("<{name} {}>", taken + 1) };
            placeholders.push(placeholder.clone());
            placeholder
        });
        let service = operation.name.service().prefix();
        let mut text = format!("aws {service} {}", kebab_case(operation.name.as_str()));
        match plain_options(operation, &body) {
            Some(options) => text.push_str(&options),
            None => {
                let _ =
                    write!(text, " --cli-input-json {}", quoted(&escaped_json(&body.clone().into_value())));
            }
        }
        let options =
            [("--region", target.region), ("--profile", target.profile), ("--endpoint-url", target.endpoint)];
        for (option, value) in options {
            if let Some(value) = value {
                let _ = write!(text, " {option} {}", quoted(value));
            }
        }
        Self { text, placeholders, newer_members: newer_members(kind, &body) }
    }

    /// What has to be known before the command is run, each in a sentence.
    pub fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.placeholders.is_empty() {
            notes.push(format!("Secrets are left out: replace {} first.", self.placeholders.join(", ")));
        }
        if !self.newer_members.is_empty() {
            notes.push(format!(
                "The AWS CLI may not know {}, and then refuses the command.",
                self.newer_members.join(", ")
            ));
        }
        if self.text.len() >= LONGEST_ARGUMENT {
            notes.push(
                "It is too long for a command line: save the JSON to a file, and pass --cli-input-json file://FILE."
                    .to_owned(),
            );
        }
        notes
    }
}

/// The members of a body that neither the kind's table nor its operations know.
fn newer_members(kind: &Kind, body: &Document) -> Vec<String> {
    let operations = &kind.operations;
    let operations = [&operations.describe, &operations.create, &operations.update, &operations.delete];
    let is_id =
        |name: &str| operations.into_iter().flatten().any(|operation| operation.id_members.contains(&name));
    let described = |name: &str| {
        let field = kind.fields.iter().find(|field| field.update_name == Some(name));
        field.map_or_else(|| name.to_owned(), |field| field.path.to_owned())
    };
    let is_list = |name: &str| kind.creation.request_list.is_some_and(|list| list.member == name);
    let members = body.members().iter().filter(|(name, _)| !is_id(name) && !is_list(name));
    let members = members.map(|(name, value)| (described(name), value.clone())).collect();
    uncovered(kind.fields, &members).into_iter().map(|(path, _)| path).collect()
}

/// The options of a request that names ids only; `None` if it has anything that needs JSON.
fn plain_options(operation: &Operation, body: &Document) -> Option<String> {
    let is_plain = |text: &str| {
        text.starts_with(|first: char| first.is_ascii_alphanumeric())
            && !text.contains("://")
            && text.chars().all(|char| char.is_ascii_alphanumeric() || "_:.@/+=-".contains(char))
    };
    let mut options = String::new();
    for (name, value) in body.members() {
        let value = value
            .as_str()
            .filter(|value| is_plain(value) && operation.id_members.contains(&name.as_str()))?;
        let _ = write!(options, " --{} {value}", kebab_case(name));
    }
    (!options.is_empty()).then_some(options)
}

/// A name as the AWS CLI writes it: "update-user-pool-client".
fn kebab_case(name: &str) -> String {
    let mut words = String::new();
    for char in name.chars() {
        if char.is_ascii_uppercase() && !words.is_empty() {
            words.push('-');
        }
        words.push(char.to_ascii_lowercase());
    }
    words
}

/// A value as JSON of several lines. Control characters and those that change the direction of a text are
/// escaped: the text may be pasted into a terminal.
pub fn escaped_json(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let mut safe = String::with_capacity(text.len());
    for char in text.chars() {
        let hidden = matches!(char, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{61c}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}');
        if (char.is_control() && char != '\n') || hidden {
            let _ = write!(safe, "\\u{:04x}", u32::from(char));
        } else {
            safe.push(char);
        }
    }
    safe
}

/// An argument for a POSIX shell: as it is where no shell reads anything into it, in single quotes elsewhere.
fn quoted(argument: &str) -> String {
    let is_safe = |char: char| char.is_ascii_alphanumeric() || "_@%+=:,./-".contains(char);
    if !argument.is_empty() && argument.chars().all(is_safe) {
        return argument.to_owned();
    }
    format!("'{}'", argument.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, IDENTITY_POOL, PROVIDER, SECRET, USER_POOL};

    const TARGET: CliTarget = CliTarget {
        region: Some("eu-west-1"),
        profile: Some("prod admin"),
        endpoint: Some("http://127.0.0.1:1"),
    };

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn update(kind: &Kind, body: Value) -> CliCommand {
        CliCommand::write(kind, WriteOperation::Update, &document(body), TARGET).expect("an operation")
    }

    #[test]
    fn a_read_names_the_ids_as_options() {
        let client =
            CliCommand::read(&Key::child(&CLIENT, "eu-west-1_Ab", "abc"), TARGET).expect("an operation");
        assert_eq!(
            client.text,
            "aws cognito-idp describe-user-pool-client --user-pool-id eu-west-1_Ab --client-id abc \
             --region eu-west-1 --profile 'prod admin' --endpoint-url http://127.0.0.1:1"
        );
        let secret =
            Key { kind: &SECRET, parents: vec!["eu-west-1_Ab".into(), "abc".into()], id: "s".into() };
        let secrets = CliCommand::read(&secret, CliTarget::default()).expect("an operation");
        assert_eq!(
            secrets.text,
            "aws cognito-idp list-user-pool-client-secrets --user-pool-id eu-west-1_Ab --client-id abc"
        );
        assert!(secrets.notes().is_empty());
    }

    #[test]
    fn an_update_is_json_in_single_quotes_and_a_quote_in_it_ends_them_for_a_moment() {
        let command = update(&CLIENT, json!({"ClientId": "abc", "ClientName": "Ann's $(app) `x` \\"}));
        let (before, after) = command.text.split_once(" --cli-input-json ").expect("JSON");
        assert_eq!(before, "aws cognito-idp update-user-pool-client");
        assert_eq!(
            after.split(" --region").next(),
            Some("'{\n  \"ClientId\": \"abc\",\n  \"ClientName\": \"Ann'\\''s $(app) `x` \\\\\"\n}'")
        );
    }

    #[test]
    fn a_user_pool_is_let_call_a_function_by_one_command() {
        let function = "arn:aws:lambda:eu-west-1:123456789012:function:sign-up";
        let pool = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab";
        assert_eq!(
            CliCommand::lambda_permission(function, pool, Some("prod admin")).text,
            "aws lambda add-permission --function-name \
             arn:aws:lambda:eu-west-1:123456789012:function:sign-up --statement-id \
             cognito-eu-west-1-Ab --action lambda:InvokeFunction --principal \
             cognito-idp.amazonaws.com --source-arn \
             arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab --region eu-west-1 --profile \
             'prod admin'"
        );
        assert!(CliCommand::lambda_permission("a; rm", pool, None).text.contains("--function-name 'a; rm' "));
    }

    #[test]
    fn what_could_drive_a_terminal_is_escaped_and_means_the_same() {
        let name = "a\u{7f}\u{9b}\u{202e}\u{1b}b";
        let text = escaped_json(&json!({"ClientName": name}));
        assert!(text.chars().all(|char| char == '\n' || (' '..='~').contains(&char)), "{text:?}");
        assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), json!({"ClientName": name}));
    }

    #[test]
    fn secrets_are_placeholders_and_the_notes_name_them() {
        let details = json!({"client_id": "app", "client_secret": "s3cret"});
        let command = update(&PROVIDER, json!({"ProviderName": "Google", "ProviderDetails": details}));
        assert!(
            command.text.contains("\"client_secret\": \"<client_secret>\"")
                && !command.text.contains("s3cret")
        );
        assert_eq!(command.notes(), ["Secrets are left out: replace <client_secret> first."]);
    }

    #[test]
    fn a_member_that_no_table_knows_is_named_and_one_that_update_renames_is_not() {
        let pool = json!({"IdentityPoolId": "1", "IdentityPoolName": "shop", "FutureSetting": {"deep": 1}});
        assert_eq!(update(&IDENTITY_POOL, pool).newer_members, ["FutureSetting"]);
        let renamed = document(json!({"UserPoolId": "1", "PoolName": "shop"}));
        assert_eq!(newer_members(&USER_POOL, &renamed), Vec::<String>::new());
    }
}
