//! The identity providers of a document that lists several, and the document of one of them.

use roxmltree::{Document, Node};

use crate::saml::{METADATA, encoding, is_provider, parse, text};

/// The most names in a sentence.
const MOST_NAMED: usize = 3;

/// The entity ids of the identity providers in a document, in its order; empty where it can't be read.
pub fn identity_providers(xml: &str) -> Vec<String> {
    let xml = encoding::clean(xml);
    parse(&xml).map(|document| names(&providers(&document))).unwrap_or_default()
}

/// The document of one of the identity providers that a document lists; `None` where it lists no such one.
///
/// The text of the entity stays as it is. What it inherits from the lists around it is written into it: the
/// prefixes of namespaces, and the end of the validity.
pub fn identity_provider_alone(xml: &str, entity_id: &str) -> Option<String> {
    let xml = encoding::clean(xml);
    let document = parse(&xml).ok()?;
    let entity = providers(&document).into_iter().find(|node| text(*node, "entityID") == Some(entity_id))?;
    let whole = &xml[entity.range()];
    let name_ends = whole.find(|letter: char| letter.is_whitespace() || "/>".contains(letter))?;
    let tag = &whole[..whole.find('>')?];
    let mut inherited = String::new();
    for namespace in entity.namespaces().filter(|namespace| namespace.name() != Some("xml")) {
        let declaration =
            namespace.name().map_or_else(|| "xmlns".to_owned(), |prefix| format!("xmlns:{prefix}"));
        let is_own = tag.split_whitespace().any(|word| {
            word.strip_prefix(declaration.as_str()).is_some_and(|rest| rest.trim_start().starts_with('='))
        });
        if !is_own {
            inherited.extend([format!(" {declaration}=\"{}\"", escaped(namespace.uri()))]);
        }
    }
    if text(entity, "validUntil").is_none() {
        let around = entity.ancestors().filter_map(|list| text(list, "validUntil")).min();
        inherited.extend(around.map(|time| format!(" validUntil=\"{}\"", escaped(time))));
    }
    let (name, rest) = whole.split_at(name_ends);
    Some(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{name}{inherited}{rest}"))
}

/// The entities of a document that are identity providers of SAML 2.0.
pub(crate) fn providers<'a, 'input>(document: &'a Document<'input>) -> Vec<Node<'a, 'input>> {
    let entities = document.descendants().filter(|node| node.has_tag_name((METADATA, "EntityDescriptor")));
    entities.filter(is_provider).collect()
}

fn names(providers: &[Node]) -> Vec<String> {
    providers.iter().filter_map(|node| text(*node, "entityID")).map(str::to_owned).collect()
}

/// The refusal of a document of several identity providers, with their names.
pub(crate) fn several(providers: &[Node]) -> String {
    let mut named: Vec<_> = names(providers).iter().map(|name| super::repeated_briefly(name)).collect();
    let more = named.len().saturating_sub(MOST_NAMED);
    named.truncate(MOST_NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("is of {} identity providers, choose one: {}{more}", providers.len(), named.join(", "))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
