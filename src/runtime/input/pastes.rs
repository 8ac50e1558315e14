//! Takes bracketed pastes out of what the terminal sends, within bounds: a paste whose end is lost must not
//! swallow all later keys.

use std::time::{Duration, Instant};

use zeroize::Zeroizing;

use crate::message::PasteFault;

const START: &[u8] = b"\x1b[200~";
const END: &[u8] = b"\x1b[201~";

/// The longest paste, in bytes: as long as the longest answer of AWS that is read.
const MOST: usize = 8 * 1024 * 1024;

/// The time after which a paste that has become slow is over.
const SILENCE: Duration = Duration::from_secs(2);

/// The bytes of a paste that come in that time at least. Nobody types as fast.
const LEAST: usize = 32;

/// The time in which the rest of a sequence follows its beginning.
const REST: Duration = Duration::from_millis(500);

/// A part of what the terminal sends. Pastes may hold a secret, so they are wiped.
#[derive(Debug, PartialEq, Eq)]
pub enum Part {
    Keys(Vec<u8>),
    Paste(Zeroizing<Vec<u8>>),
    Fault(PasteFault),
}

/// Splits bytes into keys and pastes.
#[derive(Debug, Default)]
pub struct Pastes {
    paste: Option<Paste>,
    /// The beginning of what may become the mark of a paste, and the time when it came.
    held: Option<(Vec<u8>, Instant)>,
}

/// A paste that has begun.
#[derive(Debug)]
struct Paste {
    text: Zeroizing<Vec<u8>>,
    /// True if the text was longer than is taken; only its end is looked for.
    is_too_long: bool,
    /// Start of the time in which the pace is measured, and the bytes that have come since.
    since: Instant,
    bytes: usize,
}

impl Pastes {
    /// Splits the next bytes.
    pub fn split(&mut self, bytes: &[u8], now: Instant) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut held = self.held.take().map(|(held, _)| held).unwrap_or_default();
        held.extend_from_slice(bytes);
        let held = Zeroizing::new(held);
        let mut rest = held.as_slice();
        while !rest.is_empty() {
            if let Some(mut paste) = self.paste.take() {
                if let Some(taken) = paste.take(rest) {
                    rest = &rest[taken..];
                    parts.push(paste.end());
                } else {
                    self.paste = Some(paste);
                    break;
                }
                continue;
            }
            let (keys, marked) = if let Some(at) = find(rest, START) {
                self.paste = Some(Paste::new(now));
                (&rest[..at], at + START.len())
            } else {
                let whole = rest.len() - begun(rest);
                if whole < rest.len() {
                    self.held = Some((rest[whole..].to_vec(), now));
                }
                (&rest[..whole], rest.len())
            };
            if !keys.is_empty() {
                parts.push(Part::Keys(keys.to_vec()));
            }
            rest = &rest[marked..];
        }
        parts
    }

    /// The time at which [`Pastes::expire`] has something to do, if nothing comes until then.
    pub fn deadline(&self) -> Option<Instant> {
        let paste = self.paste.as_ref().map(|paste| paste.since + SILENCE);
        paste.or_else(|| self.held.as_ref().map(|(_, since)| *since + REST))
    }

    /// Gives up what does not go on: the paste, or the beginning of a mark.
    pub fn expire(&mut self, now: Instant) -> Option<Part> {
        if let Some(paste) = &mut self.paste {
            if now < paste.since + SILENCE {
                return None;
            }
            if paste.bytes >= LEAST {
                (paste.since, paste.bytes) = (now, 0);
                return None;
            }
            let is_too_long = self.paste.take().is_some_and(|paste| paste.is_too_long);
            let fault = if is_too_long { PasteFault::TooLong } else { PasteFault::Unfinished };
            return Some(Part::Fault(fault));
        }
        let (held, since) = self.held.take()?;
        if now < since + REST {
            self.held = Some((held, since));
            return None;
        }
        Some(Part::Keys(held))
    }
}

impl Paste {
    fn new(now: Instant) -> Self {
        // A short text, such as a secret, is never moved, so that no copy of it is left behind.
        let text = Zeroizing::new(Vec::with_capacity(8192));
        Self { text, is_too_long: false, since: now, bytes: 0 }
    }

    /// Takes bytes up to the mark of the end; returns the number of those taken if the mark is among them.
    fn take(&mut self, bytes: &[u8]) -> Option<usize> {
        // The mark may come in two parts.
        let before = self.text.len();
        let from = before.saturating_sub(END.len() - 1);
        self.text.extend_from_slice(bytes);
        self.bytes += bytes.len();
        if let Some(at) = find(&self.text[from..], END) {
            self.text.truncate(from + at);
            return Some(from + at + END.len() - before);
        }
        if self.text.len() > MOST {
            self.is_too_long = true;
            let tail = self.text.len() - (END.len() - 1);
            self.text = Zeroizing::new(self.text.split_off(tail));
        }
        None
    }

    fn end(self) -> Part {
        if self.is_too_long { Part::Fault(PasteFault::TooLong) } else { Part::Paste(self.text) }
    }
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

/// The number of bytes at the end that may be the beginning of a mark. The key Esc alone is none.
fn begun(bytes: &[u8]) -> usize {
    (2..START.len()).rev().find(|length| bytes.ends_with(&START[..*length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What comes out if bytes come in pieces, with keys that follow each other as one part.
    fn split(pieces: &[&[u8]]) -> Vec<Part> {
        let (mut pastes, now) = (Pastes::default(), Instant::now());
        let mut parts: Vec<Part> = Vec::new();
        let mut add = |part| match (parts.last_mut(), part) {
            (Some(Part::Keys(before)), Part::Keys(keys)) => before.extend(keys),
            (_, part) => parts.push(part),
        };
        pieces.iter().flat_map(|piece| pastes.split(piece, now)).for_each(&mut add);
        pastes.expire(now + REST).into_iter().for_each(&mut add);
        parts
    }

    fn keys(text: &str) -> Part {
        Part::Keys(text.into())
    }

    fn paste(text: &str) -> Part {
        Part::Paste(Zeroizing::new(text.into()))
    }

    #[test]
    fn pastes_come_whole_and_keys_stay_in_order_around_them() {
        let parts = split(&[b"a\x1b[200~one\x1b[31m\x1b[201~b\x1b[200~\x1b[201~\x1b[Ac"]);
        assert_eq!(parts, [keys("a"), paste("one\x1b[31m"), keys("b"), paste(""), keys("\x1b[Ac")]);
    }

    #[test]
    fn the_key_esc_is_never_held_back() {
        let mut pastes = Pastes::default();
        assert_eq!(pastes.split(b"\x1b", Instant::now()), [keys("\x1b")]);
        assert_eq!(pastes.deadline(), None);
    }

    #[test]
    fn a_paste_without_an_end_is_given_up_after_two_seconds_and_the_keys_work_again() {
        let (mut pastes, now) = (Pastes::default(), Instant::now());
        assert_eq!(pastes.split(b"\x1b[200~half of a text that is long enough", now), []);
        assert_eq!(pastes.expire(now + SILENCE), None, "it came fast, so more may come");
        // What is typed meanwhile does not prolong it.
        for step in 1..=4 {
            assert_eq!(pastes.split(b"q", now + SILENCE + SILENCE * step / 5), []);
        }
        assert_eq!(pastes.deadline(), Some(now + SILENCE * 2));
        assert_eq!(pastes.expire(now + SILENCE * 2), Some(Part::Fault(PasteFault::Unfinished)));
        assert_eq!(pastes.split(b"\x03", now + SILENCE * 2), [keys("\x03")]);
    }

    #[test]
    fn a_paste_that_comes_slowly_is_taken_whole() {
        let (mut pastes, start) = (Pastes::default(), Instant::now());
        let mut now = start;
        assert_eq!(pastes.split(b"\x1b[200~", now), []);
        for _ in 0..1000 {
            now += SILENCE / 33;
            assert_eq!(pastes.split(b"x", now), []);
            assert_eq!(pastes.expire(now), None);
        }
        assert_eq!(pastes.split(b"\x1b[201~", now), [paste(&"x".repeat(1000))]);
    }

    #[test]
    fn a_paste_that_is_too_long_is_refused_and_not_kept() {
        let (mut pastes, now) = (Pastes::default(), Instant::now());
        assert_eq!(pastes.split(b"\x1b[200~", now), []);
        let part = vec![b'x'; 1024 * 1024];
        for _ in 0..20 {
            assert_eq!(pastes.split(&part, now), []);
            assert!(pastes.paste.as_ref().is_some_and(|paste| paste.text.capacity() <= 4 * MOST));
        }
        assert!(pastes.paste.as_ref().is_some_and(|paste| paste.text.len() < MOST));
        assert_eq!(pastes.split(b"\x1b[201~j", now), [Part::Fault(PasteFault::TooLong), keys("j")]);
    }

    proptest! {
        #[test]
        fn it_does_not_matter_in_which_pieces_bytes_come(
            text in proptest::collection::vec(
                prop_oneof![Just(START.to_vec()), Just(END.to_vec()), Just(b"\x1b[".to_vec()),
                    proptest::collection::vec(any::<u8>(), 0..9)],
                0..9,
            ),
            cuts in proptest::collection::vec(1usize..7, 0..40),
        ) {
            let text = text.concat();
            let (mut pieces, mut rest) = (Vec::new(), text.as_slice());
            for cut in cuts {
                let (piece, more) = rest.split_at(cut.min(rest.len()));
                pieces.push(piece);
                rest = more;
            }
            pieces.push(rest);
            // An Esc at the end of a piece is a key, so a mark is not cut there.
            let is_cut = |pair: &[&[u8]]| pair[0].ends_with(b"\x1b") && pair[1].starts_with(b"[");
            prop_assume!(!pieces.windows(2).any(is_cut));
            prop_assert_eq!(split(&pieces), split(&[&text]));
        }
    }
}
