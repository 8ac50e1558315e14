//! What identity pools and their roles refer to: user pools, app clients, and IAM roles.

use serde_json::Value;

use crate::resource::tables::{CLIENT, ROLE, USER_POOL};
use crate::resource::{Document, Key, Reference, Relation};

static TRUSTS: Relation = Relation { does: "trusts it", is: "trusted" };
static TRUSTS_CLIENTS_OF: Relation = Relation { does: "trusts its users", is: "" };
static MAPS: Relation = Relation { does: "maps its users to roles", is: "" };
static HANDS_OUT: Relation = Relation { does: "gives it to", is: "given to" };

/// Both by the user-pool providers. Providers of other types are no resources of Cognito.
pub(super) fn of_pool(_: &Key, pool: &Document) -> Vec<Reference> {
    let providers = pool.get("CognitoIdentityProviders").and_then(Value::as_array).into_iter().flatten();
    let named = |provider: &Value| {
        let (_, user_pool) = provider.get("ProviderName")?.as_str()?.rsplit_once('/')?;
        let client = provider.get("ClientId").and_then(Value::as_str).filter(|id| !id.is_empty());
        let client = client.map(|id| Reference::new(Key::child(&CLIENT, user_pool, id), &TRUSTS, ""));
        Some(client.into_iter().chain([Reference::new(
            Key::top(&USER_POOL, user_pool),
            &TRUSTS_CLIENTS_OF,
            "",
        )]))
    };
    let mut found: Vec<Reference> = Vec::new();
    for reference in providers.filter_map(named).flatten() {
        if !found.contains(&reference) {
            found.push(reference);
        }
    }
    found
}

/// The roles of the rules, in their order.
pub(super) fn mapped_roles(roles: &Document) -> impl Iterator<Item = &str> {
    let mappings = roles.get("RoleMappings").and_then(Value::as_object).into_iter().flatten();
    let lists = mappings.filter_map(|(_, mapping)| mapping.pointer("/RulesConfiguration/Rules")?.as_array());
    lists.flatten().filter_map(|rule| rule.get("RoleARN")?.as_str())
}

/// Roles by the default roles and by the rules; app clients by the providers that role mappings are for.
pub(super) fn of_roles(_: &Key, roles: &Document) -> Vec<Reference> {
    let role = |arn: &str, who: String| Reference::new(Key::top(&ROLE, arn), &HANDS_OUT, who);
    let defaults = [("Roles.authenticated", "signed-in users"), ("Roles.unauthenticated", "guests")];
    let defaults = defaults.iter().filter_map(|(path, who)| {
        roles.text(path).filter(|arn| !arn.is_empty()).map(|arn| role(arn, (*who).to_owned()))
    });
    let mut found: Vec<Reference> = defaults.collect();
    let mappings = roles.get("RoleMappings").and_then(Value::as_object).into_iter().flatten();
    for (provider, mapping) in mappings {
        found.extend(client_of_mapping(provider).map(|client| Reference::new(client, &MAPS, "")));
        let its_rules = mapping.pointer("/RulesConfiguration/Rules").and_then(Value::as_array);
        for rule in its_rules.into_iter().flatten() {
            let text = |member: &str| rule.get(member).and_then(Value::as_str);
            if let Some(arn) = text("RoleARN") {
                let words = ["Claim", "MatchType", "Value"].map(|member| text(member).unwrap_or("?"));
                found.push(role(arn, format!("users with {}", words.join(" "))));
            }
        }
    }
    found
}

/// The app client of a role mapping: `cognito-idp.<region>.amazonaws.com/<user pool id>:<client id>`.
fn client_of_mapping(provider: &str) -> Option<Key> {
    let (_, pool) = provider.strip_prefix("cognito-idp.")?.split_once('/')?;
    let (pool, client) = pool.split_once(':')?;
    Some(Key::child(&CLIENT, pool, client))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::ROLES;

    #[test]
    fn roles_refer_to_each_role_with_who_gets_it_and_to_the_clients_of_their_mappings() {
        let roles = json!({"Roles": {"authenticated": "arn:a", "unauthenticated": "arn:g"}, "RoleMappings": {
            "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_A:c1": {"Type": "Rules", "RulesConfiguration":
                {"Rules": [{"Claim": "cognito:groups", "MatchType": "Contains", "Value": "ops",
                    "RoleARN": "arn:o"}]}},
            "accounts.google.com": {"Type": "Token"}}});
        let roles = Document::from_value(roles).expect("an object");
        let found = of_roles(&Key::top(&ROLES, "p"), &roles);
        let found: Vec<_> =
            found.iter().map(|one| format!("{:?} {} {}", one.to, one.relation.does, one.text)).collect();
        let all = [
            "Role(arn:a) gives it to signed-in users",
            "Role(arn:g) gives it to guests",
            "Client(c1) maps its users to roles ",
            "Role(arn:o) gives it to users with cognito:groups Contains ops",
        ];
        assert_eq!(found, all);
    }
}
