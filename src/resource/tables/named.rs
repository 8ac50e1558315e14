//! What documents name although it has no document of its own here: scopes of resource servers, and the
//! hosts of redirect URLs. The trust map is all that is shown of them.

use crate::resource::tables::USER_POOL;
use crate::resource::{Kind, KindId, Related, Shows, TabLayout};

const TABS: &[TabLayout] = &[TabLayout { title: "Trust map", shows: Shows::TrustMap }];

/// A scope of a resource server, as app clients name it: identifier, slash, name of the scope.
pub static SCOPE: Kind = Kind {
    id: KindId::Scope,
    name: "scope",
    plural: "Scopes",
    id_path: "Scope",
    name_path: "Scope",
    parent: Some(|| &USER_POOL),
    related: Related { is_mapped: true, ..Related::EMPTY },
    tabs: TABS,
    ..Kind::EMPTY
};

/// The host of a redirect URL with its port, or the scheme of an app: `shop.example.com`, `shop://`.
pub static HOST: Kind = Kind {
    id: KindId::Host,
    name: "redirect host",
    plural: "Redirect hosts",
    id_path: "Host",
    name_path: "Host",
    related: Related { is_mapped: true, ..Related::EMPTY },
    tabs: TABS,
    ..Kind::EMPTY
};
