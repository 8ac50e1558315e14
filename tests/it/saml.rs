//! The metadata of SAML identity providers: what an admin is told of it, and that no document, however it was
//! made, does more than be read or refused in words.

use cognitui::saml::{
    Certificate, Endpoint, MOST, NEVER, SamlBinding, SamlMetadata, clean, identity_provider_alone,
    identity_providers,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};

const OKTA: &str = include_str!("../fixtures/okta.xml");
const ENTRA: &str = include_str!("../fixtures/entra.xml");
const ADFS: &str = include_str!("../fixtures/adfs.xml");
const KEYCLOAK: &str = include_str!("../fixtures/keycloak.xml");
const SHIBBOLETH: &str = include_str!("../fixtures/shibboleth.xml");
const ALL: [&str; 5] = [OKTA, ENTRA, ADFS, KEYCLOAK, SHIBBOLETH];

/// Certificates, with their common name and the year they end in.
const PEMS: [(&str, &str, i16); 4] = [
    (include_str!("../fixtures/rsa.pem"), "dev-12345678", 2035),
    (include_str!("../fixtures/ec.pem"), "master", 2035),
    (include_str!("../fixtures/expired.pem"), "Microsoft Azure Federated SSO Certificate", 2025),
    (include_str!("../fixtures/beyond-2050.pem"), "idp.example.edu", 2055),
];

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const BINDINGS: &str = "urn:oasis:names:tc:SAML:2.0:bindings:";

fn read(xml: &str) -> SamlMetadata {
    SamlMetadata::read(xml).expect("metadata")
}

fn refused(xml: &str) -> String {
    let why = SamlMetadata::read(xml).expect_err("no metadata");
    assert!(is_words(&why), "{why}");
    why
}

/// Whether a reason can stand after "The metadata ": one line that begins in lower case, and not a long one.
fn is_words(why: &str) -> bool {
    why.starts_with(|letter: char| letter.is_ascii_lowercase())
        && why.chars().count() < 200
        && !why.contains(char::is_control)
}

/// Reads a document both ways; whatever comes of it has to make sense.
fn survives(bytes: &[u8]) {
    let of_bytes = SamlMetadata::read_bytes(bytes);
    let of_text = SamlMetadata::read(&String::from_utf8_lossy(bytes));
    for why in [of_bytes.as_ref().err(), of_text.as_ref().err()].into_iter().flatten() {
        assert!(is_words(why), "{why}");
    }
    if let Ok((text, metadata)) = of_bytes {
        assert_eq!(read(&text), metadata);
        assert!(!metadata.entity_id.is_empty());
        assert!(metadata.certificates.iter().all(|certificate| certificate.signs || certificate.encrypts));
        assert_eq!(
            metadata.expires().is_some(),
            metadata.certificates.iter().any(|certificate| certificate.signs)
        );
    }
}

fn at(time: &str) -> i64 {
    time.parse::<jiff::Timestamp>().expect("a time").as_second()
}

fn redirect(url: &str) -> Endpoint {
    Endpoint { binding: SamlBinding::Redirect, url: url.to_owned() }
}

fn post(url: &str) -> Endpoint {
    Endpoint { binding: SamlBinding::Post, url: url.to_owned() }
}

fn subjects(metadata: &SamlMetadata) -> Vec<&str> {
    metadata.certificates.iter().map(|certificate| certificate.subject.as_str()).collect()
}

fn purposes(metadata: &SamlMetadata) -> Vec<(bool, bool)> {
    metadata.certificates.iter().map(|certificate| (certificate.signs, certificate.encrypts)).collect()
}

/// The letters of a certificate.
fn letters(pem: &str) -> String {
    pem.lines().filter(|line| !line.starts_with('-')).collect()
}

fn key(attributes: &str, certificate: &str) -> String {
    format!(
        r#"<KeyDescriptor {attributes}><KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>{certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"#
    )
}

/// An identity provider with something in its role.
fn provider(name: &str, inside: &str) -> String {
    format!(
        r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{name}"><IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">{inside}</IDPSSODescriptor></EntityDescriptor>"#
    )
}

fn service(name: &str) -> String {
    format!(
        r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{name}"><SPSSODescriptor protocolSupportEnumeration="{PROTOCOL}"/></EntityDescriptor>"#
    )
}

fn list(attributes: &str, entities: &str) -> String {
    format!(
        r#"<EntitiesDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" {attributes}>{entities}</EntitiesDescriptor>"#
    )
}

#[test]
fn okta_says_where_people_sign_on_and_when_its_certificate_ends() {
    let url = "https://dev-12345678.okta.com/app/shop/exk1fcia6d6EMsf331d8/sso/saml";
    let subject =
        "CN=dev-12345678,emailAddress=info@okta.com,OU=SSOProvider,O=Okta,L=San Francisco,ST=California,C=US";
    let (not_before, not_after) = (at("2025-03-04T05:06:07Z"), at("2035-03-04T05:06:07Z"));
    let length = letters(PEMS[0].0).len();
    let certificate = Certificate {
        subject: subject.to_owned(),
        not_before,
        not_after,
        length,
        signs: true,
        encrypts: false,
    };
    let okta = SamlMetadata {
        entity_id: "http://www.okta.com/exk1fcia6d6EMsf331d8".to_owned(),
        sign_on: vec![post(url), redirect(url)],
        sign_out: vec![],
        certificates: vec![certificate],
        wants_signed_requests: false,
        valid_until: None,
    };
    assert_eq!(read(OKTA), okta);
    assert_eq!(okta.expires(), Some(not_after));
}

#[test]
fn entra_rolls_its_certificate_and_only_those_of_its_saml_role_count() {
    let entra = read(ENTRA);
    assert_eq!(entra.entity_id, "https://sts.windows.net/8a5b3d1e-0000-4000-8000-000000000001/");
    assert_eq!(subjects(&entra), ["CN=Microsoft Azure Federated SSO Certificate"; 2]);
    assert_eq!(entra.certificates[0].not_after, at("2025-05-06T07:08:09Z"));
    assert_eq!(entra.expires(), Some(at("2028-04-06T07:08:09Z")));
    let url = "https://login.microsoftonline.com/8a5b3d1e-0000-4000-8000-000000000001/saml2";
    assert_eq!(entra.sign_on, [redirect(url), post(url)]);
    assert_eq!(entra.sign_out, [redirect(url)]);
}

#[test]
fn ad_fs_is_read_with_its_byte_order_mark_and_a_key_to_encrypt_with_is_none_that_expires() {
    let (text, adfs) =
        SamlMetadata::read_bytes(&[b"\xef\xbb\xbf", ADFS.as_bytes()].concat()).expect("metadata");
    assert_eq!(text, ADFS);
    assert_eq!(adfs, read(&format!("\u{feff}{ADFS}")));
    assert_eq!(
        subjects(&adfs),
        ["CN=ADFS Encryption - sts.example.com", "CN=ADFS Signing - sts.example.com"]
    );
    assert_eq!(purposes(&adfs), [(false, true), (true, false)]);
    assert_eq!(adfs.expires(), Some(NEVER));
    assert!(adfs.wants_signed_requests);
    assert_eq!(
        adfs.sign_out,
        [redirect("https://sts.example.com/adfs/ls/"), post("https://sts.example.com/adfs/ls/")]
    );
}

#[test]
fn keycloak_takes_messages_in_four_ways_in_its_order() {
    let keycloak = read(KEYCLOAK);
    let ways = |endpoints: &[Endpoint]| {
        endpoints.iter().map(|endpoint| endpoint.binding.to_string()).collect::<Vec<_>>()
    };
    let artifact = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
    assert_eq!(ways(&keycloak.sign_on), ["HTTP-POST", "HTTP-Redirect", "SOAP", artifact]);
    assert_eq!(ways(&keycloak.sign_out), ["HTTP-POST", "HTTP-Redirect", artifact, "SOAP"]);
    let subject =
        r#"CN=Schlüssel für die Anmeldung\ ,OU=Ämter+UID=\#7,O=Müller\, Söhne & Cie. \"Holz\" \+ Bau,C=DE"#;
    assert_eq!(subjects(&keycloak), [subject]);
}

#[test]
fn shibboleth_names_one_certificate_twice_and_says_until_when_it_is_to_be_relied_on() {
    let shibboleth = read(SHIBBOLETH);
    assert_eq!(subjects(&shibboleth), ["CN=idp.example.edu", "CN=master"]);
    assert_eq!(purposes(&shibboleth), [(true, false), (true, true)]);
    assert_eq!(shibboleth.expires(), Some(at("2055-07-08T09:10:11Z")));
    assert_eq!(shibboleth.valid_until, Some(at("2027-04-30T08:15:00Z")));
    assert_eq!(
        shibboleth.sign_on[0].binding,
        SamlBinding::Other("urn:mace:shibboleth:1.0:profiles:AuthnRequest".to_owned())
    );
    assert_eq!(shibboleth.sign_on.len(), 4);
}

#[test]
fn a_certificate_that_is_for_nothing_in_particular_is_for_both() {
    let metadata = read(&provider("a", &key("", &letters(PEMS[0].0))));
    assert_eq!(purposes(&metadata), [(true, true)]);
}

#[test]
fn an_identity_provider_without_a_certificate_to_sign_with_has_none_that_expires() {
    assert_eq!(read(&provider("a", "")).expires(), None);
    assert_eq!(read(&provider("a", &key("use='encryption'", &letters(PEMS[0].0)))).expires(), None);
}

#[test]
fn a_certificate_is_read_however_it_is_wrapped() {
    let letters = letters(PEMS[0].0);
    let plain = read(&provider("a", &key("", &letters)));
    let (first, second) = letters.split_at(100);
    let wrapped = [
        PEMS[0].0.to_owned(),
        PEMS[0].0.replace('\n', "\r\n\t  "),
        PEMS[0].0.replace('\n', " "),
        format!("<![CDATA[{first}]]>{second}"),
        format!("{first}<!-- here -->{second}"),
        format!("{first}&#10;{second}"),
    ];
    for text in wrapped {
        assert_eq!(read(&provider("a", &key("", &text))), plain, "{text}");
    }
}

#[test]
fn a_certificate_that_is_not_read_is_named_by_its_number() {
    let (rsa, ec) = (letters(PEMS[0].0), letters(PEMS[1].0));
    let only = provider("a", &key("use='signing'", "MIIB!"));
    assert_eq!(refused(&only), "holds a certificate that can't be read: it isn't base64");
    let last = provider("a", &[key("", &rsa), key("", &ec), key("", &ec[..200])].concat());
    assert_eq!(refused(&last), "holds a certificate that can't be read, number 3 of 3: it is cut off");
    let empty = provider("a", &[key("", ""), key("", &ec)].concat());
    assert_eq!(refused(&empty), "holds a certificate that can't be read, number 1 of 2: it is empty");
    let other = provider("a", &key("", "bm90IGEgY2VydGlmaWNhdGU="));
    assert_eq!(refused(&other), "holds a certificate that can't be read: it is cut off");
    assert_eq!(
        refused(&provider("a", &key("", "AAAA"))),
        "holds a certificate that can't be read: it isn't an X.509 certificate"
    );
}

#[test]
fn the_one_identity_provider_of_a_list_is_found_and_more_than_one_are_counted() {
    let one = provider("https://one", "");
    assert_eq!(
        read(&list("", &[service("a"), list("", &one), service("b")].concat())).entity_id,
        "https://one"
    );
    let two = list("", &[one.clone(), service("a"), list("", &one)].concat());
    assert_eq!(refused(&two), "is of 2 identity providers, choose one: https://one, https://one");
    let none = list("", &[service("a"), service("b")].concat());
    assert_eq!(
        refused(&none),
        "lists 2 entities, and none has an IDPSSODescriptor of SAML 2.0: none is an identity provider"
    );
    assert_eq!(refused(&list("", &service("a"))), refused(&service("a")));
    assert_eq!(refused(&list("", "")), "lists nobody: its EntitiesDescriptor is empty");
}

#[test]
fn what_is_no_identity_provider_of_saml_2_is_told_apart() {
    let none = "has no IDPSSODescriptor, so it is not an identity provider's";
    assert_eq!(
        refused(r#"<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata" entityID="a"/>"#),
        none
    );
    assert_eq!(refused(&service("a")), format!("{none} but a service provider's"));
    let old = provider("a", "").replace(PROTOCOL, "urn:oasis:names:tc:SAML:1.1:protocol");
    assert_eq!(
        refused(&old),
        "is of an identity provider that doesn't speak SAML 2.0: its protocolSupportEnumeration names others only"
    );
    assert_eq!(
        refused("<EntityDescriptor entityID='a'><IDPSSODescriptor/></EntityDescriptor>"),
        "has an EntityDescriptor that isn't of SAML 2.0: its namespace is not urn:oasis:names:tc:SAML:2.0:metadata"
    );
    assert_eq!(refused("<feed/>"), "begins with feed, not with the EntityDescriptor of SAML 2.0");
    assert_eq!(refused(&provider("", "")), "has no entityID: its EntityDescriptor names no provider");
    let nowhere = provider("a", &format!("<SingleSignOnService Binding='{BINDINGS}HTTP-POST'/>"));
    assert_eq!(refused(&nowhere), "has a SingleSignOnService without a Location");
    assert_eq!(
        refused(&provider("a", "<SingleLogoutService Location='b'/>")),
        "has a SingleLogoutService without a Binding"
    );
}

#[test]
fn a_role_of_an_older_saml_beside_that_of_saml_2_is_passed_over() {
    let both = provider("a", "<SingleSignOnService Binding='b' Location='new'/>").replace(
        "<IDPSSODescriptor",
        "<IDPSSODescriptor protocolSupportEnumeration='urn:oasis:names:tc:SAML:1.1:protocol'><SingleSignOnService Binding='b' Location='old'/></IDPSSODescriptor><IDPSSODescriptor",
    );
    let urls: Vec<_> = read(&both).sign_on.into_iter().map(|endpoint| endpoint.url).collect();
    assert_eq!(urls, ["new"]);
}

#[test]
fn an_element_of_another_namespace_that_is_called_the_same_is_another() {
    let other = r#"<Extensions><SingleSignOnService xmlns="urn:a" Binding="b" Location="c"/></Extensions><SingleSignOnService xmlns="urn:a" Binding="b" Location="c"/><KeyDescriptor xmlns="urn:a"><X509Certificate>!</X509Certificate></KeyDescriptor><KeyDescriptor><X509Certificate>!</X509Certificate></KeyDescriptor>"#;
    assert_eq!(read(&provider("a", other)), read(&provider("a", "")));
}

#[test]
fn the_first_of_all_times_that_it_is_valid_until_counts() {
    let one = provider("a", "");
    let role =
        |time: &str| one.replace("<IDPSSODescriptor", &format!("<IDPSSODescriptor validUntil='{time}'"));
    let until = |xml: &str| read(xml).valid_until;
    assert_eq!(until(&list("validUntil='2026-01-01T00:00:00Z'", &one)), Some(at("2026-01-01T00:00:00Z")));
    let earlier = list("validUntil='2026-01-01T00:00:00Z'", &role("2025-12-31T23:00:00-02:00"));
    assert_eq!(until(&earlier), Some(at("2026-01-01T00:00:00Z")));
    assert_eq!(until(&role("2025-12-31T23:00:00+02:00")), Some(at("2025-12-31T21:00:00Z")));
    assert_eq!(until(&role(" 2025-12-31T23:00:00.999 ")), Some(at("2025-12-31T23:00:00Z")));
    assert_eq!(until(&role("9999-12-31T23:59:59Z")), Some(NEVER));
    assert_eq!(until(&role("1969-12-31T23:59:59Z")), Some(-1));
    assert_eq!(refused(&role("next year")), "has a validUntil that is no date and time: next year");
    assert_eq!(refused(&role("2026-01-01")), "has a validUntil that is no date and time: 2026-01-01");
}

#[test]
fn whether_requests_have_to_be_signed_is_said_in_two_ways() {
    let wants = |value: &str| {
        let flag = format!("<IDPSSODescriptor WantAuthnRequestsSigned='{value}'");
        read(&provider("a", "").replace("<IDPSSODescriptor", &flag)).wants_signed_requests
    };
    assert_eq!(["true", "1", " true ", "false", "0", ""].map(wants), [true, true, true, false, false, false]);
    assert!(!read(&provider("a", "")).wants_signed_requests);
}

#[test]
fn what_people_take_for_metadata_is_called_what_it_is() {
    assert_eq!(refused(" \n"), "is empty");
    assert_eq!(
        refused("<!DOCTYPE html><p>Sign in"),
        "is a web page, not SAML metadata: its address may want a sign-in"
    );
    assert_eq!(
        refused("\n<HTML lang='en'>"),
        "is a web page, not SAML metadata: its address may want a sign-in"
    );
    assert_eq!(refused(r#"{"issuer": "https://a"}"#), "is JSON, not SAML metadata, which is XML");
    assert_eq!(refused(PEMS[0].0), "is a certificate or a key, not SAML metadata, which is XML");
    let address = "is not XML, which begins with <: it begins with \"https://idp.example.com/metadata\"";
    assert_eq!(refused("https://idp.example.com/metadata"), address);
    assert!(refused(&OKTA[..OKTA.len() / 2]).starts_with("is not XML: "));
    assert!(refused(&format!("<{}></b>", "a".repeat(MOST / 2))).ends_with('…'));
}

#[test]
fn a_document_of_more_than_1_mb_is_not_looked_at() {
    let padded = |length: usize| format!("{OKTA}{}", " ".repeat(length - OKTA.len()));
    assert_eq!(read(&padded(MOST)), read(OKTA));
    assert_eq!(refused(&padded(MOST + 1)), "is larger than 1 MB");
    assert_eq!(SamlMetadata::read_bytes(&vec![0; 10 * MOST]).err().as_deref(), Some("is larger than 1 MB"));
    assert_eq!(refused(&"junk ".repeat(2 * MOST)), "is larger than 1 MB");
}

#[test]
fn a_doctype_is_refused_before_it_names_a_file_or_grows() {
    let of = |doctype: &str, inside: &str| format!("<?xml version='1.0'?>{doctype}{}", provider("a", inside));
    let laughs = (1..10)
        .map(|n| format!("<!ENTITY lol{n} '{}'>", format!("&lol{};", n - 1).repeat(10)))
        .collect::<Vec<_>>()
        .concat();
    let quadratic = format!("<!DOCTYPE a [<!ENTITY a '{}'>]>", "a".repeat(MOST / 4));
    let documents = [
        of("<!DOCTYPE EntityDescriptor>", ""),
        of("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", "&b;"),
        of("<!DOCTYPE a SYSTEM 'http://127.0.0.1/a.dtd'>", ""),
        of("<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]>", ""),
        of(&format!("<!DOCTYPE a [<!ENTITY lol0 'lol'>{laughs}]>"), "&lol9;"),
        of(&quadratic, &"&a;".repeat(MOST / 8)),
    ];
    for xml in documents {
        assert_eq!(
            refused(&xml),
            "has a DOCTYPE, which SAML metadata never has: it could name other files, or grow without end"
        );
    }
    assert!(refused(&of("", "&b;")).starts_with("is not XML: unknown entity reference 'b'"));
}

#[test]
fn utf_16_and_declared_latin_letters_are_read_and_another_encoding_is_named() {
    let refused = |bytes: &[u8]| SamlMetadata::read_bytes(bytes).expect_err("not UTF-8");
    let wide = |bytes: fn(u16) -> [u8; 2]| KEYCLOAK.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
    let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
    for bytes in
        [[&[0xff, 0xfe], little.as_slice()].concat(), [&[0xfe, 0xff], big.as_slice()].concat(), little, big]
    {
        let (text, metadata) = SamlMetadata::read_bytes(&bytes).expect("UTF-16");
        assert_eq!((text.as_str(), &metadata), (KEYCLOAK, &read(KEYCLOAK)));
    }
    let latin = OKTA.replace("UTF-8", "ISO-8859-1");
    assert_eq!(SamlMetadata::read_bytes(latin.as_bytes()).expect("letters of ASCII").0, OKTA);
    let western = b"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>";
    assert_eq!(
        refused(western),
        "says in its first line that it is windows-1252, which is not read: save it as UTF-8, and say so there"
    );
    assert_eq!(refused(b"<a>M\xfcller</a>"), "is not UTF-8, seen in line 1: save it as UTF-8");
}

#[test]
fn what_stands_before_the_xml_is_forgiven_or_named_and_never_sent() {
    let bom = include_str!("../fixtures/bom.xml");
    let blank = include_str!("../fixtures/blank-lines-first.xml");
    for xml in [bom, blank] {
        let (text, metadata) = SamlMetadata::read_bytes(xml.as_bytes()).expect("metadata");
        assert!(text.starts_with("<?xml") && text == clean(xml), "{text}");
        assert_eq!(metadata, read(xml));
    }
    assert_eq!(
        refused(include_str!("../fixtures/browser-copy.xml")),
        "has other text before its XML, \"This XML file does not appear to have an…\": remove all before the \
         first <, or save the file"
    );
}

#[test]
fn of_a_chain_of_certificates_the_first_one_signs() {
    let chain = key("use='signing'", &letters(PEMS[0].0));
    let issuer =
        format!("</X509Certificate><X509Certificate>{}</X509Certificate></X509Data>", letters(PEMS[2].0));
    let chain = chain.replace("</X509Certificate></X509Data>", &issuer);
    let metadata = read(&provider("a", &chain));
    assert_eq!(
        subjects(&metadata),
        subjects(&read(&provider("a", &key("use='signing'", &letters(PEMS[0].0)))))
    );
    assert_eq!(metadata.expires(), Some(at("2035-03-04T05:06:07Z")));
}

#[test]
fn the_first_end_of_anything_that_a_sign_in_depends_on_counts() {
    let past = read(include_str!("../fixtures/valid-until-past.xml"));
    assert_eq!(past.expires(), Some(at("2029-05-13T21:35:55Z")));
    assert_eq!((past.valid_until, past.usable_until()), (Some(at("2024-05-20T09:35:58Z")), past.valid_until));
    assert_eq!(read(OKTA).usable_until(), read(OKTA).expires());
    assert_eq!(read(&provider("a", "")).usable_until(), None);
}

#[test]
fn the_identity_providers_of_a_federation_are_named_and_one_of_them_can_be_taken() {
    let federation = include_str!("../fixtures/federation.xml");
    let names =
        ["https://idp1.harbour.example", "https://idp2.harbour.example", "https://idp3.harbour.example"];
    assert_eq!(identity_providers(federation), names);
    assert_eq!(refused(federation), format!("is of 3 identity providers, choose one: {}", names.join(", ")));
    for name in names {
        let one = read(&identity_provider_alone(federation, name).expect("an identity provider"));
        assert_eq!((one.entity_id.as_str(), one.sign_on.len(), one.certificates.len()), (name, 2, 1));
        assert_eq!(one.valid_until, Some(at("2027-01-01T00:00:00Z")), "it inherits the end of the list");
    }
    assert_eq!(identity_provider_alone(federation, "https://sp1.harbour.example"), None);
    let many = (0..5).map(|number| provider(&format!("https://idp{number}"), "")).collect::<String>();
    let many = refused(&list("", &many));
    assert!(many.ends_with("https://idp0, https://idp1, https://idp2 and 2 more"), "{many}");
}

#[test]
fn an_identity_provider_that_is_taken_out_of_a_list_brings_the_prefixes_that_it_uses() {
    let entity = |name: &str| {
        format!(
            r#"<md:EntityDescriptor entityID="{name}" validUntil="2026-01-01T00:00:00Z"><md:IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}"/></md:EntityDescriptor>"#
        )
    };
    let list = format!(
        r#"<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" xmlns:x="urn:x&amp;y">{}{}</md:EntitiesDescriptor>"#,
        entity("a"),
        entity("b")
    );
    let one = identity_provider_alone(&list, "b").expect("an identity provider");
    assert!(one.contains(r#"xmlns:x="urn:x&amp;y""#), "{one}");
    assert_eq!(
        (read(&one).entity_id.as_str(), read(&one).valid_until),
        ("b", Some(at("2026-01-01T00:00:00Z")))
    );
}

/// 1 MB of something, begun and repeated.
fn filled(start: &str, again: impl Fn(usize) -> String) -> String {
    let mut xml = start.to_owned();
    for number in 0.. {
        let next = again(number);
        if xml.len() + next.len() > MOST {
            break;
        }
        xml.push_str(&next);
    }
    xml
}

#[test]
fn a_document_that_is_made_to_hurt_is_refused_like_any_other() {
    let start = provider("a", "");
    let start = &start[..start.len() - "</IDPSSODescriptor></EntityDescriptor>".len()];
    let documents = [
        filled("", |_| "<a>".to_owned()),
        filled(start, |_| "<a>".to_owned()),
        filled("<a ", |number| format!("a{number}='' ")),
        filled("<a", |number| format!(" xmlns:a{number}='{number}'")),
        filled("", |number| format!("<a xmlns:a{number}='{number}'>")),
        filled("<a>", |number| format!("<a xmlns='{number}'/>")),
        filled("<a>", |_| "<a/>".to_owned()),
        filled("<a>", |_| "<!---->".to_owned()),
        filled("<a>", |_| "a<![CDATA[b]]>".to_owned()),
        filled("<a>", |_| "&#97;".to_owned()),
        filled("<a>", |_| "&b;".to_owned()),
        filled("", |_| "<".to_owned()),
        filled("<a b='", |_| "=".to_owned()),
        filled("<!--", |_| "<!--".to_owned()),
        filled("<a>", |_| "</".to_owned()),
        filled("", |_| "\0".to_owned()),
    ];
    for xml in documents {
        refused(&xml);
        survives(xml.as_bytes());
    }
}

/// One change of bytes, as happens on a wire or in an editor.
#[derive(Debug, Clone)]
enum Mutation {
    Insert(Index, Vec<u8>),
    Delete(Index, usize),
    Flip(Index, u8),
    Repeat(Index, usize, usize),
    Cut(Index),
}

impl Mutation {
    fn apply(&self, bytes: &mut Vec<u8>) {
        let at = |index: &Index| index.index(bytes.len() + 1);
        let end = |start: usize, length: usize| (start + length).min(bytes.len());
        match self {
            Self::Insert(index, new) => drop(bytes.splice(at(index)..at(index), new.iter().copied())),
            Self::Delete(index, length) => drop(bytes.drain(at(index)..end(at(index), *length))),
            Self::Flip(index, bits) => {
                let at = at(index);
                bytes.get_mut(at).into_iter().for_each(|byte| *byte ^= bits);
            }
            Self::Repeat(index, length, times) => {
                let at = at(index);
                let again = bytes[at..end(at, *length)].repeat(*times);
                drop(bytes.splice(at..at, again));
            }
            Self::Cut(index) => bytes.truncate(at(index)),
        }
    }
}

/// Pieces that mean something in a document.
const PIECES: &[&str] = &[
    "<",
    ">",
    "/>",
    "</",
    "\"",
    "'",
    "=",
    "&",
    "&amp;",
    "&#0;",
    "&#x10ffff;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<?",
    "?>",
    "<!DOCTYPE a [",
    "]>",
    "<!ENTITY a 'b'>",
    " xmlns=\"\"",
    " xmlns:a='b'",
    "<a:b>",
    "\u{feff}",
    "\0",
    "ü",
    " validUntil='",
    " use='signing'",
    "<IDPSSODescriptor>",
    "</EntityDescriptor>",
    "-----BEGIN CERTIFICATE-----",
    "MII",
    "====",
];

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![3 => select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()), 1 => prop::collection::vec(any::<u8>(), 1..8)]
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        4 => (any::<Index>(), piece()).prop_map(|(at, new)| Mutation::Insert(at, new)),
        4 => (any::<Index>(), 1usize..64).prop_map(|(at, length)| Mutation::Delete(at, length)),
        4 => (any::<Index>(), 1u8..).prop_map(|(at, bits)| Mutation::Flip(at, bits)),
        2 => (any::<Index>(), 1usize..400, 1usize..20).prop_map(|(at, length, times)| Mutation::Repeat(at, length, times)),
        1 => any::<Index>().prop_map(Mutation::Cut),
    ]
}

/// Names of elements.
const NAMES: &[&str] = &[
    "EntitiesDescriptor",
    "EntityDescriptor",
    "IDPSSODescriptor",
    "SPSSODescriptor",
    "KeyDescriptor",
    "SingleSignOnService",
    "SingleLogoutService",
    "md:EntityDescriptor",
    "md:IDPSSODescriptor",
    "ds:X509Certificate",
    "ds:KeyInfo",
    "Extensions",
    "a",
    "x:y",
];

/// Attributes, and space before them.
const ATTRIBUTES: &[&str] = &[
    "",
    " entityID='a'",
    " xmlns='urn:oasis:names:tc:SAML:2.0:metadata'",
    " xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata'",
    " xmlns:ds='http://www.w3.org/2000/09/xmldsig#'",
    " xmlns:x='x'",
    " use='signing'",
    " Binding='a' Location='b'",
    " Location='b'",
    " validUntil='2026-01-01T00:00:00Z'",
    " validUntil='x'",
    " protocolSupportEnumeration='urn:oasis:names:tc:SAML:2.0:protocol'",
];

/// Any XML, of names that mean something here and of others.
fn tree() -> impl Strategy<Value = String> {
    let leaf =
        prop_oneof![Just(String::new()), Just(letters(PEMS[1].0)), "[ -;=?-~]{0,20}", "<!--[a-z<>]{0,9}-->"];
    let inside = leaf.prop_recursive(12, 64, 5, |inner| {
        let attributes =
            prop::collection::vec(select(ATTRIBUTES), 0..4).prop_map(|attributes| attributes.concat());
        (select(NAMES), attributes, prop::collection::vec(inner, 0..5)).prop_map(
            |(name, attributes, inside)| format!("<{name}{attributes}>{}</{name}>", inside.concat()),
        )
    });
    inside.prop_map(|inside| {
        let all = "xmlns='urn:oasis:names:tc:SAML:2.0:metadata' xmlns:md='urn:oasis:names:tc:SAML:2.0:metadata' xmlns:ds='http://www.w3.org/2000/09/xmldsig#' xmlns:x='x'";
        format!("<EntitiesDescriptor {all}>{inside}</EntitiesDescriptor>")
    })
}

fn url() -> &'static str {
    "[a-zA-Z0-9:/?&=%#<>'\"ü€._-]{1,40}"
}

fn attribute(value: &str) -> String {
    value.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

proptest! {
    #[test]
    fn whatever_is_written_in_whichever_style_is_read_as_it_was_meant(
        [md, ds] in prop_oneof![Just(["", "ds:"]), Just(["md:", ""]), Just(["md:", "ds:"]), Just(["q1:", "Ü_2:"])],
        entity in url(),
        sign_on in prop::collection::vec((0usize..4, url()), 0..5),
        sign_out in prop::collection::vec((0usize..4, url()), 0..3),
        keys in prop::collection::vec((0..PEMS.len(), select(&["", "use=\"signing\"", "use=\"encryption\""][..])), 0..6),
        (width, space) in (1usize..100, select(&["", " ", "\n", "\r\n    ", "\t<!-- here -->"][..])),
        signed in any::<bool>(),
        until in prop::option::of(-60_000_000_000_i64..250_000_000_000),
        in_list in any::<bool>(),
    ) {
        let namespace = |prefix: &str, uri| match prefix.strip_suffix(':') {
            Some(prefix) => format!("xmlns:{prefix}=\"{uri}\""),
            None => format!("xmlns=\"{uri}\""),
        };
        let (of_md, of_ds) = (namespace(md, "urn:oasis:names:tc:SAML:2.0:metadata"), namespace(ds, "http://www.w3.org/2000/09/xmldsig#"));
        let bindings = [SamlBinding::Redirect, SamlBinding::Post, SamlBinding::Soap, SamlBinding::Other("urn:a".to_owned())];
        let uris = ["HTTP-Redirect", "HTTP-POST", "SOAP"].map(|name| format!("{BINDINGS}{name}"));
        let uri = |at: usize| uris.get(at).map_or("urn:a", String::as_str);
        let endpoints = |name: &str, endpoints: &[(usize, String)]| {
            let write = |(binding, url): &(usize, String)| {
                format!("<{md}{name} Location=\"{}\" Binding=\"{}\"/>{space}", attribute(url), uri(*binding))
            };
            endpoints.iter().map(write).collect::<String>()
        };
        let write_key = |(pem, purpose): &(usize, &str)| {
            let letters: Vec<char> = letters(PEMS[*pem].0).chars().collect();
            let lines: Vec<String> = letters.chunks(width).map(|line| line.iter().collect()).collect();
            let certificate = format!("<{ds}X509Certificate>{}</{ds}X509Certificate>", lines.join(space));
            format!("<{md}KeyDescriptor {purpose}><{ds}KeyInfo {of_ds}><{ds}X509Data>{certificate}</{ds}X509Data></{ds}KeyInfo></{md}KeyDescriptor>")
        };
        let time = until.map(|until| jiff::Timestamp::from_second(until).expect("a time").to_string());
        let time = time.map(|time| format!("validUntil=\"{time}\"")).unwrap_or_default();
        let inside = [
            endpoints("SingleLogoutService", &sign_out), keys.iter().map(write_key).collect(), endpoints("SingleSignOnService", &sign_on)
        ].concat();
        let role = format!("<{md}IDPSSODescriptor WantAuthnRequestsSigned=\"{signed}\" protocolSupportEnumeration=\"a {PROTOCOL}\">{inside}</{md}IDPSSODescriptor>");
        let mut xml = format!("<{md}EntityDescriptor {of_md} {time} entityID=\"{}\">{space}{role}</{md}EntityDescriptor>", attribute(&entity));
        if in_list {
            xml = format!("<{md}EntitiesDescriptor {of_md}>{}{xml}{space}</{md}EntitiesDescriptor>", service("sp"));
        }

        let metadata = read(&xml);
        let meant = |endpoints: &[(usize, String)]| {
            endpoints.iter().map(|(binding, url)| Endpoint { binding: bindings[*binding].clone(), url: url.clone() }).collect::<Vec<_>>()
        };
        prop_assert_eq!(&metadata.entity_id, &entity);
        prop_assert_eq!(&metadata.sign_on, &meant(&sign_on));
        prop_assert_eq!(&metadata.sign_out, &meant(&sign_out));
        prop_assert_eq!(metadata.wants_signed_requests, signed);
        prop_assert_eq!(metadata.valid_until, until);
        let mut named: Vec<(usize, bool, bool)> = Vec::new();
        for (pem, purpose) in keys {
            let (signs, encrypts) = (!purpose.contains("encryption"), !purpose.contains("signing"));
            match named.iter_mut().find(|(known, ..)| *known == pem) {
                Some((_, also_signs, also_encrypts)) => (*also_signs, *also_encrypts) = (*also_signs || signs, *also_encrypts || encrypts),
                None => named.push((pem, signs, encrypts)),
            }
        }
        prop_assert_eq!(purposes(&metadata), named.iter().map(|(_, signs, encrypts)| (*signs, *encrypts)).collect::<Vec<_>>());
        for (certificate, (pem, ..)) in metadata.certificates.iter().zip(&named) {
            let common_name = format!("CN={}", PEMS[*pem].1);
            prop_assert!(certificate.subject.starts_with(&common_name));
        }
        let year = metadata.expires().map(|end| jiff::Timestamp::from_second(end).expect("a time").to_zoned(jiff::tz::TimeZone::UTC).year());
        prop_assert_eq!(year, named.iter().filter(|(_, signs, _)| *signs).map(|(pem, ..)| PEMS[*pem].2).max());
    }

    #[test]
    fn any_bytes_are_read_or_refused_in_words(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        survives(&bytes);
    }

    #[test]
    fn pieces_of_xml_in_any_order_are_read_or_refused_in_words(pieces in prop::collection::vec(piece(), 0..200)) {
        survives(&pieces.concat());
    }

    #[test]
    fn metadata_that_was_changed_is_read_or_refused_in_words(
        document in select(&ALL[..]), mutations in prop::collection::vec(mutation(), 1..6)
    ) {
        let mut bytes = document.as_bytes().to_vec();
        for mutation in mutations {
            mutation.apply(&mut bytes);
        }
        survives(&bytes);
    }

    #[test]
    fn a_certificate_that_was_changed_is_read_or_refused_in_words(
        pem in 0..PEMS.len(), mutations in prop::collection::vec(mutation(), 1..4)
    ) {
        let mut bytes = letters(PEMS[pem].0).into_bytes();
        for mutation in mutations {
            mutation.apply(&mut bytes);
        }
        survives(provider("a", &key("", &String::from_utf8_lossy(&bytes))).as_bytes());
    }

    #[test]
    fn metadata_that_is_cut_off_is_no_xml(document in select(&ALL[..]), at in any::<Index>()) {
        let end = document.trim_end().len();
        let cut = (0..=at.index(end)).rev().find(|at| document.is_char_boundary(*at)).unwrap_or_default();
        survives(&document.as_bytes()[..cut]);
        let why = refused(&document[..cut]);
        prop_assert!(why == "is empty" || why.starts_with("is not XML: "), "{why}");
    }

    #[test]
    fn any_xml_is_read_or_refused_in_words(xml in tree()) {
        survives(xml.as_bytes());
    }
}
