//! User pools: all members of `UserPoolType`, which `DescribeUserPool` answers.

mod findings;
mod messages;
mod services;
mod sign_in;

use crate::resource::OperationName::{DescribeUserPool, ListUserPools};
use crate::resource::field::Field;
use crate::resource::tables::user_pools::addresses::user_pool_addresses;
use crate::resource::tables::{CLIENT, DOMAIN, PROVIDER};
use crate::resource::{
    Checks, Column, Document, Kind, KindId, Operation, Operations, Paging, Shows, TabLayout,
};

pub static USER_POOL: Kind = Kind {
    id: KindId::UserPool,
    name: "user pool",
    plural: "User pools",
    id_path: "Id",
    name_path: "Name",
    tags_path: Some("UserPoolTags"),
    operations: Operations {
        list: Some(Operation::new(ListUserPools, &[]).answers_pages("UserPools", Paging::of(60))),
        describe: Some(Operation::new(DescribeUserPool, &["UserPoolId"]).answers("UserPool")),
        ..Operations::EMPTY
    },
    checks: Checks { findings: findings::FINDINGS, ..Checks::EMPTY },
    fields: &FIELDS,
    facts: Some(user_pool_addresses),
    columns: &[
        Column::new("NAME", "Name", 20),
        Column::new("USER POOL ID", "Id", 24),
        Column::new("LAST CHANGED", "LastModifiedDate", 23),
        Column::new("CREATED", "CreationDate", 23),
    ],
    tabs: &[
        TabLayout { title: "Overview", shows: Shows::Itself },
        TabLayout { title: "App clients", shows: Shows::List(|| &CLIENT) },
        TabLayout { title: "Identity providers", shows: Shows::List(|| &PROVIDER) },
        TabLayout { title: "Domain", shows: Shows::Named(|| &DOMAIN, domains) },
    ],
    ..Kind::EMPTY
};

fn domains(pool: &Document) -> Vec<String> {
    ["Domain", "CustomDomain"].into_iter().filter_map(|path| pool.text(path)).map(str::to_owned).collect()
}

static FIELDS: [Field; sign_in::FIELDS.len() + messages::FIELDS.len() + services::FIELDS.len()] =
    Field::joined(&[sign_in::FIELDS, messages::FIELDS, services::FIELDS]);
