//! The fault matrix: every call of the program, every kind of fault, before and after the request was taken,
//! at the first page and a later one, once and always. The program is the real one, and so are the SDK's
//! client and HTTP; only the clock is not.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use cognitui::demo::Store;
use cognitui::resource::tables;

mod cell;
mod console;
mod faults;
mod stores;
mod ways;

use cell::{Cell, Complaints, Place};
use ways::{METADATA_URL, PAGED, WAYS};

/// All cells.
fn cells() -> Vec<Cell> {
    let later =
        PAGED.iter().flat_map(|(call, from, before, step)| cell::of_later_pages(call, *from, before, step));
    WAYS.iter().flat_map(|way| cell::of(*way)).chain(later).collect()
}

/// Runs a cell on a runtime of its own, whose clock stands still while there is anything to do.
fn run(cell: &Cell, store: Store) -> (usize, Complaints) {
    let ran = catch_unwind(AssertUnwindSafe(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(cell.run(store))
    }));
    ran.unwrap_or_else(|_| (0, vec!["the test panicked".to_owned()]))
}

#[test]
#[ignore = "it takes minutes"]
fn whatever_becomes_of_a_call_keys_work_nothing_is_lost_and_what_is_told_is_true() {
    let (one_page, pages) = (stores::store(), stores::store_of_pages());
    let only = std::env::var("MATRIX").unwrap_or_default();
    let cells: Vec<_> = cells().into_iter().filter(|cell| cell.name().contains(&only)).collect();
    let (next, probes, failed) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let store = if cell.place == Place::LaterPage { &pages } else { &one_page };
                    let (tried, complaints) = run(cell, store.clone());
                    probes.fetch_add(tried, Ordering::Relaxed);
                    if let Some((first, rest)) = complaints.split_first() {
                        let mut failed = failed.lock().expect("a lock");
                        let report: &mut Vec<String> = failed.entry(first.clone()).or_default();
                        report.push(if report.is_empty() {
                            format!("{}\n{}", cell.name(), rest.join("\n"))
                        } else {
                            cell.name()
                        });
                    }
                }
            });
        }
    });
    println!("{} cells of faults, {} keys during them", cells.len(), probes.into_inner());
    let failed = failed.into_inner().expect("no panic");
    let reports = failed
        .iter()
        .map(|(complaint, cells)| format!("{} cells: {complaint}\n{}", cells.len(), cells.join("\n")));
    assert!(failed.is_empty(), "{}", reports.collect::<Vec<_>>().join("\n\n"));
}

#[test]
fn the_matrix_has_every_operation() {
    let tried: BTreeSet<_> = WAYS.iter().map(|way| way.call).collect();
    let operations = tables::reads().chain(tables::writes()).map(|operation| operation.name.as_str());
    let expected: BTreeSet<_> = operations.chain(["GetCallerIdentity", METADATA_URL]).collect();
    assert_eq!(tried, expected);
}
