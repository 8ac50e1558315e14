//! The columns of app clients and identity pools that their lists do not answer: described for the rows in
//! sight, and for the others where that takes less than a minute. How fast, is tested in virtual time where
//! the requests leave (`src/aws/tests.rs`).

use std::collections::BTreeSet;

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

#[tokio::test]
async fn only_the_rows_in_sight_are_read_each_once() {
    let server = served(300).await;
    let mut ui = list(&server, 300).await;
    ui.filled().await.rests().await;
    let rows = ui.screen().lines().filter(|line| line.contains("client 0")).count();
    assert_eq!(read(&server).into_iter().collect::<BTreeSet<_>>(), (0..rows).collect());
    assert_eq!(read(&server).len(), rows, "each once");
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
}

#[tokio::test]
async fn a_filter_reads_every_row_once_and_finds_what_a_row_out_of_sight_has() {
    const CLIENTS: usize = 36;
    let server = served(CLIENTS).await;
    let last = server.with_store(|store| {
        let pool =
            store.call("ListUserPools", json!({"MaxResults": 1})).expect("pools")["UserPools"][0]["Id"]
                .clone();
        let clients = store.call("ListUserPoolClients", json!({"UserPoolId": pool, "MaxResults": 60}));
        let last = clients.expect("clients")["UserPoolClients"][CLIENTS - 1]["ClientId"].clone();
        last.as_str().expect("an id").to_owned()
    });
    server.with_store(|store| {
        store.client_mut("shop", &last).insert("LogoutURLs".into(), json!(["http://localhost:3000"]))
    });
    let mut ui = list(&server, CLIENTS).await;
    ui.press("j /").write("localhost").sees(" unread").await;
    assert!(!ui.screen().contains("No app clients"), "{}", ui.screen());
    ui.sees("▶ client 035").await.sees(&format!("/ localhost  1 of {CLIENTS}")).await.rests().await;
    assert_eq!(read(&server).into_iter().collect::<BTreeSet<_>>(), (0..CLIENTS).collect());
    assert_eq!(read(&server).len(), CLIENTS, "each once");
    ui.press("esc").sees("▶ client 001").await.filled().await.rests().await;
    assert_eq!(read(&server).len(), CLIENTS, "what was read is kept");
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
    ui.press("r").vanishes("can't be loaded").await.filled().await.rests().await;
    assert_eq!(ui.screen().matches("  off  ").count(), 3);
}

#[tokio::test]
async fn a_list_of_a_thousand_clients_is_read_within_the_rates_of_aws_and_only_the_rows_in_sight_are_described()
 {
    let mut store = Store::empty();
    let pool =
        store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a user pool")["UserPool"]["Id"]
            .clone();
    for number in 0..1000 {
        let client = json!({"UserPoolId": pool, "ClientName": format!("client {number:04}")});
        store.call("CreateUserPoolClient", client).expect("a client");
    }
    let server = Cognito::start(store).await.expect("a server");
    server.limit_rates_as_aws();
    let mut ui = Journey::user_pools(&server);
    ui.sees("▶ shop").await.press("enter 2").sees("App clients (1000)").await;
    assert_eq!(server.received("ListUserPoolClients").len(), 17, "no page is refused and read again");
    // Held down, every row is in sight for a moment.
    ui.press(&"pgdn ".repeat(20)).sees("▶ client 0640").await;
    server.wait_for_requests("DescribeUserPoolClient", 8).await;
    ui.press("G").sees("▶ client 0999").await;
    server.wait_for_requests("DescribeUserPoolClient", 14).await;
    let read = read(&server);
    assert!(read.len() < 40, "what was scrolled away was not asked for: {read:?}");
    assert_eq!(read.iter().collect::<BTreeSet<_>>().len(), read.len(), "each once: {read:?}");
}

/// A server with as many identity pools, of which every second one allows guests.
async fn identity_pools(count: usize) -> (Cognito, Vec<String>) {
    let mut store = Store::empty();
    let ids = (0..count).map(|number| {
        let pool = json!({
            "IdentityPoolName": format!("pool {number:03}"),
            "AllowUnauthenticatedIdentities": number % 2 == 0,
            "AllowClassicFlow": number % 2 == 0,
        });
        let created = store.call("CreateIdentityPool", pool).expect("an identity pool");
        created["IdentityPoolId"].as_str().expect("an id").to_owned()
    });
    let ids = ids.collect();
    (Cognito::start(store).await.expect("a server"), ids)
}

#[tokio::test]
async fn the_identity_pools_in_sight_are_read_each_once_and_no_others() {
    let (server, ids) = identity_pools(300).await;
    let gate = Gate::new();
    server.inject_always("DescribeIdentityPool", Fault::Hold(gate.clone()));
    let mut ui = Journey::identity_pools(&server);
    ui.sees("Identity pools (300)").await.sees("… loads in turn: AWS lists only names and ids.").await;
    server.clear_faults();
    gate.open();
    ui.filled().await.vanishes("loads in turn").await.rests().await;
    let screen = ui.screen();
    let rows: Vec<_> = screen.lines().filter(|line| line.contains("pool 0")).collect();
    assert!(rows.len() > 5 && rows.len() < 40, "{screen}");
    for (number, row) in rows.iter().enumerate() {
        let flow = if number % 2 == 0 { "allowed" } else { "blocked" };
        assert_eq!(row.matches(flow).count(), 2, "classic flow and guests: {row}");
    }
    let mut read: Vec<_> = server
        .received("DescribeIdentityPool")
        .iter()
        .map(|body| body["IdentityPoolId"].as_str().expect("an id").to_owned())
        .collect();
    read.sort_by_key(|id| ids.iter().position(|known| known == id));
    assert_eq!(read, ids[..rows.len()], "each row in sight once, and no other");
}

#[tokio::test]
async fn an_identity_pool_that_may_not_be_read_says_so_in_its_row() {
    let (server, _) = identity_pools(1).await;
    server.inject_always("DescribeIdentityPool", Fault::AccessDenied);
    let mut ui = Journey::identity_pools(&server);
    ui.sees("▶ pool 000").await.sees("? can't be loaded: open the row to see why, or r refreshes.").await;
    server.clear_faults();
    ui.press("r").vanishes("can't be loaded").await.filled().await;
}
