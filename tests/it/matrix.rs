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
pub(crate) mod stores;
mod visit;
pub(crate) mod ways;

use cell::{Cell, Place};
use visit::{Visited, visit};
use ways::{METADATA_URL, PAGED, WAYS};

use crate::support::figures;

/// All cells, those of one way and place together.
fn cells() -> Vec<Vec<Cell>> {
    let later =
        PAGED.iter().map(|(call, from, before, step)| cell::of_later_pages(call, *from, before, step));
    WAYS.iter().flat_map(|way| cell::of(*way)).chain(later).collect()
}

/// Goes through cells on a runtime of its own, whose clock stands still while there is anything to do. The
/// number of cells that were tried; if there is a complaint, it is about the last of them.
fn run(cells: &[Cell], store: Store) -> (usize, Visited) {
    let begun = AtomicUsize::new(0);
    let visited = catch_unwind(AssertUnwindSafe(|| {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .start_paused(true)
            .build()
            .expect("a runtime");
        runtime.block_on(visit(cells, store, &begun))
    }));
    let panicked = |_| Visited { complaints: vec!["the test panicked".to_owned()], ..Visited::default() };
    let visited = visited.unwrap_or_else(panicked);
    (begun.into_inner().max(1), visited)
}

#[test]
#[ignore = "it takes minutes"]
fn whatever_becomes_of_a_call_keys_work_nothing_is_lost_and_what_is_told_is_true() {
    let (one_page, pages) = (stores::one_of_each(), stores::of_pages());
    let only = std::env::var("MATRIX").unwrap_or_default();
    let mut cells = cells();
    for group in &mut cells {
        group.retain(|cell| cell.name().contains(&only));
    }
    let (next, probes, failed) = (AtomicUsize::new(0), AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let try_all = |group: &[Cell]| {
        let mut rest = group;
        while let Some(cell) = rest.first() {
            let store = if cell.place == Place::LaterPage { &pages } else { &one_page };
            let (tried, visited) = run(rest, store.clone());
            probes.fetch_add(visited.probes, Ordering::Relaxed);
            if let Some((complaint, screens)) = visited.complaints.split_first() {
                let mut failed = failed.lock().expect("a lock");
                let report: &mut Vec<String> = failed.entry(complaint.clone()).or_default();
                let screens = report.is_empty().then(|| format!("\n{}", screens.join("\n")));
                report.push(rest[tried - 1].name() + &screens.unwrap_or_default());
            }
            rest = &rest[tried..];
        }
    };
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(group) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    try_all(group);
                }
            });
        }
    });
    let count: usize = cells.iter().map(Vec::len).sum();
    println!("{count} cells of faults, {} keys during them", probes.into_inner());
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

#[test]
fn the_documents_state_how_many_cells_the_matrix_has() {
    let count: usize = cells().iter().map(Vec::len).sum();
    figures::says_more_than(count, "faults");
}
