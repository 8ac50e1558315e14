//! The IAM policies for the program: what its operations need, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cognitui::resource::{Operation, OperationName, tables};
use serde_json::{Value, json};

fn permissions<'a>(operations: impl Iterator<Item = &'a Operation>) -> BTreeSet<String> {
    operations.map(|one| format!("{}:{}", one.name.service().prefix(), one.name.as_str())).collect()
}

/// A policy file as it has to be.
fn policy(statements: &[Value]) -> String {
    let policy = json!({"Version": "2012-10-17", "Statement": statements});
    serde_json::to_string_pretty(&policy).expect("JSON") + "\n"
}

fn allow(sid: &str, actions: &BTreeSet<String>) -> Value {
    json!({"Sid": sid, "Effect": "Allow", "Action": actions, "Resource": "*"})
}

#[test]
fn the_policies_allow_what_the_tables_need_and_nothing_else() {
    let reads = permissions(tables::reads());
    // Anybody may sign up, whatever the policies say.
    let writes = permissions(tables::writes().filter(|one| one.name != OperationName::SignUp));
    let who = allow("CognituiAccount", &BTreeSet::from(["sts:GetCallerIdentity".to_owned()]));
    // The roles of an identity pool are passed to Cognito; name them in the place of the *.
    let pass = json!({"Sid": "CognituiRoles", "Effect": "Allow", "Action": "iam:PassRole",
        "Resource": "arn:aws:iam::*:role/*"});
    let read_only = policy(&[allow("CognituiRead", &reads), who.clone()]);
    let admin = policy(&[allow("CognituiRead", &reads), allow("CognituiWrite", &writes), pass, who]);
    for (file, expected) in [("iam-read-only.json", read_only), ("iam-admin.json", admin)] {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets").join(file);
        let written = fs::read_to_string(&path).unwrap_or_default();
        assert!(written == expected, "assets/{file} has to be:\n{expected}");
    }
}
