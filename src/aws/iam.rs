//! IAM's `GetRole`, for the trust policies of the roles that identity pools hand out.
//!
//! It needs no client of its own: the Query protocol is that of STS (`aws/query.rs`), so the client is one of
//! STS with IAM's endpoint, and shares credentials, retries, time-outs, proxies and the guard with the
//! others.

use aws_types::SdkConfig;
use serde_json::Value;

use super::error::Failure;
use super::guard::{Guard, Retries};
use super::query::{QueryOperation, percent_decoded};
use super::{Api, Tell};
use crate::error::AppError;
use crate::resource::tables::identity_pools::role::{LONGEST_SESSION, TRUST_POLICY, role_account, role_name};
use crate::resource::{Document, Key, Operation};

/// A partition of AWS: IAM has one endpoint in each.
#[derive(Debug, PartialEq, Eq)]
pub struct Partition {
    /// What the names of its regions begin with.
    prefix: &'static str,
    /// The region that requests are signed for.
    region: &'static str,
    /// The endpoint, that with FIPS modules, that for IPv6 too (dual stack), and that with both.
    endpoints: [&'static str; 4],
}

/// By botocore's rules of IAM's endpoints and its list of partitions. Where there is no dual stack, the
/// endpoint is the one without.
const PARTITIONS: &[Partition] = &[
    Partition {
        prefix: "cn-",
        region: "cn-north-1",
        endpoints: [
            "https://iam.cn-north-1.amazonaws.com.cn",
            "https://iam-fips.amazonaws.com.cn",
            "https://iam.global.api.amazonwebservices.com.cn",
            "https://iam-fips.api.amazonwebservices.com.cn",
        ],
    },
    Partition {
        prefix: "us-gov-",
        region: "us-gov-west-1",
        endpoints: [
            "https://iam.us-gov.amazonaws.com",
            "https://iam.us-gov.amazonaws.com",
            "https://iam.us-gov.api.aws",
            "https://iam.us-gov.api.aws",
        ],
    },
    Partition {
        prefix: "us-iso-",
        region: "us-iso-east-1",
        endpoints: [
            "https://iam.us-iso-east-1.c2s.ic.gov",
            "https://iam-fips.us-iso-east-1.c2s.ic.gov",
            "https://iam.us-iso-east-1.c2s.ic.gov",
            "https://iam-fips.us-iso-east-1.c2s.ic.gov",
        ],
    },
    Partition {
        prefix: "us-isob-",
        region: "us-isob-east-1",
        endpoints: [
            "https://iam.us-isob-east-1.sc2s.sgov.gov",
            "https://iam-fips.us-isob-east-1.sc2s.sgov.gov",
            "https://iam.us-isob-east-1.sc2s.sgov.gov",
            "https://iam-fips.us-isob-east-1.sc2s.sgov.gov",
        ],
    },
    Partition {
        prefix: "eu-isoe-",
        region: "eu-isoe-west-1",
        endpoints: [
            "https://iam.eu-isoe-west-1.cloud.adc-e.uk",
            "https://iam-fips.cloud.adc-e.uk",
            "https://iam.eu-isoe-west-1.cloud.adc-e.uk",
            "https://iam-fips.cloud.adc-e.uk",
        ],
    },
    Partition {
        prefix: "us-isof-",
        region: "us-isof-south-1",
        endpoints: [
            "https://iam.us-isof-south-1.csp.hci.ic.gov",
            "https://iam-fips.csp.hci.ic.gov",
            "https://iam.us-isof-south-1.csp.hci.ic.gov",
            "https://iam-fips.csp.hci.ic.gov",
        ],
    },
    Partition {
        prefix: "eusc-",
        region: "eusc-de-east-1",
        endpoints: [
            "https://iam.eusc-de-east-1.amazonaws.eu",
            "https://iam-fips.amazonaws.eu",
            "https://iam.eusc-de-east-1.amazonaws.eu",
            "https://iam-fips.amazonaws.eu",
        ],
    },
    Partition {
        prefix: "",
        region: "us-east-1",
        endpoints: [
            "https://iam.amazonaws.com",
            "https://iam-fips.amazonaws.com",
            "https://iam.global.api.aws",
            "https://iam-fips.global.api.aws",
        ],
    },
];

impl Partition {
    /// The partition of a region; that of a region of unknown name is AWS's first one.
    pub fn of(region: &str) -> &'static Self {
        let last = &PARTITIONS[PARTITIONS.len() - 1];
        PARTITIONS.iter().find(|partition| region.starts_with(partition.prefix)).unwrap_or(last)
    }

    pub const fn endpoint(&self, is_fips: bool, is_dual_stack: bool) -> &'static str {
        let [plain, fips, dual, both] = self.endpoints;
        match (is_fips, is_dual_stack) {
            (false, false) => plain,
            (true, false) => fips,
            (false, true) => dual,
            (true, true) => both,
        }
    }

    /// How an operation of IAM is sent and signed.
    pub const fn query(&self, operation: &'static str) -> QueryOperation {
        QueryOperation {
            name: operation,
            service: "IAM",
            version: "2010-05-08",
            signing_name: "iam",
            signing_region: self.region,
        }
    }
}

/// The client that sends IAM's operations to an endpoint.
pub fn client(config: &SdkConfig, endpoint: &str, guard: &Guard, unsigned: bool) -> aws_sdk_sts::Client {
    let mut builder = aws_sdk_sts::config::Builder::from(config)
        .endpoint_url(endpoint)
        // The rules of STS take no endpoint beside these; the choice among IAM's is made already.
        .use_fips(false)
        .use_dual_stack(false)
        .retry_classifier(Retries { write: false })
        .interceptor(guard.clone());
    if unsigned {
        builder = builder.allow_no_auth();
    }
    aws_sdk_sts::Client::from_conf(builder.build())
}

/// The error by which IAM says that there is no such role.
const NO_SUCH_ROLE: &str = "NoSuchEntity";

impl Api {
    /// Reads a role by its name, which says nothing of its account: the answer has to be about the very role.
    /// `None` if the account has no role with this ARN.
    pub(super) async fn role(
        &self,
        operation: &Operation,
        key: &Key,
        tell: Tell,
    ) -> Result<Option<Document>, AppError> {
        let doing = format!("load the {} {}", key.kind.name, role_name(&key.id));
        let (own, known) = (role_account(&key.id), self.guard.account());
        let is_foreign = |account: &str| account != own;
        if known.as_deref().is_some_and(is_foreign) {
            return Err(other_account(&doing, own));
        }
        let answer = match self.read(operation, operation.request_for(key), tell).await {
            Err(failure) if failure.is(NO_SUCH_ROLE) => None,
            answer => {
                let role = answer.and_then(|answer| role(answer).ok_or_else(Failure::unreadable));
                Some(role.map_err(|failure| self.app_error(failure, &doing, operation))?)
            }
        };
        let arn = answer.as_ref().and_then(|role| role.text(key.kind.id_path));
        if arn == Some(&key.id) {
            return Ok(answer);
        }
        match arn.map(|arn| role_account(arn).to_owned()).or(known) {
            Some(account) if is_foreign(&account) => Err(other_account(&doing, own)),
            Some(_) => Ok(None),
            None => Err(AppError::new(format!(
                "Can't {doing}: it may belong to another account, because that of the credentials is unknown"
            ))),
        }
    }
}

fn other_account(doing: &str, account: &str) -> AppError {
    AppError::new(format!("Can't {doing}: it belongs to the account {account}"))
        .hint("Only the credentials of that account can read the role.")
}

/// The role of an answer, with its trust policy decoded.
fn role(mut answer: Document) -> Option<Document> {
    let mut role = answer.remove("Role").and_then(Document::from_value)?;
    let text = percent_decoded(role.text(TRUST_POLICY)?)?;
    let policy: Value = serde_json::from_str(&text).ok()?;
    role.set(TRUST_POLICY, Some(policy).filter(Value::is_object));
    role.get(TRUST_POLICY)?;
    role.text("Arn")?;
    // In XML a number is a text.
    if let Some(seconds) = role.text(LONGEST_SESSION).and_then(|text| text.parse::<u32>().ok()) {
        role.set(LONGEST_SESSION, Some(Value::from(seconds)));
    }
    Some(role)
}

#[cfg(test)]
mod tests;
