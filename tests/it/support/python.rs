//! Python environments below the target folder, each with pinned packages that are installed once.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The folder of an environment with the packages of a file of requirements. They are installed, unless just
/// these versions are there. Another run of the tests may be at it, so the folder is locked.
pub fn environment(name: &str, requirements: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name(name);
    fs::create_dir_all(&folder).expect("a folder to install into");
    let lock = File::create(folder.join("lock")).expect("a lock file");
    lock.lock().expect("a lock");
    let wanted = fs::read_to_string(requirements).expect("the requirements");
    let venv = folder.join("venv");
    let (python, stamp) = (venv.join("bin/python"), venv.join("installed.txt"));
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return venv;
    }
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&venv));
    let pip = [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-deps",
        "--requirement",
        requirements,
    ];
    run(Command::new(&python).args(pip));
    fs::write(stamp, wanted).expect("a note of what is installed");
    venv
}

fn run(command: &mut Command) {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let said = |bytes| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{command:?} failed:\n{}{}", said(&output.stdout), said(&output.stderr));
}
