//! The messages between the parts: [`Event`]s come in, [`Effect`]s go out.

mod context;
mod pointer;

use std::time::Duration;

use crate::error::AppError;
use crate::history::{DraftOrder, HistoryLine};
use crate::key::KeyPress;
use crate::resource::{Document, Key, ListKey, Listing, Service, WriteOperation};
use crate::secret::Secret;

pub use crate::config::NewException;
pub use context::{ContextChoice, ContextId, Contexts, ProfileKind, ProfileSummary, Region, is_region};
pub use pointer::{Area, Drawn, MouseAction, MousePress, Spot};

/// The time between two [`Call::Prefetch`]es of one list. AWS allows 5 requests per second for one operation
/// in one user pool; these are fewer than 4, whatever the network does to their spacing.
pub const PREFETCH_INTERVAL: Duration = Duration::from_millis(270);

/// A fact from outside of `app`.
#[derive(Debug)]
pub enum Event {
    Key(KeyPress),
    Mouse(MousePress),
    /// The terminal has told its background.
    Background {
        red: u8,
        green: u8,
        blue: u8,
    },
    /// The terminal pasted a text of one or more lines.
    Paste(String),
    /// A paste was dropped.
    NoPaste(PasteFault),
    /// The terminal has a new size, in cells.
    Resize {
        width: u16,
        height: u16,
    },
    /// A request makes progress and is still under way.
    Progress(RequestId, Progress),
    /// A request ended; no further event comes from it.
    Reply(RequestId, Result<Reply, AppError>),
    /// The AWS configuration was read: requests of this context go to this connection from now on.
    Connected(ContextId, Connection),
    /// The interval of the spinner passed while requests are under way.
    Tick,
    /// The time between two refreshes by the clock has passed.
    Refresh,
    /// The files of a sign-in have changed, while [`Effect::WatchSignIn`] was in force.
    SignInChanged(ContextId),
    /// No key came for as long as [`Effect::Rest`] waits.
    Rested,
    /// A signal asks the program to stop until it is continued (SIGTSTP).
    Stop,
    /// The program goes on after a stop (SIGCONT). Others may have used the terminal meanwhile.
    Continued,
    /// A text can't be put on the clipboard, which is sure.
    NotCopied(Secret<String>, NotCopied),
    /// The program can't be suspended: no shell would continue it.
    NoShell,
    /// The edits of a form can't be kept as a draft.
    DraftFailed(AppError),
    /// A signal asks the program to end, or its terminal is gone.
    Shutdown,
}

/// The reason why a paste was dropped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasteFault {
    /// It had no end, so it may have lost more than that.
    Unfinished,
    /// It is longer than the bound.
    TooLong,
}

impl PasteFault {
    pub const fn words(self) -> &'static str {
        match self {
            Self::Unfinished => "Nothing was pasted: the end of the pasted text never came.",
            Self::TooLong => "Nothing was pasted: the text is longer than 8 MB.",
        }
    }
}

/// Why a text can't be put on the clipboard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotCopied {
    NoClipboard,
    TooLong,
}

impl NotCopied {
    pub const fn words(self) -> &'static str {
        match self {
            Self::NoClipboard => "This terminal has no clipboard for programs.",
            Self::TooLong => "Terminals take at most 75 kB for the clipboard, and this is longer.",
        }
    }
}

/// The lines of a dialog that the last frame had no room for: scrolled away above, and hidden below.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ScrollMetrics {
    pub above: usize,
    pub below: usize,
}

/// An order to the world outside of `app`.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Make a call; its progress and its reply have the id.
    Call(RequestId, Call),
    /// Make the calls that follow in this context: with its profile and its region.
    UseContext(ContextId, ContextChoice),
    /// Tell with [`Event::SignInChanged`] once somebody has signed in for a context, or changed the shared
    /// files; `None` stops that. A later order replaces this one.
    WatchSignIn(Option<ContextId>),
    /// Offer this context first the next time.
    Remember(ContextChoice),
    /// Stop a call; no further event comes from it.
    Cancel(RequestId),
    /// Keep the edits of a form as a draft, within a second, or throw a draft away.
    Draft(DraftOrder),
    /// Put a text on the user's clipboard. The text may be a secret, so its Debug output is masked.
    Copy(Secret<String>),
    /// Tell with [`Event::Rested`] once no other row was chosen for a moment; a later order replaces this
    /// one.
    Rest,
    /// Ask for the suspension of the program and of those that the shell started with it, as the terminal
    /// does for Ctrl-Z. The signal comes back as [`Event::Stop`].
    Suspend,
    /// Give the terminal back, and stop until somebody continues the program.
    Stop,
    /// Take the terminal over again, and draw the whole screen.
    Redraw,
    /// End the program, and give the terminal back.
    Quit,
}

/// Id of one request, unique while the program runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// A request to AWS, to a web server, or to the files of this machine.
#[derive(Debug, Clone, PartialEq)]
pub enum Call {
    WhoAmI,
    /// Read a list; every page arrives as [`Progress::Page`].
    List(ListKey, Pages),
    Describe(Key),
    /// Read one resource for its row, at a low rate: browsing must not spend the request quota of production.
    Prefetch(Key),
    /// Read one resource, or one page of a list, for the scan of all pools: all of these together are sent as
    /// rarely as the prefetches of one list.
    Scan(Box<Call>),
    Write(Box<WriteRequest>),
    /// Read one resource after a delay, because its status is transient.
    DescribeAfter(Key, Duration),
    /// Find a list's resource by another name.
    Lookup(ListKey, String),
    /// Fetch a public document over https, without credentials.
    Fetch(Secret<String>),
    /// List the entries of a folder; the empty path and `~` mean what they mean in a shell.
    Folder(Secret<String>),
    /// Read a file of this machine.
    File(FileFormat, Secret<String>),
    /// Write a text file of this machine that only its owner can read.
    Save(SaveFile),
    /// Write an exception from a finding into the configuration file, whose new text is the reply.
    AddException {
        file: Secret<String>,
        exception: Box<NewException>,
    },
    /// Let the user edit a text in an editor, which has the terminal for as long as it runs.
    Edit(Secret<String>),
    /// List the profiles and regions of this machine.
    Contexts,
    /// Assume the roles that need the code of an MFA device.
    SignIn(Secret<String>),
    /// Add a line to the history, and sync it to the disk.
    Record(HistoryLine),
}

/// What is in a file to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// A text, up to 1 MiB.
    Text,
    /// An exported resource, whose images may make it larger: up to 4 MiB.
    Json,
    /// Any bytes, up to 1 MiB. The reply has them in base64.
    Binary,
}

/// A file to write.
#[derive(Debug, Clone, PartialEq)]
pub struct SaveFile {
    /// As the user typed it.
    pub path: Secret<String>,
    pub text: Secret<String>,
    /// A file of this name is replaced; otherwise it is left alone.
    pub replaces: bool,
}

/// A write, with everything that the history records before the write is sent.
#[derive(Clone, PartialEq)]
pub struct WriteRequest {
    pub operation: WriteOperation,
    /// The resource; the id is empty if AWS assigns it on create.
    pub key: Key,
    /// The resource's name, as the user knows it.
    pub name: String,
    /// The document that the change starts from; empty for a create.
    pub before: Document,
    pub body: Document,
}

/// Prints neither the name nor the documents, because effects are logged.
impl std::fmt::Debug for WriteRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WriteRequest({:?} {:?}, {:?})", self.operation, self.key, self.body)
    }
}

/// The part of a list to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Pages {
    /// All pages, one after the other.
    All,
    /// One page: the first one, or the one for the previous page's token.
    One(Option<String>),
}

/// A report about a request under way.
#[derive(Debug)]
pub enum Progress {
    /// The next rows of a list, in order.
    Page(Vec<Document>),
    /// An attempt failed, and another one follows.
    Retrying {
        /// Number of the next attempt; the first one is 1.
        attempt: u32,
        /// The reason in a few words: "throttled by AWS".
        reason: &'static str,
    },
    /// So many lines of the history can't be read, and are left out.
    Skipped(usize),
    /// AWS answered a write under this request id; the reply follows.
    Answered(String),
}

/// A file or folder inside a folder.
#[derive(Clone, PartialEq, Eq)]
pub struct FolderEntry {
    pub name: String,
    pub is_folder: bool,
}

/// Prints nothing of the name: no log tells about the files of this machine.
impl std::fmt::Debug for FolderEntry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.is_folder { "a folder" } else { "a file" })
    }
}

/// The result of a successful request.
#[derive(Debug)]
pub enum Reply {
    Caller(Caller),
    /// The list was read to its end, or to the page for this token.
    Listed(Option<String>),
    /// The current resource; `None` if AWS answers that there is none without an error.
    Document(Option<Document>),
    /// The new resource's key, and the document in AWS's answer. AWS never returns some of its members again.
    Created(Key, Document),
    /// The update or the delete was accepted.
    Accepted,
    /// The whole path of a folder, and its entries.
    Folder(String, Vec<FolderEntry>),
    Contexts(Box<Contexts>),
    /// The code was accepted, and the roles are assumed.
    SignedIn,
    /// The line is in the history.
    Recorded,
    /// The file is written.
    Saved,
    /// There is a file of this name, which was left alone.
    FileExists,
    /// The text of a file, a web document or an editor; it may be a secret.
    Text(Secret<String>),
}

/// The whole answer to a call: the rows of a list's pages, and the reply.
#[derive(Debug)]
pub struct Fetched {
    pub rows: Vec<Document>,
    pub reply: Reply,
}

/// The owner of the credentials, by STS `GetCallerIdentity`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// Id of the account: 12 digits.
    pub account: String,
    pub arn: String,
}

impl Call {
    /// The same call, paced where many reads at once would spend the request quota of production.
    pub fn paced(self) -> Self {
        match self {
            Self::Describe(key) if key.kind.listing == Listing::VisibleRowsDescribed => Self::Prefetch(key),
            call => call,
        }
    }
}

impl Caller {
    /// The user or role without the account: "user/ann", "assumed-role/Admin/ann".
    pub fn name(&self) -> &str {
        self.arn.splitn(6, ':').nth(5).unwrap_or(&self.arn)
    }
}

/// The destination of requests, and the profile in use.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Connection {
    /// The region that requests are signed for.
    pub region: Option<String>,
    /// The named profile, if any, that the configuration was read from.
    pub profile: Option<String>,
    /// True if the environment has the credentials, which then count before those of the profile.
    pub environment_credentials: bool,
    /// The command that signs in again, where the credentials come from a sign-in.
    pub sign_in: Option<String>,
    /// Endpoint for user pools, if it is not AWS's.
    pub user_pools: Option<String>,
    /// Endpoint for identity pools, if it is not AWS's.
    pub identity_pools: Option<String>,
    /// Endpoint for IAM, if it is not AWS's.
    pub iam: Option<String>,
    /// The proxy that requests for user pools go through, if any.
    pub user_pools_proxy: Option<String>,
    /// The proxy that requests for identity pools go through, if any.
    pub identity_pools_proxy: Option<String>,
    /// The proxy that requests for IAM go through, if any.
    pub iam_proxy: Option<String>,
    /// Endpoint for STS, if it is not AWS's.
    pub sts: Option<String>,
    /// The proxy that requests to STS go through, if any.
    pub sts_proxy: Option<String>,
}

impl Connection {
    /// The profile to name for the same credentials elsewhere: none while those of the environment count.
    pub fn chosen_profile(&self) -> Option<String> {
        self.profile.clone().filter(|_| !self.environment_credentials)
    }

    /// The profile in words, and whether the keys are those of the environment instead of its own.
    pub fn profile_in_words(&self) -> Option<String> {
        let profile = self.profile.as_ref()?;
        Some(if self.environment_credentials {
            format!("{profile} with environment keys")
        } else {
            profile.clone()
        })
    }

    /// The proxy that the requests of a service go through, if any.
    pub fn proxy(&self, service: Service) -> Option<&str> {
        match service {
            Service::UserPools => self.user_pools_proxy.as_deref(),
            Service::IdentityPools => self.identity_pools_proxy.as_deref(),
            Service::Iam => self.iam_proxy.as_deref(),
        }
    }

    /// The endpoint for a service, if it is not AWS's.
    pub fn endpoint(&self, service: Service) -> Option<&str> {
        match service {
            Service::UserPools => self.user_pools.as_deref(),
            Service::IdentityPools => self.identity_pools.as_deref(),
            Service::Iam => self.iam.as_deref(),
        }
    }
}
