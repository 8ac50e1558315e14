//! A number with its unit, where AWS keeps the two in separate members: "30 days" on one row.

use serde_json::{Number, Value};

use super::{DetailRow, Standing};
use crate::resource::display::value::{ABSENT, display};
use crate::resource::{DisplayValue, Document, Field};

/// The row of a number with its unit. `None` where the field is no such number, or where one of the two
/// members holds something else; then each has a row of its own.
pub(super) fn unit_row(
    field: &'static Field,
    unit: &'static Field,
    document: &Document,
) -> Option<DetailRow> {
    let absent = field.when_absent.unwrap_or(ABSENT);
    let (value, standing) = match (document.get(field.path), document.get(unit.path)) {
        (None, None) => (display(field, None), Standing::Unset),
        // AWS takes the default of both where there is no number.
        (None, Some(Value::String(unit))) => {
            (DisplayValue::Text(format!("{absent}, unit set to {unit}")), Standing::Set)
        }
        (Some(Value::Number(number)), Some(Value::String(unit))) if !unit.is_empty() => {
            quantity_standing(field, number, unit, "")
        }
        (Some(Value::Number(number)), None) => {
            quantity_standing(field, number, unit.default_words()?, " (unit never set)")
        }
        _ => return None,
    };
    let row = DetailRow::new(field.label.to_owned(), value, 0, field.help);
    Some(DetailRow { member: field.path, also: unit.path, standing, ..row })
}

fn quantity_standing(field: &Field, number: &Number, unit: &str, note: &str) -> (DisplayValue, Standing) {
    let quantity = quantity(number, unit);
    let is_default = field.default_words() == Some(quantity.as_str());
    let standing = if is_default { Standing::Default } else { Standing::Set };
    (DisplayValue::Text(format!("{quantity}{note}")), standing)
}

/// "30 days", "1 hour".
fn quantity(number: &Number, unit: &str) -> String {
    let unit = if number.as_u64() == Some(1) { unit.strip_suffix('s').unwrap_or(unit) } else { unit };
    format!("{number} {unit}")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::detail_rows;
    use super::*;
    use crate::resource::tables::CLIENT;

    fn rows(client: Value) -> Vec<(String, String, Standing)> {
        let document = Document::from_value(client).expect("an object");
        let rows = detail_rows(&CLIENT, &document).into_iter();
        let is_its =
            |row: &DetailRow| matches!(row.label.as_str(), "Refresh token valid" | "Refresh token unit");
        rows.filter(is_its).map(|row| (row.label, row.value.text(false).to_owned(), row.standing)).collect()
    }

    #[test]
    fn a_number_and_its_unit_are_one_fact() {
        let row = |client: Value| {
            let rows = rows(client);
            let [(label, value, standing)] = rows.as_slice() else { panic!("one row: {rows:?}") };
            assert_eq!(label, "Refresh token valid");
            (value.clone(), *standing)
        };
        let unit = json!({"RefreshToken": "hours"});
        assert_eq!(row(json!({})), ("(default: 30 days)".to_owned(), Standing::Unset));
        assert_eq!(
            row(json!({"RefreshTokenValidity": 1, "TokenValidityUnits": unit})),
            ("1 hour".to_owned(), Standing::Set)
        );
        assert_eq!(
            row(json!({"RefreshTokenValidity": 30})),
            ("30 days (unit never set)".to_owned(), Standing::Default)
        );
        assert_eq!(
            row(json!({"TokenValidityUnits": unit})),
            ("(default: 30 days), unit set to hours".to_owned(), Standing::Set)
        );
    }

    #[test]
    fn a_number_or_a_unit_of_another_shape_has_a_row_of_its_own() {
        for client in [
            json!({"RefreshTokenValidity": "soon", "TokenValidityUnits": {"RefreshToken": "hours"}}),
            json!({"RefreshTokenValidity": 3, "TokenValidityUnits": {"RefreshToken": null}}),
            json!({"RefreshTokenValidity": null}),
        ] {
            let labels: Vec<_> = rows(client).into_iter().map(|(label, ..)| label).collect();
            assert_eq!(labels, ["Refresh token valid", "Refresh token unit"]);
        }
    }
}
