//! Reads the metadata of SAML identity providers: the endpoints, the certificates and their validity.
//!
//! The document comes from outside and may be anything. Nothing here reads a file, a clock or the network. A
//! document that can't be read is refused with a sentence for an admin, and no document takes longer to
//! refuse than to read.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

use jiff::civil::DateTime;
use jiff::fmt::temporal::Pieces;
use roxmltree::{Document, Error, Node, ParsingOptions};

mod bounds;
mod certificate;
mod encoding;
mod entities;

pub use crate::saml::certificate::Certificate;
pub use crate::saml::encoding::{clean, decode};
pub use crate::saml::entities::{identity_provider_alone, identity_providers};

/// The most bytes of a document. AWS takes less; a federation's list of all its members has more.
pub const MOST: usize = 1_048_576;

/// The end of a certificate without an end: 9999-12-31 23:59:59 UTC (RFC 5280, 4.1.2.5), in seconds since
/// 1970.
pub const NEVER: i64 = 253_402_300_799;

/// The most elements, texts and comments of a document.
const MOST_NODES: u32 = 50_000;

/// The most characters of a document that an error quotes.
const MOST_REPEATED: usize = 80;

// Source: SAML 2.0 Metadata, 2 and 2.4; SAML 2.0 Bindings, 3; XML Signature Syntax and Processing, 4.5.
const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const SIGNATURE: &str = "http://www.w3.org/2000/09/xmldsig#";
const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";
const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const SOAP: &str = "urn:oasis:names:tc:SAML:2.0:bindings:SOAP";

/// The metadata of one SAML identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SamlMetadata {
    /// A URI, often the address of the metadata, but any text is valid.
    pub entity_id: String,
    /// In the order of the document.
    pub sign_on: Vec<Endpoint>,
    /// In the order of the document; empty where the provider has no sign-out.
    pub sign_out: Vec<Endpoint>,
    /// In the order of the document, each certificate once.
    pub certificates: Vec<Certificate>,
    pub wants_signed_requests: bool,
    /// The end of the metadata's validity in seconds since 1970: the earliest that the entity, its role or
    /// the list around it states.
    pub valid_until: Option<i64>,
}

/// An address to which browsers or servers send messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub binding: SamlBinding,
    pub url: String,
}

/// The transport of messages to an identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SamlBinding {
    /// In the query of a URL that the browser opens.
    Redirect,
    /// In a form that the browser sends.
    Post,
    /// From server to server.
    Soap,
    /// The URI of a binding without a variant here.
    Other(String),
}

impl SamlBinding {
    fn of(uri: &str) -> Self {
        match uri {
            REDIRECT => Self::Redirect,
            POST => Self::Post,
            SOAP => Self::Soap,
            other => Self::Other(other.to_owned()),
        }
    }
}

/// SAML's name of the binding, or the URI of another one.
impl fmt::Display for SamlBinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Redirect => "HTTP-Redirect",
            Self::Post => "HTTP-POST",
            Self::Soap => "SOAP",
            Self::Other(uri) => uri,
        })
    }
}

impl SamlMetadata {
    /// # Errors
    /// The document is not the metadata of one identity provider. The text says what the document is or
    /// lacks, and continues "The metadata ".
    pub fn read(xml: &str) -> Result<Self, String> {
        if xml.len() > MOST {
            return Err(TOO_LARGE.to_owned());
        }
        let xml = clean(xml);
        if let Some(what) = something_else(&xml) {
            return Err(what);
        }
        let document = parse(&xml)?;
        Self::of(identity_provider(&document)?)
    }

    /// Reads a file; answers its text, cleaned, and the metadata.
    ///
    /// # Errors
    /// The file is in an encoding that is not read, or not such a document. The text continues "The
    /// metadata ".
    pub fn read_bytes(bytes: &[u8]) -> Result<(String, Self), String> {
        if bytes.len() > MOST {
            return Err(TOO_LARGE.to_owned());
        }
        let text = decode(bytes)?;
        let text = clean(&text).into_owned();
        let metadata = Self::read(&text)?;
        Ok((text, metadata))
    }

    pub fn signing_certificates(&self) -> impl Iterator<Item = &Certificate> {
        self.certificates.iter().filter(|certificate| certificate.signs)
    }

    /// The end of the last signing certificate, in seconds since 1970; `None` where there is no signing
    /// certificate.
    pub fn expires(&self) -> Option<i64> {
        self.signing_certificates().map(|certificate| certificate.not_after).max()
    }

    /// The end of what sign-ins depend on, in seconds since 1970: of the last signing certificate, or of the
    /// metadata itself. `None` where neither has one.
    pub fn usable_until(&self) -> Option<i64> {
        self.expires().into_iter().chain(self.valid_until).min()
    }

    fn of(entity: Node) -> Result<Self, String> {
        let roles: Vec<_> = children(entity, "IDPSSODescriptor").filter(speaks_saml_2).collect();
        if roles.is_empty() {
            return Err(no_role(entity));
        }
        let entity_id =
            text(entity, "entityID").ok_or("has no entityID: its EntityDescriptor names no provider")?;
        let flag = |role: &Node| matches!(text(*role, "WantAuthnRequestsSigned"), Some("true" | "1"));
        Ok(Self {
            entity_id: entity_id.to_owned(),
            sign_on: endpoints(&roles, "SingleSignOnService")?,
            sign_out: endpoints(&roles, "SingleLogoutService")?,
            certificates: certificates(&roles)?,
            wants_signed_requests: roles.iter().any(flag),
            valid_until: valid_until(entity, &roles)?,
        })
    }
}

const TOO_LARGE: &str = "is larger than 1 MB";

/// Recognizes documents that people take for metadata and that are no XML.
fn something_else(text: &str) -> Option<String> {
    let begins = |with: &str| text.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
    let what = match () {
        () if text.is_empty() => "is empty",
        () if begins("<!doctype html") || begins("<html") => {
            "is a web page, not SAML metadata: its address may want a sign-in"
        }
        () if begins("{") => "is JSON, not SAML metadata, which is XML",
        () if begins("-----BEGIN") => "is a certificate or a key, not SAML metadata, which is XML",
        () if begins("<") => return None,
        () => {
            // A browser shows XML below a sentence of its own, which is copied with it.
            let before = repeated_briefly(text.lines().next().unwrap_or_default());
            return Some(if text.contains('<') {
                format!(
                    "has other text before its XML, \"{before}\": remove all before the first <, or save \
                    the file"
                )
            } else {
                format!("is not XML, which begins with <: it begins with \"{before}\"")
            });
        }
    };
    Some(what.to_owned())
}

/// Parses a document within the limits.
fn parse(xml: &str) -> Result<Document<'_>, String> {
    bounds::check(xml)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: MOST_NODES, entity_resolver: None };
    Document::parse_with_options(xml, options).map_err(|error| not_xml(&error))
}

fn not_xml(error: &Error) -> String {
    match error {
        Error::DtdDetected => bounds::DOCTYPE.to_owned(),
        Error::NodesLimitReached => format!("has more than {MOST_NODES} elements and texts"),
        error => format!("is not XML: {}", repeated(&error.to_string())),
    }
}

/// A quotation of the document for an error, shortened.
fn repeated(text: &str) -> String {
    shortened(text, MOST_REPEATED)
}

/// A quotation beside others.
fn repeated_briefly(text: &str) -> String {
    shortened(text, MOST_REPEATED / 2)
}

fn shortened(text: &str, most: usize) -> String {
    let mut letters = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    let start: String = letters.by_ref().take(most).collect();
    if letters.next().is_some() { format!("{start}…") } else { start }
}

/// True if an entity has the role of an identity provider of SAML 2.0.
fn is_provider(entity: &Node) -> bool {
    children(*entity, "IDPSSODescriptor").any(|role| speaks_saml_2(&role))
}

/// The only identity provider of a document.
fn identity_provider<'a, 'input>(document: &'a Document<'input>) -> Result<Node<'a, 'input>, String> {
    let root = document.root_element();
    if root.has_tag_name((METADATA, "EntityDescriptor")) {
        return Ok(root);
    }
    if !root.has_tag_name((METADATA, "EntitiesDescriptor")) {
        let name = root.tag_name().name();
        return Err(match name {
            "EntityDescriptor" | "EntitiesDescriptor" => {
                format!("has an {name} that isn't of SAML 2.0: its namespace is not {METADATA}")
            }
            name => format!("begins with {}, not with the EntityDescriptor of SAML 2.0", repeated(name)),
        });
    }
    let entities = || root.descendants().filter(|node| node.has_tag_name((METADATA, "EntityDescriptor")));
    match entities::providers(document).as_slice() {
        [only] => Ok(*only),
        providers @ [_, ..] => Err(entities::several(providers)),
        [] => Err(match entities().count() {
            0 => "lists nobody: its EntitiesDescriptor is empty".to_owned(),
            1 => entities().next().map(no_role).unwrap_or_default(),
            many => format!(
                "lists {many} entities, and none has an IDPSSODescriptor of SAML 2.0: none is an \
                identity provider"
            ),
        }),
    }
}

fn no_role(entity: Node) -> String {
    if children(entity, "IDPSSODescriptor").next().is_some() {
        return "is of an identity provider that doesn't speak SAML 2.0: its protocolSupportEnumeration \
            names others only"
            .to_owned();
    }
    let service =
        if children(entity, "SPSSODescriptor").next().is_some() { " but a service provider's" } else { "" };
    format!("has no IDPSSODescriptor, so it is not an identity provider's{service}")
}

/// True if a role supports SAML 2.0. A role without the mandatory list of protocols counts by its namespace.
fn speaks_saml_2(role: &Node) -> bool {
    text(*role, "protocolSupportEnumeration")
        .is_none_or(|protocols| protocols.split_whitespace().any(|protocol| protocol == PROTOCOL))
}

fn children<'a, 'input>(
    node: Node<'a, 'input>,
    name: &'static str,
) -> impl Iterator<Item = Node<'a, 'input>> {
    node.children().filter(move |child| child.has_tag_name((METADATA, name)))
}

/// An attribute, trimmed; `None` where it is absent or empty.
fn text<'a>(node: Node<'a, '_>, attribute: &str) -> Option<&'a str> {
    node.attribute(attribute).map(str::trim).filter(|value| !value.is_empty())
}

fn endpoints(roles: &[Node], name: &'static str) -> Result<Vec<Endpoint>, String> {
    let endpoint = |node: Node| {
        let member =
            |attribute| text(node, attribute).ok_or_else(|| format!("has a {name} without a {attribute}"));
        Ok(Endpoint { binding: SamlBinding::of(member("Binding")?), url: member("Location")?.to_owned() })
    };
    roles.iter().flat_map(|role| children(*role, name)).map(endpoint).collect()
}

/// True if a node is the certificate of a key. Of a chain in one `X509Data`, that is the first one; the
/// others are those that issued it.
fn is_first_certificate(node: &Node) -> bool {
    let is_certificate = |node: &Node| node.has_tag_name((SIGNATURE, "X509Certificate"));
    is_certificate(node) && !node.prev_siblings().skip(1).any(|before| is_certificate(&before))
}

/// The certificates of the roles. A certificate that is listed twice, for signing and for encryption, counts
/// once.
fn certificates(roles: &[Node]) -> Result<Vec<Certificate>, String> {
    let of_key = |key: Node| {
        let purpose = text(key, "use").map(str::to_owned);
        let texts = key.descendants().filter(is_first_certificate);
        texts.map(|node| (purpose.clone(), content(node))).collect::<Vec<_>>()
    };
    let named: Vec<_> =
        roles.iter().flat_map(|role| children(*role, "KeyDescriptor")).flat_map(of_key).collect();
    let mut found: Vec<Certificate> = Vec::new();
    let mut places: HashMap<Vec<u8>, usize> = HashMap::new();
    for (number, (purpose, text)) in named.iter().enumerate() {
        let fault = |why| match named.len() {
            1 => format!("holds a certificate that can't be read: {why}"),
            all => format!("holds a certificate that can't be read, number {} of {all}: {why}", number + 1),
        };
        let bytes = certificate::decode(text).map_err(fault)?;
        let place = match places.entry(bytes) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                found.push(certificate::read(new.key()).map_err(fault)?);
                *new.insert(found.len() - 1)
            }
        };
        found[place].signs |= purpose.as_deref() != Some("encryption");
        found[place].encrypts |= purpose.as_deref() != Some("signing");
    }
    Ok(found)
}

/// All text in an element, also around comments.
fn content(node: Node) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn valid_until(entity: Node, roles: &[Node]) -> Result<Option<i64>, String> {
    let times = entity.ancestors().chain(roles.iter().copied()).filter_map(|node| text(node, "validUntil"));
    let read = |time| {
        date_time(time)
            .ok_or_else(|| format!("has a validUntil that is no date and time: {}", repeated(time)))
    };
    Ok(times.map(read).collect::<Result<Vec<_>, _>>()?.into_iter().min())
}

/// An `xs:dateTime` in seconds since 1970; one without a time zone is in UTC (SAML 2.0 Core, 1.3.3).
fn date_time(text: &str) -> Option<i64> {
    let pieces = Pieces::parse(text).ok()?;
    let offset = pieces.to_numeric_offset().map_or(0, |offset| i64::from(offset.seconds()));
    Some(seconds(pieces.date().to_datetime(pieces.time()?)) - offset)
}

/// A date and time in UTC in seconds since 1970. A `jiff::Timestamp` would end a day before [`NEVER`].
fn seconds(time: DateTime) -> i64 {
    time.duration_since(const { DateTime::constant(1970, 1, 1, 0, 0, 0, 0) }).as_secs()
}
