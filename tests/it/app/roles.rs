//! The roles of an identity pool: its rules as a table, and ARNs that are picked instead of typed.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use serde_json::{Value, json};

use crate::support::harness::Harness;

const ACCOUNT: &str = "arn:aws:iam::123456789012:role";

/// Two identity pools; the second one has roles.
fn pools(mappings: &Value) -> Harness {
    let mut store = Store::empty();
    let mut create = |name: &str| {
        let pool = json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": false,
            "SupportedLoginProviders": {"graph.facebook.com": "271828182845904"}});
        let pool = store.call("CreateIdentityPool", pool).expect("a pool");
        pool["IdentityPoolId"].as_str().expect("an id").to_owned()
    };
    let (_, second) = (create("a"), create("b"));
    let roles = json!({"IdentityPoolId": second, "Roles": {"authenticated": format!("{ACCOUNT}/b-users")},
        "RoleMappings": mappings});
    store.call("SetIdentityPoolRoles", roles).expect("roles");
    Harness::with(store, Options::default(), Target::IdentityPools)
}

#[test]
fn a_role_is_picked_from_those_that_were_read_anywhere_and_can_still_be_typed() {
    let mut harness = pools(&json!({}));
    harness.press("j enter 2").sees("b-users").press("esc k enter 2 e");
    harness.focus_field("Authenticated role").press("ctrl-o").sees("b-users").press("enter");
    harness.sees(&format!("{ACCOUNT}/b-users")).press("ctrl-u").write("typed").sees("typed");
}

#[test]
fn rules_are_a_table_with_what_their_roles_have_in_common_above_it() {
    let rule = |claim: &str, value: &str, role: &str| {
        json!({"Claim": claim, "MatchType": "Equals", "Value": value,
            "RoleARN": format!("{ACCOUNT}/partners/{role}")})
    };
    let rules = [rule("email", "data@acme.example", "acme"), rule("cognito:groups", "auditors", "audit")];
    let mapping = json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": rules}});
    let mut harness = pools(&json!({"graph.facebook.com": mapping}));
    harness.press("j enter 2 G").sees("2 entries, roles of arn:aws:iam::123456789012:");
    let screen = harness.screen(80, 40);
    let line = |text: &str| screen.lines().find(|line| line.contains(text)).expect("a line").to_owned();
    let (titles, first, second) = (line("CLAIM"), line("acme.example"), line("auditors"));
    for (title, cells) in [
        ("CLAIM", ["email", "cognito:groups"]),
        ("MATCH", ["Equals", "Equals"]),
        ("VALUE", ["data@acme.example", "auditors"]),
        ("ROLE", ["role/partners/acme", "role/partners/audit"]),
    ] {
        let column = |line: &str, text: &str| line.find(text).map(|at| line[..at].chars().count());
        let expected = column(&titles, title);
        assert!(expected.is_some(), "{screen}");
        assert_eq!([column(&first, cells[0]), column(&second, cells[1])], [expected; 2], "{title}\n{screen}");
    }
}
