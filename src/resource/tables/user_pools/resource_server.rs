//! Resource servers of user pools: all members of `ResourceServerType`. App clients can ask for their scopes
//! as well as for the standard ones.

use serde_json::Value;

use crate::resource::OperationName::{DescribeResourceServer, ListResourceServers};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::USER_POOL;
use crate::resource::{Column, Document, Kind, KindId, Listing, Operation, Operations, Paging};

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
        ..Operations::EMPTY
    },
    fields: &[
        Field::new("Name", "Name", "Resource server", FieldKind::Text).read_only(),
        Field::new("Identifier", "Identifier", "Resource server", FieldKind::Text)
            .identifier()
            .help("Often the URL of the API."),
        Field::new("UserPoolId", "User pool", "Resource server", FieldKind::Text).identifier(),
        Field::new("ManagedBy", "Managed by", "Resource server", FieldKind::Text)
            .read_only()
            .when_absent("nobody else"),
        Field::new("Scopes", "Scopes", "Resource server", FieldKind::Records(SCOPE))
            .read_only()
            .rule(Rule::at_most(100)),
    ],
    columns: &[Column::new("RESOURCE SERVER", "Name", 20), Column::new("IDENTIFIER", "Identifier", 30)],
    listing: Listing::Documents,
    ..Kind::EMPTY
};

const SCOPE: &[Field] = &[
    Field::new("ScopeName", "Scope", "", FieldKind::Text).rule(Rule::length(1, 256)),
    Field::new("ScopeDescription", "Description", "", FieldKind::Text).rule(Rule::length(1, 256)),
];

/// The scopes of a resource server as app clients name them: identifier, slash, name of the scope.
pub(crate) fn scopes(server: &Document) -> Vec<String> {
    let Some(identifier) = server.text("Identifier") else { return Vec::new() };
    let scopes = server.get("Scopes").and_then(Value::as_array).into_iter().flatten();
    scopes.filter_map(|scope| Some(format!("{identifier}/{}", scope.get("ScopeName")?.as_str()?))).collect()
}
