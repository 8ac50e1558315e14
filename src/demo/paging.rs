//! Pages of a list: opaque tokens that are good for one list only.

use aws_smithy_types::base64;
use serde_json::Value;

use super::error::ServiceError;
use super::store::Members;

/// What most lists hold at most in one page.
const CAP: usize = 60;

/// One page of `items` as the member `name`, with a `NextToken` while there are more.
///
/// `list` names the list, so that a token of another one is refused.
pub(super) fn page(
    list: &str,
    name: &str,
    items: &[Value],
    request: &Members,
) -> Result<Value, ServiceError> {
    page_of(CAP, list, name, items, request)
}

/// The same for a list whose pages hold at most `cap` items.
pub(super) fn page_of(
    cap: usize,
    list: &str,
    name: &str,
    items: &[Value],
    request: &Members,
) -> Result<Value, ServiceError> {
    let limit = request.get("MaxResults").and_then(Value::as_u64).and_then(|max| usize::try_from(max).ok());
    let limit = limit.filter(|max| *max > 0).unwrap_or(cap).min(cap);
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

/// Where the page of a token starts; a list that has become shorter ends there.
fn offset(list: &str, token: &str, len: usize) -> Option<usize> {
    let token = String::from_utf8(base64::decode(token).ok()?).ok()?;
    let (of, offset) = token.rsplit_once('#')?;
    let offset: usize = offset.parse().ok()?;
    (of == list).then_some(offset.min(len))
}
