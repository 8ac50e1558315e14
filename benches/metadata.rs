//! What reading the metadata of an identity provider costs at worst: `cargo bench --bench metadata`. Each
//! kind of document is read at half of the most that is read and at all of it. A ratio near 2 says that the
//! cost grows with the document and no faster; single times are only good on the machine they were taken on.

use std::hint::black_box;
use std::time::{Duration, Instant};

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use cognitui::saml::MOST;
use cognitui::saml::SamlMetadata;

const ROUNDS: usize = 21;
const START: &str = "<EntitiesDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' xmlns:d='http://www.w3.org/2000/09/xmldsig#'>";
const PROVIDER: &str = "<EntityDescriptor entityID='a'><IDPSSODescriptor>";
const END: &str = "</IDPSSODescriptor></EntityDescriptor></EntitiesDescriptor>";

fn main() {
    let okta = include_str!("../tests/fixtures/okta.xml");
    println!("{:<44} {:>9.3} ms", "metadata as Okta writes it", median(okta).as_secs_f64() * 1e3);

    let certificate: String =
        include_str!("../tests/fixtures/rsa.pem").lines().filter(|line| !line.starts_with('-')).collect();
    let service = "<EntityDescriptor entityID='b'><SPSSODescriptor><AssertionConsumerService/></SPSSODescriptor></EntityDescriptor>";
    let role = format!("{START}{PROVIDER}");
    let list = format!("{START}{PROVIDER}</IDPSSODescriptor></EntityDescriptor>");
    let attribute = |number: usize| {
        value(
            0x30,
            &[&[0x06, 3, 0x55, 4, 3], value(0x0c, &(0xff_ffff - number).to_be_bytes()[5..]).as_slice()]
                .concat(),
        )
    };
    let part = |number: usize| value(0x31, &attribute(number));
    let wide = |length: usize| key(&made(0, &value(0x31, &many(length / 4 * 3, attribute))));
    let long = |length: usize| key(&made(0, &many(length / 4 * 3, part)));
    let bytes = |length: usize| {
        key(&made(
            0,
            &value(
                0x31,
                &value(
                    0x30,
                    &[&[0x06, 3, 0x55, 4, 99], value(0x04, &vec![1; length / 4 * 3]).as_slice()].concat(),
                ),
            ),
        ))
    };

    let kinds: &[(&str, &dyn Fn(usize) -> String)] = &[
        ("a list of many, one an identity provider", &|length| {
            filled(&list, length, "</EntitiesDescriptor>", |_| service.to_owned())
        }),
        ("many endpoints", &|length| {
            filled(&role, length, END, |at| format!("<SingleSignOnService Binding='b' Location='{at}'/>"))
        }),
        ("one certificate, named many times", &|length| {
            filled(&role, length, END, |_| wrapped(&certificate))
        }),
        ("many small certificates", &|length| filled(&role, length, END, |at| key(&made(at, &[])))),
        ("a name of one part with many attributes", &|length| format!("{role}{}{END}", wide(length - 1000))),
        ("a name of many parts", &|length| format!("{role}{}{END}", long(length - 1000))),
        ("a name of many bytes that are no text", &|length| format!("{role}{}{END}", bytes(length - 1000))),
        ("a certificate that never ends", &|length| {
            filled(&format!("{role}<KeyDescriptor><d:X509Certificate>"), length, "", |_| "MII".to_owned())
        }),
        ("elements in elements", &|length| filled("", length, "", |_| "<a>".to_owned())),
        ("elements after elements", &|length| {
            filled(START, length, "</EntitiesDescriptor>", |_| "<a/>".to_owned())
        }),
        ("elements with as much as they may have", &|length| {
            filled(START, length, "</EntitiesDescriptor>", packed)
        }),
        ("attributes on one element", &|length| filled("<a", length, "/>", |at| format!(" a{at}=''"))),
        ("attributes on many elements", &|length| {
            filled(START, length, "</EntitiesDescriptor>", |_| attributes(60))
        }),
        ("namespaces on one element", &|length| filled("<a", length, "/>", |at| format!(" xmlns:a{at}='b'"))),
        ("namespaces on elements in elements", &|length| {
            filled("", length, "", |at| format!("<a xmlns:a{at}='b'>"))
        }),
        ("namespaces on elements after elements", &|length| {
            filled("<a>", length, "</a>", |at| format!("<a xmlns='{}'/>", 999_999 - at))
        }),
        ("comments", &|length| filled("<a>", length, "</a>", |_| "<!---->".to_owned())),
        ("CDATA between letters", &|length| filled("<a>", length, "</a>", |_| "a<![CDATA[b]]>".to_owned())),
        ("references to letters", &|length| filled("<a>", length, "</a>", |_| "&#97;".to_owned())),
        ("one text", &|length| filled("<a>", length, "</a>", |_| "a".to_owned())),
        ("an attribute that never ends", &|length| filled("<a b='", length, "", |_| "=".to_owned())),
        ("tags that never end", &|length| filled("", length, "", |_| "<".to_owned())),
        ("comments that never end", &|length| filled("<a>", length, "", |_| "<!--".to_owned())),
    ];
    let mut worst_finding = Duration::ZERO;
    for (what, document) in kinds {
        let [half, whole] = [MOST / 2, MOST].map(document);
        assert!((MOST / 10 * 9..=MOST).contains(&whole.len()), "{what}: {}", whole.len());
        let answer = match SamlMetadata::read(&whole) {
            Ok(_) => "read".to_owned(),
            Err(why) => why.chars().take(48).collect(),
        };
        let [half, whole] = [half, whole].map(|xml| median(&xml));
        worst_finding = worst_finding.max(half).max(whole);
        let ratio = whole.as_secs_f64() / half.as_secs_f64();
        println!("{what:<44} {:>9.3} ms   {ratio:>5.2} times   {answer}", whole.as_secs_f64() * 1e3);
    }
    println!("{:<44} {:>9.3} ms", "the worst of them", worst_finding.as_secs_f64() * 1e3);
}

fn median(xml: &str) -> Duration {
    let mut times: Vec<_> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            _ = black_box(SamlMetadata::read_bytes(black_box(xml.as_bytes())));
            start.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// A document of a length, or a little less: a start, something again and again, and an end.
fn filled(start: &str, length: usize, end: &str, again: impl Fn(usize) -> String) -> String {
    let mut xml = start.to_owned();
    for number in 0.. {
        let next = again(number);
        if xml.len() + next.len() + end.len() > length {
            break;
        }
        xml.push_str(&next);
    }
    xml + end
}

fn attributes(count: usize) -> String {
    let attributes = (0..count).map(|at| format!(" b{at}=''")).collect::<Vec<_>>().concat();
    format!("<a{attributes}/>")
}

/// Elements within each other with many attributes, each of a namespace that has to be looked for.
fn packed(_: usize) -> String {
    let namespaces = (0..60).map(|at| format!(" xmlns:a{at}='{at}'")).collect::<Vec<_>>().concat();
    let attributes = (0..60).map(|at| format!(" a59:b{at}=''")).collect::<Vec<_>>().concat();
    format!("<a{namespaces}>{}</a>", format!("<a{attributes}/>").repeat(100))
}

fn wrapped(certificate: &str) -> String {
    format!(
        "<KeyDescriptor><d:KeyInfo><d:X509Certificate>{certificate}</d:X509Certificate></d:KeyInfo></KeyDescriptor>"
    )
}

fn key(certificate: &[u8]) -> String {
    wrapped(&BASE64_STANDARD.encode(certificate))
}

/// A value of DER and its tag and length.
fn value(tag: u8, inside: &[u8]) -> Vec<u8> {
    let length = inside.len().to_be_bytes();
    let header = match inside.len() {
        0..0x80 => vec![tag, length[7]],
        0x80..0x100 => vec![tag, 0x81, length[7]],
        0x100..0x1_0000 => vec![tag, 0x82, length[6], length[7]],
        _ => vec![tag, 0x83, length[5], length[6], length[7]],
    };
    [header.as_slice(), inside].concat()
}

fn many(length: usize, again: impl Fn(usize) -> Vec<u8>) -> Vec<u8> {
    let one = again(0).len();
    (0..(length - 200) / one).flat_map(again).collect()
}

/// A certificate with a number and a subject, and as little as may be besides.
fn made(number: usize, subject: &[u8]) -> Vec<u8> {
    let date = value(0x17, b"350101000000Z");
    let validity = value(0x30, &[date.as_slice(), date.as_slice()].concat());
    let nothing = value(0x30, &[]);
    let number = value(0x02, &number.to_be_bytes());
    let subject = value(0x30, subject);
    let fields = [number.as_slice(), &nothing, &nothing, &validity, &subject, &nothing].concat();
    value(0x30, &[value(0x30, &fields).as_slice(), &nothing, &value(0x03, &[0])].concat())
}
