//! The rules of each table against the service model.

use std::collections::BTreeSet;

use cognitui::resource::{Access, Field, FieldKind, Rule, Suggestions};
use serde_json::Value;

use super::sdk::{Case, cases};

/// The service model: what each member may be.
pub(super) struct Model(pub(super) Value);

impl Model {
    pub(super) fn read() -> Self {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/service-constraints.json");
        let text = std::fs::read_to_string(path).expect("the service constraints are in assets");
        Self(serde_json::from_str(&text).expect("the service constraints are JSON"))
    }

    pub(super) fn shape(&self, service: &str, name: &str) -> &Value {
        let shape = &self.0["shapes"][format!("{service}.{name}")];
        assert!(shape.is_object(), "no shape {service}.{name}");
        shape
    }

    pub(super) fn input(&self, case: &Case) -> &Value {
        &self.0["operations"][format!("{}.{}", case.service, case.update)]["members"]
    }

    pub(super) fn answer(&self, case: &Case) -> &Value {
        &self.shape(case.service, case.shape)["members"]
    }

    /// The member at a dotted path below some members.
    pub(super) fn member<'a>(&'a self, service: &str, members: &'a Value, path: &str) -> Option<&'a Value> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        let member = members.get(name)?;
        let Some(rest) = rest else { return Some(member) };
        if member["type"] == "map" {
            return Some(&self.shape(service, member["shape"].as_str()?)["value"]);
        }
        self.member(service, &self.shape(service, member["shape"].as_str()?)["members"], rest)
    }

    /// Every member below some members that is no structure, by dotted path; structures in lists and maps are
    /// not opened.
    pub(super) fn leaves(&self, service: &str, members: &Value, base: &str) -> Vec<String> {
        let mut leaves = Vec::new();
        for (name, member) in members.as_object().expect("members") {
            let path = format!("{base}{name}");
            if member["type"] == "structure" {
                let members = &self.shape(service, member["shape"].as_str().expect("a shape"))["members"];
                leaves.extend(self.leaves(service, members, &format!("{path}.")));
            } else {
                leaves.push(path);
            }
        }
        leaves
    }
}

fn words(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// Least, greatest and pattern. A least length of zero is none.
fn limits(rule: &Rule) -> (Option<u64>, Option<u64>, Option<&str>) {
    let number = |number: usize| u64::try_from(number).expect("a small number");
    (rule.min.map(number).filter(|min| *min > 0), rule.max.map(number), rule.pattern)
}

fn limits_of(member: &Value) -> (Option<u64>, Option<u64>, Option<&str>) {
    (member["min"].as_u64().filter(|min| *min > 0), member["max"].as_u64(), member["pattern"].as_str())
}

/// What differs between a row and its member in the model; `rules` asks for the limits too.
fn differences(model: &Model, service: &str, field: &Field, member: &Value, rules: bool) -> Vec<String> {
    let mut found = Vec::new();
    let mut check = |what: &str, fits: bool| {
        if !fits {
            found.push(format!("{} {what}: {member}", field.path));
        }
    };
    let shape = member["shape"]
        .as_str()
        .filter(|_| ["list", "map", "structure"].iter().any(|kind| member["type"] == *kind));
    let shape = shape.map(|shape| model.shape(service, shape));
    let holder = shape.unwrap_or(member);
    let part = |part: &Field, member: &Value| {
        let of_values = words(&member["enum"]);
        let usual = match part.suggestions {
            Suggestions::Common(usual) => {
                of_values.is_empty() || of_values == usual.iter().copied().collect()
            }
            _ => of_values.is_empty(),
        };
        usual && limits(&part.rule) == limits_of(member)
    };
    let kind = member["type"].as_str().unwrap_or_default();
    match &field.kind {
        FieldKind::Text | FieldKind::LongText | FieldKind::Secret => {
            // Bytes are answered in base64.
            check("is no text", ["string", "blob"].contains(&kind));
            check("has a closed set of values", !rules || member["enum"].is_null());
        }
        FieldKind::Choice(values) => {
            check("has other values", words(&member["enum"]) == values.iter().copied().collect());
        }
        FieldKind::Toggle { .. } => check("is no toggle", kind == "boolean"),
        FieldKind::Number { .. } => check("is no number", kind == "integer"),
        FieldKind::Date => check("is no date", kind == "timestamp"),
        FieldKind::Json => check("is no structure", ["structure", "map", "list"].contains(&kind)),
        FieldKind::List(entry) => {
            check("is no list", kind == "list");
            check("has other entries", part(entry, &holder["member"]));
        }
        FieldKind::Map { key, value, .. } => {
            check("is no map", kind == "map");
            check("has other keys", !rules || part(key, &holder["key"]));
            check(
                "has other values",
                !rules || matches!(value.kind, FieldKind::Record(_)) || part(value, &holder["value"]),
            );
        }
        FieldKind::Records(_) => check("is no list", kind == "list"),
        FieldKind::Record(_) => check("is no structure", kind == "structure"),
    }
    if rules {
        // The limit of a blob counts its bytes, and that of a row would count its base64.
        check("has other limits", kind == "blob" || limits(&field.rule) == limits_of(holder));
    }
    let entries = match &field.kind {
        FieldKind::Records(fields) => Some((fields, &holder["member"])),
        FieldKind::Map { value: Field { kind: FieldKind::Record(fields), .. }, .. } => {
            Some((fields, &holder["value"]))
        }
        _ => None,
    };
    if let Some((fields, entry)) = entries {
        let members = &model.shape(service, entry["shape"].as_str().expect("a shape"))["members"];
        let known: BTreeSet<_> = fields.iter().map(|field| field.path.to_owned()).collect();
        let all: BTreeSet<_> = model.leaves(service, members, "").into_iter().collect();
        if known != all {
            found.push(format!("{}: an entry has {all:?}, not {known:?}", field.path));
        }
        for (field, member) in
            fields.iter().filter_map(|field| Some((field, model.member(service, members, field.path)?)))
        {
            found.extend(differences(model, service, field, member, rules));
        }
    }
    found
}

#[test]
fn every_member_that_the_service_model_knows_has_a_row_and_every_row_has_a_member() {
    let model = Model::read();
    for case in cases() {
        let covered = |path: &String| {
            let within = |field: &Field| {
                field
                    .path
                    .strip_prefix(path.as_str())
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            };
            case.kind.fields.iter().any(within)
        };
        let mut missing = model.leaves(case.service, model.answer(&case), "");
        missing.retain(|path| !covered(path));
        assert!(missing.is_empty(), "{:?}: no row for {missing:?}", case.kind);
        let is_answered =
            |field: &&Field| !matches!(field.access, Access::CreateOnlyWriteOnly | Access::WriteOnly);
        // A resource that its answer does not name has its id from the request.
        let names = case.kind.operations.describe.is_some_and(|describe| describe.named_by_request);
        let is_answered =
            |field: &&Field| is_answered(field) && !(names && field.access == Access::Identifier);
        for field in case.kind.fields.iter().filter(is_answered) {
            let member = model.member(case.service, model.answer(&case), field.path);
            assert!(member.is_some(), "{:?}: there is no {}", case.kind, field.path);
        }
    }
}

/// Quotas that the service model lacks, or has otherwise, and the tables keep: the documented numbers of
/// user-pool providers and of rules.
const QUOTAS: &[(&str, u64)] = &[
    ("CognitoIdentityProviders", 50),
    ("RulesConfiguration.Rules", 25),
    ("LogoutURLs", 100),
    ("ManagedLoginVersion", 2),
];

/// Maps whose keys have rows of their own.
pub(super) const DETAILS: &[&str] = &["ProviderDetails."];

#[test]
fn the_rules_of_the_tables_are_those_of_the_service_model() {
    let model = Model::read();
    let mut found = Vec::new();
    for case in &cases() {
        for field in case.kind.fields.iter().filter(|field| field.access != Access::CreateOnlyWriteOnly) {
            let name = field.update_name.unwrap_or(field.path);
            let taken = model.member(case.service, model.input(case), name);
            // The values of a map are texts to the model, whatever its keys mean.
            if DETAILS.iter().any(|map| field.path.starts_with(map)) {
                let text = matches!(
                    field.kind,
                    FieldKind::Text | FieldKind::LongText | FieldKind::Secret | FieldKind::Choice(_)
                );
                assert!(text && taken.is_some_and(|member| member["type"] == "string"), "{}", field.path);
                continue;
            }
            let editable = matches!(field.access, Access::Editable | Access::SetOnce(_) | Access::WriteOnly);
            let answered = model.member(case.service, model.answer(case), field.path);
            let member = if editable { taken } else { answered.or(taken) };
            let Some(member) = member else {
                found.push(format!("{:?}: Update takes no {name}", case.kind));
                continue;
            };
            let differences = differences(&model, case.service, field, member, editable);
            let quota = |text: &str| {
                QUOTAS.iter().any(|(path, _)| text.starts_with(&format!("{path} has other limits")))
            };
            found.extend(differences.into_iter().filter(|text| !quota(text)));
            if member["required"] == true
                && editable
                && !case.kind.update.always_sent.contains(&name)
                && !field.path.contains('.')
                && !field.rule.required
            {
                found.push(format!("{:?}: Update asks for {name}", case.kind));
            }
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}
