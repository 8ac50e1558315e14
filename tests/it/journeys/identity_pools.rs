//! Identity pools made, copied and deleted, and their identities looked at: the same journeys at the embedded
//! Cognito and at ministack. After each, all that is stored is compared with what was there before.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use cognitui::resource::display::value::date;
use serde_json::json;

const OIDC: &str = "arn:aws:iam::123456789012:oidc-provider/ci.example.com";
const SAML: &str = "arn:aws:iam::123456789012:saml-provider/okta";

journeys! {
    a_new_pool_has_exactly_what_the_form_says_and_nothing_else_changes
    a_new_pool_of_which_only_the_name_is_typed_starts_blocked
    a_new_pool_leaves_the_classic_flow_unset_when_that_is_chosen
    a_new_pool_that_is_not_confirmed_is_not_made
    a_copy_is_a_pool_of_its_own_with_all_settings_of_the_other
    a_deletion_counts_what_goes_and_takes_nothing_else
    a_deletion_needs_the_whole_name_and_esc_deletes_nothing
    an_opened_pool_that_is_deleted_leads_back_to_the_list
    a_pool_that_somebody_changed_meanwhile_is_not_deleted
    a_pool_that_somebody_deleted_meanwhile_is_told_to_be_gone
    identities_show_who_signed_in_and_when_and_open
    a_pool_without_identities_says_so
}

async fn a_new_pool_has_exactly_what_the_form_says_and_nothing_else_changes(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("bare").await;
    ui.press("n").sees("New identity pool").await.write("orders, new");
    ui.press("tab space").sees("Guest access *              ‹ allowed ›").await;
    ui.press("tab space space").sees("Classic flow                ‹ allowed ›").await;
    // A client of a user pool, picked out of two lists.
    ui.press("tab space ctrl-o")
        .sees("Choose user pool")
        .await
        .write("shop")
        .sees("▶ shop-users")
        .await
        .press("enter");
    ui.sees("Choose app client of shop-users")
        .await
        .write("web")
        .sees("▶ web")
        .await
        .press("enter")
        .vanishes("Choose ")
        .await;
    ui.sees(&fixture.seed.web).await.press("tab tab").sees("‹ on ›").await;
    // A public provider, picked, and its app.
    ui.press("tab tab space ctrl-o")
        .sees("Choose Provider")
        .await
        .write("apple")
        .sees("▶ appleid.apple.com")
        .await
        .press("enter tab");
    ui.write("com.example.orders")
        .press("tab tab")
        .write("login.orders")
        .press("tab space")
        .write(OIDC)
        .press("tab tab space")
        .write(SAML);
    ui.press("tab tab space")
        .write("team")
        .press("tab")
        .write("orders")
        .press("tab space")
        .write("stage")
        .press("tab")
        .write("prod");
    ui.press("ctrl-s").reads("Create identity pool “orders, new”?").await;
    fixture.assert_only_changed(&before, &fixture.seed.bare, json!({})).await;
    ui.press("y").sees("✓ Created. All 10 settings match.").await;
    let settings = json!({
        "IdentityPoolName": "orders, new",
        "AllowUnauthenticatedIdentities": true,
        "AllowClassicFlow": true,
        "CognitoIdentityProviders": [{
            "ProviderName": format!("cognito-idp.eu-west-1.amazonaws.com/{}", fixture.seed.user_pool),
            "ClientId": fixture.seed.web,
            "ServerSideTokenCheck": true,
        }],
        "SupportedLoginProviders": {"appleid.apple.com": "com.example.orders"},
        "DeveloperProviderName": "login.orders",
        "OpenIdConnectProviderARNs": [OIDC],
        "SamlProviderARNs": [SAML],
        "IdentityPoolTags": {"team": "orders", "stage": "prod"},
    });
    fixture.received("CreateIdentityPool", std::slice::from_ref(&settings));
    fixture.holds_new(&before, settings).await;
    ui.press("enter").sees("▶ orders, new").await.sees("Identity pools (3)").await;
}

async fn a_new_pool_of_which_only_the_name_is_typed_starts_blocked(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("bare").await;
    ui.press("n")
        .write("second")
        .press("ctrl-s")
        .reads("Create identity pool second?")
        .await
        .press("y")
        .sees("✓ Created. All 3 settings match.")
        .await;
    let settings = json!({"IdentityPoolName": "second", "AllowUnauthenticatedIdentities": false, "AllowClassicFlow": false});
    fixture.received("CreateIdentityPool", std::slice::from_ref(&settings));
    fixture.holds_new(&before, settings).await;
}

async fn a_new_pool_leaves_the_classic_flow_unset_when_that_is_chosen(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("bare").await;
    ui.press("n").write("second").press("tab tab space").sees("‹ allowed (never set) ›").await;
    ui.press("ctrl-s")
        .reads("Create identity pool second?")
        .await
        .sees("IP2")
        .await
        .press("y")
        .sees("✓ Created. All 2 settings match.")
        .await;
    if fixture.is_ministack() {
        ui.sees("Defaults that AWS filled in:").await.sees("Classic flow                blocked").await;
    }
    let settings = json!({"IdentityPoolName": "second", "AllowUnauthenticatedIdentities": false});
    fixture.received("CreateIdentityPool", std::slice::from_ref(&settings));
    fixture.holds_new(&before, settings).await;
}

async fn a_new_pool_that_is_not_confirmed_is_not_made(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("bare").await;
    ui.press("n ctrl-s")
        .sees("✗ must not be empty")
        .await
        .write("second")
        .press("ctrl-s")
        .asked("Create identity pool second?")
        .await;
    ui.press("enter").vanishes("Create identity pool second?").await.sees("New identity pool").await;
    ui.press("esc")
        .sees("Discard the edits?")
        .await
        .press("y")
        .sees("▶ bare")
        .await
        .sees("Identity pools (2)")
        .await;
    fixture.received("CreateIdentityPool", &[]);
    fixture.assert_only_changed(&before, &fixture.seed.bare, json!({})).await;
}

async fn a_copy_is_a_pool_of_its_own_with_all_settings_of_the_other(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("N")
        .sees("Copy of shop")
        .await
        .press("end")
        .write(" 2")
        .press("ctrl-s")
        .reads("Create identity pool “Copy of shop 2”?")
        .await;
    ui.press("y").sees("✓ Created. All 9 settings match.").await;
    let mut settings = before[&fixture.seed.shop].clone();
    settings.as_object_mut().expect("settings").shift_remove("IdentityPoolId");
    settings["IdentityPoolName"] = json!("Copy of shop 2");
    fixture.received("CreateIdentityPool", std::slice::from_ref(&settings));
    fixture.holds_new(&before, settings).await;
    ui.press("enter").sees("▶ Copy of shop 2").await;
}

async fn a_deletion_counts_what_goes_and_takes_nothing_else(fixture: &Fixture) {
    let id = fixture.seed.shop.as_str();
    for number in 0..3 {
        fixture.other_admin.identity(id, &[("accounts.google.com", &format!("token {number}"))]).await;
    }
    fixture.other_admin.tag_principals(id, "accounts.google.com", &[("department", "hd")]).await;
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("D").asked("Delete identity pool shop?").await.sees(id).await.sees(fixture.account).await;
    ui.sees("Identities      3 ")
        .await
        .sees("Roles           1 ")
        .await
        .sees("Role mappings   1 ")
        .await
        .sees("Providers       6 ")
        .await;
    ui.write("shop").press("enter").sees("✓ Deleted and verified: AWS no longer returns it.").await;
    fixture.received("DeleteIdentityPool", &[json!({"IdentityPoolId": id})]);
    fixture.holds_without(&before, id).await;
    ui.press("enter").sees("shop is deleted.").await.sees("Identity pools (1)").await.sees("▶ bare").await;
}

async fn a_deletion_needs_the_whole_name_and_esc_deletes_nothing(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("D").asked("Delete identity pool shop?").await.sees("Identities      0").await;
    ui.press("enter").sees("Type shop first, then Enter deletes it.").await;
    for wrong in ["sho", "Shop", "shop "] {
        ui.write(wrong)
            .vanishes("first, then Enter")
            .await
            .press("enter")
            .sees("Type shop first, then Enter deletes it.")
            .await
            .press("ctrl-u");
    }
    ui.write("shop").press("esc").vanishes("Delete identity pool shop?").await.sees("▶ shop").await;
    fixture.received("DeleteIdentityPool", &[]);
    fixture.assert_only_changed(&before, &fixture.seed.shop, json!({})).await;
}

async fn an_opened_pool_that_is_deleted_leads_back_to_the_list(fixture: &Fixture) {
    let before = fixture.before().await;
    let mut ui = fixture.identity_pool("bare").await;
    ui.press("enter")
        .sees(&fixture.seed.bare)
        .await
        .press("D")
        .asked("Delete identity pool bare?")
        .await
        .sees("Identities      0")
        .await;
    ui.write("bare")
        .press("enter")
        .sees("✓ Deleted and verified")
        .await
        .press("enter")
        .sees("bare is deleted.")
        .await;
    ui.sees("Identity pools (1)").await.sees("▶ shop").await;
    fixture.holds_without(&before, &fixture.seed.bare).await;
}

async fn a_pool_that_somebody_changed_meanwhile_is_not_deleted(fixture: &Fixture) {
    let id = fixture.seed.shop.as_str();
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("D").asked("Delete identity pool shop?").await.sees("Identities      0").await;
    fixture.other_admin.change(id, |pool| pool.identity_pool_tags("keep", "yes")).await;
    let before = fixture.before().await;
    ui.write("shop").press("enter").sees("shop was changed by someone else").await.sees("Tags › keep").await;
    ui.sees("Nothing was deleted.").await.press("esc").vanishes("Nothing was deleted.").await;
    fixture.received("DeleteIdentityPool", &[]);
    fixture.assert_only_changed(&before, id, json!({})).await;
    // What is there now was looked at, so it may go.
    ui.press("D")
        .asked("Delete identity pool shop?")
        .await
        .sees("Identities      0")
        .await
        .write("shop")
        .press("enter")
        .sees("✓ Deleted and verified")
        .await;
    fixture.holds_without(&before, id).await;
}

async fn a_pool_that_somebody_deleted_meanwhile_is_told_to_be_gone(fixture: &Fixture) {
    let mut ui = fixture.identity_pool("bare").await;
    ui.press("D").asked("Delete identity pool bare?").await.sees("Identities      0").await;
    fixture.other_admin.remove(&fixture.seed.bare).await;
    let before = fixture.before().await;
    ui.write("bare").press("enter").sees("it does not exist").await.sees("Nothing was changed.").await;
    fixture.received("DeleteIdentityPool", &[]);
    fixture.assert_only_changed(&before, &fixture.seed.shop, json!({})).await;
    ui.press("esc r").sees("Identity pools (1)").await.sees("▶ shop").await;
}

async fn identities_show_who_signed_in_and_when_and_open(fixture: &Fixture) {
    let id = fixture.seed.shop.as_str();
    let guest = fixture.other_admin.identity(id, &[]).await;
    let signed_in = fixture
        .other_admin
        .identity(id, &[("accounts.google.com", "ann"), ("ci.example.com", "build")])
        .await;
    fixture.other_admin.identity(id, &[("accounts.google.com", "ben")]).await;
    let stored = fixture.other_admin.identities(id).await;
    let when = |number: usize, member: &str| date(stored[number][member].as_f64().expect("a date"));
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("enter 4").sees("Identities (3)").await;
    let end = |id: &str| id[id.len() - 16..].to_owned();
    ui.sees(&format!("{}  none (guest)              {}", end(&guest), when(0, "LastModifiedDate"))).await;
    ui.sees(&format!("accounts.google.com       {}", when(2, "LastModifiedDate"))).await;
    ui.press("j enter").sees(&signed_in).await.sees("ci.example.com").await;
    ui.sees(&format!("Created                     {}", when(1, "CreationDate"))).await;
    ui.sees(&format!("Last changed                {}", when(1, "LastModifiedDate"))).await;
    ui.press("esc")
        .sees("Identities (3)")
        .await
        .press("k enter")
        .sees(&guest)
        .await
        .vanishes(&signed_in)
        .await;
    ui.press("e").sees("e does nothing here").await.press("D").sees("D does nothing here").await;
}

async fn a_pool_without_identities_says_so(fixture: &Fixture) {
    let mut ui = fixture.identity_pool("bare").await;
    ui.press("enter 4").sees("Identities (0)").await.sees("There are no identities here").await;
}

/// A server with one identity pool that has so many identities; the pool's id and theirs, oldest first.
async fn identities(count: usize) -> (Cognito, String, Vec<String>) {
    let mut store = Store::empty();
    let pool = crate::support::shop(&mut store);
    let mut identity = |number: usize| {
        let logins = json!({"accounts.google.com": format!("user {number}")});
        let answer =
            store.call("GetId", json!({"IdentityPoolId": pool, "Logins": logins})).expect("an identity");
        answer["IdentityId"].as_str().expect("its id").to_owned()
    };
    let ids = (0..count).map(&mut identity).collect();
    (Cognito::start(store).await.expect("a server"), pool, ids)
}

/// The row of an identity while it is chosen.
fn chosen(id: &str) -> String {
    format!("▶ {id}")
}

#[tokio::test]
async fn identities_come_a_page_at_a_time_as_one_goes_down_and_each_can_be_opened() {
    let (server, pool, ids) = identities(150).await;
    let gate = Gate::new();
    let mut ui = Journey::identity_pools(&server);
    // Two pages are one screen and what may be seen next.
    ui.sees("▶ shop")
        .await
        .press("enter 4")
        .sees("Identities (120+)")
        .await
        .rests()
        .await
        .sees(&chosen(&ids[0]))
        .await;
    assert_eq!(server.received("ListIdentities").len(), 2);
    server.inject("ListIdentities", Fault::Hold(gate.clone()));
    ui.press("G").sees(&chosen(&ids[119])).await;
    server.wait_for_requests("ListIdentities", 3).await;
    // While the last page is on its way, those that are there can be looked at.
    ui.press("k")
        .sees(&chosen(&ids[118]))
        .await
        .press("enter")
        .sees(&ids[118])
        .await
        .sees("Last changed")
        .await
        .press("esc");
    gate.open();
    ui.sees("Identities (150)")
        .await
        .sees(&chosen(&ids[118]))
        .await
        .press("G")
        .sees(&chosen(&ids[149]))
        .await;
    ui.press("enter").sees(&ids[149]).await.press("esc").sees(&chosen(&ids[149])).await;
    let requests = server.received("ListIdentities");
    let tokens: Vec<_> = requests.iter().map(|request| &request["NextToken"]).collect();
    assert!(
        tokens[0].is_null() && tokens[1].is_string() && tokens[2].is_string() && tokens[1] != tokens[2],
        "{tokens:?}"
    );
    assert!(
        requests.iter().all(|request| request["IdentityPoolId"] == *pool && request["MaxResults"] == 60)
            && requests.len() == 3
    );
}

#[tokio::test]
async fn a_page_of_identities_that_fails_keeps_those_before_it_and_r_reads_all_again() {
    let (server, _, ids) = identities(70).await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop").await;
    server.inject("ListIdentities", Fault::Delay(std::time::Duration::ZERO));
    server.inject("ListIdentities", Fault::AccessDenied);
    ui.press("enter 4")
        .sees("Incomplete list")
        .await
        .sees(&chosen(&ids[0]))
        .await
        .press("r")
        .sees("Identities (70)")
        .await;
}

#[tokio::test]
async fn a_deletion_of_a_pool_with_many_identities_counts_no_more_than_a_page() {
    let (server, pool, _) = identities(70).await;
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ shop")
        .await
        .press("D")
        .asked("Delete identity pool shop?")
        .await
        .sees("Identities      60 or more")
        .await;
    assert_eq!(server.received("ListIdentities"), [json!({"IdentityPoolId": pool, "MaxResults": 60})]);
    ui.write("shop").press("enter").sees("✓ Deleted and verified").await;
    assert_eq!(server.received("DeleteIdentityPool"), [json!({"IdentityPoolId": pool})]);
}

/// ministack lists no more than a page and does not say that there is more; the console can only believe it.
#[tokio::test]
#[ignore = "needs Python and, once, its package index; .ci/run runs it"]
async fn as_many_identities_as_ministack_lists_are_shown() {
    let fixture = Fixture::ministack().await;
    for _ in 0..61 {
        fixture.other_admin.identity(&fixture.seed.shop, &[]).await;
    }
    assert_eq!(fixture.other_admin.identities(&fixture.seed.shop).await.len(), 60, "ministack has changed");
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("enter 4").sees("Identities (60)").await;
}
