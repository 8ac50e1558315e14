//! The scan in words: how far it is, how long it takes, and what it could not check.

use crate::app::audit::{Audit, AuditFailure, AuditStage, AuditedPool};
use crate::message::PREFETCH_INTERVAL;
use crate::resource::display::plural::plural;
use crate::resource::display::value::{DisplayValue, age};

impl Audit {
    /// The seconds that the rest takes at the pace of the scan; `None` while that can't be told.
    fn seconds_left(&self) -> Option<u64> {
        if self.is_listing() {
            return None;
        }
        let begun = |pool: &&AuditedPool| pool.calls > 0;
        let (pools, calls) = self
            .pools
            .iter()
            .filter(|pool| pool.open == 0)
            .fold((0, 0), |(pools, calls), pool| (pools + 1, calls + pool.calls));
        let later = self.pools.len() - self.pools.iter().filter(begun).count();
        if later > 0 && pools == 0 {
            return None;
        }
        let known = self.waiting.len() - later.min(self.waiting.len());
        let expected = (later * calls).checked_div(pools).unwrap_or_default();
        let calls = u32::try_from(known + expected).unwrap_or(u32::MAX);
        Some(PREFETCH_INTERVAL.saturating_mul(calls).as_secs())
    }

    /// "14 of 31 pools read".
    pub fn pools_in_words(&self) -> String {
        let more = if self.is_listing() { " or more" } else { "" };
        match (self.pools_read(), self.pools.len()) {
            (_, 0) if !self.failures.is_empty() => "no pool read".to_owned(),
            (_, 0) if self.is_listing() => "no pool read yet".to_owned(),
            (read, listed) if read == listed && more.is_empty() => {
                if listed == 1 {
                    "1 pool read".to_owned()
                } else {
                    format!("all {listed} pools read")
                }
            }
            (read, listed) => format!("{read} of {listed}{more} pools read"),
        }
    }

    /// How far the scan is, for a row among those of other contexts; `None` once everything was read.
    pub(crate) fn in_short(&self) -> Option<DisplayValue> {
        let pools = self.pools_in_words();
        let quiet = |words: String| Some(DisplayValue::Unset(words));
        match (self.stage, &self.halted) {
            (AuditStage::NotStarted, _) => quiet("not scanned".to_owned()),
            (AuditStage::Running, _) => quiet(format!("… {pools}")),
            (AuditStage::Stopped, Some(error)) => Some(DisplayValue::Text(format!("✗ {}", error.why()))),
            (AuditStage::Stopped, None) => quiet(format!("stopped: {pools}")),
            (AuditStage::Over(_), _) => {
                let gaps = self.gaps();
                (!gaps.is_empty()).then(|| DisplayValue::Text(format!("✗ {}", gaps.join(" "))))
            }
        }
    }

    /// What was scanned, in a sentence.
    pub fn sentence(&self, now: i64) -> String {
        let pools = self.pools_in_words();
        let calls = plural(self.calls, "request");
        let capital = |text: &str| text[..1].to_uppercase() + &text[1..];
        match self.stage {
            AuditStage::NotStarted => {
                "Not scanned: only what was opened is checked. r scans all pools, at less than 4 requests a \
                 second."
                    .to_owned()
            }
            AuditStage::Running => {
                format!("Scanning: {pools}, {calls}{}. s stops.", self.time_left())
            }
            AuditStage::Stopped => {
                let why = self.halted.as_ref().map(|error| format!(" ({})", error.why()));
                format!("Stopped{}: {pools}, {calls}. r goes on.", why.unwrap_or_default())
            }
            AuditStage::Over(_) if self.pools.is_empty() && self.failures.is_empty() => {
                "There are no pools here.".to_owned()
            }
            AuditStage::Over(at) => {
                let when =
                    if now - at < 60 { "just now".to_owned() } else { format!("{} ago", age(now - at)) };
                let spared = match self.spared {
                    0 => String::new(),
                    spared => {
                        format!("; {} up to {} old kept", plural(spared, "document"), self.max_age_in_words())
                    }
                };
                let again = match self.max_age {
                    0 => "all again".to_owned(),
                    _ => format!("what is older than {}", self.max_age_in_words()),
                };
                format!("{} {when}, {calls}{spared}. r reads {again}.", capital(&pools))
            }
        }
    }

    /// In the largest unit that leaves nothing over: "90 minutes", "2 hours".
    fn max_age_in_words(&self) -> String {
        let units = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
        let unit = units.into_iter().find(|(seconds, _)| self.max_age % seconds == 0);
        let (seconds, unit) = unit.unwrap_or((1, "second"));
        plural(usize::try_from(self.max_age / seconds).unwrap_or_default(), unit)
    }

    /// How far the scan is and how long it takes, without the keys of a screen.
    pub fn progress(&self) -> String {
        format!("{}, {}{}", self.pools_in_words(), plural(self.calls, "request"), self.time_left())
    }

    /// How the scan has ended, without the keys of a screen.
    pub fn result(&self) -> String {
        let words = format!("{}, {}.", self.pools_in_words(), plural(self.calls, "request"));
        match &self.halted {
            Some(error) => format!("stopped ({}): {words}", error.why()),
            None if self.pools.is_empty() && self.failures.is_empty() && !self.only.is_empty() => {
                format!("no such pool, {}.", plural(self.calls, "request"))
            }
            None if self.pools.is_empty() && self.failures.is_empty() => "there are no pools.".to_owned(),
            None => words,
        }
    }

    fn time_left(&self) -> String {
        self.seconds_left().map_or_else(String::new, |seconds| match seconds {
            0..60 => ", less than a minute left".to_owned(),
            seconds => format!(", about {} min left", (seconds + 30) / 60),
        })
    }

    /// What was not checked and why, in a sentence for each reason.
    pub fn gaps(&self) -> Vec<String> {
        gap_sentences(self.failures.iter().map(AuditFailure::words))
    }

    /// The same without roles, which refer to nothing.
    pub fn gaps_of_references(&self) -> Vec<String> {
        gap_sentences(self.failures.iter().filter(|failure| !failure.is_of_role()).map(AuditFailure::words))
    }
}

/// What was not checked, each with the reason, in a sentence for each reason.
pub(crate) fn gap_sentences<'a>(gaps: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<String> {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (what, why) in gaps {
        match reasons.iter_mut().find(|(reason, _)| *reason == why) {
            Some((_, all)) => all.push(what),
            None => reasons.push((why, vec![what])),
        }
    }
    let sentence = |(why, what): (&str, Vec<&str>)| {
        let more = what.len().saturating_sub(3);
        let named = what.iter().take(3).copied().collect::<Vec<_>>().join(", ");
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        format!("Not checked: {named}{more} ({}).", why.trim_end_matches('.'))
    };
    reasons.into_iter().map(sentence).collect()
}
