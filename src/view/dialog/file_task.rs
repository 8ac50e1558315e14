//! Draws how far the export of a resource is, or why a file can't be read or written.

use ratatui::layout::Rect;

use crate::app::dialog::file_task::{FileStage, FileTask};
use crate::keymap::Scope;
use crate::message::ScrollMetrics;
use crate::view::dialog::popup::{Content, boxed_lines, cells, keys};
use crate::view::pen::{Pen, paragraph};
use crate::view::{Theme, failure};

pub fn draw(open: &FileTask, theme: &Theme, pen: &mut Pen, area: Rect) -> ScrollMetrics {
    let cells = cells(area);
    let inner = cells.saturating_sub(4);
    let say = |text: String| paragraph(&text, inner, theme.plain);
    let lines = match &open.stage {
        FileStage::Reading(done, all) => say(format!("Loading {done}/{all}")),
        FileStage::Saving => say(format!("Writing {}…", open.path)),
        FileStage::Exists => say(format!("{} exists. Replace it?", open.path)),
        FileStage::Failed(error) => failure(error, theme, inner),
    };
    let scope = if matches!(open.stage, FileStage::Exists) { Scope::FileExists } else { Scope::FileTask };
    let keys = [vec![], keys(scope, theme)];
    let content = Content { title: &open.title, cells, lines: &lines, keys: &keys, above: open.scroll.above };
    boxed_lines(pen, area, &content, theme).0
}
