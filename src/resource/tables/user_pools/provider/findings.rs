//! The findings of identity providers.

use crate::resource::display::value::SOON;
use crate::resource::finding::{Evidence, Need};
use crate::resource::tables::CLIENT;
use crate::resource::tables::user_pools::attributes::{is_privileged, mapped_attributes};
use crate::resource::tables::user_pools::provider::rules::{
    ENDPOINTS, foreign_endpoints, is_oidc, is_saml, usable_until,
};
use crate::resource::{Finding, Fix, Key, ListKey, Severity};

pub(super) const FINDINGS: &[Finding] = &[
    Finding {
        id: "ID1",
        severity: Severity::High,
        path: "ProviderDetails.MetadataFile",
        text: "SAML metadata expired: its signing certificate or its own validity ended, so sign-ins fail.",
        why: "AWS refuses assertions signed with an expired certificate, and every change of the provider.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp.html",
        fix: Fix::Choose("Enter the provider's current metadata, or load it from its URL."),
        needs_companion: false,
        evidence: None,
        applies: |provider, context| {
            context.now > 0 && usable_until(provider).is_some_and(|end| end <= context.now)
        },
    },
    Finding {
        id: "ID1",
        severity: Severity::High,
        path: "ProviderDetails.MetadataFile",
        text: "SAML metadata expires soon: no sign-in works once its certificate or its validity has ended.",
        why: "AWS refuses assertions signed with an expired certificate, and every change of the provider.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-saml-idp.html",
        fix: Fix::Choose("Enter the metadata with the next certificate, or load it from its URL."),
        needs_companion: false,
        evidence: None,
        applies: |provider, context| {
            let soon = context.now + 1..=context.now + SOON;
            context.now > 0 && usable_until(provider).is_some_and(|end| soon.contains(&end))
        },
    },
    Finding {
        id: "ID2",
        severity: Severity::Low,
        path: "ProviderDetails.RequestSigningAlgorithm",
        text: "Weak SAML settings: unsigned requests, unencrypted responses, or sign-in started by the \
            provider.",
        why: "Anyone can forge an unsigned request, and sign-in started by the provider can be replayed.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/\
            cognito-user-pools-SAML-signing-encryption.html",
        fix: Fix::Choose("Sign requests and encrypt responses once the provider supports both."),
        needs_companion: false,
        evidence: None,
        applies: |provider, _| {
            let detail = |name: &str| provider.text(&format!("ProviderDetails.{name}")).unwrap_or_default();
            let loose = detail("RequestSigningAlgorithm").is_empty()
                || detail("EncryptedResponses") != "true"
                || detail("IDPInit") == "true";
            is_saml(provider) && loose
        },
    },
    Finding {
        id: "ID3",
        severity: Severity::Medium,
        path: "ProviderDetails.oidc_issuer",
        text: "Insecure OIDC endpoint: not https.",
        why: "Whoever can change what an endpoint answers decides who is signed in: it must be encrypted.",
        source: "https://openid.net/specs/openid-connect-discovery-1_0.html",
        fix: Fix::Choose("Enter the https addresses of the issuer's discovery document."),
        needs_companion: false,
        evidence: None,
        applies: |provider, _| {
            let plain = |path: &str| {
                provider.text(path).is_some_and(|url| !url.is_empty() && !url.starts_with("https://"))
            };
            is_oidc(provider) && ENDPOINTS.iter().any(|(path, _)| plain(path))
        },
    },
    Finding {
        id: "ID3",
        severity: Severity::Info,
        path: "ProviderDetails.oidc_issuer",
        text: "OIDC endpoint elsewhere: not on the issuer's host, nor where the provider is known to \
            have it.",
        why: "Whoever serves an endpoint decides who is signed in. Some issuers use several hosts.",
        source: "https://openid.net/specs/openid-connect-discovery-1_0.html",
        fix: Fix::Choose("Compare each endpoint with the discovery document of the issuer."),
        needs_companion: false,
        evidence: None,
        applies: |provider, _| foreign_endpoints(provider).is_some(),
    },
    Finding {
        id: "ID4",
        severity: Severity::Medium,
        path: "AttributeMapping",
        text: "Privileged attribute mapped: the provider writes email_verified or an attribute like a role.",
        why: "The provider decides at every sign-in what the application takes for a permission or a proof.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/\
            cognito-user-pools-specifying-attribute-mapping.html",
        fix: Fix::Choose("Remove the mapping, or stop granting access by the attribute."),
        needs_companion: false,
        evidence: None,
        applies: |provider, _| {
            mapped_attributes(provider).any(|name| name == "email_verified" || is_privileged(name))
        },
    },
    Finding {
        id: "ID5",
        severity: Severity::Info,
        path: "ProviderName",
        text: "Provider unused: no app client of the user pool offers it.",
        why: "Nobody can sign in with it, and yet its metadata and its secret have to be looked after.",
        source: "https://docs.aws.amazon.com/cognito/latest/developerguide/\
            cognito-user-pools-identity-federation.html",
        fix: Fix::Elsewhere("Offer it in an app client, or delete it."),
        needs_companion: false,
        evidence: Some(Evidence::new(&[|| &CLIENT], |key, _, _| vec![Need::Documents(clients(key))])),
        applies: |_, context| {
            context.evidence().is_some_and(|(key, known)| {
                let list = clients(key);
                let rows = known.whole_list(&list).unwrap_or_default();
                let documents = rows.iter().filter_map(|row| known.document(&list.row(row)?));
                documents
                    .flat_map(|client| client.texts("SupportedIdentityProviders"))
                    .all(|name| name != key.id)
            })
        },
    },
];

/// The app clients of a provider's user pool.
fn clients(provider: &Key) -> ListKey {
    ListKey { kind: &CLIENT, parents: provider.parents.clone() }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::resource::finding::{Known, findings};
    use crate::resource::tables::PROVIDER;
    use crate::resource::{Document, ValidationContext};

    /// The app clients of a user pool.
    #[derive(Debug)]
    struct Clients(Vec<Document>);

    impl Known for Clients {
        fn document(&self, key: &Key) -> Option<&Document> {
            self.0.iter().find(|client| client.text("ClientId") == Some(key.id.as_str()))
        }

        fn whole_list(&self, _: &ListKey) -> Option<&[Document]> {
            Some(&self.0)
        }
    }

    #[test]
    fn a_provider_is_unused_if_no_app_client_names_it() {
        let key = Key::child(&PROVIDER, "eu-west-1_A", "Google");
        let is_unused = |names: &[Value]| {
            let client = |(at, names): (usize, &Value)| {
                let client = json!({"ClientId": at.to_string(), "SupportedIdentityProviders": names});
                Document::from_value(client).expect("an object")
            };
            let clients = Clients(names.iter().enumerate().map(client).collect());
            let context =
                ValidationContext { key: Some(&key), known: Some(&clients), ..ValidationContext::default() };
            let found = findings(&PROVIDER, &Document::default(), &context);
            found.iter().any(|finding| finding.id == "ID5")
        };
        assert!(is_unused(&[]) && is_unused(&[json!([]), Value::Null, json!(["COGNITO", "google"])]));
        assert!(!is_unused(&[json!(["COGNITO"]), json!(["Google"])]));
    }

    #[derive(Debug)]
    struct Listed(Vec<Document>);
    impl Known for Listed {
        fn document(&self, _: &Key) -> Option<&Document> {
            None
        }
        fn whole_list(&self, _: &ListKey) -> Option<&[Document]> {
            Some(&self.0)
        }
    }

    #[test]
    fn the_check_waits_for_all_app_clients() {
        let key = Key::child(&PROVIDER, "eu-west-1_A", "Google");
        let check = FINDINGS.iter().find(|finding| finding.id == "ID5").expect("ID5");
        let evidence = check.evidence.expect("evidence");
        let row = Document::from_value(json!({"ClientId": "1"})).expect("an object");
        assert!(!evidence.is_known(&key, &Document::default(), &Listed(vec![row])));
        assert!(evidence.is_known(&key, &Document::default(), &Listed(vec![])));
    }
}
