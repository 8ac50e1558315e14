//! Java's regular expressions, which the service models use, in the syntax of the `regex` crate.

/// Translates a pattern: in Java, `\w`, `\d` and `\s` match ASCII only.
pub(super) fn from_java(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() + 16);
    let mut in_class = false;
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                let escaped = chars.next().unwrap_or('\\');
                match (escaped, in_class) {
                    ('w', true) => out.push_str("0-9A-Za-z_"),
                    ('w', false) => out.push_str("[0-9A-Za-z_]"),
                    ('d', true) => out.push_str("0-9"),
                    ('d', false) => out.push_str("[0-9]"),
                    ('s', true) => out.push_str(r" \t\n\x0B\x0C\r"),
                    ('s', false) => out.push_str(r"[ \t\n\x0B\x0C\r]"),
                    ('S', _) => out.push_str(r"[^ \t\n\x0B\x0C\r]"),
                    (other, _) => out.extend(['\\', other]),
                }
            }
            '[' => {
                in_class = true;
                out.push('[');
            }
            ']' => {
                in_class = false;
                out.push(']');
            }
            other => out.push(other),
        }
    }
    out
}
