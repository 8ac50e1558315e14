//! The clock of the account, in milliseconds since 1970.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[derive(Clone)]
pub(super) enum Clock {
    Simulated(u64),
    System,
}

impl Clock {
    pub(super) fn now(&self) -> u64 {
        match self {
            Clock::Simulated(now) => *now,
            Clock::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|now| u64::try_from(now.as_millis()).ok())
                .unwrap_or_default(),
        }
    }

    pub(super) fn advance(&mut self, time: Duration) {
        if let Clock::Simulated(now) = self {
            *now += u64::try_from(time.as_millis()).unwrap_or_default();
        }
    }
}
