//! The trust policies of the roles that identity pools hand out: read with the roles and by the scan, and told
//! at the setting that names the role.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::Call;
use serde_json::{Value, json};

use crate::support::harness::Harness;

const ACCOUNT: &str = "arn:aws:iam::123456789012:role";

fn call(store: &mut Store, name: &str, body: &Value) -> Value {
    store.call(name, body.clone()).expect("an answer")
}

/// Identity pools with these roles, as AWS's console makes them, that let guests in by both flows.
fn pools(roles: &[(&str, &Value)]) -> Store {
    let mut store = Store::empty();
    for (name, roles) in roles {
        let pool = json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": true});
        let id = call(&mut store, "CreateIdentityPool", &pool)["IdentityPoolId"].clone();
        call(&mut store, "SetIdentityPoolRoles", &json!({"IdentityPoolId": id, "Roles": roles}));
    }
    store
}

fn users_and_guests() -> Value {
    json!({"authenticated": format!("{ACCOUNT}/app/users"), "unauthenticated": format!("{ACCOUNT}/guests")})
}

/// Makes a role that trusts a pool without asking who takes it.
fn make_open_role(store: &mut Store, path: &str, name: &str, pool: &str) {
    let pool = store.identity_pool_id(pool);
    let policy = json!({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": pool}}}]});
    let role = json!({"RoleName": name, "Path": path, "AssumeRolePolicyDocument": policy.to_string()});
    call(store, "CreateRole", &role);
}

fn start(store: Store) -> Harness {
    Harness::with(store, Options::default(), Target::IdentityPools)
}

/// The roles that were asked for so far.
fn asked(harness: &Harness) -> Vec<String> {
    let name = |call: &Call| match call {
        Call::Prefetch(key) | Call::Describe(key) if key.kind.name == "IAM role" => {
            Some(key.short_id().to_owned())
        }
        _ => None,
    };
    let unpacked = harness.sent.iter().map(|call| match call {
        Call::Scan(call) => call.as_ref(),
        call => call,
    });
    unpacked.filter_map(name).collect()
}

#[test]
fn the_roles_tab_reads_each_role_once_and_tells_its_flaw_at_its_row() {
    let mut store = pools(&[("shop", &users_and_guests())]);
    make_open_role(&mut store, "/app/", "users", "shop");
    let mut harness = start(store);
    harness.press("enter").never_shows("Not checked");
    assert!(asked(&harness).is_empty(), "nobody has asked for the roles yet");
    harness.press("2").sees("● arn:aws:iam::123456789012:role/app/users").never_shows("Not checked");
    assert_eq!(asked(&harness), ["app/users", "guests"]);
    harness.focus_row("Authenticated role").sees("IP5").sees("Authenticated role open to guests");
    harness.press("f").sees("In IAM, ask for authenticated in the amr of its trust policy.");
    harness.press("1 2");
    assert_eq!(asked(&harness).len(), 2, "what was read is not read again");
    harness.press("r");
    assert_eq!(asked(&harness).len(), 4, "a refresh reads it again");
}

#[test]
fn a_role_that_can_not_be_read_is_not_checked_and_says_why_until_it_can() {
    let mut store = pools(&[("shop", &users_and_guests())]);
    make_open_role(&mut store, "/app/", "users", "shop");
    let mut harness = start(store);
    harness.fails("GetRole", AppError::new("Can't load the IAM role app/users: access denied"));
    harness.press("enter 2").sees("! Not checked: IAM role app/users (access denied).").never_shows("●");
    assert_eq!(asked(&harness).len(), 2, "a refusal is not tried again by itself");
    harness.press("r").vanishes("Not checked").sees("● arn:aws:iam::123456789012:role/app/users");
}

#[test]
fn a_role_of_another_account_is_not_asked_for() {
    let mut store = pools(&[("shop", &json!({"authenticated": format!("{ACCOUNT}/users")}))]);
    let id = store.identity_pool_id("shop");
    let foreign = json!({"IdentityPoolId": id, "Roles": {"authenticated": format!("{ACCOUNT}/users")}});
    call(&mut store, "SetIdentityPoolRoles", &foreign);
    let mut harness = start(store);
    harness.app.caller.as_mut().expect("a caller").account = "999999999999".to_owned();
    harness.press("enter 2").sees("! Not checked: IAM role users (it belongs to the account 123456789012).");
    harness.press("esc 3 r").sees("! Not checked: IAM role users (it belongs to the account 123456789012).");
    assert!(asked(&harness).is_empty());
}

#[test]
fn a_scan_reads_each_role_once_for_all_pools_and_knows_a_deleted_one() {
    let mut store = pools(&[("shop", &users_and_guests()), ("blog", &users_and_guests())]);
    make_open_role(&mut store, "/app/", "users", "shop");
    call(&mut store, "DeleteRole", &json!({"RoleName": "guests"}));
    let mut harness = start(store);
    harness.press("3 r").sees("All 2 pools read");
    let mut roles = asked(&harness);
    roles.sort();
    assert_eq!(roles, ["app/users", "guests"]);
    let found = harness.app.all_findings();
    let told: Vec<_> = found.iter().filter(|one| one.finding.id == "IP5").collect();
    let told: Vec<_> = told.iter().map(|one| (one.place.as_str(), one.finding.title())).collect();
    let expected = [
        ("blog › roles", "Authenticated role of another pool"),
        ("shop › roles", "Authenticated role open to guests"),
        ("blog › roles", "Guest role missing"),
        ("shop › roles", "Guest role missing"),
    ];
    assert_eq!(told, expected);
    harness.press("r").sees("kept");
    assert_eq!(asked(&harness).len(), 2, "what is young is kept");
}

#[test]
fn a_stopped_read_of_a_role_is_told_and_a_refresh_reads_it() {
    let mut harness = start(pools(&[("shop", &users_and_guests())]));
    harness.press("enter");
    harness.hold = true;
    harness.press("2").step();
    assert_eq!(harness.held.len(), 2);
    harness.press("s").sees("Not checked: IAM role app/users, IAM role guests (loading stopped).");
    harness.hold = false;
    harness.press("r").vanishes("Not checked");
    assert_eq!(asked(&harness).len(), 4);
}

#[test]
fn the_trust_map_of_a_role_leads_to_its_trust_policy() {
    let mut harness = start(pools(&[("shop", &users_and_guests())]));
    harness.press("enter 2 w").focus_row("guests").press("enter").sees("gives it to guests");
    harness.press("2 G").sees("sts:AssumeRoleWithWebIdentity").sees("unauthenticated");
    harness.press("e").never_shows("Edit");
}

#[test]
fn a_flaw_of_one_mapped_role_is_told_although_another_one_can_not_be_read() {
    let mut store = Store::empty();
    let pool = json!({"IdentityPoolName": "shop", "AllowUnauthenticatedIdentities": false,
        "SupportedLoginProviders": {"graph.facebook.com": "271828182845904"}});
    let id = call(&mut store, "CreateIdentityPool", &pool)["IdentityPoolId"].clone();
    let rule = |role: &str| json!({"Claim": "sub", "MatchType": "Equals", "Value": role, "RoleARN": format!("{ACCOUNT}/{role}")});
    let mapping = json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [rule("one"), rule("two")]}});
    let roles = json!({"IdentityPoolId": id, "Roles": {}, "RoleMappings": {"graph.facebook.com": mapping}});
    call(&mut store, "SetIdentityPoolRoles", &roles);
    call(&mut store, "DeleteRole", &json!({"RoleName": "two"}));
    let mut harness = start(store);
    harness.fails("GetRole", AppError::new("Can't load the IAM role one: access denied"));
    harness.press("3 r").sees("Mapped role missing").sees("! Not checked: IAM role one (access denied).");
    let told = harness.app.all_findings().iter().filter(|one| one.finding.id == "IP5").count();
    assert_eq!(told, 1);
}
