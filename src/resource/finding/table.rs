//! The findings of many resources as rows: the table by which a list shows them.

use serde_json::{Value, json};

use crate::resource::{Column, Document, Field, FieldKind, Finding, Fix, Key, Kind, KindId, Listing};

/// The findings of what was read. No operation of AWS lists them.
pub static FINDING: Kind = Kind {
    id: KindId::Finding,
    name: "finding",
    plural: "Findings",
    id_path: "Id",
    name_path: "What",
    fields: &[
        Field::new("Severity", "Severity", "Finding", FieldKind::Text).read_only(),
        Field::new("Check", "Check", "Finding", FieldKind::Text).read_only(),
        Field::new("What", "What", "Finding", FieldKind::Text).read_only(),
        Field::new("Text", "In a sentence", "Finding", FieldKind::Text).read_only(),
        Field::new("Why", "Why it matters", "Finding", FieldKind::Text).read_only(),
        Field::new("Source", "Source", "Finding", FieldKind::Text).read_only(),
        Field::new("Fix", "Fix", "Finding", FieldKind::Text).read_only(),
        Field::new("Accepted", "Accepted because", "Finding", FieldKind::Text)
            .read_only()
            .visible_if(|text| text("Accepted").is_some()),
        Field::new("Expired", "Expired exception", "Finding", FieldKind::Text)
            .read_only()
            .visible_if(|text| text("Expired").is_some()),
        Field::new("Resource", "Resource", "Where", FieldKind::Text).read_only(),
        Field::new("Kind", "Kind", "Where", FieldKind::Text).read_only(),
        Field::new("Setting", "Setting", "Where", FieldKind::Text).read_only(),
        Field::new("Way", "Way", "Where", FieldKind::Text).read_only(),
        Field::new("Id", "Id", "Where", FieldKind::Text).identifier(),
    ],
    columns: &[
        Column::severity("SEVERITY", "Severity", 10),
        Column::new("CHECK", "Check", 5),
        Column::new("RESOURCE", "Resource", 14),
        Column::new("WHAT", "What", 20),
    ],
    listing: Listing::Documents,
    ..Kind::EMPTY
};

/// What a change of resources of several kinds is about.
pub static ANY_RESOURCE: Kind =
    Kind { id: KindId::Any, name: "resource", plural: "Resources", ..Kind::EMPTY };

fn hyphenated(text: &str) -> String {
    text.to_lowercase().replace(' ', "-")
}

/// The ids of a resource after those of its parents: `eu-west-1_A/abc`.
pub fn path_of(key: &Key) -> String {
    key.ids().collect::<Vec<_>>().join("/")
}

impl Finding {
    /// The id of the finding at a resource, which stays the same from one scan to the next:
    /// `CL4/app-client/eu-west-1_A/abc#callback-url-open`.
    pub fn id_at(&self, key: &Key) -> String {
        let kind = hyphenated(key.kind.name);
        format!("{}/{kind}/{}#{}", self.id, path_of(key), hyphenated(self.title()))
    }

    /// The name of this one way in which the check with its id finds something: `CL4#callback-url-open`.
    pub fn exact_name(&self) -> String {
        format!("{}#{}", self.id, hyphenated(self.title()))
    }

    /// The finding at a resource as a row. The place names the resource and its pool.
    pub fn row(&self, key: &Key, place: &str) -> Document {
        let setting = key.kind.field(self.path).map_or(self.path, |field| field.label);
        let fix = self.fix.advice().unwrap_or("One edit of this setting, which is confirmed first.");
        let row = json!({
            "Id": self.id_at(key),
            "Severity": self.severity.word(),
            "Check": self.id,
            "What": self.title(),
            "Text": self.text,
            "Why": self.why,
            "Source": self.source,
            "Fix": fix,
            "Resource": place,
            "Kind": key.kind.name,
            "Setting": setting,
            "Way": key.way(),
        });
        Document::from_value(row).unwrap_or_default()
    }

    /// The finding of a row, and the resource that has it.
    pub fn of_row(row: &Document) -> Option<(Key, &'static Self)> {
        let key = Key::from_way(row.text("Way")?)?;
        let is_it = |finding: &&Self| {
            row.text("Check") == Some(finding.id) && row.get("Text") == Some(&Value::from(finding.text))
        };
        let finding = key.kind.checks.findings.iter().find(is_it)?;
        Some((key, finding))
    }

    /// What to edit to mend the finding at a resource: that, or a part of it.
    pub fn fixed_at(&'static self, key: &Key) -> (Key, &'static Self) {
        match self.fix {
            Fix::OnPart(kind, finding) => (Key { kind: kind(), ..key.clone() }, finding),
            Fix::Edit(_) | Fix::Choose(_) | Fix::Elsewhere(_) => (key.clone(), self),
        }
    }

    /// True if the document of the same id shows the finding as well, and is the better place to fix it.
    pub fn is_told_elsewhere(&self, kind: &Kind) -> bool {
        let rank = |fix: Fix| match fix {
            Fix::Edit(_) | Fix::OnPart(..) => 0,
            Fix::Choose(_) => 1,
            Fix::Elsewhere(_) => 2,
        };
        let Some(other) = kind.same_document() else { return false };
        let twin = other.checks.findings.iter().find(|finding| *finding == self);
        // Where both are as good, that of the resource itself stays.
        let own = (rank(self.fix), kind.is_part());
        twin.is_some_and(|twin| (rank(twin.fix), other.is_part()) < own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::resource::tables::{ALL, IDENTITY_POOL, ROLES};

    #[test]
    fn a_row_leads_back_to_its_finding_and_its_resource() {
        for kind in ALL.into_iter().filter(|kind| kind.can_be_described()) {
            let key = Key { kind, parents: vec!["pool".into()], id: "it".into() };
            for finding in kind.checks.findings {
                let row = finding.row(&key, "shop");
                assert_eq!(Finding::of_row(&row), Some((key.clone(), finding)), "{}", finding.id);
                assert_eq!(row.text("Severity"), Some(finding.severity.word()));
            }
        }
    }

    #[test]
    fn what_a_pool_and_its_roles_both_show_is_told_once_where_it_is_fixed() {
        let told = |kind: &Kind, id: &str| -> Vec<bool> {
            let rows = kind.checks.findings.iter().filter(|finding| finding.id == id);
            rows.map(|finding| !finding.is_told_elsewhere(kind)).collect()
        };
        assert_eq!((told(&IDENTITY_POOL, "IP9"), told(&ROLES, "IP9")), (vec![true], vec![false]));
        // Guests without a role are blocked at the pool; a role without guests is removed at the roles.
        assert_eq!(told(&IDENTITY_POOL, "IP6"), [true, false]);
        assert_eq!(told(&ROLES, "IP6"), [false, true]);
    }
}
