//! Every test of the program from outside, in one binary: the SDK is linked once, and all files run side by side.

use std::collections::BTreeSet;
use std::path::Path;

mod app;
mod cli;
mod demo;
mod fuzzing;
mod hostile;
mod http;
mod journeys;
mod laws;
mod matrix;
mod policies;
mod read_only;
mod rooms;
mod runtime;
mod saml;
mod scenarios;
mod screens;
mod support;
mod tables;
mod terminal;

mod pictures;

/// The modules that a file declares.
fn declared(file: &Path) -> BTreeSet<String> {
    let text = std::fs::read_to_string(file).expect("a file of tests");
    let names = text.lines().filter_map(|line| {
        let name = line.trim_start_matches("pub(crate) ").trim_start_matches("pub ").strip_prefix("mod ")?;
        name.strip_suffix(';').map(str::to_owned)
    });
    names.collect()
}

/// The Rust files of a folder, without their endings.
fn files(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).expect("a folder of tests");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let rust = paths.filter(|path| path.extension().is_some_and(|ending| ending == "rs"));
    rust.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        .filter(|name| name != "main")
        .collect()
}

#[test]
fn no_file_of_tests_is_forgotten() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it");
    assert_eq!(files(&here), declared(&here.join("main.rs")));
    let folders =
        std::fs::read_dir(&here).expect("the folder of tests").map(|entry| entry.expect("an entry").path());
    for folder in folders.filter(|path| path.is_dir() && !files(path).is_empty()) {
        assert_eq!(files(&folder), declared(&folder.with_extension("rs")), "{}", folder.display());
    }
}
