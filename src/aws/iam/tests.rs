//! The requests that leave for IAM, and what becomes of its answers.

use std::sync::{Arc, Mutex};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use serde_json::json;

use super::*;
use crate::aws::Settings;
use crate::aws::connect::connect_through;
use crate::error::ErrorKind;
use crate::message::{Call, Reply};
use crate::resource::tables::ROLE;

const ARN: &str = "arn:aws:iam::123456789012:role/app/users";
const POLICY: &str = r#"{"Statement":[{"Effect":"Allow","Action":"sts:AssumeRoleWithWebIdentity"}]}"#;

/// An HTTP client that gives the same answer each time, and notes the requests.
#[derive(Debug, Clone)]
struct Answering {
    status: u16,
    body: String,
    /// The address, the signature and the body of each request.
    asked: Arc<Mutex<Vec<[String; 3]>>>,
}

impl HttpConnector for Answering {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let signature = request.headers().get("authorization").unwrap_or_default().to_owned();
        let body = String::from_utf8_lossy(request.body().bytes().unwrap_or_default()).into_owned();
        let asked = [request.uri().to_owned(), signature, body];
        self.asked.lock().expect("a lock").push(asked);
        let status = StatusCode::try_from(self.status).expect("a status");
        HttpConnectorFuture::ready(Ok(HttpResponse::new(status, SdkBody::from(self.body.clone()))))
    }
}

impl HttpClient for Answering {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(self.clone())
    }
}

impl Answering {
    fn with(status: u16, body: &str) -> Self {
        Self { status, body: body.to_owned(), asked: Arc::default() }
    }

    fn role(arn: &str, policy: &str) -> Self {
        let policy = policy.bytes().map(|byte| format!("%{byte:02X}")).collect::<Vec<_>>().concat();
        Self::with(
            200,
            &format!(
                "<GetRoleResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetRoleResult><Role>\
                 <Path>/app/</Path><AssumeRolePolicyDocument>{policy}</AssumeRolePolicyDocument>\
                 <RoleName>users</RoleName><Arn>{arn}</Arn>\
                 <MaxSessionDuration>3600</MaxSessionDuration></Role></GetRoleResult></GetRoleResponse>"
            ),
        )
    }

    fn refusing(status: u16, code: &str, message: &str) -> Self {
        Self::with(
            status,
            &format!(
                "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type>\
                 <Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
            ),
        )
    }

    /// What becomes of the role in a region, where the credentials are of an account.
    async fn read(&self, region: &str, account: Option<&str>) -> Result<Option<Document>, AppError> {
        let settings = Settings {
            region: Some(region.to_owned()),
            endpoint_url: None,
            ..Settings::isolated(String::new())
        };
        let api = connect_through(&settings, SharedHttpClient::new(self.clone())).expect("a connection");
        if let Some(account) = account {
            api.guard.identified(account);
        }
        match api.call(Call::Describe(Key::top(&ROLE, ARN)), Arc::new(|_| ())).await? {
            Reply::Document(document) => Ok(document),
            reply => panic!("{reply:?}"),
        }
    }

    fn asked(&self) -> Vec<[String; 3]> {
        self.asked.lock().expect("a lock").clone()
    }
}

#[tokio::test(start_paused = true)]
async fn a_role_is_asked_for_by_its_name_at_the_endpoint_of_the_partition_signed_for_iam() {
    for (region, endpoint, signed_for) in [
        ("eu-west-1", "https://iam.amazonaws.com/", "us-east-1"),
        ("cn-northwest-1", "https://iam.cn-north-1.amazonaws.com.cn/", "cn-north-1"),
        ("us-gov-east-1", "https://iam.us-gov.amazonaws.com/", "us-gov-west-1"),
        ("eusc-de-east-1", "https://iam.eusc-de-east-1.amazonaws.eu/", "eusc-de-east-1"),
        ("local", "https://iam.amazonaws.com/", "us-east-1"),
    ] {
        let iam = Answering::role(ARN, POLICY);
        let role = iam.read(region, Some("123456789012")).await.expect("an answer").expect("a role");
        assert_eq!(
            role.get("AssumeRolePolicyDocument.Statement").map(|it| it[0]["Effect"].clone()),
            Some(json!("Allow"))
        );
        assert_eq!((role.text("RoleName"), role.text("Path")), (Some("users"), Some("/app/")));
        assert_eq!(role.get("MaxSessionDuration"), Some(&json!(3600)));
        let [uri, signature, body] = iam.asked().pop().expect("a request");
        assert_eq!(uri, endpoint);
        assert!(signature.contains(&format!("/{signed_for}/iam/aws4_request")), "{signature}");
        assert_eq!(body, "Action=GetRole&Version=2010-05-08&RoleName=users");
    }
}

#[tokio::test(start_paused = true)]
async fn only_the_account_of_the_role_can_say_that_it_does_not_exist() {
    let gone = Answering::refusing(404, "NoSuchEntity", "The role with name users cannot be found.");
    assert_eq!(gone.read("eu-west-1", Some("123456789012")).await, Ok(None));
    let unknown = gone.read("eu-west-1", None).await.expect_err("an account that is not known");
    assert!(unknown.why().starts_with("it may belong to another account"), "{unknown:?}");
    let other = gone.read("eu-west-1", Some("999999999999")).await.expect_err("another account");
    assert_eq!(other.why(), "it belongs to the account 123456789012");
    assert_eq!(gone.asked().len(), 2, "nothing is asked about the role of another account");
    // The account has a role of the same name below another path, or is another one.
    let moved = Answering::role("arn:aws:iam::123456789012:role/users", POLICY);
    assert_eq!(moved.read("eu-west-1", None).await, Ok(None));
    let foreign = Answering::role("arn:aws:iam::999999999999:role/app/users", POLICY);
    let foreign = foreign.read("eu-west-1", None).await.expect_err("another account");
    assert_eq!(foreign.why(), "it belongs to the account 123456789012");
}

#[tokio::test(start_paused = true)]
async fn a_refusal_names_the_permission_and_what_can_not_be_read_is_no_role() {
    let message =
        "User: arn:aws:iam::1:user/ann is not authorized to perform: iam:GetRole on resource: role users";
    let denied = Answering::refusing(403, "AccessDenied", message);
    let error = denied.read("eu-west-1", Some("123456789012")).await.expect_err("a refusal");
    assert_eq!(error.summary, "Can't load the IAM role users: access denied");
    assert_eq!(error.hint.as_deref(), Some("The credentials need the permission iam:GetRole."));
    assert_eq!(denied.asked().len(), 1, "a refusal is not tried again");
    for policy in ["", "null", "[]", "not JSON", "%FF"] {
        let role = Answering::role(ARN, policy);
        let error = role.read("eu-west-1", Some("123456789012")).await.expect_err("an unreadable policy");
        assert_eq!((error.kind, error.why()), (ErrorKind::Unknown, "the response was lost or can't be read"));
    }
    let page = Answering::with(200, "<html><body>Sign in first</body></html>");
    let error = page.read("eu-west-1", Some("123456789012")).await.expect_err("another answer");
    assert_eq!(error.why(), "the response (HTTP 200) is not from IAM");
}

#[tokio::test(start_paused = true)]
async fn throttling_by_iam_is_waited_out() {
    let busy = Answering::refusing(400, "Throttling", "Rate exceeded");
    let error = busy.read("eu-west-1", Some("123456789012")).await.expect_err("a refusal");
    assert_eq!(error.kind, ErrorKind::Throttled);
    assert!(busy.asked().len() > 1);
}

#[test]
fn fips_and_dual_stack_have_endpoints_of_their_own_in_each_partition() {
    let endpoint = |region: &str, fips: bool, dual: bool| Partition::of(region).endpoint(fips, dual);
    assert_eq!(endpoint("us-west-2", true, false), "https://iam-fips.amazonaws.com");
    assert_eq!(endpoint("us-west-2", false, true), "https://iam.global.api.aws");
    assert_eq!(endpoint("us-gov-west-1", true, false), "https://iam.us-gov.amazonaws.com");
    assert_eq!(endpoint("us-isob-east-1", false, false), "https://iam.us-isob-east-1.sc2s.sgov.gov");
}
