//! User pools: created, changed, protected and deleted, and what belongs to them.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::Inventory;
use cognitui::app::Target;
use serde_json::{Value, json};

journeys! {
    a_user_pool_is_made_protected_and_with_optional_mfa
    one_setting_of_a_user_pool_is_changed_and_every_other_stays
    a_user_pool_is_protected_with_one_key
    mfa_is_made_optional_with_an_app_as_its_factor
    a_user_pool_is_deleted_with_nothing_else
    a_resource_server_of_a_user_pool_is_made_renamed_and_deleted
    an_attribute_is_added_to_those_that_are_there
    self_sign_up_of_a_user_pool_is_closed_with_one_key
    self_sign_up_of_two_user_pools_is_closed_together
    a_copy_of_a_user_pool_takes_along_its_clients_and_providers
}

/// The console on its list of user pools, on `staff`.
async fn staff(fixture: &Fixture) -> Journey {
    let mut ui = fixture.console(Target::UserPools);
    ui.sees("User pools (2)").await.rests().await.press_until("j", "▶ staff ").await;
    ui
}

/// The same, opened.
async fn opened(fixture: &Fixture) -> Journey {
    let mut ui = staff(fixture).await;
    ui.press("enter").sees(&fixture.seed.staff).await.sees("Password policy").await.rests().await;
    ui
}

/// The settings that an edit of the pool leaves. Ministack keeps only what was sent, and so loses a setting
/// that AWS derives from another one and refuses beside that.
fn left_by_an_edit(fixture: &Fixture, mut settings: Value) -> Value {
    if fixture.is_ministack() {
        settings["AdminCreateUserConfig"] = json!({"AllowAdminCreateUserOnly": false});
    }
    settings
}

fn entry(fixture: &Fixture) -> String {
    format!("user pool {}", fixture.seed.staff)
}

async fn a_user_pool_is_made_protected_and_with_optional_mfa(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = staff(fixture).await;
    ui.press("n").sees("› New user pool").await.fill("Name", "web-users").await;
    ui.press("ctrl-s").confirms("Create user pool web-users?").await.press("y");
    ui.sees("web-users: Created. All").await.sees("✓ 2 settings changed, 0 others").await;
    let mut now = fixture.other_admin.inventory().await;
    let entry = now.keys().find(|entry| entry.starts_with("user pool ") && !before.contains_key(*entry));
    let entry = entry.expect("a new user pool").clone();
    let id = entry.trim_start_matches("user pool ");
    let pool = now.remove(&entry).expect("the new pool")["UserPool"].clone();
    let factors = now.remove(&format!("factors of {id}")).expect("its factors");
    assert_eq!(now, before);
    assert_eq!(factors["SoftwareTokenMfaConfiguration"], json!({"Enabled": true}));
    let expected = json!({
        "PoolName": "web-users", "DeletionProtection": "ACTIVE",
        "UsernameConfiguration": {"CaseSensitive": false},
        "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireUppercase": true,
            "RequireLowercase": true, "RequireNumbers": true, "RequireSymbols": true}},
        "AutoVerifiedAttributes": ["email"],
        "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
        "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
    });
    for member in ["DeletionProtection", "UsernameConfiguration", "AutoVerifiedAttributes"] {
        assert_eq!(pool[member], expected[member], "{member}");
    }
    assert_eq!(pool["MfaConfiguration"], "OPTIONAL");
    fixture.received("CreateUserPool", &[expected]);
    let factors = json!({"UserPoolId": id, "MfaConfiguration": "OPTIONAL",
        "SoftwareTokenMfaConfiguration": {"Enabled": true}});
    fixture.received("SetUserPoolMfaConfig", &[factors]);
}

async fn one_setting_of_a_user_pool_is_changed_and_every_other_stays(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = opened(fixture).await;
    ui.press("e").sees("Edit staff").await.rests().await.fill("Minimum password length", "14").await;
    ui.press("ctrl-s").confirms("Update user pool staff?").await.press("y");
    ui.sees("✓ 1 setting changed, 0 others").await;
    let mut policies = before[&entry(fixture)]["UserPool"]["Policies"].clone();
    policies["PasswordPolicy"]["MinimumLength"] = json!(14);
    let left = left_by_an_edit(fixture, json!({"Policies": policies}));
    fixture.holds_changed(&before, &[(&entry(fixture), "UserPool", left)]).await;
}

async fn a_user_pool_is_protected_with_one_key(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = staff(fixture).await;
    ui.press("p").confirms("Update user pool staff?").await.press("y");
    ui.sees("✓ 1 setting changed, 0 others").await;
    let protected = left_by_an_edit(fixture, json!({"DeletionProtection": "ACTIVE"}));
    fixture.holds_changed(&before, &[(&entry(fixture), "UserPool", protected)]).await;
    ui.press("enter").rests().await.press("D").sees("while deletion protection is ACTIVE: turn it off").await;
    fixture.received("DeleteUserPool", &[]);
}

async fn mfa_is_made_optional_with_an_app_as_its_factor(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = opened(fixture).await;
    ui.press("6").sees("Authenticator app").await.rests().await;
    ui.press("e").sees("Edit MFA settings of staff").await.rests().await.sees("▶ MFA").await;
    ui.press("o o").sees("‹ OPTIONAL ›").await.press_until("down", "▶ Authenticator app").await;
    ui.press("o").sees("‹ on ›").await.press("ctrl-s").confirms("Update MFA settings of staff?").await;
    ui.press("y").sees("✓ 2 settings changed, 0 others").await;
    let mut expected = before;
    expected.get_mut(&entry(fixture)).expect("the pool")["UserPool"]["MfaConfiguration"] = json!("OPTIONAL");
    if fixture.is_ministack() {
        let pool = &mut expected.get_mut(&entry(fixture)).expect("the pool")["UserPool"];
        pool["SoftwareTokenMfaConfiguration"] = json!({"Enabled": true});
    }
    let of_pool = expected.get_mut(&format!("factors of {}", fixture.seed.staff)).expect("its factors");
    of_pool["MfaConfiguration"] = json!("OPTIONAL");
    of_pool["SoftwareTokenMfaConfiguration"] = json!({"Enabled": true});
    let mut now = fixture.other_admin.inventory().await;
    let changed = now.get_mut(&entry(fixture)).expect("the pool");
    changed["UserPool"]["LastModifiedDate"] =
        expected[&entry(fixture)]["UserPool"]["LastModifiedDate"].clone();
    assert_eq!(now, expected);
    let factors = json!({"UserPoolId": fixture.seed.staff, "MfaConfiguration": "OPTIONAL",
        "SoftwareTokenMfaConfiguration": {"Enabled": true}});
    fixture.received("SetUserPoolMfaConfig", &[factors]);
    fixture.received("UpdateUserPool", &[]);
}

async fn a_user_pool_is_deleted_with_nothing_else(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = staff(fixture).await;
    ui.press("D").asked("Delete user pool staff?").await.rests().await.press("pgdn").write("staff");
    ui.sees("▶ staff").await.press("enter").sees("✓ Deleted and verified").await;
    fixture.received("DeleteUserPool", &[json!({"UserPoolId": fixture.seed.staff})]);
    fixture.holds_without(&before, &fixture.seed.staff).await;
}

async fn a_resource_server_of_a_user_pool_is_made_renamed_and_deleted(fixture: &Fixture) {
    let before = fixture.before().await;
    let pool = &fixture.seed.staff;
    let mut ui = opened(fixture).await;
    ui.press("5").sees("Resource servers (0)").await.press("n").sees("› New resource server").await;
    ui.fill("Name", "Stock").await.fill("Identifier", "https://stock.example").await;
    ui.press("ctrl-s").confirms("Create resource server Stock?").await.press("y");
    ui.sees("✓ Created. All 2 settings match.").await.press("enter").sees("Resource servers (1)").await;
    let made = json!({"UserPoolId": pool, "Name": "Stock", "Identifier": "https://stock.example"});
    fixture.received("CreateResourceServer", &[made]);
    ui.rests().await.press("e").sees("Edit Stock").await.rests().await.fill("Name", "Stores").await;
    ui.press("ctrl-s").confirms("Update resource server Stock?").await.press("y");
    ui.sees("✓ 1 setting changed, 0 others").await.press("enter").sees("Stores").await.rests().await;
    ui.press("D").asked("Delete resource server Stores?").await.rests().await.press("pgdn").write("Stores");
    ui.sees("▶ Stores").await.press("enter").sees("✓ Deleted and verified").await;
    let deleted = json!({"UserPoolId": pool, "Identifier": "https://stock.example"});
    fixture.received("DeleteResourceServer", &[deleted]);
    assert_eq!(fixture.other_admin.inventory().await, before);
}

async fn an_attribute_is_added_to_those_that_are_there(fixture: &Fixture) {
    let before = fixture.before().await;
    let schema = |pool: &Value| pool["UserPool"]["SchemaAttributes"].as_array().expect("a list").clone();
    let there = schema(&before[&entry(fixture)]);
    let mut ui = opened(fixture).await;
    ui.press("7").sees(&format!("Attributes ({})", there.len())).await.rests().await;
    ui.press("n").sees("› New attribute").await.fill("Name", "custom:level").await;
    ui.press("ctrl-s").asked("Create attribute custom:level?").await.rests().await.write("custom:level");
    ui.sees("▶ custom:level").await.press("enter").sees("✓ Created.").await;
    let added = json!({"Name": "level", "AttributeDataType": "String", "Mutable": true});
    let body = json!({"CustomAttributes": [added], "UserPoolId": fixture.seed.staff});
    fixture.received("AddCustomAttributes", &[body]);
    let now = schema(&fixture.other_admin.inventory().await[&entry(fixture)]);
    assert_eq!((&now[..there.len()], now.len()), (&there[..], there.len() + 1));
    assert_eq!(now[there.len()]["Name"], "custom:level");
    fixture.holds_changed(&before, &[(&entry(fixture), "UserPool", json!({"SchemaAttributes": now}))]).await;
}

/// What an edit sends of a pool: all that was told of it, but for what only Cognito sets or derives, with its
/// self sign-up closed.
fn closed(before: &Inventory, id: &str) -> Value {
    let mut pool = before[&format!("user pool {id}")]["UserPool"].clone();
    let members = pool.as_object_mut().expect("members");
    let name = members.shift_remove("Name").expect("a name");
    let told_only = [
        "Id",
        "Arn",
        "CreationDate",
        "LastModifiedDate",
        "SchemaAttributes",
        "EstimatedNumberOfUsers",
        "Domain",
        "CustomDomain",
        "UsernameConfiguration",
    ];
    members.retain(|name, _| !told_only.contains(&name.as_str()));
    members.insert("AdminCreateUserConfig".to_owned(), json!({"AllowAdminCreateUserOnly": true}));
    members.insert("PoolName".to_owned(), name);
    members.insert("UserPoolId".to_owned(), json!(id));
    pool
}

/// The setting of a pool whose self sign-up was closed, as it is told.
fn told_closed(fixture: &Fixture, before: &Inventory, id: &str) -> Value {
    let mut users = before[&format!("user pool {id}")]["UserPool"]["AdminCreateUserConfig"].clone();
    if fixture.is_ministack() {
        users = json!({});
    }
    users["AllowAdminCreateUserOnly"] = json!(true);
    json!({"AdminCreateUserConfig": users})
}

async fn self_sign_up_of_a_user_pool_is_closed_with_one_key(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = staff(fixture).await;
    ui.press("S").confirms("Update user pool staff?").await.sees("open: anyone can sign up").await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let staff = &fixture.seed.staff;
    let told = told_closed(fixture, &before, staff);
    fixture.holds_changed(&before, &[(&entry(fixture), "UserPool", told)]).await;
    fixture.received("UpdateUserPool", &[closed(&before, staff)]);
}

async fn self_sign_up_of_two_user_pools_is_closed_together(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.console(Target::UserPools);
    ui.sees("User pools (2)").await.rests().await.press("a").sees("2 marked").await;
    ui.press("S").sees("Set Self sign-up of").await.sees("▶ closed").await;
    ui.press("enter").confirms("Update 2 of 2 user pools?").await;
    ui.press("y").sees("2 changed").await;
    let both = [&fixture.seed.user_pool, &fixture.seed.staff];
    let entries = both.map(|id| format!("user pool {id}"));
    let told = both.map(|id| told_closed(fixture, &before, id));
    let changes: Vec<_> =
        entries.iter().zip(told).map(|(entry, told)| (entry.as_str(), "UserPool", told)).collect();
    fixture.holds_changed(&before, &changes).await;
    fixture.received("UpdateUserPool", &both.map(|id| closed(&before, id)));
}

async fn a_copy_of_a_user_pool_takes_along_its_clients_and_providers(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.console(Target::UserPools);
    ui.sees("User pools (2)").await.rests().await.press_until("k", "▶ shop-users ").await;
    ui.press("N")
        .sees("▶ Name *                      Copy of shop-users")
        .await
        .rests()
        .await
        .press("ctrl-s");
    ui.confirms("Create user pool “Copy of shop-users”?").await.press("y").sees("Created. All").await;
    ui.sees("n copies shop-users's")
        .await
        .press("n")
        .sees("Copy from shop-users into Copy of shop-users: what?")
        .await;
    ui.sees("● backend").await.rests().await;
    ui.press("enter").confirms("resources into Copy of shop-users?").await.press("y").sees("created").await;
    let mut now = fixture.other_admin.inventory().await;
    now.retain(|entry, _| !before.contains_key(entry));
    let pool = now.keys().find_map(|entry| entry.strip_prefix("user pool ")).expect("a new pool").to_owned();
    let names: Vec<_> = now
        .values()
        .filter_map(|told| told["UserPoolClient"]["ClientName"].as_str().map(str::to_owned))
        .collect();
    for name in ["web", "mobile", "backend"] {
        assert!(names.iter().any(|other| other == name), "{name}: {names:?}");
    }
    for provider in ["okta", "partner", "Google"] {
        assert!(now.contains_key(&format!("provider {provider} of {pool}")), "{provider}: {:?}", now.keys());
    }
    let rest = fixture.other_admin.inventory().await;
    let before_is_there = before.iter().all(|(entry, told)| rest.get(entry) == Some(told));
    assert!(before_is_there, "the original and all else are as they were");
}
