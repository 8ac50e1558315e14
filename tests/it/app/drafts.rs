//! Drafts: what was edited in a form and not sent is kept, without secrets, and offered again.

use super::{NOW, shop};
use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::history::Record;
use cognitui::message::Event;
use serde_json::{Value, json};

/// The drafts that are kept.
fn drafts(harness: &Harness) -> Vec<Record> {
    let (found, unreadable) = harness.history.entries().expect("a history");
    assert_eq!(unreadable, 0);
    found.into_iter().filter(cognitui::history::HistoryEntry::is_draft).map(|entry| entry.record).collect()
}

/// The settings of the only draft, with their values.
fn draft(harness: &Harness) -> Value {
    let found = drafts(harness);
    assert_eq!(found.len(), 1, "{found:?}");
    found[0].changes.iter().map(|change| (change.path.clone(), json!(change.after))).collect()
}

fn stored(harness: &mut Harness) -> Value {
    let id = harness.store.identity_pool_id("shop");
    Value::Object(harness.store.identity_pool_mut(&id).clone())
}

/// The program is started again with what the first one has left.
fn restarted(before: Harness) -> Harness {
    let Harness { history, store, now, .. } = before;
    let mut next = Harness::with_history(history, store, Options::default(), Target::IdentityPools);
    next.now = now + 2 * 3600;
    next
}

#[test]
fn edits_are_kept_while_they_are_made_and_are_gone_once_they_are_undone() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store");
    assert_eq!(draft(&harness), json!({"IdentityPoolName": "store"}));
    harness.press("!");
    assert_eq!(draft(&harness), json!({"IdentityPoolName": "store!"}));
    harness.fill("Name", "shop");
    assert_eq!(drafts(&harness), vec![]);
    harness.press("esc").never_shows("Discard");
}

#[test]
fn a_form_that_is_left_with_its_draft_offers_it_and_sends_only_its_edits() {
    let mut harness = Harness::at(NOW, shop().store, Options::default(), Target::IdentityPools);
    let before = stored(&mut harness);
    harness.press("e").fill("Name", "store").press("esc").sees("k  keep a draft").press("k");
    harness.sees("The draft of shop is kept: its form offers it again.");
    let mut next = restarted(harness);
    next.press("e").sees("You left 1 change 2 hours ago:").sees("shop → store").press("enter");
    next.sees("1 change is back.").press("ctrl-s").sees("shop  →  store").press("pgdn y");
    next.sees("1 setting changed, 0 others");
    let mut expected = before;
    expected["IdentityPoolName"] = json!("store");
    let id = next.store.identity_pool_id("store");
    assert_eq!(Value::Object(next.store.identity_pool_mut(&id).clone()), expected);
    assert_eq!(drafts(&next), vec![], "what is applied is no draft any more");
    next.press("enter e").never_shows("You left");
}

#[test]
fn a_draft_goes_when_it_is_discarded_and_not_when_it_is_only_looked_at() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("esc k e esc");
    assert_eq!(drafts(&harness).len(), 1);
    harness.press("e d").sees("The draft is thrown away.").never_shows("You left");
    assert_eq!(drafts(&harness), vec![]);
    harness.fill("Name", "store").press("esc y");
    assert_eq!(drafts(&harness), vec![]);
    harness.press("e").never_shows("You left");
}

#[test]
fn keys_at_the_offer_edit_nothing() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("esc k e x ctrl-s");
    harness.event(Event::Paste("pasted".into())).sees("You left 1 change");
    assert_eq!(draft(&harness), json!({"IdentityPoolName": "store"}));
    assert!(harness.updates().is_empty());
}

#[test]
fn what_somebody_changed_meanwhile_stays_and_the_same_setting_is_a_choice() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("esc k");
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id).insert("AllowClassicFlow".into(), json!(false));
    harness.press("e enter ctrl-s").sees("shop  →  store").never_shows("Classic flow  ").press("esc esc k");
    harness.store.identity_pool_mut(&id).insert("IdentityPoolName".into(), json!("market"));
    harness.press("e enter").sees("it changed after you opened it").sees("market").press("right m");
    harness.sees("market  →  store").press("pgdn y").sees("1 setting changed, 0 others");
    let pool = harness.store.identity_pool_mut(&id).clone();
    assert_eq!((&pool["IdentityPoolName"], &pool["AllowClassicFlow"]), (&json!("store"), &json!(false)));
    assert_eq!(drafts(&harness), vec![]);
}

#[test]
fn a_draft_whose_edits_somebody_made_too_has_nothing_left() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("esc k");
    let id = harness.store.identity_pool_id("shop");
    harness.store.identity_pool_mut(&id).insert("IdentityPoolName".into(), json!("store"));
    harness.press("e enter").sees("Nothing is left of the draft: all of it is set already.");
    assert_eq!(drafts(&harness), vec![]);
}

#[test]
fn a_new_resource_that_was_not_created_is_offered_as_it_was_filled_in() {
    let mut harness = shop();
    harness.press("n").fill("Name", "cart").press("esc k");
    let mut next = restarted(harness);
    next.press("n").sees("You left").sees("cart").press("enter").sees("cart");
    next.press("ctrl-s pgdn y").sees("✓ Created.").press("enter");
    assert!(!next.store.identity_pool_id("cart").is_empty());
    assert_eq!(drafts(&next), vec![]);
}

#[test]
fn a_write_that_fails_keeps_its_draft() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("ctrl-s");
    harness.fails("UpdateIdentityPool", AppError::new("Refused")).press("pgdn y").sees("Refused");
    assert_eq!(draft(&harness), json!({"IdentityPoolName": "store"}));
}

#[test]
fn the_history_lists_drafts_to_continue_or_to_throw_them_away() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("esc k H").sees("draft").sees("UpdateIdentityPool");
    harness.press("U").sees("U does nothing here").press("e").sees("You left 1 change").press("esc");
    harness.press("D").sees("D again throws the draft of shop away.").press("j D").sees("D again");
    assert_eq!(drafts(&harness).len(), 1, "another key in between takes the question back");
    harness.press("enter").sees("Not sent. The form of the resource offers these").sees("shop → store");
    harness.never_shows("Request id").never_shows("Ended ").press("esc D").sees("D again").press("D");
    harness.sees("The draft of shop is thrown away.").sees("There are no changes here.");
    assert_eq!(drafts(&harness), vec![]);
}

#[test]
fn another_account_or_region_is_offered_no_draft_of_this_one() {
    let mut harness = shop();
    harness.press("e").fill("Name", "store").press("esc k");
    harness.app.connection.region = Some("us-east-1".into());
    harness.press("e").never_shows("You left").press("esc H").sees("draft");
    harness.press("e").sees("start cognitui with --region eu-west-1");
}

#[test]
fn without_a_history_no_draft_is_kept_and_leaving_offers_none() {
    let mut harness = shop();
    harness.app.options.history = None;
    harness
        .press("e")
        .fill("Name", "store")
        .press("esc")
        .sees("Discard the edits?")
        .never_shows("keep a draft");
    harness.press("k").sees("Discard the edits?");
    assert_eq!(drafts(&harness), vec![]);
}

#[test]
fn a_draft_that_can_not_be_kept_is_told_once() {
    let mut harness = shop();
    let full = || Event::DraftFailed(AppError::new("The drafts can't be written").cause("disk full"));
    harness.press("e").fill("Name", "store").event(full()).sees("Your edits are not kept as a draft");
    harness.press("x").event(full()).never_shows("Your edits are not kept");
}

/// The console at an OIDC provider with a client secret.
fn provider() -> Harness {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let details = json!({"client_id": "abc", "client_secret": "S3CRET-old", "authorize_scopes": "openid",
        "oidc_issuer": "https://id.example.com", "attributes_request_method": "GET"});
    let provider = json!({"UserPoolId": pool, "ProviderName": "corp", "ProviderType": "OIDC",
        "ProviderDetails": details});
    store.call("CreateIdentityProvider", provider).expect("a provider");
    Harness::with(store, Options::default(), Target::UserPools)
}

#[test]
fn a_secret_is_in_no_draft_and_the_offer_says_so() {
    let mut harness = provider();
    harness.press("enter 3 e").focus_field("Client secret").press("ctrl-u").write("S3CRET-new");
    assert_eq!(drafts(&harness), vec![], "nothing of it can be kept");
    harness.press("up x esc k");
    let text = harness.history.read_drafts().expect("drafts");
    assert!(text.contains("abcx") && !text.contains("S3CRET"), "{text}");
    harness
        .press("e")
        .sees("You left 1 change")
        .sees("Not kept, because it is secret or too long: Client secret");
    harness.press("enter").sees("1 change is back. Not kept: Client secret.").press("ctrl-s");
    harness.sees("abc  →  abcx").never_shows("Client secret");
}

#[test]
fn the_draft_of_a_new_provider_is_offered_for_its_type_only() {
    let mut harness = provider();
    harness.press("enter 3 n").write("oidc").press("enter").fill("Name", "partner").press("esc k");
    harness.press("n").write("saml").press("enter").never_shows("You left").press("esc");
    harness.press("n").write("oidc").press("enter").sees("You left").press("enter").sees("partner");
}

#[test]
fn what_was_kept_of_a_new_provider_comes_back_and_its_secret_does_not() {
    let mut harness = provider();
    harness.press("enter 3 n").write("oidc").press("enter").fill("Name", "partner");
    harness.fill("Client id", "abc").fill("Client secret", "S3CRET-new").press("esc k");
    harness.press("n").write("oidc").press("enter").sees("secret or too long: Client secret").press("enter");
    harness.sees("Not kept: Client secret.").sees("partner").sees("abc");
    harness.press("ctrl-s").never_shows("Create identity provider");
}

#[test]
fn a_resource_that_is_created_anew_from_a_draft_takes_its_deletion_back() {
    let mut harness = shop();
    harness.press("D pgdn").write("shop").press("enter").sees("✓ Deleted and verified").press("U");
    harness.fill("Name", "cart").press("esc k").press("n").sees("You left").press("enter").sees("cart");
    harness.press("ctrl-s pgdn y").sees("✓ Created.");
    let [deletion, creation] = harness.recorded().try_into().expect("two changes");
    assert_eq!(creation.record.reverts, Some(deletion.record.id));
}
