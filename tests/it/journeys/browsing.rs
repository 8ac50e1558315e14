//! Lists, tabs and the resources themselves are read and shown.

use crate::support::fixture::{Fixture, journeys};
use cognitui::app::Target;

journeys! {
    user_pools_open_to_their_clients_providers_and_domains
    every_identity_provider_shows_its_details_and_masks_its_secrets
    an_identity_pool_shows_every_setting_and_leads_to_the_client_it_names
    the_header_shows_whose_account_it_is
    the_filter_finds_a_pool_and_esc_shows_all_again
    more_than_one_page_of_identity_pools_is_read_to_its_end
    the_trust_map_of_a_client_leads_to_what_it_uses_and_back
}

async fn user_pools_open_to_their_clients_providers_and_domains(fixture: &Fixture) {
    let mut ui = fixture.console(Target::UserPools);
    ui.sees("User pools (2)")
        .await
        .sees("staff")
        .await
        .sees("▶ shop-users")
        .await
        .press("enter")
        .sees(&fixture.seed.user_pool)
        .await;
    ui.press("2")
        .sees("App clients (3)")
        .await
        .sees("mobile")
        .await
        .sees("backend")
        .await
        .sees("▶ web")
        .await;
    ui.press("enter")
        .sees("ALLOW_USER_SRP_AUTH")
        .await
        .sees(&fixture.seed.web)
        .await
        .press("G")
        .sees("https://shop.example.com/signed-out")
        .await;
    ui.press("esc")
        .sees("▶ web")
        .await
        .press("/")
        .write("backend")
        .press("enter enter")
        .sees("Client secret")
        .await
        .sees("••••••••")
        .await;
    // The first Esc leaves the client, the second one its filter: back to where the filter began.
    ui.press("esc")
        .sees("▶ backend")
        .await
        .press("esc")
        .sees("▶ web")
        .await
        .press("3")
        .sees("Identity providers (3)")
        .await
        .sees("SAML")
        .await
        .sees("OIDC")
        .await;
    ui.press("4")
        .sees("shop-sign-in")
        .await
        .sees("ACTIVE")
        .await
        .press_until("j", "▶ Domain                      login.shop.example")
        .await;
    ui.press("esc").sees("▶ shop-users").await;
}

async fn every_identity_provider_shows_its_details_and_masks_its_secrets(fixture: &Fixture) {
    let mut ui = fixture.console(Target::Resource(cognitui::resource::Key::top(
        &cognitui::resource::tables::USER_POOL,
        &fixture.seed.user_pool,
    )));
    ui.press("3").sees("Identity providers (3)").await;
    ui.press("/")
        .write("okta")
        .press("enter enter")
        .sees("https://idp.example.com/metadata")
        .await
        .press("esc esc");
    ui.press("/")
        .write("partner")
        .press("enter enter")
        .sees("https://login.example.com")
        .await
        .sees("Client secret")
        .await;
    ui.never_shows("oidc-secret-value").await.press("x").sees("oidc-secret-value").await.press("x esc esc");
    ui.press("/")
        .write("Google")
        .press("enter enter")
        .sees("123.apps")
        .await
        .sees("••••••••")
        .await
        .never_shows("google-secret-value")
        .await;
}

async fn an_identity_pool_shows_every_setting_and_leads_to_the_client_it_names(fixture: &Fixture) {
    let mut ui = fixture.identity_pool("shop").await;
    ui.press("enter").sees(&fixture.seed.shop).await;
    for text in [
        "Guest access",
        "login.shop",
        "oidc-provider/ci.example.com",
        "saml-provider/adfs",
        "123.apps",
        "team",
        &fixture.seed.web,
    ] {
        ui.sees(text).await;
    }
    ui.press("j j j j j")
        .sees("▶   Provider")
        .await
        .press("enter")
        .sees("Authentication flows")
        .await
        .sees("› web")
        .await;
    ui.press("esc").sees("▶   Provider").await.press("esc").sees("▶ shop").await;
}

async fn the_header_shows_whose_account_it_is(fixture: &Fixture) {
    let mut ui = fixture.console(Target::IdentityPools);
    ui.sees(fixture.account).await.sees("eu-west-1").await;
}

async fn the_filter_finds_a_pool_and_esc_shows_all_again(fixture: &Fixture) {
    let mut ui = fixture.console(Target::IdentityPools);
    // Each service has an order of its own.
    let shown = ui.sees("Identity pools (2)").await.sees("▶ ").await.screen();
    let (selected, other) = if shown.contains("▶ shop") { ("shop", "bare") } else { ("bare", "shop") };
    ui.press("/").write(other).sees("1 of 2").await.sees(&format!("▶ {other}")).await;
    ui.press("esc").vanishes("1 of 2").await.sees(other).await.sees(&format!("▶ {selected}")).await;
}

async fn more_than_one_page_of_identity_pools_is_read_to_its_end(fixture: &Fixture) {
    for number in 0..60 {
        fixture.other_admin.identity_pool(&format!("further {number:02}"), |pool| pool).await;
    }
    let mut ui = fixture.console(Target::IdentityPools);
    ui.sees("Identity pools (62)").await;
    for number in ["00", "31", "59"] {
        ui.press("/")
            .write(&format!("further {number}"))
            .sees(&format!("▶ further {number}"))
            .await
            .press("esc")
            .vanishes(" of 62")
            .await;
    }
}

async fn the_trust_map_of_a_client_leads_to_what_it_uses_and_back(fixture: &Fixture) {
    let mut ui = fixture.console(Target::UserPools);
    ui.sees("▶ shop-users")
        .await
        .press("enter 2")
        .sees("▶ web")
        .await
        .press("enter")
        .sees("ALLOW_USER_SRP_AUTH")
        .await;
    ui.press("w").sees("Trust map").await.sees("shop.example.com").await.sees("redirect host").await;
    ui.press("G enter").sees("› Trust map").await.press("esc esc").sees("ALLOW_USER_SRP_AUTH").await;
}
