//! The picker of a profile or a region.

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
}

/// The profiles and regions to choose from.
#[derive(Debug)]
pub struct ContextPicker {
    pub of: PickedOf,
    pub menu: Menu<PickedContext>,
    pub load: Remote,
}

/// What an entry of the picker stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PickedContext {
    Recent(ContextChoice),
    Profile(ProfileSummary),
    /// A region, and where it is.
    Region(&'static str, &'static str),
}

impl ContextPicker {
    pub fn new(of: PickedOf) -> Self {
        Self { of, menu: Menu::default(), load: Remote::NotAsked }
    }

    pub(crate) fn open(&mut self, context: &mut Context) {
        self.load = Remote::Loading(context.start("Reading the profiles", Call::Contexts));
    }

    pub(crate) fn act(&mut self, action: MenuAction, context: &mut Context) -> Outcome {
        match action {
            MenuAction::Close => Outcome::Close,
            MenuAction::Choose => match self.chosen(context) {
                Some(choice) => Outcome::Finish(Command::Switch(choice)),
                None => Outcome::Stay,
            },
            MenuAction::Next | MenuAction::Previous | MenuAction::PageDown | MenuAction::PageUp => {
                self.menu.act(action, context.page);
                Outcome::Stay
            }
        }
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
            PickedContext::Recent(choice) => choice.clone(),
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
        let rules = &context.options.config.rules;
        let here = context.connection;
        let account_of = |name: Option<&str>| {
            let its = |profile: &&ProfileSummary| Some(profile.name.as_str()) == name;
            contexts.profiles.iter().find(its).and_then(|profile| profile.account.as_deref())
        };
        let is_hidden = |profile: Option<&str>, region: Option<&str>| {
            rules.policy(&Facts { account: account_of(profile), profile, region, pool: None }).hidden
        };
        let is_here = |choice: &ContextChoice| {
            choice.profile.as_deref().unwrap_or("default") == here.profile.as_deref().unwrap_or("default")
                && choice.region == here.region
        };
        let mut entries = Vec::new();
        if self.of == PickedOf::All {
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
            Some(*region) != here.region.as_deref() && !is_hidden(here.profile.as_deref(), Some(region))
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
        self.menu.extend(entries);
    }
}
