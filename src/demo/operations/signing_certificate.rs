//! The certificate of user pools for SAML, in base64 as AWS answers it. All pools have the same one here.

use serde_json::{Value, json};

use crate::demo::error::ServiceError;
use crate::demo::members::Members;
use crate::demo::store::Store;

const CERTIFICATE: &str = include_str!("../../../assets/signing-certificate.b64");

pub(super) fn get(store: &mut Store, request: &Members) -> Result<Value, ServiceError> {
    store.find_user_pool(request)?;
    Ok(json!({"Certificate": CERTIFICATE.trim_end()}))
}
