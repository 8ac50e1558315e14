//! The rules of the configuration on the screen: badges, what can't be changed, and names to type.

use cognitui::app::{Options, Target};
use cognitui::config::Config;
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};

use crate::support::harness::Harness;

fn ruled(text: &str, target: Target) -> Harness {
    let config = Config::read(text);
    Harness::with(Store::demo(), Options { config, ..Options::default() }, target)
}

#[test]
fn a_badge_stands_at_the_left_of_the_first_line_once_the_account_is_known() {
    let text = "[[rule]]\naccount = \"123456789012\"\nbadge = \"PROD\"\ncolour = \"red\"\n";
    let harness = ruled(text, Target::UserPools);
    assert!(harness.screen(80, 24).starts_with(" ▐PROD▌   "), "{}", harness.screen(80, 24));
    let other = ruled(&text.replace("123456789012", "999999999999"), Target::UserPools);
    assert!(other.screen(80, 24).starts_with(" cognitui   "));
}

#[test]
fn a_read_only_rule_refuses_the_keys_that_write_and_says_which_rule() {
    let mut harness = ruled("[[rule]]\nregion = \"eu-*\"\nread_only = true\n", Target::IdentityPools);
    harness.sees("READ-ONLY").press("c");
    harness.sees("Read-only: the rule in line 1 of the configuration forbids changes here.");
    harness.press("enter").press("enter");
    harness.sees("Read-only: the rule in line 1").vanishes("Ctrl-s");
    assert!(harness.updates().is_empty());
}

#[test]
fn a_rule_by_pool_refuses_changes_of_that_pool_and_allows_those_of_others() {
    let mut harness = ruled("[[rule]]\npool = \"shop\"\nread_only = true\n", Target::IdentityPools);
    harness.press("/").write("shop").press("enter c").sees("Read-only: the rule in line 1");
    harness.press("enter").sees("READ-ONLY").press("esc esc").vanishes("READ-ONLY");
    harness.press("/").write("partners").press("enter c").vanishes("Read-only");
}

#[test]
fn a_bulk_change_leaves_out_what_a_rule_forbids_before_it_asks() {
    let mut harness = ruled("[[rule]]\npool = \"shop\"\nread_only = true\n", Target::IdentityPools);
    harness.press("j a c enter").sees("of 6 identity pools?");
    harness.sees("skipped: the rule in line 1").press("pgdn y").sees("results for");
    harness.sees("skipped: the rule in line 1");
    let updated: Vec<_> = harness
        .updates()
        .iter()
        .map(|update| update["IdentityPoolName"].as_str().map(str::to_owned))
        .collect();
    assert!(!updated.is_empty() && !updated.contains(&Some("shop".to_owned())), "{updated:?}");
    assert!(updated.contains(&Some("workforce tools".to_owned())), "{updated:?}");
}

#[test]
fn while_the_account_is_unknown_a_rule_by_account_forbids_changes_and_a_key_asks_again() {
    let config = Config::read("[[rule]]\naccount = \"999999999999\"\nread_only = true\n");
    let mut harness = Harness::with(Store::demo(), Options::default(), Target::IdentityPools);
    harness.app.options.config = config;
    harness.app.caller = None;
    harness.fails("GetCallerIdentity", AppError::new("No network").kind(ErrorKind::Unknown));
    harness.sees("READ-ONLY").press("c").sees("Read-only: the account is not known");
    assert_eq!(harness.operations().iter().filter(|name| **name == "GetCallerIdentity").count(), 2);
    harness.press("c").vanishes("READ-ONLY").press("c").sees("─ Classic flow ─");
}

#[test]
fn a_rule_asks_for_the_name_before_every_change() {
    let mut harness = ruled("[[rule]]\ntyped_confirmation = true\n", Target::IdentityPools);
    harness.press("/").write("shop").press("enter c enter").sees("Update identity pool shop?");
    harness.sees("Type shop, then Enter applies it:").press("G").press("backspace").press("enter");
    harness.sees("Type shop first, then Enter applies it.");
    assert!(harness.updates().is_empty());
    harness.write("shop").press("enter").sees("1 setting changed, 0 others");
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn a_rule_asks_for_the_number_of_resources_before_a_bulk_change() {
    let mut harness = ruled("[[rule]]\ntyped_confirmation = true\n", Target::IdentityPools);
    harness.press("a c enter pgdn").sees("then Enter applies it:").press("enter").sees("first, then Enter");
    assert!(harness.updates().is_empty());
    let screen = harness.screen(80, 24);
    let wanted = screen.split("Type ").nth(1).and_then(|rest| rest.split(" first").next()).expect("words");
    let wanted = wanted.split(", then").next().expect("words").to_owned();
    harness.write(&wanted).press("enter").sees("results for");
    assert!(!harness.updates().is_empty());
}

#[test]
fn a_mistake_in_the_configuration_is_told_on_the_first_screen() {
    let harness = ruled("[[rul]]\nbadge = \"PROD\"\n", Target::UserPools);
    let screen = harness.screen(100, 30);
    assert!(screen.contains("! The configuration has 1 mistake"), "{screen}");
    assert!(screen.contains("Did you mean \"rule\"?"), "{screen}");
}
