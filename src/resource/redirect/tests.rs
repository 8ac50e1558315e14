//! Tests of the differences in words and of the order of near URLs.

use proptest::prelude::*;

use super::*;

fn words(asked: &str, registered: &str) -> String {
    differences(asked, registered).join("; ")
}

#[test]
fn each_kind_of_difference_is_told_in_words() {
    let registered = "https://shop.example/cb";
    for (asked, told) in [
        (registered, ""),
        ("https://shop.example/cb/", "the / at the end is too much"),
        ("http://shop.example/cb", "the scheme is http instead of https"),
        ("https://Shop.example/cb", "capitals in the host: Shop.example instead of shop.example"),
        ("https://shop.example/CB", "capitals in the path: /CB instead of /cb"),
        ("https://shop.example:8443/cb", "the port 8443 is too much"),
        ("https://shop.example/%63b", "percent-encoding in the path: /%63b instead of /cb"),
        ("https://shop.example/cb?a=1", "the query ?a=1 is too much"),
        ("https://shop.example/cb#x", "the fragment #x is too much"),
        ("https://shop.example/cb\u{200b}", "a zero-width space (U+200B) is character 24"),
        (" https://shop.example/cb", "a space (U+0020) is character 1"),
        ("https://shop.example", "the path /cb is missing"),
        ("https://shop.exmaple/cb", "the host is shop.exmaple instead of shop.example"),
        (
            "http://shop.example:80/cb/",
            "the scheme is http instead of https; the port 80 is too much; the / at the end is too much",
        ),
    ] {
        assert_eq!(words(asked, registered), told, "{asked}");
    }
    assert_eq!(words("http://localhost/", "http://localhost:3000/"), "the port 3000 is missing");
    assert_eq!(words("http://localhost:1/", "http://localhost:2/"), "the port is 1 instead of 2");
    assert_eq!(words("https://a.example/cb", "https://a.example/cb/"), "the / at the end is missing");
    assert_eq!(words("a://b?x=%2F", "a://b?x=/"), "percent-encoding in the query: ?x=%2F instead of ?x=/");
    assert_eq!(words("a://b", "a://b\u{200b}"), "the registered URL has a character that can't be seen");
}

#[test]
fn each_part_that_differs_is_marked_where_the_registered_url_has_it_or_lacks_it() {
    let registered = "https://bi.shop.example/cb";
    assert_eq!(marks("https://shop.example/cb/", registered), [8..11, 26..26]);
    assert_eq!(marks("http://bi.shop.example:80/cb?x", registered), [4..5, 23..23, 26..26]);
    assert_eq!(marks("https://bi.shop.example/cb\u{200b}", registered), vec![26..26; 1]);
    assert!(marks(registered, registered).is_empty());
}

#[test]
fn the_nearest_comes_first_and_that_of_the_client_that_asked_before_others() {
    let registered = [
        ("https://other.example/cb", 'a'),
        ("https://shop.example/cb", 'b'),
        ("https://shop.example/callback", 'c'),
        ("https://shop.example/cb/", 'd'),
    ];
    let found = |asked: &str, preferred: char| -> String {
        nearest(asked, registered.into_iter(), |of| *of == preferred, 3)
            .into_iter()
            .map(|near| near.of)
            .collect()
    };
    assert_eq!(found("https://shop.example/cb?x", '-'), "bdc");
    assert_eq!(found("https://shop.example/cb?x", 'a'), "abd");
    assert_eq!(found("https://shop.example/cb", 'a'), "bad", "the same URL comes before all others");
}

/// URLs of a few hosts, ports and paths.
const URL: &str =
    "(https?|shop)://(a|b|shop)\\.example(:[0-9]{1,4})?(/[a-cA-C]{0,3}){0,2}(\\?[a-c]=[0-9%]{1,3})?";

proptest! {
    #[test]
    fn the_same_url_is_first_and_the_only_one_without_differences(
        urls in prop::collection::hash_set(URL, 1..20),
        at in any::<prop::sample::Index>(),
    ) {
        let urls: Vec<_> = urls.into_iter().collect();
        let asked = at.get(&urls).clone();
        let near = nearest(&asked, urls.iter().map(|url| (url.as_str(), ())), |()| false, urls.len());
        prop_assert_eq!(near.len(), urls.len());
        prop_assert_eq!(&near[0].url, &asked);
        for one in &near {
            prop_assert_eq!(one.differences.is_empty(), one.url == asked);
            prop_assert_eq!(one.distance == 0, one.url == asked);
        }
        prop_assert!(near.is_sorted_by_key(|one| one.distance));
    }

    #[test]
    fn the_order_of_what_is_registered_does_not_matter(
        urls in prop::collection::hash_set(URL, 0..20),
        asked in URL,
    ) {
        let mut urls: Vec<_> = urls.into_iter().collect();
        let found = |urls: &[String]| {
            nearest(&asked, urls.iter().map(|url| (url.as_str(), ())), |()| false, 5)
        };
        let before = found(&urls);
        urls.reverse();
        prop_assert_eq!(before, found(&urls));
    }

    #[test]
    fn what_is_marked_is_all_that_differs(one in "[a-c/]{0,8}", other in "[a-c/]{0,8}") {
        let [here, there] = differing(&one, &other);
        prop_assert_eq!(&one[..here.start], &other[..there.start]);
        prop_assert_eq!(&one[here.end..], &other[there.end..]);
        prop_assert_eq!(here.is_empty() && there.is_empty(), one == other);
    }

    #[test]
    fn what_is_not_marked_is_the_same_in_both(asked in URL, registered in URL) {
        let chars: Vec<char> = registered.chars().collect();
        let marks = marks(&asked, &registered);
        prop_assert_eq!(marks.is_empty(), asked == registered);
        prop_assert!(marks.is_sorted_by_key(|mark| mark.start));
        prop_assert!(marks.iter().all(|mark| mark.end <= chars.len()));
        let is_marked = |at: &usize| marks.iter().any(|mark| mark.contains(at));
        let mut rest = asked.chars();
        let kept = (0..chars.len()).filter(|at| !is_marked(at)).map(|at| chars[at]);
        prop_assert!(kept.into_iter().all(|char| rest.any(|other| other == char)), "{:?}", marks);
    }

    #[test]
    fn no_text_breaks_the_comparison(asked in any::<String>(), registered in any::<String>()) {
        let end = registered.chars().count();
        prop_assert!(marks(&asked, &registered).iter().all(|mark| mark.end <= end));
        prop_assert_eq!(differences(&asked, &registered).is_empty(), asked == registered);
        drop(Asked::of(&asked));
    }
}
