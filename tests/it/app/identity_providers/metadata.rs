//! SAML metadata: pasted, fetched or read of a file, and the certificates in it.

use super::super::user_pool;
use super::{METADATA, new, saml, stored, with};
use crate::support::harness::Harness;
use cognitui::error::AppError;
use serde_json::json;

/// When the certificate of `expired` expired, on 2025-05-06.
const EXPIRY: i64 = 1_746_515_289;

/// The same metadata with a signing certificate that expired in 2025.
fn expired() -> String {
    let body =
        |pem: &str| pem.lines().filter(|line| !line.starts_with("-----")).collect::<Vec<_>>().join("\n");
    let start = METADATA.find("<ds:X509Certificate>").expect("a certificate") + "<ds:X509Certificate>".len();
    let end = METADATA.find("</ds:X509Certificate>").expect("its end");
    format!(
        "{}{}{}",
        &METADATA[..start],
        body(include_str!("../../../fixtures/expired.pem")),
        &METADATA[end..]
    )
}

#[test]
fn a_saml_provider_is_made_of_a_file_that_is_found_by_completion() {
    let (mut harness, pool) = user_pool();
    harness.texts = vec![("idp/metadata.xml".into(), METADATA.into()), ("notes.txt".into(), "hello".into())];
    new(&mut harness, "saml");
    harness.fill("Name", "okta");
    harness.press("down down down").sees("paste it here, or Ctrl-o reads a file");
    harness.press("ctrl-o").sees("▶ idp/").sees("notes.txt").write("note").press("enter");
    harness
        .sees("This file is not XML")
        .press("ctrl-u")
        .write("id")
        .press("tab")
        .sees(": idp/")
        .sees("▶ metadata.xml");
    harness.press("enter").sees("Entity id").sees("Signing certificate").vanishes("is not XML");
    harness.press("ctrl-s").press("pgdn pgdn pgdn y").sees(" match");
    assert_eq!(harness.last_update()["ProviderDetails"], json!({"MetadataFile": METADATA}));
    assert_eq!(stored(&mut harness, &pool, "okta")["ProviderDetails"]["MetadataFile"], METADATA);
}

#[test]
fn pasted_metadata_keeps_its_lines_and_an_expired_certificate_is_refused_before_aws_does() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "adfs");
    harness.press("down down down").event(cognitui::message::Event::Paste(expired()));
    harness.sees("its signing certificate expired on").press("ctrl-s").sees("fixing:");
    assert!(harness.updates().is_empty());
    harness.press("backspace").event(cognitui::message::Event::Paste(METADATA.into())).vanishes("expired");
    harness.press("ctrl-s pgdn pgdn pgdn y");
    assert_eq!(harness.last_update()["ProviderDetails"]["MetadataFile"], METADATA);
}

#[test]
fn a_program_left_open_for_a_day_counts_from_the_day_it_is_now() {
    const HALF_A_DAY: i64 = 12 * 3_600;
    let (mut harness, pool) = with("SAML", "okta", &json!({"MetadataURL": "https://idp.example/metadata"}));
    harness.store.provider_mut(&pool, "okta")["ProviderDetails"] = json!({"MetadataFile": expired()});
    harness.now = EXPIRY - HALF_A_DAY;
    harness.press("r").sees("(12 h)");
    harness.app.size = (80, 40);
    harness.press("e").sees("in 12 hours");
    harness
        .focus_field("Sign out at the provider")
        .press("space")
        .never_shows("its signing certificate expired on");
    // A day later the list counts from then, and the form that is open since refuses what it took before.
    harness.now += 2 * HALF_A_DAY;
    harness
        .press("ctrl-s")
        .sees("its signing certificate expired on")
        .never_shows("Update identity provider okta?");
    harness.press("esc y").sees("(expired)");
}

#[test]
fn the_signing_of_requests_can_be_taken_back() {
    let (mut harness, _) = with(
        "SAML",
        "okta",
        &json!({"MetadataURL": "https://idp.example/metadata", "RequestSigningAlgorithm": "rsa-sha256"}),
    );
    harness.press("e");
    harness
        .focus_field("Sign requests")
        .sees("‹ rsa-sha256 ›")
        .press("space")
        .sees("‹ no ›")
        .press("ctrl-s")
        .sees("rsa-sha256  →  no")
        .press("y");
    assert_eq!(
        harness.last_update()["ProviderDetails"],
        json!({"MetadataURL": "https://idp.example/metadata"})
    );
}

#[test]
fn a_provider_that_takes_signed_requests_only_is_said_to_and_unsigned_ones_are_warned_of() {
    let (mut harness, _) = user_pool();
    new(&mut harness, "saml");
    harness.fill("Name", "adfs");
    harness
        .focus_field("Metadata  ")
        .event(cognitui::message::Event::Paste(include_str!("../../../fixtures/adfs.xml").into()));
    harness.sees("Signed requests           required");
    harness
        .focus_field("Sign requests")
        .sees("! the metadata requires signed requests")
        .press("space")
        .vanishes("! the metadata requires");
}

#[test]
fn metadata_that_something_else_took_the_place_of_comes_back() {
    let (mut harness, _) = with("SAML", "okta", &json!({"MetadataFile": METADATA}));
    harness.press("e");
    harness.focus_field("1 Identifier").press("ctrl-d").never_shows("shop.example");
    harness
        .focus_field("Metadata  ")
        .sees("Entity id")
        .press("backspace")
        .vanishes("Entity id")
        .press("ctrl-z")
        .sees("Entity id");
    harness.press("ctrl-y").vanishes("Entity id").press("ctrl-z").sees("Entity id").press("esc y e");
    harness.focus_field("Metadata  ");
    harness
        .event(cognitui::message::Event::Paste("oops".into()))
        .sees("✗ is not XML")
        .press("ctrl-z")
        .sees("Entity id")
        .press("ctrl-s");
    harness.sees("Nothing to send: no setting changed.");
}

#[test]
fn expired_metadata_stops_a_change_of_a_detail_and_no_other_one() {
    let (mut harness, pool) = with("SAML", "okta", &json!({"MetadataURL": "https://idp.example/metadata"}));
    harness.store.provider_mut(&pool, "okta")["ProviderDetails"] = json!({"MetadataFile": expired()});
    harness.press("r e");
    harness
        .focus_field("Sign out at the provider")
        .press("space ctrl-s")
        .sees("fixing:")
        .sees("its signing certificate expired on")
        .press("esc y e");
    harness
        .focus_field("Provider's attribute")
        .press("ctrl-u")
        .write("mail")
        .press("ctrl-s")
        .sees("Update identity provider okta?")
        .press("y");
    harness.sees("1 setting changed, 0 others");
    assert_eq!(
        harness.last_update(),
        json!({"UserPoolId": pool, "ProviderName": "okta", "AttributeMapping": {"email": "mail"}})
    );
}

#[test]
fn a_certificate_in_the_list_is_that_of_the_address_which_the_provider_names_now() {
    let (mut harness, _) = saml();
    harness.texts = vec![("https://idp.example/metadata".into(), METADATA.into())];
    harness.press("m").sees("Entity id").press("enter").sees("(8 y)").press("e");
    harness
        .fill("Metadata URL", "https://idp.example/other")
        .press("ctrl-s pgdn y")
        .sees("1 setting changed")
        .press("enter");
    harness.vanishes("(8 y)").sees("unknown (not fetched)");
}

#[test]
fn what_lies_at_the_url_of_the_metadata_is_fetched_on_a_key_only() {
    let (mut harness, _) = saml();
    harness.texts = vec![("https://idp.example/metadata".into(), METADATA.into())];
    assert!(!harness.operations().contains(&"fetch"));
    harness
        .sees("unknown (not fetched)")
        .press("m")
        .sees("SAML metadata at the URL")
        .sees("Entity id")
        .sees("Signing certificate")
        .press("enter");
    assert_eq!(harness.operations().iter().filter(|operation| **operation == "fetch").count(), 1);
    harness.sees("(8 y)");
    harness.press("e");
    harness
        .fill("Metadata URL", "https://nowhere.example/x")
        .press("ctrl-o")
        .sees("✗ There is nothing at https://nowhere.example/x")
        .press("esc");
    harness.sees("Edit okta").sees("https://nowhere.example/x");
}

/// The form of a new SAML provider with a text pasted as its metadata, on 2026-11-26.
fn pasted(text: &str) -> Harness {
    let (mut harness, _) = user_pool();
    harness.now = 1_795_651_200;
    harness.app.size = (120, 40);
    new(&mut harness, "saml");
    harness.fill("Name", "harbour");
    harness.focus_field("Metadata  ").event(cognitui::message::Event::Paste(text.into()));
    harness
}

#[test]
fn what_stands_before_pasted_metadata_is_not_sent() {
    let whole = include_str!("../../../fixtures/bom.xml").trim_start_matches('\u{feff}');
    for text in
        [include_str!("../../../fixtures/bom.xml"), include_str!("../../../fixtures/blank-lines-first.xml")]
    {
        let mut harness = pasted(text);
        harness.sees("Entity id").press("ctrl-s").sees("Create identity provider harbour?").press("G y");
        assert_eq!(harness.last_update()["ProviderDetails"]["MetadataFile"], whole);
    }
    pasted(include_str!("../../../fixtures/browser-copy.xml"))
        .sees("✗ has other text before its XML")
        .sees("before the first <");
}

#[test]
fn metadata_that_can_not_work_is_refused_at_the_field_with_the_reason() {
    for (text, fault) in [
        (
            include_str!("../../../fixtures/no-signing-certificate.xml"),
            "no signing certificate, only one to encrypt with",
        ),
        (include_str!("../../../fixtures/no-keys.xml"), "it has no signing certificate, and no other key"),
        (
            include_str!("../../../fixtures/soap-only.xml"),
            "it takes sign-on by SOAP only, and Cognito needs HTTP-Redirect",
        ),
        (
            include_str!("../../../fixtures/no-sign-on.xml"),
            "it takes sign-on nowhere, and Cognito needs HTTP-Redirect",
        ),
        (include_str!("../../../fixtures/long-certificate.xml"), "and AWS takes at most 4096"),
    ] {
        let mut harness = pasted(text);
        harness.sees(fault).press("ctrl-s").sees("fixing:");
        assert!(harness.updates().is_empty(), "{fault}");
    }
}

#[test]
fn metadata_whose_own_validity_is_past_is_called_expired_wherever_it_is_shown() {
    let mut harness = pasted(include_str!("../../../fixtures/valid-until-past.xml"));
    harness
        .sees("! its own validity (validUntil) expired on 2024-05-20")
        .sees("Metadata valid until      expired 2 years ago (2024-05-20)")
        .press("ctrl-s")
        .sees("Metadata valid until: expired 2 years ago")
        .press("G")
        .sees("! Causes   ID1 high      SAML metadata expired")
        .press("y enter")
        .sees("2024-05-20 (expired)");
}

#[test]
fn a_signing_certificate_of_tomorrow_is_said_to_start_later() {
    let mut harness = pasted("");
    harness.now = 1_763_164_800;
    harness.event(cognitui::message::Event::Paste(include_str!("../../../fixtures/bom.xml").into()));
    harness.sees("! its signing certificate is not valid before 2026-11-15").sees("starts");
}

#[test]
fn one_identity_provider_of_a_federation_is_chosen_by_its_name() {
    let mut harness = pasted(include_str!("../../../fixtures/federation.xml"));
    harness.sees("✗ is of 3 identity providers, choose one").sees("Ctrl-o chooses one, a paste replaces it");
    harness.press("ctrl-o").write("idp2").press("enter").sees("https://idp2.harbour.example").vanishes("✗");
    harness.press("ctrl-s G y").sees(" match");
    let sent = harness.last_update()["ProviderDetails"]["MetadataFile"].clone();
    let sent = sent.as_str().expect("metadata");
    assert!(sent.contains("https://idp2.harbour.example") && !sent.contains("https://idp1.harbour.example"));
}

#[test]
fn expired_signing_certificates_lead_to_what_the_address_serves_now() {
    let (mut harness, _) = with("SAML", "okta", &json!({"MetadataURL": "https://idp.example/metadata"}));
    let words = "InvalidParameterException: Signing certificates are expired";
    harness.fails(
        "UpdateIdentityProvider",
        AppError::new("Can't update okta: AWS refused a value").cause(words),
    );
    harness.press("e").focus_field("Provider's attribute").press("ctrl-u").write("mail").press("ctrl-s G y");
    harness.press("enter").sees("▶ Metadata URL").sees("✗ InvalidParameterException: Signing");
    harness.sees("certificates are expired. AWS checks them").sees("Ctrl-o here, or m in the");
}
