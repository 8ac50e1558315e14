//! Reads the certificates to trust instead of the system's.

use std::fs;
use std::io::Read;
use std::path::Path;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;

use crate::error::AppError;

/// The largest CA bundle, in bytes. Those of systems have less than 1 MB.
const MOST_BUNDLE: u64 = 16 * 1024 * 1024;

/// Reads the usable certificates of a PEM file. Others are left out: the SDK would panic at them, and some
/// systems' bundles have them. `option` names the setting that the file comes from.
///
/// # Errors
/// The file can't be read, or holds no certificate.
pub fn read(file: &Path, option: &str) -> Result<Vec<u8>, AppError> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let hint = format!("{option} must name a PEM file with at least one certificate.");
    let failed = |error: std::io::Error| {
        AppError::new(format!("The CA bundle {} can't be read", file.display())).hint(&hint).cause(error)
    };
    // A pipe or a device could keep the program waiting, or never end.
    if !fs::metadata(file).map_err(failed)?.is_file() {
        return Err(failed(std::io::Error::other("it is not a regular file")));
    }
    let mut text = Vec::new();
    fs::File::open(file)
        .and_then(|file| file.take(MOST_BUNDLE + 1).read_to_end(&mut text))
        .map_err(failed)?;
    if text.len() as u64 > MOST_BUNDLE {
        return Err(failed(std::io::Error::other("it is larger than 16 MB")));
    }
    let text = String::from_utf8_lossy(&text);
    let blocks = text.split_inclusive(END).filter_map(|part| part.rfind(BEGIN).map(|start| &part[start..]));
    let usable: Vec<_> = blocks.filter(|block| is_certificate(block.as_bytes())).collect();
    if usable.is_empty() {
        return Err(
            AppError::new(format!("The CA bundle {} holds no certificate", file.display())).hint(hint)
        );
    }
    Ok((usable.join("\n") + "\n").into_bytes())
}

fn is_certificate(pem: &[u8]) -> bool {
    CertificateDer::from_pem_slice(pem)
        .is_ok_and(|certificate| webpki::anchor_from_trusted_cert(&certificate).is_ok())
}
