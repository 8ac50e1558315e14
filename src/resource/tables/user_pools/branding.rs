//! The styles of login pages: all members of `ManagedLoginBrandingType`. An app client has one or none, and
//! without one it has no login page where the domain uses managed login.

mod images;

use serde_json::{Map, Value};

use crate::resource::OperationName::{
    CreateManagedLoginBranding, DeleteManagedLoginBranding, DescribeManagedLoginBrandingByClient,
    UpdateManagedLoginBranding,
};
use crate::resource::display::value::{ABSENT, DisplayValue, MASK};
use crate::resource::field::{Field, FieldKind, Rule, Suggestions};
use crate::resource::tables::CLIENT;
use crate::resource::tables::user_pools::login_pages;
use crate::resource::verdict::holds_nothing;
use crate::resource::{
    Checks, Column, Consequence, Creation, CrossFieldRule, Deletion, Document, Kind, KindId, ListNote,
    Listing, Operation, Operations, UpdateRules,
};

pub static BRANDING: Kind = Kind {
    id: KindId::Branding,
    name: "login page style",
    plural: "Login page styles",
    id_path: "ManagedLoginBrandingId",
    name_path: "ManagedLoginBrandingId",
    parent: Some(|| &CLIENT),
    operations: Operations {
        // AWS has no list: the app client has one style or none.
        list: Some(OF_CLIENT),
        describe: Some(OF_CLIENT),
        create: Some(
            Operation::new(CreateManagedLoginBranding, &["UserPoolId", "ClientId"])
                .answers("ManagedLoginBranding"),
        ),
        update: Some(Operation::new(UpdateManagedLoginBranding, &[])),
        delete: Some(Operation::new(
            DeleteManagedLoginBranding,
            &["UserPoolId", "", "ManagedLoginBrandingId"],
        )),
    },
    update: UpdateRules {
        partial_update: true,
        merged_lists: &[images::MERGED],
        consequences: &[Consequence {
            path: OF_AWS,
            text: |before, after| {
                let has_own = ["Settings", "Assets"].iter().any(|name| before.get(name).is_some());
                (has_own && is_of_aws(after)).then_some(
                    "AWS deletes the settings and images of the style. J shows them first, y copies them.",
                )
            },
        }],
        ..UpdateRules::EMPTY
    },
    checks: Checks {
        cross_field_rules: RULES,
        error_hints: &[
            ("ManagedLoginBrandingExistsException", "The app client has a style by now: r shows it."),
            ("ConcurrentModificationException", "Somebody changes the style right now. Try again."),
        ],
        ..Checks::EMPTY
    },
    creation: Creation {
        max_count: Some(1),
        skips_form: true,
        notice: "AWS's default, whose settings can be replaced afterwards (e).",
        ..Creation::EMPTY
    },
    deletion: Deletion {
        named_by_parent: true,
        notice: "With managed login (version 2), the app client has no login page then.",
        ..Deletion::EMPTY
    },
    fields: &[
        Field::new("ManagedLoginBrandingId", "Id", GROUP, FieldKind::Text).identifier(),
        Field::new("UserPoolId", "User pool", GROUP, FieldKind::Text).identifier().visible_if(|_| false),
        Field::new(OF_AWS, "AWS's default", GROUP, FieldKind::Toggle { on: "yes", off: "no" })
            .default_for_new("true")
            .when_absent("no")
            .help("Whether the page has AWS's default style. Then it has no settings of its own."),
        Field::new("CreationDate", "Created", GROUP, FieldKind::Date).read_only(),
        Field::new("LastModifiedDate", "Last changed", GROUP, FieldKind::Date).read_only(),
        Field::new(ASSETS, "Images", GROUP, FieldKind::Records(images::ASSET))
            .rule(Rule::at_most(40))
            .summary(images::asset_line)
            .when_absent("none")
            .help("Logos, icons and backgrounds. Only those that change are sent; none can be removed.")
            .visible_if(has_own),
        Field::new(SETTINGS, "Settings", "Settings", FieldKind::Json)
            .suggestions(Suggestions::File(settings_of_file))
            .when_absent("none")
            .help("Colors, corners, texts and places as JSON: paste it, or read a file (Ctrl-o).")
            .visible_if(has_own),
    ],
    columns: &[
        Column::shown("STYLE", OF_AWS, 16, |style, _| {
            let words = if is_of_aws(style) { "AWS's default" } else { "own settings" };
            DisplayValue::Text(words.to_owned())
        }),
        Column::shown("IMAGES", ASSETS, 6, |style, _| match style.get(ASSETS).and_then(Value::as_array) {
            Some(images) => DisplayValue::Text(images.len().to_string()),
            None => DisplayValue::Unset(ABSENT.to_owned()),
        }),
        Column::new("STYLE ID", "ManagedLoginBrandingId", 36),
        Column::age("CHANGED", "LastModifiedDate", 10),
    ],
    listing: Listing::Documents,
    list_note: Some(ListNote { needs: login_pages::needs, words: login_pages::words }),
    ..Kind::EMPTY
};

const OF_CLIENT: Operation =
    Operation::new(DescribeManagedLoginBrandingByClient, &["UserPoolId", "ClientId"])
        .answers_the_only("ManagedLoginBranding");

const GROUP: &str = "Login page style";
const OF_AWS: &str = "UseCognitoProvidedValues";
const SETTINGS: &str = "Settings";
const ASSETS: &str = "Assets";

const RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: SETTINGS,
        refused: true,
        check: |style, context| {
            let was_of_aws = context.base.is_some_and(is_of_aws);
            let has_none = [SETTINGS, ASSETS].iter().all(|name| holds_nothing(style.get(name)));
            (was_of_aws && !is_of_aws(style) && has_none)
                .then(|| "own settings are needed: Ctrl-o reads them from a file".to_owned())
        },
    },
    images::RULES[0],
    images::RULES[1],
    images::RULES[2],
];

fn is_of_aws(style: &Document) -> bool {
    style.get(OF_AWS) == Some(&Value::Bool(true))
}

fn has_own(text: &dyn Fn(&str) -> Option<String>) -> bool {
    text(OF_AWS).as_deref() != Some("true")
}

/// Reads settings from a file or a pasted text: the settings alone, or a whole style with its settings in it.
fn settings_of_file(text: &str) -> Result<String, String> {
    if text.contains(MASK) {
        return Err("has masked values".to_owned());
    }
    let style: Map<String, Value> =
        serde_json::from_str(text).map_err(|error| format!("is no JSON object ({error})"))?;
    let settings = style.get(SETTINGS).filter(|_| style.contains_key("ManagedLoginBrandingId"));
    let settings = match settings {
        Some(Value::Object(settings)) => settings,
        Some(_) => return Err("has no settings".to_owned()),
        None if style.contains_key("ManagedLoginBrandingId") => return Err("has no settings".to_owned()),
        None => &style,
    };
    serde_json::to_string_pretty(settings).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_are_read_alone_or_from_a_whole_style() {
        let settings = json!({"components": {"form": {"borderRadius": 8.0}}});
        let style = json!({"ManagedLoginBrandingId": "1", "Settings": settings, "Assets": []});
        for text in [settings.to_string(), style.to_string()] {
            let read = settings_of_file(&text).expect("settings");
            assert_eq!(serde_json::from_str::<Value>(&read).expect("JSON"), settings);
        }
        for (text, why) in [("[1]", "is no JSON object"), ("{", "is no JSON object")] {
            assert!(settings_of_file(text).expect_err("a refusal").starts_with(why), "{text}");
        }
        let bare = json!({"ManagedLoginBrandingId": "1", "UseCognitoProvidedValues": true}).to_string();
        assert_eq!(settings_of_file(&bare), Err("has no settings".to_owned()));
    }
}
