//! Draws the picker of a profile or a region.

use ratatui::layout::Rect;

use crate::app::dialog::context_picker::{ContextPicker, PickedContext, PickedOf};
use crate::app::remote::Remote;
use crate::keymap::{Scope, named};
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
    let said = open.menu.is_empty().then_some((words.as_str(), style));
    let title = match open.of {
        PickedOf::All => "Switch to a profile or region",
        PickedOf::Regions => "Switch to a region",
    };
    let shown = |entry: &PickedContext| match entry {
        PickedContext::Recent(choice) => MenuEntry::new(choice.words(), "recent".to_owned()),
        PickedContext::Profile(profile) => {
            let told = [Some(profile.kind.words()), profile.account.clone(), profile.region.clone()];
            let told = told.into_iter().flatten().collect::<Vec<_>>().join(" · ");
            MenuEntry::new(profile.name.clone(), told)
        }
        PickedContext::Region(region, place) => MenuEntry::new((*region).to_owned(), (*place).to_owned()),
    };
    menu(&open.menu, &MenuContent { title, said, explained: true, cells: 84 }, shown, theme, pen, area)
}
