//! Under `--read-only` nothing is changed: proved over every key of every screen, and over every operation that
//! AWS has.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use cognitui::app::dialog::Dialog;
use cognitui::app::dialog::palette::PaletteEntry;
use cognitui::app::screen::Body;
use cognitui::app::{Options, Target};
use cognitui::demo::Store;
use cognitui::error::AppError;
use cognitui::history::{DraftOrder, HistoryLine, Record};
use cognitui::keymap::{self, Action, Binding, Scope, ScreenAction};
use cognitui::message::{Call, Event};
use cognitui::resource::tables::IDENTITY_POOL;
use cognitui::resource::{Document, Key, WriteOperation};
use cognitui::runtime::history_file::HistoryFile;
use serde_json::json;

use crate::support::figures;
use crate::support::harness::Harness;

/// How many rows of a list are opened.
const ROWS: usize = 4;

/// A SAML provider whose metadata can be fetched.
const FETCHABLE: &str = "/ w o r k f o r c e enter enter 3 / 従 enter";

/// The keys from the list of identity pools to a setting with a finding.
const WITH_A_FINDING: &str = "enter down down down";

/// The keys to the findings of all pools. What they lead to is reached without a scan, too.
const SCANNED: &str = "3 r";

/// The start of a tour, and the keys that lead to a screen from there.
type Way = (Target, String);

/// A history with a change whose outcome is recorded, one whose outcome is unknown, and a draft.
fn history() -> HistoryFile {
    let pool = |classic: bool| {
        let pool = json!({"IdentityPoolId": "eu-west-1:1", "AllowClassicFlow": classic});
        Document::from_value(pool).expect("an object")
    };
    let key = Key::top(&IDENTITY_POOL, "eu-west-1:1");
    let record = Record::of(WriteOperation::Update, &key, "shop", &pool(true), &pool(false));
    let record = Record { id: "a".into(), at: "2026-11-26T10:00:00Z".into(), ..record };
    let ending =
        json!({"state": "ended", "v": 1, "id": "a", "at": "2026-11-26T10:00:01Z", "outcome": "applied"});
    let history = HistoryFile::default();
    history.add(&HistoryLine::Sent(Box::new(record.clone()))).expect("a line");
    history.add(&HistoryLine::parse(&ending.to_string()).expect("an ending")).expect("a line");
    let unknown = Record { id: "b".into(), at: "2026-11-26T10:00:02Z".into(), ..record.clone() };
    history.add(&HistoryLine::Sent(Box::new(unknown))).expect("a line");
    let draft = Record { id: "c".into(), at: "2026-11-26T10:00:03Z".into(), ..record };
    history.carry_out(&[DraftOrder::Keep(Box::new(draft))]).expect("a draft");
    history
}

fn at(store: &Store, (target, keys): &Way) -> Harness {
    let options = Options { read_only: true, demo: true, ..Options::default() };
    let mut harness = Harness::with_history(history(), store.clone(), options, target.clone());
    harness.press(keys);
    harness
}

/// What tells one screen from another: the kinds of resources on the way here, the tab, and where keys hold.
fn signature(harness: &Harness) -> String {
    let kind = |screen: &cognitui::app::screen::Screen| {
        let key = screen.key.as_ref().map_or("top", |key| key.kind.name);
        format!("{key} {}", screen.active)
    };
    let way = harness.app.screens.iter().map(kind).collect::<Vec<_>>().join(" > ");
    format!("{way} {:?}", harness.app.scopes())
}

/// A way to every screen that the demo's data has: every tab of every kind of resource.
fn screens(store: &Store) -> BTreeMap<String, Way> {
    let mut found = BTreeMap::new();
    let starts = [
        (Target::UserPools, String::new()),
        (Target::IdentityPools, String::new()),
        (Target::IdentityPools, WITH_A_FINDING.to_owned()),
        (Target::UserPools, SCANNED.to_owned()),
        (Target::UserPools, "4".to_owned()),
        (Target::UserPools, "4 j".to_owned()),
        (Target::UserPools, "4 j j".to_owned()),
        (Target::UserPools, "4 enter".to_owned()),
    ];
    // The long ways come last: what a short one leads to as well is tried from there.
    let mut late = [FETCHABLE.to_owned(), format!("{FETCHABLE} enter")]
        .map(|keys| (Target::UserPools, keys))
        .into_iter();
    let mut ways: VecDeque<Way> = starts.into();
    while let Some(way) = ways.pop_front().or_else(|| late.next()) {
        let harness = at(store, &way);
        let signature = signature(&harness);
        if found.contains_key(&signature) {
            continue;
        }
        let screen = harness.app.screen();
        let tabs = screen.tabs.len();
        let opens = harness.app.screens.len() < 4 && matches!(screen.body(), Body::List(_));
        found.insert(signature, way.clone());
        let (target, keys) = way;
        if keys == SCANNED {
            continue;
        }
        ways.extend((2..=tabs).map(|tab| (target.clone(), format!("{keys} {tab}"))));
        if opens {
            ways.extend((0..ROWS).map(|row| (target.clone(), format!("{keys}{} enter", " j".repeat(row)))));
        }
    }
    found
}

/// The scopes in which a change is prepared, confirmed or under way.
fn changes(scope: Scope) -> bool {
    let changes = |action| {
        matches!(
            action,
            Action::Form(_)
                | Action::LeaveForm(_)
                | Action::OfferedDraft(_)
                | Action::Confirm(_)
                | Action::Write(_)
                | Action::ReplaceHost(_)
                | Action::ChooseValue(_)
                | Action::FilePicker(_)
        )
    };
    keymap::rows(scope).any(|row| changes(row.action))
}

/// What was tried: how many actions, and which rows of the table.
#[derive(Default)]
struct Tried {
    actions: usize,
    rows: BTreeMap<String, Binding>,
}

impl Tried {
    fn with(mut self, other: Self) -> Self {
        self.actions += other.actions;
        self.rows.extend(other.rows);
        self
    }

    /// Carries out an action, and looks for a change that it would lead to.
    fn act(&mut self, harness: &mut Harness, row: &Binding, screen: &str) {
        let sent = harness.sent.len();
        match row.presses().next() {
            Some(press) => harness.event(Event::Key(press)),
            None if row.writes => return self.find_in_vain(harness, row, screen),
            None => harness.press(":").write(row.help).press("enter"),
        };
        if row.writes {
            harness.sees("Read-only: cognitui was started with --read-only");
            assert_eq!(harness.sent.len(), sent, "{screen}: {} is refused before anything is read", row.help);
            assert!(harness.app.dialogs.is_empty(), "{screen}: {}", row.help);
        }
        // Keys that would accept or send something, if a dialog asked for it.
        if !harness.app.dialogs.is_empty() {
            harness.press("y enter ctrl-s ctrl-t");
        }
        let reached: Vec<_> = harness.app.scopes().into_iter().filter(|scope| changes(*scope)).collect();
        assert!(reached.is_empty(), "{screen}: {} reaches {reached:?}", row.help);
        let writes: Vec<_> = harness.sent.iter().filter(|call| matches!(call, Call::Write(_))).collect();
        assert!(writes.is_empty(), "{screen}: {} sends {writes:?}", row.help);
        self.actions += 1;
        self.rows.insert(format!("{:?} {:?}", row.scope, row.action), *row);
    }
}

impl Tried {
    /// Looks for an action without a key in the palette, which leaves out what writes.
    fn find_in_vain(&mut self, harness: &mut Harness, row: &Binding, screen: &str) {
        harness.press(":").write(row.help);
        let Some(Dialog::Palette(palette)) = harness.app.dialogs.top() else {
            panic!("{screen}: no palette")
        };
        let is_it = |entry: &PaletteEntry| matches!(entry, PaletteEntry::Action(other) if other == row);
        let is_offered = palette.menu.found().any(|(_, entry)| is_it(entry));
        assert!(!is_offered, "{screen}: the palette offers {}", row.help);
        harness.press("esc esc");
        self.actions += 1;
        self.rows.insert(format!("{:?} {:?}", row.scope, row.action), *row);
    }
}

/// The rows of the table that hold on a screen, without those whose keys a nearer scope takes.
fn active(harness: &Harness) -> Vec<Binding> {
    let scopes = harness.app.scopes();
    let rows = scopes.iter().copied().flat_map(keymap::rows);
    let is_active =
        |row: &Binding| row.presses().next().is_none_or(|press| keymap::lookup(&scopes, press) == Some(*row));
    rows.filter(is_active).collect()
}

/// Tries every action that a screen has.
fn try_screen(tried: &mut Tried, store: &Store, screen: &str, way: &Way) {
    let moves = |row: &Binding| {
        let palette = Action::Screen(ScreenAction::Palette);
        matches!(row.action, Action::Screen(action) if action.moves()) && row.action != palette
    };
    let mut here = at(store, way);
    let rows = active(&here);
    for row in rows.iter().filter(|row| row.writes) {
        tried.act(&mut here, row, screen);
    }
    // While something is read, what writes is refused as well, and the reading can be stopped.
    here.hold = true;
    here.press("r");
    for row in active(&here).iter().filter(|row| row.writes || row.scope == Scope::Reading) {
        tried.act(&mut here, row, screen);
    }
    here.release();
    for row in rows.iter().filter(|row| !row.writes && moves(row)) {
        tried.act(&mut here, row, screen);
    }
    for row in rows.iter().filter(|row| !row.writes && !moves(row)) {
        tried.act(&mut at(store, way), row, screen);
    }
}

#[test]
fn no_action_of_the_table_leads_to_a_change() {
    let store = Store::demo();
    let screens: Vec<_> = screens(&store).into_iter().collect();
    let next = AtomicUsize::new(0);
    let try_some = || {
        let mut tried = Tried::default();
        while let Some((screen, way)) = screens.get(next.fetch_add(1, Ordering::Relaxed)) {
            try_screen(&mut tried, &store, screen, way);
        }
        tried
    };
    let mut tried = thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(2, usize::from);
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(try_some)).collect();
        let tried = threads.into_iter().map(|thread| thread.join().expect("no panic"));
        tried.reduce(Tried::with).expect("a thread")
    });
    let mut failed = at(&store, &(Target::UserPools, String::new()));
    failed.fails("ListUserPools", AppError::new("Can't list the user pools")).press("r");
    for row in active(&failed).iter().filter(|row| row.scope == Scope::LoadFailed) {
        tried.act(&mut failed, row, "a list that was not refreshed");
    }
    println!("{} actions on {} screens under --read-only", tried.actions, screens.len());
    figures::says_more_than(tried.actions, "actions");
    let of_screens = keymap::all_scopes()
        .flat_map(keymap::rows)
        .filter(|row| matches!(row.action, Action::Screen(_)) && !changes(row.scope))
        .map(|row| format!("{:?} {:?}", row.scope, row.action));
    let missed: BTreeSet<_> = of_screens.filter(|action| !tried.rows.contains_key(action)).collect();
    assert!(missed.is_empty(), "no screen of the demo has {missed:?}");
    assert!(tried.rows.values().filter(|row| row.writes).count() > 8);
}
