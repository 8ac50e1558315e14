//! The name of the pool that a resource belongs to.

use crate::app::screen::Screen;
use crate::resource::Key;

/// The name of the pool that a resource is or belongs to, if a screen shows it.
pub fn pool_name(screens: &[Screen], key: &Key) -> Option<String> {
    let pool = key.outermost_parent().unwrap_or(&key.id);
    let opened = screens.iter().find(|screen| {
        screen.name != pool && screen.key.as_ref().is_some_and(|key| key.parents.is_empty() && key.id == pool)
    });
    let listed = || {
        let rows = screens.iter().flat_map(Screen::lists).filter(|list| list.key.parents.is_empty());
        let mut rows = rows.flat_map(|list| list.rows().iter().map(move |row| (list.key.kind, row)));
        let (kind, row) = rows.find(|(kind, row)| row.listed.text(kind.id_path) == Some(pool))?;
        kind.name_of(&row.listed).map(str::to_owned)
    };
    opened.map(|screen| screen.name.clone()).or_else(listed)
}
