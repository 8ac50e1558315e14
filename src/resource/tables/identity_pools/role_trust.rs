//! The findings about the trust policies of the roles that an identity pool hands out.

use crate::resource::finding::{Evidence, Known, Need};
use crate::resource::tables::ROLE;
use crate::resource::tables::identity_pools::findings::ROLE_TRUST;
use crate::resource::tables::identity_pools::identity_pool::{classic, guests};
use crate::resource::tables::identity_pools::references::mapped_roles;
use crate::resource::tables::identity_pools::role::{TRUST_POLICY, is_role, role_partition};
use crate::resource::tables::identity_pools::trust_policy::{Takers, TrustFlaw, flaws};
use crate::resource::{Document, Finding, Fix, Key, Severity, ValidationContext};

const AUTHENTICATED: &str = "Roles.authenticated";
const UNAUTHENTICATED: &str = "Roles.unauthenticated";
const MAPPINGS: &str = "RoleMappings";

/// How a role is wrong for its pool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    /// The account has no such role.
    Missing,
    /// The flaw of its trust policy.
    Trust(TrustFlaw),
    /// Guests can take the role of signed-in users.
    OpenToGuests,
    /// Guests could take it if the pool had any, and the classic flow.
    OpenToFutureGuests,
}

/// The findings about the roles at one setting of an identity pool. A title names the setting, so that the
/// findings of a pool have ids of their own.
macro_rules! at_setting {
    ($path:ident, $role:literal) => {
        [
            finding(
                $path,
                Severity::High,
                concat!($role, " open to every pool: its trust policy has no aud that names this pool."),
                "Anybody can make an identity pool in an account of their own, and take the role by it.",
                NAME_POOL,
                |roles, context| is_wrong($path, Wrong::Trust(TrustFlaw::EveryPool), roles, context),
            ),
            finding(
                $path,
                Severity::High,
                concat!($role, " open by wildcard: the aud in its trust policy matches other pools too."),
                "Another identity pool whose id fits, even one of another account, hands out the role as well.",
                NAME_POOL,
                |roles, context| is_wrong($path, Wrong::Trust(TrustFlaw::MorePools), roles, context),
            ),
            finding(
                $path,
                Severity::High,
                concat!($role, " for another principal: its trust policy does not trust identity pools."),
                NO_CREDENTIALS,
                "In IAM, make Cognito's identity pools the Federated principal of its trust policy.",
                |roles, context| is_wrong($path, Wrong::Trust(TrustFlaw::OtherPrincipal), roles, context),
            ),
            finding(
                $path,
                Severity::High,
                concat!($role, " for another action: its trust policy lacks sts:AssumeRoleWithWebIdentity."),
                NO_CREDENTIALS,
                "In IAM, allow identity pools sts:AssumeRoleWithWebIdentity in its trust policy.",
                |roles, context| is_wrong($path, Wrong::Trust(TrustFlaw::OtherAction), roles, context),
            ),
            finding(
                $path,
                Severity::High,
                concat!($role, " of another pool: the aud in its trust policy is not this pool."),
                NO_CREDENTIALS,
                NAME_POOL,
                |roles, context| is_wrong($path, Wrong::Trust(TrustFlaw::OtherPool), roles, context),
            ),
            finding(
                $path,
                Severity::Medium,
                concat!($role, " missing: the account has no IAM role with this ARN."),
                NO_CREDENTIALS,
                "Choose a role that exists, or make this one in IAM.",
                |roles, context| is_wrong($path, Wrong::Missing, roles, context),
            ),
            finding(
                $path,
                Severity::Info,
                concat!($role, " not judged: its trust policy has Deny or further conditions."),
                "Whether others can take the role depends on parts of the policy that this check leaves out.",
                "Read its trust policy in IAM.",
                |roles, context| is_wrong($path, Wrong::Trust(TrustFlaw::NotJudged), roles, context),
            ),
        ]
    };
}

/// The findings at a setting with the role of signed-in users.
macro_rules! of_signed_in {
    ($path:ident, $role:literal) => {
        [
            beside_pool(finding(
                $path,
                Severity::High,
                concat!($role, " open to guests: its trust policy does not ask for signed-in users (amr)."),
                "In the classic flow a guest names the role to take, and AWS gives it.",
                NAME_SIGNED_IN,
                |roles, context| is_wrong($path, Wrong::OpenToGuests, roles, context),
            )),
            finding(
                $path,
                Severity::High,
                concat!($role, " for guests only: the amr in its trust policy keeps signed-in users out."),
                NO_CREDENTIALS,
                NAME_SIGNED_IN,
                |roles, context| is_wrong($path, Wrong::Trust(TrustFlaw::OtherTakers), roles, context),
            ),
            beside_pool(finding(
                $path,
                Severity::Low,
                concat!($role, " open to future guests: they could take it if the pool let them in (amr)."),
                "Once guests and the classic flow are allowed, everybody can take the role of signed-in users.",
                NAME_SIGNED_IN,
                |roles, context| is_wrong($path, Wrong::OpenToFutureGuests, roles, context),
            )),
        ]
    };
}

pub(super) const AUTHENTICATED_TRUST: &[Finding] = &at_setting!(AUTHENTICATED, "Authenticated role");
pub(super) const AUTHENTICATED_TAKERS: &[Finding] = &of_signed_in!(AUTHENTICATED, "Authenticated role");
pub(super) const MAPPED_TRUST: &[Finding] = &at_setting!(MAPPINGS, "Mapped role");
pub(super) const MAPPED_TAKERS: &[Finding] = &of_signed_in!(MAPPINGS, "Mapped role");
pub(super) const GUEST_TRUST: &[Finding] = &at_setting!(UNAUTHENTICATED, "Guest role");
pub(super) const GUEST_TAKERS: &[Finding] = &[finding(
    UNAUTHENTICATED,
    Severity::High,
    "Guest role for signed-in users only: the amr in its trust policy keeps guests out.",
    NO_CREDENTIALS,
    "In IAM, ask for unauthenticated in the amr of its trust policy.",
    |roles, context| is_wrong(UNAUTHENTICATED, Wrong::Trust(TrustFlaw::OtherTakers), roles, context),
)];

const NO_CREDENTIALS: &str = "AWS refuses every request for credentials of the role, so nobody can use it.";
const NAME_POOL: &str = "In IAM, ask for the id of this pool in the aud of its trust policy.";
const NAME_SIGNED_IN: &str = "In IAM, ask for authenticated in the amr of its trust policy.";

const fn finding(
    path: &'static str,
    severity: Severity,
    text: &'static str,
    why: &'static str,
    advice: &'static str,
    applies: fn(&Document, &ValidationContext<'_>) -> bool,
) -> Finding {
    let of: fn(&Key, &Document, &dyn Known) -> Vec<Need> = match path.as_bytes() {
        b"Roles.authenticated" => |_, roles, _| needs(AUTHENTICATED, roles),
        b"Roles.unauthenticated" => |_, roles, _| needs(UNAUTHENTICATED, roles),
        _ => |_, roles, _| needs(MAPPINGS, roles),
    };
    Finding {
        id: "IP5",
        severity,
        path,
        text,
        why,
        source: ROLE_TRUST,
        fix: Fix::Elsewhere(advice),
        needs_companion: false,
        evidence: Some(Evidence { kinds: &[|| &ROLE], of, is_read_with_details: true, shows_in_part: true }),
        applies,
    }
}

/// The same finding, which depends on the settings of the pool too.
const fn beside_pool(finding: Finding) -> Finding {
    Finding { needs_companion: true, ..finding }
}

/// The roles at a setting, each once. What is at another setting as well is told there.
fn roles_at<'a>(path: &str, roles: &'a Document) -> Vec<&'a str> {
    let at = |path: &str| roles.text(path).filter(|arn| is_role(arn));
    if path != MAPPINGS {
        return at(path).into_iter().collect();
    }
    let mut found: Vec<&str> = Vec::new();
    for arn in mapped_roles(roles) {
        if is_role(arn) && at(AUTHENTICATED) != Some(arn) && !found.contains(&arn) {
            found.push(arn);
        }
    }
    found
}

fn needs(path: &str, roles: &Document) -> Vec<Need> {
    roles_at(path, roles).into_iter().map(|arn| Need::Existence(Key::top(&ROLE, arn))).collect()
}

/// True if a role at a setting is wrong in this way.
fn is_wrong(path: &str, wrong: Wrong, roles: &Document, context: &ValidationContext<'_>) -> bool {
    let Some((pool, known)) = context.evidence() else { return false };
    roles_at(path, roles).into_iter().any(|arn| {
        let role = Key::top(&ROLE, arn);
        let Some(policy) = known.document(&role).and_then(|role| role.get(TRUST_POLICY)) else {
            return wrong == Wrong::Missing && known.is_absent(&role);
        };
        let takers = if path == UNAUTHENTICATED { Takers::Guests } else { Takers::SignedIn };
        let found = flaws(policy, role_partition(arn), &pool.id, takers);
        // The pool itself gives guests their own role.
        let is_theirs = || roles.text(UNAUTHENTICATED) == Some(arn);
        let is_open = || found.contains(&TrustFlaw::OpenToGuests) && !is_theirs();
        let reaches_guests = || context.companion.map(|pool| guests(pool) && classic(pool));
        match wrong {
            Wrong::Missing => false,
            Wrong::Trust(flaw) => found.contains(&flaw),
            Wrong::OpenToGuests => is_open() && reaches_guests() == Some(true),
            Wrong::OpenToFutureGuests => is_open() && reaches_guests() == Some(false),
        }
    })
}

#[cfg(test)]
mod tests;
