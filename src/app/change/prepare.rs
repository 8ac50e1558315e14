//! The way to a dialog that writes: what has to be read first, and what opens once it is here.

use serde_json::Value;

use crate::app::change::bulk::{Bulk, Edit};
use crate::app::change::confirm::{
    ChooseValue, CompanionLoad, Confirm, Count, Intent, LoadingForEdit, Number,
};
use crate::app::change::write::Write;
use crate::app::dialog::replace_host::ReplaceHost;
use crate::app::dialog::type_picker::TypePicker;
use crate::app::form::Form;
use crate::app::remote::Remote;
use crate::app::requests::Purpose;
use crate::app::screen::list;
use crate::app::{App, Dialog, Scroll, Tone};
use crate::error::{AppError, ErrorKind};
use crate::keymap::Scope;
use crate::message::{Call, Effect, Pages, Reply, RequestId};
use crate::resource::display::plural::plural;
use crate::resource::urls::{self, Replacement};
use crate::resource::{Dependent, Document, Key, Kind, Referrers, ResourceType, WriteOperation, changes};

/// Those that name what is to be removed, and could be rid of the name first.
pub(crate) struct Detach {
    /// The list of theirs that names it.
    path: &'static str,
    /// How they use it.
    referrers: &'static Referrers,
    /// Their keys and names.
    rows: Vec<(Key, String)>,
}

impl App {
    /// Reads the chosen resource freshly, to do something with it then.
    pub(crate) fn prepare(&mut self, intent: Intent) -> Vec<Effect> {
        if let (Intent::Toggle(path), Some(list)) =
            (&intent, self.screen().list().filter(|list| list.marked() > 0))
        {
            let edit = Edit::Toggle { path, place: 0 };
            self.dialog = Some(Dialog::Bulk(Box::new(Bulk::new(list.key.kind, edit, list.marked_rows()))));
            return self.fetch_caller().into_iter().collect();
        }
        let target = if matches!(intent, Intent::Toggle(_)) {
            self.screen().subject()
        } else {
            self.screen().target()
        };
        let Some((key, name)) = target else { return vec![] };
        let order = match intent {
            Intent::Toggle(_) | Intent::Edit | Intent::ReplaceHost(_) => WriteOperation::Update,
            Intent::Copy | Intent::Try(_) => WriteOperation::Create,
            Intent::Delete => WriteOperation::Delete,
        };
        if key.kind.operation(order).is_none() {
            self.say(Tone::Plain, format!("{} can't be changed in this version.", key.kind.plural));
            return vec![];
        }
        let listed = self.list().and_then(|list| Some(&list.chosen()?.listed));
        let resource_type = listed.and_then(|listed| {
            key.kind.creation.types.iter().find(|resource_type| resource_type.is_of(listed))
        });
        if let Some(refusal) = resource_type
            .filter(|_| intent == Intent::Copy)
            .and_then(|resource_type| self.only_one(resource_type))
        {
            self.say(Tone::Plain, refusal);
            return vec![];
        }
        let alone = self.list().is_some_and(|list| list.len() == 1);
        if intent == Intent::Delete && key.kind.deletion.keep_last && alone {
            self.say(Tone::Plain, format!("The last {} can't be deleted.", key.kind.name));
            return vec![];
        }
        let preparing = LoadingForEdit {
            key,
            name,
            intent,
            companion: CompanionLoad::None,
            dependents: Vec::new(),
            failure: None,
            scroll: Scroll::default(),
        };
        let mut effects = self.read_base(preparing);
        effects.extend(self.fetch_caller());
        effects
    }

    /// Reads what the form of something needs that is made through the chosen resource.
    pub(crate) fn prepare_try(&mut self) -> Vec<Effect> {
        let Some((through, _)) = self.screen().target() else { return vec![] };
        let Some(kind) = through.kind.actions.sign_up else { return vec![] };
        let new = through.children(kind()).new_one();
        let Some(key) = new.companion() else { return vec![] };
        let name = format!("{} {}", key.kind.name, key.id);
        let intent = Intent::Try(new);
        let (companion, scroll) = (CompanionLoad::None, Scroll::default());
        let mut effects = self.read_base(LoadingForEdit {
            key,
            name,
            intent,
            companion,
            dependents: Vec::new(),
            failure: None,
            scroll,
        });
        effects.extend(self.fetch_caller());
        effects
    }

    /// Asks which host takes the place of which, in the marked resources or the chosen one.
    pub(crate) fn prepare_replace(&mut self) -> Vec<Effect> {
        let marked = self.list().filter(|list| list.marked() > 0).map(list::List::marked_rows);
        let Some(rows) = marked.or_else(|| self.screen().target().map(|target| vec![target])) else {
            return vec![];
        };
        let Some(kind) = rows.first().map(|(key, _)| key.kind) else { return vec![] };
        let known = rows
            .iter()
            .filter_map(|(key, _)| self.cache.get(key))
            .flat_map(|document| urls::hosts(document, kind));
        let mut hosts: Vec<String> = Vec::new();
        for host in known {
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        self.dialog = Some(Dialog::ReplaceHost(Box::new(ReplaceHost::new(kind, rows, hosts))));
        vec![]
    }

    /// Goes on once it is known which host takes the place of which.
    pub(crate) fn replace(&mut self, rows: Vec<(Key, String)>, replacement: Replacement) -> Vec<Effect> {
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        let marked = self.list().is_some_and(|list| list.marked() > 0);
        if let ([(key, name)], false) = (rows.as_slice(), marked) {
            let (key, name, intent) = (key.clone(), name.clone(), Intent::ReplaceHost(replacement));
            let (companion, scroll) = (CompanionLoad::None, Scroll::default());
            effects.extend(self.read_base(LoadingForEdit {
                key,
                name,
                intent,
                companion,
                dependents: Vec::new(),
                failure: None,
                scroll,
            }));
            return effects;
        }
        let Some(kind) = rows.first().map(|(key, _)| key.kind) else { return effects };
        let mut bulk = Bulk::new(kind, Edit::ReplaceHost(replacement), rows);
        effects.extend(bulk.read(&mut self.requests));
        self.dialog = Some(Dialog::Bulk(Box::new(bulk)));
        effects
    }

    /// Opens the form of a new resource of the shown list.
    pub(crate) fn prepare_new(&mut self) -> Vec<Effect> {
        let Some((key, there)) = self.screen().new_one() else { return vec![] };
        if key.kind.creation.max_count.is_some_and(|most| there >= most) {
            self.say(
                Tone::Plain,
                format!(
                    "There are already {}, which is the limit. Delete one first.",
                    plural(there, key.kind.name)
                ),
            );
            return vec![];
        }
        // Where the last one can't be removed, none at all means that there can't be any.
        if let Some(next) = key.kind.creation.next_step.filter(|_| there == 0 && key.kind.deletion.keep_last)
        {
            self.say(Tone::Plain, next(0));
            return vec![];
        }
        if !key.kind.creation.types.is_empty() {
            self.dialog = Some(Dialog::TypePicker(Box::new(TypePicker::new(key))));
            return vec![];
        }
        self.open_new(key, None)
    }

    /// Why no more can be made of a sort: the shown list has the one that there can be.
    pub(crate) fn only_one(&self, resource_type: &ResourceType) -> Option<String> {
        let list = self.list()?;
        let name = resource_type.existing_singleton(list.key.kind.name_path, list.ids())?;
        Some(format!("This user pool already has a {name} provider (limit 1)."))
    }

    /// Opens the form of a new resource of a sort.
    pub(crate) fn open_new(&mut self, key: Key, resource_type: Option<&'static ResourceType>) -> Vec<Effect> {
        let mut form = Form::create(key, resource_type);
        form.now = self.now;
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        if let Some((companion, read)) = self.start_companion(&form.key, "the new resource") {
            form.companion = companion;
            effects.push(read);
        }
        effects.extend(self.read_siblings(&form.key));
        self.dialog = Some(Dialog::Form(Box::new(form)));
        effects
    }

    /// Reads the resources that one being edited has to agree with, where its kind has such.
    fn read_siblings(&mut self, key: &Key) -> Vec<Effect> {
        key.kind.related.siblings.map(|referrers| self.start_scan(key, referrers, true)).unwrap_or_default()
    }

    /// The resources that the removal under question would leave with a name of nothing, and the list of
    /// theirs that names it.
    pub(crate) fn detachable(&self) -> Option<Detach> {
        let Some(Dialog::Confirm(confirm)) = &self.dialog else { return None };
        if confirm.scope() != Scope::Deleting {
            return None;
        }
        let scan = self
            .scans
            .iter()
            .find(|scan| scan.about == confirm.write.key && scan.referrers.reference_list.is_some())?;
        let rows: Vec<_> = scan.found.iter().map(|(_, key, name)| (key.clone(), name.clone())).collect();
        let over = scan.is_over() || scan.list == Remote::Stopped;
        let path = scan.referrers.reference_list?;
        (over && !rows.is_empty()).then_some(Detach { path, referrers: scan.referrers, rows })
    }

    /// Takes the name of what is to be removed out of those that use it, before it is removed.
    pub(crate) fn detach(&mut self) -> Vec<Effect> {
        let Some(Detach { path, referrers, rows }) = self.detachable() else { return vec![] };
        let Some(Dialog::Confirm(confirm)) = self.dialog.take() else { return vec![] };
        let mut bulk =
            Bulk::new((referrers.kind)(), Edit::Detach { path, value: confirm.write.key.id }, rows);
        let effects = bulk.read(&mut self.requests);
        self.dialog = Some(Dialog::Bulk(Box::new(bulk)));
        effects
    }

    pub(crate) fn read_base(&mut self, mut preparing: LoadingForEdit) -> Vec<Effect> {
        let key = preparing.key.clone();
        preparing.failure = None;
        preparing.scroll = Scroll::default();
        let label = format!("Loading {}", preparing.name);
        let (_, read) = self.requests.start(label, Purpose::Base(key.clone()), Call::Describe(key.clone()));
        let mut effects = vec![read];
        // What is read beside a copy is that of the new one: of the same list, and without an id yet.
        let about = if preparing.intent == Intent::Copy {
            Key { id: String::new(), ..key.clone() }
        } else {
            key.clone()
        };
        if let Some((companion, read)) = self.start_companion(&about, &preparing.name) {
            preparing.companion = companion;
            effects.push(read);
        }
        preparing.dependents.clear();
        if preparing.intent == Intent::Delete {
            let lists = key.kind.deletion.dependents.iter().filter_map(|dependent| match dependent {
                Dependent::List(kind) => Some(kind()),
                Dependent::Fact(..) | Dependent::Referrers(_) => None,
            });
            let referrers: Vec<_> = key
                .kind
                .deletion
                .dependents
                .iter()
                .filter_map(|dependent| match dependent {
                    Dependent::Referrers(referrers) => Some(*referrers),
                    _ => None,
                })
                .collect();
            for referrers in referrers {
                // What is deleted has to be known freshly.
                self.cache.expire(|key| key.kind == (referrers.kind)());
                effects.extend(self.start_scan(&key, referrers, true));
            }
            for kind in lists {
                let (count, effect) = self.start_count(kind, &key, &preparing.name);
                preparing.dependents.push(count);
                effects.push(effect);
            }
        }
        self.dialog = Some(Dialog::LoadingForEdit(Box::new(preparing)));
        effects
    }

    /// Starts to read the document beside a resource, where its kind has one.
    fn start_companion(&mut self, key: &Key, name: &str) -> Option<(CompanionLoad, Effect)> {
        let companion = key.companion()?;
        let label = format!("Loading the {} of {name}", companion.kind.name);
        let (id, read) =
            self.requests.start(label, Purpose::Companion(key.clone()), Call::Describe(companion));
        Some((CompanionLoad::Reading(id), read))
    }

    fn start_count(&mut self, kind: &'static Kind, of: &Key, name: &str) -> (Count, Effect) {
        let list = of.children(kind);
        let label = format!("Counting the {} of {name}", kind.plural.to_lowercase());
        let (id, effect) = self.requests.start(label, Purpose::Count, Call::List(list, Pages::One(None)));
        (Count { kind, number: Number::Counting(id, 0) }, effect)
    }

    fn counts_mut(&mut self) -> Option<&mut Vec<Count>> {
        match &mut self.dialog {
            Some(Dialog::LoadingForEdit(open)) => Some(&mut open.dependents),
            Some(Dialog::Confirm(open)) => Some(&mut open.dependents),
            _ => None,
        }
    }

    /// Counts some more of what hangs on a resource.
    pub(crate) fn count(&mut self, id: RequestId, more: usize) {
        for count in self.counts_mut().into_iter().flatten() {
            if let Number::Counting(counting, number) = &mut count.number
                && *counting == id
            {
                *number += more;
            }
        }
    }

    /// The counting came to its end, or to that of the first page.
    pub(crate) fn handle_count_reply(&mut self, id: RequestId, result: &Result<Reply, AppError>) {
        for count in self.counts_mut().into_iter().flatten() {
            if let Number::Counting(counting, number) = count.number
                && counting == id
            {
                count.number = match result {
                    Ok(Reply::Listed(next)) => Number::Counted(number, next.is_some()),
                    Ok(_) => Number::Counted(number, false),
                    Err(error) => Number::Failed(error.clone()),
                };
            }
        }
        self.reset_reached_end();
    }

    pub(crate) fn handle_base_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        if let Some(Dialog::Bulk(bulk)) = &mut self.dialog {
            let learned = bulk.handle_base_reply(id, result);
            let effects = bulk.read(&mut self.requests);
            if let Some((key, document)) = learned {
                self.document_read(&key, document);
            }
            return effects;
        }
        let Some(Dialog::LoadingForEdit(preparing)) = &mut self.dialog else { return vec![] };
        match result {
            Ok(Reply::Document(Some(document))) => {
                let key = preparing.key.clone();
                self.document_read(&key, document.clone());
                self.prepared(document)
            }
            Ok(_) => {
                let gone = format!("{} no longer exists", preparing.name);
                preparing.failure = Some(AppError::new(gone).kind(ErrorKind::NotFound));
                vec![]
            }
            Err(error) => {
                preparing.failure = Some(error);
                self.requests.cancel(|purpose| matches!(purpose, Purpose::Companion(_) | Purpose::Count))
            }
        }
    }

    /// Takes the document beside the resource, wherever the way to the write has come by now: what it tells
    /// is advice, so nothing waits for it.
    pub(crate) fn handle_companion_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
    ) -> Vec<Effect> {
        let before = self.advice();
        let companion = match &mut self.dialog {
            Some(Dialog::LoadingForEdit(open)) => Some(&mut open.companion),
            Some(Dialog::ChooseValue(open)) => Some(&mut open.companion),
            Some(Dialog::Confirm(open)) => Some(&mut open.companion),
            _ => self.form_mut().map(|form| &mut form.companion),
        };
        if let Some(companion) = companion
            .filter(|companion| matches!(companion, CompanionLoad::Reading(reading) if *reading == id))
        {
            *companion = match result {
                Ok(Reply::Document(Some(document))) => CompanionLoad::Read(Box::new(document)),
                Ok(_) => CompanionLoad::None,
                Err(error) => CompanionLoad::Failed(error),
            };
            if let Some(form) = self.form_mut() {
                form.check_cross_field_rules();
            }
            if self.advice() != before {
                self.reset_reached_end();
            }
        }
        vec![]
    }

    /// What the open question tells of the document beside.
    fn advice(&self) -> Vec<(String, Option<usize>)> {
        let Some(Dialog::Confirm(confirm)) = &self.dialog else { return vec![] };
        let found = confirm
            .findings(self.now)
            .into_iter()
            .map(|(effect, finding)| (format!("{effect:?} {}", finding.id), None));
        let told = confirm.known_dependents().filter(|_| confirm.write.order == WriteOperation::Delete);
        found.chain(told.map(|(label, number)| (label.to_owned(), number))).collect()
    }

    /// Goes on with the resource as it was just read.
    fn prepared(&mut self, base: Document) -> Vec<Effect> {
        let Some(Dialog::LoadingForEdit(preparing)) = self.dialog.take() else { return vec![] };
        let LoadingForEdit { key, name, intent, companion, dependents, .. } = *preparing;
        let name = key.kind.name_of(&base).filter(|found| *found != key.id).map_or(name, str::to_owned);
        self.dialog = Some(match intent {
            Intent::Edit => {
                let mut form = Form::edit(key, name, base);
                form.companion = companion;
                form.now = self.now;
                Dialog::Form(Box::new(form))
            }
            Intent::Copy => {
                let mut form = Form::copy(&key, &name, &base);
                form.companion = companion;
                form.now = self.now;
                Dialog::Form(Box::new(form))
            }
            Intent::Try(new) => {
                let mut form = Form::create(new, None);
                form.companion = CompanionLoad::Read(Box::new(base));
                form.prefill();
                Dialog::Form(Box::new(form))
            }
            Intent::Delete => {
                Dialog::Confirm(Box::new(Confirm::delete(key, base, name, companion, dependents)))
            }
            Intent::ReplaceHost(replacement) => {
                let edited = match replacement.in_document(&base, key.kind) {
                    Ok(edited) => edited,
                    Err(fault) => {
                        self.say(Tone::Bad, format!("Nothing was sent: {fault}."));
                        return self.requests.cancel(|purpose| matches!(purpose, Purpose::Companion(_)));
                    }
                };
                if changes(&base, &edited, key.kind).is_empty() {
                    self.say(
                        Tone::Plain,
                        format!("Nothing to send: {name} has no URL with {}.", replacement.from),
                    );
                    return self.requests.cancel(|purpose| matches!(purpose, Purpose::Companion(_)));
                }
                Dialog::Confirm(Box::new(Confirm::new(Write::new(key, base, edited), name, companion)))
            }
            Intent::Toggle(path) => match base.get(path) {
                Some(Value::Bool(now)) => {
                    let mut edited = base.clone();
                    edited.set(path, Some(Value::Bool(!now)));
                    Dialog::Confirm(Box::new(Confirm::new(Write::new(key, base, edited), name, companion)))
                }
                // Never set is not false: which of the two is meant has to be said.
                _ => {
                    Dialog::ChooseValue(Box::new(ChooseValue { key, name, path, base, companion, place: 0 }))
                }
            },
        });
        let edited = match &self.dialog {
            Some(Dialog::Form(form)) => Some(form.key.clone()),
            _ => None,
        };
        edited.map(|key| self.read_siblings(&key)).unwrap_or_default()
    }
}
