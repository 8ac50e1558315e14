//! Checks the URLs that receive requests instead of AWS, and the region in AWS's own addresses.

use hyper::Uri;

use crate::error::{AppError, ErrorKind};

/// Refuses a URL that requests can't be sent to; `name` says where it comes from.
///
/// # Errors
/// The URL can't be read, has no host, or holds what would be shown or ignored.
pub fn check_url(url: &str, name: &str) -> Result<(), AppError> {
    let refuse = |cause: &str| {
        let shown = without_secrets(url);
        Err(AppError::new(format!("{name} '{shown}' is not a URL that requests can be sent to"))
            .hint("Give one like http://localhost:9229 or https://cognito.example.com.")
            .cause(cause)
            .kind(ErrorKind::Credentials))
    };
    let Ok(uri) = url.parse::<Uri>() else { return refuse("it is not a URL") };
    if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
        return refuse("it holds a user name, which would be shown and logged");
    }
    if uri.query().is_some() {
        return refuse("it holds a query, which would be shown and logged");
    }
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(()),
        (Some("http" | "https"), _) => refuse("it names no host"),
        _ => refuse("it does not begin with http:// or https://"),
    }
}

/// The URL without user name, password and query.
fn without_secrets(url: &str) -> String {
    let url = url.split(['?', '#']).next().unwrap_or_default();
    let (scheme, rest) = url.split_once("://").map_or(("", url), |(scheme, rest)| (scheme, rest));
    let (authority, path) = rest.find('/').map_or((rest, ""), |slash| rest.split_at(slash));
    let host = authority.rsplit('@').next().unwrap_or_default();
    let separator = if scheme.is_empty() { "" } else { "://" };
    format!("{scheme}{separator}{host}{path}")
}

/// Refuses a region that can't be part of a host's name.
///
/// # Errors
/// The text is no region.
pub fn check_region(region: &str) -> Result<(), AppError> {
    let is_label = |char: char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '-';
    if region.chars().all(is_label) && !region.starts_with('-') && !region.ends_with('-') && region.len() < 64
    {
        return Ok(());
    }
    Err(AppError::new(format!("'{region}' is not a region"))
        .hint("Name one like eu-west-1 with --region, AWS_REGION or in the profile.")
        .kind(ErrorKind::Credentials))
}

/// True for regions that every account has. The others have to be enabled first.
pub fn is_enabled_by_default(region: &str) -> bool {
    const REGIONS: &[&str] = &[
        "us-east-1",
        "us-east-2",
        "us-west-1",
        "us-west-2",
        "ap-south-1",
        "ap-northeast-1",
        "ap-northeast-2",
        "ap-northeast-3",
        "ap-southeast-1",
        "ap-southeast-2",
        "ca-central-1",
        "eu-central-1",
        "eu-west-1",
        "eu-west-2",
        "eu-west-3",
        "eu-north-1",
        "sa-east-1",
    ];
    REGIONS.contains(&region) || ["us-gov-", "us-iso", "cn-", "eusc-"].iter().any(|it| region.starts_with(it))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_about_a_url_prints_neither_its_password_nor_its_query() {
        for url in
            ["https://ann:s3cret@host/path?token=s3cret", "ftp://ann:s3cret@host", "s3cret@host?s3cret"]
        {
            let error = check_url(url, "AWS_ENDPOINT_URL").expect_err("a refusal");
            assert!(!error.lines().concat().contains("s3cret"), "{:?}", error.lines());
        }
        assert!(check_url("http://localhost:9229/", "--endpoint-url").is_ok());
        assert!(check_url("not a url", "--endpoint-url").is_err());
    }

    #[test]
    fn a_region_is_part_of_a_host_name() {
        assert!(check_region("eu-west-1").is_ok() && check_region("local").is_ok());
        for region in ["eu west 1", "eu-west-1.evil.example", "EU", "-eu", "eu/"] {
            assert!(check_region(region).is_err(), "{region}");
        }
    }
}
