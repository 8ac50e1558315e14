//! The checks of identity providers.

use cognitui::resource::tables::PROVIDER;
use cognitui::saml::SamlMetadata;
use serde_json::{Value, json};

use super::{Case, case};

pub fn cases() -> Vec<Case> {
    let metadata = include_str!("../../../fixtures/okta.xml");
    let end = SamlMetadata::read(metadata).expect("metadata").usable_until().expect("a last day");
    let saml = |details: Value| json!({"ProviderType": "SAML", "ProviderDetails": details});
    let with = || saml(json!({"MetadataFile": metadata}));
    let edges = || [(saml(json!({"MetadataFile": ""})), false), (saml(json!({})), false), (json!({}), false)];
    let none = || saml(json!({"MetadataURL": "https://idp.example/metadata"}));
    let oidc = |keys: &str| json!({"ProviderType": "OIDC", "ProviderDetails": {"oidc_issuer": "https://idp.example", "jwks_uri": keys}});
    let mapping = |mapping: Value| json!({"ProviderType": "OIDC", "AttributeMapping": mapping});
    let strong =
        json!({"RequestSigningAlgorithm": "rsa-sha256", "EncryptedResponses": "true", "IDPInit": "false"});
    let mut initiated = strong.clone();
    initiated["IDPInit"] = json!("true");
    vec![
        case(&PROVIDER, "ID1#saml-metadata-expired", with(), none(), edges()).at(end),
        case(&PROVIDER, "ID1#saml-metadata-expires-soon", with(), none(), edges()).at(end - 1),
        case(
            &PROVIDER,
            "ID2#weak-saml-settings",
            saml(initiated),
            saml(strong),
            [(saml(json!({})), true), (json!({"ProviderType": "OIDC"}), false), (json!({}), false)],
        ),
        case(
            &PROVIDER,
            "ID3#insecure-oidc-endpoint",
            oidc("http://idp.example/keys"),
            oidc("https://idp.example/keys"),
            [(oidc(""), false), (json!({"ProviderType": "OIDC"}), false)],
        ),
        case(
            &PROVIDER,
            "ID3#oidc-endpoint-elsewhere",
            oidc("https://keys.example/"),
            oidc("https://idp.example/keys"),
            [(oidc(""), false), (json!({"ProviderType": "OIDC"}), false)],
        ),
        case(
            &PROVIDER,
            "ID4#privileged-attribute-mapped",
            mapping(json!({"email_verified": "email_verified"})),
            mapping(json!({"email": "email"})),
            [(mapping(json!({})), false), (mapping(Value::Null), false), (json!({}), false)],
        ),
    ]
}
