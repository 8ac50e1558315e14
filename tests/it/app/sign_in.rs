//! Signing in while the program runs.

use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::{Call, ContextId, Event};

use crate::support::harness::Harness;

const LIST: &str = "ListIdentityPools";

fn console() -> Harness {
    Harness::with(Store::demo(), Options::default(), Target::IdentityPools)
}

fn expired() -> AppError {
    AppError::new("Can't list the identity pools: the sign-in has expired")
        .hint("Run aws sso login --profile prod in another terminal, and cognitui goes on by itself.")
        .kind(ErrorKind::Credentials)
}

fn needs_code(profile: &str) -> AppError {
    AppError::new(format!("Profile {profile} needs the code of an MFA device (mfa_serial)"))
        .hint(format!("The device is arn:aws:iam::123456789012:mfa/{profile}."))
        .kind(ErrorKind::NeedsCode)
}

fn lists(harness: &Harness) -> usize {
    harness.operations().iter().filter(|operation| **operation == LIST).count()
}

#[test]
fn after_a_sign_in_elsewhere_what_failed_is_read_again_and_nothing_is_watched_before_or_after() {
    let mut harness = console();
    assert_eq!(harness.watched, []);
    harness.fails(LIST, expired()).press("r").sees("the sign-in has expired").sees("and cognitui goes on");
    assert_eq!(harness.watched, [Some(ContextId(0))]);
    let asked = lists(&harness);
    harness.event(Event::SignInChanged(ContextId(7))).sees("has expired");
    assert_eq!(lists(&harness), asked, "another context has nothing to do with it");
    harness.event(Event::SignInChanged(ContextId(0))).sees("shop-guests").vanishes("has expired");
    assert_eq!(lists(&harness), asked + 1);
    harness.press("j");
    assert_eq!(harness.watched, [Some(ContextId(0))], "the watch has ended by itself");
}

#[test]
fn a_watch_ends_where_the_failure_is_not_shown_and_begins_again_where_it_is() {
    let mut harness = console();
    harness.fails(LIST, expired()).press("r").press("1").sees("shop-prod").press("2").sees("has expired");
    let here = Some(ContextId(0));
    assert_eq!(harness.watched, [here, None, here]);
}

#[test]
fn a_code_is_asked_for_and_after_a_wrong_one_the_next_one_signs_in() {
    let mut harness = console();
    harness.codes = vec!["135790".to_owned()];
    harness.fails(LIST, needs_code("admin")).press("r").sees("Sign in with a code");
    harness.sees("Profile admin needs the code").sees("mfa/admin");
    harness.press("x").sees("x does nothing here");
    harness.write("1").press("enter").sees("A code has 6 digits.");
    harness.write("35790").sees("••••••").never_shows("135790");
    harness.press("backspace").write("7").press("enter");
    harness.sees("AWS does not accept the code").sees("A code counts once").never_shows("•");
    harness.event(Event::Paste("135 790".to_owned())).press("enter");
    harness.vanishes("Sign in with a code").sees("shop-guests");
    let codes = harness.sent.iter().filter(|call| matches!(call, Call::SignIn(_))).count();
    assert_eq!(codes, 2);
    assert!(!format!("{:?}", harness.sent).contains("135790"), "no log tells a code");
}

#[test]
fn a_question_that_is_left_says_so_and_comes_again_with_the_next_refresh_alone() {
    let mut harness = console();
    harness.fails(LIST, needs_code("admin")).press("r esc");
    harness.sees("Not signed in: r asks for the code again.").sees("Profile admin needs the code");
    harness.press("1").fails("ListUserPools", needs_code("admin"));
    harness.press("2").never_shows("Sign in with a code");
    harness.fails(LIST, needs_code("admin")).press("r").sees("Sign in with a code");
}

#[test]
fn a_second_role_of_the_profile_asks_for_its_own_code() {
    let mut harness = console();
    harness.fails(LIST, needs_code("middle")).press("r").sees("Profile middle");
    harness.fails("sign in", needs_code("top")).write("123456").press("enter");
    harness.sees("Profile top needs the code").sees("mfa/top").never_shows("•");
}

#[test]
fn a_code_is_asked_for_over_an_open_form_which_stays() {
    let mut harness = console();
    harness.codes = vec!["123456".to_owned()];
    harness.press("e").sees("Edit").fails("DescribeIdentityPool", needs_code("admin"));
    harness.press("space ctrl-s").sees("Update identity pool").press("G y");
    harness.sees("Sign in with a code").write("123456").press("enter").vanishes("Sign in with a code");
    harness.sees("Profile admin needs the code").press("esc").sees("Edit");
}

#[test]
fn a_code_that_another_context_needs_is_not_asked_for_in_this_one() {
    let mut harness = console();
    harness.press("e").sees("Edit").press("space ctrl-s").sees("Update identity pool").press("G").hold = true;
    harness.press("y").step();
    harness.press("esc").sees("sent, the result is not known yet");
    let write: Vec<_> = harness.held.drain(..).collect();
    harness.hold = false;
    harness.press(":").write("region us-east-1").press("enter").sees("us-east-1");
    for (id, _) in write {
        harness.event(Event::Reply(id, Err(needs_code("admin"))));
    }
    harness.never_shows("Sign in with a code").sees("eu-west-1: ");
}
