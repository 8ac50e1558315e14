//! The finding of app clients without a login page: on a domain with managed login, each needs a style.

use super::{FLOWS, OAUTH, has, oauth_is_on};
use crate::resource::finding::{Evidence, Known, Need};
use crate::resource::tables::user_pools::login_pages;
use crate::resource::tables::{BRANDING, DOMAIN, USER_POOL};
use crate::resource::{Document, Finding, Fix, Key, Severity};

pub(super) const NO_STYLE: Finding = Finding {
    id: "CL11",
    severity: Severity::High,
    path: OAUTH,
    text: "Login page missing: the domain has managed login, and this app client has no style for it.",
    why: "Managed login answers with an error instead of a page, so nobody signs in through it.",
    source: "https://docs.aws.amazon.com/cognito/latest/developerguide/managed-login-branding.html",
    fix: Fix::Elsewhere("Create a style on the Login page tab of the app client."),
    needs_companion: false,
    evidence: Some(Evidence::new(&[|| &DOMAIN, || &BRANDING], needs)),
    applies: |client, context| {
        context.evidence().is_some_and(|(key, known)| {
            let has_none = known.whole_list(&key.children(&BRANDING)).is_some_and(<[Document]>::is_empty);
            has_none && shows_pages(client) && is_managed(key, known)
        })
    },
};

/// True if users come to the login pages through the app client; machines don't.
fn shows_pages(client: &Document) -> bool {
    oauth_is_on(client) && ["code", "implicit"].iter().any(|flow| has(client, FLOWS, flow))
}

/// The domains of the client's user pool; `None` if the pool was not read.
fn domains(client: &Key, known: &dyn Known) -> Option<Vec<Key>> {
    login_pages::domains(client.outermost_parent()?, known)
}

/// True if the login pages of a domain are those of managed login.
fn is_managed(client: &Key, known: &dyn Known) -> bool {
    let domains = domains(client, known).unwrap_or_default();
    domains.iter().any(|domain| login_pages::is_managed(domain, known) == Some(true))
}

fn needs(key: &Key, client: &Document, known: &dyn Known) -> Vec<Need> {
    if !shows_pages(client) {
        return Vec::new();
    }
    let Some(domains) = domains(key, known) else {
        let pool = key.outermost_parent().map(|pool| Key::top(&USER_POOL, pool));
        return pool.map(Need::Document).into_iter().collect();
    };
    let mut needs: Vec<_> = domains.into_iter().map(Need::Document).collect();
    needs.extend(is_managed(key, known).then(|| Need::List(key.children(&BRANDING))));
    needs
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::resource::finding::findings;
    use crate::resource::tables::CLIENT;
    use crate::resource::{ListKey, ValidationContext};

    /// A user pool with its domain, and the styles of the app client.
    #[derive(Debug, Default)]
    struct Read {
        documents: Vec<(Key, Document)>,
        styles: Option<Vec<Document>>,
    }

    impl Known for Read {
        fn document(&self, key: &Key) -> Option<&Document> {
            self.documents.iter().find(|(other, _)| other == key).map(|(_, document)| document)
        }

        fn whole_list(&self, list: &ListKey) -> Option<&[Document]> {
            self.styles.as_deref().filter(|_| *list == key().children(&BRANDING))
        }
    }

    fn key() -> Key {
        Key::child(&CLIENT, "eu-west-1_A", "abc")
    }

    fn document(value: Value) -> Document {
        Document::from_value(value).expect("an object")
    }

    fn read(domain: Value, styles: Option<Value>) -> Read {
        let pool =
            (Key::top(&USER_POOL, "eu-west-1_A"), document(json!({"Domain": "shop", "CustomDomain": ""})));
        let domain = (Key::child(&DOMAIN, "eu-west-1_A", "shop"), document(domain));
        let styles = styles.map(|styles| vec![document(styles)]);
        Read { documents: vec![pool, domain], styles }
    }

    #[expect(clippy::needless_pass_by_value, reason = "a document is written where it is used")]
    fn login(flows: Value) -> Document {
        document(json!({OAUTH: true, FLOWS: flows}))
    }

    fn is_found(client: &Document, read: &Read) -> bool {
        let key = key();
        let context =
            ValidationContext { key: Some(&key), known: Some(read), ..ValidationContext::default() };
        findings(&CLIENT, client, &context).contains(&&NO_STYLE)
    }

    #[test]
    fn an_app_client_without_a_style_has_no_login_page_where_the_domain_has_managed_login() {
        let without = || Read { styles: Some(Vec::new()), ..read(json!({"ManagedLoginVersion": 2}), None) };
        let client = login(json!(["code"]));
        assert!(is_found(&client, &without()));
        let styled = read(json!({"ManagedLoginVersion": 2}), Some(json!({"ManagedLoginBrandingId": "1"})));
        assert!(!is_found(&client, &styled));
        for version in [json!({"ManagedLoginVersion": 1}), json!({"ManagedLoginVersion": null}), json!({})] {
            assert!(!is_found(&client, &Read { styles: Some(Vec::new()), ..read(version, None) }));
        }
        for machine in [json!(["client_credentials"]), json!([]), Value::Null] {
            assert!(!is_found(&login(machine), &without()));
        }
        assert!(!is_found(&document(json!({OAUTH: false, FLOWS: ["code"]})), &without()));
        let unread = read(json!({"ManagedLoginVersion": 2}), None);
        assert!(!is_found(&client, &unread), "styles that were not read are not missing");
    }

    #[test]
    fn the_styles_are_read_only_where_the_domain_has_managed_login() {
        let (client, key) = (login(json!(["code"])), key());
        let pool = Need::Document(Key::top(&USER_POOL, "eu-west-1_A"));
        let domain = Need::Document(Key::child(&DOMAIN, "eu-west-1_A", "shop"));
        assert_eq!(needs(&key, &client, &Read::default()), [pool]);
        let of = |version: Value| needs(&key, &client, &read(json!({"ManagedLoginVersion": version}), None));
        assert_eq!(of(json!(1)), std::slice::from_ref(&domain));
        assert_eq!(of(json!(2)), [domain, Need::List(key.children(&BRANDING))]);
        assert_eq!(needs(&key, &login(json!(["client_credentials"])), &Read::default()), []);
    }
}
