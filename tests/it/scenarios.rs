//! What is promised at every level, told once: without a network, and over HTTP.

use crate::support::console::{Console, Failure, scenarios};
use cognitui::app::Target;
use cognitui::demo::Store;
use serde_json::{Value, json};

scenarios! {
    a_classic_flow_that_was_never_set_stays_unset_until_it_is_chosen
    a_change_of_another_setting_by_somebody_else_stops_the_write_and_merges
    a_change_of_the_same_setting_by_somebody_else_waits_for_a_choice
    of_a_setting_that_both_changed_the_chosen_side_is_sent_after_another_yes
    an_update_whose_response_is_lost_is_read_again_and_never_sent_twice
    a_deletion_whose_response_is_lost_is_read_again_and_never_sent_twice
}

/// The console at an identity pool that has all settings and a member newer than this build; the pool's id.
async fn shop<C: Console>() -> (C, String) {
    let mut store = Store::empty();
    let id = crate::support::shop(&mut store);
    let mut ui = C::start(store, Target::IdentityPools).await;
    ui.sees("▶ shop").await;
    (ui, id)
}

/// The console at an identity pool that set nothing it did not have to; the pool's id.
async fn bare<C: Console>() -> (C, String) {
    let mut store = Store::empty();
    let body = json!({"IdentityPoolName": "bare", "AllowUnauthenticatedIdentities": false});
    let made = store.call("CreateIdentityPool", body).expect("an identity pool");
    let mut ui = C::start(store, Target::IdentityPools).await;
    ui.sees("▶ bare").await;
    (ui, made["IdentityPoolId"].as_str().expect("an id").to_owned())
}

fn last(ui: &impl Console) -> Value {
    ui.sent("UpdateIdentityPool").pop().expect("an update")
}

async fn a_classic_flow_that_was_never_set_stays_unset_until_it_is_chosen<C: Console>() {
    let (mut ui, id) = bare::<C>().await;
    ui.press("u").confirms("Update identity pool bare?").await.press("y").sees("1 setting changed").await;
    assert!(last(&ui).get("AllowClassicFlow").is_none(), "absent stays absent");
    ui.press("enter").vanishes("Update identity pool bare?").await.press("c");
    ui.sees("Classic flow of bare is allowed (never set)")
        .await
        .sees("▶ blocked")
        .await
        .sees("  allowed")
        .await;
    assert_eq!(ui.sent("UpdateIdentityPool").len(), 1, "nothing is sent before a value is chosen");
    for (keys, change, allowed) in [
        ("down enter", "allowed (never set)  →  allowed", true),
        ("enter c", "allowed  →  blocked", false),
        ("enter c", "blocked  →  allowed", true),
    ] {
        ui.press(keys).confirms(change).await.press("y").sees("✓ 1 setting changed, 0 others").await;
        assert_eq!(last(&ui)["AllowClassicFlow"], allowed);
        let stored = ui.with_store(|store| store.identity_pool_mut(&id)["AllowClassicFlow"].clone());
        assert_eq!(stored, allowed);
    }
}

async fn a_change_of_another_setting_by_somebody_else_stops_the_write_and_merges<C: Console>() {
    let (mut ui, id) = shop::<C>().await;
    ui.press("c").confirms("Update identity pool shop?").await;
    ui.with_store(|store| store.identity_pool_mut(&id)["IdentityPoolTags"]["team"] = json!("app"));
    ui.press("y").sees("shop was changed by someone else").await;
    ui.sees("Tags › team  web  →  app").await.sees("Classic flow  allowed  →  blocked").await;
    assert_eq!(ui.sent("UpdateIdentityPool"), [json!(null); 0], "nothing is sent");
    ui.press("m").confirms("Update identity pool shop?").await.press("y");
    ui.sees("1 setting changed, 0 others").await;
    assert_eq!(last(&ui)["IdentityPoolTags"], json!({"team": "app"}), "theirs is kept");
    assert_eq!(last(&ui)["AllowClassicFlow"], false, "and mine is on top");
}

async fn a_change_of_the_same_setting_by_somebody_else_waits_for_a_choice<C: Console>() {
    let (mut ui, id) = bare::<C>().await;
    ui.press("c").sees("is allowed (never set)").await.press("enter");
    ui.confirms("Update identity pool bare?").await;
    ui.with_store(|store| store.identity_pool_mut(&id).insert("AllowClassicFlow".into(), json!(true)));
    ui.press("y").sees("1 setting left to choose").await;
    ui.press("m").sees("Choose a side first: 1 setting").await;
    ui.press("esc").vanishes("left to choose").await;
    assert_eq!(ui.sent("UpdateIdentityPool"), [json!(null); 0], "nothing is sent");
}

async fn of_a_setting_that_both_changed_the_chosen_side_is_sent_after_another_yes<C: Console>() {
    let (mut ui, id) = bare::<C>().await;
    ui.press("e").sees("Edit bare").await.press("end").write(" mine");
    ui.press("tab tab space").press("ctrl-s").confirms("Update identity pool bare?").await;
    ui.with_store(|store| {
        let pool = store.identity_pool_mut(&id);
        pool.insert("IdentityPoolName".into(), json!("theirs"));
        pool.insert("IdentityPoolTags".into(), json!({"team": "theirs"}));
    });
    ui.press("y").sees("1 setting left to choose").await.sees("○ ← theirs").await;
    ui.press("left").sees("● ← theirs").await.sees("m merges as chosen and asks again.").await;
    ui.press("right").sees("● → yours").await.press("m").confirms("Update identity pool bare?").await;
    ui.sees("theirs  →  bare mine").await.press("y").sees("2 settings changed, 0 others").await;
    let sent = last(&ui);
    assert_eq!(
        (&sent["IdentityPoolName"], &sent["IdentityPoolTags"]),
        (&json!("bare mine"), &json!({"team": "theirs"}))
    );
}

async fn an_update_whose_response_is_lost_is_read_again_and_never_sent_twice<C: Console>() {
    for failure in [Failure::ResponseLost, Failure::ResponseTruncated] {
        let (mut ui, id) = shop::<C>().await;
        ui.press("c").confirms("Update identity pool shop?").await;
        ui.fail_next("UpdateIdentityPool", failure);
        ui.press("y").sees("The response was lost, but the change was applied").await;
        ui.sees("1 setting changed, 0 others").await;
        assert_eq!(ui.sent("UpdateIdentityPool").len(), 1);
        let stored = ui.with_store(|store| store.identity_pool_mut(&id)["AllowClassicFlow"].clone());
        assert_eq!(stored, false);
    }
}

async fn a_deletion_whose_response_is_lost_is_read_again_and_never_sent_twice<C: Console>() {
    let (mut ui, id) = shop::<C>().await;
    ui.press("D").sees("Delete identity pool shop?").await.never_shows("counting…").await.write("shop");
    ui.fail_next("DeleteIdentityPool", Failure::ResponseLost);
    ui.press("enter").sees("The response was lost, but it is deleted.").await;
    ui.press("enter").sees("There are no identity pools here").await;
    assert_eq!(ui.sent("DeleteIdentityPool"), [json!({"IdentityPoolId": id})]);
}
