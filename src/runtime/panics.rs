//! Panics on demand: `COGNITUI_PANIC` names the place. Only builds with the feature `panics` have them, which
//! the tests ask for and releases lack.

/// Panics if this is the place that the environment names.
#[cfg(feature = "panics")]
pub fn at(place: &str) {
    assert!(std::env::var("COGNITUI_PANIC").as_deref() != Ok(place), "on purpose, in the {place}");
}

#[cfg(not(feature = "panics"))]
pub const fn at(_: &str) {}
