//! The API operations on a kind of resource, as data: the API layer, `--read-only` and the tests read them.

mod names;

use serde_json::Value;

use crate::resource::{Document, Key, ListKey};
pub use names::{OperationName, Service};

/// The operations on one kind; `None` where this build has none.
#[derive(Debug, Clone, Copy)]
pub struct Operations {
    pub list: Option<Operation>,
    pub describe: Option<Operation>,
    pub create: Option<Operation>,
    pub update: Option<Operation>,
    pub delete: Option<Operation>,
}

impl Operations {
    pub const EMPTY: Self = Self { list: None, describe: None, create: None, update: None, delete: None };

    pub const fn write(&self, operation: WriteOperation) -> Option<&Operation> {
        match operation {
            WriteOperation::Create => self.create.as_ref(),
            WriteOperation::Update => self.update.as_ref(),
            WriteOperation::Delete => self.delete.as_ref(),
        }
    }
}

/// The three ways to write a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOperation {
    Create,
    Update,
    Delete,
}

/// One API operation: what its request names and what its answer holds.
#[derive(Debug, Clone, Copy)]
pub struct Operation {
    pub name: OperationName,
    /// The request's members for the ids that lead to the resource, its own last. AWS asks for all of them
    /// or for the innermost ones; an id that it does not ask for has an empty name.
    /// A list and a creation name the parents only; an update names nothing here,
    /// since the document holds the ids.
    pub id_members: &'static [&'static str],
    pub answer: Answer,
    /// The paging of a list; `None` for every other operation.
    pub paging: Option<Paging>,
    /// AWS counts the operation for each user pool apart: at most 5 requests a second.
    pub quota_per_user_pool: bool,
    /// The answer does not name the resource: it is that of the request.
    pub named_by_request: bool,
    /// The part of an id that the request names.
    pub part_of_id: fn(&str) -> &str,
}

/// The place of the resource in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    Resource,
    /// Path of the member that holds the resource.
    Member(&'static str),
    /// The value at a path lists resources; a single one is the row that has its id.
    Rows(&'static str),
    /// A member holds the only resource of the list. AWS answers an empty list with "not found".
    TheOnly(&'static str),
}

/// The paging of a list operation: its token and its page size.
#[derive(Debug, Clone, Copy)]
pub struct Paging {
    /// The member that holds the token of the next page, in requests and in answers.
    pub token_member: &'static str,
    /// The request's member for the size of a page, and the largest size that AWS allows; `None` where AWS
    /// takes no size.
    pub size: Option<(&'static str, u8)>,
}

impl Paging {
    pub const UNSIZED: Self = Self { token_member: "NextToken", size: None };

    /// Pages of at most `size` rows.
    pub const fn of(size: u8) -> Self {
        Self { size: Some(("MaxResults", size)), ..Self::UNSIZED }
    }
}

/// An answer that does not hold what the operation promises.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnreadableAnswer;

impl Operation {
    pub const fn new(name: OperationName, id_members: &'static [&'static str]) -> Self {
        Self {
            name,
            id_members,
            answer: Answer::Resource,
            paging: None,
            quota_per_user_pool: false,
            named_by_request: false,
            part_of_id: |id| id,
        }
    }

    /// The same operation, whose request names only a part of the id.
    pub const fn naming(self, part_of_id: fn(&str) -> &str) -> Self {
        Self { part_of_id, ..self }
    }

    /// The same operation, whose answer holds the resource in a member.
    pub const fn answers(self, member: &'static str) -> Self {
        Self { answer: Answer::Member(member), ..self }
    }

    /// The same operation, whose answer lists resources in a member, page by page.
    pub const fn answers_pages(self, rows: &'static str, paging: Paging) -> Self {
        Self { answer: Answer::Rows(rows), paging: Some(paging), ..self }
    }

    /// The same operation, whose answer lists all resources at a path.
    pub const fn answers_rows(self, rows: &'static str) -> Self {
        Self { answer: Answer::Rows(rows), ..self }
    }

    /// The same operation, whose answer holds the only resource of a list in a member.
    pub const fn answers_the_only(self, member: &'static str) -> Self {
        Self { answer: Answer::TheOnly(member), ..self }
    }

    /// True if "not found" means that the list is empty.
    pub const fn may_find_none(&self) -> bool {
        matches!(self.answer, Answer::TheOnly(_))
    }

    pub const fn quota_per_user_pool(self) -> Self {
        Self { quota_per_user_pool: true, ..self }
    }

    /// The same operation, whose answer does not name the resource.
    pub const fn named_by_request(self) -> Self {
        Self { named_by_request: true, ..self }
    }

    /// The request that names a resource by the ids that lead to it, outermost first.
    pub fn request<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Document {
        let ids: Vec<_> = ids.into_iter().collect();
        let asked = &ids[ids.len().saturating_sub(self.id_members.len())..];
        let named = self.id_members.iter().zip(asked).filter(|(member, _)| !member.is_empty());
        named.map(|(member, id)| ((*member).to_owned(), Value::from((self.part_of_id)(id)))).collect()
    }

    /// The request that reads or deletes a resource. A read that answers rows names their parents.
    pub fn request_for(&self, key: &Key) -> Document {
        match self.answer {
            Answer::Rows(_) | Answer::TheOnly(_) => self.request(key.list().parents()),
            Answer::Resource | Answer::Member(_) => self.request(key.ids()),
        }
    }

    /// The request for one page of a list: the first one, or the one that a token leads to.
    pub fn page_request(&self, list: &ListKey, token: Option<&str>) -> Document {
        let mut request = self.request(list.parents());
        if let Some((member, size)) = self.paging.and_then(|paging| paging.size) {
            request.set(member, Some(Value::from(size)));
        }
        if let (Some(paging), Some(token)) = (self.paging, token) {
            request.set(paging.token_member, Some(Value::from(token)));
        }
        request
    }

    /// The rows of a page, and the token of the next one.
    ///
    /// # Errors
    /// The answer has no list.
    pub fn page(&self, answer: &Document) -> Result<(Vec<Document>, Option<String>), UnreadableAnswer> {
        let rows = match self.answer {
            Answer::Rows(path) => answer.get(path).cloned(),
            Answer::TheOnly(member) => answer.get(member).map(|only| Value::Array(vec![only.clone()])),
            Answer::Resource | Answer::Member(_) => None,
        };
        let Some(Value::Array(rows)) = rows else { return Err(UnreadableAnswer) };
        let token = self.paging.and_then(|paging| answer.text(paging.token_member));
        let next = token.filter(|token| !token.is_empty()).map(str::to_owned);
        Ok((rows.into_iter().filter_map(Document::from_value).collect(), next))
    }

    /// The resource in the answer of a read; `None` where the answer says that there is none.
    ///
    /// # Errors
    /// The answer holds no resource, or another one: what is edited has to be what was asked for.
    pub fn resource(&self, mut answer: Document, key: &Key) -> Result<Option<Document>, UnreadableAnswer> {
        let id_of = |document: &Document| document.text(key.kind.id_path) == Some(key.id.as_str());
        if self.named_by_request {
            // An answer without a member says nothing of the settings, not that none is set.
            let may_be_empty = key.kind.lifecycle.unavailable.is_some();
            if may_be_empty && answer.members().values().all(Value::is_null) {
                return Ok(None);
            }
            answer.set(key.kind.id_path, Some(Value::from(key.id.as_str())));
        }
        let resource = match self.answer {
            Answer::Resource => answer,
            Answer::Member(member) => {
                answer.remove(member).and_then(Document::from_value).ok_or(UnreadableAnswer)?
            }
            Answer::Rows(_) | Answer::TheOnly(_) => {
                return Ok(self.page(&answer)?.0.into_iter().find(id_of));
            }
        };
        match self.answer {
            // A domain that does not exist is answered with an empty description instead of an error.
            Answer::Member(_) if resource.members().is_empty() => Ok(None),
            _ if id_of(&resource) => Ok(Some(resource)),
            _ => Err(UnreadableAnswer),
        }
    }

    /// The resource in the answer of a lookup, which asks for another name than its id.
    ///
    /// # Errors
    /// The answer holds no resource.
    pub fn found(&self, mut answer: Document) -> Result<Document, UnreadableAnswer> {
        match self.answer {
            Answer::Resource => Ok(answer),
            Answer::Member(member) | Answer::Rows(member) | Answer::TheOnly(member) => {
                answer.remove(member).and_then(Document::from_value).ok_or(UnreadableAnswer)
            }
        }
    }

    /// The key and the document of a new resource, of the answer that created it.
    ///
    /// # Errors
    /// The answer does not say which resource was created.
    pub fn created(&self, mut answer: Document, key: Key) -> Result<(Key, Document), UnreadableAnswer> {
        let created = match self.answer {
            Answer::Member(member) if answer.get(member).is_some() => {
                answer.remove(member).and_then(Document::from_value).ok_or(UnreadableAnswer)?
            }
            _ => answer,
        };
        // A resource whose id is its chosen name keeps that id, whatever the answer says.
        if !key.id.is_empty() {
            return Ok((key, created));
        }
        let row = key.list().row(&created).ok_or(UnreadableAnswer)?;
        Ok((row, created))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::{CLIENT, DOMAIN, SECRET, SIGN_UP};

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    #[test]
    fn a_request_names_the_innermost_ids_that_the_operation_asks_for() {
        let secret = Key { kind: &SECRET, parents: vec!["pool".into(), "client".into()], id: "s".into() };
        let request = |operation: Option<Operation>, key: &Key| {
            operation.expect("an operation").request_for(key).into_value()
        };
        let whole = json!({"UserPoolId": "pool", "ClientId": "client", "ClientSecretId": "s"});
        assert_eq!(request(SECRET.operations.delete, &secret), whole);
        let list = json!({"UserPoolId": "pool", "ClientId": "client"});
        assert_eq!(request(SECRET.operations.describe, &secret), list, "it is found in the list");
        let domain = Key::child(&DOMAIN, "pool", "shop");
        assert_eq!(request(DOMAIN.operations.describe, &domain), json!({"Domain": "shop"}));
        let mut sign_up = document(json!({"Username": "ann"}));
        Key { kind: &SIGN_UP, ..secret }.name_parents(&mut sign_up);
        assert_eq!(sign_up.into_value(), json!({"Username": "ann", "ClientId": "client"}));
    }

    #[test]
    fn an_answer_about_another_resource_is_none() {
        let describe = CLIENT.operations.describe.expect("an operation");
        let key = Key::child(&CLIENT, "pool", "abc");
        let answer = |id: &str| document(json!({"UserPoolClient": {"ClientId": id}}));
        assert!(describe.resource(answer("abc"), &key).is_ok_and(|client| client.is_some()));
        assert_eq!(describe.resource(answer("other"), &key), Err(UnreadableAnswer));
        assert_eq!(describe.resource(Document::default(), &key), Err(UnreadableAnswer));
        let domain = DOMAIN.operations.describe.expect("an operation");
        let none = document(json!({"DomainDescription": {}}));
        assert_eq!(domain.resource(none, &Key::child(&DOMAIN, "pool", "shop")), Ok(None));
    }

    #[test]
    fn a_page_goes_on_until_its_token_is_absent_or_empty() {
        let list = CLIENT.operations.list.expect("an operation");
        let token = |value: Value| list.page(&document(value)).map(|(_, token)| token);
        let rows = json!([{"ClientId": "abc"}]);
        assert_eq!(token(json!({"UserPoolClients": rows, "NextToken": "2"})), Ok(Some("2".to_owned())));
        assert_eq!(token(json!({"UserPoolClients": rows, "NextToken": ""})), Ok(None));
        assert_eq!(token(json!({"NextToken": "2"})), Err(UnreadableAnswer));
        let next = list.page_request(&Key::child(&CLIENT, "pool", "").list(), Some("2")).into_value();
        assert_eq!(next, json!({"UserPoolId": "pool", "MaxResults": 60, "NextToken": "2"}));
    }
}
