//! What `cognitui get` costs from its start to its exit, beside the least program that makes the same call
//! with the AWS SDK: `cargo bench --bench get`. Both are processes that ask the same server in turn, so a
//! machine that slows down slows both. The ratio counts; single times are only good on the machine they were
//! taken on. The server speaks plain HTTP, for which `cognitui` reads no certificates, and the SDK alone
//! does.

use std::env;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use aws_config::BehaviorVersion;
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::Provider;
use aws_smithy_http_client::tls::rustls_provider::CryptoMode;
use cognitui::demo::{Cognito, Store};
use serde_json::json;
use tempfile::TempDir;
use tokio::runtime;

const ROUNDS: usize = 41;

/// The argument by which this program is the least one.
const BARE: &str = "--bare";

fn main() {
    let arguments: Vec<_> = env::args().collect();
    if let [_, bare, pool] = arguments.as_slice()
        && bare == BARE
    {
        runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime")
            .block_on(describe(pool));
        return;
    }
    let threads =
        runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime");
    let mut store = Store::empty();
    let pool = store.call("CreateUserPool", json!({"PoolName": "shop"})).expect("a pool");
    let pool = pool["UserPool"]["Id"].as_str().expect("an id").to_owned();
    let server = threads.block_on(Cognito::start(store)).expect("a port");
    let home = tempfile::tempdir().expect("a folder");
    let own = env::current_exe().expect("this program");
    let mut programs = [
        ("the SDK alone", command(own.as_ref(), &[BARE, &pool], &home, &server)),
        ("cognitui get", command(env!("CARGO_BIN_EXE_cognitui").as_ref(), &["get", &pool], &home, &server)),
    ];
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..ROUNDS {
        for ((name, command), times) in programs.iter_mut().zip(&mut times) {
            let start = Instant::now();
            let status = command.status().expect("it starts");
            times.push(start.elapsed());
            assert!(status.success(), "{name}: {status}");
        }
    }
    let [bare, get] = times.map(median);
    println!("{:<16} {:>7.1} ms", programs[0].0, bare.as_secs_f64() * 1e3);
    let ratio = get.as_secs_f64() / bare.as_secs_f64();
    println!("{:<16} {:>7.1} ms   {ratio:.2} times", programs[1].0, get.as_secs_f64() * 1e3);
}

/// A program that knows the server, and nothing of this machine.
fn command(program: &std::ffi::OsStr, arguments: &[&str], home: &TempDir, server: &Cognito) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).env_clear().env("HOME", home.path()).envs([
        ("AWS_ACCESS_KEY_ID", "AKIDEMO"),
        ("AWS_SECRET_ACCESS_KEY", "demo"),
        ("AWS_REGION", "eu-west-1"),
    ]);
    command.env("AWS_ENDPOINT_URL", server.url()).stdout(Stdio::null());
    command
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// Reads the user pool with the SDK and the configuration of the machine, and prints it.
async fn describe(pool: &str) {
    let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
    let config = aws_config::defaults(BehaviorVersion::latest()).http_client(http).load().await;
    let client = aws_sdk_cognitoidentityprovider::Client::new(&config);
    let answer = client.describe_user_pool().user_pool_id(pool).send().await.expect("an answer");
    println!("{:?}", answer.user_pool());
}
