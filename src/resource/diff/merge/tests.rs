//! The laws of the merge, over documents of any shape.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::resource::diff::tests::{any_document, shop};
use crate::resource::tables::{IDENTITY_POOL, PROVIDER};

fn merge(base: &Document, mine: &Document, theirs: &Document) -> Merge {
    Merge::new(base, mine, theirs, &IDENTITY_POOL)
}

/// The merge with one side chosen for every conflict.
fn decided(base: &Document, mine: &Document, theirs: &Document, side: Side) -> Document {
    let mut merge = merge(base, mine, theirs);
    for conflict in 0..merge.conflicts().count() {
        merge.choose(conflict, side);
    }
    merge.merged().expect("every conflict is decided")
}

#[test]
fn changes_of_different_settings_merge_by_themselves() {
    let (mut mine, mut theirs) = (shop(), shop());
    mine.set("AllowClassicFlow", Some(json!(false)));
    theirs.set("IdentityPoolTags.team", Some(json!("app")));
    let merge = merge(&shop(), &mine, &theirs);
    let touched: Vec<_> = merge.settings.iter().map(|setting| (setting.label(), setting.touched)).collect();
    assert_eq!(
        touched,
        [
            ("Classic flow".to_owned(), Touched::By(Side::Mine)),
            ("Tags › team".to_owned(), Touched::By(Side::Theirs))
        ]
    );
    let merged = merge.merged().expect("there is nothing to choose");
    assert_eq!(merged.get("AllowClassicFlow"), Some(&json!(false)));
    assert_eq!(merged.get("IdentityPoolTags"), Some(&json!({"team": "app", "stage": "prod"})));
}

#[test]
fn a_setting_that_both_changed_is_theirs_or_mine_as_chosen_and_nothing_before_that() {
    let (mut mine, mut theirs) = (shop(), shop());
    mine.set("IdentityPoolName", Some(json!("mine")));
    mine.set("AllowClassicFlow", Some(json!(false)));
    theirs.set("IdentityPoolName", Some(json!("theirs")));
    theirs.set("AllowClassicFlow", Some(json!(false)));
    let mut merge = merge(&shop(), &mine, &theirs);
    assert_eq!((merge.undecided(), merge.merged()), (1, None), "the classic flow became the same");
    let name = merge.conflicts().next().expect("the name").clone();
    assert_eq!(
        [&name.mine.before, &name.theirs.after, &name.mine.after],
        [&Some(json!("shop")), &Some(json!("theirs")), &Some(json!("mine"))]
    );
    for (side, chosen) in [(Side::Mine, "mine"), (Side::Theirs, "theirs")] {
        merge.choose(0, side);
        let merged = merge.merged().expect("it is decided");
        assert_eq!(merged.text("IdentityPoolName"), Some(chosen));
        assert_eq!(merged.get("AllowClassicFlow"), Some(&json!(false)));
    }
}

#[test]
fn a_map_that_one_side_took_away_whole_is_one_conflict_with_the_keys_that_the_other_changed() {
    let (mut mine, mut theirs) = (shop(), shop());
    mine.set("IdentityPoolTags", Some(json!({"stage": "test"})));
    theirs.set("IdentityPoolTags", None);
    let merge = merge(&shop(), &mine, &theirs);
    let [tags] = merge.settings.as_slice() else { panic!("{:?}", merge.settings) };
    assert_eq!((tags.label().as_str(), tags.touched), ("Tags", Touched::Differently(None)));
    assert_eq!((&tags.mine.after, &tags.theirs.after), (&Some(json!({"stage": "test"})), &None));
}

#[test]
fn a_detail_that_no_table_knows_does_not_meet_one_that_the_table_knows() {
    let provider = |details: Value| {
        let provider =
            json!({"ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details});
        Document::from_value(provider).expect("an object")
    };
    let base = provider(json!({"client_id": "a"}));
    let mine = provider(json!({"client_id": "b"}));
    let theirs = provider(json!({"client_id": "a", "newer": "x"}));
    let merge = Merge::new(&base, &mine, &theirs, &PROVIDER);
    assert_eq!(merge.merged(), Some(provider(json!({"client_id": "b", "newer": "x"}))));
}

/// A document, and two others that each differ from it in some members.
fn three_documents() -> impl Strategy<Value = [Document; 3]> {
    let edited = |base: &Document, edits: &Document, dropped: usize| {
        let mut edited = base.clone();
        for (name, value) in edits.members() {
            edited.set(name, Some(value.clone()));
        }
        if let Some(name) = base.members().keys().nth(dropped) {
            edited.set(name, None);
        }
        edited
    };
    (any_document(), any_document(), any_document(), 0..12usize, 0..12usize).prop_map(
        move |(base, mine, theirs, mine_drops, theirs_drop)| {
            let (mine, theirs) = (edited(&base, &mine, mine_drops), edited(&base, &theirs, theirs_drop));
            [base, mine, theirs]
        },
    )
}

proptest! {
    #[test]
    fn a_merge_with_a_side_that_did_nothing_is_the_other_side([base, mine, theirs] in three_documents()) {
        prop_assert_eq!(merge(&base, &mine, &base).merged(), Some(mine.clone()));
        prop_assert_eq!(merge(&base, &base, &theirs).merged(), Some(theirs.clone()));
        prop_assert_eq!(merge(&base, &mine, &mine).merged(), Some(mine.clone()));
    }

    #[test]
    fn what_one_side_alone_touched_is_that_sides([base, mine, theirs] in three_documents()) {
        let sides = [changes(&base, &mine, &IDENTITY_POOL), changes(&base, &theirs, &IDENTITY_POOL)];
        for chosen in [Side::Mine, Side::Theirs] {
            let merged = decided(&base, &mine, &theirs, chosen);
            for (own, others) in [(&sides[0], &sides[1]), (&sides[1], &sides[0])] {
                for change in own.iter().filter(|one| !others.iter().any(|other| one.place.meets(&other.place))) {
                    prop_assert_eq!(&apply_all(std::slice::from_ref(change), &merged), &merged);
                }
            }
        }
    }

    #[test]
    fn the_chosen_side_has_every_conflict([base, mine, theirs] in three_documents()) {
        for (chosen, document) in [(Side::Mine, &mine), (Side::Theirs, &theirs)] {
            let merged = decided(&base, &mine, &theirs, chosen);
            prop_assert_eq!(
                &apply_all(&changes(&base, document, &IDENTITY_POOL), &merged),
                &merged,
                "nothing of the chosen side is missing"
            );
        }
    }

    #[test]
    fn a_member_that_nobody_touched_stays_as_it_was([base, mine, theirs] in three_documents()) {
        let merged = decided(&base, &mine, &theirs, Side::Mine);
        for (name, value) in base.members() {
            if mine.get(name) == Some(value) && theirs.get(name) == Some(value) {
                prop_assert_eq!(merged.get(name), Some(value));
            }
        }
    }

    #[test]
    fn every_change_is_in_exactly_one_setting_of_the_merge([base, mine, theirs] in three_documents()) {
        let settings = merge(&base, &mine, &theirs).settings;
        for change in [changes(&base, &mine, &IDENTITY_POOL), changes(&base, &theirs, &IDENTITY_POOL)].concat() {
            let holding = settings.iter().filter(|setting| setting.mine.place.holds(&change.place)).count();
            prop_assert_eq!(holding, 1, "{}", change.label());
        }
    }
}
