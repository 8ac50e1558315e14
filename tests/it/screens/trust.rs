//! The trust map, and the search for the app client of a redirect URL.

use super::user_pools;
use cognitui::message::Event;

#[test]
fn the_trust_map() {
    let mut harness = user_pools();
    harness.press("enter 2 w");
    screens!("trust_map_before_a_scan", &harness);
    harness.press("r");
    main_screens!("trust_map_of_a_client", &mut harness);
    harness.press("esc 3 w");
    main_screens!("trust_map_of_a_provider", &mut harness);
}

#[test]
fn the_search_for_a_redirect_url() {
    let mut harness = user_pools();
    harness.press("enter 2 :").write("url https://shop.example.com/Callback/?code=1").press("enter");
    main_screens!("redirect_url", &mut harness);
    harness.press("esc :").write("redirect url").press("enter");
    screens!("redirect_url_before_a_paste", &harness);
}
