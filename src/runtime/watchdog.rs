//! Ends the program where its loop does not answer a signal: a thread of its own waits for the same signals.

use std::io;
use std::time::Duration;

use futures_util::future::select_all;
use tokio::runtime::Builder;
use tokio::signal::unix::{Signal, SignalKind, signal};

use super::input::{ENDING, exit_status, is_for_another};
use super::terminal;

/// The time that the loop has to end the program after a signal.
const PATIENCE: Duration = Duration::from_secs(2);

/// The time that is left once a second signal comes. A terminal that closes may send two at once.
const LAST_CALL: Duration = Duration::from_millis(300);

/// Starts to watch. From then on, a signal ends the program within two seconds, and the terminal is given
/// back, whatever else the program does.
///
/// # Errors
/// If signals can't be listened to, or the system gives no threads.
pub fn start() -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().enable_time().build()?;
    let signals = {
        let _context = runtime.enter();
        ENDING.map(|kind| signal(kind()).map(|signal| (kind(), signal)))
    };
    let mut signals = signals.into_iter().collect::<io::Result<Vec<_>>>()?;
    std::thread::Builder::new().name("watchdog".to_owned()).spawn(move || {
        runtime.block_on(async {
            let kind = next(&mut signals).await;
            tokio::select! {
                () = tokio::time::sleep(PATIENCE) => {}
                _ = next(&mut signals) => tokio::time::sleep(LAST_CALL).await,
            }
            terminal::abandon(exit_status(kind))
        })
    })?;
    Ok(())
}

/// Waits for the next of the signals that are meant for this program.
async fn next(signals: &mut [(SignalKind, Signal)]) -> SignalKind {
    loop {
        let kind = next_of_all(signals).await;
        if !is_for_another(kind) {
            return kind;
        }
    }
}

async fn next_of_all(signals: &mut [(SignalKind, Signal)]) -> SignalKind {
    let waiting = signals.iter_mut().map(|(kind, signal)| {
        Box::pin(async move {
            signal.recv().await;
            *kind
        })
    });
    select_all(waiting).await.0
}
