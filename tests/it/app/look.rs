//! The look: what a person sees before reading a word.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

use crate::app::bare;
use cognitui::app::Target;
use cognitui::config::{ThemeChoice, ThemeName};
use cognitui::message::Event;
use cognitui::resource::Severity;
use cognitui::runtime::backend::LeanBackend;
use cognitui::view::theme::{Colours, Look, Selection};
use cognitui::view::{self, Theme};
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::{Terminal, TerminalOptions, Viewport};

use crate::support::harness::Harness;

fn drawn(harness: &Harness, look: Look) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).expect("a terminal");
    let theme = Theme::new(look);
    terminal.draw(|frame| _ = view::draw(&harness.app, &theme, frame)).expect("a frame");
    terminal.backend().buffer().clone()
}

/// The rows of the window that are reversed from edge to edge.
fn bars(buffer: &Buffer) -> Vec<u16> {
    let is_reversed = |x, y| buffer[(x, y)].modifier.contains(Modifier::REVERSED);
    (0..buffer.area.height).filter(|y| (0..buffer.area.width).all(|x| is_reversed(x, *y))).collect()
}

/// The style of the first cell of a text on the screen.
fn style_of(buffer: &Buffer, text: &str) -> Style {
    let width = buffer.area.width;
    let line = |y| (0..width).map(|x| buffer[(x, y)].symbol()).collect::<Vec<_>>();
    let at = |y| {
        let cells: Vec<&str> = line(y);
        (0..cells.len()).find(|x| cells[*x..].concat().starts_with(text)).map(|x| (x, y))
    };
    let (x, y) = (0..buffer.area.height).find_map(at).expect("the text is on the screen");
    buffer[(u16::try_from(x).expect("a column"), y)].style()
}

#[test]
fn the_chosen_row_is_a_bar_from_edge_to_edge_in_lists_and_details_and_a_marker_on_a_slow_link() {
    let mut harness = bare();
    let bar = Look { selection: Selection::Bar, ..Look::default() };
    assert_eq!(bars(&drawn(&harness, bar)), [5]);
    assert!(bars(&drawn(&harness, Look::default())).is_empty());
    harness.press("enter down");
    assert_eq!(bars(&drawn(&harness, bar)).len(), 1);
    assert!(harness.screen(80, 24).contains("▶ "), "the marker stands in both");
}

#[test]
fn a_risky_value_is_not_faint_where_absence_is_the_danger() {
    let harness = bare();
    for colours in [Colours::None, Colours::Basic, Colours::Indexed] {
        let look = Look { colours, ..Look::default() };
        let (buffer, theme) = (drawn(&harness, look), Theme::new(look));
        let style = style_of(&buffer, "allowed (never set)");
        assert_eq!(
            (style.fg, style.add_modifier),
            (theme.bad.fg.or(style.fg), Modifier::BOLD),
            "{colours:?}"
        );
        assert_ne!(style.fg, theme.quiet.fg.or(Some(ratatui::style::Color::Black)), "{colours:?}");
    }
}

/// What a terminal would get.
#[derive(Clone, Default)]
struct Sent(Rc<RefCell<Vec<u8>>>);

impl Write for Sent {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The most bytes that a move down a list sends, in a window of this size.
fn bytes_of_a_move(target: Target, selection: Selection, width: u16, height: u16) -> usize {
    let mut harness = Harness::new(target);
    harness.event(Event::Resize { width, height });
    let theme = Theme::new(Look { selection, ..Look::default() });
    let sent = Sent::default();
    let viewport = Viewport::Fixed(Rect::new(0, 0, width, height));
    let backend = LeanBackend::new(sent.clone());
    let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).expect("a terminal");
    let mut most = 0;
    for move_ in ["", "j", "j", "k", "k"] {
        harness.press(move_);
        let before = sent.0.borrow().len();
        terminal.draw(|frame| _ = view::draw(&harness.app, &theme, frame)).expect("a frame");
        if !move_.is_empty() {
            most = most.max(sent.0.borrow().len() - before);
        }
    }
    most
}

#[test]
fn a_move_costs_100_bytes_at_most_with_the_marker_and_320_with_the_bar() {
    for target in [Target::UserPools, Target::IdentityPools] {
        let marker = bytes_of_a_move(target.clone(), Selection::Marker, 80, 24);
        let bar = bytes_of_a_move(target.clone(), Selection::Bar, 80, 24);
        let wide = bytes_of_a_move(target.clone(), Selection::Bar, 200, 50);
        println!("{target:?}: {marker} with the marker, {bar} with the bar, {wide} with the bar at 200x50");
        assert!(marker <= 100 && marker < bar && bar <= 320, "{target:?}: {marker} and {bar}");
    }
}

/// The keys from the list of identity pools to screens that tell risks.
const WITH_RISKS: [&str; 9] =
    ["", "enter", "enter down down down", "enter 2", "3 r", "3 r enter", "1 enter", "1 enter 2", "c"];

/// What a row of the screen says beside a colour.
const SAID: [&str; 15] = [
    "‼",
    "●",
    "▲",
    "─ low",
    "✗",
    "✓",
    "!",
    "~",
    "*",
    "critical",
    "high",
    "medium",
    "low",
    "info",
    "READ-ONLY",
];

#[test]
fn every_risk_is_told_by_a_sign_or_a_word_too_and_without_colours_every_screen_says_the_same() {
    let coloured = Look { colours: Colours::Indexed, ..Look::default() };
    let theme = Theme::new(coloured);
    let risky: Vec<_> = Severity::WORST_FIRST.into_iter().take(3).map(|it| theme.severity(it)).collect();
    let mut told = 0;
    for keys in WITH_RISKS {
        let mut harness = Harness::new(Target::IdentityPools);
        harness.press(keys);
        let drawn = drawn(&harness, coloured);
        let colourless = [
            Look { colours: Colours::None, ..coloured },
            Look { theme: ThemeChoice::builtin(ThemeName::Mono), ..coloured },
        ];
        for look in colourless {
            let other = self::drawn(&harness, look);
            assert_eq!(crate::support::lines(&other), crate::support::lines(&drawn), "{keys}");
        }
        // A sentence over several lines has its sign in the first one.
        let mut is_said = false;
        for (y, line) in (0..).zip(crate::support::lines(&drawn)) {
            let has_style =
                |x| risky.iter().any(|risky| risky.fg.is_some() && drawn[(x, y)].style().fg == risky.fg);
            if !(0..drawn.area.width).any(has_style) {
                is_said = false;
                continue;
            }
            told += 1;
            is_said |= SAID.iter().any(|said| line.contains(said));
            assert!(is_said, "{keys}: {line}");
        }
    }
    assert!(told > 20, "{told} rows with a risk");
}
