//! Identity providers: an update replaces the maps that it sends, some details are never returned, and
//! invalid providers are refused.

use cognitui::demo::Store;
use serde_json::{Value, json};

use super::{call, merged, refusal, with_pool};

/// The request that creates a provider.
fn provider(pool: &str, name: &str, kind: &str, details: Value) -> Value {
    let mut request = json!({"UserPoolId": pool, "ProviderName": name, "ProviderType": kind});
    request["ProviderDetails"] = details;
    request
}

fn saml(more: Value) -> Value {
    merged(json!({"MetadataURL": "https://idp.example/metadata"}), more)
}

fn oidc(more: Value) -> Value {
    let details = json!({"client_id": "a", "oidc_issuer": "https://idp.example", "authorize_scopes": "openid",
        "attributes_request_method": "GET"});
    merged(details, more)
}

fn social(more: Value) -> Value {
    merged(json!({"client_id": "a", "client_secret": "b", "authorize_scopes": "openid"}), more)
}

fn made(store: &mut Store, request: Value) -> Value {
    call(store, "CreateIdentityProvider", request)["IdentityProvider"].clone()
}

fn invalid(why: &str) -> String {
    format!("InvalidParameterException: {why}")
}

/// The metadata of a SAML provider of the demo.
fn metadata_of(name: &str) -> String {
    let mut store = Store::demo();
    let ids = json!({"UserPoolId": store.user_pool_id("workforce"), "ProviderName": name});
    let shown = call(&mut store, "DescribeIdentityProvider", ids);
    shown["IdentityProvider"]["ProviderDetails"]["MetadataFile"].as_str().expect("metadata").to_owned()
}

#[test]
fn a_provider_update_replaces_only_the_maps_it_names() {
    let (mut store, pool) = with_pool();
    let details = json!({"client_id": "a", "client_secret": "b", "authorize_scopes": "openid"});
    let google = json!({
        "UserPoolId": pool, "ProviderName": "Google", "ProviderType": "Google", "ProviderDetails": details,
        "AttributeMapping": {"email": "email", "name": "name"}, "IdpIdentifiers": ["g"],
    });
    let made = call(&mut store, "CreateIdentityProvider", google.clone())["IdentityProvider"].clone();
    assert_eq!(
        made["ProviderDetails"]["oidc_issuer"], "https://accounts.google.com",
        "Describe adds what Cognito derives"
    );

    let update = json!({"UserPoolId": pool, "ProviderName": "Google", "AttributeMapping": {"email": "mail"}});
    let after = call(&mut store, "UpdateIdentityProvider", update)["IdentityProvider"].clone();
    assert_eq!(after["AttributeMapping"], json!({"email": "mail", "username": "sub"}));
    assert_eq!(
        (&after["ProviderDetails"], &after["IdpIdentifiers"]),
        (&made["ProviderDetails"], &json!(["g"]))
    );
    assert!(
        refusal(&mut store, "CreateIdentityProvider", google).starts_with("DuplicateProviderException: ")
    );
}

#[test]
fn providers_that_cannot_work_are_refused() {
    let (mut store, pool) = with_pool();
    let mut refused = |name: &str, kind: &str, details: Value| {
        refusal(&mut store, "CreateIdentityProvider", provider(&pool, name, kind, details))
    };
    assert_eq!(refused("login", "Google", json!({})), invalid("Provider login cannot be of type Google."));
    assert_eq!(refused("Google", "OIDC", json!({})), invalid("Provider Google cannot be of type OIDC."));
    assert_eq!(refused("COGNITO", "SAML", json!({})), invalid("COGNITO is a reserved provider name."));
    assert_eq!(
        refused("acme", "SAML", json!({})),
        invalid("At least one of the MetadataURL or MetadataFile should be provided.")
    );
    let certificate = json!({"MetadataURL": "https://a.example", "ActiveEncryptionCertificate": "x"});
    assert_eq!(
        refused("acme", "SAML", certificate),
        invalid("Provider detail ActiveEncryptionCertificate is not valid.")
    );
    assert_eq!(
        refused("oidc", "OIDC", json!({"client_id": "a"})),
        invalid("Provider detail oidc_issuer is required for provider type OIDC.")
    );
}

#[test]
fn apples_private_key_is_never_given_back_and_needed_with_any_detail() {
    let mut store = Store::demo();
    let ids = json!({"UserPoolId": store.user_pool_id("workforce"), "ProviderName": "SignInWithApple"});
    let shown = call(&mut store, "DescribeIdentityProvider", ids.clone())["IdentityProvider"].clone();
    assert_eq!(shown["ProviderDetails"].get("private_key"), None);
    let back = merged(ids, json!({"ProviderDetails": shown["ProviderDetails"]}));
    assert!(refusal(&mut store, "UpdateIdentityProvider", back).contains("private_key is required"));
}

#[test]
fn a_name_has_three_to_thirty_two_characters_and_does_not_start_with_an_underscore() {
    let (mut store, pool) = with_pool();
    let longest = "a".repeat(32);
    for name in ["idp", "従業員SSO", "ADFS-2020", longest.as_str()] {
        made(&mut store, provider(&pool, name, "SAML", saml(json!({}))));
    }
    let longer = "a".repeat(33);
    for (name, rule) in [
        ("ab", "pattern: [^_"),
        ("_idp", "pattern: [^_"),
        ("my idp", "pattern: [^_"),
        (&longer, "less than or equal to 32"),
    ] {
        let refused =
            refusal(&mut store, "CreateIdentityProvider", provider(&pool, name, "SAML", saml(json!({}))));
        assert!(
            refused.starts_with(&invalid("1 validation error detected: Value")) && refused.contains(rule),
            "{refused}"
        );
    }
    let again =
        refusal(&mut store, "CreateIdentityProvider", provider(&pool, "idp", "OIDC", oidc(json!({}))));
    assert_eq!(
        again,
        "DuplicateProviderException: A provider with the name idp already exists in this user pool."
    );
}

#[test]
fn a_detail_that_is_none_of_its_values_is_refused() {
    let (mut store, pool) = with_pool();
    let mut refused = |name: &str, kind: &str, details: Value| {
        refusal(&mut store, "CreateIdentityProvider", provider(&pool, name, kind, details))
    };
    for name in ["IDPSignout", "IDPInit", "EncryptedResponses"] {
        let why = invalid(&format!("Provider detail {name} must be true or false."));
        assert_eq!(refused("saml", "SAML", saml(json!({name: "yes"}))), why);
    }
    let rest = |url: &str| {
        let other = "https://a.example";
        json!({"authorize_url": url, "token_url": other, "attributes_url": other})
    };
    for (name, kind, details, why) in [
        (
            "saml",
            "SAML",
            saml(json!({"RequestSigningAlgorithm": "rsa-sha1"})),
            "RequestSigningAlgorithm must be rsa-sha256.",
        ),
        (
            "oidc",
            "OIDC",
            oidc(json!({"attributes_request_method": "PUT"})),
            "attributes_request_method must be GET or POST.",
        ),
        (
            "oidc",
            "OIDC",
            oidc(json!({"oidc_issuer": "http://idp.example"})),
            "oidc_issuer must be an https URL.",
        ),
        ("oidc", "OIDC", oidc(rest("http://a.example")), "authorize_url must be an https URL."),
        ("oidc", "OIDC", oidc(rest("https:///authorize")), "authorize_url must be an https URL."),
        ("oidc", "OIDC", oidc(json!({"client_id": ""})), "client_id is required for provider type OIDC."),
        (
            "Google",
            "Google",
            json!({"client_id": "a", "authorize_scopes": "email"}),
            "client_secret is required for provider type Google.",
        ),
        ("Facebook", "Facebook", social(json!({"api_version": "17"})), "api_version must look like v17.0."),
    ] {
        assert_eq!(refused(name, kind, details), invalid(&format!("Provider detail {why}")));
    }
    assert_eq!(
        refused("oidc", "OIDC", oidc(rest("https://a.example"))),
        invalid(
            "Provider details authorize_url, token_url, attributes_url, jwks_uri must be given all \
             together or not at all."
        )
    );
}

#[test]
fn the_addresses_of_an_oidc_provider_are_told_or_come_from_its_issuer() {
    let (mut store, pool) = with_pool();
    let issuer =
        made(&mut store, provider(&pool, "issuer", "OIDC", oidc(json!({}))))["ProviderDetails"].clone();
    assert_eq!(
        (&issuer["token_url"], &issuer["attributes_url_add_attributes"]),
        (&json!("https://idp.example/token"), &json!("false"))
    );
    let own = json!({
        "authorize_url": "https://a.example/1", "token_url": "https://a.example/2",
        "attributes_url": "https://a.example/3", "jwks_uri": "https://a.example/4",
    });
    let details =
        made(&mut store, provider(&pool, "own", "OIDC", oidc(own.clone())))["ProviderDetails"].clone();
    for (name, url) in own.as_object().expect("an object") {
        assert_eq!(&details[name], url, "{name}");
    }
}

#[test]
fn saml_metadata_has_to_be_some_and_its_certificate_valid() {
    let (mut store, pool) = with_pool();
    let (valid, expired) = (metadata_of("Universite\u{301}"), metadata_of("ADFS-2020"));
    let file = |name: &str, file: &str| provider(&pool, name, "SAML", json!({"MetadataFile": file}));
    made(&mut store, file("valid", &valid));
    let mut refused = |metadata: &str| refusal(&mut store, "CreateIdentityProvider", file("saml", metadata));
    assert_eq!(refused(&expired), invalid("The signing certificate in the metadata has expired."));
    assert_eq!(
        refused(&valid.replace("MIIB", "MI")),
        invalid("Invalid SAML metadata: it holds a certificate that can't be read: it is cut off.")
    );
    assert_eq!(
        refused("<html>"),
        invalid(
            "Invalid SAML metadata: it is a web page, not SAML metadata: its address may want a sign-in."
        )
    );
    let service = valid.replace("IDPSSODescriptor", "SPSSODescriptor");
    assert_eq!(
        refused(&service),
        invalid(
            "Invalid SAML metadata: it has no IDPSSODescriptor, so it is not an identity provider's but a \
             service provider's."
        )
    );
    assert_eq!(refused(""), invalid("At least one of the MetadataURL or MetadataFile should be provided."));

    let swap =
        json!({"UserPoolId": pool, "ProviderName": "valid", "ProviderDetails": {"MetadataFile": expired}});
    assert_eq!(
        refusal(&mut store, "UpdateIdentityProvider", swap),
        invalid("The signing certificate in the metadata has expired.")
    );
}

#[test]
fn a_provider_of_the_demo_whose_certificate_expired_can_be_changed_but_not_sent_back() {
    let mut store = Store::demo();
    let ids = json!({"UserPoolId": store.user_pool_id("workforce"), "ProviderName": "ADFS-2020"});
    let before = call(&mut store, "DescribeIdentityProvider", ids.clone())["IdentityProvider"].clone();
    call(&mut store, "UpdateIdentityProvider", merged(ids.clone(), json!({"IdpIdentifiers": ["adfs"]})));
    let back = merged(ids, json!({"ProviderDetails": before["ProviderDetails"]}));
    assert_eq!(
        refusal(&mut store, "UpdateIdentityProvider", back),
        invalid("The signing certificate in the metadata has expired.")
    );
}

#[test]
fn a_provider_is_found_by_any_of_its_identifiers_and_by_nothing_else() {
    let (mut store, pool) = with_pool();
    let request = merged(
        provider(&pool, "okta", "OIDC", oidc(json!({}))),
        json!({"IdpIdentifiers": ["acme.example", "acme.test"]}),
    );
    let okta = made(&mut store, request);
    let by = |identifier: &str| json!({"UserPoolId": pool, "IdpIdentifier": identifier});
    for identifier in ["acme.example", "acme.test"] {
        assert_eq!(
            call(&mut store, "GetIdentityProviderByIdentifier", by(identifier)),
            json!({"IdentityProvider": okta})
        );
    }
    assert_eq!(
        refusal(&mut store, "GetIdentityProviderByIdentifier", by("okta")),
        "ResourceNotFoundException: No identity provider has the identifier okta."
    );
}

#[test]
fn an_identifier_leads_to_one_provider() {
    let (mut store, pool) = with_pool();
    let request = |name: &str, identifiers: Value| {
        merged(provider(&pool, name, "SAML", saml(json!({}))), json!({"IdpIdentifiers": identifiers}))
    };
    made(&mut store, request("first", json!(["acme.example"])));
    made(&mut store, request("second", json!([])));
    let taken = invalid("The identifier acme.example is already used by another provider.");
    assert_eq!(
        refusal(&mut store, "CreateIdentityProvider", request("third", json!(["acme.example"]))),
        taken
    );
    assert_eq!(
        refusal(&mut store, "UpdateIdentityProvider", request("second", json!(["acme.example"]))),
        taken
    );
    call(&mut store, "UpdateIdentityProvider", request("first", json!(["acme.example"])));
    let twice = request("third", json!(["a", "a"]));
    assert_eq!(
        refusal(&mut store, "CreateIdentityProvider", twice),
        invalid("The identifier a is listed twice.")
    );

    let many = |count: usize| (0..count).map(|n| n.to_string()).collect::<Vec<_>>();
    made(&mut store, request("third", json!(many(50))));
    for (identifiers, rule) in
        [(json!(many(51)), "less than or equal to 50"), (json!(["a".repeat(41)]), "less than or equal to 40")]
    {
        let refused = refusal(&mut store, "CreateIdentityProvider", request("fourth", identifiers));
        assert!(refused.contains("'idpIdentifiers'") && refused.contains(rule), "{refused}");
    }
}

#[test]
fn only_attributes_that_the_pool_has_are_filled_on_create_and_on_update() {
    let (mut store, pool) = with_pool();
    let with = |mapping: Value| {
        merged(provider(&pool, "saml", "SAML", saml(json!({}))), json!({"AttributeMapping": mapping}))
    };
    let refused = invalid("Attribute mapping custom:team is not in the user pool schema.");
    assert_eq!(refusal(&mut store, "CreateIdentityProvider", with(json!({"custom:team": "team"}))), refused);
    made(&mut store, with(json!({"email": "mail"})));
    assert_eq!(refusal(&mut store, "UpdateIdentityProvider", with(json!({"custom:team": "team"}))), refused);
}

#[test]
fn what_cognito_works_out_may_be_sent_back_and_changes_nothing() {
    let (mut store, pool) = with_pool();
    let apple = json!({
        "client_id": "a", "team_id": "b", "key_id": "c", "private_key": "d", "authorize_scopes": "email",
    });
    for (name, kind, details) in [
        ("saml", "SAML", saml(json!({"IDPSignout": "true"}))),
        ("oidc", "OIDC", oidc(json!({}))),
        ("Google", "Google", social(json!({}))),
        ("Facebook", "Facebook", social(json!({"api_version": "v21.0"}))),
        ("LoginWithAmazon", "LoginWithAmazon", social(json!({}))),
        ("SignInWithApple", "SignInWithApple", apple.clone()),
    ] {
        let before = made(&mut store, provider(&pool, name, kind, details))["ProviderDetails"].clone();
        let mut back = before.clone();
        for worked_out in ["SSORedirectBindingURI", "SLORedirectBindingURI", "attributes_url_add_attributes"]
        {
            if before.get(worked_out).is_some() {
                back[worked_out] = json!("nonsense");
            }
        }
        if kind == "SignInWithApple" {
            back["private_key"] = json!("d");
        }
        let after =
            call(&mut store, "UpdateIdentityProvider", provider(&pool, name, kind, back))["IdentityProvider"]
                .clone();
        assert_eq!(after["ProviderDetails"], before, "{name}");
    }
    let newer = provider(
        &pool,
        "Facebook",
        "Facebook",
        social(json!({"api_version": "v22.0", "token_url": "https://elsewhere.example"})),
    );
    let after = call(&mut store, "UpdateIdentityProvider", newer)["IdentityProvider"].clone();
    assert_eq!(after["ProviderDetails"]["token_url"], "https://graph.facebook.com/v22.0/oauth/access_token");
}

#[test]
fn the_certificate_that_responses_are_encrypted_for_is_told_but_not_taken_back() {
    let (mut store, pool) = with_pool();
    let before =
        made(&mut store, provider(&pool, "saml", "SAML", saml(json!({"EncryptedResponses": "true"}))));
    assert!(before["ProviderDetails"]["ActiveEncryptionCertificate"].is_string());
    let back = provider(&pool, "saml", "SAML", before["ProviderDetails"].clone());
    let refused = refusal(&mut store, "UpdateIdentityProvider", back);
    assert_eq!(refused, invalid("Provider detail ActiveEncryptionCertificate is not valid."));
}

#[test]
fn a_deleted_provider_leaves_its_name_with_the_clients_which_then_cannot_be_sent_back() {
    let (mut store, pool) = with_pool();
    made(&mut store, provider(&pool, "Google", "Google", social(json!({}))));
    let client =
        json!({"UserPoolId": pool, "ClientName": "web", "SupportedIdentityProviders": ["COGNITO", "Google"]});
    let client = call(&mut store, "CreateUserPoolClient", client)["UserPoolClient"].clone();
    let google = json!({"UserPoolId": pool, "ProviderName": "Google"});
    assert_eq!(call(&mut store, "DeleteIdentityProvider", google.clone()), Value::Null);

    let not_found = "ResourceNotFoundException: Identity provider Google does not exist.";
    for operation in ["DescribeIdentityProvider", "UpdateIdentityProvider", "DeleteIdentityProvider"] {
        assert_eq!(refusal(&mut store, operation, google.clone()), not_found, "{operation}");
    }
    let ids = json!({"UserPoolId": pool, "ClientId": client["ClientId"]});
    let now = call(&mut store, "DescribeUserPoolClient", ids.clone())["UserPoolClient"].clone();
    assert_eq!(now["SupportedIdentityProviders"], json!(["COGNITO", "Google"]));
    assert_eq!(
        refusal(&mut store, "UpdateUserPoolClient", now),
        invalid(&format!("The provider Google does not exist for User Pool {pool}."))
    );
    call(&mut store, "UpdateUserPoolClient", merged(ids, json!({"SupportedIdentityProviders": ["COGNITO"]})));
}
