//! The provider details, one table for each type of provider. Describe also returns details that AWS computes
//! and Update refuses. Source: the API reference of `CreateIdentityProvider`, `ProviderDetails`.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::resource::field::{Field, FieldKind, Rule, Suggestions};
use crate::resource::tables::user_pools::provider::is_of_type;
use crate::resource::tables::user_pools::provider::saml::SAML;

pub(crate) const COUNT: usize =
    SAML.len() + OIDC.len() + GOOGLE.len() + FACEBOOK.len() + APPLE.len() + AMAZON.len();

/// The details of all types; each row is visible for its own type.
pub(crate) static DETAILS: [Field; COUNT] = Field::joined(&[SAML, OIDC, GOOGLE, FACEBOOK, APPLE, AMAZON]);

pub(crate) const GROUP: &str = "Provider details";

/// The attributes that Entra ID, AD FS and Okta send.
const SAML_CLAIMS: &[&str] = &[
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn",
    "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups",
    "http://schemas.microsoft.com/identity/claims/displayname",
    "urn:oid:0.9.2342.19200300.100.1.3",
    "email",
    "firstName",
    "lastName",
    "groups",
];

pub(crate) fn claims(kind: &str) -> &'static [&'static str] {
    match kind {
        "SAML" => SAML_CLAIMS,
        "Google" => &[
            "sub",
            "email",
            "email_verified",
            "name",
            "given_name",
            "family_name",
            "picture",
            "phoneNumbers",
            "birthdays",
        ],
        "Facebook" => &[
            "id",
            "email",
            "name",
            "first_name",
            "last_name",
            "middle_name",
            "picture",
            "birthday",
            "gender",
        ],
        "SignInWithApple" => &["sub", "email", "email_verified", "name", "firstName", "lastName"],
        "LoginWithAmazon" => &["user_id", "email", "name", "postal_code"],
        _ => &[
            "sub",
            "email",
            "email_verified",
            "name",
            "given_name",
            "family_name",
            "preferred_username",
            "phone_number",
            "phone_number_verified",
            "picture",
            "locale",
            "groups",
        ],
    }
}

pub(crate) const TEXT: Rule = Rule::length(1, 131_072);
const URL: Rule = TEXT.also(https);

pub(crate) fn https(url: &str) -> Result<(), String> {
    let host = url.strip_prefix("https://").and_then(|rest| rest.split(['/', '?', '#', ':']).next());
    if host.is_none_or(str::is_empty) {
        return Err("must begin with https:// and name a host".to_owned());
    }
    if url.contains(char::is_whitespace) { Err("must not contain spaces".to_owned()) } else { Ok(()) }
}

const fn detail(path: &'static str, label: &'static str, kind: FieldKind) -> Field {
    Field::new(path, label, GROUP, kind)
}

const fn text(path: &'static str, label: &'static str) -> Field {
    detail(path, label, FieldKind::Text).rule(TEXT.required())
}

/// Reads a key file as AWS wants it: the text between the first and the last line, on one line. Source: the
/// Amplify documentation, "Sign in with Apple", whose tool passes the key to Cognito in this form.
///
/// In JSON secrets and environment variables the line ends are often written out, as `\n`.
fn key_of_file(text: &str) -> Result<String, String> {
    let text = text.replace("\\r", "").replace("\\n", "\n");
    let body = text
        .split("-----BEGIN PRIVATE KEY-----")
        .nth(1)
        .and_then(|rest| rest.split("-----END PRIVATE KEY-----").next());
    let key: String = body.unwrap_or(&text).split_whitespace().collect();
    // The beginning of what it holds tells a key from other words (RFC 5958, 2: a SEQUENCE).
    let Some(bytes) = BASE64_STANDARD.decode(&key).ok().filter(|bytes| bytes.first() == Some(&0x30)) else {
        return Err("is not a .p8 private key with its BEGIN and END lines".to_owned());
    };
    // Apple signs with ES256 only. Source: Apple's documentation, "Create a Sign in with Apple private key".
    if bytes.windows(RSA.len()).take(40).any(|part| part == RSA) {
        return Err("is an RSA key, and Sign in with Apple needs the EC key of the .p8 file".to_owned());
    }
    Ok(key)
}

/// The object identifier of RSA keys, 1.2.840.113549.1.1.1 (RFC 8017, A.1).
const RSA: &[u8] = &[0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

/// Checks that a text is a key in the form that AWS wants.
fn is_key(text: &str) -> Result<(), String> {
    let alone = key_of_file(text)? == text;
    if alone {
        Ok(())
    } else {
        Err("must be only the text between the BEGIN and END lines, without spaces".to_owned())
    }
}

/// A detail that AWS computes and that Update refuses.
const fn computed_by_aws(path: &'static str, label: &'static str) -> Field {
    detail(path, label, FieldKind::Text).read_only().help("Set by AWS, never sent.")
}

const CLIENT_ID: Field = text("ProviderDetails.client_id", "Client id")
    .help("The id of the app that you registered at the provider.");
const CLIENT_SECRET: Field = detail("ProviderDetails.client_secret", "Client secret", FieldKind::Secret)
    .rule(TEXT.required())
    .help("The secret of that app. Unedited, it stays as it is.");
const SCOPES: Field =
    text("ProviderDetails.authorize_scopes", "Scopes").help("The scopes to request, separated by spaces.");

const OIDC: &[Field] = &[
    CLIENT_ID.visible_if(is_oidc),
    detail("ProviderDetails.client_secret", "Client secret", FieldKind::Secret)
        .rule(TEXT)
        .when_absent("none: a public client")
        .help("The secret of that app. Unedited, it stays as it is.")
        .visible_if(is_oidc),
    SCOPES.help("The scopes to request, separated by spaces. Must include openid.").visible_if(is_oidc),
    detail(
        "ProviderDetails.attributes_request_method",
        "Attributes request method",
        FieldKind::Choice(&["GET", "POST"]),
    )
    .rule(Rule::ANY.required())
    .help("The HTTP method to request user info with.")
    .visible_if(is_oidc),
    text("ProviderDetails.oidc_issuer", "Issuer")
        .rule(URL.required())
        .help("The iss claim of the provider's tokens. Unset endpoints are discovered from it.")
        .visible_if(is_oidc),
    endpoint("ProviderDetails.authorize_url", "Authorization endpoint"),
    endpoint("ProviderDetails.token_url", "Token endpoint"),
    endpoint("ProviderDetails.attributes_url", "User-info endpoint"),
    endpoint("ProviderDetails.jwks_uri", "Keys (JWKS)"),
    computed_by_aws("ProviderDetails.attributes_url_add_attributes", "Attributes in the URL")
        .visible_if(is_oidc),
];

/// An endpoint that AWS discovers through the issuer unless it is given.
const fn endpoint(path: &'static str, label: &'static str) -> Field {
    detail(path, label, FieldKind::Text)
        .rule(URL)
        .when_absent("discovered from the issuer")
        .computed()
        .help("Set all four endpoints, or none: AWS then discovers them from the issuer.")
        .visible_if(is_oidc)
}

const GOOGLE: &[Field] = &[
    CLIENT_ID.visible_if(is_google),
    CLIENT_SECRET.visible_if(is_google),
    SCOPES.visible_if(is_google),
    computed_by_aws("ProviderDetails.authorize_url", "Authorization endpoint").visible_if(is_google),
    computed_by_aws("ProviderDetails.token_url", "Token endpoint").visible_if(is_google),
    computed_by_aws("ProviderDetails.token_request_method", "Token request method").visible_if(is_google),
    computed_by_aws("ProviderDetails.attributes_url", "User-info endpoint").visible_if(is_google),
    computed_by_aws("ProviderDetails.attributes_url_add_attributes", "Attributes in the URL")
        .visible_if(is_google),
    computed_by_aws("ProviderDetails.oidc_issuer", "Issuer").visible_if(is_google),
];

const FACEBOOK: &[Field] = &[
    CLIENT_ID.help("The id of the app at Facebook.").visible_if(is_facebook),
    CLIENT_SECRET.visible_if(is_facebook),
    SCOPES.help("The scopes to request, separated by commas.").visible_if(is_facebook),
    detail("ProviderDetails.api_version", "API version", FieldKind::Text)
        .rule(Rule::ANY.pattern(r"v\d+\.\d+", "v and a version, such as v17.0"))
        .when_absent("chosen by AWS")
        .computed()
        .suggestions(Suggestions::Common(&["v17.0", "v18.0", "v19.0", "v20.0", "v21.0"]))
        .help("Which version of Facebook's Graph API is used.")
        .visible_if(is_facebook),
    computed_by_aws("ProviderDetails.authorize_url", "Authorization endpoint").visible_if(is_facebook),
    computed_by_aws("ProviderDetails.token_url", "Token endpoint").visible_if(is_facebook),
    computed_by_aws("ProviderDetails.token_request_method", "Token request method").visible_if(is_facebook),
    computed_by_aws("ProviderDetails.attributes_url", "User-info endpoint").visible_if(is_facebook),
    computed_by_aws("ProviderDetails.attributes_url_add_attributes", "Attributes in the URL")
        .visible_if(is_facebook),
];

const APPLE: &[Field] = &[
    text("ProviderDetails.client_id", "Services id")
        .help("The Services ID of Apple's developer account, such as com.example.shop.")
        .visible_if(is_apple),
    text("ProviderDetails.team_id", "Team id")
        .help("The id of your Apple developer team: ten letters and digits.")
        .visible_if(is_apple),
    text("ProviderDetails.key_id", "Key id")
        .help("The id of the key: ten letters and digits.")
        .visible_if(is_apple),
    detail("ProviderDetails.private_key", "Private key", FieldKind::Secret)
        .write_only()
        .rule(TEXT.also(is_key))
        .when_absent("never returned; needed with every change")
        .suggestions(Suggestions::File(key_of_file))
        .help("The .p8 file from Apple. AWS never returns it and needs it with every change.")
        .visible_if(is_apple),
    SCOPES.visible_if(is_apple),
    computed_by_aws("ProviderDetails.authorize_url", "Authorization endpoint").visible_if(is_apple),
    computed_by_aws("ProviderDetails.token_url", "Token endpoint").visible_if(is_apple),
    computed_by_aws("ProviderDetails.token_request_method", "Token request method").visible_if(is_apple),
    computed_by_aws("ProviderDetails.attributes_url_add_attributes", "Attributes in the URL")
        .visible_if(is_apple),
    computed_by_aws("ProviderDetails.oidc_issuer", "Issuer").visible_if(is_apple),
];

const AMAZON: &[Field] = &[
    CLIENT_ID.help("The id of the security profile at Amazon.").visible_if(is_amazon),
    CLIENT_SECRET.visible_if(is_amazon),
    SCOPES.visible_if(is_amazon),
    computed_by_aws("ProviderDetails.authorize_url", "Authorization endpoint").visible_if(is_amazon),
    computed_by_aws("ProviderDetails.token_url", "Token endpoint").visible_if(is_amazon),
    computed_by_aws("ProviderDetails.token_request_method", "Token request method").visible_if(is_amazon),
    computed_by_aws("ProviderDetails.attributes_url", "User-info endpoint").visible_if(is_amazon),
    computed_by_aws("ProviderDetails.attributes_url_add_attributes", "Attributes in the URL")
        .visible_if(is_amazon),
];

fn is_oidc(text: &dyn Fn(&str) -> Option<String>) -> bool {
    is_of_type(text, &["OIDC"])
}

fn is_google(text: &dyn Fn(&str) -> Option<String>) -> bool {
    is_of_type(text, &["Google"])
}

fn is_facebook(text: &dyn Fn(&str) -> Option<String>) -> bool {
    is_of_type(text, &["Facebook"])
}

fn is_apple(text: &dyn Fn(&str) -> Option<String>) -> bool {
    is_of_type(text, &["SignInWithApple"])
}

fn is_amazon(text: &dyn Fn(&str) -> Option<String>) -> bool {
    is_of_type(text, &["LoginWithAmazon"])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first bytes of a key, in base64: 48 of them.
    const KEY: &str = "MIGTAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBHkwdwIBAQQg0000000000000000";

    #[test]
    fn a_key_is_what_stands_between_the_lines_of_its_file_on_one_line() {
        let (first, second) = KEY.split_at(20);
        let file =
            format!("-----BEGIN PRIVATE KEY-----\r\n{first}\r\n{second}\r\n-----END PRIVATE KEY-----\r\n");
        assert_eq!(key_of_file(&file).as_deref(), Ok(KEY));
        assert_eq!(
            key_of_file(&format!(" {first}\n{second}\n")).as_deref(),
            Ok(KEY),
            "without the lines around it"
        );
    }

    #[test]
    fn line_ends_that_are_written_out_are_line_ends() {
        let file = include_str!("../../../../../tests/fixtures/literal-line-ends.p8");
        let key = key_of_file(file).expect("a key");
        assert!(key.starts_with("MIGHAgEA") && key.ends_with("FCLnn9") && !key.contains('\\'), "{key}");
    }

    #[test]
    fn an_rsa_key_is_told_from_the_key_that_apple_gives() {
        let rsa = "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJc";
        assert_eq!(
            key_of_file(&format!("-----BEGIN PRIVATE KEY-----\n{rsa}\n-----END PRIVATE KEY-----")),
            Err("is an RSA key, and Sign in with Apple needs the EC key of the .p8 file".to_owned())
        );
    }

    #[test]
    fn words_a_public_key_and_a_certificate_are_no_private_key() {
        let other = format!("-----BEGIN PUBLIC KEY-----\n{KEY}\n-----END PUBLIC KEY-----\n");
        let empty = "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n";
        for text in [
            "",
            "no key",
            "nokeyhere",
            "{\"a\": 1}",
            &other,
            empty,
            include_str!("../../../../../tests/fixtures/rsa.pem"),
        ] {
            assert!(
                key_of_file(text).is_err_and(|why| why.starts_with("is not a .p8 private key")),
                "{text}"
            );
        }
    }
}
