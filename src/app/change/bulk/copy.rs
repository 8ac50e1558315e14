//! A bulk change that copies resources into another one: the choice, the plan, and what is left for another
//! try.

use crate::app::change::bulk::{Bulk, BulkItemState, BulkStage, Copying, Edit};
use crate::app::change::write::Write;
use crate::app::dialog::context::Context;
use crate::app::dialog::{Command, Outcome};
use crate::error::AppError;
use crate::message::RequestId;
use crate::resource::{Document, Key};

impl Bulk {
    /// Copies of what belongs to a resource, before their choice.
    pub fn copying(from: (Key, String), to: (Key, String)) -> Self {
        Self::new(to.0.kind, Edit::Copy(Box::new(Copying::new(from, to))), Vec::new())
    }

    /// Takes the next rows of a list that the bulk change reads.
    pub(crate) fn extend(&mut self, id: RequestId, rows: &[Document]) {
        match &mut self.edit {
            Edit::Copy(copying) => copying.extend(id, rows),
            Edit::Grant(granting) => granting.list.extend(id, rows),
            _ => {}
        }
        for item in &mut self.items {
            if let BulkItemState::Write(write) = &mut item.state
                && write.waits_for() == Some(id)
            {
                write.look_at(rows);
            }
        }
    }

    /// Plans the copies, once all originals are read.
    pub(super) fn plan_copies(&mut self, context: &Context) {
        let Edit::Copy(copying) = &self.edit else { return };
        let (target, name) = &copying.to;
        let originals: Vec<_> = self
            .items
            .iter()
            .filter_map(|item| match &item.state {
                BulkItemState::Original(document) => Some((item.key.clone(), document.clone())),
                _ => None,
            })
            .collect();
        let forbidden = context.forbidden(target, name);
        let mut planned = copying.plan(&originals, context).into_iter();
        for item in self.items.iter_mut().filter(|item| matches!(item.state, BulkItemState::Original(_))) {
            let Some(copy) = planned.next() else { break };
            item.note = copy.note;
            item.state = match (copy.settings, &forbidden) {
                (_, Some(reason)) => {
                    let text = format!("Can't change {name}: {}", reason.words());
                    BulkItemState::Unreadable(AppError::new(text))
                }
                (Err(fault), None) => {
                    let text = format!("Can't copy {}: {fault}", item.name);
                    BulkItemState::Unreadable(AppError::new(text))
                }
                (Ok(settings), None) => BulkItemState::Write(Box::new(Write::create(copy.key, settings))),
            };
        }
    }

    /// Ids of the resources beside a copy that is about to be made, those made before it included.
    pub(super) fn ids_beside(&self, at: usize) -> Option<Vec<String>> {
        let Edit::Copy(copying) = &self.edit else { return None };
        let list = self.items.get(at)?.write()?.key.list();
        let made = self.items[..at].iter().filter_map(|item| Some(&item.write()?.key));
        let made = made.filter(|key| list.holds(key) && !key.id.is_empty()).map(|key| key.id.clone());
        Some(copying.existing_ids(&list).into_iter().chain(made).collect())
    }

    /// True if copies ended otherwise than made, so that another try makes sense.
    pub(crate) fn has_uncopied(&self) -> bool {
        self.stage == BulkStage::Over
            && matches!(self.edit, Edit::Copy(_))
            && self.items.iter().any(|item| !item.is_done())
    }

    /// Chooses anew among what is not copied yet, by lists that are read anew.
    pub(crate) fn copy_the_rest(&self) -> Outcome {
        match &self.edit {
            Edit::Copy(copying) if self.has_uncopied() => {
                let (from, to) = (copying.from.clone(), copying.to.clone());
                Outcome::Finish(Command::CopyChildren { from, to })
            }
            _ => Outcome::Stay,
        }
    }

    /// What the resources of the bulk change are called.
    pub fn noun(&self) -> &'static str {
        if matches!(self.edit, Edit::Copy(_)) { "resource" } else { self.kind.name }
    }
}
