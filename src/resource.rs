//! Resources: documents as AWS sent them, the kinds they are of, and the keys that name them.
//!
//! Nothing here knows the SDK, the screen or the network. Views, forms, rules, differences and requests work
//! on documents and on the tables of their kinds; a new setting is one row of a table.

pub mod check;
pub mod cli_command;
pub mod diff;
pub mod display;
pub mod document;
pub mod edit;
pub mod edit_text;
pub mod export;
pub mod fact;
pub mod field;
pub mod finding;
pub mod json_file;
pub mod key;
pub mod kind;
pub mod members;
pub mod redirect;
pub mod reference;
pub mod request;
pub mod skeleton;
pub mod tables;
pub mod urls;
pub mod verdict;

pub use crate::resource::diff::merge::{Merge, MergedSetting, Side, Touched};
pub use crate::resource::diff::settings::setting_changes;
pub use crate::resource::diff::{Change, changes};
pub use crate::resource::document::Document;
pub use crate::resource::fact::{DisplayValue, Fact};
pub use crate::resource::field::{
    Access, Field, FieldKind, ListSuggestions, ResourceSuggestions, Rule, Suggestions,
};
pub use crate::resource::finding::{Finding, Fix, Risk, Severity};
pub use crate::resource::key::{Key, ListKey};
pub use crate::resource::kind::actions::{Actions, FetchedDocument, LookupKey, ToggleAction};
pub use crate::resource::kind::checks::{Checks, CrossFieldRule, NamedRows, RowsExtent, ValidationContext};
pub use crate::resource::kind::creation::{
    Creation, FollowUp, GrantedList, Grants, Offer, RequestList, ResourceType,
};
pub use crate::resource::kind::deletion::{Deletion, Dependent};
pub use crate::resource::kind::layout::{Column, ListNote, Listing, Rank, Shows, TabLayout};
pub use crate::resource::kind::operations::{
    Operation, OperationName, Operations, Paging, Service, UnreadableAnswer, WriteOperation,
};
pub use crate::resource::kind::related::{Companion, NameList, Referrers, Related, SecondDocument};
pub use crate::resource::kind::status::{Lifecycle, TransientStatus, Unavailable};
pub use crate::resource::kind::update::{Consequence, MergedList, UpdateRules};
pub use crate::resource::kind::{Kind, KindId};
pub use crate::resource::reference::{Reference, Relation};
pub use crate::resource::request::{create_request, update_request};
pub use crate::resource::verdict::Verdict;
