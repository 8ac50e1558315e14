//! The attributes of a user pool's schema: all members of `SchemaAttributeType`. `DescribeUserPool` lists
//! them, `AddCustomAttributes` adds one, and nothing changes or removes one.

use serde_json::Value;

use crate::resource::OperationName::{AddCustomAttributes, DescribeUserPool};
use crate::resource::display::value::DisplayValue;
use crate::resource::field::{Field, FieldKind, Rule, VisibleIf};
use crate::resource::tables::user_pools::attributes::{
    attribute_line, filled_attributes, only_members_of, readable_by_default, writable_by_default,
};
use crate::resource::tables::{CLIENT, PROVIDER, USER_POOL};
use crate::resource::{
    Checks, Column, Creation, CrossFieldRule, Document, GrantedList, Grants, Key, Kind, KindId, Listing,
    Operation, Operations, Referrers, RequestList, Shows, TabLayout,
};

pub static ATTRIBUTE: Kind = Kind {
    id: KindId::Attribute,
    name: "attribute",
    plural: "Attributes",
    id_path: "Name",
    name_path: "Name",
    parent: Some(|| &USER_POOL),
    operations: Operations {
        list: Some(
            Operation::new(DescribeUserPool, &["UserPoolId"]).answers_rows("UserPool.SchemaAttributes"),
        ),
        describe: Some(
            Operation::new(DescribeUserPool, &["UserPoolId"]).answers_rows("UserPool.SchemaAttributes"),
        ),
        create: Some(Operation::new(AddCustomAttributes, &["UserPoolId"])),
        ..Operations::EMPTY
    },
    creation: Creation {
        // 50 custom ones, and the standard ones that every pool has.
        max_count: Some(70),
        request_list: Some(RequestList {
            member: "CustomAttributes",
            entry: without_prefix,
            document: with_prefix,
        }),
        irreversible: "AWS never changes or removes a custom attribute: this can't be taken back.",
        as_sent: Some(as_sent),
        grants: Some(Grants {
            kind: || &CLIENT,
            lists: &[
                GrantedList { path: "ReadAttributes", verb: "read", when_absent: readable_by_default },
                GrantedList { path: "WriteAttributes", verb: "write", when_absent: writable_by_default },
            ],
            words: "No app client can read or write it yet.",
        }),
        notice: "No app client can read or write it yet: that is offered once it exists.",
        ..Creation::EMPTY
    },
    checks: Checks { cross_field_rules: CROSS_FIELD_RULES, ..Checks::EMPTY },
    fields: FIELDS,
    columns: &[
        Column::new("ATTRIBUTE", "Name", 26),
        Column::new("TYPE", "AttributeDataType", 9),
        Column::shown("REQUIRED", "Required", 9, |attribute, _| {
            said(attribute.get("Required") == Some(&Value::Bool(true)), "required")
        }),
        Column::shown("CHANGES", "Mutable", 18, |attribute, _| {
            said(attribute.get("Mutable") == Some(&Value::Bool(false)), "can't be changed")
        }),
    ],
    listing: Listing::Documents,
    tabs: &[
        TabLayout { title: "Settings", shows: Shows::Itself },
        TabLayout { title: "Read by", shows: Shows::Referrers(&READERS) },
        TabLayout { title: "Written by", shows: Shows::Referrers(&WRITERS) },
        TabLayout { title: "Mapped by", shows: Shows::Referrers(&MAPPINGS) },
    ],
    ..Kind::EMPTY
};

const GENERAL: &str = "Attribute";
const LIMITS: &str = "Limits";
const TYPE: &str = "AttributeDataType";
const NUMBER: Rule = Rule::length(0, 131_072).pattern(r"-?[0-9]*", "a whole number");

const NAME_FIELD: Field = Field::new("Name", "Name", GENERAL, FieldKind::Text)
    .default_for_new("\"custom:\"")
    .rule(Rule::length(1, 27).required().pattern(
        r"custom:[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}",
        "custom: and 1 to 20 letters, digits, punctuation and symbols",
    ))
    .help("Tokens, app clients and mappings call it by this name. Can't be changed later.");
const TYPE_FIELD: Field =
    Field::new(TYPE, "Type", GENERAL, FieldKind::Choice(&["String", "Number", "DateTime", "Boolean"]))
        .default_for_new("\"String\"")
        .help("Can't be changed later.");
const MUTABLE_FIELD: Field = Field::new(
    "Mutable",
    "Mutable",
    GENERAL,
    FieldKind::Toggle { on: "can be changed", off: "can't be changed" },
)
.default_for_new("true")
.help("Whether its value can change. A provider can map only one that can. Fixed for ever.");
const MIN_LENGTH: Field =
    limit("StringAttributeConstraints.MinLength", "Min length", |text| is_of_type(text, "String"));
const MAX_LENGTH: Field =
    limit("StringAttributeConstraints.MaxLength", "Max length", |text| is_of_type(text, "String"));
const MIN_VALUE: Field =
    limit("NumberAttributeConstraints.MinValue", "Min value", |text| is_of_type(text, "Number"));
const MAX_VALUE: Field =
    limit("NumberAttributeConstraints.MaxValue", "Max value", |text| is_of_type(text, "Number"));

const FIELDS: &[Field] = &[
    NAME_FIELD.create_only_name(),
    TYPE_FIELD.create_only(),
    Field::new("Required", "Required", GENERAL, FieldKind::Toggle { on: "required", off: "not required" })
        .read_only()
        .help("Chosen when the pool is created. Custom attributes are never required."),
    MUTABLE_FIELD.create_only(),
    Field::new(
        "DeveloperOnlyAttribute",
        "Developer only",
        GENERAL,
        FieldKind::Toggle { on: "developer only", off: "no" },
    )
    .read_only()
    .help("Legacy: the read and write attributes of app clients took its place."),
    MIN_LENGTH.create_only(),
    MAX_LENGTH.create_only(),
    MIN_VALUE.create_only(),
    MAX_VALUE.create_only(),
    Field::new(FURTHER, "More attributes", "More attributes", FieldKind::Records(FURTHER_FIELDS))
        .create_only_write_only()
        .rule(Rule { min: Some(0), ..Rule::at_most(24) })
        .summary(attribute_line)
        .help("Added by the same request, which takes 25 attributes."),
];

/// Further new attributes of the same request, in the member of the request that holds them all.
const FURTHER: &str = "CustomAttributes";

const FURTHER_FIELDS: &[Field] =
    &[NAME_FIELD, TYPE_FIELD, MUTABLE_FIELD, MIN_LENGTH, MAX_LENGTH, MIN_VALUE, MAX_VALUE];

const fn limit(path: &'static str, label: &'static str, visible_if: VisibleIf) -> Field {
    Field::new(path, label, LIMITS, FieldKind::Text)
        .rule(NUMBER)
        .when_absent("none")
        .visible_if(visible_if)
        .help("Can't be changed later.")
}

fn is_of_type(text: &dyn Fn(&str) -> Option<String>, kind: &str) -> bool {
    text(TYPE).as_deref() == Some(kind)
}

const CROSS_FIELD_RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: "StringAttributeConstraints.MaxLength",
        refused: true,
        check: |attribute, _| {
            is_below(
                attribute,
                "StringAttributeConstraints.MaxLength",
                "StringAttributeConstraints.MinLength",
            )
        },
    },
    CrossFieldRule {
        path: "NumberAttributeConstraints.MaxValue",
        refused: true,
        check: |attribute, _| {
            is_below(attribute, "NumberAttributeConstraints.MaxValue", "NumberAttributeConstraints.MinValue")
        },
    },
    CrossFieldRule {
        path: FURTHER,
        refused: true,
        check: |attribute, context| {
            let limits = ATTRIBUTE.checks.cross_field_rules.iter().filter(|rule| rule.path != FURTHER);
            ATTRIBUTE.further(attribute).iter().find_map(|one| {
                let text = limits.clone().find_map(|rule| (rule.check)(one, context))?;
                Some(format!("{}: its max {text}", one.text("Name")?))
            })
        },
    },
];

/// Gives the first of several new attributes the further ones, as they were asked for.
fn as_sent(sent: &Document, now: &mut Document) {
    let Some(asked) = sent.get(FURTHER).and_then(Value::as_array) else { return };
    let found = now.get(FURTHER).and_then(Value::as_array).cloned().unwrap_or_default();
    let as_asked = asked.iter().filter_map(|asked| {
        let found = found.iter().find(|found| found.get("Name") == asked.get("Name"))?;
        Some(only_members_of(asked, found))
    });
    let as_asked: Vec<_> = as_asked.collect();
    now.set(FURTHER, Some(as_asked.into()));
}

fn is_below(attribute: &Document, max: &str, min: &str) -> Option<String> {
    let number = |path: &str| attribute.text(path)?.parse::<i64>().ok();
    let (max, min) = (number(max)?, number(min)?);
    (max < min).then(|| format!("has to be at least {min}"))
}

fn said(applies: bool, words: &str) -> DisplayValue {
    if applies { DisplayValue::Text(words.to_owned()) } else { DisplayValue::Unset(String::new()) }
}

/// The entry of the request: AWS puts the prefix before the name by itself.
fn without_prefix(mut attribute: Document) -> Document {
    if let Some(bare) = attribute.text("Name").and_then(|name| name.strip_prefix("custom:")) {
        let bare = Value::from(bare);
        attribute.set("Name", Some(bare));
    }
    attribute
}

/// The attribute of an entry of the request.
fn with_prefix(mut entry: Document) -> Document {
    if let Some(bare) = entry.text("Name").filter(|name| !name.starts_with("custom:")) {
        let name = Value::from(format!("custom:{bare}"));
        entry.set("Name", Some(name));
    }
    entry
}

static READERS: Referrers = Referrers {
    id: "app clients that read an attribute",
    kind: || &CLIENT,
    same_parent: true,
    refers: |attribute, client| client.texts("ReadAttributes").any(|name| name == attribute.id),
    title: "App clients that name it among the attributes to read",
    help: "An app client that names none has AWS's default, and is not listed here.",
    reference_list: None,
};

static WRITERS: Referrers = Referrers {
    id: "app clients that write an attribute",
    kind: || &CLIENT,
    same_parent: true,
    refers: |attribute, client| client.texts("WriteAttributes").any(|name| name == attribute.id),
    title: "App clients that name it among the attributes to write",
    help: "Their users can change it. One that names none has AWS's default, and is not listed.",
    reference_list: None,
};

static MAPPINGS: Referrers = Referrers {
    id: "identity providers that map an attribute",
    kind: || &PROVIDER,
    same_parent: true,
    refers: is_mapped,
    title: "Identity providers that map it",
    help: "Each sign-in through them writes it.",
    reference_list: None,
};

fn is_mapped(attribute: &Key, provider: &Document) -> bool {
    filled_attributes(provider).any(|name| name == attribute.id)
}
