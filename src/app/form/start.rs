//! The field that a form starts at, when it was opened from a row of the details.

use crate::app::form::Form;
use crate::app::form::field::{FieldBody, FormField, FormPath, places, visible_fields};
use crate::resource::FieldKind;
use crate::resource::display::detail_rows::FieldStep;

impl Form {
    /// Moves the focus to a field. Where the form can't edit it, the focus goes to the nearest field that can
    /// be edited, and a note says why.
    pub(crate) fn start_at(&mut self, path: &[FieldStep], label: &str) {
        let places = places(&self.fields);
        let found = place_of(&self.fields, path);
        let focus = found.and_then(|place| places.iter().find(|other| other.starts_with(&place)));
        if let Some(focus) = focus {
            self.focus.clone_from(focus);
            return;
        }
        let Some(nearest) = self.nearest(path, &places) else { return };
        self.focus = nearest;
        let start =
            self.focus.first().and_then(|row| self.fields.get(*row)).map_or("", |row| row.field.label);
        self.note = Some(format!("{label} {}. The form starts at {start}.", self.reason(path)));
    }

    /// The first place below a field in the table, or the last one above it; the top for a row without a
    /// field.
    fn nearest(&self, path: &[FieldStep], places: &[FormPath]) -> Option<FormPath> {
        let at = |path: &str| self.key.kind.fields.iter().position(|field| field.path == path);
        let Some(FieldStep::Field(path)) = path.first() else { return places.first().cloned() };
        let wanted = at(path);
        let is_below =
            |place: &&FormPath| self.fields.get(place[0]).is_some_and(|row| at(row.field.path) > wanted);
        places.iter().find(is_below).or_else(|| places.last()).cloned()
    }

    /// Why the form can't edit a field, as the end of a sentence.
    fn reason(&self, path: &[FieldStep]) -> String {
        let Some(FieldStep::Field(path)) = path.first() else {
            return "is no setting of the form".to_owned();
        };
        let row = self.fields.iter().find(|row| row.field.path == *path);
        let in_form = row.and_then(|row| match row.input {
            FieldBody::ReadOnly(reason) => Some(reason),
            _ => None,
        });
        let field = self.key.kind.fields.iter().find(|field| field.path == *path);
        let in_table = || field.and_then(|field| field.locked(self.base.get(path)));
        match in_form.or_else(in_table).unwrap_or("can't be edited in a form") {
            reason if reason.starts_with("set by") => format!("is {reason}"),
            reason => reason.to_owned(),
        }
    }
}

/// The place of a field, or of the entry or collection around it.
fn place_of(rows: &[FormField], path: &[FieldStep]) -> Option<FormPath> {
    let [FieldStep::Field(name), inside @ ..] = path else { return None };
    let (index, row) = visible_fields(rows).find(|(_, row)| row.field.path == *name)?;
    let (FieldBody::Collection(entries), [FieldStep::Entry(entry), member @ ..]) = (&row.input, inside)
    else {
        return Some(vec![index]);
    };
    let Some(rows) = entries.rows(*entry) else { return Some(vec![index]) };
    let below = match (member, &row.field.kind) {
        // The row of a pair is about its value.
        ([], FieldKind::Map { value, .. }) if !matches!(value.kind, FieldKind::Record(_)) => vec![1],
        ([], _) => Vec::new(),
        _ => place_of(rows, member).unwrap_or_default(),
    };
    Some([vec![index, *entry], below].concat())
}
