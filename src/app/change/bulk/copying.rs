//! Copies of what belongs to a resource, made inside another one: what there is to copy, and what the user
//! has marked.

use crate::app::change::bulk::choices::{ChildList, ChoiceRow, Choices};
use crate::app::dialog::context::Context;
use crate::app::form::Form;
use crate::app::remote::Remote;
use crate::error::AppError;
use crate::message::{Reply, RequestId};
use crate::resource::{
    Document, Field, FieldKind, Key, Kind, ListKey, NamedRows, RowsExtent, ValidationContext,
};

/// The resources that can be copied from one resource into another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copying {
    /// The original and its name.
    pub from: (Key, String),
    /// The resource that gets the copies, and its name.
    pub to: (Key, String),
    /// The lists of the original and of the target, of each kind.
    lists: Vec<ChildList>,
    pub choices: Choices,
}

/// A planned copy: its key, its settings and what is said about it, or why there is none.
pub struct PlannedCopy {
    pub key: Key,
    pub settings: Result<Document, String>,
    pub note: String,
}

impl Copying {
    pub fn new(from: (Key, String), to: (Key, String)) -> Self {
        let kinds = from.0.kind.creation.copied_children.iter().map(|kind| kind());
        let both = |kind| [&from.0, &to.0].map(|owner| owner.children(kind));
        let lists = kinds.flat_map(both).map(ChildList::new).collect();
        Self { from, to, lists, choices: Choices::default() }
    }

    /// Reads the lists.
    pub fn open(&mut self, context: &mut Context) {
        for list in &mut self.lists {
            let of = if list.key.parents().eq(self.from.0.ids()) { &self.from.1 } else { &self.to.1 };
            list.open(of, context);
        }
    }

    /// True while a list is being read.
    pub fn is_listing(&self) -> bool {
        self.lists.iter().any(|list| !list.load.is_over())
    }

    /// The kinds whose lists could not be read, each with the reason.
    pub fn failures(&self) -> impl Iterator<Item = (&'static Kind, &AppError)> {
        self.lists.iter().filter_map(|list| Some((list.key.kind, list.load.error()?)))
    }

    pub fn extend(&mut self, id: RequestId, rows: &[Document]) {
        self.lists.iter_mut().for_each(|list| list.extend(id, rows));
    }

    /// Takes the end of a list; returns false if the reply is none of theirs.
    pub fn handle_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) -> bool {
        let is_its = self.lists.iter_mut().any(|list| list.handle_reply(id, result));
        if is_its && !self.is_listing() {
            self.choices.rows = self.offered();
        }
        is_its
    }

    /// The rows of all kinds whose lists were read, each marked unless the target has it already.
    fn offered(&self) -> Vec<ChoiceRow> {
        let mut offered = Vec::new();
        for pair in self.lists.chunks(2) {
            let [original, target] = pair else { continue };
            if !original.load.is_ready() || !target.load.is_ready() {
                continue;
            }
            let kind = original.key.kind;
            let mut there: Vec<_> = target.rows.iter().filter_map(|row| label(kind, row)).collect();
            for row in &original.rows {
                let (Some(key), Some(own)) = (original.key.row(row), label(kind, row)) else { continue };
                let twin = there.iter().position(|other| *other == own);
                let refusal = twin.map(|twin| {
                    there.swap_remove(twin);
                    format!("{} has one already", self.to.1)
                });
                let name = kind.name_of(row).unwrap_or(&key.id).to_owned();
                offered.push(ChoiceRow { key, name, level: usize::from(refusal.is_none()), refusal });
            }
        }
        offered
    }

    /// Ids of the resources that the target has of a kind.
    pub fn existing_ids(&self, list: &ListKey) -> Vec<String> {
        let own = self.lists.iter().filter(|own| own.key == *list);
        own.flat_map(|own| &own.rows).filter_map(|row| Some(list.row(row)?.id)).collect()
    }

    /// Plans the copies of documents that were just read, in their order: what one of them names has to be in
    /// the target, or before it in the order.
    pub fn plan(&self, originals: &[(Key, Document)], context: &Context) -> Vec<PlannedCopy> {
        let is_of_target = |list: &&ChildList| list.key.parents().eq(self.to.0.ids());
        let known = self.lists.iter().filter(is_of_target).map(|list| NamedRows {
            kind: list.key.kind,
            rows: list.rows.clone(),
            extent: if list.load.is_ready() { RowsExtent::Whole } else { RowsExtent::Failed },
        });
        let mut known: Vec<_> = known.collect();
        let mut planned = Vec::new();
        for (original, document) in originals {
            let copy = self.plan_one(original, document, &known, context);
            let list = known.iter_mut().find(|list| list.kind == original.kind);
            if let (Some(list), Ok(settings)) = (list, &copy.settings) {
                list.rows.push(settings.clone());
            }
            planned.push(copy);
        }
        planned
    }

    fn plan_one(
        &self,
        original: &Key,
        document: &Document,
        known: &[NamedRows],
        context: &Context,
    ) -> PlannedCopy {
        let key = self.to.0.children(original.kind).new_one();
        let mut document = document.clone();
        let validation = ValidationContext { lists: known, now: context.now, ..ValidationContext::default() };
        let missing =
            original.kind.creation.without_missing.map(|without| without(&mut document, &validation));
        let mut form = Form::copy_into(&key, &document, context.now);
        let mut notes: Vec<_> = form.note.take().into_iter().collect();
        if let Some(missing) = missing.filter(|missing| !missing.is_empty()) {
            notes.push(format!("without {}, which {} lacks", missing.join(", "), self.to.1));
        }
        if let Some(companion) = form.key.companion().and_then(|key| context.cache.get(&key)) {
            form.companion = Remote::Ready(companion.clone());
        }
        let settings = form.submit();
        let fault = form.faults().next();
        let settings = settings.ok_or_else(|| match fault {
            Some((field, _)) if is_unreadable(field, &document) => {
                format!("AWS never returns its {}, so create it by hand", field.label.to_lowercase())
            }
            Some((field, text)) => format!("{}: {text}", field.label),
            None => form.note.take().unwrap_or_default(),
        });
        PlannedCopy { key, settings, note: notes.join("; ") }
    }
}

/// What tells a resource from its siblings: its id where people choose that, otherwise its name.
fn label(kind: &Kind, row: &Document) -> Option<String> {
    let path = if kind.has_chosen_id() { kind.id_path } else { kind.name_path };
    row.text(path).map(str::to_owned)
}

/// True for a secret that AWS does not answer.
fn is_unreadable(field: &Field, document: &Document) -> bool {
    matches!(field.kind, FieldKind::Secret) && document.get(field.path).is_none()
}
