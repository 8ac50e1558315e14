//! The images of a style: each has a place on the login page and a colour mode, and there is one for both at
//! most. AWS merges the images of an update into those of the style, so one can be added and replaced, but
//! not removed.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::{ASSETS, SETTINGS, is_of_aws};
use crate::resource::display::plural::plural;
use crate::resource::field::{Field, FieldKind, Rule, Suggestions};
use crate::resource::{CrossFieldRule, DisplayValue, Document, Fact, MergedList};

/// Source: the API reference of `UpdateManagedLoginBranding`, which keeps what is not sent, and what
/// Terraform's provider has met: an image is told by its category and its color mode.
pub(super) const MERGED: MergedList = MergedList { path: ASSETS, told_by: &["Category", "ColorMode"] };

/// The largest image, in bytes.
const LARGEST: usize = 1_000_000;

/// The largest request, in bytes. Source: the API reference of `UpdateManagedLoginBranding`.
const LARGEST_REQUEST: usize = 2_000_000;

pub(super) const ASSET: &[Field] = &[
    Field::new(
        "Category",
        "Place",
        "",
        FieldKind::Choice(&[
            "FAVICON_ICO",
            "FAVICON_SVG",
            "EMAIL_GRAPHIC",
            "SMS_GRAPHIC",
            "AUTH_APP_GRAPHIC",
            "PASSWORD_GRAPHIC",
            "PASSKEY_GRAPHIC",
            "PAGE_HEADER_LOGO",
            "PAGE_HEADER_BACKGROUND",
            "PAGE_FOOTER_LOGO",
            "PAGE_FOOTER_BACKGROUND",
            "PAGE_BACKGROUND",
            "FORM_BACKGROUND",
            "FORM_LOGO",
            "IDP_BUTTON_ICON",
        ]),
    )
    .rule(Rule::ANY.required())
    .help("What the image is on the login page. There is one for each place and mode."),
    Field::new("ColorMode", "Mode", "", FieldKind::Choice(&["LIGHT", "DARK", "DYNAMIC"]))
        .rule(Rule::ANY.required())
        .help("The browser's mode in which the image is shown. DYNAMIC: in both."),
    Field::new("Extension", "Type", "", FieldKind::Choice(&["ICO", "JPEG", "PNG", "SVG", "WEBP"]))
        .rule(Rule::ANY.required())
        .help("The type of the image. It follows from a file that is read."),
    Field::new("Bytes", "Image", "", FieldKind::LongText)
        .rule(Rule::ANY.also(check_bytes))
        .suggestions(Suggestions::BinaryFile(image_of_file))
        .facts(facts)
        .when_absent("none")
        .help("The image, of at most 1,000,000 bytes: Ctrl-o reads a file."),
    Field::new("ResourceId", "Resource id", "", FieldKind::Text)
        .rule(Rule::length(1, 40).pattern(r"^[\w\- ]+$", "letters, digits, spaces, _ and -"))
        .when_absent("none")
        .help("AWS's id of the image."),
];

pub(super) const RULES: &[CrossFieldRule] = &[
    CrossFieldRule {
        path: ASSETS,
        refused: true,
        check: |style, context| {
            let base = context.base.filter(|_| !is_of_aws(style))?;
            let removed: Vec<_> = MERGED.removed(base, style).into_iter().map(place).collect();
            (!removed.is_empty()).then(|| {
                format!(
                    "an update can't remove {}: export the style, delete it, and make it anew without (:export, D, :new)",
                    removed.join(" and ")
                )
            })
        },
    },
    CrossFieldRule {
        path: ASSETS,
        refused: true,
        check: |style, _| {
            let images = MERGED.entries(style);
            let twice = images
                .iter()
                .enumerate()
                .find(|(at, image)| images[..*at].iter().any(|other| MERGED.is_same(image, other)));
            twice.map(|(_, image)| format!("{} stands there twice", place(image)))
        },
    },
    CrossFieldRule {
        path: ASSETS,
        refused: true,
        check: |style, context| {
            let without = Document::default();
            let base = context.base.unwrap_or(&without);
            let images = MERGED.changed(base, style);
            let settings = style.get(SETTINGS).filter(|settings| base.get(SETTINGS) != Some(*settings));
            let size: usize = images.into_iter().chain(settings).map(|sent| sent.to_string().len()).sum();
            (size > LARGEST_REQUEST).then(|| {
                format!(
                    "the request would have {}; AWS takes 2 MB: send fewer images at once",
                    megabytes(size)
                )
            })
        },
    },
];

fn megabytes(bytes: usize) -> String {
    let tenths = bytes.div_ceil(100_000);
    format!("{}.{} MB", tenths / 10, tenths % 10)
}

/// An image by what tells it apart: "`FORM_LOGO`, dark".
fn place(image: &Value) -> String {
    let text = |name: &str| image.get(name).and_then(Value::as_str).unwrap_or("?");
    format!("{}, {}", text("Category"), text("ColorMode").to_lowercase())
}

/// An image in one line: its place, its mode, its type and its size.
pub(super) fn asset_line(image: &Value) -> Option<String> {
    let text = |name: &str| image.get(name).and_then(Value::as_str);
    let kind = text("Extension").filter(|_| text("Category").is_some() && text("ColorMode").is_some())?;
    let size = text("Bytes").filter(|bytes| !bytes.is_empty()).map(size).map(|size| format!(", {size}"));
    Some(format!("{}, {kind}{}", place(image), size.unwrap_or_default()))
}

/// The size of an image in base64.
fn size(base64: &str) -> String {
    let ends = base64.len() - base64.trim_end_matches('=').len();
    // Four characters of base64 are three bytes.
    let bytes = (base64.len() * 3 / 4).saturating_sub(ends);
    if bytes < 1000 { plural(bytes, "byte") } else { format!("{} kB", bytes.div_ceil(1000)) }
}

fn facts(base64: &str) -> Vec<Fact> {
    let kind = BASE64_STANDARD.decode(base64).ok().and_then(|bytes| kind_of(&bytes));
    let text = format!("{}, {}", kind.unwrap_or("unknown type"), size(base64));
    let help = "What the image is by its first bytes, and its size.";
    vec![Fact { group: "", label: "Contents".to_owned(), value: DisplayValue::Text(text), help }]
}

/// The type of an image by its first bytes, as AWS names it.
fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    let is_svg = || {
        let head = &bytes[..bytes.len().min(4096)];
        std::str::from_utf8(bytes).is_ok() && head.windows(4).any(|letters| letters == b"<svg")
    };
    match bytes {
        [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some("PNG"),
        [0xff, 0xd8, 0xff, ..] => Some("JPEG"),
        [0, 0, 1, 0, ..] => Some("ICO"),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("WEBP"),
        _ if is_svg() => Some("SVG"),
        _ => None,
    }
}

/// The members of an image that follow from its file.
fn image_of_file(bytes: &[u8]) -> Result<Vec<(&'static str, String)>, String> {
    let kind = kind_of(bytes).ok_or("is no image that AWS takes: ICO, JPEG, PNG, SVG or WEBP")?;
    check_size(bytes)?;
    Ok(vec![("Bytes", BASE64_STANDARD.encode(bytes)), ("Extension", kind.to_owned())])
}

fn check_size(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > LARGEST {
        return Err(format!("has {} bytes; AWS takes at most 1000000", bytes.len()));
    }
    Ok(())
}

fn check_bytes(base64: &str) -> Result<(), String> {
    let bytes =
        BASE64_STANDARD.decode(base64).map_err(|_| "must be base64; Ctrl-o reads a file".to_owned())?;
    check_size(&bytes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::resource::tables::BRANDING;
    use crate::resource::{Kind, ValidationContext, update_request};

    const KIND: &Kind = &BRANDING;

    fn image(category: &str, bytes: &str) -> Value {
        json!({"Category": category, "ColorMode": "DARK", "Extension": "PNG", "Bytes": bytes})
    }

    fn style(images: &[Value]) -> Document {
        let style = json!({"ManagedLoginBrandingId": "1", "UserPoolId": "p", "Assets": images,
            "Settings": {"a": 1}});
        Document::from_value(style).expect("an object")
    }

    #[test]
    fn an_image_says_its_place_and_size_and_nothing_of_its_bytes() {
        assert_eq!(
            asset_line(&image("FORM_LOGO", &"A".repeat(4000))).as_deref(),
            Some("FORM_LOGO, dark, PNG, 3 kB")
        );
        assert_eq!(asset_line(&image("FORM_LOGO", "AA==")).as_deref(), Some("FORM_LOGO, dark, PNG, 1 byte"));
        assert_eq!(asset_line(&json!({"Category": "FORM_LOGO"})), None);
    }

    #[test]
    fn the_type_of_an_image_follows_from_its_first_bytes_and_its_size_is_limited() {
        let kinds: [(&[u8], &str); 5] = [
            (b"\x89PNG\r\n\x1a\nrest", "PNG"),
            (b"\xff\xd8\xff\xe0rest", "JPEG"),
            (b"\x00\x00\x01\x00rest", "ICO"),
            (b"RIFF\x01\x02\x03\x04WEBPrest", "WEBP"),
            (b"<?xml version=\"1.0\"?><svg/>", "SVG"),
        ];
        for (bytes, kind) in kinds {
            let members = image_of_file(bytes).expect("an image");
            assert_eq!(members[1], ("Extension", kind.to_owned()));
            assert_eq!(BASE64_STANDARD.decode(&members[0].1).expect("base64"), bytes);
        }
        assert!(image_of_file(b"GIF89a").expect_err("a refusal").starts_with("is no image that AWS takes"));
        let mut large = b"\x89PNG\r\n\x1a\n".to_vec();
        large.resize(LARGEST, 0);
        assert!(image_of_file(&large).is_ok());
        large.push(0);
        let refused = "has 1000001 bytes; AWS takes at most 1000000".to_owned();
        assert_eq!(image_of_file(&large), Err(refused.clone()));
        assert_eq!(check_bytes(&BASE64_STANDARD.encode(&large)), Err(refused));
        assert!(check_bytes("no base64!").is_err());
    }

    #[test]
    fn only_new_and_changed_images_are_sent_because_aws_keeps_the_others() {
        let before = style(&[image("FORM_LOGO", "AAAA"), image("PAGE_BACKGROUND", "BBBB")]);
        let images =
            [image("FORM_LOGO", "AAAA"), image("PAGE_BACKGROUND", "CCCC"), image("FAVICON_SVG", "DDDD")];
        let request = update_request(&before, &style(&images), KIND).into_value();
        let expected = json!({"ManagedLoginBrandingId": "1", "UserPoolId": "p", "Assets": images[1..]});
        assert_eq!(request, expected);
        assert_eq!(update_request(&before, &before, KIND).get(ASSETS), None);
    }

    #[test]
    fn what_aws_can_not_do_to_images_is_refused_beforehand() {
        let before = style(&[image("FORM_LOGO", "AAAA"), image("PAGE_BACKGROUND", "BBBB")]);
        let context = ValidationContext { base: Some(&before), ..ValidationContext::default() };
        let said = |after: &Document| RULES.iter().find_map(|rule| (rule.check)(after, &context));
        assert_eq!(said(&before), None);
        let removed = said(&style(&[image("FORM_LOGO", "AAAA")])).expect("a refusal");
        assert!(removed.starts_with("an update can't remove PAGE_BACKGROUND, dark"), "{removed}");
        let mut twice = MERGED.entries(&before).to_vec();
        twice.push(image("FORM_LOGO", "CCCC"));
        assert_eq!(said(&style(&twice)).as_deref(), Some("FORM_LOGO, dark stands there twice"));
        let large = "A".repeat(1_200_000);
        let two = [image("FORM_LOGO", &large), image("PAGE_BACKGROUND", &large)];
        let words = said(&style(&two)).expect("a refusal");
        assert!(words.starts_with("the request would have 2.5 MB; AWS takes 2 MB"), "{words}");
        let mut default = style(&[]);
        default.set("UseCognitoProvidedValues", Some(Value::Bool(true)));
        assert_eq!(said(&default), None, "AWS's default takes all images away");
    }

    #[test]
    fn images_that_aws_answers_in_another_order_are_as_asked() {
        let before = style(&[image("FORM_LOGO", "AAAA")]);
        let asked = style(&[image("FORM_LOGO", "AAAA"), image("FAVICON_SVG", "DDDD")]);
        let now = style(&[image("FAVICON_SVG", "DDDD"), image("FORM_LOGO", "AAAA")]);
        let verdict = crate::resource::Verdict::new(&before, &asked, &now, KIND);
        assert_eq!(verdict.sentence(), "1 setting changed, 0 others");
    }
}
