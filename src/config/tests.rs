//! Tests of the file's reader and of the rules.

use super::*;

fn problems(text: &str) -> Vec<(usize, usize, String)> {
    Config::read(text)
        .problems
        .into_iter()
        .map(|problem| (problem.line, problem.column, problem.text))
        .collect()
}

fn account(account: &str) -> Facts<'_> {
    Facts { account: Some(account), ..Facts::default() }
}

#[test]
fn the_template_is_a_configuration_without_mistakes_also_without_its_comment_signs() {
    assert_eq!(Config::read(Config::template()), Config::default());
    let entry = |line: &str| line.starts_with("# [[") || line.starts_with("# ") && line.contains(" = ");
    let lines = Config::template().lines().map(|line| if entry(line) { &line[2..] } else { line });
    let config = Config::read(&lines.collect::<Vec<_>>().join("\n"));
    assert_eq!(config.problems, []);
    let rule = config.rules.0.first().expect("the example");
    assert!(
        rule.read_only && rule.typed_confirmation && rule.hidden && rule.colour == Some(BadgeColour::Red)
    );
}

#[test]
fn a_mistake_is_told_with_its_place_and_the_nearest_name_and_the_other_entries_hold() {
    let text = "selektion = \"bar\"\n\n[[rule]]\nprofile = \"prod\"\nreadonly = true\nbadge = \"PROD\"\n";
    assert_eq!(
        problems(text),
        [
            (1, 1, "there is no setting \"selektion\". Did you mean \"selection\"?".to_owned()),
            (5, 1, "there is no setting of a rule \"readonly\". Did you mean \"read_only\"?".to_owned()),
        ]
    );
    let config = Config::read(text);
    let facts = Facts { profile: Some("prod"), ..Facts::default() };
    assert_eq!(config.rules.policy(&facts).badge, Some(("PROD", None)));
}

#[test]
fn a_line_that_is_no_toml_costs_that_line_only() {
    let text = "selection = \"marker\"\nbroken = = 1\n[[rule]]\nbadge = \"TEST\"\n";
    let config = Config::read(text);
    assert_eq!(config.selection, SelectionSetting::Marker);
    assert_eq!(config.rules.policy(&Facts::default()).badge, Some(("TEST", None)));
    assert_eq!(config.problems.first().map(|problem| problem.line), Some(2));
}

#[test]
fn a_value_of_the_wrong_sort_is_told_and_a_restriction_is_kept_rather_than_lost() {
    let text = "selection = \"barr\"\n[[rule]]\nprofile = \"prod\"\nread_only = \"true\"\n";
    let found = problems(text);
    let wanted = "selection can't be \"barr\": it is one of auto, bar, marker. Did you mean \"bar\"?";
    assert_eq!(found[0], (1, 13, wanted.to_owned()));
    assert!(found[1].2.starts_with("read_only has to be true or false") && found[1].0 == 4);
    let facts = Facts { profile: Some("prod"), ..Facts::default() };
    assert_eq!(Config::read(text).rules.policy(&facts).read_only, Some(ReadOnlyReason::Rule(2)));
}

#[test]
fn a_rule_with_a_mistake_in_what_it_matches_holds_nowhere() {
    for line in ["profil = \"prod\"", "account = 123456789012", "region = \"\""] {
        let text = format!("[[rule]]\n{line}\nbadge = \"PROD\"\n");
        let config = Config::read(&text);
        assert_eq!((config.problems.len(), config.rules.policy(&account("1")).badge), (1, None), "{line}");
    }
}

#[test]
fn restrictions_add_up_and_a_rule_holds_only_where_all_of_it_matches() {
    let text = "[[rule]]\nprofile = \"prod-*\"\nregion = \"eu-*\"\nbadge = \"EU\"\n\
                [[rule]]\naccount = \"1111????1111\"\nread_only = true\nbadge = \"PROD\"\n";
    let config = Config::read(text);
    assert_eq!(config.problems, []);
    let facts = |region| Facts {
        account: Some("111122221111"),
        profile: Some("prod-shop"),
        region: Some(region),
        pool: None,
    };
    let policy = config.rules.policy(&facts("eu-west-1"));
    assert_eq!((policy.badge, policy.read_only), (Some(("EU", None)), Some(ReadOnlyReason::Rule(5))));
    assert_eq!(config.rules.policy(&facts("us-east-1")).badge, Some(("PROD", None)));
    assert_eq!(config.rules.policy(&account("222222222222")), Policy::default());
}

#[test]
fn a_rule_by_account_counts_as_read_only_while_the_account_is_unknown() {
    let text = "[[rule]]\naccount = \"111111111111\"\ntyped_confirmation = true\n";
    let rules = Config::read(text).rules;
    assert_eq!(rules.policy(&Facts::default()).read_only, Some(ReadOnlyReason::UnknownAccount(1)));
    assert_eq!(rules.policy(&account("222222222222")).read_only, None);
    let known = rules.policy(&account("111111111111"));
    assert!(known.typed_confirmation && known.read_only.is_none());
}

#[test]
fn a_rule_by_account_that_only_has_a_badge_does_not_lock_an_unknown_account() {
    let rules = Config::read("[[rule]]\naccount = \"1\"\nbadge = \"PROD\"\n").rules;
    assert_eq!(rules.policy(&Facts::default()), Policy::default());
}

#[test]
fn a_rule_by_pool_holds_for_pools_of_that_name_only() {
    let rules = Config::read("[[rule]]\npool = \"*-prod\"\nread_only = true\n").rules;
    let of = |pool| rules.policy(&Facts { pool, ..Facts::default() }).read_only;
    assert!(rules.depends_on_pool());
    assert_eq!(
        (of(Some("shop-prod")), of(Some("shop-test")), of(None)),
        (Some(ReadOnlyReason::Rule(1)), None, None)
    );
}

#[test]
fn a_pattern_is_no_regular_expression() {
    let rules = Config::read("[[rule]]\nprofile = \"a.b+\"\nhidden = true\n").rules;
    let of = |profile| rules.policy(&Facts { profile: Some(profile), ..Facts::default() }).hidden;
    assert!(of("a.b+") && !of("axbb"));
}
