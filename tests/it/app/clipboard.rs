//! Texts that the clipboard did not get.

use cognitui::app::Target;
use cognitui::message::{Event, NotCopied};
use cognitui::secret::Secret;

use crate::support::harness::Harness;

#[test]
fn a_text_that_the_clipboard_can_not_take_is_shown_whole_to_be_selected() {
    let mut harness = Harness::new(Target::IdentityPools);
    harness.press("y");
    let copied = harness.copied.pop().expect("the id");
    harness.event(Event::NotCopied(Secret::new(copied.clone()), NotCopied::NoClipboard));
    harness
        .sees("Not copied")
        .sees("Select it with the mouse:")
        .sees(&copied)
        .vanishes("Sent to the clipboard");
    harness.press("esc").vanishes("Not copied");
}

#[test]
fn a_long_text_is_shown_to_its_end() {
    let mut harness = Harness::new(Target::IdentityPools);
    let text = (0..60).map(|line| format!("line {line}\n")).collect::<Vec<_>>().concat();
    harness.event(Event::NotCopied(Secret::new(text), NotCopied::TooLong));
    harness.sees("line 1").press("G").sees("line 59");
}
