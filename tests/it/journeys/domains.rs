//! Domains of user pools: created, changed and deleted.

use crate::support::fixture::{Fixture, journeys};
use crate::support::journey::Journey;
use crate::support::seed::{CERTIFICATE, Inventory};
use serde_json::{Value, json};

journeys! {
    a_prefix_domain_is_made_and_followed_until_it_is_active
    a_custom_domain_is_made_with_its_certificate_and_followed_until_it_is_active
    the_login_version_of_a_prefix_domain_is_changed_and_nothing_else
    the_certificate_of_a_custom_domain_is_changed_and_nothing_else
    the_same_change_of_a_domain_by_somebody_else_leaves_nothing_to_send
    a_domain_that_somebody_deleted_meanwhile_is_told_to_be_gone
    a_prefix_domain_is_deleted_and_the_custom_one_stays
    a_custom_domain_is_deleted_and_the_prefix_stays
    a_domain_that_is_taken_comes_back_on_its_field
}

const OTHER_CERTIFICATE: &str =
    "arn:aws:acm:us-east-1:123456789012:certificate/0d9e8f7a-1b2c-4d3e-8f5a-6b7c8d9e0f1a";

/// The form of a new domain for the user pool `staff`, and all that was stored before.
async fn new_domain(fixture: &Fixture) -> (Journey, Inventory) {
    let before = fixture.before().await;
    let mut ui = fixture.domains(&fixture.seed.staff).await;
    ui.sees("There is no domain here.")
        .await
        .press("n")
        .sees("› New domain")
        .await
        .sees("▶ Domain")
        .await
        .rests()
        .await;
    (ui, before)
}

/// Sends the form of a new domain, and follows it until it is active; exactly this arrives, the domain is
/// told as one of the user pool, and all else is as it was.
async fn makes_domain(
    fixture: &Fixture,
    ui: &mut Journey,
    mut before: Inventory,
    member: &str,
    mut body: Value,
) {
    let (name, pool) = (body["Domain"].as_str().expect("a name").to_owned(), &fixture.seed.staff);
    body["UserPoolId"] = json!(pool);
    ui.press("ctrl-s").confirms(&format!("Create domain {name}?")).await.press("y").sees("✓ Created.").await;
    // At ministack, a domain is there at once.
    if !fixture.is_ministack() {
        ui.sees(&format!("{name} is CREATING")).await;
    }
    ui.press("enter").sees("Status                      ACTIVE").await.sees("SAML reply (ACS)").await;
    fixture.received("CreateUserPoolDomain", std::slice::from_ref(&body));
    before.get_mut(&format!("user pool {pool}")).expect("the user pool")["UserPool"][member] = json!(name);
    let (entry, told) = fixture.made(&before).await;
    assert_eq!(entry, format!("domain {name}"));
    let told = &told["DomainDescription"];
    for (member, value) in body.as_object().expect("members") {
        assert_eq!(told[member], *value);
    }
    assert_eq!(told["Status"], "ACTIVE");
}

async fn a_prefix_domain_is_made_and_followed_until_it_is_active(fixture: &Fixture) {
    let (mut ui, before) = new_domain(fixture).await;
    ui.fill("Domain", "staff-login").await;
    makes_domain(fixture, &mut ui, before, "Domain", json!({"Domain": "staff-login"})).await;
}

async fn a_custom_domain_is_made_with_its_certificate_and_followed_until_it_is_active(fixture: &Fixture) {
    let (mut ui, before) = new_domain(fixture).await;
    ui.fill("Domain", "login.staff.example").await;
    ui.fill("Login pages version", "2").await;
    ui.fill("Certificate", "arn:aws:acm:eu-west-1:123456789012:certificate/1").await;
    ui.sees("must be in us-east-1").await;
    ui.fill("Certificate", CERTIFICATE).await;
    let body = json!({"Domain": "login.staff.example", "ManagedLoginVersion": 2, "CustomDomainConfig": {"CertificateArn": CERTIFICATE}});
    makes_domain(fixture, &mut ui, before, "CustomDomain", body).await;
}

/// The tab of the two domains of `shop-users`, on one of them, and all that was stored before.
async fn domain(fixture: &Fixture, name: &str) -> (Journey, Inventory) {
    let before = fixture.before().await;
    let mut ui = fixture.domains(&fixture.seed.user_pool).await;
    ui.sees("▶ Domain                      shop-sign-in").await.rests().await;
    ui.press_until("down", &format!("▶ Domain                      {name}")).await;
    (ui, before)
}

/// Sends the form of a domain, and waits until the change is through.
async fn sends_domain(
    fixture: &Fixture,
    ui: &mut Journey,
    before: &Inventory,
    name: &str,
    mut body: Value,
    told: Value,
) {
    body["UserPoolId"] = json!(fixture.seed.user_pool);
    ui.press("ctrl-s")
        .confirms(&format!("Update domain {name}?"))
        .await
        .press("y")
        .sees("✓ 1 setting changed, 0 others")
        .await;
    // At ministack, a domain is changed at once.
    if !fixture.is_ministack() {
        ui.sees(&format!("{name} is UPDATING")).await;
    }
    fixture.received("UpdateUserPoolDomain", &[body]);
    fixture.other_admin.settles(name).await;
    fixture.holds_changed(before, &[(&format!("domain {name}"), "DomainDescription", told)]).await;
    ui.press("enter").vanishes("✓ 1 setting changed, 0 others").await.vanishes("UPDATING").await;
}

async fn the_login_version_of_a_prefix_domain_is_changed_and_nothing_else(fixture: &Fixture) {
    let (mut ui, before) = domain(fixture, "shop-sign-in").await;
    ui.press("e").sees("› Edit shop-sign-in").await.sees("▶").await.rests().await;
    ui.fill("Login pages version", "2").await;
    let body = json!({"Domain": "shop-sign-in", "ManagedLoginVersion": 2});
    sends_domain(fixture, &mut ui, &before, "shop-sign-in", body, json!({"ManagedLoginVersion": 2})).await;
}

async fn the_certificate_of_a_custom_domain_is_changed_and_nothing_else(fixture: &Fixture) {
    let (mut ui, before) = domain(fixture, "login.shop.example").await;
    ui.press("e").sees("› Edit login.shop.example").await.sees("▶").await.rests().await;
    ui.fill("Certificate", OTHER_CERTIFICATE).await;
    let config = json!({"CustomDomainConfig": {"CertificateArn": OTHER_CERTIFICATE}});
    let mut body = config.clone();
    (body["Domain"], body["ManagedLoginVersion"]) = (json!("login.shop.example"), json!(1));
    sends_domain(fixture, &mut ui, &before, "login.shop.example", body, config).await;
}

/// The login version of `shop-sign-in` changed, and that confirmed but for the last key.
async fn changing_domain(fixture: &Fixture) -> (Journey, Inventory) {
    let (mut ui, before) = domain(fixture, "shop-sign-in").await;
    ui.press("e").sees("› Edit shop-sign-in").await.sees("▶").await.rests().await;
    ui.fill("Login pages version", "2").await;
    ui.press("ctrl-s").confirms("Update domain shop-sign-in?").await;
    (ui, before)
}

async fn the_same_change_of_a_domain_by_somebody_else_leaves_nothing_to_send(fixture: &Fixture) {
    let (mut ui, before) = changing_domain(fixture).await;
    fixture.other_admin.change_domain(&fixture.seed.user_pool, "shop-sign-in", 2).await;
    fixture.before().await;
    ui.press("y").sees("changed by someone else").await.sees("Nothing is left to send.").await;
    ui.press("esc").vanishes("changed by someone else").await;
    fixture.received("UpdateUserPoolDomain", &[]);
    fixture
        .holds_changed(
            &before,
            &[("domain shop-sign-in", "DomainDescription", json!({"ManagedLoginVersion": 2}))],
        )
        .await;
}

async fn a_domain_that_somebody_deleted_meanwhile_is_told_to_be_gone(fixture: &Fixture) {
    let (mut ui, mut before) = changing_domain(fixture).await;
    fixture.other_admin.remove_domain(&fixture.seed.user_pool, "shop-sign-in").await;
    forget_domain(fixture, &mut before, "shop-sign-in", "Domain");
    ui.press("y").sees("shop-sign-in no longer exists").await.sees("Nothing was changed.").await;
    fixture.received("UpdateUserPoolDomain", &[]);
    assert_eq!(fixture.other_admin.inventory().await, before);
}

/// Takes a domain of `shop-users` out of what was there before.
fn forget_domain(fixture: &Fixture, before: &mut Inventory, name: &str, member: &str) {
    before.remove(&format!("domain {name}"));
    let told = before
        .get_mut(&format!("user pool {}", fixture.seed.user_pool))
        .and_then(|told| told["UserPool"].as_object_mut())
        .expect("the user pool");
    told.shift_remove(member);
    // Ministack tells a member that is not set as null.
    if fixture.is_ministack() {
        told.insert(member.to_owned(), Value::Null);
    }
}

/// Deletes a domain of `shop-users`, and nothing else.
async fn deletes_domain(fixture: &Fixture, name: &str, member: &str) {
    let (mut ui, mut before) = domain(fixture, name).await;
    let pool = &fixture.seed.user_pool;
    let region = pool.split('_').next().expect("a region");
    let host =
        if name.contains('.') { name.to_owned() } else { format!("{name}.auth.{region}.amazoncognito.com") };
    let title = format!("Delete domain {host}?");
    ui.press("D")
        .asked(&title)
        .await
        .rests()
        .await
        .write(&host[..4])
        .press("enter")
        .sees(&format!("Type {host} first, then Enter deletes it."))
        .await;
    fixture.received("DeleteUserPoolDomain", &[]);
    // A custom domain takes its time to go, but not at ministack.
    let going = name.contains('.') && !fixture.is_ministack();
    let words = if going { "✓ Accepted: AWS is deleting it" } else { "✓ Deleted and verified" };
    ui.write(&host[4..]).press("enter").sees(words).await;
    fixture.received("DeleteUserPoolDomain", &[json!({"UserPoolId": pool, "Domain": name})]);
    forget_domain(fixture, &mut before, name, member);
    assert_eq!(fixture.other_admin.inventory().await, before);
    ui.press("enter").vanishes(words).await.vanishes(&format!("Domain                      {name}")).await;
}

async fn a_prefix_domain_is_deleted_and_the_custom_one_stays(fixture: &Fixture) {
    deletes_domain(fixture, "shop-sign-in", "Domain").await;
}

async fn a_custom_domain_is_deleted_and_the_prefix_stays(fixture: &Fixture) {
    deletes_domain(fixture, "login.shop.example", "CustomDomain").await;
}

async fn a_domain_that_is_taken_comes_back_on_its_field(fixture: &Fixture) {
    let (mut ui, before) = new_domain(fixture).await;
    ui.fill("Domain", "shop-sign-in").await;
    ui.press("ctrl-s").confirms("Create domain shop-sign-in?").await.press("y");
    ui.sees("shop-sign-in was not created")
        .await
        .sees("Nothing was changed.")
        .await
        .press("esc")
        .sees("▶ Domain *")
        .await
        .sees("shop-sign-in")
        .await;
    // Ministack has words of its own for it, which nothing tells to be about the name.
    if !fixture.is_ministack() {
        ui.sees("✗ InvalidParameterException: Domain already associated with").await;
    }
    assert_eq!(fixture.before().await, before);
    ui.press("end").write("-2").marks("shop-sign-in-2").await;
    makes_domain(fixture, &mut ui, before, "Domain", json!({"Domain": "shop-sign-in-2"})).await;
}
