//! Deletions of app clients when something goes wrong.

use cognitui::demo::{Fault, Gate};

use super::{clients, list, served};

#[tokio::test]
async fn a_deletion_waits_for_the_search_for_who_trusts_the_client_and_goes_on_without_it_only_on_a_second_word()
 {
    let server = served().await;
    let gate = Gate::new();
    server.inject("DescribeIdentityPool", Fault::Delay(std::time::Duration::ZERO));
    server.inject_always("DescribeIdentityPool", Fault::Hold(gate.clone()));
    let mut ui = list(&server).await;
    ui.press("D")
        .sees("Delete app client web?")
        .await
        .sees("Identity pools that trust it")
        .await
        .sees("1 of 2")
        .await
        .sees("trusting")
        .await;
    ui.press("esc").vanishes("Delete app client web?").await.sees("▶ web").await;
    assert_eq!(clients(&server), ["web", "bare"]);
    ui.press("D")
        .sees("Delete app client web?")
        .await
        .sees("none so far")
        .await
        .sees("0 of 2")
        .await
        .write("web")
        .press("enter")
        .sees("Nothing is deleted before the check has ended")
        .await
        .press("ctrl-x")
        .sees("stopped: checked 0 of 2 identity pools")
        .await
        .press("enter")
        .sees("! Identity pools were not checked. Delete anyway?")
        .await;
    assert_eq!(clients(&server), ["web", "bare"]);
    ui.write("delete").press("enter").sees("✓ Deleted and verified").await;
    assert_eq!(clients(&server), ["bare"]);
    assert_eq!(server.received("DeleteUserPoolClient").len(), 1);
    gate.open();
}

#[tokio::test]
async fn a_search_for_who_trusts_a_client_that_is_stopped_says_how_far_it_came() {
    let server = served().await;
    let gate = Gate::new();
    server.inject("DescribeIdentityPool", Fault::Delay(std::time::Duration::ZERO));
    server.inject_always("DescribeIdentityPool", Fault::Hold(gate.clone()));
    let mut ui = list(&server).await;
    ui.press("enter 3").sees("checked 1 of 2 identity pools").await.sees("trusting").await;
    server.wait_for_requests("DescribeIdentityPool", 2).await;
    ui.press("s").sees("stopped: checked 1 of 2 identity pools").await.sees("trusting").await;
    server.clear_faults();
    gate.open();
    ui.press("r")
        .sees("checked all 2 identity pools")
        .await
        .sees("trusting 1")
        .await
        .sees("trusting 2")
        .await;
}

#[tokio::test]
async fn a_deletion_whose_answer_was_lost_is_read_again_and_sent_once() {
    let server = served().await;
    let mut ui = list(&server).await;
    ui.press("D")
        .asked("Delete app client web?")
        .await
        .sees("checked all 2 identity pools")
        .await
        .write("web");
    server.inject("DeleteUserPoolClient", Fault::ResetAfter);
    ui.press("enter").sees("The response was lost, but it is deleted.").await;
    assert_eq!(server.received("DeleteUserPoolClient").len(), 1);
    assert_eq!(clients(&server), ["bare"]);
}
