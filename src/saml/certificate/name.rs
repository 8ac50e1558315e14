//! The name in a certificate, as RFC 4514 writes names.

use std::borrow::Cow;

use der::asn1::{AnyRef, ObjectIdentifier};
use der::{Decode, Reader, SliceReader, Tag, Tagged};

use super::next;

/// Writes a name as RFC 4514 does, last part first, but the common name before all others.
pub(super) fn rfc_4514(subject: &[u8]) -> der::Result<String> {
    let mut reader = SliceReader::new(subject)?;
    let mut parts = Vec::new();
    while !reader.is_finished() {
        parts.push(attributes(next(&mut reader, Tag::Set)?)?);
    }
    parts.reverse();
    if let Some(common) =
        parts.iter().position(|part| part.iter().any(|attribute| attribute.name == Some("CN")))
    {
        parts[..=common].rotate_right(1);
    }
    let mut written = String::with_capacity(subject.len());
    for (number, part) in parts.iter().enumerate() {
        written.push_str(if number == 0 { "" } else { "," });
        for (number, attribute) in part.iter().enumerate() {
            written.push_str(if number == 0 { "" } else { "+" });
            attribute.write(&mut written)?;
        }
    }
    Ok(written)
}

/// The attributes of one part of a name; most parts have one.
fn attributes(part: &[u8]) -> der::Result<Vec<Attribute<'_>>> {
    let mut reader = SliceReader::new(part)?;
    let mut attributes = Vec::with_capacity(1);
    while !reader.is_finished() {
        let bytes = next(&mut reader, Tag::Sequence)?;
        let mut attribute = SliceReader::new(bytes)?;
        let oid = next(&mut attribute, Tag::ObjectIdentifier)?;
        let length = usize::try_from(attribute.remaining_len())?;
        let value = AnyRef::decode(&mut attribute)?;
        attribute.finish(())?;
        let name = NAMES.iter().find(|(known, _)| known.as_bytes() == oid).map(|(_, name)| *name);
        attributes.push(Attribute { name, oid, value, bytes: &bytes[bytes.len() - length..] });
    }
    Ok(attributes)
}

/// An attribute of a distinguished name: its type and its value.
struct Attribute<'a> {
    /// `None` where only the OID is known.
    name: Option<&'static str>,
    oid: &'a [u8],
    value: AnyRef<'a>,
    /// The value with its tag and length.
    bytes: &'a [u8],
}

impl Attribute<'_> {
    fn write(&self, written: &mut String) -> der::Result<()> {
        match self.name {
            Some(name) => written.push_str(name),
            None => written.push_str(&ObjectIdentifier::from_bytes(self.oid)?.to_string()),
        }
        written.push('=');
        match self.name.and_then(|_| characters(self.value)) {
            Some(text) => escape(&text, written),
            None => written.extend(std::iter::once('#').chain(hex(self.bytes))),
        }
        Ok(())
    }
}

/// The names of attributes. Source: RFC 4514, 3, and RFC 4519; `emailAddress` as OpenSSL prints it.
const NAMES: &[(ObjectIdentifier, &str)] = &[
    (ObjectIdentifier::new_unwrap("2.5.4.3"), "CN"),
    (ObjectIdentifier::new_unwrap("2.5.4.4"), "sn"),
    (ObjectIdentifier::new_unwrap("2.5.4.5"), "serialNumber"),
    (ObjectIdentifier::new_unwrap("2.5.4.6"), "C"),
    (ObjectIdentifier::new_unwrap("2.5.4.7"), "L"),
    (ObjectIdentifier::new_unwrap("2.5.4.8"), "ST"),
    (ObjectIdentifier::new_unwrap("2.5.4.9"), "STREET"),
    (ObjectIdentifier::new_unwrap("2.5.4.10"), "O"),
    (ObjectIdentifier::new_unwrap("2.5.4.11"), "OU"),
    (ObjectIdentifier::new_unwrap("2.5.4.12"), "title"),
    (ObjectIdentifier::new_unwrap("2.5.4.17"), "postalCode"),
    (ObjectIdentifier::new_unwrap("2.5.4.42"), "givenName"),
    (ObjectIdentifier::new_unwrap("2.5.4.97"), "organizationIdentifier"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.1"), "UID"),
    (ObjectIdentifier::new_unwrap("0.9.2342.19200300.100.1.25"), "DC"),
    (ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.1"), "emailAddress"),
];

/// The text of a value; `None` where the value is no text, or not in the encoding that its tag states.
fn characters(value: AnyRef<'_>) -> Option<Cow<'_, str>> {
    let bytes = value.value();
    let utf_8 = std::str::from_utf8(bytes).ok().map(Cow::Borrowed);
    match value.tag() {
        Tag::Utf8String => utf_8,
        Tag::PrintableString | Tag::Ia5String | Tag::NumericString | Tag::VisibleString => {
            utf_8.filter(|text| text.is_ascii())
        }
        // T.61 by its name, but what is in there is Latin-1 or UTF-8.
        Tag::TeletexString => utf_8.or_else(|| Some(bytes.iter().copied().map(char::from).collect())),
        Tag::BmpString => {
            let (units, rest) = bytes.as_chunks::<2>();
            let letters =
                char::decode_utf16(units.iter().copied().map(u16::from_be_bytes)).collect::<Result<_, _>>();
            letters.ok().filter(|_| rest.is_empty())
        }
        _ => None,
    }
}

/// Writes a value, with special and invisible characters escaped by a backslash (RFC 4514, 2.4).
fn escape(text: &str, written: &mut String) {
    for (at, letter) in text.char_indices() {
        let at_an_end = at == 0 || at + letter.len_utf8() == text.len();
        match letter {
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => written.extend(['\\', letter]),
            '#' if at == 0 => written.push_str("\\#"),
            ' ' if at_an_end => written.push_str("\\ "),
            letter if letter.is_ascii_control() => {
                written.extend(std::iter::once('\\').chain(hex(&[letter as u8])));
            }
            letter => written.push(letter),
        }
    }
}

fn hex(bytes: &[u8]) -> impl Iterator<Item = char> {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or_default();
    bytes.iter().flat_map(move |byte| [digit(byte >> 4), digit(byte & 15)])
}
