//! Decodes files. Only UTF-8 is read; any other encoding is named, so that an admin knows what to change.

pub(crate) fn decode(bytes: &[u8]) -> Result<&str, String> {
    let refused = |what: &str| Err(format!("is {what}, and only UTF-8 is read: save it as UTF-8"));
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] | [b'<', 0, 0, 0, ..] | [0, 0, 0, b'<', ..] => {
            return refused("UTF-32");
        }
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [b'<', 0, ..] | [0, b'<', ..] => return refused("UTF-16"),
        _ if bytes.contains(&0) => return Err("is not text, but something else".to_owned()),
        _ => {}
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(encoding) = declared(bytes) {
        let read = ["UTF-8", "UTF8", "US-ASCII", "ASCII"];
        if !read.iter().any(|name| name.eq_ignore_ascii_case(encoding)) {
            let encoding = crate::saml::repeated(encoding);
            return Err(format!(
                "says in its first line that it is {encoding}, and only UTF-8 is read: save it as UTF-8, \
                and say so there"
            ));
        }
    }
    std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].split(|byte| *byte == b'\n').count();
        format!("is not UTF-8, seen in line {line}: save it as UTF-8")
    })
}

/// The encoding that the XML declaration names.
fn declared(bytes: &[u8]) -> Option<&str> {
    let inside = bytes.strip_prefix(b"<?xml")?;
    let end = inside.iter().position(|byte| *byte == b'?')?;
    let (_, after) = std::str::from_utf8(&inside[..end]).ok()?.split_once("encoding")?;
    let value = after.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| ['"', '\''].contains(quote))?;
    value[1..].split(quote).next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        decode(bytes).expect_err("not UTF-8")
    }

    #[test]
    fn utf_8_is_read_with_a_byte_order_mark_or_without_and_under_any_of_its_names() {
        assert_eq!(decode("<ü/>".as_bytes()), Ok("<ü/>"));
        assert_eq!(decode(b"\xef\xbb\xbf<a/>"), Ok("<a/>"));
        for name in ["\"UTF-8\"", "'utf-8'", "\"utf8\" standalone='no'", "\"US-ASCII\""] {
            let xml = format!("<?xml version='1.0' encoding = {name}?><a/>");
            assert_eq!(decode(xml.as_bytes()), Ok(xml.as_str()));
        }
        assert_eq!(decode(b""), Ok(""));
        assert_eq!(decode(b"<?xml encoding=?><a/>"), Ok("<?xml encoding=?><a/>"));
    }

    #[test]
    fn any_other_encoding_is_named() {
        let wide = |bytes: fn(u16) -> [u8; 2]| "<a/>".encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let little = wide(u16::to_le_bytes);
        let big = wide(u16::to_be_bytes);
        for bytes in [
            little.clone(),
            big.clone(),
            [&[0xff, 0xfe], little.as_slice()].concat(),
            [&[0xfe, 0xff], big.as_slice()].concat(),
        ] {
            assert_eq!(refused(&bytes), "is UTF-16, and only UTF-8 is read: save it as UTF-8");
        }
        assert_eq!(refused(b"\xff\xfe\0\0<\0\0\0"), "is UTF-32, and only UTF-8 is read: save it as UTF-8");
        assert_eq!(
            refused(b"<?xml version='1.0' encoding='ISO-8859-1'?><a/>"),
            "says in its first line that it is ISO-8859-1, and only UTF-8 is read: save it as UTF-8, and \
            say so there"
        );
        assert_eq!(refused(b"<a>\n<b>M\xfcller</b></a>"), "is not UTF-8, seen in line 2: save it as UTF-8");
        assert_eq!(refused(b"PK\x03\x04\0\0"), "is not text, but something else");
    }
}
