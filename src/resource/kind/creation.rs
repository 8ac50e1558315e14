//! The rules for creating a resource of a kind.

use crate::resource::Document;

/// The rules and texts for creating a resource of a kind.
#[derive(Debug, Clone, Copy)]
pub struct Creation {
    /// The types to choose from before the form opens; empty where there is only one.
    pub types: &'static [ResourceType],
    /// The form's first values, from the companion document.
    pub prefill: Option<fn(&Document) -> Document>,
    /// Members of a copy that differ from those of the original.
    pub copy_overrides: Option<fn(&Document) -> Document>,
    /// Largest number of resources in one list, if AWS allows only a few.
    pub max_count: Option<usize>,
    /// A sentence about what the new resource still lacks, or what creating it entails; may be empty.
    pub notice: &'static str,
    /// A sentence about what is lost with the answer to a create; may be empty.
    pub lost_answer_notice: &'static str,
    /// The next step of a procedure, by the number of resources in the list.
    pub next_step: Option<fn(usize) -> &'static str>,
}

impl Creation {
    pub const EMPTY: Self = Self {
        types: &[],
        prefill: None,
        copy_overrides: None,
        max_count: None,
        notice: "",
        lost_answer_notice: "",
        next_step: None,
    };
}

/// One of the types that a kind of resource comes in, such as SAML or Google.
#[derive(Debug)]
pub struct ResourceType {
    pub title: &'static str,
    /// The purpose of the type, in a few words.
    pub help: &'static str,
    /// Members that define the type, as JSON; its form can't change them.
    pub fixed: &'static str,
    /// Members that the form proposes, as JSON.
    pub defaults: &'static str,
}

impl ResourceType {
    /// The members that define the type.
    pub fn fixed(&self) -> Document {
        from_json(self.fixed)
    }

    /// The members that the form proposes.
    pub fn default_members(&self) -> Document {
        from_json(self.defaults)
    }

    /// The id of the existing resource of this type, where the type defines the name, so that AWS allows only
    /// one.
    pub fn existing_singleton<'a>(
        &self,
        name_path: &str,
        mut ids: impl Iterator<Item = &'a str>,
    ) -> Option<&'a str> {
        let fixed = self.fixed();
        let name = fixed.text(name_path)?;
        ids.find(|id| *id == name)
    }

    pub fn is_of(&self, document: &Document) -> bool {
        self.fixed().members().iter().all(|(name, value)| document.get(name) == Some(value))
    }
}

fn from_json(json: &str) -> Document {
    serde_json::from_str(json).ok().and_then(Document::from_value).unwrap_or_default()
}
