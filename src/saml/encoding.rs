//! Decodes files and cleans texts, the same for whatever way a document came: as a file, pasted, or fetched.
//! What is forgiven when a document is read is taken out of it, so that it is not sent either.

use std::borrow::Cow;
use std::ops::Range;

/// Decodes a file: UTF-8, UTF-16, or ISO-8859-1 where the XML declaration names it.
///
/// # Errors
/// The file is in another encoding, or is no text. The text continues "The file ".
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [b'<', 0, 0, 0, ..] | [0, 0, 0, b'<', ..] => {
            return Err("is UTF-32, which is not read: save it as UTF-8".to_owned());
        }
        [0xff, 0xfe, rest @ ..] => return utf_16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => return utf_16(rest, u16::from_be_bytes),
        [b'<', 0, ..] => return utf_16(bytes, u16::from_le_bytes),
        [0, b'<', ..] => return utf_16(bytes, u16::from_be_bytes),
        _ if bytes.contains(&0) => return Err("is not text, but something else".to_owned()),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    // A declaration has ASCII letters only, whatever the rest.
    let start: String = bytes.iter().take(200).map(|byte| char::from(*byte)).collect();
    let encoding = declared(&start).map(|range| start[range].to_owned());
    match encoding.filter(|name| !is_utf_8(name) && !bytes.is_ascii()) {
        Some(name) if is_one_of(&name, &["ISO-8859-1", "ISO8859-1", "LATIN1", "ISO_8859-1"]) => {
            Ok(bytes.iter().map(|byte| char::from(*byte)).collect())
        }
        Some(name) => Err(format!(
            "says in its first line that it is {}, which is not read: save it as UTF-8, and say so there",
            crate::saml::repeated(&name)
        )),
        None => std::str::from_utf8(bytes).map(str::to_owned).map_err(|error| {
            let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
            format!("is not UTF-8, seen in line {line}: save it as UTF-8")
        }),
    }
}

/// Removes what stands before the XML and is no part of it: byte order marks and white space. An XML
/// declaration of another encoding says UTF-8 afterwards, since text is sent as UTF-8.
pub fn clean(text: &str) -> Cow<'_, str> {
    let text = text.trim_start_matches(|letter: char| letter == '\u{feff}' || letter.is_whitespace());
    match declared(text).filter(|range| !is_utf_8(&text[range.clone()])) {
        Some(range) => Cow::Owned(format!("{}UTF-8{}", &text[..range.start], &text[range.end..])),
        None => Cow::Borrowed(text),
    }
}

fn utf_16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, String> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    let text = String::from_utf16(&pairs.iter().map(|pair| unit(*pair)).collect::<Vec<_>>());
    text.ok()
        .filter(|_| rest.is_empty())
        .ok_or_else(|| "is cut off or not UTF-16: save it as UTF-8".to_owned())
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|other| other.eq_ignore_ascii_case(name))
}

/// True if every text in the encoding is read as UTF-8.
fn is_utf_8(name: &str) -> bool {
    is_one_of(name, &["UTF-8", "UTF8", "US-ASCII", "ASCII"])
}

/// The place of the encoding that the XML declaration names.
fn declared(text: &str) -> Option<Range<usize>> {
    let end = text.strip_prefix("<?xml").and_then(|inside| inside.find("?>"))? + "<?xml".len();
    let at = text[..end].find("encoding")? + "encoding".len();
    let value = text[at..end].trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    let start = end - value.len() + 1;
    Some(start..start + text[start..end].find(quote)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> String {
        decode(bytes).expect("a text")
    }

    fn refused(bytes: &[u8]) -> String {
        decode(bytes).expect_err("another encoding")
    }

    #[test]
    fn utf_8_is_read_with_a_byte_order_mark_or_without_and_under_any_of_its_names() {
        assert_eq!(decoded("<ü/>".as_bytes()), "<ü/>");
        assert_eq!(decoded(b"\xef\xbb\xbf<a/>"), "<a/>");
        for name in ["\"UTF-8\"", "'utf-8'", "\"utf8\" standalone='no'", "\"US-ASCII\""] {
            let xml = format!("<?xml version='1.0' encoding = {name}?><a/>");
            assert_eq!((decoded(xml.as_bytes()).as_str(), &*clean(&xml)), (xml.as_str(), xml.as_str()));
        }
        assert_eq!(decoded(b""), "");
        assert_eq!(decoded(b"<?xml encoding=?><a/>"), "<?xml encoding=?><a/>");
    }

    #[test]
    fn utf_16_is_read_with_a_byte_order_mark_or_without() {
        let wide = |bytes: fn(u16) -> [u8; 2]| "<ü/>".encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let (little, big) = (wide(u16::to_le_bytes), wide(u16::to_be_bytes));
        for bytes in [
            little.clone(),
            big.clone(),
            [&[0xff, 0xfe], little.as_slice()].concat(),
            [&[0xfe, 0xff], big.as_slice()].concat(),
        ] {
            assert_eq!(decoded(&bytes), "<ü/>");
        }
        assert_eq!(refused(b"<\0a"), "is cut off or not UTF-16: save it as UTF-8");
    }

    #[test]
    fn latin_letters_are_read_where_they_are_declared_and_what_is_sent_declares_utf_8() {
        let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><a>M\xfcller</a>";
        assert_eq!(clean(&decoded(latin)), "<?xml version='1.0' encoding='UTF-8'?><a>Müller</a>");
        let pasted = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a/>";
        assert_eq!(clean(pasted), "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>");
    }

    #[test]
    fn any_other_encoding_is_named() {
        assert_eq!(refused(b"\xff\xfe\0\0<\0\0\0"), "is UTF-32, which is not read: save it as UTF-8");
        assert_eq!(
            refused(b"<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>"),
            "says in its first line that it is windows-1252, which is not read: save it as UTF-8, and say so \
            there"
        );
        assert_eq!(refused(b"<a>\n<b>M\xfcller</b></a>"), "is not UTF-8, seen in line 2: save it as UTF-8");
        assert_eq!(refused(b"PK\x03\x04\0\0"), "is not text, but something else");
    }

    #[test]
    fn marks_and_blank_lines_before_the_xml_are_taken_away_and_nothing_else() {
        assert_eq!(clean("\u{feff}<a/>\n"), "<a/>\n");
        assert_eq!(clean("\r\n \u{feff}\n<?xml version='1.0'?>\n<a/>"), "<?xml version='1.0'?>\n<a/>");
        assert_eq!(clean("words <a/>"), "words <a/>");
    }
}
