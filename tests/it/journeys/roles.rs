//! The roles, role mappings and principal tags of identity pools: the same journeys at the embedded Cognito
//! and at ministack. After each, all that is stored is compared with what was there before.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::{MappingRuleMatchType as Match, by_rules};
use serde_json::{Value, json};

const GOOGLE: &str = "accounts.google.com";
const OKTA: &str = "arn:aws:iam::123456789012:saml-provider/okta";
/// The role that the pool `shop` has for people who signed in.
const USERS: &str = "arn:aws:iam::123456789012:role/shop-users";

journeys! {
    both_roles_and_a_mapping_by_rules_are_set_and_nothing_else_changes
    a_mapping_by_token_is_added_beside_the_one_that_is_there
    rules_change_places_and_every_one_of_them_stays
    a_mapping_that_is_removed_takes_no_role_with_it
    a_role_that_is_cleared_is_gone_and_the_other_stays
    roles_that_were_never_set_are_set
    a_mapping_that_somebody_else_added_meanwhile_is_kept
    a_mapping_that_somebody_else_changed_too_stays_theirs
    leaving_the_roles_sends_nothing
    the_default_mappings_of_a_provider_are_used
    a_provider_that_never_had_principal_tags_gets_some
    principal_tags_that_are_there_are_changed_one_by_one
    principal_tags_that_somebody_else_set_meanwhile_are_kept
}

fn role(name: &str) -> String {
    format!("arn:aws:iam::123456789012:role/{name}")
}

/// What the user pool of the pool `shop` is called in principal tags.
fn user_pool(fixture: &Fixture) -> String {
    format!("cognito-idp.eu-west-1.amazonaws.com/{}", fixture.seed.user_pool)
}

/// The key of the role mapping that the pool `shop` has from the beginning.
fn client(fixture: &Fixture) -> String {
    format!("{}:{}", user_pool(fixture), fixture.seed.web)
}

fn by_token() -> Value {
    json!({"Type": "Token", "AmbiguousRoleResolution": "Deny"})
}

fn rule(claim: &str, matches: &str, value: &str, role_name: &str) -> Value {
    json!({"Claim": claim, "MatchType": matches, "Value": value, "RoleARN": role(role_name)})
}

fn mapping(rules: &[Value]) -> Value {
    json!({"Type": "Rules", "AmbiguousRoleResolution": "Deny", "RulesConfiguration": {"Rules": rules}})
}

/// Two rules of a provider that somebody else set.
async fn two_rules(fixture: &Fixture) {
    let (gold, silver) = (role("gold"), role("silver"));
    let rules =
        [("tier", Match::Equals, "gold", gold.as_str()), ("tier", Match::StartsWith, "si", silver.as_str())];
    fixture.other_admin.map_roles(&fixture.seed.shop, GOOGLE, by_rules(&rules)).await;
}

/// The form of the roles of an identity pool, with the pool beside it read.
async fn roles_form(fixture: &Fixture, pool: &str) -> Journey {
    let mut ui = fixture.identity_pool(pool).await;
    ui.press("enter 2")
        .sees("Authenticated role")
        .await
        .press("e")
        .sees(&format!("Edit roles of {pool}"))
        .await
        .rests()
        .await;
    ui
}

/// Roles and role mappings of the pool `shop` are these, and arrived as these; all else that is stored is as
/// before.
async fn assert_only_roles_changed(
    fixture: &Fixture,
    before: &crate::support::seed::Inventory,
    members: Value,
) {
    let mut request = members.clone();
    request["IdentityPoolId"] = json!(fixture.seed.shop);
    fixture.received("SetIdentityPoolRoles", &[request]);
    fixture.assert_only_changed(before, &format!("roles of {}", fixture.seed.shop), members).await;
}

async fn both_roles_and_a_mapping_by_rules_are_set_and_nothing_else_changes(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = roles_form(fixture, "shop").await;
    ui.sees(USERS).await.press("ctrl-u").write(&role("members")).press("tab").write(&role("guests"));
    // Past the mapping that is there, and its type and resolution: another one, of a provider picked from the
    // pool's own.
    ui.press("tab tab tab tab space ctrl-o")
        .sees("Choose Provider")
        .await
        .write("google")
        .sees(&format!("▶ {GOOGLE}"))
        .await;
    ui.press("enter tab space")
        .sees("‹ Rules ›")
        .await
        .press("tab space")
        .sees("‹ AuthenticatedRole ›")
        .await;
    // Four rules, each of another way to compare; the claim of the first one is picked.
    ui.press("tab space ctrl-o")
        .sees("Choose Claim")
        .await
        .write("email")
        .sees("▶ email")
        .await
        .press("enter tab tab");
    ui.write("boss@shop.example").press("tab").write(&role("boss"));
    for (spaces, (claim, value, name)) in [
        ("space", ("cognito:groups", "admins", "admin")),
        ("space space", ("sub", "eu-", "eu")),
        ("space space space", ("aud", "web", "app")),
    ] {
        ui.press("ctrl-n")
            .write(claim)
            .press("tab")
            .press(spaces)
            .press("tab")
            .write(value)
            .press("tab")
            .write(&role(name));
    }
    // The last one becomes the second one.
    ui.sees("4 aud").await.press("alt-up alt-up").sees("2 aud").await;
    ui.press("ctrl-s").reads("Update roles of shop?").await.sees("+ Rules: 2. aud NotEqual web").await;
    fixture.received("SetIdentityPoolRoles", &[]);
    ui.press("y").sees("✓ 3 settings changed, 0 others").await;
    let mut mapped = mapping(&[
        rule("email", "Equals", "boss@shop.example", "boss"),
        rule("aud", "NotEqual", "web", "app"),
        rule("cognito:groups", "Contains", "admins", "admin"),
        rule("sub", "StartsWith", "eu-", "eu"),
    ]);
    mapped["AmbiguousRoleResolution"] = json!("AuthenticatedRole");
    let roles = json!({
        "Roles": {"authenticated": role("members"), "unauthenticated": role("guests")},
        "RoleMappings": {client(fixture): by_token(), GOOGLE: mapped},
    });
    assert_only_roles_changed(fixture, &before, roles).await;
}

async fn a_mapping_by_token_is_added_beside_the_one_that_is_there(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = roles_form(fixture, "shop").await;
    ui.press("tab tab tab tab tab space ctrl-o")
        .sees("Choose Provider")
        .await
        .write("okta")
        .sees(&format!("▶ {OKTA}"))
        .await
        .press("enter");
    ui.press("ctrl-s")
        .reads("Update roles of shop?")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    let roles = json!({"Roles": {"authenticated": USERS}, "RoleMappings": {client(fixture): by_token(), OKTA: by_token()}});
    assert_only_roles_changed(fixture, &before, roles).await;
    ui.press("enter").vanishes("Edit roles").await.sees(OKTA).await;
}

async fn rules_change_places_and_every_one_of_them_stays(fixture: &Fixture) {
    two_rules(fixture).await;
    let before = fixture.before().await;
    let mut ui = roles_form(fixture, "shop").await;
    // The mappings stand in an order of the service's own, so the way to the rule is a search for it.
    ui.press_until("tab", "▶       1 tier").await;
    ui.press("alt-down")
        .sees("▶       2 tier")
        .await
        .press("alt-down")
        .sees("It is already the last entry.")
        .await;
    ui.press("ctrl-s")
        .reads("Update roles of shop?")
        .await
        .sees("↕ to place 1: Rules: tier StartsWith si")
        .await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let moved =
        mapping(&[rule("tier", "StartsWith", "si", "silver"), rule("tier", "Equals", "gold", "gold")]);
    let roles = json!({"Roles": {"authenticated": USERS}, "RoleMappings": {client(fixture): by_token(), GOOGLE: moved}});
    assert_only_roles_changed(fixture, &before, roles).await;
}

async fn a_mapping_that_is_removed_takes_no_role_with_it(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = roles_form(fixture, "shop").await;
    ui.press("tab tab ctrl-d").sees("0 entries").await.press("ctrl-s").reads("Update roles of shop?").await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    assert_only_roles_changed(
        fixture,
        &before,
        json!({"Roles": {"authenticated": USERS}, "RoleMappings": {}}),
    )
    .await;
}

async fn a_role_that_is_cleared_is_gone_and_the_other_stays(fixture: &Fixture) {
    let mut ui = roles_form(fixture, "shop").await;
    ui.press("tab")
        .write(&role("guests"))
        .press("ctrl-s")
        .reads("Update roles of shop?")
        .await
        .press("y")
        .sees("✓ 1 setting")
        .await;
    let before = fixture.before().await;
    ui.press("enter")
        .vanishes("Edit roles")
        .await
        .press("e")
        .sees("Edit roles of shop")
        .await
        .rests()
        .await
        .press("ctrl-u ctrl-s")
        .reads("Update roles of shop?")
        .await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let roles =
        json!({"Roles": {"unauthenticated": role("guests")}, "RoleMappings": {client(fixture): by_token()}});
    assert_only_roles_changed(fixture, &before, roles).await;
}

async fn roles_that_were_never_set_are_set(fixture: &Fixture) {
    let before = fixture.before().await;
    let id = fixture.seed.bare.as_str();
    let mut ui = roles_form(fixture, "bare").await;
    ui.write(USERS)
        .press("ctrl-s")
        .reads("Update roles of bare?")
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    let request = json!({"IdentityPoolId": id, "Roles": {"authenticated": USERS}, "RoleMappings": {}});
    fixture.received("SetIdentityPoolRoles", std::slice::from_ref(&request));
    fixture.assert_only_changed(&before, &format!("roles of {id}"), request).await;
}

async fn a_mapping_that_somebody_else_added_meanwhile_is_kept(fixture: &Fixture) {
    let mut ui = roles_form(fixture, "shop").await;
    // The mapping that is there turns from denial to the authenticated role.
    ui.press("tab tab tab tab space")
        .sees("‹ AuthenticatedRole ›")
        .await
        .press("ctrl-s")
        .reads("Update roles of shop?")
        .await;
    two_rules(fixture).await;
    let before = fixture.before().await;
    ui.press("y")
        .sees("roles of shop was changed by someone else")
        .await
        .sees(&format!("Role mappings › {GOOGLE}"))
        .await;
    fixture.received("SetIdentityPoolRoles", &[]);
    ui.press("m").reads("Update roles of shop?").await.press("y").sees("✓ 1 setting changed, 0 others").await;
    let theirs =
        mapping(&[rule("tier", "Equals", "gold", "gold"), rule("tier", "StartsWith", "si", "silver")]);
    let mine = json!({"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"});
    let roles =
        json!({"Roles": {"authenticated": USERS}, "RoleMappings": {client(fixture): mine, GOOGLE: theirs}});
    assert_only_roles_changed(fixture, &before, roles).await;
}

async fn a_mapping_that_somebody_else_changed_too_stays_theirs(fixture: &Fixture) {
    let mut ui = roles_form(fixture, "shop").await;
    ui.press("tab tab tab tab space")
        .sees("‹ AuthenticatedRole ›")
        .await
        .press("ctrl-s")
        .reads("Update roles of shop?")
        .await;
    let gold = role("gold");
    fixture
        .other_admin
        .map_roles(&fixture.seed.shop, &client(fixture), by_rules(&[("tier", Match::Equals, "gold", &gold)]))
        .await;
    let before = fixture.before().await;
    ui.press("y")
        .sees("1 setting left to choose")
        .await
        .press("m")
        .sees("Choose a side first: 1 setting")
        .await;
    fixture.received("SetIdentityPoolRoles", &[]);
    fixture.assert_only_changed(&before, &fixture.seed.shop, json!({})).await;
    ui.press("esc")
        .vanishes("left to choose")
        .await
        .sees("Edit roles of shop")
        .await
        .sees("‹ AuthenticatedRole ›")
        .await;
}

async fn leaving_the_roles_sends_nothing(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = roles_form(fixture, "shop").await;
    ui.press("ctrl-u")
        .write(&role("members"))
        .press("ctrl-s")
        .asked("Update roles of shop?")
        .await
        .press("n")
        .vanishes("Update roles")
        .await;
    ui.press("esc")
        .sees("Discard the edits?")
        .await
        .press("y")
        .vanishes("Edit roles")
        .await
        .sees(USERS)
        .await;
    fixture.received("SetIdentityPoolRoles", &[]);
    fixture.assert_only_changed(&before, &fixture.seed.shop, json!({})).await;
}

/// The tab of principal tags of the pool `shop`, once those of all its providers are there.
async fn principal_tags(fixture: &Fixture) -> Journey {
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("enter 3").sees("Default mappings").await.rests().await;
    ui
}

async fn the_default_mappings_of_a_provider_are_used(fixture: &Fixture) {
    let before = fixture.before().await;
    let provider = user_pool(fixture);
    let mut ui = principal_tags(fixture).await;
    ui.sees("not used (never set)")
        .await
        .press("e")
        .sees(&format!("Edit principal tags of {provider}"))
        .await;
    ui.press("space").sees("‹ used ›").await.press("ctrl-s").reads("Update principal tags of").await;
    ui.press("y").sees("✓ 1 setting changed, 0 others").await;
    let names = json!({"IdentityPoolId": fixture.seed.shop, "IdentityProviderName": provider});
    let mut request = names;
    request["UseDefaults"] = json!(true);
    fixture.received("SetPrincipalTagAttributeMap", std::slice::from_ref(&request));
    let mut stored = request;
    stored["PrincipalTags"] = json!({});
    fixture.holds_also(&before, format!("tags of {provider} in {}", fixture.seed.shop), stored).await;
}

async fn a_provider_that_never_had_principal_tags_gets_some(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = principal_tags(fixture).await;
    // The user pool's id, pool, defaults and tags; then those of the public provider.
    ui.press("j j j j e")
        .sees(&format!("Edit principal tags of {GOOGLE}"))
        .await
        .press("tab space")
        .write("department")
        .press("tab");
    ui.write("hd")
        .press("tab space")
        .write("mail")
        .press("tab ctrl-o")
        .sees("Choose Claim")
        .await
        .write("email")
        .sees("▶ email")
        .await;
    ui.press("enter ctrl-s")
        .reads("Update principal tags of")
        .await
        .press("y")
        .sees("✓ 2 settings changed, 0 others")
        .await;
    let tags = json!({"department": "hd", "mail": "email"});
    let mut stored =
        json!({"IdentityPoolId": fixture.seed.shop, "IdentityProviderName": GOOGLE, "PrincipalTags": tags});
    fixture.received("SetPrincipalTagAttributeMap", std::slice::from_ref(&stored));
    stored["UseDefaults"] = json!(false);
    fixture.holds_also(&before, format!("tags of {GOOGLE} in {}", fixture.seed.shop), stored).await;
    ui.press("enter").sees("department                hd").await;
}

async fn principal_tags_that_are_there_are_changed_one_by_one(fixture: &Fixture) {
    let provider = user_pool(fixture);
    let id = fixture.seed.shop.as_str();
    fixture.other_admin.tag_principals(id, &provider, &[("department", "custom:department")]).await;
    fixture.other_admin.tag_principals(id, GOOGLE, &[("department", "hd")]).await;
    let before = fixture.before().await;
    let mut ui = principal_tags(fixture).await;
    ui.sees("custom:department")
        .await
        .press("e")
        .sees(&format!("Edit principal tags of {provider}"))
        .await
        .press("tab tab ctrl-u");
    ui.write("custom:team")
        .press("tab space")
        .write("cost")
        .press("tab")
        .write("custom:cost")
        .press("ctrl-s");
    ui.reads("Update principal tags of")
        .await
        .sees("Tags › cost")
        .await
        .press("y")
        .sees("✓ 2 settings changed, 0 others")
        .await;
    let tags = json!({"department": "custom:team", "cost": "custom:cost"});
    let request = json!({"IdentityPoolId": id, "IdentityProviderName": provider, "UseDefaults": false, "PrincipalTags": tags});
    fixture.received("SetPrincipalTagAttributeMap", std::slice::from_ref(&request));
    fixture.assert_only_changed(&before, &format!("tags of {provider} in {id}"), request).await;
    // And all of them go, with the default mappings in their place.
    ui.press("enter")
        .vanishes("Edit principal tags")
        .await
        .press("e")
        .sees("Edit principal tags")
        .await
        .press("space tab ctrl-d ctrl-d")
        .sees("0 entries")
        .await
        .press("ctrl-s");
    ui.reads("Update principal tags of").await.press("y").sees("✓ 3 settings changed, 0 others").await;
    fixture
        .assert_only_changed(
            &before,
            &format!("tags of {provider} in {id}"),
            json!({"UseDefaults": true, "PrincipalTags": {}}),
        )
        .await;
}

async fn principal_tags_that_somebody_else_set_meanwhile_are_kept(fixture: &Fixture) {
    let provider = user_pool(fixture);
    let id = fixture.seed.shop.as_str();
    let mut ui = principal_tags(fixture).await;
    ui.press("e")
        .sees("Edit principal tags")
        .await
        .press("tab space")
        .write("cost")
        .press("tab")
        .write("custom:cost")
        .press("ctrl-s");
    ui.reads("Update principal tags of").await;
    fixture.other_admin.tag_principals(id, &provider, &[("department", "custom:department")]).await;
    let before = fixture.before().await;
    ui.press("y")
        .sees("Nothing was sent: it changed after you opened it.")
        .await
        .sees("Tags › department")
        .await
        .press("m");
    ui.reads("Update principal tags of").await.press("y").sees("✓ 1 setting changed, 0 others").await;
    let tags = json!({"department": "custom:department", "cost": "custom:cost"});
    let request = json!({"IdentityPoolId": id, "IdentityProviderName": provider, "UseDefaults": false, "PrincipalTags": tags});
    fixture.received("SetPrincipalTagAttributeMap", std::slice::from_ref(&request));
    fixture.assert_only_changed(&before, &format!("tags of {provider} in {id}"), request).await;
}
