//! Draws the picker of a profile or a region.

use ratatui::layout::Rect;

use crate::app::dialog::context_picker::{ContextPicker, PickedContext, PickedOf};
use crate::app::remote::Remote;
use crate::keymap::{Action, MenuAction, Scope, key_of, named};
use crate::resource::display::plural::plural;
use crate::view::Theme;
use crate::view::dialog::menu::{MenuContent, MenuEntry, menu};
use crate::view::pen::Pen;

/// Draws the picker; returns the cursor's position in the search text.
pub fn draw(open: &ContextPicker, theme: &Theme, pen: &mut Pen, area: Rect) -> (u16, u16) {
    let words = match (&open.load, open.typed_region()) {
        (Remote::Failed(error), _) => {
            let cause = error.cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
            format!("✗ {}{cause}. {} goes back.", error.summary, named::close_picker())
        }
        (_, Some(region)) => {
            format!("{} goes to {region}, which is in no list.", named::choose(Scope::Picker))
        }
        (Remote::Loading(_), _) => "Loading…".to_owned(),
        _ => "No matching profile or region. Another region can be typed in full.".to_owned(),
    };
    let style = if matches!(open.load, Remote::Failed(_)) { theme.bad } else { theme.quiet };
    let together = together(open);
    let said = if open.menu.is_empty() {
        Some((words.as_str(), style))
    } else {
        Some((together.as_str(), theme.quiet))
    };
    let title = match open.of {
        PickedOf::All => "Switch to a profile or region",
        PickedOf::Regions => "Switch to a region",
        PickedOf::Several => "Show several profiles or regions in one table",
    };
    let mark = |entry: &PickedContext, name: String| {
        if open.marked.contains(entry) { format!("● {name}") } else { name }
    };
    let shown = |entry: &PickedContext| match entry {
        PickedContext::Recent(choice) => MenuEntry::new(mark(entry, choice.words()), "recent".to_owned()),
        PickedContext::Here(choice) => MenuEntry::new(mark(entry, choice.words()), "shown now".to_owned()),
        PickedContext::Together(_) => MenuEntry::new(entry.words(), "shown before".to_owned()),
        PickedContext::Profile(profile) => {
            let told = [Some(profile.kind.words()), profile.account.clone(), profile.region.clone()];
            let told = told.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            MenuEntry::new(mark(entry, profile.name.clone()), told)
        }
        PickedContext::Region(region, place) => {
            MenuEntry::new(mark(entry, (*region).to_owned()), (*place).to_owned())
        }
    };
    menu(&open.menu, &MenuContent { title, said, explained: true, cells: 84 }, shown, theme, pen, area)
}

/// What the marks make: "2 profiles in 3 regions".
fn together(open: &ContextPicker) -> String {
    let space = key_of(Scope::ContextPicker, Action::Menu(MenuAction::Mark));
    let is_profile = |marked: &&PickedContext| matches!(marked, PickedContext::Profile(_));
    let is_region = |marked: &&PickedContext| matches!(marked, PickedContext::Region(..));
    let profiles = open.marked.iter().filter(is_profile).count();
    let regions = open.marked.iter().filter(is_region).count();
    let contexts = open.marked.len() - profiles - regions;
    let enter = named::choose(Scope::Picker);
    let crossed = match (profiles, regions) {
        (0, 0) if contexts == 0 => return format!("{space} marks several, to show them in one table."),
        (0, 0) => None,
        (0, _) => Some(plural(regions, "region")),
        (_, 0) => Some(plural(profiles, "profile")),
        _ => Some(format!("{} in {}", plural(profiles, "profile"), plural(regions, "region"))),
    };
    let whole = (contexts > 0).then(|| plural(contexts, "context"));
    let parts: Vec<_> = crossed.into_iter().chain(whole).collect();
    let alone = if open.marked.len() == 1 { " and the present context" } else { "" };
    format!("Marked: {}. {enter} shows them{alone} in one table.", parts.join(" and "))
}
