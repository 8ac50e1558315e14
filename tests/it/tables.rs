//! The field tables against what AWS says of its members, and against each other.

mod findings;
mod model;
mod reading;
mod sdk;

use std::collections::BTreeSet;

use cognitui::resource::tables::{self, ALL, CLIENT, IDENTITY_POOL, PROVIDER, USER_POOL};
use cognitui::resource::{
    Access, Document, Field, Kind, Operation, OperationName, Shows, WriteOperation, update_request,
};
use serde_json::{Value, json};

use model::{DETAILS, Model};
use sdk::cases;

fn document(value: Value) -> Document {
    Document::from_value(value).expect("an object")
}

#[test]
fn what_describe_tells_and_update_refuses_can_not_be_edited_and_all_else_can() {
    let listed: [(&Kind, &[&str]); 4] = [
        (
            &USER_POOL,
            &[
                "AliasAttributes",
                "Arn",
                "CreationDate",
                "CustomDomain",
                "Domain",
                "EmailConfigurationFailure",
                "EstimatedNumberOfUsers",
                "LastModifiedDate",
                "SchemaAttributes",
                "SmsConfigurationFailure",
                "Status",
                "UsernameAttributes",
                "UsernameConfiguration",
            ],
        ),
        (&CLIENT, &["ClientSecret", "ClientSecretArn", "ClientType", "CreationDate", "LastModifiedDate"]),
        (&PROVIDER, &["CreationDate", "LastModifiedDate", "ProviderType"]),
        (&IDENTITY_POOL, &[]),
    ];
    for (kind, members) in listed {
        let told = |field: &&Field| {
            matches!(field.access, Access::ReadOnly | Access::CreateOnly) && !is_detail(field)
        };
        let of_table: BTreeSet<_> = kind.fields.iter().filter(told).map(Field::member).collect();
        assert_eq!(of_table, members.iter().copied().collect(), "{kind:?}");
    }
    let model = Model::read();
    for case in cases().into_iter().filter(|case| !case.taken.is_empty()) {
        for field in case
            .kind
            .fields
            .iter()
            .filter(|field| field.access != Access::CreateOnlyWriteOnly && !is_detail(field))
        {
            let taken = model.input(&case).get(field.update_name.unwrap_or(field.member())).is_some();
            assert_eq!(
                !matches!(field.access, Access::ReadOnly | Access::CreateOnly),
                taken,
                "{:?} {}",
                case.kind,
                field.path
            );
            let describe = case.kind.operations.describe.expect("a kind that is described");
            let names = taken
                && (field.path == case.kind.id_path
                    || field.path == "UserPoolId"
                    || describe.id_members.contains(&field.path));
            assert_eq!(
                matches!(field.access, Access::Identifier | Access::CreateOnlyName),
                names,
                "{:?} {}",
                case.kind,
                field.path
            );
        }
    }
}

/// Whether a row is for a key of a map.
fn is_detail(field: &Field) -> bool {
    DETAILS.iter().any(|map| field.path.starts_with(map))
}

#[test]
fn the_sorts_of_a_kind_are_told_apart_and_what_their_forms_propose_has_rows() {
    for kind in ALL {
        for resource_type in kind.creation.types {
            let (fixed, proposed) = (resource_type.fixed(), resource_type.default_members());
            assert!(!fixed.members().is_empty() && !proposed.members().is_empty(), "{}", resource_type.title);
            assert_eq!(
                kind.creation.types.iter().filter(|other| other.is_of(&fixed)).count(),
                1,
                "{}",
                resource_type.title
            );
            assert!(
                fixed.members().keys().chain(proposed.members().keys()).all(|name| kind.knows(name)),
                "{}",
                resource_type.title
            );
        }
    }
}

#[test]
fn an_update_sends_what_update_takes_and_nothing_else() {
    let model = Model::read();
    for case in cases().into_iter().filter(|case| !case.taken.is_empty()) {
        let members = model.answer(&case).as_object().expect("members").keys();
        let filled = |name: &str| {
            if case.kind.update.omit_if_empty.contains(&name) {
                json!({"SomeMember": "some text"})
            } else {
                json!({})
            }
        };
        let answer = document(members.map(|name| (name.clone(), filled(name))).collect());
        let sent: BTreeSet<_> =
            update_request(&Document::default(), &answer, case.kind).members().keys().cloned().collect();
        // What no answer has is sent only when it is chosen.
        let is_chosen = |name: &&String| {
            let is_it = |field: &Field| field.access == Access::WriteOnly && field.path == name.as_str();
            case.kind.fields.iter().any(is_it)
        };
        let taken = model
            .input(&case)
            .as_object()
            .expect("members")
            .keys()
            .filter(|name| !case.only_names.contains(&name.as_str()) && !is_chosen(name));
        assert_eq!(sent, taken.cloned().collect(), "{:?}", case.kind);
    }
}

#[test]
fn rows_have_a_place_a_label_of_their_own_and_stand_together_with_their_group() {
    for kind in ALL {
        let (mut paths, mut labels, mut groups) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for field in kind.fields {
            // Rows that are there at different times may be for the same member.
            assert!(paths.insert(field.path) || field.visible_if.is_some(), "{kind:?}: {} twice", field.path);
            assert!(
                labels.insert(field.label) || field.visible_if.is_some(),
                "{kind:?}: two rows are called {}",
                field.label
            );
            assert!((1..=26).contains(&field.label.chars().count()), "{kind:?}: {} is too long", field.label);
            assert!(!field.group.is_empty(), "{kind:?}: {} has no group", field.path);
            assert!(
                field.help.is_empty() || field.help.ends_with(['.', '>']),
                "{kind:?}: {} is no sentence",
                field.help
            );
            assert!(field.help.chars().count() <= 90, "{kind:?}: {} is too long", field.help);
            if groups.last() != Some(&field.group) {
                assert!(!groups.contains(&field.group), "{kind:?}: {} twice", field.group);
                groups.push(field.group);
            }
        }
        for path in [kind.id_path, kind.name_path]
            .into_iter()
            .chain(kind.tags_path)
            .chain(kind.columns.iter().map(|column| column.path))
        {
            assert!(paths.contains(path), "{kind:?}: {path} has no row");
        }
        assert!(!kind.name.is_empty() && !kind.plural.is_empty());
    }
}

#[test]
fn every_operation_of_a_table_reads_or_writes_and_none_does_both() {
    let reads: BTreeSet<_> = tables::reads().map(|operation| operation.name.as_str()).collect();
    let writes: Vec<_> = tables::writes().map(|operation| operation.name.as_str()).collect();
    for kind in ALL {
        let operations = &kind.operations;
        for read in [&operations.list, &operations.describe].into_iter().flatten() {
            assert!(reads.contains(read.name.as_str()), "{:?}", read.name);
        }
        for write in [WriteOperation::Create, WriteOperation::Update, WriteOperation::Delete] {
            let is_read = kind.operation(write).is_some_and(|name| reads.contains(name));
            assert!(!is_read, "{kind:?} {write:?} is allowed under --read-only");
        }
    }
    // AWS names what reads by these verbs, and what writes never so.
    let verb = |name: &&str| ["List", "Describe", "Get"].iter().any(|verb| name.starts_with(verb));
    assert!(reads.iter().all(verb), "{reads:?}");
    assert!(!writes.iter().any(verb), "{writes:?}");
}

#[test]
fn every_request_of_a_table_names_members_that_the_operation_takes() {
    let model = Model::read();
    let all = tables::reads().chain(tables::writes());
    for operation in all {
        let name = format!("{}.{}", operation.name.service().prefix(), operation.name.as_str());
        let members = &model.0["operations"][name]["members"];
        let paging = operation.paging;
        let page = paging.iter().flat_map(|paging| {
            [Some(paging.token_member), paging.size.map(|(member, _)| member)].into_iter().flatten()
        });
        let ids = operation.id_members.iter().copied().filter(|member| !member.is_empty());
        for member in ids.chain(page) {
            assert!(members.get(member).is_some(), "{:?} does not take {member}", operation.name);
        }
    }
}

#[test]
fn no_two_relations_share_an_id() {
    let of_kind = |kind: &&'static Kind| {
        let tabs = kind.tabs.iter().filter_map(|tab| match tab.shows {
            Shows::Referrers(referrers) => Some(referrers),
            _ => None,
        });
        tabs.chain(kind.related.siblings).collect::<Vec<_>>()
    };
    let relations: Vec<_> = ALL.iter().flat_map(of_kind).collect();
    for (place, one) in relations.iter().enumerate() {
        for other in &relations[place + 1..] {
            assert!(!std::ptr::eq(*one, *other) && one.id != other.id, "{}", one.id);
        }
    }
}

#[test]
fn rows_that_share_a_path_take_turns() {
    for kind in ALL {
        for (place, field) in kind.fields.iter().enumerate() {
            let same = kind.fields[place + 1..].iter().filter(|other| *other == field);
            for other in same {
                assert!(field.visible_if.is_some() && other.visible_if.is_some(), "{kind:?} {}", field.path);
            }
        }
    }
}

#[test]
fn the_readme_lists_the_permissions_of_the_tables_and_no_others() {
    let list = |operations: BTreeSet<String>| {
        let lines: Vec<_> = operations.iter().map(|permission| format!("- `{permission}`\n")).collect();
        lines.concat()
    };
    let names = |operations: &mut dyn Iterator<Item = &'static Operation>| {
        operations.map(|one| format!("{}:{}", one.name.service().prefix(), one.name.as_str())).collect()
    };
    let mut read: BTreeSet<String> = names(&mut tables::reads());
    read.insert("sts:GetCallerIdentity".to_owned());
    // SignUp is a public operation, which no policy governs.
    let governed = |one: &&Operation| one.name != OperationName::SignUp;
    let mut write: BTreeSet<String> = names(&mut tables::writes().filter(governed));
    write.insert("iam:PassRole".to_owned());
    let expected = format!("\nTo read:\n\n{}\nTo write:\n\n{}", list(read), list(write));
    let readme = include_str!("../../README.md");
    let printed = readme
        .split("<!-- permissions -->\n")
        .nth(1)
        .and_then(|rest| rest.split("\n<!-- end of permissions -->").next());
    assert!(printed == Some(expected.as_str()), "between its marks, the README has to print:\n{expected}");
}
