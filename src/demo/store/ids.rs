//! Ids and generated secrets: random to look at, and the same in every run.

/// Counts what it has generated; each count seeds one id.
#[derive(Clone, Default)]
pub(crate) struct IdGenerator {
    serial: u64,
}

impl IdGenerator {
    /// The next id, of characters from the alphabet.
    pub(crate) fn token(&mut self, alphabet: &[u8], length: usize) -> String {
        self.serial += 1;
        let mut state = self.serial;
        (0..length)
            .map(|_| {
                let index = usize::try_from(splitmix(&mut state) % alphabet.len() as u64).unwrap_or_default();
                char::from(alphabet[index])
            })
            .collect()
    }

    /// The next UUID, of version 4 and RFC 9562's variant.
    pub(crate) fn uuid(&mut self) -> String {
        let hex = self.token(b"0123456789abcdef", 31);
        format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[12..15], &hex[16..19], &hex[19..])
    }
}

/// The splitmix64 generator of pseudorandom numbers.
fn splitmix(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
