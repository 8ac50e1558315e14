//! The actions of screens.

use crate::app::dialog::Dialog;
use crate::app::dialog::context_picker::PickedOf;
use crate::app::dialog::document_preview::DocumentPreview;
use crate::app::dialog::help::Help;
use crate::app::dialog::loading_for_edit::{EditStart, Intent};
use crate::app::dialog::lookup::Lookup;
use crate::app::screen::details::Details;
use crate::app::screen::list::List;
use crate::app::screen::{Body, Screen};
use crate::app::{App, Tone};
use crate::keymap::{Action, FilterAction, Scope, ScreenAction, SearchAction, key_of, named};
use crate::message::Effect;
use crate::resource::display::detail_rows::DetailRow;
use crate::resource::{DisplayValue, FetchedDocument};
use crate::secret::Secret;

impl App {
    pub(crate) fn act_on_screen(&mut self, action: ScreenAction) -> Vec<Effect> {
        let page = isize::try_from(self.page()).unwrap_or(1);
        match action {
            ScreenAction::Next => self.move_by(1),
            ScreenAction::Previous => self.move_by(-1),
            ScreenAction::PageDown => self.move_by(page),
            ScreenAction::PageUp => self.move_by(-page),
            ScreenAction::First => self.move_by(isize::MIN),
            ScreenAction::Last => self.move_by(isize::MAX),
            ScreenAction::Open => self.open(),
            ScreenAction::Back => self.back(),
            ScreenAction::Stop => self.stop(),
            ScreenAction::Tab(tab) => self.choose_numbered_tab(tab + 1),
            ScreenAction::NextTab => self.choose_tab((self.screen().active + 1) % self.screen().tabs.len()),
            ScreenAction::PreviousTab => {
                let tabs = self.screen().tabs.len();
                self.choose_tab((self.screen().active + tabs - 1) % tabs)
            }
            ScreenAction::Home(tab) => self.go_home(tab),
            ScreenAction::Filter => self.on_list(|list| list.filter.typing = true),
            ScreenAction::Sort => self.sort(false),
            ScreenAction::TurnSort => self.sort(true),
            ScreenAction::Columns => self.choose_columns(),
            ScreenAction::NextSection => self.step_section(true),
            ScreenAction::PreviousSection => self.step_section(false),
            ScreenAction::Narrow => self.on_details(Details::narrow),
            ScreenAction::Mark => self.on_list(|list| {
                list.mark();
                list.choose(list.place() + 1);
            }),
            ScreenAction::MarkAll => self.on_list(List::mark_all),
            ScreenAction::Palette => self.open_palette(),
            ScreenAction::Help => self.open_dialog(Dialog::Help(Box::new(Help::new(self.scopes())))),
            ScreenAction::Refresh if self.list().is_some_and(List::holds_findings) => self.scan(),
            ScreenAction::Refresh => self.refresh(),
            ScreenAction::Scan => self.scan(),
            ScreenAction::ScanAll => self.scan_all(),
            ScreenAction::Reveal => self.toggle_reveal(),
            ScreenAction::CopyValue => self.copy(),
            ScreenAction::CopyEntries => self.copy_entries(),
            ScreenAction::ShowCommand => self.show_command(),
            ScreenAction::ShowJson => self.show_json(),
            ScreenAction::TrustMap => self.open_map(),
            ScreenAction::Compare => self.compare(),
            ScreenAction::CopyMarkedInto => self.copy_marked_into(),
            ScreenAction::CompareFile => self.type_command("compare "),
            ScreenAction::Export => self.type_command("export "),
            ScreenAction::Import => self.type_command("new "),
            ScreenAction::Skeleton => self.type_skeleton(),
            ScreenAction::FindUrl => self.find_url(""),
            ScreenAction::ShowError => self.show_error(),
            ScreenAction::Lookup => self.open_lookup(),
            ScreenAction::Fetch => self.open_preview(),
            ScreenAction::ReplaceHost => self.prepare_replace_host(),
            ScreenAction::Revert => self.revert_chosen(),
            ScreenAction::Settle => self.settle_chosen(),
            ScreenAction::ContinueDraft => self.continue_draft(),
            ScreenAction::DiscardDraft => self.discard_draft(),
            ScreenAction::SignUp => self.prepare_sign_up(),
            ScreenAction::New => self.prepare_new(),
            ScreenAction::Copy => self.prepare(Intent::Copy),
            ScreenAction::Delete => self.prepare(Intent::Delete),
            ScreenAction::Edit => self.edit(),
            ScreenAction::EditJson => self.prepare(Intent::EditJson),
            ScreenAction::Fix => self.fix_finding(),
            ScreenAction::Accept => self.accept_finding(),
            ScreenAction::Toggle(path) => self.prepare(Intent::Toggle(path)),
            ScreenAction::Contexts => self.pick_context(PickedOf::All),
            ScreenAction::Regions => self.pick_context(PickedOf::Regions),
            ScreenAction::Together => self.pick_context(PickedOf::Several),
            ScreenAction::Suspend => vec![Effect::Suspend],
            ScreenAction::Redraw => vec![Effect::Redraw],
            ScreenAction::Quit => self.quit(false),
        }
    }

    pub(crate) fn act_on_filter(&mut self, action: FilterAction) -> Vec<Effect> {
        match action {
            FilterAction::Keep => self.on_list(|list| list.filter.typing = false),
            FilterAction::Clear => self.on_list(List::clear_filter),
            FilterAction::ReadAll => self.on_list(|list| {
                (list.filter.typing, list.filter.reads_all) = (false, true);
            }),
            FilterAction::Next => self.move_by(1),
            FilterAction::Previous => self.move_by(-1),
        }
    }

    /// Runs a function on the shown list.
    fn on_list(&mut self, change: impl FnOnce(&mut List)) -> Vec<Effect> {
        if let Some(list) = self.screen_mut().list_mut() {
            change(list);
        }
        vec![]
    }

    /// Runs a function on the shown details.
    fn on_details(&mut self, change: impl FnOnce(&mut Details)) -> Vec<Effect> {
        if let Body::Details(details) = self.screen_mut().body_mut() {
            change(details);
        }
        vec![]
    }

    pub(crate) fn act_on_search(&mut self, action: SearchAction) -> Vec<Effect> {
        self.on_details(|details| details.act_on_search(action))
    }

    fn step_section(&mut self, down: bool) -> Vec<Effect> {
        let mut moved = true;
        let effects = self.on_details(|details| moved = details.step_heading(down));
        if !moved {
            self.say(
                Tone::Plain,
                if down { "This is the last section." } else { "This is the first section." },
            );
        }
        effects
    }

    fn toggle_reveal(&mut self) -> Vec<Effect> {
        self.reveal = !self.reveal;
        let text = if self.reveal {
            format!("Secrets are shown; {} masks them.", named::reveal())
        } else {
            "Secrets are masked.".to_owned()
        };
        self.say(Tone::Plain, text);
        vec![]
    }

    fn open_lookup(&mut self) -> Vec<Effect> {
        let Some(list) = self.list() else { return vec![] };
        let Some(by) = list.key.kind.actions.lookup else { return vec![] };
        let lookup = Lookup::new(list.key.clone(), by);
        self.open_dialog(Dialog::Lookup(Box::new(lookup)))
    }

    fn open_preview(&mut self) -> Vec<Effect> {
        let Some((fetched, url)) = self.fetchable() else { return vec![] };
        self.open_dialog(Dialog::DocumentPreview(Box::new(DocumentPreview::new(url, fetched.facts))))
    }

    /// Copies what the cursor is on: the value of a row of details, or the id of a row of a list.
    fn copy(&mut self) -> Vec<Effect> {
        let row = match self.screen().body() {
            Body::List(list) => list.chosen_key().map(|key| RowCopy::text("", self.resource_of(&key).id)),
            Body::Details(details) => {
                details.chosen().map(|row| RowCopy::of(row, details.chosen_label(), self.reveal))
            }
        };
        self.send_copy(row.unwrap_or_else(|| RowCopy::Nothing("no row is chosen.".to_owned())))
    }

    /// Copies all entries of the list that the chosen row of the details is of.
    fn copy_entries(&mut self) -> Vec<Effect> {
        let Body::Details(details) = self.screen().body() else { return vec![] };
        let entries = details.chosen().and_then(|row| row.entries.clone());
        let copy = entries.map(|all| RowCopy::text(details.list_label(), all.to_string()));
        self.send_copy(copy.unwrap_or_else(|| RowCopy::Nothing("this row is of no list.".to_owned())))
    }

    fn send_copy(&mut self, copy: RowCopy) -> Vec<Effect> {
        match copy {
            RowCopy::Sent { name, text } => {
                self.say(Tone::Plain, format!("Sent to the clipboard: {name}"));
                vec![Effect::Copy(text)]
            }
            RowCopy::Nothing(reason) => {
                self.say(Tone::Plain, format!("Nothing was copied: {reason}"));
                vec![]
            }
        }
    }

    fn move_by(&mut self, by: isize) -> Vec<Effect> {
        match self.screen_mut().body_mut() {
            Body::List(list) => list.choose(list.place().saturating_add_signed(by)),
            Body::Details(details) => details.choose(details.place().saturating_add_signed(by)),
        }
        self.load_next_page().into_iter().collect()
    }

    fn open(&mut self) -> Vec<Effect> {
        if self.is_joint() {
            return self.open_member();
        }
        if let Some(effects) = self.open_finding() {
            return effects;
        }
        let screen = self.screen();
        let next = match screen.body() {
            Body::List(_) => screen.target().map(|(key, name)| Screen::open(key, Some(name))),
            Body::Details(details) => details.chosen().and_then(|row| row.link.clone()).map(|key| {
                let name = self.references.name(&key).to_owned();
                Screen::open(key, Some(name))
            }),
        };
        if let Some(next) = next {
            return self.show(next);
        }
        let nothing = match screen.body() {
            Body::List(_) => "Nothing to open.",
            Body::Details(details) if details.can_be_edited() => {
                return self.refuse_writes().unwrap_or_else(|| self.edit());
            }
            Body::Details(_) => "Nothing to open: only rows marked with → are links.",
        };
        self.say(Tone::Plain, nothing);
        vec![]
    }

    /// Opens the form; from a row of the details, at the field of that row.
    fn edit(&mut self) -> Vec<Effect> {
        let start = match self.screen().body() {
            Body::List(_) => None,
            // From the first row, the form starts at its top.
            Body::Details(details) if details.is_at_top() => None,
            Body::Details(details) => details
                .chosen()
                .map(|row| EditStart { label: details.chosen_label().to_owned(), path: row.path.clone() }),
        };
        self.prepare(Intent::Edit(start))
    }

    /// Stops the reads of all screens, that of the status line included.
    fn stop(&mut self) -> Vec<Effect> {
        let was_scanning = self.audit.is_running();
        let stopped = self.stop_everything();
        let text = match (stopped.is_empty(), was_scanning) {
            (true, _) => format!("Nothing is loading. {} quits.", named::quit()),
            (false, true) => format!("The scan was stopped: {}.", self.audit.pools_in_words()),
            (false, false) => format!("Loading stopped. {} refreshes.", named::refresh()),
        };
        self.say(Tone::Plain, text);
        stopped
    }

    pub(super) fn choose_numbered_tab(&mut self, number: usize) -> Vec<Effect> {
        if let Some(tab) = self.screen().tabs.iter().position(|tab| tab.number == number) {
            return self.choose_tab(tab);
        }
        if self.is_joint() {
            let open = named::open();
            let text = format!("The history stands in each context: {open} goes to that of a row.");
            self.say(Tone::Plain, text);
            return vec![];
        }
        self.say(Tone::Plain, format!("There is no tab {number} here."));
        vec![]
    }

    pub(crate) fn choose_tab(&mut self, tab: usize) -> Vec<Effect> {
        self.screen_mut().active = tab;
        self.reveal = false;
        self.activate()
    }

    /// The public document of the chosen or shown resource, and its URL.
    pub(crate) fn fetchable(&self) -> Option<(FetchedDocument, String)> {
        let (key, _) = self.screen().target()?;
        let fetched = key.kind.actions.fetch?;
        let url = self.cache.get(&key)?.text(fetched.path).filter(|url| !url.is_empty())?.to_owned();
        Some((fetched, url))
    }
}

/// What `y` does on a row.
enum RowCopy {
    /// The text goes to the clipboard; the notice names it.
    Sent { name: String, text: Secret<String> },
    /// There is nothing to copy, for this reason.
    Nothing(String),
}

impl RowCopy {
    fn of(row: &DetailRow, label: &str, reveal: bool) -> Self {
        match &row.value {
            DisplayValue::Secret(secret) if reveal => {
                Self::Sent { name: label.to_lowercase(), text: secret.clone() }
            }
            DisplayValue::Secret(_) => {
                let show = key_of(Scope::Secrets, Action::Screen(ScreenAction::Reveal));
                Self::Nothing(format!("{label} is masked, {show} shows it first."))
            }
            DisplayValue::Unset(_) => Self::Nothing(format!("{label} has no value.")),
            value => {
                let text = row.copy.as_deref().unwrap_or_else(|| value.text(false));
                Self::text(label, if text.is_empty() { label } else { text }.to_owned())
            }
        }
    }

    /// A text that is no secret. A long one is named by its label, or by how it begins.
    fn text(label: &str, text: String) -> Self {
        let is_short = !text.contains('\n') && text.chars().count() <= NOTICE_CHARS;
        let name = if is_short {
            text.clone()
        } else if label.is_empty() {
            let begin: String = text.lines().next().unwrap_or_default().chars().take(NOTICE_CHARS).collect();
            format!("{begin}…")
        } else {
            label.to_owned()
        };
        Self::Sent { name, text: Secret::new(text) }
    }
}

/// The longest text that a notice repeats.
const NOTICE_CHARS: usize = 60;
