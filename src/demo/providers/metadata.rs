//! SAML metadata as far as Cognito asks: whether it describes an identity provider, and what that signs with.

use super::super::error::ServiceError;

const GROUP: &str = "EntitiesDescriptor";
const ENTITY: &str = "EntityDescriptor";
const PROVIDER: &str = "IDPSSODescriptor";

/// The first certificate that the identity provider signs with, as it is written there.
pub(super) fn signing_certificate(document: &str) -> Result<Option<String>, ServiceError> {
    let found = read(document).ok_or_else(|| ServiceError::invalid("Invalid SAML metadata: the document is not well-formed XML."))?;
    if !found.describes_a_provider {
        return Err(ServiceError::invalid("Invalid SAML metadata: there is no EntityDescriptor with an IDPSSODescriptor."));
    }
    Ok(found.certificate)
}

#[derive(Default)]
struct Found {
    describes_a_provider: bool,
    certificate: Option<String>,
}

/// Nothing for what is no XML document.
fn read(document: &str) -> Option<Found> {
    let mut pieces = Pieces { rest: document.trim_start_matches('\u{feff}') };
    let (mut open, mut found, mut roots) = (Vec::<Tag>::new(), Found::default(), 0);
    while !pieces.rest.is_empty() {
        match pieces.next()? {
            Piece::Start(tag, is_empty) => {
                roots += usize::from(open.is_empty());
                open.push(tag);
                found.describes_a_provider |= is_provider(&open);
                if is_empty {
                    open.pop();
                }
            }
            Piece::End(name) => {
                open.pop().filter(|tag| tag.name == name)?;
            }
            Piece::Text(text) if open.is_empty() && !text.trim().is_empty() => return None,
            Piece::Text(text) if found.certificate.is_none() && is_signing_certificate(&open) => {
                found.certificate = Some(text.split_whitespace().collect()).filter(|text: &String| !text.is_empty());
            }
            Piece::Text(_) => {}
        }
    }
    (open.is_empty() && roots == 1).then_some(found)
}

/// An entity that is the root, or in a group that is, with a descriptor of an identity provider.
fn is_provider(open: &[Tag]) -> bool {
    let [groups @ .., entity, provider] = open else { return false };
    provider.is(PROVIDER) && entity.is(ENTITY) && groups.iter().all(|group| group.is(GROUP))
}

/// A key without a use signs and encrypts.
fn is_signing_certificate(open: &[Tag]) -> bool {
    let Some(provider) = (0..open.len()).find(|at| is_provider(&open[..=*at])) else { return false };
    let is_for_encryption = |tag: &Tag| tag.is("KeyDescriptor") && tag.has("use", "encryption");
    open.last().is_some_and(|tag| tag.is("X509Certificate")) && !open[provider..].iter().any(is_for_encryption)
}

struct Tag<'a> {
    name: &'a str,
    attributes: &'a str,
}

impl Tag<'_> {
    /// Whether it has that name, whatever the prefix of its namespace.
    fn is(&self, local: &str) -> bool {
        self.name.rsplit_once(':').map_or(self.name, |(_, name)| name) == local
    }

    fn has(&self, attribute: &str, value: &str) -> bool {
        let parts: Vec<&str> = self.attributes.split(['=', '"', '\'']).map(str::trim).filter(|part| !part.is_empty()).collect();
        parts.chunks(2).any(|pair| pair == [attribute, value])
    }
}

enum Piece<'a> {
    /// With whether it ends where it starts.
    Start(Tag<'a>, bool),
    End(&'a str),
    Text(&'a str),
}

/// What is left of a document.
struct Pieces<'a> {
    rest: &'a str,
}

impl<'a> Pieces<'a> {
    /// The next piece, comments and instructions as empty texts; nothing where the document is broken.
    fn next(&mut self) -> Option<Piece<'a>> {
        for (start, end) in [("<?", "?>"), ("<!--", "-->")] {
            if let Some(rest) = self.rest.strip_prefix(start) {
                self.rest = rest.split_once(end)?.1;
                return Some(Piece::Text(""));
            }
        }
        if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
            let (text, rest) = rest.split_once("]]>")?;
            self.rest = rest;
            return Some(Piece::Text(text));
        }
        let Some(rest) = self.rest.strip_prefix('<') else {
            let (text, rest) = self.rest.split_at(self.rest.find('<').unwrap_or(self.rest.len()));
            self.rest = rest;
            return Some(Piece::Text(text));
        };
        let (tag, rest) = rest.split_at(end_of_tag(rest)?);
        self.rest = &rest[1..];
        if let Some(name) = tag.strip_prefix('/') {
            return Some(Piece::End(name.trim_end()));
        }
        let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
        let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        let starts_well = name.starts_with(|first: char| first.is_alphabetic() || first == '_');
        starts_well.then_some(Piece::Start(Tag { name, attributes }, is_empty))
    }
}

/// Where the tag ends: the values of its attributes may hold what looks like an end.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices().find_map(|(at, char)| match (quote, char) {
        (None, '>') => Some(at),
        (None, '"' | '\'') => {
            quote = Some(char);
            None
        }
        (Some(open), close) if open == close => {
            quote = None;
            None
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVALID: &str = "InvalidParameterException: Invalid SAML metadata: ";

    #[test]
    fn the_first_certificate_that_signs_is_found() {
        let key = |used: &str, text: &str| {
            format!(
                "<KeyDescriptor{used}><KeyInfo><X509Data><d:X509Certificate>{text}</d:X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
            )
        };
        let entity = |keys: &str| format!("<E:EntityDescriptor a='/>'><IDPSSODescriptor>{keys}</IDPSSODescriptor></E:EntityDescriptor>");
        let encrypts = key(" use = 'encryption'", "AAAA");
        let signs = key(" use=\"signing\"", "\n  BB\n  BB\n");
        for (document, certificate) in [
            (entity(&format!("{encrypts}{signs}{}", key("", "CCCC"))), Some("BBBB")),
            (entity(&format!("<!-- {encrypts} -->{}", key("", "<![CDATA[CCCC]]>"))), Some("CCCC")),
            (entity(&encrypts), None),
            (entity(&key("", " ")), None),
            (
                format!("\u{feff}<?xml version='1.0'?><EntitiesDescriptor><EntityDescriptor/>{}</EntitiesDescriptor> ", entity(&signs)),
                Some("BBBB"),
            ),
        ] {
            assert_eq!(signing_certificate(&document).expect("metadata").as_deref(), certificate, "{document}");
        }
    }

    #[test]
    fn another_document_is_no_metadata_and_a_broken_one_no_document() {
        let refusal = |document: &str| signing_certificate(document).unwrap_err().to_string();
        for document in [
            "<html><body>Sign in</body></html>",
            "<EntityDescriptor><SPSSODescriptor/></EntityDescriptor>",
            "<x><EntityDescriptor><IDPSSODescriptor/></EntityDescriptor></x>",
            "<IDPSSODescriptor/>",
        ] {
            assert_eq!(refusal(document), format!("{INVALID}there is no EntityDescriptor with an IDPSSODescriptor."), "{document}");
        }
        for document in [
            "",
            "https://idp.example/metadata",
            "{\"issuer\": 1}",
            "<EntityDescriptor><IDPSSODescriptor>",
            "<EntityDescriptor><IDPSSODescriptor/></EntitiesDescriptor>",
            "<EntityDescriptor><IDPSSODescriptor/></EntityDescriptor><EntityDescriptor/>",
            "<EntityDescriptor><IDPSSODescriptor/></EntityDescriptor> and more",
            "<EntityDescriptor a=\"><IDPSSODescriptor/></EntityDescriptor>",
            "<!DOCTYPE html><EntityDescriptor><IDPSSODescriptor/></EntityDescriptor>",
            "<a><!-- </a>",
        ] {
            assert_eq!(refusal(document), format!("{INVALID}the document is not well-formed XML."), "{document}");
        }
    }
}
