//! The login pages of user pools. Each domain serves the classic hosted UI, version 1, or managed login,
//! version 2, which shows an app client's page once the app client has a style.

use serde_json::Value;

use crate::resource::finding::Known;
use crate::resource::tables::{DOMAIN, USER_POOL};
use crate::resource::{Key, ListKey};

/// The domains of a user pool; `None` if the pool was not read.
pub(crate) fn domains(pool: &str, known: &dyn Known) -> Option<Vec<Key>> {
    let document = known.document(&Key::top(&USER_POOL, pool))?;
    let names = ["Domain", "CustomDomain"].into_iter().filter_map(|path| document.text(path));
    Some(names.filter(|name| !name.is_empty()).map(|name| Key::child(&DOMAIN, pool, name)).collect())
}

/// True if a domain serves managed login; `None` if it was not read.
pub(crate) fn is_managed(domain: &Key, known: &dyn Known) -> Option<bool> {
    let version = known.document(domain)?.get("ManagedLoginVersion").and_then(Value::as_u64);
    Some(version == Some(2))
}

/// What the words below an app client's style depend on.
pub(super) fn needs(styles: &ListKey, known: &dyn Known) -> Vec<Key> {
    let Some(pool) = styles.parents.first() else { return Vec::new() };
    let domains = domains(pool, known).unwrap_or_default();
    std::iter::once(Key::top(&USER_POOL, pool.as_str())).chain(domains).collect()
}

/// Whether the app client has a login page, by its number of styles and by the domains of its user pool.
pub(super) fn words(styles: &ListKey, count: usize, known: &dyn Known) -> String {
    let pool = styles.parents.first().map_or("", String::as_str);
    let domains = domains(pool, known);
    let versions = domains.as_deref().map(|domains| {
        let version = |domain: &Key| Some((domain.id.clone(), is_managed(domain, known)?));
        domains.iter().map(version).collect::<Option<Vec<_>>>()
    });
    let page = match versions {
        Some(Some(versions)) if versions.is_empty() => no_domain(count),
        Some(Some(versions)) => {
            let of = |wanted: bool| -> Vec<&str> {
                let mut of: Vec<_> = versions.iter().filter(|(_, is)| *is == wanted).collect();
                of.sort();
                of.into_iter().map(|(name, _)| name.as_str()).collect()
            };
            of_versions(count, &of(true), &of(false))
        }
        None | Some(None) => unread(count),
    };
    if count == 0 { page } else { page + " J shows its settings as JSON." }
}

fn unread(count: usize) -> String {
    let text = if count == 0 {
        "With managed login (version 2) there is no login page until one exists. Whether a domain of the user \
         pool has it is not known yet."
    } else {
        "The login page of managed login (version 2). Whether a domain of the user pool has it is not known yet."
    };
    text.to_owned()
}

fn no_domain(count: usize) -> String {
    let text = if count == 0 {
        "The user pool has no domain, so it has no login pages. With managed login (version 2), the page of this \
         app client will need a style."
    } else {
        "The user pool has no domain, so nobody sees this style yet."
    };
    text.to_owned()
}

fn of_versions(count: usize, managed: &[&str], classic: &[&str]) -> String {
    let has =
        |names: &[&str]| format!("{} {}", names.join(" and "), if names.len() == 1 { "has" } else { "have" });
    let in_classic =
        (!classic.is_empty()).then(|| format!("{} the classic hosted UI (version 1)", has(classic)));
    let in_managed = (!managed.is_empty()).then(|| format!("{} managed login (version 2)", has(managed)));
    match (in_managed, in_classic, count) {
        (Some(managed), classic, 0) => {
            let classic = classic.map(|classic| format!(" {classic}, which needs none.")).unwrap_or_default();
            format!("{managed}: there is no login page until one exists.{classic} n makes AWS's default.")
        }
        (Some(managed), classic, _) => {
            let classic = classic.map(|classic| format!(" {classic}, which does not.")).unwrap_or_default();
            format!("{managed}, which shows this style.{classic}")
        }
        (None, Some(classic), 0) => format!("{classic}, whose login page needs no style."),
        (None, Some(classic), _) => {
            format!("{classic}, which does not show this style. Version 2 of the login pages does.")
        }
        (None, None, _) => no_domain(count),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::Document;
    use crate::resource::tables::{BRANDING, CLIENT};

    #[derive(Debug, Default)]
    struct Read(Vec<(Key, Document)>);

    impl Known for Read {
        fn document(&self, key: &Key) -> Option<&Document> {
            self.0.iter().find(|(other, _)| other == key).map(|(_, document)| document)
        }

        fn whole_list(&self, _: &ListKey) -> Option<&[Document]> {
            None
        }
    }

    /// A user pool with domains, each with its version if it was read.
    fn read(domains: &[(&str, Option<u64>)]) -> Read {
        let document = |value| Document::from_value(value).expect("an object");
        let members = ["Domain", "CustomDomain"].into_iter().zip(domains);
        let pool = members.map(|(member, (name, _))| (member.to_owned(), json!(name))).collect();
        let mut all = vec![(Key::top(&USER_POOL, "p"), pool)];
        for (name, version) in domains.iter().filter_map(|(name, version)| Some((name, (*version)?))) {
            all.push((Key::child(&DOMAIN, "p", *name), document(json!({"ManagedLoginVersion": version}))));
        }
        Read(all)
    }

    #[test]
    fn the_words_below_a_style_tell_what_the_domains_serve_and_never_more_than_was_read() {
        let list = Key::child(&CLIENT, "p", "c").children(&BRANDING);
        let says = |count, known: &Read| words(&list, count, known);
        for known in
            [Read::default(), read(&[("shop", None)]), read(&[("shop", Some(2)), ("a.example", None)])]
        {
            assert!(says(0, &known).ends_with("is not known yet."), "{}", says(0, &known));
            assert!(says(1, &known).contains("is not known yet."), "{}", says(1, &known));
        }
        let managed = read(&[("shop", Some(2))]);
        assert!(
            says(0, &managed).starts_with("shop has managed login (version 2): there is no login page until")
        );
        assert!(
            says(1, &managed).starts_with("shop has managed login (version 2), which shows this style. J")
        );
        let classic = read(&[("shop", Some(1))]);
        assert_eq!(
            says(0, &classic),
            "shop has the classic hosted UI (version 1), whose login page needs no style."
        );
        assert!(says(1, &classic).contains("which does not show this style"));
        let both = read(&[("shop", Some(1)), ("a.example", Some(2))]);
        let expected = "a.example has managed login (version 2): there is no login page until one exists. shop has \
                        the classic hosted UI (version 1), which needs none. n makes AWS's default.";
        assert_eq!(says(0, &both), expected);
        assert!(says(0, &read(&[])).starts_with("The user pool has no domain"));
    }

    #[test]
    fn the_pool_is_read_first_and_then_its_domains() {
        let list = Key::child(&CLIENT, "p", "c").children(&BRANDING);
        let pool = Key::top(&USER_POOL, "p");
        assert_eq!(needs(&list, &Read::default()), std::slice::from_ref(&pool));
        assert_eq!(needs(&list, &read(&[("shop", None)])), [pool, Key::child(&DOMAIN, "p", "shop")]);
    }
}
