//! Draws how far the export of a resource is, or why a file can't be read or written.

use ratatui::layout::Rect;

use crate::app::dialog::file_task::{FileStage, FileTask};
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
        FileStage::Incomplete(unread) => {
            let mut lines = say("These parts can't be read:".to_owned());
            lines.extend(unread.iter().flat_map(|part| say(part.clone())));
            lines.extend(say(format!("Write {} without them? The file names them.", open.path)));
            lines
        }
        FileStage::Exists => say(format!("{} exists. Replace it?", open.path)),
        FileStage::Failed(error) => failure(error, theme, inner),
    };
    let keys = [vec![], keys(open.scope(), theme)];
    let content = Content { title: &open.title, cells, lines: &lines, keys: &keys, above: open.scroll.above };
    boxed_lines(pen, area, &content, theme).0
}
