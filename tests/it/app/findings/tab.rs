//! The findings of all pools on one tab: the scan, the rows, and the fixes.

use crate::support::harness::Harness;
use cognitui::app::{Options, Target};
use cognitui::config::Config;
use cognitui::demo::Store;
use cognitui::error::{AppError, ErrorKind};
use cognitui::message::Call;
use cognitui::resource::Document;
use serde_json::{Value, json};

/// Two identity pools that allow guests and the classic flow, and a user pool with an app client.
fn store() -> Store {
    let mut store = Store::empty();
    for name in ["shop", "blog"] {
        let pool = json!({"IdentityPoolName": name, "AllowUnauthenticatedIdentities": true});
        store.call("CreateIdentityPool", pool).expect("an identity pool");
    }
    let pool = store.call("CreateUserPool", json!({"PoolName": "users"})).expect("a user pool");
    let client = json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": "web",
        "RefreshTokenValidity": 60, "EnableTokenRevocation": false});
    store.call("CreateUserPoolClient", client).expect("an app client");
    store
}

fn harness() -> Harness {
    Harness::with(store(), Options::default(), Target::UserPools)
}

fn scanned() -> Harness {
    let mut harness = harness();
    harness.press("3 r").sees("All 3 pools read");
    harness
}

/// The scan's rows as "CHECK RESOURCE".
pub(super) fn rows(harness: &Harness) -> Vec<String> {
    let list = harness.app.list().expect("a list");
    let listed = (0..list.shown()).filter_map(|place| list.row(place)).map(|row| &row.listed);
    let text = |row: &Document, member: &str| row.text(member).unwrap_or_default().to_owned();
    listed.map(|row| format!("{} {}", text(row, "Check"), text(row, "Resource"))).collect()
}

fn find(harness: &mut Harness, row: &str) {
    let place = rows(harness).iter().position(|other| other == row);
    let place = place.unwrap_or_else(|| panic!("no {row} in {:?}", rows(harness)));
    harness.press("g").press(&"j ".repeat(place));
}

#[test]
fn nothing_is_read_and_nothing_is_claimed_before_the_user_starts_the_scan() {
    let mut harness = harness();
    let sent = harness.sent.len();
    harness.press("3").sees("Not scanned: ").sees("▸3 Findings ").never_shows("Findings (");
    assert_eq!(harness.sent.len(), sent);
    harness.sees("r scan");
}

#[test]
fn a_scan_lists_the_findings_of_all_pools_worst_first() {
    let mut harness = scanned();
    harness.sees("‼ critical").sees("IP3").sees("Guests with classic flow");
    let rows = rows(&harness);
    assert_eq!(rows[..4], ["IP3 blog", "IP3 shop", "IP1 blog", "IP1 shop"]);
    assert!(rows.contains(&"CL2 users › web".to_owned()), "{rows:?}");
    let writes = harness.sent.iter().filter(|call| matches!(call, Call::Write(_))).count();
    assert_eq!(writes, 0);
}

#[test]
fn while_the_scan_runs_it_says_how_far_it_is_and_stops_and_goes_on() {
    let mut harness = harness();
    harness.hold = true;
    harness.press("3 r").sees("Scanning: no pool read yet, 2 requests. s stops.");
    harness.step().sees("Scanning: 0 of 3 pools read").step().press("s");
    harness.sees("The scan was stopped: 0 of 3 pools read.").press("down").sees("r goes on.");
    assert!(harness.held.is_empty(), "what was under way is cancelled");
    harness.hold = false;
    harness.press("r").sees("All 3 pools read just now");
    let mut reads: Vec<_> = harness.sent.iter().filter(|call| matches!(call, Call::Scan(_))).collect();
    let all = reads.len();
    reads.dedup();
    assert!(all <= 17, "{reads:?}");
}

#[test]
fn what_could_not_be_read_is_not_checked_instead_of_free_of_findings() {
    let mut harness = harness();
    harness.fails("ListUserPoolClients", AppError::new("Can't list the app clients: access denied"));
    harness.press("3 r").sees("! Not checked: app clients of users (access denied).");
    assert!(!rows(&harness).iter().any(|row| row.starts_with("CL")));
}

#[test]
fn without_credentials_the_scan_stops_and_says_why() {
    let mut harness = harness();
    let expired = AppError::new("Can't list: the token has expired").kind(ErrorKind::Credentials);
    harness.fails("ListUserPools", expired);
    harness.press("3 r").sees("Stopped (the token has expired): ").press("r").sees("All 3 pools read");
}

#[test]
fn enter_opens_the_very_setting_and_esc_returns_to_the_row() {
    let mut harness = scanned();
    find(&mut harness, "CL8 users › web");
    harness.press("enter").sees("Findings › web").sees("▶ Refresh token valid").sees("CL8 medium");
    harness.press("esc").sees("▸3 Findings");
    assert_eq!(
        harness.app.list().and_then(|list| list.chosen()).map(|row| row.listed.text("Check")),
        Some(Some("CL8"))
    );
}

#[test]
fn a_finding_of_the_roles_opens_their_tab() {
    let mut store = store();
    let id = store.identity_pool_id("shop");
    let logins = json!({"accounts.google.com": "1.apps.googleusercontent.com"});
    store.identity_pool_mut(&id).insert("SupportedLoginProviders".into(), logins);
    let mapping = json!({"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"});
    let roles = json!({"IdentityPoolId": id,
        "Roles": {"authenticated": "arn:aws:iam::123456789012:role/users"},
        "RoleMappings": {"accounts.google.com": mapping}});
    store.call("SetIdentityPoolRoles", roles).expect("roles");
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("3 r");
    find(&mut harness, "IP7 shop › roles");
    harness.press("enter").sees("▸2 Roles").sees("IP7 medium");
}

#[test]
fn f_fixes_the_chosen_finding_by_the_usual_confirmation_and_its_row_goes() {
    let mut harness = scanned();
    find(&mut harness, "CL2 users › web");
    harness.press("f").sees("Update app client web?");
    assert!(harness.updates().is_empty(), "nothing is sent before the confirmation");
    harness.press("y").sees("✓ 1 setting changed, 0 others").press("enter");
    assert!(!rows(&harness).contains(&"CL2 users › web".to_owned()));
    assert_eq!(harness.updates().len(), 1);
}

#[test]
fn a_fix_that_needs_a_choice_opens_the_form() {
    let mut harness = scanned();
    find(&mut harness, "CL8 users › web");
    harness.press("f").sees("▶ Refresh token valid").sees("Shorten the lifetime to what the app needs.");
}

#[test]
fn marked_findings_are_fixed_together_each_resource_by_one_write() {
    let mut harness = scanned();
    // IP3 of both pools, and IP1 of the first.
    harness.press("space space space").sees("3 marked");
    find(&mut harness, "CL2 users › web");
    harness
        .press("space f")
        .sees("Update 3 of 3 resources?")
        .sees("UpdateIdentityPool, UpdateUserPoolClient");
    harness.press("G y").sees("3 changed");
    let updates = harness.updates();
    let pools: Vec<_> = updates.iter().filter(|body| body.get("IdentityPoolId").is_some()).collect();
    let guests = |body: &&&Value| body["AllowUnauthenticatedIdentities"] == json!(false);
    assert_eq!((updates.len(), pools.len(), pools.iter().filter(guests).count()), (3, 2, 1));
    assert!(pools.iter().all(|body| body["AllowClassicFlow"] == json!(false)));
    harness.press("enter").vanishes("marked");
    assert!(!rows(&harness).iter().any(|row| row.starts_with("IP3")), "{:?}", rows(&harness));
}

#[test]
fn marked_findings_that_need_a_choice_stay_marked() {
    let mut harness = scanned();
    find(&mut harness, "CL8 users › web");
    harness.press("space f").sees("None of the marked findings is fixed by an edit alone");
    find(&mut harness, "CL2 users › web");
    harness.press("space f").sees("1 finding of 2 marked needs a choice, and stays marked.");
    harness.press("y enter").sees("1 marked");
}

#[test]
fn the_rows_are_filtered_and_grouped_by_sorting() {
    let mut harness = scanned();
    harness.press("/").write("check:IP1").press("enter");
    assert_eq!(rows(&harness), ["IP1 blog", "IP1 shop"]);
    harness.press("esc o").sees("Sorted by SEVERITY, descending").press("o").sees("Sorted by CHECK");
    let checks: Vec<_> = rows(&harness).iter().map(|row| row.split(' ').next().map(str::to_owned)).collect();
    assert!(checks.is_sorted(), "{checks:?}");
}

#[test]
fn read_only_refuses_the_fixes() {
    let options = Options { read_only: true, ..Options::default() };
    let mut harness = Harness::with(store(), options, Target::UserPools);
    harness.press("3 r f").sees("Read-only").press("space f").sees("Read-only");
    assert!(harness.updates().is_empty());
}

/// The harness with a configuration.
fn configured(now: i64, text: &str) -> Harness {
    let config = Config::read(text);
    assert_eq!(config.problems, []);
    Harness::at(now, store(), Options { config, ..Options::default() }, Target::UserPools)
}

#[test]
fn an_accepted_finding_stands_last_with_its_reason_and_counts_no_more_until_it_expires() {
    let exception = "[[exception]]\ncheck = \"IP3\"\nresource = \"shop\"\nreason = \"The kiosk\"\n\
                     until = 2026-11-26\n";
    let end = 1_795_737_600;
    let mut harness = configured(end - 1, exception);
    harness.press("3 r").sees("1 accepted.");
    let all = rows(&harness);
    assert_eq!((all[0].as_str(), all.last().map(String::as_str)), ("IP3 blog", Some("IP3 shop")));
    harness.press("G").sees("Accepted: The kiosk (until 2026-11-26).");
    harness.press("2").sees("shop  ●2").sees("blog  ‼1");
    let mut harness = configured(end, exception);
    harness.press("3 r").sees("1 exception expired.").never_shows("1 accepted");
    assert_eq!(rows(&harness)[..2], ["IP3 blog", "IP3 shop"]);
    harness.press("j").sees("No longer accepted: The kiosk (until 2026-11-26).");
}

#[test]
fn a_provider_whose_app_client_is_gone_is_found_once_all_pools_are_read() {
    let mut store = store();
    let (pool, shop) = (store.user_pool_id("users"), store.identity_pool_id("shop"));
    let name = format!("cognito-idp.eu-west-1.amazonaws.com/{pool}");
    let provider =
        json!([{"ProviderName": name, "ClientId": "1example23456789", "ServerSideTokenCheck": true}]);
    store.identity_pool_mut(&shop).insert("CognitoIdentityProviders".into(), provider);
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("3 r");
    assert!(rows(&harness).contains(&"IP8 shop".to_owned()), "{:?}", rows(&harness));
    let is_list = |call: &Call| matches!(call, Call::List(list, _) if list.kind.name == "app client");
    let lists = harness.sent.iter().filter(|call| matches!(call, Call::Scan(call) if is_list(call)));
    assert_eq!(lists.count(), 1, "the list that the scan has read is not read again");
    find(&mut harness, "IP8 shop");
    harness.press("enter").sees("IP8 medium").sees("Provider unknown");
}

#[test]
fn redirect_urls_on_a_retired_host_are_found() {
    let config = Config::read("retired_hosts = [\"old.example\"]\n");
    let mut store = store();
    let pool = store.user_pool_id("users");
    let client = json!({"UserPoolId": pool, "ClientName": "app", "CallbackURLs": ["https://old.example/cb"],
        "AllowedOAuthFlows": ["code"], "AllowedOAuthScopes": ["openid"],
        "AllowedOAuthFlowsUserPoolClient": true});
    store.call("CreateUserPoolClient", client).expect("an app client");
    let mut harness = Harness::with(store, Options { config, ..Options::default() }, Target::UserPools);
    harness.press("3 r");
    assert!(rows(&harness).contains(&"CL13 users › app".to_owned()), "{:?}", rows(&harness));
}

#[test]
fn the_secrets_of_a_large_pool_are_checked_although_others_are_read_meanwhile() {
    let mut store = Store::empty();
    for pool in ["large", "small"] {
        let pool = store.call("CreateUserPool", json!({"PoolName": pool})).expect("a user pool");
        let clients = if pool["UserPool"]["Name"] == "large" { 12 } else { 1 };
        for number in 0..clients {
            let client = json!({"UserPoolId": pool["UserPool"]["Id"], "ClientName": format!("app {number}"),
                "GenerateSecret": true});
            store.call("CreateUserPoolClient", client).expect("an app client");
        }
    }
    let mut harness = Harness::with(store, Options::default(), Target::UserPools);
    harness.press("3 r").sees("All 2 pools read");
    let is_list = |call: &Call| matches!(call, Call::List(list, _) if list.kind.name == "client secret");
    let lists = harness.sent.iter().filter(|call| matches!(call, Call::Scan(call) if is_list(call)));
    assert_eq!(lists.count(), 13);
    assert!(harness.app.totals.resources().all(|(_, checked)| checked.unchecked.is_empty()));
}

#[test]
fn i_accepts_the_chosen_finding_with_a_reason_and_writes_that_to_the_configuration() {
    let old = "# mine\nmouse = false\n";
    let options = Options { config_file: Some("/home/ann/config.toml".into()), ..Options::default() };
    let mut harness = Harness::at(1_790_000_000, store(), options, Target::UserPools);
    harness.texts.push(("/home/ann/config.toml".into(), old.into()));
    harness.press("3 r");
    find(&mut harness, "CL2 users › web");
    harness.press("i").sees("▲ CL2: Token revocation off").sees("at users › web");
    harness.sees("Kept in /home/ann/config.toml.").press("enter enter").sees("Say why: ");
    harness
        .write("Legacy app")
        .press("enter")
        .write("2026-13-01")
        .press("enter")
        .sees("The last day is a date");
    harness.press(&"backspace ".repeat(10)).write("2020-01-01").press("enter").sees("That day has passed.");
    harness.press(&"backspace ".repeat(10)).write("2026-12-31").press("enter");
    harness.sees("✓ CL2 at users › web is accepted until 2026-12-31.").sees("1 accepted.");
    let pool = harness.store.user_pool_id("users");
    let client = harness.store.client_id(&pool, "web");
    let (_, text) = &harness.texts[0];
    let added = format!(
        "# mine\nmouse = false\n\n# Token revocation off: users › web\n[[exception]]\n\
         check = \"CL2#token-revocation-off\"\nresource = \"{pool}/{client}\"\nreason = \"Legacy app\"\n\
         until = 2026-12-31\n"
    );
    assert_eq!(*text, added);
    assert_eq!(rows(&harness).last().map(String::as_str), Some("CL2 users › web"));
    assert!(harness.updates().is_empty());
}

#[test]
fn an_exception_that_can_t_be_written_accepts_nothing_and_keeps_what_was_typed() {
    let options = Options { config_file: Some("/config.toml".into()), ..Options::default() };
    let mut harness = Harness::with(store(), options, Target::UserPools);
    harness.texts.push(("/config.toml".into(), "mouse = ".into()));
    harness.press("3 r i").write("The kiosk").press("enter enter").never_shows("accepted.").sees("The kiosk");
    harness.press("esc").never_shows("Accept a finding");
    assert_eq!(rows(&harness)[..2], ["IP3 blog", "IP3 shop"]);
    assert_eq!(harness.texts[0].1, "mouse = ");
}

#[test]
fn in_the_demo_an_exception_holds_until_the_program_ends_also_from_details() {
    let mut harness = harness();
    harness.press("2 enter down down down").sees("IP3 critical").press("i").sees("Holds until you quit");
    harness.write("The kiosk").press("enter enter").sees("✓ IP3 at shop is accepted.").press("down up");
    harness.never_shows("IP3 critical").sees("IP2 high").press("esc 3 r").sees("1 accepted.");
}

#[test]
fn mfa_that_is_off_is_made_optional_with_an_app_by_one_key() {
    let mut harness = scanned();
    find(&mut harness, "UP2 users");
    harness.press("f").sees("Update MFA settings of users?").sees("OFF  →  OPTIONAL").press("y enter");
    let pool = harness.store.user_pool_id("users");
    assert_eq!(
        harness.updates(),
        [json!({"UserPoolId": pool, "MfaConfiguration": "OPTIONAL",
            "SoftwareTokenMfaConfiguration": {"Enabled": true}})]
    );
    harness.press("3");
    assert!(!harness.screen(80, 24).contains("MFA off"), "{}", harness.screen(80, 24));
}

#[test]
fn a_second_scan_reads_only_what_is_older_than_five_minutes() {
    let mut harness = scanned();
    harness.sees("r reads what is older than 5 minutes");
    let reads = |harness: &Harness, from: usize| -> (usize, usize) {
        let calls = harness.sent[from..].iter().filter_map(|call| match call {
            Call::Scan(call) => Some(call.as_ref()),
            _ => None,
        });
        let documents = |call: &&Call| matches!(call, Call::Describe(_));
        let (documents, lists): (Vec<_>, Vec<_>) = calls.partition(documents);
        (documents.len(), lists.len())
    };
    let (documents, lists) = reads(&harness, 0);
    let sent = harness.sent.len();
    harness.now += 299;
    harness.press("r").sees(&format!("{documents} documents up to 5 minutes old kept"));
    let (again, listed) = reads(&harness, sent);
    assert!(again == 0 && listed <= lists, "only new ones could be missing: {again} {listed}");
    let sent = harness.sent.len();
    harness.now += 1;
    harness.press("r").never_shows(" kept");
    assert_eq!(reads(&harness, sent), (documents, lists));
    let sent = harness.sent.len();
    harness.press(":").write("from the beginning").press("enter").never_shows(" kept");
    assert_eq!(reads(&harness, sent), (documents, lists));
}

#[test]
fn the_user_chooses_what_is_too_old_to_be_kept_by_a_second_scan() {
    for (max_age, words) in [(7200, "r reads what is older than 2 hours."), (0, "r reads all again.")] {
        let options = Options { max_age: Some(max_age), ..Options::default() };
        let mut harness = Harness::with(store(), options, Target::UserPools);
        harness.press("3 r").sees(words);
        let number = |harness: &Harness| {
            harness
                .sent
                .iter()
                .filter(|call| matches!(call, Call::Scan(call) if matches!(**call, Call::Describe(_))))
                .count()
        };
        let first = number(&harness);
        harness.now += (max_age - 1).max(0);
        harness.press("r");
        assert_eq!(number(&harness), if max_age == 0 { 2 * first } else { first });
        harness.now += 1;
        harness.press("r");
        assert_eq!(number(&harness), if max_age == 0 { 3 * first } else { 2 * first });
    }
}
