//! The drafts that there are, as far as they are known, and the orders about them.

use crate::app::change::write::recording::in_context;
use crate::history::{DraftOrder, HistoryEntry, Record};
use crate::message::{Caller, Connection};
use crate::resource::{Document, Key, ResourceType, WriteOperation};

/// The drafts that are known, and the orders about them.
#[derive(Debug, Default)]
pub struct Drafts {
    /// Each with true if another program has it open.
    known: Vec<(Record, bool)>,
    pub(crate) orders: Vec<DraftOrder>,
    /// True if there are other drafts than those that the history's list shows.
    pub(crate) listed_anew: bool,
    /// Id of the draft of which a failure was told.
    pub(crate) told: Option<String>,
    /// Id of the draft that the last key asked to throw away.
    pub(crate) asked: Option<String>,
}

impl Drafts {
    /// Takes the drafts among the entries of the history, which are all that there are.
    pub(crate) fn learn(&mut self, rows: &[Document]) {
        self.known = rows.iter().filter_map(HistoryEntry::draft_of).collect();
    }

    /// The draft of the same form, unless another program has it open.
    pub(crate) fn of_form(&self, form: &Record) -> Option<&Record> {
        let (draft, _) =
            self.known.iter().find(|(draft, is_open)| !is_open && draft.is_of_same_form(form))?;
        Some(draft)
    }

    pub(crate) fn keep(&mut self, record: Record) {
        let order = DraftOrder::Keep(Box::new(record.clone()));
        self.listed_anew |= self.known.iter().all(|(other, _)| other.id != record.id);
        self.known.retain(|(other, _)| !order.removes(other));
        self.known.push((record, false));
        self.orders.push(order);
    }

    pub(crate) fn discard(&mut self, id: String) {
        self.listed_anew = true;
        self.known.retain(|(other, _)| other.id != id);
        self.orders.push(DraftOrder::Discard(id));
    }
}

/// A record that stands for the form of a resource, or of a type of new resource.
pub(crate) fn form_of(
    operation: WriteOperation,
    key: &Key,
    resource_type: Option<&ResourceType>,
    caller: Option<&Caller>,
    connection: &Connection,
) -> Record {
    let empty = Document::default();
    let record = Record {
        resource_type: resource_type.map(|resource_type| resource_type.title.to_owned()),
        ..Record::of(operation, key, "", &empty, &empty)
    };
    in_context(record, key.kind.service(), caller, connection)
}
