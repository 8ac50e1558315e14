//! Users who sign up through an app client: what `SignUp` takes and answers. It creates a real user.

use serde_json::Value;

use crate::resource::OperationName::SignUp;
use crate::resource::display::value::SECRET_BY_NAME;
use crate::resource::field::{Field, FieldKind, Rule, Suggestions};
use crate::resource::tables::user_pools::attributes::{attribute_suggestions, is_required, schema_names};
use crate::resource::tables::{CLIENT, USER_POOL};
use crate::resource::{
    Checks, Companion, Creation, CrossFieldRule, Document, Kind, KindId, Operation, Operations, Related,
};

/// This build creates a user and does not read users.
pub static SIGN_UP: Kind = Kind {
    id: KindId::SignUp,
    name: "user",
    plural: "Users",
    id_path: "UserSub",
    name_path: "Username",
    parent: Some(|| &CLIENT),
    operations: Operations { create: Some(Operation::new(SignUp, &["ClientId"])), ..Operations::EMPTY },
    creation: Creation {
        prefill: Some(required_attributes),
        notice: "This creates a real user and may send a code. The request is unsigned, as from an app.",
        ..Creation::EMPTY
    },
    related: Related { companion: Some(Companion::Parent(|| &USER_POOL)), ..Related::EMPTY },
    fields: FIELDS,
    checks: Checks {
        cross_field_rules: CROSS_FIELD_RULES,
        error_fields: &[
            ("UsernameExistsException", "Username"),
            ("InvalidPasswordException", "Password"),
            ("NotAuthorizedException: Client", "ClientSecret"),
            ("NotAuthorizedException: Unable to verify secret hash", "ClientSecret"),
            ("NotAuthorizedException", "Username"),
            ("UserLambdaValidationException", "ValidationData"),
        ],
        ..Checks::EMPTY
    },
    ..Kind::EMPTY
};

const VALUE: Rule = Rule::length(0, 2048);
const ATTRIBUTE_NAME: Rule = Rule::length(1, 32);

const FIELDS: &[Field] = &[
    Field::new("Username", "User name", "User", FieldKind::Text)
        .rule(Rule::length(1, 128).required().pattern(
            r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+",
            "letters, digits, punctuation and symbols, without spaces",
        ))
        .help("The user name, or the email or phone number that the pool uses."),
    Field::new("Password", "Password", "User", FieldKind::Secret)
        .rule(Rule::length(0, 256).pattern(r"[\S]+", "no spaces"))
        .when_absent("none (passwordless sign-in)")
        .help("Sent to Cognito and stored nowhere, not even in a log."),
    Field::new("ClientSecret", "Client secret", "User", FieldKind::Secret)
        .when_absent("AWS's copy, if readable")
        .help("Only after a rotation: AWS doesn't return later secrets."),
    Field::new(
        "UserAttributes",
        "Attributes",
        "User",
        FieldKind::Records(&[
            Field::new("Name", "Attribute", "", FieldKind::Text).rule(ATTRIBUTE_NAME.required()).suggestions(
                Suggestions::Companion(|pool, _| {
                    attribute_suggestions(pool, &[]).into_iter().filter(|(name, _)| name != "sub").collect()
                }),
            ),
            Field::new("Value", "Value", "", FieldKind::Text).rule(VALUE),
        ]),
    )
    .tabular()
    .help("The attributes of the user. The required ones are listed already."),
    Field::new(
        "ValidationData",
        "Validation data",
        "Lambda triggers",
        FieldKind::Records(&[
            Field::new("Name", "Name", "", FieldKind::Text).rule(ATTRIBUTE_NAME.required()),
            Field::new("Value", "Value", "", FieldKind::Text).rule(VALUE),
        ]),
    )
    .tabular()
    .help("Passed to the pre sign-up trigger, not stored."),
    Field::new(
        "ClientMetadata",
        "Client metadata",
        "Lambda triggers",
        FieldKind::Map { key: &META_KEY, value: &META_VALUE, secret: SECRET_BY_NAME },
    )
    .help("Passed to the triggers, not stored."),
    Field::new(
        "UserConfirmed",
        "User",
        "Answer",
        FieldKind::Toggle { on: "confirmed", off: "not confirmed yet" },
    )
    .read_only(),
    Field::new("CodeDeliveryDetails.Destination", "Code sent to", "Answer", FieldKind::Text)
        .read_only()
        .when_absent("nobody"),
    Field::new("CodeDeliveryDetails.DeliveryMedium", "Code sent by", "Answer", FieldKind::Text).read_only(),
    Field::new("CodeDeliveryDetails.AttributeName", "Code verifies", "Answer", FieldKind::Text).read_only(),
    Field::new("UserSub", "User sub", "Answer", FieldKind::Text).identifier(),
];

const META_KEY: Field = Field::part("Key", Rule::length(0, 131_072));
const META_VALUE: Field = Field::part("Value", Rule::length(0, 131_072));

/// The names of the attributes that satisfy a predicate, without `sub`, which the pool sets.
fn attributes(pool: &Document, which: fn(&Value) -> bool) -> Vec<String> {
    schema_names(pool, which).into_iter().filter(|name| name != "sub").collect()
}

/// The attributes that stand for the user name: the pool takes their value from there.
fn sign_in_names(pool: &Document) -> Vec<String> {
    pool.texts("UsernameAttributes").map(str::to_owned).collect()
}

/// The attributes that the pool requires, without values.
fn required_attributes(pool: &Document) -> Document {
    let names = sign_in_names(pool);
    let required = attributes(pool, is_required).into_iter().filter(|name| !names.contains(name));
    let records = required.map(|name| serde_json::json!({"Name": name, "Value": ""}));
    [("UserAttributes".to_owned(), Value::Array(records.collect()))].into_iter().collect()
}

const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: "Username",
        refused: false,
        check: |_, context| {
            let closed = context.companion?.get("AdminCreateUserConfig.AllowAdminCreateUserOnly")
                == Some(&Value::Bool(true));
            closed.then(|| "self sign-up is closed in this user pool, so AWS refuses it".to_owned())
        },
    },
    CrossFieldRule {
        path: "Password",
        refused: false,
        check: |user, context| {
            let password = user.text("Password").filter(|password| !password.is_empty())?;
            let missing = policy(context.companion?, password);
            (!missing.is_empty()).then(|| format!("the user pool asks for {}", missing.join(", ")))
        },
    },
    CrossFieldRule {
        path: "UserAttributes",
        refused: true,
        check: |user, context| {
            let given = user.get("UserAttributes").and_then(Value::as_array).cloned().unwrap_or_default();
            let has = |name: &String| {
                given.iter().any(|record| {
                    record["Name"] == name.as_str()
                        && record["Value"].as_str().is_some_and(|value| !value.is_empty())
                })
            };
            let names = sign_in_names(context.companion?);
            let missing = attributes(context.companion?, is_required)
                .into_iter()
                .filter(|name| !has(name) && !names.contains(name));
            let missing: Vec<_> = missing.collect();
            (!missing.is_empty()).then(|| format!("the user pool requires {}", missing.join(", ")))
        },
    },
];

/// The requirements of the pool's password policy that a password does not meet.
fn policy(pool: &Document, password: &str) -> Vec<String> {
    let rule = |name: &str| pool.get(&format!("Policies.PasswordPolicy.{name}"));
    let asked = |name: &str| rule(name) == Some(&Value::Bool(true));
    let least = rule("MinimumLength")
        .and_then(Value::as_u64)
        .and_then(|least| usize::try_from(least).ok())
        .unwrap_or(0);
    let mut missing = Vec::new();
    if password.chars().count() < least {
        missing.push(format!("at least {least} characters"));
    }
    let mut ask = |name: &str, words: &str, has: fn(char) -> bool| {
        if asked(name) && !password.chars().any(has) {
            missing.push(words.to_owned());
        }
    };
    ask("RequireLowercase", "a lower-case letter", |letter| letter.is_ascii_lowercase());
    ask("RequireUppercase", "an upper-case letter", |letter| letter.is_ascii_uppercase());
    ask("RequireNumbers", "a digit", |letter| letter.is_ascii_digit());
    ask("RequireSymbols", "a symbol", |letter| letter.is_ascii_punctuation());
    missing
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_policy_of_a_pool_is_told_by_what_a_password_lacks() {
        let pool = json!({"Policies": {"PasswordPolicy": {"MinimumLength": 8, "RequireUppercase": true,
            "RequireNumbers": true}}});
        let pool = Document::from_value(pool).expect("an object");
        assert_eq!(policy(&pool, "short"), ["at least 8 characters", "an upper-case letter", "a digit"]);
        assert!(policy(&pool, "Longer-0ne").is_empty());
    }
}
