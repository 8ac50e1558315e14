//! The columns of the list of app clients that its list does not answer: read for the rows in sight, at a
//! pace that leaves the quota to production. The real program over real HTTP, at its own pace.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::support::journey::Journey;
use cognitui::demo::{Cognito, Fault, Gate, Store};
use serde_json::json;

const READ: &str = "DescribeUserPoolClient";

/// A user pool with as many clients.
async fn served(count: usize) -> Cognito {
    let mut store = Store::empty();
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool")["UserPool"]["Id"]
            .clone();
    for number in 0..count {
        let client = json!({"UserPoolId": pool, "ClientName": format!("client {number:03}")});
        store.call("CreateUserPoolClient", client).expect("a client");
    }
    Cognito::start(store).await.expect("a server")
}

/// The console on the list of as many clients.
async fn list(server: &Cognito, count: usize) -> Journey {
    let mut ui = Journey::user_pools(server);
    ui.sees("▶ shop").await.press("enter 2").sees(&format!("App clients ({count})")).await;
    ui
}

/// The clients that were read, by the number in their names, in order.
fn read(server: &Cognito) -> Vec<usize> {
    let ids = server.received(READ);
    let name = |id: &str| {
        server.with_store(|store| {
            store.client_mut("shop", id)["ClientName"].as_str().expect("a name").to_owned()
        })
    };
    let number =
        |name: String| name.rsplit(' ').next().and_then(|number| number.parse().ok()).expect("a number");
    ids.iter().map(|body| number(name(body["ClientId"].as_str().expect("an id")))).collect()
}

/// Arrivals within any one second.
fn most_in_a_second(arrivals: &[Duration]) -> usize {
    let within = |from: &Duration| {
        arrivals.iter().filter(|at| **at >= *from && **at < *from + Duration::from_secs(1)).count()
    };
    arrivals.iter().map(within).max().unwrap_or(0)
}

#[tokio::test]
async fn only_the_rows_in_sight_are_read_each_once_and_at_most_four_a_second() {
    let server = served(60).await;
    let mut ui = list(&server, 60).await;
    ui.filled().await.rests().await;
    let rows = ui.screen().lines().filter(|line| line.contains("client 0")).count();
    assert_eq!(read(&server).into_iter().collect::<BTreeSet<_>>(), (0..rows).collect());
    assert_eq!(read(&server).len(), rows, "each once");
    let arrivals = server.arrival_times(READ);
    assert!(most_in_a_second(&arrivals) <= 4, "{arrivals:?}");
    ui.press("enter")
        .sees("Authentication flows")
        .await
        .press("esc")
        .sees("▶ client 000")
        .await
        .filled()
        .await
        .rests()
        .await;
    assert!(read(&server).len() <= rows + 1, "what was read is kept");
}

#[tokio::test]
async fn rows_that_are_scrolled_away_before_their_turn_are_not_read() {
    let server = served(200).await;
    let gate = Gate::new();
    server.inject_always(READ, Fault::Hold(gate.clone()));
    let mut ui = list(&server, 200).await;
    server.wait_for_requests(READ, 2).await;
    ui.press("G").sees("▶ client 199").await;
    let away = server.received(READ).len();
    gate.open();
    server.wait_for_requests(READ, away + 6).await;
    let read = read(&server);
    assert!(
        read[..away].iter().all(|number| *number < 40) && read[away..].iter().all(|number| *number > 150),
        "{read:?}"
    );
    assert!(away <= 8, "{read:?}");
}

#[tokio::test]
async fn a_list_that_is_throttled_becomes_slower_and_every_row_in_sight_is_filled_in_the_end() {
    let server = served(12).await;
    server.limit_rate(READ, 2);
    let mut ui = list(&server, 12).await;
    ui.filled().await.rests().await;
    let screen = ui.screen();
    assert_eq!(
        screen.lines().filter(|line| line.contains("client 0") && line.contains("30d 1h 1h")).count(),
        12,
        "{screen}"
    );
    assert_eq!(read(&server).into_iter().collect::<BTreeSet<_>>(), (0..12).collect());
    let arrivals = server.arrival_times(READ);
    assert!(most_in_a_second(&arrivals) <= 4, "{arrivals:?}");
}

/// Whether a line of the screen is that of a client whose columns could not be read.
fn is_refused(line: &str, number: usize) -> bool {
    line.contains(&format!("client 00{number}")) && line.contains("  ?")
}

#[tokio::test]
async fn a_row_that_may_not_be_read_says_so_and_r_tries_again() {
    let server = served(3).await;
    server.inject(READ, Fault::AccessDenied);
    let mut ui = list(&server, 3).await;
    ui.filled().await.rests().await;
    assert_eq!(read(&server).len(), 3);
    // Several are asked for at once, and the server refuses the one that arrives first.
    let screen = ui.screen();
    let refused: Vec<_> =
        (0..3).filter(|number| screen.lines().any(|line| is_refused(line, *number))).collect();
    let [refused] = refused.as_slice() else { panic!("one row is refused:\n{screen}") };
    for _ in 0..*refused {
        ui.press("j");
    }
    ui.sees(&format!("▶ client 00{refused}")).await.sees("can't be loaded").await;
    ui.press("r").sees_no("can't be loaded").await.filled().await.rests().await;
    assert_eq!(ui.screen().matches("30d 1h 1h").count(), 3);
}
