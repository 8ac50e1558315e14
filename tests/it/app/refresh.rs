//! A refresh that does not reach its end: what is shown stays, its age and the failure are told, and the
//! failure is readable whole.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::{Call, Event, Progress, Reply, RequestId};
use cognitui::resource::Document;
use serde_json::json;

use super::NOW;
use crate::support::harness::Harness;

fn expired() -> AppError {
    AppError::new("Can't list the identity pools: the credentials have expired")
        .hint(
            "Sign in again in another terminal (aws sso login --profile prod, or aws login), then try again.",
        )
        .cause("ExpiredTokenException: The security token included in the request is expired")
        .kind(ErrorKind::Credentials)
}

fn row(name: &str) -> Document {
    Document::from_value(json!({"IdentityPoolId": format!("eu-west-1:{name}"), "IdentityPoolName": name}))
        .expect("an object")
}

/// A list of identity pools in which every read waits: its rows, read whole at [`NOW`], and the id of the
/// refresh that was begun four minutes later.
fn refreshing(names: &[&str]) -> (Harness, RequestId) {
    let mut harness = empty();
    let list = begin_refresh(&mut harness);
    page(&mut harness, list, names);
    harness.event(Event::Reply(list, Ok(Reply::Listed(None))));
    harness.now = NOW + 240;
    let list = begin_refresh(&mut harness);
    (harness, list)
}

fn empty() -> Harness {
    let mut harness = Harness::at(NOW, Store::empty(), Options::default(), Target::IdentityPools);
    harness.event(Event::Resize { width: 100, height: 30 });
    harness.hold = true;
    harness
}

fn begin_refresh(harness: &mut Harness) -> RequestId {
    harness.held.clear();
    harness.press("r");
    let list = harness.held.iter().find(|(_, call)| matches!(call, Call::List(..)));
    list.expect("the list is read").0
}

fn page(harness: &mut Harness, list: RequestId, names: &[&str]) {
    let rows = names.iter().map(|name| row(name)).collect();
    harness.event(Event::Progress(list, Progress::Page(rows)));
}

fn fail(harness: &mut Harness, list: RequestId) {
    harness.event(Event::Reply(list, Err(expired())));
}

/// The names in the list, from top to bottom, with the signs before them.
fn names(harness: &Harness) -> Vec<String> {
    let screen = harness.screen(100, 30);
    let rows = screen.lines().filter(|line| line.contains("eu-west-1:"));
    rows.map(|line| line.trim_start_matches(['▶', ' ']).split("  ").next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn a_failed_refresh_says_how_old_the_rows_are_and_shows_the_whole_failure_at_80_columns() {
    let (mut harness, list) = refreshing(&["a", "b", "c"]);
    fail(&mut harness, list);
    harness
        .event(Event::Resize { width: 80, height: 24 })
        .sees("✗ Not refreshed: the credentials have expired · showing what was read 4")
        .sees("minutes ago · ! shows why")
        .never_shows("Incomplete")
        .never_shows("r refreshes");
    assert_eq!(harness.clipped(80, 24), [""; 0]);
    assert_eq!(names(&harness), ["a", "b", "c"]);
    harness
        .press("!")
        .sees("Can't list the identity pools: the credentials have expired")
        .sees("Sign in again in another terminal (aws sso login --profile prod")
        .sees("ExpiredTokenException: The security token")
        .sees("Once that is done, r refreshes.");
    assert_eq!(harness.clipped(80, 24), [""; 0]);
    harness.press("y").sees("Sent to the clipboard: the error");
    assert_eq!(harness.copied, [expired().lines().join("\n")]);
    harness.press("esc").vanishes("Why it failed");
}

#[test]
fn the_key_that_shows_the_failure_is_there_only_after_a_failure() {
    let (mut harness, list) = refreshing(&["a"]);
    harness.press("!").sees("! does nothing here");
    fail(&mut harness, list);
    harness.press("!").sees("Why it failed").press("!").vanishes("Why it failed");
}

#[test]
fn rows_of_pages_that_a_refresh_does_not_reach_stay_and_are_marked_as_old() {
    let (mut harness, list) = refreshing(&["a", "b", "c", "d", "e"]);
    harness.press("j j j").sees("▶ d");
    page(&mut harness, list, &["a", "b"]);
    assert_eq!(names(&harness), ["a", "b", "c", "d", "e"], "while it is read, no row is gone");
    harness.sees("▶ d");
    fail(&mut harness, list);
    harness
        .sees("✗ Refreshed in part: the credentials have expired · ~ marks what was read 4 minutes ago")
        .sees("▶~d");
    assert_eq!(names(&harness), ["a", "b", "~c", "~d", "~e"]);
}

#[test]
fn a_refresh_whose_first_page_is_empty_takes_no_row_away_before_its_end() {
    let (mut harness, list) = refreshing(&["a", "b"]);
    page(&mut harness, list, &[]);
    assert_eq!(names(&harness), ["a", "b"]);
    fail(&mut harness, list);
    assert_eq!(names(&harness), ["a", "b"]);
    harness.sees("Not refreshed").sees("4 minutes ago");
    let list = begin_refresh(&mut harness);
    page(&mut harness, list, &[]);
    harness.event(Event::Reply(list, Ok(Reply::Listed(None)))).sees("There are no identity pools here.");
}

#[test]
fn rows_that_are_gone_go_at_the_end_of_the_refresh_and_new_ones_come_in_their_place() {
    let (mut harness, list) = refreshing(&["a", "b", "c"]);
    harness.press("G").sees("▶ c");
    page(&mut harness, list, &["new", "a"]);
    page(&mut harness, list, &["c"]);
    assert_eq!(names(&harness), ["new", "a", "c", "b"]);
    harness.event(Event::Reply(list, Ok(Reply::Listed(None)))).sees("▶ c");
    assert_eq!(names(&harness), ["new", "a", "c"]);
}

#[test]
fn a_refresh_that_is_stopped_keeps_the_rows_and_says_what_it_did_not_reach() {
    let (mut harness, list) = refreshing(&["a", "b"]);
    page(&mut harness, list, &["a"]);
    harness.press("s").sees("Refreshed in part: loading stopped · ~ marks what was read 4 minutes ago");
    assert_eq!(names(&harness), ["a", "~b"]);
}

#[test]
fn a_list_that_was_never_read_to_its_end_is_incomplete_and_a_failed_refresh_of_it_says_both() {
    let mut harness = empty();
    let list = begin_refresh(&mut harness);
    page(&mut harness, list, &["a"]);
    fail(&mut harness, list);
    harness.sees("✗ Incomplete list: the credentials have expired · ! shows why");
    harness.now += 240;
    let list = begin_refresh(&mut harness);
    fail(&mut harness, list);
    harness.sees("✗ Not refreshed: the credentials have expired").sees("4 minutes ago, incomplete");
}

#[test]
fn a_failed_refresh_of_details_keeps_the_document_its_age_and_the_failure() {
    let mut harness = Harness::at(NOW, Store::demo(), Options::default(), Target::IdentityPools);
    harness.event(Event::Resize { width: 100, height: 30 });
    harness.press("enter").sees("Guest access");
    harness.now = NOW + 7200;
    let denied = AppError::new("Can't load the identity pool: access denied")
        .hint("The credentials need the permission cognito-identity:DescribeIdentityPool.")
        .cause("AccessDeniedException: User: arn:aws:iam::123456789012:user/ann is not authorized");
    harness
        .fails("DescribeIdentityPool", denied)
        .press("r")
        .sees("Guest access")
        .sees("✗ Not refreshed: access denied · showing what was read 2 hours ago · ! shows why");
    assert_eq!(harness.clipped(80, 24), [""; 0]);
    harness
        .press("!")
        .sees("need the permission")
        .sees("AccessDeniedException")
        .sees("r refreshes.")
        .press("esc r")
        .vanishes("Not refreshed");
}

#[test]
fn a_failed_refresh_of_domains_and_of_principal_tags_keeps_what_was_read() {
    let denied = || AppError::new("Can't load it: access denied").hint("The credentials need a permission.");
    for (target, tab, operation, shown) in [
        (Target::UserPools, "4", "DescribeUserPoolDomain", "shop-prod.auth.eu-west-1.amazoncognito.com"),
        (Target::IdentityPools, "3", "GetPrincipalTagAttributeMap", "Default mappings            used"),
    ] {
        let mut harness = Harness::at(NOW, Store::demo(), Options::default(), target);
        harness.event(Event::Resize { width: 100, height: 60 });
        harness.press("enter").press(tab).sees(shown);
        harness
            .fails(operation, denied())
            .press("r")
            .sees(shown)
            .sees("access denied")
            .press("r")
            .sees(shown);
    }
}
