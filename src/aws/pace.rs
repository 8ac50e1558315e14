//! Paces the prefetches of a list's rows, so that browsing never spends the quota that production shares.
//!
//! AWS allows 15 reads of app clients per second and account (`UserPoolClientRead`), and 5 requests per
//! second for one operation in one user pool. Prefetches stay below both, and slow down when AWS throttles.
//! AWS documents no quota for reads of identity pools: all of them together are read as fast as
//! one user pool.

use std::collections::HashMap;
use std::sync::{Arc, Mutex as Lock, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

use crate::message::PREFETCH_INTERVAL;

/// The time between two reads in one user pool.
const OF_POOL: Duration = PREFETCH_INTERVAL;
/// The time between any two reads: fewer than 12 per second.
const OVER_ALL: Duration = Duration::from_millis(90);
/// The slowest pace: this many times the time between reads.
const SLOWEST: u32 = 16;

/// The turns in which prefetches are sent, which keep them below AWS's rates.
#[derive(Debug, Clone, Default)]
pub struct Pace {
    all: Arc<Turns>,
    pools: Arc<Lock<HashMap<String, Arc<Turns>>>>,
    /// The factor on the time between reads; 1 while AWS does not throttle.
    slower: Arc<Lock<u32>>,
}

/// Pages of a list in a user pool within a second: below the 5 that AWS allows an operation there.
const PAGES_OF_POOL: usize = 4;
/// Pages of a list of the account within a second: below the 15 reads of user pools that AWS allows.
const PAGES_OF_ACCOUNT: usize = 10;
/// A second, with a margin for the network.
const SECOND: Duration = Duration::from_millis(1060);

/// The turns of one list's pages: the first pages at once, further ones so that no second has too many.
#[derive(Debug)]
pub struct PageTurns {
    /// The moments of the last turns.
    last: std::collections::VecDeque<Instant>,
    /// The number of turns within a second.
    most: usize,
}

impl PageTurns {
    /// The turns of a list in a user pool, or of one of the account.
    pub fn new(in_user_pool: bool) -> Self {
        let most = if in_user_pool { PAGES_OF_POOL } else { PAGES_OF_ACCOUNT };
        Self { last: std::collections::VecDeque::new(), most }
    }

    pub async fn turn(&mut self) {
        if self.last.len() == self.most
            && let Some(first) = self.last.pop_front()
        {
            sleep_until(first + SECOND).await;
        }
        self.last.push_back(Instant::now());
    }
}

/// The time of the next turn. Waiting reads queue for the lock; a cancelled read leaves the queue without
/// using a turn.
#[derive(Debug, Default)]
struct Turns(Mutex<Option<Instant>>);

impl Turns {
    async fn next(&self, apart: Duration) {
        let mut free = self.0.lock().await;
        if let Some(free) = *free {
            sleep_until(free).await;
        }
        *free = Some(Instant::now() + apart);
    }
}

impl Pace {
    /// Waits for the turn of a read in a user pool, or of one that is in no user pool: these share the
    /// turns of their kind.
    pub async fn turn(&self, pool: &str) {
        let pool_turns = Arc::clone(
            self.pools.lock().unwrap_or_else(PoisonError::into_inner).entry(pool.to_owned()).or_default(),
        );
        let slower = *self.slower();
        pool_turns.next(OF_POOL * slower).await;
        self.all.next(OVER_ALL * slower).await;
    }

    /// Halves the pace, after AWS throttled a read.
    pub fn throttled(&self) {
        let mut slower = self.slower();
        *slower = (*slower * 2).min(SLOWEST);
    }

    /// Lets the pace recover, after a read succeeded.
    pub fn went_well(&self) {
        let mut slower = self.slower();
        *slower = (*slower - 1).max(1);
    }

    fn slower(&self) -> std::sync::MutexGuard<'_, u32> {
        let mut slower = self.slower.lock().unwrap_or_else(PoisonError::into_inner);
        *slower = (*slower).max(1);
        slower
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The moments at which so many readings of a pool get their turns.
    async fn turns(pace: &Pace, pool: &str, count: usize) -> Vec<Instant> {
        let mut ticks = Vec::new();
        for _ in 0..count {
            pace.turn(pool).await;
            ticks.push(Instant::now());
        }
        ticks
    }

    #[tokio::test(start_paused = true)]
    async fn a_user_pool_is_read_less_than_four_times_a_second_and_all_together_less_than_twelve_times() {
        let pace = Pace::default();
        let pools: Vec<_> = (0..6).map(|number| format!("pool {number}")).collect();
        let all = futures_util::future::join_all(pools.iter().map(|pool| turns(&pace, pool, 12))).await;
        let most = |ticks: &[Instant]| {
            let within = |from: &Instant| {
                ticks.iter().filter(|at| **at >= *from && **at < *from + Duration::from_secs(1)).count()
            };
            ticks.iter().map(within).max()
        };
        assert!(all.iter().all(|ticks| most(ticks) <= Some(4)));
        let together: Vec<_> = all.concat();
        assert!(most(&together) <= Some(12) && most(&together) >= Some(10), "{:?}", most(&together));
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_pages_of_a_list_come_at_once_and_no_second_sees_more_than_four() {
        let (mut pages, begun, mut ticks) = (PageTurns::new(true), Instant::now(), Vec::new());
        for _ in 0..17 {
            pages.turn().await;
            ticks.push(begun.elapsed());
        }
        assert_eq!(ticks[3], Duration::ZERO);
        assert!(ticks.windows(5).all(|five| five[4] > five[0] + Duration::from_secs(1)));
        assert!(ticks[16] < Duration::from_secs(5), "a thousand rows take no longer");
    }

    #[tokio::test(start_paused = true)]
    async fn throttling_halves_the_pace_and_it_recovers() {
        let pace = Pace::default();
        turns(&pace, "a", 1).await;
        pace.throttled();
        let ticks = turns(&pace, "a", 3).await;
        assert_eq!(ticks[2] - ticks[1], OF_POOL * 2);
        pace.went_well();
        let ticks = turns(&pace, "a", 3).await;
        assert_eq!(ticks[2] - ticks[1], OF_POOL);
    }

    #[tokio::test(start_paused = true)]
    async fn who_is_stopped_while_it_waits_has_used_no_turn() {
        let pace = Pace::default();
        turns(&pace, "a", 1).await;
        let begun = Instant::now();
        for _ in 0..50 {
            let waiting = tokio::spawn({
                let pace = pace.clone();
                async move { pace.turn("a").await }
            });
            tokio::task::yield_now().await;
            waiting.abort();
        }
        turns(&pace, "a", 1).await;
        assert!(begun.elapsed() <= OF_POOL);
    }
}
