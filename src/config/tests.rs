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
    let entry = |line: &str| line.starts_with("# [") || line.starts_with("# ") && line.contains(" = ");
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

#[test]
fn a_theme_of_the_users_own_changes_roles_of_another_one_wherever_it_stands_in_the_file() {
    let text = "theme = \"night\"\n[themes.night]\nbase = \"dark\"\naccent = \"bold #5fafff on 236\"\n";
    let config = Config::read(text);
    assert_eq!((config.problems.as_slice(), config.theme.base), (&[][..], ThemeName::Dark));
    let accent = config.theme.role(Role::Accent).expect("a style");
    assert_eq!(accent.foreground, Some(ThemeColour::Rgb(0x5f, 0xaf, 0xff)));
    assert_eq!(accent.background, Some(ThemeColour::Indexed(236)));
    assert_eq!(accent.attributes().collect::<Vec<_>>(), [Emphasis::Bold]);
    assert_eq!(config.theme.role(Role::Bad), None);
}

#[test]
fn a_mistake_in_a_theme_costs_that_role_only_and_colour_8_is_refused() {
    let text =
        "theme = \"nihgt\"\n[themes.night]\nacent = \"red\"\nbad = \"8\"\ngood = \"grn\"\nquiet = \"dim\"\n";
    let found = problems(text);
    assert!(found[0].2.ends_with("Did you mean \"night\"?"), "{}", found[0].2);
    assert_eq!(
        found[1..3],
        [
            (3, 1, "there is no role of a theme \"acent\". Did you mean \"accent\"?".to_owned()),
            (4, 7, "colour 8 is the background itself in some terminals: write dim instead".to_owned()),
        ]
    );
    assert!(
        (found[3].0, found[3].1) == (5, 8) && found[3].2.starts_with("\"grn\" is no colour"),
        "{found:?}"
    );
    let text = text.replace("nihgt", "night");
    assert!(Config::read(&text).theme.role(Role::Quiet).is_some());
}

#[test]
fn the_mouse_is_on_and_the_refresh_is_off_unless_the_file_says_otherwise() {
    let of = |text: &str| {
        let config = Config::read(text);
        (config.mouse, config.refresh.map(|time| time.as_secs()), config.problems.len())
    };
    assert_eq!(of(""), (true, None, 0));
    assert_eq!(of("mouse = false\nrefresh = \"30s\"\n"), (false, Some(30), 0));
    assert_eq!(of("refresh = \"5m\"\n"), (true, Some(300), 0));
    assert_eq!(of("refresh = \"off\"\n"), (true, None, 0));
    for wrong in ["\"1s\"", "\"61m\"", "\"30\"", "30", "\"99999999999m\""] {
        assert_eq!(of(&format!("refresh = {wrong}\n")), (true, None, 1), "{wrong}");
    }
}

#[test]
fn keys_that_cannot_hold_are_told_with_their_place_and_left_out() {
    for (text, wanted) in [
        ("[keys.anywere]\nhelp = \"f1\"\n", "there is no scope \"anywere\". Did you mean \"anywhere\"?"),
        ("[keys.list]\nsrot = \"f1\"\n", "there is no action of list \"srot\". Did you mean \"sort\"?"),
        ("[keys.list]\nsort = \"f1 nokey\"\n", "'nokey' names no key"),
        ("[keys.list]\nsort = \"shift-a\"\n", "'shift-a' names no key: write the character"),
        ("[keys.form]\nundo = \"u\"\n", "u is typed as a text here"),
        ("[keys.list]\nsort = \"r\"\n", "r is the key of anywhere.refresh already: \"Refresh\""),
        ("[keys.confirm]\naccept = \"enter\"\n", "a change is never confirmed with Enter"),
        ("[keys.confirm]\naccept = \"D\"\n", "D can't both lead to a change and confirm it"),
        ("[keys.editable]\nedit = \"y\"\n", "y can't both lead to a change and confirm it"),
        ("[keys.anywhere]\nquit = \"ctrl-z\"\n", "Ctrl-z is the key of terminal.suspend already"),
    ] {
        let config = Config::read(text);
        let found = &config.problems;
        assert!(found.len() == 1 && found[0].text.starts_with(wanted), "{text}: {found:?}");
        assert!(found[0].line <= 2 && config.keys == crate::keymap::KeyChanges::default(), "{text}");
    }
    assert_eq!(problems("[keys.list]\nsort = \"r\"\n")[0].1, 8);
}

#[test]
fn keys_may_change_places_and_may_be_written_as_the_help_prints_them() {
    for text in [
        "[keys.list]\nsort = \"O\"\nturn-sort = \"o\"\n",
        "[keys.anywhere]\nrefresh = \"F5 Ctrl-R PgUp\"\n[keys.rows]\npage-up = \"alt-K\"\n",
        "[keys.identity-pool]\nclassic-flow = \"alt-c\"\n",
        "[keys.nested]\nback = \"Backspace\"\n",
    ] {
        assert_eq!(problems(text), [], "{text}");
    }
}

#[test]
fn columns_that_a_list_does_not_have_are_told() {
    let text = "[columns]\napp-client = []\napp-clients = [\"TOKNS\", \"flows\"]\n";
    let found = problems(text);
    assert_eq!((found.len(), found[0].2.contains("\"app-clients\"?")), (2, true), "{found:?}");
    assert!(
        (found[1].0, found[1].1) == (3, 16) && found[1].2.ends_with("Did you mean \"TOKENS\"?"),
        "{found:?}"
    );
    let columns = Config::read(text).columns;
    assert_eq!(columns.of(crate::resource::tables::CLIENT.id).map(<[usize]>::len), Some(2));
}
