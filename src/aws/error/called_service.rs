//! The service that a request is for, in the words of an error.

use crate::message::Connection;
use crate::resource::Service;

/// A service that this program calls: one with resources, or STS, which assumes roles and knows the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CalledService {
    Of(Service),
    Sts,
}

impl From<Service> for CalledService {
    fn from(service: Service) -> Self {
        Self::Of(service)
    }
}

impl CalledService {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Of(service) => service.title(),
            Self::Sts => "STS",
        }
    }

    /// The service prefix of IAM permissions.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Of(service) => service.prefix(),
            Self::Sts => "sts",
        }
    }

    /// The endpoint, if it is not AWS's.
    pub fn endpoint(self, connection: &Connection) -> Option<&str> {
        match self {
            Self::Of(service) => connection.endpoint(service),
            Self::Sts => connection.sts.as_deref(),
        }
    }

    /// The proxy that the requests go through, if any.
    pub fn proxy(self, connection: &Connection) -> Option<&str> {
        match self {
            Self::Of(service) => connection.proxy(service),
            Self::Sts => connection.sts_proxy.as_deref(),
        }
    }
}
