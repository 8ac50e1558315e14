//! The whole vocabulary between the parts: facts come in as [`Event`], orders go out as [`Effect`].

use std::time::Duration;

use crate::error::AppError;
use crate::key::KeyPress;
use crate::resource::{Document, Key, ListKey, Service, WriteOperation};
use crate::secret::Secret;

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(KeyPress),
    /// Text was pasted, possibly of several lines.
    Paste(String),
    /// The terminal has this size now, in cells.
    Resize {
        /// Its width.
        width: u16,
        /// Its height.
        height: u16,
    },
    /// A request moved on and is still under way.
    Progress(RequestId, Progress),
    /// A request ended; nothing more comes of it.
    Reply(RequestId, Result<Reply, AppError>),
    /// The AWS configuration was read: where requests go from now on.
    Connected(Connection),
    /// A moment passed while requests are under way.
    Tick,
    /// The program is asked to end by a signal, or its terminal is gone.
    Shutdown,
}

/// How much of a dialog that may be longer than its box a frame had room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drawn {
    /// How many lines are scrolled away above.
    pub above: usize,
    /// How many lines are further down.
    pub below: usize,
}

/// Something to be done outside of `app`.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make a call; its progress and its reply carry the id.
    Call(RequestId, Call),
    /// Stop a call; nothing more comes of it.
    Cancel(RequestId),
    /// Put a text on the clipboard of the user's own machine. It may be a secret, so it prints as one.
    Copy(Secret<String>),
    /// End the program.
    Quit,
}

/// Names one request for as long as the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// An order to AWS, or to what else lies outside of the program.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    /// Ask who the credentials belong to (STS `GetCallerIdentity`).
    WhoAmI,
    /// Read a list; every page comes as [`Progress::Page`].
    List(ListKey, Pages),
    /// Read one resource.
    Describe(Key),
    /// Read one resource for its row, in its turn: looking at a list must not spend what production lives on.
    Prefetch(Key),
    /// Create, update or delete one resource.
    Write(Box<WriteRequest>),
    /// Read one resource after a while: it is on its way from one state to another.
    DescribeAfter(Key, Duration),
    /// Find the resource of a list that another name leads to.
    Lookup(ListKey, String),
    /// Fetch a public document, over https and without credentials.
    Fetch(Secret<String>),
    /// List what lies in a folder of this machine; nothing and `~` stand for the folders they do in a shell.
    Folder(Secret<String>),
    /// Read a text file of this machine.
    File(Secret<String>),
}

/// A write, with all that a record of it needs before it goes out.
#[derive(Clone, PartialEq)]
pub struct WriteRequest {
    /// What is done to the resource.
    pub operation: WriteOperation,
    /// The resource; its id is empty where AWS gives it one when it is created.
    pub key: Key,
    /// The name that the user knows the resource by.
    pub name: String,
    /// The document that the change starts from; empty for a creation.
    pub before: Document,
    /// The body of the request.
    pub body: Document,
}

/// Prints neither the name nor what the documents hold: effects are logged.
impl std::fmt::Debug for WriteRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WriteRequest({:?} {:?}, {:?})", self.operation, self.key, self.body)
    }
}

/// How much of a list to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pages {
    /// All of it.
    All,
    /// One page: the first one, or the one that a token of the page before leads to.
    One(Option<String>),
}

/// What a request tells while it is under way.
#[derive(Debug)]
pub enum Progress {
    /// Some more rows of a list, in order.
    Page(Vec<Document>),
    /// An attempt failed and another one follows.
    Retrying {
        /// Which attempt follows; the first one of all is 1.
        attempt: u32,
        /// Why, in a word or two: "throttled by AWS".
        reason: &'static str,
    },
}

/// Something in a folder.
#[derive(Clone, PartialEq, Eq)]
pub struct FolderEntry {
    /// Its name.
    pub name: String,
    /// Whether it is a folder.
    pub is_folder: bool,
}

/// Prints nothing of the name: what lies on this machine is in no log.
impl std::fmt::Debug for FolderEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_folder { "a folder" } else { "a file" })
    }
}

/// How a request ended well.
#[derive(Debug)]
pub enum Reply {
    /// Who the credentials belong to.
    Caller(Caller),
    /// The list was read, to its end or to the page that this token leads to.
    Listed(Option<String>),
    /// A resource as it is now; `None` when AWS answered that there is none without calling it an error.
    Document(Option<Document>),
    /// The resource was made: its key, and what the answer said of it. Some of that is never told again.
    Created(Key, Document),
    /// The write, or the removal, was accepted.
    Accepted,
    /// What lies in a folder.
    Folder(Vec<FolderEntry>),
    /// What a file or an address holds; it may be a secret.
    Text(Secret<String>),
}

/// Who the credentials belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The account's id, 12 digits.
    pub account: String,
    /// The ARN of the user or role.
    pub arn: String,
}

impl Caller {
    /// The user or role without the account: "user/ann", "assumed-role/Admin/ann".
    pub fn name(&self) -> &str {
        self.arn.splitn(6, ':').nth(5).unwrap_or(&self.arn)
    }
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Connection {
    /// The region they are signed for.
    pub region: Option<String>,
    /// The profile that the configuration was read from, where one was named.
    pub profile: Option<String>,
    /// The address that requests about user pools go to instead of AWS.
    pub user_pools: Option<String>,
    /// The address that requests about identity pools go to instead of AWS.
    pub identity_pools: Option<String>,
}

impl Connection {
    /// The address that requests to a service go to instead of AWS.
    pub fn endpoint(&self, service: Service) -> Option<&str> {
        match service {
            Service::UserPools => self.user_pools.as_deref(),
            Service::IdentityPools => self.identity_pools.as_deref(),
        }
    }
}
