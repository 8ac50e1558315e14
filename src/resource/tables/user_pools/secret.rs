//! Secrets of app clients: up to two, so that a new one can be rolled out while the old one still works. AWS
//! returns the value of a secret once, when it creates the secret.

use crate::resource::OperationName::{
    AddUserPoolClientSecret, DeleteUserPoolClientSecret, ListUserPoolClientSecrets,
};
use crate::resource::field::{Field, FieldKind, Rule};
use crate::resource::tables::CLIENT;
use crate::resource::{Column, Creation, Deletion, Kind, KindId, Listing, Operation, Operations, Paging};

pub static SECRET: Kind = Kind {
    id: KindId::Secret,
    name: "client secret",
    short_name: "secret",
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
        notice: "Its value is shown once, right after it is created. Both secrets work until one is deleted.",
        next_step: Some(|count| match count {
            0 => "This app client was created without a secret and can't get one.",
            1 => "Rotate, step 1: add a second secret, deploy it, then delete this one.",
            _ => "Rotate, step 2: deploy the newer secret to every app, then delete the older one.",
        }),
        lost_answer_notice: "Its value was lost with the response: delete this secret and add another one.",
        ..Creation::EMPTY
    },
    deletion: Deletion {
        keep_last: true,
        named_by_parent: true,
        newer_warning: "This is the newer secret. Apps that already have it stop working; the older one stays.",
        ..Deletion::EMPTY
    },
    dated_by: Some("ClientSecretCreateDate"),
    fields: &[
        Field::new("ClientSecretId", "Id", "Secret", FieldKind::Text).identifier(),
        Field::new("ClientSecretCreateDate", "Created", "Secret", FieldKind::Date).read_only(),
        Field::new("ClientSecret", "Custom value", "Secret", FieldKind::Secret)
            .create_only_write_only()
            .rule(Rule::length(24, 64).pattern(r"[\w+]+", "letters, digits and _ +"))
            .when_absent("chosen by AWS")
            .help("Leave it empty unless apps already use a value."),
        Field::new("ClientSecretValue", "Client secret", "Secret", FieldKind::Secret)
            .read_only()
            .when_absent("shown once, when it was created"),
    ],
    columns: &[
        Column::rank("SECRET", "ClientSecretId", 6),
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
