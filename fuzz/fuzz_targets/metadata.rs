//! Anything that a web server or a file has instead of SAML metadata.
#![no_main]

#[path = "../../tests/it/laws.rs"]
#[expect(dead_code, reason = "a target tries one law of several")]
mod laws;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| laws::metadata(bytes));
