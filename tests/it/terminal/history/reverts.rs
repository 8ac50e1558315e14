//! `cognitui revert` asks on a terminal, and sends nothing before the answer.

use super::{DESCRIBE, Pty, UPDATE, asked, outcomes, server};
use cognitui::demo::Cognito;

/// The question of the program about the change that an earlier run has made.
fn question(server: &Cognito, before: &Pty) -> Pty {
    let home = before.home.path().to_string_lossy().into_owned();
    let id = super::recorded(before)[0].record.id.clone();
    let arguments = ["revert", &id, "--endpoint-url", &server.url(), "--region", "eu-west-1"];
    let mut pty = Pty::start_in(&arguments, &[("HOME", &home)]);
    pty.sees("Update identity pool shop-guests");
    pty.sees("Type yes to send it:");
    pty
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_is_taken_back_on_a_terminal_only_after_a_yes() {
    let server = server().await;
    let mut pty = asked(&server);
    pty.send("y");
    pty.sees("1 setting changed, 0 others");
    pty.send("\r");
    pty.sees("▶ shop-guests");
    pty.send("q");
    assert_eq!(pty.ends(), 0);
    let mut refused = question(&server, &pty);
    refused.send("no\r");
    assert_eq!(refused.ends(), 1);
    assert!(refused.screen().contents().contains("Nothing was sent."), "{}", refused.screen().contents());
    assert_eq!(server.received(UPDATE).len(), 1);
    let mut accepted = question(&server, &pty);
    let read = server.received(DESCRIBE).len();
    accepted.send("yes\r");
    assert_eq!(accepted.ends(), 0);
    assert!(server.received(DESCRIBE).len() > read + 1, "it is read before and after");
    let sent = server.received(UPDATE);
    assert_eq!((sent.len(), sent[0]["AllowClassicFlow"] == sent[1]["AllowClassicFlow"]), (2, false));
    assert_eq!(outcomes(&pty).len(), 2);
}
