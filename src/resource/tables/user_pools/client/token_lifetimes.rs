//! The lifetimes of an app client's tokens.

use crate::resource::Document;

/// The message for a token that outlives the refresh token.
pub(super) fn outlives(client: &Document, token: &Token) -> Option<String> {
    let outlives = seconds(client, token)? > seconds(client, &REFRESH)?;
    outlives.then(|| "must not outlive the refresh token".to_owned())
}

/// A type of token: its members, its default lifetime, and the limits of its lifetime in seconds.
pub(super) struct Token {
    number: &'static str,
    unit: &'static str,
    unset: (u64, &'static str),
    least: u64,
    most: u64,
    words: &'static str,
}

pub(super) const REFRESH: Token = Token {
    number: "RefreshTokenValidity",
    unit: "TokenValidityUnits.RefreshToken",
    unset: (30, "days"),
    least: 3600,
    most: 315_360_000,
    words: "60 minutes to 10 years",
};
pub(super) const ACCESS: Token = Token {
    number: "AccessTokenValidity",
    unit: "TokenValidityUnits.AccessToken",
    unset: (1, "hours"),
    least: 300,
    most: 86_400,
    words: "5 minutes to 1 day",
};
pub(super) const ID: Token =
    Token { number: "IdTokenValidity", unit: "TokenValidityUnits.IdToken", ..ACCESS };

/// The lifetime of a token in seconds. For a refresh token AWS takes 0 for the default.
pub(super) fn seconds(client: &Document, token: &Token) -> Option<u64> {
    let unit = client.text(token.unit).unwrap_or(token.unset.1);
    let (number, unit) = match client.get(token.number).filter(|number| !number.is_null()) {
        None => token.unset,
        Some(number) if number.as_u64() == Some(0) && token.number == REFRESH.number => token.unset,
        Some(number) => (number.as_u64()?, unit),
    };
    let of_unit = match unit {
        "seconds" => 1,
        "minutes" => 60,
        "hours" => 3600,
        "days" => 86_400,
        _ => return None,
    };
    number.checked_mul(of_unit)
}

/// The message for a lifetime beyond AWS's limits.
pub(super) fn lifetime_fault(client: &Document, token: &Token) -> Option<String> {
    let lives = seconds(client, token)?;
    (!(token.least..=token.most).contains(&lives)).then(|| format!("must be {} with its unit", token.words))
}

/// The lifetimes of refresh, access and ID tokens in a column: "30d 1h 1h".
pub(super) fn lifetimes(client: &Document) -> String {
    let short = |token: &Token| {
        let Some(seconds) = seconds(client, token) else { return "?".to_owned() };
        let units = [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")];
        let (of_unit, unit) =
            units.into_iter().find(|(of_unit, _)| seconds % of_unit == 0).unwrap_or((1, "s"));
        format!("{}{unit}", seconds / of_unit)
    };
    [REFRESH, ACCESS, ID].iter().map(short).collect::<Vec<_>>().join(" ")
}
