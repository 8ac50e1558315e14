//! Counts with their noun, in singular or plural.

/// A count and its noun, given in the singular: "1 setting", "2 settings", "3 entries".
pub fn plural(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{count} {stem}ies"),
        _ => format!("{count} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_singular_and_every_other_count_is_plural() {
        assert_eq!(plural(1, "app client"), "1 app client");
        assert_eq!(plural(0, "identity pool"), "0 identity pools");
        assert_eq!(plural(3, "entry"), "3 entries");
        assert_eq!(plural(2, "identity"), "2 identities");
        assert_eq!(plural(2, "day"), "2 days");
    }
}
