//! Secrets of app clients: up to two, so that a new one can be rolled out while the old one still works. A
//! value is told once, when it is made; nothing describes a secret, so one is found in the list.

use crate::resource::OperationName::{
    AddUserPoolClientSecret, DeleteUserPoolClientSecret, ListUserPoolClientSecrets,
};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::CLIENT;
use crate::resource::{Column, Creation, Deletion, Kind, KindId, Listing, Operation, Operations, Paging};

/// A secret of an app client.
pub static SECRET: Kind = Kind {
    id: KindId::Secret,
    name: "client secret",
    plural: "Secrets",
    id_path: "ClientSecretId",
    name_path: "ClientSecretId",
    parent: Some(|| &CLIENT),
    operations: Operations {
        list: Some(LIST),
        // Nothing describes one secret: it is a row of the list.
        describe: Some(LIST),
        create: Some(
            Operation::new(AddUserPoolClientSecret, &["UserPoolId", "ClientId"])
                .answers("ClientSecretDescriptor"),
        ),
        delete: Some(Operation::new(
            DeleteUserPoolClientSecret,
            &["UserPoolId", "ClientId", "ClientSecretId"],
        )),
        ..Operations::EMPTY
    },
    creation: Creation {
        max_count: Some(2),
        notice: "Its value is shown once, right after it is made. Both secrets work until one is deleted.",
        next_step: Some(|count| match count {
            0 => "This client has no secret, and can't get one: it was made without.",
            1 => "To rotate: 1. add a second secret. Then roll it out, and delete this one.",
            _ => "To rotate: 2. roll the newer one out to every app. 3. Then delete the older one.",
        }),
        lost_answer_notice: "Its value went with the lost answer, and nobody knows it: delete it, and add another one.",
        ..Creation::EMPTY
    },
    deletion: Deletion { keep_last: true, ..Deletion::EMPTY },
    fields: &[
        Field::new("ClientSecretId", "Id", "Secret", FieldKind::Text).identifier(),
        Field::new("ClientSecretCreateDate", "Created", "Secret", FieldKind::Date).read_only(),
        Field::new("ClientSecret", "Value of your own", "Secret", FieldKind::Secret)
            .create_only_write_only()
            .rule(Rule::length(24, 64).pattern(r"[\w+]+", "letters, digits and _ +"))
            .when_absent("chosen by AWS")
            .help("Leave it empty unless the apps know the value already: AWS chooses a good one."),
        Field::new("ClientSecretValue", "Client secret", "Secret", FieldKind::Secret)
            .read_only()
            .when_absent("told once, when it was made"),
    ],
    columns: &[
        Column::new("SECRET ID", "ClientSecretId", 30),
        Column::age("AGE", "ClientSecretCreateDate", 10),
        Column::new("CREATED", "ClientSecretCreateDate", 23),
    ],
    listing: Listing::Documents,
    ..Kind::EMPTY
};

const LIST: Operation = Operation::new(ListUserPoolClientSecrets, &["UserPoolId", "ClientId"])
    .answers_pages("ClientSecrets", Paging::UNSIZED)
    .quota_per_user_pool();
