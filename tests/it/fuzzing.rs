//! The laws that the fuzz targets try, tried here with bytes that proptest draws.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;

use crate::laws::{LAWS, certificates, metadata};
use crate::support::figures;

/// Bytes, and the bytes of a file with some of them changed.
fn spoiled(file: &[u8]) -> impl Strategy<Value = Vec<u8>> + use<> {
    let (file, length) = (file.to_vec(), file.len());
    let edits = prop::collection::vec((0..length, any::<u8>()), 0..6);
    (edits, 0..=length, any::<bool>()).prop_map(move |(edits, end, cut)| {
        let mut spoiled = file.clone();
        for (at, byte) in edits {
            spoiled[at] = byte;
        }
        spoiled.truncate(if cut { end } else { length });
        spoiled
    })
}

fn holds(law: crate::laws::Law, drawn: impl Strategy<Value = Vec<u8>>, cases: u32) {
    let config = ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() };
    let result = TestRunner::new(config).run(&drawn, |bytes| {
        law(&bytes);
        Ok(())
    });
    result.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn every_law_holds_for_any_bytes() {
    for (_, law) in LAWS {
        holds(*law, prop::collection::vec(any::<u8>(), 0..600), 256);
    }
}

#[test]
fn the_laws_of_metadata_and_certificates_hold_for_files_that_were_spoiled() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")).expect("a folder")
    {
        let path = entry.expect("an entry").path();
        let ending = path.extension().unwrap_or_default().to_owned();
        if ending == "xml" {
            let file = fs::read(&path).expect("a file");
            metadata(&file);
            holds(metadata, spoiled(&file), 32);
        } else if ending == "pem" {
            let pem = fs::read_to_string(&path).expect("a file");
            let base64: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
            let der = base64::Engine::decode(&base64::prelude::BASE64_STANDARD, base64).expect("base64");
            certificates(&der);
            holds(certificates, spoiled(&der), 32);
        }
    }
}

#[test]
fn every_fuzz_target_tries_one_law_and_every_law_has_its_target() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(fuzz.join("Cargo.toml")).expect("the manifest");
    let mut targets = BTreeSet::new();
    for entry in fs::read_dir(fuzz.join("fuzz_targets")).expect("the targets") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).expect("a target");
        assert!(text.contains(&format!("laws::{name}(bytes)")), "{name} tries the law of its name");
        assert!(
            manifest.contains(&format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"")),
            "{name}"
        );
        targets.insert(name);
    }
    figures::says(&format!("the {} laws", LAWS.len()));
    assert_eq!(targets, LAWS.iter().map(|(name, _)| (*name).to_owned()).collect());
}
