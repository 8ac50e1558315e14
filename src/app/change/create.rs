//! The first steps of a create: the type and the form of the new resource.

use crate::app::change::companion;
use crate::app::change::confirm::Confirm;
use crate::app::change::write::Write;
use crate::app::dialog::type_picker::TypePicker;
use crate::app::dialog::{Dialog, Outcome};
use crate::app::form::Form;
use crate::app::remote::Remote;
use crate::app::screen::Screen;
use crate::app::screen::list::List;
use crate::app::{App, Tone};
use crate::keymap::named;
use crate::message::Effect;
use crate::resource::display::plural::plural;
use crate::resource::{Key, Kind, ResourceType};

impl App {
    pub(crate) fn prepare_new(&mut self) -> Vec<Effect> {
        if let (Some((_, load)), Some(parent)) = (self.screen().unknown_named(), &self.screen().key) {
            let parent = parent.kind.name;
            let reason = match load {
                Remote::Failed(_) => {
                    format!("The {parent} could not be loaded: {} refreshes.", named::refresh())
                }
                Remote::Stopped => {
                    format!("Loading the {parent} was stopped: {} refreshes.", named::refresh())
                }
                Remote::NotAsked | Remote::Loading(_) | Remote::Ready(()) => {
                    format!("The {parent} is not loaded yet.")
                }
            };
            self.say(Tone::Plain, reason);
            return vec![];
        }
        let Some((key, there)) = self.screen().new_one() else { return vec![] };
        if self.is_written(&key) {
            return vec![];
        }
        if key.kind.creation.max_count.is_some_and(|most| there >= most) {
            let (verb, which) = if there == 1 { ("is", "it") } else { ("are", "one") };
            let there = plural(there, key.kind.name);
            let text = format!("There {verb} already {there}, which is the limit. Delete {which} first.");
            self.say(Tone::Plain, text);
            return vec![];
        }
        if let Some(unread) = self.list().filter(|_| is_limited(key.kind)).and_then(List::unread_whole) {
            self.say(Tone::Plain, unread);
            return vec![];
        }
        // The last resource of such a kind can't be deleted, so an empty list means that none can exist.
        if let Some(next) = key.kind.creation.next_step.filter(|_| there == 0 && key.kind.deletion.keep_last)
        {
            self.say(Tone::Plain, next(0));
            return vec![];
        }
        if !key.kind.creation.types.is_empty() {
            let picker = TypePicker::new(key, self.list());
            return self.open_dialog(Dialog::TypePicker(Box::new(picker)));
        }
        self.open_new(key, None)
    }

    pub(crate) fn open_new(&mut self, key: Key, resource_type: Option<&'static ResourceType>) -> Vec<Effect> {
        let mut form = Form::create(key, resource_type, self.now);
        if form.key.kind.creation.skips_form
            && let Some(settings) = form.submit()
        {
            let write = Write::create(form.key.clone(), settings);
            let confirm = Confirm::new(write, form.name.clone(), Remote::NotAsked);
            let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
            effects.extend(self.open_dialog(Dialog::Confirm(Box::new(confirm))));
            return effects;
        }
        form.taken = self.listed_ids(&form.key);
        form.offer_draft(self.draft_of_new(&form.key, resource_type));
        self.open_new_form(form)
    }

    /// Opens the form of a new resource, and reads its companion.
    pub(crate) fn open_new_form(&mut self, form: Form) -> Vec<Effect> {
        let mut effects: Vec<_> = self.fetch_caller().into_iter().collect();
        effects.extend(self.open_dialog(Dialog::Form(Box::new(form))));
        effects.extend(self.with_top_dialog(|dialog, context| {
            if let Some(form) = dialog.form_mut() {
                form.companion = companion::start(&form.key, "the new resource", context);
            }
            Outcome::Stay
        }));
        effects
    }
}

impl App {
    /// The ids of the resources beside a new one, as far as their list was read.
    pub(crate) fn listed_ids(&self, key: &Key) -> Vec<String> {
        let lists = self.screens.iter().flat_map(Screen::lists).filter(|list| list.key.holds(key));
        lists.flat_map(List::ids).map(str::to_owned).collect()
    }
}

/// Whether the number of existing resources decides if another one can be created.
const fn is_limited(kind: &Kind) -> bool {
    kind.creation.max_count.is_some() || kind.deletion.keep_last
}
