//! Reads X.509 certificates: the subject and the validity.
//!
//! Nothing else is checked. Identity providers' self-made certificates often violate RFC 5280 (a serial
//! number that is too long, an extension out of order), and AWS accepts them, so they are not refused here.

mod name;

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use der::asn1::AnyRef;
use der::{Decode, ErrorKind, Reader, SliceReader, Tag, Tagged};
use jiff::civil::DateTime;

/// A certificate of an identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// As RFC 4514 writes names, but with the common name first; empty where the certificate names nobody.
    pub subject: String,
    /// The first second of validity, since 1970.
    pub not_before: i64,
    /// The last second of validity, since 1970; [`NEVER`](crate::saml::NEVER) where there is no end.
    pub not_after: i64,
    /// The number of its characters in base64.
    pub length: usize,
    /// The metadata lists the certificate for signing, or for no particular use.
    pub signs: bool,
    /// The metadata lists the certificate for encryption, or for no particular use.
    pub encrypts: bool,
}

impl Certificate {
    /// Reads a certificate of PEM, or of its base64 alone.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn from_pem(text: &str) -> Result<Self, &'static str> {
        read(&decode(text)?)
    }
}

const NOT_A_CERTIFICATE: &str = "it isn't an X.509 certificate";

/// Accepts base64 without padding, and any bits in the last character.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Decodes a certificate in base64, with or without white space and PEM's first and last line.
pub(crate) fn decode(text: &str) -> Result<Vec<u8>, &'static str> {
    let text = text.trim();
    let text = text.strip_prefix("-----BEGIN CERTIFICATE-----").unwrap_or(text);
    let text = text.strip_suffix("-----END CERTIFICATE-----").unwrap_or(text);
    let letters: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if letters.is_empty() {
        return Err("it is empty");
    }
    BASE64.decode(letters).map_err(|_| "it isn't base64")
}

/// Reads a certificate, whose use the caller sets.
pub(crate) fn read(bytes: &[u8]) -> Result<Certificate, &'static str> {
    let mut all = SliceReader::new(bytes).map_err(|_| NOT_A_CERTIFICATE)?;
    let certificate = AnyRef::decode(&mut all).map_err(|error| match error.kind() {
        ErrorKind::Incomplete { .. } => "it is cut off",
        _ => NOT_A_CERTIFICATE,
    })?;
    if !all.is_finished() {
        return Err("it has data after its end");
    }
    let (validity, subject) = parts(certificate).map_err(|_| NOT_A_CERTIFICATE)?;
    let [not_before, not_after] = dates(validity).ok_or("its dates can't be read")?;
    let subject = name::rfc_4514(subject).map_err(|_| "its subject can't be read")?;
    let length = bytes.len().div_ceil(3) * 4;
    Ok(Certificate { subject, not_before, not_after, length, signs: false, encrypts: false })
}

/// The content of the next value, which must have a tag.
fn next<'a>(reader: &mut SliceReader<'a>, tag: Tag) -> der::Result<&'a [u8]> {
    let value = AnyRef::decode(reader)?;
    value.tag().assert_eq(tag)?;
    Ok(value.value())
}

/// The validity and the subject (RFC 5280, 4.1).
fn parts(certificate: AnyRef<'_>) -> der::Result<(&[u8], &[u8])> {
    certificate.tag().assert_eq(Tag::Sequence)?;
    let mut signed = SliceReader::new(certificate.value())?;
    let mut fields = SliceReader::new(next(&mut signed, Tag::Sequence)?)?;
    let _algorithm = next(&mut signed, Tag::Sequence)?;
    let _signature = next(&mut signed, Tag::BitString)?;
    signed.finish(())?;
    if fields.peek_byte() == Some(VERSION) {
        AnyRef::decode(&mut fields)?;
    }
    let _serial_number = next(&mut fields, Tag::Integer)?;
    let _algorithm = next(&mut fields, Tag::Sequence)?;
    let _issuer = next(&mut fields, Tag::Sequence)?;
    let validity = next(&mut fields, Tag::Sequence)?;
    let subject = next(&mut fields, Tag::Sequence)?;
    let _key = next(&mut fields, Tag::Sequence)?;
    while !fields.is_finished() {
        AnyRef::decode(&mut fields)?;
    }
    Ok((validity, subject))
}

/// The tag of the version, `[0] EXPLICIT`, which version 1 omits.
const VERSION: u8 = 0xa0;

fn dates(validity: &[u8]) -> Option<[i64; 2]> {
    let mut reader = SliceReader::new(validity).ok()?;
    let dates = [time(AnyRef::decode(&mut reader).ok()?)?, time(AnyRef::decode(&mut reader).ok()?)?];
    reader.is_finished().then_some(dates)
}

/// Parses `YYMMDDhhmmssZ` from 1950 to 2049, or `YYYYMMDDhhmmssZ`; the seconds are optional.
fn time(value: AnyRef) -> Option<i64> {
    let text = std::str::from_utf8(value.value()).ok()?.strip_suffix('Z')?;
    let digits = text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text)?;
    let (year, rest) = match value.tag() {
        Tag::UtcTime => digits
            .split_at_checked(2)
            .map(|(year, rest)| (if year < "50" { "20" } else { "19" }.to_owned() + year, rest))?,
        Tag::GeneralizedTime => digits.split_at_checked(4).map(|(year, rest)| (year.to_owned(), rest))?,
        _ => return None,
    };
    let two = |at: usize| rest.get(at..at + 2)?.parse::<i8>().ok();
    let second = match rest.len() {
        8 => 0,
        10 => two(8)?,
        _ => return None,
    };
    let time = DateTime::new(year.parse().ok()?, two(0)?, two(2)?, two(4)?, two(6)?, second, 0);
    time.ok().map(crate::saml::seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEMS: [(&str, &str); 9] = [
        ("rsa", include_str!("../../tests/fixtures/rsa.pem")),
        ("ec", include_str!("../../tests/fixtures/ec.pem")),
        ("expired", include_str!("../../tests/fixtures/expired.pem")),
        ("rolled", include_str!("../../tests/fixtures/rolled.pem")),
        ("umlauts", include_str!("../../tests/fixtures/umlauts.pem")),
        ("old-letters", include_str!("../../tests/fixtures/old-letters.pem")),
        ("beyond-2050", include_str!("../../tests/fixtures/beyond-2050.pem")),
        ("endless", include_str!("../../tests/fixtures/endless.pem")),
        ("encryption", include_str!("../../tests/fixtures/encryption.pem")),
    ];

    fn bytes(name: &str) -> Vec<u8> {
        let (_, pem) = PEMS.iter().find(|(other, _)| *other == name).expect("a certificate");
        decode(pem).expect("base64")
    }

    fn certificate(name: &str) -> Certificate {
        read(&bytes(name)).expect("a certificate")
    }

    fn at(time: &str) -> i64 {
        crate::saml::date_time(time).expect("a time")
    }

    /// A value and its tag and length.
    fn value(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
        let inside = parts.concat();
        let length = u16::try_from(inside.len()).expect("a short value");
        let length = if length < 128 {
            vec![inside[..].len().to_le_bytes()[0]]
        } else {
            [&[0x82], length.to_be_bytes().as_slice()].concat()
        };
        [&[tag], length.as_slice(), inside.as_slice()].concat()
    }

    /// A certificate of a serial number, two dates and a subject.
    fn made(serial: &[u8], dates: &[u8], subject: &[u8]) -> Vec<u8> {
        let algorithm = value(0x30, &[&value(0x06, &[&[0x2a, 0x03]])]);
        let key = value(0x30, &[&algorithm, &value(0x03, &[&[0, 1]])]);
        let number = value(0x02, &[serial]);
        let fields = value(
            0x30,
            &[&number, &algorithm, &value(0x30, &[]), &value(0x30, &[dates]), &value(0x30, &[subject]), &key],
        );
        value(0x30, &[&fields, &algorithm, &value(0x03, &[&[0, 1]])])
    }

    fn dates_of(from: (u8, &str), to: (u8, &str)) -> Result<(i64, i64), &'static str> {
        let dates = [value(from.0, &[from.1.as_bytes()]), value(to.0, &[to.1.as_bytes()])].concat();
        read(&made(&[1], &dates, &[])).map(|certificate| (certificate.not_before, certificate.not_after))
    }

    const UTC_TIME: u8 = 0x17;
    const GENERALIZED_TIME: u8 = 0x18;

    #[test]
    fn a_certificate_says_whose_it_is_with_the_common_name_first() {
        let subject = |name| certificate(name).subject;
        let okta = "CN=dev-12345678,emailAddress=info@okta.com,OU=SSOProvider,O=Okta,L=San \
            Francisco,ST=California,C=US";
        assert_eq!(subject("rsa"), okta);
        assert_eq!(subject("ec"), "CN=master");
    }

    #[test]
    fn umlauts_stay_and_what_would_end_a_part_is_escaped() {
        let umlauts = concat!(
            r#"CN=Schlüssel für die Anmeldung\ ,OU=Ämter+UID=\#7,"#,
            r#"O=Müller\, Söhne & Cie. \"Holz\" \+ Bau,C=DE"#,
        );
        assert_eq!(certificate("umlauts").subject, umlauts);
    }

    #[test]
    fn letters_of_the_past_are_read_and_what_has_no_name_is_given_as_bytes() {
        let subject = r"CN=tab\09here,1.3.6.1.4.1.311.60.2.1.3=#13024445,L=Zürich,O=Zürich";
        assert_eq!(certificate("old-letters").subject, subject);
        let named = |tag, text: &[u8]| {
            let subject =
                value(0x31, &[&value(0x30, &[&value(0x06, &[&[0x55, 4, 3]]), &value(tag, &[text])])]);
            let dates = [value(UTC_TIME, &[b"250101000000Z"]), value(UTC_TIME, &[b"350101000000Z"])].concat();
            read(&made(&[1], &dates, &subject)).map(|certificate| certificate.subject)
        };
        assert_eq!(named(0x14, b"Z\xfcrich"), Ok("CN=Zürich".to_owned()));
        assert_eq!(named(0x0c, b"Z\xfcrich"), Ok("CN=#0c065afc72696368".to_owned()));
        assert_eq!(named(0x1e, b"\xd8\x00"), Ok("CN=#1e02d800".to_owned()));
        assert_eq!(named(0x0c, b""), Ok("CN=".to_owned()));
        assert_eq!(named(0x0c, b" "), Ok(r"CN=\ ".to_owned()));
    }

    #[test]
    fn its_dates_are_read_before_2050_beyond_it_and_where_there_is_no_end() {
        let dates = |name| (certificate(name).not_before, certificate(name).not_after);
        assert_eq!(dates("rsa"), (at("2025-03-04T05:06:07Z"), at("2035-03-04T05:06:07Z")));
        assert_eq!(dates("expired"), (at("2022-05-06T07:08:09Z"), at("2025-05-06T07:08:09Z")));
        assert_eq!(dates("beyond-2050"), (at("2049-12-31T23:59:59Z"), at("2055-07-08T09:10:11Z")));
        assert_eq!(dates("endless"), (at("2025-01-02T03:04:05Z"), crate::saml::NEVER));
        let old = dates_of((UTC_TIME, "500101000000Z"), (GENERALIZED_TIME, "19700101000000Z"));
        assert_eq!(old, Ok((at("1950-01-01T00:00:00Z"), 0)));
        assert_eq!(
            dates_of((UTC_TIME, "491231235959Z"), (UTC_TIME, "7001010000Z")),
            Ok((at("2049-12-31T23:59:59Z"), 0))
        );
    }

    #[test]
    fn a_date_that_is_none_is_said_to_be() {
        let fine = (UTC_TIME, "250101000000Z");
        let wrong = [
            "",
            "Z",
            "2501010000",
            "250101000000",
            "251301000000Z",
            "250230000000Z",
            "250101240000Z",
            "250101006000Z",
            "25010100000Z",
            "250101000000+0100",
            "2501010000000Z",
            "-50101000000Z",
            "２50101000000Z",
        ];
        for text in wrong {
            assert_eq!(dates_of(fine, (UTC_TIME, text)), Err("its dates can't be read"), "{text}");
        }
        assert_eq!(dates_of(fine, (GENERALIZED_TIME, "20350101000000.5Z")), Err("its dates can't be read"));
        assert_eq!(dates_of(fine, (0x0c, "350101000000Z")), Err("its dates can't be read"));
        let three = value(UTC_TIME, &[b"250101000000Z"]).repeat(3);
        assert_eq!(read(&made(&[1], &three, &[])).map(|_| ()), Err("its dates can't be read"));
    }

    #[test]
    fn a_certificate_that_bends_the_rules_where_nobody_looks_is_read() {
        let dates = [value(UTC_TIME, &[b"250101000000Z"]), value(UTC_TIME, &[b"350101000000Z"])].concat();
        let certificate = read(&made(&[0xff; 40], &dates, &[])).expect("a long and negative serial number");
        assert_eq!(certificate.subject, "");
    }

    #[test]
    fn base64_may_have_any_space_in_it_the_lines_of_pem_around_it_and_no_end() {
        let whole = "-----BEGIN CERTIFICATE-----\r\nAAEC\n\tA w==\n-----END CERTIFICATE-----\n";
        assert_eq!(decode(whole), Ok(vec![0, 1, 2, 3]));
        assert_eq!(
            decode(" -----BEGIN CERTIFICATE----- AAECAw -----END CERTIFICATE----- "),
            Ok(vec![0, 1, 2, 3])
        );
        assert_eq!(decode("AAECAx"), Ok(vec![0, 1, 2, 3]));
        assert_eq!(decode(" \n "), Err("it is empty"));
        assert_eq!(decode("-----BEGIN CERTIFICATE----------END CERTIFICATE-----"), Err("it is empty"));
        assert_eq!(decode("-----BEGIN PUBLIC KEY-----\nAAEC"), Err("it isn't base64"));
        assert_eq!(decode("AAEC$"), Err("it isn't base64"));
        assert_eq!(decode("AAECA"), Err("it isn't base64"));
    }

    #[test]
    fn a_certificate_that_is_cut_off_anywhere_or_goes_on_is_not_read() {
        for (name, _) in PEMS {
            let bytes = bytes(name);
            for end in 0..bytes.len() {
                let fault = read(&bytes[..end]).expect_err("cut off");
                assert!(["it is cut off", NOT_A_CERTIFICATE].contains(&fault), "{name} {end}: {fault}");
            }
            assert_eq!(read(&bytes[..bytes.len() / 2]), Err("it is cut off"), "{name}");
            assert_eq!(read(&[bytes.as_slice(), &[0]].concat()), Err("it has data after its end"));
        }
    }

    #[test]
    fn a_certificate_with_any_byte_changed_is_read_or_refused() {
        for (name, _) in PEMS {
            let mut bytes = bytes(name);
            for at in 0..bytes.len() {
                let before = bytes[at];
                let changes = if name == "ec" {
                    (0..=255).collect()
                } else {
                    vec![0, 1, 0x7f, 0x80, 0x84, 0xff, before ^ 1, before ^ 0x20]
                };
                for change in changes {
                    bytes[at] = change;
                    drop(read(&bytes));
                }
                bytes[at] = before;
            }
        }
    }
}
