//! What each room of the source may use, and that every room says what it owns. The tables stand in the
//! documentation of the modules; this reads the source as text.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use regex::Regex;

/// Files with a table of the rooms below them: the path of its module, and the file.
const TABLES: &[(&str, &str)] = &[("", "src/lib.rs"), ("demo", "src/demo.rs")];

/// Libraries that only some rooms may know.
const LIBRARIES: &[(&str, &[&str])] = &[
    ("tokio", &["aws", "demo", "runtime"]),
    ("crossterm", &["runtime"]),
    ("ratatui", &["runtime", "view"]),
    ("termina", &["runtime"]),
    ("nix", &["runtime"]),
    ("rustix", &["private_file", "runtime"]),
    ("hyper", &["aws", "demo"]),
    ("aws_", &["aws", "demo"]),
    ("std::fs", &["aws", "cli", "log", "private_file", "runtime"]),
    ("std::env", &["aws", "cli", "log", "main", "runtime"]),
    ("std::time::SystemTime", &["demo", "runtime"]),
    ("std::time::Instant", &["aws", "demo", "runtime"]),
    ("jiff", &["config", "demo", "history", "resource", "runtime", "saml"]),
];

/// A source file: the path of its module, and its text without tests and comments.
struct Source {
    module: Vec<String>,
    code: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut paths = Vec::new();
    rust_files(&root(), &mut paths);
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).expect("a source file"))).collect()
}

fn code() -> Vec<Source> {
    let comment = Regex::new(r"(?m)^\s*//.*$").expect("a pattern");
    let read = |(path, text): (PathBuf, String)| {
        let relative = path.strip_prefix(root()).expect("a file below src").with_extension("");
        let module = relative.iter().map(|name| name.to_string_lossy().into_owned()).collect();
        let without_tests = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        Source { module, code: comment.replace_all(without_tests, "").into_owned() }
    };
    // Tests may use what they need.
    let is_test = |source: &Source| source.module.iter().any(|name| name == "tests");
    sources().into_iter().map(read).filter(|source| !is_test(source)).collect()
}

/// The table in a module's documentation: for each room, the rooms it may use.
fn table(file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a source file");
    let row = Regex::new(r"(?m)^//! \| \[?`(\w+)`\]? \|[^|]*\| ([\w`, ]+) \|$").expect("a pattern");
    let rooms = |list: &str| {
        let names = list.split(", ").map(|room| room.trim_matches('`'));
        names.filter(|room| *room != "nothing").map(str::to_owned).collect()
    };
    row.captures_iter(&text).map(|row| (row[1].to_owned(), rooms(&row[2]))).collect()
}

/// The rooms below a module that a piece of code names, by their full paths.
fn named(code: &str, module: &str) -> BTreeSet<String> {
    let prefix = if module.is_empty() { "crate".to_owned() } else { format!("crate::{module}") };
    let one = Regex::new(&format!(r"\b{prefix}::(\w+)")).expect("a pattern");
    let group = Regex::new(&format!(r"\b{prefix}::\{{([^}}]*)\}}")).expect("a pattern");
    let single = one.captures_iter(code).map(|found| found[1].to_owned());
    let grouped = group.captures_iter(code).flat_map(|found| {
        let names: Vec<_> = found[1].split(',').map(|name| name.trim().to_owned()).collect();
        names
    });
    single.chain(grouped).collect()
}

/// What rooms use although their table does not allow it.
fn trespasses(prefix: &str, allowed: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let depth = if prefix.is_empty() { 0 } else { prefix.split("::").count() };
    let mut found = Vec::new();
    for source in code() {
        let below = source.module.len() > depth && source.module[..depth].join("::") == prefix;
        let Some(room) = source.module.get(depth).filter(|_| below) else { continue };
        let Some(may_use) = allowed.get(room) else { continue };
        for used in named(&source.code, prefix).into_iter().filter(|used| allowed.contains_key(used)) {
            if used != *room && !may_use.contains(&used) {
                found.push(format!("{} uses {used}", source.module.join("::")));
            }
        }
    }
    found
}

#[test]
fn no_room_uses_another_one_that_it_must_not_know() {
    for (prefix, file) in TABLES {
        let allowed = table(file);
        assert!(allowed.len() > 3, "{file} has its table");
        assert_eq!(trespasses(prefix, &allowed), Vec::<String>::new(), "{file}");
    }
}

#[test]
fn every_room_stands_in_the_table_of_the_module_above_it() {
    let declaration = Regex::new(r"(?m)^(?:pub(?:\(crate\))? )?mod (\w+);$").expect("a pattern");
    for (prefix, file) in TABLES {
        let text =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("a source file");
        let declared: BTreeSet<_> =
            declaration.captures_iter(&text).map(|found| found[1].to_owned()).collect();
        let listed: BTreeSet<_> = table(file).into_keys().collect();
        assert_eq!(declared, listed, "{prefix} {file}");
    }
}

#[test]
fn the_tables_allow_no_circle() {
    for (_, file) in TABLES {
        let mut left = table(file);
        while !left.is_empty() {
            let is_free =
                |(_, uses): &(&String, &BTreeSet<String>)| uses.iter().all(|used| !left.contains_key(used));
            let free: Vec<_> = left.iter().filter(is_free).map(|(room, _)| room.clone()).collect();
            assert!(!free.is_empty(), "a circle among {:?} in {file}", left.keys());
            left.retain(|room, _| !free.contains(room));
        }
    }
}

#[test]
fn libraries_stay_in_the_rooms_that_may_know_them() {
    let mut found = Vec::new();
    let sources = code();
    for (library, rooms) in LIBRARIES {
        let uses =
            Regex::new(&format!(r"(?:^|[^\w:]){library}\w*(?:::|;)|\b{library}\b")).expect("a pattern");
        for source in &sources {
            let room = source.module.first().map_or("", String::as_str);
            if !rooms.contains(&room) && uses.is_match(&source.code) {
                found.push(format!("{} uses {library}", source.module.join("::")));
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn every_file_and_every_public_type_says_what_it_is() {
    let declaration = Regex::new(r"^pub (?:struct|enum|trait|type) (\w+)").expect("a pattern");
    let mut silent = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//!") {
            silent.push(path.display().to_string());
        }
        let lines: Vec<_> = text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            let Some(name) = declaration.captures(line).map(|found| found[1].to_owned()) else { continue };
            let above = lines[..at]
                .iter()
                .rev()
                .find(|line| !line.starts_with('#') && !line.starts_with(' ') && **line != ")]");
            if !above.is_some_and(|line| line.starts_with("///")) {
                silent.push(format!("{}: {name}", path.display()));
            }
        }
    }
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn no_type_name_is_declared_twice() {
    let declaration =
        Regex::new(r"(?m)^(?:pub(?:\(\w+\))? )?(?:struct|enum|trait|type) ([A-Z]\w*)").expect("a pattern");
    let mut declared: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in code() {
        for found in declaration.captures_iter(&source.code) {
            declared.entry(found[1].to_owned()).or_default().push(source.module.join("::"));
        }
    }
    declared.retain(|_, modules| modules.len() > 1);
    assert_eq!(declared, BTreeMap::new());
}

/// Floors of `app`: a room uses its own floor and those before it. Forms and changes are dialogs, and a dialog
/// may open any other one, so they share a floor.
const FLOORS: &[&[&str]] = &[
    &["widget"],
    &["remote", "cache", "references"],
    &["requests"],
    &["audit"],
    &["screen"],
    &["form", "change", "dialog"],
];

/// The files above all floors: they hold parts of `App`, which moves screens and dialogs and knows them all.
const APP_FILES: &[&str] = &[
    "audit/acting",
    "audit/running",
    "commands",
    "compare",
    "contexts",
    "contexts/joint",
    "contexts/joint_keys",
    "contexts/joint_rows",
    "dialogs",
    "documents",
    "drafts",
    "evidence",
    "exceptions",
    "files",
    "findings",
    "findings/confirmed",
    "headless",
    "history",
    "input",
    "palette",
    "pointer",
    "policy",
    "replies",
    "scopes",
    "sign_in",
    "trust_map",
    "change/create",
    "change/prepare",
    "change/revert",
    "screen/actions",
    "screen/inspect",
    "screen/list_note",
    "screen/live",
    "screen/loading",
    "screen/polling",
    "screen/prefetch",
    "screen/preview",
    "screen/scanning",
    "screen/sorting",
    "screen/stack",
];

#[test]
fn no_screen_dialog_or_widget_knows_the_app_or_a_floor_above_it() {
    let app = Regex::new(r"\bApp\b").expect("a pattern");
    let floor = |room: &str| FLOORS.iter().position(|rooms| rooms.contains(&room));
    let mut found = Vec::new();
    for source in code().into_iter().filter(|source| source.module.len() > 1 && source.module[0] == "app") {
        let path = source.module[1..].join("/");
        if APP_FILES.contains(&path.as_str()) || path.ends_with("tests") {
            continue;
        }
        if app.is_match(&source.code) {
            found.push(format!("{path} knows App"));
        }
        let Some(own) = floor(&source.module[1]) else {
            found.push(format!("{path} stands on no floor"));
            continue;
        };
        let above =
            named(&source.code, "app").into_iter().filter(|used| floor(used).is_some_and(|it| it > own));
        found.extend(above.map(|used| format!("{path} uses {used}")));
    }
    assert_eq!(found, Vec::<String>::new());
}
