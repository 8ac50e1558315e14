//! Resource servers of user pools: all members of `ResourceServerType`. App clients can ask for their scopes
//! as well as for the standard ones. An update replaces the scopes, and those that it omits are deleted.

use serde_json::Value;

use crate::resource::OperationName::{
    CreateResourceServer, DeleteResourceServer, DescribeResourceServer, ListResourceServers,
    UpdateResourceServer,
};
use crate::resource::display::plural::plural;
use crate::resource::display::value::DisplayValue;
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::reference::refers;
use crate::resource::tables::user_pools::attributes::user_pool;
use crate::resource::tables::user_pools::rules::TOKEN;
use crate::resource::tables::{self, CLIENT, USER_POOL};
use crate::resource::{
    Checks, Column, Companion, Creation, CrossFieldRule, Deletion, Dependent, Document, Key, Kind, KindId,
    Listing, Operation, Operations, Paging, Reference, Referrers, Related, Relation, Shows, TabLayout,
};

pub static RESOURCE_SERVER: Kind = Kind {
    id: KindId::ResourceServer,
    name: "resource server",
    plural: "Resource servers",
    id_path: "Identifier",
    name_path: "Name",
    parent: Some(|| &USER_POOL),
    operations: Operations {
        list: Some(
            Operation::new(ListResourceServers, &["UserPoolId"])
                .answers_pages("ResourceServers", Paging::of(50))
                .quota_per_user_pool(),
        ),
        describe: Some(
            Operation::new(DescribeResourceServer, &["UserPoolId", "Identifier"])
                .answers("ResourceServer")
                .quota_per_user_pool(),
        ),
        create: Some(Operation::new(CreateResourceServer, &["UserPoolId"]).answers("ResourceServer")),
        update: Some(Operation::new(UpdateResourceServer, &[])),
        delete: Some(Operation::new(DeleteResourceServer, &["UserPoolId", "Identifier"])),
    },
    creation: Creation {
        notice: "No app client uses its scopes yet: add them to the OAuth scopes of your app clients.",
        ..Creation::EMPTY
    },
    deletion: Deletion { dependents: &[Dependent::Referrers(&SCOPE_CLIENTS)], ..Deletion::EMPTY },
    checks: Checks { cross_field_rules: CROSS_FIELD_RULES, ..Checks::EMPTY },
    related: Related {
        companion: Some(Companion::Parent(|| &USER_POOL)),
        siblings: Some(&EDITED_SCOPE_CLIENTS),
        is_mapped: true,
        refers_to,
        ..Related::EMPTY
    },
    fields: &[
        Field::new("Name", "Name", GENERAL, FieldKind::Text).rule(
            Rule::length(1, 256)
                .required()
                .pattern(r"[\w\s+=,.@-]+", "letters, digits, spaces and + = , . @ -"),
        ),
        Field::new("Identifier", "Identifier", GENERAL, FieldKind::Text)
            .create_only_name()
            .rule(TOKEN.required())
            .help("Often the URL of the API. Scopes begin with it. Can't be changed."),
        Field::new("UserPoolId", "User pool", GENERAL, FieldKind::Text).identifier().link(user_pool),
        Field::new("ManagedBy", "Managed by", GENERAL, FieldKind::Text)
            .read_only()
            .when_absent("nobody else"),
        Field::new("Scopes", "Scopes", "Scopes", FieldKind::Records(SCOPE))
            .rule(Rule::at_most(100))
            .tabular()
            .summary(scope_line)
            .help("App clients ask for them as identifier/scope."),
    ],
    columns: &[
        Column::new("RESOURCE SERVER", "Name", 20),
        Column::new("IDENTIFIER", "Identifier", 30),
        Column::shown("SCOPES", "Scopes", 6, |server, _| {
            DisplayValue::Text(scopes(server).len().to_string())
        }),
    ],
    listing: Listing::Documents,
    tabs: &[
        TabLayout { title: "Settings", shows: Shows::Itself },
        TabLayout { title: "Where used", shows: Shows::Referrers(&SCOPE_CLIENTS) },
    ],
    ..Kind::EMPTY
};

const GENERAL: &str = "Resource server";

const SCOPE: &[Field] = &[
    Field::new("ScopeName", "Scope", "", FieldKind::Text).rule(
        Rule::length(1, 256).required().pattern(
            r"[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+",
            "printable ASCII without spaces and any of \" \\ /",
        ),
    ),
    Field::new("ScopeDescription", "Description", "", FieldKind::Text).rule(Rule::length(1, 256).required()),
];

static SCOPE_CLIENTS: Referrers = Referrers {
    id: "app clients that ask for scopes of a resource server",
    kind: || &CLIENT,
    same_parent: true,
    refers: asks_for,
    title: "App clients that ask for its scopes",
    help: "Without the scope that they ask for, their sign-ins and tokens fail.",
    reference_list: None,
};

/// The same clients, as they are read while the scopes are edited.
static EDITED_SCOPE_CLIENTS: Referrers = Referrers {
    id: "app clients that an edit of scopes concerns",
    kind: || &CLIENT,
    same_parent: true,
    refers: asks_for,
    title: "App clients that ask for its scopes",
    help: "Without the scope that they ask for, their sign-ins and tokens fail.",
    reference_list: None,
};

fn asks_for(server: &Key, client: &Document) -> bool {
    refers(&CLIENT, client, server)
}

static DEFINES: Relation = Relation { does: "defines it", is: "defined" };

fn refers_to(key: &Key, server: &Document) -> Vec<Reference> {
    let Some(pool) = key.outermost_parent() else { return Vec::new() };
    let scope = |name: String| Reference::new(Key::child(&tables::SCOPE, pool, name), &DEFINES, "");
    scopes(server).into_iter().map(scope).collect()
}

const CROSS_FIELD_RULES: &[CrossFieldRule] = &[CrossFieldRule {
    path: "Scopes",
    refused: false,
    check: |server, context| {
        let now = scopes(server);
        let gone: Vec<_> = scopes(context.base?).into_iter().filter(|scope| !now.contains(scope)).collect();
        let used = gone.iter().find_map(|scope| {
            let uses = |client: &&Document| client.texts("AllowedOAuthScopes").any(|one| one == scope);
            let users: Vec<_> = context.siblings.iter().filter(uses).collect();
            let first = users.first()?.text("ClientName").unwrap_or("an app client").to_owned();
            Some((scope, users.len(), first))
        });
        let (scope, count, first) = used?;
        let clients = if count == 1 { first } else { format!("{first} and {}", plural(count - 1, "other")) };
        Some(format!("{scope} is used by {clients}: without it their sign-ins and tokens fail"))
    },
}];

/// A scope in one line.
fn scope_line(scope: &Value) -> Option<String> {
    let name = scope.get("ScopeName")?.as_str()?;
    let description = scope.get("ScopeDescription").and_then(Value::as_str).unwrap_or_default();
    Some(if description.is_empty() { name.to_owned() } else { format!("{name}: {description}") })
}

/// The scopes of a resource server as app clients name them: identifier, slash, name of the scope.
pub(crate) fn scopes(server: &Document) -> Vec<String> {
    let Some(identifier) = server.text("Identifier") else { return Vec::new() };
    let scopes = server.get("Scopes").and_then(Value::as_array).into_iter().flatten();
    scopes.filter_map(|scope| Some(format!("{identifier}/{}", scope.get("ScopeName")?.as_str()?))).collect()
}
