//! Pages of a list, with opaque tokens that are valid for one list only.

use aws_smithy_types::base64;
use serde_json::Value;

use crate::demo::error::ServiceError;
use crate::demo::members::Members;

/// The largest page of most lists.
const MAX_RESULTS: usize = 60;

/// The page of `items` that a request asks for, as the member `name`, with a `NextToken` if more follow.
///
/// `list` identifies the list, so that a token of another list is refused.
pub(super) fn page(
    list: &str,
    name: &str,
    items: &[Value],
    request: &Members,
) -> Result<Value, ServiceError> {
    page_of(MAX_RESULTS, list, name, items, request)
}

/// As [`page`], for a list with pages of at most `max_results` items.
pub(super) fn page_of(
    max_results: usize,
    list: &str,
    name: &str,
    items: &[Value],
    request: &Members,
) -> Result<Value, ServiceError> {
    let limit = request.get("MaxResults").and_then(Value::as_u64).and_then(|max| usize::try_from(max).ok());
    let limit = limit.filter(|max| *max > 0).unwrap_or(max_results).min(max_results);
    let start = match request.get("NextToken").and_then(Value::as_str) {
        Some(token) => offset(list, token, items.len())
            .ok_or_else(|| ServiceError::invalid("Invalid pagination token given."))?,
        None => 0,
    };
    let end = items.len().min(start.saturating_add(limit));
    let mut answer = Members::new();
    answer.insert(name.to_owned(), Value::Array(items[start..end].to_vec()));
    if end < items.len() {
        answer.insert("NextToken".to_owned(), base64::encode(format!("{list}#{end}")).into());
    }
    Ok(answer.into())
}

/// The index at which a token's page starts; the end, if the list has become shorter since.
fn offset(list: &str, token: &str, len: usize) -> Option<usize> {
    let token = String::from_utf8(base64::decode(token).ok()?).ok()?;
    let (of, offset) = token.rsplit_once('#')?;
    let offset: usize = offset.parse().ok()?;
    (of == list).then_some(offset.min(len))
}
