//! The certificate by which SAML providers verify what a user pool signs. AWS makes it and alone changes it.

use crate::resource::Fact;
use crate::resource::OperationName::GetSigningCertificate;
use crate::resource::display::value::{ABSENT, DisplayValue, day};
use crate::resource::field::{Field, FieldKind};
use crate::resource::tables::user_pools::attributes::user_pool;
use crate::resource::{Kind, KindId, Operation, Operations};
use crate::saml::{Certificate, NEVER};

pub static SIGNING_CERTIFICATE: Kind = Kind {
    id: KindId::SigningCertificate,
    name: "signing certificate",
    plural: "Signing certificates",
    id_path: "UserPoolId",
    name_path: "UserPoolId",
    operations: Operations {
        describe: Some(Operation::new(GetSigningCertificate, &["UserPoolId"]).named_by_request()),
        ..Operations::EMPTY
    },
    fields: &[
        Field::new("UserPoolId", "User pool", GROUP, FieldKind::Text)
            .identifier()
            .link(user_pool)
            .visible_if(|_| false),
        Field::new("Certificate", "Certificate", GROUP, FieldKind::LongText)
            .read_only()
            .when_absent("AWS answered none")
            .facts(certificate_facts)
            .copied_as(pem)
            .help("SAML providers verify signed requests with it. y copies it as PEM."),
    ],
    facts: Some(|_| {
        vec![Fact {
            group: "Web application firewall",
            label: "AWS WAF".to_owned(),
            value: DisplayValue::Unset("not read here: the console of AWS WAF shows it".to_owned()),
            help: "Whether a web ACL protects the user pool is known to AWS WAF, not to Cognito.",
        }]
    }),
    ..Kind::EMPTY
};

const GROUP: &str = "SAML signing certificate";

fn certificate_facts(text: &str) -> Vec<Fact> {
    let fact = |label: &str, value: DisplayValue, help: &'static str| Fact {
        group: "",
        label: label.to_owned(),
        value,
        help,
    };
    match Certificate::from_pem(text) {
        Ok(certificate) => {
            let subject = Some(certificate.subject).filter(|subject| !subject.is_empty());
            let subject = subject.map_or_else(|| DisplayValue::Unset(ABSENT.to_owned()), DisplayValue::Text);
            let end = certificate.not_after;
            let end = if end == NEVER {
                DisplayValue::Text("never".to_owned())
            } else {
                DisplayValue::Until(end, day(end))
            };
            vec![
                fact("Subject", subject, "Who the certificate names."),
                fact("Expires", end, "When providers stop trusting it, unless they never look."),
            ]
        }
        Err(fault) => {
            vec![fact("Unreadable", DisplayValue::Text(fault.to_owned()), "It is shown and copied as it is.")]
        }
    }
}

/// The certificate as PEM; AWS returns only its base64.
fn pem(text: &str) -> String {
    let text = text.trim();
    if text.starts_with("-----BEGIN") {
        return format!("{text}\n");
    }
    let letters: Vec<char> = text.chars().filter(|char| !char.is_whitespace()).collect();
    let lines: Vec<String> = letters.chunks(64).map(|line| line.iter().collect()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEM: &str = include_str!("../../../../tests/fixtures/rsa.pem");

    #[test]
    fn a_certificate_is_copied_as_pem_whether_aws_returns_it_so_or_not() {
        let bare: String = PEM.lines().filter(|line| !line.starts_with("-----")).collect();
        assert_eq!(pem(&bare), PEM);
        assert_eq!(pem(PEM), PEM);
        let labels =
            |text: &str| certificate_facts(text).into_iter().map(|fact| fact.label).collect::<Vec<_>>();
        assert_eq!(labels(&bare), ["Subject", "Expires"]);
        assert_eq!(labels("no certificate"), ["Unreadable"]);
    }
}
