//! The Query protocol of AWS: the request is a form, and the answer is XML.
//!
//! The SDK's crate of STS speaks it, and an operation of another service goes by one of its functions: the
//! form takes the place of the request's body before it is signed, and the SDK sees an answer of its own.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::orchestrator::Metadata;
use aws_smithy_types::config_bag::Layer;
use aws_types::SigningName;
use aws_types::region::{Region, SigningRegion};
use bytes::Bytes;
use hyper::body::{Body, Frame};
use percent_encoding::percent_decode_str;
use roxmltree::{Node, ParsingOptions};
use serde_json::{Map, Value};

use crate::resource::Document;

/// An operation of another service than STS.
#[derive(Debug, Clone, Copy)]
pub struct QueryOperation {
    pub name: &'static str,
    pub service: &'static str,
    pub version: &'static str,
    pub signing_name: &'static str,
    pub signing_region: &'static str,
}

impl QueryOperation {
    /// Has the request signed for the service of the operation; the guard and the log see the operation.
    pub fn sign_for_itself(&self, state: &mut Layer) {
        state.store_put(Metadata::new(self.name, self.service));
        state.store_put(SigningName::from_static(self.signing_name));
        state.store_put(SigningRegion::from(Region::from_static(self.signing_region)));
    }

    /// The body of a request: its members, which are texts, beside the action and the version.
    pub fn form(&self, request: &Document) -> Vec<u8> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("Action", self.name).append_pair("Version", self.version);
        for (name, value) in request.members() {
            form.append_pair(name, value.as_str().unwrap_or_default());
        }
        form.finish().into_bytes()
    }
}

/// What the SDK takes for the answer to the function that the operation goes by.
const ANSWER: &[u8] =
    b"<GetCallerIdentityResponse><GetCallerIdentityResult></GetCallerIdentityResult></GetCallerIdentityResponse>";

/// The body of an answer in whose place the SDK sees one of its own. What is no answer of the operation goes
/// on as it came, so that the SDK refuses it.
pub struct StandIn<B> {
    whole: B,
    operation: &'static str,
    bytes: Arc<Mutex<Vec<u8>>>,
    is_over: bool,
}

impl<B> StandIn<B> {
    /// The bytes of the answer go to `bytes`.
    pub const fn new(whole: B, operation: &'static str, bytes: Arc<Mutex<Vec<u8>>>) -> Self {
        Self { whole, operation, bytes, is_over: false }
    }
}

impl<B: Body<Data = Bytes, Error = BoxError> + Unpin> Body for StandIn<B> {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if self.is_over {
            return Poll::Ready(None);
        }
        while let Some(frame) = ready!(Pin::new(&mut self.whole).poll_frame(context)) {
            match frame {
                Ok(frame) => {
                    if let Ok(data) = frame.into_data() {
                        self.bytes.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(&data);
                    }
                }
                Err(error) => return Poll::Ready(Some(Err(error))),
            }
        }
        self.is_over = true;
        let bytes = self.bytes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let is_answer = answer(&bytes, self.operation).is_some();
        let seen = if is_answer { Bytes::from_static(ANSWER) } else { Bytes::from(bytes) };
        Poll::Ready(Some(Ok(Frame::data(seen))))
    }
}

/// The deepest nesting of an answer that is read. IAM's have about six levels.
const MOST_DEPTH: usize = 32;

/// The most elements and texts of an answer. A role with all of its tags has some 300.
const MOST_NODES: u32 = 20_000;

/// Calls `read` with the root of an answer.
fn with_root<R>(bytes: &[u8], read: impl FnOnce(Node<'_, '_>) -> Option<R>) -> Option<R> {
    let text = std::str::from_utf8(bytes).ok()?;
    if depth(text) > MOST_DEPTH {
        return None;
    }
    let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
    read(roxmltree::Document::parse_with_options(text, options).ok()?.root_element())
}

/// How deep the elements of an answer are nested at most, as far as their tags tell.
fn depth(text: &str) -> usize {
    let (mut now, mut most) = (0_usize, 0);
    for tag in text.split('<').skip(1) {
        if tag.starts_with('/') {
            now = now.saturating_sub(1);
        } else if !tag.starts_with(['?', '!']) && !tag.split('>').next().unwrap_or_default().ends_with('/') {
            now += 1;
            most = most.max(now);
        }
    }
    most
}

/// The result of an operation, as JSON.
pub fn answer(bytes: &[u8], operation: &str) -> Option<Value> {
    with_root(bytes, |root| {
        let is_its = root.tag_name().name().strip_suffix("Response") == Some(operation);
        let is_result =
            |node: &Node<'_, '_>| node.tag_name().name().strip_suffix("Result") == Some(operation);
        let result = root.children().find(is_result).filter(|_| is_its)?;
        Some(value(result)).filter(Value::is_object)
    })
}

/// The code of an error.
pub fn error_code(bytes: &[u8]) -> Option<String> {
    with_root(bytes, |root| {
        let error = root.descendants().find(|node| node.has_tag_name_of("Error"))?;
        let code = error.children().find(|node| node.has_tag_name_of("Code"))?;
        code.text().map(|code| code.trim().to_owned())
    })
}

/// Names without their namespace, which differs from service to service.
trait LocalName {
    fn has_tag_name_of(&self, name: &str) -> bool;
}

impl LocalName for Node<'_, '_> {
    fn has_tag_name_of(&self, name: &str) -> bool {
        self.is_element() && self.tag_name().name() == name
    }
}

/// An element as JSON: a text, a list of its members, or an object.
fn value(node: Node<'_, '_>) -> Value {
    let inside: Vec<_> = node.children().filter(Node::is_element).collect();
    if inside.is_empty() {
        return Value::from(node.text().unwrap_or_default());
    }
    if inside.iter().all(|one| one.has_tag_name_of("member")) {
        return inside.into_iter().map(value).collect();
    }
    let members: Map<_, _> =
        inside.into_iter().map(|one| (one.tag_name().name().to_owned(), value(one))).collect();
    Value::Object(members)
}

/// A text whose bytes are percent-encoded (RFC 3986), where `+` is itself; `None` where it is not UTF-8.
pub fn percent_decoded(text: &str) -> Option<String> {
    percent_decode_str(text).decode_utf8().ok().map(Into::into)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_answer_is_an_object_with_the_lists_and_texts_of_the_xml() {
        let xml = br#"<?xml version="1.0"?>
            <GetRoleResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><GetRoleResult><Role>
            <RoleName>a&amp;b</RoleName><Description/>
            <Tags><member><Key>team</Key><Value>web</Value></member></Tags>
            </Role></GetRoleResult></GetRoleResponse>"#;
        let role = json!({"RoleName": "a&b", "Description": "", "Tags": [{"Key": "team", "Value": "web"}]});
        assert_eq!(answer(xml, "GetRole"), Some(json!({"Role": role})));
        assert_eq!(answer(xml, "GetUser"), None, "it is the answer to another operation");
    }

    #[test]
    fn what_is_no_answer_is_none() {
        let deep = format!("<GetRoleResponse>{}", "<a>".repeat(100_000));
        let page = "<html><body>Sign in first</body></html>";
        let empty = "<GetRoleResponse><GetRoleResult/></GetRoleResponse>";
        let cut = "<GetRoleResponse><GetRoleResult><Role>";
        let entity = "<!DOCTYPE a [<!ENTITY b 'c'>]><GetRoleResponse><GetRoleResult><Role>&b;</Role>\
            </GetRoleResult></GetRoleResponse>";
        for text in ["", "{}", page, empty, cut, entity, &deep] {
            assert_eq!(answer(text.as_bytes(), "GetRole"), None, "{}", &text[..text.len().min(60)]);
        }
        assert_eq!(answer(b"\xff<GetRoleResponse/>", "GetRole"), None);
    }

    #[test]
    fn the_code_of_an_error_is_found_in_any_namespace() {
        let xml = br#"<ErrorResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><Error>
            <Type>Sender</Type><Code>NoSuchEntity</Code><Message>m</Message></Error></ErrorResponse>"#;
        assert_eq!(error_code(xml).as_deref(), Some("NoSuchEntity"));
        assert_eq!(error_code(b"<html/>"), None);
    }

    #[test]
    fn percent_encoding_is_that_of_a_url_and_not_that_of_a_form() {
        let decoded = |text: &str| percent_decoded(text);
        assert_eq!(decoded("%7B%22a%22%3A%22b+c%2Bd%22%7D").as_deref(), Some(r#"{"a":"b+c+d"}"#));
        assert_eq!(decoded("%C3%BC%e2%82%ac").as_deref(), Some("ü€"));
        assert_eq!(decoded("100%, %4, %zz, %").as_deref(), Some("100%, %4, %zz, %"));
        assert_eq!(decoded("%FF"), None);
    }
}
