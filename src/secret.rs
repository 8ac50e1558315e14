//! The wrapper of values that must not be printed, and what finds such values in the texts of others.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zeroize::Zeroize;

/// A secret value. `Debug` and `Display` print `[redacted]`, so that no log line, panic message or test
/// snapshot can hold the value by accident. [`Secret::reveal`] is the only way to it. Dropping it wipes the
/// value.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself. Show it only after the user asked to see it.
    pub const fn reveal(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> Drop for Secret<T> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl<T: Zeroize> fmt::Display for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

/// What the secrets of this run look like, to find them in the texts of others. A keyed hash of each is kept
/// instead of the secret, which does not stay in memory for this.
#[derive(Debug, Clone, Default)]
pub struct KnownSecrets {
    hashes: Arc<Mutex<Hashes>>,
    key: RandomState,
}

/// The hashes of secrets, by length.
type Hashes = BTreeMap<usize, HashSet<u64>>;

/// A shorter text is found in too many words.
const SHORTEST: usize = 4;

/// The longest text that is searched, in bytes.
const LONGEST: usize = 16 * 1024;

impl KnownSecrets {
    pub fn note(&self, secret: &str) {
        if secret.len() >= SHORTEST {
            self.hashes().entry(secret.len()).or_default().insert(self.key.hash_one(secret));
        }
    }

    /// The text with `[redacted]` in the place of every known secret. A very long text is cut, and says so.
    pub fn redact(&self, text: &str) -> String {
        let hashes = self.hashes();
        let cut = text.floor_char_boundary(LONGEST);
        let (mut rest, is_cut) = (&text[..cut], cut < text.len());
        let mut redacted = String::with_capacity(text.len());
        while let Some(first) = rest.chars().next() {
            // The longest one first: it may begin with another one.
            let found = hashes.iter().rev().find_map(|(length, hashes)| {
                let word = rest.get(..*length)?;
                hashes.contains(&self.key.hash_one(word)).then_some(*length)
            });
            if let Some(length) = found {
                redacted.push_str("[redacted]");
                rest = &rest[length..];
            } else {
                redacted.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
        if is_cut {
            redacted.push('…');
        }
        redacted
    }

    fn hashes(&self) -> MutexGuard<'_, Hashes> {
        self.hashes.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_prints_as_redacted_however_it_is_printed() {
        let secret = Secret::new("hunter2".to_owned());
        assert_eq!(
            format!("{secret} {secret:?} {:?}", Some(&secret)),
            "[redacted] [redacted] Some([redacted])"
        );
        assert_eq!(secret.reveal(), "hunter2");
    }

    #[test]
    fn secrets_that_are_known_are_found_in_any_text_and_nothing_else_is() {
        let known = KnownSecrets::default();
        for secret in ["hunter2", "hunter2-longer", "pässwörd", "abc"] {
            known.note(secret);
        }
        let text = "Password hunter2-longer did not conform; 'hunter2', pässwörd. hunter and abc stay.";
        let redacted = "Password [redacted] did not conform; '[redacted]', [redacted]. hunter and abc stay.";
        assert_eq!(known.redact(text), redacted);
        assert!(!format!("{known:?}").contains("hunter"));
        assert_eq!(KnownSecrets::default().redact(text), text);
    }

    #[test]
    fn a_very_long_text_is_cut_and_says_so() {
        let redacted = KnownSecrets::default().redact(&"é".repeat(LONGEST));
        assert_eq!((redacted.len(), redacted.ends_with('…')), (LONGEST + '…'.len_utf8(), true));
    }
}
