//! When a setting can be edited, in the words of `CloudFormation`'s resource schemas.

use serde_json::Value;

/// When a setting can be edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    Editable,
    /// Only while it has no value; the text says so.
    SetOnce(&'static str),
    /// Only when the resource is created, and Describe never returns it.
    CreateOnlyWriteOnly,
    /// Only when the resource is created; Describe returns it, and Update refuses it.
    CreateOnly,
    /// At any time, and Describe never returns it.
    WriteOnly,
    /// Never: it identifies the resource, and every update names it.
    Identifier,
    /// Only when the resource is created, whose id it is; every update names it.
    CreateOnlyName,
    /// Never by this update, which sends it back as it is; the text says where it is changed.
    SentBack(&'static str),
    /// Never: Describe returns it, and Update refuses it.
    ReadOnly,
}

impl Access {
    /// Why a setting can't be edited while it has a value; `None` when it can.
    pub(super) fn locked(self, value: Option<&Value>) -> Option<&'static str> {
        match self {
            Self::Editable | Self::CreateOnlyWriteOnly | Self::WriteOnly => None,
            Self::Identifier => Some("can't be changed"),
            Self::ReadOnly => Some("set by AWS"),
            Self::SentBack(reason) => Some(reason),
            Self::SetOnce(reason) => is_set(value).then_some(reason),
            Self::CreateOnlyName | Self::CreateOnly => is_set(value).then_some("can't be changed"),
        }
    }
}

fn is_set(value: Option<&Value>) -> bool {
    value.is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
}
