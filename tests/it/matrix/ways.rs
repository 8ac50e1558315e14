//! The ways to each operation: the keys that lead to its call, in a Cognito made for them.

use cognitui::app::Target;

/// Where the metadata of the provider `okta` lies.
pub const METADATA_URL: &str = "https://idp.example/metadata";

/// The keys that lead to a call.
#[derive(Debug, Clone, Copy)]
pub struct Way {
    /// The operation, or the address of a fetch.
    pub call: &'static str,
    pub from: Start,
    /// The steps before the call.
    pub before: &'static [&'static str],
    /// The step that makes the call.
    pub step: &'static str,
    pub then: Then,
}

/// The list that the program starts with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    UserPools,
    IdentityPools,
}

/// How a call goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// Rows come, and a key reads them again.
    Rows,
    /// Nothing that stays; this step makes the call again.
    Again { step: &'static str },
    /// A write, which this operation checks and verifies, if any does.
    Write { read: Option<&'static str> },
}

impl Start {
    pub const fn target(self) -> Target {
        match self {
            Self::UserPools => Target::UserPools,
            Self::IdentityPools => Target::IdentityPools,
        }
    }
}

impl Way {
    /// The steps of an edit that can be made again on what it made. A style that became AWS's default has no
    /// settings to go back to.
    pub fn edit(&self) -> Option<&'static [&'static str]> {
        if self.call == "UpdateManagedLoginBranding" {
            return None;
        }
        let start = self.before.iter().position(|step| *step == "e")?;
        let edit = &self.before[start..];
        edit.iter().any(|step| matches!(*step, "=x" | "space")).then_some(edit)
    }

    /// The steps that send a form.
    pub fn sending(&self) -> &'static [&'static str] {
        let start = self.before.iter().position(|step| *step == "ctrl-s").unwrap_or(self.before.len());
        &self.before[start..]
    }

    /// The steps of the question about a deletion.
    pub fn question(&self) -> Option<&'static [&'static str]> {
        let start = self.before.iter().position(|step| *step == "D")?;
        Some(&self.before[start..])
    }
}

const fn rows(call: &'static str, from: Start, before: &'static [&'static str], step: &'static str) -> Way {
    Way { call, from, before, step, then: Then::Rows }
}

const fn again(
    call: &'static str,
    before: &'static [&'static str],
    step: &'static str,
    repeated: &'static str,
) -> Way {
    Way { call, from: Start::UserPools, before, step, then: Then::Again { step: repeated } }
}

const fn write(
    call: &'static str,
    from: Start,
    before: &'static [&'static str],
    step: &'static str,
    read: Option<&'static str>,
) -> Way {
    Way { call, from, before, step, then: Then::Write { read } }
}

use Start::{IdentityPools, UserPools};

/// The way to each operation. The step of a first list is none: it is read at the start.
pub const WAYS: &[Way] = &[
    rows("ListUserPools", UserPools, &[], ""),
    rows("DescribeUserPool", UserPools, &[], "enter"),
    rows("ListUserPoolClients", UserPools, &["enter"], "2"),
    rows("DescribeUserPoolClient", UserPools, &["enter", "2"], "enter"),
    rows("ListUserPoolClientSecrets", UserPools, &["enter", "2", ">two-secrets", "enter"], "2"),
    rows("ListIdentityProviders", UserPools, &["enter"], "3"),
    rows("DescribeIdentityProvider", UserPools, &["enter", "3"], "enter"),
    rows("DescribeUserPoolDomain", UserPools, &["enter"], "4"),
    rows("GetUserPoolMfaConfig", UserPools, &["enter"], "6"),
    again("DescribeManagedLoginBrandingByClient", &["enter", "2", ">one-secret", "enter"], "4", "r"),
    rows("DescribeRiskConfiguration", UserPools, &["enter"], "8"),
    rows("GetLogDeliveryConfiguration", UserPools, &["enter"], "8"),
    rows("GetSigningCertificate", UserPools, &["enter"], "8"),
    rows("ListIdentityPools", IdentityPools, &[], ""),
    rows("DescribeIdentityPool", IdentityPools, &[], "enter"),
    rows("GetIdentityPoolRoles", IdentityPools, &["enter"], "2"),
    rows("GetRole", IdentityPools, &["enter", "2", "w", ">users", "enter"], "2"),
    rows("GetPrincipalTagAttributeMap", IdentityPools, &["enter"], "3"),
    rows("ListIdentities", IdentityPools, &["enter"], "4"),
    rows("DescribeIdentity", IdentityPools, &["enter", "4"], "enter"),
    again("GetCallerIdentity", &[], "", "r"),
    rows("ListResourceServers", UserPools, &["enter"], "5"),
    rows("DescribeResourceServer", UserPools, &["enter", "5"], "enter"),
    again(
        "ListResourceServers",
        &["enter", "2", "enter", "e", ">  1 Scope", "ctrl-n"],
        "ctrl-o",
        "esc ctrl-o",
    ),
    again(
        "GetIdentityProviderByIdentifier",
        &["enter", "3", "i", "=partner.example"],
        "enter",
        "esc esc enter 3 i p a r t n e r . e x a m p l e enter",
    ),
    again(METADATA_URL, &["enter", "3", ">okta", "enter"], "m", "esc m"),
    write(
        "UpdateUserPool",
        UserPools,
        &["e", ">Deletion protection", "space", "ctrl-s", "G"],
        "y",
        Some("DescribeUserPool"),
    ),
    write(
        "CreateUserPool",
        UserPools,
        &["n", ">Name", "=newest", ">MFA", "space", "ctrl-s", "G"],
        "y",
        Some("DescribeUserPool"),
    ),
    write("DeleteUserPool", UserPools, &[">staff", "D", "pgdn", "=staff"], "enter", Some("DescribeUserPool")),
    write(
        "AddCustomAttributes",
        UserPools,
        &["enter", "7", "n", "end", "=level", "ctrl-s", "pgdn", "=custom:level"],
        "enter",
        Some("DescribeUserPool"),
    ),
    write(
        "CreateResourceServer",
        UserPools,
        &["enter", "5", "n", ">Name", "=Stock", ">Identifier", "=stock", "ctrl-s", "G"],
        "y",
        Some("DescribeResourceServer"),
    ),
    write(
        "UpdateResourceServer",
        UserPools,
        &["enter", "5", "e", ">Name", "end", "=x", "ctrl-s", "G"],
        "y",
        Some("DescribeResourceServer"),
    ),
    write(
        "DeleteResourceServer",
        UserPools,
        &["enter", "5", "D", "pgdn", "=Orders"],
        "enter",
        Some("DescribeResourceServer"),
    ),
    write(
        "SetUserPoolMfaConfig",
        UserPools,
        &["enter", "6", "e", ">Relying party", "end", "=x", "ctrl-s", "G"],
        "y",
        Some("GetUserPoolMfaConfig"),
    ),
    write(
        "CreateManagedLoginBranding",
        UserPools,
        &["enter", "2", ">plain", "enter", "4", "n", "G"],
        "y",
        Some("DescribeManagedLoginBrandingByClient"),
    ),
    write(
        "UpdateManagedLoginBranding",
        UserPools,
        &["enter", "2", ">one-secret", "enter", "4", "e", ">AWS's default", "space", "ctrl-s", "G"],
        "y",
        Some("DescribeManagedLoginBrandingByClient"),
    ),
    write(
        "DeleteManagedLoginBranding",
        UserPools,
        &["enter", "2", ">one-secret", "enter", "4", "D", "pgdn", "=one-secret"],
        "enter",
        Some("DescribeManagedLoginBrandingByClient"),
    ),
    write(
        "SetRiskConfiguration",
        UserPools,
        &["enter", "8", "e", ">Leaked password", "space", "ctrl-s", "G"],
        "y",
        Some("DescribeRiskConfiguration"),
    ),
    write(
        "SetLogDeliveryConfiguration",
        UserPools,
        &["enter", "8", ">Delivered logs", "e", ">    Log group", "end", "=x", "ctrl-s", "G"],
        "y",
        Some("GetLogDeliveryConfiguration"),
    ),
    write(
        "CreateUserPoolClient",
        UserPools,
        &["enter", "2", "n", "=newest", "ctrl-s", "G"],
        "y",
        Some("DescribeUserPoolClient"),
    ),
    write(
        "UpdateUserPoolClient",
        UserPools,
        &["enter", "2", ">plain", "e", "end", "=x", "ctrl-s", "G"],
        "y",
        Some("DescribeUserPoolClient"),
    ),
    write(
        "DeleteUserPoolClient",
        UserPools,
        &["enter", "2", ">plain", "D", "pgdn", "=plain"],
        "enter",
        Some("DescribeUserPoolClient"),
    ),
    write(
        "AddUserPoolClientSecret",
        UserPools,
        &["enter", "2", ">one-secret", "enter", "2", "n", "ctrl-s", "G"],
        "y",
        Some("ListUserPoolClientSecrets"),
    ),
    write(
        "DeleteUserPoolClientSecret",
        UserPools,
        &["enter", "2", ">two-secrets", "enter", "2", "D", "pgdn", "=two-secrets"],
        "enter",
        Some("ListUserPoolClientSecrets"),
    ),
    write(
        "CreateIdentityProvider",
        UserPools,
        &[
            "enter",
            "3",
            "n",
            "=saml",
            "enter",
            "=new",
            ">Metadata URL",
            "=https://new.example/m",
            "ctrl-s",
            "G",
        ],
        "y",
        Some("DescribeIdentityProvider"),
    ),
    write(
        "UpdateIdentityProvider",
        UserPools,
        &["enter", "3", ">okta", "e", ">Metadata URL", "end", "=/x", "ctrl-s", "G"],
        "y",
        Some("DescribeIdentityProvider"),
    ),
    write(
        "DeleteIdentityProvider",
        UserPools,
        &["enter", "3", ">okta", "D", "pgdn", "=okta"],
        "enter",
        Some("DescribeIdentityProvider"),
    ),
    write(
        "CreateUserPoolDomain",
        UserPools,
        &[">staff", "enter", "4", "n", "=staff-login", "ctrl-s", "G"],
        "y",
        Some("DescribeUserPoolDomain"),
    ),
    write(
        "UpdateUserPoolDomain",
        UserPools,
        &["enter", "4", "e", ">Login pages version", "ctrl-u", "=2", "ctrl-s", "G"],
        "y",
        Some("DescribeUserPoolDomain"),
    ),
    write(
        "DeleteUserPoolDomain",
        UserPools,
        &["enter", "4", "D", "pgdn", "=shop-login.auth.eu-west-1.amazoncognito.com"],
        "enter",
        Some("DescribeUserPoolDomain"),
    ),
    write(
        "SignUp",
        UserPools,
        &["enter", "2", ">plain", "t", "=ann", "tab", "=Str0ng-Passw0rd!", "ctrl-s", "G"],
        "y",
        None,
    ),
    write(
        "CreateIdentityPool",
        IdentityPools,
        &["n", "=second", "ctrl-s", "G"],
        "y",
        Some("DescribeIdentityPool"),
    ),
    write(
        "UpdateIdentityPool",
        IdentityPools,
        &["e", "end", "=x", "ctrl-s", "G"],
        "y",
        Some("DescribeIdentityPool"),
    ),
    write(
        "DeleteIdentityPool",
        IdentityPools,
        &["D", "pgdn", "=shop"],
        "enter",
        Some("DescribeIdentityPool"),
    ),
    write(
        "SetIdentityPoolRoles",
        IdentityPools,
        &["enter", "2", "e", "end", "=x", "ctrl-s", "G"],
        "y",
        Some("GetIdentityPoolRoles"),
    ),
    write(
        "SetPrincipalTagAttributeMap",
        IdentityPools,
        &["enter", "3", "e", "space", "ctrl-s", "G"],
        "y",
        Some("GetPrincipalTagAttributeMap"),
    ),
];

/// The lists that are read page by page, each with the step that reads one of more than a page.
pub const PAGED: &[(&str, Start, &[&str], &str)] = &[
    ("ListUserPools", UserPools, &[], ""),
    ("ListUserPoolClients", UserPools, &["enter"], "2"),
    ("ListIdentityProviders", UserPools, &["enter"], "3"),
    ("ListIdentityPools", IdentityPools, &[], ""),
];
