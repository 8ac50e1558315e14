//! Why a connection could not be opened.

use super::super::proxy;
use super::CalledService;
use crate::error::AppError;
use crate::message::Connection;

/// The failure to open a connection, with the proxy on the way.
pub fn unreachable(
    place: &str,
    cause: &str,
    service: CalledService,
    connection: &Connection,
    cannot: impl Fn(&str) -> AppError,
) -> AppError {
    if cause.contains("CaUsedAsEndEntity") {
        return cannot(&format!("the certificate of {place} is a CA's own, which no server may use"))
            .hint("Give the server a certificate that the CA has signed; --ca-bundle then names the CA.");
    }
    if cause.contains("UnknownIssuer") {
        return cannot(&format!("the certificate of {place} is signed by an authority that is not trusted"))
            .hint("If the server is the right one, name the certificate of that authority with --ca-bundle.")
            .cause(cause);
    }
    if let Some(proxy) = service.proxy(connection) {
        let why = if cause.contains("tunnel") && !cause.contains("underlying connection") {
            "refuses to connect to it"
        } else {
            "does not connect to it"
        };
        return cannot(&format!("{place} can't be reached: the proxy {proxy} {why}"))
            .hint(proxy::HINT)
            .cause(cause);
    }
    let hint = if cause.contains("dns error") {
        "There is no such host, or no network: check the region and --endpoint-url."
    } else {
        "Check the network, the region and --endpoint-url; behind an intercepting proxy, --ca-bundle."
    };
    cannot(&format!("{place} can't be reached")).hint(hint).cause(cause)
}
