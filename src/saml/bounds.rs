//! Limits on a document, checked before the XML reader sees it.
//!
//! The reader compares each attribute of an element with every other one, and keeps the namespaces in scope
//! for each element. Both are fast for real metadata, but a crafted document of 1 MB takes minutes. This
//! check scans the document once, and knows only where a tag begins and ends.

/// The refusal of a document with a DTD.
pub(crate) const DOCTYPE: &str =
    "has a DOCTYPE, which SAML metadata never has: it could name other files, or grow without end";

/// The deepest nesting of elements. Metadata has about ten levels.
const MOST_DEPTH: usize = 64;
/// The most attributes of an element. Metadata has about ten, most of them namespaces at the root.
const MOST_ON_ONE: usize = 64;
/// The most attributes in all. 1 MB of metadata has about half as many.
const MOST_ATTRIBUTES: usize = 50_000;
/// The most namespaces in scope. Metadata of a federation has about twenty.
const MOST_KNOWN: usize = 64;
/// The most declarations of namespaces. AD FS has one for each of its claims, about a hundred.
const MOST_DECLARED: usize = 4096;

/// Checks whether a document is safe to read. What is no XML is left for the reader to refuse.
pub(crate) fn check(xml: &str) -> Result<(), String> {
    let mut rest = xml;
    let mut open = Vec::with_capacity(MOST_DEPTH);
    let (mut known, mut declared, mut attributes) = (0, 0, 0);
    while let Some(start) = rest.find('<') {
        rest = &rest[start..];
        let length = match rest.as_bytes() {
            [_, b'!', b'-', b'-', ..] => length_to(rest, 4, "-->"),
            [_, b'!', b'[', ..] => length_to(rest, 3, "]]>"),
            [_, b'?', ..] => length_to(rest, 2, "?>"),
            [_, b'!', ..] if rest.starts_with("<!DOCTYPE") => return Err(DOCTYPE.to_owned()),
            [_, b'!', ..] => return Ok(()),
            [_, b'/', ..] => {
                known -= open.pop().unwrap_or(0);
                length_to(rest, 2, ">")
            }
            _ => {
                let tag = Tag::of(rest)?;
                known += tag.namespaces;
                declared += tag.namespaces;
                attributes += tag.attributes;
                open.push(tag.namespaces);
                within(open.len(), MOST_DEPTH, "elements within each other")?;
                within(known, MOST_KNOWN, "namespaces in one place")?;
                within(declared, MOST_DECLARED, "declarations of namespaces")?;
                within(attributes, MOST_ATTRIBUTES, "attributes")?;
                if tag.is_empty {
                    known -= open.pop().unwrap_or(0);
                }
                tag.length
            }
        };
        let Some(length) = length else { return Ok(()) };
        rest = &rest[length..];
    }
    Ok(())
}

fn within(count: usize, most: usize, what: &str) -> Result<(), String> {
    if count <= most {
        Ok(())
    } else {
        Err(format!("has more than {most} {what}, which SAML metadata never has"))
    }
}

/// The length up to and with an end mark; `None` where the mark is missing.
fn length_to(text: &str, from: usize, end: &str) -> Option<usize> {
    text.get(from..)?.find(end).map(|at| from + at + end.len())
}

/// A tag that opens an element.
struct Tag {
    /// `None` where the tag never ends.
    length: Option<usize>,
    attributes: usize,
    namespaces: usize,
    is_empty: bool,
}

impl Tag {
    fn of(text: &str) -> Result<Self, String> {
        let bytes = text.as_bytes();
        let mut tag = Self { length: None, attributes: 0, namespaces: 0, is_empty: false };
        let mut quote = None;
        for (at, byte) in bytes.iter().enumerate() {
            match (byte, quote) {
                (byte, Some(end)) if *byte == end => quote = None,
                (b'"' | b'\'', None) => quote = Some(*byte),
                (b'=', None) => tag.attributes += 1,
                (b'x', None) if bytes[at..].starts_with(b"xmlns") => tag.namespaces += 1,
                (b'>', None) => {
                    tag.length = Some(at + 1);
                    tag.is_empty = bytes[..at].ends_with(b"/");
                    break;
                }
                _ => {}
            }
            within(tag.attributes, MOST_ON_ONE, "attributes on one element")?;
        }
        Ok(tag)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(xml: &str) -> String {
        check(xml).expect_err("more than there may be")
    }

    #[test]
    fn what_people_write_passes_and_what_is_no_xml_is_left_to_the_reader() {
        let fine = [
            "<a/>",
            "<a b='>' c=\"<'/>\"><![CDATA[<a>]]><!-- <a> --><?pi <a>?></a>",
            "",
            "<",
            "<a",
            "<a b='",
            "</a></a>",
            "<!-- ",
            "<!ELEMENT a>",
        ];
        for xml in fine {
            assert_eq!(check(xml), Ok(()), "{xml}");
        }
        assert_eq!(check(&"<a/>".repeat(100_000)), Ok(()));
        assert_eq!(check(&"<a b='' c=''><d/></a>".repeat(10_000)), Ok(()));
        let declares = "<c xmlns:d='urn:e'/>".repeat(MOST_DECLARED);
        assert_eq!(check(&format!("<a>{declares}</a>")), Ok(()));
    }

    #[test]
    fn what_takes_the_reader_long_is_refused() {
        assert_eq!(check(&"<a>".repeat(MOST_DEPTH)), Ok(()));
        assert_eq!(
            refused(&"<a>".repeat(MOST_DEPTH + 1)),
            "has more than 64 elements within each other, which SAML metadata never has"
        );
        assert!(
            refused(&format!("<a {}", "b='' ".repeat(MOST_ON_ONE + 1)))
                .starts_with("has more than 64 attributes on one element")
        );
        assert!(
            refused(&"<a b='' c=''/>".repeat(MOST_ATTRIBUTES / 2 + 1))
                .starts_with("has more than 50000 attributes")
        );
        let nested = "<a xmlns='b' xmlns:c='d' xmlns:e='f'>".repeat(MOST_DEPTH);
        assert!(refused(&nested).starts_with("has more than 64 namespaces in one place"));
        let many = "<a xmlns='b'></a>".repeat(MOST_DECLARED + 1);
        assert!(refused(&many).starts_with("has more than 4096 declarations of namespaces"));
    }

    #[test]
    fn a_doctype_is_refused_wherever_it_is_one() {
        assert_eq!(refused("<?xml version='1.0'?><!-- a --><!DOCTYPE a><a/>"), DOCTYPE);
        assert_eq!(refused("<a><!DOCTYPE a></a>"), DOCTYPE);
        assert_eq!(check("<a b='<!DOCTYPE'><!-- <!DOCTYPE a> --><![CDATA[<!DOCTYPE a>]]></a>"), Ok(()));
    }
}
