//! Identity pools, whole: made, removed, their roles and role mappings, their principal tags, their
//! identities. State and screen without network; the requests are asserted as they would be sent.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use serde_json::{Value, json};

const PROVIDER: &str = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A";
const ROLE: &str = "arn:aws:iam::123456789012:role/users";

/// One identity pool that has all settings, and one member newer than this build.
fn shop() -> Harness {
    let mut store = Store::empty();
    crate::support::shop(&mut store);
    Harness::with(store, Options::default(), Target::IdentityPools)
}

/// The same, with roles and one role mapping of two rules.
fn with_roles() -> Harness {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    let rule = |claim: &str, value: &str| json!({"Claim": claim, "MatchType": "Equals", "Value": value, "RoleARN": ROLE});
    let mapping = json!({
        "Type": "Rules", "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [rule("custom:tier", "gold"), rule("custom:tier", "silver")]},
    });
    let roles = json!({"IdentityPoolId": id, "Roles": {"authenticated": ROLE}, "RoleMappings": {format!("{PROVIDER}:abc"): mapping}});
    harness.store.call("SetIdentityPoolRoles", roles).expect("roles");
    harness
}

#[test]
fn a_new_pool_starts_blocked_and_is_made_with_exactly_what_the_confirmation_lists() {
    let mut harness = shop();
    harness
        .press("n")
        .sees("New identity pool")
        .sees("Guest access *              ‹ blocked ›")
        .sees("Classic flow                ‹ blocked ›");
    harness
        .write("second")
        .press("ctrl-s")
        .sees("Create identity pool second?")
        .sees("CreateIdentityPool")
        .sees("Settings not listed get AWS's defaults.");
    harness.press("n").sees("New identity pool");
    assert!(harness.updates().is_empty(), "n cancels and the form is still there");
    harness.press("ctrl-s y").sees("✓ Created. All 3 settings match.");
    let sent = json!({"IdentityPoolName": "second", "AllowUnauthenticatedIdentities": false, "AllowClassicFlow": false});
    assert_eq!(harness.updates(), [sent]);
    harness
        .press("enter")
        .sees("▶ second")
        .sees("Identity pools (2)")
        .sees("second: Created. All 3 settings match.");
}

#[test]
fn a_new_pool_can_leave_the_classic_flow_unset_but_only_on_purpose() {
    let mut harness = shop();
    harness.press("n").write("second").press("down down space").sees("‹ allowed (never set) ›");
    harness.press("ctrl-s").sees("! Causes").sees("IP2").press("y");
    assert_eq!(
        harness.updates(),
        [json!({"IdentityPoolName": "second", "AllowUnauthenticatedIdentities": false})]
    );
}

#[test]
fn a_new_pool_without_a_name_is_refused_where_it_stands_and_nothing_is_blamed_before() {
    let mut harness = shop();
    harness.press("n down down down space").sees("User-pool providers         1 entry").never_shows("✗");
    harness.press("ctrl-s").sees("▶ Name *").sees("✗ must not be empty").sees("fixing:");
    harness.press("esc").sees("Discard the edits?").press("y").never_shows("New identity pool");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_form_for_a_new_pool_that_nobody_touched_closes_without_a_question() {
    let mut harness = shop();
    harness
        .press("n")
        .sees("New identity pool")
        .press("esc")
        .never_shows("Discard the edits?")
        .vanishes("New identity pool");
}

#[test]
fn a_copy_starts_with_every_setting_but_the_name_and_what_is_of_aws() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id)["IdentityPoolTags"]["aws:cloudformation:stack-name"] =
        json!("shop-stack");
    harness.press("N").sees("Copy of shop").press("ctrl-s").sees("Create identity pool “Copy of shop”?");
    let mut expected = Value::Object(harness.store.identity_pool_mut(&id).clone());
    let expected = expected.as_object_mut().expect("a pool");
    expected.insert("IdentityPoolName".into(), json!("Copy of shop"));
    expected.insert("IdentityPoolTags".into(), json!({"team": "web"}));
    expected.remove("IdentityPoolId");
    expected.remove("FutureSetting");
    harness.press("pgdn y").sees("✓ Created. All 9 settings match.");
    assert_eq!(harness.updates(), [Value::Object(expected.clone())]);
}

#[test]
fn a_user_pool_provider_is_picked_from_two_lists_that_filter() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness
        .press("n")
        .write("new")
        .press("down down down space ctrl-o")
        .sees("Choose user pool")
        .sees("workforce");
    harness
        .write("workf")
        .press("enter")
        .sees("Choose app client of workforce")
        .press("esc")
        .sees("Choose user pool")
        .press("enter");
    harness
        .write("intra")
        .sees("▶")
        .press("enter")
        .sees("New identity pool")
        .press("ctrl-s")
        .sees("Create identity pool new?")
        .press("y");
    let (pool, sent) = (harness.store.user_pool_id("workforce"), harness.updates().remove(0));
    let provider = &sent["CognitoIdentityProviders"][0];
    assert_eq!(provider["ProviderName"], format!("cognito-idp.eu-west-1.amazonaws.com/{pool}"));
    let key = provider["ClientId"].as_str().expect("a client").to_owned();
    assert!(
        harness.store.call("DescribeUserPoolClient", json!({"UserPoolId": pool, "ClientId": key})).is_ok()
    );
    assert_eq!(provider["ServerSideTokenCheck"], true, "a new provider starts with the token check on");
}

#[test]
fn a_list_to_pick_from_that_fails_says_why_and_typing_stays_possible() {
    let mut harness = shop();
    harness.fails("ListUserPools", AppError::new("Can't list the user pools: access denied"));
    harness.press("n down down down space ctrl-o").sees("✗ Can't list the user pools: access denied");
    harness
        .press("enter esc")
        .sees("New identity pool")
        .write(PROVIDER)
        .press("ctrl-o")
        .sees("Choose user pool")
        .sees("Nothing to choose from.");
}

#[test]
fn the_answer_to_a_creation_that_was_lost_is_looked_for_by_name_and_never_sent_twice() {
    let mut harness = shop();
    harness.press("n").write("second").press("ctrl-s");
    harness.hold = true;
    harness.press("y");
    // It is made, and its answer is lost on the way back.
    let (id, _) = harness.held.pop().expect("the creation");
    let pool = json!({"IdentityPoolName": "second", "AllowUnauthenticatedIdentities": false, "AllowClassicFlow": false});
    harness.store.call("CreateIdentityPool", pool).expect("a pool");
    let lost = AppError::new("The response was lost").kind(ErrorKind::Unknown);
    harness.event(cognitui::message::Event::Reply(id, Err(lost))).sees("Looking in the list");
    harness
        .release()
        .sees("The response was lost, but it was created.")
        .sees("✓ Created. All 3 settings match.");
    assert_eq!(harness.updates().len(), 1);
    harness.press("enter").sees("▶ second");
}

#[test]
fn a_creation_whose_answer_was_lost_and_that_is_not_there_is_unknown() {
    let mut harness = shop();
    harness.fails("CreateIdentityPool", AppError::new("The response was lost").kind(ErrorKind::Unknown));
    harness
        .press("n")
        .write("second")
        .press("ctrl-s y")
        .sees("Unknown whether the creation was applied. It does not show yet");
    harness
        .press("r")
        .sees("Unknown whether the creation was applied.")
        .press("esc")
        .sees("New identity pool")
        .sees("second");
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn a_refused_creation_leaves_the_form_filled_with_the_reason_on_its_field() {
    let mut harness = shop();
    let cause = "InvalidParameterException: example.com is not a supported login provider.";
    harness.fails(
        "CreateIdentityPool",
        AppError::new("Can't create the identity pool: AWS refused a value").cause(cause),
    );
    harness
        .press("n")
        .write("second")
        .press("down down down down space")
        .write("example.com")
        .press("down")
        .write("app1");
    harness.press("ctrl-s y").sees("second was not created").sees("Nothing was changed.");
    harness
        .press("esc")
        .sees("▶   1 Provider                example.com")
        .sees("✗ InvalidParameterException: example.com is");
}

#[test]
fn a_pool_is_deleted_only_once_its_name_is_typed_and_what_hangs_on_it_is_counted() {
    let mut harness = with_roles();
    let id = harness.store.identity_pool_id("shop");
    for number in 0..61 {
        let logins = json!({"accounts.google.com": format!("user {number}")});
        harness.store.call("GetId", json!({"IdentityPoolId": id, "Logins": logins})).expect("an identity");
    }
    harness
        .press("D")
        .sees("Delete identity pool shop?")
        .sees("Identities      60 or more")
        .sees("Roles           1")
        .sees("Role mappings   1");
    harness.sees("Providers       5").press("enter").sees("Type shop first, then Enter deletes it.");
    harness
        .write("Shop")
        .press("enter")
        .sees("Type shop first, then Enter deletes it.")
        .press("ctrl-u")
        .write("shop");
    assert!(harness.updates().is_empty());
    harness.press("enter").sees("✓ Deleted and verified: AWS no longer returns it.");
    assert_eq!(harness.updates(), [json!({"IdentityPoolId": id})]);
    harness.press("enter").sees("shop is deleted.").sees("There are no identity pools here.");
}

#[test]
fn deleting_an_opened_pool_goes_back_to_the_list_without_it() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("j j enter").sees("telemetry").press("D").write("telemetry").press("enter enter");
    harness.sees("Identity pools (5)").sees("telemetry is deleted.").sees("▶ partners-data");
}

#[test]
fn deleting_waits_for_the_count_and_says_so_when_it_can_not_be_had() {
    let mut harness = shop();
    harness.hold = true;
    harness.press("D");
    let (count, rest): (Vec<_>, Vec<_>) = std::mem::take(&mut harness.held)
        .into_iter()
        .partition(|(_, call)| format!("{call:?}").contains("Identity, parent"));
    harness.held = rest;
    harness
        .release()
        .sees("Identities      counting…")
        .write("shop")
        .press("enter")
        .sees("Nothing is deleted before the check has ended");
    let denied = AppError::new("access denied");
    harness
        .event(cognitui::message::Event::Reply(count[0].0, Err(denied)))
        .sees("can't be counted: access denied");
    harness.press("enter").sees("! Identities were not counted. Delete anyway?");
    assert!(harness.updates().is_empty());
    harness.write("delete").press("enter").sees("✓ Deleted and verified");
}

#[test]
fn a_pool_that_somebody_changed_meanwhile_is_not_deleted() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    harness.press("D").write("shop");
    harness.store.identity_pool_mut(&id)["IdentityPoolTags"]["by"] = json!("them");
    harness
        .press("enter")
        .sees("shop was changed by someone else")
        .sees("Tags › by")
        .sees("Nothing was deleted.");
    harness.press("m").sees("m does nothing here").press("esc").sees("▶ shop");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_deletion_whose_answer_was_lost_is_read_again_and_never_sent_twice() {
    let mut harness = shop();
    harness.fails("DeleteIdentityPool", AppError::new("The response was lost").kind(ErrorKind::Unknown));
    harness
        .press("D")
        .write("shop")
        .press("enter")
        .sees("Unknown whether the deletion was applied. It does not show yet");
    let id = harness.store.identity_pool_id("shop");
    harness.store.call("DeleteIdentityPool", json!({"IdentityPoolId": id})).expect("a deletion");
    harness
        .press("r")
        .sees("The response was lost, but it is deleted.")
        .press("enter")
        .sees("There are no identity pools here.");
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn roles_are_always_sent_with_their_mappings_and_newer_members_of_a_mapping_stay() {
    let mut harness = with_roles();
    let id = harness.store.identity_pool_id("shop");
    harness.store.roles_mut(&id)["RoleMappings"][format!("{PROVIDER}:abc")]["Newer"] = json!({"deep": [1]});
    let before = harness.store.roles_mut(&id).clone();
    harness
        .press("enter 2 e")
        .sees("Edit roles of shop")
        .press("down")
        .write("arn:aws:iam::123456789012:role/guests");
    harness
        .press("ctrl-s")
        .sees("SetIdentityPoolRoles")
        .sees("Unauthenticated role")
        .press("pgdn y")
        .sees("✓ 1 setting changed, 0 others");
    let mut expected =
        json!({"IdentityPoolId": id, "Roles": before["Roles"], "RoleMappings": before["RoleMappings"]});
    expected["Roles"]["unauthenticated"] = json!("arn:aws:iam::123456789012:role/guests");
    assert_eq!(harness.updates(), [expected]);
}

#[test]
fn roles_that_were_never_set_are_sent_with_empty_mappings() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    harness
        .press("enter 2 e")
        .write(ROLE)
        .press("ctrl-s")
        .sees("Authenticated role")
        .press("pgdn y")
        .sees("✓ 1 setting changed, 0 others");
    assert_eq!(
        harness.updates(),
        [json!({"IdentityPoolId": id, "Roles": {"authenticated": ROLE}, "RoleMappings": {}})]
    );
}

#[test]
fn a_rule_is_added_and_moved_and_the_confirmation_says_where_it_stands() {
    let mut harness = with_roles();
    let key = format!("{PROVIDER}:abc");
    // Past both roles, the mapping's key, type and resolution, and two rules of one line each.
    harness.press("enter 2 e down down down down down down down").sees("▶         + add an entry");
    harness
        .press("space")
        .write("custom:groups")
        .press("right space right")
        .write("admins")
        .press("right")
        .write(ROLE);
    harness
        .press("alt-up alt-up")
        .sees("1 custom:groups")
        .press("alt-up")
        .sees("It is already the first entry.");
    harness.press("ctrl-s").sees("+ Rules: 1. custom:groups Contains admins →").press("pgdn y");
    harness.sees("✓ 1 setting changed, 0 others");
    let rules = &harness.updates()[0]["RoleMappings"][&key]["RulesConfiguration"]["Rules"];
    let claims: Vec<_> = rules
        .as_array()
        .expect("rules")
        .iter()
        .map(|rule| rule["Value"].as_str().expect("a value"))
        .collect();
    assert_eq!(claims, ["admins", "gold", "silver"]);
    assert_eq!(
        rules[0],
        json!({"Claim": "custom:groups", "MatchType": "Contains", "Value": "admins", "RoleARN": ROLE})
    );
}

#[test]
fn rules_that_change_places_are_a_change() {
    let mut harness = with_roles();
    harness
        .press("enter 2 e down down down down down alt-down ctrl-s")
        .sees("↕ to place 1: Rules: custom:tier Equals silver")
        .press("pgdn y");
    let mapping = &harness.updates()[0]["RoleMappings"][format!("{PROVIDER}:abc")];
    assert_eq!(mapping["RulesConfiguration"]["Rules"][1]["Value"], "gold");
}

#[test]
fn a_mapping_is_picked_from_the_pools_own_providers_and_starts_careful() {
    let mut harness = shop();
    harness
        .press("enter 2 e down down space ctrl-o")
        .sees("Choose Provider")
        .sees("accounts.google.com")
        .sees("saml-provider/okta");
    harness
        .write("abc")
        .press("enter")
        .sees("‹ Token ›")
        .sees("‹ Deny ›")
        .never_shows("+ add an entry (Space)\n     +");
    harness.press("ctrl-s pgdn y").sees("✓ 1 setting changed, 0 others");
    let expected = json!({format!("{PROVIDER}:abc"): {"Type": "Token", "AmbiguousRoleResolution": "Deny"}});
    assert_eq!(harness.updates()[0]["RoleMappings"], expected);
    assert_eq!(harness.updates()[0]["Roles"], json!({}));
}

#[test]
fn a_role_is_picked_from_those_that_the_pool_uses() {
    let mut harness = shop();
    let role = "arn:aws:iam::123456789012:role/signed-in";
    harness
        .press("enter 2 e")
        .write(role)
        .press("down ctrl-o")
        .sees("Choose Unauthenticated role")
        .sees(role);
    harness.press("enter ctrl-s pgdn y").sees("✓ 2 settings changed, 0 others");
    assert_eq!(harness.updates()[0]["Roles"], json!({"authenticated": role, "unauthenticated": role}));
}

#[test]
fn a_new_user_pool_provider_starts_with_the_token_check_on() {
    let mut harness = shop();
    harness.press("enter e").focus_field("+ add an entry").press("space");
    harness.press("right right").sees("‹ on ›");
}

#[test]
fn rules_without_a_rule_are_refused_and_a_mapping_that_turns_to_the_token_sends_none() {
    let mut harness = shop();
    harness
        .press("enter 2 e down down space")
        .write(&format!("{PROVIDER}:abc"))
        .press("down space")
        .sees("‹ Rules ›");
    harness.press("ctrl-s").sees("✗ needs at least one entry").sees("fixing:");
    let mut harness = with_roles();
    harness
        .press("enter 2 e down down down space")
        .sees("‹ Token ›")
        .never_shows("custom:tier")
        .press("ctrl-s")
        .sees("Type  Rules → Token");
    harness.sees("− Rules: custom:tier Equals gold").press("pgdn y").sees("✓ 1 setting changed, 0 others");
    let expected = json!({format!("{PROVIDER}:abc"): {"Type": "Token", "AmbiguousRoleResolution": "Deny"}});
    assert_eq!(harness.updates()[0]["RoleMappings"], expected);
}

#[test]
fn mappings_beside_the_classic_flow_and_guests_without_a_role_are_warned_of() {
    let mut harness = shop();
    harness.press("enter 2 e down down space").write(&format!("{PROVIDER}:abc")).press("ctrl-s");
    harness
        .sees("! Causes")
        .sees("IP9 medium    Role mappings with classic flow")
        .sees("IP6 low       Guests allowed without a role");
}

#[test]
fn what_the_service_refuses_of_a_role_comes_back_on_the_role() {
    let mut harness = with_roles();
    let role = "arn:aws:iam::123456789012:role/aws-service-role/x";
    let cause = format!(
        "AccessDeniedException: User: arn:aws:iam::1:user/x is not authorized to perform: iam:PassRole on resource: {role}"
    );
    harness
        .fails("SetIdentityPoolRoles", AppError::new("Can't update the roles: access denied").cause(cause));
    harness
        .press("enter 2 e down")
        .write(role)
        .press("ctrl-s pgdn y")
        .sees("roles of shop was not updated")
        .press("esc");
    harness.sees("▶ Unauthenticated role •").sees("✗ AccessDeniedException: User:").sees("iam:PassRole on");
    harness.fails(
        "SetIdentityPoolRoles",
        AppError::new("Refused").cause("Invalid role ARN for role type unauthenticated."),
    );
    harness
        .press("x backspace ctrl-s pgdn y esc")
        .sees("▶ Unauthenticated role •")
        .sees("✗ Invalid role ARN for role");
}

#[test]
fn an_arn_of_another_sort_and_a_duplicate_mapping_are_refused_where_they_stand() {
    let mut harness = with_roles();
    harness.press("enter 2 e end ctrl-u").write("arn:aws:iam::123456789012:oidc-provider/x");
    harness.sees("✗ must be an ARN such as").press("ctrl-z");
    harness
        .press("down down down down down down down down down down down down down down")
        .sees("▶     + add an entry");
    harness.press("space").write(&format!("{PROVIDER}:abc")).sees("✗ is a duplicate");
}

#[test]
fn principal_tags_have_a_document_for_each_provider_whether_set_or_not() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    harness.press("enter 3").sees(PROVIDER).sees("not used (never set)").sees("accounts.google.com");
    harness
        .press("e")
        .sees(&format!("Edit principal tags of {PROVIDER}"))
        .press("down space")
        .write("department")
        .press("down");
    harness
        .write("custom:department")
        .press("ctrl-s")
        .sees("SetPrincipalTagAttributeMap")
        .sees("Tags › department")
        .press("pgdn y");
    harness.sees("✓ 1 setting changed, 0 others");
    let expected = json!({
        "IdentityPoolId": id, "IdentityProviderName": PROVIDER, "PrincipalTags": {"department": "custom:department"},
    });
    assert_eq!(harness.updates(), [expected]);
    harness.press("enter").sees("department                custom:department");
}

#[test]
fn e_edits_the_tags_of_the_provider_that_the_chosen_row_is_of() {
    let mut harness = shop();
    harness
        .press("enter 3")
        .sees("accounts.google.com")
        .press("j j j j")
        .press("e")
        .sees("Edit principal tags of accounts.google.com");
}

#[test]
fn a_provider_that_was_just_added_has_principal_tags_and_one_that_was_removed_has_none() {
    let mut harness = shop();
    harness.press("enter 3").sees("accounts.google.com").never_shows("www.amazon.com");
    // Past guests, the classic flow, the provider's line and the place to add one: the login provider.
    harness
        .press("1 e down down down down down")
        .sees("▶   1 Provider                accounts.google.com")
        .press("ctrl-d");
    harness
        .press("ctrl-n")
        .write("www.amazon.com")
        .press("down")
        .write("app1")
        .press("ctrl-s pgdn y")
        .sees("2 settings changed, 0 others");
    harness.press("enter 3").sees("www.amazon.com").vanishes("accounts.google.com");
}

#[test]
fn more_tags_than_a_provider_may_have_are_refused() {
    let mut harness = shop();
    let id = harness.store.identity_pool_id("shop");
    let tags: serde_json::Map<_, _> = (0..50).map(|number| (format!("tag{number}"), json!("sub"))).collect();
    let body = json!({"IdentityPoolId": id, "IdentityProviderName": PROVIDER, "UseDefaults": false, "PrincipalTags": tags});
    harness.store.call("SetPrincipalTagAttributeMap", body).expect("tags");
    harness.press("enter 3 e down ctrl-n").write("one").press("down").write("aud").press("ctrl-s");
    harness.sees("✗ at most 50 entries; there are 51");
}

#[test]
fn identities_are_read_a_page_at_a_time_as_one_goes_down_the_list() {
    let mut harness = Harness::new(Target::IdentityPools);
    let pages = |harness: &Harness| {
        harness.operations().iter().filter(|operation| **operation == "ListIdentities").count()
    };
    harness.press("j enter 4").sees("Identities (60+)").sees("none (guest)");
    assert_eq!(pages(&harness), 1, "one page is enough for the first screen");
    harness.press("pgdn pgdn").sees("Identities (120+)");
    assert_eq!(pages(&harness), 2);
    harness.press("G").sees("Identities (144)").press("G pgdn");
    assert_eq!(pages(&harness), 3);
    harness.press("enter").sees("Logins").sees("Last changed").press("esc").sees("Identities (144)");
    harness.press("e").sees("e does nothing here").press("D").sees("D does nothing here");
}

#[test]
fn read_only_refuses_to_make_copy_and_delete() {
    let mut store = Store::empty();
    crate::support::shop(&mut store);
    let mut harness =
        Harness::with(store, Options { read_only: true, ..Options::default() }, Target::IdentityPools);
    for key in ["n", "N", "D"] {
        harness.press(key).sees("Read-only: cognitui was started with --read-only");
    }
    harness.press("enter 2 e").sees("Read-only: cognitui was started with --read-only");
    assert!(harness.app.dialogs.is_empty() && harness.updates().is_empty());
}

/// A pool whose Twitter and Digits logins are `consumerKey;consumerSecret`, as deployment tools join them.
fn with_twitter() -> Harness {
    let mut store = Store::empty();
    let logins = json!({"api.twitter.com": "CKEY12345;CSECRETCSECRETCSECRET", "www.digits.com": "DKEY;DSECRETDSECRET",
        "graph.facebook.com": "1234567890"});
    let pool = json!({"IdentityPoolName": "harbour legacy", "AllowUnauthenticatedIdentities": false,
        "AllowClassicFlow": false, "SupportedLoginProviders": logins, "IdentityPoolTags": {"db-password": "hunter22"}});
    let id = store.call("CreateIdentityPool", pool).expect("a pool")["IdentityPoolId"].clone();
    let future = json!([{"ProviderName": "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A", "ClientId": "abc",
        "FutureSecret": "hunter33"}]);
    let pool = store.identity_pool_mut(id.as_str().expect("an id"));
    pool.insert("CognitoIdentityProviders".into(), future);
    let mut harness = Harness::with(store, Options::default(), Target::IdentityPools);
    harness.app.size = (120, 60);
    harness
}

#[test]
fn a_consumer_secret_among_the_login_providers_is_masked_until_it_is_asked_for() {
    let mut harness = with_twitter();
    harness.press("/").write("CSECRET").press("enter").never_shows("▶ harbour legacy");
    harness.press("esc enter").sees("api.twitter.com").never_shows("CSECRET").never_shows("DSECRET");
    harness.never_shows("hunter").sees("1234567890");
    harness.press("x").sees("CKEY12345;CSECRETCSECRETCSECRET").sees("DKEY;DSECRETDSECRET").sees("hunter33");
    harness.press("x").never_shows("CSECRET");
}

#[test]
fn a_consumer_secret_is_masked_while_it_is_changed_and_typing_replaces_it_whole() {
    let mut harness = with_twitter();
    harness.press("enter e").focus_field("  1 Provider").press("down");
    harness.never_shows("CSECRET").sees("kept until you type a new one");
    harness
        .write("N;T")
        .press("ctrl-s")
        .sees("Login providers › api.twitter.com  changed")
        .never_shows("N;T");
    harness.press("y").sees("✓ 1 setting changed, 0 others").never_shows("N;T").never_shows("CSECRET");
    let sent = &harness.last_update()["SupportedLoginProviders"];
    assert_eq!(
        *sent,
        json!({"api.twitter.com": "N;T", "www.digits.com": "DKEY;DSECRETDSECRET", "graph.facebook.com": "1234567890"})
    );
}
