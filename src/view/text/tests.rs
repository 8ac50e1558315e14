//! Texts are cut and wrapped by cells, and long ones at no more cost than short ones.

use proptest::prelude::*;

use super::*;

#[test]
fn a_text_of_many_megabytes_is_measured_only_where_it_is_drawn() {
    let long = "long and longer ".repeat(2_000_000);
    assert_eq!(fit(&long, 9), "long and…");
    assert_eq!(fit_middle(&long, 9), "lo…onger ");
    assert!(wrap(&visible(&long), 80).len() < 1_000);
    let (around, at) = window(&long, 20_000_000, 20);
    assert!(around.starts_with('…') && at < 20, "{around} {at}");
    let nothing = "\u{301}".repeat(5_000_000);
    assert!(wrap(&visible(&nothing), 80).len() < 1_000);
}

#[test]
fn a_text_is_cut_by_cells_and_combining_characters_stay_with_their_letter() {
    assert_eq!(fit("従業員SSO", 6), "従業…");
    assert_eq!(fit("Universite\u{301} de", 11), "Universite\u{301}…");
    assert_eq!(fit("short", 5), "short");
    assert_eq!(fit("short", 0), "");
}

#[test]
fn the_middle_of_an_id_goes_first() {
    assert_eq!(
        fit_middle("cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Ab12", 24),
        "cognito…m/eu-west-1_Ab12"
    );
    assert_eq!(fit_middle("short", 5), "short");
}

#[test]
fn lines_break_at_spaces_and_long_words_where_they_must() {
    assert_eq!(wrap("guests are allowed here", 12), ["guests are", "allowed here"]);
    assert_eq!(wrap("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    assert_eq!(wrap("amazonaws.com/eu-west-1_Ab", 20), ["amazonaws.com/", "eu-west-1_Ab"]);
    let arn = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_Ab";
    assert_eq!(wrap(arn, 46), ["arn:aws:cognito-idp:eu-west-1:123456789012:", "userpool/eu-west-1_Ab"]);
    assert_eq!(
        wrap("shop.auth.eu-west-1.amazoncognito.com", 30),
        ["shop.auth.eu-west-1.", "amazoncognito.com"]
    );
}

#[test]
fn pieces_of_a_text_lose_nothing_of_it() {
    assert_eq!(chunks("  a  b  従業員", 5).collect::<Vec<_>>(), ["  a  ", "b  従", "業員"]);
    assert_eq!(chunks("", 5).collect::<Vec<_>>(), [""]);
}

proptest! {
    #[test]
    fn no_text_ever_takes_more_cells_than_there_are(text in "\\PC{0,40}", cells in 2usize..20) {
        let text = visible(&text).into_owned();
        prop_assert!(width(&fit(&text, cells)) <= cells);
        prop_assert!(width(&fit_middle(&text, cells)) <= cells);
        for line in wrap(&text, cells) {
            prop_assert!(width(&line) <= cells, "{line:?}");
        }
    }

    #[test]
    fn the_window_of_a_typed_text_shows_the_cursor(text in any::<String>(), cursor in 0usize..70, room in 4usize..30) {
        let (seen, at) = window(&text, cursor.min(text.chars().count()), room);
        prop_assert!(at <= room && seen.chars().all(|char| !char.is_control()));
    }
}

#[test]
fn the_cursor_is_always_in_sight_and_long_text_is_cut_around_it() {
    assert_eq!(window("short", 5, 20), ("short".to_owned(), 5));
    assert_eq!(window("abcdefghij", 10, 6), ("…ghij".to_owned(), 5));
    assert_eq!(window("従業員SSO", 6, 6), ("…SSO".to_owned(), 4));
    let long = "x".repeat(1_000_000);
    for cursor in [0, 5, 500_000, 1_000_000] {
        let (text, at) = window(&long, cursor, 40);
        assert!(at < 40 && text.len() < 100);
    }
}
