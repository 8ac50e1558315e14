//! The table of the history's entries, by which the list and the details of every resource show them.

use serde_json::Value;

use crate::history::entry::{DRAFT, OPEN_DRAFT};
use crate::resource::{Column, Field, FieldKind, Key, Kind, KindId, Listing, Rule};

/// The entries of the history. No operation of AWS reads them.
pub static HISTORY: Kind = Kind {
    id: KindId::HistoryEntry,
    name: "change",
    plural: "Changes",
    id_path: "Id",
    name_path: "Name",
    fields: &[
        Field::new("Time", "When", "Change", FieldKind::Date).read_only(),
        Field::new("Operation", "Operation", "Change", FieldKind::Text).read_only(),
        Field::new("Name", "Name", "Change", FieldKind::Text).read_only(),
        Field::new("Resource", "Resource", "Change", FieldKind::Text)
            .read_only()
            .link(target)
            .help("The resource that was written. This row leads to it."),
        Field::new("Outcome", "Outcome", "Change", FieldKind::Text)
            .read_only()
            .help("applied, refused, failed, or unknown: then refresh the resource to see it."),
        Field::new("Verdict", "Verdict", "Change", FieldKind::Text)
            .read_only()
            .help("The comparison of what was asked with what AWS returned after."),
        Field::new("Ended", "Ended", "Change", FieldKind::Date)
            .read_only()
            .visible_if(was_sent)
            .when_absent("not recorded: cognitui ended, or is still at it"),
        Field::new("NotApplied", "Not applied", "Change", FieldKind::Text)
            .read_only()
            .visible_if(|text| text("NotApplied").is_some())
            .help("What is not as it was asked: from the asked to the actual value."),
        Field::new("Unasked", "Changed unasked", "Change", FieldKind::Text)
            .read_only()
            .visible_if(|text| text("Unasked").is_some()),
        Field::new("Error", "Error", "Change", FieldKind::Text)
            .read_only()
            .visible_if(|text| text("Error").is_some()),
        Field::new("RequestId", "Request id", "Change", FieldKind::Text)
            .read_only()
            .visible_if(was_sent)
            .help("AWS's id of the request, as CloudTrail has it."),
        Field::new("Reverts", "Takes back", "Change", FieldKind::Text)
            .read_only()
            .visible_if(|text| text("Reverts").is_some())
            .help("The change that this one took back."),
        Field::new("Bulk", "Bulk change", "Change", FieldKind::Text)
            .read_only()
            .visible_if(|text| text("Bulk").is_some()),
        Field::new("Changes", "Changed", "Settings", CHANGES).read_only(),
        Field::new("Withheld", "Not recorded", "Settings", FieldKind::List(&PART))
            .read_only()
            .help("Secrets, and values over 16 KiB, are never recorded."),
        Field::new("Caller", "Caller", "Who and where", FieldKind::Text).read_only(),
        Field::new("Account", "Account", "Who and where", FieldKind::Text).read_only(),
        Field::new("Region", "Region", "Who and where", FieldKind::Text).read_only(),
        Field::new("Profile", "Profile", "Who and where", FieldKind::Text).read_only(),
        Field::new("Endpoint", "Endpoint", "Who and where", FieldKind::Text).read_only(),
        Field::new("Id", "Entry", "Record", FieldKind::Text).identifier(),
        Field::new("Line", "As recorded", "Record", FieldKind::Json).read_only(),
        // The rows above tell what is in these, and a filter finds it there.
        Field::new("Request", "Request", "Record", FieldKind::Json).read_only().visible_if(|_| false),
        Field::new("Ending", "Outcome as recorded", "Record", FieldKind::Json)
            .read_only()
            .visible_if(|_| false),
    ],
    columns: &[
        Column::age("WHEN", "Time", 12),
        Column::new("OUTCOME", "Outcome", 8),
        Column::new("OPERATION", "Operation", 22),
        Column::new("NAME", "Name", 16),
        Column::new("ACCOUNT", "Account", 12),
        Column::new("REGION", "Region", 10),
    ],
    listing: Listing::Documents,
    ..Kind::EMPTY
};

/// False for a draft.
fn was_sent(text: &dyn Fn(&str) -> Option<String>) -> bool {
    text("Outcome").is_none_or(|outcome| outcome != DRAFT && outcome != OPEN_DRAFT)
}

const PART: Field = Field::part("", Rule::ANY);

const CHANGES: FieldKind = FieldKind::Map { key: &PART, value: &PART, secret: &[] };

/// The resource at the end of the way.
fn target(way: &Value) -> Option<Key> {
    Key::from_way(way.as_str()?)
}
