//! The details of SAML providers, and the facts in their metadata.

use crate::resource::Document;
use crate::resource::Fact;
use crate::resource::display::value::{ABSENT, DisplayValue, day};
use crate::resource::field::{Field, FieldKind, Suggestions};
use crate::resource::tables::user_pools::provider::details::{GROUP, TEXT, https};
use crate::resource::tables::user_pools::provider::is_of_type;
use crate::saml::{NEVER, SamlBinding, SamlMetadata};

const TRUTH: FieldKind = FieldKind::Choice(&["true", "false"]);

pub(crate) const SAML: &[Field] = &[
    Field::new("ProviderDetails.MetadataURL", "Metadata URL", GROUP, FieldKind::Text)
        .rule(TEXT.also(https))
        .when_absent("none")
        .suggestions(Suggestions::Fetch)
        .help("Where the provider publishes its metadata, for AWS to reread.")
        .visible_if(is_saml),
    Field::new("ProviderDetails.MetadataFile", "Metadata", GROUP, FieldKind::LongText)
        .rule(TEXT.also(|text| SamlMetadata::read(text).map(|_| ())))
        .when_absent("none: Cognito reads it from the URL")
        .suggestions(Suggestions::File(|text| SamlMetadata::read(text).map(|_| text.to_owned())))
        .facts(metadata_facts)
        .help("The metadata as XML: paste it, or read a file.")
        .visible_if(is_saml),
    Field::new(
        "ProviderDetails.RequestSigningAlgorithm",
        "Sign requests",
        GROUP,
        FieldKind::Choice(&["rsa-sha256"]),
    )
    .when_absent("no")
    .unsettable()
    .help("How Cognito signs its requests to the provider.")
    .visible_if(is_saml),
    Field::new("ProviderDetails.EncryptedResponses", "Encrypted responses", GROUP, TRUTH)
        .when_absent("(default: false)")
        .help("Whether the provider must encrypt its assertions.")
        .visible_if(is_saml),
    Field::new("ProviderDetails.IDPSignout", "Sign out at the provider", GROUP, TRUTH)
        .when_absent("(default: false)")
        .help("Whether signing out of Cognito signs the user out of the provider.")
        .visible_if(is_saml),
    Field::new("ProviderDetails.IDPInit", "Provider-initiated sign-in", GROUP, TRUTH)
        .when_absent("(default: false)")
        .help("Whether the provider may start a sign-in.")
        .visible_if(is_saml),
    Field::new("ProviderDetails.SSORedirectBindingURI", "Sign-on URL", GROUP, FieldKind::Text)
        .read_only()
        .help("Where users sign in. AWS reads it from the metadata.")
        .visible_if(is_saml),
    Field::new("ProviderDetails.SLORedirectBindingURI", "Sign-out URL", GROUP, FieldKind::Text)
        .read_only()
        .help("Where users sign out. AWS reads it from the metadata.")
        .visible_if(is_saml),
    Field::new(
        "ProviderDetails.ActiveEncryptionCertificate",
        "Encryption certificate",
        GROUP,
        FieldKind::Text,
    )
    .read_only()
    .when_absent("none")
    .help("The certificate for the provider to encrypt with.")
    .visible_if(is_saml),
];

fn is_saml(text: &dyn Fn(&str) -> Option<String>) -> bool {
    is_of_type(text, &["SAML"])
}

/// The facts in metadata, or why the metadata can't be read.
pub(crate) fn metadata_facts(xml: &str) -> Vec<Fact> {
    let row = |label: &str, value: DisplayValue, help: &'static str| Fact {
        group: "",
        label: label.to_owned(),
        value,
        help,
    };
    let metadata = match SamlMetadata::read(xml) {
        Ok(metadata) => metadata,
        Err(fault) => {
            return vec![row("Can't be read", DisplayValue::Text(format!("It {fault}.")), "")];
        }
    };
    let mut rows = vec![row(
        "Entity id",
        DisplayValue::Text(metadata.entity_id.clone()),
        "The name that the provider identifies itself with.",
    )];
    for (endpoints, label) in [(&metadata.sign_on, "Sign-on"), (&metadata.sign_out, "Sign-out")] {
        for endpoint in endpoints {
            let binding = match &endpoint.binding {
                SamlBinding::Redirect => "redirect",
                SamlBinding::Post => "POST",
                SamlBinding::Soap => "SOAP",
                // Of a URI, the end says how.
                SamlBinding::Other(other) => other.rsplit([':', '/']).next().unwrap_or(other),
            };
            rows.push(row(
                &format!("{label} ({binding})"),
                DisplayValue::Text(endpoint.url.clone()),
                "Where users sign in.",
            ));
        }
    }
    if metadata.wants_signed_requests {
        rows.push(row(
            "Signed requests",
            DisplayValue::Text("required".to_owned()),
            "The provider requires signed requests.",
        ));
    }
    for certificate in &metadata.certificates {
        let label = match (certificate.signs, certificate.encrypts) {
            (true, false) => "Signing certificate",
            (false, true) => "Encryption certificate",
            _ => "Certificate",
        };
        rows.push(row(
            label,
            DisplayValue::Text(certificate.subject.clone()),
            "The subject of the certificate.",
        ));
        rows.push(row(
            "  ends",
            ending(certificate.not_after),
            "No sign-in works once the last signing certificate has expired.",
        ));
    }
    if metadata.certificates.is_empty() {
        rows.push(row(
            "Certificate",
            DisplayValue::Unset("none".to_owned()),
            "Without one, responses of the provider can't be verified.",
        ));
    }
    if let Some(until) = metadata.valid_until {
        rows.push(row("Metadata valid", ending(until), "The end of validity that the metadata states."));
    }
    rows
}

fn ending(end: i64) -> DisplayValue {
    if end >= NEVER { DisplayValue::Text("never".to_owned()) } else { DisplayValue::Until(end, day(end)) }
}

/// The end of the last signing certificate of a SAML provider, from the metadata in its details or the
/// metadata that was fetched from its URL.
pub(crate) fn expiry(provider: &Document, fetched: Option<&str>) -> DisplayValue {
    if provider.text("ProviderType") != Some("SAML") {
        return DisplayValue::Unset(ABSENT.to_owned());
    }
    let xml = provider.text("ProviderDetails.MetadataFile").filter(|xml| !xml.is_empty()).or(fetched);
    match xml.map(|xml| SamlMetadata::read(xml).map(|metadata| metadata.expires())) {
        Some(Ok(Some(end))) => ending(end),
        Some(Ok(None)) => DisplayValue::Text("none".to_owned()),
        Some(Err(_)) => DisplayValue::Text("unreadable".to_owned()),
        None => DisplayValue::Unset("unknown (m fetches)".to_owned()),
    }
}

/// The end of the last signing certificate in the details of a provider, in seconds since 1970.
pub(crate) fn signing_expiry(provider: &Document) -> Option<i64> {
    metadata_expiry(provider.text("ProviderDetails.MetadataFile").filter(|xml| !xml.is_empty())?)
}

/// True if the metadata in a provider's details asks for signed requests.
pub(crate) fn wants_signed_requests(provider: &Document) -> bool {
    let xml = provider.text("ProviderDetails.MetadataFile").filter(|xml| !xml.is_empty());
    xml.and_then(|xml| SamlMetadata::read(xml).ok()).is_some_and(|metadata| metadata.wants_signed_requests)
}

/// The end of the last signing certificate in metadata, in seconds since 1970.
pub(crate) fn metadata_expiry(xml: &str) -> Option<i64> {
    SamlMetadata::read(xml).ok()?.expires()
}
