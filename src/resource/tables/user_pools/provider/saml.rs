//! The details of SAML providers, and the facts in their metadata.

use crate::resource::Document;
use crate::resource::Fact;
use crate::resource::display::value::SOON;
use crate::resource::display::value::{ABSENT, DisplayValue, day};
use crate::resource::field::{Field, FieldKind, Suggestions, TextParts};
use crate::resource::tables::user_pools::provider::details::{GROUP, TEXT, https};
use crate::resource::tables::user_pools::provider::is_of_type;
use crate::saml::{self, NEVER, SamlBinding, SamlMetadata};

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
        .suggestions(Suggestions::File(metadata_of_file))
        .facts(metadata_facts)
        .parts(&TextParts { names: saml::identity_providers, part: saml::identity_provider_alone })
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

/// Reads metadata from a file or a pasted text, and cleans it. A document of several identity providers is
/// taken too, so that one of them can be chosen.
fn metadata_of_file(text: &str) -> Result<String, String> {
    let read = SamlMetadata::read(text).map(|_| ());
    read.or_else(|fault| if saml::identity_providers(text).len() > 1 { Ok(()) } else { Err(fault) })?;
    Ok(saml::clean(text).into_owned())
}

/// The most characters of a signing certificate. Source: the developer guide, "Adding SAML identity providers
/// to a user pool".
const MOST_OF_CERTIFICATE: usize = 4096;

/// Why no sign-in can work with this metadata, or why AWS refuses it.
pub(crate) fn fault(metadata: &SamlMetadata, now: i64) -> Option<String> {
    let Some(end) = metadata.expires() else {
        let only_encrypts = !metadata.certificates.is_empty();
        let only = if only_encrypts { ", only one to encrypt with" } else { ", and no other key" };
        return Some(format!("it has no signing certificate{only}: its responses can't be verified"));
    };
    let browser = |binding: &SamlBinding| matches!(binding, SamlBinding::Redirect | SamlBinding::Post);
    if !metadata.sign_on.iter().any(|endpoint| browser(&endpoint.binding)) {
        let mut others: Vec<_> = metadata.sign_on.iter().map(|endpoint| word(&endpoint.binding)).collect();
        others.dedup();
        let others =
            if others.is_empty() { "nowhere".to_owned() } else { format!("by {} only", others.join(", ")) };
        return Some(format!("it takes sign-on {others}, and Cognito needs HTTP-Redirect or HTTP-POST"));
    }
    let length = metadata.signing_certificates().map(|certificate| certificate.length).max().unwrap_or(0);
    if length > MOST_OF_CERTIFICATE {
        return Some(format!("its signing certificate has {length} characters, and AWS takes at most 4096"));
    }
    (end <= now).then(|| format!("its signing certificate expired on {}, so AWS refuses it", day(end)))
}

/// What is or will soon be wrong with metadata that AWS takes.
pub(crate) fn advice(metadata: &SamlMetadata, now: i64) -> Option<String> {
    let past = metadata.valid_until.filter(|end| *end <= now && now > 0);
    if let Some(end) = past {
        return Some(format!(
            "its own validity (validUntil) expired on {}: ask the provider for the current metadata",
            day(end)
        ));
    }
    let start = metadata.signing_certificates().map(|certificate| certificate.not_before).min();
    if let Some(start) = start.filter(|start| *start > now && now > 0) {
        return Some(format!("its signing certificate is not valid before {}", day(start)));
    }
    let end = metadata.usable_until().filter(|end| now > 0 && (now + 1..=now + SOON).contains(end))?;
    let what =
        if metadata.expires() == Some(end) { "its signing certificate" } else { "its validity (validUntil)" };
    Some(format!("{what} expires on {}: ask for the next one soon", day(end)))
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
            rows.push(row(
                &format!("{label} ({})", word(&endpoint.binding)),
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
            "  starts",
            DisplayValue::Text(day(certificate.not_before)),
            "What is signed before that day is not accepted.",
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
        rows.push(row(
            "Metadata valid until",
            ending(until),
            "The end of validity that the metadata states.",
        ));
    }
    rows
}

/// The word for a binding.
fn word(binding: &SamlBinding) -> &str {
    match binding {
        SamlBinding::Redirect => "redirect",
        SamlBinding::Post => "POST",
        SamlBinding::Soap => "SOAP",
        // Of a URI, the end says how.
        SamlBinding::Other(other) => other.rsplit([':', '/']).next().unwrap_or(other),
    }
}

fn ending(end: i64) -> DisplayValue {
    if end >= NEVER { DisplayValue::Text("never".to_owned()) } else { DisplayValue::Until(end, day(end)) }
}

/// The end of what sign-ins through a SAML provider depend on, which is its last signing certificate or the
/// metadata itself, from the metadata in its details or the metadata that was fetched from its URL.
pub(crate) fn expiry(provider: &Document, fetched: Option<&str>) -> DisplayValue {
    if provider.text("ProviderType") != Some("SAML") {
        return DisplayValue::Unset(ABSENT.to_owned());
    }
    let xml = provider.text("ProviderDetails.MetadataFile").filter(|xml| !xml.is_empty()).or(fetched);
    match xml.map(SamlMetadata::read) {
        Some(Ok(metadata)) if metadata.expires().is_none() => DisplayValue::Text("none".to_owned()),
        Some(Ok(metadata)) => metadata.usable_until().map_or(DisplayValue::Text("none".to_owned()), ending),
        Some(Err(_)) => DisplayValue::Text("unreadable".to_owned()),
        None => DisplayValue::Unset("unknown (not fetched)".to_owned()),
    }
}

/// The metadata in the details of a SAML provider, where it has some that can be read.
pub(crate) fn metadata(provider: &Document) -> Option<SamlMetadata> {
    let xml = provider.text("ProviderDetails.MetadataFile").filter(|xml| !xml.is_empty())?;
    SamlMetadata::read(xml).ok().filter(|_| provider.text("ProviderType") == Some("SAML"))
}
