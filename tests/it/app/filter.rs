//! The filter of a list whose rows are read in turn: what it reads, what it finds, and what it says
//! meanwhile.

use std::collections::BTreeSet;

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::message::{Call, Effect, Event, Progress, Reply};
use cognitui::resource::Document;
use serde_json::{Value, json};

const CLIENTS: usize = 40;

/// So many clients take longer than a minute.
const LONG: usize = 300;

/// The list of 40 app clients, the first 16 of which are in sight and read; what follows is held. Client 035
/// has the implicit flow and a URL on localhost; client 001 has a secret, which is returned.
fn clients() -> (Harness, String) {
    let (harness, secret) = listed(CLIENTS);
    assert_eq!(read(&harness).len(), 16 + 1, "the rows in sight, and one more is under way");
    (harness, secret)
}

/// The list of so many app clients, of which those in sight are read.
fn listed(clients: usize) -> (Harness, String) {
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool");
    let mut secret = Value::Null;
    for number in 0..clients {
        let mut client =
            json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": format!("client {number:03}")});
        if number == 35 {
            client["AllowedOAuthFlowsUserPoolClient"] = json!(true);
            client["AllowedOAuthFlows"] = json!(["implicit"]);
            client["AllowedOAuthScopes"] = json!(["openid"]);
            client["CallbackURLs"] = json!(["http://localhost:3000/Callback"]);
        }
        client["GenerateSecret"] = json!(number == 1);
        let client = store.call("CreateUserPoolClient", client).expect("a client");
        if number == 1 {
            secret = client["UserPoolClient"]["ClientSecret"].clone();
        }
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("enter").hold = true;
    harness.press("2").step().step().step().step().step().sees("▶ client 000");
    (harness, secret.as_str().expect("a secret").to_owned())
}

/// The ids of the clients that were read, oldest first.
fn read(harness: &Harness) -> Vec<&str> {
    let reads = harness.sent.iter().filter_map(|call| match call {
        Call::Prefetch(key) => Some(key.id.as_str()),
        _ => None,
    });
    reads.collect()
}

#[test]
fn a_filter_reads_every_row_once_says_how_far_it_is_and_never_that_nothing_matches() {
    let (mut harness, _) = clients();
    harness.press("j j /").write("implicit");
    harness.sees("/ implicit  0 matches in 16 read · 24 unread").sees("24 unread, loading in turn.");
    for read in (20..=32).step_by(4) {
        harness.step().sees(&format!("/ implicit  0 matches in {read} read · {} unread", CLIENTS - read));
        harness.never_shows("No app clients").never_shows("There are no");
    }
    harness
        .step()
        .sees("▶ client 035")
        .sees("/ implicit  1 match in 36 read · 4 unread")
        .sees("4 unread, loading");
    harness.step().sees("▶ client 035").sees("/ implicit  1 of 40").never_shows("unread");
    let all = read(&harness);
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (CLIENTS, CLIENTS), "each once");
    harness.press("esc").sees("▶ client 002").sees("2 App clients (40)");
    harness.hold = false;
    harness.press("/").write("localhost").sees("/ localhost  1 of 40");
    assert_eq!(read(&harness).len(), CLIENTS, "what was read is kept");
}

#[test]
fn esc_stops_the_reading_and_what_was_read_is_kept() {
    let (mut harness, _) = listed(LONG);
    harness.press("/").write("implicit").press("enter");
    assert_eq!(harness.held.len(), 4);
    harness.step().press("esc").sees("▶ client 000");
    assert!(harness.held.is_empty(), "the reads under way are cancelled: {:?}", harness.held);
    harness.press("/").write("implicit").sees("/ implicit  0 matches in 20 read · 280 unread");
}

#[test]
fn the_open_list_is_read_on_one_row_at_a_time_while_nothing_else_is_under_way() {
    let (mut harness, _) = clients();
    for read_so_far in 17..24 {
        assert_eq!((harness.held.len(), read(&harness).len()), (1, read_so_far));
        harness.step();
    }
    harness.press("?");
    harness.step();
    assert!(harness.held.is_empty(), "behind a dialog nothing is read on: {:?}", harness.held);
    harness.press("esc");
    assert_eq!(harness.held.len(), 1);
    harness.press("G");
    assert_eq!(harness.held.len(), 4, "what comes into sight comes first");
    harness.release().press("/").write("localhost").sees("/ localhost  1 of 40");
    let all = read(&harness);
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (CLIENTS, CLIENTS), "each once");
}

#[test]
fn what_takes_more_than_a_minute_says_so_and_is_read_only_after_enter() {
    let (mut harness, _) = listed(LONG);
    assert!(harness.held.is_empty(), "so many rows are not read unasked: {:?}", harness.held);
    harness.press("j j /").write("implicit").sees("0 matches in 16 read · 284 unread");
    harness.sees("Reading 284 app clients takes about 1 min.");
    harness.sees("Enter read all  Esc only what is read").never_shows("No app clients");
    assert!(harness.held.is_empty());
    harness.press("esc").sees("/ implicit  0 matches in 16 read").never_shows("No app clients");
    harness.sees("(about 1 min), Esc clears the filter.");
    assert!(harness.held.is_empty());
    let before = read(&harness).len();
    harness.press("/ enter").sees("284 unread, loading in turn, about 1 min. Esc");
    harness.release().sees("▶ client 035").sees("/ implicit  1 of 300");
    let since: Vec<_> = read(&harness).split_off(before);
    let each: BTreeSet<_> = since.iter().collect();
    assert_eq!((since.len(), each.len()), (LONG - 16, LONG - 16), "as many reads as rows, each once");
    harness.press("esc").sees("▶ client 002");
}

#[test]
fn esc_during_a_refresh_returns_to_the_row_too() {
    let (mut harness, _) = clients();
    harness.press("j j j r /").write("client 01").sees("▶ client 010").press("esc").sees("▶ client 003");
    harness.release().sees("▶ client 003");
}

#[test]
fn esc_returns_to_the_row_also_after_enter_and_after_a_look_at_a_match() {
    let (mut harness, _) = clients();
    harness.release();
    harness.press("j j /").write("localhost").press("enter").sees("▶ client 035").press("esc");
    harness.sees("▶ client 002").sees("2 App clients (40)");
    harness.press("/").write("client 03").press("enter j enter").sees("› client 031");
    harness.press("esc").sees("▶ client 031").press("esc").sees("▶ client 002");
    harness.press("/").write("zzz").press("enter esc").sees("▶ client 002");
}

#[test]
fn a_filter_whose_reading_was_stopped_says_so_and_not_that_nothing_matches() {
    let (mut harness, _) = clients();
    harness.press("/").write("implicit").press("enter s").sees("24 unread: loading was stopped.");
    harness.never_shows("No app clients");
}

#[test]
fn words_are_excluded_and_members_are_named() {
    let (mut harness, _) = clients();
    harness.release();
    for (filter, shown) in [
        ("callback:LOCALHOST", 1),
        ("logout:localhost", 0),
        ("localhost:3000", 1),
        ("!implicit", 39),
        ("client !implicit 035", 0),
        ("flows:implicit", 1),
        ("ALLOWEDOAUTHSCOPES:openid", 1),
    ] {
        harness.press("/").write(filter).sees(&format!("/ {filter}  {shown} of 40")).press("esc");
    }
}

#[test]
fn an_excluded_word_shows_no_row_that_may_have_it() {
    let (mut harness, _) = clients();
    harness.press("/").write("!implicit").sees("/ !implicit  16 matches in 16 read · 24 unread");
}

#[test]
fn a_masked_value_never_matches() {
    let (mut harness, secret) = clients();
    harness.release();
    harness.press("/").write(&secret.to_lowercase()).sees("No app clients match the filter. Esc clears it.");
    harness.press("esc /").write(&format!("!{}", secret.to_lowercase())).sees("40 of 40");
}

#[test]
fn a_row_that_could_not_be_read_may_match() {
    let (mut harness, _) = clients();
    harness.fails("DescribeUserPoolClient", AppError::new("Can't load the app client: access denied"));
    harness.release();
    harness.press("/").write("zzz").sees("0 matches in 39 read. 1 could not be loaded");
    harness.never_shows("No app clients");
}

#[test]
fn while_the_list_is_still_loading_nothing_is_said_to_be_absent() {
    let mut harness = Harness::with(Store::empty(), Options::default(), Target::UserPools);
    harness.hold = true;
    harness.press("r");
    let (id, _) = harness.held[0].clone();
    let row = json!({"Id": "eu-west-1_1", "Name": "shop"});
    let rows = Document::from_value(row).into_iter().collect();
    harness.event(Event::Progress(id, Progress::Page(rows)));
    harness.press("/").write("zzz").sees("0 matches so far in 1 user pool.").never_shows("No user pools");
    harness.event(Event::Reply(id, Ok(Reply::Listed(None)))).sees("No user pools match in these columns.");
    assert!(!harness.app.update(Event::Tick, 0).iter().any(|effect| matches!(effect, Effect::Call(..))));
}
