//! The picker of a profile or a region.

use crate::app::Tone;
use crate::app::dialog::context::Context;
use crate::app::dialog::{Command, Outcome};
use crate::app::remote::Remote;
use crate::app::widget::menu::Menu;
use crate::config::Facts;
use crate::error::AppError;
use crate::keymap::MenuAction;
use crate::message::{Call, ContextChoice, Contexts, ProfileSummary, Reply, RequestId, is_region};

/// What the picker offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PickedOf {
    /// Recent contexts, profiles and regions.
    All,
    Regions,
    /// The same as all with the present region, to mark several.
    Several,
}

/// The profiles and regions to choose from.
#[derive(Debug)]
pub struct ContextPicker {
    pub of: PickedOf,
    pub menu: Menu<PickedContext>,
    pub load: Remote,
    /// What is to be shown together, in the order in which it was marked.
    pub marked: Vec<PickedContext>,
    /// Number of contexts of the joint table that waits aside.
    together: Option<usize>,
}

/// What an entry of the picker stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickedContext {
    Recent(ContextChoice),
    /// The context that is shown.
    Here(ContextChoice),
    /// The joint table that was shown before, with that many contexts.
    Together(usize),
    Profile(ProfileSummary),
    /// A region, and where it is.
    Region(&'static str, &'static str),
}

impl ContextPicker {
    pub fn new(of: PickedOf, together: Option<usize>) -> Self {
        Self { of, menu: Menu::default(), load: Remote::NotAsked, marked: Vec::new(), together }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        self.load = Remote::Loading(context.start("Reading the profiles", Call::Contexts));
    }

    pub(crate) fn act(&mut self, action: MenuAction, context: &mut Context) -> Outcome {
        match action {
            MenuAction::Close => return Outcome::Close,
            MenuAction::Choose => return self.choose(context),
            MenuAction::Mark => self.mark(),
            MenuAction::Next | MenuAction::Previous | MenuAction::PageDown | MenuAction::PageUp => {
                self.menu.act(action, context.page);
            }
        }
        Outcome::Stay
    }

    fn choose(&self, context: &mut Context) -> Outcome {
        if !self.marked.is_empty() {
            let choices = self.marked_choices(context);
            if choices.is_empty() {
                context.say(Tone::Plain, "A rule of the configuration hides all of these contexts.");
                return Outcome::Stay;
            }
            return Outcome::Finish(Command::ShowTogether(choices));
        }
        if matches!(self.menu.chosen_item(), Some(PickedContext::Together(_))) {
            return Outcome::Finish(Command::ShowTogether(Vec::new()));
        }
        self.chosen(context).map_or(Outcome::Stay, |choice| Outcome::Finish(Command::Switch(choice)))
    }

    /// Marks the chosen entry to be shown together with others, or removes its mark.
    fn mark(&mut self) {
        let chosen = self.menu.chosen_item().filter(|chosen| !matches!(chosen, PickedContext::Together(_)));
        let Some(chosen) = chosen.cloned() else { return };
        match self.marked.iter().position(|marked| *marked == chosen) {
            Some(place) => {
                self.marked.remove(place);
            }
            None => self.marked.push(chosen),
        }
        if self.menu.input.text().is_empty() {
            self.menu.step(1);
        } else {
            // The next one is looked for from the start.
            self.menu.clear();
        }
    }

    /// The contexts that the marks make, without those that a rule hides: every marked profile in every
    /// marked region. One alone is shown together with the present one.
    fn marked_choices(&self, context: &Context) -> Vec<ContextChoice> {
        let here = context.connection;
        let (mut profiles, mut regions, mut choices) = (Vec::new(), Vec::new(), Vec::new());
        for marked in &self.marked {
            match marked {
                PickedContext::Profile(profile) => profiles.push(profile),
                PickedContext::Region(region, _) => regions.push((*region).to_owned()),
                PickedContext::Recent(choice) | PickedContext::Here(choice) => choices.push(choice.clone()),
                PickedContext::Together(_) => {}
            }
        }
        for profile in &profiles {
            let own = profile.region.clone().or_else(|| here.region.clone());
            let its =
                if regions.is_empty() { vec![own] } else { regions.iter().cloned().map(Some).collect() };
            let account = profile.account.as_deref();
            choices.extend(its.into_iter().filter_map(|region| {
                let is_hidden = is_hidden(context, account, Some(&profile.name), region.as_deref());
                let choice = ContextChoice { profile: Some(profile.name.clone()), region };
                (!is_hidden).then_some(choice)
            }));
        }
        if profiles.is_empty() {
            let profile = here.chosen_profile();
            choices.extend(
                regions
                    .into_iter()
                    .map(|region| ContextChoice { profile: profile.clone(), region: Some(region) }),
            );
        }
        if choices.len() == 1 && here.region.is_some() {
            choices.insert(0, ContextChoice { profile: here.chosen_profile(), region: here.region.clone() });
        }
        choices
    }

    /// The region that was typed, if no entry has it.
    pub fn typed_region(&self) -> Option<&str> {
        Some(self.menu.input.text().trim()).filter(|text| self.menu.is_empty() && is_region(text))
    }

    fn chosen(&self, context: &Context) -> Option<ContextChoice> {
        let here = context.connection;
        let at =
            |region: &str| ContextChoice { profile: here.chosen_profile(), region: Some(region.to_owned()) };
        if let Some(region) = self.typed_region() {
            return Some(at(region));
        }
        Some(match self.menu.chosen_item()? {
            PickedContext::Recent(choice) | PickedContext::Here(choice) => choice.clone(),
            PickedContext::Together(_) => return None,
            PickedContext::Profile(profile) => ContextChoice {
                profile: Some(profile.name.clone()),
                region: profile.region.clone().or_else(|| here.region.clone()),
            },
            PickedContext::Region(region, _) => at(region),
        })
    }

    pub(crate) fn handle_reply(
        &mut self,
        id: RequestId,
        result: Result<Reply, AppError>,
        context: &Context,
    ) -> Outcome {
        if self.load.waits_for(id) {
            self.load = match result {
                Ok(Reply::Contexts(contexts)) => {
                    self.fill(&contexts, context);
                    Remote::Ready(())
                }
                Ok(_) => Remote::Ready(()),
                Err(error) => Remote::Failed(error),
            };
        }
        Outcome::Stay
    }

    /// Fills the menu, without what a rule of the configuration hides.
    fn fill(&mut self, contexts: &Contexts, context: &Context) {
        let here = context.connection;
        let account_of = |name: Option<&str>| {
            let its = |profile: &&ProfileSummary| Some(profile.name.as_str()) == name;
            contexts.profiles.iter().find(its).and_then(|profile| profile.account.as_deref())
        };
        let is_hidden = |profile: Option<&str>, region: Option<&str>| {
            is_hidden(context, account_of(profile), profile, region)
        };
        let is_here = |choice: &ContextChoice| {
            choice.profile.as_deref().unwrap_or("default") == here.profile.as_deref().unwrap_or("default")
                && choice.region == here.region
        };
        let mut entries = Vec::new();
        if self.of != PickedOf::Regions {
            let recent = contexts.recent.iter().filter(|choice| !is_here(choice));
            let recent =
                recent.filter(|choice| !is_hidden(choice.profile.as_deref(), choice.region.as_deref()));
            entries.extend(recent.map(|choice| (choice.words(), PickedContext::Recent(choice.clone()))));
            let shown = contexts.profiles.iter().filter(|profile| {
                let region = profile.region.as_deref().or(here.region.as_deref());
                !is_hidden(Some(&profile.name), region)
            });
            entries.extend(shown.map(|profile| {
                let words = format!("{} {}", profile.name, profile.kind.words());
                (words, PickedContext::Profile(profile.clone()))
            }));
        }
        let regions = contexts.regions.iter().filter(|(region, _)| {
            let is_here = Some(*region) == here.region.as_deref() && self.of != PickedOf::Several;
            !is_here && !is_hidden(here.profile.as_deref(), Some(region))
        });
        let mut regions: Vec<_> = regions.collect();
        // Regions used lately come first.
        regions.sort_by_key(|(region, _)| {
            let used = contexts.recent.iter().position(|choice| choice.region.as_deref() == Some(*region));
            used.unwrap_or(usize::MAX)
        });
        let entry = |(region, place): &(&'static str, &'static str)| {
            (format!("{region} {place}"), PickedContext::Region(region, place))
        };
        entries.extend(regions.into_iter().map(entry));
        if self.of != PickedOf::Regions {
            let together = self.together.map(PickedContext::Together);
            let here = here.region.is_some().then(|| {
                PickedContext::Here(ContextChoice {
                    profile: here.chosen_profile(),
                    region: here.region.clone(),
                })
            });
            entries.extend(together.into_iter().chain(here).map(|entry| (entry.words(), entry)));
        }
        self.menu.extend(entries);
    }
}

impl PickedContext {
    /// The text of an entry that stands for whole contexts.
    pub fn words(&self) -> String {
        match self {
            Self::Recent(choice) | Self::Here(choice) => choice.words(),
            Self::Together(count) => format!("the {count} contexts in one table"),
            Self::Profile(profile) => profile.name.clone(),
            Self::Region(region, _) => (*region).to_owned(),
        }
    }
}

/// True if a rule of the configuration hides a context.
fn is_hidden(context: &Context, account: Option<&str>, profile: Option<&str>, region: Option<&str>) -> bool {
    context.options.config.rules.policy(&Facts { account, profile, region, pool: None }).hidden
}
