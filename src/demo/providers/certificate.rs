//! X.509 as far as Cognito asks: until when a certificate is valid. Nothing is verified.

use jiff::civil::DateTime;

const INTEGER: u8 = 0x02;
const UTC_TIME: u8 = 0x17;
const GENERALIZED_TIME: u8 = 0x18;
const SEQUENCE: u8 = 0x30;
const VERSION: u8 = 0xa0;

/// The last moment of a DER-encoded certificate, in UTC; nothing if it is none.
pub(super) fn not_after(der: &[u8]) -> Option<DateTime> {
    let mut outer = Der(der);
    let mut certificate = Der(outer.take(SEQUENCE)?);
    let mut signed = Der(certificate.take(SEQUENCE)?);
    // Only a certificate of the first version leaves its version out.
    let _ = signed.take(VERSION);
    signed.take(INTEGER)?;
    let _algorithm = signed.take(SEQUENCE)?;
    let _issuer = signed.take(SEQUENCE)?;
    let mut validity = Der(signed.take(SEQUENCE)?);
    let _not_before = validity.next()?;
    date(validity.next()?)
}

/// What is left of a row of DER elements.
struct Der<'a>(&'a [u8]);

impl<'a> Der<'a> {
    /// The next element's tag and content.
    fn next(&mut self) -> Option<(u8, &'a [u8])> {
        let (&[tag, length], rest) = self.0.split_first_chunk()?;
        let (length, rest) = match length {
            0..=0x7f => (usize::from(length), rest),
            // A long length: so many bytes of it follow.
            0x81..=0x84 => {
                let (bytes, rest) = rest.split_at_checked(usize::from(length - 0x80))?;
                (bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte)), rest)
            }
            _ => return None,
        };
        let (content, rest) = rest.split_at_checked(length)?;
        self.0 = rest;
        Some((tag, content))
    }

    /// The content of the next element if it has that tag; otherwise it stays where it is.
    fn take(&mut self, tag: u8) -> Option<&'a [u8]> {
        let before = self.0;
        match self.next() {
            Some((found, content)) if found == tag => Some(content),
            _ => {
                self.0 = before;
                None
            }
        }
    }
}

/// `YYMMDDHHMMSSZ` of the years 1950 to 2049, or `YYYYMMDDHHMMSSZ`.
fn date((tag, content): (u8, &[u8])) -> Option<DateTime> {
    let text = std::str::from_utf8(content).ok()?.strip_suffix('Z')?;
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (year, rest): (i16, &str) = match (tag, text.len()) {
        (UTC_TIME, 12) => {
            let year: i16 = text[..2].parse().ok()?;
            (if year < 50 { 2_000 + year } else { 1_900 + year }, &text[2..])
        }
        (GENERALIZED_TIME, 14) => (text[..4].parse().ok()?, &text[4..]),
        _ => return None,
    };
    let part = |at: usize| rest[at..at + 2].parse::<i8>().ok();
    DateTime::new(year, part(0)?, part(2)?, part(4)?, part(6)?, part(8)?, 0).ok()
}

#[cfg(test)]
mod tests {
    use aws_smithy_types::base64;

    use super::*;

    fn end(certificate: &str) -> Option<String> {
        not_after(&base64::decode(certificate).expect("base64")).map(|end| end.to_string())
    }

    #[test]
    fn the_end_of_a_certificate_is_read_in_both_spellings_of_a_date() {
        // Version 1, valid until 2060: the end is a GeneralizedTime, the beginning a UTCTime.
        let long = "MIIBNTCB3QIULSBAaLzXSGVt3wQyEqt/3c8/2DYwCgYIKoZIzj0EAwIwHTEbMBkGA1UEAwwSbG9naW4uYWNtZS5leGFtcGxlMCAXDTI1MDMwMTAw\
                    MDAwMFoYDzIwNjAwMzAxMDAwMDAwWjAdMRswGQYDVQQDDBJsb2dpbi5hY21lLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAASV2wEB\
                    aAFWMPJOJAxv1NCPKgAbmt3cDpeR8hSiYT3iQ0wI9SIhMZ/14PRsOkS9Zk0jSUI/2svZwaaTLPm2dez8MAoGCCqGSM49BAMCA0cAMEQCICHYUoxt\
                    lEMZ80Bs6nm30xWJ4EFI17RWRbc3MkrndDNFAiBthMPw6mZrSTmtcNJxPLrkC8qXEVMBIyAVvSipjtdW8w==";
        // Version 3, valid for ten years.
        let short = "MIIBNDCB3KADAgECAhRPhExRwW8KwqpA3mx8p4i7QngyZDAKBggqhkjOPQQDAjAbMRkwFwYDVQQDDBBpZHAudW5pdi5leGFtcGxlMB4XDTI0\
                     MDMwMTAwMDAwMFoXDTM0MDMwMTAwMDAwMFowGzEZMBcGA1UEAwwQaWRwLnVuaXYuZXhhbXBsZTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABC\
                     J+Nytw9HWCxZQUAMJoo0w2g+txmV28GZ6oI8q4RHxUZOMcAPdUUruc2HoMjkRTFOZZW0anxL2A2r1TkVE8aHkwCgYIKoZIzj0EAwIDRwAwRAIgV\
                     4ksAGar8lNHKBAWbe/LMhX/il3iewXaYtnixAU48gkCIDmYyjHLBKOVZJmmhs9P1uIO7S7/3axuN5gNJAKMKRyF";
        assert_eq!(end(long).as_deref(), Some("2060-03-01T00:00:00"));
        assert_eq!(end(short).as_deref(), Some("2034-03-01T00:00:00"));
        assert_eq!(end(&short[..200]), None, "half of it");
    }

    #[test]
    fn dates_reach_from_1950_to_the_one_that_means_never() {
        let read = |tag: u8, text: &str| date((tag, text.as_bytes())).map(|date| date.to_string());
        assert_eq!(read(UTC_TIME, "491231235959Z").as_deref(), Some("2049-12-31T23:59:59"));
        assert_eq!(read(UTC_TIME, "500101000000Z").as_deref(), Some("1950-01-01T00:00:00"));
        assert_eq!(read(GENERALIZED_TIME, "99991231235959Z").as_deref(), Some("9999-12-31T23:59:59"));
        for (tag, text) in [(UTC_TIME, "20600301000000Z"), (GENERALIZED_TIME, "20601301000000Z"), (UTC_TIME, "4912312359+0100"), (4, "")] {
            assert_eq!(read(tag, text), None, "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_certificate() {
        for bytes in [&[][..], &[0x30], &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff], &[0x30, 0x80, 0, 0], b"hello, world"] {
            assert_eq!(not_after(bytes), None);
        }
    }
}
