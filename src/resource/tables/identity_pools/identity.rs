//! Identities: the people and devices that have an id from an identity pool. This build only reads them.

use crate::resource::OperationName::{DescribeIdentity, ListIdentities};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::IDENTITY_POOL;
use crate::resource::{Column, Kind, KindId, Listing, Operation, Operations, Paging};

/// An identity pool may have millions of identities.
pub static IDENTITY: Kind = Kind {
    id: KindId::Identity,
    name: "identity",
    plural: "Identities",
    id_path: "IdentityId",
    name_path: "IdentityId",
    parent: Some(|| &IDENTITY_POOL),
    operations: Operations {
        list: Some(
            Operation::new(ListIdentities, &["IdentityPoolId"]).answers_pages("Identities", Paging::of(60)),
        ),
        describe: Some(Operation::new(DescribeIdentity, &["IdentityId"])),
        ..Operations::EMPTY
    },
    fields: &[
        Field::new("IdentityId", "Id", "Identity", FieldKind::Text).identifier(),
        Field::new("Logins", "Logins", "Identity", FieldKind::List(&LOGIN))
            .read_only()
            .when_absent("none (guest)")
            .help("The providers that the identity signed in with."),
        Field::new("CreationDate", "Created", "Identity", FieldKind::Date).read_only(),
        Field::new("LastModifiedDate", "Last changed", "Identity", FieldKind::Date).read_only(),
    ],
    columns: &[
        Column::new("IDENTITY ID", "IdentityId", 30),
        Column::new("LOGINS", "Logins", 20),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
        Column::new("CREATED", "CreationDate", 23),
    ],
    listing: Listing::PagedOnDemand,
    ..Kind::EMPTY
};

const LOGIN: Field = Field::part("Provider", Rule::length(1, 128));
