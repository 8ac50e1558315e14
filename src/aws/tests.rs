//! The rate at which requests leave, in virtual time: tests of the whole API layer except the sockets.

mod read_only;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use futures_util::future::join_all;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::connect::connect_through;
use super::{Api, Settings, Tell};
use crate::message::{Call, Pages, Reply};
use crate::resource::tables::{CLIENT, IDENTITY_POOL};
use crate::resource::{Document, Key};

const PAGE: usize = 60;

/// An HTTP client that answers at once and notes when each request came.
#[derive(Debug, Clone, Default)]
struct InProcess {
    clients: usize,
    /// The operations asked for, and when.
    asked: Arc<Mutex<Vec<(String, Instant)>>>,
    /// The number of further requests to throttle.
    throttled: Arc<Mutex<usize>>,
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let target = request.headers().get("x-amz-target").expect("a target");
        let operation = target.rsplit('.').next().expect("an operation").to_owned();
        self.asked.lock().expect("a lock").push((operation.clone(), Instant::now()));
        let mut throttled = self.throttled.lock().expect("a lock");
        let (status, body) = if *throttled > 0 {
            *throttled -= 1;
            (400, json!({"__type": "TooManyRequestsException", "message": "Rate exceeded"}))
        } else {
            let body: Value = serde_json::from_slice(request.body().bytes().expect("a body")).expect("JSON");
            (200, self.answer(&operation, &body))
        };
        let status = StatusCode::try_from(status).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(body.to_string()))))
    }
}

impl HttpClient for InProcess {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl InProcess {
    fn answer(&self, operation: &str, body: &Value) -> Value {
        match operation {
            "DescribeUserPoolClient" => json!({"UserPoolClient": body}),
            "DescribeIdentityPool" => body.clone(),
            "ListUserPoolClients" => {
                let start = body["NextToken"].as_str().map_or(0, |token| token.parse().expect("a token"));
                let end = self.clients.min(start + PAGE);
                let client =
                    |number| json!({"UserPoolId": body["UserPoolId"], "ClientId": format!("{number}")});
                let mut answer = json!({"UserPoolClients": (start..end).map(client).collect::<Vec<_>>()});
                if end < self.clients {
                    answer["NextToken"] = json!(end.to_string());
                }
                answer
            }
            _ => panic!("{operation} is not expected"),
        }
    }

    fn api(&self) -> Api {
        let http = SharedHttpClient::new(self.clone());
        connect_through(&Settings::isolated("http://cognito.invalid"), http).expect("a connection")
    }

    fn times(&self, operation: &str) -> Vec<Instant> {
        let asked = self.asked.lock().expect("a lock");
        asked.iter().filter(|(name, _)| name == operation).map(|(_, at)| *at).collect()
    }
}

/// App clients of some user pools, as many of each.
fn keys(pools: usize, clients: usize) -> Vec<Key> {
    let of = |pool| {
        (0..clients).map(move |client| Key::child(&CLIENT, format!("eu-west-1_{pool}"), format!("{client}")))
    };
    (0..pools).flat_map(of).collect()
}

/// The most requests within any one second.
fn most_in_a_second(times: &[Instant]) -> usize {
    let within = |from: &Instant| {
        times.iter().filter(|at| **at >= *from && **at < *from + Duration::from_secs(1)).count()
    };
    times.iter().map(within).max().unwrap_or(0)
}

fn silent() -> Tell {
    Arc::new(|_| {})
}

/// Prefetches all these resources at once, and asserts that each is read.
async fn prefetch(api: &Api, keys: &[Key]) {
    let calls = keys.iter().map(|key| api.call(Call::Prefetch(key.clone()), silent()));
    for (key, reply) in keys.iter().zip(join_all(calls).await) {
        let Ok(Reply::Document(Some(document))) = reply else { panic!("{key:?} is not read: {reply:?}") };
        assert_eq!(document.text(key.kind.id_path), Some(key.id.as_str()));
    }
}

#[tokio::test(start_paused = true)]
async fn a_list_of_a_thousand_app_clients_is_read_with_at_most_four_requests_a_second() {
    let http = InProcess { clients: 1000, ..InProcess::default() };
    let list = keys(1, 1)[0].list();
    let begun = Instant::now();
    let reply = http.api().call(Call::List(list, Pages::All), silent()).await;
    assert!(matches!(reply, Ok(Reply::Listed(None))), "{reply:?}");
    let times = http.times("ListUserPoolClients");
    assert_eq!((times.len(), most_in_a_second(&times)), (17, 4));
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
}

#[tokio::test(start_paused = true)]
async fn all_requests_of_a_scan_together_are_at_most_four_a_second() {
    let (http, keys) = (InProcess { clients: 60, ..InProcess::default() }, keys(10, 3));
    let api = http.api();
    let lists = keys.iter().map(|key| Call::List(key.list(), Pages::One(None)));
    let calls = keys.iter().map(|key| Call::Describe(key.clone())).chain(lists);
    let replies = join_all(calls.map(|call| api.call(Call::Scan(Box::new(call)), silent()))).await;
    assert!(replies.iter().all(Result::is_ok), "{replies:?}");
    let mut times = http.times("DescribeUserPoolClient");
    times.extend(http.times("ListUserPoolClients"));
    assert_eq!((times.len(), most_in_a_second(&times)), (60, 4));
}

#[tokio::test(start_paused = true)]
async fn the_app_clients_of_a_user_pool_are_prefetched_with_at_most_four_requests_a_second() {
    let (http, keys) = (InProcess::default(), keys(1, 40));
    prefetch(&http.api(), &keys).await;
    let times = http.times("DescribeUserPoolClient");
    assert_eq!((times.len(), most_in_a_second(&times)), (40, 4));
}

#[tokio::test(start_paused = true)]
async fn the_app_clients_of_many_user_pools_are_prefetched_with_at_most_twelve_requests_a_second() {
    let (http, keys) = (InProcess::default(), keys(5, 12));
    prefetch(&http.api(), &keys).await;
    let times = http.times("DescribeUserPoolClient");
    assert_eq!((times.len(), most_in_a_second(&times)), (60, 12));
}

#[tokio::test(start_paused = true)]
async fn identity_pools_are_prefetched_with_at_most_four_requests_a_second_also_beside_app_clients() {
    let http = InProcess::default();
    let pools: Vec<_> =
        (0..20).map(|number| Key::top(&IDENTITY_POOL, format!("eu-west-1:{number}"))).collect();
    prefetch(&http.api(), &pools).await;
    let times = http.times("DescribeIdentityPool");
    assert_eq!((times.len(), most_in_a_second(&times)), (20, 4));
    let http = InProcess::default();
    let api = http.api();
    prefetch(&api, &[pools, keys(4, 12)].concat()).await;
    let both = [http.times("DescribeIdentityPool"), http.times("DescribeUserPoolClient")].concat();
    assert_eq!((both.len(), most_in_a_second(&both)), (68, 12));
}

#[tokio::test(start_paused = true)]
async fn a_throttled_prefetch_of_an_identity_pool_is_repeated_at_half_the_pace() {
    let http = InProcess::default();
    *http.throttled.lock().expect("a lock") = 1;
    let pools: Vec<_> =
        (0..3).map(|number| Key::top(&IDENTITY_POOL, format!("eu-west-1:{number}"))).collect();
    let api = http.api();
    for pool in &pools {
        prefetch(&api, std::slice::from_ref(pool)).await;
    }
    let times = http.times("DescribeIdentityPool");
    let waits: Vec<_> = times.windows(2).map(|two| two[1] - two[0]).collect();
    let [again, next, recovered] = waits.as_slice() else { panic!("the refused one twice: {waits:?}") };
    assert_eq!((again, *next), (recovered, *recovered * 2), "{waits:?}");
}

#[tokio::test(start_paused = true)]
async fn a_throttled_prefetch_is_tried_again_and_the_next_one_waits_twice_as_long() {
    let (http, keys) = (InProcess::default(), keys(1, 3));
    *http.throttled.lock().expect("a lock") = 1;
    let api = http.api();
    for key in &keys {
        prefetch(&api, std::slice::from_ref(key)).await;
    }
    let times = http.times("DescribeUserPoolClient");
    let waits: Vec<_> = times.windows(2).map(|two| two[1] - two[0]).collect();
    let [again, next, recovered] = waits.as_slice() else { panic!("the refused one twice: {waits:?}") };
    assert_eq!((again, *next), (recovered, *recovered * 2), "{waits:?}");
}

#[test]
fn a_list_that_does_not_get_on_is_noticed() {
    let page = |id: &str| vec![Document::from_value(json!({"Id": id})).expect("a document")];
    let pages = |pages: &[(&str, &str)]| {
        let mut so_far = super::Pagination::default();
        pages.iter().map(|(id, next)| so_far.repeats(&page(id), Some(next))).collect::<Vec<_>>()
    };
    assert_eq!(pages(&[("1", "a"), ("2", "b"), ("3", "c")]), [false, false, false]);
    assert_eq!(pages(&[("1", "a"), ("2", "b"), ("3", "a")]), [false, false, true], "tokens in turn");
    assert_eq!(pages(&[("1", "a"), ("1", "b")]), [false, true], "the same page again");
    let mut endless = super::Pagination::default();
    let first =
        (0..5000).find(|number| endless.repeats(&page(&number.to_string()), Some(&number.to_string())));
    assert_eq!(first, Some(super::pagination::MOST_PAGES - 1));
}
